"""Ending an order from its page: canceled while nothing was shipped, short-closed, or closed for good.

Source: domain.md 2 (states of an order); product.md 3 (short-close).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.purchasing.ending import cancel_order, close_order, short_close_order
from inl_logistics.purchasing.queries import OrderDetail
from ui.kit.dialogs import ask_text, confirm
from ui.kit.formats import number
from ui.kit.navigation import Command

if TYPE_CHECKING:
    from ui.purchasing.detail import OrderPage


def left_to_ship(order: OrderDetail) -> int:
    """Return how many units are awaited and on no shipment."""
    return sum(max(0, line.quantity - line.canceled - line.shipped) for line in order.lines)


def missing(order: OrderDetail) -> int:
    """Return how many units are awaited and were not accepted."""
    if order.history:
        return 0
    return sum(max(0, line.quantity - line.canceled - line.received) for line in order.lines)


class EndActs(QObject):
    """The acts that end one order."""

    def __init__(self, page: OrderPage) -> None:
        super().__init__(page)
        self._page = page

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here."""
        return (
            Command("order.end", N_("Short-close or cancel this order…"), self.end, "", "x", self._no_end),
            Command("order.close", N_("Close this order…"), self.close, "", "circle-check", self._no_close),
        )

    def show_record(self, order: OrderDetail) -> None:
        """Name the button by what ends this order next, and say why nothing does."""
        button = self._page.close_
        closes = self._closes(order)
        button.set_icon("circle-check" if closes else "x")
        if closes:
            button.setText(_("Close order…"))
        else:
            button.setText(_("Cancel order…") if self._cancels(order) else _("Short-close…"))
        button.set_reason(self._no_close() if closes else self._no_end())

    def go_on(self) -> None:
        """Do what the button says."""
        order = self._page.record
        if order is not None and self._closes(order):
            self.close()
        else:
            self.end()

    def _cancels(self, order: OrderDetail) -> bool:
        return not any(line.shipped for line in order.lines)

    def _closes(self, order: OrderDetail) -> bool:
        """Tell whether the next step is to close: nothing is left to be shipped."""
        return order.state in ("short-closed", "closed") or (order.state == "placed" and not left_to_ship(order))

    def _no_end(self) -> str:
        order = self._page.record
        if order is None or order.state in ("closed", "canceled", "short-closed"):
            return _("The order is closed")
        return _("Nothing is left to close") if order.state == "placed" and not left_to_ship(order) else ""

    def _no_close(self) -> str:
        order = self._page.record
        if order is None or order.state in ("closed", "canceled"):
            return _("The order is closed")
        return _("Place the order first") if order.state == "draft" else ""

    def end(self) -> None:
        """Ask why an order is canceled or short-closed."""
        page, order = self._page, self._page.record
        if order is None or self._no_end():
            return
        cancel = self._cancels(order)
        command = cancel_order if cancel else short_close_order
        title = _("Cancel this order?") if cancel else _("Short-close this order?")
        hint = (
            _("Nothing of it was shipped; its money is free again.") if cancel
            else _("What was not shipped is no longer awaited, and its money is free again.")
        )  # fmt: skip
        verb = _("Cancel order") if cancel else _("Short-close")
        ask_text(page, title, _("Reason"), verb, lambda reason: self._write(command, reason), hint=hint,
                 safe=_("Keep order"))  # fmt: skip

    def close(self) -> None:
        """Close a complete order; ask why, where something of it never came."""
        page, order = self._page, self._page.record
        if order is None or self._no_close():
            return
        units = missing(order)
        if not units:
            confirm(page, title=_("Close this order?"),
                    text=_("It is complete. A closed order takes no more shipments and is not amended."),
                    safe=_("Keep open"), danger=_("Close order"), done=lambda: self._write(close_order, ""))  # fmt: skip
            return
        hint = ngettext("{n} unit was not accepted. What was not shipped is no longer awaited, and its money is free again.",
                        "{n} units were not accepted. What was not shipped is no longer awaited, and its money is free again.",
                        units).format(n=number(units))  # fmt: skip
        ask_text(page, _("Close this order?"), _("Reason"), _("Close order"),
                 lambda reason: self._write(close_order, reason), hint=hint, safe=_("Keep open"))  # fmt: skip

    def _write(self, command: Any, reason: str) -> None:
        page = self._page
        if page.record is not None:
            page.context.jobs.write(
                page, command, page.record.id, reason=reason, done=lambda _none: page.refresh(), failed=page.failed
            )
