"""Partners, people, vetting, stores and bins."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session

from inl_logistics.database.search import Entry, index
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput, StaleEdit, raise_if_broken
from inl_logistics.kernel.text import clean, fold
from inl_logistics.kernel.values import PartnerId
from inl_logistics.partners.moving import relink
from inl_logistics.partners.records import (
    BinRecord,
    PartnerKind,
    PartnerRecord,
    PersonRecord,
    Service,
    StoreRecord,
    VettingRecord,
    VettingResult,
)
from inl_logistics.partners.rules import (
    Authority,
    PartnerFacts,
    authority_problems,
    partner_problems,
    vetting_entry_problems,
)
from inl_logistics.settings.declared import local_day
from inl_logistics.users import trail

_Editable = TypeVar("_Editable", PartnerRecord, PersonRecord, StoreRecord)


@dataclass(frozen=True, slots=True)
class PartnerDraft:
    """A partner as typed. `parent_id` is who it stands under from `parent_from` on."""

    kind: PartnerKind
    name: str
    id: int | None = None
    version: int = 0
    name_native: str = ""
    name_latin: str = ""
    code: str = ""
    country: str = ""
    region: str = ""
    place: str = ""
    service: Service = Service.OTHER
    vetting_needed: bool = False
    parent_id: int | None = None
    parent_from: date | None = None


def save_partner(session: Session, draft: PartnerDraft, *, by: Actor, at: datetime) -> PartnerId:
    """Make a partner, or change it; a changed parent takes effect on its day and leaves the days before as they were.

    Raises: RulesBroken, StaleEdit.
    """
    before = _version_checked(session, PartnerRecord, draft.id, draft.version, draft.name)
    parent_kind = session.execute(select(PartnerRecord.kind).where(PartnerRecord.id == draft.parent_id)).scalar()
    raise_if_broken(
        partner_problems(PartnerFacts(draft.kind, clean(draft.name), parent_kind, _child_kinds(session, draft.id)))
    )
    values = {
        "kind": draft.kind, "name": clean(draft.name), "name_native": clean(draft.name_native),
        "name_latin": clean(draft.name_latin), "code": clean(draft.code), "country": draft.country.upper(),
        "region": clean(draft.region), "place": clean(draft.place), "service": draft.service,
        "vetting_needed": draft.vetting_needed, "name_key": fold(draft.name),
        "folded": fold(f"{draft.name} {draft.name_native} {draft.name_latin} {draft.code}"),
    }  # fmt: skip
    if draft.id is None:
        partner_id = session.execute(insert(PartnerRecord).values(**values).returning(PartnerRecord.id)).scalar_one()
    else:
        partner_id = draft.id
        session.execute(
            update(PartnerRecord)
            .where(PartnerRecord.id == partner_id)
            .values(**values, version=PartnerRecord.version + 1)
        )
    if draft.parent_id is not None:
        _stand_under(session, partner_id, draft.parent_id, draft.parent_from, local_day(session, at))
    index_partners(session, [PartnerId(partner_id)])
    trail.record(
        session, "partner.save", kind="partner", subject_id=partner_id, subject=clean(draft.name), by=by, at=at,
        before=before, after={"name": clean(draft.name), "parent": draft.parent_id},
    )  # fmt: skip
    return PartnerId(partner_id)


def _child_kinds(session: Session, partner_id: int | None) -> tuple[PartnerKind, ...]:
    rows = session.execute(
        text(
            "SELECT q.kind FROM partner_link l JOIN partner q ON q.id = l.child_id WHERE l.parent_id = :p"
            " AND l.to_on IS NULL"
        ),
        {"p": partner_id},
    ).scalars()
    return tuple(PartnerKind(kind) for kind in rows)


def _stand_under(session: Session, child: int, parent: int, from_on: date | None, today: date) -> None:
    """Put a partner under another from a day on; nothing changes where it stands there already."""
    now = session.execute(
        text("SELECT parent_id FROM partner_link WHERE child_id = :c AND to_on IS NULL"), {"c": child}
    ).scalar()
    if now != parent:
        relink(session, child, parent, min(from_on or today, today))


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """A host official as typed."""

    partner_id: int
    name: str
    id: int | None = None
    version: int = 0
    name_native: str = ""
    title: str = ""
    title_native: str = ""
    may_sign: bool = True
    commands: bool = False
    authority: str = ""
    signs_from: date | None = None
    signs_to: date | None = None
    commands_from: date | None = None


def save_person(session: Session, draft: PersonDraft, *, by: Actor, at: datetime) -> int:
    """Make or change a host official; one unit has one commander. Raises: RulesBroken, StaleEdit."""
    raise_if_broken(authority_problems(clean(draft.name), Authority(draft.may_sign, draft.signs_from, draft.signs_to)))
    before = _version_checked(session, PersonRecord, draft.id, draft.version, draft.name)
    was = session.execute(
        select(PersonRecord.commands, PersonRecord.commands_from).where(PersonRecord.id == draft.id)
    ).first()
    since = draft.commands_from or (was.commands_from if was and was.commands else local_day(session, at))
    values = {
        "partner_id": draft.partner_id, "name": clean(draft.name), "name_native": clean(draft.name_native),
        "title": clean(draft.title), "title_native": clean(draft.title_native), "may_sign": draft.may_sign,
        "commands": draft.commands, "commands_from": since if draft.commands else None,
        "authority": clean(draft.authority), "signs_from": draft.signs_from, "signs_to": draft.signs_to,
    }  # fmt: skip
    if draft.commands:
        session.execute(
            update(PersonRecord)
            .where(PersonRecord.partner_id == draft.partner_id, PersonRecord.id != (draft.id or 0))
            .values(commands=False, commands_from=None)
        )
    if draft.id is None:
        person_id = session.execute(insert(PersonRecord).values(**values).returning(PersonRecord.id)).scalar_one()
    else:
        person_id = draft.id
        session.execute(
            update(PersonRecord).where(PersonRecord.id == person_id).values(**values, version=PersonRecord.version + 1)
        )
    index(session, [Entry("person", person_id, clean(draft.name), clean(draft.title), draft.name_native)])
    trail.record(
        session, "person.save", kind="person", subject_id=person_id, subject=clean(draft.name), by=by, at=at,
        before=before, after={
            "name": clean(draft.name), "title": clean(draft.title), "signs": draft.may_sign, "commands": draft.commands,
            "authority": clean(draft.authority), "signs_from": draft.signs_from, "signs_to": draft.signs_to,
        },
    )  # fmt: skip
    return int(person_id)


@dataclass(frozen=True, slots=True)
class VettingDraft:
    """A vetting of a unit and its commander: result, case number and dates, nothing more."""

    partner_id: int
    result: VettingResult
    commander: str = ""
    requested_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    case_number: str = ""
    note: str = ""


def record_vetting(session: Session, draft: VettingDraft, *, by: Actor, at: datetime) -> int:
    """Add a vetting to a unit's history; the unit's agency of that day is kept with it.

    A denial without a day is one of today: it must not fall behind the clearing that it ends.
    """
    today = local_day(session, at)
    raise_if_broken(vetting_entry_problems(draft.result, draft.valid_from, draft.valid_to, today=today))
    if draft.result is VettingResult.DENIED and draft.valid_from is None:
        draft = replace(draft, valid_from=today)
    agency = agency_of(session, draft.partner_id, draft.valid_from or today)
    commander = clean(draft.commander) or (
        session.execute(
            select(PersonRecord.name).where(PersonRecord.partner_id == draft.partner_id, PersonRecord.commands)
        ).scalar()
        or ""
    )
    vetting_id = session.execute(
        insert(VettingRecord)
        .values(
            partner_id=draft.partner_id, result=draft.result, commander=commander, agency_id=agency,
            requested_on=draft.requested_on, valid_from=draft.valid_from, valid_to=draft.valid_to,
            case_number=clean(draft.case_number), note=clean(draft.note),
        )
        .returning(VettingRecord.id)
    ).scalar_one()  # fmt: skip
    name = session.execute(select(PartnerRecord.name).where(PartnerRecord.id == draft.partner_id)).scalar_one()
    trail.record(
        session, "vetting.record", kind="partner", subject_id=draft.partner_id, subject=name, by=by, at=at,
        after={"result": draft.result.value, "valid_to": draft.valid_to, "case": clean(draft.case_number)},
    )  # fmt: skip
    return int(vetting_id)


@dataclass(frozen=True, slots=True)
class StoreDraft:
    """A store and its bins as typed; bins are added, never taken away here."""

    code: str
    name: str
    id: int | None = None
    version: int = 0
    address: str = ""
    bins: tuple[str, ...] = ()


def save_store(session: Session, draft: StoreDraft, *, by: Actor, at: datetime) -> int:
    """Make or change a store. Raises: BadInput("name-empty"), StaleEdit."""
    if not clean(draft.name) or not clean(draft.code):
        raise BadInput("name-empty")
    before = _version_checked(session, StoreRecord, draft.id, draft.version, draft.name)
    values = {"code": clean(draft.code), "name": clean(draft.name), "address": clean(draft.address)}
    if draft.id is None:
        store_id = session.execute(insert(StoreRecord).values(**values).returning(StoreRecord.id)).scalar_one()
    else:
        store_id = draft.id
        session.execute(
            update(StoreRecord).where(StoreRecord.id == store_id).values(**values, version=StoreRecord.version + 1)
        )
    for code in ("", *draft.bins):
        bin_of(session, store_id, code)
    trail.record(
        session, "store.save", kind="store", subject_id=store_id, subject=clean(draft.name), by=by, at=at,
        before=before, after={"name": clean(draft.name), "bins": list(draft.bins)},
    )  # fmt: skip
    return int(store_id)


def retire_partner(session: Session, partner_id: int, *, by: Actor, at: datetime) -> None:
    """Offer a partner no more in new documents; its past stays."""
    _set_retired(session, partner_id, local_day(session, at), "partner.retire", by=by, at=at)


def restore_partner(session: Session, partner_id: int, *, by: Actor, at: datetime) -> None:
    """Offer a retired partner again."""
    _set_retired(session, partner_id, None, "partner.restore", by=by, at=at)


def _set_retired(session: Session, partner_id: int, on: date | None, action: str, *, by: Actor, at: datetime) -> None:
    name = session.execute(select(PartnerRecord.name).where(PartnerRecord.id == partner_id)).scalar()
    if name is None:
        raise BadInput("not-found", what=str(partner_id))
    session.execute(update(PartnerRecord).where(PartnerRecord.id == partner_id).values(retired_on=on))
    trail.record(session, action, kind="partner", subject_id=partner_id, subject=name, by=by, at=at)


def retire_person(session: Session, person_id: int, *, by: Actor, at: datetime) -> None:
    """Offer a person no more as signer; papers already signed stay."""
    name = session.execute(select(PersonRecord.name).where(PersonRecord.id == person_id)).scalar()
    if name is None:
        raise BadInput("not-found", what=str(person_id))
    day = local_day(session, at)
    session.execute(update(PersonRecord).where(PersonRecord.id == person_id).values(retired_on=day, commands=False))
    trail.record(session, "person.retire", kind="person", subject_id=person_id, subject=name, by=by, at=at)


def restore_person(session: Session, person_id: int, *, by: Actor, at: datetime) -> None:
    """Offer a person who left again; who commands is said anew."""
    name = session.execute(select(PersonRecord.name).where(PersonRecord.id == person_id)).scalar()
    if name is None:
        raise BadInput("not-found", what=str(person_id))
    session.execute(update(PersonRecord).where(PersonRecord.id == person_id).values(retired_on=None))
    trail.record(session, "person.restore", kind="person", subject_id=person_id, subject=name, by=by, at=at)


def bin_of(session: Session, store_id: int, code: str) -> int:
    """Return a bin of a store, made if it is new."""
    found = session.execute(
        select(BinRecord.id).where(BinRecord.store_id == store_id, BinRecord.code == clean(code))
    ).scalar()
    if found is None:
        found = session.execute(
            insert(BinRecord).values(store_id=store_id, code=clean(code)).returning(BinRecord.id)
        ).scalar_one()
    return int(found)


def agency_of(session: Session, partner_id: int, on: date) -> int | None:
    """Return the agency above a partner on a day, or the partner itself when it is one."""
    return session.execute(
        text(
            "WITH RECURSIVE up(id) AS (SELECT :p UNION SELECT l.parent_id FROM partner_link l JOIN up ON"
            " l.child_id = up.id WHERE l.from_on <= :d AND (l.to_on IS NULL OR l.to_on >= :d))"
            " SELECT p.id FROM up JOIN partner p ON p.id = up.id WHERE p.kind = 'agency' LIMIT 1"
        ),
        {"p": partner_id, "d": on.isoformat()},
    ).scalar()


def index_partners(session: Session, partner_ids: list[PartnerId]) -> None:
    """Put partners into the search index under all three names."""
    rows = session.execute(
        select(
            PartnerRecord.id, PartnerRecord.kind, PartnerRecord.name, PartnerRecord.name_native,
            PartnerRecord.name_latin, PartnerRecord.code, PartnerRecord.region,
        ).where(PartnerRecord.id.in_(partner_ids))
    ).all()  # fmt: skip
    index(
        session,
        (
            Entry("partner", row.id, row.name, row.region, f"{row.name_native} {row.name_latin} {row.code}")
            for row in rows
        ),
    )


def _version_checked(
    session: Session, record: type[_Editable], ident: int | None, version: int, what: str
) -> dict[str, object] | None:
    if ident is None:
        return None
    stored = session.get(record, ident)
    if stored is None:
        raise BadInput("not-found", what=what)
    if stored.version != version:
        raise StaleEdit("stale-edit", what=stored.name)
    return {"name": stored.name}
