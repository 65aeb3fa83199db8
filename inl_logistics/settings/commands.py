"""Changing settings of the post and its saved views."""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput, Problem, RulesBroken
from inl_logistics.kernel.text import clean
from inl_logistics.settings.declared import POST, RECEIPT_COPIES, RULES, PostProfile, Rules, get, put
from inl_logistics.settings.records import SavedViewRecord
from inl_logistics.settings.views import ViewContent
from inl_logistics.users import trail


def save_profile(session: Session, profile: PostProfile, *, by: Actor, at: datetime) -> None:
    """Change who and where the post is, and how its paper looks. Raises: RulesBroken."""
    before = get(session, POST)
    if not clean(profile.name):
        raise RulesBroken([Problem("name-empty", where=("name",))])
    if not profile.copies or set(profile.copies) - set(RECEIPT_COPIES):
        raise RulesBroken([Problem("copies-none", where=("copies",))])
    put(session, POST, profile)
    trail.record(
        session, "settings.post", kind="post", subject_id=0, subject=profile.code, by=by, at=at,
        before=msgspec.to_builtins(before), after=msgspec.to_builtins(profile),
    )  # fmt: skip


def save_rules(session: Session, rules: Rules, *, by: Actor, at: datetime) -> None:
    """Change the numbers that the rules follow."""
    before = get(session, RULES)
    put(session, RULES, rules)
    trail.record(
        session, "settings.rules", kind="post", subject_id=0, subject="rules", by=by, at=at,
        before=msgspec.to_builtins(before), after=msgspec.to_builtins(rules),
    )  # fmt: skip


def save_view(session: Session, list_name: str, name: str, content: ViewContent, *, by: Actor, at: datetime) -> int:
    """Keep a view under a name; a view of the same name is replaced. Raises: BadInput("name-empty")."""
    if not clean(name):
        raise BadInput("name-empty")
    same = (SavedViewRecord.list_name == list_name) & (SavedViewRecord.name == clean(name))
    session.execute(delete(SavedViewRecord).where(same))
    last = session.execute(
        select(func.max(SavedViewRecord.position)).where(SavedViewRecord.list_name == list_name)
    ).scalar()
    values = {
        "list_name": list_name, "name": clean(name), "content": msgspec.json.encode(content).decode(),
        "position": (last or 0) + 1,
    }  # fmt: skip
    made = session.execute(insert(SavedViewRecord).values(**values).returning(SavedViewRecord.id)).scalar_one()
    return int(made)


def remove_view(session: Session, view_id: int, *, by: Actor, at: datetime) -> None:
    """Forget a saved view."""
    session.execute(delete(SavedViewRecord).where(SavedViewRecord.id == view_id))


def rename_view(session: Session, view_id: int, name: str, *, by: Actor, at: datetime) -> None:
    """Give a saved view another name. Raises: BadInput("name-empty", "not-found", "view-name-taken")."""
    if not clean(name):
        raise BadInput("name-empty")
    record = session.get(SavedViewRecord, view_id)
    if record is None:
        raise BadInput("not-found", what=name)
    same = (SavedViewRecord.list_name == record.list_name) & (SavedViewRecord.name == clean(name))
    if session.execute(select(SavedViewRecord.id).where(same, SavedViewRecord.id != view_id)).first() is not None:
        raise BadInput("view-name-taken", name=clean(name))
    record.name = clean(name)
