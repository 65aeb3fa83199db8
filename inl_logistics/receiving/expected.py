"""What a receiving session expects and what it has counted so far: the questions its commands ask.

Kept apart from `queries.py` because commands need them inside their transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.text import fold, serial_key, serial_lookalike
from inl_logistics.labels.resolving import Meaning
from inl_logistics.ledger.places import name_sql
from inl_logistics.receiving.rules import OrderedFacts, Tally

# The serial of a scan `s` as its packing list writes it: the maker's form; what was typed stays in the scan log.
SERIAL = (
    "COALESCE((SELECT x.serial FROM shipment_serial x WHERE x.shipment_line_id = s.shipment_line_id"
    " AND x.folded = s.folded), s.text)"
)


@dataclass(frozen=True, slots=True)
class ExpectedLine:
    """A shipment line still to be counted. `unlisted`: how many of its units have no serial on the list."""

    id: int
    line_no: int
    order_line_id: int | None
    item_id: int
    variant_id: int
    model_id: int
    item: str
    code: str
    is_serial: bool
    expected: int
    unlisted: int
    price_micros: int
    lot: str
    made_on: date | None
    expires_on: date | None
    codes: frozenset[str]


def lines(session: Session, receiving_id: int) -> list[ExpectedLine]:
    """Return the lines of the session's shipment, less what earlier sessions received."""
    rows = session.execute(
        text(
            "SELECT s.id, s.line_no, s.order_line_id, v.item_id, s.variant_id, i.model_id,"
            " i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END AS item, v.code,"
            " i.code AS icode,"
            " i.tracking, s.quantity - COALESCE((SELECT sum(rl.quantity) FROM receipt_line rl JOIN receiving r2"
            " ON r2.id = rl.receiving_id WHERE rl.shipment_line_id = s.id AND r2.state = 'posted'"
            " AND r2.id < r.id), 0) AS expected,"
            " s.quantity - (SELECT count(*) FROM shipment_serial x WHERE x.shipment_line_id = s.id) AS unlisted,"
            " COALESCE(NULLIF(s.price_micros, 0), o.price_micros, i.price_micros) AS price, s.lot, s.made_on,"
            # What an earlier part of the same lot was corrected to is proposed for the next one.
            " COALESCE((SELECT t.expires_on FROM receipt_line x JOIN receiving g ON g.id = x.receiving_id AND g.state = 'posted'"
            " JOIN layer y ON y.id = x.layer_id JOIN lot t ON t.id = y.lot_id WHERE x.shipment_line_id = s.id"
            " AND t.code = s.lot AND g.id < r.id ORDER BY x.id DESC LIMIT 1), s.expires_on) AS expires_on,"
            " (SELECT group_concat(c.folded, char(10)) FROM item_code c WHERE c.item_id = i.id) AS others,"
            " i.nsn FROM receiving r JOIN shipment_line s ON s.shipment_id = r.shipment_id"
            " JOIN variant v ON v.id = s.variant_id JOIN item i ON i.id = v.item_id"
            " LEFT JOIN order_line o ON o.id = s.order_line_id WHERE r.id = :r ORDER BY s.line_no"
        ),
        {"r": receiving_id},
    ).all()
    return [
        ExpectedLine(
            row.id, row.line_no, row.order_line_id, row.item_id, row.variant_id, row.model_id, row.item, row.code,
            row.tracking == "serial", max(0, row.expected), max(0, row.unlisted), row.price, row.lot,
            _day(row.made_on), _day(row.expires_on),
            _codes(row.code, row.icode, row.lot, row.nsn, *str(row.others or "").split("\n")),
        )
        for row in rows
    ]  # fmt: skip


def tallies(session: Session, receiving_id: int) -> dict[int, Tally]:
    """Return what was counted of each line."""
    counted = {
        row.line: (row.good, row.damaged)
        for row in session.execute(
            text(
                "SELECT shipment_line_id AS line, sum(CASE outcome WHEN 'good' THEN quantity ELSE 0 END) AS good,"
                " sum(CASE outcome WHEN 'damaged' THEN quantity ELSE 0 END) AS damaged FROM scan"
                " WHERE receiving_id = :r AND undone = 0 AND shipment_line_id IS NOT NULL"
                " AND outcome IN ('good', 'damaged') GROUP BY shipment_line_id"
            ),
            {"r": receiving_id},
        )
    }
    return {line.id: Tally(line.expected, *counted.get(line.id, (0, 0))) for line in lines(session, receiving_id)}


