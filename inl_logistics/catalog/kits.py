"""Describing kits: a new version is a draft until it is released for a day; old versions stay for what was made by them.

Source: product.md 3 (Kits: versioned bills of materials), domain.md 5.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.orm import Session

from inl_logistics.catalog.drafts import LocalName
from inl_logistics.catalog.kitfacts import kits
from inl_logistics.catalog.kitrules import Component, Kit, holds_itself
from inl_logistics.catalog.records import KitLineRecord, KitNameRecord, KitRecord, KitVersionRecord
from inl_logistics.database.search import Entry, index
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.dates import short
from inl_logistics.kernel.problems import BadInput, Problem, RulesBroken, StaleEdit, raise_if_broken
from inl_logistics.kernel.text import clean, clean_lines
from inl_logistics.settings.declared import local_day
from inl_logistics.users import trail


@dataclass(frozen=True, slots=True)
class KitLineDraft:
    """One component: an item (in any size, or the one named) or another kit."""

    quantity: int
    item_id: int | None = None
    kit_id: int | None = None
    variant_id: int | None = None
    optional: bool = False
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class KitDraft:
    """A kit as typed. Lines that differ from those in force become its draft version.

    `lines` or `names` (what receipts call it in other languages) that are None stay as they are.
    """

    code: str
    name: str
    persons: int = 1
    id: int | None = None
    version: int = 0
    description: str = ""
    training: bool = False
    lines: tuple[KitLineDraft, ...] | None = None
    note: str = ""
    names: tuple[LocalName, ...] | None = None


def save_kit(session: Session, draft: KitDraft, *, by: Actor, at: datetime) -> int:
    """Make a kit with a draft version, or change one. Raises: RulesBroken, StaleEdit."""
    stored = _stored(session, draft)
    today = local_day(session, at)
    raise_if_broken(_problems(session, draft, on=today))
    values = {
        "code": clean(draft.code), "name": clean(draft.name), "persons": draft.persons,
        "description": clean_lines(draft.description), "training": draft.training,
    }  # fmt: skip
    if stored is None:
        kit_id = int(
            session.execute(insert(KitRecord).values(**values, version=1).returning(KitRecord.id)).scalar_one()
        )
    else:
        kit_id = stored.id
        own = stored.indicative and draft.lines is None
        session.execute(
            update(KitRecord)
            .where(KitRecord.id == kit_id)
            .values(**values, indicative=own, version=KitRecord.version + 1)
        )
    if draft.lines is not None:
        _save_version(session, kit_id, draft, by=by, at=at)
    if draft.names is not None:
        save_kit_names(session, {kit_id: draft.names})
    _index(session, kit_id)
    trail.record(
        session, "kit.save", kind="kit", subject_id=kit_id, subject=clean(draft.code), by=by, at=at,
        after={"name": clean(draft.name), "lines": None if draft.lines is None else len(draft.lines)},
    )  # fmt: skip
    return kit_id


def save_kit_names(session: Session, names: Mapping[int, Sequence[LocalName]]) -> None:
    """Keep what receipts in other languages call kits, by kit, instead of what they were called."""
    session.execute(delete(KitNameRecord).where(KitNameRecord.kit_id.in_(list(names))))
    rows = [
        {"kit_id": kit_id, "language": one.language, "name": clean(one.name)}
        for kit_id, called in names.items()
        for one in called
        if clean(one.name)
    ]
    if rows:
        session.execute(insert(KitNameRecord), rows)


def release_version(session: Session, kit_id: int, from_on: date, *, by: Actor, at: datetime) -> int:
    """Put the draft version in force from a day on; return its number. Raises: RulesBroken."""
    draft = _draft_version(session, kit_id)
    problems = []
    if draft is None:
        raise RulesBroken([Problem("kit-no-draft")])
    last = session.execute(
        select(KitVersionRecord.from_on)
        .where(KitVersionRecord.kit_id == kit_id, KitVersionRecord.from_on.isnot(None))
        .order_by(KitVersionRecord.number.desc())
        .limit(1)
    ).scalar()
    if last is not None and from_on < last:
        problems.append(Problem("kit-version-order", params={"day": short(last)}, where=("from_on",)))
    if from_on < local_day(session, at):
        problems.append(Problem("kit-version-past", where=("from_on",)))
    if holds_itself(kit_id, _released(session, kit_id, draft.number, on=from_on)):
        problems.append(Problem("kit-holds-itself", where=("lines",)))
    raise_if_broken(problems)
    session.execute(update(KitVersionRecord).where(KitVersionRecord.id == draft.id).values(from_on=from_on))
    session.execute(update(KitRecord).where(KitRecord.id == kit_id).values(version=KitRecord.version + 1))
    trail.record(
        session, "kit.release", kind="kit", subject_id=kit_id, subject=_code(session, kit_id), by=by, at=at,
        after={"version": draft.number, "from": from_on},
    )  # fmt: skip
    return draft.number


def _released(session: Session, kit_id: int, number: int, *, on: date) -> dict[int, Kit]:
    """Return all kits of a day as they will be once a draft version is released: two drafts may hold each other."""
    rows = session.execute(
        select(KitLineRecord.quantity, KitLineRecord.item_id, KitLineRecord.component_kit_id).where(
            KitLineRecord.kit_id == kit_id, KitLineRecord.kit_version == number
        )
    )
    own = tuple(Component(row.quantity, row.item_id, row.component_kit_id) for row in rows)
    return {**kits(session, on=on), kit_id: Kit(1, own)}


def discard_version(session: Session, kit_id: int, *, by: Actor, at: datetime) -> None:
    """Throw the draft version away; what is in force stays. Raises: RulesBroken("kit-no-draft")."""
    draft = _draft_version(session, kit_id)
    if draft is None:
        raise RulesBroken([Problem("kit-no-draft")])
    _clear(session, kit_id, draft.number)
    session.execute(text("DELETE FROM kit_version WHERE id = :i"), {"i": draft.id})
    trail.record(
        session, "kit.discard", kind="kit", subject_id=kit_id, subject=_code(session, kit_id), by=by, at=at,
        after={"version": draft.number},
    )  # fmt: skip


def retire_kit(session: Session, kit_id: int, *, by: Actor, at: datetime) -> None:
    """Take a kit out of new plans and builds; its past stays. Raises: BadInput("not-found")."""
    code = _code(session, kit_id)
    session.execute(update(KitRecord).where(KitRecord.id == kit_id).values(retired_at=at))
    trail.record(session, "kit.retire", kind="kit", subject_id=kit_id, subject=code, by=by, at=at)


def restore_kit(session: Session, kit_id: int, *, by: Actor, at: datetime) -> None:
    """Offer a retired kit again. Raises: BadInput("not-found")."""
    code = _code(session, kit_id)
    session.execute(update(KitRecord).where(KitRecord.id == kit_id).values(retired_at=None))
    trail.record(session, "kit.restore", kind="kit", subject_id=kit_id, subject=code, by=by, at=at)


def _stored(session: Session, draft: KitDraft) -> KitRecord | None:
    if draft.id is None:
        return None
    stored = session.get(KitRecord, draft.id)
    if stored is None:
        raise BadInput("not-found", what=draft.code)
    if stored.version != draft.version:
        raise StaleEdit("stale-edit", what=stored.code)
    return stored


def _problems(session: Session, draft: KitDraft, *, on: date) -> list[Problem]:
    found = []
    code = clean(draft.code)
    if not code:
        found.append(Problem("kit-code-empty", where=("code",)))
    if not clean(draft.name):
        found.append(Problem("kit-name-empty", where=("name",)))
    taken = session.execute(
        select(KitRecord.name).where(KitRecord.code == code, KitRecord.id != (draft.id or 0))
    ).scalar()
    if taken:
        found.append(Problem("kit-code-taken", params={"kit": taken}, where=("code",)))
    if draft.persons < 1:
        found.append(Problem("kit-persons", where=("persons",)))
    if draft.lines is not None:
        found += _line_problems(session, draft, draft.lines, on=on)
    elif draft.id is None:
        found.append(Problem("kit-empty", where=("lines",)))
    return found


def _line_problems(session: Session, draft: KitDraft, lines: tuple[KitLineDraft, ...], *, on: date) -> list[Problem]:
    found = [] if any(not line.optional for line in lines) else [Problem("kit-empty", where=("lines",))]
    for number, line in enumerate(lines, 1):
        if (line.item_id is None) == (line.kit_id is None):
            found.append(Problem("kit-line-empty", params={"line": str(number)}, where=("lines", number)))
        if line.quantity < 1:
            found.append(Problem("kit-line-quantity", params={"line": str(number)}, where=("lines", number)))
    twice = Counter((line.item_id, line.kit_id, line.variant_id, line.optional) for line in lines)
    if any(count > 1 for count in twice.values()):
        found.append(Problem("kit-line-twice", where=("lines",)))
    own = tuple(Component(line.quantity, line.item_id, line.kit_id, line.optional) for line in lines)
    if draft.id is not None and holds_itself(draft.id, {**kits(session, on=on), draft.id: Kit(draft.persons, own)}):
        found.append(Problem("kit-holds-itself", where=("lines",)))
    return found


def _draft_version(session: Session, kit_id: int) -> KitVersionRecord | None:
    return session.execute(
        select(KitVersionRecord).where(KitVersionRecord.kit_id == kit_id, KitVersionRecord.from_on.is_(None))
    ).scalar()


def _save_version(session: Session, kit_id: int, draft: KitDraft, *, by: Actor, at: datetime) -> None:
    """Keep the lines as the draft version; a version in force never changes."""
    known = _draft_version(session, kit_id)
    if known is None:
        number = 1 + int(
            session.execute(
                text("SELECT COALESCE(max(kit_version), 0) FROM kit_line WHERE kit_id = :k"), {"k": kit_id}
            ).scalar_one()
        )
        session.execute(
            insert(KitVersionRecord).values(
                kit_id=kit_id, number=number, note=clean(draft.note), made_at=at, made_by=by.user_id
            )
        )
    else:
        number = known.number
        session.execute(update(KitVersionRecord).where(KitVersionRecord.id == known.id).values(note=clean(draft.note)))
        _clear(session, kit_id, number)
    session.execute(
        insert(KitLineRecord),
        [
            {
                "kit_id": kit_id, "kit_version": number, "item_id": line.item_id, "component_kit_id": line.kit_id,
                "quantity": line.quantity, "optional": line.optional, "variant_id": line.variant_id,
                "remarks": clean(line.remarks),
            }
            for line in draft.lines or ()
        ],
    )  # fmt: skip


def _clear(session: Session, kit_id: int, number: int) -> None:
    session.execute(text("DELETE FROM kit_line WHERE kit_id = :k AND kit_version = :n"), {"k": kit_id, "n": number})


def _code(session: Session, kit_id: int) -> str:
    code = session.execute(select(KitRecord.code).where(KitRecord.id == kit_id)).scalar()
    if code is None:
        raise BadInput("not-found", what=str(kit_id))
    return code


def index_kits(session: Session) -> None:
    """Put every kit into the search index."""
    for kit_id in session.execute(select(KitRecord.id)).scalars():
        _index(session, kit_id)


def _index(session: Session, kit_id: int) -> None:
    row = session.execute(
        select(KitRecord.code, KitRecord.name, KitRecord.description).where(KitRecord.id == kit_id)
    ).one()
    index(session, [Entry("kit", kit_id, row.name, row.code, row.description)])
