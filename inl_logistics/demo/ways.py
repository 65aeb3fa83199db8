"""What the story does on the road and after receiving: a transfer to the second store, vehicles with waybills, a plan, a claim."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.demo import story
from inl_logistics.inventory.queries import proposals
from inl_logistics.kernel.actor import Override
from inl_logistics.kernel.values import Condition
from inl_logistics.outbound.commands import (
    OutboundDraft,
    PickedDraft,
    VehicleDraft,
    file_return_copy,
    mark_picked,
    save_outbound,
)
from inl_logistics.outbound.dispatch import DispatchDraft, dispatch
from inl_logistics.outbound.returning import BackDraft, bring_back
from inl_logistics.outbound.running import RunDraft, RunVehicle, make_run, preview
from inl_logistics.partners.commands import bin_of
from inl_logistics.receiving import claims, followup
from inl_logistics.receiving.claims import ClaimDraft, ClaimNoteDraft
from inl_logistics.requirements.commands import (
    DecisionDraft,
    PersonSize,
    RecipientDraft,
    RequirementDraft,
    RequirementLineDraft,
    decide,
    save_requirement,
    submit,
)
from inl_logistics.requirements.records import Basis
from inl_logistics.transfers.arriving import ArrivalDraft, Arrived, receive
from inl_logistics.transfers.commands import TransferDraft, TransferPick, save_transfer, send

if TYPE_CHECKING:
    from inl_logistics.demo.make import Demo

Act = tuple[int, Callable[[], None]]
# The sizes of the roster: what the store holds, so that the run has something to bring.
SIZES = {"UNI-01": "M", "UNI-02": "32R", "UNI-06": "42", "BEL-01": "M"}
SENT = (("MED-03", "", 24), ("RST-05", "", 40), ("PPE-01", "L", 30))  # code, size, units, to the second store


def acts(demo: Demo) -> list[Act]:
    """Return what happens, with how many days ago."""
    return [(26, lambda: _transfer(demo, 26, 24)), (9, lambda: _transfer(demo, 9, None)), (6, lambda: _plan(demo)),
            (3, lambda: _claim(demo)), (1, lambda: _run(demo))]  # fmt: skip


def leave(demo: Demo, handover: int, vehicle: str, driver: str) -> int:
    """Let a handover leave on a vehicle of its own; returns the waybill."""
    day = demo.clock.now.date()
    draft = VehicleDraft(
        vehicle, driver, (handover,), driver_phone="+000 5550 142", escort="Post guard", seal=f"S-{4400 + handover}",
        route="Northern road", condition="Dry, closed cartons", departs_on=day,
    )  # fmt: skip
    run = demo.work.write(save_outbound, OutboundDraft((draft,), "Northern run", day))
    demo.work.write(dispatch, DispatchDraft(run, on=day))
    return int(demo.work.read(_waybill, run))


def come_back(demo: Demo, waybill: int) -> None:
    """Bring back what was not signed for, and file the return copy."""
    day = demo.clock.now.date()
    home = demo.work.write(lambda session, **_who: bin_of(session, demo.stores["MAIN"], ""))
    if demo.work.read(_on_vehicle, waybill):
        demo.work.write(bring_back, BackDraft(waybill, home, day, "Returned at the door"))
    demo.work.write(file_return_copy, waybill, on=day)


def _transfer(demo: Demo, sent: int, arrived: int | None) -> None:
    day = demo.on(sent, 10)
    target = demo.work.write(lambda session, **_who: bin_of(session, demo.stores["LHS"], ""))
    goods = SENT if arrived is not None else SENT[:1]
    picks = tuple(pick for code, size, units in goods for pick in _picks(demo, code, size, units))
    draft = TransferDraft(
        demo.stores["MAIN"],
        target,
        picks,
        "Stock for La Hondura",
        "Dana Morales",
        "Rosa Mena",
        "J. Reyes",
        "MIA-1042",
        day,
    )
    transfer = demo.work.write(save_transfer, draft)
    demo.work.write(send, transfer, sent_on=day)
    if arrived is None:
        return
    day = demo.on(arrived, 11)
    first = picks[0]
    part = (Arrived(first.layer_id, first.quantity - 4, first.unit_id), Arrived(first.layer_id, 4, damaged=True))
    demo.work.write(receive, ArrivalDraft(transfer, day, part, "Rosa Mena", "Four packets wet"))
    demo.work.write(receive, ArrivalDraft(transfer, day, receiver="Rosa Mena"))


def _picks(demo: Demo, code: str, size: str, units: int) -> list[TransferPick]:
    found, left = [], units
    for one in demo.work.read(proposals, demo.variant(code, size), today=demo.today, store_id=demo.stores["MAIN"]):
        take = min(left, one.free)
        if take:
            found.append(TransferPick(one.layer_id, one.place_id, take, None, Condition(one.condition)))
            left -= take
    return found


def _plan(demo: Demo) -> None:
    demo.on(6, 15)
    units = ("Corrections Academy", "Prison Response Group")
    kit = demo.work.read(_kit, "K-GRAD")
    sizes = demo.work.read(_sized, SIZES)
    recipients = tuple(
        RecipientDraft(
            demo.partners[story.FACILITY[unit]],
            demo.partners[unit],
            demo.people[unit],
            heads,
            sizes=tuple(
                PersonSize(person, item, size) for person in range(1, heads + 1) for item, size in sizes.items()
            ),
        )
        for unit, heads in zip(units, (18, 12), strict=True)
    )
    plan = demo.work.write(
        save_requirement,
        RequirementDraft(
            recipients, (RequirementLineDraft(1, Basis.PERSON, kit_id=kit),), title="Graduation, class of spring",
            agency_id=demo.partners["National Prison Service"], agreement_id=demo.agreement,
            justification="New officers of both units", need_by=demo.today + timedelta(days=75),
        ),
    )  # fmt: skip
    demo.work.write(submit, plan)
    own = Override("self-approval", "Only officer at the post", demo.work.actor.user_id, demo.work.actor.name)
    demo.work.write(decide, DecisionDraft(plan, approve=True), overrides=(own,))


def _run(demo: Demo) -> None:
    """The plan's distribution run is planned on two vehicles for today; its receipts wait to be issued."""
    demo.on(1, 9)
    plan = demo.work.read(_newest_plan)
    found = demo.work.read(preview, plan, today=demo.today)
    stops = [one.recipient_id for one in found.shares if one.gets]
    vehicles = tuple(
        RunVehicle((recipient,), vehicle, driver, driver_phone="+000 5550 142", route="Northern road")
        for recipient, (vehicle, driver) in zip(
            stops, (("MIA-1042", "J. Reyes"), ("MIA-2210", "P. Ortiz")), strict=False
        )
    )
    run = demo.work.write(make_run, RunDraft(plan, vehicles, on=demo.today))
    picks = demo.work.read(_picks_of, run)
    demo.work.write(mark_picked, PickedDraft(run, picks, True, "C-1"))


