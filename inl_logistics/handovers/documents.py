"""The handover receipt: the frozen snapshot of all that it prints, and its PDF.

Source: domain.md 2.9 and 2.10, ui.md 15, product.md 8 (Receipt).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

import msgspec

from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.values import Condition
from inl_logistics.paper.model import (
    Letterhead,
    Mark,
    OwnClauses,
    PaperSize,
    Party,
    Seal,
    Signature,
    Signer,
    Translation,
)

FORM = "HO-1"


class HandoverType(StrEnum):
    """What passes to the other side. Source: domain.md 2.9."""

    TITLE = "title"
    CUSTODY = "custody"
    REPLACEMENT = "replacement"
    RETURN = "return"


class LineKind(StrEnum):
    """How a line is shown and counted: kits carry components; shortages follow later and are not counted."""

    ITEM = "item"
    KIT = "kit"
    COMPONENT = "component"
    SHORTAGE = "shortage"


class CopyFor(StrEnum):
    """Who keeps a copy. Source: product.md 8 (five copies, a post setting)."""

    CUSTODIAN = "custodian"
    INL_FILE = "inl_file"
    MINISTRY = "ministry"
    END_USE = "end_use"
    PROPERTY = "property"


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One printed line. Of a kit, either the kit or its components carry the value, never both."""

    description: str
    quantity: int
    unit: str  # unit of issue code: EA, PR, SE, KT, BX, CN, RO …
    code: str = ""
    kind: LineKind = LineKind.ITEM
    translations: tuple[Translation, ...] = ()
    condition: Condition = Condition.NEW
    refurbished: bool = False
    serials: tuple[str, ...] = ()
    lot: str = ""
    expires_on: date | None = None
    unit_price_micros: int | None = None
    value_minor: int | None = None
    remarks: str = ""  # kit reference, hazard or export mark, end-use class


@dataclass(frozen=True, slots=True)
class Receipt:
    """A handover, return or make-good, frozen at issue. Without a number it is a draft."""

    number: str | None
    type: HandoverType
    dated_on: date
    letterhead: Letterhead
    released: Party
    received: Party
    lines: tuple[ReceiptLine, ...]
    signers: tuple[Signer, ...] = ()  # who has a box; none of a side: the representative of that party
    place: str = ""
    agreement: str = ""
    amendment: str = ""
    project: str = ""
    fiscal_year: int | None = None
    waybill: str = ""
    requirement: str = ""
    refers_to: str = ""  # the receipt that this one replaces, tops up or returns
    currency: str = "USD"
    remarks: str = ""
    report_loss_within_days: int = 10
    clauses_version: str = "1"
    own_clauses: tuple[OwnClauses, ...] = ()
    copies: tuple[CopyFor, ...] = tuple(CopyFor)
    form: str = FORM
    form_version: int = 1
    completes: bool = False  # a make-good: it brings what was short on the receipt that it refers to

    @property
    def units(self) -> int:
        """Pieces handed over: a kit counts by its components, what is short not at all."""
        return sum(line.quantity for line in self.lines if line.kind in {LineKind.ITEM, LineKind.COMPONENT})

    def to_json(self) -> bytes:
        """Return the canonical bytes that the register hashes and keeps."""
        return msgspec.json.encode(self, order="deterministic")


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The reversals of a signed receipt, which every later print names: of all of it, or of some lines."""

    numbers: tuple[str, ...]
    whole: bool


def from_json(data: bytes) -> Receipt:
    """Read a stored snapshot back.

    Raises: BadInput("snapshot-unreadable").
    """
    try:
        return msgspec.json.decode(data, type=Receipt)
    except msgspec.MsgspecError as error:
        raise BadInput("snapshot-unreadable", reason=error) from error


def render(
    receipt: Receipt,
    *,
    printed_at: datetime,
    language: str = "en",
    paper: PaperSize = PaperSize.A4,
    copies: Sequence[int] | None = None,
    values: bool = True,
    mark: Mark = Mark.NONE,
    reprint: int = 0,
    seal: Seal | None = None,
    signatures: Sequence[Signature] = (),
    taken_back: TakenBack | None = None,
) -> bytes:
    """Return the receipt as a PDF: English with another paper language, or English alone ("en").

    `printed_at` is printed as given, in its own time zone; `copies` None prints all of them. A receipt
    without a number is a draft and shows neither number, QR nor check code, whatever seal is given.
    Raises: BadInput("paper-language-unknown").
    """
    return render_batch(
        [(receipt, seal)], printed_at=printed_at, language=language, paper=paper, copies=copies, values=values,
        mark=mark, reprint=reprint, signatures=signatures, taken_back=taken_back,
    )  # fmt: skip


def render_batch(
    receipts: Sequence[tuple[Receipt, Seal | None]],
    *,
    printed_at: datetime,
    language: str = "en",
    paper: PaperSize = PaperSize.A4,
    copies: Sequence[int] | None = None,
    values: bool = True,
    mark: Mark = Mark.NONE,
    reprint: int = 0,
    signatures: Sequence[Signature] = (),
    taken_back: TakenBack | None = None,
) -> bytes:
    """Return several receipts of one distribution run as one PDF, each with its own page numbers."""
    # The text layer and reportlab are heavy and only needed in the job that prints.
    from inl_logistics.handovers.receipt_form import write_receipts

    return write_receipts(
        receipts, printed_at=printed_at, language=language, paper=paper, copies=copies, values=values,
        mark=mark, reprint=reprint, signatures=tuple(signatures), taken_back=taken_back,
    )  # fmt: skip


def render_preview(
    receipt: Receipt,
    *,
    printed_at: datetime,
    language: str = "en",
    paper: PaperSize = PaperSize.A4,
    values: bool = True,
    signatures: Sequence[Signature] = (),
) -> bytes:
    """Return what would be printed, as a draft: no number, QR or check code."""
    return render(
        replace(receipt, number=None), printed_at=printed_at, language=language, paper=paper, copies=(1,),
        values=values, mark=Mark.DRAFT, signatures=signatures,
    )  # fmt: skip


def missing_characters(receipt: Receipt) -> str:
    """Return the characters of a receipt that no shipped font has; the paper prints their codes instead."""
    from inl_logistics.paper.fonts import missing_characters as without_font

    return without_font([receipt.to_json().decode("utf-8")])
