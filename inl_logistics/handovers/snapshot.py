"""From a handover's records to the frozen receipt that its paper prints.

Built once at issue and sealed; every later print, reprint and check reads the seal. Lines are merged by
item, lot, condition and value, as papers do (product.md 4, Layers).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.handovers.documents import CopyFor, HandoverType, LineKind, Receipt, ReceiptLine
from inl_logistics.handovers.facts import Pick, picks, record
from inl_logistics.handovers.records import HandoverRecord
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.dates import stored_day
from inl_logistics.kernel.text import serial_order
from inl_logistics.kernel.values import Condition, UnitPrice, line_value
from inl_logistics.paper.model import Named, Party, Signer, SignerRole, Translation
from inl_logistics.partners.commands import agency_of
from inl_logistics.settings.clauses import frozen
from inl_logistics.settings.declared import POST, RULES, get
from inl_logistics.settings.letterhead import letterhead


def receipt_of(session: Session, handover_id: int, *, number: str | None, dated_on: date, by: Actor) -> Receipt:
    """Return everything the receipt prints; without a number it is a draft."""
    handover = record(session, handover_id)
    profile = get(session, POST)
    project = session.execute(
        text("SELECT code, fiscal_year FROM project WHERE id = :p"), {"p": handover.project_id}
    ).first()
    agreement = session.execute(
        text(
            "SELECT a.number, (SELECT max(m.number) FROM amendment m WHERE m.agreement_id = a.id AND m.number > 0"
            " AND m.signed_on <= :d) AS amendment FROM agreement a WHERE a.id = :a"
        ),
        {"a": handover.agreement_id, "d": dated_on.isoformat()},
    ).first()
    ours, host = _ours(session, handover, by), _host(session, handover, dated_on)
    comes_back = handover.type is HandoverType.RETURN
    return Receipt(
        number=number, type=HandoverType(handover.type), dated_on=dated_on, letterhead=letterhead(profile),
        released=host if comes_back else ours, received=ours if comes_back else host,
        lines=lines_of(session, handover_id), signers=_signers(handover),
        place=handover.place, agreement=agreement.number if agreement else "",
        amendment=str(agreement.amendment) if agreement and agreement.amendment else "",
        project=project.code if project else "", fiscal_year=project.fiscal_year if project else None,
        waybill=handover.waybill, requirement=handover.requirement, refers_to=_original(session, handover),
        remarks=handover.remarks, report_loss_within_days=get(session, RULES).report_loss_days,
        own_clauses=frozen(session, handover.type), copies=tuple(CopyFor(one) for one in profile.copies), completes=handover.completes,
    )  # fmt: skip


def _ours(session: Session, handover: HandoverRecord, by: Actor) -> Party:
    profile = get(session, POST)
    title = session.execute(text("SELECT title FROM user_account WHERE id = :u"), {"u": by.user_id}).scalar()
    return Party(
        Named(f"U.S. {profile.name}, INL Section"), Named("INL Logistics"), Named(""), Named(by.name),
        Named(title or ""), Named(handover.place or profile.place),
    )  # fmt: skip


def _signers(handover: HandoverRecord) -> tuple[Signer, ...]:
    """Return who signs beside the two parties; a title is written after a comma."""
    found = []
    for role, written in (
        (SignerRole.CUSTODIAN, handover.custodian), (SignerRole.WITNESS, handover.witness),
        (SignerRole.INTERPRETER, handover.interpreter),
    ):  # fmt: skip
        person, _comma, title = written.partition(",")
        if person.strip():
            found.append(Signer(role, Named(person.strip()), Named(title.strip())))
    return tuple(found)


def _original(session: Session, handover: HandoverRecord) -> str:
    found = session.execute(
        text("SELECT d.number FROM handover h JOIN document d ON d.id = h.document_id WHERE h.id = :h"),
        {"h": handover.refers_to_id},
    ).scalar()
    return str(found or "")


def _host(session: Session, handover: HandoverRecord, on: date) -> Party:
    agency = agency_of(session, handover.unit_id, on) if handover.unit_id else None
    person = session.execute(
        text("SELECT name, name_native, title, title_native FROM person WHERE id = :p"), {"p": handover.person_id}
    ).first()
    return Party(
        organization=_named(session, agency), unit=_named(session, handover.unit_id),
        facility=_named(session, handover.facility_id),
        representative=Named(person.name, person.name_native) if person else Named(""),
        title=Named(person.title, person.title_native) if person else Named(""),
    )  # fmt: skip


def _named(session: Session, partner_id: int | None) -> Named:
    row = session.execute(text("SELECT name, name_native FROM partner WHERE id = :p"), {"p": partner_id}).first()
    return Named(row.name, row.name_native) if row else Named("")


@dataclass(frozen=True, slots=True)
class _Stored:
    """A stored line with what its paper shows of the item."""

    id: int
    kit_id: int | None
    asked: int | None
    description: str
    code: str
    unit: str
    translations: tuple[Translation, ...]
    condition_to: str | None
    marks: str


def lines_of(session: Session, handover_id: int) -> tuple[ReceiptLine, ...]:
    """Return the printed lines: a kit before its components, and at the end what is short and follows later."""
    stored = _stored(session, handover_id)
    picked: dict[int, list[Pick]] = defaultdict(list)
    for pick in picks(session, handover_id):
        picked[pick.line_id].append(pick)
    kits = _kits(session, handover_id)
    found: list[ReceiptLine] = []
    for one in stored:
        kind = LineKind.ITEM if one.kit_id is None else LineKind.COMPONENT
        if one.kit_id in kits and picked[one.id]:
            found.append(kits.pop(one.kit_id))
        for _key, group in groupby(sorted(picked[one.id], key=paper_key), key=paper_key):
            found.append(_line(one, kind, list(group)))
    return (*found, *_short(stored, picked, _kits(session, handover_id)))


def _stored(session: Session, handover_id: int) -> list[_Stored]:
    names: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for row in session.execute(
        text(
            "SELECT n.item_id, n.language, n.name FROM item_name n WHERE n.item_id IN (SELECT v.item_id FROM handover_line l"
            " JOIN variant v ON v.id = l.variant_id WHERE l.handover_id = :h) ORDER BY n.language"
        ),
        {"h": handover_id},
    ):
        names[row.item_id].append((row.language, row.name))
    rows = session.execute(
        text(
            "SELECT l.id, l.kit_id, l.asked, l.remarks, l.condition_to, v.item_id, v.code, v.size, v.unit_of_issue, i.name,"
            " i.un_number FROM handover_line l JOIN variant v ON v.id = l.variant_id JOIN item i ON i.id = v.item_id"
            " WHERE l.handover_id = :h ORDER BY l.line_no"
        ),
        {"h": handover_id},
    )
    return [
        _Stored(
            row.id, row.kit_id, row.asked, _sized(row.name, row.size), row.code, row.unit_of_issue,
            tuple(Translation(language, _sized(name, row.size)) for language, name in names[row.item_id]),
            row.condition_to, " · ".join(filter(None, (row.remarks, row.un_number))),
        )
        for row in rows
    ]  # fmt: skip


def _sized(name: str, size: str) -> str:
    return f"{name}, {size}" if size else name


def _kits(session: Session, handover_id: int) -> dict[int, ReceiptLine]:
    names: dict[int, list[Translation]] = defaultdict(list)
    for row in session.execute(
        text(
            "SELECT n.kit_id, n.language, n.name FROM kit_name n JOIN handover_kit k ON k.kit_id = n.kit_id"
            " WHERE k.handover_id = :h ORDER BY n.language"
        ),
        {"h": handover_id},
    ):
        names[row.kit_id].append(Translation(row.language, row.name))
    rows = session.execute(
        text(
            "SELECT k.kit_id, k.count AS kits, k.numbers, k.kit_version, c.code, c.name FROM handover_kit k JOIN kit c"
            " ON c.id = k.kit_id WHERE k.handover_id = :h"
        ),
        {"h": handover_id},
    )
    return {
        row.kit_id: ReceiptLine(
            row.name,
            row.kits,
            "KT",
            f"{row.code} v{row.kit_version}",
            LineKind.KIT,
            tuple(names[row.kit_id]),
            remarks=row.numbers,
        )
        for row in rows
    }


def _short(
    stored: Sequence[_Stored], picked: Mapping[int, Sequence[Pick]], kits: Mapping[int, ReceiptLine]
) -> list[ReceiptLine]:
    """Return what was asked for and is not handed over now."""
    found = []
    for one in stored:
        missing = (one.asked or 0) - sum(pick.quantity for pick in picked.get(one.id, ()))
        if missing > 0:
            kit = "" if one.kit_id is None or one.kit_id not in kits else kits[one.kit_id].code
            found.append(
                ReceiptLine(
                    one.description, missing, one.unit, one.code, LineKind.SHORTAGE, one.translations,
                    remarks=" · ".join(filter(None, (kit, one.marks))),
                )
            )  # fmt: skip
    return found


def paper_key(pick: Pick) -> tuple[str, str, str, int]:
    """Return what picks of one line must have in common to be printed as one line."""
    return pick.lot, pick.expires_on or "", pick.condition, pick.price_micros


def _line(stored: _Stored, kind: LineKind, group: Sequence[Pick]) -> ReceiptLine:
    quantity, price = sum(pick.quantity for pick in group), group[0].price_micros
    return ReceiptLine(
        description=stored.description, quantity=quantity, unit=stored.unit, code=stored.code, kind=kind,
        translations=stored.translations, condition=Condition(stored.condition_to or group[0].condition),
        # However they were scanned: who checks hundreds against the goods looks each one up.
        serials=tuple(sorted((pick.serial for pick in group if pick.serial), key=serial_order)), lot=group[0].lot,
        expires_on=stored_day(group[0].expires_on), unit_price_micros=price,
        value_minor=line_value(quantity, UnitPrice(price)).minor, remarks=stored.marks,
    )  # fmt: skip
