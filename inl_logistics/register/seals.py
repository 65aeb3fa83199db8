"""Seals: a snapshot of each posted fact, its hash, chained to the device's last one and signed.

The snapshot is JSON text, kept packed (zlib) and hashed as text. The chain and its signatures are what
receipts' QR codes, bundles and the self-check verify. Source: architecture.md 2 and 4.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.values import DocumentId
from inl_logistics.paper.model import Seal as PaperSeal
from inl_logistics.register import codes
from inl_logistics.register.records import Fact, SealRecord

_START = bytes(32)
_LEVEL = 1  # zlib: 17 % of the size in 0.06 ms (speed.md 2)


@dataclass(frozen=True, slots=True)
class Seal:
    """A sealed fact. `content_hash` is SHA-256 of the snapshot's JSON."""

    document_id: DocumentId
    fact: Fact
    sequence: int
    content_hash: bytes
    chain_hash: bytes


def seal(session: Session, document_id: DocumentId, fact: Fact, snapshot: bytes, *, by: Actor, at: datetime) -> Seal:
    """Seal one fact of a document in the caller's transaction."""
    last = session.execute(
        text("SELECT sequence, chain_hash FROM seal WHERE device_id = :d ORDER BY sequence DESC LIMIT 1"),
        {"d": by.device_id},
    ).first()
    sequence, previous = (last.sequence + 1, last.chain_hash) if last else (1, _START)
    number = session.execute(text("SELECT number FROM document WHERE id = :i"), {"i": document_id}).scalar_one()
    content = hashlib.sha256(snapshot).digest()
    chain = chain_hash(previous, content, fact, number)
    session.execute(
        insert(SealRecord).values(
            device_id=by.device_id, sequence=sequence, document_id=document_id, fact=fact, sealed_at=at,
            sealed_by=by.user_id, snapshot=zlib.compress(snapshot, _LEVEL), content_hash=content,
            chain_hash=chain, signature=device_key(session, by).sign(chain),
        )
    )  # fmt: skip
    return Seal(document_id, fact, sequence, content, chain)


def chain_hash(previous: bytes, content: bytes, fact: Fact, number: str) -> bytes:
    """Return the hash that links a fact to the one before it."""
    return hashlib.sha256(previous + content + fact.value.encode() + number.encode()).digest()


def snapshot(session: Session, document_id: DocumentId, fact: Fact) -> bytes | None:
    """Return the JSON that was sealed, or None."""
    packed = session.execute(
        text("SELECT snapshot FROM seal WHERE document_id = :d AND fact = :f ORDER BY id DESC LIMIT 1"),
        {"d": document_id, "f": fact.value},
    ).scalar()
    return None if packed is None else zlib.decompress(packed)


def snapshots(session: Session, document_id: DocumentId, fact: Fact) -> list[bytes]:
    """Return every JSON that was sealed of a fact, the oldest first: a document is sealed again when it is amended."""
    packed = session.execute(
        text("SELECT snapshot FROM seal WHERE document_id = :d AND fact = :f ORDER BY id"),
        {"d": document_id, "f": fact.value},
    ).scalars()
    return [zlib.decompress(one) for one in packed]


def paper_seal(
    session: Session, document_id: int, fact: Fact, *, number: str, dated_on: date, lines: int, units: int
) -> PaperSeal | None:
    """Return the check code and QR of a sealed paper, always the same; None where another device holds the key."""
    row = session.execute(
        text(
            "SELECT s.content_hash, v.private_key FROM seal s JOIN device v ON v.id = s.device_id"
            " WHERE s.document_id = :d AND s.fact = :f ORDER BY s.id DESC LIMIT 1"
        ),
        {"d": document_id, "f": fact.value},
    ).one()
    if row.private_key is None:
        return None
    qr = codes.make_code(
        Ed25519PrivateKey.from_private_bytes(row.private_key), number=number, dated_on=dated_on, lines=lines,
        units=units, content_hash=row.content_hash,
    )  # fmt: skip
    return PaperSeal(codes.check_code(row.content_hash), qr)


def device_key(session: Session, by: Actor) -> Ed25519PrivateKey:
    """Return the signing key of the actor's device."""
    raw = session.execute(text("SELECT private_key FROM device WHERE id = :d"), {"d": by.device_id}).scalar_one()
    return Ed25519PrivateKey.from_private_bytes(raw)


def broken_seals(session: Session) -> Iterator[str]:
    """Name what does not hold in the chains of all devices; nothing when all is well.

    Each content hash and link is computed again; the signature of every chain's head is checked, which
    covers all before it (speed.md 2).
    """
    for device in session.execute(text("SELECT id, series, public_key FROM device")).all():
        previous, expected, head = _START, 1, None
        rows = session.execute(
            text(
                "SELECT s.sequence, s.fact, s.snapshot, s.content_hash, s.chain_hash, s.signature, d.number"
                " FROM seal s JOIN document d ON d.id = s.document_id"
                " WHERE s.device_id = :d ORDER BY s.sequence"
            ),
            {"d": device.id},
        )
        for row in rows:
            if row.sequence != expected:
                yield f"{device.series}: {expected}"
                expected = row.sequence
            link = chain_hash(previous, row.content_hash, Fact(row.fact), row.number)
            if not _is_content(row.snapshot, row.content_hash) or link != row.chain_hash:
                yield row.number
            previous, head = row.chain_hash, row
            expected += 1
        if head is not None and not _signed(device.public_key, head.chain_hash, head.signature):
            yield head.number


def _is_content(packed: bytes, content_hash: bytes) -> bool:
    try:
        return hashlib.sha256(zlib.decompress(packed)).digest() == content_hash
    except zlib.error:
        return False  # overwritten with something that was never packed


def unsealed(session: Session) -> Iterator[str]:
    """Name the documents whose posted fact was never sealed, or whose seal was taken off the end of a chain.

    A handover has two: its issue, and its signature or the end that it came to without one.
    """
    rows = session.execute(
        text(
            "SELECT d.number FROM document d LEFT JOIN handover h ON h.document_id = d.id WHERE d.kind NOT IN ('PO', 'IN')"
            " AND (NOT EXISTS (SELECT 1 FROM seal s WHERE s.document_id = d.id)"
            " OR h.state IN ('signed', 'variance', 'reversed') AND NOT EXISTS"
            " (SELECT 1 FROM seal s WHERE s.document_id = d.id AND s.fact = 'sign')"
            " OR h.state IN ('void', 'refused') AND NOT EXISTS"
            " (SELECT 1 FROM seal s WHERE s.document_id = d.id AND s.fact = 'void')) ORDER BY d.id"
        )
    )
    yield from rows.scalars()


def _signed(public_key: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except InvalidSignature:
        return False
    return True
