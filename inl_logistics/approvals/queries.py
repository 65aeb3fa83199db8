"""Who may approve an override at this post, and what was set aside for a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Row, bindparam, text
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Role
from inl_logistics.kernel.dates import instant_from_text
from inl_logistics.settings.declared import local_day


@dataclass(frozen=True, slots=True)
class Approver:
    """An active account; `is_self` is the one who asks, where nobody else may approve."""

    user_id: int
    login: str
    name: str
    is_self: bool


def approvers(session: Session, user_id: int) -> list[Approver]:
    """Return the other active approvers; without any, the person who asks (product.md 4: self-approval).

    A storekeeper approves nothing (product.md 1): where an officer is active, it is the officer who is asked.
    """
    rows = session.execute(text("SELECT id, login, name, roles FROM user_account WHERE active = 1 ORDER BY name")).all()
    roles = {row.id: frozenset(row.roles.replace(",", " ").split()) for row in rows}

    def holding(role: Role) -> list[Approver]:
        return [
            Approver(row.id, row.login, row.name, False)
            for row in rows
            if row.id != user_id and role.value in roles[row.id]
        ]

    officer = Role.LOGISTICS.value in roles.get(user_id, frozenset())
    others = holding(Role.APPROVER) or ([] if officer else holding(Role.LOGISTICS))
    return others or [Approver(row.id, row.login, row.name, True) for row in rows if row.id == user_id]


@dataclass(frozen=True, slots=True)
class SetAside:
    """Rules that one person set aside for a document at once; `cosigned_by` is empty while nobody co-signed."""

    codes: tuple[str, ...]
    reason: str
    approved_by: str
    on: date
    self_approved: bool
    cosigned_by: str


def set_aside(session: Session, documents: Sequence[int]) -> tuple[SetAside, ...]:
    """Return what was set aside for documents, the oldest first."""
    rows = session.execute(
        text(
            "SELECT a.code, a.reason, u.name, a.at, a.self_approved, c.name AS cosigned FROM approval a JOIN user_account u"
            " ON u.id = a.approved_by LEFT JOIN user_account c ON c.id = a.cosigned_by WHERE a.document_id IN :d"
            " ORDER BY a.id"
        ).bindparams(bindparam("d", expanding=True)),
        {"d": list(documents)},
    )
    return tuple(
        SetAside(
            tuple(row.code for row in alike),
            reason,
            name,
            local_day(session, instant_from_text(at)),
            bool(own),
            cosigned or "",
        )
        for (reason, name, at, own, cosigned), alike in groupby(rows, key=_given)
    )


def _given(row: Row[Any]) -> tuple[Any, ...]:
    return tuple(row)[1:]
