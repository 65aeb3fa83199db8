"""Vehicles leave with handovers, and what becomes of what they carry. Source: product.md 4, domain.md 2.8, scenarios.md 6."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.handovers.commands import void
from inl_logistics.handovers.signing import SignDraft, SignedQuantity, sign
from inl_logistics.home.queries import tasks
from inl_logistics.home.values import TaskKind
from inl_logistics.inventory.commands import ConditionDraft, StockPick, change_condition
from inl_logistics.kernel.actor import Override
from inl_logistics.kernel.problems import ApprovalNeeded, RulesBroken
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
    file_return_copy,
    mark_picked,
    record_stop,
    save_outbound,
)
from inl_logistics.outbound.dispatch import DispatchDraft, Dispatched, dispatch
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
from inl_logistics.partners.commands import bin_of
from inl_logistics.register.numbers import screen_number
from tests.builders import TODAY, Post


def _codes(caught: pytest.ExceptionInfo[RulesBroken]) -> list[str]:
    return [problem.code for problem in caught.value.problems]


@dataclass
class Run:
    """Three handovers of vests and gloves, and a shipment that carries them."""

    post: Post
    vest: int
    gloves: int
    handovers: list[int]
    outbound: int = 0

    def plan(self, *loads: tuple[int, ...], **vehicle: object) -> int:
        """Put handovers (by their place in the list) on vehicles."""
        vehicles = tuple(
            VehicleDraft(f"MIA-10{at}", "J. Reyes", tuple(self.handovers[one] for one in load), **vehicle)  # type: ignore[arg-type]
            for at, load in enumerate(loads, 1)
        )
        self.outbound = self.post.work.write(save_outbound, OutboundDraft(vehicles, "North run", TODAY))
        return self.outbound

    def leave(self, **more: object) -> Dispatched:
        """Let everything leave."""
        return self.post.work.write(dispatch, DispatchDraft(self.outbound, **more))  # type: ignore[arg-type]

    def waybills(self) -> list[int]:
        """Return the waybills by vehicle."""
        sql = "SELECT id FROM waybill WHERE outbound_id = :o ORDER BY line_no"
        return self.post.work.read(lambda session: list(session.execute(text(sql), {"o": self.outbound}).scalars()))

    def on(self, waybill: int) -> int:
        """Return how much is on a vehicle."""
        return int(
            self.post.scalar(
                "SELECT COALESCE(sum(b.quantity), 0) FROM waybill w JOIN place p ON p.document_id = w.document_id"
                " JOIN balance b ON b.place_id = p.id WHERE w.id = :w", w=waybill,
            )  # type: ignore[arg-type]
        )  # fmt: skip

    def home(self) -> int:
        """Return a bin of the store."""
        return self.post.work.write(lambda session, **_who: bin_of(session, self.post.store, "A-04"))


@pytest.fixture
def run(post: Post) -> Run:
    vest, gloves = post.item("ARM-01"), post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.stocked(vest, ["A-1", "A-2", "A-3"], on=TODAY - timedelta(days=20))
    post.stocked_quantity(gloves, 30, on=TODAY - timedelta(days=20))
    handovers = [
        post.issued(post.picks(vest, "A-1"), post.pick_quantity(gloves, 10)),
        post.issued(post.picks(vest, "A-2"), post.pick_quantity(gloves, 8)),
        post.draft(post.picks(vest, "A-3"), post.pick_quantity(gloves, 5)),
    ]
    return Run(post, vest, gloves, handovers)


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
    assert _codes(caught) == ["not-available"], "what a receipt holds is not given away under another"
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
    assert _codes(caught) == ["reason-needed"]
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
    assert _codes(caught) == ["more-than-on-road"]
    post.work.write(bring_back, BackDraft(waybill, run.home(), TODAY, "Home", (Carried(layer, 8),)))
    held = (
        "SELECT group_concat(r.quantity || ' ' || p.kind) FROM reservation r JOIN place p ON p.id = r.place_id"
        " WHERE r.owner_kind = 'handover' AND r.owner_id = :h AND r.layer_id = :l"
    )
    assert post.scalar(held, h=run.handovers[0], l=layer) == "10 transit"
    assert post.work.write(sign, SignDraft(run.handovers[0], TODAY)).units == 11


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
    assert _codes(caught) == ["waybill-nothing"]


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


def test_the_rules_of_leaving(run: Run) -> None:
    post = run.post
    run.plan((0,))
    post.work.write(save_outbound, OutboundDraft((VehicleDraft("", "", ()),), id=run.outbound, version=1))
    with pytest.raises(RulesBroken) as caught:
        run.leave(on=TODAY + timedelta(days=1))
    assert _codes(caught) == ["outbound-empty", "waybill-vehicle", "waybill-driver", "date-in-future"]
    twice = VehicleDraft("V", "D", (run.handovers[0],))
    with pytest.raises(RulesBroken) as caught:
        post.work.write(save_outbound, OutboundDraft((twice, twice)))
    assert _codes(caught) == ["outbound-taken"]
    run.plan((0,))
    with pytest.raises(RulesBroken) as caught:
        post.work.write(save_outbound, OutboundDraft((twice,)))
    assert _codes(caught) == ["outbound-taken"]
    post.work.write(cancel_outbound, run.outbound)
    assert post.work.write(save_outbound, OutboundDraft((twice,))), "a canceled run lets its handovers go"
    post.work.write(sign, SignDraft(run.handovers[1], TODAY))
    with pytest.raises(RulesBroken) as caught:
        post.work.write(save_outbound, OutboundDraft((VehicleDraft("V", "D", (run.handovers[1],)),)))
    assert _codes(caught) == ["outbound-handover-state"]


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
    assert _codes(caught) == ["waybill-sent"]


def test_a_waybill_prints_as_it_left_and_its_copy_comes_back(run: Run) -> None:
    post = run.post
    run.plan((0,), seal="S-77")
    (waybill,) = run.waybills()
    with pytest.raises(RulesBroken) as caught:
        post.work.write(file_return_copy, waybill, on=TODAY)
    assert _codes(caught) == ["waybill-not-sent"]
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
    assert _codes(caught) == [code]
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


def test_what_nobody_took_travels_again_and_the_first_run_keeps_what_it_carried(run: Run) -> None:
    post = run.post
    first = run.plan((0, 1))
    run.leave()
    (waybill,) = run.waybills()
    second = OutboundDraft((VehicleDraft("MIA-300", "P. Ortiz", (run.handovers[1],)),), "Again")
    with pytest.raises(RulesBroken) as caught:
        post.work.write(save_outbound, second)
    assert _codes(caught) == ["outbound-taken"]
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
        assert _codes(caught) == [code]
    run.post.work.write(reload, ReloadDraft(first, second, TODAY - timedelta(days=1), "Broken axle"))
    assert (run.on(first), run.on(second)) == (0, 20)