def _claim(demo: Demo) -> None:
    day = demo.on(3, 16)
    for receiving in demo.work.read(_open_reports):
        record = demo.work.read(followup.detail, receiving, today=day)
        if record is None:
            continue
        lines = tuple(line.id for line in record.lines if line.kind in ("short", "damaged"))
        if not lines:
            continue
        demo.work.write(
            claims.claim, ClaimDraft(lines, record.row.vendor, claim_by=record.row.claim_by, claimed_on=day)
        )
        demo.work.write(
            claims.note_claim, ClaimNoteDraft(receiving, day, "Letter sent to the vendor", "With the packing list")
        )
        return


def _sized(session: Session, sizes: Mapping[str, str]) -> dict[int, str]:
    rows = session.execute(text("SELECT code, id FROM item"))
    return {row.id: sizes[row.code] for row in rows if row.code in sizes}


def _newest_plan(session: Session) -> int:
    return int(session.execute(text("SELECT max(id) FROM requirement")).scalar_one())


def _picks_of(session: Session, run: int) -> tuple[int, ...]:
    """Return the picks of the first stop."""
    rows = session.execute(
        text(
            "SELECT k.id FROM waybill w JOIN waybill_stop s ON s.waybill_id = w.id AND w.line_no = 1 JOIN handover_line l"
            " ON l.handover_id = s.handover_id JOIN handover_pick k ON k.line_id = l.id WHERE w.outbound_id = :o ORDER BY k.id"
        ),
        {"o": run},
    )
    return tuple(rows.scalars())


def _waybill(session: Session, run: int) -> int:
    return int(session.execute(text("SELECT id FROM waybill WHERE outbound_id = :o"), {"o": run}).scalar_one())


def _on_vehicle(session: Session, waybill: int) -> int:
    return int(
        session.execute(
            text(
                "SELECT COALESCE(sum(b.quantity), 0) FROM waybill w JOIN place p ON p.document_id = w.document_id JOIN balance b"
                " ON b.place_id = p.id WHERE w.id = :w"
            ),
            {"w": waybill},
        ).scalar_one()
    )


def _kit(session: Session, code: str) -> int:
    return int(session.execute(text("SELECT id FROM kit WHERE code = :c"), {"c": code}).scalar_one())


def _open_reports(session: Session) -> list[int]:
    rows = session.execute(
        text("SELECT DISTINCT receiving_id FROM discrepancy WHERE resolved_on IS NULL ORDER BY receiving_id DESC")
    )
    return list(rows.scalars())
