"""What a count moves: missing goods leave the layers that came first, found goods join the newest layer of their kind at
the place, or one that the adjustment itself opens. Source: product.md 4 (Layers); architecture.md 2.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import msgspec
from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.counts.judging import JudgedLine, UnitFinding
from inl_logistics.counts.records import Finding
from inl_logistics.kernel.values import (
    Condition,
    DocumentId,
    ItemId,
    LayerId,
    PlaceId,
    Status,
    Title,
    UnitId,
    UnitPrice,
    VariantId,
    line_value,
)
from inl_logistics.ledger import commands as ledger
from inl_logistics.ledger import places, things
from inl_logistics.ledger.records import PlaceKind


@dataclass(frozen=True, slots=True)
class Seen:
    """One row of the posted count: what of a layer, or which unit, was seen where."""

    line_id: int
    place_id: int
    item_id: int
    layer_id: int
    counted: int
    recorded: int
    finding: Finding = Finding.MATCHED
    unit_id: int | None = None
    book_place_id: int | None = None


@dataclass(slots=True)
class Booking:
    """What posting writes, gathered line by line."""

    moves: list[ledger.Line]
    seen: list[Seen]
    values: list[tuple[int, int, int]]  # line, change, price in millionths of USD


def book(session: Session, judged: Sequence[JudgedLine], adjustment_id: DocumentId | None) -> Booking:
    """Return what posting writes; units and layers that the books never had are made."""
    booking = Booking([], [], [])
    layers = _layers(session, judged)
    nowhere = places.virtual(session, PlaceKind.ADJUSTMENT)
    opened = 0
    for line in judged:
        if line.is_serial:
            booking.seen += [
                Seen(line.line_id, line.place_id, line.item_id, layer, 1, 1, unit_id=unit)
                for unit, layer in line.matched
            ]
            for one in line.findings:
                if one.unit_id is None and adjustment_id is not None:
                    opened += 1
                    one = _new_unit(session, line, one, adjustment_id, opened)
                _book_unit(line, one, booking, nowhere)
            continue
        rows = layers[line.place_id, line.variant_id, line.lot_id, line.status]
        if line.change > 0 and not rows and adjustment_id is not None:
            opened += 1
            rows = [_new_layer(session, line, adjustment_id, opened)]
        _book_quantity(line, rows, booking, nowhere)
    return booking


@dataclass(frozen=True, slots=True)
class _Layer:
    layer_id: int
    condition: str
    title: str
    quantity: int
    price: int


def _layers(session: Session, judged: Sequence[JudgedLine]) -> dict[tuple[int, int, int | None, str], list[_Layer]]:
    """Return the layers of what is counted by quantity, the ones to take from first in front."""
    rows = session.execute(
        text(
            "SELECT b.place_id, l.variant_id, l.lot_id, b.status, l.id, b.condition, b.title, b.quantity,"
            " l.price_usd_micros FROM balance b JOIN layer l ON l.id = b.layer_id WHERE b.real = 1 AND b.quantity > 0"
            " AND b.place_id IN (SELECT value FROM json_each(:p)) ORDER BY l.id"
        ),
        {"p": msgspec.json.encode(sorted({one.place_id for one in judged})).decode()},
    )
    found = defaultdict(list)
    for row in rows:
        key = (row.place_id, row.variant_id, row.lot_id, row.status)
        found[key].append(_Layer(row.id, row.condition, row.title, row.quantity, row.price_usd_micros))
    return found


def _spread(line: JudgedLine, layers: Sequence[_Layer]) -> list[tuple[_Layer, int]]:
    """Say by how much each layer changes: what is missing from the first on, what was found to the last."""
    if line.change >= 0:
        return [(one, line.change if one is layers[-1] else 0) for one in layers]
    left, found = -line.change, []
    for one in layers:
        taken = min(left, one.quantity)
        left -= taken
        found.append((one, -taken))
    if left:
        # What moved since cannot be missing too: the ledger names what is not there any more.
        last, change = found.pop() if found else (_Layer(0, "new", "usg", 0, 0), 0)
        found.append((last, change - left))
    return found


def _book_quantity(line: JudgedLine, layers: Sequence[_Layer], booking: Booking, nowhere: PlaceId) -> None:
    left = line.books
    parts = _spread(line, layers)
    for number, (layer, change) in enumerate(parts):
        # The books at the time of counting, spread over what is there now, so that the lines add up to the count's.
        recorded = left if number == len(parts) - 1 else min(left, layer.quantity)
        left -= recorded
        finding = Finding.MATCHED if not change else Finding.FOUND if change > 0 else Finding.MISSING
        booking.seen.append(
            Seen(line.line_id, line.place_id, line.item_id, layer.layer_id, recorded + change, recorded, finding)
        )
        if change:
            place = PlaceId(line.place_id)
            source, target = (nowhere, place) if change > 0 else (place, nowhere)
            booking.moves.append(
                ledger.Line(
                    ItemId(line.item_id), LayerId(layer.layer_id), abs(change), source, target,
                    condition=Condition(layer.condition), status=Status(line.status), title=Title(layer.title),
                )
            )  # fmt: skip
            booking.values.append((line.line_id, change, layer.price))


def _book_unit(line: JudgedLine, one: UnitFinding, booking: Booking, nowhere: PlaceId) -> None:
    if one.unit_id is None or one.layer_id is None:
        return
    here = PlaceId(line.place_id)
    absent = one.finding in {Finding.MISSING, Finding.OUT, Finding.AWAY}
    counted, recorded = (0, 1) if absent else (1, 0)
    other = None if one.book_place_id == line.place_id else one.book_place_id
    booking.seen.append(
        Seen(
            line.line_id, line.place_id, line.item_id, one.layer_id, counted, recorded, one.finding, one.unit_id, other
        )
    )
    source, target = {
        Finding.MISSING: (here, nowhere),
        Finding.MOVED: (PlaceId(one.book_place_id or 0), here),
        Finding.FOUND: (PlaceId(one.book_place_id) if one.book_place_id else nowhere, here),
    }.get(one.finding, (here, here))
    if source == target:
        return
    if one.finding is not Finding.MOVED:
        booking.values.append((line.line_id, counted - recorded, one.price_micros))
    booking.moves.append(
        ledger.Line(
            ItemId(line.item_id), LayerId(one.layer_id), 1, source, target, UnitId(one.unit_id),
            condition=Condition(one.condition), status=Status(one.status), title=Title(one.title),
        )
    )  # fmt: skip


def _new_layer(session: Session, line: JudgedLine, adjustment_id: DocumentId, number: int) -> _Layer:
    """Open a layer for goods that the books never had: their source is the adjustment, their price the catalog's."""
    opening = session.execute(
        text(
            "INSERT INTO opening_line (document_id, line_no, variant_id, place_id, quantity, found_serial, source_sheet,"
            " source_row, source_ref, demil_code) VALUES (:d, :n, :v, :p, :q, '', '', 0, '', '') RETURNING id"
        ),
        {"d": adjustment_id, "n": number, "v": line.variant_id, "p": line.place_id, "q": max(1, line.change)},
    ).scalar_one()
    layer = things.layer(
        session,
        things.LayerDraft(
            ItemId(line.item_id), VariantId(line.variant_id), opening_line_id=opening, price_micros=line.price_micros,
            price_usd_micros=line.price_micros,
            lot=things.LotDraft(line.lot, _made_on(session, line.lot_id), line.expires_on) if line.lot_id else None,
        ),
    )  # fmt: skip
    return _Layer(layer, "new", "usg", 0, line.price_micros)


