"""Several items at once: class, category, minimum, policy hold, retired; all of them or none, each with a preview.

Source: product.md 3 (bulk actions with preview).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from inl_logistics.catalog.commands import restore_item, retire_item
from inl_logistics.catalog.records import MinimumRecord, MonitoringClass
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import Problem, RulesBroken
from inl_logistics.kernel.text import clean
from inl_logistics.kernel.values import ItemId
from inl_logistics.users import trail


@dataclass(frozen=True, slots=True)
class ItemsChange:
    """What is set on all chosen items; what is None stays. A minimum is that of each size, at the post or one store."""

    item_ids: tuple[int, ...]
    monitoring: MonitoringClass | None = None
    category: str | None = None
    policy_hold: bool | None = None
    minimum: int | None = None
    store_id: int | None = None


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One item as it is, for the preview; `sizes` are those that a minimum would be set for."""

    item_id: int
    code: str
    name: str
    category: str
    monitoring: str
    policy_hold: bool
    minimums: str
    sizes: int
    on_hand: int
    retired: bool


def preview(session: Session, item_ids: Sequence[int], *, store_id: int | None = None) -> list[ChangeRow]:
    """Return the chosen items as they are now."""
    ids = ",".join(str(int(one)) for one in item_ids) or "0"
    rows = session.execute(
        text(
            "SELECT i.id, i.code, i.name, i.category, i.monitoring, i.policy_hold, COALESCE((SELECT group_concat(DISTINCT"
            " m.quantity) FROM minimum m JOIN variant v ON v.id = m.variant_id WHERE v.item_id = i.id AND m.store_id IS :s),"
            " '') AS minimums, (SELECT count(*) FROM variant v WHERE v.item_id = i.id AND v.retired = 0"
            " AND v.unit_of_issue = i.unit_of_issue) AS sizes, COALESCE((SELECT sum(b.quantity) FROM balance b JOIN place p"
            " ON p.id = b.place_id WHERE b.item_id = i.id AND b.real = 1 AND b.quantity > 0 AND p.kind = 'bin'), 0)"
            f" AS on_hand, i.retired_at IS NOT NULL AS retired FROM item i WHERE i.id IN ({ids})"
            " AND i.merged_into_id IS NULL ORDER BY i.code"
        ),
        {"s": store_id},
    )
    return [
        ChangeRow(
            row.id, row.code, row.name, row.category, row.monitoring, bool(row.policy_hold), row.minimums, row.sizes,
            row.on_hand, bool(row.retired),
        )
        for row in rows
    ]  # fmt: skip


def change_items(session: Session, change: ItemsChange, *, by: Actor, at: datetime) -> int:
    """Set the same on several items and return how many there were. Raises: RulesBroken."""
    rows = preview(session, tuple(dict.fromkeys(change.item_ids)), store_id=change.store_id)
    problems = [] if rows else [Problem("nothing-chosen", where=("item_ids",))]
    named: dict[str, str | int] = {
        name: value
        for name, value in (
            ("monitoring", None if change.monitoring is None else change.monitoring.value),
            ("category", None if change.category is None else clean(change.category)),
            ("policy_hold", change.policy_hold), ("minimum", change.minimum),
        )
        if value is not None
    }  # fmt: skip
    if not named or named.get("category") == "":
        problems.append(Problem("nothing-changes"))
    if change.minimum is not None and change.minimum < 0:
        problems.append(Problem("count-below-zero", where=("minimum",)))
    if problems:
        raise RulesBroken(problems)
    columns: list[str] = [name for name in ("monitoring", "category", "policy_hold") if name in named]
    for row in rows:
        if columns:
            setting = ", ".join(f"{name} = :{name}" for name in columns)
            values = {name: named[name] for name in columns}
            session.execute(
                text(f"UPDATE item SET {setting}, version = version + 1 WHERE id = :i"), {**values, "i": row.item_id}
            )
        if change.minimum is not None:
            _set_minimum(session, row.item_id, change.minimum, change.store_id)
        before: dict[str, object] = {name: getattr(row, name) for name in columns}
        if change.minimum is not None:
            before["minimum"] = row.minimums
        trail.record(
            session, "item.change", kind="item", subject_id=row.item_id, subject=row.code, by=by, at=at,
            before=before, after={**named, **({"store": change.store_id} if change.store_id else {})},
        )  # fmt: skip
    return len(rows)


def _set_minimum(session: Session, item_id: int, least: int, store_id: int | None) -> None:
    """Set the minimum of every size that is still ordered; zero takes it away."""
    variants = session.execute(
        text(
            "SELECT v.id FROM variant v JOIN item i ON i.id = v.item_id WHERE v.item_id = :i AND v.retired = 0"
            " AND v.unit_of_issue = i.unit_of_issue"
        ),
        {"i": item_id},
    ).scalars()
    ids = list(variants)
    for one in ids:
        session.execute(text("DELETE FROM minimum WHERE variant_id = :v AND store_id IS :s"), {"v": one, "s": store_id})
    if least and ids:
        session.execute(
            insert(MinimumRecord), [{"variant_id": one, "store_id": store_id, "quantity": least} for one in ids]
        )


def retire_items(session: Session, item_ids: tuple[int, ...], *, by: Actor, at: datetime) -> int:
    """Take several items out of new documents; return how many were not retired yet. Raises: RulesBroken."""
    rows = [row for row in preview(session, item_ids) if not row.retired]
    if not rows:
        raise RulesBroken([Problem("nothing-chosen", where=("item_ids",))])
    for row in rows:
        retire_item(session, ItemId(row.item_id), by=by, at=at)
    return len(rows)


def restore_items(session: Session, item_ids: tuple[int, ...], *, by: Actor, at: datetime) -> int:
    """Offer several retired items again; return how many. Raises: RulesBroken."""
    rows = [row for row in preview(session, item_ids) if row.retired]
    if not rows:
        raise RulesBroken([Problem("nothing-chosen", where=("item_ids",))])
    for row in rows:
        restore_item(session, ItemId(row.item_id), by=by, at=at)
    return len(rows)
