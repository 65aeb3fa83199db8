"""What a facility, a unit or an agency holds, as of any day: by item, serial by serial, with the receipts it came by.

Source: domain.md 7 (report 9); product.md 3 (Inventory: as of any date).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.dates import stored_day
from inl_logistics.kernel.values import UnitPrice, line_value
from inl_logistics.partners.tree import below


@dataclass(frozen=True, slots=True)
class HeldLine:
    """One thing that a partner holds, in one condition and title. Value in cents of USD."""

    holder_id: int
    holder: str
    holder_native: str
    item_id: int
    variant_id: int
    code: str
    item: str
    unit: str
    monitoring: str
    condition: str
    title: str
    lot: str
    expires_on: date | None
    quantity: int
    value_minor: int
    serials: tuple[str, ...]  # as many as `quantity`, or none where nobody recorded them
    papers: tuple[str, ...]


# Balances less what moved after the day, of places that `places` names. The same for units, from their positions.
_LAYERS = (
    "WITH flow(place_id, layer_id, condition, title, q) AS ("
    "SELECT place_id, layer_id, condition, title, quantity FROM balance WHERE real = 1 AND quantity > 0"
    " AND place_id IN ({places})"
    " UNION ALL SELECT to_place_id, layer_id, condition_to, title_to, -quantity FROM movement"
    " WHERE effective_on > :d AND to_place_id IN ({places})"
    " UNION ALL SELECT from_place_id, layer_id, condition_from, title_from, quantity FROM movement"
    " WHERE effective_on > :d AND from_place_id IN ({places}))"
    " SELECT f.place_id, f.layer_id, f.condition, f.title, sum(f.q) AS quantity, l.variant_id, l.price_usd_micros AS price,"
    " COALESCE(t.code, '') AS lot, t.expires_on, i.tracking FROM flow f JOIN layer l ON l.id = f.layer_id"
    " JOIN item i ON i.id = l.item_id LEFT JOIN lot t ON t.id = l.lot_id WHERE i.tracking <> 'serial'"
    " GROUP BY 1, 2, 3, 4 HAVING sum(f.q) > 0"
)
_UNITS = (
    "WITH flow(place_id, unit_id, condition, title, q) AS ("
    "SELECT place_id, unit_id, condition, title, 1 FROM position WHERE place_id IN ({places})"
    " UNION ALL SELECT to_place_id, unit_id, condition_to, title_to, -1 FROM movement"
    " WHERE effective_on > :d AND to_place_id IN ({places}) AND unit_id IS NOT NULL"
    " UNION ALL SELECT from_place_id, unit_id, condition_from, title_from, 1 FROM movement"
    " WHERE effective_on > :d AND from_place_id IN ({places}) AND unit_id IS NOT NULL),"
    " there AS (SELECT place_id, unit_id, condition, title FROM flow GROUP BY 1, 2, 3, 4 HAVING sum(q) > 0)"
    " SELECT f.place_id, f.condition, f.title, u.variant_id, u.serial, l.price_usd_micros AS price,"
    " COALESCE(t.code, '') AS lot, t.expires_on, COALESCE((SELECT d.number FROM movement m JOIN document d"
    " ON d.id = m.document_id WHERE m.unit_id = f.unit_id AND m.to_place_id = f.place_id AND m.from_place_id <> f.place_id"
    " AND m.effective_on <= :d ORDER BY m.effective_on DESC, m.id DESC LIMIT 1), '') AS paper"
    " FROM there f JOIN unit u ON u.id = f.unit_id JOIN layer l ON l.id = u.layer_id LEFT JOIN lot t ON t.id = l.lot_id"
)
_ITEMS = (
    "SELECT v.id, v.item_id, v.code, i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END AS item,"
    " v.unit_of_issue, i.monitoring FROM variant v JOIN item i ON i.id = v.item_id WHERE v.id IN ({variants})"
)


@dataclass(slots=True)
class _Group:
    """What is summed into one line."""

    quantity: int
    value_minor: int
    serials: list[str]
    papers: dict[str, None]
    expires_on: date | None


# Place, variant, condition, title, lot, paper, and whether its serials are recorded: those that are not stand by their figure.
_Key = tuple[int, int, str, str, str, str, bool]


def held(session: Session, partner_id: int, *, on: date) -> list[HeldLine]:
    """Return what a partner and everyone under it on a day held at its end, holder by holder, item by item."""
    among = _ids(below(session, partner_id, on=on))
    rows = session.execute(
        text(
            "SELECT z.id, p.id AS holder_id, p.name, p.name_native FROM place z JOIN partner p ON p.id = z.partner_id"
            f" WHERE z.real = 1 AND z.partner_id IN ({among})"
        )
    )
    places = {row.id: row for row in rows}
    if not places:
        return []
    groups: dict[_Key, _Group] = {}
    _take_units(session, _ids(tuple(places)), on, groups)
    _take_layers(session, _ids(tuple(places)), on, groups)
    items = {
        row.id: row for row in session.execute(text(_ITEMS.format(variants=_ids(sorted({key[1] for key in groups})))))
    }
    found = []
    for (place, variant, condition, title, lot, _paper, _named), one in groups.items():
        where, item = places[place], items[variant]
        found.append(
            HeldLine(
                where.holder_id, where.name, where.name_native, item.item_id, variant, item.code, item.item,
                item.unit_of_issue, item.monitoring, condition, title, lot, one.expires_on, one.quantity, one.value_minor,
                tuple(sorted(one.serials)), tuple(one.papers),
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (one.holder, one.holder_id, one.item, one.code, one.papers, one.condition))


def _take_units(session: Session, places: str, on: date, groups: dict[_Key, _Group]) -> None:
    for row in session.execute(text(_UNITS.format(places=places)), {"d": on.isoformat()}):
        key = (row.place_id, row.variant_id, row.condition, row.title, row.lot, row.paper, bool(row.serial))
        group = groups.setdefault(key, _Group(0, 0, [], {}, stored_day(row.expires_on)))
        group.quantity += 1
        group.value_minor += line_value(1, UnitPrice(row.price)).minor
        if row.serial:
            group.serials.append(row.serial)
        if row.paper:
            group.papers[row.paper] = None


def _take_layers(session: Session, places: str, on: date, groups: dict[_Key, _Group]) -> None:
    rows = session.execute(text(_LAYERS.format(places=places)), {"d": on.isoformat()}).all()
    papers = _papers(session, places, _ids(sorted({row.layer_id for row in rows})), on)
    for row in rows:
        key = (row.place_id, row.variant_id, row.condition, row.title, row.lot, "", False)
        group = groups.setdefault(key, _Group(0, 0, [], {}, stored_day(row.expires_on)))
        group.quantity += row.quantity
        group.value_minor += line_value(row.quantity, UnitPrice(row.price)).minor
        group.papers |= dict.fromkeys(papers[row.place_id, row.layer_id])


def _papers(session: Session, places: str, layers: str, on: date) -> dict[tuple[int, int], list[str]]:
    """Return the numbers by which a layer came to a place."""
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    rows = session.execute(
        text(
            "SELECT DISTINCT m.to_place_id, m.layer_id, d.number FROM movement m JOIN document d ON d.id = m.document_id"
            f" WHERE m.layer_id IN ({layers}) AND m.effective_on <= :d AND m.to_place_id IN ({places})"
            " AND m.from_place_id <> m.to_place_id AND m.reverses_id IS NULL ORDER BY d.id"
        ),
        {"d": on.isoformat()},
    )
    for row in rows:
        found[row.to_place_id, row.layer_id].append(row.number or "")
    return found


def _ids(ids: Sequence[int]) -> str:
    return ",".join(str(int(one)) for one in ids) or "0"
