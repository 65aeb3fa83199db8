"""How a layout is read: the header row, what each column means, how dates and numbers are written.

Guessed by `recognition`, shown and changed by the user, remembered under the layout's signature.
Source: product.md 3 (mapped columns remembered per source), 7 (mapping show/save).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from pathlib import Path

from inl_logistics.imports.days import Order
from inl_logistics.imports.numbers import Mark
from inl_logistics.imports.roles import Kind, Role
from inl_logistics.kernel.problems import BadInput


@dataclass(frozen=True, slots=True)
class Mapping:
    """A remembered layout. What is None is found anew in each file."""

    name: str
    kind: Kind
    columns: MappingOf[str, Role | None] = field(default_factory=dict)
    """Header text as in the file (or a column letter) → role; None means: not imported."""
    header_row: int | None = None
    """Row number in the file, from 1; 0 means that there is no header."""
    sheets: tuple[str, ...] | None = None
    date_order: Order | None = None
    decimal_mark: Mark | None = None
    currency: str | None = None
    encoding: str | None = None
    signature: str = ""


def signature(kind: Kind, headers: tuple[str, ...]) -> str:
    """Return the fingerprint of a layout: its kind and its headers, whatever their order and case."""
    words = sorted({" ".join(header.lower().split()) for header in headers if header.strip()})
    return hashlib.sha256("\n".join((kind.value, *words)).encode()).hexdigest()[:24]


def to_json(mapping: Mapping) -> bytes:
    """Return a mapping as JSON, for `mapping show` and for storing."""
    import msgspec

    return msgspec.json.format(msgspec.json.encode(mapping), indent=2)


def from_json(text: bytes | str) -> Mapping:
    """Read a mapping back. Raises: BadInput("mapping-unreadable")."""
    import msgspec

    try:
        return msgspec.json.decode(text, type=Mapping)
    except (msgspec.ValidationError, msgspec.DecodeError) as cause:
        raise BadInput("mapping-unreadable", cause=str(cause)) from cause


def from_file(path: Path) -> Mapping:
    """Read a mapping file. Raises: BadInput("mapping-unreadable")."""
    try:
        return from_json(path.read_bytes())
    except OSError as cause:
        raise BadInput("mapping-unreadable", cause=cause.strerror or str(cause)) from cause
