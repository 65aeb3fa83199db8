"""From a shipment's records to the frozen value that its papers print."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.dates import stored_day
from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.values import div_half_even
from inl_logistics.paper.model import NOBODY, Named, Translation
from inl_logistics.register.numbers import screen_number
from inl_logistics.settings.declared import POST, get
from inl_logistics.settings.letterhead import letterhead
from inl_logistics.shipments import facts
from inl_logistics.shipments.arranging import Packing, volume_cm3
from inl_logistics.shipments.cargo import shipping_name
from inl_logistics.shipments.documents import PaperGoods, PaperPackage, PaperStep, ShipmentPaper
from inl_logistics.shipments.packing import packing_of
from inl_logistics.shipments.records import MilestoneKind, PackageKind

_SAME = (
    "title", "mode", "transport_number", "vessel", "port_from", "port_to", "consignee", "notify_party", "broker", "agent",
    "incoterm", "currency", "exemption", "customs_entry", "remarks",
)  # fmt: skip
_PACKED = (PackageKind.CARTON, PackageKind.CRATE)


def paper_of(session: Session, shipment_id: int, *, today: date) -> ShipmentPaper:
    """Return everything that the papers of a shipment print. Raises: BadInput("not-found")."""
    row = session.execute(
        text(
            "SELECT h.*, d.number, v.name AS vendor, v.name_native, c.name AS carrier_name, u.name AS by_name,"
            " u.title AS by_title FROM shipment h LEFT JOIN document d ON d.id = h.document_id LEFT JOIN partner v"
            " ON v.id = h.vendor_id LEFT JOIN partner c ON c.id = h.carrier_id LEFT JOIN user_account u"
            " ON u.id = d.assigned_by WHERE h.id = :s"
        ),
        {"s": shipment_id},
    ).first()
    if row is None:
        raise BadInput("not-found", what=str(shipment_id))
    values, packing = row._mapping, packing_of(session, shipment_id)
    goods, profile = _goods(session, shipment_id), get(session, POST)
    steps = facts.steps(session, shipment_id)
    arrival = next((one for one in steps if one.kind is MilestoneKind.ARRIVED), None)
    lines = {line.line_id: one for line, one in zip(packing.lines, goods, strict=True)}
    declared = row.declared_minor if row.declared_minor is not None else sum(one.value_minor for one in goods)
    boxes = [one for one in packing.packages if one.kind in _PACKED]
    return ShipmentPaper(
        number=row.number, dated_on=today, letterhead=letterhead(profile), goods=goods,
        packages=tuple(_package(packing, one.code, lines) for one in packing.packages),
        loose=tuple(_part(lines[one.line_id], one.loose(), _named(one.serials, "")) for one in packing.lines if one.loose()),
        steps=tuple(PaperStep(one.kind.value, one.planned_on, one.forecast_on, one.actual_on) for one in steps),
        vendor=Named(row.vendor, row.name_native or "") if row.vendor else NOBODY, carrier=row.carrier_name or "",
        expected_on=(arrival.actual_on or arrival.forecast_on or arrival.planned_on) if arrival else None,
        has_arrived=bool(arrival and arrival.actual_on), containers=_containers(packing, row), declared_minor=declared, insurance=_insurance(row),
        weight_g=row.weight_g or sum(one.weight_g or 0 for one in boxes) or None,
        volume_cm3=row.volume_cm3 or sum(volume_cm3(one) or 0 for one in boxes) or None,
        package_count=row.package_count or len(boxes), note=row.diplomatic_note, note_on=stored_day(row.note_on),
        exemption_on=stored_day(row.exemption_on), customs_entry_on=stored_day(row.customs_entry_on),
        orders=_orders(session, shipment_id), agreements=_agreements(session, shipment_id),
        recipients=_recipients(session, shipment_id), place=profile.place or profile.name,
        prepared=Named(row.by_name) if row.by_name else NOBODY, prepared_title=row.by_title or "",
        **{name: values[name] for name in _SAME},
    )  # fmt: skip


def _goods(session: Session, shipment_id: int) -> tuple[PaperGoods, ...]:
    rows = session.execute(
        text(
            "SELECT s.*, COALESCE(i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END, s.description) AS item,"
            " COALESCE(v.code, '') AS code, COALESCE(v.unit_of_issue, 'EA') AS unit, i.id AS item_id, COALESCE(NULLIF(s.hs, ''),"
            " i.hs, '') AS tariff, COALESCE(NULLIF(s.origin, ''), l.origin, '') AS made_in, COALESCE(i.un_number, '')"
            " AS un_number, COALESCE(i.hazard_class, '') AS hazard_class, COALESCE(d.number, o.source_number, '')"
            " AS order_number FROM shipment_line s LEFT JOIN variant v ON v.id = s.variant_id LEFT JOIN item i"
            " ON i.id = v.item_id LEFT JOIN order_line l ON l.id = s.order_line_id LEFT JOIN purchase_order o"
            " ON o.id = l.order_id LEFT JOIN document d ON d.id = o.document_id WHERE s.shipment_id = :s ORDER BY s.line_no"
        ),
        {"s": shipment_id},
    ).all()
    names: dict[int, list[Translation]] = {}
    for one in session.execute(
        text(
            "SELECT n.item_id, n.language, n.name FROM item_name n WHERE n.item_id IN (SELECT v.item_id FROM shipment_line s"
            " JOIN variant v ON v.id = s.variant_id WHERE s.shipment_id = :s) ORDER BY n.language"
        ),
        {"s": shipment_id},
    ):
        names.setdefault(one[0], []).append(Translation(one[1], one[2]))
    return tuple(
        PaperGoods(
            row.line_no, row.item, row.quantity, row.unit, row.value_minor, row.code, tuple(names.get(row.item_id, ())),
            row.tariff, row.made_in, row.un_number, row.hazard_class, shipping_name(row.un_number),
            screen_number(row.order_number) or row.order_number, row.lot, stored_day(row.expires_on),
        )
        for row in rows
    )  # fmt: skip


def _package(packing: Packing, code: str, lines: dict[int, PaperGoods]) -> PaperPackage:
    own = packing.package(code)
    depth, parent = 0, own.parent
    while parent:
        depth, parent = depth + 1, packing.package(parent).parent
    inside = tuple(
        _part(lines[line.line_id], line.inside(code), _named(line.serials, code))
        for line in packing.lines
        if line.inside(code)
    )
    return PaperPackage(code, own.kind.value, depth, own.weight_g, own.size_mm, own.seal, inside)


def _named(serials: Iterable[Any], code: str) -> tuple[str, ...]:
    return tuple(one.serial for one in serials if one.package == code)


def _part(whole: PaperGoods, quantity: int, serials: tuple[str, ...]) -> PaperGoods:
    """Return so many units of a line, with their share of its value."""
    from dataclasses import replace

    value = div_half_even(whole.value_minor * quantity, whole.quantity) if whole.quantity else 0
    return replace(whole, quantity=quantity, value_minor=value, serials=serials)


def _containers(packing: Packing, row: Any) -> tuple[tuple[str, str], ...]:
    found = [(one.code, one.seal) for one in packing.packages if one.kind is PackageKind.CONTAINER]
    if row.container and row.container not in {code for code, _seal in found}:
        found.insert(0, (row.container, row.seal))
    return tuple(found)


def _insurance(row: Any) -> str:
    amount = f"{row.currency} {row.insurance_minor / 100:,.2f}" if row.insurance_minor else ""
    return " · ".join(filter(None, (row.insurer, amount)))


def _orders(session: Session, shipment_id: int) -> tuple[str, ...]:
    rows = session.execute(
        text(
            "SELECT DISTINCT COALESCE(d.number, o.source_number) FROM shipment_line s JOIN order_line l"
            " ON l.id = s.order_line_id JOIN purchase_order o ON o.id = l.order_id LEFT JOIN document d"
            " ON d.id = o.document_id WHERE s.shipment_id = :s"
        ),
        {"s": shipment_id},
    ).scalars()
    return tuple(sorted(screen_number(one) or one for one in rows if one))


_PAYERS = (
    " FROM shipment_line s JOIN order_line l ON l.id = s.order_line_id JOIN purchase_order o ON o.id = l.order_id"
    " LEFT JOIN project j ON j.id = COALESCE(l.project_id, o.project_id)"
)


def _agreements(session: Session, shipment_id: int) -> tuple[str, ...]:
    rows = session.execute(
        text(
            f"SELECT DISTINCT a.number{_PAYERS} JOIN agreement a ON a.id = COALESCE(o.agreement_id, j.agreement_id)"
            " WHERE s.shipment_id = :s ORDER BY a.number"
        ),
        {"s": shipment_id},
    ).scalars()
    return tuple(rows)


def _recipients(session: Session, shipment_id: int) -> tuple[Named, ...]:
    """Return for whom the goods are: the orders' recipients, else the ministries of their agreements."""
    ask = (
        f"SELECT DISTINCT p.id, p.name, p.name_native{_PAYERS} JOIN partner p ON p.id = o.recipient_id WHERE s.shipment_id = :s",
        (
            f"SELECT DISTINCT p.id, p.name, p.name_native{_PAYERS} JOIN agreement a ON a.id = COALESCE(o.agreement_id,"
            " j.agreement_id) JOIN partner p ON p.id = a.partner_id WHERE s.shipment_id = :s"
        ),
    )
    for sql in ask:
        found = session.execute(text(f"{sql} ORDER BY p.id"), {"s": shipment_id}).all()
        if found:
            return tuple(Named(row.name, row.name_native or "") for row in found)
    return ()
