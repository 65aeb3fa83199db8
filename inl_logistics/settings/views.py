"""Saved views of lists: named filters that stay with the post, so that every laptop and user has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

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
