"""Questions about the catalog: the list, one item whole, choices for fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.catalog.commands import ItemDraft, LocalName, VariantDraft
from inl_logistics.catalog.records import MonitoringClass
from inl_logistics.database.conditions import Conditions
from inl_logistics.kernel.listing import Facet, ListGroup, Listing, ListQuery
from inl_logistics.kernel.text import fold
from inl_logistics.kernel.values import Tracking

_SORTS = {
    "code": "i.code",
    "item": "i.name",
    "category": "i.category",
    "track": "i.tracking",
    "unit": "i.unit_of_issue",
    "price": "i.price_micros",
    "monitoring": "i.monitoring",
    "nsn": "i.nsn",
    "on_hand": "(SELECT sum(b.quantity) FROM balance b JOIN place p ON p.id = b.place_id WHERE b.item_id = i.id"
    " AND b.real = 1 AND p.kind = 'bin')",
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
            " (SELECT count(*) FROM variant v WHERE v.item_id = i.id AND v.size <> '') AS sizes,"
            " COALESCE((SELECT sum(b.quantity) FROM balance b JOIN place p ON p.id = b.place_id WHERE b.item_id = i.id"
            "  AND b.real = 1 AND b.quantity > 0 AND p.kind = 'bin'), 0) AS on_hand, i.nsn, i.policy_hold,"
            f" i.retired_at IS NOT NULL AS retired, i.indicative FROM item i WHERE i.id IN ({wanted})"
        )
    )
    by_key = {
        row.id: ItemRow(
            row.id,
            row.code,
            row.name,
            row.category,
            row.tracking,
            row.unit_of_issue,
            row.monitoring,
            row.price_micros,
            row.currency,
            row.sizes,
            row.on_hand,
            row.nsn,
            bool(row.policy_hold),
            bool(row.retired),
            bool(row.indicative),
        )
        for row in found
    }
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
    retired = session.execute(text("SELECT count(*) FROM item WHERE retired_at IS NOT NULL")).scalar_one()
    found["show"] = (Facet("retired", "retired", retired),) if retired else ()
    return found


def _matching(query: ListQuery) -> Conditions:
    where = Conditions()
    if "retired" not in query.chosen("show"):
        where.add("i.retired_at IS NULL")
    where.found("i.id", "item", query.search)
    for name in ("category", "tracking", "monitoring"):
        where.among(f"i.{name}", query.chosen(name))
    return where


def draft(session: Session, item_id: int) -> ItemDraft | None:
    """Return an item as the editor changes it, or None."""
    row = session.execute(text("SELECT * FROM item WHERE id = :i"), {"i": item_id}).first()
    if row is None:
        return None
    variants = session.execute(
        text(
            "SELECT v.size, m.quantity FROM variant v LEFT JOIN minimum m ON m.variant_id = v.id AND m.store_id IS NULL"
            " WHERE v.item_id = :i ORDER BY v.id"
        ),
        {"i": item_id},
    )
    names = session.execute(
        text("SELECT language, name, description FROM item_name WHERE item_id = :i ORDER BY language"), {"i": item_id}
    )
    codes = session.execute(
        text("SELECT code FROM item_code WHERE item_id = :i AND partner_id IS NULL ORDER BY id"), {"i": item_id}
    ).scalars()
    return ItemDraft(
        code=row.code, name=row.name, tracking=Tracking(row.tracking), id=row.id, version=row.version,
        category=row.category, description=row.description, unit_of_issue=row.unit_of_issue, maker=row.maker,
        model=row.model, nsn=row.nsn, psc=row.psc, hs=row.hs, export_class=row.export_class, un_number=row.un_number,
        hazard_class=row.hazard_class, demil_code=row.demil_code, monitoring=MonitoringClass(row.monitoring),
        policy_hold=bool(row.policy_hold), price_micros=row.price_micros, currency=row.currency,
        shelf_life_months=row.shelf_life_months, min_life_receipt_months=row.min_life_receipt_months,
        min_life_handover_months=row.min_life_handover_months, carton_quantity=row.carton_quantity,
        carton_weight_g=row.carton_weight_g, carton_size_mm=row.carton_size_mm, indicative=bool(row.indicative),
        variants=tuple(VariantDraft(one.size, one.quantity) for one in variants),
        names=tuple(LocalName(*one) for one in names), other_codes=tuple(codes),
    )  # fmt: skip


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
    where = ["i.retired_at IS NULL"]
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
