"""A plan from draft to handover on a real post: number, decision, reservation, order, handovers, what became of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from inl_logistics.catalog.kits import KitDraft, KitLineDraft, release_version, save_kit
from inl_logistics.handovers.commands import issue
from inl_logistics.handovers.drafts import delete_draft
from inl_logistics.handovers.planned import PlannedHandoversDraft, handovers_from_plan
from inl_logistics.handovers.signing import SignDraft, StruckSerial, sign
from inl_logistics.kernel.listing import ListQuery
from inl_logistics.kernel.problems import ApprovalNeeded, RulesBroken, StaleEdit
from inl_logistics.purchasing.commands import place_order
from inl_logistics.purchasing.planned import PlannedOrderDraft, order_from_plan
from inl_logistics.requirements import planparts, queries
from inl_logistics.requirements.carrying import reserve
from inl_logistics.requirements.commands import (
    DecisionDraft,
    RequirementLineDraft,
    cancel,
    decide,
    reopen,
    save_requirement,
    submit,
)
from inl_logistics.requirements.records import Basis
from inl_logistics.requirements.snapshot import paper_of
from inl_logistics.verification import verify
from tests.builders import TODAY
from tests.requirements.plans import Planned, planned


@pytest.fixture
def plan_post(tmp_path: Path) -> Planned:
    """A post with a kit and two facilities."""
    return planned(tmp_path / "post")


def status(planned_: Planned, plan: int) -> str:
    """The computed state."""
    return planned_.post.work.read(queries.rows, [plan], today=TODAY)[0].status


def refused(code: str, act: object, *args: object, **kwargs: object) -> None:
    """The act is refused with this code."""
    with pytest.raises(RulesBroken) as caught:
        act(*args, **kwargs)  # type: ignore[operator]
    assert code in [problem.code for problem in caught.value.problems]


def test_a_draft_has_no_number_and_keeps_all_that_was_typed(plan_post: Planned) -> None:
    work = plan_post.post.work
    plan = work.write(save_requirement, plan_post.draft(training_event="Class 41", host_request="OF-221"))
    again = work.read(planparts.draft, plan)
    assert again.training_event == "Class 41"
    assert [len(one.sizes) for one in again.recipients] == [3, 2]
    row = work.read(queries.rows, [plan], today=TODAY)[0]
    assert (row.number, row.status, row.headcount, row.needed) == ("", "draft", 5, 20)
    work.write(save_requirement, again)
    after = work.read(planparts.draft, plan)
    assert [one.id for one in after.recipients] == [one.id for one in again.recipients], "recipients keep their ids"
    with pytest.raises(StaleEdit):
        work.write(save_requirement, again)


def test_submitting_takes_the_number_once_and_then_nothing_can_be_typed(plan_post: Planned) -> None:
    work = plan_post.post.work
    plan = work.write(save_requirement, plan_post.draft())
    number = work.write(submit, plan)
    assert number == "PCL-RQ-2026-A0001"
    assert work.write(submit, plan) == number, "a double click submits once"
    refused("requirement-not-draft", work.write, save_requirement, work.read(planparts.draft, plan))


def test_all_that_is_missing_is_said_at_once(plan_post: Planned) -> None:
    work = plan_post.post.work
    plan = work.write(save_requirement, replace(plan_post.draft(), title="", justification="", need_by=None))
    with pytest.raises(RulesBroken) as caught:
        work.write(submit, plan)
    assert {one.code for one in caught.value.problems} == {
        "requirement-title", "requirement-justification", "requirement-need-by",
    }  # fmt: skip


def test_approving_ones_own_plan_is_recorded_as_an_exception(plan_post: Planned) -> None:
    work = plan_post.post.work
    plan = work.write(save_requirement, plan_post.draft())
    work.write(submit, plan)
    with pytest.raises(ApprovalNeeded):
        work.write(decide, DecisionDraft(plan, approve=True))
    assert plan_post.one("SELECT state FROM requirement WHERE id = :r", r=plan) == "submitted"
    plan = plan_post.approved()
    assert plan_post.one("SELECT self_approved FROM approval WHERE code = 'self-approval'") == 1


def test_a_refused_plan_is_opened_again_under_its_number(plan_post: Planned) -> None:
    work = plan_post.post.work
    plan = work.write(save_requirement, plan_post.draft())
    number = work.write(submit, plan)
    refused("reason-needed", work.write, decide, DecisionDraft(plan, approve=False))
    work.write(decide, DecisionDraft(plan, approve=False, reason="No funds this year"))
    assert status(plan_post, plan) == "rejected"
    work.write(reopen, plan, reason="Smaller class")
    work.write(save_requirement, work.read(planparts.draft, plan))
    assert work.write(submit, plan) == number


def test_what_is_put_aside_is_shared_out_first_come_first_and_only_once(plan_post: Planned) -> None:
    post, plan = plan_post.post, plan_post.approved()
    refused("plan-nothing-free", post.work.write, reserve, plan)
    post.stocked(plan_post.cuffs, ("HC-1", "HC-2", "HC-3", "HC-4"))
    post.stocked_quantity(plan_post.sizes["M"], 100)
    done = post.work.write(reserve, plan)
    # 3 M-persons × 3 shirts and 4 of 5 cuffs; the L shirts (2 × 3) and one pair of cuffs are missing
    assert (done.units, done.still_missing) == (13, 7)
    refused("plan-nothing-free", post.work.write, reserve, plan)
    detail = post.work.read(queries.detail, plan, today=TODAY)
    assert detail is not None
    assert {need.code: (need.needed, need.ready, need.short) for need in detail.needs} == {
        "UNI-01-M": (9, 9, 0), "UNI-01-L": (6, 0, 6), "RST-01": (5, 4, 1),
    }  # fmt: skip
    assert status(plan_post, plan) == "approved"
    assert post.work.read(verify).holds


def test_the_shortage_is_ordered_once(plan_post: Planned) -> None:
    post, plan = plan_post.post, plan_post.approved()
    post.stocked_quantity(plan_post.sizes["M"], 4)
    order = post.work.write(order_from_plan, PlannedOrderDraft(plan, post.vendor))
    detail = post.work.read(queries.detail, plan, today=TODAY)
    assert detail is not None
    assert [(one.id, one.quantity) for one in detail.orders] == [(order, 5 + 6 + 5)]
    assert status(plan_post, plan) == "partly-ordered", "4 shirts lie in the store, not put aside"
    refused("plan-nothing-short", post.work.write, order_from_plan, PlannedOrderDraft(plan, post.vendor))
    post.work.write(reserve, plan)
    assert status(plan_post, plan) == "ordered"
    post.work.write(place_order, order)
    assert status(plan_post, plan) == "ordered"


def test_handovers_take_over_what_was_put_aside_and_the_plan_follows_them(plan_post: Planned) -> None:
    post, plan = plan_post.post, plan_post.approved()
    post.stocked(plan_post.cuffs, tuple(f"HC-{n}" for n in range(5)))
    for size in ("M", "L"):
        post.stocked_quantity(plan_post.sizes[size], 50)
    post.work.write(reserve, plan)
    first, second = post.work.write(handovers_from_plan, PlannedHandoversDraft(plan))
    assert plan_post.one("SELECT count(*) FROM reservation WHERE owner_kind = 'requirement'") == 0
    assert plan_post.one("SELECT sum(quantity) FROM reservation WHERE owner_kind = 'handover'") == 20
    assert plan_post.one("SELECT requirement FROM handover WHERE id = :h", h=first) == "RQ-26-A0001"
    assert status(plan_post, plan) == "ready"
    refused("plan-nothing-to-hand-over", post.work.write, handovers_from_plan, PlannedHandoversDraft(plan))
    post.work.write(issue, first)
    post.work.write(sign, SignDraft(first, TODAY, struck=(StruckSerial("HC-0"),)))
    assert status(plan_post, plan) == "partly-handed-over"
    detail = post.work.read(queries.detail, plan, today=TODAY)
    assert detail is not None
    assert [(one.needed, one.handed_over, one.in_handover) for one in detail.recipients] == [(12, 11, 0), (8, 0, 8)]
    post.work.write(delete_draft, second)
    detail = post.work.read(queries.detail, plan, today=TODAY)
    assert detail is not None
    assert detail.recipients[1].in_handover == 0
    (again, *_rest) = post.work.write(handovers_from_plan, PlannedHandoversDraft(plan, (detail.recipients[0].id,)))
    assert plan_post.one(
        "SELECT sum(quantity) FROM handover_pick k JOIN handover_line l ON l.id = k.line_id WHERE l.handover_id = :h",
        h=again,
    ) == 1  # fmt: skip
    assert post.work.read(verify).holds


def test_cancelling_gives_back_what_was_put_aside(plan_post: Planned) -> None:
    post, plan = plan_post.post, plan_post.approved()
    post.stocked(plan_post.cuffs, ("HC-1",))
    post.work.write(reserve, plan)
    refused("reason-needed", post.work.write, cancel, plan, reason=" ")
    post.work.write(cancel, plan, reason="Class postponed")
    assert plan_post.one("SELECT count(*) FROM reservation") == 0
    assert status(plan_post, plan) == "canceled"


def test_a_changed_kit_leaves_an_approved_plan_as_it_was(plan_post: Planned) -> None:
    from sqlalchemy import text

    post, plan = plan_post.post, plan_post.approved()
    post.work.write(lambda session, by, at: session.execute(text("UPDATE kit_line SET quantity = 9")))
    assert post.work.read(queries.rows, [plan], today=TODAY)[0].needed == 20


def test_a_reprint_shows_what_was_approved(plan_post: Planned) -> None:
    from sqlalchemy import text

    post, plan = plan_post.post, plan_post.approved()
    paper = post.work.read(paper_of, plan)
    assert (paper.number, paper.headcount, paper.approved.text) == ("PCL-RQ-2026-A0001", 5, "Dana Morales")
    post.work.write(lambda session, by, at: session.execute(text("UPDATE partner SET name = 'Renamed'")))
    assert post.work.read(paper_of, plan) == paper


def test_the_list_filters_by_computed_state_and_finds_by_facility(plan_post: Planned) -> None:
    post = plan_post.post
    draft, approved = post.work.write(save_requirement, plan_post.draft()), plan_post.approved()
    chosen = post.work.read(queries.keys, ListQuery(filters={"status": frozenset({"approved"})}), today=TODAY)
    assert chosen.keys == (approved,)
    found = post.work.read(queries.keys, ListQuery(search="el faro"), today=TODAY)
    assert set(found.keys) == {draft, approved}
    late = plan_post.draft(need_by=TODAY.replace(month=1))
    post.work.write(save_requirement, late)
    counts = {one.key: one.count for one in post.work.read(queries.facets, today=TODAY)["status"]}
    assert counts == {"draft": 2, "approved": 1, "late": 1}


def test_a_plan_of_a_kit_that_is_not_released_is_not_submitted(plan_post: Planned) -> None:
    """It was approved for sixty persons, and nobody would have got anything."""
    work = plan_post.post.work
    kit = work.write(
        save_kit, KitDraft("K-NEW", "New kit", lines=(KitLineDraft(2, item_id=plan_post.cuffs_item),))
    )  # fmt: skip
    draft = replace(plan_post.draft(), lines=(RequirementLineDraft(1, Basis.PERSON, kit_id=kit),))
    plan = work.write(save_requirement, draft)
    with pytest.raises(RulesBroken) as caught:
        work.write(submit, plan)
    assert [(one.code, one.params["item"]) for one in caught.value.problems] == [("plan-kit-draft", "K-NEW")]
    work.write(release_version, kit, TODAY)
    work.write(submit, plan)
    needed = plan_post.one("SELECT sum(quantity) FROM requirement_need WHERE requirement_id = :r", r=plan)
    assert needed == 10, "what the kit holds counts from its release, though the plan was saved before"
