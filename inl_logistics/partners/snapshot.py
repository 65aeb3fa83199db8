"""From the ledger to the holding list of a day, and a partner by any of its names. Source: domain.md 7 (report 9)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.text import fold
from inl_logistics.paper.model import Named, Translation
from inl_logistics.partners.commands import agency_of
from inl_logistics.partners.documents import HoldingLine, HoldingList
from inl_logistics.partners.holdings import held
from inl_logistics.settings.declared import POST, get
from inl_logistics.settings.letterhead import letterhead


def holding_list(session: Session, partner_id: int, on: date) -> HoldingList:
    """Return what a partner and everyone under it held at the end of a day. Raises: BadInput("not-found")."""
    row = session.execute(
        text("SELECT name, name_native, kind, place, region FROM partner WHERE id = :p"), {"p": partner_id}
    ).first()
    if row is None:
        raise BadInput("not-found", what=str(partner_id))
    lines = held(session, partner_id, on=on)
    names = _names(session, {one.item_id for one in lines})
    return HoldingList(
        on, letterhead(get(session, POST)), Named(row.name, row.name_native), row.kind,
        _named(session, agency_of(session, partner_id, on)), ", ".join(filter(None, (row.place, row.region))),
        _commander(session, partner_id),
        tuple(
            HoldingLine(
                Named(one.holder, one.holder_native), one.code, one.item, one.unit, one.quantity, one.condition,
                one.title == "usg", one.monitoring, names[one.item_id], one.lot, one.expires_on, one.serials, one.papers,
            )
            for one in lines
        ),
    )  # fmt: skip


def partner_named(session: Session, typed: str) -> int:
    """Return the host partner of a name in any script, or of a code. Raises: BadInput("not-found", "partner-unclear")."""
    wanted = fold(typed)
    rows = session.execute(
        text(
            "SELECT id, kind, name, name_native, name_latin, code FROM partner WHERE kind IN ('country', 'ministry', 'agency',"
            " 'unit', 'facility') ORDER BY id"
        )
    ).all()
    found = [row for row in rows if wanted in {fold(one) for one in row[2:] if one}]
    if not found:
        raise BadInput("not-found", what=typed)
    if len(found) > 1:
        raise BadInput("partner-unclear", name=typed, known=", ".join(f"{row.kind} {row.name}" for row in found))
    return int(found[0].id)


def _named(session: Session, partner_id: int | None) -> Named:
    row = session.execute(text("SELECT name, name_native FROM partner WHERE id = :p"), {"p": partner_id}).first()
    return Named(row.name, row.name_native) if row else Named("")


def _commander(session: Session, partner_id: int) -> Named:
    row = session.execute(
        text("SELECT name, name_native FROM person WHERE partner_id = :p AND commands = 1 AND retired_on IS NULL"),
        {"p": partner_id},
    ).first()
    return Named(row.name, row.name_native) if row else Named("")


def _names(session: Session, items: Iterable[int]) -> dict[int, tuple[Translation, ...]]:
    wanted = ",".join(str(int(one)) for one in items) or "0"
    found: dict[int, list[Translation]] = defaultdict(list)
    for row in session.execute(text(f"SELECT item_id, language, name FROM item_name WHERE item_id IN ({wanted})")):
        found[row.item_id].append(Translation(row.language, row.name))
    return defaultdict(tuple, {item: tuple(names) for item, names in found.items()})
