"""Making and changing catalog items."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session

from inl_logistics.catalog.records import (
    ItemCodeRecord,
    ItemNameRecord,
    ItemRecord,
    MinimumRecord,
    ModelRecord,
    MonitoringClass,
    VariantRecord,
)
from inl_logistics.catalog.rules import ItemFacts, item_problems
from inl_logistics.database.search import Entry, index
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput, StaleEdit, raise_if_broken
from inl_logistics.kernel.text import clean, clean_lines, fold
from inl_logistics.kernel.values import ItemId, Tracking, VariantId
from inl_logistics.users import trail


@dataclass(frozen=True, slots=True)
class VariantDraft:
    """One size of an item and its least available quantity at the post."""

    size: str = ""
    minimum: int | None = None


@dataclass(frozen=True, slots=True)
class LocalName:
    """The item's name in one receipt language."""

    language: str
    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """An item as typed; prices in millionths of the currency. `id` and `version` for a change."""

    code: str
    name: str
    tracking: Tracking = Tracking.QUANTITY
    id: int | None = None
    version: int = 0
    category: str = ""
    description: str = ""
    unit_of_issue: str = "EA"
    maker: str = ""
    model: str = ""
    nsn: str = ""
    psc: str = ""
    hs: str = ""
    export_class: str = ""
    un_number: str = ""
    hazard_class: str = ""
    demil_code: str = ""
    monitoring: MonitoringClass = MonitoringClass.NONE
    policy_hold: bool = False
    price_micros: int = 0
    currency: str = "USD"
    shelf_life_months: int | None = None
    min_life_receipt_months: int | None = None
    min_life_handover_months: int | None = None
    carton_quantity: int | None = None
    carton_weight_g: int | None = None
    carton_size_mm: str = ""
    indicative: bool = False
    variants: tuple[VariantDraft, ...] = (VariantDraft(),)
    names: tuple[LocalName, ...] = ()
    other_codes: tuple[str, ...] = ()


