"""A text that is wider than its field is shown whole when the mouse rests on it.

def event(self, event): return cuttext.show_whole(self, event) or super().event(event)
"""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame, QToolTip


def is_cut(edit: QLineEdit) -> bool:
    """Tell whether the text is wider than its room; what may not be seen never is."""
    if edit.echoMode() is not QLineEdit.EchoMode.Normal:
        return False
    option = QStyleOptionFrame()
    edit.initStyleOption(option)
    margins = edit.textMargins()
    room = edit.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, edit).width()
    return edit.fontMetrics().horizontalAdvance(edit.text()) > room - margins.left() - margins.right() - 4


def show_whole(edit: QLineEdit, event: QEvent) -> bool:
    """Answer the event that asks for a tooltip, unless the field has one of its own; tell whether it did."""
    asked = isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip
    if not asked or edit.toolTip() or not is_cut(edit):
        return False
    assert isinstance(event, QHelpEvent)
    QToolTip.showText(event.globalPos(), edit.text(), edit)
    return True
