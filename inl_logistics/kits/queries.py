"""Questions about kits: the list with what can be built, one kit whole, the kits that stand assembled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from inl_logistics.catalog.drafts import LocalName
from inl_logistics.catalog.kitfacts import IN_FORCE
from inl_logistics.catalog.kits import KitDraft, KitLineDraft
from inl_logistics.kernel.dates import stored_day
from inl_logistics.kernel.listing import Facet, Listing, ListQuery
from inl_logistics.kernel.text import fold
from inl_logistics.kernel.values import minor_of
from inl_logistics.kits import readiness
from inl_logistics.kits.building import parts_of_version
from inl_logistics.kits.readiness import LackRow, Readiness, RosterReadiness
from inl_logistics.ledger.places import name_sql


@dataclass(frozen=True, slots=True)
class KitRow:
    """A kit in the list; cost in minor units of USD, weight in grams. `blocks` is what the next one lacks."""

    key: int
    code: str
    name: str
    persons: int
    version: int | None
    draft: bool
    components: int
    units: int
    serials: int
    cost_minor: int
    weight_g: int
    can: int
    assembled: int
    blocks: tuple[LackRow, ...]
    next_minor: int
    training: bool
    retired: bool
    indicative: bool

    @property
    def status(self) -> str:
        """What an officer must know first."""
        if self.retired:
            return "retired"
        if self.version is None:
            return "draft"
        return "ready" if self.can or self.assembled else "short"


@dataclass(frozen=True, slots=True)
class KitLineRow:
    """A component of one version; `can` is for how many kits it is there."""

    id: int
    kit_id: int | None
    item_id: int | None
    code: str
    name: str
    size: str
    unit: str
    tracking: str
    quantity: int
    optional: bool
    free: int
    can: int
    cost_minor: int
    remarks: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version: in force from a day, a draft without one; `since_ever` for those that came with the catalog."""

    number: int
    from_on: date | None
    since_ever: bool
    note: str
    by: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class BuildRow:
    """An assembled kit. `status` is computed: assembled, in-handover, handed-over, came-back, broken-up."""

    id: int
    kit_id: int
    number: str
    code: str
    store_id: int
    store: str
    built_on: date | None
    version: int
    units: int
    missing: int
    serials: str
    status: str
    handover_id: int | None
    handover: str
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class KitDetail:
    """A kit whole."""

    row: KitRow
    description: str
    draft: KitDraft
    lines: tuple[KitLineRow, ...]
    draft_lines: tuple[KitLineRow, ...]
    versions: tuple[VersionRow, ...]
    stores: tuple[Readiness, ...]
    rosters: tuple[RosterReadiness, ...]
    builds: tuple[BuildRow, ...]


_SORTS: Mapping[str, Callable[[KitRow], Any]] = {
    "code": lambda row: row.code, "name": lambda row: row.name.casefold(), "can": lambda row: row.can,
    "cost": lambda row: row.cost_minor, "assembled": lambda row: row.assembled, "persons": lambda row: row.persons,
    "weight": lambda row: row.weight_g, "serials": lambda row: row.serials, "next": lambda row: row.next_minor,
}  # fmt: skip


def keys(session: Session, query: ListQuery, *, today: date) -> Listing:
    """Return the kits that match; there are few, so their readiness decides too."""
    found = [row for row in _found(session, query, today=today) if _shown(row, query)]
    key = _SORTS.get(query.sort, _SORTS["code"])
    found.sort(key=lambda row: (key(row), row.code), reverse=query.descending)
    return Listing(tuple(row.key for row in found), quantity=sum(row.can for row in found))


def rows(session: Session, kit_ids: Sequence[int], /, *, today: date) -> list[KitRow]:
    """Return the rows of kits, in the same order."""
    by_key = {row.key: row for row in all_rows(session, today=today)}
    return [by_key[key] for key in kit_ids if key in by_key]


def facets(session: Session, *, today: date) -> dict[str, tuple[Facet, ...]]:
    """Return the filter options."""
    found = all_rows(session, today=today)
    states = Counter(row.status for row in found)
    marks = Counter(mark for row in found for mark in _marks(row))
    return {
        "status": tuple(Facet(key, key, states[key]) for key in ("ready", "short", "draft", "retired") if states[key]),
        "mark": tuple(Facet(key, key, marks[key]) for key in ("training", "indicative", "new-version") if marks[key]),
    }


def _marks(row: KitRow) -> list[str]:
    named = (("training", row.training), ("indicative", row.indicative), ("new-version", row.draft and row.version))
    return [key for key, holds in named if holds]


def _shown(row: KitRow, query: ListQuery) -> bool:
    states, marks = query.chosen("status"), query.chosen("mark")
    if states and row.status not in states:
        return False
    if not states and row.retired:
        return False
    return not marks or bool(marks & set(_marks(row)))


