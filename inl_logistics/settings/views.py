"""Saved views of lists: named filters that stay with the post, so that every laptop and user has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import msgspec
from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.text import clean
from inl_logistics.settings.records import SavedViewRecord


@dataclass(frozen=True, slots=True)
class ViewContent:
    """What a saved view keeps: ticked filters by group, search text, grouping."""

    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    search: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A saved view of a list."""

    id: int
    name: str
    content: ViewContent


def views_of(session: Session, list_name: str) -> list[ViewRow]:
    """Return the saved views of a list in the order they were made."""
    rows = session.execute(
        select(SavedViewRecord.id, SavedViewRecord.name, SavedViewRecord.content)
        .where(SavedViewRecord.list_name == list_name)
        .order_by(SavedViewRecord.position, SavedViewRecord.id)
    )
    return [ViewRow(row.id, row.name, msgspec.json.decode(row.content, type=ViewContent)) for row in rows]


def save_view(
    session: Session, list_name: str, name: str, content: ViewContent, *, by: Actor, at: datetime
) -> int:
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
