"""The life of one unit: its money and order, every movement, where it is now. Source: product.md 2.7."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from inl_logistics.handovers.returning import HeldGoods, return_held
from inl_logistics.inventory import layers, queries
from inl_logistics.inventory.layers import UnitHead
from inl_logistics.inventory.queries import LifeEvent
from inl_logistics.kernel import dates
from inl_logistics.kernel.statewords import CONDITIONS, STATUSES, TITLES
from inl_logistics.kernel.translation import N_, _
from inl_logistics.kernel.values import UnitPrice
from inl_logistics.labels.queries import TagRow, tag_of
from inl_logistics.labels.records import LabelKind
from inl_logistics.labels.tags import Subject
from inl_logistics.register.numbers import screen_number
from ui.inventory.inspector import open_entry
from ui.inventory.serialdialog import SerialDialog
from ui.inventory.words import document_words, tag_words, unit_chip
from ui.kit import paint
from ui.kit.buttons import Button
from ui.kit.cards import Card
from ui.kit.filescard import FilesCard
from ui.kit.formats import day, price
from ui.kit.inspector import Facts
from ui.kit.navigation import Command, Crumb, KeyHint, PageContext, Route
from ui.kit.recordpage import RecordPage
from ui.kit.timeline import Entry, Timeline
from ui.kit.widget import column, row
from ui.labels.dialog import LabelDialog


class UnitPage(RecordPage):
    """Biography beside the facts of now."""

    topics = frozenset({"ledger", "inventory", "labels"})

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route)
        self._unit: UnitHead | None = None
        self._tag = ""
        self._events: tuple[LifeEvent, ...] = ()
        self.life, self.facts, self.card = Timeline(), Facts(label_width=110), Button(icon="warehouse")
        self.rename, self.label = Button(icon="pencil", writes=True), Button(icon="tag")
        self._life_card, self._now_card = Card(), Card()
        self._life_card.body.addWidget(self.life)
        self._life_card.body.addStretch(1)
        self._now_card.body.addWidget(self.facts)
        self._now_card.body.addStretch(1)
        self.files = FilesCard(self, "unit")
        side = QWidget()
        column(side, self._now_card, self.files, gap=12).setStretch(0, 1)
        line = row(None, self._life_card, side, gap=12)
        line.setStretch(0, 3)
        line.setStretch(1, 2)
        self.body.addLayout(line, 1)
        self.head.add_action(self.label)
        self.head.add_action(self.rename)
        self.label.clicked.connect(self.print_label)
        self.head.add_action(self.card)
        self.rename.clicked.connect(self.correct)
        self.card.clicked.connect(self._open_card)
        self.life.clicked.connect(self._open)
        self._retranslate()
        self.refresh()

    def _retranslate(self) -> None:
        self.card.setText(_("Stock card of the item"))
        self.label.setText(_("Label…"))
        self.rename.setText(_("Correct serial…"))
        self._life_card.set_title(_("Its life"))
        self._now_card.set_title(_("Now"))
        self.files.retranslate()
        if self._unit is not None:
            self._show(self._unit)
            self._show_life(self._events)

    def crumbs(self) -> tuple[Crumb, ...]:
        """Say where this is."""
        if self._unit is None:
            return (Crumb(_("Inventory"), Route("inventory")), Crumb(_("Unit")))
        item = Crumb(self._unit.item, Route("stock-card", self._unit.variant_id))
        return (Crumb(_("Inventory"), Route("inventory")), item, Crumb(self._unit.serial))

    def refresh(self) -> None:
        """Ask again."""
        ident = int(self.route.id or 0)
        self.context.jobs.read(self, layers.unit_head, ident, done=self._show)
        self.context.jobs.read(self, queries.biography, ident, done=self._show_life)
        self.context.jobs.read(self, tag_of, Subject(LabelKind.UNIT, ident), done=self._show_tags)

    def _show(self, unit: UnitHead | None) -> None:
        if unit is None:
            self.head.set_title(_("This unit is not there any more."))
            return
        self._unit = unit
        held = screen_number(unit.reserved_by)
        self.head.set_title(unit.serial)
        self.files.show_of(int(self.route.id or 0))
        self.head.set_summary(f"{unit.item} · {unit.code}")
        self.head.set_chips((unit_chip(place_kind=unit.place_kind, condition=unit.condition, status=unit.status,
                                       reserved_by=held),))  # fmt: skip
        self.facts.set_pairs([
            (_("Place"), unit.location), (_("Since"), day(unit.since)),
            (_("Condition"), _(CONDITIONS.get(unit.condition, unit.condition))),
            (_("Status"), _(STATUSES.get(unit.status, unit.status))),
            (_("Title"), _(TITLES.get(unit.title, unit.title))), (_("Reserved by"), held),
            (_("Unit value"), price(UnitPrice(unit.price_micros))), (_("Tag"), self._tag),
        ])  # fmt: skip
        self.presented.emit()

    def _show_tags(self, tags: Sequence[TagRow]) -> None:
        self._tag = tag_words(tags)
        if self._unit is not None:
            self._show(self._unit)

    def _show_life(self, events: Sequence[LifeEvent]) -> None:
        self._events = tuple(events)
        self.life.set_titles("", "")
        self.life.set_entries([_entry(event) for event in reversed(self._events)])
        self.life.setAccessibleName(_("Its life"))

    def _open(self, key: object) -> None:
        if not isinstance(key, tuple) or self._unit is None:
            return
        if key[0] == "order":
            self.context.navigator.open(Route("order", int(str(key[1]))))
        else:
            open_entry(self.context, self, self._unit.variant_id, key)

    def correct(self) -> None:
        """Correct a serial that was typed wrongly."""
        if self._unit is not None:
            dialog = SerialDialog(self.context, self, self._unit)
            dialog.saved.connect(self._corrected)
            dialog.open()

    def _corrected(self, serial: object) -> None:
        words = _("The serial is {serial} now; the old one still finds it.").format(serial=paint.isolated(str(serial)))
        self.context.notices.show_notice(words)
        self.refresh()

    def _open_card(self) -> None:
        if self._unit is not None:
            self.context.navigator.open(Route("stock-card", self._unit.variant_id))

    def print_label(self) -> None:
        """Print the label of the unit."""
        LabelDialog(self, [Subject(LabelKind.UNIT, int(str(self.route.id)))]).open()

    def _why_not_back(self) -> str:
        there = self._unit is not None and self._unit.place_kind == "facility"
        return "" if there else _("Only what a facility holds comes back")

    def give_back(self) -> None:
        """Begin the return of this unit."""
        unit = self._unit
        if unit is None or unit.holder_id is None or self._why_not_back():
            return
        goods = HeldGoods(unit.holder_id, unit.variant_id, (unit.unit_id,))
        self.context.jobs.write(
            self, return_held, goods, done=lambda made: self.context.navigator.open(Route("handover", int(made))),
            failed=self.context.notices.show_error,
        )  # fmt: skip

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here."""
        return (
            Command("unit.card", N_("Stock card of the item"), self._open_card, icon="warehouse"),
            Command("unit.label", N_("Print the label of this unit…"), self.print_label, "Ctrl+P", "tag"),
            Command(
                "unit.return",
                N_("Return it to our store"),
                self.give_back,
                icon="undo-2",
                enabled_reason=self._why_not_back,
            ),
            Command("unit.serial", N_("Correct the serial…"), self.correct, "F2", "pencil"),
        )

    def hints(self) -> tuple[KeyHint, ...]:
        """Return the useful keys."""
        return (KeyHint("↑ ↓", _("move")), KeyHint("Enter", _("open")), KeyHint("Esc", _("back")))

    def focus_first(self) -> None:
        """Start in the biography."""
        self.life.setFocus()


def _entry(event: LifeEvent) -> Entry:
    words, icon, tone = document_words(event.kind, screen_number(event.number))
    when = dates.short(event.on) if event.on else ""
    note = " · ".join(filter(None, (when, event.detail)))
    return Entry(words, note, icon, tone, key=(event.subject_kind, event.subject_id))
