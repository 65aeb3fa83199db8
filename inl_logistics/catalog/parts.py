"""What belongs to an item: its sizes with their minimums, its names, its other codes."""

from __future__ import annotations

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from inl_logistics.catalog.drafts import ItemDraft, VariantDraft
from inl_logistics.catalog.records import ItemCodeRecord, ItemNameRecord, ItemRecord, MinimumRecord, VariantRecord
from inl_logistics.database.base import Base
from inl_logistics.kernel.text import clean, clean_lines, fold
from inl_logistics.kernel.values import ItemId, VariantId


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
    """Return the code of a variant: RIO-01 and L make RIO-01-L; a code has no spaces, so that it scans as one."""
    return f"{item_code}-{'-'.join(clean(size).split())}" if clean(size) else item_code


def save_variants(session: Session, item_id: ItemId, draft: ItemDraft) -> None:
    """Keep the sizes of a draft with their minimums, and take away those it names as removed."""
    for size in draft.removed_sizes:
        _remove(session, item_id, clean(size), draft.unit_of_issue)
    for one in draft.variants or (VariantDraft(),):
        variant_id = variant(session, item_id, size=one.size, unit_of_issue=draft.unit_of_issue)
        session.execute(
            text("UPDATE variant SET retired = :r WHERE id = :v AND retired <> :r"),
            {"v": variant_id, "r": one.retired},
        )
        session.execute(text("DELETE FROM minimum WHERE variant_id = :v"), {"v": variant_id})
        minimums = [(None, one.minimum), *((own.store_id, own.quantity) for own in one.stores)]
        rows = [
            {"variant_id": variant_id, "store_id": store, "quantity": least}
            for store, least in minimums
            if least is not None
        ]
        if rows:
            session.execute(insert(MinimumRecord), rows)


def change_unit(session: Session, item_id: ItemId, old: str, new: str) -> None:
    """Let the sizes follow the item's unit of issue; the caller knows that there is no stock."""
    session.execute(
        text(
            "UPDATE variant SET unit_of_issue = :n WHERE item_id = :i AND unit_of_issue = :o AND NOT EXISTS"
            " (SELECT 1 FROM variant w WHERE w.item_id = :i AND w.size = variant.size AND w.unit_of_issue = :n)"
        ),
        {"i": item_id, "o": old, "n": new},
    )


def sizes_in_use(session: Session, draft: ItemDraft) -> tuple[str, ...]:
    """Return which sizes that are to be removed something refers to: they can only be retired."""
    if draft.id is None:
        return ()
    found = []
    for size in draft.removed_sizes:
        variant_id = _variant_id(session, ItemId(draft.id), clean(size), draft.unit_of_issue)
        if variant_id is not None and _is_used(session, variant_id):
            found.append(size)
    return tuple(found)


def _remove(session: Session, item_id: ItemId, size: str, unit: str) -> None:
    variant_id = _variant_id(session, item_id, size, unit)
    if variant_id is not None:
        for table in ("minimum", "item_code"):
            session.execute(text(f"DELETE FROM {table} WHERE variant_id = :v"), {"v": variant_id})
        session.execute(text("DELETE FROM variant WHERE id = :v"), {"v": variant_id})


def _variant_id(session: Session, item_id: ItemId, size: str, unit: str) -> int | None:
    return session.execute(
        text("SELECT id FROM variant WHERE item_id = :i AND size = :s AND unit_of_issue = :u"),
        {"i": item_id, "s": size, "u": unit},
    ).scalar()


def _is_used(session: Session, variant_id: int) -> bool:
    """Tell whether any table of the program refers to a size; every key to `variant` is asked, those of later tables too."""
    for table in Base.metadata.tables.values():
        for column in table.columns:
            refers = any(key.target_fullname == "variant.id" for key in column.foreign_keys)
            if refers and table.name not in ("minimum", "item_code"):
                asked = text(f"SELECT 1 FROM {table.name} WHERE {column.name} = :v LIMIT 1")
                if session.execute(asked, {"v": variant_id}).first():
                    return True
    return False


def save_names(session: Session, item_id: ItemId, draft: ItemDraft) -> None:
    """Keep the names and descriptions in the receipt languages."""
    session.execute(text("DELETE FROM item_name WHERE item_id = :i"), {"i": item_id})
    names = [
        {
            "item_id": item_id, "language": one.language, "name": clean(one.name),
            "description": clean_lines(one.description),
        }
        for one in draft.names
        if clean(one.name)
    ]  # fmt: skip
    if names:
        session.execute(insert(ItemNameRecord), names)


def save_codes(session: Session, item_id: ItemId, draft: ItemDraft) -> None:
    """Keep aliases, and what vendors and makers call the item or a size of it."""
    session.execute(text("DELETE FROM item_code WHERE item_id = :i"), {"i": item_id})
    aliases = dict.fromkeys(filter(None, map(clean, draft.other_codes)))
    codes: list[dict[str, object]] = [
        {"item_id": item_id, "variant_id": None, "partner_id": None, "code": code, "folded": fold(code)}
        for code in aliases
    ]
    for one in draft.part_numbers:
        code, size = clean(one.code), clean(one.size)
        if code:
            variant_id = _variant_id(session, item_id, size, draft.unit_of_issue) if size else None
            codes.append(
                {
                    "item_id": item_id, "variant_id": variant_id, "partner_id": one.partner_id, "code": code,
                    "folded": fold(code),
                }
            )  # fmt: skip
    if codes:
        session.execute(insert(ItemCodeRecord), codes)


def code_taken(session: Session, code: str, item_id: int) -> str:
    """Return the item that has this code, or goes by it too; scans and imports do not tell small letters from large ones."""
    return str(
        session.execute(
            text(
                "SELECT name FROM item WHERE id <> :i AND (code = :c OR (lower(code) = :f AND merged_into_id IS NOT :i))"
                " UNION ALL SELECT i.name FROM item_code k JOIN item i ON i.id = k.item_id"
                " WHERE k.item_id <> :i AND k.folded = :f AND k.partner_id IS NULL LIMIT 1"
            ),
            {"i": item_id, "c": code, "f": fold(code)},
        ).scalar()
        or ""
    )


def codes_taken(session: Session, draft: ItemDraft) -> tuple[tuple[str, str], ...]:
    """Return the draft's other codes that already mean something else, with the name of it.

    Two vendors may call different things alike; an alias, or one vendor's number, can mean only one item.
    """
    found: list[tuple[str, str]] = []
    asked = [(code, None) for code in draft.other_codes] + [(one.code, one.partner_id) for one in draft.part_numbers]
    for code, partner in asked:
        other = session.execute(
            text(
                "SELECT i.name FROM item i WHERE i.id <> :i AND i.merged_into_id IS NOT :i AND lower(i.code) = :f"
                " UNION SELECT i.name FROM item_code c JOIN item i ON i.id = c.item_id WHERE c.item_id <> :i"
                " AND c.folded = :f AND c.partner_id IS :p LIMIT 1"
            ),
            {"i": draft.id or 0, "f": fold(clean(code)), "p": partner},
        ).scalar()
        if clean(code) and other:
            found.append((clean(code), other))
    return tuple(found)
