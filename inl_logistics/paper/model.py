"""What every document prints besides its own lines: letterhead, parties, signers, marks.

These values are part of a document's frozen snapshot, so they hold text, never ids.
Source: domain.md 2.9, ui.md 15, product.md 8 (Receipt).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class PaperSize(StrEnum):
    """The paper in the post's printer."""

    A4 = "a4"
    LETTER = "letter"


class Mark(StrEnum):
    """What is printed across the page: nothing, or that the paper does not count (yet)."""

    NONE = "none"
    DRAFT = "draft"
    VOID = "void"
    REVERSED = "reversed"


class SignerRole(StrEnum):
    """As whom somebody signs a document."""

    DELIVERED = "delivered"
    RECEIVED = "received"
    WITNESS = "witness"
    CUSTODIAN = "custodian"
    INTERPRETER = "interpreter"
    INSPECTED = "inspected"
    ACKNOWLEDGED = "acknowledged"
    COUNTED = "counted"
    REQUESTED = "requested"
    PREPARED = "prepared"
    APPROVED = "approved"
    PICKED = "picked"
    DISPATCHED = "dispatched"
    DRIVER = "driver"
    COUNTERSIGNED = "countersigned"


@dataclass(frozen=True, slots=True)
class Named:
    """A name as the document shows it, and the same name in the script its owner writes."""

    text: str
    native: str = ""


NOBODY = Named("")


@dataclass(frozen=True, slots=True)
class Translation:
    """The same words in one paper language."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class LocalLetterhead:
    """The letterhead in one paper language."""

    language: str
    embassy: str
    bureau: str


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who gives the paper out; text only, no seal."""

    embassy: str
    bureau: str
    local: tuple[LocalLetterhead, ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
    """One side of a transfer. No ID number is ever stored or printed."""

    organization: Named
    unit: Named = NOBODY
    facility: Named = NOBODY
    representative: Named = NOBODY
    title: Named = NOBODY
    place: Named = NOBODY


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody who has a signature box on the paper."""

    role: SignerRole
    name: Named = NOBODY
    title: Named = NOBODY
    unit: Named = NOBODY


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature drawn on the screen: pen strokes in a box of `width` × `height` units, y downwards."""

    role: SignerRole
    strokes: tuple[tuple[tuple[int, int], ...], ...]
    width: int
    height: int
    signed_at: datetime
    index: int = 0  # which signer of this role, in the order of the document


@dataclass(frozen=True, slots=True)
class Seal:
    """What proves an issued paper: the register makes both texts from the frozen document."""

    check_code: str
    qr_text: str


@dataclass(frozen=True, slots=True)
class OwnClauses:
    """Clauses that a post has edited or approved itself, in one language ("en" included), with their version.

    `prevails` says which of two languages does, and is left out of a paper in one language alone.
    """

    language: str
    version: str
    clauses: tuple[str, ...]
    reviewed: bool = False
    prevails: str = ""


def translated(translations: tuple[Translation, ...], language: str) -> str:
    """Return the words in the language, or nothing."""
    return next((each.text for each in translations if each.language == language), "")
