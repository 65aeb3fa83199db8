"""What a shipment's state means, sentence by sentence, and the records that wait for it. Source: ui.md 1 (4), 10."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal

from inl_logistics.kernel.dates import day_month
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import _, ngettext
from inl_logistics.register.numbers import screen_number
from inl_logistics.shipments.queries import ShipmentDetail
from inl_logistics.shipments.waiting import Waiting
from ui.kit.cards import Card
from ui.kit.tokens import ToneName
from ui.kit.widget import IconMark, Label, Link, column, emptied, row
from ui.shipments import words


class AttentionCard(Card):
    """Consequences and warnings; hidden while there are none."""

    opened = Signal(str, int)

    def __init__(self) -> None:
        super().__init__()
        self.lines = column(None, margins=(14, 8, 14, 10), gap=8)
        self.body.addLayout(self.lines)
        self.retranslate()

    def retranslate(self) -> None:
        """Set the words again."""
        self.set_title(_("What it means"))

    def show_record(self, record: ShipmentDetail, *, today: date) -> None:
        """Show what a shipment's state means."""
        self._empty()
        said = words.demurrage_words(record.demurrage, today=today) if not record.history else ""
        if said:
            running = record.demurrage is not None and record.demurrage.days > 0
            self._say(said, "bad" if running else "warn", "hourglass")
        for problem in record.warnings if record.state not in ("closed", "canceled") else ():
            self._say(sentence(problem), "warn", "triangle-alert")
        delivery = max(record.delivery_on or today, today)  # what has not come cannot come before today
        for one in record.waiting if record.state != "draft" else ():
            self._wait(one, delivery, today)
        self.setVisible(self.lines.count() > 0)

    def _empty(self) -> None:
        while (item := self.lines.takeAt(0)) is not None:
            layout = item.layout()
            if layout is not None:
                emptied(layout)
                layout.deleteLater()

    def _say(self, text: str, tone: ToneName, icon: str) -> None:
        mark = column(None, 1, IconMark(icon, tone=tone), "stretch")
        said = Label(text, role="secondary", token="text2", wrap=True)
        said.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        line = row(None, mark, said, gap=8)
        line.setStretch(1, 1)
        self.lines.addLayout(line)

    def _wait(self, one: Waiting, delivery: date | None, today: date) -> None:
        link = Link(screen_number(one.name) or one.name, role="label")
        link.clicked.connect(partial(self.opened.emit, one.kind, one.id))
        over = one.days_over(delivery)
        text = ngettext("{n} unit", "{n} units", one.quantity).format(n=one.quantity)
        if one.on is not None:
            text = _("{units}, needed by {day}").format(units=text, day=day_month(one.on, today))
        if over:
            text += " · " + ngettext("{n} day over", "{n} days over", over).format(n=over)
        if one.complete is not None:
            text += " · " + _("{percent} % is there").format(percent=one.complete)
        said = Label(text, role="secondary", token="text2", tone="bad" if over else None, wrap=True)
        line = column(None, row(None, link, "stretch"), said, gap=1)
        self.lines.addLayout(line)
