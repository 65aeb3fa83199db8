"""What rules need to know of partners, read inside a command's transaction. Source: product.md 4 (Vetting)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.dates import stored_day
from inl_logistics.kernel.text import fold
from inl_logistics.partners.commands import agency_of
from inl_logistics.partners.records import VettingResult
from inl_logistics.partners.rules import Authority, VettingFacts


def last_first(v: str) -> str:
    """Return how vettings of one unit are ordered, the one that counts first; `v` names the table in the question.

    What was decided for a later day counts, in whatever order the papers were entered; of one day, what was entered last.
    A request decides nothing: it counts only where nothing was decided yet.
    """
    return f"{v}.result = 'requested', {since(v)} DESC, {v}.id DESC"


def since(v: str) -> str:
    """Return from which day a vetting counts; a denial that names none counts from the vetting before it."""
    before = f"(SELECT max(o.valid_from) FROM vetting o WHERE o.partner_id = {v}.partner_id AND o.id < {v}.id)"
    return f"COALESCE({v}.valid_from, {v}.requested_on, {before}, '')"


def vetting_of(session: Session, unit_id: int | None, *, on: date) -> VettingFacts:
    """Return the vetting of a unit that counts on the day (see `last_first`), and what the unit is then."""
    if unit_id is None:
        return VettingFacts(False, None, None, None, "", "", None, None)
    needed = session.execute(text("SELECT vetting_needed FROM partner WHERE id = :u"), {"u": unit_id}).scalar()
    last = session.execute(
        text(
            "SELECT v.result, v.valid_from, v.valid_to, v.commander, v.agency_id FROM vetting v WHERE v.partner_id = :u"
            f" AND {since('v')} <= :d ORDER BY {last_first('v')} LIMIT 1"
        ),
        {"u": unit_id, "d": on.isoformat()},
    ).first()
    commander = session.execute(
        text(
            "SELECT name FROM person WHERE partner_id = :u AND commands = 1"
            " AND (commands_from IS NULL OR commands_from <= :d)"
        ),
        {"u": unit_id, "d": on.isoformat()},
    ).scalar()
    agency = agency_of(session, unit_id, on)
    if last is None:
        return VettingFacts(bool(needed), None, None, None, "", commander or "", None, agency)
    return VettingFacts(
        bool(needed), VettingResult(last.result), stored_day(last.valid_from), stored_day(last.valid_to),
        fold(last.commander), fold(commander or ""), last.agency_id, agency,
    )  # fmt: skip


def may_sign(session: Session, person_id: int | None, *, on: date) -> bool:
    """Tell whether an official has the authority to sign a paper of this day."""
    row = session.execute(
        text("SELECT may_sign, signs_from, signs_to FROM person WHERE id = :p"), {"p": person_id}
    ).first()
    if row is None:
        return False
    return Authority(bool(row.may_sign), stored_day(row.signs_from), stored_day(row.signs_to)).holds_on(on)
