"""Home: what to do today. Source: ui.md 10 (Home); picture 01."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from inl_logistics.home import queries
from inl_logistics.home.queries import Activity, Month, Stage
from inl_logistics.home.values import Task, TaskKind
from inl_logistics.kernel.dates import fiscal_year
from inl_logistics.kernel.translation import N_, _, language
from ui.home.activity import ActivityList
from ui.home.chart import MonthChart
from ui.home.pipeline import Pipeline
from ui.home.tasklist import TaskList
from ui.home.words import GROUPS, act_route, task_route, verb_route
from ui.kit.buttons import Button
from ui.kit.cards import Card, EmptyState
from ui.kit.choices import Segmented
from ui.kit.inspector import scrolled
from ui.kit.menus import drop_menu
from ui.kit.navigation import Command, Crumb, KeyHint, Page, PageContext, Route
from ui.kit.openpost import local, open_post
from ui.kit.periods import month_filter, year_filter
from ui.kit.widget import Label, column, row

_SPANS = (6, 12, 24)
_STAGE_LISTS = {
    "ordered": "orders", "in-transit": "shipments", "in-store": "inventory", "handed-over": "handovers",
}  # fmt: skip


class HomePage(Page):
    """Tasks at the start side; pipeline, chart and activity at the end side."""

    topics = frozenset({
        "ledger", "inventory", "shipments", "handovers", "receiving", "partners", "purchasing", "catalog", "approvals", "users",
        "settings", "imports",
    })  # fmt: skip

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route)
        self._tasks: tuple[Task, ...] = ()
        self._year, self._span = fiscal_year(context.today()), 12
        self._years: tuple[int, ...] = (self._year,)
        self._year_chosen = False
        self._build()
        self._connect()
        self._retranslate()
        self.refresh()

    # building -----------------------------------------------------------------------------------------------
    def _build(self) -> None:
        self.title = Label(role="title")
        self.receive, self.bring = (
            Button(icon="package-open", key="Ctrl R"),
            Button(icon="file-spreadsheet", key="Ctrl I"),
        )
        self.hand_over = Button(kind="primary", icon="handshake", key="Ctrl H")
        head = row(None, self.title, "stretch", self.receive, self.bring, self.hand_over, gap=8)
        self.tasks_card, self.tasks = Card(), TaskList()
        self.calm = EmptyState("circle-check")
        self.area = QScrollArea()
        self.area.setWidget(self.tasks)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tasks.setProperty("plain", "true")
        self.tasks_card.body.addWidget(self.area, 1)
        self.tasks_card.body.addWidget(self.calm, 1)
        self.pipeline_card, self.pipeline, self.measure = Card(), Pipeline(), Segmented()
        self.year = Button(kind="ghost", chevron=True, pad=8)
        self.pipeline_card.add_action(self.year)
        self.pipeline_card.add_action(self.measure)
        self.pipeline_card.body.addWidget(self.pipeline)
        self.chart_card, self.chart = Card(), MonthChart()
        self.span = Button(kind="ghost", chevron=True, pad=8)
        self.chart_card.add_action(self.span)
        self.chart_card.body.addWidget(self.chart, 1)
        workspace = open_post(self.context)
        self.log_card = Card()
        self.log = ActivityList(self.context.today, lambda at: local(workspace, at))
        self.log_card.body.addWidget(self.log, 1)
        end = column(None, self.pipeline_card, self.chart_card, self.log_card, gap=12)
        end.setStretch(1, 3)
        end.setStretch(2, 2)
        host = QWidget()
        column(host, end)
        body = row(None, self.tasks_card, scrolled(host), gap=12)
        body.setStretch(0, 52)
        body.setStretch(1, 48)
        main = column(self, head, body, margins=(18, 14, 18, 14), gap=13)
        main.setStretch(1, 1)

    def _connect(self) -> None:
        go = self.context.navigator.open
        self.receive.clicked.connect(lambda: go(Route("receive")))
        self.bring.clicked.connect(lambda: go(Route("import")))
        self.hand_over.clicked.connect(lambda: go(Route("handover", "new")))
        self.tasks.opened.connect(lambda task: go(task_route(task)))
        self.tasks.acted.connect(lambda task: go(verb_route(task)))
        self.tasks.group_opened.connect(self._open_group)
        self.measure.chosen.connect(lambda key: self.pipeline.show_units(key == "units"))
        self.year.clicked.connect(self._choose_year)
        self.span.clicked.connect(self._choose_span)
        self.pipeline.opened.connect(lambda name: go(Route(_STAGE_LISTS[name], None, year_filter(self._year))))
        self.chart.opened.connect(lambda first: go(Route("handovers", None, month_filter(first))))
        self.log.opened.connect(self._open_act)

    def _retranslate(self) -> None:
        today, names = self.context.today(), QLocale(language())
        self.title.setText(_("{weekday} {day} {month}").format(
            weekday=_capital(names.standaloneDayName(today.isoweekday())), day=today.day, month=names.monthName(today.month),
        ))  # fmt: skip
        self.receive.setText(_("Receive"))
        self.bring.setText(_("Import"))
        self.hand_over.setText(_("New handover"))
        self.calm.set_words(_("Nothing needs you today"),
                            _("Late shipments, missing signatures, expiring vetting and low stock are listed here."))  # fmt: skip
        self.measure.set_options([("usd", _("USD")), ("units", _("Units"))])
        self.chart_card.set_title(_("Handovers by month"), _("USD thousand"))
        self.log_card.set_title(_("Recent activity"))
        self._name_choices()
        self._count_tasks()

    def _name_choices(self) -> None:
        this = self._year == fiscal_year(self.context.today())
        self.pipeline_card.set_title(_("Pipeline, this fiscal year") if this else _("Pipeline"))
        self.year.setText(_("FY {year}").format(year=self._year))
        self.span.setText(_("Last {n} months").format(n=self._span))

    # asking -------------------------------------------------------------------------------------------------
    def refresh(self) -> None:
        """Ask everything again."""
        read, today = self.context.jobs.read, self.context.today()
        read(self, queries.tasks, today=today, done=self._show_tasks)
        read(self, queries.fiscal_years, done=self._take_years)
        read(self, queries.pipeline, year=self._year, done=self._show_stages)
        read(self, queries.months, today=today, count=self._span, done=self._show_months)
        read(self, queries.activity, limit=12, done=self._show_acts)

    def _show_tasks(self, tasks: Sequence[Task]) -> None:
        self._tasks = tuple(tasks)
        self.tasks.set_tasks(tasks)
        self.area.setVisible(bool(tasks))
        self.calm.setVisible(not tasks)
        self._count_tasks()
        self.presented.emit()

    def _count_tasks(self) -> None:
        overdue = sum(task.is_overdue for task in self._tasks)
        note = _("{open} open · {overdue} overdue").format(open=len(self._tasks), overdue=overdue)
        self.tasks_card.set_title(_("Needs you today"), note if self._tasks else "")

    def _take_years(self, years: Sequence[int]) -> None:
        """Keep the years to choose from; a new fiscal year without an order yet begins at the last that has one."""
        self._years = tuple(sorted({*years, fiscal_year(self.context.today())}, reverse=True))
        if years and not self._year_chosen and self._year not in years:
            self._show_year(years[0])

    def _show_stages(self, stages: Sequence[Stage]) -> None:
        self.pipeline.set_stages(stages)

    def _show_months(self, months: Sequence[Month]) -> None:
        self.chart.set_months(months)

    def _show_acts(self, acts: Sequence[Activity]) -> None:
        self.log.set_acts(acts)

    # acting -------------------------------------------------------------------------------------------------
    def _open_group(self, kind: TaskKind) -> None:
        self.context.navigator.open(GROUPS[kind].route)

    def _open_act(self, act: Activity) -> None:
        found = act_route(act)
        if found is not None:
            self.context.navigator.open(found)

    def _choose_year(self) -> None:
        words = _("FY {year}")
        drop_menu(
            self.year, [("calendar", words.format(year=year), "", partial(self.set_year, year)) for year in self._years]
        )

    def set_year(self, year: int) -> None:
        """Show the pipeline of another fiscal year, and keep to it."""
        self._year_chosen = True
        self._show_year(year)

    def _show_year(self, year: int) -> None:
        self._year = year
        self._name_choices()
        self.context.jobs.read(self, queries.pipeline, year=year, done=self._show_stages)

    def _choose_span(self) -> None:
        words = _("Last {n} months")
        drop_menu(self.span, [("chart-column", words.format(n=n), "", partial(self.set_span, n)) for n in _SPANS])

    def set_span(self, months: int) -> None:
        """Show more or fewer months."""
        self._span = months
        self._name_choices()
        today = self.context.today()
        self.context.jobs.read(self, queries.months, today=today, count=months, done=self._show_months)

    def crumbs(self) -> tuple[Crumb, ...]:
        """Say where this is."""
        return (Crumb(_("Home")),)

    def status(self) -> tuple[str, ...]:
        """Say where the data is."""
        return (_("Working offline · data on this computer"),)

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here."""
        return (
            Command("home.act", N_("Do the chosen task"), self.tasks.act_current, "Ctrl+Enter", "check"),
            Command("home.import", N_("Import"), self.bring.click, "Ctrl+I", "file-spreadsheet"),
        )

    def hints(self) -> tuple[KeyHint, ...]:
        """Return the useful keys."""
        return (KeyHint("↑ ↓", _("move")), KeyHint("Enter", _("open")), KeyHint("Ctrl Enter", _("do it")),
                KeyHint("Ctrl 4", _("inventory")))  # fmt: skip

    def panels(self) -> tuple[QWidget, ...]:
        """Return the cards for F6."""
        return (self.tasks, self.pipeline, self.chart, self.log)

    def focus_first(self) -> None:
        """Start in the tasks."""
        (self.tasks if self._tasks else self.hand_over).setFocus()


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