def against_orders(session: Session, receiving_id: int) -> tuple[OrderedFacts, ...]:
    """Return each order line that this session counted, with what it and all posted sessions accepted of it."""
    rows = session.execute(
        text(
            "SELECT i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END AS item,"
            " o.quantity - o.canceled_quantity AS ordered, now.quantity AS accepted,"
            " COALESCE((SELECT sum(x.quantity) FROM receipt_line x JOIN receiving r ON r.id = x.receiving_id"
            " WHERE x.order_line_id = o.id AND r.state = 'posted' AND r.id <> :r AND x.outcome = 'good'), 0) AS before"
            " FROM (SELECT l.order_line_id AS id, sum(s.quantity) AS quantity FROM scan s JOIN shipment_line l"
            " ON l.id = s.shipment_line_id WHERE s.receiving_id = :r AND s.undone = 0 AND s.outcome = 'good'"
            " GROUP BY l.order_line_id) now JOIN order_line o ON o.id = now.id JOIN variant v ON v.id = o.variant_id"
            " JOIN item i ON i.id = v.item_id ORDER BY o.id"
        ),
        {"r": receiving_id},
    )
    return tuple(OrderedFacts(row.item, row.ordered, row.before, row.accepted) for row in rows)


@dataclass(frozen=True, slots=True)
class Package:
    """A package of the shipment."""

    id: int
    code: str
    folded: str


def named(lines: Sequence[ExpectedLine], means: Meaning) -> ExpectedLine | None:
    """Return the line of what a tag or trade number names: of its lot, else one still open, else any."""
    ours = [line for line in lines if line.variant_id in means.variants or means.codes & line.codes]
    lot = fold(means.lot)
    return next(iter(sorted(ours, key=lambda line: (bool(lot) and fold(line.lot) != lot, line.expected == 0))), None)


def package(session: Session, receiving_id: int, key: str, package_id: int | None = None) -> Package | None:
    """Return the package whose label reads like this, if any; by its id where our own tag named it."""
    row = session.execute(
        text(
            "SELECT p.id, p.code, p.folded FROM package p JOIN receiving r ON r.shipment_id = p.shipment_id"
            " WHERE r.id = :r AND (p.folded = :k OR p.id = :p)"
        ),
        {"r": receiving_id, "k": key, "p": package_id},
    ).first()
    return None if row is None else Package(row.id, row.code, row.folded)


@dataclass(frozen=True, slots=True)
class Content:
    """One thing in a package: a serial, or a quantity of a line; `package` is the innermost one that it lies in."""

    line_id: int
    serial: str
    quantity: int
    package: Package


def contents(session: Session, receiving_id: int, package_id: int) -> list[Content]:
    """Return what the packing list puts into a package and all packages within it."""
    inside = (
        "WITH RECURSIVE inside(id) AS (SELECT :p UNION SELECT k.id FROM package k JOIN inside i ON k.parent_id = i.id)"
    )
    serials = session.execute(
        text(
            f"{inside} SELECT x.shipment_line_id AS line, x.serial, 1 AS quantity, p.id, p.code, p.folded FROM shipment_serial x"
            " JOIN inside i ON i.id = x.package_id JOIN package p ON p.id = i.id ORDER BY x.id"
        ),
        {"p": package_id},
    ).all()
    quantities = session.execute(
        text(
            f"{inside} SELECT c.shipment_line_id AS line, '' AS serial, sum(c.quantity) AS quantity, p.id, p.code, p.folded"
            " FROM package_content c JOIN inside i ON i.id = c.package_id JOIN package p ON p.id = i.id WHERE NOT EXISTS"
            " (SELECT 1 FROM shipment_serial s WHERE s.shipment_line_id = c.shipment_line_id)"
            " GROUP BY c.shipment_line_id, p.id ORDER BY c.shipment_line_id, p.id"
        ),
        {"p": package_id},
    ).all()
    by_quantity = {line.id for line in lines(session, receiving_id) if not line.is_serial}
    counted = [*serials, *(row for row in quantities if row.line in by_quantity)]
    return [
        Content(row.line, row.serial, row.quantity, Package(row.id, row.code, row.folded)) for row in counted
    ]  # fmt: skip


