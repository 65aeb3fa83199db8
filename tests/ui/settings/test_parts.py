"""A part of a long page that the palette leads to stays in sight while what is above it and in it is read."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.settings.parts import InSight


class _Page(QScrollArea):
    """A long page: what is above, the card, what is below."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        host = QWidget()
        self.above, self.card, self.below = QLabel(), QWidget(), QLineEdit()
        self.inside = QVBoxLayout(self.card)
        lines = QVBoxLayout(host)
        self.above.setMinimumHeight(100)
        self.inside.addWidget(QLabel("Closed months"))
        for part in (self.above, self.card, self.below):
            lines.addWidget(part)
        self.end = QLabel()
        self.end.setMinimumHeight(2_000)
        lines.addWidget(self.end)
        self.setWidget(host)
        self.resize(300, 300)

    def is_shown(self) -> bool:
        """Tell whether all of the card is in sight."""
        return self.card.visibleRegion().boundingRect().height() == self.card.height()


@pytest.fixture
def page(qtbot: QtBot) -> _Page:
    """The page, on screen."""
    made = _Page()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_the_card_stays_in_sight_and_gets_the_keys_once_there_is_something_to_do(page: _Page, qtbot: QtBot) -> None:
    InSight(page.card)
    button = QLineEdit()
    button.setMinimumHeight(120)
    page.inside.addWidget(button)  # its list was read
    qtbot.waitUntil(button.hasFocus)
    page.above.setMinimumHeight(1_500)  # and what is above it
    qtbot.waitUntil(page.is_shown)


def test_a_person_who_goes_on_is_not_called_back(page: _Page, qtbot: QtBot) -> None:
    button = QLineEdit()
    page.inside.addWidget(button)
    InSight(page.card)
    qtbot.waitUntil(button.hasFocus)
    page.below.setFocus()
    page.above.setMinimumHeight(1_500)
    QApplication.processEvents()
    QApplication.processEvents()
    assert page.below.hasFocus()
    assert not page.is_shown()


def test_the_wheel_ends_it(page: _Page, qtbot: QtBot) -> None:
    page.inside.addWidget(QLineEdit())
    InSight(page.card)
    middle = page.viewport().rect().center()
    turned = QWheelEvent(
        QPointF(middle), QPointF(page.viewport().mapToGlobal(middle)), QPoint(), QPoint(0, -120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(page.viewport(), turned)
    assert page.card.findChild(InSight) is not None
    qtbot.waitUntil(lambda: page.card.findChild(InSight) is None)
