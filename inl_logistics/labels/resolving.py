"""From a scanned text to what it means here: the one function that every place with a scanner asks first.

    meaning = meaning_of(session, typed)
    meaning.units, meaning.variants, meaning.lot_id, meaning.bin_id, meaning.package_id, meaning.build_id
    meaning.text                     # a plain code: each place looks it up as it always did

A tag names exactly one thing. A GS1 code names an item by its trade number, and says serial, lot and expiry. Everything else is a
plain code, looked up where it was scanned. Source: product.md 3 (Labels), ui.md 9 (scanner rule).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.text import clean, fold, serial_key
from inl_logistics.labels import codes
from inl_logistics.labels.codes import Code, Form
from inl_logistics.labels.records import LabelKind
from inl_logistics.register.codes import read_code


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a scanned text means. `known` is False for a plain code, whose look-up is left to the place of the scan.

    `codes` are the folded texts by which an item may be listed; `number` is that of a paper's QR.
    """

    text: str
    known: bool = False
    units: tuple[int, ...] = ()
    variants: tuple[int, ...] = ()
    lot_id: int | None = None
    bin_id: int | None = None
    package_id: int | None = None
    build_id: int | None = None
    number: str = ""
    serial: str = ""
    lot: str = ""
    made_on: date | None = None
    expires_on: date | None = None
    quantity: int | None = None
    codes: frozenset[str] = frozenset()


def meaning_of(session: Session, typed: str) -> Meaning:
    """Return what a scanned text means. Raises: BadInput("tag-is-spoiled")."""
    code = codes.read(typed)
    plain = Meaning(code.text)
    match code.form:
        case Form.TAG:
            return _of_tag(session, code) or plain
        case Form.PAPER:
            return _of_paper(code)
        case Form.GS1 if code.certain or not _is_known(session, code.text):
            return _of_gs1(session, code)
    return plain


def _of_tag(session: Session, code: Code) -> Meaning | None:
    row = session.execute(
        text("SELECT kind, subject_id, lot_id, spoiled_at FROM tag WHERE tag = :t"), {"t": code.tag}
    ).first()
    if row is None:
        return None
    if row.spoiled_at:
        raise BadInput("tag-is-spoiled", tag=code.tag)
    found = Meaning(code.tag, known=True)
    match LabelKind(row.kind):
        case LabelKind.UNIT:
            serial = session.execute(text("SELECT serial FROM unit WHERE id = :u"), {"u": row.subject_id}).scalar()
            return replace(found, units=(row.subject_id,), serial=serial or "")
        case LabelKind.BIN:
            return replace(found, bin_id=row.subject_id)
        case LabelKind.CARTON:
            return replace(found, package_id=row.subject_id)
        case LabelKind.KIT:
            return replace(found, build_id=row.subject_id)
    return _of_goods(session, found, row.subject_id, row.lot_id)


def _of_goods(session: Session, found: Meaning, variant_id: int, lot_id: int) -> Meaning:
    row = session.execute(
        text(
            "SELECT COALESCE(w.id, v.id) AS variant, COALESCE(w.code, v.code) AS code, t.code AS lot, t.made_on, t.expires_on"
            " FROM variant v LEFT JOIN variant w ON w.id = v.merged_into_id LEFT JOIN lot t ON t.id = :l WHERE v.id = :v"
        ),
        {"v": variant_id, "l": lot_id},
    ).one()
    return replace(
        found, variants=(row.variant,), lot_id=lot_id or None, lot=row.lot or "", codes=frozenset({fold(row.code)}),
        made_on=_day(row.made_on), expires_on=_day(row.expires_on),
    )  # fmt: skip


def _of_paper(code: Code) -> Meaning:
    try:
        return Meaning(code.text, known=True, number=read_code(code.text.upper()).number)
    except BadInput:
        return Meaning(code.text, known=True)  # one of ours that was not read whole: nothing else is called so


