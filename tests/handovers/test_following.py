"""Kits on a receipt, what is short of them, and the later receipt that completes it. domain.md 8, scenario 11."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from inl_logistics.catalog.drafts import LocalName
from inl_logistics.catalog.kits import KitDraft, KitLineDraft, release_version, save_kit
from inl_logistics.handovers import papers
from inl_logistics.handovers.commands import issue, void
from inl_logistics.handovers.documents import HandoverType, LineKind, Receipt, render
from inl_logistics.handovers.drafts import begin_again, draft_of, save_draft
from inl_logistics.handovers.following import end_shortage, make_good, to_follow
from inl_logistics.handovers.queries import keys, rows
from inl_logistics.handovers.reversing import ReverseDraft, reverse
from inl_logistics.handovers.signing import SignDraft, StruckSerial, sign
from inl_logistics.kernel.listing import ListQuery
from inl_logistics.kits.building import SizeChoice
from inl_logistics.kits.handing import KitHandoverDraft, hand_over
from inl_logistics.ledger.proof import differences
from inl_logistics.paper.model import Translation
from tests.builders import TODAY, refused
from tests.kits.conftest import Desk, made
from tests.paper.reading import pages, words
from tests.paper.samples import PRINTED_AT


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """The kits' desk; its ledger must hold at the end."""
    found = made(tmp_path / "post")
    yield found
    assert found.post.work.read(differences) == []
    found.post.work.close()


def _receipt(desk: Desk, handover: int) -> Receipt:
    work = desk.post.work
    return work.read(lambda session: papers.paper(session, handover, today=TODAY, by=work.actor)).receipt


def _kits(desk: Desk, count: int, **more: object) -> int:
    large = (SizeChoice(desk.helmet, desk.large),)
    handover = desk.post.work.write(hand_over, KitHandoverDraft(desk.kit, count, sizes=large, **more))
    stored = desk.post.work.read(draft_of, handover)
    post = desk.post
    whole = replace(stored, unit_id=post.unit, facility_id=post.facility, person_id=post.person)
    return int(post.work.write(save_draft, whole).id)


def _owed(desk: Desk, handover: int) -> dict[str, int]:
    return {one.code: one.quantity for one in desk.post.work.read(to_follow, handover)}


def test_a_receipt_shows_the_kit_its_components_and_what_follows_later(desk: Desk) -> None:
    handover = _kits(desk, 3)
    shown = [(one.kind, one.code, one.quantity) for one in _receipt(desk, handover).lines]
    assert shown == [
        (LineKind.KIT, "K-CERT v1", 3), (LineKind.COMPONENT, "INT-03", 3), (LineKind.COMPONENT, "PPE-01", 6),
        (LineKind.COMPONENT, "RIO-01-L", 2), (LineKind.SHORTAGE, "RIO-01-L", 1),
    ]  # fmt: skip
    assert _receipt(desk, handover).units == 11


def test_a_kit_is_named_in_the_language_of_the_receipt(desk: Desk) -> None:
    handover, work = _kits(desk, 1), desk.post.work
    stored = desk.post.scalar("SELECT version FROM kit WHERE id = :k", k=desk.kit)
    draft = KitDraft("K-CERT", "Member kit", id=desk.kit, version=int(str(stored)), names=(LocalName("es", "Equipo"),))
    work.write(save_kit, draft)
    receipt = _receipt(desk, handover)
    assert receipt.lines[0].translations == (Translation("es", "Equipo"),)
    text = words("\n".join(pages(render(receipt, printed_at=PRINTED_AT, language="es", copies=(1,)))))
    assert "Member kit" in text
    assert "Equipo" in text
    work.write(save_kit, replace(draft, version=draft.version + 1, names=None))
    assert _receipt(desk, handover).lines[0].translations, "names that are not told stay"
    work.write(save_kit, replace(draft, version=draft.version + 2, names=()))
    assert _receipt(desk, handover).lines[0].translations == ()


def test_more_kits_go_onto_the_same_draft_and_its_lines_grow(desk: Desk) -> None:
    handover = _kits(desk, 1)
    assert desk.post.work.write(hand_over, KitHandoverDraft(desk.kit, 2, handover_id=handover)) == handover
    stored = desk.post.work.read(draft_of, handover)
    assert [(one.count, one.version) for one in stored.kits] == [(3, 1)]
    sizes = {desk.large: 1, desk.medium: 2}
    assert {one.variant_id: one.asked for one in stored.lines if one.variant_id in sizes} == sizes
    assert all(one.kit_id == desk.kit for one in stored.lines)


