"""The encrypted files beside the database: named by the hash of their content, so stored once.

Source: product.md 3 (Safe data), 7 (`files/`).
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from inl_logistics.database.files import write_whole
from inl_logistics.kernel.problems import BadInput, EnvironmentFault

FOLDER = "files"
MOST_BYTES = 25 * 1024 * 1024
_NONCE = 12


def put(post: Path, key: bytes, content: bytes) -> bytes:
    """Keep the content and return its SHA-256; the same content again costs nothing.

    Raises: BadInput("attachment-too-large", "attachment-empty"), EnvironmentFault("disk-full", …).
    """
    if not content:
        raise BadInput("attachment-empty")
    if len(content) > MOST_BYTES:
        raise BadInput("attachment-too-large", size=f"{len(content) / 1e6:.1f}", most=MOST_BYTES // 1_000_000)
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


def _path(post: Path, digest: bytes) -> Path:
    name = digest.hex()
    return post / FOLDER / name[:2] / name
