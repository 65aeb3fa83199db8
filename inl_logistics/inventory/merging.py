"""Two items of the catalog that are one become one: seen before, done in one act, never two again.

Everything that points to the item that goes points to the survivor afterwards, whatever table it is in: every foreign key to
`item` and `variant` is followed, so a table that comes later cannot be forgotten. What was posted is refiled by the ledger
(`ledger/merging.py` says why that is right). Sealed papers keep their words; the item that went keeps its code as the memory
of it, findable by search, scan and import. Source: issue item 1; architecture.md 2.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from inl_logistics.catalog.commands import index_items
from inl_logistics.database.base import Base
from inl_logistics.inventory.mergerules import MergeFacts, merge_problems
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.dates import instant_text
from inl_logistics.kernel.problems import BadInput, Problem, raise_if_broken
from inl_logistics.kernel.values import ItemId
from inl_logistics.ledger import merging as ledger
from inl_logistics.users import trail

# What the survivor takes over where it says nothing itself. Maker and model are the scope of serials: they stay its own.
_TAKEN_OVER = (
    "nsn", "fsc", "psc", "hs", "unspsc", "export_class", "un_number", "hazard_class", "shipping_name", "packing_group",
    "demil_code", "description", "category", "carton_size_mm", "shelf_life_months", "service_life_months",
    "min_life_receipt_months", "min_life_handover_months", "carton_quantity", "carton_weight_g",
)  # fmt: skip
# Papers whose editors may be open: their next save must be told that a line changed, or it would bring the old item back.
_EDITED = (
    ("handover", "handover_line", "handover_id"), ("purchase_order", "order_line", "order_id"),
    ("shipment", "shipment_line", "shipment_id"), ("requirement", "requirement_line", "requirement_id"),
    ("transfer", "transfer_line", "transfer_id"), ("kit", "kit_line", "kit_id"),
)  # fmt: skip
# One row of the survivor is enough: its own name in a language, its own minimum of a size, one size of a person.
_ONE_IS_ENOUGH = frozenset({"item_name", "minimum", "requirement_size"})


@dataclass(frozen=True, slots=True)
class MergeDraft:
    """Which item goes, and into which."""

    item_id: int
    into_id: int


@dataclass(frozen=True, slots=True)
class SizeMerge:
    """What becomes of a size of the item that goes: one with a size of the survivor, or a new size there."""

    size: str
    unit: str
    joins: bool
    on_hand: int


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What a merge does: both items, sizes, what moves along, what the survivor takes over, what stands against it."""

    gone: str
    gone_code: str
    into: str
    into_code: str
    sizes: tuple[SizeMerge, ...]
    moves: tuple[tuple[str, int], ...]
    takes_over: tuple[str, ...]
    problems: tuple[Problem, ...]


def preview(session: Session, item_id: int, into_id: int) -> MergePreview:
    """Return what merging one item into another would do. Raises: BadInput("not-found")."""
    gone, into = _item(session, item_id), _item(session, into_id)
    twins = _twins(session, item_id, into_id)
    sizes = session.execute(
        text(
            "SELECT v.id, v.size, v.unit_of_issue, COALESCE((SELECT sum(b.quantity) FROM layer l JOIN balance b"
            " ON b.layer_id = l.id JOIN place p ON p.id = b.place_id WHERE l.item_id = v.item_id AND l.variant_id = v.id"
            " AND p.kind = 'bin' AND b.quantity > 0), 0) AS on_hand FROM variant v WHERE v.item_id = :i ORDER BY v.id"
        ),
        {"i": item_id},
    )
    return MergePreview(
        gone.name, gone.code, into.name, into.code,
        tuple(SizeMerge(row.size, row.unit_of_issue, row.id in twins, row.on_hand) for row in sizes),
        tuple(_moves(session, item_id)), tuple(one for one in _TAKEN_OVER if _missing(into, one) and not _missing(gone, one)),
        tuple(merge_problems(_facts(session, gone, into))),
    )  # fmt: skip


