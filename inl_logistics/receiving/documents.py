"""The receiving report, the tally sheet and the discrepancy (over, short, damaged) report.

Each is a frozen snapshot of all that it prints, and its PDF. Source: domain.md 2.5, product.md 4.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import msgspec

from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.values import Condition
from inl_logistics.paper.model import NOBODY, Letterhead, Mark, Named, PaperSize, Seal, Signer, Translation


class DiscrepancyType(StrEnum):
    """What was wrong with the goods. Source: domain.md 2.5."""

    OVER = "over"
    SHORT = "short"
    DAMAGED = "damaged"
    WRONG = "wrong"
    LATENT = "latent"


class Cause(StrEnum):
    """Who is thought to have caused it."""

    UNKNOWN = "unknown"
    CARRIER = "carrier"
    VENDOR = "vendor"
    HANDLING = "handling"
    CUSTOMS = "customs"


class Resolution(StrEnum):
    """How a discrepancy ends."""

    OPEN = "open"
    REPLACE = "replace"
    CREDIT = "credit"
    ACCEPT = "accept"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One line as counted: counted = accepted + damaged (overs included), wrong items are lines of their own."""

    description: str
    unit: str
    ordered: int | None
    expected: int
    accepted: int
    code: str = ""
    translations: tuple[Translation, ...] = ()
    previously_received: int = 0
    damaged: int = 0
    short: int = 0
    over: int = 0
    wrong: int = 0
    condition: Condition = Condition.NEW
    lot: str = ""
    made_on: date | None = None
    expires_on: date | None = None
    serials: tuple[str, ...] = ()
    damaged_serials: tuple[str, ...] = ()
    bin: str = ""
    photos: int = 0
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class ReceivingReport:
    """What arrived and was taken into stock, frozen at posting. Without a number it is a draft."""

    number: str | None
    received_at: datetime
    letterhead: Letterhead
    store: Named
    lines: tuple[ReportLine, ...]
    vendor: str = ""
    orders: tuple[str, ...] = ()
    shipment: str = ""
    waybill: str = ""  # air waybill, bill of lading or delivery note
    carrier: str = ""
    driver: str = ""
    container: str = ""
    seal: str = ""
    seal_intact: bool | None = None
    packages_expected: int | None = None
    packages_received: int | None = None
    is_final: bool = False
    discrepancy: str = ""  # number of the discrepancy report
    remarks: str = ""
    signers: tuple[Signer, ...] = ()
    counted_by: tuple[str, ...] = ()
    form: str = "RR-1"
    form_version: int = 1

    def to_json(self) -> bytes:
        """Return the canonical bytes that the register hashes and keeps."""
        return msgspec.json.encode(self, order="deterministic")


@dataclass(frozen=True, slots=True)
class TallySheet:
    """The list to count against by hand; a blind one shows no expected quantities."""

    shipment: str
    dated_on: date
    letterhead: Letterhead
    store: Named
    lines: tuple[ReportLine, ...]
    vendor: str = ""
    orders: tuple[str, ...] = ()
    carrier: str = ""
    seal: str = ""
    packages_expected: int | None = None
    is_blind: bool = False
    form: str = "TS-1"
    form_version: int = 1


@dataclass(frozen=True, slots=True)
class DiscrepancyLine:
    """One thing that is over, short, damaged or wrong."""

    type: DiscrepancyType
    description: str
    quantity: int
    unit: str
    code: str = ""
    translations: tuple[Translation, ...] = ()
    value_minor: int | None = None
    carton: str = ""
    serials: tuple[str, ...] = ()
    lot: str = ""
    cause: Cause = Cause.UNKNOWN
    photos: int = 0
    resolution: Resolution = Resolution.OPEN
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class DiscrepancyReport:
    """Over, short and damaged, with the claim it opens; frozen at posting."""

    number: str | None
    dated_on: date
    letterhead: Letterhead
    receiving_report: str
    lines: tuple[DiscrepancyLine, ...]
    addressee: Named = NOBODY
    addressee_role: str = ""  # carrier, vendor or insurer
    claim_by: date | None = None
    shipment: str = ""
    orders: tuple[str, ...] = ()
    carrier: str = ""
    waybill: str = ""
    container: str = ""
    seal: str = ""
    currency: str = "USD"
    remarks: str = ""
    signers: tuple[Signer, ...] = ()
    form: str = "DR-1"
    form_version: int = 1

    def to_json(self) -> bytes:
        """Return the canonical bytes that the register hashes and keeps."""
        return msgspec.json.encode(self, order="deterministic")


def report_from_json(data: bytes) -> ReceivingReport:
    """Read a stored receiving report back. Raises: BadInput("snapshot-unreadable")."""
    try:
        return msgspec.json.decode(data, type=ReceivingReport)
    except msgspec.MsgspecError as error:
        raise BadInput("snapshot-unreadable", reason=error) from error


def discrepancy_from_json(data: bytes) -> DiscrepancyReport:
    """Read a stored discrepancy report back. Raises: BadInput("snapshot-unreadable")."""
    try:
        return msgspec.json.decode(data, type=DiscrepancyReport)
    except msgspec.MsgspecError as error:
        raise BadInput("snapshot-unreadable", reason=error) from error


def render_report(
    report: ReceivingReport,
    *,
    printed_at: datetime,
    language: str = "en",
    paper: PaperSize = PaperSize.A4,
    mark: Mark = Mark.NONE,
    reprint: int = 0,
    seal: Seal | None = None,
) -> bytes:
    """Return the receiving report as a PDF; without a number it is a draft."""
    # The text layer and reportlab are heavy and only needed in the job that prints.
    from inl_logistics.receiving import report_forms

    return report_forms.write_report(
        report, printed_at=printed_at, language=language, paper=paper, mark=mark, reprint=reprint, seal=seal
    )


def render_discrepancy(
    report: DiscrepancyReport,
    *,
    printed_at: datetime,
    language: str = "en",
    paper: PaperSize = PaperSize.A4,
    mark: Mark = Mark.NONE,
    reprint: int = 0,
    seal: Seal | None = None,
) -> bytes:
    """Return the discrepancy report as a PDF; without a number it is a draft."""
    from inl_logistics.receiving import report_forms

    return report_forms.write_discrepancy(
        report, printed_at=printed_at, language=language, paper=paper, mark=mark, reprint=reprint, seal=seal
    )


def render_tally(
    sheet: TallySheet, *, printed_at: datetime, language: str = "en", paper: PaperSize = PaperSize.A4
) -> bytes:
    """Return the sheet to count by hand as a PDF."""
    from inl_logistics.receiving import report_forms

    return report_forms.write_tally(sheet, printed_at=printed_at, language=language, paper=paper)
