"""Handovers of a plan show its kits as kits; what is short is asked for and follows with a receipt that completes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from inl_logistics.agreements.commands import AgreementDraft, ProjectDraft, save_agreement
from inl_logistics.counts.commands import CountDraft, SeenDraft
from inl_logistics.counts.commands import post as post_count
from inl_logistics.handovers.commands import issue
from inl_logistics.handovers.documents import LineKind
from inl_logistics.handovers.drafts import draft_of
from inl_logistics.handovers.facts import paid_by
from inl_logistics.handovers.papers import paper
from inl_logistics.handovers.planned import PlannedHandoversDraft, handovers_from_plan
from inl_logistics.handovers.reversing import ReverseDraft, reverse
from inl_logistics.handovers.signing import SignDraft, sign
from inl_logistics.kernel.actor import Override
from inl_logistics.ledger.rules import CountAnswer
from inl_logistics.requirements.carrying import carried
from inl_logistics.requirements.commands import DecisionDraft, RequirementLineDraft, decide, save_requirement, submit
from inl_logistics.requirements.queries import rows
from inl_logistics.requirements.records import Basis
from inl_logistics.verification import verify
from tests.builders import TODAY
from tests.requirements.plans import Planned, planned


@pytest.fixture
def made(tmp_path: Path) -> Planned:
    """A post with a kit and two facilities."""
    return planned(tmp_path / "post")


def printed(made: Planned, handover: int) -> list[tuple[str, str, int]]:
    """Return kind, code and quantity of what the receipt shows."""
    shown = made.post.work.read(paper, handover, today=TODAY, by=made.post.work.actor).receipt.lines
    return [(one.kind.value, one.code, one.quantity) for one in shown]


def test_kits_stand_on_the_receipt_and_what_is_short_follows(made: Planned) -> None:
    post, plan = made.post, made.approved()
    post.stocked(made.cuffs, ("HC-1", "HC-2", "HC-3", "HC-4"))
    post.stocked_quantity(made.sizes["M"], 50)
    first, second = post.work.write(handovers_from_plan, PlannedHandoversDraft(plan))
    assert [(one.kit_id, one.count, one.version) for one in post.work.read(draft_of, first).kits] == [(made.kit, 3, 1)]
    cuffs, m, large = (str(made.one("SELECT code FROM variant WHERE id = :v", v=one)) for one in
                       (made.cuffs, made.sizes["M"], made.sizes["L"]))  # fmt: skip
    assert printed(made, first) == [
        (LineKind.KIT, "K-GRAD v1", 3), (LineKind.COMPONENT, cuffs, 3), (LineKind.COMPONENT, m, 6),
        (LineKind.SHORTAGE, large, 3),
    ]  # fmt: skip
    assert printed(made, second) == [
        (LineKind.KIT, "K-GRAD v1", 2), (LineKind.COMPONENT, cuffs, 1), (LineKind.COMPONENT, m, 3),
        (LineKind.SHORTAGE, cuffs, 1), (LineKind.SHORTAGE, large, 3),
    ]  # fmt: skip

    # what arrives later goes out with a receipt that completes the first; the kits are not counted again
    post.work.write(issue, first)
    post.work.write(sign, SignDraft(first, TODAY))
    post.stocked_quantity(made.sizes["L"], 3)
    (third,) = post.work.write(handovers_from_plan, PlannedHandoversDraft(plan))
    draft = post.work.read(draft_of, third)
    assert (draft.kits, draft.type.value, draft.refers_to_id) == ((), "replacement", first)
    assert printed(made, third) == [(LineKind.ITEM, large, 3)]
    assert draft.lines[0].remarks == "K-GRAD"
    assert post.work.read(verify).holds


def test_what_was_taken_back_in_part_is_needed_again(made: Planned) -> None:
    post, plan = made.post, made.approved()
    post.stocked(made.cuffs, [f"HC-{at}" for at in range(10)])
    post.stocked_quantity(made.sizes["M"], 50)
    first, *_others = post.work.write(handovers_from_plan, PlannedHandoversDraft(plan, (1,)))
    post.work.write(issue, first)
    post.work.write(sign, SignDraft(first, TODAY))
    before = sum(one.handed_over for one in post.work.read(carried, plan))
    listed = post.work.read(rows, [plan], today=TODAY)
    assert before == 9 == listed[0].handed_over
    post.work.write(reverse, ReverseDraft(first, "cuffs were broken", TODAY, line_numbers=(1,)))
    cuffs = [one for one in post.work.read(carried, plan) if one.need.variant_id == made.cuffs]
    assert [one.handed_over for one in cuffs] == [0, 0]
    assert post.work.read(rows, [plan], today=TODAY)[0].handed_over == 6
    assert post.work.read(verify).holds


def test_what_a_count_had_seen_of_a_receipt_is_not_taken_back_twice(made: Planned) -> None:
    """The count's own adjustment stands under the receipt and is undone with it; only what the facility got counts."""
    post, plan = made.post, made.approved()
    post.stocked(made.cuffs, [f"HC-{at}" for at in range(10)])
    post.stocked_quantity(made.sizes["M"], 50)
    first, *_others = post.work.write(handovers_from_plan, PlannedHandoversDraft(plan, (1,)))
    post.work.write(issue, first)
    number, (pick,) = next(
        (at, line.picks)
        for at, line in enumerate(post.work.read(draft_of, first).lines, 1)
        if line.variant_id == made.sizes["M"]
    )
    later = TODAY + timedelta(days=2)
    post.clock.on(later)
    post.work.write(post_count, CountDraft((SeenDraft(pick.layer_id, pick.place_id, 50),), later))
    post.work.write(sign, SignDraft(first, TODAY, count_answer=CountAnswer.ALREADY_COUNTED))
    assert post.on_hand(made.sizes["M"]) == 50
    assert post.work.read(rows, [plan], today=later)[0].handed_over == 9
    post.work.write(reverse, ReverseDraft(first, "wrong size", later, line_numbers=(number,)))
    assert post.work.read(rows, [plan], today=later)[0].handed_over == 3
    assert next(one.handed_over for one in post.work.read(carried, plan) if one.need.variant_id == made.sizes["M"]) == 0


