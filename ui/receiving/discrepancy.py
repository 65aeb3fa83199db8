"""One discrepancy report: its lines, the claim, what was written about it, its photos. Source: domain.md 2.5."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.problems import LogisticsError
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kernel.values import Money
from inl_logistics.receiving import claims, followup
from inl_logistics.receiving.documents import Cause
from inl_logistics.receiving.followup import DiscrepancyDetail, DiscrepancyLineRow
from inl_logistics.receiving.inspecting import in_quarantine
from inl_logistics.register.numbers import screen_number
from inl_logistics.transfers.roadgoods import RoadGoods
from ui.kit import theme
from ui.kit.buttons import Button, IconButton
from ui.kit.cards import Card
from ui.kit.dialogs import ask_text
from ui.kit.filescard import FilesCard
from ui.kit.formats import day, money, number
from ui.kit.inspector import Facts
from ui.kit.menus import Entry, drop_menu
from ui.kit.navigation import Command, Crumb, KeyHint, PageContext, Route
from ui.kit.printouts import Printouts
from ui.kit.recordpage import RecordPage
from ui.kit.steps import State, Step, Stepper
from ui.kit.tables import Column, KeyedTableModel, ListView
from ui.kit.timeline import Entry as Event
from ui.kit.timeline import Timeline
from ui.kit.widget import Label, column, row
from ui.receiving import claimwords as words
from ui.receiving.claimdialogs import ClaimDialog, SettleDialog, StepDialog
from ui.receiving.inspection import InspectionDialog

_STEPS = (N_("Reported"), N_("Claimed"), N_("Closed"))
LINES = (
    Column("item", N_("Item"), lambda line: line.item or "—", 170, "strong", stretch=True,
           sub=lambda line: " · ".join(filter(None, (line.code, line.detail)))),
    Column("kind", N_("What"), lambda line: _(words.KINDS.get(line.kind, line.kind)), 84, "text",
           tone=lambda line: words.KIND_TONES.get(line.kind)),
    Column("quantity", N_("Units"), lambda line: number(line.quantity), 60, "numberStrong"),
    Column("value", N_("Loss"), lambda line: money(Money(line.value_minor)) if line.kind in ("short", "damaged") else "—", 92,
           "money"),
    Column("cause", N_("Cause"), lambda line: _(words.CAUSES[Cause(line.cause)]), 88, "quiet",
           yields=2),
    Column("addressee", N_("Claim from"), lambda line: line.addressee or "—", 130, "text", yields=1),
    Column("settled", N_("Made good"), lambda line: money(Money(line.settled_minor)) if line.settled_minor else "—", 92,
           "money", yields=3),
    Column("state", N_("Status"), lambda line: words.resolution_words(line.resolution) or words.line_chip(line).text, 110,
           "chip", chip=words.line_chip),
)  # fmt: skip


class DiscrepancyPage(RecordPage):
    """One report whole; it is named by its receiving."""

    topics = frozenset({"receiving", "attachments", "ledger"})

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route)
        self.record: DiscrepancyDetail | None = None
        self.waiting: list[RoadGoods] = []
        self.printouts = Printouts(self)
        self._build()
        self._connect()
        self._retranslate()
        self.refresh()

    def _build(self) -> None:
        self.life = Stepper()
        self.head.set_life(self.life)
        self.print, self.step = Button(icon="printer", key="Ctrl P"), Button(icon="pen-line", writes=True)
        self.inspect = Button(icon="scan-search", writes=True)
        self.close_lines = Button(icon="check", key="Ctrl L", writes=True)
        self.primary = Button(kind="primary", icon="mail", key="Ctrl Enter", writes=True)
        for button in (self.print, self.step, self.inspect, self.close_lines):
            self.head.add_action(button)
        self.head.set_primary(self.primary)
        self.lines_card = Card()
        self.more = IconButton("ellipsis", side=28)
        self.lines_card.add_action(self.more)
        self.lines = KeyedTableModel(LINES, tickable=True, parent=self)
        self.table = ListView(self.lines, density="two-line")
        self.table.setMinimumHeight(theme.px(180))
        self.sum_start, self.sum_end = Label(role="secondary", token="text2"), Label(role="strong")
        self.lines_card.body.addWidget(self.table, 1)
        self.lines_card.body.addLayout(row(None, self.sum_start, "stretch", self.sum_end, margins=(14, 9, 14, 9)))
        self.details_card, self.facts = Card(), Facts()
        self.details_card.body.addWidget(self.facts)
        self.history_card, self.history = Card(), Timeline()
        self.history_card.body.addWidget(self.history)
        self.files = FilesCard(self, "discrepancy")
        side = QWidget()
        side.setFixedWidth(theme.px(284))
        column(side, self.details_card, self.history_card, self.files, "stretch", gap=12)
        cards = row(None, self.lines_card, side, gap=12)
        cards.setStretch(0, 1)
        self.body.addLayout(cards, 1)

    def _connect(self) -> None:
        self.print.clicked.connect(self.print_menu)
        self.step.clicked.connect(self.write_down)
        self.inspect.clicked.connect(self.inspect_goods)
        self.close_lines.clicked.connect(self.settle)
        self.primary.clicked.connect(self.claim)
        self.more.clicked.connect(self._menu)
        self.lines.ticks_changed.connect(self._show_sums)
        self.table.opened.connect(lambda _key: self.claim())

    def _retranslate(self) -> None:
        self.print.setText(_("Print"))
        self.step.setText(_("Write down"))
        self.inspect.setText(_("Inspect…"))
        self.close_lines.setText(_("Close lines…"))
        self.primary.setText(_("Claim…"))
        self.more.set_hint(_("More actions"))
        self.lines_card.set_title(_("What differed"))
        self.table.setAccessibleName(_("What differed"))
        self.details_card.set_title(_("Details"))
        self.history_card.set_title(_("History"))
        self.files.retranslate()
        if self.record is not None:
            self._show(self.record)

    def refresh(self) -> None:
        """Read the report again."""
        self.context.jobs.read(self, followup.detail, self.route.id, today=self.context.today(), done=self._show)
        self.context.jobs.read(self, in_quarantine, int(self.route.id or 0), done=self._show_waiting)

    def _show_waiting(self, found: list[RoadGoods]) -> None:
        self.waiting = found if self.record is not None else []
        if self.record is None:
            return
        self.inspect.set_reason("" if found else _("Nothing of it waits in quarantine"))

    def _show(self, record: DiscrepancyDetail | None) -> None:
        self.record = record
        gone = _("This report is no longer there.") if record is None else ""
        for button in (self.print, self.step, self.inspect, self.close_lines):
            button.set_reason(gone)
        self.head.set_reason(gone)
        self.more.setVisible(not gone)
        self.files.setVisible(not gone)
        if record is None:
            self.waiting = []
            self.lines.set_rows([], keys=[])
            self.banner.show_message("bad", gone)
            return
        self._show_waiting(self.waiting)
        shown = record.row
        self.head.set_title(shown.title or screen_number(shown.number))
        self.head.set_chips([words.report_chip(shown)])
        parts = (screen_number(shown.number), shown.vendor, screen_number(shown.shipment),
                 _("received on {day}").format(day=day(shown.received_on)) if shown.received_on else "")  # fmt: skip
        self.head.set_summary(" · ".join(part for part in parts if part))
        self.life.set_steps(_life(record))
        self.lines.set_rows(record.lines, keys=[line.id for line in record.lines])
        self.head.set_reason("" if shown.open else _("Everything is closed"))
        self.close_lines.set_reason("" if shown.open else _("Everything is closed"))
        if shown.status in ("due", "overdue") and shown.claim_by is not None:
            said = _("Claim by {day}, else it is lost.") if shown.status == "due" else _("The claim was due by {day}.")
            self.banner.show_message("warn", said.format(day=day(shown.claim_by)), _("Claim…"), self.claim)
        else:
            self.banner.hide()
        self._show_side(record)
        self._show_sums()
        self.files.show_of(record.row.key, also=[("scan", list(record.scan_ids))])
        self.presented.emit()

    def _show_side(self, record: DiscrepancyDetail) -> None:
        shown, first = record.row, record.lines[0] if record.lines else None
        roles = {role.value: text for role, text in words.ROLES.items()}
        pairs = (
            (_("Claim from"), shown.addressee), (_("Who that is"), _(roles[first.role]) if first else ""),
            (_("Claim by"), day(shown.claim_by) if shown.claim_by else ""),
            (_("Claimed on"), day(shown.claimed_on) if shown.claimed_on else ""),
            (_("Reference"), first.reference if first else ""),
            (_("Loss"), money(Money(shown.value_minor))),
            (_("Made good"), money(Money(shown.settled_minor)) if shown.settled_minor else ""),
            (_("Receiving"), screen_number(shown.report)), (_("Shipment"), screen_number(shown.shipment)),
            (_("Closed on"), day(shown.resolved_on) if shown.resolved_on and not shown.open else ""),
        )  # fmt: skip
        self.facts.set_pairs([pair for pair in pairs if pair[1]])
        events = [
            Event(words.note_words(note.what), " · ".join(filter(None, (day(note.on), note.by, note.note))),
                  "check" if note.what.startswith("settled:") else "pen-line",
                  "ok" if note.what.startswith("settled:") else "info")
            for note in record.notes
        ]  # fmt: skip
        self.history.set_entries(events)
        self.history_card.setVisible(bool(events))

    def _show_sums(self) -> None:
        record = self.record
        if record is None:
            return
        ticked = self.lines.tick_count()
        said = ngettext("{n} line", "{n} lines", len(record.lines)).format(n=number(len(record.lines)))
        if ticked:
            said += " · " + ngettext("{n} line ticked", "{n} lines ticked", ticked).format(n=number(ticked))
        self.sum_start.setText(said)
        self.sum_end.setText(_("Loss {value}").format(value=money(Money(record.row.value_minor))))

    # acting -------------------------------------------------------------------------------------------------
    def chosen(self, *, closed: bool = False) -> list[DiscrepancyLineRow]:
        """Return the ticked lines, else all that are open (or closed)."""
        record = self.record
        found = [line for line in record.lines if bool(line.resolved_on) is closed] if record else []
        ticked = set(self.lines.ticked())
        return [line for line in found if line.id in ticked] if ticked else found

    def claim(self) -> None:
        """Claim the ticked lines, else all that are open."""
        if lines := self.chosen():
            self._open(ClaimDialog(self.context, self, lines))

    def settle(self) -> None:
        """Close the ticked lines, else all that are open."""
        if lines := self.chosen():
            self._open(SettleDialog(self.context, self, lines))

    def write_down(self) -> None:
        """Write a step down."""
        if self.record is not None:
            self._open(StepDialog(self.context, self, self.record.row.key))

    def inspect_goods(self) -> None:
        """Inspect what waits in quarantine."""
        if self.record is not None and self.waiting:
            self._open(InspectionDialog(self.context, self, self.record.row.key, self.waiting))

    def _open(self, dialog: ClaimDialog | SettleDialog | StepDialog | InspectionDialog) -> None:
        dialog.saved.connect(self._saved)
        dialog.open()

    def _saved(self, _result: object) -> None:
        self.lines.clear_ticks()
        self.refresh()

    def open_again(self) -> None:
        """Open closed lines again, with a reason."""
        lines = [line for line in self.chosen(closed=True) if line.resolution != "reversed"]
        if not lines:
            return
        ids = tuple(line.id for line in lines)

        def send(reason: str) -> None:
            self.context.jobs.write(self, claims.open_again, ids, reason=reason, done=self._saved, failed=self.failed)

        ask_text(self, _("Open these lines again?"), _("Reason"), _("Open again"), send)

    def _menu(self) -> None:
        entries: list[Entry] = [
            ("package-check", _("Open the receiving"), "", self.open_receiving),
            ("ship", _("Open the shipment"), "", self.open_shipment),
        ]
        if any(
            line.resolved_on and line.resolution != "reversed" for line in (self.record.lines if self.record else ())
        ):
            entries.append(("undo-2", _("Open closed lines again…"), "", self.open_again))
        drop_menu(self.more, entries)

    def open_receiving(self) -> None:
        """Open the receiving that found it."""
        self.context.navigator.open(Route("receiving", self.route.id))

    def open_shipment(self) -> None:
        """Open the shipment that it came with."""
        if self.record is not None:
            self.context.navigator.open(Route("shipment", self.record.shipment_id))

    def print_menu(self) -> None:
        """Offer the report as posted, and as it stands now."""
        entries: list[Entry] = [
            ("printer", _("As posted"), "", lambda: self.print_paper("discrepancy-report")),
            ("file-text", _("As it stands now"), "", lambda: self.print_paper("discrepancy-follow-up")),
        ]
        drop_menu(self.print, entries)

    def print_paper(self, name: str) -> None:
        """Show the report to print or save it."""
        if self.record is not None:
            self.printouts.show(name, self.record.row.key, number=screen_number(self.record.row.number))

    def failed(self, error: BaseException) -> None:
        """Say what stands against an act."""
        if isinstance(error, LogisticsError):
            self.banner.show_message("bad", sentence(error))
        else:
            self.context.notices.show_error(error)

    # the frame ----------------------------------------------------------------------------------------------
    def crumbs(self) -> tuple[Crumb, ...]:
        """Return the path."""
        name = "" if self.record is None else screen_number(self.record.row.number)
        return (
            Crumb(_("Shipments"), Route("shipments")), Crumb(_("Discrepancies"), Route("discrepancies")), Crumb(name)
        )  # fmt: skip

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here."""
        return (
            Command("discrepancy.claim", N_("Claim lines of this report"), self.claim, "Ctrl+Enter", "mail",
                    self.primary.reason),
            Command("discrepancy.settle", N_("Close lines of this report"), self.settle, "Ctrl+L", "check",
                    self.close_lines.reason),
            Command("discrepancy.step", N_("Write down what happened"), self.write_down, "Ctrl+N", "pen-line",
                    self.step.reason),
            Command("discrepancy.inspect", N_("Inspect goods in quarantine"), self.inspect_goods, "", "scan-search",
                    self.inspect.reason),
            Command("discrepancy.print", N_("Print this report"), self.print_menu, "Ctrl+P", "printer", self.print.reason),
            Command("discrepancy.again", N_("Open closed lines again…"), self.open_again, "", "undo-2", self.print.reason),
            Command("discrepancy.receiving", N_("Open the receiving"), self.open_receiving, "", "package-check",
                    self.print.reason),
        )  # fmt: skip

    def hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of this screen."""
        return (
            KeyHint("Space", _("tick")), KeyHint("Ctrl Enter", _("claim")), KeyHint("Ctrl L", _("close lines")),
            KeyHint("Ctrl N", _("write down")), KeyHint("Esc", _("back to list")),
        )  # fmt: skip

    def status(self) -> tuple[str, ...]:
        """Say which report this is."""
        return (screen_number(self.record.row.number),) if self.record else ()

    def panels(self) -> tuple[QWidget, ...]:
        """Return the stops of F6."""
        return self.table, self.files

    def focus_first(self) -> None:
        """Put the focus into the lines."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _life(record: DiscrepancyDetail) -> list[Step]:
    """Return how far the report is."""
    shown = record.row
    done = (True, shown.claimed_on is not None or not shown.open, not shown.open)
    current = next((at for at, is_done in enumerate(done) if not is_done), len(done))
    states: list[State] = [
        "done" if is_done else "current" if at == current else "todo" for at, is_done in enumerate(done)
    ]
    return [Step(_(title), state) for title, state in zip(_STEPS, states, strict=True)]
