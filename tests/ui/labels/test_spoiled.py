"""A spoiled label: its tag goes out of use from anywhere, and the unit's page says so."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from inl_logistics.labels.records import LabelKind
from inl_logistics.labels.tags import Subject, give_tags
from tests.builders import Post
from tests.ui.desk import dialog, go
from ui.inventory.unitpage import UnitPage
from ui.kit.navigation import Route
from ui.labels.feature import commands
from ui.labels.spoil import SpoilDialog
from ui.shell.window import MainWindow


def test_a_spoiled_label_is_taken_out_of_use(window: MainWindow, post: Post, qtbot: QtBot) -> None:
    unit = Subject(LabelKind.UNIT, int(str(post.scalar("SELECT id FROM unit WHERE serial = 'BA3-224005'"))))
    tag = post.work.write(give_tags, [unit])[unit]
    page = go(window, UnitPage, Route("unit", unit.id))
    qtbot.waitUntil(lambda: tag in page.facts.accessibleName() or page._tag == tag)
    (command,) = commands(window.context)
    assert command.words() == "A label is spoiled…"
    command.run()
    asked = dialog(window, SpoilDialog)
    asked.submit()
    assert asked.tag.has_error()
    assert asked.reason.has_error()
    asked.tag.editor.setText(tag.lower())
    asked.reason.editor.setText("torn off")
    asked.submit()
    assert post.scalar("SELECT spoiled_reason FROM tag") == "torn off"
    qtbot.waitUntil(lambda: page._tag == "spoiled, print a new label")
    window.take_scan(tag)
    notice = window.notices.current()
    assert notice is not None
    assert "was declared spoiled" in notice.words
