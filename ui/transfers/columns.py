"""The columns of transfers and of their lines."""

from __future__ import annotations

from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kernel.values import Money
from inl_logistics.register.numbers import screen_number
from inl_logistics.transfers.queries import LONG_DAYS, TransferLineRow, TransferRow
from ui.kit import paint
from ui.kit.formats import day, money, number
from ui.kit.tables import Column
from ui.kit.tokens import ToneName
from ui.transfers.words import transfer_chip


def _arrived(units: int, on_road: int, *, sent: bool) -> tuple[tuple[float, ToneName], ...]:
    whole = max(1, units)
    return ((max(0, units - on_road) / whole, "ok"), (on_road / whole, "info")) if sent else ()


def _days(row: TransferRow) -> ToneName | None:
    return "bad" if row.days > LONG_DAYS else None


LIST = (
    Column("number", N_("Transfer"), lambda row: screen_number(row.number) or _("Draft"), 148, "strong", sort="number"),
    Column("reason", N_("Reason"), lambda row: row.reason or "—", 170, "text", sort="reason", stretch=True),
    Column("source", N_("From"), lambda row: row.source, 140, "text", sort="source", yields=2),
    Column("target", N_("To"), lambda row: row.target_bin, 150, "text", sort="target"),
    Column("sent_on", N_("Sent on"), lambda row: day(row.sent_on) if row.sent_on else "—", 96, "date", sort="sent_on", yields=1),
    Column("driver", N_("Driver"), lambda row: row.driver or "—", 120, "quiet", shown="wide"),
    Column("units", N_("Units"), lambda row: number(row.units), 70, "number", sort="units", yields=3),
    Column("on_road", N_("On the road"), lambda row: number(row.on_road), 88, "numberStrong", sort="on_road"),
    Column("days", N_("Days"), lambda row: number(row.days) if row.on_road else "—", 56, "number", tone=_days,
           shown="roomy"),
    Column("progress", N_("Arrived"), lambda row: f"{row.units - row.on_road if row.sent_on else 0} / {row.units}", 100,
           "progress", shown="normal", progress=lambda row: _arrived(row.units, row.on_road, sent=bool(row.sent_on))),
    Column("state", N_("Status"), lambda row: transfer_chip(row).text, 130, "chip", chip=transfer_chip),
)  # fmt: skip


def _tracked(row: TransferLineRow) -> str:
    if row.serials:
        return row.serials[0] if len(row.serials) == 1 else ngettext("{n} serial", "{n} serials", len(row.serials)).format(
            n=len(row.serials)
        )  # fmt: skip
    return _("Lot {lot}").format(lot=paint.isolated(row.lot)) if row.lot else _("By quantity")


LINES = (
    Column("item", N_("Item"), lambda row: row.item, 180, "strong", stretch=True, sub=lambda row: row.code),
    Column("tracking", N_("Tracking"), _tracked, 116, "text"),
    Column("place", N_("From bin"), lambda row: row.place, 136, "quiet", yields=2),
    Column("sent", N_("Sent"), lambda row: number(row.sent), 60, "numberStrong"),
    Column("received", N_("Received"), lambda row: number(row.received) if row.received else "—", 74, "number"),
    Column("returned", N_("Sent back"), lambda row: number(row.returned) if row.returned else "—", 78, "number", yields=1),
    Column("lost", N_("Lost"), lambda row: number(row.lost) if row.lost else "—", 52, "number",
           tone=lambda row: "bad" if row.lost else None, yields=1),
    Column("on_road", N_("On the road"), lambda row: number(row.on_road) if row.on_road else "—", 88, "numberStrong"),
    Column("value", N_("Value"), lambda row: money(Money(row.value_minor), cents=False), 90, "money", yields=1),
)  # fmt: skip
