"""What comes off a vehicle without a signature: brought back, reloaded, lost, given to others. Source: domain.md 2.8, 8."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.handovers.commands import void
from inl_logistics.handovers.signing import SignDraft, SignedQuantity, sign
from inl_logistics.inventory.commands import ConditionDraft, StockPick, change_condition
from inl_logistics.kernel.actor import Override
from inl_logistics.kernel.problems import ApprovalNeeded, RulesBroken
from inl_logistics.kernel.values import Condition, Status, Tracking
from inl_logistics.ledger.proof import differences
from inl_logistics.outbound.commands import (
    OutboundDraft,
    StopDraft,
    VehicleDraft,
    file_return_copy,
    record_stop,
    save_outbound,
)
from inl_logistics.outbound.loads import on_vehicle
from inl_logistics.outbound.queries import detail, handovers_to_carry
from inl_logistics.outbound.records import StopOutcome
from inl_logistics.outbound.returning import (
    BackDraft,
    Carried,
    LossDraft,
    RedirectDraft,
    ReloadDraft,
    bring_back,
    redirect,
    reload,
    write_off,
)
from tests.builders import TODAY
from tests.outbound.runs import Run, codes


def test_a_closed_prison_sends_its_goods_to_another_and_home(run: Run) -> None:
    """domain.md 8, 2: prison 2 is closed, truck 1 diverts, prison 3 gets a carton of prison 2's."""
    post = run.post
    run.plan((0, 1), (2,))
    run.leave()
    first, _second = run.waybills()
    stop = post.scalar("SELECT id FROM waybill_stop WHERE handover_id = :h", h=run.handovers[1])
    post.work.write(record_stop, StopDraft(int(stop), StopOutcome.CLOSED, TODAY, "Riot"))  # type: ignore[call-overload]
    layer = post.scalar("SELECT layer_id FROM handover_pick k JOIN handover_line l ON l.id = k.line_id WHERE"
                        " l.handover_id = :h AND k.unit_id IS NULL", h=run.handovers[1])  # fmt: skip
    carton = (Carried(int(layer), 5),)  # type: ignore[call-overload]
    taken = RedirectDraft(first, post.unit, post.facility, post.person, carton, "A carton of prison 2")
    with pytest.raises(RulesBroken) as caught:
        post.work.write(redirect, taken)
    assert codes(caught) == ["not-available"], "what a receipt holds is not given away under another"
    post.work.write(void, run.handovers[1], reason="Closed by a riot")
    made = post.work.write(redirect, taken)
    assert post.scalar("SELECT count(*) FROM waybill_stop WHERE handover_id = :h AND waybill_id = :w", h=made, w=first)
    post.work.write(bring_back, BackDraft(first, run.home(), TODAY, "Closed by a riot", (Carried(int(layer), 3),)))  # type: ignore[call-overload]
    assert run.on(first) == 17
    assert post.on_hand(run.gloves) == 10
    assert not post.work.read(differences)


def test_goods_change_vehicles_and_their_handovers_go_with_them(run: Run) -> None:
    run.plan((0,), (1,))
    run.leave()
    first, second = run.waybills()
    with pytest.raises(RulesBroken) as caught:
        run.post.work.write(reload, ReloadDraft(first, second, TODAY, ""))
    assert codes(caught) == ["reason-needed"]
    run.post.work.write(reload, ReloadDraft(first, second, TODAY, "Broken axle", request="r1"))
    run.post.work.write(reload, ReloadDraft(first, second, TODAY, "Broken axle", request="r1"))
    assert (run.on(first), run.on(second)) == (0, 20)
    assert run.post.scalar("SELECT count(*) FROM waybill_stop WHERE waybill_id = :w", w=second) == 2
    assert run.post.work.write(sign, SignDraft(run.handovers[0], TODAY)).units == 11
    assert run.on(second) == 9


