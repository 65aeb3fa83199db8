"""The columns of outbound shipments, of what they carry, and of handovers that wait for a vehicle."""

from __future__ import annotations

from dataclasses import dataclass

from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kernel.values import Money
from inl_logistics.outbound.loads import GoodsRow, StopRow, VehicleRow
from inl_logistics.outbound.queries import HandoverChoice, OutboundListRow
from inl_logistics.register.numbers import screen_number
from inl_logistics.transfers.roadgoods import RoadGoods
from ui.kit import paint
from ui.kit.chips import ChipLook, chip
from ui.kit.formats import day, money, number
from ui.kit.tables import Column
from ui.kit.tokens import ToneName
from ui.outbound.words import outbound_chip, stop_chip, stop_name, vehicle_name

Parts = tuple[tuple[float, ToneName], ...]


def _way(row: OutboundListRow) -> Parts:
    whole = max(1, row.units)
    return ((max(0, row.units - row.on_road) / whole, "ok"), (row.on_road / whole, "info")) if row.sent_on else ()


def _late(row: OutboundListRow) -> ToneName | None:
    return "bad" if row.late else None


LIST = (
    Column("number", N_("Shipment"), lambda row: screen_number(row.number) or _("Draft"), 156, "strong", sort="number"),
    Column("title", N_("Run"), lambda row: row.title or "—", 170, "text", sort="title", stretch=True),
    Column("planned_on", N_("Planned for"), lambda row: day(row.planned_on) if row.planned_on else "—", 96, "date",
           sort="planned_on", tone=_late, yields=2),
    Column("sent_on", N_("Left on"), lambda row: day(row.sent_on) if row.sent_on else "—", 96, "date", sort="sent_on",
           yields=1),
    Column("vehicles", N_("Vehicles"), lambda row: number(row.vehicles), 72, "number", sort="vehicles", yields=2),
    Column("drivers", N_("Drivers"), lambda row: row.drivers or "—", 140, "quiet", shown="wide"),
    Column("handovers", N_("Handovers"), lambda row: number(row.handovers), 82, "number", yields=1),
    Column("units", N_("Units"), lambda row: number(row.units), 64, "number", sort="units"),
    Column("on_road", N_("On the road"), lambda row: number(row.on_road), 88, "numberStrong", sort="on_road"),
    Column("progress", N_("Delivered"), lambda row: f"{row.units - row.on_road if row.sent_on else 0} / {row.units}", 100,
           "progress", shown="normal", progress=_way),
    Column("value", N_("Value"), lambda row: money(Money(row.value_minor), cents=False), 96, "money", shown="wide"),
    Column("state", N_("Status"), lambda row: outbound_chip(row).text, 158, "chip", chip=outbound_chip),
)  # fmt: skip


def _tracked(row: GoodsRow) -> str:
    if row.serials:
        one = row.serials[0]
        several = ngettext("{n} serial", "{n} serials", len(row.serials)).format(n=len(row.serials))
        return one if len(row.serials) == 1 else several
    if row.lot:
        return _("Lot {lot}").format(lot=paint.isolated(row.lot))
    return _("By quantity")


def _lasts(row: GoodsRow) -> str:
    return _("until {day}").format(day=day(row.expires_on)) if row.expires_on else ""


def _store(row: GoodsRow) -> str:
    return row.place.removesuffix(row.bin).strip() if row.bin else ""


def _quantity(row: GoodsRow) -> str:
    if row.signed is not None and row.signed != row.quantity:
        return _("{signed} of {printed}").format(signed=number(row.signed), printed=number(row.quantity))
    if row.planned is not None:
        return _("{there} of {planned}").format(there=number(row.quantity), planned=number(row.planned))
    return number(row.quantity)


