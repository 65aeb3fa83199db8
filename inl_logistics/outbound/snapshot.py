"""From records to the papers of the road. A waybill is sealed when it leaves; lists are drawn from what is planned."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from hashlib import sha256
from itertools import groupby
from typing import Any

import msgspec
from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from inl_logistics.catalog.rules import is_export_controlled
from inl_logistics.kernel.dates import stored_day
from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.text import serial_order
from inl_logistics.kernel.values import DocumentId
from inl_logistics.ledger.places import name_sql
from inl_logistics.outbound.documents import PickList, RoadLine, RoadStop, TransferNote, Waybill, waybill_from_json
from inl_logistics.outbound.facts import PLANNED, SENT
from inl_logistics.paper.model import Named, Translation
from inl_logistics.register import seals
from inl_logistics.register.records import Fact
from inl_logistics.settings.declared import POST, get
from inl_logistics.settings.letterhead import letterhead

_PICKS = (
    "SELECT k.id, s.id AS stop, s.waybill_id, l.handover_id, l.line_no, i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' ||"
    " v.size END AS item, v.code, v.unit_of_issue, i.id AS item_id, i.un_number, i.hazard_class, i.export_class,"
    " i.carton_weight_g, i.carton_quantity, COALESCE(t.code, '') AS lot, t.expires_on, COALESCE(u.serial, '') AS serial,"
    f" {name_sql('p')} AS place, k.unit_id, {SENT} AS quantity, {PLANNED} AS planned_quantity,"
    " COALESCE(e.package, '') AS package, COALESCE(e.picked, 0) AS picked, COALESCE(d.number, '') AS receipt"
    " FROM waybill_stop s JOIN handover_line l ON l.handover_id = s.handover_id JOIN handover_pick k ON k.line_id = l.id"
    " JOIN variant v ON v.id = l.variant_id JOIN item i ON i.id = v.item_id JOIN layer y ON y.id = k.layer_id"
    " LEFT JOIN lot t ON t.id = y.lot_id LEFT JOIN unit u ON u.id = k.unit_id JOIN place p ON p.id = k.place_id"
    " JOIN handover h ON h.id = l.handover_id LEFT JOIN document d ON d.id = h.document_id"
    " LEFT JOIN waybill_line e ON e.pick_id = k.id JOIN waybill w ON w.id = s.waybill_id WHERE "
)


# What has not left; once everything has, all of it, so that the list can still be printed.
_TO_PICK = (
    "w.outbound_id = :o AND (w.sent_on IS NULL OR NOT EXISTS (SELECT 1 FROM waybill n WHERE n.outbound_id = :o"
    " AND n.sent_on IS NULL))"
)


# A receipt that nobody will sign any more takes nothing along; what left before it ended did leave.
_TRAVELS = "(w.sent_on IS NOT NULL OR h.state NOT IN ('void', 'refused'))"
_OF_VEHICLE = "w.outbound_id = :o AND w.id = :w"


def waybill_paper(session: Session, waybill_id: int) -> Waybill:
    """Return what a waybill prints: as it left, else the draft as planned. Raises: BadInput("not-found")."""
    document = session.execute(text("SELECT document_id FROM waybill WHERE id = :w"), {"w": waybill_id}).scalar()
    raw = seals.snapshot(session, DocumentId(document), Fact.ISSUE) if document is not None else None
    return waybill_from_json(raw) if raw is not None else waybill_of(session, waybill_id)


def printed_content(waybill: Waybill) -> str:
    """Return the hash of what a waybill prints: where goods lie in the store, and whether they are picked, is not on it."""
    stops = tuple(
        replace(stop, lines=tuple(replace(line, place="", picked=False) for line in stop.lines))
        for stop in waybill.stops
    )
    return sha256(replace(waybill, stops=stops).to_json()).hexdigest()


def is_stale(session: Session, waybill_id: int) -> bool:
    """Tell whether a waybill that has not left says something else now than on its last print."""
    last = session.execute(
        text(
            "SELECT p.content FROM printing p JOIN waybill w ON w.document_id = p.document_id WHERE w.id = :w"
            " AND w.sent_on IS NULL AND EXISTS (SELECT 1 FROM waybill_stop s WHERE s.waybill_id = w.id)"
            " ORDER BY p.ordinal DESC LIMIT 1"
        ),
        {"w": waybill_id},
    ).scalar()
    return bool(last) and last != printed_content(waybill_of(session, waybill_id))


def waybill_of(session: Session, waybill_id: int) -> Waybill:
    """Return what a waybill prints as it stands now. Raises: BadInput("not-found")."""
    row = session.execute(
        text(
            "SELECT w.*, d.number, COALESCE(x.number, o.title) AS shipment, o.planned_on, u.name AS by_name,"
            " u.title AS by_title FROM waybill w JOIN outbound o ON o.id = w.outbound_id LEFT JOIN document d"
            " ON d.id = w.document_id LEFT JOIN document x ON x.id = o.document_id LEFT JOIN user_account u"
            " ON u.id = COALESCE(d.assigned_by, o.created_by) WHERE w.id = :w"
        ),
        {"w": waybill_id},
    ).first()
    if row is None:
        raise BadInput("not-found", what=str(waybill_id))
    picks = _picks(session, "s.waybill_id = :w", {"w": waybill_id})
    profile = get(session, POST)
    day = stored_day(row.sent_on) or stored_day(row.departs_on) or stored_day(row.planned_on) or date(2000, 1, 1)
    return Waybill(
        row.number, day, letterhead(profile), _stops(session, waybill_id, picks), row.shipment or "", profile.name,
        row.vehicle, row.trailer, row.driver, row.driver_phone, row.escort, row.transporter, row.seal, row.route,
        row.condition, Named(row.by_name or ""), row.by_title or "", row.remarks,
    )  # fmt: skip


def _stops(session: Session, waybill_id: int, picks: list[Row[Any]]) -> tuple[RoadStop, ...]:
    names = _names(session)
    rows = session.execute(
        text(
            "SELECT s.id, COALESCE(f.name, '') AS facility, COALESCE(f.name_native, '') AS facility_native,"
            " COALESCE(u.name, '') AS unit, COALESCE(u.name_native, '') AS unit_native, COALESCE(d.number, '') AS receipt"
            " FROM waybill_stop s JOIN waybill w ON w.id = s.waybill_id JOIN handover h ON h.id = s.handover_id"
            " LEFT JOIN partner f ON f.id = h.facility_id"
            " LEFT JOIN partner u ON u.id = h.unit_id LEFT JOIN document d ON d.id = h.document_id"
            f" WHERE s.waybill_id = :w AND {_TRAVELS} ORDER BY s.line_no"
        ),
        {"w": waybill_id},
    )
    return tuple(
        RoadStop(
            Named(row.facility, row.facility_native), Named(row.unit, row.unit_native), row.receipt,
            _merged([pick for pick in picks if pick.stop == row.id], names),
        )
        for row in rows
    )  # fmt: skip


def pick_list(session: Session, outbound_id: int, *, today: date, waybill_id: int | None = None) -> PickList:
    """Return what the store takes, by bin and first expiry; for one vehicle where it is named."""
    picks = _picks(session, _TO_PICK if waybill_id is None else _OF_VEHICLE, {"o": outbound_id, "w": waybill_id})
    lines = _merged(sorted(picks, key=lambda one: (one.place, one.expires_on or "9999", one.code)), _names(session))
    title = _title(session, outbound_id, waybill_id)
    return PickList("pick_list_title", None, today, letterhead(get(session, POST)), lines, title)


def packing_list(session: Session, outbound_id: int, *, today: date, waybill_id: int | None = None) -> PickList:
    """Return what lies in which carton, serials with it; on one vehicle where it is named."""
    picks = _picks(
        session, "w.outbound_id = :o" if waybill_id is None else _OF_VEHICLE, {"o": outbound_id, "w": waybill_id}
    )
    lines = _merged(sorted(picks, key=lambda one: (one.package or "~", one.receipt, one.code)), _names(session))
    title = _title(session, outbound_id, waybill_id)
    return PickList("packing_list_title", None, today, letterhead(get(session, POST)), lines, title)


def run_of(session: Session, outbound_id: int) -> bytes:
    """Return what is sealed of a shipment as it left: its waybills by number, with what each carries."""
    ids = session.execute(
        text("SELECT id FROM waybill WHERE outbound_id = :o AND sent_on IS NOT NULL ORDER BY line_no"),
        {"o": outbound_id},
    ).scalars()
    bills = [waybill_of(session, one) for one in ids]
    return msgspec.json.encode({"title": _title(session, outbound_id), "waybills": bills}, order="deterministic")


def transfer_note(session: Session, transfer_id: int, *, today: date) -> TransferNote:
    """Return what a transfer's paper prints. Raises: BadInput("not-found")."""
    row = session.execute(
        text(
            "SELECT t.*, d.number, s.name AS source, z.name || CASE WHEN b.code = '' THEN '' ELSE ' ' || b.code END AS target"
            " FROM transfer t LEFT JOIN document d ON d.id = t.document_id JOIN store s ON s.id = t.from_store_id"
            " JOIN bin b ON b.id = t.to_bin_id JOIN store z ON z.id = b.store_id WHERE t.id = :t"
        ),
        {"t": transfer_id},
    ).first()
    if row is None:
        raise BadInput("not-found", what=str(transfer_id))
    found = session.execute(
        text(
            "SELECT i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END AS item, v.code, v.unit_of_issue,"
            " i.id AS item_id, i.un_number, i.hazard_class, '' AS export_class, NULL AS carton_weight_g,"
            " NULL AS carton_quantity, COALESCE(o.code, '') AS lot, o.expires_on, COALESCE(u.serial, '') AS serial,"
            f" {name_sql('p')} AS place, l.quantity, NULL AS planned_quantity, '' AS package, 0 AS picked, '' AS receipt"
            " FROM transfer_line l JOIN layer y ON y.id = l.layer_id JOIN variant v ON v.id = y.variant_id JOIN item i"
            " ON i.id = v.item_id LEFT JOIN lot o ON o.id = y.lot_id LEFT JOIN unit u ON u.id = l.unit_id JOIN place p"
            " ON p.id = l.place_id WHERE l.transfer_id = :t ORDER BY v.code, l.line_no"
        ),
        {"t": transfer_id},
    ).all()
    return TransferNote(
        row.number, stored_day(row.sent_on) or stored_day(row.planned_on) or today, letterhead(get(session, POST)),
        row.source, row.target, _merged(list(found), _names(session)), row.reason, row.sender, row.receiver, row.driver,
        row.vehicle, row.remarks,
    )  # fmt: skip


