"""The counting screen drawn at the sizes of ui.md 2, both ways, both themes, with larger text."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.fieldwork import Hands, cut_off, grab, scrolls_sideways
from tests.ui.receiving.conftest import VESTS
from ui.kit import theme
from ui.receiving.page import ReceivingPage
from ui.shell.window import MainWindow


@pytest.mark.parametrize(
    ("width", "height", "scheme", "size", "rtl"),
    [
        (1280, 680, "light", 100, False), (1366, 768, "dark", 100, False), (1366, 768, "light", 100, True),
        (1920, 1080, "contrast", 100, False), (1366, 768, "light", 130, False),
    ],
)  # fmt: skip
def test_nothing_is_cut_off(
    window: MainWindow, page: ReceivingPage, qapp: QApplication, pictures: Path, width: int, height: int,
    scheme: theme.SchemeChoice, size: int, rtl: bool,
) -> None:  # fmt: skip
    """Header, scan field and actions stay whole."""
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    theme.apply(qapp, scheme=scheme, text_size=size)
    window.resize(width, height)
    hands = Hands()
    for text in (*VESTS[:3], VESTS[0], "NOT-LISTED"):
        hands.scan(text, page.scan)
    qapp.processEvents()
    grab(window, pictures, f"receiving-{width}-{scheme}-{size}-{'rtl' if rtl else 'ltr'}")
    assert cut_off(page) == []
    assert not scrolls_sideways(page)
