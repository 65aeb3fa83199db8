"""Document numbers: gapless for each kind, year and device series, taken inside the posting transaction.

`PCL-HO-2026-A0212` = post, kind, year of assignment in the post's time zone, series letter, counter of at
least four digits; on screen `HO-26-A0212`. Source: product.md 5.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.values import DocumentId
from inl_logistics.register.records import DocumentKind, DocumentRecord
from inl_logistics.settings.declared import POST, get


@dataclass(frozen=True, slots=True)
class Document:
    """A number that a document has."""

    id: DocumentId
    kind: DocumentKind
    number: str


def assign(
    session: Session,
    kind: DocumentKind,
    *,
    request: str,
    effective_on: date,
    title: str,
    by: Actor,
    at: datetime,
    reverses: DocumentId | None = None,
) -> Document:
    """Give the next number of the kind to a draft.

    `request` names the draft ("handover:17"); a second call for it fails on a unique key, so callers ask
    `numbered` first. A day inside a closed period marks the document late.
    """
    post = get(session, POST)
    year = at.astimezone(ZoneInfo(post.timezone)).year
    series = session.execute(text("SELECT series FROM device WHERE id = :d"), {"d": by.device_id}).scalar_one()
    counter = session.execute(
        text(
            "INSERT INTO counter (kind, year, series, last) VALUES (:k, :y, :s, 1)"
            " ON CONFLICT (kind, year, series) DO UPDATE SET last = last + 1 RETURNING last"
        ),
        {"k": kind.value, "y": year, "s": series},
    ).scalar_one()
    number = f"{post.code}-{kind.value}-{year}-{series}{counter:04d}"
    closed = session.execute(text("SELECT max(through_on) FROM closed_period")).scalar()
    document_id = session.execute(
        insert(DocumentRecord)
        .values(
            kind=kind, number=number, year=year, series=series, counter=counter, title=title,
            effective_on=effective_on, assigned_at=at, assigned_by=by.user_id, device_id=by.device_id,
            request=request, reverses_id=reverses, late=bool(closed and effective_on.isoformat() <= closed),
        )
        .returning(DocumentRecord.id)
    ).scalar_one()  # fmt: skip
    return Document(DocumentId(document_id), kind, number)


def numbered(session: Session, request: str) -> Document | None:
    """Return the document a draft already became, so that posting it twice posts once."""
    row = session.execute(text("SELECT id, kind, number FROM document WHERE request = :r"), {"r": request}).first()
    return None if row is None else Document(DocumentId(row.id), DocumentKind(row.kind), row.number)


def screen_number(number: str) -> str:
    """Shorten a number for the screen: PCL-HO-2026-A0212 → HO-26-A0212."""
    parts = number.split("-")
    if len(parts) != 4 or not parts[2].isdigit():
        return number
    return f"{parts[1]}-{parts[2][2:]}-{parts[3]}"


def series_after(series: str) -> str:
    """Return the next series: A … Z, then AA, AB …"""
    letters = list(series)
    for place in range(len(letters) - 1, -1, -1):
        if letters[place] != "Z":
            letters[place] = chr(ord(letters[place]) + 1)
            return "".join(letters)
        letters[place] = "A"
    return "A" + "".join(letters)