def test_another_version_of_the_kit_goes_onto_a_receipt_of_its_own(desk: Desk) -> None:
    handover, work = _kits(desk, 1), desk.post.work
    stored = desk.post.scalar("SELECT version FROM kit WHERE id = :k", k=desk.kit)
    work.write(save_kit, KitDraft("K-CERT", "Member kit", id=desk.kit, version=int(str(stored)),
                                  lines=(KitLineDraft(3, desk.gloves),)))  # fmt: skip
    work.write(release_version, desk.kit, TODAY)
    with refused("kit-other-version"):
        work.write(hand_over, KitHandoverDraft(desk.kit, 1, handover_id=handover))
    # What is on the draft stays by the version it was picked by.
    work.write(issue, handover)
    assert _receipt(desk, handover).lines[0].code == "K-CERT v1"


def test_a_kit_without_its_last_component_leaves_the_draft(desk: Desk) -> None:
    handover, work = _kits(desk, 1), desk.post.work
    stored = work.read(draft_of, handover)
    work.write(save_draft, replace(stored, lines=()))
    assert work.read(draft_of, handover).kits == ()


def test_the_lines_of_a_kit_are_printed_together(desk: Desk) -> None:
    handover, work = _kits(desk, 1), desk.post.work
    stored = work.read(draft_of, handover)
    loose = desk.post.pick_quantity(desk.variant("PPE-01"), 1)
    work.write(save_draft, replace(stored, lines=(stored.lines[0], loose, *stored.lines[1:])))
    kinds = [one.kind for one in _receipt(desk, handover).lines]
    assert kinds == [LineKind.KIT, *[LineKind.COMPONENT] * 3, LineKind.ITEM]


def test_what_is_short_is_made_good_by_a_receipt_that_refers_to_the_first(desk: Desk) -> None:
    work, handover = desk.post.work, _kits(desk, 3)
    assert _owed(desk, handover) == {}  # nothing is owed before the first is signed
    number = work.write(issue, handover)
    work.write(sign, SignDraft(handover, TODAY, "Luis Arriaga"))
    assert _owed(desk, handover) == {"RIO-01-L": 1}
    with refused("nothing-free-to-follow"):
        work.write(make_good, handover)
    desk.post.stocked(desk.large, ["H-9"])
    later = work.write(make_good, handover)
    assert _owed(desk, handover) == {}  # it is on its way
    receipt = _receipt(desk, later)
    assert (receipt.type, receipt.refers_to, receipt.completes) == (HandoverType.REPLACEMENT, number, True)
    assert [row.type for row in work.read(rows, [handover, later], today=TODAY)] == ["title", "make-good"]
    assert work.read(keys, ListQuery(filters={"type": frozenset({"make-good"})})).keys == (later,)
    assert [(one.code, one.serials, one.remarks) for one in receipt.lines] == [("RIO-01-L", ("H-9",), "K-CERT")]
    work.write(issue, later)
    work.write(sign, SignDraft(later, TODAY, "Luis Arriaga"))
    with refused("nothing-to-follow"):
        work.write(make_good, handover)
    title = desk.post.scalar("SELECT o.title FROM position o JOIN unit u ON u.id = o.unit_id WHERE u.serial = 'H-9'")
    assert title == "host"
    work.write(reverse, ReverseDraft(later, "wrong size", TODAY))
    assert _owed(desk, handover) == {"RIO-01-L": 1}


def test_a_void_make_good_leaves_the_shortage_open_and_a_reason_ends_it(desk: Desk) -> None:
    work, handover = desk.post.work, _kits(desk, 3)
    work.write(issue, handover)
    work.write(sign, SignDraft(handover, TODAY, "Luis Arriaga"))
    desk.post.stocked(desk.large, ["H-9"])
    later = work.write(make_good, handover)
    work.write(issue, later)
    work.write(void, later, reason="misprint")
    assert _owed(desk, handover) == {"RIO-01-L": 1}
    with refused("reason-needed"):
        work.write(end_shortage, handover, reason=" ")
    work.write(end_shortage, handover, reason="the plan was cut")
    assert _owed(desk, handover) == {}
    with refused("nothing-to-follow"):
        work.write(end_shortage, handover, reason="again")


