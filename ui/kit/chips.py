"""Chips: the one vocabulary of (record, state) → tone, icon and words, and the widget that shows one.

    chip("shipment", "late", number=6)          -> ChipLook("bad", "6 days late", icon="clock")
    ChipLabel(chip("handover", "ready"))
    Column("status", ..., chip=lambda row: chip("stock", row.state, number=row.reserved))

A state may carry an amount or a date; it belongs in the chip. Source: ui.md 7.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from inl_logistics.kernel.translation import N_, NP_, _, ngettext
from ui.kit import paint, theme
from ui.kit.tokens import ToneName
from ui.kit.widget import KitWidget


@dataclass(frozen=True, slots=True)
class ChipLook:
    """What a chip shows; `text` is translated already."""

    tone: ToneName
    text: str
    icon: str = ""
    dot: bool = True


@dataclass(frozen=True, slots=True)
class _Word:
    tone: ToneName
    text: str | tuple[str, str]
    icon: str = ""
    dot: bool = True


_W = _Word
VOCABULARY: Mapping[tuple[str, str], _Word] = {
    # purchase order
    ("order", "draft"): _W("neutral", N_("Draft")),
    ("order", "closed"): _W("neutral", N_("Closed")),
    ("order", "short_closed"): _W("neutral", N_("Short-closed")),
    ("order", "ordered"): _W("info", N_("Ordered")),
    ("order", "part_shipped"): _W("info", N_("Part shipped")),
    ("order", "part_received"): _W("info", N_("Part received")),
    ("order", "complete"): _W("ok", N_("Complete")),
    ("order", "due"): _W("warn", N_("Due in {number} d")),
    ("order", "late"): _W("bad", N_("Late {number} d")),
    ("order", "canceled"): _W("bad", N_("Canceled")),
    # shipment
    ("shipment", "draft"): _W("neutral", N_("Draft")),
    ("shipment", "planned"): _W("neutral", N_("Planned")),
    ("shipment", "in_transit"): _W("info", N_("In transit")),
    ("shipment", "counting"): _W("info", N_("Counting")),
    ("shipment", "arrived"): _W("info", N_("Arrived")),
    ("shipment", "delivered"): _W("ok", N_("Delivered")),
    ("shipment", "received"): _W("ok", N_("Received")),
    ("shipment", "closed"): _W("neutral", N_("Closed")),
    ("shipment", "canceled"): _W("bad", N_("Canceled")),
    ("shipment", "at_customs"): _W("warn", N_("At customs"), "landmark"),
    ("shipment", "due"): _W("warn", N_("Due in {number} d")),
    ("shipment", "late"): _W("bad", NP_("{number} day late", "{number} days late"), "clock"),
    ("shipment", "to_resolve"): _W("violet", N_("{number} to resolve")),
    # transfers, outbound shipments and their stops
    ("transfer", "draft"): _W("neutral", N_("Draft")),
    ("transfer", "in_transit"): _W("info", N_("On the road")),
    ("transfer", "partly_received"): _W("warn", N_("Partly received")),
    ("transfer", "received"): _W("ok", N_("Received")),
    ("transfer", "canceled"): _W("bad", N_("Canceled")),
    ("transfer", "long"): _W("bad", NP_("{number} day on the road", "{number} days on the road"), "clock"),
    ("outbound", "draft"): _W("neutral", N_("Draft")),
    ("outbound", "issued"): _W("info", N_("Issued")),
    ("outbound", "ready"): _W("info", N_("Ready to leave")),
    ("outbound", "on_the_road"): _W("info", N_("On the road")),
    ("outbound", "delivered"): _W("ok", N_("Delivered")),
    ("outbound", "copy_missing"): _W("warn", NP_("{number} return copy missing", "{number} return copies missing")),
    ("outbound", "canceled"): _W("bad", N_("Canceled")),
    ("outbound", "late"): _W("bad", N_("Late")),
    ("pick", "open"): _W("neutral", N_("To pick")),
    ("pick", "done"): _W("ok", N_("Picked")),
    ("goods", "good"): _W("ok", N_("Unharmed")),
    ("goods", "damaged"): _W("bad", N_("Damaged")),
    ("stop", "open"): _W("neutral", N_("Open")),
    ("stop", "delivered"): _W("ok", N_("Delivered")),
    ("stop", "partly"): _W("warn", N_("Partly delivered")),
    ("stop", "closed"): _W("bad", N_("Closed")),
    ("stop", "refused"): _W("bad", N_("Refused")),
    ("stop", "diverted"): _W("violet", N_("Diverted")),
    # receiving, by line and as a whole
    ("receiving", "waiting"): _W("neutral", N_("Waiting")),
    ("receiving", "counting"): _W("info", N_("Counting")),
    ("receiving", "paused"): _W("warn", N_("Paused")),
    ("receiving", "part"): _W("info", N_("Received in part")),
    ("receiving", "open"): _W("info", N_("Counting")),
    ("receiving", "abandoned"): _W("neutral", N_("Given up")),
    ("receiving", "complete"): _W("ok", N_("Complete")),
    ("receiving", "posted"): _W("ok", N_("Received")),
    ("receiving", "over"): _W("violet", N_("{number} over")),
    ("receiving", "short"): _W("warn", N_("{number} short")),
    ("receiving", "to_resolve"): _W("bad", N_("{number} to resolve")),
    ("receiving", "wrong"): _W("violet", N_("{number} kept apart")),
    ("receiving", "reversed"): _W("bad", N_("Reversed")),
    ("account", "closed"): _W("neutral", N_("Closed")),
    # register of numbers
    ("number", "posted"): _W("ok", N_("Posted")),
    ("number", "issued"): _W("info", N_("Issued, not signed")),
    ("number", "signed"): _W("ok", N_("Signed")),
    ("number", "variance"): _W("warn", N_("With differences")),
    ("number", "void"): _W("neutral", N_("Void")),
    ("number", "refused"): _W("bad", N_("Refused")),
    ("number", "reversed"): _W("bad", N_("Taken back")),
    ("number", "canceled"): _W("neutral", N_("Canceled")),
    ("number", "missing"): _W("bad", N_("Missing")),
    ("device", "here"): _W("ok", N_("This device")),
    ("device", "ours"): _W("info", N_("This post")),
    ("device", "other"): _W("neutral", N_("Another post")),
    # conditions of receipts
    ("clauses", "reviewed"): _W("ok", N_("Approved")),
    ("clauses", "unreviewed"): _W("warn", N_("Not yet approved")),
    ("clauses", "older"): _W("neutral", N_("Earlier version")),
    # stock
    ("stock", "none"): _W("neutral", N_("None")),
    ("stock", "expired"): _W("neutral", N_("Expired")),
    ("stock", "reserved"): _W("info", N_("Reserved {number}")),
    ("stock", "in_transit"): _W("info", N_("In transit {number}")),
    ("stock", "available"): _W("ok", N_("Available")),
    ("stock", "expires"): _W("warn", N_("Expires in {number} d")),
    ("stock", "below_minimum"): _W("bad", N_("Below minimum")),
    ("stock", "damaged"): _W("bad", N_("Damaged")),
    ("stock", "quarantine"): _W("violet", N_("Quarantine {number}")),
    ("stock", "in_store"): _W("teal", N_("In store")),
    # serial unit
    ("unit", "available"): _W("ok", N_("Available")),
    ("unit", "reserved"): _W("info", N_("Reserved {text}")),
    ("unit", "quarantine"): _W("violet", N_("Quarantine")),
    ("unit", "handed_over"): _W("neutral", N_("Handed over")),
    ("unit", "in_transit"): _W("info", N_("In transit")),
    ("unit", "damaged"): _W("bad", N_("Damaged")),
    ("unit", "lost"): _W("bad", N_("Lost")),
    # handover
    ("handover", "draft"): _W("neutral", N_("Draft")),
    ("handover", "void"): _W("neutral", N_("Void")),
    ("handover", "checked"): _W("info", N_("Checked")),
    ("handover", "issued"): _W("info", N_("Issued")),
    ("handover", "ready"): _W("info", N_("Ready to sign")),
    ("handover", "signed"): _W("ok", N_("Signed")),
    ("handover", "complete"): _W("ok", N_("Complete")),
    ("handover", "copy_missing"): _W("warn", N_("Copy missing {number} d")),
    ("handover", "late_entry"): _W("violet", N_("Late entry")),
    ("handover", "variance"): _W("warn", N_("Variance")),
    ("handover", "blocked"): _W("bad", N_("Blocked")),
    ("handover", "refused"): _W("bad", N_("Refused")),
    ("handover", "part_reversed"): _W("bad", N_("Partly reversed")),
    ("handover", "reversed"): _W("bad", N_("Reversed")),
    # vetting of a unit
    ("vetting", "not_required"): _W("neutral", N_("Not required")),
    ("vetting", "requested"): _W("info", N_("Requested")),
    ("vetting", "vetted"): _W("ok", N_("Vetted to {text}"), "circle-check"),
    ("vetting", "ends"): _W("warn", N_("Ends in {number} d"), "shield-alert"),
    ("vetting", "not_vetted"): _W("bad", N_("Not vetted"), "shield-alert"),
    ("vetting", "denied"): _W("bad", N_("Denied"), "shield-alert"),
    ("vetting", "ended"): _W("bad", N_("Ended"), "shield-alert"),
    # end-use check
    ("check", "planned"): _W("neutral", N_("Planned")),
    ("check", "due"): _W("info", N_("Due {text}")),
    ("check", "under_way"): _W("info", N_("Under way")),
    ("check", "verified"): _W("ok", N_("Verified")),
    ("check", "overdue"): _W("warn", N_("Overdue {number} d")),
    ("check", "not_found"): _W("bad", N_("Not found")),
    ("check", "misuse"): _W("bad", N_("Misuse")),
    ("check", "partly_seen"): _W("violet", N_("Partly seen")),
    # count
    ("count", "planned"): _W("neutral", N_("Planned")),
    ("count", "counting"): _W("info", N_("Counting")),
    ("count", "matched"): _W("ok", N_("Matched")),
    ("count", "recount"): _W("warn", N_("Recount")),
    ("count", "different"): _W("bad", N_("{number} different")),
    ("count", "adjusted"): _W("warn", N_("{number} adjusted")),
    ("count", "checked"): _W("info", N_("Counted")),
    ("count", "posted"): _W("ok", N_("Posted")),
    ("count", "canceled"): _W("neutral", N_("Canceled")),
    ("count", "counted"): _W("ok", N_("Counted")),
    ("count", "waiting"): _W("neutral", N_("Not counted")),
    ("count", "disagree"): _W("bad", N_("Counters disagree")),
    ("count", "line_different"): _W("bad", N_("Different {text}")),
    ("count", "out"): _W("info", N_("Out {number}")),
    # agreements, requirements, cases, discrepancies
    ("agreement", "draft"): _W("neutral", N_("Draft")),
    ("agreement", "active"): _W("ok", N_("Active")),
    ("agreement", "ends"): _W("warn", N_("Ends in {number} d")),
    ("agreement", "ended"): _W("neutral", N_("Ended")),
    ("agreement", "over_ceiling"): _W("bad", N_("Over ceiling")),
    ("requirement", "draft"): _W("neutral", N_("Draft")),
    ("requirement", "submitted"): _W("info", N_("Submitted")),
    ("requirement", "approved"): _W("ok", N_("Approved")),
    ("requirement", "rejected"): _W("bad", N_("Rejected")),
    ("requirement", "canceled"): _W("bad", N_("Canceled")),
    ("requirement", "partly_ordered"): _W("info", N_("Partly ordered")),
    ("requirement", "ordered"): _W("info", N_("Ordered")),
    ("requirement", "ready"): _W("ok", N_("Ready to hand over")),
    ("requirement", "partly_handed_over"): _W("info", N_("Partly handed over")),
    ("requirement", "handed_over"): _W("ok", N_("Handed over")),
    ("requirement", "late"): _W("bad", N_("Late {number} d")),
    ("requirement", "urgent"): _W("warn", N_("Urgent")),
    ("requirement", "emergency"): _W("bad", N_("Emergency")),
    ("discrepancy", "open"): _W("bad", N_("Open")),
    ("discrepancy", "claimed"): _W("info", N_("Claimed")),
    ("discrepancy", "due"): _W("warn", N_("Claim by {text}")),
    ("discrepancy", "overdue"): _W("bad", N_("Was due {text}")),
    ("discrepancy", "resolved"): _W("ok", N_("Closed")),
    ("case", "open"): _W("warn", N_("Open")),
    ("case", "approved"): _W("info", N_("Approved")),
    ("case", "closed"): _W("neutral", N_("Closed")),
    # import rows, catalog, partners, anything
    ("import", "ready"): _W("ok", N_("{number} ready")),
    ("import", "errors"): _W("bad", N_("{number} with errors")),
    ("import", "warnings"): _W("warn", N_("{number} with warnings")),
    ("item", "serial"): _W("neutral", N_("Serial tracked"), dot=False),
    ("item", "lot"): _W("neutral", N_("Lot tracked"), dot=False),
    ("item", "quantity"): _W("neutral", N_("By quantity"), dot=False),
    ("item", "active"): _W("ok", N_("Active")),
    ("item", "retired"): _W("neutral", N_("Retired")),
    ("item", "held"): _W("bad", N_("Policy hold")),
    ("item", "below"): _W("bad", N_("Below minimum")),
    ("partner", "active"): _W("ok", N_("Active")),
    ("partner", "inactive"): _W("neutral", N_("Inactive")),
    ("document", "missing"): _W("warn", N_("Missing"), "circle-dashed"),
    ("document", "filed"): _W("ok", N_("Filed")),
    ("backup", "old"): _W("warn", NP_("Last backup {number} day ago", "Last backup {number} days ago"), "hard-drive"),
}


def chip(record: str, state: str, *, number: int = 0, text: str = "") -> ChipLook:
    """Return the look of a state; an unknown one shows its own name in neutral."""
    word = VOCABULARY.get((record, state))
    if word is None:
        return ChipLook("neutral", state.replace("_", " ").capitalize())
    words = ngettext(*word.text, number) if isinstance(word.text, tuple) else _(word.text)
    shown = words.format(number=paint.isolated(f"{number:,}"), text=paint.isolated(text)).strip()
    return ChipLook(word.tone, shown, word.icon, word.dot)


class ChipLabel(KitWidget):
    """A chip as a widget of its own."""

    def __init__(self, look: ChipLook | None = None) -> None:
        super().__init__()
        self._look = look
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_look(look)

    def set_look(self, look: ChipLook | None) -> None:
        """Show another state, or nothing."""
        self._look = look
        self.setVisible(look is not None) if self.parent() is not None else None
        self.setAccessibleName(look.text if look else "")
        self.updateGeometry()
        self.update()

    def look(self) -> ChipLook | None:
        """Return what is shown."""
        return self._look

    def sizeHint(self) -> QSize:
        """Fit the words."""
        if self._look is None:
            return QSize(0, 0)
        return QSize(look_width(self._look), theme.px(paint.CHIP_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Never cut the words."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        look = self._look
        if look is None:
            return
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = self.width() - self.sizeHint().width() if rtl else 0
        paint.chip(QPainter(self), x, self.height() / 2, look.text, look.tone, icon=look.icon or None,
                   ratio=self.devicePixelRatioF(), dot=look.dot)  # fmt: skip


class ChipFlow(KitWidget):
    """Several chips that wrap into further lines where the panel is narrow."""

    _GAP = 6

    def __init__(self) -> None:
        super().__init__()
        self._looks: tuple[ChipLook, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_looks(self, looks: Sequence[ChipLook]) -> None:
        """Show other chips."""
        self._looks = tuple(looks)
        self.setAccessibleName(", ".join(look.text for look in looks))
        self.updateGeometry()
        self.update()

    def _places(self, width: int) -> list[tuple[ChipLook, int, int]]:
        places: list[tuple[ChipLook, int, int]] = []
        x, y, line = 0, 0, theme.px(paint.CHIP_HEIGHT)
        for look in self._looks:
            wide = look_width(look)
            if x and x + wide > width:
                x, y = 0, y + line + 4
            places.append((look, x, y))
            x += wide + self._GAP
        return places

    def hasHeightForWidth(self) -> bool:
        """Grow when the chips wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that a width needs."""
        places = self._places(width)
        return (places[-1][2] if places else 0) + theme.px(paint.CHIP_HEIGHT)

    def sizeHint(self) -> QSize:
        """Prefer one line."""
        wide = sum(look_width(look) + self._GAP for look in self._looks)
        return QSize(wide, self.heightForWidth(self.width() or wide))

    def minimumSizeHint(self) -> QSize:
        """Be as narrow as the widest chip."""
        widest = max((look_width(look) for look in self._looks), default=0)
        return QSize(min(widest, 120), theme.px(paint.CHIP_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chips."""
        painter, rtl = QPainter(self), self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        half, ratio = theme.px(paint.CHIP_HEIGHT) / 2, self.devicePixelRatioF()
        for look, x, y in self._places(self.width()):
            left = self.width() - x - look_width(look) if rtl else x
            paint.chip(painter, left, y + half, look.text, look.tone, icon=look.icon or None, ratio=ratio, dot=look.dot)


def look_width(look: ChipLook) -> int:
    """Return the width of a chip in px."""
    lead = 22 if look.icon else (18 if look.dot else 9)
    return int(paint.width_of(look.text, "chip") + 0.999) + lead + (8 if look.dot or look.icon else 9)
