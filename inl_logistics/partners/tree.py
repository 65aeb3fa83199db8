"""The host tree as it stood on any day, with what each of it held then. Source: product.md 3 (Partners); domain.md 6."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.dates import stored_day
from inl_logistics.kernel.text import fold


@dataclass(frozen=True, slots=True)
class TreeRow:
    """One partner on a day. `holds` counts the units in its own custody, not of those under it."""

    id: int
    parent_id: int | None
    kind: str
    name: str
    name_native: str
    name_latin: str
    folded: str
    since: date | None
    vetting_needed: bool
    result: str
    valid_to: date | None
    holds: int


_RANK = "CASE p.kind WHEN 'country' THEN 0 WHEN 'ministry' THEN 1 WHEN 'agency' THEN 2 WHEN 'unit' THEN 3 ELSE 4 END"


def tree(session: Session, *, on: date) -> list[TreeRow]:
    """Return the host partners of a day with who they stood under then, from the top to the bottom."""
    rows = session.execute(
        text(
            "SELECT p.id, l.parent_id, p.kind, p.name, p.name_native, p.name_latin, p.folded, l.from_on, p.vetting_needed,"
            " COALESCE(v.result, '') AS result, v.valid_to FROM partner p LEFT JOIN partner_link l ON l.child_id = p.id"
            " AND l.from_on <= :d AND (l.to_on IS NULL OR l.to_on >= :d) LEFT JOIN vetting v ON v.id = (SELECT x.id"
            " FROM vetting x WHERE x.partner_id = p.id AND COALESCE(x.valid_from, x.requested_on, '') <= :d"
            " ORDER BY x.result = 'requested', x.id DESC LIMIT 1)"
            " WHERE p.kind IN ('country', 'ministry', 'agency', 'unit', 'facility')"
            f" AND (p.retired_on IS NULL OR p.retired_on > :d) GROUP BY p.id ORDER BY {_RANK}, p.name, p.id"
        ),
        {"d": on.isoformat()},
    ).all()
    held = holders(session, on=on)
    shown = {row.id for row in rows}
    return [
        TreeRow(
            row.id, row.parent_id if row.parent_id in shown else None, row.kind, row.name, row.name_native, row.name_latin,
            row.folded, stored_day(row.from_on), bool(row.vetting_needed), row.result, stored_day(row.valid_to),
            held.get(row.id, 0),
        )
        for row in rows
    ]  # fmt: skip


def holders(session: Session, *, on: date) -> dict[int, int]:
    """Return how many units each partner held at the end of a day: balances less what moved since."""
    rows = session.execute(
        text(
            "SELECT partner_id, sum(quantity) FROM (SELECT z.partner_id, b.quantity FROM place z JOIN balance b ON"
            " b.place_id = z.id AND b.real = 1 AND b.quantity > 0 WHERE z.real = 1 AND z.partner_id IS NOT NULL"
            " UNION ALL SELECT z.partner_id, -m.quantity FROM movement m JOIN place z ON z.id = m.to_place_id"
            " WHERE m.effective_on > :d AND z.real = 1 AND z.partner_id IS NOT NULL"
            " UNION ALL SELECT z.partner_id, m.quantity FROM movement m JOIN place z ON z.id = m.from_place_id"
            " WHERE m.effective_on > :d AND z.real = 1 AND z.partner_id IS NOT NULL) GROUP BY 1 HAVING sum(quantity) <> 0"
        ),
        {"d": on.isoformat()},
    )
    return {row[0]: row[1] for row in rows}


def below(session: Session, partner_id: int, *, on: date) -> tuple[int, ...]:
    """Return a partner and everyone under it on a day."""
    found = session.execute(
        text(
            "WITH RECURSIVE down(id) AS (SELECT :p UNION SELECT l.child_id FROM partner_link l JOIN down ON"
            " l.parent_id = down.id WHERE l.from_on <= :d AND (l.to_on IS NULL OR l.to_on >= :d)) SELECT id FROM down"
        ),
        {"p": partner_id, "d": on.isoformat()},
    ).scalars()
    return tuple(found)


def under_sql(ministries: Collection[str]) -> str:
    """Return the SQL of some ministries and everyone under them now."""
    among = ",".join(str(int(one)) for one in sorted(ministries))
    return (
        f"WITH RECURSIVE down(id) AS (SELECT id FROM partner WHERE id IN ({among}) UNION SELECT l.child_id"
        " FROM partner_link l JOIN down ON l.parent_id = down.id WHERE l.to_on IS NULL) SELECT id FROM down"
    )


def ministries_of(session: Session) -> dict[int, tuple[int, str]]:
    """Return the ministry over each partner now, and of itself."""
    kinds = {row.id: (row.kind, row.name) for row in session.execute(text("SELECT id, kind, name FROM partner"))}
    links = session.execute(text("SELECT child_id, parent_id FROM partner_link WHERE to_on IS NULL"))
    parents = {row[0]: row[1] for row in links}
    found = {}
    for one in kinds:
        at: int | None = one
        while at is not None and kinds[at][0] != "ministry":
            at = parents.get(at)
        if at is not None:
            found[one] = (at, kinds[at][1])
    return found


def matching(rows: list[TreeRow], typed: str) -> tuple[set[int], set[int]]:
    """Return who matches a search in any of the three names, and those with everyone above them."""
    words = fold(typed).split()
    if not words:
        return set(), {row.id for row in rows}
    parents = {row.id: row.parent_id for row in rows}
    found = {row.id for row in rows if all(word in row.folded for word in words)}
    shown: set[int] = set()
    for one in found:
        at: int | None = one
        while at is not None and at not in shown:
            shown.add(at)
            at = parents[at]
    return found, shown
