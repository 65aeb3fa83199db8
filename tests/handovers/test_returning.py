"""Returns and replacements: whose the goods are afterwards, where they lie, and what a paper may not take twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from inl_logistics.counts.commands import CountDraft, SeenDraft
from inl_logistics.counts.commands import post as post_count
from inl_logistics.handovers import noting, papers
from inl_logistics.handovers.commands import issue
from inl_logistics.handovers.documents import HandoverType
from inl_logistics.handovers.drafts import HandoverDraft, draft_of, save_draft
from inl_logistics.handovers.returning import HeldGoods, begin_return, return_held
from inl_logistics.handovers.reversing import ReverseDraft, reverse
from inl_logistics.handovers.signing import SignDraft, SignedQuantity, StruckSerial, sign
from inl_logistics.inventory.queries import biography, stock_card
from inl_logistics.kernel.problems import RulesBroken
from inl_logistics.kernel.values import Condition, Tracking
from inl_logistics.ledger.rules import CountAnswer
from inl_logistics.partners.commands import VettingDraft, record_vetting
from inl_logistics.partners.records import VettingResult
from tests.builders import TODAY, Post, refused


def _codes(caught: pytest.ExceptionInfo[RulesBroken]) -> list[str]:
    return [problem.code for problem in caught.value.problems]


def _bin(post: Post) -> int:
    return int(str(post.scalar("SELECT id FROM bin ORDER BY id LIMIT 1")))


def _signed(post: Post, **more: object) -> int:
    vest = post.item("ARM-01")
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.stocked(vest, ["A-1", "A-2"])
    post.stocked_quantity(gloves, 10)
    handover = post.issued(post.picks(vest, "A-1", "A-2"), post.pick_quantity(gloves, 6), **more)
    post.work.write(sign, SignDraft(handover, TODAY, "Luis Arriaga"))
    return handover


def _title(post: Post, serial: str) -> tuple[object, object, object, object]:
    ask = "SELECT o.{what} FROM position o JOIN unit u ON u.id = o.unit_id JOIN place p ON p.id = o.place_id WHERE u.serial = :s"
    return tuple(  # type: ignore[return-value]
        post.scalar(ask.format(what=what) if what != "kind" else ask.replace("o.{what}", "p.kind"), s=serial)
        for what in ("title", "status", "condition", "kind")
    )


def test_a_return_brings_custody_and_title_back_and_what_is_worn_waits_for_inspection(post: Post) -> None:
    handover = _signed(post)
    back = post.work.write(begin_return, handover, to_bin_id=_bin(post))
    stored = post.work.read(draft_of, back)
    assert [sum(pick.quantity for pick in line.picks) for line in stored.lines] == [2, 6]
    worn = replace(stored.lines[0], condition_to=Condition.POOR)
    post.work.write(save_draft, replace(stored, lines=(worn, stored.lines[1])))
    post.work.write(issue, back)
    post.work.write(sign, SignDraft(back, TODAY, "Luis Arriaga"))
    assert _title(post, "A-1") == ("usg", "quarantined", "poor", "bin")
    assert post.scalar("SELECT count(*) FROM reservation") == 0
    assert post.scalar(
        "SELECT sum(quantity) FROM balance b JOIN place p ON p.id = b.place_id WHERE p.kind = 'bin' AND b.title = 'usg'"
        " AND b.status = 'available'"
    ) == 10  # fmt: skip
    unit = int(str(post.scalar("SELECT id FROM unit WHERE serial = 'A-1'")))
    assert [event.kind for event in post.work.read(biography, unit)][-2:] == ["HO", "HO-return"]
    vest = int(str(post.scalar("SELECT variant_id FROM unit WHERE serial = 'A-1'")))
    assert [(one.kind, one.change) for one in post.work.read(stock_card, vest)][:2] == [("HO-return", 2), ("HO", -2)]
    with refused("nothing-to-return"):
        post.work.write(begin_return, handover)
    post.work.write(reverse, ReverseDraft(back, "never came", TODAY))
    assert _title(post, "A-1") == ("host", "available", "new", "facility")


def test_the_paper_of_a_return_is_given_by_the_host_and_names_its_receipt(post: Post) -> None:
    handover = _signed(post)
    number = post.scalar("SELECT d.number FROM document d JOIN handover h ON h.document_id = d.id WHERE h.id = :h",
                         h=handover)  # fmt: skip
    back = post.work.write(begin_return, handover, to_bin_id=_bin(post))
    paper = post.work.read(lambda session: papers.paper(session, back, today=TODAY, by=post.work.actor)).receipt
    assert (paper.type, paper.refers_to) == (HandoverType.RETURN, number)
    assert paper.released.representative.text == "Luis Arriaga"
    assert paper.received.representative.text == "Dana Morales"


def test_a_loan_comes_back_as_ours_and_only_what_the_paper_says(post: Post) -> None:
    handover = _signed(post, type=HandoverType.CUSTODY)
    assert _title(post, "A-1")[0] == "usg"
    back = post.work.write(begin_return, handover, to_bin_id=_bin(post))
    post.work.write(issue, back)
    post.work.write(sign, SignDraft(back, TODAY, "Luis Arriaga", struck=(StruckSerial("A-2"),),
                                    quantities=(SignedQuantity(2, 4),)))  # fmt: skip
    assert _title(post, "A-1") == ("usg", "available", "new", "bin")
    assert _title(post, "A-2") == ("usg", "available", "new", "facility")
    rest = post.work.write(begin_return, handover, to_bin_id=_bin(post))
    lines = post.work.read(draft_of, rest).lines
    assert [sum(pick.quantity for pick in line.picks) for line in lines] == [1, 2]


def test_a_return_that_was_taken_back_in_part_leaves_that_part_to_return(post: Post) -> None:
    handover = _signed(post)
    back = post.work.write(begin_return, handover, to_bin_id=_bin(post))
    post.work.write(issue, back)
    post.work.write(sign, SignDraft(back, TODAY, "Luis Arriaga"))
    post.work.write(reverse, ReverseDraft(back, "the gloves never came", TODAY, line_numbers=(2,)))
    rest = post.work.write(begin_return, handover, to_bin_id=_bin(post))
    lines = post.work.read(draft_of, rest).lines
    assert [sum(pick.quantity for pick in line.picks) for line in lines] == [6]


def test_what_was_signed_for_on_a_return_with_differences_is_not_returned_again(post: Post) -> None:
    handover = _signed(post)
    back = post.work.write(begin_return, handover, to_bin_id=_bin(post))
    post.work.write(issue, back)
    post.work.write(sign, SignDraft(back, TODAY, "Luis Arriaga", quantities=(SignedQuantity(2, 4),)))
    post.stocked_quantity(int(str(post.scalar("SELECT id FROM variant WHERE code = 'PPE-01'"))), 10)
    more = post.issued(post.pick_quantity(int(str(post.scalar("SELECT id FROM variant WHERE code = 'PPE-01'"))), 6))
    post.work.write(sign, SignDraft(more, TODAY, "Luis Arriaga"))  # the facility has as many of another receipt
    rest = post.work.write(begin_return, handover, to_bin_id=_bin(post))
    lines = post.work.read(draft_of, rest).lines
    assert [sum(pick.quantity for pick in line.picks) for line in lines] == [2]


def test_what_an_issued_return_takes_is_not_offered_to_the_next(post: Post) -> None:
    handover = _signed(post)
    first = post.work.write(begin_return, handover, to_bin_id=_bin(post))
    stored = post.work.read(draft_of, first)
    pick = replace(stored.lines[1].picks[0], quantity=4)
    post.work.write(save_draft, replace(stored, lines=(stored.lines[0], replace(stored.lines[1], picks=(pick,)))))
    post.work.write(issue, first)
    rest = post.work.read(draft_of, post.work.write(begin_return, handover, to_bin_id=_bin(post)))
    assert [sum(pick.quantity for pick in line.picks) for line in rest.lines] == [2]


def test_what_a_count_saw_of_a_return_already_is_not_returned_twice(post: Post) -> None:
    """The count's own adjustment stands under the return too; only what the facility gave counts."""
    handover = _signed(post)
    back = post.work.write(begin_return, handover, to_bin_id=_bin(post))
    post.work.write(issue, back)
    (pick,) = post.work.read(draft_of, back).lines[1].picks
    shelf = int(str(post.scalar("SELECT id FROM place WHERE bin_id = :b", b=_bin(post))))
    later = TODAY + timedelta(days=2)
    post.clock.on(later)
    post.work.write(post_count, CountDraft((SeenDraft(pick.layer_id, shelf, 8, "found"),), later))
    fewer = (SignedQuantity(2, 4),)
    post.work.write(sign, SignDraft(back, TODAY, quantities=fewer, count_answer=CountAnswer.ALREADY_COUNTED))
    gloves = int(str(post.scalar("SELECT id FROM variant WHERE code = 'PPE-01'")))
    assert post.on_hand(gloves) == 8
    rest = post.work.read(draft_of, post.work.write(begin_return, handover, to_bin_id=_bin(post)))
    assert [sum(pick.quantity for pick in line.picks) for line in rest.lines] == [2]


