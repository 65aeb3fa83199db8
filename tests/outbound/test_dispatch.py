"""Vehicles leave with handovers, and what becomes of what they carry. Source: product.md 4, domain.md 2.8, scenarios.md 6."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from inl_logistics.handovers.drafts import LineDraft, PickDraft
from inl_logistics.handovers.signing import SignDraft, sign
from inl_logistics.home.queries import tasks
from inl_logistics.home.values import TaskKind
from inl_logistics.inventory.commands import ConditionDraft, StockPick, change_condition
from inl_logistics.kernel.problems import RulesBroken, StaleEdit
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.values import Condition, Status, Tracking
from inl_logistics.ledger.proof import differences
from inl_logistics.outbound import snapshot
from inl_logistics.outbound.commands import (
    OutboundDraft,
    PickedDraft,
    StopDraft,
    VehicleDraft,
    cancel_outbound,
    file_return_copies,
    file_return_copy,
    mark_picked,
    record_stop,
    save_outbound,
)
from inl_logistics.outbound.loads import on_vehicle, waybills_without_copy
from inl_logistics.outbound.records import StopOutcome
from inl_logistics.outbound.returning import (
    BackDraft,
    Carried,
    bring_back,
)
from inl_logistics.register import listing
from inl_logistics.register.numbers import screen_number
from tests.builders import TODAY
from tests.outbound.runs import Run, codes


def test_leaving_moves_the_goods_to_the_road_and_a_signature_from_there(run: Run) -> None:
    run.plan((0, 1), (2,))
    done = run.leave()
    first, second = run.waybills()
    assert (done.units, len(done.waybills)) == (26, 2)
    assert [one.code for one in done.warnings] == ["outbound-not-issued"]
    assert (run.on(first), run.on(second), run.post.on_hand(run.gloves)) == (20, 6, 7)
    again = run.leave()
    assert (again.number, again.waybills, run.on(first)) == (done.number, done.waybills, 20), "leaving twice posts once"
    assert run.post.work.write(sign, SignDraft(run.handovers[0], TODAY)).units == 11
    assert run.on(first) == 9
    assert run.post.scalar("SELECT p.kind FROM unit u JOIN position o ON o.unit_id = u.id JOIN place p"
                           " ON p.id = o.place_id WHERE u.serial = 'A-1'") == "facility"  # fmt: skip
    assert not run.post.work.read(differences)


def test_stock_that_shrank_after_picking_travels_as_what_is_there(run: Run) -> None:
    """scenarios.md 6: allocated 10, then 4 written off, then shipped: 6 and a shortfall, not 10."""
    post = run.post
    lights = post.item("TAC-01", tracking=Tracking.QUANTITY)
    post.stocked_quantity(lights, 10)
    line = post.pick_quantity(lights, 10)
    draft = post.draft(line)
    pick = line.picks[0]
    item = post.scalar("SELECT item_id FROM variant WHERE id = :v", v=lights)
    run.handovers.append(draft)
    run.plan((3,))
    post.work.write(lambda session, **_who: session.execute(
        text("UPDATE reservation SET quantity = 6 WHERE owner_kind = 'handover' AND owner_id = :h"), {"h": draft}
    ))  # fmt: skip
    gone = StockPick(item, pick.layer_id, pick.place_id, 4, None, Condition.NEW)  # type: ignore[arg-type]
    post.work.write(change_condition, ConditionDraft((gone,), Condition.POOR, Status.QUARANTINED, TODAY, "wet"))
    done = run.leave()
    (waybill,) = run.waybills()
    short = next(one for one in done.warnings if one.code == "outbound-short")
    assert dict(short.params) == {"item": "TAC-01", "asked": "10", "found": "6"}
    assert run.on(waybill) == 6
    (stop,) = post.work.read(snapshot.waybill_paper, waybill).stops
    assert [(one.quantity, one.planned) for one in stop.lines] == [(6, 10)]
    assert post.scalar("SELECT sum(quantity) FROM handover_pick k JOIN handover_line l ON l.id = k.line_id"
                       " WHERE l.handover_id = :h", h=draft) == 6  # fmt: skip
    assert post.scalar("SELECT asked FROM handover_line WHERE handover_id = :h", h=draft) == 10
    assert not post.work.read(differences)


def test_what_is_left_of_a_layer_is_given_out_once_and_who_gets_none_is_asked_again(run: Run) -> None:
    """Two drafts took 6 and 4 of 10; 4 are wet: the first travels whole, the second with nothing."""
    post = run.post
    lights = post.item("TAC-01", tracking=Tracking.QUANTITY)
    post.stocked_quantity(lights, 10)
    lines = [post.pick_quantity(lights, count) for count in (6, 4)]
    first = post.draft(lines[0], post.pick_quantity(run.gloves, 1))
    second = post.draft(lines[1], post.pick_quantity(run.gloves, 1))
    run.handovers += [first, second]
    run.plan((3, 4))
    pick = lines[0].picks[0]
    for change in (
        "DELETE FROM reservation WHERE owner_kind = 'handover' AND owner_id = :h AND layer_id = :l",
        "UPDATE handover_line SET asked = 9 WHERE handover_id = :h AND variant_id = :v",
    ):
        values = {"h": second, "l": pick.layer_id, "v": lights}
        post.work.write(lambda session, change=change, values=values, **_who: session.execute(text(change), {
            name: value for name, value in values.items() if f":{name}" in change
        }))  # fmt: skip
    item = int(str(post.scalar("SELECT item_id FROM variant WHERE id = :v", v=lights)))
    gone = StockPick(item, pick.layer_id, pick.place_id, 4, None, Condition.NEW)
    post.work.write(change_condition, ConditionDraft((gone,), Condition.POOR, Status.QUARANTINED, TODAY, "wet"))
    done = run.leave()
    assert [dict(one.params) for one in done.warnings if one.code == "outbound-short"] == [
        {"item": "TAC-01", "asked": "4", "found": "0"}
    ]
    assert run.on(run.waybills()[0]) == 8
    picked = (
        "SELECT COALESCE(sum(k.quantity), 0) FROM handover_line l LEFT JOIN handover_pick k ON k.line_id = l.id"
        " WHERE l.handover_id = :h AND l.variant_id = :v"
    )
    assert [post.scalar(picked, h=one, v=lights) for one in (first, second)] == [6, 0]
    asked = "SELECT asked FROM handover_line WHERE handover_id = :h AND variant_id = :v"
    assert [post.scalar(asked, h=one, v=lights) for one in (first, second)] == [None, 9], "what was asked first stays"
    assert post.scalar("SELECT count(*) FROM handover_pick WHERE quantity = 0") == 0
    assert not post.work.read(differences)


def test_one_vehicle_leaves_and_the_other_later_with_the_same_run(run: Run) -> None:
    run.plan((0,), (2,))
    first, second = run.waybills()
    early = run.leave(waybill_ids=(second,))
    assert (run.on(first), run.on(second), len(early.waybills)) == (0, 6, 1)
    names = "SELECT waybill FROM handover WHERE id = :h"
    assert run.post.scalar(names, h=run.handovers[2]) == screen_number(early.waybills[0])
    late = run.leave()
    assert (late.number, len(late.waybills), run.on(first)) == (early.number, 1, 11)
    assert run.post.scalar(names, h=run.handovers[0]) == "", "what is issued is not written on"
    assert not run.post.work.read(differences)


def test_a_vehicle_that_left_keeps_its_stops_whatever_is_planned_after(run: Run) -> None:
    post = run.post
    run.plan((0,), (2,))
    first, second = run.waybills()
    run.leave(waybill_ids=(first,))
    version = int(str(post.scalar("SELECT version FROM outbound")))
    later = VehicleDraft("MIA-102", "J. Reyes", (run.handovers[2],), id=second)
    emptied = VehicleDraft("MIA-101", "J. Reyes", (), id=first)
    stops = "SELECT group_concat(handover_id) FROM waybill_stop WHERE waybill_id = :w"
    for at, vehicles in enumerate(((later,), (emptied, later))):
        post.work.write(
            save_outbound, OutboundDraft(vehicles, "North run", TODAY, id=run.outbound, version=version + at)
        )
        assert post.scalar(stops, w=first) == str(run.handovers[0])
    assert run.on(first) == 11


def test_the_rules_of_leaving(run: Run) -> None:
    post = run.post
    run.plan((0,))
    post.work.write(save_outbound, OutboundDraft((VehicleDraft("", "", ()),), id=run.outbound, version=1))
    with pytest.raises(RulesBroken) as caught:
        run.leave(on=TODAY + timedelta(days=1))
    assert codes(caught) == ["outbound-empty", "waybill-vehicle", "waybill-driver", "date-in-future"]
    twice = VehicleDraft("V", "D", (run.handovers[0],))
    with pytest.raises(RulesBroken) as caught:
        post.work.write(save_outbound, OutboundDraft((twice, twice)))
    assert codes(caught) == ["outbound-taken"]
    run.plan((0,))
    with pytest.raises(RulesBroken) as caught:
        post.work.write(save_outbound, OutboundDraft((twice,)))
    assert codes(caught) == ["outbound-taken"]
    post.work.write(cancel_outbound, run.outbound)
    with pytest.raises(RulesBroken) as caught:
        post.work.write(save_outbound, OutboundDraft(id=run.outbound, version=2))
    assert codes(caught) == ["outbound-not-draft"], "a canceled run is not planned on"
    assert post.work.write(save_outbound, OutboundDraft((twice,))), "a canceled run lets its handovers go"
    post.work.write(sign, SignDraft(run.handovers[1], TODAY))
    with pytest.raises(RulesBroken) as caught:
        post.work.write(save_outbound, OutboundDraft((VehicleDraft("V", "D", (run.handovers[1],)),)))
    assert codes(caught) == ["outbound-handover-state"]


def test_picking_and_packing_is_kept_and_printed(run: Run) -> None:
    post = run.post
    run.plan((0,))
    lines = post.work.read(snapshot.pick_list, run.outbound, today=TODAY).lines
    assert [(one.quantity, one.picked) for one in lines] == [(1, False), (10, False)]
    sql = "SELECT k.id FROM handover_pick k JOIN handover_line l ON l.id = k.line_id WHERE l.handover_id = :h"
    picks = post.work.read(lambda session: tuple(session.execute(text(sql), {"h": run.handovers[0]}).scalars()))
    assert post.work.write(mark_picked, PickedDraft(run.outbound, picks, package="C-1")) == 2
    packed = post.work.read(snapshot.packing_list, run.outbound, today=TODAY).lines
    assert {one.package for one in packed} == {"C-1"}
    assert {one.picked for one in post.work.read(snapshot.pick_list, run.outbound, today=TODAY).lines} == {True}
    run.leave()
    with pytest.raises(RulesBroken) as caught:
        post.work.write(mark_picked, PickedDraft(run.outbound, picks, package="C-2"))
    assert codes(caught) == ["waybill-sent"]


def test_a_waybill_prints_as_it_left_and_its_copy_comes_back(run: Run) -> None:
    post = run.post
    run.plan((0,), seal="S-77")
    (waybill,) = run.waybills()
    with pytest.raises(RulesBroken) as caught:
        post.work.write(file_return_copy, waybill, on=TODAY)
    assert codes(caught) == ["waybill-not-sent"]
    run.leave()
    post.work.write(lambda session, **_who: session.execute(text("UPDATE partner SET name = 'Renamed'")))
    paper = post.work.read(snapshot.waybill_paper, waybill)
    assert (paper.seal, paper.stops[0].facility.text) == ("S-77", "La Hondura Center")
    post.work.write(file_return_copy, waybill, on=TODAY)
    assert post.scalar("SELECT back_on FROM waybill") == TODAY.isoformat()


@pytest.mark.parametrize(("days", "code"), [(-1, "arrived-before-sent"), (1, "date-in-future")])
def test_nothing_happens_to_a_vehicle_before_it_leaves_or_tomorrow(run: Run, days: int, code: str) -> None:
    post, on = run.post, TODAY + timedelta(days=days)
    run.plan((0,))
    run.leave()
    stop = int(str(post.scalar("SELECT id FROM waybill_stop")))
    with pytest.raises(RulesBroken) as caught:
        post.work.write(record_stop, StopDraft(stop, StopOutcome.DELIVERED, on))
    assert [(one.code, one.where) for one in caught.value.problems] == [(code, ("arrived_on",))]
    with pytest.raises(RulesBroken) as caught:
        post.work.write(file_return_copy, run.waybills()[0], on=on)
    assert codes(caught) == [code]
    assert post.scalar("SELECT count(*) FROM waybill_stop WHERE arrived_on IS NOT NULL") == 0
    post.work.write(record_stop, StopDraft(stop, StopOutcome.DELIVERED))


def test_a_draft_is_named_by_where_it_goes(run: Run) -> None:
    post = run.post
    lights = post.item("TAC-01", tracking=Tracking.QUANTITY)
    post.stocked_quantity(lights, 10)
    run.handovers.append(post.draft(post.pick_quantity(lights, 10)))
    run.plan((3,))
    (said,) = run.leave().warnings
    assert sentence(said).startswith("The handover to La Hondura Center is not issued yet;")


def test_what_is_on_a_vehicle_on_any_day(run: Run) -> None:
    """Issue: what is on each truck at any time."""
    post = run.post
    run.plan((0, 1))
    run.leave(on=TODAY - timedelta(days=3))
    (waybill,) = run.waybills()
    layer = next(one.layer_id for one in post.work.read(on_vehicle, waybill) if one.unit_id is None)
    back = BackDraft(waybill, run.home(), TODAY - timedelta(days=1), "No room", (Carried(layer, 5),))
    post.work.write(bring_back, back)

    def there(days: int) -> int:
        return sum(one.quantity for one in post.work.read(on_vehicle, waybill, on=TODAY - timedelta(days=days)))

    assert [there(days) for days in (4, 3, 2, 1, 0)] == [0, 20, 20, 15, 15]
    assert sum(one.quantity for one in post.work.read(on_vehicle, waybill)) == 15


def test_home_asks_for_what_is_long_on_the_road_and_for_copies(run: Run) -> None:
    """domain.md 7: waybill without return copy; goods on a vehicle that should be somewhere by now."""
    post = run.post
    run.plan((0,))
    run.leave(on=TODAY - timedelta(days=12))

    def asked() -> list[tuple[str, str, int]]:
        kinds = (TaskKind.ON_THE_ROAD, TaskKind.RETURN_COPY)
        found = post.work.read(tasks, today=TODAY)
        return [(one.kind.value, one.title, one.quantity) for one in found if one.kind in kinds]

    assert asked() == [("on-the-road", "PCL-WB-2026-A0001", 11)]
    post.work.write(sign, SignDraft(run.handovers[0], TODAY))
    assert asked() == [("return-copy", "PCL-WB-2026-A0001", 12)]
    post.work.write(file_return_copy, run.waybills()[0], on=TODAY)
    assert asked() == []


def test_what_is_in_quarantine_since_it_was_picked_stays_behind(run: Run) -> None:
    """A count or a merge can free what a draft held: what lies there is new, but not free any more."""
    post = run.post
    run.plan((0, 2))
    unit, loose = post.picks(run.vest, "A-3").picks[0], post.pick_quantity(run.gloves, 5).picks[0]
    item = "SELECT item_id FROM variant WHERE id = :v"
    taken = (
        StockPick(post.scalar(item, v=run.vest), unit.layer_id, unit.place_id, 1, unit.unit_id, Condition.NEW),  # type: ignore[arg-type]
        StockPick(post.scalar(item, v=run.gloves), loose.layer_id, loose.place_id, 30, None, Condition.NEW),  # type: ignore[arg-type]
    )
    post.work.write(lambda session, **_who: session.execute(text("DELETE FROM reservation")))
    post.work.write(change_condition, ConditionDraft(taken, Condition.NEW, Status.QUARANTINED, TODAY, "recall"))
    done = run.leave()
    short = [dict(one.params) for one in done.warnings if one.code == "outbound-short"]
    assert [tuple(one.values()) for one in short] == [("PPE-01", "10", "0"), ("ARM-01", "1", "0"), ("PPE-01", "5", "0")]
    assert done.units == 1


def test_of_two_windows_the_second_to_plan_reads_again(run: Run) -> None:
    outbound = run.plan((0,))
    mine = OutboundDraft((VehicleDraft("V", "D", (run.handovers[1],)),), id=outbound, version=1)
    run.post.work.write(save_outbound, mine)
    with pytest.raises(StaleEdit):
        run.post.work.write(save_outbound, mine)


def test_copies_of_several_runs_are_filed_at_once_and_an_earlier_one_keeps_its_day(run: Run) -> None:
    post = run.post
    run.plan((0,), (1,))
    run.leave(on=TODAY - timedelta(days=4))
    first, second = run.waybills()
    post.work.write(file_return_copy, first, on=TODAY - timedelta(days=2))
    missing = post.work.read(waybills_without_copy, (run.outbound,))
    assert [(one.waybill_id, one.vehicle, one.sent_on, one.on_road) for one in missing] == [
        (second, "MIA-102", TODAY - timedelta(days=4), 9)
    ]
    assert post.work.write(file_return_copies, (run.outbound,), on=TODAY) == 1
    days = "SELECT group_concat(back_on) FROM (SELECT back_on FROM waybill ORDER BY id)"
    assert post.scalar(days) == f"{TODAY - timedelta(days=2)},{TODAY}"


def test_what_came_home_is_on_its_vehicle_until_the_stop_says_that_nobody_took_it(run: Run) -> None:
    """A handover stands on the vehicle it left with until its stop is closed, even where the goods are home already."""
    post = run.post
    run.plan((0,))
    run.leave()
    (waybill,) = run.waybills()
    post.work.write(bring_back, BackDraft(waybill, run.home(), TODAY, "No road"))
    again = OutboundDraft((VehicleDraft("V", "D", (run.handovers[0],)),))
    with pytest.raises(RulesBroken) as caught:
        post.work.write(save_outbound, again)
    assert codes(caught) == ["outbound-taken"]
    stop = post.scalar("SELECT id FROM waybill_stop")
    post.work.write(record_stop, StopDraft(int(stop), StopOutcome.CLOSED, TODAY))  # type: ignore[call-overload]
    assert post.work.write(save_outbound, again)


def test_the_pick_list_takes_what_expires_first_out_of_a_bin(run: Run) -> None:
    """domain.md 2.6: first expired, first out."""
    post = run.post
    masks = post.item("GAS-01", tracking=Tracking.LOT)
    picks = []
    for lot, days in (("LATE", 900), ("SOON", 500), ("NEXT", 700)):
        post.stocked_quantity(masks, 2, lot=lot, expires_on=TODAY + timedelta(days=days))
        layer = post.scalar("SELECT y.id FROM layer y JOIN lot t ON t.id = y.lot_id WHERE t.code = :l", l=lot)
        place = post.scalar("SELECT place_id FROM balance WHERE layer_id = :l AND quantity > 0", l=layer)
        picks.append(PickDraft(int(layer), int(place), 2, None, Condition.NEW))  # type: ignore[call-overload]
    run.handovers.append(post.draft(LineDraft(masks, tuple(picks))))
    run.plan((3,))
    lines = post.work.read(snapshot.pick_list, run.outbound, today=TODAY).lines
    assert [one.lot for one in lines] == ["SOON", "NEXT", "LATE"]


def test_every_waybill_stands_in_the_register_with_its_run(run: Run) -> None:
    run.plan((0, 1), (2,))
    run.leave()
    kept = run.post.work.read(listing.register, today=TODAY, kind="WB")
    assert [row.subject for row in kept] == [("outbound", run.outbound)] * 2
