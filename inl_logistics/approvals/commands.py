"""Recording the overrides that a command used. Source: product.md 4 (Vetting), 1 (separation of duties)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from inl_logistics.approvals.records import ApprovalRecord
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import Problem, Severity


def record_used(session: Session, problems: Iterable[Problem], *, document_id: int, by: Actor, at: datetime) -> None:
    """Keep, for each problem that was overridden, who asked, who approved, and why."""
    given = {override.code: override for override in by.overrides}
    for code in dict.fromkeys(problem.code for problem in problems if problem.severity is Severity.OVERRIDE):
        override = given[code]
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
