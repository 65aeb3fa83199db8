"""A run's papers take their numbers in one act before it leaves; a canceled run's numbers are void, not gone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from inl_logistics.handovers.commands import issue
from inl_logistics.handovers.drafts import HandoverDraft, draft_of, save_draft
from inl_logistics.handovers.papers import paper
from inl_logistics.home.queries import tasks
from inl_logistics.home.values import TaskKind
from inl_logistics.kernel.problems import RulesBroken
from inl_logistics.outbound.commands import OutboundDraft, VehicleDraft, cancel_outbound, save_outbound
from inl_logistics.outbound.dispatch import DispatchDraft, check, dispatch
from inl_logistics.outbound.issuing import IssueRunDraft, issue_run, to_issue
from inl_logistics.outbound.planning import draft_of as plan_of
from inl_logistics.outbound.planning import with_stop, without_vehicle
from inl_logistics.register.queries import holes
from inl_logistics.verification import verify
from tests.builders import TODAY, Post
from tests.outbound.runs import codes


def drafts(post: Post, count: int) -> list[int]:
    """Handover drafts of a vest each."""
    vest = post.item("ARM-09", name="Vest")
    post.stocked(vest, [f"V-{at}" for at in range(count)])
    return [post.draft(post.picks(vest, f"V-{at}")) for at in range(count)]


def planned_run(post: Post, *loads: tuple[int, ...]) -> int:
    """A shipment of these handovers."""
    vehicles = tuple(VehicleDraft(f"MIA-{at}", "J. Reyes", load) for at, load in enumerate(loads, 1))
    return int(post.work.write(save_outbound, OutboundDraft(vehicles, "Run", TODAY)))


def test_everything_takes_its_number_once_and_the_receipt_names_its_waybill(post: Post) -> None:
    one, two, three = drafts(post, 3)
    post.work.write(issue, three)
    run = planned_run(post, (one, two), (three,))
    assert [len(each.problems) >= 0 and each.handover_id for each in post.work.read(to_issue, run, today=TODAY)] == [
        one,
        two,
    ]
    issued = post.work.write(issue_run, IssueRunDraft(run))
    assert issued.number == "PCL-OUT-2026-A0001"
    assert issued.waybills == ("PCL-WB-2026-A0001", "PCL-WB-2026-A0002")
    assert issued.receipts == ("PCL-HO-2026-A0002", "PCL-HO-2026-A0003")
    assert post.work.read(paper, one, today=TODAY, by=post.work.actor).receipt.waybill == "WB-26-A0001"
    again = post.work.write(issue_run, IssueRunDraft(run))
    assert (again.number, again.waybills, again.receipts) == (issued.number, issued.waybills, ())
    assert post.work.write(dispatch, DispatchDraft(run)).waybills == issued.waybills
    assert post.work.read(verify).holds


def test_one_receipt_that_may_not_be_issued_stops_all(post: Post) -> None:
    one, two = drafts(post, 2)
    draft = post.work.read(draft_of, two)
    post.work.write(save_draft, HandoverDraft(draft.lines, id=two, version=draft.version, unit_id=draft.unit_id))
    run = planned_run(post, (one, two))
    with pytest.raises(RulesBroken) as refused:
        post.work.write(issue_run, IssueRunDraft(run))
    assert "handover-without-facility" in codes(refused)
    assert post.scalar("SELECT count(*) FROM document WHERE kind IN ('OUT', 'WB', 'HO')") == 0


def test_numbers_of_a_run_that_never_leaves_are_void(post: Post) -> None:
    one, two = drafts(post, 2)
    run = planned_run(post, (one,), (two,))
    post.work.write(issue_run, IssueRunDraft(run))
    plan = post.work.read(plan_of, run)
    post.work.write(save_outbound, without_vehicle(plan, plan.vehicles[1].id or 0))
    void = "SELECT group_concat(d.number) FROM seal s JOIN document d ON d.id = s.document_id WHERE s.fact = 'void'"
    assert post.scalar(void) == "PCL-WB-2026-A0002"
    # the next vehicle takes a number of its own, though it takes the row of the one before
    plan = post.work.read(plan_of, run)
    post.work.write(
        save_outbound,
        OutboundDraft((*plan.vehicles, VehicleDraft("MIA-3", "P. Ortiz", ())), id=run, version=plan.version),
    )
    plan = post.work.read(plan_of, run)
    moved = [
        VehicleDraft("MIA-1", "J. Reyes", (one,), id=plan.vehicles[0].id),
        VehicleDraft("MIA-3", "P. Ortiz", (two,), id=plan.vehicles[1].id),
    ]
    post.work.write(save_outbound, OutboundDraft(tuple(moved), id=run, version=plan.version))
    assert post.work.write(issue_run, IssueRunDraft(run)).waybills == ("PCL-WB-2026-A0001", "PCL-WB-2026-A0003")
    post.work.write(cancel_outbound, run)
    assert str(post.scalar(void)).count("PCL-") == 4
    assert not post.work.read(holes)
    assert post.work.read(verify).holds


def test_a_receipt_whose_stop_changed_vehicles_is_named_before_it_leaves(post: Post) -> None:
    one, two = drafts(post, 2)
    run = planned_run(post, (one,), (two,))
    post.work.write(issue_run, IssueRunDraft(run))
    plan = post.work.read(plan_of, run)
    post.work.write(save_outbound, with_stop(plan, one, 1))
    found = post.work.read(check, DispatchDraft(run), today=TODAY)
    (said,) = [problem for problem in found.problems if problem.code == "outbound-other-waybill"]
    assert said.params == {"number": "HO-26-A0001", "named": "WB-26-A0001", "waybill": "WB-26-A0002"}


def test_a_numbered_waybill_that_has_not_left_waits_for_nothing_at_home(post: Post) -> None:
    """Home asked for the return copy of a vehicle that stood in the yard, and failed on its missing day."""
    (one,) = drafts(post, 1)
    run = planned_run(post, (one,))
    post.work.write(issue_run, IssueRunDraft(run))
    found = post.work.read(tasks, today=TODAY)
    assert not [task for task in found if task.kind in (TaskKind.RETURN_COPY, TaskKind.ON_THE_ROAD)]


def test_a_receipt_dated_after_the_day_of_leaving_is_named(post: Post) -> None:
    (one,) = drafts(post, 1)
    run = planned_run(post, (one,))
    post.work.write(issue_run, IssueRunDraft(run, TODAY + timedelta(days=1)))
    found = post.work.read(check, DispatchDraft(run), today=TODAY)
    assert "outbound-dated-later" in [problem.code for problem in found.problems]
    assert not post.work.read(
        check, DispatchDraft(run, on=TODAY + timedelta(days=1)), today=TODAY + timedelta(days=1)
    ).problems
