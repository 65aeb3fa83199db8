"""How transfers are said on the screen."""

from __future__ import annotations

from inl_logistics.kernel.translation import N_
from inl_logistics.transfers.queries import LONG_DAYS, TransferRow
from ui.kit.chips import ChipLook, chip
from ui.kit.tokens import ToneName

STATES = {
    "draft": N_("Draft"), "in-transit": N_("On the road"), "partly-received": N_("Partly received"),
    "received": N_("Received"), "canceled": N_("Canceled"), "long": N_("Long on the road"),
}  # fmt: skip
EVENTS: dict[str, tuple[str, str, ToneName]] = {
    "received": (N_("{n} received"), "arrow-down-to-line", "ok"), "returned": (N_("{n} sent back"), "undo-2", "warn"),
    "lost": (N_("{n} written off"), "circle-x", "bad"),
}  # fmt: skip


def transfer_chip(row: TransferRow) -> ChipLook:
    """Return the one chip of a transfer."""
    return chip("transfer", row.status.replace("-", "_"))


def transfer_chips(row: TransferRow) -> list[ChipLook]:
    """Return the state, and that it is on the road for long."""
    found = [transfer_chip(row)]
    if row.on_road and row.days > LONG_DAYS:
        found.append(chip("transfer", "long", number=row.days))
    return found