def _new_unit(
    session: Session, line: JudgedLine, one: UnitFinding, adjustment_id: DocumentId, number: int
) -> UnitFinding:
    """Make a serial unit that the books never had."""
    layer = _new_layer(session, line, adjustment_id, number)
    model = session.execute(text("SELECT model_id FROM item WHERE id = :i"), {"i": line.item_id}).scalar_one()
    draft = things.UnitDraft(
        ItemId(line.item_id), VariantId(line.variant_id), LayerId(layer.layer_id), model, one.serial
    )
    unit = things.new_units(session, [draft])[0]
    return UnitFinding(Finding.FOUND, one.serial, unit, layer.layer_id, condition="new", price_micros=line.price_micros)


def _made_on(session: Session, lot_id: int | None) -> date | None:
    found = session.execute(text("SELECT made_on FROM lot WHERE id = :l"), {"l": lot_id}).scalar()
    return date.fromisoformat(found) if found else None


def values_of(session: Session, judged: Sequence[JudgedLine]) -> list[tuple[int, int]]:
    """Return every difference with its price, as the limit for approvals looks at it; nothing is written."""
    layers = _layers(session, judged)
    found: list[tuple[int, int]] = []
    for line in judged:
        if line.is_serial:
            found += [(1, one.price_micros) for one in line.findings if one.finding in {Finding.MISSING, Finding.FOUND}]
        elif line.change:
            rows = layers[line.place_id, line.variant_id, line.lot_id, line.status]
            found += [(change, layer.price) for layer, change in _spread(line, rows) if change]
            if not rows:
                found.append((line.change, line.price_micros))
    return found


def worth(values: Iterable[tuple[int, int, int]]) -> dict[int, tuple[int, int]]:
    """Return what is missing and what was found of each line, in cents of USD."""
    found: dict[int, tuple[int, int]] = {}
    for line_id, change, price in values:
        missing, more = found.get(line_id, (0, 0))
        value = line_value(abs(change), UnitPrice(price)).minor
        found[line_id] = (missing + value, more) if change < 0 else (missing, more + value)
    return found
