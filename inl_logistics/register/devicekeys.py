"""Key files: what another post needs to check the papers of a device, and taking in theirs.

    PCL-A.inlkey: JSON with the post, the device, its public key and certificate, signed by the key itself

The signature shows that nothing in the file was changed by accident; whether the file comes from where it says, people make
sure by reading the fingerprint to each other. Source: product.md 8 (QR: keys come by bundle or key file).
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import delete, insert, select, text
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput, Problem, RulesBroken
from inl_logistics.register.certificates import der, device_certificate, pem
from inl_logistics.register.records import KnownKeyRecord
from inl_logistics.register.seals import device_key
from inl_logistics.settings.declared import POST, get
from inl_logistics.users import trail

KIND = "inl-logistics-device-key"
SUFFIX = ".inlkey"
_MOST_BYTES = 64_000


@dataclass(frozen=True, slots=True)
class KeyFile:
    """What a key file says; `signature` covers all the rest."""

    post: str
    post_name: str
    device: str
    series: str
    public_key: str
    certificate: str
    made_at: str
    kind: str = KIND
    version: int = 1
    signature: str = ""


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A device whose papers can be checked here; `ours` are the devices of this post."""

    id: int
    post: str
    post_name: str
    device: str
    series: str
    public_key: bytes
    ours: bool
    here: bool

    @property
    def title(self) -> str:
        """Name the device as people know it."""
        return f"{self.post} {self.series}" + (f" ({self.device})" if self.device else "")


def fingerprint(public_key: bytes) -> str:
    """Return what people read to each other to make sure that they speak of the same key."""
    text_ = hashlib.sha256(public_key).hexdigest()[:24].upper()
    return " ".join(text_[at : at + 4] for at in range(0, len(text_), 4))


def known_keys(session: Session) -> list[KnownKey]:
    """Return all devices whose papers can be checked here, those of this post first."""
    profile = get(session, POST)
    own = session.execute(text("SELECT id, name, series, public_key, here FROM device ORDER BY id")).all()
    others = session.execute(select(KnownKeyRecord).order_by(KnownKeyRecord.post, KnownKeyRecord.series)).scalars()
    return [
        *(
            KnownKey(row.id, profile.code, profile.name, row.name, row.series, row.public_key, True, bool(row.here))
            for row in own
        ),
        *(
            KnownKey(one.id, one.post, one.post_name, one.device, one.series, one.public_key, False, False)
            for one in others
        ),
    ]


def make_key_file(session: Session, *, by: Actor, at: datetime) -> tuple[str, bytes]:
    """Return a name and the content of this device's key file, for others to take in."""
    profile = get(session, POST)
    certificate = device_certificate(session, by=by, at=at).certificate
    key = device_key(session, by)
    row = session.execute(text("SELECT name, series FROM device WHERE id = :d"), {"d": by.device_id}).one()
    public = base64.b64encode(key.public_key().public_bytes_raw()).decode()
    plain = KeyFile(profile.code, profile.name, row.name, row.series, public, pem(certificate), at.isoformat())
    signed = replace(plain, signature=base64.b64encode(key.sign(_signed_bytes(plain))).decode())
    trail.record(session, "device.export-key", kind="device", subject_id=by.device_id, subject=row.series, by=by, at=at)
    return f"{profile.code}-{row.series}{SUFFIX}", msgspec.json.format(msgspec.json.encode(signed)) + b"\n"


def read_key_file(content: bytes) -> KeyFile:
    """Read a key file and check that nothing in it was changed. Raises: BadInput("key-file-unreadable", "key-file-altered")."""
    if len(content) > _MOST_BYTES:
        raise BadInput("key-file-unreadable")
    try:
        found = msgspec.json.decode(content, type=KeyFile)
        public = base64.b64decode(found.public_key, validate=True)
        signature = base64.b64decode(found.signature, validate=True)
        if found.kind != KIND or len(public) != 32:
            raise BadInput("key-file-unreadable")
        if found.version > 1:
            raise BadInput("key-file-newer")
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _signed_bytes(found))
    except InvalidSignature:
        raise BadInput("key-file-altered") from None
    except (msgspec.MsgspecError, ValueError):
        raise BadInput("key-file-unreadable") from None
    return found


def add_key(session: Session, content: bytes, *, by: Actor, at: datetime) -> KnownKey:
    """Take in a key file; the same again changes nothing.

    Raises: BadInput as `read_key_file`, RulesBroken("key-is-ours").
    """
    found = read_key_file(content)
    public = base64.b64decode(found.public_key)
    if session.execute(text("SELECT 1 FROM device WHERE public_key = :k"), {"k": public}).scalar():
        raise RulesBroken([Problem("key-is-ours")])
    known = session.execute(select(KnownKeyRecord).where(KnownKeyRecord.public_key == public)).scalar()
    if known is None:
        certificate = der(found.certificate)  # one that cannot be read is left out: the key checks papers
        key_id = session.execute(
            insert(KnownKeyRecord)
            .values(
                post=found.post, post_name=found.post_name, device=found.device, series=found.series,
                public_key=public, certificate=certificate, added_at=at, added_by=by.user_id,
            )
            .returning(KnownKeyRecord.id)
        ).scalar_one()  # fmt: skip
        trail.record(
            session, "device.add-key", kind="device", subject_id=key_id, subject=f"{found.post} {found.series}", by=by,
            at=at, after={"fingerprint": fingerprint(public), "device": found.device},
        )  # fmt: skip
    return next(one for one in known_keys(session) if one.public_key == public)


def withdraw_key(session: Session, key_id: int, *, by: Actor, at: datetime) -> None:
    """Trust a device of another post no longer. Raises: BadInput("not-found")."""
    known = session.get(KnownKeyRecord, key_id)
    if known is None:
        raise BadInput("not-found", what=str(key_id))
    session.execute(delete(KnownKeyRecord).where(KnownKeyRecord.id == key_id))
    trail.record(
        session, "device.withdraw-key", kind="device", subject_id=key_id, subject=f"{known.post} {known.series}", by=by,
        at=at, before={"fingerprint": fingerprint(known.public_key), "device": known.device},
    )  # fmt: skip


def certificate_file(session: Session, *, by: Actor, at: datetime) -> tuple[str, bytes]:
    """Return a name and this device's certificate as PEM, for the trusted certificates of a PDF viewer."""
    certificate = device_certificate(session, by=by, at=at).certificate
    row = session.execute(text("SELECT series FROM device WHERE id = :d"), {"d": by.device_id}).one()
    return f"{get(session, POST).code}-{row.series}.crt", pem(certificate).encode()


def _signed_bytes(file: KeyFile) -> bytes:
    return msgspec.json.encode(replace(file, signature=""), order="deterministic")
