"""From scans to stock: what was counted becomes receipt lines, layers, units and movements.

Source: product.md 4 (When stock moves; Layers): every piece leads back to its order line and its money.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from inl_logistics.kernel.problems import Problem, RulesBroken
from inl_logistics.kernel.text import clean, serial_key
from inl_logistics.kernel.values import (
    MICROS,
    Condition,
    ItemId,
    OrderLineId,
    PartnerId,
    PlaceId,
    Status,
    Title,
    Tracking,
    UnitId,
    VariantId,
    div_half_even,
)
from inl_logistics.ledger import commands as ledger
from inl_logistics.ledger import places, things
from inl_logistics.ledger.places import name_sql
from inl_logistics.ledger.records import PlaceKind
from inl_logistics.partners.commands import bin_of
from inl_logistics.receiving.expected import SERIAL
from inl_logistics.receiving.records import ReceiptLineRecord, ReceivingRecord, ScanOutcome

_STATE = {
    ScanOutcome.GOOD: (Condition.NEW, Status.AVAILABLE),
    ScanOutcome.DAMAGED: (Condition.POOR, Status.QUARANTINED),
    ScanOutcome.WRONG: (Condition.NEW, Status.QUARANTINED),
    ScanOutcome.SET_ASIDE: (Condition.NEW, Status.QUARANTINED),
}


@dataclass(frozen=True, slots=True)
class Batch:
    """Scans that become one receipt line: same thing, outcome, lot and place."""

    line_id: int | None
    variant_id: VariantId
    outcome: ScanOutcome
    lot: things.LotDraft
    place_id: PlaceId
    serials: tuple[str, ...]
    quantity: int
    note: str


def batches_of(session: Session, record: ReceivingRecord, *, quarantine_bin: str | None = None) -> list[Batch]:
    """Return the scans of a session as receipt lines; damaged, wrong and set-aside goods go to the quarantine bin."""
    rows = session.execute(
        text(
            "SELECT s.shipment_line_id, s.variant_id, s.outcome, s.lot, s.made_on, s.expires_on, s.place_id, s.is_serial,"
            f" {SERIAL} AS serial, s.quantity, s.note FROM scan s WHERE s.receiving_id = :r AND s.undone = 0"
            " AND s.variant_id IS NOT NULL AND s.outcome IN ('good', 'damaged', 'wrong', 'set-aside') ORDER BY s.id"
        ),
        {"r": record.id},
    ).all()
    quarantine = record.place_id
    if quarantine_bin is not None:
        store = session.execute(text("SELECT store_id FROM place WHERE id = :p"), {"p": record.place_id}).scalar_one()
        quarantine = places.of_bin(session, bin_of(session, store, quarantine_bin))
    groups: dict[tuple[object, ...], list[tuple[str, int, str]]] = defaultdict(list)
    for row in rows:
        place = row.place_id or (record.place_id if row.outcome == "good" else quarantine)
        key = (row.shipment_line_id, row.variant_id, row.outcome, row.lot, row.made_on, row.expires_on, place)
        groups[key].append((row.serial if row.is_serial else "", row.quantity, row.note))
    found = []
    for (line, variant, outcome, lot, made, expires, place), scans in groups.items():
        found.append(
            Batch(
                line if isinstance(line, int) else None, VariantId(_whole(variant)), ScanOutcome(str(outcome)),
                things.LotDraft(str(lot or ""), _day(made), _day(expires)), PlaceId(_whole(place)),
                tuple(serial for serial, _quantity, _note in scans if serial),
                sum(quantity for _serial, quantity, _note in scans),
                "; ".join(dict.fromkeys(note for _serial, _quantity, note in scans if note)),
            )
        )  # fmt: skip
    return sorted(found, key=lambda batch: (batch.line_id is None, batch.line_id or 0, batch.outcome.value))


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a line's money comes from: its order line, project and price."""

    item_id: ItemId
    is_serial: bool
    model_id: int
    order_line_id: OrderLineId | None
    project_id: int | None
    price_micros: int
    currency: str
    rate_micros: int


def book(session: Session, record: ReceivingRecord, batches: Sequence[Batch]) -> list[ledger.Line]:
    """Write the receipt lines and what they need; return the movements to post.

    Raises: RulesBroken("serial-in-stock") for each unit that the books have somewhere already, ("unit-twice") for
    each that was counted twice.
    """
    vendor = _vendor_place(session, record.shipment_id)
    lines: list[ledger.Line] = []
    known = _known_units(session, [serial for batch in batches for serial in batch.serials])
    problems: list[Problem] = []
    sources = [_source(session, batch) for batch in batches]
    problems += _twice(batches, sources)
    for number, (batch, source) in enumerate(zip(batches, sources, strict=True), 1):
        layer_id = things.layer(
            session,
            things.LayerDraft(
                source.item_id, batch.variant_id, source.order_line_id, lot=batch.lot, project_id=source.project_id,
                price_micros=source.price_micros, currency=source.currency,
                price_usd_micros=div_half_even(source.price_micros * source.rate_micros, MICROS),
            ),
        )  # fmt: skip
        condition, status = _STATE[batch.outcome]
        base = ledger.Line(
            source.item_id, layer_id, batch.quantity, vendor, batch.place_id, condition=condition, status=status
        )
        lines += _unit_lines(session, base, batch, source, known, problems) if source.is_serial else [base]
        session.execute(
            insert(ReceiptLineRecord).values(
                receiving_id=record.id, line_no=number, shipment_line_id=batch.line_id,
                order_line_id=source.order_line_id, variant_id=batch.variant_id, layer_id=layer_id,
                place_id=batch.place_id, outcome=batch.outcome, condition=condition, status=status,
                quantity=batch.quantity, note=batch.note,
            )
        )  # fmt: skip
    if problems:
        raise RulesBroken(problems)
    return lines


