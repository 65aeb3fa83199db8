"""Size tables: named lists of sizes that an item takes over at once. Source: domain.md 4 (Sizes)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, text, update
from sqlalchemy.orm import Session

from inl_logistics.catalog.records import SizeTableRecord
from inl_logistics.catalog.sizerules import sizes_of
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput, Problem, raise_if_broken
from inl_logistics.kernel.text import clean, fold
from inl_logistics.users import trail


@dataclass(frozen=True, slots=True)
class SizeTableDraft:
    """A named list of sizes as written, such as "28-48/2 x S/R/L"; `id` for a change."""

    name: str
    pattern: str
    id: int | None = None


@dataclass(frozen=True, slots=True)
class SizeTable:
    """A size table and the sizes it stands for."""

    id: int
    name: str
    pattern: str
    sizes: tuple[str, ...]


def size_tables(session: Session) -> list[SizeTable]:
    """Return all size tables by name."""
    rows = session.execute(text("SELECT id, name, pattern FROM size_table ORDER BY name"))
    return [SizeTable(row.id, row.name, row.pattern, sizes_of(row.pattern)) for row in rows]


def save_size_table(session: Session, draft: SizeTableDraft, *, by: Actor, at: datetime) -> int:
    """Make or change a size table; items that took it over keep their sizes. Raises: RulesBroken."""
    name, pattern = clean(draft.name), clean(draft.pattern)
    problems = []
    if not name:
        problems.append(Problem("size-table-name-empty", where=("name",)))
    if not sizes_of(pattern):
        problems.append(Problem("size-table-empty", where=("pattern",)))
    if any(fold(one.name) == fold(name) and one.id != draft.id for one in size_tables(session)):
        problems.append(Problem("size-table-name-taken", where=("name",)))
    raise_if_broken(problems)
    values = {"name": name, "pattern": pattern}
    if draft.id is None:
        made = session.execute(insert(SizeTableRecord).values(**values).returning(SizeTableRecord.id)).scalar_one()
    else:
        made = draft.id
        session.execute(update(SizeTableRecord).where(SizeTableRecord.id == made).values(**values))
    trail.record(session, "size-table.save", kind="size-table", subject_id=made, subject=name, by=by, at=at,
                 after=values)  # fmt: skip
    return made


def delete_size_table(session: Session, table_id: int, *, by: Actor, at: datetime) -> None:
    """Throw a size table away; items that took it over keep their sizes. Raises: BadInput("not-found")."""
    name = session.execute(text("DELETE FROM size_table WHERE id = :i RETURNING name"), {"i": table_id}).scalar()
    if name is None:
        raise BadInput("not-found", what=str(table_id))
    trail.record(session, "size-table.delete", kind="size-table", subject_id=table_id, subject=name, by=by, at=at)
