"""The composer and the list drawn at the sizes of ui.md 2, both ways, both themes, with larger text."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.builders import Post
from tests.ui.fieldwork import cut_off, grab, scrolls_sideways
from tests.ui.handovers.conftest import VESTS, opened
from ui.kit import theme
from ui.kit.navigation import Route
from ui.shell.window import MainWindow


@pytest.mark.parametrize(
    ("width", "height", "scheme", "size", "rtl"),
    [
        (1280, 680, "light", 100, False), (1366, 768, "dark", 100, False), (1366, 768, "light", 100, True),
        (1920, 1080, "contrast", 100, False), (1366, 768, "light", 130, False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("state", ["draft", "issued"])
def test_nothing_is_cut_off(
    post: Post, window: MainWindow, qapp: QApplication, pictures: Path, width: int, height: int,
    scheme: theme.SchemeChoice, size: int, rtl: bool, state: str,
) -> None:  # fmt: skip
    """Header and primary action stay whole; the body never scrolls sideways."""
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    theme.apply(qapp, scheme=scheme, text_size=size)
    window.resize(width, height)
    line = post.picks(int(str(post.scalar("SELECT variant_id FROM unit LIMIT 1"))), *VESTS[:6])
    page = opened(window, post.draft(line) if state == "draft" else post.issued(line))
    qapp.processEvents()
    grab(window, pictures, f"handover-{state}-{width}-{scheme}-{size}-{'rtl' if rtl else 'ltr'}")
    assert cut_off(page) == []
    assert not scrolls_sideways(page)
    window.navigator.open(Route("handovers"))
    qapp.processEvents()
    shown = window.pages.current()
    assert shown is not None
    assert cut_off(shown) == []
