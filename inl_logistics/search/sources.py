"""The answers of the one search box by section: things (items, units), papers, partners; and what a scan means.

Source: ui.md 9 (palette sections, scanner rule).
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.inventory import recall
from inl_logistics.inventory.recall import LotHit
from inl_logistics.inventory.scanning import scanned
from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.text import fold
from inl_logistics.labels import codes
from inl_logistics.labels.resolving import Meaning, meaning_of
from inl_logistics.search.queries import Hit, hits

_MANY = 60
_RECORDS = frozenset(
    {"agreement", "requirement", "order", "shipment", "receiving", "handover", "transfer", "outbound", "count"}
)


@dataclass(frozen=True, slots=True)
class Thing:
    """An item or a unit; `in_stock` tells whether the stock list has it, `key` its item or unit."""

    kind: str
    key: int
    title: str
    note: str
    in_stock: bool


def things(session: Session, typed: str, *, limit: int = 6) -> list[Thing]:
    """Return items and units that match."""
    found = [hit for hit in hits(session, typed, limit=_MANY) if hit.kind in {"item", "unit"}][:limit]
    items = [hit.subject_id for hit in found if hit.kind == "item"]
    stocked: set[int] = set()
    if items:
        marks = ",".join(str(int(item)) for item in items)
        rows = session.connection().exec_driver_sql(
            "SELECT DISTINCT b.item_id FROM balance b JOIN place p ON p.id = b.place_id WHERE b.real = 1"
            f" AND b.quantity > 0 AND p.kind = 'bin' AND b.item_id IN ({marks})"
        )
        stocked = {row[0] for row in rows}
    return [Thing(h.kind, h.subject_id, h.title, h.note, h.subject_id in stocked) for h in found]


def lots(session: Session, typed: str, *, limit: int = 4) -> list[LotHit]:
    """Return lots whose code matches."""
    return recall.lots(session, typed, limit=limit) if len(typed.strip()) >= 2 else []


def papers(session: Session, typed: str, *, limit: int = 6) -> list[Hit]:
    """Return numbered records that match: orders, shipments, receivings."""
    kinds = {"agreement", "requirement", "order", "shipment", "receiving", "transfer", "outbound", "count"}
    return [hit for hit in hits(session, typed, limit=_MANY) if hit.kind in kinds][:limit]


@dataclass(frozen=True, slots=True)
class KitHit:
    """A kit, or one that stands assembled, with the kit whose page shows it."""

    kit_id: int
    build_id: int | None
    title: str
    note: str


def kits(session: Session, typed: str, *, limit: int = 4) -> list[KitHit]:
    """Return kits, which are few and compared as they are, and assembled kits of the index."""
    words = fold(typed).split()
    rows = session.execute(text("SELECT id, code, name FROM kit WHERE retired_at IS NULL ORDER BY code"))
    answers = [
        KitHit(row.id, None, row.name, row.code)
        for row in rows
        if words and all(word in fold(f"{row.code} {row.name}") for word in words)
    ]
    built = [hit for hit in hits(session, typed, limit=_MANY) if hit.kind == "kit-build"]
    for hit in built[:limit]:
        kit = session.execute(text("SELECT kit_id FROM kit_build WHERE id = :b"), {"b": hit.subject_id}).scalar()
        if kit is not None:
            answers.append(KitHit(kit, hit.subject_id, hit.title, hit.note))
    return answers[:limit]


@dataclass(frozen=True, slots=True)
class Tagged:
    """What a tag or a code of the maker names, as the palette shows it."""

    target: ScanTarget
    title: str
    note: str


def tagged(session: Session, typed: str, *, limit: int = 1) -> list[Tagged]:
    """Return what a tag or a GS1 code names; nothing for a plain code, which the other sections look up."""
    if codes.read(typed).form not in {codes.Form.TAG, codes.Form.GS1}:
        return []
    try:
        means = meaning_of(session, typed)
        target = scan_target(session, typed) if means.known else None
    except BadInput:
        return []
    return [] if target is None else [Tagged(target, _named(session, target, means), means.text)][:limit]


_NAMES = {
    "unit": "SELECT u.serial || ' · ' || i.name FROM unit u JOIN item i ON i.id = u.item_id WHERE u.id = :k",
    "item": "SELECT i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END FROM variant v"
    " JOIN item i ON i.id = v.item_id WHERE v.id = :k",
    "bin": "SELECT s.name || ' · ' || b.code FROM bin b JOIN store s ON s.id = b.store_id WHERE b.id = :k",
    "shipment": "SELECT COALESCE(NULLIF(d.number, ''), 'shipment') FROM shipment h LEFT JOIN document d ON d.id = h.document_id"
    " WHERE h.id = :k",
    "kit-build": "SELECT number FROM kit_build WHERE id = :k",
}


def _named(session: Session, target: ScanTarget, means: Meaning) -> str:
    name = session.execute(text(_NAMES[target.kind]), {"k": target.key}).scalar() if target.kind in _NAMES else ""
    return " · ".join(filter(None, (str(name or means.text), means.lot)))


@dataclass(frozen=True, slots=True)
class PartnerHit:
    """A partner, or a person with the partner where they work."""

    partner_id: int
    kind: str
    title: str
    note: str


def partners(session: Session, typed: str, *, limit: int = 4) -> list[PartnerHit]:
    """Return partners and people that match."""
    found = [hit for hit in hits(session, typed, limit=_MANY) if hit.kind in {"partner", "person"}][:limit]
    answers = []
    for hit in found:
        if hit.kind == "partner":
            kind = session.execute(text("SELECT kind FROM partner WHERE id = :i"), {"i": hit.subject_id}).scalar()
            answers.append(PartnerHit(hit.subject_id, kind or "", hit.title, hit.note))
            continue
        row = session.execute(
            text("SELECT q.id, q.kind, q.name FROM person h JOIN partner q ON q.id = h.partner_id WHERE h.id = :i"),
            {"i": hit.subject_id},
        ).first()
        if row is not None:
            answers.append(PartnerHit(row.id, row.kind, hit.title, " · ".join(filter(None, (hit.note, row.name)))))
    return answers


@dataclass(frozen=True, slots=True)
class ScanTarget:
    """What a scan opens: ("unit", id), ("item", variant id), ("bin", id), ("carton", shipment), ("kit", build), or a
    record's kind and id."""

    kind: str
    key: int
    words: str = ""  # what the list that shows a bin is searched for
    owner: int = 0  # the kit of an assembled one


