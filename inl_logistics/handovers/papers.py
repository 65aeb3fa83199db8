"""The paper of a handover: as a draft, or from the seal of its issue, with its mark and its check code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import msgspec
from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.handovers import facts, snapshot
from inl_logistics.handovers.documents import Receipt, TakenBack, from_json
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.values import DocumentId
from inl_logistics.paper.model import Mark, Seal, Signature
from inl_logistics.register import seals
from inl_logistics.register.records import Fact


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything to print a receipt: the frozen snapshot, its seal, its mark and on-screen signatures.

    `printed` is how many times it was printed before: 0 makes this the original.
    """

    document_id: int | None
    receipt: Receipt
    seal: Seal | None
    mark: Mark
    printed: int
    signatures: tuple[Signature, ...]
    language: str
    show_values: bool
    taken_back: TakenBack | None = None


def paper(session: Session, handover_id: int, *, today: date, by: Actor) -> Paper:
    """Return a handover's paper: from the seal once issued, else as a draft. Raises: BadInput("not-found")."""
    handover = facts.record(session, handover_id)
    if handover.document_id is None:
        draft = snapshot.receipt_of(session, handover_id, number=None, dated_on=handover.planned_on or today, by=by)
        return Paper(None, draft, None, Mark.DRAFT, 0, (), handover.language, handover.show_values)
    return _issued(session, handover.document_id, handover_id)


def paper_by_number(session: Session, number: str) -> Paper:
    """Return the paper of an issued receipt by its number, printed or short. Raises: BadInput("not-found")."""
    row = session.execute(
        text(
            "SELECT h.id, h.document_id FROM handover h JOIN document d ON d.id = h.document_id WHERE d.number = :n"
            " OR substr(d.number, instr(d.number, '-') + 1) = :n"
            " OR replace(substr(d.number, instr(d.number, '-') + 1), '-20', '-') = :n"
        ),
        {"n": number.strip().upper()},
    ).first()
    if row is None:
        raise BadInput("not-found", what=number)
    return _issued(session, row.document_id, row.id)


def number_of(session: Session, handover_id: int) -> str:
    """Return the number of a handover, or nothing while it is a draft."""
    found = session.execute(
        text("SELECT d.number FROM handover h JOIN document d ON d.id = h.document_id WHERE h.id = :h"),
        {"h": handover_id},
    ).scalar()
    return str(found or "")


def _issued(session: Session, document_id: int, handover_id: int) -> Paper:
    handover = facts.record(session, handover_id)
    raw = seals.snapshot(session, DocumentId(document_id), Fact.ISSUE)
    if raw is None:
        raise BadInput("not-found", what=str(handover_id))
    receipt = from_json(raw)
    printed = session.execute(
        text("SELECT count(*) FROM printing WHERE document_id = :d"), {"d": document_id}
    ).scalar_one()
    ended = {"void": Mark.VOID, "refused": Mark.VOID, "reversed": Mark.REVERSED}
    mark = ended.get(handover.state.value, Mark.NONE)
    return Paper(
        document_id, receipt, seal_of(session, document_id, receipt), mark, printed, signatures_of(handover.signatures),
        handover.language, handover.show_values,
        taken_back(session, document_id, whole=handover.state.value == "reversed"),
    )  # fmt: skip


def taken_back(session: Session, document_id: int, *, whole: bool) -> TakenBack | None:
    """Return which reversals took a receipt back, or None."""
    numbers = session.execute(
        text("SELECT number FROM document WHERE reverses_id = :d ORDER BY id"), {"d": document_id}
    ).scalars()
    found = tuple(numbers)
    return TakenBack(found, whole) if found else None


def seal_of(session: Session, document_id: int, receipt: Receipt) -> Seal | None:
    """Return the check code and QR of an issued receipt; the same receipt always has the same."""
    return seals.paper_seal(
        session, document_id, Fact.ISSUE, number=receipt.number or "", dated_on=receipt.dated_on,
        lines=len(receipt.lines), units=receipt.units,
    )  # fmt: skip


def signatures_of(stored: str) -> tuple[Signature, ...]:
    """Read the signatures that were given on the screen."""
    return msgspec.json.decode(stored, type=tuple[Signature, ...]) if stored else ()