def _of_gs1(session: Session, code: Code) -> Meaning:
    wanted = frozenset(map(fold, (*(codes.gtin_forms(code.gtin) if code.gtin else ()), *filter(None, [code.part]))))
    variants = _variants(session, wanted)
    return Meaning(
        code.text, known=True, units=_units(session, code.serial, variants), variants=variants,
        lot_id=_lot(session, code.lot, variants), package_id=_package(session, code.sscc), serial=clean(code.serial),
        lot=clean(code.lot), made_on=code.made_on, expires_on=code.expires_on, quantity=code.quantity, codes=wanted,
    )  # fmt: skip


def _variants(session: Session, wanted: frozenset[str]) -> tuple[int, ...]:
    """Return the variants of these codes: the one that a code names, else the item's only one or all its sizes."""
    found: list[int] = []
    for one in sorted(wanted):
        found += session.execute(
            text(
                "SELECT v.id FROM item_code k JOIN variant v ON v.item_id = k.item_id AND (v.id = k.variant_id OR"
                " k.variant_id IS NULL) WHERE k.folded = :f AND v.merged_into_id IS NULL AND v.retired = 0"
                " AND (k.variant_id IS NOT NULL OR v.size = '' OR NOT EXISTS"
                " (SELECT 1 FROM variant b WHERE b.item_id = v.item_id AND b.size = '' AND b.merged_into_id IS NULL))"
                " UNION SELECT v.id FROM variant v WHERE lower(v.code) = :f AND v.merged_into_id IS NULL"
            ),
            {"f": one},
        ).scalars()
    return tuple(dict.fromkeys(found))


def _units(session: Session, serial: str, variants: tuple[int, ...]) -> tuple[int, ...]:
    key = serial_key(serial)
    if not key:
        return ()
    rows = session.execute(
        text(
            "SELECT id, item_id FROM unit WHERE folded = :k OR id IN (SELECT unit_id FROM unit_alias WHERE folded = :k)"
            " ORDER BY folded IS NOT :k, id"
        ),
        {"k": key},
    ).all()
    if len(rows) > 1 and variants:
        items = session.execute(
            text(f"SELECT item_id FROM variant WHERE id IN ({','.join(map(str, variants))})")
        ).scalars()
        own = set(items)
        rows = [row for row in rows if row.item_id in own] or rows
    return tuple(row.id for row in rows)


def _lot(session: Session, lot: str, variants: tuple[int, ...]) -> int | None:
    if not clean(lot) or not variants:
        return None
    return session.execute(
        text(
            "SELECT t.id FROM lot t JOIN variant v ON v.item_id = t.item_id WHERE t.folded = :f"
            f" AND v.id IN ({','.join(map(str, variants))}) ORDER BY t.id LIMIT 1"
        ),
        {"f": fold(lot)},
    ).scalar()


def _package(session: Session, sscc: str) -> int | None:
    if not sscc:
        return None
    return session.execute(
        text("SELECT id FROM package WHERE folded IN (:a, :b) ORDER BY id DESC LIMIT 1"), {"a": sscc, "b": f"00{sscc}"}
    ).scalar()


def _is_known(session: Session, plain: str) -> bool:
    """Tell whether something here is called by the whole text: then it is a plain code that only reads like GS1."""
    return bool(
        session.execute(
            text(
                "SELECT 1 FROM unit WHERE folded = :k UNION ALL SELECT 1 FROM unit_alias WHERE folded = :k"
                " UNION ALL SELECT 1 FROM shipment_serial WHERE folded = :k"
                " UNION ALL SELECT 1 FROM package WHERE folded = :k UNION ALL SELECT 1 FROM variant WHERE code = :t"
                " UNION ALL SELECT 1 FROM lot WHERE folded = :f UNION ALL SELECT 1 FROM item WHERE code = :t OR nsn = :t LIMIT 1"
            ),
            {"k": serial_key(plain), "t": plain, "f": fold(plain)},
        ).first()
    )


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
