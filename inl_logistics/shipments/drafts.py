"""What a person types of an inbound shipment: its header, lines, packages. Frozen values that commands take."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from inl_logistics.kernel.text import clean
from inl_logistics.shipments.records import MilestoneKind, PackageKind


@dataclass(frozen=True, slots=True)
class PackedSerial:
    """A serial of the packing list and the code of the package it lies in."""

    serial: str
    package: str = ""


@dataclass(frozen=True, slots=True)
class PackedQuantity:
    """How many of the line lie in a package, by its code."""

    package: str
    quantity: int


@dataclass(frozen=True, slots=True)
class ShipmentLineDraft:
    """What the shipment brings of one thing; the price in millionths of the shipment's currency.

    `hs` is the customs code of this shipment where it differs from the catalog's. The notes are the source's own words
    for a weight or freight that is not a figure; `weight_line_id` and `freight_line_id` are the lines they are booked on.
    """

    variant_id: int | None
    quantity: int
    order_line_id: int | None = None
    description: str = ""
    price_micros: int = 0
    lot: str = ""
    made_on: date | None = None
    expires_on: date | None = None
    serials: tuple[PackedSerial, ...] = ()
    packed: tuple[PackedQuantity, ...] = ()
    weight_g: int | None = None
    freight_minor: int | None = None
    source_ref: str = ""
    id: int | None = None
    hs: str = ""
    origin: str = ""
    weight_note: str = ""
    freight_note: str = ""
    weight_line_id: int | None = None
    freight_line_id: int | None = None


@dataclass(frozen=True, slots=True)
class PackageDraft:
    """One handling unit; `parent` is the code of the one that holds it, `size_mm` reads 600x400x350."""

    code: str
    kind: PackageKind = PackageKind.CARTON
    parent: str = ""
    note: str = ""
    weight_g: int | None = None
    size_mm: str = ""
    seal: str = ""
    volume_cm3: int | None = None


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A milestone as planned."""

    kind: MilestoneKind
    planned_on: date | None = None
    forecast_on: date | None = None
    actual_on: date | None = None
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class ShipmentDraft:
    """An inbound shipment as typed. Money in minor units of `currency`, demurrage in its own."""

    lines: tuple[ShipmentLineDraft, ...] = ()
    packages: tuple[PackageDraft, ...] = ()
    steps: tuple[PlannedStep, ...] = ()
    id: int | None = None
    version: int = 0
    title: str = ""
    vendor_id: int | None = None
    carrier_id: int | None = None
    source_number: str = ""
    mode: str = ""
    transport_number: str = ""
    container: str = ""
    seal: str = ""
    vessel: str = ""
    port_from: str = ""
    port_to: str = ""
    broker: str = ""
    consignee: str = ""
    incoterm: str = ""
    declared_minor: int | None = None
    currency: str = "USD"
    diplomatic_note: str = ""
    exemption: str = ""
    exemption_on: date | None = None
    customs_entry: str = ""
    free_days: int | None = None
    demurrage_minor: int | None = None
    weight_g: int | None = None
    volume_cm3: int | None = None
    freight_minor: int | None = None
    insurance_minor: int | None = None
    remarks: str = ""
    notify_party: str = ""
    agent: str = ""
    note_on: date | None = None
    customs_entry_on: date | None = None
    demurrage_currency: str = "USD"
    demurrage_cap_minor: int | None = None
    demurrage_until: date | None = None
    insurer: str = ""
    package_count: int | None = None


TEXTS = (
    "title", "source_number", "mode", "transport_number", "container", "seal", "vessel", "port_from", "port_to",
    "broker", "consignee", "incoterm", "diplomatic_note", "exemption", "customs_entry", "notify_party", "agent", "insurer",
)  # fmt: skip
PLAIN = (
    "vendor_id", "carrier_id", "declared_minor", "currency", "exemption_on", "free_days", "demurrage_minor",
    "weight_g", "volume_cm3", "freight_minor", "insurance_minor", "note_on", "customs_entry_on", "demurrage_currency",
    "demurrage_cap_minor", "demurrage_until", "package_count",
)  # fmt: skip


def parents_first(packages: Iterable[PackageDraft]) -> list[PackageDraft]:
    """Return the packages with each one's contents right behind it, in the order in which they are given."""
    given = list(packages)
    codes = {clean(one.code) for one in given}
    inside: dict[str, list[PackageDraft]] = {}
    for one in given:
        parent = clean(one.parent)
        inside.setdefault(parent if parent in codes else "", []).append(one)
    found: list[PackageDraft] = []

    def take(parent: str) -> None:
        for one in inside.pop(parent, ()):
            found.append(one)
            take(clean(one.code))

    take("")
    return [*found, *(one for rest in inside.values() for one in rest)]
