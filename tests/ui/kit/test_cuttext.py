"""What does not fit into a field is shown when the mouse rests on it; a password never."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QToolTip
from pytestqt.qtbot import QtBot

from ui.kit.fields import LineEdit


def _rest_on(qtbot: QtBot, field: LineEdit) -> str:
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not QToolTip.isVisible())
    at = field.rect().center()
    QApplication.sendEvent(field, QHelpEvent(QEvent.Type.ToolTip, at, field.mapToGlobal(QPoint(at))))
    return QToolTip.text() if QToolTip.isVisible() else ""


def test_a_long_text_is_shown_whole(qtbot: QtBot) -> None:
    field = LineEdit()
    qtbot.addWidget(field)
    field.resize(120, 30)
    field.show()
    field.setText("Annex B")
    assert _rest_on(qtbot, field) == ""
    field.setText("Annex B, Embassy warehouse, second gate")
    assert _rest_on(qtbot, field) == "Annex B, Embassy warehouse, second gate"
    field.setEchoMode(QLineEdit.EchoMode.Password)
    assert _rest_on(qtbot, field) == ""
