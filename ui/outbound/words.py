"""How outbound shipments are said on the screen."""

from __future__ import annotations

from inl_logistics.kernel.translation import N_, _
from inl_logistics.outbound.loads import StopRow, VehicleRow
from inl_logistics.outbound.queries import OutboundListRow
from inl_logistics.outbound.records import StopOutcome
from inl_logistics.register.numbers import screen_number
from ui.kit.chips import ChipLook, chip
from ui.kit.tokens import ToneName

STATES = {
    "draft": N_("Draft"), "issued": N_("Issued"), "ready": N_("Ready to leave"), "on-the-road": N_("On the road"),
    "delivered": N_("Delivered"), "copy-missing": N_("Return copy missing"), "canceled": N_("Canceled"),
    "late": N_("Late"),
}  # fmt: skip
OUTCOMES = {
    StopOutcome.DELIVERED: N_("Delivered"), StopOutcome.PARTLY: N_("Partly delivered"),
    StopOutcome.CLOSED: N_("Closed: nobody took it"), StopOutcome.REFUSED: N_("Refused"),
    StopOutcome.DIVERTED: N_("Diverted elsewhere"), StopOutcome.OPEN: N_("Still open"),
}  # fmt: skip
EVENTS: dict[str, tuple[str, str, ToneName]] = {
    "returned": (N_("{n} brought back"), "undo-2", "warn"),
    "reloaded": (N_("{n} onto another vehicle"), "arrow-right-left", "info"),
    "lost": (N_("{n} written off"), "circle-x", "bad"),
}
FATES: dict[str, ToneName | None] = {
    "delivered": "ok", "partly": "warn", "closed": "bad", "refused": "bad", "diverted": "violet", "open": None,
}  # fmt: skip


def outbound_chip(row: OutboundListRow) -> ChipLook:
    """Return the one chip of a shipment."""
    return chip("outbound", row.status.replace("-", "_"), number=row.copies_missing)


def outbound_chips(row: OutboundListRow) -> list[ChipLook]:
    """Return the state, and that it should have left."""
    found = [outbound_chip(row)]
    if row.late:
        found.append(chip("outbound", "late"))
    return found


def stop_chip(stop: StopRow) -> ChipLook:
    """Return what is known of a stop."""
    return chip("stop", stop.fate)


def vehicle_name(vehicle: VehicleRow) -> str:
    """Name a vehicle by its plates, else by its place in the plan."""
    return vehicle.vehicle or _("Vehicle without plates")


def stop_name(stop: StopRow) -> str:
    """Name a stop by its facility, else by its unit or receipt."""
    return stop.facility or stop.unit or screen_number(stop.receipt) or _("Draft handover")
