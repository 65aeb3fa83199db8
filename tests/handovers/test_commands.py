"""Handover commands: what a draft may pick, what may be issued, what a reversal takes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from inl_logistics.agreements.commands import AgreementDraft, ProjectDraft, save_agreement
from inl_logistics.counts.commands import CountDraft, SeenDraft
from inl_logistics.counts.commands import post as post_count
from inl_logistics.handovers import facts
from inl_logistics.handovers.commands import issue, refuse, void
from inl_logistics.handovers.documents import HandoverType
from inl_logistics.handovers.drafts import HandoverDraft, delete_draft, draft_of, save_draft
from inl_logistics.handovers.papers import paper
from inl_logistics.handovers.returning import begin_return
from inl_logistics.handovers.reversing import ReverseDraft, reverse
from inl_logistics.handovers.signing import SignDraft, SignedQuantity, StruckSerial, sign
from inl_logistics.handovers.whole import detail
from inl_logistics.inventory.commands import ConditionDraft, StockPick, change_condition
from inl_logistics.kernel.actor import Override
from inl_logistics.kernel.problems import ApprovalNeeded, BadInput, RulesBroken, StaleEdit
from inl_logistics.kernel.values import Condition, Status, Tracking
from inl_logistics.ledger.rules import CountAnswer
from inl_logistics.partners.commands import PartnerDraft, VettingDraft, record_vetting, save_partner
from inl_logistics.partners.moving import MoveDraft, move_partners
from inl_logistics.partners.records import PartnerKind, VettingResult
from inl_logistics.settings.commands import save_rules
from inl_logistics.settings.declared import RULES, get
from tests.builders import TODAY, Post


def _codes(caught: pytest.ExceptionInfo[RulesBroken]) -> list[str]:
    return [problem.code for problem in caught.value.problems]


def test_a_unit_that_the_host_has_already_cannot_be_picked_again(post: Post) -> None:
    vest = post.item("ARM-01")
    post.stocked(vest, ["A-1"])
    post.work.write(sign, SignDraft(post.issued(post.picks(vest, "A-1")), TODAY))
    with pytest.raises(RulesBroken) as caught:
        post.draft(post.picks(vest, "A-1"))
    assert _codes(caught) == ["unit-not-available"]
    assert post.scalar("SELECT count(*) FROM handover") == 1


def test_a_unit_in_quarantine_cannot_be_picked(post: Post) -> None:
    vest = post.item("ARM-01")
    post.stocked(vest, ["A-1"])
    post.work.write(change_condition, _quarantine(post, vest, "A-1"))
    with pytest.raises(RulesBroken) as caught:
        post.draft(post.picks(vest, "A-1"))
    assert _codes(caught) == ["unit-not-available"]


def test_a_receipt_is_not_printed_for_goods_that_are_no_longer_there(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.stocked_quantity(gloves, 10)
    pick = replace(post.pick_quantity(gloves, 10).picks[0], condition=Condition.FAIR)
    handover = post.draft(replace(post.pick_quantity(gloves, 10), picks=(pick,)))
    with pytest.raises(RulesBroken) as caught:
        post.work.write(issue, handover)
    assert _codes(caught) == ["line-not-available"]
    assert post.scalar("SELECT count(*) FROM document WHERE kind = 'HO'") == 0


def test_reversing_one_line_leaves_another_line_of_the_same_layer_alone(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.stocked_quantity(gloves, 10)
    handover = post.issued(post.pick_quantity(gloves, 6), post.pick_quantity(gloves, 4))
    post.work.write(sign, SignDraft(handover, TODAY))
    post.work.write(reverse, ReverseDraft(handover, "second line was not theirs", TODAY, line_numbers=(2,)))
    assert post.on_hand(gloves) == 4
    assert post.scalar("SELECT state FROM handover WHERE id = :h", h=handover) == "signed"
    post.work.write(reverse, ReverseDraft(handover, "nor the first", TODAY, line_numbers=(1,)))
    assert post.on_hand(gloves) == 10
    assert post.scalar("SELECT state FROM handover WHERE id = :h", h=handover) == "reversed"


def test_reversing_one_line_of_a_receipt_with_an_unsigned_line_takes_the_right_one(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.stocked_quantity(gloves, 10)
    handover = post.issued(post.pick_quantity(gloves, 6), post.pick_quantity(gloves, 4))
    post.work.write(sign, SignDraft(handover, TODAY, quantities=(SignedQuantity(1, 0),)))
    assert post.on_hand(gloves) == 6
    with pytest.raises(RulesBroken) as caught:
        post.work.write(reverse, ReverseDraft(handover, "no", TODAY, line_numbers=(1,)))
    assert _codes(caught) == ["handover-nothing-to-reverse"]
    post.work.write(reverse, ReverseDraft(handover, "theirs", TODAY, line_numbers=(2,)))
    assert post.on_hand(gloves) == 10


def test_a_reversal_gives_back_custody_title_condition_and_status_as_they_were(post: Post) -> None:
    vest = post.item("ARM-01")
    post.stocked(vest, ["A-1"])
    handover = post.issued(post.picks(vest, "A-1"))
    before = _position(post, "A-1")
    post.work.write(sign, SignDraft(handover, TODAY))
    assert _position(post, "A-1") != before
    post.work.write(reverse, ReverseDraft(handover, "wrong unit", TODAY))
    assert _position(post, "A-1") == before


def test_a_custody_receipt_leaves_the_title_with_us(post: Post) -> None:
    vest = post.item("ARM-01")
    post.stocked(vest, ["A-1"])
    handover = post.issued(post.picks(vest, "A-1"), type=HandoverType.CUSTODY)
    post.work.write(sign, SignDraft(handover, TODAY))
    assert post.scalar("SELECT title FROM position") == "usg"
    assert post.scalar("SELECT p.kind FROM position o JOIN place p ON p.id = o.place_id") == "facility"


def test_a_denied_unit_gets_nothing_whoever_approves(post: Post) -> None:
    vest = post.item("ARM-01")
    post.stocked(vest, ["A-1"])
    handover = post.draft(post.picks(vest, "A-1"))
    post.work.write(record_vetting, VettingDraft(post.unit, VettingResult.DENIED, case_number="V-2"))
    override = Override("vetting-denied", "urgent", post.work.actor.user_id, "Dana Morales")
    with pytest.raises(RulesBroken) as caught:
        post.work.write(issue, handover, overrides=(override,))
    assert _codes(caught) == ["vetting-denied"]


def test_vetting_is_judged_again_at_the_day_of_signature(post: Post) -> None:
    vest = post.item("ARM-01")
    post.stocked(vest, ["A-1"])
    handover = post.issued(post.picks(vest, "A-1"))
    expired = VettingDraft(
        post.unit, VettingResult.CLEARED, valid_from=TODAY - timedelta(days=300), valid_to=TODAY - timedelta(days=1),
        case_number="V-2",
    )  # fmt: skip
    post.work.write(record_vetting, expired)
    with pytest.raises(ApprovalNeeded) as caught:
        post.work.write(sign, SignDraft(handover, TODAY))
    assert [problem.code for problem in caught.value.problems] == ["vetting-expired"]
    assert post.on_hand(vest) == 1
    override = Override("vetting-expired", "cable 26 STATE 1", post.work.actor.user_id, "Dana Morales")
    post.work.write(sign, SignDraft(handover, TODAY), overrides=(override,))
    assert post.scalar("SELECT code || ' ' || reason || ' ' || self_approved FROM approval") == (
        "vetting-expired cable 26 STATE 1 1"
    )


def test_a_struck_serial_that_is_not_printed_is_refused(post: Post) -> None:
    vest = post.item("ARM-01")
    post.stocked(vest, ["A-1"])
    handover = post.issued(post.picks(vest, "A-1"))
    with pytest.raises(RulesBroken) as caught:
        post.work.write(sign, SignDraft(handover, TODAY, struck=(StruckSerial("A-2"),)))
    assert _codes(caught) == ["struck-not-on-receipt"]
    with pytest.raises(RulesBroken) as caught:
        post.work.write(sign, SignDraft(handover, TODAY, quantities=(SignedQuantity(1, 2),)))
    assert _codes(caught) == ["signed-more-than-printed"]


def test_a_refused_form_gives_the_units_back_and_an_issued_one_is_no_draft(post: Post) -> None:
    vest = post.item("ARM-01")
    post.stocked(vest, ["A-1"])
    handover = post.issued(post.picks(vest, "A-1"))
    with pytest.raises(RulesBroken) as caught:
        post.work.write(delete_draft, handover)
    assert _codes(caught) == ["handover-not-draft"]
    with pytest.raises(RulesBroken) as caught:
        post.work.write(refuse, handover, reason=" ")
    assert _codes(caught) == ["reason-needed"]
    post.work.write(refuse, handover, reason="the director is away")
    post.work.write(refuse, handover, reason="the director is away")
    with pytest.raises(RulesBroken) as caught:
        post.work.write(void, handover, reason="spoiled")
    assert _codes(caught) == ["handover-final"]
    again = post.draft(post.picks(vest, "A-1"))
    post.work.write(delete_draft, again)
    assert post.scalar("SELECT count(*) FROM reservation") == 0


def test_a_return_needs_its_original(post: Post) -> None:
    with pytest.raises(RulesBroken) as caught:
        post.work.write(save_draft, HandoverDraft(type=HandoverType.RETURN))
    assert _codes(caught) == ["return-needs-original"]


def _quarantine(post: Post, variant_id: int, serial: str) -> ConditionDraft:
    pick = post.picks(variant_id, serial).picks[0]
    item = post.scalar("SELECT item_id FROM variant WHERE id = :v", v=variant_id)
    found = StockPick(item, pick.layer_id, pick.place_id, 1, pick.unit_id, Condition(pick.condition))
    return ConditionDraft((found,), Condition.POOR, Status.QUARANTINED, TODAY, "torn")


def _position(post: Post, serial: str) -> object:
    return post.scalar(
        "SELECT o.place_id || o.condition || o.status || o.title FROM position o JOIN unit u ON u.id = o.unit_id"
        " WHERE u.serial = :s", s=serial,
    )  # fmt: skip


def test_an_item_that_the_project_does_not_allow_needs_an_approver(post: Post) -> None:
    vest = post.item("ARM-01", name="Vest", category="Body armor")
    post.item("UNI-01", category="Uniforms")
    post.stocked(vest, ["A-1", "A-2"])
    project = ProjectDraft("P-1", categories=("Uniforms",))
    agreement = post.work.write(save_agreement, AgreementDraft("LOA-1", projects=(project,)))
    handover = post.draft(post.picks(vest, "A-1"), agreement_id=agreement)
    with pytest.raises(ApprovalNeeded) as caught:
        post.work.write(issue, handover)
    assert [(one.code, one.params["project"]) for one in caught.value.problems] == [("item-not-in-project", "LOA-1")]
    override = Override("item-not-in-project", "cable 26 STATE 1", post.work.actor.user_id, "Dana Morales")
    post.work.write(issue, handover, overrides=(override,))
    assert post.scalar("SELECT code FROM approval") == "item-not-in-project"
    post.work.write(save_agreement, AgreementDraft("LOA-1", projects=(replace(project, categories=("Body armor",)),)))
    assert post.issued(post.picks(vest, "A-2"), project_id=1)


@pytest.mark.parametrize("tries", [((1,), (2,)), ((1, 2),)])
def test_of_like_lines_that_a_count_had_seen_each_takes_back_its_own_opposite(
    post: Post, tries: tuple[tuple[int, ...], ...]
) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    early = TODAY - timedelta(days=10)
    post.clock.on(early)
    post.stocked_quantity(gloves, 20, on=early)
    pick = post.pick_quantity(gloves, 5)
    post.clock.on(TODAY)
    seen = SeenDraft(pick.picks[0].layer_id, pick.picks[0].place_id, 10, "handed over, the paper is on its way")
    override = Override("adjustment-above-limit", "seen by the director", post.work.actor.user_id, "Dana Morales")
    post.work.write(post_count, CountDraft((seen,), TODAY - timedelta(days=2)), overrides=(override,))
    handover = post.issued(pick, pick, planned_on=early)
    post.work.write(sign, SignDraft(handover, early, count_answer=CountAnswer.ALREADY_COUNTED))
    assert post.on_hand(gloves) == 10
    for lines in tries:
        post.work.write(reverse, ReverseDraft(handover, "not theirs", TODAY, line_numbers=lines))
        assert post.on_hand(gloves) == 10, "the count stays as it was"
    assert post.scalar("SELECT state FROM handover WHERE id = :h", h=handover) == "reversed"


def test_a_quantity_of_no_line_or_below_nothing_is_refused(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.stocked_quantity(gloves, 10)
    handover = post.issued(post.pick_quantity(gloves, 6), post.pick_quantity(gloves, 4))
    with pytest.raises(BadInput) as caught:
        post.work.write(sign, SignDraft(handover, TODAY, quantities=(SignedQuantity(3, 2),)))
    assert caught.value.code == "not-found"
    with pytest.raises(RulesBroken) as broken:
        post.work.write(sign, SignDraft(handover, TODAY, quantities=(SignedQuantity(1, -1),)))
    assert _codes(broken) == ["signed-more-than-printed"]
    assert post.scalar("SELECT state FROM handover WHERE id = :h", h=handover) == "issued"


def test_what_was_taken_back_does_not_count_against_the_ceiling(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.stocked_quantity(gloves, 20)
    post.work.write(save_agreement, AgreementDraft("LOA-1", projects=(ProjectDraft("LOA-1"),)))
    handover = post.issued(post.pick_quantity(gloves, 6), post.pick_quantity(gloves, 4), project_id=1)
    post.work.write(sign, SignDraft(handover, TODAY, "Luis Arriaga"))
    other = post.draft(post.pick_quantity(gloves, 1), project_id=1)

    def given() -> int:
        return post.work.read(
            lambda session: facts.facts_of(session, facts.record(session, other), on=TODAY).given_minor
        )

    before = given()
    assert before > 0
    post.work.write(reverse, ReverseDraft(handover, "not theirs", TODAY, line_numbers=(2,)))
    assert given() == before * 6 // 10
    post.work.write(void, post.issued(post.pick_quantity(gloves, 2), project_id=1), reason="Spoiled")
    assert given() == before * 6 // 10, "nor does what was voided"
    back = post.work.write(begin_return, handover)
    post.work.write(issue, back)
    assert given() == 0, "a return takes its own off"


def test_a_draft_that_somebody_else_saved_is_not_written_over(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.stocked_quantity(gloves, 10)
    stored = post.work.read(draft_of, post.draft(post.pick_quantity(gloves, 6)))
    post.work.write(save_draft, replace(stored, remarks="first"))
    with pytest.raises(StaleEdit):
        post.work.write(save_draft, replace(stored, remarks="second"))
    assert post.scalar("SELECT remarks FROM handover") == "first"


def test_a_receipt_keeps_the_agency_that_its_unit_belongs_to_on_its_day(post: Post) -> None:
    vest = post.item("ARM-01")
    post.stocked(vest, ["A-1"])
    handover = post.draft(post.picks(vest, "A-1"))
    army = post.work.write(save_partner, PartnerDraft(PartnerKind.AGENCY, "Armed Forces Commission"))
    post.work.write(move_partners, MoveDraft((post.unit,), army, TODAY, "Decree 12"))
    post.work.write(record_vetting, VettingDraft(post.unit, VettingResult.CLEARED, valid_from=TODAY,
                                                 valid_to=TODAY + timedelta(days=300), case_number="V-4"))  # fmt: skip
    post.work.write(issue, handover)
    assert post.scalar("SELECT agency_id FROM handover WHERE id = :h", h=handover) == army


def test_fewer_serials_than_printed_are_named_not_guessed(post: Post) -> None:
    vest = post.item("ARM-01")
    post.stocked(vest, ["A-1", "A-2", "A-3"])
    handover = post.issued(post.picks(vest, "A-1", "A-2", "A-3"))
    with pytest.raises(RulesBroken) as caught:
        post.work.write(sign, SignDraft(handover, TODAY, quantities=(SignedQuantity(1, 2),)))
    assert _codes(caught) == ["struck-not-named"]
    named = SignDraft(handover, TODAY, struck=(StruckSerial("A-1"),), quantities=(SignedQuantity(1, 2),))
    assert post.work.write(sign, named).units == 2
    assert post.on_hand(vest) == 1


def test_a_serial_that_two_makes_share_is_struck_on_its_line(post: Post) -> None:
    vest, plate = post.item("ARM-01"), post.item("ARM-04")
    post.stocked(vest, ["A-1", "A-2"])
    post.stocked(plate, ["A-1"])
    handover = post.issued(post.picks(vest, "A-1", "A-2"), post.picks(plate, "A-1"))
    with pytest.raises(RulesBroken) as caught:
        post.work.write(sign, SignDraft(handover, TODAY, struck=(StruckSerial("a-1"),)))
    assert _codes(caught) == ["struck-on-several-lines"]
    with pytest.raises(RulesBroken) as caught:
        post.work.write(sign, SignDraft(handover, TODAY, struck=(StruckSerial("A-2", 2),)))
    assert _codes(caught) == ["struck-not-on-receipt"]
    assert post.work.write(sign, SignDraft(handover, TODAY, struck=(StruckSerial("A-1", 2),))).units == 2
    assert (post.on_hand(vest), post.on_hand(plate)) == (0, 1)


def test_signatures_and_reversals_go_back_as_far_as_the_post_allows(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    early = TODAY - timedelta(days=10)
    post.clock.on(early)
    post.stocked_quantity(gloves, 20, on=early)
    handovers = [post.issued(post.pick_quantity(gloves, 5), planned_on=early) for _ in range(2)]
    post.work.write(sign, SignDraft(handovers[0], early))
    post.clock.on(TODAY)
    post.work.write(save_rules, replace(post.work.read(get, RULES), backdating_days=5))
    for act, draft in (
        (sign, SignDraft(handovers[1], early)), (reverse, ReverseDraft(handovers[0], "not theirs", early)),
    ):  # fmt: skip
        with pytest.raises(RulesBroken) as caught:
            post.work.write(act, draft)
        assert _codes(caught) == ["date-too-old"]


def test_serials_stand_on_the_paper_as_people_look_them_up_however_they_were_scanned(post: Post) -> None:
    cuffs = post.item("RST-01", name="Handcuffs")
    post.stocked(cuffs, ["HC-10", "HC-9", "HC-101"])
    handover = post.issued(post.picks(cuffs, "HC-101", "HC-10", "HC-9"))
    (line,) = post.work.read(paper, handover, today=TODAY, by=post.work.actor).receipt.lines
    assert line.serials == ("HC-9", "HC-10", "HC-101")


@pytest.mark.parametrize(("ends", "state"), [(void, "void"), (refuse, "refused")])
def test_who_ended_a_receipt_and_when_stands_on_it(post: Post, ends: Callable[..., None], state: str) -> None:
    vest = post.item("ARM-01")
    post.stocked(vest, ["A-1"])
    handover = post.issued(post.picks(vest, "A-1"))
    assert _ended(post, handover) == ("issued", "", None)
    post.clock.on(TODAY + timedelta(days=3))
    post.work.write(ends, handover, reason="wrong unit")
    assert _ended(post, handover) == (state, post.work.actor.name, TODAY + timedelta(days=3))


def _ended(post: Post, handover: int) -> tuple[str, str, date | None]:
    found = post.work.read(detail, handover, today=TODAY)
    assert found is not None
    return found.state, found.ended_by, found.ended_on
