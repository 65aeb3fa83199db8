"""The encrypted files beside the database: named by the hash of their content, so stored once.

Source: product.md 3 (Safe data), 7 (`files/`).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from inl_logistics.database.files import write_whole
from inl_logistics.kernel.problems import BadInput, EnvironmentFault

FOLDER = "files"
MOST_BYTES = 25 * 1024 * 1024
_NONCE = 12


def put(post: Path, key: bytes, content: bytes, *, most_bytes: int = MOST_BYTES) -> bytes:
    """Keep the content and return its SHA-256; the same content again costs nothing.

    Raises: BadInput("attachment-too-large", "attachment-empty"), EnvironmentFault("disk-full", …).
    """
    if not content:
        raise BadInput("attachment-empty")
    if len(content) > most_bytes:
        raise BadInput("attachment-too-large", size=f"{len(content) / 1e6:.1f}", most=most_bytes // 1_000_000)
    digest = hashlib.sha256(content).digest()
    path = _path(post, digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        nonce = os.urandom(_NONCE)
        write_whole(path, nonce + AESGCM(key).encrypt(nonce, content, digest))
    return digest


def get(post: Path, key: bytes, digest: bytes) -> bytes:
    """Return the content of an attachment. Raises: EnvironmentFault("attachment-missing", "attachment-damaged")."""
    path = _path(post, digest)
    try:
        raw = path.read_bytes()
    except OSError as cause:
        raise EnvironmentFault("attachment-missing", path=path) from cause
    try:
        return AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], digest)
    except InvalidTag:
        raise EnvironmentFault("attachment-damaged", path=path) from None


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of the post beside the database: where it lies under the post's folder, its size, its hash by name."""

    path: str
    size: int
    digest: bytes


def stored(post: Path) -> Iterator[StoredFile]:
    """Return every stored content in a fixed order: what a backup copies, and what the self-check looks at."""
    folder = post / FOLDER
    for path in sorted(folder.glob("??/*")) if folder.is_dir() else ():
        try:
            digest = bytes.fromhex(path.name)
        except ValueError:
            continue  # a temporary file of a write that was cut off
        yield StoredFile(path.relative_to(post).as_posix(), path.stat().st_size, digest)


def faults(post: Path, key: bytes, known: Mapping[bytes, str]) -> Iterator[str]:
    """Name what does not hold: contents that are missing or altered, and files that no record ever referred to.

    Args:
        known: hash → a file name to call it by, of everything that records refer to.
    """
    there = {one.digest: one for one in stored(post)}
    for digest, name in known.items():
        if digest not in there:
            yield f"missing: {name}"
            continue
        try:
            content = get(post, key, digest)
        except EnvironmentFault as fault:
            yield f"{'damaged' if fault.code == 'attachment-damaged' else 'missing'}: {name}"
            continue
        if hashlib.sha256(content).digest() != digest:
            yield f"damaged: {name}"
    for digest, one in there.items():
        if digest not in known:
            yield f"unknown: {one.path}"


def _path(post: Path, digest: bytes) -> Path:
    name = digest.hex()
    return post / FOLDER / name[:2] / name
