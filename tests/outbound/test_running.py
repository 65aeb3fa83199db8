"""From a plan to a distribution run in one act, with a preview that keeps its word."""

from __future__ import annotations

from pathlib import Path

import pytest

from inl_logistics.handovers.drafts import draft_of
from inl_logistics.kernel.problems import BadInput, RulesBroken
from inl_logistics.outbound.queries import detail
from inl_logistics.outbound.running import RunDraft, RunShare, RunVehicle, make_run, preview, proposed
from inl_logistics.verification import verify
from tests.builders import TODAY
from tests.outbound.runs import codes
from tests.requirements.plans import Planned, planned


@pytest.fixture
def made(tmp_path: Path) -> Planned:
    """Four pairs of cuffs and fifty shirts M for a plan of five kits."""
    found = planned(tmp_path / "post")
    found.post.stocked(found.cuffs, ("HC-1", "HC-2", "HC-3", "HC-4"))
    found.post.stocked_quantity(found.sizes["M"], 50)
    return found


def test_the_preview_says_what_each_gets_and_lacks_and_the_run_keeps_to_it(made: Planned) -> None:
    post, plan = made.post, made.approved()
    shown = post.work.read(preview, plan, today=TODAY)
    assert [(one.facility, one.kits, one.gets, one.lacks) for one in shown.shares] == [
        (shown.shares[0].facility, (("K-GRAD", 3),), 9, 3), ("El Faro Center", (("K-GRAD", 2),), 4, 4),
    ]  # fmt: skip
    assert post.scalar("SELECT count(*) FROM reservation") == 0, "a preview writes nothing"
    first, second = (one.recipient_id for one in shown.shares)
    key = post.work.write(
        make_run, RunDraft(plan, (RunVehicle((first,), "MIA-1", "J. Reyes"), RunVehicle((second,), "MIA-2")), on=TODAY)
    )
    found = post.work.read(detail, key, today=TODAY)
    assert found is not None
    assert (found.row.title, found.row.planned_on) == ("Graduation, class 41", TODAY)
    assert [(one.vehicle, one.units, len(one.stops)) for one in found.vehicles] == [("MIA-1", 9, 1), ("MIA-2", 4, 1)]
    for stop, share in zip(found.stops, shown.shares, strict=True):
        draft = post.work.read(draft_of, stop.handover_id)
        assert sum(pick.quantity for line in draft.lines for pick in line.picks) == share.gets
        assert [(one.kit_id, one.count) for one in draft.kits] == [(made.kit, share.headcount)]
        assert draft.planned_on == TODAY
    assert post.work.read(verify).holds


def test_a_run_is_made_whole_or_not_at_all(made: Planned) -> None:
    post, plan = made.post, made.approved()
    first, second = (one.recipient_id for one in post.work.read(preview, plan, today=TODAY).shares)
    post.work.write(make_run, RunDraft(plan, (RunVehicle((first,)),)))
    with pytest.raises(RulesBroken) as twice:
        post.work.write(make_run, RunDraft(plan, (RunVehicle((second,)), RunVehicle((second,)))))
    assert codes(twice) == ["run-recipient-twice"]
    with pytest.raises(RulesBroken) as nothing:
        post.work.write(make_run, RunDraft(plan, (RunVehicle((first, second)),)))
    assert codes(nothing) == ["run-nothing-to-get"]
    with pytest.raises(RulesBroken) as empty:
        post.work.write(make_run, RunDraft(plan, ()))
    assert codes(empty) == ["outbound-empty"]
    with pytest.raises(BadInput):
        post.work.write(make_run, RunDraft(plan, (RunVehicle((999,)),)))
    assert post.scalar("SELECT count(*) FROM handover") == 1
    assert post.scalar("SELECT count(*) FROM outbound") == 1


def test_stops_are_shared_out_in_the_plans_order_as_evenly_as_that_allows() -> None:
    def of(*units: int) -> list[RunShare]:
        from inl_logistics.outbound.running import ShareLine

        return [
            RunShare(at, "", "", "", 0, None, "", None, (), (ShareLine("", "", "", "", one, 0),), 0, 0)
            for at, one in enumerate(units, 1)
        ]

    assert proposed(of(100, 80, 60), 2) == ((1,), (2, 3))
    assert proposed(of(100, 80, 60), 1) == ((1, 2, 3),)
    assert proposed(of(10, 10, 10, 10), 2) == ((1, 2), (3, 4))
    assert proposed(of(5, 0, 5), 2) == ((1,), (3,)), "who gets nothing is no stop"
    assert proposed(of(1), 3) == ((1,), (), ())
    assert proposed(of(1, 1, 100), 3) == ((1,), (2,), (3,)), "no vehicle stays empty for the sake of even loads"
    assert proposed(of(), 2) == ((), ())