def test_two_returns_cannot_take_the_same(post: Post) -> None:
    handover = _signed(post)
    first = post.work.write(begin_return, handover, to_bin_id=_bin(post))
    second = post.work.write(begin_return, handover, to_bin_id=_bin(post))
    post.work.write(issue, first)
    with pytest.raises(RulesBroken) as caught:
        post.work.write(issue, second)
    assert _codes(caught) == ["line-not-held", "line-not-held"]


def test_a_return_asks_for_its_bin_and_for_its_receipt_but_not_for_vetting(post: Post) -> None:
    handover = _signed(post)
    post.work.write(record_vetting, VettingDraft(post.unit, VettingResult.DENIED, valid_from=TODAY))
    back = post.work.write(begin_return, handover)
    stored = post.work.read(draft_of, back)
    assert stored.to_bin_id is not None  # there is one store only
    assert stored.planned_on == TODAY
    post.work.write(save_draft, replace(stored, to_bin_id=None))
    with pytest.raises(RulesBroken) as caught:
        post.work.write(issue, back)
    assert _codes(caught) == ["return-needs-bin"]
    stored = post.work.read(draft_of, back)
    post.work.write(save_draft, replace(stored, to_bin_id=_bin(post)))
    post.work.write(issue, back)
    post.work.write(sign, SignDraft(back, TODAY, "Luis Arriaga"))
    with refused("return-needs-original"):
        post.work.write(save_draft, HandoverDraft(type=HandoverType.RETURN))