def test_a_stop_changes_vehicles_only_with_the_last_of_its_goods_and_comes_last_there(run: Run) -> None:
    post = run.post
    run.plan((0,), (1, 2))
    run.leave()
    first, second = run.waybills()
    unit, layer = (int(str(post.scalar(f"SELECT {one} FROM unit WHERE serial = 'A-1'"))) for one in ("id", "layer_id"))
    broken = (Carried(layer, 1, unit, damaged=True),)
    post.work.write(reload, ReloadDraft(first, second, TODAY, "Too heavy", broken))
    stops = "SELECT group_concat(handover_id) FROM (SELECT * FROM waybill_stop WHERE waybill_id = :w ORDER BY line_no)"
    assert post.scalar(stops, w=first) == str(run.handovers[0])
    state = "SELECT condition || ' ' || status FROM position WHERE unit_id = :u"
    assert post.scalar(state, u=unit) == "new available", "only what comes home is looked at"
    post.work.write(reload, ReloadDraft(first, second, TODAY, "Broken axle"))
    assert post.scalar(stops, w=second) == ",".join(str(run.handovers[one]) for one in (1, 2, 0))
    assert post.scalar("SELECT count(DISTINCT line_no) FROM waybill_stop WHERE waybill_id = :w", w=second) == 3


def test_what_nobody_holds_comes_off_first(run: Run) -> None:
    """8 of 18 gloves are loose after a void: 8 come back, and the paper of the 10 holds as many as before."""
    post = run.post
    run.plan((0, 1))
    run.leave()
    (waybill,) = run.waybills()
    post.work.write(void, run.handovers[1], reason="Closed by a riot")
    layer = int(str(post.scalar("SELECT layer_id FROM handover_pick WHERE unit_id IS NULL LIMIT 1")))
    with pytest.raises(RulesBroken) as caught:
        post.work.write(bring_back, BackDraft(waybill, run.home(), TODAY, "Home", (Carried(layer, 0),)))
    assert codes(caught) == ["more-than-on-road"]
    post.work.write(bring_back, BackDraft(waybill, run.home(), TODAY, "Home", (Carried(layer, 8),)))
    held = (
        "SELECT group_concat(r.quantity || ' ' || p.kind) FROM reservation r JOIN place p ON p.id = r.place_id"
        " WHERE r.owner_kind = 'handover' AND r.owner_id = :h AND r.layer_id = :l"
    )
    assert post.scalar(held, h=run.handovers[0], l=layer) == "10 transit"
    assert post.work.write(sign, SignDraft(run.handovers[0], TODAY)).units == 11


def test_goods_brought_back_stay_put_aside_and_damaged_ones_wait(run: Run) -> None:
    run.plan((0,))
    run.leave()
    (waybill,) = run.waybills()
    unit = run.post.scalar("SELECT id FROM unit WHERE serial = 'A-1'")
    layer = run.post.scalar("SELECT layer_id FROM unit WHERE serial = 'A-1'")
    damaged = (Carried(int(layer), 1, int(unit), damaged=True),)  # type: ignore[call-overload]
    run.post.work.write(bring_back, BackDraft(waybill, run.home(), TODAY, "Fell off", damaged))
    assert run.post.on_hand(run.vest, status="quarantined") == 1
    run.post.work.write(bring_back, BackDraft(waybill, run.home(), TODAY, "Nobody there"))
    assert run.on(waybill) == 0
    with pytest.raises(RulesBroken) as caught:
        run.post.work.write(bring_back, BackDraft(waybill, run.home(), TODAY, "Again"))
    assert codes(caught) == ["waybill-nothing"]


def test_a_part_of_what_a_receipt_holds_comes_back_and_the_rest_is_signed_for(run: Run) -> None:
    """10 gloves travel for one receipt, 4 are brought back before the paper is entered: 6 can be signed for."""
    post = run.post
    run.plan((0,))
    run.leave()
    (waybill,) = run.waybills()
    layer = post.scalar("SELECT layer_id FROM handover_pick WHERE unit_id IS NULL LIMIT 1")
    four = (Carried(int(layer), 4, handover_id=run.handovers[0]),)  # type: ignore[call-overload]
    post.work.write(bring_back, BackDraft(waybill, run.home(), TODAY, "No room", four))
    held = "SELECT group_concat(quantity) FROM (SELECT quantity FROM reservation WHERE owner_id = :h AND unit_id IS NULL ORDER BY id)"
    assert post.scalar(held, h=run.handovers[0]) == "6,4"
    done = post.work.write(sign, SignDraft(run.handovers[0], TODAY, quantities=(SignedQuantity(2, 6),)))
    assert (done.units, bool(done.variance), run.on(waybill)) == (7, True, 0)
    assert post.on_hand(run.gloves) == 30 - 6
    assert post.scalar("SELECT count(*) FROM reservation WHERE owner_kind = 'handover' AND owner_id = :h",
                       h=run.handovers[0]) == 0  # fmt: skip
    assert not post.work.read(differences)


