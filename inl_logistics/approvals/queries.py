"""Who may approve an override at this post."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Role


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
