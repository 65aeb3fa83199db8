"""Giving tags, and taking spoiled ones out of use. A tag is given once, to one thing; what is printed again keeps its tag.

Each device gives tags from a range of its own, so that two laptops never give the same one, joined or not.
Source: domain.md 2.6.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.dates import instant_text
from inl_logistics.kernel.problems import BadInput, Problem, RulesBroken
from inl_logistics.kernel.text import clean, serial_key
from inl_logistics.labels.codes import TAG_DIGITS
from inl_logistics.labels.records import LabelKind, TagRecord
from inl_logistics.settings.declared import POST, get
from inl_logistics.users import trail

RANGE = 250_000
RANGES = 10**TAG_DIGITS // RANGE
_CHUNK = 300


@dataclass(frozen=True, slots=True)
class Subject:
    """What a label is stuck on; `lot_id` only for goods of one lot."""

    kind: LabelKind
    id: int
    lot_id: int = 0


def give_tags(session: Session, subjects: Sequence[Subject], *, by: Actor, at: datetime) -> dict[Subject, str]:
    """Return the tag of each subject, a new one where it has none. Raises: RulesBroken("tags-used-up")."""
    wanted = list(dict.fromkeys(subjects))
    found = tags_of(session, wanted)
    missing = [one for one in wanted if one not in found]
    if not missing:
        return found
    code, first = get(session, POST).code, _next_number(session, by.device_id, len(missing))
    rows = [
        {
            "tag": f"{code}{number:0{TAG_DIGITS}d}", "number": number, "kind": one.kind, "subject_id": one.id,
            "lot_id": one.lot_id, "given_at": at, "given_by": by.user_id, "printed": 0, "spoiled_reason": "",
        }
        for number, one in enumerate(missing, first)
    ]  # fmt: skip
    session.execute(insert(TagRecord), rows)
    return found | {one: str(row["tag"]) for one, row in zip(missing, rows, strict=True)}


def tags_of(session: Session, subjects: Sequence[Subject]) -> dict[Subject, str]:
    """Return the tags that are in use, by what they are stuck on."""
    found: dict[Subject, str] = {}
    for kind in LabelKind:
        ids = sorted({one.id for one in subjects if one.kind is kind})
        for at in range(0, len(ids), _CHUNK):
            marks = ",".join(str(int(one)) for one in ids[at : at + _CHUNK])
            rows = session.execute(
                text(
                    "SELECT subject_id, lot_id, tag FROM tag WHERE kind = :k AND spoiled_at IS NULL"
                    f" AND subject_id IN ({marks})"
                ),
                {"k": kind.value},
            )
            found |= {Subject(kind, row.subject_id, row.lot_id): row.tag for row in rows}
    return {one: found[one] for one in subjects if one in found}


def _next_number(session: Session, device_id: int, count: int) -> int:
    series = session.execute(text("SELECT series FROM device WHERE id = :d"), {"d": device_id}).scalar_one()
    place = 0
    for letter in series:
        place = place * 26 + ord(letter) - ord("A") + 1
    start = (place - 1) * RANGE
    last = session.execute(
        text("SELECT max(number) FROM tag WHERE number >= :f AND number < :t"), {"f": start, "t": start + RANGE}
    ).scalar()
    first = start if last is None else last + 1
    if place > RANGES or first + count > start + RANGE:
        raise RulesBroken([Problem("tags-used-up", params={"series": str(series), "count": f"{RANGE:,}"})])
    return int(first) or 1  # no label says PCL0000000


@dataclass(frozen=True, slots=True)
class SpoilDraft:
    """A label that was torn, misprinted or stuck on the wrong thing; its tag is never used again."""

    tag: str
    reason: str


def spoil_tag(session: Session, draft: SpoilDraft, *, by: Actor, at: datetime) -> None:
    """Take a tag out of use. The thing gets another one with its next label. Raises: BadInput, RulesBroken."""
    tag, reason = serial_key(draft.tag), clean(draft.reason)
    row = session.execute(text("SELECT id, spoiled_at FROM tag WHERE tag = :t"), {"t": tag}).first()
    if row is None:
        raise BadInput("not-found", what=tag)
    problems = [
        *([] if reason else [Problem("tag-spoiled-reason", where=("reason",))]),
        *([Problem("tag-spoiled-already", params={"tag": tag}, where=("tag",))] if row.spoiled_at else []),
    ]
    if problems:
        raise RulesBroken(problems)
    session.execute(
        text("UPDATE tag SET spoiled_at = :a, spoiled_by = :b, spoiled_reason = :r WHERE id = :i"),
        {"a": instant_text(at), "b": by.user_id, "r": reason, "i": row.id},
    )
    trail.record(
        session, "labels.spoil", kind="tag", subject_id=row.id, subject=tag, by=by, at=at, after={"reason": reason}
    )
