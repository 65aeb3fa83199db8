"""The key of a post: a random data key, wrapped once for each user and once for the recovery key.

The password is stretched by argon2id; changing it rewraps the data key and touches nothing else.
Source: product.md 7 (`key.json`), issue text of the foundation; architecture.md 5 (encryption).
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from inl_logistics.database.files import write_whole
from inl_logistics.kernel.problems import BadInput, EnvironmentFault

KEY_FILE = "key.json"
_FORMAT = 1
# Crockford's alphabet: no I, L, O, U, so that a key read aloud or from paper is not mistaken.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RECOVERY_CHARS = 32
MIN_PASSWORD = 8


@dataclass(frozen=True, slots=True)
class Cost:
    """argon2id cost: RFC 9106's second recommendation by default (64 MiB, 3 passes)."""

    time: int = 3
    memory_kib: int = 65_536
    lanes: int = 4


@dataclass(frozen=True, slots=True)
class Wrapping:
    """The data key under one person's password. `login` is empty for the recovery key."""

    login: str
    salt: bytes
    nonce: bytes
    wrapped: bytes
    cost: Cost


@dataclass(frozen=True, slots=True)
class KeyFile:
    """What `key.json` holds; it contains no secret in the clear."""

    format: int
    post: str
    code: str
    name: str
    users: tuple[Wrapping, ...]
    recovery: Wrapping


def new_keys(
    *, post: str, code: str, name: str, login: str, password: str, cost: Cost | None = None
) -> tuple[KeyFile, bytes, str]:
    """Make the keys of a new post; return the file, the data key and the recovery key to print once.

    Raises: BadInput("password-too-short").
    """
    check_password(password)
    data_key = os.urandom(32)
    recovery = new_recovery_key()
    used = cost or Cost()
    file = KeyFile(
        _FORMAT, post, code, name,
        (_wrap(data_key, login=login, secret=password, cost=used),),
        _wrap(data_key, login="", secret=_bare(recovery), cost=used),
    )  # fmt: skip
    return file, data_key, recovery


def check_password(password: str) -> None:
    """Raise BadInput when a password is too short to protect anything."""
    if len(password) < MIN_PASSWORD:
        raise BadInput("password-too-short", length=MIN_PASSWORD)


def new_recovery_key() -> str:
    """Return 160 random bits as eight groups of four characters."""
    text = "".join(_ALPHABET[byte & 31] for byte in os.urandom(_RECOVERY_CHARS))
    return "-".join(text[start : start + 4] for start in range(0, _RECOVERY_CHARS, 4))


def unlock(file: KeyFile, *, login: str, password: str) -> bytes:
    """Return the data key. Raises: EnvironmentFault("wrong-password" or "no-such-user")."""
    for wrapping in file.users:
        if wrapping.login == login:
            return _unwrap(wrapping, password, wrong="wrong-password")
    raise EnvironmentFault("no-such-user", login=login)


def unlock_by_recovery(file: KeyFile, recovery: str) -> bytes:
    """Return the data key. Raises: EnvironmentFault("wrong-recovery-key")."""
    return _unwrap(file.recovery, _bare(recovery), wrong="wrong-recovery-key")


def with_password(file: KeyFile, data_key: bytes, *, login: str, password: str, cost: Cost | None = None) -> KeyFile:
    """Return the file with a new or changed wrapping for one user."""
    check_password(password)
    used = cost or (file.users[0].cost if file.users else Cost())
    others = tuple(wrapping for wrapping in file.users if wrapping.login != login)
    return replace(file, users=(*others, _wrap(data_key, login=login, secret=password, cost=used)))


def with_new_recovery(file: KeyFile, data_key: bytes) -> tuple[KeyFile, str]:
    """Return the file with a new recovery key, and that key; the old one no longer opens the post."""
    recovery = new_recovery_key()
    return replace(file, recovery=_wrap(data_key, login="", secret=_bare(recovery), cost=file.recovery.cost)), recovery


def without_user(file: KeyFile, login: str) -> KeyFile:
    """Return the file without one user's wrapping."""
    return replace(file, users=tuple(wrapping for wrapping in file.users if wrapping.login != login))


def derived(data_key: bytes, purpose: str) -> bytes:
    """Return a key for one purpose, such as attachments, from the data key."""
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose.encode()).derive(data_key)


def read_keys(folder: Path) -> KeyFile:
    """Read `key.json`. Raises: EnvironmentFault("no-post-here", "key-file-damaged", "newer-key-file")."""
    path = folder / KEY_FILE
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise EnvironmentFault("no-post-here", folder=folder) from None
    except OSError as cause:
        raise EnvironmentFault("cannot-read", path=path, cause=cause.strerror or cause) from cause
    try:
        file = msgspec.json.decode(raw, type=KeyFile)
    except (msgspec.DecodeError, msgspec.ValidationError):
        raise EnvironmentFault("key-file-damaged", path=path) from None
    if file.format > _FORMAT:
        raise EnvironmentFault("newer-key-file", path=path)
    return file


def write_keys(folder: Path, file: KeyFile) -> None:
    """Write `key.json` whole or not at all."""
    write_whole(folder / KEY_FILE, msgspec.json.format(msgspec.json.encode(file), indent=2))


def _bare(recovery: str) -> str:
    typed = "".join(ch for ch in recovery.upper() if ch.isalnum())
    return typed.translate(str.maketrans("OIL", "011"))


def _stretch(secret: str, salt: bytes, cost: Cost) -> bytes:
    return hash_secret_raw(
        secret.encode(), salt, time_cost=cost.time, memory_cost=cost.memory_kib, parallelism=cost.lanes,
        hash_len=32, type=Type.ID,
    )  # fmt: skip


def _wrap(data_key: bytes, *, login: str, secret: str, cost: Cost) -> Wrapping:
    salt, nonce = os.urandom(16), os.urandom(12)
    wrapped = AESGCM(_stretch(secret, salt, cost)).encrypt(nonce, data_key, login.encode())
    return Wrapping(login, salt, nonce, wrapped, cost)


def _unwrap(wrapping: Wrapping, secret: str, *, wrong: str) -> bytes:
    key = _stretch(secret, wrapping.salt, wrapping.cost)
    try:
        return AESGCM(key).decrypt(wrapping.nonce, wrapping.wrapped, wrapping.login.encode())
    except InvalidTag:
        raise EnvironmentFault(wrong) from None
