"""Our own labels while a handover is composed: a unit's tag, and the tag of one lot."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from inl_logistics.labels.records import LabelKind
from inl_logistics.labels.tags import SpoilDraft, Subject, give_tags, spoil_tag
from tests.builders import Post
from tests.ui.fieldwork import Hands
from tests.ui.handovers.test_compose import choose_unit, new_handover
from ui.shell.window import MainWindow


def test_tags_are_picked_as_what_they_are_stuck_on(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    unit = Subject(LabelKind.UNIT, int(str(post.scalar("SELECT id FROM unit WHERE serial = 'BA3-224007'"))))
    variant = int(
        str(post.scalar("SELECT v.id FROM variant v JOIN item i ON i.id = v.item_id WHERE i.code = 'MR-5020'"))
    )
    late = Subject(LabelKind.ITEM, variant, int(str(post.scalar("SELECT id FROM lot WHERE code = 'F-7720'"))))
    tags = post.work.write(give_tags, [unit, late])
    hands = Hands()
    page = new_handover(window, hands, qtbot)
    choose_unit(page, hands)
    hands.scan(tags[unit], page.items.scan)
    qtbot.waitUntil(lambda: len(page.lines) == 1)
    hands.scan(tags[late], page.items.scan)
    qtbot.waitUntil(lambda: len(page.lines) == 2)
    assert [[pick.serial or pick.lot for pick in line.picks] for line in page.lines] == [["BA3-224007"], ["F-7720"]]
    post.work.write(spoil_tag, SpoilDraft(tags[unit], "misprinted"))
    hands.scan(tags[unit], page.items.scan)
    assert len(page.lines) == 2