def _found(session: Session, query: ListQuery, *, today: date) -> list[KitRow]:
    """Kits are few: their words are compared here, so that those of an older post are found too."""
    words = fold(query.search).split()
    texts = session.execute(text("SELECT id, code, name, description FROM kit"))
    ids = {row.id for row in texts if all(word in fold(f"{row.code} {row.name} {row.description}") for word in words)}
    return [row for row in all_rows(session, today=today) if row.key in ids]


def all_rows(session: Session, *, today: date, found: readiness.Worked | None = None) -> list[KitRow]:
    """Return every kit with its readiness over all stores."""
    known = found or readiness.worked(session, today=today)
    stored = session.execute(
        text(
            f"SELECT k.id, k.code, k.name, k.persons, k.training, k.retired_at IS NOT NULL AS retired, k.indicative,"
            f" {IN_FORCE.format(kit='k.id')} AS version, EXISTS (SELECT 1 FROM kit_version w WHERE w.kit_id = k.id"
            " AND w.from_on IS NULL) AS draft, (SELECT count(*) FROM kit_build b WHERE b.kit_id = k.id"
            " AND b.state = 'assembled') AS assembled FROM kit k ORDER BY k.code"
        ),
        {"on": today.isoformat()},
    )
    return [_row(known, row) for row in stored]


def _row(known: readiness.Worked, row: Row[Any]) -> KitRow:
    kit_id: int = row.id
    cost, weight, units, serials = readiness.cost_of(known, kit_id)
    ready = readiness.of_kit(known, kit_id)
    version: int | None = row.version
    return KitRow(
        kit_id, row.code, row.name, row.persons, version, bool(row.draft),
        len(known.parts.get(kit_id, {})), units, serials, cost, weight, ready.can if version else 0,
        row.assembled, ready.blocks, ready.cost_minor, bool(row.training), bool(row.retired),
        bool(row.indicative),
    )  # fmt: skip


def detail(session: Session, kit_id: int, /, *, today: date) -> KitDetail | None:
    """Return a kit whole, or None."""
    known = readiness.worked(session, today=today)
    row = next((one for one in all_rows(session, today=today, found=known) if one.key == kit_id), None)
    if row is None:
        return None
    drafted = session.execute(
        text("SELECT number FROM kit_version WHERE kit_id = :k AND from_on IS NULL"), {"k": kit_id}
    ).scalar()
    description, version = session.execute(
        text("SELECT description, version FROM kit WHERE id = :k"), {"k": kit_id}
    ).one()
    newest = drafted or row.version or 0
    return KitDetail(
        row, description,
        KitDraft(
            row.code, row.name, row.persons, kit_id, version, description, row.training, _drafts(session, kit_id, newest),
            names=_names(session, kit_id),
        ),
        tuple(lines(session, known, kit_id, row.version or 0)), tuple(lines(session, known, kit_id, drafted or 0)),
        tuple(versions(session, kit_id, in_force=row.version)), tuple(readiness.per_store(known, kit_id)),
        tuple(readiness.by_rosters(session, known, kit_id)), tuple(builds(session, kit_id=kit_id)),
    )  # fmt: skip


def _names(session: Session, kit_id: int) -> tuple[LocalName, ...]:
    rows = session.execute(text("SELECT language, name FROM kit_name WHERE kit_id = :k ORDER BY 1"), {"k": kit_id})
    return tuple(LocalName(row.language, row.name) for row in rows)


def lines(session: Session, known: readiness.Worked, kit_id: int, number: int) -> list[KitLineRow]:
    """Return the components of one version."""
    found = session.execute(
        text(
            "SELECT l.id, l.component_kit_id, l.item_id, l.variant_id, COALESCE(v.code, i.code, k.code) AS code,"
            " COALESCE(i.name, k.name) AS name, COALESCE(v.size, '') AS size, COALESCE(i.unit_of_issue, 'KT') AS unit,"
            " COALESCE(i.tracking, 'kit') AS tracking, COALESCE(i.price_micros, 0) AS price, l.quantity, l.optional, l.remarks"
            " FROM kit_line l LEFT JOIN item i ON i.id = l.item_id LEFT JOIN kit k ON k.id = l.component_kit_id LEFT JOIN"
            " variant v ON v.id = l.variant_id WHERE l.kit_id = :k AND l.kit_version = :n ORDER BY l.id"
        ),
        {"k": kit_id, "n": number},
    )
    shelf = known.shelf
    result = []
    for row in found:
        free_of = shelf.free.get(0, {})
        if row.component_kit_id is not None:
            free = readiness.of_kit(known, row.component_kit_id).can
            cost = readiness.cost_of(known, row.component_kit_id)[0] * row.quantity
        else:
            sizes = [row.variant_id] if row.variant_id is not None else shelf.variants.get(row.item_id, ())
            free = sum(free_of.get(one, 0) for one in sizes)
            cost = minor_of(row.price * row.quantity)
        result.append(
            KitLineRow(
                row.id, row.component_kit_id, row.item_id, row.code, row.name, row.size, row.unit, row.tracking,
                row.quantity, bool(row.optional), free, free // row.quantity, cost, row.remarks,
            )
        )  # fmt: skip
    return result


