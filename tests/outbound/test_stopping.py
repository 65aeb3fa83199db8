"""What happened at a stop: signed with differences, refused, diverted with a receipt for whoever takes the carton."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from inl_logistics.counts.commands import CountDraft, SeenDraft
from inl_logistics.counts.commands import post as post_count
from inl_logistics.handovers.signing import SignDraft, StruckSerial
from inl_logistics.home.queries import tasks
from inl_logistics.kernel.problems import BadInput, RulesBroken
from inl_logistics.ledger.proof import differences
from inl_logistics.outbound.commands import PickedDraft, mark_picked
from inl_logistics.outbound.queries import OutboundDetail, detail
from inl_logistics.outbound.stopping import (
    DivertDraft,
    StopRefusedDraft,
    StopSignedDraft,
    divert_stop,
    refuse_stop,
    sign_stop,
)
from inl_logistics.partners.commands import PartnerDraft, save_partner
from inl_logistics.partners.records import PartnerKind
from inl_logistics.verification import verify
from tests.builders import TODAY
from tests.outbound.runs import Run, codes


def of(run: Run) -> OutboundDetail:
    """Return the shipment now."""
    found = run.post.work.read(detail, run.outbound, today=TODAY)
    assert found is not None
    return found


def test_a_signature_with_differences_is_a_partly_delivered_stop(run: Run) -> None:
    run.plan((0, 1))
    run.leave()
    first, second = of(run).stops
    signed = run.post.work.write(
        sign_stop,
        StopSignedDraft(first.id, SignDraft(run.handovers[0], TODAY, "L. Arriaga", struck=(StruckSerial("A-1"),))),
    )
    assert signed.variance
    assert run.post.scalar("SELECT outcome FROM waybill_stop WHERE id = :s", s=first.id) == "partly"
    with pytest.raises(BadInput):
        run.post.work.write(sign_stop, StopSignedDraft(first.id, SignDraft(run.handovers[1], TODAY, "L. Arriaga")))
    run.post.work.write(sign_stop, StopSignedDraft(second.id, SignDraft(run.handovers[1], TODAY, "L. Arriaga")))
    assert [(one.fate, one.arrived_on, one.copy) for one in of(run).stops] == [
        ("partly", TODAY, "missing"), ("delivered", TODAY, "missing"),
    ]  # fmt: skip
    assert not run.post.work.read(differences)


def test_a_refused_stop_leaves_its_goods_free_on_the_vehicle(run: Run) -> None:
    run.plan((0, 1))
    with pytest.raises(RulesBroken) as early:
        run.post.work.write(refuse_stop, StopRefusedDraft(of(run).stops[0].id, TODAY, "No"))
    assert codes(early) == ["waybill-not-sent"]
    run.leave()
    run.post.work.write(refuse_stop, StopRefusedDraft(of(run).stops[0].id, TODAY, "The director was away"))
    found = of(run)
    assert [(one.fate, one.handover_state, one.on_road) for one in found.stops] == [
        ("refused", "refused", 0), ("open", "issued", 9),
    ]  # fmt: skip
    assert found.vehicles[0].on_road == 20
    assert run.post.work.read(verify).holds


def test_one_carton_is_diverted_with_its_own_receipt_and_the_rest_comes_home(run: Run) -> None:
    run.plan((0, 1))
    gloves = int(str(run.post.scalar(
        "SELECT k.id FROM handover_pick k JOIN handover_line l ON l.id = k.line_id WHERE l.handover_id = :h"
        " AND k.unit_id IS NULL", h=run.handovers[0],
    )))  # fmt: skip
    run.post.work.write(mark_picked, PickedDraft(run.outbound, (gloves,), True, "C-2"))
    first = of(run).stops[0]
    assert (first.picked, first.picks) == (10, first.units), "units, as everywhere beside it, not lines"
    run.leave()
    stop = of(run).stops[0]
    other = run.post.work.write(save_partner, PartnerDraft(PartnerKind.FACILITY, "El Faro", parent_id=run.post.unit))
    where = (TODAY, "Closed by a riot", run.post.unit, int(other), run.post.person, ("C-2",))
    with pytest.raises(RulesBroken) as silent:
        run.post.work.write(divert_stop, DivertDraft(stop.id, TODAY, " ", *where[2:]))
    assert codes(silent) == ["reason-needed"]
    diverted = run.post.work.write(divert_stop, DivertDraft(stop.id, *where))
    assert (diverted.number, diverted.units) == ("PCL-HO-2026-A0003", 10)
    found = of(run)
    assert [(one.fate, one.handover_state, one.facility) for one in found.stops] == [
        ("diverted", "void", stop.facility), ("open", "issued", found.stops[1].facility), ("open", "issued", "El Faro"),
    ]  # fmt: skip
    assert [one.package for one in found.goods if one.stop_id == found.stops[2].id] == ["C-2"]
    counted = sum(one.units for one in found.stops if one.handover_state != "void")
    assert found.row.units == counted, "the list does not count the diverted carton twice"
    run.post.work.write(sign_stop, StopSignedDraft(found.stops[2].id, SignDraft(diverted.handover_id, TODAY, "Ana")))
    assert of(run).vehicles[0].on_road == 1 + 9
    with pytest.raises(RulesBroken) as gone:
        run.post.work.write(divert_stop, DivertDraft(found.stops[2].id, *where))
    assert codes(gone) == ["handover-final"]
    assert run.post.work.read(verify).holds


def test_a_stop_whose_receipt_is_a_draft_is_diverted_too(run: Run) -> None:
    run.plan((2,))
    run.leave()
    (stop,) = of(run).stops
    diverted = run.post.work.write(
        divert_stop, DivertDraft(stop.id, TODAY, "Road closed", run.post.unit, run.post.facility, run.post.person)
    )
    assert diverted.units == 6
    assert [one.units for one in of(run).stops] == [0, 6]
    assert run.post.work.read(verify).holds


def test_cartons_with_the_same_goods_keep_their_names_when_they_are_diverted(run: Run) -> None:
    gloves = run.post.pick_quantity
    handover = run.post.issued(gloves(run.gloves, 3), gloves(run.gloves, 4))
    run.handovers.append(handover)
    run.plan((3,))
    picks = run.post.work.read(
        lambda session: list(
            session.execute(
                text("SELECT k.id FROM handover_pick k JOIN handover_line l ON l.id = k.line_id WHERE l.handover_id = :h"
                     " ORDER BY k.id"), {"h": handover},
            ).scalars()
        )
    )  # fmt: skip
    for pick, name in zip(picks, ("C-1", "C-2"), strict=True):
        run.post.work.write(mark_picked, PickedDraft(run.outbound, (pick,), True, name))
    run.leave()
    (stop,) = of(run).stops
    run.post.work.write(
        divert_stop, DivertDraft(stop.id, TODAY, "Closed", run.post.unit, run.post.facility, run.post.person)
    )
    found = of(run)
    made = [(one.package, one.quantity) for one in found.goods if one.stop_id == found.stops[1].id]
    assert sorted(made) == [("C-1", 3), ("C-2", 4)]


def test_what_left_on_a_vehicle_is_not_counted_again_for_its_receipt(run: Run) -> None:
    """The count put ten down to the receipt; they left with the waybill, and one unit was struck at the door."""
    post = run.post
    shelf = post.pick_quantity(run.gloves, 1).picks[0]
    run.plan((0,))
    post.work.write(post_count, CountDraft((SeenDraft(shelf.layer_id, shelf.place_id, 20),), TODAY))
    assert post.scalar("SELECT sum(quantity) FROM counted_out") == 10
    run.leave()
    (stop,) = of(run).stops
    signed = SignDraft(run.handovers[0], TODAY, "L. Arriaga", struck=(StruckSerial("A-1"),))
    post.work.write(sign_stop, StopSignedDraft(stop.id, signed))
    assert [one for one in post.work.read(tasks, today=TODAY) if one.detail == "again"] == []
