"""What every window test needs: no screen, the theme, inline jobs, a window on a small real post."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from inl_logistics.kernel.translation import set_language
from ui.kit import theme
from ui.kit.jobs import Jobs
from ui.kit.navigation import Navigator, Notebook, PageContext
from ui.kit.notices import Notices


@pytest.fixture(autouse=True)
def _english_light(qapp: QApplication) -> Iterator[None]:
    """Start each test in English, left to right, light, at 100 %."""
    set_language("en")
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    if theme.scheme_name() != "light" or theme.text_size() != 100 or not qapp.styleSheet():
        theme.apply(qapp, scheme="light", text_size=100)
    yield
    set_language("en")
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


class PlainWorkspace:
    """Stands for an open post: questions and commands get this object instead of a session."""

    def __init__(self) -> None:
        self.written: list[Any] = []

    def read(self, question: Any, *args: Any, **kwargs: Any) -> Any:
        """Answer at once."""
        return question(self, *args, **kwargs)

    def write(self, command: Any, *args: Any, **kwargs: Any) -> Any:
        """Run at once."""
        self.written.append(command)
        return command(self, *args, **kwargs)


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    """Jobs that run at once, in order."""
    made = Jobs(PlainWorkspace(), inline=True)
    yield made
    made.close()


def settle() -> None:
    """Let windows of the test before really go, so that they take no focus from the next.

    A dialog that was closed just before still swallows second clicks; how long is the clock's to say, not the next test's.
    """
    app = QCoreApplication.instance()
    for shield in app.findChildren(QObject, "doubleClickShield") if app is not None else ():
        shield.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()


@pytest.fixture
def host(qtbot: QtBot) -> Iterator[QWidget]:
    """An active window to put widgets into."""
    settle()
    widget = QWidget()
    widget.resize(1366, 768)
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()
    yield widget
    widget.close()
    widget.deleteLater()
    settle()


@pytest.fixture
def context(host: QWidget, jobs: Jobs) -> PageContext:
    """What pages are given."""
    return PageContext(jobs=jobs, navigator=Navigator(), notices=Notices(host), notebook=Notebook(),
                       today=lambda: date(2026, 11, 24))  # fmt: skip


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """A folder for grabs; INL_SCREENS keeps them."""
    kept = os.environ.get("INL_SCREENS")
    folder = Path(kept) if kept else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    return folder
