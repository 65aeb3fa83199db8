"""Following a discrepancy report to its closing: the claim, what was written and answered, how each line ended.

The report itself is sealed as it was posted; what became of it is kept beside it. Source: domain.md 2.5 (OS&D report).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput, raise_if_broken
from inl_logistics.kernel.text import clean, clean_lines
from inl_logistics.receiving.documents import Cause, Resolution
from inl_logistics.receiving.records import AddresseeRole, ClaimNoteRecord, DiscrepancyRecord
from inl_logistics.receiving.rules import ClaimFacts, SettleFacts, claim_problems, settle_problems
from inl_logistics.settings.declared import local_day
from inl_logistics.users import trail


@dataclass(frozen=True, slots=True)
class ClaimDraft:
    """Lines of a discrepancy report that are claimed: from whom, until when, and what is thought to have caused them."""

    discrepancy_ids: tuple[int, ...]
    addressee: str
    role: AddresseeRole = AddresseeRole.VENDOR
    cause: Cause | None = None
    claim_by: date | None = None
    claimed_on: date | None = None
    reference: str = ""


def claim(session: Session, draft: ClaimDraft, *, by: Actor, at: datetime) -> None:
    """Keep from whom lines are claimed, and since when; claiming again corrects it. Raises: RulesBroken, BadInput."""
    rows = _rows(session, draft.discrepancy_ids)
    today = local_day(session, at)
    facts = ClaimFacts(clean(draft.addressee), draft.claimed_on, today, [bool(row.resolved_on) for row in rows])
    raise_if_broken(claim_problems(facts))
    values: dict[str, object] = {
        "addressee": clean(draft.addressee), "addressee_role": draft.role, "claim_by": draft.claim_by,
        "claimed_on": draft.claimed_on, "claim_reference": clean(draft.reference),
        "version": DiscrepancyRecord.version + 1,
    }  # fmt: skip
    if draft.cause is not None:
        values["cause"] = draft.cause
    session.execute(update(DiscrepancyRecord).where(DiscrepancyRecord.id.in_(draft.discrepancy_ids)).values(**values))
    _trail(
        session, rows, "discrepancy.claim", by=by, at=at,
        after={"addressee": clean(draft.addressee), "claimed_on": draft.claimed_on, "lines": len(rows)},
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClaimNoteDraft:
    """What happened with a discrepancy report on a day: a letter, a call, an answer."""

    receiving_id: int
    on: date
    what: str
    note: str = ""


def note_claim(session: Session, draft: ClaimNoteDraft, *, by: Actor, at: datetime) -> int:
    """Write a step down; returns its id. Raises: RulesBroken("reason-needed", "date-in-future")."""
    facts = ClaimFacts(clean(draft.what), draft.on, local_day(session, at), [])
    raise_if_broken(claim_problems(facts, what="what"))
    document = session.execute(
        select(DiscrepancyRecord.document_id).where(DiscrepancyRecord.receiving_id == draft.receiving_id).limit(1)
    ).scalar()
    if document is None:
        raise BadInput("not-found", what=str(draft.receiving_id))
    return int(
        session.execute(
            insert(ClaimNoteRecord)
            .values(
                document_id=document, on=draft.on, what=clean(draft.what), note=clean_lines(draft.note), written_at=at,
                written_by=by.user_id,
            )
            .returning(ClaimNoteRecord.id)
        ).scalar_one()
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class SettleDraft:
    """How lines ended: replaced, credited, accepted as they are, sent back; with what was made good, in cents of USD."""

    discrepancy_ids: tuple[int, ...]
    resolution: Resolution
    resolved_on: date
    settled_minor: int | None = None
    note: str = ""


def settle(session: Session, draft: SettleDraft, *, by: Actor, at: datetime) -> None:
    """Close lines. Raises: RulesBroken naming what stands against it."""
    rows = _rows(session, draft.discrepancy_ids)
    facts = SettleFacts(
        draft.resolution, draft.resolved_on, local_day(session, at), clean(draft.note), draft.settled_minor,
        [bool(row.resolved_on) for row in rows], [day for row in rows if (day := row.claimed_on) is not None],
    )  # fmt: skip
    raise_if_broken(settle_problems(facts))
    shares = _shares(draft.settled_minor, [row.value_minor for row in rows])
    for row, share in zip(rows, shares, strict=True):
        session.execute(
            update(DiscrepancyRecord)
            .where(DiscrepancyRecord.id == row.id)
            .values(
                resolution=draft.resolution.value, resolved_on=draft.resolved_on, settled_minor=share,
                version=DiscrepancyRecord.version + 1,
            )
        )  # fmt: skip
    for document in dict.fromkeys(row.document_id for row in rows):
        session.execute(
            insert(ClaimNoteRecord).values(
                document_id=document, on=draft.resolved_on, what=f"settled:{draft.resolution.value}",
                note=clean_lines(draft.note), written_at=at, written_by=by.user_id,
            )
        )  # fmt: skip
    _trail(
        session, rows, "discrepancy.settle", by=by, at=at,
        after={
            "resolution": draft.resolution.value, "resolved_on": draft.resolved_on, "settled": draft.settled_minor,
            "lines": len(rows), "note": clean(draft.note),
        },
    )  # fmt: skip


def open_again(session: Session, discrepancy_ids: Sequence[int], *, reason: str, by: Actor, at: datetime) -> None:
    """Open lines that were closed; those of a reversed receiving stay closed. Raises: RulesBroken."""
    rows = _rows(session, discrepancy_ids)
    facts = ClaimFacts(clean(reason), None, local_day(session, at), [row.resolution == "reversed" for row in rows])
    raise_if_broken(claim_problems(facts, what="reason"))
    session.execute(
        update(DiscrepancyRecord)
        .where(DiscrepancyRecord.id.in_(tuple(discrepancy_ids)))
        .values(resolution="", resolved_on=None, settled_minor=None, version=DiscrepancyRecord.version + 1)
    )
    _trail(session, rows, "discrepancy.open-again", by=by, at=at, after={"reason": clean(reason), "lines": len(rows)})


def _rows(session: Session, ids: Sequence[int]) -> list[DiscrepancyRecord]:
    found = list(
        session.execute(
            select(DiscrepancyRecord).where(DiscrepancyRecord.id.in_(tuple(ids))).order_by(DiscrepancyRecord.id)
        ).scalars()
    )
    if not found or len(found) != len(set(ids)):
        raise BadInput("not-found", what=", ".join(map(str, ids)) or "—")
    return found


def _shares(whole: int | None, values: Sequence[int]) -> list[int | None]:
    """Part an amount over lines by their value, to the cent; the last takes the rest."""
    if whole is None:
        return [None] * len(values)
    total, found, left = sum(values), [], whole
    for at, value in enumerate(values):
        share = left if at == len(values) - 1 else whole * value // total if total else whole // len(values)
        found.append(share)
        left -= share
    return list(found)


def _trail(
    session: Session, rows: Sequence[DiscrepancyRecord], action: str, *, by: Actor, at: datetime, after: dict[str, object]
) -> None:  # fmt: skip
    for receiving, document in dict.fromkeys((row.receiving_id, row.document_id) for row in rows):
        trail.record(
            session, action, kind="receiving", subject_id=receiving, subject=str(document), by=by, at=at, after=after
        )
