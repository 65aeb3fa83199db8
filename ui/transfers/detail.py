"""One transfer: composed from stock while it is a draft, then what is on the road, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from inl_logistics.inventory.picking import started, stock_choices
from inl_logistics.kernel.problems import LogisticsError, Problem, RulesBroken, StaleEdit
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kernel.values import Money
from inl_logistics.register.numbers import screen_number
from inl_logistics.transfers import queries
from inl_logistics.transfers.commands import TransferDraft, save_transfer
from inl_logistics.transfers.queries import TransferDetail
from ui.kit.buttons import Button, IconButton
from ui.kit.cards import Card
from ui.kit.composing import Composing
from ui.kit.dialogs import open_overlay
from ui.kit.filescard import FilesCard
from ui.kit.formats import day, money, number
from ui.kit.inspector import Facts
from ui.kit.linescard import LinesCard
from ui.kit.navigation import Command, Crumb, KeyHint, PageContext, Route
from ui.kit.openpost import open_post
from ui.kit.picklines import begun
from ui.kit.pickpanel import PickPanel
from ui.kit.recordpage import RecordPage
from ui.kit.saver import Saver
from ui.kit.steps import Step, Stepper
from ui.kit.tables import KeyedTableModel, ListView
from ui.kit.timeline import Entry, Timeline
from ui.kit.widget import Label, column, row
from ui.transfers import composition, words
from ui.transfers.acting import TransferActs
from ui.transfers.columns import LINES

_STEPS = (N_("Draft"), N_("On the road"), N_("Received"))


class TransferPage(RecordPage):
    """One transfer whole."""

    topics = frozenset({"transfers"})

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route)
        self.workspace = open_post(context)
        self.record: TransferDetail | None = None
        self.problems: tuple[Problem, ...] = ()
        self._base = TransferDraft(0, 0)
        self._wanted = [int(one) for one in route.param("variants").split(",") if one.isdigit()]
        self._build()
        self.saver: Saver[Any] = Saver(
            self, context.jobs, self.draft, save=save_transfer, saved=self._saved, failed=self._not_saved
        )
        self.composing = Composing(self, self)
        self.acting = TransferActs(self)
        self._connect()
        self._retranslate()
        self.refresh()

    # building -----------------------------------------------------------------------------------------------
    def _build(self) -> None:
        self.life = Stepper()
        self.head.set_life(self.life)
        self.print, self.more = IconButton("printer"), IconButton("ellipsis", kind="secondary")
        self.edit = Button(icon="pencil", writes=True)
        self.primary = Button(kind="primary", icon="truck", key="Ctrl Enter", writes=True)
        for button in (self.print, self.edit, self.more):
            self.head.add_action(button)
        self.head.set_primary(self.primary)
        self.items = LinesCard()
        self.picker = PickPanel(
            lambda text: self.workspace.read(stock_choices, text, store_id=self._base.from_store or None)
        )
        self.picker.setContentsMargins(14, 0, 14, 10)
        self.picker.hide()
        self.items.panel.addWidget(self.picker)
        self.goods_card = Card()
        self.lines = KeyedTableModel(LINES, parent=self)
        self.table = ListView(self.lines, density="two-line")
        self.table.setMinimumHeight(150)
        self.sum_start, self.sum_end = Label(role="secondary", token="text2"), Label(role="strong")
        self.goods_card.body.addWidget(self.table, 1)
        self.goods_card.body.addLayout(row(None, self.sum_start, "stretch", self.sum_end, margins=(14, 9, 14, 9)))
        self.details_card, self.facts = Card(), Facts()
        self.details_card.body.addWidget(self.facts)
        self.history_card, self.history = Card(), Timeline()
        self.history_card.body.addWidget(self.history)
        self.files = FilesCard(self, "transfer")
        side = QWidget()
        side.setFixedWidth(284)
        column(side, self.details_card, self.history_card, self.files, "stretch", gap=12)
        main = column(None, self.items, self.goods_card)
        cards = row(None, main, side, gap=12)
        cards.setStretch(0, 1)
        self.body.addLayout(cards, 1)

    def _connect(self) -> None:
        self.print.clicked.connect(self.acting.print_note)
        self.edit.clicked.connect(self.acting.change)
        self.more.clicked.connect(self.acting.menu)
        self.primary.clicked.connect(self.acting.act)

    def _retranslate(self) -> None:
        self.print.set_hint(_("Print the transfer note"), key="Ctrl P")
        self.more.set_hint(_("More actions"))
        self.edit.setText(_("Change"))
        self.goods_card.set_title(_("Goods"))
        self.table.setAccessibleName(_("Goods"))
        self.details_card.set_title(_("Details"))
        self.history_card.set_title(_("History"))
        self.files.retranslate()
        if self.record is not None:
            self._show(self.record)

    # loading ------------------------------------------------------------------------------------------------
    def refresh(self) -> None:
        """Something was written elsewhere; what is being composed here stays."""
        if self.saver.is_idle():
            self.read()

    def read(self, done: Callable[[], None] | None = None) -> None:
        """Read the transfer again."""

        def show(record: TransferDetail | None) -> None:
            self._show(record)
            if done is not None:
                done()

        self.context.jobs.read(self, queries.detail, self.route.id, today=self.context.today(), done=show)

    def _show(self, record: TransferDetail | None) -> None:
        if record is None:
            self.banner.show_message("bad", _("This transfer is no longer there."))
            return
        turned = self.record is None or record.state != self.record.state
        fresh = turned or record.version != self._base.version
        self.record = record
        if fresh:
            self._load(record)
        shown, draft = record.row, record.state == "draft"
        self.head.set_title(f"{shown.source} → {shown.target_bin}")
        self.head.set_chips(words.transfer_chips(shown))
        self.head.set_summary(self._summary(record))
        self.life.set_steps(_life(record))
        self.items.setVisible(draft)
        self.goods_card.setVisible(not draft)
        if turned and self.isVisible() and open_overlay(self.window()) is None:
            self.focus_first()  # the table or field that had the focus is hidden now
        self.lines.set_rows(record.lines, keys=list(range(len(record.lines))))
        kinds = ngettext("{n} line", "{n} lines", len(record.lines)).format(n=number(len(record.lines)))
        road = ngettext("{n} unit on the road", "{n} units on the road", shown.on_road).format(n=number(shown.on_road))
        self.sum_start.setText(f"{kinds} · {road}" if shown.on_road else kinds)
        units = _("{n} units").format(n=number(shown.units))
        self.sum_end.setText(f"{units}   {money(Money(shown.value_minor))}")
        self._show_actions(record)
        self._show_banner(record)
        self._show_side(record)
        self.files.show_of(record.id)
        self.presented.emit()

    def _load(self, record: TransferDetail) -> None:
        shown = record.row
        self._base = TransferDraft(
            record.from_store_id, record.to_bin_id, (), shown.reason, record.sender, record.receiver, shown.driver,
            shown.vehicle, shown.planned_on, record.remarks, record.id, record.version,
        )  # fmt: skip
        self.composing.load(composition.from_rows(record.picks))
        self.composing.show()
        wanted, self._wanted = self._wanted, []
        if wanted and self.is_draft() and not record.picks:
            self.context.jobs.read(self, started, [], wanted, today=self.context.today(), store_id=record.from_store_id,
                                   done=lambda found: self.composing.change_lines(begun(found)))  # fmt: skip

    @staticmethod
    def _summary(record: TransferDetail) -> str:
        shown = record.row
        parts = (
            screen_number(shown.number), shown.reason,
            _("sent on {day}").format(day=day(shown.sent_on)) if shown.sent_on else "",
            " · ".join(filter(None, (shown.driver, shown.vehicle))),
        )  # fmt: skip
        return " · ".join(part for part in parts if part)

    def _show_actions(self, record: TransferDetail) -> None:
        draft, on_road = record.state == "draft", record.row.on_road
        self.primary.setVisible(draft or record.state == "in-transit")
        self.primary.setText(_("Send…") if draft else _("Receive…"))
        self.primary.set_icon("truck" if draft else "arrow-down-to-line")
        empty = _("Add what is sent first") if draft and not self.composing.lines else ""
        self.head.set_reason(empty)
        self.edit.setVisible(draft)
        self.more.setVisible(bool(draft or on_road))

    def _show_banner(self, record: TransferDetail) -> None:
        if record.state == "canceled":
            self.banner.show_message("neutral", _("This transfer is canceled; nothing of it has moved."))
        elif record.row.on_road and record.row.days > queries.LONG_DAYS:
            said = ngettext("On the road for {n} day: has it arrived?", "On the road for {n} days: has it arrived?",
                            record.row.days).format(n=number(record.row.days))  # fmt: skip
            self.banner.show_message("warn", said, _("Receive…"), self.acting.act)
        else:
            self.banner.hide()

    def _show_side(self, record: TransferDetail) -> None:
        shown = record.row
        pairs = (
            (_("From"), shown.source), (_("To"), shown.target_bin), (_("Reason"), shown.reason),
            (_("Planned for"), day(shown.planned_on) if shown.planned_on else ""), (_("Sent by"), record.sender),
            (_("Received by"), record.receiver), (_("Driver"), shown.driver), (_("Vehicle"), shown.vehicle),
            (_("Remarks"), record.remarks),
        )  # fmt: skip
        self.facts.set_pairs([pair for pair in pairs if pair[1]])
        entries = []
        for event in reversed(record.events):
            title, icon, tone = words.EVENTS[event.kind]
            note = " · ".join(filter(None, (screen_number(event.number), day(event.on), event.by, event.note)))
            entries.append(Entry(_(title).format(n=number(event.quantity)), note, icon, tone))
        if shown.sent_on is not None:
            sent = _("{n} sent").format(n=number(shown.units))
            entries.append(Entry(sent, f"{screen_number(shown.number)} · {day(shown.sent_on)}", "truck", "info"))
        self.history.set_entries(entries)
        self.history_card.setVisible(bool(entries))

    # composing ----------------------------------------------------------------------------------------------
    @property
    def storing(self) -> Saver[Any]:
        """Return what keeps the draft stored."""
        return self.saver

    def is_draft(self) -> bool:
        """Tell whether it can still be changed."""
        return self.record is not None and self.record.state == "draft"

    def takes_stock(self) -> bool:
        """A transfer moves what lies in a store."""
        return True

    def project(self) -> int | None:
        """Goods of any project may travel."""
        return None

    def store(self) -> int | None:
        """Return the store it goes out of."""
        return self._base.from_store or None

    def draft(self) -> TransferDraft:
        """Return what is saved."""
        return replace(self._base, picks=composition.picks(self.composing.lines))

    def _saved(self, _id: int) -> None:
        self._base = replace(self._base, version=self._base.version + 1)
        self.composing.set_stored()
        self.read()

    def _not_saved(self, error: BaseException) -> None:
        if isinstance(error, StaleEdit):
            self._base = TransferDraft(0, 0)
            self.read()
        elif isinstance(error, RulesBroken) and self.composing.take_back():
            self.composing.say("bad", sentence(error))
            return
        self.context.notices.show_error(error)

    def takes_scans(self) -> bool:
        """A scan is for the lines of a draft, whatever field has the focus."""
        return self.is_draft()

    def take_scan(self, text: str) -> bool:
        """A scan anywhere on the page of a draft goes to its lines."""
        if self.is_draft():
            self.composing.scanning.scan(text)
        return self.is_draft()

    def leave(self) -> bool:
        """Store what was scanned last."""
        try:
            if self.is_draft():
                self.saver.flush(self.workspace.write, save_transfer)
        except LogisticsError as error:
            self.context.notices.show_error(error)
        return True

    def failed(self, error: BaseException) -> None:
        """Say what stands against an act."""
        if isinstance(error, LogisticsError):
            self.banner.show_message("bad", sentence(error))
        else:
            self.context.notices.show_error(error)

    # the frame ----------------------------------------------------------------------------------------------
    def crumbs(self) -> tuple[Crumb, ...]:
        """Return the path."""
        name = "" if self.record is None else screen_number(self.record.row.number) or _("Draft")
        return Crumb(_("Shipments"), Route("shipments")), Crumb(_("Transfers"), Route("transfers")), Crumb(name)

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here."""
        acting = self.acting
        return (
            Command("transfer.act", N_("Send or receive this transfer"), acting.act, "Ctrl+Enter", "truck",
                    self.primary.reason),
            Command("transfer.print", N_("Print the transfer note"), acting.print_note, "Ctrl+P", "printer"),
            Command("transfer.change", N_("Change where this transfer goes"), acting.change, "F2", "pencil",
                    self._why_not_draft),
            Command("transfer.back", N_("Send goods of this transfer back…"), lambda: acting.end("back"), "", "undo-2",
                    self._why_not_road),
            Command("transfer.lost", N_("Write off what never came…"), lambda: acting.end("lost"), "", "circle-x",
                    self._why_not_road),
            Command("transfer.undo", N_("Undo the last change of the lines"), self.composing.undo, "Ctrl+Z", "undo-2",
                    self._why_not_draft),
            Command("transfer.redo", N_("Redo"), self.composing.redo, "Ctrl+Y", "redo-2", self._why_not_draft),
            Command("transfer.cancel", N_("Cancel this transfer…"), acting.cancel, "", "ban", self._why_not_draft),
        )  # fmt: skip

    def _why_not_draft(self) -> str:
        return "" if self.is_draft() else _("This transfer was sent already")

    def _why_not_road(self) -> str:
        there = self.record is not None and self.record.row.on_road
        return "" if there else _("Nothing of this transfer is on the road")

    def hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of this screen."""
        verb = self.primary.text().rstrip("…")
        found = [KeyHint("Ctrl Enter", verb[:1].lower() + verb[1:])] if verb and not self.primary.isHidden() else []
        if self.is_draft():
            found += [KeyHint("Del", _("remove line")), KeyHint("Ctrl Z", _("undo"))]
        return (*found, KeyHint("Ctrl P", _("print")), KeyHint("Esc", _("back to list")))

    def status(self) -> tuple[str, ...]:
        """Say that the draft is stored."""
        if self.record is None:
            return ()
        name = screen_number(self.record.row.number) or _("Draft")
        return (_("{name} · saved on this computer").format(name=name),) if self.is_draft() else (name,)

    def panels(self) -> tuple[QWidget, ...]:
        """Return the stops of F6."""
        return (self.items.scan, self.items.table) if self.is_draft() else (self.table, self.files)

    def focus_first(self) -> None:
        """A draft starts with the scan field."""
        (self.items.scan if self.is_draft() else self.table).setFocus(Qt.FocusReason.OtherFocusReason)


def _life(record: TransferDetail) -> list[Step]:
    """Return how far the transfer is."""
    states = {
        "draft": ("current", "todo", "todo"), "in-transit": ("done", "current", "todo"),
        "received": ("done", "done", "done"),
    }.get(record.state, ("todo", "todo", "todo"))  # fmt: skip
    return [Step(_(title), state) for title, state in zip(_STEPS, states, strict=True)]  # type: ignore[arg-type]
