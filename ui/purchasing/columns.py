"""Columns of the order list and of an order's lines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kernel.values import Money, UnitPrice
from inl_logistics.purchasing.queries import OrderLineRow, OrderRow, OrderShipment
from inl_logistics.register.numbers import screen_number
from ui.kit.chips import ChipLook
from ui.kit.formats import day, money, number, price
from ui.kit.tables import Column
from ui.kit.tokens import ToneName
from ui.purchasing.form import FormLine
from ui.purchasing.words import order_chip


def list_columns(today: Callable[[], date]) -> tuple[Column, ...]:
    """Return the columns of the order list; lateness depends on the day."""

    def look(row: OrderRow) -> ChipLook:
        return order_chip(row, today=today())

    return (
        Column("number", N_("Order"), lambda row: screen_number(row.number) or row.source_number or "—", 150, "strong",
               sort="number"),
        Column("title", N_("Contents"), lambda row: row.title or "—", 220, "text", sort="title", stretch=True),
        Column("vendor", N_("Vendor"), lambda row: row.vendor or "—", 150, "quiet", sort="vendor", yields=1),
        Column("project", N_("Project"), lambda row: row.project or "—", 120, "text", shown="wide"),
        Column("ordered_on", N_("Ordered"), lambda row: day(row.ordered_on), 100, "date", sort="ordered_on", shown="normal"),
        Column("need_by", N_("Need by"), lambda row: day(row.need_by), 100, "date", sort="need_by", shown="normal"),
        Column("received", N_("Received"), lambda row: f"{number(row.received)} / {number(row.ordered)}", 104, "number", yields=2),
        Column("handed", N_("Handed over"), lambda row: number(row.handed_over), 92, "number", shown="normal"),
        Column("progress", N_("Progress"), _order_words, 84, "progress", progress=_order_bars, yields=3),
        Column("value", N_("Value"), lambda row: money(Money(row.value_minor)), 104, "money", sort="value"),
        Column("state", N_("Status"), lambda row: look(row).text, 118, "chip", sort="state", chip=look),
    )  # fmt: skip


def bars(ordered: int, shipped: int, received: int, handed_over: int) -> tuple[tuple[float, ToneName], ...]:
    """Return handed over, in store and on the road as parts of the ordered quantity."""
    whole = max(1, ordered)
    handed = min(max(0, handed_over), whole)
    stored = max(0, min(received, whole) - handed)
    coming = max(0, min(shipped, whole) - handed - stored)
    return (handed / whole, "ok"), (stored / whole, "teal"), (coming / whole, "info")


def _bars(row: OrderLineRow) -> tuple[tuple[float, ToneName], ...]:
    return bars(row.quantity - row.canceled, row.shipped, row.received, row.handed_over)


def _order_bars(row: OrderRow) -> tuple[tuple[float, ToneName], ...]:
    return bars(row.ordered, row.shipped, row.received, row.handed_over)


def _order_words(row: OrderRow) -> str:
    return fate_words(row.ordered, row.shipped, row.received, row.handed_over)


def fate_words(ordered: int, shipped: int, received: int, handed_over: int) -> str:
    """Say what became of so many, for a screen reader and the clipboard."""
    return _("{shipped} shipped, {received} received, {handed} handed over of {ordered}").format(
        shipped=number(shipped), received=number(received), handed=number(handed_over), ordered=number(ordered)
    )


def _line_about(row: OrderLineRow) -> str:
    """Say what tells the line from the order's other lines: code, project, what was canceled, what must come along."""
    canceled = (
        ngettext("{n} canceled", "{n} canceled", row.canceled).format(n=number(row.canceled)) if row.canceled else ""
    )
    parts = (
        row.code, row.project, canceled, _("serial list") if row.serial_list else "", _("lot and expiry") if row.lot_required else "",
        _("{n} months left").format(n=row.min_life_months) if row.min_life_months else "",
    )  # fmt: skip
    return " · ".join(part for part in parts if part)


def line_columns(currency: Callable[[], str]) -> tuple[Column, ...]:
    """Return the columns of an order's lines, in its `currency`."""
    return (
        Column("line", "#", lambda row: str(row.line_no), 66, "numberQuiet"),
        Column("item", N_("Item"), lambda row: row.item, 220, "strong", stretch=True, sub=_line_about),
        Column("quantity", N_("Ordered"), lambda row: number(row.quantity - row.canceled), 74, "numberStrong"),
        Column("shipped", N_("Shipped"), lambda row: number(row.shipped), 72, "number", yields=2),
        Column("received", N_("Received"), lambda row: number(row.received), 76, "number"),
        Column("handed", N_("Handed over"), lambda row: number(row.handed_over), 92, "number"),
        Column("progress", N_("Progress"), _progress_words, 110, "progress", progress=_bars),
        Column("unit", N_("Unit"), lambda row: row.unit, 48, "text", shown="normal"),
        Column(
            "price",
            N_("Unit price"),
            lambda row: price(UnitPrice(row.price_micros, currency())),
            96,
            "money",
            shown="roomy",
        ),
        Column("value", N_("Total"), lambda row: money(Money(row.left_minor, currency())), 108, "money"),
    )


def _progress_words(row: OrderLineRow) -> str:
    return fate_words(row.quantity - row.canceled, row.shipped, row.received, row.handed_over)


def draft_columns(currency: Callable[[], str]) -> tuple[Column, ...]:
    """Return the columns of a draft's lines, in its `currency`."""
    return (
        Column("line", "#", lambda row: str(row.line_no), 34, "numberQuiet"),
        Column("item", N_("Item"), lambda row: row.item, 240, "strong", stretch=True, sub=_draft_about),
        Column("quantity", N_("Quantity"), lambda row: number(row.quantity), 84, "numberStrong"),
        Column("unit", N_("Unit"), lambda row: row.unit, 54, "text"),
        Column("price", N_("Unit price"), lambda row: price(UnitPrice(row.price_micros, currency())), 110, "money"),
        Column("value", N_("Total"), lambda row: money(Money(row.value_minor, currency())), 120, "money"),
    )


def _draft_about(row: FormLine) -> str:
    terms = row.terms
    parts = (
        row.code, terms.project, _("origin {country}").format(country=terms.origin) if terms.origin else "",
        _("serial list") if terms.serial_list else "", _("lot and expiry") if terms.lot_required else "",
        _("{n} months left").format(n=terms.min_life_months) if terms.min_life_months else "",
    )  # fmt: skip
    return " · ".join(part for part in parts if part)


def shipment_words(one: OrderShipment) -> str:
    """Return the number of a shipment, or its title while it has none."""
    return screen_number(one.number) or one.title