GOODS = (
    Column("item", N_("Item"), lambda row: row.item, 170, "strong", stretch=True,
           sub=lambda row: " · ".join(filter(None, (row.code, row.hazard)))),
    Column("place", N_("Bin"), lambda row: row.bin or screen_number(row.place), 102, "text", sub=_store, yields=3),
    Column("tracking", N_("Tracking"), _tracked, 106, "quiet", sub=_lasts, yields=2),
    Column("quantity", N_("Units"), _quantity, 58, "numberStrong",
           problem=lambda row: _("Less was there than was put aside.") if row.planned is not None else ""),
    Column("package", N_("Carton"), lambda row: row.package or "—", 66, "link"),
    Column("receipt", N_("For"), lambda row: screen_number(row.receipt) or _("Draft"), 104, "quiet", yields=1),
    Column("picked", N_("Picked"), lambda row: _("Picked") if row.picked else _("To pick"), 84, "chip",
           chip=lambda row: chip("pick", "done" if row.picked else "open")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StopLine:
    """A stop with its vehicle, as the list of stops shows it."""

    stop: StopRow
    vehicle: VehicleRow


def _picked(row: StopLine) -> str:
    return f"{number(row.stop.picked)} / {number(row.stop.picks)}" if row.stop.picks else "—"


def _cartons(row: StopLine) -> str:
    count = row.stop.cartons
    return ngettext("{n} carton", "{n} cartons", count).format(n=number(count)) if count else ""


def _paper(row: StopLine) -> str:
    """Say how far the receipt is, and whether it was printed."""
    state, count = row.stop.handover_state, row.stop.printed
    said = chip("handover", "ready" if state == "issued" else state).text
    if state != "issued" or not count:
        return said if row.stop.receipt else ""
    if count == 1:
        return _("Printed")
    return ngettext("Printed {n} time", "Printed {n} times", count).format(n=number(count))


def _copy(row: StopLine) -> ChipLook | None:
    looks = {"filed": ChipLook("ok", _("Filed"), "file-check"), "missing": ChipLook("warn", _("Missing"))}
    return looks.get(row.stop.copy)


def stop_columns() -> tuple[Column, ...]:
    """Return the columns of the stops of a run: picked, receipt, outcome and signed copy of each."""
    return (
        Column("stop", N_("Stop"), lambda row: stop_name(row.stop), 176, "strong", stretch=True,
               sub=lambda row: row.stop.unit),
        Column("vehicle", N_("Vehicle"), lambda row: vehicle_name(row.vehicle), 96, "text",
               sub=lambda row: screen_number(row.vehicle.number), yields=2),
        Column("units", N_("Units"), lambda row: number(row.stop.units), 56, "numberStrong", shown="normal", yields=1),
        Column("picked", N_("Picked"), _picked, 78, "number", sub=_cartons, yields=3,
               tone=lambda row: "ok" if row.stop.picks and row.stop.picked >= row.stop.picks else None),
        Column("receipt", N_("Receipt"), lambda row: screen_number(row.stop.receipt) or _("Draft"), 116, "link",
               sub=_paper),
        Column("outcome", N_("Outcome"), lambda row: stop_chip(row.stop).text, 112, "chip",
               chip=lambda row: stop_chip(row.stop)),
        Column("copy", N_("Copy"), lambda row: look.text if (look := _copy(row)) else "—", 84, "chip", chip=_copy),
    )  # fmt: skip


ROAD = (
    Column("item", N_("Item"), lambda row: row.item, 170, "strong", stretch=True, sub=lambda row: row.code),
    Column("what", N_("Serial or lot"), lambda row: row.serial or row.lot or "—", 140, "text"),
    Column("for", N_("For"), lambda row: _held_for(row), 130, "quiet", yields=1),
    Column("quantity", N_("Units"), lambda row: number(row.quantity), 72, "numberStrong"),
)  # fmt: skip


def _held_for(row: RoadGoods) -> str:
    return screen_number(row.receipt) or (_("Draft handover") if row.handover_id else _("nobody"))


WAITING = (
    Column("number", N_("Handover"), lambda row: screen_number(row.number) or _("Draft"), 108, "strong"),
    Column("facility", N_("Facility"), lambda row: row.facility or "—", 160, "text", stretch=True,
           sub=lambda row: row.unit),
    Column("planned", N_("Planned for"), lambda row: day(row.planned_on) if row.planned_on else "—", 96, "date"),
    Column("plan", N_("Plan"), lambda row: screen_number(row.requirement) or "—", 96, "quiet"),
    Column("units", N_("Units"), lambda row: number(row.units), 64, "number"),
    Column("state", N_("Status"), lambda row: chip("handover", row.state).text, 86, "chip",
           chip=lambda row: chip("handover", row.state)),
)  # fmt: skip


def waiting_key(row: HandoverChoice) -> int:
    """Return the key of a handover that waits."""
    return row.id
