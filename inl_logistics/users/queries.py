"""Questions about accounts."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Role


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account, as the settings show it."""

    id: int
    login: str
    name: str
    title: str
    roles: tuple[Role, ...]
    active: bool


def accounts(session: Session) -> list[AccountRow]:
    """Return all accounts, closed ones last."""
    rows = session.execute(
        text("SELECT id, login, name, title, roles, active FROM user_account ORDER BY active DESC, name, id")
    )
    return [
        AccountRow(row.id, row.login, row.name, row.title, tuple(map(Role, row.roles.split())), bool(row.active))
        for row in rows
    ]
