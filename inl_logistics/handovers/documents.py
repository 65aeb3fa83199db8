"""The handover receipt: the frozen snapshot of all that it prints, and its PDF.

Source: domain.md 2.9 and 2.10, ui.md 15, product.md 8 (Receipt).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import msgspec

from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.values import Condition
from inl_logistics.paper.model import (
    Letterhead,
    OwnClauses,
    Party,
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

    def to_json(self) -> bytes:
        """Return the canonical bytes that the register hashes and keeps."""
        return msgspec.json.encode(self, order="deterministic")


def from_json(data: bytes) -> Receipt:
    """Read a stored snapshot back.

    Raises: BadInput("snapshot-unreadable").
    """
    try:
        return msgspec.json.decode(data, type=Receipt)
    except msgspec.MsgspecError as error:
        raise BadInput("snapshot-unreadable", reason=error) from error
