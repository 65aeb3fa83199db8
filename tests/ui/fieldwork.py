"""A window on the invented post with stock, a vetted unit and an agreement, for tests through the window."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from tests.builders import Post
from tests.ui.conftest import settle
from ui.kit.buttons import Button
from ui.kit.jobs import Jobs
from ui.kit.keys import KeyRouter
from ui.kit.navigation import Feature, Notebook
from ui.kit.warm import draw_inline
from ui.shell.posts import LocalPosts
from ui.shell.window import MainWindow, WindowParts


@contextmanager
def window_on(post: Post, features: tuple[Feature, ...], qtbot: QtBot, app: QApplication,
              size: tuple[int, int] = (1366, 768)) -> Iterator[MainWindow]:  # fmt: skip
    """Open the window on a post; jobs run at once, papers are drawn in this process."""
    settle()
    draw_inline(True)
    notebook, router = Notebook(), KeyRouter(app)
    window = MainWindow(WindowParts(jobs=Jobs(inline=True), office=LocalPosts(notebook), notebook=notebook,
                                    features=lambda: features, router=router))  # fmt: skip
    with qtbot.waitActive(window):
        window.resize(*size)
        window.show()
        window.activateWindow()
    window.open_post(post.work)
    yield window
    app.removeEventFilter(router)
    window.close()
    window.deleteLater()
    settle()
    draw_inline(False)


class Hands:
    """The person at the keyboard: counts acts (a click, a key chord, a field filled) and scans."""

    def __init__(self) -> None:
        self.acts = 0
        self.scans = 0

    def scan(self, text: str, widget: QWidget | None = None) -> None:
        """Scan into what has the focus, as a scanner types."""
        self.scans += 1
        target = widget or QApplication.focusWidget()
        assert target is not None
        QTest.keyClicks(target, text)
        QTest.keyClick(target, Qt.Key.Key_Return)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press one key chord."""
        self.acts += 1
        target = QApplication.focusWidget()
        assert target is not None
        QTest.keyClick(target, key, modifiers)

    def ctrl(self, key: Qt.Key) -> None:
        """Press Ctrl and a key."""
        self.key(key, Qt.KeyboardModifier.ControlModifier)

    def click(self, widget: QWidget) -> None:
        """Click a widget in its middle."""
        self.acts += 1
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def fill(self, widget: QWidget, text: str, *, enter: bool = False) -> None:
        """Fill one field by typing."""
        self.acts += 1
        widget.setFocus()
        QTest.keyClicks(widget, text)
        type_slowly()
        if enter:
            QTest.keyClick(widget, Qt.Key.Key_Return)


def type_slowly() -> None:
    """A hand is slower than a scanner, which tests are not: what was typed so far is no scan."""
    app = QApplication.instance()
    for router in app.findChildren(KeyRouter) if app is not None else ():
        router._scan._typed.clear()


def double_click(widget: QWidget) -> None:
    """Click twice, as fast as a hand does it."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(widget, Qt.MouseButton.LeftButton)


def key_event(key: Qt.Key, text: str = "") -> QKeyEvent:
    """Make a key press."""
    return QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text)


def grab(widget: QWidget, folder: Path, name: str) -> None:
    """Keep a picture for a person to look at."""
    widget.grab().save(str(folder / f"{name}.png"))


def cut_off(page: QWidget) -> list[str]:
    """Return the buttons that are narrower than their words or stand outside the page."""
    found = []
    for button in page.findChildren(Button):
        if not button.isVisible():
            continue
        left = button.mapTo(page, button.rect().topLeft()).x()
        outside = left < 0 or left + button.width() > page.width()
        if outside or button.width() < button.sizeHint().width() - 1:
            found.append(button.text() or button.accessibleName())
    return found


def scrolls_sideways(page: QWidget) -> bool:
    """Tell whether something on the page is wider than its room."""
    return any(area.horizontalScrollBar().maximum() > 0 for area in page.findChildren(QScrollArea) if area.isVisible())
