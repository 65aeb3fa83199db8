"""Taking a move or a change of condition back whole: the stock is again where and as it was.

Source: product.md 4 (Undo: after posting, only a reversal; refused where later facts depend on it), 5 (RV).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.approvals.commands import record_used
from inl_logistics.inventory.commands import Wanted, put_aside
from inl_logistics.inventory.rules import ReverseFacts, reverse_problems
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput, Problem, RulesBroken, raise_if_broken
from inl_logistics.kernel.text import clean
from inl_logistics.kernel.values import DocumentId, Status
from inl_logistics.ledger import commands as ledger
from inl_logistics.ledger import facts as ledger_facts
from inl_logistics.ledger.rules import CountAnswer
from inl_logistics.register import numbers, seals
from inl_logistics.register.records import DocumentKind, Fact
from inl_logistics.settings.declared import RULES, get, local_day
from inl_logistics.users import trail
from inl_logistics.users.rights import reversal_problems


@dataclass(frozen=True, slots=True)
class ReverseDraft:
    """Which move or change of condition is taken back, by its number, from which day on, and why."""

    number: str
    reason: str
    reversed_on: date
    count_answer: CountAnswer | None = None


def reverse(session: Session, draft: ReverseDraft, *, by: Actor, at: datetime) -> str:
    """Post the reversal of a move or a change of condition and return its number; a second call gives back the same.

    Raises: BadInput("not-found"); RulesBroken naming the document that depends on the stock, ApprovalNeeded for one
    who is no approver; nothing is written then.
    """
    document = session.execute(
        text("SELECT id, kind, number, effective_on FROM document WHERE number = :n"), {"n": draft.number}
    ).first()
    if document is None:
        raise BadInput("not-found", what=draft.number)
    request = f"stock-reversal:{document.id}"
    known = numbers.numbered(session, request)
    if known is not None:
        return known.number
    today, reason, kind = local_day(session, at), clean(draft.reason), DocumentKind(document.kind)
    facts = ReverseFacts(
        kind, numbers.screen_number(document.number), reason, draft.reversed_on,
        date.fromisoformat(document.effective_on), today,
    )  # fmt: skip
    problems = [*reverse_problems(facts), *reversal_problems(by)]
    raise_if_broken(problems, overridden=by.overridden)
    reversal = numbers.assign(
        session, DocumentKind.REVERSAL, request=request, effective_on=draft.reversed_on, title=document.number,
        by=by, at=at, reverses=DocumentId(document.id),
    )  # fmt: skip
    window = get(session, RULES).backdating_days
    posting = ledger.Posting(reversal.id, draft.reversed_on, today, window, draft.count_answer)
    units = post_reversal(session, posting, DocumentId(document.id))
    body = ledger.snapshot_of(session, reversal.id, number=reversal.number, reverses=document.number, reason=reason)
    seals.seal(session, reversal.id, Fact.POST, body, by=by, at=at)
    record_used(session, problems, document_id=reversal.id, by=by, at=at)
    trail.record(
        session, "stock.reverse", kind="document", subject_id=document.id, subject=document.number, by=by, at=at,
        after={"reversal": reversal.number, "reason": reason, "lines": units},
    )  # fmt: skip
    return reversal.number


def post_reversal(session: Session, posting: ledger.Posting, document_id: DocumentId) -> int:
    """Reverse every movement of a document and return how many.

    Raises: RulesBroken; stock used since is named once for each later document, however many units it took, and what
    a document has put aside stays where its paper says.
    """
    ids = ledger_facts.of_document(session, document_id)
    try:
        count = ledger.reverse(session, posting, ids)
    except RulesBroken as broken:
        raise RulesBroken(_shortened(broken.problems)) from broken
    taken = [
        Wanted(move.item_id, move.layer_id, move.to_place, move.quantity, move.unit_id)
        for move in ledger_facts.movements(session, ids)
        if move.status_to is Status.AVAILABLE
    ]
    raise_if_broken(put_aside(session, taken))
    return count


def _shortened(problems: tuple[Problem, ...]) -> list[Problem]:
    """Name the first unit for each document that depends on the stock, and how many more there are."""
    kept: list[Problem] = []
    more: dict[str, int] = {}
    for problem in problems:
        document = problem.params.get("document", "") if problem.code == "later-fact-depends" else ""
        if document in more:
            more[document] += 1
        else:
            kept.append(problem)
            if document:
                more[document] = 0
    kept += [
        Problem("later-fact-more", params={"document": document, "count": str(count)})
        for document, count in more.items()
        if count
    ]
    return kept