def _drafts(session: Session, kit_id: int, number: int) -> tuple[KitLineDraft, ...]:
    rows_ = session.execute(
        text(
            "SELECT quantity, item_id, component_kit_id, variant_id, optional, remarks FROM kit_line WHERE kit_id = :k"
            " AND kit_version = :n ORDER BY id"
        ),
        {"k": kit_id, "n": number},
    )
    return tuple(KitLineDraft(row[0], row[1], row[2], row[3], bool(row[4]), row[5]) for row in rows_)


def versions(session: Session, kit_id: int, *, in_force: int | None) -> list[VersionRow]:
    """Return the versions of a kit, the newest first."""
    rows_ = session.execute(
        text(
            "SELECT l.kit_version, w.from_on, w.id IS NULL AS ever, COALESCE(w.note, '') AS note, COALESCE(u.name, '') AS by"
            " FROM (SELECT DISTINCT kit_version FROM kit_line WHERE kit_id = :k) l LEFT JOIN kit_version w ON w.kit_id = :k"
            " AND w.number = l.kit_version LEFT JOIN user_account u ON u.id = w.made_by ORDER BY l.kit_version DESC"
        ),
        {"k": kit_id},
    )
    return [
        VersionRow(row[0], stored_day(row.from_on), bool(row.ever), row.note, row.by, row[0] == in_force)
        for row in rows_
    ]


def builds(session: Session, *, kit_id: int | None = None, build_id: int | None = None) -> list[BuildRow]:
    """Return the kits that were assembled, those that stand first."""
    rows_ = session.execute(
        text(
            "SELECT b.id, b.kit_id, b.number, k.code, b.store_id, s.name AS store, b.built_on, b.kit_version, b.state,"
            " COALESCE((SELECT sum(quantity) FROM kit_build_part q WHERE q.build_id = b.id), 0) AS units,"
            " COALESCE((SELECT group_concat(u.serial, ', ') FROM kit_build_part q JOIN unit u ON u.id = q.unit_id"
            " WHERE q.build_id = b.id), '') AS serials, b.handover_id, h.state AS handover_state, COALESCE(d.number, '')"
            " AS handover, a.name AS by, CASE WHEN b.ended_reason <> '' THEN b.ended_reason ELSE b.note END AS note"
            " FROM kit_build b JOIN kit k ON k.id = b.kit_id JOIN store s ON s.id = b.store_id JOIN user_account a"
            " ON a.id = b.built_by LEFT JOIN handover h ON h.id = b.handover_id LEFT JOIN document d ON d.id = h.document_id"
            " WHERE (:k IS NULL OR b.kit_id = :k) AND (:b IS NULL OR b.id = :b)"
            " ORDER BY b.state = 'broken-up', b.state = 'taken', b.id DESC"
        ),
        {"k": kit_id, "b": build_id},
    ).all()
    wanted = {
        (kit, version, on): sum(parts_of_version(session, kit, version, on=date.fromisoformat(on)).values())
        for kit, version, on in {(row.kit_id, row.kit_version, row.built_on) for row in rows_}
    }
    return [
        BuildRow(
            row.id, row.kit_id, row.number, row.code, row.store_id, row.store, stored_day(row.built_on), row.kit_version,
            row.units, max(0, wanted[row.kit_id, row.kit_version, row.built_on] - row.units), row.serials,
            _status(row.state, row.handover_state), row.handover_id, row.handover, row.by, row.note,
        )
        for row in rows_
    ]  # fmt: skip


def _status(state: str, handover: str | None) -> str:
    if state != "taken":
        return state
    if handover in (None, "void", "refused", "reversed"):
        return "came-back"
    return "handed-over" if handover in ("signed", "variance") else "in-handover"


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part of a build: which unit or lot, from where."""

    key: int
    code: str
    item: str
    serial: str
    lot: str
    place: str
    quantity: int
    unit: str


def build_parts(session: Session, build_id: int) -> list[PartRow]:
    """Return what lies in a build."""
    rows_ = session.execute(
        text(
            "SELECT q.id, v.code, i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END AS item, COALESCE(u.serial,"
            f" '') AS serial, COALESCE(t.code, '') AS lot, {name_sql('p')} AS place, q.quantity, v.unit_of_issue"
            " FROM kit_build_part q JOIN variant v ON v.id = q.variant_id JOIN item i ON i.id = q.item_id JOIN place p"
            " ON p.id = q.place_id JOIN layer y ON y.id = q.layer_id LEFT JOIN lot t ON t.id = y.lot_id LEFT JOIN unit u"
            " ON u.id = q.unit_id WHERE q.build_id = :b ORDER BY v.code, u.serial"
        ),
        {"b": build_id},
    )
    return [PartRow(*row) for row in rows_]
