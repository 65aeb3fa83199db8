"""Columns of the shipment list and of a shipment's lines."""

from __future__ import annotations

from collections.abc import Callable

from inl_logistics.kernel.translation import N_, _
from inl_logistics.kernel.values import Money
from inl_logistics.register.numbers import screen_number
from inl_logistics.shipments.contents import ShipmentLineRow
from inl_logistics.shipments.queries import ShipmentRow
from ui.kit.formats import day, money, number
from ui.kit.tables import Column
from ui.kit.tokens import ToneName
from ui.shipments.words import kilograms, mode, row_chip


def _row_number(row: ShipmentRow) -> str:
    return screen_number(row.number) or row.source_number or "—"


def _received(row: ShipmentRow) -> str:
    return f"{number(row.received)} / {number(row.quantity)}"


def _demurrage(row: ShipmentRow) -> str:
    if row.demurrage is None or not row.demurrage.days:
        return "—"
    return money(Money(row.demurrage.minor, row.demurrage.currency), cents=False)


LIST = (
    Column("number", N_("Shipment"), _row_number, 148, "strong", sort="number"),
    Column("title", N_("Contents"), lambda row: row.title or "—", 200, "text", sort="title", stretch=True),
    Column("vendor", N_("Vendor"), lambda row: row.vendor or "—", 150, "quiet", sort="vendor", yields=3),
    Column("mode", N_("Mode"), lambda row: mode(row.mode) or "—", 70, "text", sort="mode", shown="normal"),
    Column("transport", N_("AWB or B/L"), lambda row: row.transport_number or "—", 130, "mono", shown="wide", yields=2),
    Column("carrier", N_("Carrier"), lambda row: row.carrier or "—", 120, "quiet", sort="carrier", shown="wide", yields=1),
    Column("due", N_("Next due"), lambda row: day(row.due_on), 100, "date", sort="due", yields=8),
    Column("received", N_("Received"), _received, 112, "number", yields=7),
    Column("weight", N_("Weight"), lambda row: kilograms(row.weight_g) or "—", 90, "number", sort="weight", shown="wide",
           yields=4),
    Column("value", N_("Value"), lambda row: money(Money(row.value_minor)), 110, "money", sort="value", shown="normal"),
    Column(
        "papers", N_("Missing"), lambda row: number(len(row.missing)) if row.missing else "—", 70, "number", shown="normal",
        tone=lambda row: "warn" if row.missing else None, hint=N_("Documents that are still missing"), yields=5,
    ),
    Column(
        "demurrage", N_("Demurrage"), _demurrage, 92, "money", shown="normal",
        tone=lambda row: "bad" if row.demurrage is not None and row.demurrage.running else None, yields=6,
    ),
    Column("state", N_("Status"), lambda row: row_chip(row).text, 126, "chip", sort="state", chip=row_chip),
)  # fmt: skip


def booked(figure: str, line: str, note: str) -> str:
    """Say an amount of a line: its figure, the line it is booked with, or the source's words."""
    if figure:
        return figure
    return _("with line {n}").format(n=line) if line else note or "—"


def _freight(row: ShipmentLineRow, currency: str) -> str:
    return "" if row.freight_minor is None else money(Money(row.freight_minor, currency))


def _serial_tone(row: ShipmentLineRow) -> ToneName | None:
    return "warn" if row.tracking == "serial" and row.serials < row.quantity else None


def line_columns(currency: Callable[[], str]) -> tuple[Column, ...]:
    """Return the columns of a shipment's lines, in its `currency`."""
    return (
        Column("line", "#", lambda row: str(row.line_no), 34, "numberQuiet"),
        Column("item", N_("Item"), lambda row: row.item, 220, "strong", stretch=True),
        Column("order", N_("PO line"), lambda row: _order_line(row), 132, "link"),
        Column("quantity", N_("Shipped"), lambda row: number(row.quantity), 76, "numberStrong"),
        Column(
            "serials", N_("Serials"), lambda row: number(row.serials) if row.tracking == "serial" else "—", 70, "numberQuiet",
            tone=_serial_tone, hint=N_("Serials named by the packing list"),
        ),
        Column("hs", N_("HS code"), lambda row: row.hs or "—", 78, "mono", shown="normal", yields=4),
        Column("lot", N_("Lot"), lambda row: row.lot or "—", 90, "mono", shown="normal", yields=2),
        Column("expiry", N_("Expiry"), lambda row: day(row.expires_on), 100, "date", shown="wide", yields=1),
        Column("weight", N_("Weight"), lambda row: booked(kilograms(row.weight_g), row.weight_with, row.weight_note), 100,
               "numberQuiet", shown="normal", yields=5),
        Column("freight", N_("Freight"), lambda row: booked(_freight(row, currency()), row.freight_with, row.freight_note), 100, "money",
               shown="wide", yields=3),
        Column("value", N_("Value"), lambda row: money(Money(row.value_minor, currency())), 104, "money"),
    )  # fmt: skip


def _order_line(row: ShipmentLineRow) -> str:
    if row.order_id is None:
        return "—"
    order, _slash, line = row.order_ref.partition(" / ")
    return f"{screen_number(order)} / {line}"
