"""Merging two items through the window: the preview says what happens, what stands against it stops it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from inl_logistics.kernel.values import Tracking
from inl_logistics.verification import verify
from tests.builders import Post
from tests.ui.desk import dialog, go, item_of, shown
from ui.catalog.detail import ItemPage
from ui.catalog.mergedialog import MergeDialog
from ui.kit.navigation import Route
from ui.shell.window import MainWindow


def asked(window: MainWindow, post: Post, code: str) -> MergeDialog:
    """Open the dialog on an item."""
    go(window, ItemPage, Route("item", item_of(post, code).id)).acting.merge()
    return dialog(window, MergeDialog)


def test_a_merge_is_seen_before_it_is_done_and_ends_on_the_item_that_stays(
    qtbot: QtBot, window: MainWindow, post: Post
) -> None:
    other = post.item("PE-9999", name="Gloves, cut resistant", tracking=Tracking.QUANTITY, hs="6116.10")
    post.stocked_quantity(other, 30)
    gone = item_of(post, "PE-9999").id
    form = asked(window, post, "PE-9999")
    assert form.save.reason() == "Choose the item that stays"
    qtbot.keyClicks(form.into.editor, "pe-4020")
    qtbot.keyClick(form.into.editor, Qt.Key.Key_Return)
    assert form.save.text() == "Merge into PE-4020"
    assert not form.save.reason()
    qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)
    page = shown(window, ItemPage)
    assert page.record is not None
    assert (page.record.draft.code, page.record.on_hand) == ("PE-4020", 350)
    assert post.work.read(verify).holds
    memory = go(window, ItemPage, Route("item", gone))
    qtbot.waitUntil(lambda: "is now part of" in memory.banner.words())
    assert memory.primary.reason() == "Part of another item now"


def test_what_stands_against_it_is_said_and_the_button_waits(qtbot: QtBot, window: MainWindow, post: Post) -> None:
    form = asked(window, post, "PE-4020")
    vest = item_of(post, "PE-1042").id
    form.into.editor.set_value(vest, "Ballistic vest IIIA")
    form.into.editor.chosen.emit(vest)
    assert form.save.reason() == "Something stands against it"
    assert form.against.isVisible()
    form.submit()
    assert item_of(post, "PE-4020").version == 1
