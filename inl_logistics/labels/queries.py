"""What labels say of the things they are stuck on, and which things a list's rows stand for. No query per row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from inl_logistics.labels.facts import Fact, Label
from inl_logistics.labels.records import LabelKind
from inl_logistics.labels.tags import Subject, tags_of
from inl_logistics.register.numbers import screen_number
from inl_logistics.settings.declared import POST, get

SAMPLE_DIGITS = "0000000"  # no tag has this number: a label that was not given one yet shows it in the preview
_CHUNK = 400
_ITEM = "i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END"
_NATIVE = "COALESCE((SELECT n.name FROM item_name n WHERE n.item_id = i.id AND n.language = :g), '')"
_SQL = {
    LabelKind.UNIT: f"SELECT u.id, 0 AS lot_id, {_ITEM} AS title, v.code AS note, {_NATIVE} AS native, u.serial, t.code AS lot,"
    " t.expires_on FROM unit u JOIN item i ON i.id = u.item_id JOIN variant v ON v.id = u.variant_id"
    " JOIN layer l ON l.id = u.layer_id LEFT JOIN lot t ON t.id = l.lot_id WHERE u.id IN ({ids})",
    LabelKind.ITEM: f"SELECT v.id, COALESCE(t.id, 0) AS lot_id, {_ITEM} AS title, v.code AS note, {_NATIVE} AS native, '' AS serial,"
    " t.code AS lot, t.expires_on FROM variant v JOIN item i ON i.id = v.item_id"
    " LEFT JOIN (SELECT id, item_id, code, expires_on FROM lot UNION ALL SELECT 0, id, '', NULL FROM item) t"
    " ON t.item_id = i.id AND t.id IN ({lots}) WHERE v.id IN ({ids})",
    LabelKind.BIN: "SELECT b.id, 0 AS lot_id, COALESCE(NULLIF(b.code, ''), s.code) AS title, s.name AS note, '' AS native, '' AS serial,"
    " '' AS lot, NULL AS expires_on FROM bin b JOIN store s ON s.id = b.store_id WHERE b.id IN ({ids})",
    LabelKind.CARTON: "SELECT p.id, 0 AS lot_id, p.code AS title, COALESCE(d.number, h.title) AS note, '' AS native, '' AS serial,"
    " '' AS lot, NULL AS expires_on FROM package p JOIN shipment h ON h.id = p.shipment_id"
    " LEFT JOIN document d ON d.id = h.document_id WHERE p.id IN ({ids})",
    LabelKind.KIT: "SELECT b.id, 0 AS lot_id, k.name AS title, b.number AS note, '' AS native, '' AS serial, '' AS lot,"
    " NULL AS expires_on, b.kit_version AS version FROM kit_build b JOIN kit k ON k.id = b.kit_id WHERE b.id IN ({ids})",
}


def labels_of(session: Session, subjects: Sequence[Subject], *, language: str = "en") -> list[Label]:
    """Return the labels of things in their order; one without a tag yet shows zeros. What is gone is left out."""
    tags = tags_of(session, subjects)
    sample = f"{get(session, POST).code}{SAMPLE_DIGITS}"
    found: dict[Subject, Label] = {}
    for kind in LabelKind:
        own = [one for one in dict.fromkeys(subjects) if one.kind is kind]
        for at in range(0, len(own), _CHUNK):
            some = own[at : at + _CHUNK]
            ids = ",".join(str(int(one.id)) for one in some)
            lots = ",".join(str(int(one.lot_id)) for one in some)
            rows = session.execute(text(_SQL[kind].format(ids=ids, lots=lots)), {"g": language}).all()
            inside = _contents(session, ids) if kind is LabelKind.CARTON else {}
            for row in rows:
                subject = Subject(kind, row.id, row.lot_id)
                found[subject] = _label(kind, tags.get(subject, sample), row, inside.get(row.id, ()))
    return [found[one] for one in dict.fromkeys(subjects) if one in found]


def _label(kind: LabelKind, tag: str, row: Row[Any], inside: Sequence[str]) -> Label:
    facts = []
    if row.serial:
        facts.append(Fact("label_serial", row.serial))
    if row.lot:
        facts.append(Fact("label_lot", row.lot))
    if row.expires_on:
        facts.append(Fact("label_expires", date.fromisoformat(row.expires_on)))
    if kind is LabelKind.KIT:
        facts.append(Fact("label_version", str(row.version)))
    facts += [Fact("", one) for one in inside]
    note = screen_number(row.note or "") if kind is LabelKind.CARTON else row.note or ""
    return Label(kind, tag, row.title, note, row.native, tuple(facts))


def _contents(session: Session, ids: str) -> dict[int, list[str]]:
    """Return what lies in packages, at most three lines of each."""
    found: dict[int, list[str]] = {}
    for row in session.execute(
        text(
            f"SELECT package_id, item, sum(quantity) AS quantity FROM (SELECT c.package_id, {_ITEM} AS item, c.quantity"
            " FROM package_content c JOIN shipment_line s ON s.id = c.shipment_line_id JOIN variant v ON v.id = s.variant_id"
            f" JOIN item i ON i.id = v.item_id WHERE c.package_id IN ({ids}) UNION ALL SELECT x.package_id, {_ITEM}, 1"
            " FROM shipment_serial x JOIN shipment_line s ON s.id = x.shipment_line_id JOIN variant v ON v.id = s.variant_id"
            f" JOIN item i ON i.id = v.item_id WHERE x.package_id IN ({ids}) AND NOT EXISTS (SELECT 1 FROM package_content c"
            " WHERE c.package_id = x.package_id AND c.shipment_line_id = x.shipment_line_id)) GROUP BY 1, 2 ORDER BY 1, 3 DESC"
        )
    ):
        lines = found.setdefault(row.package_id, [])
        if len(lines) < 3:
            lines.append(f"{row.quantity:,} × {row.item}")
    return found


# which things ------------------------------------------------------------------------------------------------
def of_stock(session: Session, rows: Iterable[tuple[int, int]]) -> list[Subject]:
    """Return what lies at (variant, place): each unit, each lot, or the goods themselves."""
    found: list[Subject] = []
    wanted = list(rows)
    for at in range(0, len(wanted), _CHUNK):
        pairs = ",".join(f"({int(variant)},{int(place)})" for variant, place in wanted[at : at + _CHUNK])
        units = session.execute(
            text(
                f"WITH chosen(v, p) AS (VALUES {pairs}) SELECT u.id FROM chosen c JOIN position q ON q.place_id = c.p"
                " JOIN unit u ON u.id = q.unit_id AND u.variant_id = c.v ORDER BY u.variant_id, u.folded"
            )
        ).scalars()
        found += [Subject(LabelKind.UNIT, one) for one in units]
        lots = session.execute(
            text(
                f"WITH chosen(v, p) AS (VALUES {pairs}) SELECT DISTINCT l.variant_id, COALESCE(l.lot_id, 0) AS lot_id"
                " FROM chosen c JOIN balance b ON b.place_id = c.p AND b.quantity > 0 JOIN layer l ON l.id = b.layer_id"
                " AND l.variant_id = c.v JOIN item i ON i.id = l.item_id WHERE i.tracking <> 'serial' ORDER BY 1, 2"
            )
        )
        found += [Subject(LabelKind.ITEM, row.variant_id, row.lot_id) for row in lots]
    return list(dict.fromkeys(found))


def in_store(session: Session, store_id: int) -> list[Subject]:
    """Return everything that lies in a store."""
    rows = session.execute(
        text(
            "SELECT DISTINCT l.variant_id, b.place_id FROM balance b JOIN layer l ON l.id = b.layer_id JOIN place p"
            " ON p.id = b.place_id WHERE p.store_id = :s AND p.kind = 'bin' AND b.quantity > 0 ORDER BY 2, 1"
        ),
        {"s": store_id},
    )
    return of_stock(session, [(row.variant_id, row.place_id) for row in rows])


def _ids(session: Session, kind: LabelKind, sql: str, **values: object) -> list[Subject]:
    return [Subject(kind, one) for one in session.execute(text(sql), values).scalars()]


def of_store(session: Session, store_id: int) -> list[Subject]:
    """Return the bins of a store."""
    return _ids(session, LabelKind.BIN,
                "SELECT id FROM bin WHERE store_id = :s AND retired_on IS NULL AND code <> '' ORDER BY code", s=store_id)  # fmt: skip


def of_shipment(session: Session, shipment_id: int) -> list[Subject]:
    """Return the packages of an inbound shipment."""
    return _ids(session, LabelKind.CARTON, "SELECT id FROM package WHERE shipment_id = :s ORDER BY position, id",
                s=shipment_id)  # fmt: skip


def of_item(session: Session, item_id: int) -> list[Subject]:
    """Return the variants of an item."""
    return _ids(session, LabelKind.ITEM,
                "SELECT id FROM variant WHERE item_id = :i AND retired = 0 AND merged_into_id IS NULL ORDER BY id", i=item_id)  # fmt: skip


def of_kit(session: Session, kit_id: int) -> list[Subject]:
    """Return the assembled kits that stand in our stores."""
    return _ids(session, LabelKind.KIT, "SELECT id FROM kit_build WHERE kit_id = :k AND state = 'assembled' ORDER BY number",
                k=kit_id)  # fmt: skip


def of_receiving(session: Session, receiving_id: int) -> list[Subject]:
    """Return what a posted receiving brought in."""
    document = session.execute(text("SELECT document_id FROM receiving WHERE id = :r"), {"r": receiving_id}).scalar()
    return [] if document is None else of_receipt(session, document)


def of_receipt(session: Session, document_id: int) -> list[Subject]:
    """Return what a receiving report brought in."""
    rows = session.execute(
        text(
            "SELECT DISTINCT m.unit_id, l.variant_id, COALESCE(l.lot_id, 0) AS lot_id FROM movement m JOIN layer l"
            " ON l.id = m.layer_id WHERE m.document_id = :d ORDER BY m.seq"
        ),
        {"d": document_id},
    )
    return list(dict.fromkeys(
        Subject(LabelKind.UNIT, row.unit_id) if row.unit_id else Subject(LabelKind.ITEM, row.variant_id, row.lot_id)
        for row in rows
    ))  # fmt: skip


@dataclass(frozen=True, slots=True)
class TagRow:
    """A tag of a thing: whether it was printed, and when."""

    tag: str
    printed: int
    printed_at: str
    spoiled_at: str
    spoiled_reason: str


def tag_of(session: Session, subject: Subject) -> list[TagRow]:
    """Return every tag that a thing ever had, the present one first."""
    rows = session.execute(
        text(
            "SELECT tag, printed, COALESCE(printed_at, '') AS printed_at, COALESCE(spoiled_at, '') AS spoiled_at,"
            " spoiled_reason FROM tag WHERE kind = :k AND subject_id = :i AND lot_id = :l"
            " ORDER BY spoiled_at IS NOT NULL, id DESC"
        ),
        {"k": subject.kind.value, "i": subject.id, "l": subject.lot_id},
    )
    return [TagRow(row.tag, row.printed, row.printed_at, row.spoiled_at, row.spoiled_reason) for row in rows]
