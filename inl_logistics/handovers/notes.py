"""What follows a receipt on paper: the variance note (print against signature) and the receipt of a reversal.

Both are frozen when they are posted and sealed as JSON; bodies sealed before they had this form can still be read
(`noting.py`). Source: domain.md 2.10, product.md 5 (VN, RV).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from inl_logistics.paper.model import Letterhead, PaperSize, Party, Seal, Signer, Translation

VARIANCE_FORM = "VN-1"
REVERSAL_FORM = "RV-1"


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A line of the receipt, under the number it has there.

    `counted` is what was signed for, or what comes back; `serials` are those that were struck, or that come back;
    `place` is where the rest lies, or where the goods go.
    """

    number: str
    description: str
    printed: int
    counted: int
    unit: str
    code: str = ""
    translations: tuple[Translation, ...] = ()
    lot: str = ""
    expires_on: date | None = None
    serials: tuple[str, ...] = ()
    place: str = ""

    @property
    def rest(self) -> int:
        """What was printed and not signed for."""
        return self.printed - self.counted


@dataclass(frozen=True, slots=True)
class _Note:
    """What both notes say of the receipt that they follow."""

    number: str
    dated_on: date
    receipt: str
    receipt_on: date
    letterhead: Letterhead
    released: Party
    received: Party
    lines: tuple[NoteLine, ...]

    def to_json(self) -> bytes:
        """Return the canonical bytes that the register hashes and keeps."""
        return msgspec.json.encode(self, order="deterministic")


@dataclass(frozen=True, slots=True)
class VarianceNote(_Note):
    """How the signed paper differs from the printed one; what was not signed for stayed where it was."""

    signers: tuple[Signer, ...] = ()
    place: str = ""
    agreement: str = ""
    project: str = ""
    remarks: str = ""
    form: str = VARIANCE_FORM
    form_version: int = 1

    @property
    def units(self) -> int:
        """Pieces that were not signed for."""
        return sum(line.rest for line in self.lines)


# One movement as the register keeps it: ids, quantity, places, and what it reverses.
Movement = tuple[int | str | None, ...]


@dataclass(frozen=True, slots=True)
class ReversalReceipt(_Note):
    """A receipt taken back, whole or some of its lines; `movements` is what the ledger posted for it."""

    whole: bool
    reason: str
    approver: str
    prepared: str
    signers: tuple[Signer, ...] = ()
    agreement: str = ""
    project: str = ""
    movements: tuple[Movement, ...] = ()
    form: str = REVERSAL_FORM
    form_version: int = 1

    @property
    def units(self) -> int:
        """Pieces that come back."""
        return sum(line.counted for line in self.lines)


@dataclass(frozen=True, slots=True)
class Sealed:
    """A note with what proves it: its check code and QR."""

    note: VarianceNote | ReversalReceipt
    seal: Seal | None


def render(sealed: Sealed, *, printed_at: datetime, language: str = "en", paper: PaperSize = PaperSize.A4) -> bytes:
    """Return a note as a PDF: English with another paper language, or English alone."""
    # The text layer and reportlab are heavy and only needed in the job that prints.
    from inl_logistics.handovers import notes_form

    return notes_form.write_note(sealed, printed_at=printed_at, language=language, paper=paper)