def merge_items(session: Session, draft: MergeDraft, *, by: Actor, at: datetime) -> ItemId:
    """Make two items one and return the survivor. Raises: RulesBroken, BadInput("not-found")."""
    gone, into = _item(session, draft.item_id), _item(session, draft.into_id)
    raise_if_broken(merge_problems(_facts(session, gone, into)))
    item_id, into_id = ItemId(gone.id), ItemId(into.id)
    twins = _twins(session, item_id, into_id)
    _tell_editors(session, item_id)
    session.execute(
        text("UPDATE item SET merged_into_id = :n, retired_at = COALESCE(retired_at, :at), version = version + 1 WHERE id = :o"),
        {"o": item_id, "n": into_id, "at": instant_text(at)},
    )  # fmt: skip
    for old, new in twins.items():
        session.execute(text("UPDATE variant SET merged_into_id = :n, retired = 1 WHERE id = :o"), {"o": old, "n": new})
    ledger.refile(session, item_id, into_id, twins)
    for old, new in twins.items():
        _point(session, "variant", old, new)
    # A size that the survivor lacks becomes its own and keeps its code, which may stand on labels.
    kept = ",".join(str(one) for one in twins) or "0"
    session.execute(
        text(f"UPDATE variant SET item_id = :n WHERE item_id = :o AND id NOT IN ({kept})"), {"o": item_id, "n": into_id}
    )
    _point(session, "item", item_id, into_id)
    _add_up_needs(session)
    session.execute(
        text("UPDATE attachment SET subject_id = :n WHERE subject_kind = 'item' AND subject_id = :o"),
        {"o": item_id, "n": into_id},
    )
    taken = _take_over(session, gone, into)
    session.execute(text("DELETE FROM search_text WHERE kind = 'item' AND subject_id = :o"), {"o": item_id})
    index_items(session, [into_id])
    for action, one, other, after in (
        ("item.merge", gone, into, {"into": into.code}),
        ("item.merged", into, gone, {"merged": gone.code, **taken}),
    ):
        trail.record(
            session, action, kind="item", subject_id=one.id, subject=one.code, by=by, at=at,
            before={"name": one.name, "other": other.name}, after=after,
        )  # fmt: skip
    return into_id


def _item(session: Session, item_id: int) -> Row[Any]:
    found = session.execute(text("SELECT * FROM item WHERE id = :i"), {"i": item_id}).first()
    if found is None:
        raise BadInput("not-found", what=str(item_id))
    return found


def _name(session: Session, item_id: int | None) -> str:
    return str(session.execute(text("SELECT name FROM item WHERE id = :i"), {"i": item_id}).scalar() or "")


def _facts(session: Session, gone: Row[Any], into: Row[Any]) -> MergeFacts:
    clashes = session.execute(
        text(
            "SELECT u.serial FROM unit u CROSS JOIN unit o ON o.folded = u.folded AND o.model_id = :m AND o.item_id <> :g"
            " WHERE u.item_id = :g AND u.folded IS NOT NULL ORDER BY u.folded LIMIT 5"
        ),
        {"g": gone.id, "m": into.model_id},
    ).scalars()
    return MergeFacts(
        gone.id == into.id, _name(session, gone.merged_into_id), _name(session, into.merged_into_id),
        into.retired_at is not None, (gone.tracking, into.tracking), (gone.monitoring, into.monitoring),
        (bool(gone.policy_hold), bool(into.policy_hold)), (gone.unit_of_issue, into.unit_of_issue), tuple(clashes),
    )  # fmt: skip


def _twins(session: Session, item_id: int, into_id: int) -> dict[int, int]:
    """Return the sizes of the item that the survivor has too, in the same unit of issue."""
    rows = session.execute(
        text(
            "SELECT o.id, n.id FROM variant o JOIN variant n ON n.item_id = :n AND n.size = o.size"
            " AND n.unit_of_issue = o.unit_of_issue WHERE o.item_id = :o"
        ),
        {"o": item_id, "n": into_id},
    )
    return {row[0]: row[1] for row in rows}


