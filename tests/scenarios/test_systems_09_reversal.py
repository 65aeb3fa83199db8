"""scenarios.md 9 through the window: reverse some lines of a handover; try again; reverse a reversal; reverse when a same-day
later count exists; reverse without the right. Each blocking reason per line; links both ways; the reversal's receipt prints.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inl_logistics.counts.commands import CountDraft, SeenDraft
from inl_logistics.counts.commands import post as post_count
from inl_logistics.handovers import papers
from inl_logistics.handovers.documents import render
from inl_logistics.handovers.signing import SignDraft, sign
from inl_logistics.inventory.reversing import ReverseDraft
from inl_logistics.inventory.reversing import reverse as reverse_posted
from inl_logistics.kernel.actor import Role
from inl_logistics.kernel.problems import RulesBroken
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.values import Tracking
from inl_logistics.users.commands import UserChange, UserDraft, add_user, change_user
from inl_logistics.verification import verify
from tests.builders import TODAY, Post, puerto_claro
from tests.paper.reading import pages, words
from tests.paper.samples import PRINTED_AT
from tests.ui.desk import dialog
from tests.ui.fieldwork import Hands, window_on
from tests.ui.handovers.conftest import opened
from ui.handovers.endings import ReverseDialog
from ui.handovers.feature import FEATURE as HANDOVERS
from ui.handovers.page import HandoverPage
from ui.kit.approval import OverrideDialog
from ui.kit.dialogs import open_overlay
from ui.kit.paperdialog import PaperDialog
from ui.kit.widget import Link
from ui.shell.window import MainWindow

pytestmark = pytest.mark.timeout(180)
VESTS = tuple(f"BA3-{number:04d}" for number in range(4))


@pytest.fixture
def post(tmp_path: Path) -> Post:
    """A post."""
    return puerto_claro(tmp_path / "post")


@pytest.fixture
def window(post: Post, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The window on it."""
    with window_on(post, (HANDOVERS,), qtbot, qapp) as made:
        yield made


@pytest.fixture
def signed(post: Post, window: MainWindow) -> HandoverPage:
    """Four vests, ten gloves and ten masks, signed; its page is open."""
    vest = post.item("PE-1042-L", name="Ballistic vest IIIA, L")
    post.stocked(vest, VESTS)
    items = [
        post.item(code, name=name, tracking=Tracking.QUANTITY) for code, name in (("G-1", "Gloves"), ("M-1", "Masks"))
    ]
    for one in items:
        post.stocked_quantity(one, 40)
    handover = post.issued(post.picks(vest, *VESTS), *(post.pick_quantity(one, 10) for one in items))
    post.work.write(sign, SignDraft(handover, TODAY, "Luis Arriaga"))
    return opened(window, handover)


def reverse(page: HandoverPage, window: MainWindow, *lines: int, reason: str = "Wrong size") -> ReverseDialog:
    """Choose lines and send."""
    page.acting.reverse("PCL-HO-2026-A0001", page.lines)
    asked = dialog(window, ReverseDialog)
    for number, box in asked.lines.items():
        box.setChecked(number in lines)
    Hands().fill(asked.reason.editor, reason)
    Hands().click(asked.act)
    return asked


def receipt(post: Post) -> str:
    """Return the reprint of the receipt."""
    one = post.work.read(papers.paper_by_number, "PCL-HO-2026-A0001")
    made = render(one.receipt, printed_at=PRINTED_AT, copies=(1,), mark=one.mark, reprint=1, taken_back=one.taken_back)
    return words("\n".join(pages(made)))


def test_some_lines_then_the_rest_linked_both_ways(post: Post, window: MainWindow, signed: HandoverPage) -> None:
    reverse(signed, window, 1)
    assert signed.detail is not None
    assert signed.detail.reversals == ("PCL-RV-2026-A0001",)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    (link,) = [one for one in signed.banner.findChildren(Link) if one.text() == "RV-26-A0001"]
    link.clicked.emit()
    paper = dialog(window, PaperDialog)
    found = words("\n".join(pages(paper.view.pdf())))
    assert "Of receipt PCL-HO-2026-A0001, the lines below are taken back" in found
    assert all(one in found for one in VESTS)
    assert "Gloves" not in found
    paper.dismiss()
    assert "PARTLY REVERSED by PCL-RV-2026-A0001" in receipt(post)
    signed.acting.reverse("PCL-HO-2026-A0001", signed.lines)
    again = dialog(window, ReverseDialog)
    assert list(again.lines) == [2, 3], "what came back is not offered again"
    Hands().fill(again.reason.editor, "All of it")
    Hands().click(again.act)
    assert signed.detail.state == "reversed"
    assert signed.detail.reversals == ("PCL-RV-2026-A0001", "PCL-RV-2026-A0002")
    assert "REVERSED by PCL-RV-2026-A0001, PCL-RV-2026-A0002" in receipt(post)
    assert post.work.read(verify).holds


