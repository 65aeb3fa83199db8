"""One inbound shipment: milestones, package tree, lines, details, papers. Source: ui.md 10; picture 03."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from inl_logistics.kernel.dates import instant_from_text
from inl_logistics.kernel.problems import LogisticsError
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kernel.values import Money
from inl_logistics.register.numbers import screen_number
from inl_logistics.shipments import queries
from inl_logistics.shipments.contents import ShipmentLineRow
from inl_logistics.shipments.queries import ShipmentDetail
from inl_logistics.shipments.records import MilestoneKind
from ui.kit import theme
from ui.kit.buttons import Button, IconButton
from ui.kit.cards import Card
from ui.kit.choices import Segmented
from ui.kit.filescard import FilesCard
from ui.kit.formats import day, money, number
from ui.kit.inspector import Facts, scrolled
from ui.kit.navigation import Command, Crumb, KeyHint, PageContext, Route
from ui.kit.recordpage import RecordPage
from ui.kit.steps import Milestones
from ui.kit.tables import KeyedTableModel, ListView
from ui.kit.widget import Label, Link, column, row
from ui.shipments import words
from ui.shipments.acting import ShipmentActs
from ui.shipments.attention import AttentionCard
from ui.shipments.banner import show_banner
from ui.shipments.booking import MARKS
from ui.shipments.columns import line_columns
from ui.shipments.details import fact_rows
from ui.shipments.packages import PackagesCard
from ui.shipments.papers import PaperList

_SIDE = 280
_FACTS = 7


class ShipmentPage(RecordPage):
    """One inbound shipment whole."""

    topics = frozenset({"shipments", "receiving", "purchasing", "attachments"})

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route)
        self.record: ShipmentDetail | None = None
        self.fixed = ""
        self._undo: Callable[[], None] | None = None
        self._build()
        self.acting = ShipmentActs(self)
        self._connect()
        self._retranslate()
        self.refresh()

    def _build(self) -> None:
        self.life = Milestones()
        self.head.set_life(self.life)
        self.print = Button(icon="printer", key="Ctrl P")
        self.packing = Button(icon="file-spreadsheet", key="Ctrl I", writes=True)
        self.milestone = Button(icon="flag", key="Ctrl M", writes=True)
        self.receive = Button(kind="primary", icon="package-open", key="Ctrl R")
        for button in (self.print, self.packing, self.milestone):
            self.head.add_action(button)
        self.head.set_primary(self.receive)
        self.packages = PackagesCard(self)
        self.tree = self.packages.tree
        self._build_lines()
        self.details_card, self.facts, self.all_facts = Card(), Facts(), Link(role="label")
        self._shows_all = False
        self.edit = IconButton("pencil", side=28)
        self.details_card.add_action(self.edit)
        self.details_card.body.addWidget(self.facts)
        self.details_card.body.addLayout(row(None, self.all_facts, "stretch", margins=(14, 0, 14, 9)))
        self.papers_card, self.papers = Card(), PaperList()
        self.add_paper = IconButton("plus", side=28)
        self.papers_card.add_action(self.add_paper)
        self.papers_card.body.addWidget(self.papers)
        self.attention, self.files = AttentionCard(), FilesCard(self, "shipment", roles=words.PAPER_ROLES)
        side = QWidget()
        column(
            side,
            self.details_card,
            self.papers_card,
            self.attention,
            self.files,
            "stretch",
            gap=12,
            margins=(0, 0, 8, 0),
        )
        beside = scrolled(side)
        beside.setFixedWidth(theme.px(_SIDE))
        self.packages.setFixedWidth(286)
        cards = row(None, self.packages, self.lines_card, beside, gap=12)
        cards.setStretch(1, 1)
        self.body.addLayout(cards, 1)

    def _build_lines(self) -> None:
        self.lines_card, self.scope = Card(), Segmented(height=26)
        self.add_lines = IconButton("plus", side=28)
        self.lines = KeyedTableModel(
            line_columns(lambda: self.record.fields["currency"] if self.record else "USD"), parent=self
        )
        self.table = ListView(self.lines)
        self.marks = KeyedTableModel(MARKS, parent=self)
        self.marks_table = ListView(self.marks)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.marks_table)
        self.stack.setMinimumHeight(theme.px(160))
        self.lines_card.add_action(self.scope)
        self.lines_card.add_action(self.add_lines)
        self.lines_card.body.addWidget(self.stack, 1)
        self.sum_start = Label(role="secondary", token="text2", elide=True)
        self.sum_end = Label(role="strong")
        sums = row(None, self.sum_start, self.sum_end, margins=(14, 9, 14, 9), gap=10)
        sums.setStretch(0, 1)
        self.lines_card.body.addLayout(sums)

    def _connect(self) -> None:
        acts = self.acting
        self.receive.clicked.connect(acts.go_on)
        self.print.clicked.connect(acts.print_menu)
        self.milestone.clicked.connect(lambda: acts.milestone())
        self.packing.clicked.connect(acts.import_list)
        self.edit.clicked.connect(acts.edit)
        self.all_facts.clicked.connect(self._toggle_facts)
        self.add_paper.clicked.connect(acts.add_paper)
        self.add_lines.clicked.connect(acts.add_lines)
        self.life.clicked.connect(acts.milestone)
        self.packages.chosen.connect(self._package_chosen)
        self.packages.changed.connect(self.offer_undo)
        self.scope.chosen.connect(self._show_lines)
        self.papers.chosen.connect(acts.paper_chosen)
        self.attention.opened.connect(self._open_waiting)
        self.table.opened.connect(self._open_order)
        self.table.cell_clicked.connect(self._cell_clicked)
        self.table.installEventFilter(self)

    def _retranslate(self) -> None:
        self.print.setText(_("Print"))
        self.packing.setText(_("Packing list"))
        self.milestone.setText(_("Milestone"))
        self.edit.set_hint(_("Change the details"))
        self.add_paper.set_hint(_("Another document"))
        self.add_lines.set_hint(_("Lines from orders"), key="Ctrl N")
        self.scope.choose("all", tell=False)
        self.details_card.set_title(_("Details"))
        for card in (self.packages, self.files, self.attention):
            card.retranslate()
        if self.record is not None:
            self._show(self.record)

    def crumbs(self) -> tuple[Crumb, ...]:
        """Return the path."""
        name = "" if self.record is None else screen_number(self.record.number) or self.record.title
        return Crumb(_("Shipments"), Route("shipments")), Crumb(_("Inbound"), Route("shipments")), Crumb(name)

    def refresh(self) -> None:
        """Read the shipment again."""
        self.context.jobs.read(self, queries.detail, self.route.id, today=self.context.today(), done=self._show)

    def saved(self, _result: object = None) -> None:
        """Show what was saved."""
        self.refresh()

    def _show(self, record: ShipmentDetail | None) -> None:
        if record is None:
            self.banner.show_message("bad", _("This shipment is no longer there."))
            return
        cleared = self.record is not None and words.release_came(self.record, record)
        self.record = record
        if cleared:
            self.context.notices.show_notice(
                _("The customs release has come. When was it cleared?"), action=_("Milestone…"),
                act=partial(self.acting.milestone, MilestoneKind.CUSTOMS.value),
            )  # fmt: skip
        today = self.context.today()
        self.head.set_title(record.title or screen_number(record.number) or _("Shipment"))
        self.head.set_chips(words.detail_chips(record))
        self.head.set_summary(self._summary(record))
        self.life.set_milestones(words.milestones(record, today=today))
        self._show_actions(record)
        show_banner(self, record)
        self.packages.show_record(record, fixed=self.fixed)
        self._show_scope(record)
        self._show_lines()
        self._show_facts(record)
        asked = [paper for paper in record.papers if paper.required or paper.is_there]
        there = sum(paper.is_there for paper in asked)
        counted = _("{there} of {all}").format(there=there, all=len(asked)) if asked else ""
        self.papers_card.set_title(_("Documents"), counted)
        self.papers.set_papers(record.papers)
        self.attention.show_record(record, today=today)
        self.files.show_of(record.id)
        self.presented.emit()

    def _summary(self, record: ShipmentDetail) -> str:
        value = money(Money(sum(line.value_minor for line in record.lines), record.fields["currency"]), cents=False)
        orders = ", ".join(screen_number(name) for _id, name in record.orders)
        parts = [
            _("Inbound from {vendor}").format(vendor=record.vendor) if record.vendor else "", orders, value,
            _("project {codes}").format(codes=", ".join(record.projects)) if record.projects else "",
        ]  # fmt: skip
        return " · ".join(part for part in parts if part)

    def _show_actions(self, record: ShipmentDetail) -> None:
        counting = record.receiving_state in ("open", "paused")
        self.receive.setText(_("Resume receiving") if counting else _("Start receiving"))
        if record.state == "draft":
            self.receive.setText(_("Book shipment"))
        ended = record.history or record.state in ("closed", "canceled")
        canceled = _("The shipment is canceled") if record.state == "canceled" else ""
        self.head.set_reason(canceled or (_("Everything is received") if ended else ""))
        self.fixed = canceled or (_("Receiving has started") if ended or record.receiving_id else "")
        for button in (self.packing, self.edit, self.add_lines):
            button.set_reason(self.fixed)
        self.milestone.set_reason(canceled or (_("Closed") if record.history else ""))

    def _show_facts(self, record: ShipmentDetail) -> None:
        """Show the first details, and all when asked for: the documents below must not be pushed out of sight."""
        rows = fact_rows(record, today=self.context.today())
        more = len(rows) - _FACTS
        self.facts.set_pairs(rows if self._shows_all or more < 2 else rows[:_FACTS])
        self.all_facts.setVisible(more >= 2)
        text = ngettext("{n} more", "{n} more", more).format(n=more)
        self.all_facts.set_text(_("Fewer") if self._shows_all else text)

    def _toggle_facts(self) -> None:
        self._shows_all = not self._shows_all
        if self.record is not None:
            self._show_facts(self.record)

    # lines --------------------------------------------------------------------------------------------------

    def _show_scope(self, record: ShipmentDetail) -> None:
        options = [("carton", _("This carton")), ("all", _("Whole shipment"))]
        if record.marks:
            options.append(("marks", _("Marks {n}").format(n=len(record.marks))))
        current = self.scope.current()
        self.scope.set_options(options)
        self.scope.choose(current if current in dict(options) else "all", tell=False)
        self.marks.set_rows(record.marks)

    def show_marks(self) -> None:
        """Show what is marked or declared instead of the lines."""
        self.scope.choose("marks")
        self._show_lines()

    def _package_chosen(self) -> None:
        if self.packages.inside() is not None and self.scope.current() != "marks":
            self.scope.choose("carton", tell=False)
        self._show_lines()

    def _show_lines(self, _scope: str = "") -> None:
        if self.record is None:
            return
        marks = self.scope.current() == "marks"
        self.stack.setCurrentWidget(self.marks_table if marks else self.table)
        self.lines_card.set_title(_("Dangerous goods and export") if marks else _("Lines"))
        shown, inside = list(self.record.lines), self.packages.inside()
        if self.scope.current() == "carton" and inside is not None:
            codes = {package.code for package in self.record.packages if package.id in inside}
            shown = [
                words.in_packages(line, inside, codes)
                for line in shown
                if any(at in inside for at, _n in line.packages)
            ]
        self.lines.set_rows(shown, keys=[line.id for line in shown])
        missing = sum(max(0, line.quantity - line.serials) for line in shown if line.tracking == "serial")
        said = ngettext("{n} line", "{n} lines", len(shown)).format(n=len(shown))
        if missing:
            said += " · " + ngettext(
                "{n} serial missing from the packing list", "{n} serials missing from the packing list", missing
            ).format(n=number(missing))
        if self.scope.current() == "carton" and (serials := _serials(shown, inside, self.record)):
            said = serials
        self.sum_start.setText(said)
        units = _("{n} units").format(n=number(sum(line.quantity for line in shown)))
        value = money(Money(sum(line.value_minor for line in shown), self.record.fields["currency"]))
        self.sum_end.setText(f"{units}   {value}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Del takes a line off, F2 changes it."""
        if watched is self.table and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            acts = {Qt.Key.Key_Delete: self.acting.remove_line, Qt.Key.Key_F2: self.acting.change_line}
            act = acts.get(Qt.Key(event.key()))
            if act is not None:
                act()
                return True
        return super().eventFilter(watched, event)

    def offer_undo(self, told: str, undo: Callable[[], None]) -> None:
        """Say what was done and offer to take it back."""
        self._undo = undo
        self.context.notices.show_notice(told, action=_("Undo"), act=self.undo, key="Ctrl Z")

    def undo(self) -> None:
        """Take the last change of packages or lines back."""
        undo, self._undo = self._undo, None
        if undo is not None:
            undo()

    # acting -------------------------------------------------------------------------------------------------

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here."""
        acts = self.acting
        return (
            Command("shipment.receive", N_("Receive this shipment"), acts.go_on, "Ctrl+R, Ctrl+Enter", "package-open",
                    self.receive.reason),
            Command("shipment.milestone", N_("Enter a milestone"), acts.milestone, "Ctrl+M", "flag", self.milestone.reason),
            Command("shipment.lines", N_("Add lines from orders"), acts.add_lines, "Ctrl+N", "plus", lambda: self.fixed),
            Command("shipment.line", N_("Change this line"), acts.change_line, "", "pencil", lambda: self.fixed),
            Command("shipment.packing-list", N_("Import a packing list into this shipment"), acts.import_list, "Ctrl+I",
                    "file-spreadsheet", self.packing.reason),
            Command("shipment.print", N_("Print the shipment sheet"), acts.print_paper, "Ctrl+P", "printer"),
            Command("shipment.labels", N_("Print labels of the packages…"), self.packages.print_labels, "", "tag"),
            Command("shipment.note", N_("Print the diplomatic note"), partial(acts.print_paper, "diplomatic-note"), "",
                    "printer"),
            Command("shipment.undo", N_("Undo"), self.undo, "Ctrl+Z", "undo-2",
                    lambda: "" if self._undo else _("Nothing to undo")),
            Command("shipment.edit", N_("Change the shipment's details"), acts.edit, "", "pencil", self.edit.reason),
            Command("shipment.cancel", N_("Cancel this shipment…"), acts.cancel, "", "x", self._cancel_reason),
        )  # fmt: skip

    def hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of this screen."""
        return (
            KeyHint("F6", _("next panel")), KeyHint("Ctrl M", _("milestone")), KeyHint("Ctrl R", _("receive")),
            KeyHint("Ctrl P", _("print")), KeyHint("Esc", _("back to list")),
        )  # fmt: skip

    def status(self) -> tuple[str, ...]:
        """Say which shipment this is and who changed it last."""
        if self.record is None:
            return ()
        at, who = self.record.changed
        changed = ""
        if at:
            moment = instant_from_text(at)
            changed = _("Changed {day} by {name}").format(day=day(moment.date()), name=who)
        return tuple(filter(None, (screen_number(self.record.number), changed)))

    def panels(self) -> tuple[QWidget, ...]:
        """Return the panels that F6 goes through."""
        return self.tree, self.table, self.papers, self.files.rows

    def focus_first(self) -> None:
        """Put the focus into the lines."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_receiving(self) -> None:
        """Open the receiving report of this shipment."""
        if self.record is not None and self.record.receiving_id is not None:
            self.context.navigator.open(Route("receiving", self.record.receiving_id))

    def _open_waiting(self, kind: str, ident: int) -> None:
        kinds = {"order": "order", "plan": "requirement", "handover": "handover"}
        self.context.navigator.open(Route(kinds[kind], ident))

    def _cancel_reason(self) -> str:
        gone = self.record is None or self.record.state in ("closed", "canceled") or self.record.history
        return _("Nothing to cancel") if gone else ""

    def _cell_clicked(self, key: Any, name: str) -> None:
        if name == "order":
            self._open_order(key)

    def _open_order(self, key: Any) -> None:
        line = next((one for one in self.record.lines if one.id == key), None) if self.record else None
        if isinstance(line, ShipmentLineRow) and line.order_id is not None:
            self.context.navigator.open(Route("order", line.order_id))
        elif line is not None:
            self.acting.change_line()

    def failed(self, error: BaseException) -> None:
        """Say what stands against an act."""
        if isinstance(error, LogisticsError):
            self.banner.show_message("bad", sentence(error))
        else:
            self.context.notices.show_error(error)


def _serials(shown: list[ShipmentLineRow], inside: set[object] | None, record: ShipmentDetail) -> str:
    """Name the serials that lie in the chosen packages."""
    if inside is None:
        return ""
    codes = {package.code for package in record.packages if package.id in inside}
    named = [serial for line in shown for serial, package in line.serial_list if package in codes]
    return _("Serials: {list}").format(list=", ".join(named)) if named else ""