def _references(to: str) -> Iterator[tuple[str, str]]:
    """Return every table and column that refers to items or variants; the ledger's own are refiled by the ledger."""
    for table in Base.metadata.tables.values():
        for column in table.columns:
            refers = any(key.target_fullname == f"{to}.id" for key in column.foreign_keys)
            if refers and table.name not in ledger.TABLES and (table.name, column.name) != ("variant", "item_id"):
                yield table.name, column.name


def _point(session: Session, to: str, old: int, new: int) -> None:
    for table, column in _references(to):
        ignoring = "OR IGNORE " if table in _ONE_IS_ENOUGH else ""
        itself = " AND id <> :o" if table == to else ""  # the memory of the item that went points on, not to itself
        keys = {"o": old, "n": new}
        session.execute(text(f"UPDATE {ignoring}{table} SET {column} = :n WHERE {column} = :o{itself}"), keys)
        if ignoring:
            session.execute(text(f"DELETE FROM {table} WHERE {column} = :o"), {"o": old})


def _tell_editors(session: Session, item_id: int) -> None:
    for paper, lines, column in _EDITED:
        names = Base.metadata.tables[lines].columns.keys()
        of = [sql for name, sql in (
            ("item_id", "item_id = :i"), ("variant_id", "variant_id IN (SELECT id FROM variant WHERE item_id = :i)"),
        ) if name in names]  # fmt: skip
        session.execute(
            text(
                f"UPDATE {paper} SET version = version + 1 WHERE id IN (SELECT {column} FROM {lines} WHERE {' OR '.join(of)})"
            ),
            {"i": item_id},
        )


def _add_up_needs(session: Session) -> None:
    """A recipient that needed both items needs the sum of the one."""
    same = "requirement_id, recipient_id, item_id, COALESCE(variant_id, 0), COALESCE(kit_id, 0)"
    firsts = f"SELECT min(id) AS id, sum(quantity) AS q FROM requirement_need GROUP BY {same} HAVING count(*) > 1"
    session.execute(
        text(f"UPDATE requirement_need SET quantity = f.q FROM ({firsts}) f WHERE requirement_need.id = f.id")
    )
    session.execute(
        text(f"DELETE FROM requirement_need WHERE id NOT IN (SELECT min(id) FROM requirement_need GROUP BY {same})")
    )


def _moves(session: Session, item_id: int) -> Iterator[tuple[str, int]]:
    """Count what goes along, in the words of the papers an officer knows."""
    of_variants = "IN (SELECT id FROM variant WHERE item_id = :i)"
    for name, sql in (
        ("units", "SELECT count(*) FROM unit WHERE item_id = :i"),
        ("movements", "SELECT count(*) FROM movement WHERE layer_id IN (SELECT id FROM layer WHERE item_id = :i)"),
        ("orders", f"SELECT count(DISTINCT order_id) FROM order_line WHERE variant_id {of_variants}"),
        ("shipments", f"SELECT count(DISTINCT shipment_id) FROM shipment_line WHERE variant_id {of_variants}"),
        ("handovers", f"SELECT count(DISTINCT handover_id) FROM handover_line WHERE variant_id {of_variants}"),
        ("plans", "SELECT count(DISTINCT requirement_id) FROM requirement_need WHERE item_id = :i"),
        ("kits", "SELECT count(DISTINCT kit_id) FROM kit_line WHERE item_id = :i"),
        ("codes", "SELECT count(*) FROM item_code WHERE item_id = :i"),
        ("files", "SELECT count(*) FROM attachment WHERE subject_kind = 'item' AND subject_id = :i AND removed_at IS NULL"),
    ):  # fmt: skip
        count = session.execute(text(sql), {"i": item_id}).scalar_one()
        if count:
            yield name, int(count)


def _missing(item: Row[Any], field: str) -> bool:
    return getattr(item, field) in (None, "", 0)


def _take_over(session: Session, gone: Row[Any], into: Row[Any]) -> dict[str, object]:
    found = {one: getattr(gone, one) for one in _TAKEN_OVER if _missing(into, one) and not _missing(gone, one)}
    setting = "".join(f"{one} = :{one}, " for one in found)
    session.execute(text(f"UPDATE item SET {setting}version = version + 1 WHERE id = :i"), {**found, "i": into.id})
    return found
