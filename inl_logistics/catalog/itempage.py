"""One item whole, as its page shows it: figures by size, codes, kits and papers that name it, what was changed when.

Source: product.md 3 (Catalogue).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.catalog.drafts import ItemDraft
from inl_logistics.catalog.sizerules import size_rank
from inl_logistics.catalog.stored import draft_of
from inl_logistics.kernel.dates import instant_from_text
from inl_logistics.kernel.text import fold


@dataclass(frozen=True, slots=True)
class SizeRow:
    """A size with its stock; `stores` are the minimums of single stores as (store, least, free)."""

    variant_id: int
    size: str
    code: str
    unit: str
    minimum: int | None
    stores: tuple[tuple[str, int, int], ...]
    on_hand: int
    reserved: int
    available: int
    with_partners: int
    on_order: int
    retired: bool

    @property
    def below(self) -> bool:
        """Tell whether less is free than a minimum asks, at the post or in a store."""
        short = self.minimum is not None and self.available < self.minimum
        return not self.retired and (short or any(free < least for _store, least, free in self.stores))


@dataclass(frozen=True, slots=True)
class CodeRow:
    """Another code of the item: whose it is (a vendor, or nobody), for which size, and what kind of code."""

    kind: str
    code: str
    owner: str
    size: str


@dataclass(frozen=True, slots=True)
class UsedIn:
    """A kit that holds the item."""

    kit_id: int
    code: str
    name: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the trail about the item; `fields` are those that changed."""

    id: int
    at: datetime
    by: str
    action: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemDetail:
    """An item whole."""

    draft: ItemDraft
    retired: bool
    merged_into: tuple[int, str] | None
    sizes: tuple[SizeRow, ...]
    codes: tuple[CodeRow, ...]
    kits: tuple[UsedIn, ...]
    history: tuple[Change, ...]
    orders: int
    handovers: int

    @property
    def on_hand(self) -> int:
        """How many lie in our stores, of all sizes."""
        return sum(one.on_hand for one in self.sizes)


def detail(session: Session, item_id: int) -> ItemDetail | None:
    """Return an item whole, or None."""
    draft = draft_of(session, item_id)
    if draft is None:
        return None
    row = session.execute(
        text(
            "SELECT i.retired_at IS NOT NULL AS retired, i.merged_into_id, (SELECT name FROM item WHERE id ="
            " i.merged_into_id) AS merged, (SELECT count(DISTINCT l.order_id) FROM order_line l JOIN variant v ON v.id ="
            " l.variant_id WHERE v.item_id = i.id) AS orders, (SELECT count(DISTINCT l.handover_id) FROM handover_line l"
            " JOIN variant v ON v.id = l.variant_id WHERE v.item_id = i.id) AS handovers FROM item i WHERE i.id = :i"
        ),
        {"i": item_id},
    ).one()
    return ItemDetail(
        draft, bool(row.retired), None if row.merged_into_id is None else (row.merged_into_id, row.merged),
        _sizes(session, item_id), _codes(session, item_id), _kits(session, item_id), _history(session, item_id),
        row.orders, row.handovers,
    )  # fmt: skip


def _sizes(session: Session, item_id: int) -> tuple[SizeRow, ...]:
    rows = session.execute(
        text(
            "WITH held AS (SELECT l.variant_id AS v, p.store_id AS s, sum(r.quantity) AS q FROM reservation r JOIN layer l"
            " ON l.id = r.layer_id JOIN place p ON p.id = r.place_id WHERE r.item_id = :i AND p.kind = 'bin' GROUP BY 1, 2),"
            " stock AS (SELECT l.variant_id AS v, p.kind, p.store_id AS s, b.status, sum(b.quantity) AS q FROM balance b"
            " JOIN layer l ON l.id = b.layer_id JOIN place p ON p.id = b.place_id WHERE b.item_id = :i AND b.real = 1"
            " AND b.quantity > 0 GROUP BY 1, 2, 3, 4)"
            " SELECT v.id, v.size, v.code, v.unit_of_issue, v.retired,"
            " (SELECT quantity FROM minimum WHERE variant_id = v.id AND store_id IS NULL) AS least,"
            " COALESCE((SELECT sum(q) FROM stock WHERE v = v.id AND kind = 'bin'), 0) AS on_hand,"
            " COALESCE((SELECT sum(q) FROM stock WHERE v = v.id AND kind = 'bin' AND status = 'available'), 0) AS usable,"
            " COALESCE((SELECT sum(q) FROM stock WHERE v = v.id AND kind = 'facility'), 0) AS partners,"
            " COALESCE((SELECT sum(q) FROM held WHERE v = v.id), 0) AS reserved,"
            " COALESCE((SELECT sum(max(0, l.quantity - l.canceled_quantity - COALESCE((SELECT sum(m.quantity) FROM layer y"
            "  JOIN movement m ON m.layer_id = y.id JOIN place p ON p.id = m.from_place_id AND p.kind = 'vendor'"
            "  WHERE y.order_line_id = l.id), 0))) FROM order_line l JOIN purchase_order o ON o.id = l.order_id"
            "  WHERE l.variant_id = v.id AND o.state = 'placed'), 0) AS ordered"
            " FROM variant v WHERE v.item_id = :i ORDER BY v.id"
        ),
        {"i": item_id},
    ).all()
    stores = _store_minimums(session, item_id)
    found = [
        SizeRow(
            row.id, row.size, row.code, row.unit_of_issue, row.least, stores.get(row.id, ()), row.on_hand, row.reserved,
            row.usable - row.reserved, row.partners, row.ordered, bool(row.retired),
        )
        for row in rows
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.unit != found[0].unit, size_rank(one.size))))