def test_a_replacement_names_the_receipt_and_title_passes_as_in_it(post: Post) -> None:
    loan = _signed(post, type=HandoverType.CUSTODY)
    vest = int(str(post.scalar("SELECT variant_id FROM unit WHERE serial = 'A-1'")))
    post.stocked(vest, ["A-3"])
    other = post.draft(post.picks(vest, "A-3"), type=HandoverType.REPLACEMENT)
    with pytest.raises(RulesBroken) as caught:
        post.work.write(issue, other)
    assert _codes(caught) == ["replacement-needs-original"]
    stored = post.work.read(draft_of, other)
    post.work.write(save_draft, replace(stored, refers_to_id=loan))
    post.work.write(issue, other)
    post.work.write(sign, SignDraft(other, TODAY, "Luis Arriaga"))
    assert _title(post, "A-3")[0] == "usg"


def test_custodian_witness_and_interpreter_have_their_boxes(post: Post) -> None:
    vest = post.item("ARM-01")
    post.stocked(vest, ["A-1"])
    handover = post.draft(post.picks(vest, "A-1"), custodian="Ana Ruiz, store keeper", witness="Joe Doe",
                          interpreter=" , nobody")  # fmt: skip
    paper = post.work.read(lambda session: papers.paper(session, handover, today=TODAY, by=post.work.actor)).receipt
    assert [(one.role.value, one.name.text, one.title.text) for one in paper.signers] == [
        ("custodian", "Ana Ruiz", "store keeper"), ("witness", "Joe Doe", ""),
    ]  # fmt: skip


