"""What the officer decides about goods that are not on the shipment: an unknown serial, things that nobody ordered.

Source: product.md 3 (Receiving: wrong item, unknown serial), 4 (Serials).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, insert, text, update
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.dates import stored_day
from inl_logistics.kernel.problems import BadInput, raise_if_broken
from inl_logistics.kernel.text import clean, serial_key
from inl_logistics.receiving import expected
from inl_logistics.receiving.commands import open_session
from inl_logistics.receiving.expected import ExpectedLine
from inl_logistics.receiving.records import ScanOutcome, ScanRecord
from inl_logistics.receiving.rules import DecisionFacts, count_problems, decision_problems
from inl_logistics.users import trail


class Decision(StrEnum):
    """What happens to a scan that was not on the shipment."""

    OVER = "over"
    SET_ASIDE = "set-aside"
    WRONG = "wrong"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """The officer's word on one unknown scan; an item for goods that nobody ordered."""

    scan_id: int
    decision: Decision
    line_id: int | None = None
    variant_id: int | None = None
    quantity: int = 1
    note: str = ""


def decide(session: Session, draft: DecisionDraft, *, by: Actor, at: datetime) -> None:
    """Settle an unknown scan. Raises: RulesBroken, BadInput("decision-needs-item")."""
    row = session.execute(
        text("SELECT receiving_id, text, folded, outcome, undone, lot, made_on, expires_on FROM scan WHERE id = :i"),
        {"i": draft.scan_id},
    ).first()
    if row is None:
        raise BadInput("not-found", what=str(draft.scan_id))
    open_session(session, row.receiving_id)
    values: dict[str, object] = {"note": clean(draft.note)}
    lines = {line.id: line for line in expected.lines(session, row.receiving_id)}
    raise_if_broken(decision_problems(_decision(session, draft, row, lines)))
    match draft.decision:
        case Decision.OVER:
            line = lines.get(draft.line_id or 0)
            if line is None:
                raise BadInput("decision-needs-item")
            values |= {
                "outcome": ScanOutcome.GOOD, "shipment_line_id": line.id, "variant_id": line.variant_id,
                "is_serial": line.is_serial, "lot": row.lot or line.lot,
                "made_on": stored_day(row.made_on) or line.made_on,
                "expires_on": stored_day(row.expires_on) or line.expires_on,
            }  # fmt: skip
        case Decision.SET_ASIDE | Decision.WRONG:
            wanted = draft.variant_id or (lines[draft.line_id].variant_id if draft.line_id in lines else None)
            if wanted is None:
                raise BadInput("decision-needs-item")
            aside = draft.decision is Decision.SET_ASIDE
            values |= {
                "outcome": ScanOutcome.SET_ASIDE if aside else ScanOutcome.WRONG, "variant_id": wanted,
                "quantity": draft.quantity, "is_serial": expected.is_serial(session, wanted),
            }  # fmt: skip
        case Decision.IGNORE:
            values["outcome"] = ScanOutcome.IGNORED
    session.execute(update(ScanRecord).where(ScanRecord.id == draft.scan_id).values(**values))
    trail.record(
        session, "receiving.decide", kind="receiving", subject_id=row.receiving_id, subject=row.text, by=by, at=at,
        before={"outcome": row.outcome}, after={"outcome": values["outcome"], "note": clean(draft.note)},
    )  # fmt: skip


def _decision(
    session: Session, draft: DecisionDraft, row: Row[Any], lines: Mapping[int, ExpectedLine]
) -> DecisionFacts:  # fmt: skip
    line = lines.get(draft.line_id or 0)
    variant = draft.variant_id or (line.variant_id if line else None)
    serial = variant if variant is not None and expected.is_serial(session, variant) else None
    return DecisionFacts(
        row.text, ScanOutcome(row.outcome), bool(row.undone), draft.quantity, draft.decision is Decision.IGNORE,
        expected.on_books(session, row.folded, serial) if serial is not None else "",
        serial is not None and expected.already_scanned(session, row.receiving_id, row.folded),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class WrongDraft:
    """Goods that nobody ordered: a line of its own, expected 0."""

    receiving_id: int
    variant_id: int
    quantity: int
    text: str = ""
    note: str = ""


def add_wrong(session: Session, draft: WrongDraft, *, by: Actor, at: datetime) -> int:
    """Count goods that are not on the shipment at all."""
    open_session(session, draft.receiving_id)
    raise_if_broken(count_problems(draft.quantity))
    found = session.execute(
        insert(ScanRecord)
        .values(
            receiving_id=draft.receiving_id, at=at, by=by.user_id, text=clean(draft.text) or "—",
            folded=serial_key(draft.text), outcome=ScanOutcome.WRONG, variant_id=draft.variant_id,
            quantity=draft.quantity, note=clean(draft.note),
            is_serial=bool(draft.text) and expected.is_serial(session, draft.variant_id),
        )
        .returning(ScanRecord.id)
    ).scalar_one()  # fmt: skip
    return int(found)
