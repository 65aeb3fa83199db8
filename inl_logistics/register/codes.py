"""What the QR of a paper says, and the short check code under it.

QR: Base45 of version, number, date, lines, units, content hash, device key id and Ed25519 signature; no
values and no names. Anyone with the device's public key can tell, offline, that this device issued it.
Source: product.md 8 (QR).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from inl_logistics.kernel.problems import BadInput

_VERSION = 1
_EPOCH = date(2020, 1, 1)
_HASH = 16
_KEY_ID = 4
_SIGNATURE = 64
_BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_CHECK = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("OIL", "011")
PREFIX = "INL:"


class Verdict(StrEnum):
    """What a check of a code found about its signature."""

    GENUINE = "genuine"
    ALTERED = "altered"
    UNKNOWN_DEVICE = "unknown-device"


@dataclass(frozen=True, slots=True)
class PaperCode:
    """The content of a QR. `hash_start` is the first 16 bytes of the content hash."""

    number: str
    dated_on: date
    lines: int
    units: int
    hash_start: bytes
    key_id: bytes
    signature: bytes


def key_id(public_key: bytes) -> bytes:
    """Return the four bytes that name a device's key."""
    return hashlib.sha256(public_key).digest()[:_KEY_ID]


def make_code(
    key: Ed25519PrivateKey, *, number: str, dated_on: date, lines: int, units: int, content_hash: bytes
) -> str:
    """Return the text of the QR."""
    body = _body(number, dated_on, lines, units, content_hash[:_HASH])
    public = key.public_key().public_bytes_raw()
    return PREFIX + base45(body + key_id(public) + key.sign(body))


def read_code(text: str) -> PaperCode:
    """Read the text of a QR. Raises: BadInput("not-a-paper-code")."""
    try:
        raw = from_base45(text.strip().removeprefix(PREFIX))
        if raw[0] != _VERSION:
            raise BadInput("newer-paper-code")
        length = raw[1]
        at = 2 + length
        number = raw[2:at].decode("ascii")
        days = int.from_bytes(raw[at : at + 2])
        lines = int.from_bytes(raw[at + 2 : at + 4])
        units = int.from_bytes(raw[at + 4 : at + 8])
        rest = raw[at + 8 :]
        if len(rest) != _HASH + _KEY_ID + _SIGNATURE:
            raise BadInput("not-a-paper-code")
        return PaperCode(
            number, _EPOCH + timedelta(days=days), lines, units,
            rest[:_HASH], rest[_HASH : _HASH + _KEY_ID], rest[_HASH + _KEY_ID :],
        )  # fmt: skip
    except (ValueError, IndexError, OverflowError):
        raise BadInput("not-a-paper-code") from None


def verify_code(code: PaperCode, public_keys: Sequence[bytes]) -> tuple[Verdict, bytes | None]:
    """Check the signature of a code against the known devices; return whose key it names too."""
    body = _body(code.number, code.dated_on, code.lines, code.units, code.hash_start)
    named = [public for public in public_keys if key_id(public) == code.key_id]
    for public in named:
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(code.signature, body)
        except InvalidSignature:
            continue  # four bytes may name two devices
        return Verdict.GENUINE, public
    return (Verdict.ALTERED, named[0]) if named else (Verdict.UNKNOWN_DEVICE, None)


def check_code(content_hash: bytes) -> str:
    """Return the eight characters printed at the foot, such as 7F3A-91C2: they find a document on file."""
    number = int.from_bytes(content_hash[:5])
    text = "".join(_CHECK[(number >> shift) & 31] for shift in range(35, -1, -5))
    return f"{text[:4]}-{text[4:]}"


def check_code_start(typed: str) -> bytes | None:
    """Return the first bytes of the content hash that a typed check code stands for; None where it is none.

    Letters that are taken for figures on paper are read as such (Crockford's alphabet has neither O nor I nor L).
    """
    text = typed.strip().upper().replace("-", "").replace(" ", "").translate(_MISREAD)
    if len(text) != 8 or any(ch not in _CHECK for ch in text):
        return None
    number = 0
    for ch in text:
        number = number << 5 | _CHECK.index(ch)
    return number.to_bytes(5)


def _body(number: str, dated_on: date, lines: int, units: int, hash_start: bytes) -> bytes:
    name = number.encode("ascii")
    return (
        bytes((_VERSION, len(name))) + name + (dated_on - _EPOCH).days.to_bytes(2)
        + lines.to_bytes(2) + units.to_bytes(4) + hash_start
    )  # fmt: skip


def base45(raw: bytes) -> str:
    """Encode bytes in the alphanumeric set of QR codes (RFC 9285)."""
    out: list[str] = []
    for start in range(0, len(raw) - 1, 2):
        value = raw[start] * 256 + raw[start + 1]
        value, first = divmod(value, 45)
        third, second = divmod(value, 45)
        out += (_BASE45[first], _BASE45[second], _BASE45[third])
    if len(raw) % 2:
        second, first = divmod(raw[-1], 45)
        out += (_BASE45[first], _BASE45[second])
    return "".join(out)


def from_base45(text: str) -> bytes:
    """Decode RFC 9285. Raises: ValueError."""
    numbers = [_BASE45.index(ch) for ch in text]
    out = bytearray()
    for start in range(0, len(numbers), 3):
        group = numbers[start : start + 3]
        if len(group) == 3:
            out += _small(group[0] + group[1] * 45 + group[2] * 2025, 2)
        elif len(group) == 2:
            out += _small(group[0] + group[1] * 45, 1)
        else:
            raise ValueError
    return bytes(out)


def _small(value: int, size: int) -> bytes:
    if value >= 256**size:
        raise ValueError
    return value.to_bytes(size)
