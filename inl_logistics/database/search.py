"""The search index over records: FTS5 trigrams on folded text, prefix look-up for one or two letters.

`search_text` holds one row a record (document, item, partner, person, lot), with its folded words; serial
units have their own index (`unit_search`) because there are a million of them.
Source: architecture.md 5 (search), speed.md 2.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, Session

from inl_logistics.database.base import EXTRA_SQL, Base, Key
from inl_logistics.kernel.text import fold


class SearchRecord(Base):
    """What a search row shows and opens."""

    __tablename__ = "search_text"
    id: Mapped[Key]
    kind: Mapped[str]
    subject_id: Mapped[int]
    title: Mapped[str]
    note: Mapped[str]
    folded: Mapped[str]

    __table_args__ = (Index(None, "kind", "subject_id", unique=True),)


EXTRA_SQL.extend(
    (
        (
            "CREATE VIRTUAL TABLE search_index USING fts5(folded, content='search_text', content_rowid='id', "
            "tokenize='trigram case_sensitive 1')"
        ),
        (
            "CREATE TRIGGER search_text_insert AFTER INSERT ON search_text BEGIN "
            "INSERT INTO search_index(rowid, folded) VALUES (NEW.id, NEW.folded); END"
        ),
        (
            "CREATE TRIGGER search_text_delete AFTER DELETE ON search_text BEGIN "
            "INSERT INTO search_index(search_index, rowid, folded) VALUES ('delete', OLD.id, OLD.folded); END"
        ),
        (
            "CREATE TRIGGER search_text_update AFTER UPDATE ON search_text BEGIN "
            "INSERT INTO search_index(search_index, rowid, folded) VALUES ('delete', OLD.id, OLD.folded); "
            "INSERT INTO search_index(rowid, folded) VALUES (NEW.id, NEW.folded); END"
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What to index for one record. `words` are searched besides the title and note."""

    kind: str
    subject_id: int
    title: str
    note: str = ""
    words: str = ""


def index(session: Session, entries: Iterable[Entry]) -> None:
    """Add or replace the entries of records, in one statement."""
    rows = [
        (entry.kind, entry.subject_id, entry.title, entry.note, fold(f"{entry.title} {entry.note} {entry.words}"))
        for entry in entries
    ]
    if rows:
        session.connection().exec_driver_sql(
            "INSERT INTO search_text (kind, subject_id, title, note, folded) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (kind, subject_id) DO UPDATE SET title = excluded.title, note = excluded.note, "
            "folded = excluded.folded",
            rows,
        )


def match_phrase(text: str) -> str:
    """Return the FTS expression that finds all words of a folded text, in any order."""
    words = [word for word in text.split() if len(word) >= 3]
    return " ".join('"' + word.replace('"', '""') + '"' for word in words)