def test_what_was_struck_on_the_paper_follows_too(desk: Desk) -> None:
    work, handover = desk.post.work, _kits(desk, 2)
    work.write(issue, handover)
    signed = work.write(sign, SignDraft(handover, TODAY, "Luis Arriaga", struck=(StruckSerial("H-4"),)))
    assert signed.variance
    assert _owed(desk, handover) == {"RIO-01-L": 1}


def test_a_plain_line_asked_for_in_full_owes_nothing(desk: Desk) -> None:
    gloves = desk.variant("PPE-01")
    pick = desk.post.pick_quantity(gloves, 4)
    handover = desk.post.issued(replace(pick, asked=4), desk.post.picks(desk.large, "H-4"))
    desk.post.work.write(sign, SignDraft(handover, TODAY, "Luis Arriaga"))
    assert _owed(desk, handover) == {}


def _brought(desk: Desk, handover: int, variant: int) -> int:
    lines = desk.post.work.read(draft_of, handover).lines
    return sum(pick.quantity for line in lines if line.variant_id == variant for pick in line.picks)


def test_a_make_good_that_is_short_itself_leaves_the_rest_to_the_first_receipt(desk: Desk) -> None:
    """Five kits: three helmets L and four sprays are short. One helmet comes; nothing of the sprays."""
    work, handover = desk.post.work, _kits(desk, 5)
    spray = desk.variant("INT-03")
    stored = work.read(draft_of, handover)
    lines = [replace(one, asked=(one.asked or 0) + 4) if one.variant_id == spray else one for one in stored.lines]
    work.write(save_draft, replace(stored, lines=tuple(lines)))
    work.write(issue, handover)
    work.write(sign, SignDraft(handover, TODAY, "Luis Arriaga"))
    owed = _owed(desk, handover)
    assert owed["RIO-01-L"] == 3
    assert owed["INT-03"] >= 4
    desk.post.stocked(desk.large, ["H-9"])
    later = work.write(make_good, handover)
    assert _owed(desk, handover)["RIO-01-L"] == 2
    work.write(issue, later)
    work.write(sign, SignDraft(later, TODAY, "Luis Arriaga"))
    assert _owed(desk, later) == {}, "the later receipt owes nothing of its own"
    left = _owed(desk, handover)
    assert left["RIO-01-L"] == 2
    assert left["INT-03"] == owed["INT-03"] - _brought(desk, later, spray)


def test_a_line_of_a_make_good_that_was_taken_back_is_owed_again(desk: Desk) -> None:
    work, handover = desk.post.work, _kits(desk, 3)
    work.write(issue, handover)
    work.write(sign, SignDraft(handover, TODAY, "Luis Arriaga"))
    desk.post.stocked(desk.large, ["H-9", "H-10"])
    brought = work.write(make_good, handover)
    stored = work.read(draft_of, brought)
    assert [len(line.picks) for line in stored.lines] == [1], "no more than what is owed"
    loose = desk.post.pick_quantity(desk.variant("PPE-01"), 1)
    work.write(save_draft, replace(stored, lines=(*stored.lines, loose)))
    work.write(issue, brought)
    work.write(sign, SignDraft(brought, TODAY, "Luis Arriaga"))
    assert _owed(desk, handover) == {}
    work.write(reverse, ReverseDraft(brought, "wrong size", TODAY, line_numbers=(1,)))
    assert _owed(desk, handover) == {"RIO-01-L": 1}


def test_a_make_good_that_is_begun_again_brings_what_is_owed(desk: Desk) -> None:
    work, handover = desk.post.work, _kits(desk, 3)
    work.write(issue, handover)
    work.write(sign, SignDraft(handover, TODAY, "Luis Arriaga"))
    desk.post.stocked(desk.large, ["H-9"])
    spoiled = work.write(make_good, handover)
    work.write(issue, spoiled)
    work.write(void, spoiled, reason="Spoiled")
    again = work.write(begin_again, spoiled)
    assert _owed(desk, handover) == {}, "it is begun"
    assert work.read(draft_of, again).planned_on == TODAY, "as every other beginning"
    work.write(issue, again)
    work.write(sign, SignDraft(again, TODAY, "Luis Arriaga"))
    assert _owed(desk, handover) == {}
    assert work.read(to_follow, handover, begun=False) == []