def _picks(session: Session, where: str, values: dict[str, object]) -> list[Row[Any]]:
    return list(session.execute(text(f"{_PICKS}{where} AND {_TRAVELS} ORDER BY s.line_no, l.line_no, k.id"), values))


def _merged(picks: list[Row[Any]], names: dict[int, tuple[Translation, ...]]) -> tuple[RoadLine, ...]:
    """Merge neighbors of one item, lot, place, carton and receipt; serials gather under their line."""
    lines = []
    for _key, group in groupby(
        picks, key=lambda one: (one.item, one.lot, one.place, one.package, one.receipt, one.picked)
    ):
        parts = list(group)
        first = parts[0]
        quantity = sum(one.quantity for one in parts)
        planned = sum(one.planned_quantity or one.quantity for one in parts)
        mark = " ".join(filter(None, (first.un_number, first.hazard_class)))
        export = first.export_class if is_export_controlled(first.export_class) else ""
        weight = None
        if first.carton_weight_g and first.carton_quantity:
            weight = round(first.carton_weight_g * quantity / first.carton_quantity)
        if not quantity and not planned:
            continue
        lines.append(
            RoadLine(
                first.item, quantity, first.unit_of_issue, first.code or "", names.get(first.item_id, ()), first.lot,
                stored_day(first.expires_on), tuple(sorted((one.serial for one in parts if one.serial), key=serial_order)), first.place, first.package,
                mark, export, weight, first.receipt, bool(first.picked), planned if planned != quantity else None,
            )
        )  # fmt: skip
    return tuple(lines)


def _names(session: Session) -> dict[int, tuple[Translation, ...]]:
    found: dict[int, list[Translation]] = defaultdict(list)
    for row in session.execute(text("SELECT item_id, language, name FROM item_name ORDER BY language")):
        found[row.item_id].append(Translation(row.language, row.name))
    return {item: tuple(each) for item, each in found.items()}


def _title(session: Session, outbound_id: int, waybill_id: int | None = None) -> str:
    row = session.execute(
        text(
            "SELECT d.number, o.title, (SELECT vehicle FROM waybill WHERE id = :w) AS vehicle FROM outbound o"
            " LEFT JOIN document d ON d.id = o.document_id WHERE o.id = :o"
        ),
        {"o": outbound_id, "w": waybill_id},
    ).one()
    return " · ".join(filter(None, (row.number or row.title, row.vehicle)))