def test_a_reversal_is_not_reversed(post: Post, window: MainWindow, signed: HandoverPage) -> None:
    reverse(signed, window, 1)
    with pytest.raises(RulesBroken) as caught:
        post.work.write(reverse_posted, ReverseDraft("PCL-RV-2026-A0001", "Never mind", TODAY))
    assert [sentence(one) for one in caught.value.problems] == [
        "RV-26-A0001 is neither a move, a change of condition nor an adjustment. Reverse it where it was made."
    ]
    commands = {one.id: one for one in signed.commands()}
    assert commands["handover.reversal.RV-26-A0001"].words().startswith("Print reversal")


def test_a_later_movement_of_a_line_is_named_and_nothing_is_reversed(
    post: Post, window: MainWindow, signed: HandoverPage
) -> None:
    """The vests went to another facility since: only their line stands against it."""
    from inl_logistics.handovers.returning import begin_return

    back = post.work.write(begin_return, signed.id, to_bin_id=1)
    from inl_logistics.handovers.commands import issue

    post.work.write(issue, back)
    post.work.write(sign, SignDraft(back, TODAY, "Luis Arriaga"))
    asked = reverse(signed, window, 1, 2)
    assert open_overlay(window) is asked
    said = asked.summary.accessibleName()
    for one in (*VESTS, "Gloves"):
        assert f"{one} was moved on by HO-26-A0002. Reverse that first." in said
    assert "Masks" not in said, "that line was not asked for"
    assert post.scalar("SELECT count(*) FROM document WHERE kind = 'RV'") == 0


def counted(post: Post, on: date) -> None:
    """Count the gloves that are left."""
    row = (
        "SELECT {what} FROM balance b JOIN item i ON i.id = b.item_id JOIN place p ON p.id = b.place_id AND p.kind = 'bin'"
        " WHERE i.code = 'G-1'"
    )
    place, layer = (int(str(post.scalar(row.format(what=f"b.{one}")))) for one in ("place_id", "layer_id"))
    post.work.write(post_count, CountDraft((SeenDraft(layer, place, 30),), on))


def gloves(post: Post) -> int:
    """Return the gloves on hand."""
    return post.on_hand(int(str(post.scalar("SELECT id FROM variant WHERE code = 'G-1'"))))


def test_a_count_of_the_same_day_stays_as_it_was_counted(post: Post, window: MainWindow, signed: HandoverPage) -> None:
    """What comes back after the count of that day comes on top of it."""
    counted(post, TODAY)
    reverse(signed, window, 2)
    assert signed.detail is not None
    assert signed.detail.reversals == ("PCL-RV-2026-A0001",)
    assert gloves(post) == 40
    assert post.scalar("SELECT counted FROM count_line") == 30
    assert post.work.read(verify).holds


def test_a_count_in_between_is_asked_about(post: Post, window: MainWindow, signed: HandoverPage) -> None:
    """Dated before the count, it must say whether the count saw the goods; then the count's figure stays."""
    post.clock.on(TODAY + timedelta(days=1))
    counted(post, TODAY + timedelta(days=1))
    signed.acting.reverse("PCL-HO-2026-A0001", signed.lines)
    asked = dialog(window, ReverseDialog)
    for number, box in asked.lines.items():
        box.setChecked(number == 2)
    asked.day.editor.set_day(TODAY)
    Hands().fill(asked.reason.editor, "Wrong size")
    Hands().click(asked.act)
    assert open_overlay(window) is asked
    assert not asked.count.isHidden(), "the dialog asks; nothing was posted"
    assert post.scalar("SELECT count(*) FROM document WHERE kind = 'RV'") == 0
    asked.count.counted.setChecked(True)
    Hands().click(asked.act)
    assert signed.detail is not None
    assert signed.detail.reversals == ("PCL-RV-2026-A0001",)
    assert gloves(post) == 30
    assert post.work.read(verify).holds


def test_without_the_right_an_approver_is_asked(post: Post, window: MainWindow, signed: HandoverPage) -> None:
    post.work.write(add_user, UserDraft("boss", "Alex Boss", "Chief", (Role.APPROVER, Role.ADMINISTRATOR)))
    post.work.write(change_user, UserChange(1, "Dana Morales", "Officer", (Role.LOGISTICS,)))
    reverse(signed, window, 1)
    assert isinstance(open_overlay(window), OverrideDialog)
    assert post.scalar("SELECT count(*) FROM document WHERE kind = 'RV'") == 0