def test_a_kits_share_and_the_same_item_for_itself_stand_apart(made: Planned) -> None:
    post = made.post
    post.stocked(made.cuffs, [f"HC-{at}" for at in range(10)])
    item = RequirementLineDraft(1, Basis.PERSON, item_id=made.cuffs_item)
    draft = made.draft()
    plan = post.work.write(save_requirement, type(draft)(draft.recipients, (*draft.lines, item), title=draft.title,
                           agency_id=draft.agency_id, justification="New", need_by=draft.need_by))  # fmt: skip
    post.work.write(submit, plan)
    own = (Override("self-approval", "Alone", post.work.actor.user_id, post.work.actor.name),)
    post.work.write(decide, DecisionDraft(plan, approve=True), overrides=own)
    (first,) = post.work.write(handovers_from_plan, PlannedHandoversDraft(plan, (1,)))
    cuffs = [one for one in post.work.read(draft_of, first).lines if one.variant_id == made.cuffs]
    assert [(one.kit_id, sum(pick.quantity for pick in one.picks), one.asked) for one in cuffs] == [
        (made.kit, 3, 3), (None, 3, 3),
    ]  # fmt: skip
    assert post.work.read(verify).holds


def test_a_receipt_names_the_project_that_paid_all_its_goods(made: Planned) -> None:
    """The plan names none; the shirts of the second were paid by nobody known, so it names none either."""
    post, plan = made.post, made.approved()
    agreement = post.work.write(save_agreement, AgreementDraft("LOA 2025-01", projects=(ProjectDraft("P-1"),)))
    project = int(str(post.scalar("SELECT id FROM project")))
    post.stocked(made.cuffs, ("HC-1", "HC-2", "HC-3"), project_id=project)
    (first,) = post.work.write(handovers_from_plan, PlannedHandoversDraft(plan))
    draft = post.work.read(draft_of, first)
    assert (draft.agreement_id, draft.project_id) == (agreement, project)
    post.stocked_quantity(made.sizes["M"], 50)
    post.stocked(made.cuffs, ("HC-4",), project_id=project)
    second = post.work.read(draft_of, post.work.write(handovers_from_plan, PlannedHandoversDraft(plan))[-1])
    assert (second.agreement_id, second.project_id) == (None, None)


def test_goods_that_two_projects_paid_name_neither(made: Planned) -> None:
    post = made.post
    post.work.write(save_agreement, AgreementDraft("LOA 2025-01", projects=(ProjectDraft("P-1"), ProjectDraft("P-2"))))
    for code in ("P-1", "P-2"):
        project = int(str(post.scalar("SELECT id FROM project WHERE code = :c", c=code)))
        post.stocked(made.cuffs, (f"HC-{code}",), project_id=project)
    layers = [int(str(post.scalar("SELECT layer_id FROM unit WHERE serial = :s", s=f"HC-P-{at}"))) for at in (1, 2)]
    one, both = (post.work.read(paid_by, wanted) for wanted in (layers[:1], layers))
    assert one is not None
    assert both is None


def test_a_plan_under_its_own_agreement_takes_no_project_of_another(made: Planned) -> None:
    """The goods were paid under LOA 2025-01; the plan says LOA 2026-02, and its word counts."""
    post = made.post
    post.work.write(save_agreement, AgreementDraft("LOA 2025-01", projects=(ProjectDraft("P-1"),)))
    ours = post.work.write(save_agreement, AgreementDraft("LOA 2026-02", projects=(ProjectDraft("P-2"),)))
    plan = made.approved(agreement_id=ours)
    project = int(str(post.scalar("SELECT id FROM project WHERE code = 'P-1'")))
    post.stocked(made.cuffs, ("HC-1", "HC-2", "HC-3"), project_id=project)
    (first,) = post.work.write(handovers_from_plan, PlannedHandoversDraft(plan))
    draft = post.work.read(draft_of, first)
    assert (draft.agreement_id, draft.project_id) == (ours, None)
