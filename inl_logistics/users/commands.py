"""Accounts and devices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Actor, Role
from inl_logistics.kernel.problems import BadInput, EnvironmentFault, Problem, RulesBroken
from inl_logistics.kernel.text import clean
from inl_logistics.kernel.values import DeviceId, UserId
from inl_logistics.users import trail
from inl_logistics.users.records import DeviceRecord, UserRecord


@dataclass(frozen=True, slots=True)
class UserDraft:
    """A new account. The password is given to the key file, not to the database."""

    login: str
    name: str
    title: str = ""
    roles: tuple[Role, ...] = tuple(Role)


def add_user(session: Session, draft: UserDraft, *, by: Actor | None, at: datetime) -> UserId:
    """Add an account. Raises: BadInput("login-empty"), RulesBroken("login-taken")."""
    login = clean(draft.login).lower()
    if not login or not clean(draft.name):
        raise BadInput("login-empty")
    if session.execute(select(UserRecord.id).where(UserRecord.login == login)).first():
        raise RulesBroken([Problem("login-taken", params={"login": login}, where=("login",))])
    user_id = session.execute(
        insert(UserRecord)
        .values(login=login, name=clean(draft.name), title=clean(draft.title), roles=roles_text(draft.roles))
        .returning(UserRecord.id)
    ).scalar_one()
    if by is not None:
        after = {"login": login, "name": draft.name, "roles": roles_text(draft.roles)}
        trail.record(session, "user.add", kind="user", subject_id=user_id, subject=login, by=by, at=at, after=after)
    return UserId(user_id)


def add_device(session: Session, *, name: str, series: str, at: datetime) -> DeviceId:
    """Add this laptop with a new key and its series letter."""
    key = Ed25519PrivateKey.generate()
    session.execute(text("UPDATE device SET here = 0"))
    device_id = session.execute(
        insert(DeviceRecord)
        .values(
            name=name, series=series, here=True, created_at=at,
            public_key=key.public_key().public_bytes_raw(), private_key=key.private_bytes_raw(),
        )
        .returning(DeviceRecord.id)
    ).scalar_one()  # fmt: skip
    return DeviceId(device_id)


def actor(session: Session, login: str) -> Actor:
    """Return the actor for a login on this device. Raises: EnvironmentFault("no-such-user")."""
    row = session.execute(
        select(UserRecord.id, UserRecord.name, UserRecord.roles).where(UserRecord.login == login, UserRecord.active)
    ).first()
    if row is None:
        raise EnvironmentFault("no-such-user", login=login)
    device_id = session.execute(select(DeviceRecord.id).where(DeviceRecord.here)).scalar_one()
    roles = frozenset(Role(name) for name in row.roles.split())
    return Actor(UserId(row.id), row.name, roles, DeviceId(device_id))


def roles_text(roles: Iterable[Role]) -> str:
    """Return roles as they are stored."""
    return " ".join(sorted(role.value for role in set(roles)))