def test_what_is_lost_on_the_road_needs_an_approval(run: Run) -> None:
    run.plan((0,))
    run.leave()
    (waybill,) = run.waybills()
    layer = run.post.scalar("SELECT layer_id FROM handover_pick WHERE unit_id IS NULL LIMIT 1")
    lost = LossDraft(waybill, TODAY, "Robbed", (Carried(int(layer), 4),))  # type: ignore[call-overload]
    with pytest.raises(ApprovalNeeded) as caught:
        run.post.work.write(write_off, lost)
    assert [problem.code for problem in caught.value.problems] == ["transfer-write-off"]
    own = Override("transfer-write-off", "Police report 3", run.post.work.actor.user_id, run.post.work.actor.name)
    run.post.work.write(write_off, lost, overrides=(own,))
    assert run.on(waybill) == 7
    assert run.post.scalar("SELECT kind || quantity FROM waybill_event") == "lost4"
    assert not run.post.work.read(differences)


def test_what_nobody_took_travels_again_and_the_first_run_keeps_what_it_carried(run: Run) -> None:
    post = run.post
    first = run.plan((0, 1))
    run.leave()
    (waybill,) = run.waybills()
    second = OutboundDraft((VehicleDraft("MIA-300", "P. Ortiz", (run.handovers[1],)),), "Again")
    with pytest.raises(RulesBroken) as caught:
        post.work.write(save_outbound, second)
    assert codes(caught) == ["outbound-taken"]
    stop = post.scalar("SELECT id FROM waybill_stop WHERE handover_id = :h", h=run.handovers[1])
    post.work.write(record_stop, StopDraft(int(stop), StopOutcome.CLOSED, TODAY, "Riot"))  # type: ignore[call-overload]
    assert [one.id for one in post.work.read(handovers_to_carry)] == [run.handovers[2]]
    held = [one for one in post.work.read(on_vehicle, waybill) if one.handover_id == run.handovers[1]]
    lines = tuple(Carried(one.layer_id, one.quantity, one.unit_id, handover_id=one.handover_id) for one in held)
    post.work.write(bring_back, BackDraft(waybill, run.home(), TODAY, "Closed", lines))
    assert run.handovers[1] in [one.id for one in post.work.read(handovers_to_carry)]
    run.outbound = post.work.write(save_outbound, second)
    assert run.leave().units == 9
    assert post.work.write(sign, SignDraft(run.handovers[1], TODAY)).units == 9
    shown = post.work.read(detail, first, today=TODAY)
    assert shown is not None
    assert shown.row.units == 20
    assert not post.work.read(differences)


