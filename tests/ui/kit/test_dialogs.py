"""Dialogs never lose what was typed. Source: ui.md 1 (never lose work), 11."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ui.kit.buttons import Button
from ui.kit.dialogs import Dialog, Overlay, open_overlay
from ui.kit.fields import Field, LineEdit
from ui.kit.notices import Notice, Notices


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    """A window with notices."""
    window = QWidget()
    window.resize(900, 600)
    qtbot.addWidget(window)
    window.notices = Notices(window)  # type: ignore[attr-defined]
    with qtbot.waitExposed(window):
        window.show()
    return window


def form(host: QWidget) -> tuple[Dialog, LineEdit, LineEdit]:
    """Open a dialog with a name and a password."""
    dialog = Dialog(host, "New partner")
    name, password = Field(LineEdit()), Field(LineEdit())
    password.editor.setEchoMode(QLineEdit.EchoMode.Password)
    dialog.body.addWidget(name)
    dialog.body.addWidget(password)
    dialog.open()
    return dialog, name.editor, password.editor


def gone() -> None:
    """Let what was thrown away go."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_escape_sets_what_was_typed_aside_and_the_notice_brings_it_back(qtbot: QtBot, host: QWidget) -> None:
    dialog, name, password = form(host)
    qtbot.keyClicks(name, "Prison Service")
    qtbot.keyClicks(password, "secret word")
    qtbot.keyClick(name, Qt.Key.Key_Escape)
    assert open_overlay(host) is None
    notice = host.findChild(Notice)
    assert notice is not None
    assert notice.words == "“New partner” was closed; what you typed is not saved."
    notice.act()
    gone()
    assert open_overlay(host) is dialog
    assert name.text() == "Prison Service"
    assert password.text() == "", "a password does not wait in a hidden window"
    qtbot.keyClick(name, Qt.Key.Key_Escape)
    assert open_overlay(host) is None


def test_when_the_notice_has_gone_the_dialog_is_gone(qtbot: QtBot, host: QWidget) -> None:
    dialog, name, _password = form(host)
    qtbot.keyClicks(name, "x")
    qtbot.keyClick(name, Qt.Key.Key_Escape)
    notice = host.findChild(Notice)
    assert notice is not None
    with qtbot.waitSignal(dialog.closed):
        notice._expire()
        gone()


def test_a_dialog_in_which_nothing_was_typed_closes_without_a_word(qtbot: QtBot, host: QWidget) -> None:
    dialog, name, _password = form(host)
    with qtbot.waitSignal(dialog.closed):
        qtbot.keyClick(name, Qt.Key.Key_Escape)
    assert host.findChild(Notice) is None


def test_escape_leaves_a_dialog_that_is_saving(qtbot: QtBot, host: QWidget) -> None:
    """Its answer is on the way; a notice that nothing was saved would be wrong."""
    dialog, name, _password = form(host)
    save = Button("Save", kind="primary")
    dialog.set_buttons(save)
    qtbot.keyClicks(name, "x")
    save.set_busy(True)
    qtbot.keyClick(name, Qt.Key.Key_Escape)
    assert open_overlay(host) is dialog
    save.set_busy(False)
    qtbot.keyClick(name, Qt.Key.Key_Escape)
    assert open_overlay(host) is None


def test_nothing_stands_above_what_hides_everything(qtbot: QtBot, host: QWidget) -> None:
    """A notice or a dialog that comes while the window is locked waits below the lock."""
    lock = Overlay(host)
    lock.setProperty("coversAll", True)
    lock.open()
    notice = host.notices.show_notice("PCL-HO-2026-A0001 signed.", action="Reverse…")  # type: ignore[attr-defined]
    dialog, _name, _password = form(host)
    order = host.children()
    assert order.index(lock) > order.index(notice)
    assert order.index(lock) > order.index(dialog)


def test_a_dialog_grows_when_a_field_appears(qtbot: QtBot, host: QWidget) -> None:
    dialog = Dialog(host, "New person")
    first, more = Field(LineEdit()), Field(LineEdit())
    more.hide()
    dialog.body.addWidget(first)
    dialog.body.addWidget(more)
    dialog.open()
    before = dialog.card.height()
    more.show()
    qtbot.waitUntil(lambda: dialog.card.height() > before)
    assert more.visibleRegion().boundingRect() == more.rect(), "nothing of it lies below the edge"
