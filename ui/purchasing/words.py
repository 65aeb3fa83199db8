"""How orders are said on the screen: states as chips. Source: ui.md 7."""

from __future__ import annotations

from datetime import date

from inl_logistics.kernel.translation import N_
from inl_logistics.purchasing.queries import OrderDetail, OrderRow
from ui.kit.chips import ChipLook, chip

STATES = {
    "draft": N_("Draft"), "ordered": N_("Ordered"), "part-shipped": N_("Part shipped"), "complete": N_("Complete"),
    "late": N_("Late"), "short-closed": N_("Short-closed"), "closed": N_("Closed"), "canceled": N_("Canceled"),
}  # fmt: skip
_DUE_SOON = 14


def order_chip(order: OrderRow | OrderDetail, *, today: date) -> ChipLook:
    """Return the one chip of an order."""
    days = (order.need_by - today).days if order.need_by else None
    if order.status == "late" and days is not None:
        return chip("order", "late", number=-days)
    if order.status in ("ordered", "part-shipped") and days is not None and 0 <= days <= _DUE_SOON:
        return chip("order", "due", number=days)
    return chip("order", order.status.replace("-", "_"))
