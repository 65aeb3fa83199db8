"""One agreement: projects with their balance on any day, years, amendments, clauses, files. Source: domain.md 2.2."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from inl_logistics.agreements import balances, queries
from inl_logistics.agreements.amending import record_signed
from inl_logistics.agreements.balances import Event
from inl_logistics.agreements.queries import AgreementDetail
from inl_logistics.kernel.dates import fiscal_year
from inl_logistics.kernel.listing import ListQuery
from inl_logistics.kernel.problems import LogisticsError
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.register.numbers import screen_number
from ui.agreements import words
from ui.agreements.columns import CLAUSE_COLUMNS, FIGURES, PROJECTS, YEARS, dollars
from ui.agreements.dialogs import AgreementDialog, AmendmentDialog, ClauseDialog
from ui.agreements.figures import ceiling_dialog, events_dialog
from ui.agreements.past import amendment_entry, nothing_words, override_entry
from ui.agreements.projectdialog import ProjectDialog
from ui.kit.buttons import Button, IconButton
from ui.kit.cards import Card, EmptyState
from ui.kit.choices import Segmented
from ui.kit.exporting import export_list
from ui.kit.fields import DateEdit
from ui.kit.filescard import FilesCard
from ui.kit.formats import day
from ui.kit.inspector import Facts, scrolled
from ui.kit.navigation import Command, Crumb, KeyHint, PageContext, Route
from ui.kit.printouts import Printouts
from ui.kit.recordpage import RecordPage
from ui.kit.tables import KeyedTableModel, ListView
from ui.kit.timeline import Timeline
from ui.kit.widget import Label, column, row

_PANELS = (("projects", N_("Projects")), ("years", N_("By year")), ("clauses", N_("Clauses")))


class AgreementPage(RecordPage):
    """One agreement whole, as of a day."""

    topics = frozenset({"agreements", "purchasing", "receiving", "handovers", "requirements"})

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route)
        self.record: AgreementDetail | None = None
        self.printouts = Printouts(self)
        self._build()
        self._connect()
        self._retranslate()
        self.refresh()

    def _build(self) -> None:
        self.as_of = DateEdit(today=self.context.today)
        self.as_of.setFixedWidth(128)
        self.as_of_label = Label(role="secondary", token="text2")
        self.print, self.edit = IconButton("printer"), IconButton("pencil")
        self.sign = Button(icon="pen-line", writes=True)
        self.primary = Button(kind="primary", icon="file-plus", key="Ctrl Enter", writes=True)
        for part in (self.as_of_label, self.as_of, self.print, self.edit, self.sign):
            self.head.add_action(part)
        self.head.set_primary(self.primary)
        self.main_card, self.panel = Card(), Segmented(height=26)
        self.add = Button(icon="plus", kind="ghost", writes=True)
        self.years_of = Segmented(height=26)
        self.main_card.add_action(self.add)
        self.main_card.add_action(self.years_of)
        self.main_card.add_action(self.panel)
        self.projects, self.years, self.clauses = (
            KeyedTableModel(columns, parent=self) for columns in (PROJECTS, YEARS, CLAUSE_COLUMNS)
        )
        self.project_table = ListView(self.projects, density="two-line")
        self.year_table, self.clause_table = ListView(self.years), ListView(self.clauses, density="two-line")
        for table in (self.project_table, self.year_table, self.clause_table):
            table.setMinimumHeight(180)
            self.main_card.body.addWidget(table, 1)
        self.nothing = EmptyState("file-text")
        self.main_card.body.addWidget(self.nothing, 1)
        self.sum_start, self.sum_end = Label(role="secondary", token="text2"), Label(role="strong")
        self.main_card.body.addLayout(row(None, self.sum_start, "stretch", self.sum_end, margins=(14, 9, 14, 9)))
        self.details_card, self.facts = Card(), Facts()
        self.details_card.body.addWidget(self.facts)
        self.amendments_card, self.timeline = Card(), Timeline()
        self.amendments_card.body.addWidget(self.timeline)
        self.overrides_card, self.overrides = Card(), Timeline()
        self.overrides_card.body.addWidget(self.overrides)
        self.files = FilesCard(self, "agreement")
        side = QWidget()
        side.setFixedWidth(284)
        column(side, self.details_card, self.amendments_card, self.overrides_card, self.files, "stretch",
               gap=12)  # fmt: skip
        panel = scrolled(side)
        panel.setFixedWidth(296)
        cards = row(None, self.main_card, panel, gap=12)
        cards.setStretch(0, 1)
        self.body.addLayout(cards, 1)

    def _connect(self) -> None:
        self.as_of.left.connect(self.refresh)
        self.as_of.returnPressed.connect(self.refresh)
        self.print.clicked.connect(self.print_record)
        self.edit.clicked.connect(self._edit)
        self.sign.clicked.connect(self._sign)
        self.primary.clicked.connect(self.amend)
        self.panel.chosen.connect(self._show_panel)
        self.years_of.chosen.connect(self._show_years)
        self.add.clicked.connect(self._add)
        self.project_table.opened.connect(self._change_project)
        self.project_table.cell_clicked.connect(self._project_clicked)
        self.year_table.cell_clicked.connect(self._year_clicked)
        self.clause_table.opened.connect(self._change_clause)
        self.overrides.clicked.connect(self._open_order)
        self.timeline.clicked.connect(self._correct_one)

    def _retranslate(self) -> None:
        self.as_of_label.setText(_("As of"))
        self.as_of.setAccessibleName(_("Balance as of"))
        self.print.set_hint(_("Print this agreement"), key="Ctrl P")
        self.edit.set_hint(_("Change the agreement"), key="F2")
        self.sign.setText(_("Record as signed"))
        self.primary.setText(_("Amend"))
        self.panel.set_options([(key, _(title)) for key, title in _PANELS])
        self.panel.choose(self.panel.current() or "projects", tell=False)
        self.years_of.set_options([("fiscal", _("Fiscal")), ("calendar", _("Calendar")), ("fund", _("Of the funds"))])
        self.years_of.choose(self.years_of.current() or "fiscal", tell=False)
        self.main_card.set_title(_("Balance"))
        self.details_card.set_title(_("Details"))
        self.amendments_card.set_title(_("Amendments"))
        self.overrides_card.set_title(_("Overrides"))
        self.files.retranslate()
        self._show_panel()
        if self.record is not None:
            self._show(self.record)

    def crumbs(self) -> tuple[Crumb, ...]:
        """Return the path."""
        name = self.record.row.number if self.record else ""
        return Crumb(_("Purchasing"), Route("orders")), Crumb(_("Agreements"), Route("agreements")), Crumb(name)

    def refresh(self) -> None:
        """Read the agreement again, as of the day asked for."""
        self.context.jobs.read(
            self, queries.detail, self.route.id, today=self.context.today(), as_of=self.as_of.day(), done=self._show
        )

    def _show(self, record: AgreementDetail | None) -> None:
        if record is None:
            self.banner.show_message("bad", _("This agreement is no longer there."))
            return
        self.record = record
        self.as_of.setPlaceholderText(day(record.as_of))
        shown, today = record.row, self.context.today()
        self.head.set_title(shown.title or shown.number)
        self.head.set_chips([words.agreement_chip(shown, today=today)])
        parts = (shown.number, screen_number(shown.ours), shown.ministry,
                 _("expires {day}").format(day=day(shown.expires_on)) if shown.expires_on else "")  # fmt: skip
        self.head.set_summary(" · ".join(part for part in parts if part))
        self.sign.setVisible(not shown.ours)
        self.projects.set_rows(record.projects, keys=[one.id for one in record.projects])
        self.clauses.set_rows(record.clauses, keys=[one.kind for one in record.clauses])
        self._show_years()
        self._show_panel()
        self._show_banner(record)
        self._show_sums(record)
        self._show_facts(record)
        self.timeline.set_entries([amendment_entry(one) for one in reversed(record.amendments)])
        self.overrides.set_entries([override_entry(one) for one in record.overrides])
        self.overrides_card.setVisible(bool(record.overrides))
        self.files.show_of(record.id)
        self.presented.emit()

    def _show_banner(self, record: AgreementDetail) -> None:
        over = [one.code for one in record.projects if (one.left_minor or 0) < 0]
        if record.as_of != self.context.today():
            said = _("The balance is shown as it was on {day}.").format(day=day(record.as_of))
            self.banner.show_message("info", said, _("Show today"), self._today)
        elif over:
            said = _("More is committed or planned than the ceiling of {projects} allows.").format(
                projects=", ".join(over)
            )
            self.banner.show_message("bad", said, _("Amend"), self.amend)
        elif not record.row.ours:
            self.banner.show_message("info", _("Not recorded as signed yet: it has no number and no seal."))
        else:
            self.banner.hide()

    def _today(self) -> None:
        self.as_of.set_day(None)
        self.refresh()

    def _show_sums(self, record: AgreementDetail) -> None:
        count = len(record.projects)
        said = ngettext("{n} project", "{n} projects", count).format(n=count)
        loose = (
            _("{value} committed without a project").format(value=dollars(record.loose_minor))
            if record.loose_minor
            else ""
        )
        self.sum_start.setText(" · ".join(filter(None, (said, loose))))
        row_ = record.row
        words_ = (
            _("{committed} of {ceiling} committed") if row_.ceiling_minor is not None else _("{committed} committed")
        )
        self.sum_end.setText(words_.format(
            committed=dollars(row_.committed_minor), ceiling=dollars(row_.ceiling_minor)))  # fmt: skip

    def _show_facts(self, record: AgreementDetail) -> None:
        shown = record.row
        pairs = (
            (_("Number"), shown.number), (_("Our number"), screen_number(shown.ours)), (_("Signed by"), shown.ministry),
            (_("Host signer"), record.host_signer), (_("Signed on"), day(shown.signed_on)), (_("Expires"), day(shown.expires_on)),
            (_("Ceiling"), dollars(shown.ceiling_minor)), (_("Planned"), dollars(shown.planned_minor)),
            (_("Left"), dollars(shown.left_minor)), (_("Remarks"), record.remarks),
        )  # fmt: skip
        self.facts.set_pairs([pair for pair in pairs if pair[1] and pair[1] != "—"])

    def _show_panel(self, _key: str = "") -> None:
        current = self.panel.current() or "projects"
        for key, table in zip(("projects", "years", "clauses"), self._tables(), strict=True):
            table.setVisible(key == current and table.list.rowCount() > 0)
        self.nothing.setVisible(not any(table.isVisibleTo(self) for table in self._tables()))
        self.nothing.set_words(*nothing_words(current))
        self.years_of.setVisible(current == "years")
        self.add.setVisible(current != "years")
        self.add.setText(_("Add project") if current == "projects" else _("Add clause"))

    def _tables(self) -> tuple[ListView, ListView, ListView]:
        return self.project_table, self.year_table, self.clause_table

    def _show_years(self, _key: str = "") -> None:
        if self.record is not None:
            record = self.record
            kinds = {"calendar": record.calendar_years, "fund": record.fund_years}
            found = kinds.get(self.years_of.current(), record.fiscal_years)
            self.years.set_rows(found, keys=[one.year for one in found])

    # acting -------------------------------------------------------------------------------------------------

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here."""
        return (
            Command("agreement.amend", N_("Enter an amendment"), self.amend, "Ctrl+Enter", "file-plus"),
            Command("agreement.correct", N_("Correct the last amendment"), self.correct, "", "pencil"),
            Command("agreement.project", N_("Add a project to this agreement"), self._add_project, "Ctrl+N", "plus"),
            Command("agreement.clause", N_("Add a clause, or word one anew"), self._add_clause, "", "plus"),
            Command("agreement.edit", N_("Change this agreement"), self._edit, "F2", "pencil"),
            Command("agreement.export", N_("Export this balance"), self.export, "Ctrl+E", "download"),
            Command("agreement.print", N_("Print this agreement"), self.print_record, "Ctrl+P", "printer"),
            Command("agreement.as-of", N_("Balance as of another day"), self.as_of.setFocus, "Ctrl+D", "calendar"),
        )

    def hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of this screen."""
        return (
            KeyHint("Ctrl Enter", _("amend")), KeyHint("Ctrl D", _("as of a day")), KeyHint("Ctrl P", _("print")),
            KeyHint("Esc", _("back to list")),
        )  # fmt: skip

    def status(self) -> tuple[str, ...]:
        """Say which agreement this is."""
        return (self.record.row.number,) if self.record else ()

    def panels(self) -> tuple[QWidget, ...]:
        """Return the panels that F6 goes through."""
        return (*(table for table in self._tables() if table.isVisible()), self.as_of)

    def focus_first(self) -> None:
        """Put the focus into the projects."""
        self.project_table.setFocus(Qt.FocusReason.OtherFocusReason)

    def print_record(self) -> None:
        """Show the agreement as it prints."""
        if self.record is not None:
            self.printouts.show("agreement-record", self.record.id, number=self.record.row.number, on=self.record.as_of)

    def amend(self) -> None:
        """Ask for the next amendment."""
        if self.record is not None:
            AmendmentDialog(self.context, self, self.record).open()

    def correct(self) -> None:
        """Ask for the last amendment anew."""
        if self.record is not None and self.record.amendments:
            last = max(one.number for one in self.record.amendments)
            AmendmentDialog(self.context, self, self.record, number=last).open()

    def _correct_one(self, number: object) -> None:
        if self.record is not None and isinstance(number, int):
            AmendmentDialog(self.context, self, self.record, number=number).open()

    def _open_order(self, order: object) -> None:
        if isinstance(order, int) and order:
            self.context.navigator.open(Route("order", order))

    def _edit(self) -> None:
        if self.record is not None:
            AgreementDialog(self.context, self, self.record).open()

    def _sign(self) -> None:
        if self.record is None:
            return

        def done(number: str) -> None:
            self.context.notices.show_notice(_("Recorded as {number}.").format(number=screen_number(number)))

        self.context.jobs.write(self, record_signed, self.record.id, done=done, failed=self._failed, button=self.sign)

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, LogisticsError):
            self.banner.show_message("bad", sentence(error))
        else:
            self.context.notices.show_error(error)

    def _add(self) -> None:
        if self.panel.current() == "clauses":
            self._add_clause()
        else:
            self._add_project()

    def _add_project(self) -> None:
        if self.record is not None:
            ProjectDialog(self.context, self, self.record, None).open()

    def _add_clause(self) -> None:
        if self.record is not None:
            ClauseDialog(self.context, self, self.record, None).open()

    def _change_project(self, key: Any) -> None:
        found = next((one for one in self.record.projects if one.id == key), None) if self.record else None
        if self.record is not None and found is not None:
            ProjectDialog(self.context, self, self.record, found).open()

    def _change_clause(self, key: Any) -> None:
        found = next((one for one in self.record.clauses if one.kind == key), None) if self.record else None
        if self.record is not None and found is not None:
            ClauseDialog(self.context, self, self.record, found).open()

    def _project_clicked(self, key: Any, figure: str) -> None:
        found = next((one for one in self.record.projects if one.id == key), None) if self.record else None
        if self.record is None or found is None or figure not in FIGURES:
            return
        title = _("{figure}: {of}").format(figure=_(FIGURES[figure]), of=found.code)
        if figure == "ceiling":
            ceiling_dialog(self, title, found.code).open()
            return
        self.context.jobs.read(
            self, balances.events, figure, self.record.id, key, on=self.record.as_of,
            done=lambda events: events_dialog(self, title, events).open(),
        )  # fmt: skip

    def _year_clicked(self, key: Any, figure: str) -> None:
        if self.record is None or figure not in FIGURES:
            return
        kind, years = self.years_of.current(), {one.id: one.fiscal_year or 0 for one in self.record.projects}
        title = _("{figure}: {of}").format(figure=_(FIGURES[figure]), of=str(key) if key else _("No year"))

        def year_of(event: Event) -> int:
            if kind == "fund":
                return years.get(event.project_id or 0, 0)
            return event.on.year if kind == "calendar" else fiscal_year(event.on)

        def show(events: list[Event]) -> None:
            events_dialog(self, title, [one for one in events if year_of(one) == key]).open()

        self.context.jobs.read(
            self, balances.events, figure, self.record.id, whole=True, on=self.record.as_of, done=show
        )

    def export(self) -> None:
        """Write the balance of the day by project and by year as an Excel file."""
        if self.record is not None:
            chosen = {
                "agreement": frozenset({str(self.record.id)}),
                "as_of": frozenset({self.record.as_of.isoformat()}),
            }
            export_list(self, "balance", ListQuery(filters=chosen))
