"""From any dollar to every serial it bought and where that is now, and from any serial back to its dollar.

Source: product.md 2.7 and 7 (`trace`).
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.inventory.queries import LifeEvent, biography
from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.text import serial_key
from inl_logistics.kernel.values import minor_of
from inl_logistics.ledger.places import name_sql


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A quantity that some money bought, and where it is now; value in cents of USD."""

    item: str
    code: str
    serial: str
    lot: str
    place: str
    place_kind: str
    condition: str
    status: str
    title: str
    quantity: int
    value_minor: int
    order: str
    project: str
    agreement: str


@dataclass(frozen=True, slots=True)
class Trace:
    """The answer: the life of one unit, or everything that a number or fund bought."""

    what: str
    kind: str
    life: tuple[LifeEvent, ...]
    holdings: tuple[Whereabouts, ...]


# A unit answers to its serial and to the forms that were corrected.
_NAMED = "(u.folded = :k OR u.id IN (SELECT unit_id FROM unit_alias WHERE folded = :k))"


def trace(session: Session, typed: str, *, limit: int = 100_000) -> Trace:
    """Follow a serial, an order, a project, an agreement or a fund. Raises: BadInput("trace-nothing")."""
    units = session.execute(text(f"SELECT u.id FROM unit u WHERE {_NAMED}"), {"k": serial_key(typed)}).scalars().all()
    if units:
        life = tuple(event for unit in units for event in biography(session, unit))
        return Trace(typed, "unit", life, _where(session, _NAMED, {"k": serial_key(typed)}, limit))
    plain = typed.strip()
    tests = (
        ("order", ("(d.number = :t OR substr(d.number, instr(d.number, '-') + 1) = :t OR o.source_number = :t"
                  " OR replace(substr(d.number, instr(d.number, '-') + 1), '-20', '-') = :t OR o.contract_number = :t)")),
        ("project", "(j.code = :t OR j.fund = :t)"),
        ("agreement", "a.number = :t"),
        ("fund", "o.fund_cite = :t"),
        ("handover", ("EXISTS (SELECT 1 FROM movement m JOIN document x ON x.id = m.document_id WHERE m.layer_id = y.id"
                     " AND (m.unit_id IS u.id) AND (x.number = :t OR substr(x.number, instr(x.number, '-') + 1) = :t"
                     " OR replace(substr(x.number, instr(x.number, '-') + 1), '-20', '-') = :t))")),
    )  # fmt: skip
    for kind, test in tests:
        found = _where(session, test, {"t": plain}, limit)
        if found:
            return Trace(typed, kind, (), found)
    raise BadInput("trace-nothing", found=typed)


def _where(session: Session, test: str, values: dict[str, object], limit: int) -> tuple[Whereabouts, ...]:
    """Return whereabouts: one row a unit, and one a layer and place for what has no serial."""
    source = (
        " LEFT JOIN lot t ON t.id = y.lot_id LEFT JOIN order_line l ON l.id = y.order_line_id"
        " LEFT JOIN purchase_order o ON o.id = l.order_id LEFT JOIN document d ON d.id = o.document_id"
        " LEFT JOIN project j ON j.id = COALESCE(y.project_id, l.project_id, o.project_id)"
        " LEFT JOIN agreement a ON a.id = COALESCE(o.agreement_id, j.agreement_id) JOIN variant v ON v.id = y.variant_id"
        " JOIN item i ON i.id = v.item_id"
    )
    name = "i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END"
    tail = "COALESCE(d.number, o.source_number, ''), COALESCE(j.code, ''), COALESCE(a.number, '')"
    rows = session.execute(
        text(
            f"SELECT {name}, v.code, u.serial, COALESCE(t.code, ''), {name_sql('p')}, p.kind, q.condition, q.status,"
            f" q.title, 1, y.price_usd_micros, {tail} FROM unit u JOIN layer y ON y.id = u.layer_id JOIN position q"
            f" ON q.unit_id = u.id JOIN place p ON p.id = q.place_id{source} WHERE {test}"
            f" UNION ALL SELECT {name}, v.code, '', COALESCE(t.code, ''), {name_sql('p')}, p.kind, b.condition, b.status,"
            f" b.title, b.quantity, b.quantity * y.price_usd_micros, {tail} FROM layer y JOIN balance b ON b.layer_id = y.id"
            f" AND b.real = 1 AND b.quantity > 0 JOIN place p ON p.id = b.place_id LEFT JOIN unit u ON 0{source}"
            f" WHERE NOT EXISTS (SELECT 1 FROM unit w WHERE w.layer_id = y.id) AND {test} LIMIT :n"
        ),
        {**values, "n": limit},
    )
    return tuple(
        Whereabouts(
            row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], row[8], row[9], minor_of(row[10]), row[11],
            row[12], row[13],
        )
        for row in rows
    )  # fmt: skip
