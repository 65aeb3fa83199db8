"""From a handover's records to the frozen receipt that its paper prints.

Built once at issue and sealed; every later print, reprint and check reads the seal. Lines are merged by
item, lot, condition and value, as papers do (product.md 4, Layers).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.handovers.documents import HandoverType, Receipt, ReceiptLine
from inl_logistics.handovers.facts import Pick, picks, record
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.dates import stored_day
from inl_logistics.kernel.values import Condition, UnitPrice, line_value
from inl_logistics.paper.model import Named, Party, Signer, SignerRole, Translation
from inl_logistics.partners.commands import agency_of
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
    officer = session.execute(text("SELECT title FROM user_account WHERE id = :u"), {"u": by.user_id}).scalar()
    return Receipt(
        number=number, type=HandoverType(handover.type), dated_on=dated_on, letterhead=letterhead(profile),
        released=Party(
            Named(f"U.S. {profile.name}, INL Section"), Named("INL Logistics"), Named(""), Named(by.name),
            Named(officer or ""), Named(handover.place or profile.place),
        ),
        received=_received(session, handover_id, dated_on),
        lines=_lines(session, handover_id),
        signers=(Signer(SignerRole.WITNESS, Named(handover.witness)),) if handover.witness else (),
        place=handover.place, agreement=agreement.number if agreement else "",
        amendment=str(agreement.amendment) if agreement and agreement.amendment else "",
        project=project.code if project else "", fiscal_year=project.fiscal_year if project else None,
        waybill=handover.waybill, requirement=handover.requirement, remarks=handover.remarks,
        report_loss_within_days=get(session, RULES).report_loss_days,
    )  # fmt: skip


def _received(session: Session, handover_id: int, on: date) -> Party:
    handover = record(session, handover_id)
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


def _lines(session: Session, handover_id: int) -> tuple[ReceiptLine, ...]:
    found: list[ReceiptLine] = []
    for key, group in groupby(picks(session, handover_id), key=_paper_key):
        found.append(_line(session, key[1], list(group)))
    return tuple(found)


def _paper_key(pick: Pick) -> tuple[int, int, str, str, str, int]:
    return pick.line_no, pick.variant_id, pick.lot, pick.expires_on or "", pick.condition, pick.price_micros


def _line(session: Session, variant_id: int, group: Sequence[Pick]) -> ReceiptLine:
    item = session.execute(
        text(
            "SELECT i.id, v.code, v.size, v.unit_of_issue, i.hazard_class, i.un_number, i.monitoring, l.remarks"
            " FROM variant v JOIN item i ON i.id = v.item_id JOIN handover_line l ON l.id = :l WHERE v.id = :v"
        ),
        {"v": variant_id, "l": group[0].line_id},
    ).one()
    names = session.execute(
        text("SELECT language, name FROM item_name WHERE item_id = :i ORDER BY language"), {"i": item.id}
    )
    quantity = sum(pick.quantity for pick in group)
    price = group[0].price_micros
    return ReceiptLine(
        description=group[0].item, quantity=quantity, unit=item.unit_of_issue, code=item.code,
        translations=tuple(
            Translation(one.language, f"{one.name}, {item.size}" if item.size else one.name) for one in names
        ),
        condition=Condition(group[0].condition), serials=tuple(pick.serial for pick in group if pick.serial),
        lot=group[0].lot, expires_on=stored_day(group[0].expires_on),
        unit_price_micros=price, value_minor=line_value(quantity, UnitPrice(price)).minor,
        remarks=" · ".join(filter(None, (item.remarks, item.un_number))),
    )  # fmt: skip
