"""The frame of every record screen: header with title, chips, actions and life; then cards. Source: ui.md 2, 10.

class ShipmentPage(RecordPage):
    def __init__(self, context, route):
        super().__init__(context, route)
        self.milestones = Milestones(); self.head.set_life(self.milestones)
        self.head.add_action(self._print); self.head.set_primary(self._receive)
        self.body.addLayout(row(None, packages_card, lines_card, details, gap=12), 1)
    def show_record(self, record):
        self.head.set_title(record.title); self.head.set_chips([chip("shipment", record.state)])
        self.head.set_summary(...); self.banner.show_message("warn", ...)
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QWidget

from ui.kit import paint
from ui.kit.buttons import Button
from ui.kit.cards import Banner
from ui.kit.chips import ChipLabel, ChipLook
from ui.kit.navigation import Page, PageContext, Route
from ui.kit.widget import Label, Surface, column, emptied, row


class RecordHead(Surface):
    """White header: title and chips, actions at the end, summary, stepper or milestones."""

    def __init__(self) -> None:
        super().__init__("surface", line="bottom")
        self._title = Label(role="title", elide=True)
        # As wide as its words, so that the chips follow; cut only where the actions need the room.
        self._title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._title.setMinimumWidth(110)
        self._chips, self._actions, self._life = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        self._aside = Label(role="secondary", token="text2", elide=True)
        self._aside.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._aside.setMinimumWidth(40)
        self._aside.hide()
        self._why = Label(role="body", token="text2", wrap=True)
        self._why.hide()
        for box in (self._chips, self._actions):
            box.setSpacing(8)
        self._summary = Label(role="secondary", token="text2", elide=True)
        self._summary.hide()
        self._primary: Button | None = None
        self._top = row(None, self._title, self._chips, self._aside, "stretch", self._why, self._actions, gap=9)
        self._layout = column(self, self._top, 5, self._summary, self._life, margins=(18, 10, 18, 11))
        self._life.setContentsMargins(0, 0, 0, 0)

    def set_title(self, text: str) -> None:
        """Set the record's name."""
        self._title.setText(text)
        self._title.setMinimumWidth(min(120, int(paint.width_of(text, "title")) + 4))
        self.setAccessibleName(text)

    def title(self) -> str:
        """Return the record's name."""
        return self._title.text()

    def set_chips(self, looks: Sequence[ChipLook]) -> None:
        """Show states after the title."""
        emptied(self._chips)
        for look in looks:
            self._chips.addWidget(ChipLabel(look))

    def set_summary(self, text: str) -> None:
        """Set the line below the title; its parts keep their order in right-to-left text too."""
        self._summary.setText(" · ".join(paint.isolated(part) for part in text.split(" · ")))
        self._summary.setVisible(bool(text))

    def set_aside(self, text: str) -> None:
        """Set a quiet text beside the title, instead of a summary line (receiving, import)."""
        self._aside.setText(text)
        self._aside.setVisible(bool(text))

    def add_action(self, button: QWidget) -> None:
        """Put a button before the primary one."""
        at = self._actions.count() - (1 if self._primary is not None else 0)
        self._actions.insertWidget(at, button)

    def set_primary(self, button: Button) -> None:
        """Put the one primary button at the end."""
        self._primary = button
        self._actions.addWidget(button)
        if button.reason():
            self.set_reason(button.reason())

    def set_reason(self, why: str) -> None:
        """Disable the primary button and say why beside it; empty enables it."""
        if self._primary is not None:
            self._primary.set_reason(why)
            why = self._primary.reason()
        self._why.setText(why)
        self._why.setVisible(bool(why))
        self._fit_reason()

    def _fit_reason(self) -> None:
        """Say the reason in one line where the title has its room beside it, else in two."""
        why = self._why.text()
        if not why:
            return
        parts = (self._chips, self._actions)
        taken = paint.width_of(self._title.text(), "title") + sum(one.sizeHint().width() for one in parts)
        if not self._aside.isHidden():
            taken += self._aside.sizeHint().width()
        margins = self._layout.contentsMargins()
        room = self.width() - margins.left() - margins.right() - self._top.spacing() * self._top.count() - taken
        whole = paint.width_of(why, "body")
        self._why.setFixedWidth(int(whole if whole <= room else _two_lines(why)) + 4)

    def event(self, event: QEvent) -> bool:
        """Share the room anew when a button comes or the window changes."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}:
            self._fit_reason()
        return super().event(event)

    def set_life(self, widget: QWidget) -> None:
        """Show a stepper or milestones below the title."""
        self._life.setContentsMargins(0, 8, 0, 0)
        self._life.addWidget(widget)
        if widget.sizePolicy().horizontalPolicy() != widget.sizePolicy().Policy.Expanding:
            self._life.addStretch(1)

    def add_line(self, content: QWidget | QHBoxLayout) -> None:
        """Add another line to the header (receiving figures and progress)."""
        self._layout.addSpacing(8)
        if isinstance(content, QWidget):
            self._layout.addWidget(content)
        else:
            self._layout.addLayout(content)


def _two_lines(text: str) -> float:
    """Return how wide a text is at least in two lines."""
    words = text.split()
    return min(
        max(paint.width_of(" ".join(part), "body") for part in (words[:at], words[at:]))
        for at in range(1, len(words) + 1)
    )


class RecordPage(Page):
    """Header that never scrolls, body that does."""

    def __init__(self, context: PageContext, route: Route, *, side: QWidget | None = None) -> None:
        super().__init__(context, route)
        self.head, self.banner = RecordHead(), Banner()
        content = QWidget()
        content.setProperty("plain", "true")
        self.body = column(content, self.banner, margins=14, gap=12)
        self._scroll = QScrollArea()
        self._scroll.setWidget(content)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        main = column(None, self.head, self._scroll)
        main.setStretch(1, 1)
        self.foot = QHBoxLayout()
        main.addLayout(self.foot)
        outer = row(self, main)
        outer.setStretch(0, 1)
        if side is not None:
            outer.addWidget(side)
