"""Accounts and devices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Actor, Role
from inl_logistics.kernel.problems import BadInput, EnvironmentFault, Problem, RulesBroken, raise_if_broken
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
    if not draft.roles:
        raise RulesBroken([Problem("roles-empty", where=("roles",))])
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


@dataclass(frozen=True, slots=True)
class UserChange:
    """What may change of an account; closing one keeps its name on everything it did."""

    id: int
    name: str
    title: str
    roles: tuple[Role, ...]
    active: bool = True


def change_user(session: Session, draft: UserChange, *, by: Actor, at: datetime) -> None:
    """Change name, title, roles; close or reopen an account.

    Raises: RulesBroken("last-administrator", "own-account", "roles-empty"), BadInput("login-empty", "not-found").
    """
    stored = session.get(UserRecord, draft.id)
    if stored is None:
        raise BadInput("not-found", what=str(draft.id))
    if not clean(draft.name):
        raise BadInput("login-empty")
    raise_if_broken(_change_problems(session, draft, by))
    before = {"name": stored.name, "title": stored.title, "roles": stored.roles, "active": stored.active}
    after = {
        "name": clean(draft.name), "title": clean(draft.title), "roles": roles_text(draft.roles),
        "active": draft.active,
    }  # fmt: skip
    session.execute(update(UserRecord).where(UserRecord.id == draft.id).values(**after, version=UserRecord.version + 1))
    trail.record(
        session, "user.change", kind="user", subject_id=draft.id, subject=stored.login, by=by, at=at, before=before,
        after=after,
    )  # fmt: skip


def _change_problems(session: Session, draft: UserChange, by: Actor) -> list[Problem]:
    found = []
    if not draft.roles:
        found.append(Problem("roles-empty", where=("roles",)))
    if not draft.active and draft.id == by.user_id:
        found.append(Problem("own-account", where=("active",)))
    others = session.execute(select(UserRecord.roles).where(UserRecord.active, UserRecord.id != draft.id)).scalars()
    manages = draft.active and Role.ADMINISTRATOR in draft.roles
    if not manages and not any(Role.ADMINISTRATOR.value in roles.split() for roles in others):
        found.append(Problem("last-administrator", params={"name": draft.name}, where=("roles",)))
    return found


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
