"""The trail: every change with who, when, device, before and after, chained so that nobody alters it unseen.

Source: product.md 3 (Users and trail).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

import msgspec
from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.dates import instant_text
from inl_logistics.users.records import TrailRecord

_START = bytes(32)


def record(
    session: Session,
    action: str,
    *,
    kind: str,
    subject_id: int,
    subject: str,
    by: Actor,
    at: datetime,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """Add one entry; it is part of the caller's transaction."""
    last = session.execute(text("SELECT hash FROM trail ORDER BY id DESC LIMIT 1")).scalar() or _START
    entry = {
        "at": at,
        "user_id": by.user_id,
        "device_id": by.device_id,
        "action": action,
        "subject_kind": kind,
        "subject_id": subject_id,
        "subject": subject,
        "before": _json(before),
        "after": _json(after),
    }
    session.execute(insert(TrailRecord).values(**entry, hash=entry_hash(last, **{**entry, "at": instant_text(at)})))


def entry_hash(previous: bytes, **entry: object) -> bytes:
    """Return the chained hash of an entry given as stored."""
    names = ("at", "user_id", "device_id", "action", "subject_kind", "subject_id", "subject", "before", "after")
    return hashlib.sha256(previous + msgspec.json.encode([entry[name] for name in names])).digest()


def broken_at(session: Session) -> int | None:
    """Return the id of the first entry whose hash does not follow, or None when the whole trail holds."""
    previous = _START
    rows = session.execute(
        text(
            "SELECT id, hash, at, user_id, device_id, action, subject_kind, subject_id, subject, before, after"
            " FROM trail ORDER BY id"
        )
    )
    for row in rows.mappings():
        if entry_hash(previous, **row) != row["hash"]:
            return int(row["id"])
        previous = row["hash"]
    return None


def _json(values: Mapping[str, object] | None) -> str:
    return msgspec.json.encode(values, order="deterministic").decode() if values else ""
