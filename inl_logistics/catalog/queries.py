"""Questions about the catalog: the list, one item whole, choices for fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.catalog.drafts import ItemDraft
from inl_logistics.catalog.stored import draft_of
from inl_logistics.database.conditions import Conditions
from inl_logistics.kernel.listing import Facet, ListGroup, Listing, ListQuery
from inl_logistics.kernel.text import fold

_ON_HAND = (
    "COALESCE((SELECT sum(b.quantity) FROM balance b JOIN place p ON p.id = b.place_id WHERE b.item_id = i.id"
    " AND b.real = 1 AND b.quantity > 0 AND p.kind = 'bin'), 0)"
)
# What is free of a size, in all our stores or in the one its minimum is for.
_FREE = (
    "COALESCE((SELECT sum(b.quantity) FROM layer l CROSS JOIN balance b ON b.layer_id = l.id JOIN place p"
    " ON p.id = b.place_id WHERE l.item_id = v.item_id AND l.variant_id = v.id AND p.kind = 'bin' AND b.real = 1"
    " AND b.status = 'available' AND (m.store_id IS NULL OR p.store_id = m.store_id)), 0)"
    " - COALESCE((SELECT sum(r.quantity) FROM reservation r JOIN layer l ON l.id = r.layer_id JOIN place p"
    " ON p.id = r.place_id WHERE r.item_id = v.item_id AND l.variant_id = v.id AND p.kind = 'bin'"
    " AND (m.store_id IS NULL OR p.store_id = m.store_id)), 0)"
)
BELOW = (
    "SELECT v.item_id FROM minimum m JOIN variant v ON v.id = m.variant_id"
    f" WHERE v.retired = 0 AND {_FREE} < m.quantity"
)
# As `rules.is_export_controlled` says of one item.
_CONTROLLED = "replace(lower(i.export_class), ' ', '') NOT IN ('', '-', 'ear99', 'none', 'n/a', 'na')"
# What an item can be marked with, as the condition that finds it.
MARKS = {
    "below": f"i.id IN ({BELOW})",  # a retired size, like a retired item, is not missed
    "held": "i.policy_hold = 1",
    "hazard": "(i.un_number <> '' OR i.hazard_class <> '')",
    "export": _CONTROLLED,
    "indicative": "i.indicative = 1",
    "no-price": "i.price_micros = 0",
    "no-names": "NOT EXISTS (SELECT 1 FROM item_name n WHERE n.item_id = i.id)",
}
_SORTS = {
    "code": "i.code",
    "item": "i.name",
    "category": "i.category",
    "track": "i.tracking",
    "unit": "i.unit_of_issue",
    "price": "i.price_micros",
    "monitoring": "i.monitoring",
    "nsn": "i.nsn",
    "hs": "i.hs",
    "psc": "i.psc",
    "export": "i.export_class",
    "hazard": "i.un_number",
    "maker": "i.maker, i.model",
    "on_hand": _ON_HAND,
}


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item in the list; price in millionths of its currency."""

    key: int
    code: str
    name: str
    category: str
    tracking: str
    unit_of_issue: str
    monitoring: str
    price_micros: int
    currency: str
    sizes: int
    on_hand: int
    nsn: str
    policy_hold: bool
    retired: bool
    indicative: bool
    psc: str
    hs: str
    un_number: str
    hazard_class: str
    export_class: str
    maker: str
    model: str
    below: bool
    least: int | None


def keys(session: Session, query: ListQuery) -> Listing:
    """Return the items that match, by category and name unless said otherwise."""
    where = _matching(query)
    order = _SORTS.get(query.sort, "i.code") + (" DESC" if query.descending else "")
    group = {"category": "i.category", "track": "i.tracking", "monitoring": "i.monitoring"}.get(query.group, "''")
    rows = session.execute(
        text(f"SELECT i.id, {group} AS grouped FROM item i WHERE {where} ORDER BY {group}, {order}, i.id"), where.values
    ).all()
    groups: dict[str, int] = {}
    if query.group:
        for row in rows:
            groups[row.grouped] = groups.get(row.grouped, 0) + 1
    return Listing(tuple(row.id for row in rows), tuple(ListGroup(name, name, n) for name, n in groups.items()))


def rows(session: Session, item_ids: Sequence[int]) -> list[ItemRow]:
    """Return the rows of these items, in the same order."""
    if not item_ids:
        return []
    wanted = ",".join(str(int(one)) for one in item_ids)
    found = session.execute(
        text(
            "SELECT i.id, i.code, i.name, i.category, i.tracking, i.unit_of_issue, i.monitoring, i.price_micros, i.currency,"
            " (SELECT count(*) FROM variant v WHERE v.item_id = i.id AND v.size <> '' AND v.retired = 0) AS sizes,"
            f" {_ON_HAND} AS on_hand, i.nsn, i.policy_hold, i.retired_at IS NOT NULL AS retired, i.indicative, i.psc, i.hs,"
            f" i.un_number, i.hazard_class, i.export_class, i.maker, i.model, i.id IN ({BELOW} AND v.item_id IN ({wanted}))"
            " AS below, (SELECT sum(m.quantity) FROM minimum m JOIN variant v ON v.id = m.variant_id WHERE v.item_id = i.id"
            f" AND m.store_id IS NULL) AS least FROM item i WHERE i.id IN ({wanted})"
        )
    )
    by_key = {
        row.id: ItemRow(
            row.id, row.code, row.name, row.category, row.tracking, row.unit_of_issue, row.monitoring, row.price_micros,
            row.currency, row.sizes, row.on_hand, row.nsn, bool(row.policy_hold), bool(row.retired), bool(row.indicative),
            row.psc, row.hs, row.un_number, row.hazard_class, row.export_class, row.maker, row.model, bool(row.below),
            row.least,
        )
        for row in found
    }  # fmt: skip
    return [by_key[key] for key in item_ids if key in by_key]


