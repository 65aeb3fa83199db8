"""The printed order record: the order as it was placed or last amended, frozen. Source: domain.md 2.3, 2.13 (PO)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from inl_logistics.kernel.problems import BadInput
from inl_logistics.paper.model import NOBODY, Letterhead, Mark, Named, PaperSize, Translation


@dataclass(frozen=True, slots=True)
class OrderPaperLine:
    """One line; price in millionths, value in minor units of the order's currency."""

    line_no: int
    description: str
    quantity: int
    unit: str
    price_micros: int
    value_minor: int
    code: str = ""
    translations: tuple[Translation, ...] = ()
    canceled: int = 0
    vendor_item: str = ""
    project: str = ""
    origin: str = ""
    warranty_months: int | None = None
    min_life_months: int | None = None
    serial_list: bool = False
    lot_required: bool = False


@dataclass(frozen=True, slots=True)
class OrderPaper:
    """Everything that the order record prints. Without a number it is a draft."""

    number: str | None
    dated_on: date
    letterhead: Letterhead
    lines: tuple[OrderPaperLine, ...]
    currency: str = "USD"
    title: str = ""
    vendor: Named = NOBODY
    amendment: int = 0
    amended_on: date | None = None
    ended: str = ""
    ended_on: date | None = None
    ended_reason: str = ""
    agreement: str = ""
    agreement_amendment: str = ""
    project: str = ""
    contract_number: str = ""
    source_number: str = ""
    pr_number: str = ""
    fund_cite: str = ""
    obligation_number: str = ""
    incoterm: str = ""
    need_by: date | None = None
    ship_to: str = ""
    mark_for: str = ""
    consignee: str = ""
    inspection_point: str = ""
    cor: str = ""
    gtm: str = ""
    export_authorization: str = ""
    packing: str = ""
    marking: str = ""
    hazmat: str = ""
    remarks: str = ""
    prepared: Named = NOBODY
    prepared_title: str = ""
    form: str = "PO-1"
    form_version: int = 1

    def to_json(self) -> bytes:
        """Return the canonical bytes that the register hashes and keeps."""
        return msgspec.json.encode(self, order="deterministic")


def order_from_json(data: bytes) -> OrderPaper:
    """Read a stored order back. Raises: BadInput("snapshot-unreadable")."""
    try:
        return msgspec.json.decode(data, type=OrderPaper)
    except msgspec.MsgspecError as error:
        raise BadInput("snapshot-unreadable", reason=error) from error


def render_order(
    order: OrderPaper, *, printed_at: datetime, language: str = "en", paper: PaperSize = PaperSize.A4,
    mark: Mark = Mark.NONE,
) -> bytes:  # fmt: skip
    """Return the order record as a PDF."""
    # The text layer and reportlab are heavy and only needed in the job that prints.
    from inl_logistics.purchasing import order_form

    return order_form.write_order(order, printed_at=printed_at, language=language, paper=paper, mark=mark)