def _twice(batches: Sequence[Batch], sources: Sequence[_Source]) -> list[Problem]:
    """Name the serials that stand twice among the units of one model."""
    seen = Counter(
        (source.model_id, serial_key(serial))
        for batch, source in zip(batches, sources, strict=True)
        if source.is_serial
        for serial in batch.serials
    )
    return [
        Problem("unit-twice", params={"serial": serial}, where=("scans", serial))
        for (_model, serial), count in seen.items()
        if count > 1
    ]


@dataclass(frozen=True, slots=True)
class _Known:
    """A unit that the books know: in which state it lies where; `real` is a store or a facility."""

    unit_id: UnitId
    model_id: int
    condition: Condition
    status: Status
    title: Title
    place_id: PlaceId
    place: str
    real: bool


def _unit_lines(
    session: Session, base: ledger.Line, batch: Batch, source: _Source, known: dict[str, list[_Known]],
    problems: list[Problem],
) -> list[ledger.Line]:  # fmt: skip
    """Return one line for each unit.

    One that comes back starts in the state, and at the place outside the stores, where it was: sent back to the
    vendor, lost, written off. From now on it leads back to this line's money and lot. What was counted without its
    serial is a unit all the same, of which no serial is recorded.
    """
    found: list[ledger.Line] = []
    fresh: list[things.UnitDraft] = []
    one = replace(base, quantity=1)
    for serial in batch.serials:
        same = [unit for unit in known.get(serial_key(serial), []) if unit.model_id == source.model_id]
        if not same:
            fresh.append(
                things.UnitDraft(source.item_id, batch.variant_id, base.layer_id, source.model_id, clean(serial))
            )
            continue
        unit = same[0]
        if unit.real:
            params = {"serial": serial, "place": unit.place}
            problems.append(Problem("serial-in-stock", params=params, where=("scans", serial)))
            continue
        found.append(
            replace(
                one, unit_id=unit.unit_id, from_place=unit.place_id, condition=unit.condition,
                condition_to=base.condition, status=unit.status, status_to=base.status, title=unit.title, title_to=base.title,
            )
        )  # fmt: skip
    if found and not problems:
        again = [line.unit_id for line in found if line.unit_id is not None]
        things.relayer(session, again, base.layer_id, batch.variant_id)
    blank = things.UnitDraft(source.item_id, batch.variant_id, base.layer_id, source.model_id, "", recorded=False)
    fresh += [blank] * (batch.quantity - len(batch.serials))
    made = things.new_units(session, fresh) if fresh and not problems else []
    return found + [replace(one, unit_id=unit_id) for unit_id in made]


def _known_units(session: Session, serials: Sequence[str]) -> dict[str, list[_Known]]:
    keys = list(dict.fromkeys(map(serial_key, serials)))
    found: dict[str, list[_Known]] = defaultdict(list)
    driver = session.connection().exec_driver_sql
    for start in range(0, len(keys), 500):
        part = keys[start : start + 500]
        rows = driver(
            "SELECT u.folded, u.id, u.model_id, o.condition, o.status, o.title, o.place_id, p.real,"
            f" {name_sql('p')} AS place FROM unit u JOIN position o ON o.unit_id = u.id JOIN place p ON"
            f" p.id = o.place_id WHERE u.folded IN ({','.join('?' * len(part))})",
            tuple(part),
        )
        for row in rows:
            found[row.folded].append(
                _Known(
                    UnitId(row.id), row.model_id, Condition(row.condition),
                    Status(row.status), Title(row.title), PlaceId(row.place_id), row.place, bool(row.real),
                )
            )  # fmt: skip
    return found


def _source(session: Session, batch: Batch) -> _Source:
    row = session.execute(
        text(
            "SELECT v.item_id, i.tracking, i.model_id, s.order_line_id, COALESCE(l.project_id, o.project_id) AS project_id,"
            " COALESCE(l.price_micros, NULLIF(s.price_micros, 0), i.price_micros) AS price,"
            " COALESCE(o.currency, h.currency, i.currency) AS currency, COALESCE(o.rate_micros, 1000000) AS rate"
            " FROM variant v JOIN item i ON i.id = v.item_id LEFT JOIN shipment_line s ON s.id = :s"
            " LEFT JOIN shipment h ON h.id = s.shipment_id LEFT JOIN order_line l ON l.id = s.order_line_id"
            " LEFT JOIN purchase_order o ON o.id = l.order_id WHERE v.id = :v"
        ),
        {"s": batch.line_id, "v": batch.variant_id},
    ).one()
    order_line = None if row.order_line_id is None else OrderLineId(row.order_line_id)
    serial = row.tracking == Tracking.SERIAL.value
    return _Source(
        ItemId(row.item_id), serial, row.model_id, order_line, row.project_id, row.price, row.currency, row.rate
    )


def _vendor_place(session: Session, shipment_id: int) -> PlaceId:
    vendor = session.execute(text("SELECT vendor_id FROM shipment WHERE id = :s"), {"s": shipment_id}).scalar()
    if vendor is None:
        return places.virtual(session, PlaceKind.VENDOR)
    return places.of_partner(session, PlaceKind.VENDOR, PartnerId(vendor))


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(value)
    return value


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)) if value else None