def scan_target(session: Session, typed: str) -> ScanTarget | None:
    """Return what a scanned text names: a tag's thing, a serial, an item or lot code, then a record's number."""
    means = meaning_of(session, typed)
    if means.bin_id is not None:
        return ScanTarget("bin", means.bin_id, words=_bin_words(session, means.bin_id))
    if means.build_id is not None:
        kit = session.execute(text("SELECT kit_id FROM kit_build WHERE id = :b"), {"b": means.build_id}).scalar_one()
        return ScanTarget("kit-build", means.build_id, owner=kit)
    if means.package_id is not None:
        return ScanTarget("shipment", _shipment_of(session, means.package_id))
    things_found = scanned(session, typed)
    if things_found:
        first = things_found[0]
        return ScanTarget("unit", first.unit_id) if first.unit_id else ScanTarget("item", first.variant_id)
    plain = (means.number or means.text).lower()
    for hit in hits(session, plain, limit=_MANY):
        if hit.kind in _RECORDS and plain in {
            hit.title.lower(),
            hit.note.lower(),
        }:
            return ScanTarget(hit.kind, hit.subject_id)
    return None


def _shipment_of(session: Session, package_id: int) -> int:
    return int(session.execute(text("SELECT shipment_id FROM package WHERE id = :p"), {"p": package_id}).scalar_one())


def _bin_words(session: Session, bin_id: int) -> str:
    row = session.execute(
        text("SELECT b.code, s.code AS store FROM bin b JOIN store s ON s.id = b.store_id WHERE b.id = :b"), {"b": bin_id}
    ).one()  # fmt: skip
    return row.code or str(row.store)