def test_what_left_short_comes_back_whole_and_is_signed_for_in_the_store(run: Run) -> None:
    """A receipt for 10 leaves with 6; the 6 come back and are collected at the store, under the same paper."""
    post = run.post
    lights = post.item("TAC-01", tracking=Tracking.QUANTITY)
    post.stocked_quantity(lights, 10)
    line = post.pick_quantity(lights, 10)
    handover = post.issued(line)
    run.handovers.append(handover)
    run.plan((3,))
    held = "UPDATE reservation SET quantity = :n WHERE owner_kind = 'handover' AND owner_id = :h"
    item, pick = post.scalar("SELECT item_id FROM variant WHERE id = :v", v=lights), line.picks[0]

    def reserved(session: Session, *, count: int, **_who: object) -> None:
        session.execute(text(held), {"h": handover, "n": count})

    post.work.write(reserved, count=6)
    gone = StockPick(item, pick.layer_id, pick.place_id, 4, None, Condition.NEW)  # type: ignore[arg-type]
    post.work.write(change_condition, ConditionDraft((gone,), Condition.POOR, Status.QUARANTINED, TODAY, "wet"))
    post.work.write(reserved, count=10)
    assert run.leave().units == 6
    (waybill,) = run.waybills()
    post.work.write(bring_back, BackDraft(waybill, run.home(), TODAY, "Closed"))
    where = ("SELECT group_concat(DISTINCT k.place_id = (SELECT id FROM place WHERE bin_id = :b)) FROM handover_pick k"
             " JOIN handover_line l ON l.id = k.line_id WHERE l.handover_id = :h")  # fmt: skip
    assert post.scalar(where, b=run.home(), h=handover) == "1"
    number = post.scalar("SELECT line_no FROM handover_line WHERE handover_id = :h", h=handover)
    signed = SignDraft(handover, TODAY, quantities=(SignedQuantity(int(number), 6),))  # type: ignore[call-overload]
    assert post.work.write(sign, signed).units == 6
    assert post.on_hand(lights) == 0


def test_goods_are_loaded_onto_another_vehicle_that_has_left_by_then(run: Run) -> None:
    run.plan((0,), (1,))
    first, second = run.waybills()
    run.leave(waybill_ids=(first,), on=TODAY - timedelta(days=3))
    run.leave(waybill_ids=(second,), on=TODAY - timedelta(days=1))
    for to, day, code in (
        (first, TODAY, "waybill-same"), (second, TODAY - timedelta(days=2), "arrived-before-sent"),
    ):  # fmt: skip
        with pytest.raises(RulesBroken) as caught:
            run.post.work.write(reload, ReloadDraft(first, to, day, "Broken axle"))
        assert codes(caught) == [code]
    run.post.work.write(reload, ReloadDraft(first, second, TODAY - timedelta(days=1), "Broken axle"))
    assert (run.on(first), run.on(second)) == (0, 20)


def test_the_vehicle_shows_what_left_on_it_though_a_part_came_back(run: Run) -> None:
    post = run.post
    run.plan((0,))
    run.leave()
    (waybill,) = run.waybills()
    layer = next(one.layer_id for one in post.work.read(on_vehicle, waybill) if one.unit_id is None)
    post.work.write(bring_back, BackDraft(waybill, run.home(), TODAY, "No room", (Carried(layer, 4),)))
    shown = post.work.read(detail, run.outbound, today=TODAY)
    assert shown is not None
    assert (shown.row.units, shown.vehicles[0].units, shown.vehicles[0].on_road) == (11, 11, 7)


def test_what_was_loaded_over_is_on_the_other_vehicle_from_that_day(run: Run) -> None:
    post = run.post
    run.plan((0,), (1,))
    run.leave(on=TODAY - timedelta(days=3))
    first, second = run.waybills()
    post.work.write(reload, ReloadDraft(first, second, TODAY - timedelta(days=1), "Broken axle"))

    def there(waybill: int, days: int) -> int:
        return sum(one.quantity for one in post.work.read(on_vehicle, waybill, on=TODAY - timedelta(days=days)))

    assert [(there(first, days), there(second, days)) for days in (3, 2, 1, 0)] == [(11, 9), (11, 9), (0, 20), (0, 20)]


def test_a_run_is_on_the_road_until_its_last_vehicle_has_left_and_is_empty(run: Run) -> None:
    post = run.post
    run.plan((0,), (1,))
    first, second = run.waybills()

    def status() -> str:
        shown = post.work.read(detail, run.outbound, today=TODAY)
        assert shown is not None
        return shown.row.status

    run.leave(waybill_ids=(first,))
    post.work.write(sign, SignDraft(run.handovers[0], TODAY))
    assert status() == "on-the-road", "the second vehicle waits"
    run.leave()
    post.work.write(sign, SignDraft(run.handovers[1], TODAY))
    assert status() == "copy-missing"
    for waybill in (first, second):
        post.work.write(file_return_copy, waybill, on=TODAY)
    assert status() == "delivered"