def _store_minimums(session: Session, item_id: int) -> dict[int, tuple[tuple[str, int, int], ...]]:
    rows = session.execute(
        text(
            "SELECT m.variant_id, s.name, m.quantity AS least, COALESCE((SELECT sum(b.quantity) FROM layer l JOIN balance b"
            " ON b.layer_id = l.id JOIN place p ON p.id = b.place_id WHERE l.item_id = :i AND l.variant_id = m.variant_id"
            " AND p.store_id = m.store_id AND p.kind = 'bin' AND b.status = 'available' AND b.real = 1), 0)"
            " - COALESCE((SELECT sum(r.quantity) FROM reservation r JOIN layer l ON l.id = r.layer_id JOIN place p"
            " ON p.id = r.place_id WHERE r.item_id = :i AND l.variant_id = m.variant_id AND p.store_id = m.store_id), 0)"
            " AS free FROM minimum m JOIN variant v ON v.id = m.variant_id JOIN store s ON s.id = m.store_id"
            " WHERE v.item_id = :i ORDER BY s.name"
        ),
        {"i": item_id},
    )
    found: dict[int, tuple[tuple[str, int, int], ...]] = {}
    for row in rows:
        found[row.variant_id] = (*found.get(row.variant_id, ()), (row.name, row.least, row.free))
    return found


def _codes(session: Session, item_id: int) -> tuple[CodeRow, ...]:
    rows = session.execute(
        text(
            "SELECT CASE WHEN c.partner_id IS NULL THEN 'alias' ELSE 'part' END AS kind, c.code, COALESCE(p.name, '')"
            " AS owner, COALESCE(v.size, '') AS size FROM item_code c LEFT JOIN partner p ON p.id = c.partner_id"
            " LEFT JOIN variant v ON v.id = c.variant_id WHERE c.item_id = :i"
            " UNION ALL SELECT 'merged', code, name, '' FROM item WHERE merged_into_id = :i ORDER BY 1, 2"
        ),
        {"i": item_id},
    )
    return tuple(CodeRow(*row) for row in rows)


def _kits(session: Session, item_id: int) -> tuple[UsedIn, ...]:
    rows = session.execute(
        text(
            "SELECT k.id, k.code, k.name, sum(l.quantity) FROM kit_line l JOIN kit k ON k.id = l.kit_id WHERE l.item_id = :i"
            " AND k.retired_at IS NULL AND l.kit_version = (SELECT max(o.kit_version) FROM kit_line o LEFT JOIN kit_version w"
            " ON w.kit_id = o.kit_id AND w.number = o.kit_version WHERE o.kit_id = k.id AND (w.id IS NULL OR w.from_on"
            " IS NOT NULL)) GROUP BY k.id ORDER BY k.code"
        ),
        {"i": item_id},
    )
    return tuple(UsedIn(*row) for row in rows)


def _history(session: Session, item_id: int, *, most: int = 60) -> tuple[Change, ...]:
    """Return what the trail says of the item and of those merged into it, the newest first."""
    rows = session.execute(
        text(
            "SELECT t.id, t.at, u.name, t.action, CASE WHEN t.after = '' THEN '' ELSE (SELECT group_concat(key, ',')"
            " FROM json_each(t.after)) END AS fields FROM trail t JOIN user_account u ON u.id = t.user_id"
            " WHERE t.subject_kind = 'item' AND t.subject_id IN (SELECT :i UNION SELECT id FROM item WHERE"
            " merged_into_id = :i) ORDER BY t.id DESC LIMIT :n"
        ),
        {"i": item_id, "n": most},
    )
    return tuple(
        Change(
            row.id, instant_from_text(row.at), row.name, row.action, tuple(filter(None, (row.fields or "").split(",")))
        )
        for row in rows
    )


def code_owners(session: Session) -> list[tuple[int, str]]:
    """Return vendors and makers, whose numbers an item can have."""
    rows = session.execute(text("SELECT id, name FROM partner WHERE kind IN ('vendor', 'maker') ORDER BY name, id"))
    return [(row.id, row.name) for row in rows]


def stores(session: Session) -> list[tuple[int, str]]:
    """Return the stores that can have a minimum of their own."""
    rows = session.execute(text("SELECT id, name FROM store WHERE retired_on IS NULL ORDER BY name, id"))
    return [(row.id, row.name) for row in rows]


@dataclass(frozen=True, slots=True)
class ItemChoice:
    """An item to choose in a field."""

    id: int
    name: str
    code: str


def item_choices(session: Session, search: str = "", *, but: int | None = None, limit: int = 40) -> list[ItemChoice]:
    """Return the items that match, those whose code begins with the text first; `but` is left out."""
    words = fold(search).split()
    tests = "".join(f" AND folded LIKE :w{at}" for at in range(len(words)))
    rows = session.execute(
        text(
            "SELECT id, name, code FROM item WHERE merged_into_id IS NULL AND retired_at IS NULL AND id <> :b"
            f"{tests} ORDER BY lower(code) LIKE :s DESC, code LIMIT :n"
        ),
        {"b": but or 0, "s": f"{fold(search)}%", "n": limit, **{f"w{at}": f"%{one}%" for at, one in enumerate(words)}},
    )
    return [ItemChoice(*row) for row in rows]
