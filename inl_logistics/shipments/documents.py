"""The papers of an inbound shipment: diplomatic note, exemption request, packing list, shipment sheet.

A shipment posts nothing, so they are frozen from its records when they are printed. Source: domain.md 2.4; product.md 3.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from inl_logistics.paper.model import NOBODY, Letterhead, Named, PaperSize, Translation


@dataclass(frozen=True, slots=True)
class PaperGoods:
    """One line, or the part of it that lies in one package; value in minor units of the shipment's currency."""

    line_no: int
    description: str
    quantity: int
    unit: str
    value_minor: int = 0
    code: str = ""
    translations: tuple[Translation, ...] = ()
    hs: str = ""
    origin: str = ""
    un_number: str = ""
    hazard_class: str = ""
    shipping_name: str = ""
    order: str = ""
    lot: str = ""
    expires_on: date | None = None
    serials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperPackage:
    """A package with what lies in it directly; `depth` 0 is the outermost."""

    code: str
    kind: str
    depth: int
    weight_g: int | None
    size_mm: str
    seal: str
    goods: tuple[PaperGoods, ...]


@dataclass(frozen=True, slots=True)
class PaperStep:
    """A milestone: what was planned, is forecast, has happened."""

    kind: str
    planned_on: date | None
    forecast_on: date | None
    actual_on: date | None


@dataclass(frozen=True, slots=True)
class ShipmentPaper:
    """Everything that these papers print. Without a number it is a draft."""

    number: str | None
    dated_on: date
    letterhead: Letterhead
    goods: tuple[PaperGoods, ...]
    packages: tuple[PaperPackage, ...] = ()
    loose: tuple[PaperGoods, ...] = ()
    steps: tuple[PaperStep, ...] = ()
    title: str = ""
    vendor: Named = NOBODY
    carrier: str = ""
    mode: str = ""
    transport_number: str = ""
    vessel: str = ""
    port_from: str = ""
    port_to: str = ""
    expected_on: date | None = None
    has_arrived: bool = False
    containers: tuple[tuple[str, str], ...] = ()
    consignee: str = ""
    notify_party: str = ""
    broker: str = ""
    agent: str = ""
    incoterm: str = ""
    currency: str = "USD"
    declared_minor: int = 0
    insurance: str = ""
    weight_g: int | None = None
    volume_cm3: int | None = None
    package_count: int = 0
    note: str = ""
    note_on: date | None = None
    exemption: str = ""
    exemption_on: date | None = None
    customs_entry: str = ""
    customs_entry_on: date | None = None
    orders: tuple[str, ...] = ()
    agreements: tuple[str, ...] = ()
    recipients: tuple[Named, ...] = ()
    place: str = ""
    prepared: Named = NOBODY
    prepared_title: str = ""
    remarks: str = ""
    form_version: int = 1

    def hazards(self) -> tuple[PaperGoods, ...]:
        """Return the dangerous goods, one line for each UN number and name."""
        found: dict[tuple[str, str, str], PaperGoods] = {}
        for one in self.goods:
            if one.un_number or one.hazard_class:
                found.setdefault((one.un_number, one.hazard_class, one.shipping_name), one)
        return tuple(found.values())


def render_note(
    shipment: ShipmentPaper, *, printed_at: datetime, language: str = "en", paper: PaperSize = PaperSize.A4
) -> bytes:
    """Return the diplomatic note that asks for duty-free entry as a PDF."""
    from inl_logistics.shipments import paper_forms  # the text layer is heavy, and only needed to print

    return paper_forms.write_note(shipment, printed_at=printed_at, language=language, paper=paper)


def render_exemption(
    shipment: ShipmentPaper, *, printed_at: datetime, language: str = "en", paper: PaperSize = PaperSize.A4
) -> bytes:
    """Return the form that asks customs for the exemption as a PDF."""
    from inl_logistics.shipments import paper_forms  # the text layer is heavy, and only needed to print

    return paper_forms.write_exemption(shipment, printed_at=printed_at, language=language, paper=paper)


def render_packing_list(
    shipment: ShipmentPaper, *, printed_at: datetime, language: str = "en", paper: PaperSize = PaperSize.A4
) -> bytes:
    """Return the packing list, package by package with its serials, as a PDF."""
    from inl_logistics.shipments import paper_forms  # the text layer is heavy, and only needed to print

    return paper_forms.write_packing_list(shipment, printed_at=printed_at, language=language, paper=paper)


def render_sheet(
    shipment: ShipmentPaper, *, printed_at: datetime, language: str = "en", paper: PaperSize = PaperSize.A4
) -> bytes:
    """Return the shipment sheet, all that is known on one paper, as a PDF."""
    from inl_logistics.shipments import paper_forms  # the text layer is heavy, and only needed to print

    return paper_forms.write_sheet(shipment, printed_at=printed_at, language=language, paper=paper)
