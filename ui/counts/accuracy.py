"""How right the counts were, month by month, and what is due to be counted, with one act to plan it."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from inl_logistics.counts import listing
from inl_logistics.counts.listing import Accuracy, Due
from inl_logistics.counts.rules import Scope
from inl_logistics.kernel.listing import ListQuery
from inl_logistics.kernel.translation import N_, _, language, ngettext
from inl_logistics.kernel.values import Money
from ui.counts.plan import PlanDialog
from ui.kit import paint, theme
from ui.kit.buttons import Button
from ui.kit.cards import Card, EmptyState
from ui.kit.exporting import export_list
from ui.kit.formats import day, money, number
from ui.kit.navigation import Command, Crumb, PageContext, Route
from ui.kit.recordpage import RecordPage
from ui.kit.sides import COUNTS, SideSwitch
from ui.kit.tables import Column, KeyedTableModel, ListView
from ui.kit.widget import KitWidget, row


def percent(one: Accuracy) -> float:
    """Return the share of lines that were right, in percent."""
    return one.matched * 100 / one.lines


def month_name(month: str) -> str:
    """Write 2026-11 as Nov 2026 in the screen's language."""
    short = QLocale(language()).standaloneMonthName(int(month[5:]), QLocale.FormatType.ShortFormat).rstrip(".")
    return f"{short} {month[:4]}"


MONTHS = (
    Column("month", N_("Month"), lambda one: month_name(one.month), 110, "strong", stretch=True),
    Column("counts", N_("Counts"), lambda one: number(one.counts), 64, "number"),
    Column("lines", N_("Lines"), lambda one: number(one.lines), 64, "number"),
    Column("right", N_("Right"), lambda one: f"{percent(one):.1f} %", 76, "numberStrong",
           tone=lambda one: "warn" if percent(one) < 95 else None),
    Column("missing", N_("Missing"), lambda one: money(Money(one.missing_minor)) if one.missing_minor else "—", 100, "money"),
    Column("found", N_("Found"), lambda one: money(Money(one.found_minor)) if one.found_minor else "—", 100, "money"),
)  # fmt: skip


def _late(one: Due) -> str:
    never = (
        ngettext("{n} never counted", "{n} never counted", one.never).format(n=number(one.never)) if one.never else ""
    )
    oldest = _("oldest {day}").format(day=day(one.oldest)) if one.oldest else ""
    return " · ".join(filter(None, (never, oldest)))


DUE = (
    Column("store", N_("Store"), lambda one: one.store, 170, "strong", stretch=True, sub=_late),
    Column("class", N_("Class"), lambda one: one.monitoring or "—", 60, "text"),
    Column("lines", N_("Due"), lambda one: number(one.lines), 60, "numberStrong"),
    Column("since", N_("Not since"), lambda one: day(one.since), 104, "date"),
)  # fmt: skip


