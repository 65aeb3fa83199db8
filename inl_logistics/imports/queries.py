"""Questions about imports: what was imported, and which mappings are remembered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from inl_logistics.imports.mapping import Mapping, from_json
from inl_logistics.imports.records import ImportRecord, MappingRecord
from inl_logistics.imports.roles import Kind
from inl_logistics.kernel.problems import BadInput


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One import of the list."""

    id: int
    kind: str
    files: tuple[str, ...]
    rows: int
    accepted: int
    document: str
    at: datetime
    by: str
    undone_at: datetime | None


def rows(session: Session) -> list[ImportRow]:
    """Return all imports, the newest first."""
    found = session.execute(
        select(
            ImportRecord.id, ImportRecord.kind, ImportRecord.files, ImportRecord.rows, ImportRecord.accepted,
            ImportRecord.document_id, ImportRecord.at, ImportRecord.by, ImportRecord.undone_at,
        ).order_by(ImportRecord.id.desc())
    ).all()  # fmt: skip
    numbers = {
        row[0]: row[1]
        for row in session.execute(
            text("SELECT d.id, d.number FROM document d WHERE d.id IN (SELECT document_id FROM import_run)")
        )
    }
    names = {row[0]: row[1] for row in session.execute(text("SELECT id, name FROM user_account"))}
    return [
        ImportRow(
            row.id, row.kind, tuple(row.files.split("\n")), row.rows, row.accepted,
            numbers.get(row.document_id, ""), row.at, names.get(row.by, ""), row.undone_at,
        )
        for row in found
    ]  # fmt: skip


def mappings(session: Session, kind: Kind | None = None) -> tuple[Mapping, ...]:
    """Return the remembered mappings, of one kind or all."""
    query = select(MappingRecord.content).order_by(MappingRecord.name)
    if kind is not None:
        query = query.where(MappingRecord.kind == kind.value)
    return tuple(from_json(content) for content in session.execute(query).scalars())


def mapping(session: Session, name: str) -> Mapping:
    """Return the mapping of a name. Raises: BadInput("mapping-unknown")."""
    content = session.execute(select(MappingRecord.content).where(MappingRecord.name == name)).scalar()
    if content is None:
        raise BadInput("mapping-unknown", name=name)
    return from_json(content)


def catalog_choices(session: Session, found: str, *, most: int = 8) -> list[tuple[str, str]]:
    """Return (code, name) of the catalog items nearest to a code or name, for the repair of an unknown one."""
    from difflib import SequenceMatcher

    from inl_logistics.kernel.text import fold

    wanted = fold(found)
    items = session.execute(text("SELECT code, name FROM item WHERE retired_at IS NULL")).all()

    def near(choice: tuple[str, str]) -> float:
        return max(SequenceMatcher(None, wanted, fold(text_of)).ratio() for text_of in choice)

    choices = [(str(row.code), str(row.name)) for row in items]
    return sorted(choices, key=near, reverse=True)[:most]
