"""Making and changing catalog items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime

from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session

from inl_logistics.catalog import parts
from inl_logistics.catalog.drafts import (
    ItemDraft,
    LocalName,
    PartNumber,
    StoreMinimum,
    VariantDraft,
)
from inl_logistics.catalog.records import ItemRecord
from inl_logistics.catalog.rules import ItemFacts, item_problems
from inl_logistics.catalog.scopes import clashes, model, model_key, move_serials
from inl_logistics.catalog.stored import draft_of
from inl_logistics.database.search import Entry, index
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput, Problem, RulesBroken, StaleEdit, raise_if_broken
from inl_logistics.kernel.text import clean, clean_lines, fold
from inl_logistics.kernel.values import ItemId
from inl_logistics.users import trail

__all__ = [
    "ItemDraft", "LocalName", "PartNumber", "StoreMinimum", "VariantDraft", "index_items", "model", "model_key",
    "restore_item", "retire_item", "save_item", "variant", "variant_code",
]  # fmt: skip
variant, variant_code = parts.variant, parts.variant_code

_CLEANED = (
    "category", "maker", "model", "nsn", "psc", "hs", "export_class", "hazard_class", "demil_code", "carton_size_mm",
    "shipping_name", "unspsc",
)  # fmt: skip
_AS_TYPED = (
    "tracking", "unit_of_issue", "monitoring", "policy_hold", "price_micros", "currency", "shelf_life_months",
    "service_life_months", "min_life_receipt_months", "min_life_handover_months", "carton_quantity", "carton_weight_g",
    "indicative",
)  # fmt: skip
_FSC_DIGITS = 4


def save_item(session: Session, draft: ItemDraft, *, by: Actor, at: datetime) -> ItemId:
    """Make an item, or change it when the draft has an id.

    Raises: RulesBroken, StaleEdit when somebody changed it since.
    """
    stored = _stored(session, draft)
    before = None if stored is None else draft_of(session, stored.id)
    values = _values(session, draft)
    scope = values["model_id"]
    raise_if_broken(item_problems(_facts(session, draft, stored, values)))
    if stored is None:
        item_id = ItemId(session.execute(insert(ItemRecord).values(**values).returning(ItemRecord.id)).scalar_one())
    else:
        item_id = ItemId(stored.id)
        if stored.unit_of_issue != draft.unit_of_issue:
            parts.change_unit(session, item_id, stored.unit_of_issue, draft.unit_of_issue)
        old_scope = stored.model_id
        session.execute(
            update(ItemRecord).where(ItemRecord.id == item_id).values(**values, version=ItemRecord.version + 1)
        )
        if old_scope != scope:
            move_serials(session, item_id, int(str(scope)))
    parts.save_variants(session, item_id, draft)
    parts.save_names(session, item_id, draft)
    parts.save_codes(session, item_id, draft)
    index_items(session, [item_id])
    after = draft_of(session, item_id)
    changed = _changes(before, after)
    trail.record(
        session, "item.save", kind="item", subject_id=item_id, subject=str(values["code"]), by=by, at=at,
        before=changed[0] if before is not None else None, after=changed[1],
    )  # fmt: skip
    return item_id


def retire_item(session: Session, item_id: ItemId, *, by: Actor, at: datetime) -> None:
    """Take an item out of new documents; its past stays. Raises: BadInput("not-found")."""
    name = session.execute(select(ItemRecord.name).where(ItemRecord.id == item_id)).scalar()
    if name is None:
        raise BadInput("not-found", what=str(item_id))
    session.execute(update(ItemRecord).where(ItemRecord.id == item_id).values(retired_at=at))
    trail.record(session, "item.retire", kind="item", subject_id=item_id, subject=name, by=by, at=at)


def restore_item(session: Session, item_id: ItemId, *, by: Actor, at: datetime) -> None:
    """Offer a retired item again. Raises: BadInput("not-found"), RulesBroken for one that was merged."""
    row = session.execute(select(ItemRecord.name, ItemRecord.merged_into_id).where(ItemRecord.id == item_id)).first()
    if row is None:
        raise BadInput("not-found", what=str(item_id))
    if row.merged_into_id is not None:
        raise RulesBroken([Problem("item-is-merged", params={"item": _name(session, row.merged_into_id)})])
    session.execute(update(ItemRecord).where(ItemRecord.id == item_id).values(retired_at=None))
    trail.record(session, "item.restore", kind="item", subject_id=item_id, subject=row.name, by=by, at=at)


def index_items(session: Session, item_ids: list[ItemId]) -> None:
    """Put items into the search index with their codes and names in every language, and the codes they had before."""
    ids = ",".join(str(int(one)) for one in item_ids) or "0"
    words: dict[int, list[str]] = {}
    for query in (
        f"SELECT item_id, name FROM item_name WHERE item_id IN ({ids})",
        f"SELECT item_id, code FROM item_code WHERE item_id IN ({ids})",
        f"SELECT merged_into_id, code || ' ' || name || ' ' || nsn FROM item WHERE merged_into_id IN ({ids})",
    ):
        for item_id, word in session.execute(text(query)):
            words.setdefault(item_id, []).append(word)
    rows = session.execute(text(f"SELECT id, code, name, nsn, maker, model FROM item WHERE id IN ({ids})"))
    index(
        session,
        [
            Entry("item", row.id, row.name, row.code, " ".join(
                (row.nsn, row.nsn.replace("-", ""), row.maker, row.model, *words.get(row.id, ()))
            ))
            for row in rows
        ],
    )  # fmt: skip


def _stored(session: Session, draft: ItemDraft) -> ItemRecord | None:
    if draft.id is None:
        return None
    stored = session.get(ItemRecord, draft.id)
    if stored is None:
        raise BadInput("not-found", what=draft.code)
    if stored.version != draft.version:
        raise StaleEdit("stale-edit", what=stored.code)
    return stored


def _facts(session: Session, draft: ItemDraft, stored: ItemRecord | None, values: Mapping[str, object]) -> ItemFacts:
    code, item_id = str(values["code"]), draft.id or 0
    taken = parts.code_taken(session, code, item_id)
    moves = stored is not None and stored.model_id != values["model_id"]
    merged = stored.merged_into_id if stored is not None else None
    minimums = [one.minimum for one in draft.variants] + [own.quantity for one in draft.variants for own in one.stores]
    return ItemFacts(
        code, str(values["name"]), taken, draft.tracking, stored.tracking if stored else None,
        bool(item_id) and _has_stock(session, ItemId(item_id)), draft.price_micros,
        tuple(clean(variant.size) for variant in draft.variants),
        unit_changes=stored is not None and stored.unit_of_issue != draft.unit_of_issue,
        un_number=str(values["un_number"]), packing_group=draft.packing_group,
        shelf_life_months=draft.shelf_life_months, min_life_receipt_months=draft.min_life_receipt_months,
        service_life_months=draft.service_life_months, min_life_handover_months=draft.min_life_handover_months,
        counts=(
            *minimums, draft.shelf_life_months, draft.service_life_months, draft.min_life_receipt_months,
            draft.min_life_handover_months, draft.carton_quantity, draft.carton_weight_g,
        ),
        codes_taken=parts.codes_taken(session, draft), sizes_in_use=parts.sizes_in_use(session, draft),
        serials_clash=tuple(clashes(session, item_id, int(str(values["model_id"])))) if moves else (),
        merged_into=_name(session, merged) if merged is not None else "",
    )  # fmt: skip


def _values(session: Session, draft: ItemDraft) -> dict[str, object]:
    code, name = clean(draft.code), clean(draft.name)
    plain = {field: clean(getattr(draft, field)) for field in _CLEANED}
    same = {field: getattr(draft, field) for field in _AS_TYPED}
    return {
        **plain, **same, "code": code, "name": name, "description": clean_lines(draft.description),
        "folded": fold(f"{code} {name}"), "name_key": fold(name), "un_number": un_number(draft.un_number),
        "packing_group": clean(draft.packing_group).upper(), "fsc": clean(draft.fsc) or plain["nsn"][:_FSC_DIGITS],
        "model_id": model(session, model_key(maker=draft.maker, model=draft.model, code=code)),
    }  # fmt: skip


def un_number(typed: str) -> str:
    """Return a UN number as papers write it: 1950 and un 1950 are UN1950."""
    plain = "".join(clean(typed).upper().split())
    return f"UN{plain}" if plain.isdigit() else plain


def _changes(before: ItemDraft | None, after: ItemDraft | None) -> tuple[dict[str, object], dict[str, object]]:
    """Return what differs, as it was and as it is; of a new item all that was said of it."""
    if after is None:
        return {}, {}
    old = before or ItemDraft("", "")
    names = [one.name for one in fields(ItemDraft) if one.name not in ("id", "version")]
    changed = [name for name in names if getattr(old, name) != getattr(after, name)]
    return {one: getattr(old, one) for one in changed}, {one: getattr(after, one) for one in changed}


def _name(session: Session, item_id: int) -> str:
    return str(session.execute(select(ItemRecord.name).where(ItemRecord.id == item_id)).scalar() or "")


def _has_stock(session: Session, item_id: ItemId) -> bool:
    return bool(
        session.execute(
            text("SELECT 1 FROM balance WHERE item_id = :i AND real = 1 AND quantity > 0 LIMIT 1"), {"i": item_id}
        ).first()
    )
