"""Recording the overrides that a command used. Source: product.md 4 (Vetting), 1 (separation of duties)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from inl_logistics.approvals.queries import approvers
from inl_logistics.approvals.records import ApprovalRecord
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import Problem, RulesBroken, Severity
from inl_logistics.kernel.text import clean


def record_used(session: Session, problems: Iterable[Problem], *, document_id: int, by: Actor, at: datetime) -> None:
    """Keep, for each problem that was overridden, who asked, who approved, and why.

    Raises: RulesBroken without a reason, or where the approver may not approve: no active approver, or oneself
    while another could be asked (product.md 4).
    """
    given = {override.code: override for override in by.overrides}
    used = list(dict.fromkeys(problem.code for problem in problems if problem.severity is Severity.OVERRIDE))
    allowed = {approver.user_id for approver in approvers(session, by.user_id)} if used else set()
    for code in used:
        override = given[code]
        if not clean(override.reason):
            raise RulesBroken([Problem("reason-needed", where=("reason",))])
        if override.approver_id not in allowed:
            raise RulesBroken(
                [Problem("may-not-approve", params={"name": override.approver_name}, where=("approver",))]
            )
        session.execute(
            insert(ApprovalRecord).values(
                document_id=document_id,
                code=code,
                reason=override.reason,
                asked_by=by.user_id,
                approved_by=override.approver_id,
                at=at,
                self_approved=override.approver_id == by.user_id,
            )
        )
