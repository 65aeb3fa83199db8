"""Starting to receive: which shipment, into which store and bin. One card; Enter starts."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent

from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kernel.values import ReceivingId
from inl_logistics.receiving import commands, queries
from inl_logistics.receiving.commands import StartDraft
from inl_logistics.receiving.queries import Receivable
from inl_logistics.register.numbers import screen_number
from ui.kit import theme
from ui.kit.buttons import Button
from ui.kit.cards import Card, EmptyState
from ui.kit.chips import ChipLook, chip
from ui.kit.combo import Combo, Option
from ui.kit.fields import Field
from ui.kit.formats import day, number
from ui.kit.navigation import Command, Crumb, PageContext, Route
from ui.kit.openpost import local, open_post
from ui.kit.recordpage import RecordPage
from ui.kit.tables import Column, KeyedTableModel, ListView
from ui.kit.widget import Label, row


class StartReceivingPage(RecordPage):
    """`Route("receive", shipment_id)`, or without an id to choose the shipment. An open count is gone on with."""

    topics = frozenset({"shipments", "receiving"})

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route)
        self._known: dict[object, Receivable] = {}
        self._stores: dict[object, tuple[str, ...]] = {}
        self.start = Button(kind="primary", icon="package-open", key="Ctrl Enter")
        self.head.set_primary(self.start)
        self.shipment, self.store, self.bin = (
            Field(Combo(), required=True),
            Field(Combo(), required=True),
            Field(Combo()),
        )
        self.card = Card(margins=(14, 12, 14, 14))
        self.card.setMaximumWidth(theme.px(620))
        self._note = Label(role="secondary", token="text2", wrap=True)
        self.card.body.setSpacing(12)
        self.card.body.addWidget(self.shipment)
        places = row(None, self.store, self.bin, gap=10)
        places.setStretch(0, 2)
        places.setStretch(1, 1)
        self.card.body.addLayout(places)
        self.card.body.addWidget(self._note)
        self.open_card = Card()
        self.counts = ListView(KeyedTableModel(self._columns(), parent=self))
        self.open_card.body.addWidget(self.counts)
        self.open_card.setMaximumWidth(theme.px(620))
        self.open_card.hide()
        self.empty = EmptyState("ship")
        self.body.addWidget(self.open_card, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self.card, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self.empty, 1)
        self.empty.hide()
        self.body.addStretch(1)
        self.start.clicked.connect(self.run)
        self.store.editor.chosen.connect(self._store_chosen)
        self.shipment.editor.chosen.connect(self._shipment_chosen)
        self.counts.opened.connect(self._go_on)
        self.counts.cell_clicked.connect(lambda key, _column: self._go_on(key))
        self._retranslate()

    def _columns(self) -> tuple[Column, ...]:
        workspace = open_post(self.context)

        def started(one: Receivable) -> str:
            at = None if one.started_at is None else local(workspace, one.started_at)
            return "" if at is None else _("{day}, {time}").format(day=day(at.date()), time=f"{at:%H:%M}")

        return (
            Column("shipment", N_("Shipment"), _name, kind="strong", width=240, stretch=True),
            Column("started", N_("Started"), started, width=140),
            Column("scans", N_("Scans"), lambda one: number(one.scans), kind="number", width=70),
            Column("state", N_("State"), lambda one: _state(one).text, kind="chip", width=110, chip=_state),
            Column("resume", "", lambda _one: _("Resume"), kind="link", width=84),
        )  # fmt: skip

    def showEvent(self, event: QShowEvent) -> None:
        """Ask each time, once the window has shown the place: a count may be open meanwhile."""
        QTimer.singleShot(0, self, self.refresh)

    def refresh(self) -> None:
        """Ask what can be received and where to."""
        self.context.jobs.read(self, queries.store_options, done=self._set_stores)
        self.context.jobs.read(self, queries.receivable, done=self._set_shipments)

    def _set_stores(self, stores: list[tuple[int, str, tuple[str, ...]]]) -> None:
        self._stores = {key: bins for key, _name, bins in stores}
        self.store.editor.set_options([Option(key, name) for key, name, _bins in stores])
        if self.store.editor.value() is None and stores:
            kept = self.context.notebook.get("receiving.store")
            self.store.editor.set_value(kept if kept in self._stores else stores[0][0])
        self._store_chosen(self.store.editor.value())

    def _set_shipments(self, found: list[Receivable]) -> None:
        self._known = {one.shipment_id: one for one in found}
        self.shipment.editor.set_options([Option(one.shipment_id, _name(one), one.vendor) for one in found])
        wanted = self.route.id
        if isinstance(wanted, int) and wanted in self._known:
            opened = self._known[wanted].open_id
            if opened is not None:
                self.context.navigator.replace(Route("receiving", opened))
                return
            self.shipment.editor.set_value(wanted)
        elif wanted is None and self.shipment.editor.value() is None and (len(found) == 1 or _is_open(found[:1])):
            self.shipment.editor.set_value(found[0].shipment_id)  # those being counted come first
        self._show_counts([one for one in found if one.open_id is not None])
        self.card.setVisible(bool(found))
        self.empty.setVisible(not found)
        self.start.setVisible(bool(found))
        self._shipment_chosen(self.shipment.editor.value())

    def _show_counts(self, counts: list[Receivable]) -> None:
        self.counts.list.set_rows(counts, keys=[one.open_id for one in counts])
        self.counts.setFixedHeight(self.counts.head.sizeHint().height() + self.counts.row_height() * len(counts) + 2)
        self.open_card.setVisible(bool(counts))
        title = ngettext("{n} receiving is not finished", "{n} receivings are not finished", len(counts))
        self.open_card.set_title(title.format(n=number(len(counts))))

    def _go_on(self, receiving: object) -> None:
        self.context.navigator.replace(Route("receiving", int(str(receiving))))

    def _store_chosen(self, store: object) -> None:
        bins = self._stores.get(store, ())
        self.bin.editor.set_options([Option(code, code) for code in bins])
        if self.bin.editor.value() not in bins:
            self.bin.editor.set_value(None)

    def _shipment_chosen(self, shipment: object) -> None:
        one = self._known.get(shipment)
        going_on = one is not None and one.open_id is not None
        for field in (self.store, self.bin):  # an open count goes into the store it was started for
            field.setEnabled(not going_on)
        self.start.setText(_("Resume receiving") if going_on else _("Start receiving"))
        self._note.setText(
            _("This shipment is being counted already; everything scanned so far is kept.") if going_on
            else _("Goods that arrive well are booked into this bin; damaged and wrong ones go to quarantine.")
        )  # fmt: skip

    def run(self) -> None:
        """Open the session."""
        if self.start.is_busy():
            return
        known = self.shipment.editor.settle()
        shipment, store = self.shipment.editor.value() if known else None, self.store.editor.value()
        self.shipment.set_error("" if isinstance(shipment, int) else _("Choose a shipment."))
        self.store.set_error("" if isinstance(store, int) else _("Choose a store."))
        if not isinstance(shipment, int) or not isinstance(store, int):
            return
        self.context.notebook.set("receiving.store", store)
        draft = StartDraft(shipment, store, str(self.bin.editor.value() or ""))
        self.context.jobs.write(
            self, commands.start, draft, done=self._started, failed=self._refused, button=self.start
        )

    def _started(self, receiving_id: ReceivingId) -> None:
        self.context.navigator.replace(Route("receiving", int(receiving_id)))

    def _refused(self, error: BaseException) -> None:
        self.context.notices.show_error(error)

    def _retranslate(self) -> None:
        if not hasattr(self, "empty"):
            return
        self.head.set_title(_("Receive a shipment"))
        self.counts.setAccessibleName(_("Receivings that are not finished"))
        self.card.set_title(_("What arrives, and where it goes"))
        self.shipment.set_label(_("Shipment"))
        self.store.set_label(_("Store"))
        self.bin.set_label(_("Bin"))
        self.empty.set_words(_("Nothing to receive"), _("Booked inbound shipments appear here until they are counted."))
        self._shipment_chosen(self.shipment.editor.value())

    def crumbs(self) -> tuple[Crumb, ...]:
        """Return the path."""
        return (Crumb(_("Shipments"), Route("shipments")), Crumb(_("Receive")))

    def commands(self) -> tuple[Command, ...]:
        """Ctrl Enter starts."""
        return (Command("receiving.start", lambda: self.start.text(), self.run, "Ctrl+Enter", "package-open"),)

    def focus_first(self) -> None:
        """Start with what is not chosen yet."""
        (self.store if isinstance(self.route.id, int) else self.shipment).editor.setFocus()


def _is_open(found: list[Receivable]) -> bool:
    return any(one.open_id is not None for one in found)


def _state(one: Receivable) -> ChipLook:
    return chip("receiving", "paused" if one.paused else "counting")


def _name(one: Receivable) -> str:
    number = screen_number(one.number) if one.number else ""
    return " · ".join(filter(None, (number, one.title)))