def listed(session: Session, receiving_id: int, key: str) -> int | None:
    """Return the line whose packing list names this serial."""
    return session.execute(
        text(
            "SELECT x.shipment_line_id FROM shipment_serial x JOIN shipment_line s ON s.id = x.shipment_line_id"
            " JOIN receiving r ON r.shipment_id = s.shipment_id WHERE r.id = :r AND x.folded = :k LIMIT 1"
        ),
        {"r": receiving_id, "k": key},
    ).scalar()


def package_of(session: Session, receiving_id: int, key: str) -> int | None:
    """Return the package that the packing list puts this serial into."""
    return session.execute(
        text(
            "SELECT x.package_id FROM shipment_serial x JOIN shipment_line s ON s.id = x.shipment_line_id"
            " JOIN receiving r ON r.shipment_id = s.shipment_id WHERE r.id = :r AND x.folded = :k LIMIT 1"
        ),
        {"r": receiving_id, "k": key},
    ).scalar()


def already_scanned(session: Session, receiving_id: int, key: str) -> bool:
    """Tell whether this text was counted in this session already."""
    return bool(
        session.execute(
            text(
                "SELECT 1 FROM scan WHERE receiving_id = :r AND folded = :k AND undone = 0"
                " AND outcome NOT IN ('repeated', 'ignored', 'unknown') LIMIT 1"
            ),
            {"r": receiving_id, "k": key},
        ).first()
    )


def in_stock(session: Session, key: str, line: ExpectedLine | None) -> str:
    """Return where a unit with this serial lies already, or nothing. Goods sent back to a vendor may return."""
    if line is not None and not line.is_serial:
        return ""
    return _lies(session, key, line.model_id if line else None)


def _lies(session: Session, key: str, model_id: int | None) -> str:
    return (
        session.execute(
            text(
                f"SELECT {name_sql('p')} FROM unit u JOIN position o ON o.unit_id = u.id"
                " JOIN place p ON p.id = o.place_id WHERE u.folded = :k AND p.real = 1"
                " AND (:m IS NULL OR u.model_id = :m) LIMIT 1"
            ),
            {"k": key, "m": model_id},
        ).scalar()
        or ""
    )


def on_books(session: Session, key: str, variant_id: int) -> str:
    """Return where a unit of this variant's model with this serial lies already, or nothing."""
    model = session.execute(
        text("SELECT i.model_id FROM variant v JOIN item i ON i.id = v.item_id WHERE v.id = :v"), {"v": variant_id}
    ).scalar()
    return _lies(session, key, model)


def alike(session: Session, receiving_id: int, typed: str, line: ExpectedLine | None) -> str:
    """Return a serial of the same model (or of this shipment) that looks like this one but is another: O/0, I/1, leading zeros.

    Source: product.md 4 (Serials: warn and confirm). Looked for among known units and this shipment's list.
    """
    key, second = serial_key(typed), serial_lookalike(typed)
    known = session.execute(
        text("SELECT serial FROM unit WHERE lookalike = :a AND folded <> :k AND model_id = :m LIMIT 1"),
        {"a": second, "k": key, "m": line.model_id if line else None},
    ).scalar()
    if known:
        return str(known)
    listed_serials = session.execute(
        text(
            "SELECT x.serial FROM shipment_serial x JOIN shipment_line s ON s.id = x.shipment_line_id JOIN receiving r"
            " ON r.shipment_id = s.shipment_id WHERE r.id = :r AND x.folded <> :k AND length(x.folded) BETWEEN :n - 6 AND :n + 6"
        ),
        {"r": receiving_id, "k": key, "n": len(key)},
    ).scalars()
    return next((one for one in listed_serials if serial_lookalike(one) == second), "")


def is_serial(session: Session, variant_id: int) -> bool:
    """Tell whether a variant's item is tracked by serial."""
    found = session.execute(
        text("SELECT i.tracking FROM variant v JOIN item i ON i.id = v.item_id WHERE v.id = :v"), {"v": variant_id}
    ).scalar()
    return bool(found == "serial")


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _codes(*texts: str) -> frozenset[str]:
    return frozenset(folded for folded in map(fold, texts) if folded)