def save_item(session: Session, draft: ItemDraft, *, by: Actor, at: datetime) -> ItemId:
    """Make an item, or change it when the draft has an id.

    Raises: RulesBroken, StaleEdit when somebody changed it since.
    """
    code, name = clean(draft.code), clean(draft.name)
    stored = _stored(session, draft)
    taken = session.execute(
        select(ItemRecord.name).where(ItemRecord.code == code, ItemRecord.id != (draft.id or 0))
    ).scalar()
    raise_if_broken(
        item_problems(
            ItemFacts(
                code, name, taken or "", draft.tracking, stored.tracking if stored else None,
                bool(draft.id) and _has_stock(session, ItemId(draft.id or 0)), draft.price_micros,
                tuple(clean(variant.size) for variant in draft.variants),
            )
        )
    )  # fmt: skip
    values = _values(session, draft, code, name)
    if draft.id is None:
        item_id = ItemId(session.execute(insert(ItemRecord).values(**values).returning(ItemRecord.id)).scalar_one())
    else:
        item_id = ItemId(draft.id)
        session.execute(
            update(ItemRecord).where(ItemRecord.id == item_id).values(**values, version=ItemRecord.version + 1)
        )
    _save_variants(session, item_id, draft)
    _save_names(session, item_id, draft)
    index_items(session, [item_id])
    trail.record(
        session, "item.save", kind="item", subject_id=item_id, subject=code, by=by, at=at,
        before=None if stored is None else {"name": stored.name, "tracking": stored.tracking.value},
        after={"name": name, "tracking": draft.tracking.value, "price_micros": draft.price_micros},
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
    """Offer a retired item again. Raises: BadInput("not-found")."""
    name = session.execute(select(ItemRecord.name).where(ItemRecord.id == item_id)).scalar()
    if name is None:
        raise BadInput("not-found", what=str(item_id))
    session.execute(update(ItemRecord).where(ItemRecord.id == item_id).values(retired_at=None))
    trail.record(session, "item.restore", kind="item", subject_id=item_id, subject=name, by=by, at=at)


def model_key(*, maker: str, model: str, code: str) -> str:
    """Return the scope in which serials are unique: maker + model, or the item where both are unknown.

    Source: product.md 4 (Serials: unique per item's maker + model, empty text, never NULL).
    """
    if clean(maker) or clean(model):
        return f"{fold(clean(maker))}|{fold(clean(model))}"
    return f"item:{code}"


def model(session: Session, key: str) -> int:
    """Return the id of a serial scope, made if it is new."""
    found = session.execute(select(ModelRecord.id).where(ModelRecord.key == key)).scalar()
    if found is None:
        found = session.execute(insert(ModelRecord).values(key=key).returning(ModelRecord.id)).scalar_one()
    return found


def variant(session: Session, item_id: ItemId, *, size: str = "", unit_of_issue: str = "") -> VariantId:
    """Return the variant of a size and unit of issue, made if it is new."""
    item = session.execute(select(ItemRecord.code, ItemRecord.unit_of_issue).where(ItemRecord.id == item_id)).one()
    unit = unit_of_issue or item.unit_of_issue
    found = session.execute(
        select(VariantRecord.id).where(
            VariantRecord.item_id == item_id, VariantRecord.size == clean(size), VariantRecord.unit_of_issue == unit
        )
    ).scalar()
    if found is None:
        code = variant_code(item.code, size)
        values = {"item_id": item_id, "size": clean(size), "unit_of_issue": unit, "code": code}
        found = session.execute(insert(VariantRecord).values(**values).returning(VariantRecord.id)).scalar_one()
    return VariantId(found)


def variant_code(item_code: str, size: str) -> str:
    """Return the code of a variant: RIO-01 and L make RIO-01-L."""
    return f"{item_code}-{clean(size)}" if clean(size) else item_code


def index_items(session: Session, item_ids: list[ItemId]) -> None:
    """Put items into the search index with their codes and names in every language."""
    for item_id in item_ids:
        row = session.execute(
            select(ItemRecord.code, ItemRecord.name, ItemRecord.nsn, ItemRecord.maker, ItemRecord.model).where(
                ItemRecord.id == item_id
            )
        ).one()
        names = session.execute(select(ItemNameRecord.name).where(ItemNameRecord.item_id == item_id)).scalars()
        codes = session.execute(select(ItemCodeRecord.code).where(ItemCodeRecord.item_id == item_id)).scalars()
        words = " ".join((row.nsn, row.nsn.replace("-", ""), row.maker, row.model, *names, *codes))
        index(session, [Entry("item", item_id, row.name, row.code, words)])


def _stored(session: Session, draft: ItemDraft) -> ItemRecord | None:
    if draft.id is None:
        return None
    stored = session.get(ItemRecord, draft.id)
    if stored is None:
        raise BadInput("not-found", what=draft.code)
    if stored.version != draft.version:
        raise StaleEdit("stale-edit", what=stored.code)
    return stored


def _values(session: Session, draft: ItemDraft, code: str, name: str) -> dict[str, object]:
    plain = {
        field: clean(getattr(draft, field))
        for field in (
            "category", "maker", "model", "nsn", "psc", "hs", "export_class", "un_number", "hazard_class",
            "demil_code", "carton_size_mm",
        )
    }  # fmt: skip
    same = {
        field: getattr(draft, field)
        for field in (
            "tracking", "unit_of_issue", "monitoring", "policy_hold", "price_micros", "currency", "shelf_life_months",
            "min_life_receipt_months", "min_life_handover_months", "carton_quantity", "carton_weight_g", "indicative",
        )
    }  # fmt: skip
    return {
        **plain, **same, "code": code, "name": name, "description": clean_lines(draft.description),
        "folded": fold(f"{code} {name}"), "name_key": fold(name), "fsc": plain["nsn"][:4],
        "model_id": model(session, model_key(maker=draft.maker, model=draft.model, code=code)),
    }  # fmt: skip


def _save_variants(session: Session, item_id: ItemId, draft: ItemDraft) -> None:
    for one in draft.variants or (VariantDraft(),):
        variant_id = variant(session, item_id, size=one.size, unit_of_issue=draft.unit_of_issue)
        session.execute(text("DELETE FROM minimum WHERE variant_id = :v AND store_id IS NULL"), {"v": variant_id})
        if one.minimum is not None:
            session.execute(insert(MinimumRecord).values(variant_id=variant_id, quantity=one.minimum))


def _save_names(session: Session, item_id: ItemId, draft: ItemDraft) -> None:
    session.execute(text("DELETE FROM item_name WHERE item_id = :i"), {"i": item_id})
    names = [
        {"item_id": item_id, "language": one.language, "name": clean(one.name), "description": clean(one.description)}
        for one in draft.names
        if clean(one.name)
    ]
    if names:
        session.execute(insert(ItemNameRecord), names)
    session.execute(text("DELETE FROM item_code WHERE item_id = :i AND partner_id IS NULL"), {"i": item_id})
    others = filter(None, map(clean, draft.other_codes))
    codes = [{"item_id": item_id, "code": code, "folded": fold(code)} for code in others]
    if codes:
        session.execute(insert(ItemCodeRecord), codes)


def _has_stock(session: Session, item_id: ItemId) -> bool:
    return bool(
        session.execute(
            text("SELECT 1 FROM balance WHERE item_id = :i AND real = 1 AND quantity > 0 LIMIT 1"), {"i": item_id}
        ).first()
    )