def test_goods_of_an_old_property_book_come_back_without_a_receipt_of_ours(post: Post) -> None:
    """A unit that the host holds by an opening: its own title says whose it is."""
    handover = _signed(post)
    unit = int(str(post.scalar("SELECT id FROM unit WHERE serial = 'A-1'")))
    variant = int(str(post.scalar("SELECT variant_id FROM unit WHERE serial = 'A-1'")))
    back = post.work.write(return_held, HeldGoods(post.facility, variant, (unit,)))
    stored = post.work.read(draft_of, back)
    assert (stored.unit_id, stored.facility_id, stored.refers_to_id) == (post.unit, post.facility, None)
    post.work.write(save_draft, replace(stored, person_id=post.person))
    post.work.write(issue, back)
    rest = post.work.read(draft_of, post.work.write(return_held, HeldGoods(post.facility)))
    assert [sum(pick.quantity for pick in line.picks) for line in rest.lines] == [1, 6]  # the other is on its way
    post.work.write(sign, SignDraft(back, TODAY, "Luis Arriaga"))
    assert _title(post, "A-1") == ("usg", "available", "new", "bin")
    with refused("nothing-to-return"):
        post.work.write(return_held, HeldGoods(post.facility, variant, (unit,)))
    assert post.scalar("SELECT state FROM handover WHERE id = :h", h=handover) == "signed"


def test_the_reversal_of_a_return_is_countersigned_by_the_host_who_gave_it_back(post: Post) -> None:
    back = post.work.write(begin_return, _signed(post), to_bin_id=_bin(post))
    post.work.write(issue, back)
    post.work.write(sign, SignDraft(back, TODAY, "Luis Arriaga"))
    number = post.work.write(reverse, ReverseDraft(back, "never came", TODAY))
    document = post.scalar("SELECT id FROM document WHERE number = :n", n=number)
    note = post.work.read(noting.reversal_receipt, document).note
    assert [one.name.text for one in note.signers] == ["Dana Morales", "Luis Arriaga"]


def test_a_line_that_was_taken_back_is_not_returned_again(post: Post) -> None:
    handover = _signed(post)
    gloves = int(str(post.scalar("SELECT v.id FROM variant v WHERE v.code = 'PPE-01'")))
    other = post.issued(post.pick_quantity(gloves, 4))
    post.work.write(sign, SignDraft(other, TODAY, "Luis Arriaga"))
    post.work.write(reverse, ReverseDraft(handover, "not theirs", TODAY, line_numbers=(2,)))
    lines = post.work.read(draft_of, post.work.write(begin_return, handover, to_bin_id=_bin(post))).lines
    assert [sum(pick.quantity for pick in line.picks) for line in lines] == [2], "the gloves there are of the other"


def test_what_the_facility_gave_back_without_naming_a_receipt_is_not_returned_again(post: Post) -> None:
    handover = _signed(post)
    gloves = int(str(post.scalar("SELECT v.id FROM variant v WHERE v.code = 'PPE-01'")))
    back = post.work.write(return_held, HeldGoods(post.facility, gloves))
    stored = post.work.read(draft_of, back)
    some = replace(stored.lines[0], picks=(replace(stored.lines[0].picks[0], quantity=5),))
    post.work.write(save_draft, replace(stored, person_id=post.person, lines=(some,)))
    post.work.write(issue, back)
    post.work.write(sign, SignDraft(back, TODAY, "Luis Arriaga"))
    lines = post.work.read(draft_of, post.work.write(begin_return, handover, to_bin_id=_bin(post))).lines
    assert [sum(pick.quantity for pick in line.picks) for line in lines] == [2, 1]
