"""Finding a handover: by words and number for the palette, by the printed QR for the scanner."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.text import fold
from inl_logistics.register.codes import read_code
from inl_logistics.register.numbers import screen_number


@dataclass(frozen=True, slots=True)
class Found:
    """One handover that matches."""

    id: int
    title: str
    note: str
    number: str


def handovers(session: Session, typed: str, *, limit: int = 5) -> list[Found]:
    """Return the handovers whose number, recipient or official holds all the words, newest first."""
    words = fold(typed).split()
    if not words:
        return []
    where = " AND ".join(f"s.folded LIKE :w{n}" for n in range(len(words)))
    rows = session.execute(
        text(
            "SELECT h.id, COALESCE(u.name, '') AS unit, COALESCE(f.name, '') AS facility, COALESCE(d.number, '') AS number"
            " FROM search_text s JOIN handover h ON h.id = s.subject_id LEFT JOIN partner u ON u.id = h.unit_id"
            " LEFT JOIN partner f ON f.id = h.facility_id LEFT JOIN document d ON d.id = h.document_id"
            f" WHERE s.kind = 'handover' AND {where} ORDER BY h.id DESC LIMIT :n"
        ),
        {"n": limit} | {f"w{n}": f"%{word}%" for n, word in enumerate(words)},
    )
    return [Found(row.id, row.unit, row.facility, screen_number(row.number) if row.number else "") for row in rows]


def by_code(session: Session, scanned: str) -> int | None:
    """Return the handover that a receipt's QR or its printed number names."""
    try:
        number = read_code(scanned).number
    except BadInput:
        number = scanned.strip().upper()  # not a QR of ours: it may be the number itself
    return session.execute(
        text("SELECT h.id FROM handover h JOIN document d ON d.id = h.document_id WHERE d.number = :n"), {"n": number}
    ).scalar()