def facets(session: Session, query: ListQuery) -> dict[str, tuple[Facet, ...]]:
    """Return the filter options of the catalog under the search alone."""
    where = _matching(ListQuery(search=query.search))
    found = {}
    for name, column in (("category", "i.category"), ("tracking", "i.tracking"), ("monitoring", "i.monitoring")):
        counted = session.execute(
            text(f"SELECT {column} AS k, count(*) FROM item i WHERE {where} GROUP BY 1 ORDER BY 1"), where.values
        )
        found[name] = tuple(Facet(row[0], row[0], row[1]) for row in counted if row[0])
    sums = ", ".join(f"COALESCE(sum({condition}), 0)" for condition in MARKS.values())
    marked = session.execute(text(f"SELECT {sums} FROM item i WHERE {where}"), where.values).one()
    found["mark"] = tuple(Facet(name, name, count) for name, count in zip(MARKS, marked, strict=True) if count)
    retired = session.execute(
        text("SELECT count(*) FROM item WHERE retired_at IS NOT NULL AND merged_into_id IS NULL")
    ).scalar_one()
    found["show"] = (Facet("retired", "retired", retired),) if retired else ()
    return found


def _matching(query: ListQuery) -> Conditions:
    where = Conditions("i.merged_into_id IS NULL")
    if "retired" not in query.chosen("show"):
        where.add("i.retired_at IS NULL")
    where.found("i.id", "item", query.search)
    for name in ("category", "tracking", "monitoring"):
        where.among(f"i.{name}", query.chosen(name))
    marks = sorted(query.chosen("mark") & MARKS.keys())
    if marks:
        where.add(f"({' OR '.join(MARKS[mark] for mark in marks)})")
    return where


def draft(session: Session, item_id: int) -> ItemDraft | None:
    """Return an item as the editor changes it, or None."""
    return draft_of(session, item_id)


@dataclass(frozen=True, slots=True)
class VariantOption:
    """A variant to choose in a field; price in millionths of the item's currency."""

    variant_id: int
    item_id: int
    label: str
    code: str
    unit_of_issue: str
    tracking: str
    price_micros: int
    below_minimum: int = 0
    min_life_months: int | None = None


def variant_options(session: Session, search: str = "", *, limit: int = 50) -> list[VariantOption]:
    """Return the variants whose item matches the text, best codes first."""
    words = fold(search).split()
    where = ["i.retired_at IS NULL", "v.retired = 0"]
    values: dict[str, object] = {"n": limit, "start": f"{fold(search)}%"}
    for number, word in enumerate(words):
        where.append(f"(i.folded LIKE :w{number} OR lower(v.code) LIKE :w{number} OR lower(v.size) = :e{number})")
        values[f"w{number}"] = f"%{word}%"
        values[f"e{number}"] = word
    found = session.execute(
        text(
            "SELECT v.id, i.id AS item_id, i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END AS label, v.code,"
            f" v.unit_of_issue, i.tracking, i.price_micros, 0, i.min_life_receipt_months FROM variant v JOIN item i ON i.id = v.item_id WHERE"
            f" {' AND '.join(where)} ORDER BY lower(v.code) LIKE :start DESC, i.code, v.id LIMIT :n"
        ),
        values,
    )
    return [VariantOption(*row) for row in found]


def variant_option(session: Session, variant_id: int) -> VariantOption | None:
    """Return one variant as a field shows it, with how many are missing to its minimum in our stores."""
    row = session.execute(
        text(
            "SELECT v.id, i.id AS item_id, i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END AS label, v.code,"
            " v.unit_of_issue, i.tracking, i.price_micros, COALESCE((SELECT m.quantity FROM minimum m WHERE m.variant_id = v.id"
            " AND m.store_id IS NULL), 0) - COALESCE((SELECT sum(b.quantity) FROM balance b JOIN layer l ON l.id = b.layer_id"
            " JOIN place p ON p.id = b.place_id WHERE l.variant_id = v.id AND p.kind = 'bin' AND b.status = 'available'), 0)"
            " + COALESCE((SELECT sum(r.quantity) FROM reservation r JOIN layer l ON l.id = r.layer_id"
            " WHERE l.variant_id = v.id), 0) AS missing, i.min_life_receipt_months AS life FROM variant v JOIN item i ON i.id = v.item_id WHERE v.id = :v"
        ),
        {"v": variant_id},
    ).first()
    if row is None:
        return None
    return VariantOption(
        row.id,
        row.item_id,
        row.label,
        row.code,
        row.unit_of_issue,
        row.tracking,
        row.price_micros,
        max(0, row.missing),
        row.life,
    )


def categories(session: Session) -> list[str]:
    """Return the categories in use."""
    return list(
        session.execute(text("SELECT DISTINCT category FROM item WHERE category <> '' ORDER BY category")).scalars()
    )