class AccuracyChart(KitWidget):
    """The share of right lines by month; the time axis is never mirrored. Source: ui.md 13."""

    def __init__(self) -> None:
        super().__init__()
        self._months: tuple[Accuracy, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Be as high as the chart of Home."""
        return QSize(420, theme.px(170))

    def set_months(self, months: tuple[Accuracy, ...]) -> None:
        """Show the last twelve of these months."""
        self._months = months[-12:]
        self.setAccessibleName(_("Lines that were right, by month"))
        said = "; ".join(f"{month_name(one.month)}: {percent(one):.1f} %" for one in self._months)
        self.setAccessibleDescription(said)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw grid, bars and their figures."""
        painter = QPainter(self)
        plot = QRectF(44, theme.px(22), self.width() - 60, self.height() - theme.px(48))
        for share in (0, 50, 100):
            y = plot.bottom() - plot.height() * share / 100
            painter.fillRect(QRectF(plot.x(), y, plot.width(), 1), theme.color("grid"))
            paint.text(painter, QRectF(0, y - 9, 38, 18), f"{share} %", "secondary", theme.color("text3"),
                       align="end")  # fmt: skip
        slot = plot.width() / max(6, len(self._months))
        for at, one in enumerate(self._months):
            width = min(34.0, slot * 0.6)
            height = plot.height() * percent(one) / 100
            box = QRectF(plot.x() + at * slot + (slot - width) / 2, plot.bottom() - height, width, height)
            paint.rounded(painter, box, fill=theme.color("chart1"), radius=2)
            around = QRectF(plot.x() + at * slot, box.top() - 18, slot, 16)
            paint.text(
                painter,
                around,
                f"{percent(one):.0f}",
                "label",
                theme.color("text2"),
                align="center",
            )
            below = QRectF(plot.x() + at * slot, plot.bottom() + 5, slot, 16)
            paint.text(painter, below, month_name(one.month)[:3], "secondary", theme.color("text3"),
                       align="center")  # fmt: skip


class AccuracyPage(RecordPage):
    """Accuracy over time at the start, what is due at the end."""

    topics = frozenset({"counts", "inventory"})

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route)
        self.switch = SideSwitch(context, COUNTS, "count-accuracy")
        self.head.add_action(self.switch)
        self.plan = Button(kind="primary", icon="plus", key="Ctrl N", writes=True)
        self.head.set_primary(self.plan)
        self.chart, self.months = AccuracyChart(), KeyedTableModel(MONTHS, parent=self)
        self.month_table = ListView(self.months)
        self.done_card = Card()
        self.done_card.body.addWidget(self.chart)
        self.done_card.body.addWidget(self.month_table, 1)
        self.none = EmptyState("chart-column")
        self.done_card.body.addWidget(self.none)
        self.due = KeyedTableModel(DUE, parent=self)
        self.due_table = ListView(self.due, density="two-line")
        self.due_card = Card()
        self.due_card.body.addWidget(self.due_table, 1)
        self.nothing = EmptyState("circle-check")
        self.due_card.body.addWidget(self.nothing)
        both = row(None, self.done_card, self.due_card, gap=12)
        both.setStretch(0, 3)
        both.setStretch(1, 2)
        self.body.addLayout(both, 1)
        self._due: list[Due] = []
        self.plan.clicked.connect(self.plan_due)
        self.due_table.opened.connect(lambda _key: self.plan_due())
        self._retranslate()
        self.refresh()

    def _retranslate(self) -> None:
        if not hasattr(self, "nothing"):
            return
        self.head.set_title(_("Accuracy of counts"))
        self.plan.setText(_("Plan a count"))
        self.done_card.set_title(_("Lines that were right"))
        self.due_card.set_title(_("Due to be counted"))
        self.none.set_words(_("No count was posted yet"), _("How right the books were appears here month by month."))
        self.nothing.set_words(
            _("Nothing is due"), _("Everything was counted within its time (Settings says how often).")
        )
        self.month_table.setAccessibleName(_("Accuracy by month"))
        self.due_table.setAccessibleName(_("Due to be counted"))
        self.switch.retranslate()

    def refresh(self) -> None:
        """Read again."""
        self.context.jobs.read(self, listing.accuracy, done=self._counted)
        self.context.jobs.read(self, listing.due, today=self.context.today(), done=self._shown_due)

    def _counted(self, months: list[Accuracy]) -> None:
        self.chart.set_months(tuple(months))
        newest = list(reversed(months))
        self.months.set_rows(newest, keys=[one.month for one in newest])
        for widget, shown in ((self.chart, bool(months)), (self.month_table, bool(months)), (self.none, not months)):
            widget.setVisible(shown)
        self.presented.emit()

    def _shown_due(self, found: list[Due]) -> None:
        self._due = found
        self.due.set_rows(found)
        self.due_table.setVisible(bool(found))
        self.nothing.setVisible(not found)

    def plan_due(self) -> None:
        """Plan a count of what is due in the row in hand, or any count."""
        key = self.due_table.current_key()
        one = self._due[key] if isinstance(key, int) and 0 <= key < len(self._due) else None
        scope = Scope(classes=(one.monitoring,), not_since=one.since) if one is not None else Scope()
        dialog = PlanDialog(self.context, self, scope=scope, store_id=one.store_id if one is not None else None)
        dialog.saved.connect(lambda counting_id: self.context.navigator.open(Route("count", int(counting_id))))
        dialog.open()

    def export(self) -> None:
        """Ctrl E: accuracy as Excel."""
        export_list(self, "count-accuracy", ListQuery())

    def crumbs(self) -> tuple[Crumb, ...]:
        """Return the path."""
        return (Crumb(_("Counts"), Route("counts")), Crumb(_("Accuracy")))

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here."""
        return (
            Command("count.plan-due", lambda: _("Plan a count"), self.plan_due, "Ctrl+N", "plus"),
            Command("count.export-accuracy", N_("Export to Excel"), self.export, "Ctrl+E", "file-spreadsheet"),
        )

    def focus_first(self) -> None:
        """Start with what is due."""
        self.due_table.setFocus()
