"""The vetting calendar: who ends when, by month and by urgency; renewed one by one or several at once.

Source: product.md 3 and 4 (Vetting); domain.md 7 (report 15).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inl_logistics.kernel.translation import N_, _, language, ngettext
from inl_logistics.partners import calendar, queries
from inl_logistics.partners.calendar import CalendarRow
from inl_logistics.partners.queries import PartnerDetail
from ui.kit.buttons import Button
from ui.kit.chips import ChipLook
from ui.kit.countedlist import CountedList
from ui.kit.filters import FilterGroup, FilterOption, SavedView
from ui.kit.formats import day, number
from ui.kit.navigation import Command, Crumb, PageContext, Route
from ui.kit.sides import PARTNERS, SideSwitch
from ui.kit.tables import Column
from ui.kit.tokens import ToneName
from ui.kit.vettingchip import vetting_chip
from ui.kit.widget import row
from ui.partners.dialogs import VettingDialog
from ui.partners.monthband import Month, MonthBand
from ui.partners.renewdialog import RenewDialog
from ui.partners.words import ICONS

ENDS: dict[str, tuple[str, ToneName]] = {
    "ended": (N_("Ended"), "bad"), "changed": (N_("Changed since"), "bad"), "denied": (N_("Denied"), "bad"),
    "missing": (N_("Never vetted"), "bad"), "requested": (N_("Requested"), "info"),
    "30": (N_("Within 30 days"), "warn"), "60": (N_("31 to 60 days"), "warn"), "90": (N_("61 to 90 days"), "neutral"),
    "later": (N_("Later"), "ok"),
}  # fmt: skip
_MONTHS_BACK, _MONTHS_ON = 2, 12


def _columns(context: PageContext) -> tuple[Column, ...]:
    def look(r: CalendarRow) -> ChipLook:
        return vetting_chip(r.standing, r.valid_to, today=context.today())

    return (
        Column("name", N_("Unit"), lambda r: r.name, kind="strong", width=170, stretch=True, sort="name",
               sub=lambda r: r.name_native or "—"),
        Column("agency", N_("Agency"), lambda r: r.agency or "—", width=160, sort="agency", filterable=True, yields=3),
        Column("commander", N_("Commander"), lambda r: r.commander or "—", width=140, sort="commander", yields=2),
        Column("case", N_("Case number"), lambda r: r.case_number or "—", kind="mono", width=110, sort="case", yields=4),
        Column("valid_from", N_("From"), lambda r: day(r.valid_from), width=98, sort="valid_from", yields=1),
        Column("valid_to", N_("To"), lambda r: day(r.valid_to), width=98, sort="valid_to"),
        Column("waiting", N_("Waiting"), lambda r: number(r.waiting) if r.waiting else "—", kind="numberQuiet", width=70,
               sort="waiting", yields=5),
        Column("ends", N_("Vetting"), lambda r: look(r).text, kind="chip", width=196, chip=look, sort="standing",
               filterable=True),
    )  # fmt: skip


class VettingsPage(CountedList):
    """Everyone who is vetted or must be, the most urgent first."""

    export_name = "vetting"
    questions = calendar
    topics = frozenset({"partners", "handovers"})

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(
            context, route, name="vettings", columns=_columns(context), density="two-line", tickable=True
        )  # fmt: skip
        self._act = ""
        self.record: CalendarRow | None = None
        self.switch = SideSwitch(context, PARTNERS, "vettings")
        self.start_tools.addWidget(self.switch)
        self.renew_button = Button(kind="primary", icon="badge-check", key="Ctrl M")
        self.tools.addWidget(self.renew_button)
        self.open_button, self.one = Button(icon="maximize-2"), Button(icon="badge-check", writes=True)
        self.inspector.foot.addLayout(row(None, self.open_button, self.one, "stretch", gap=6))
        self.band = MonthBand()
        center = self.body.parentWidget()
        layout = center.layout() if isinstance(center, QWidget) else None
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(layout.indexOf(self.body), self.band)
        self.band.chosen.connect(self._month)
        self.renew_button.clicked.connect(self.renew)
        self.open_button.clicked.connect(lambda: self.open_key(self.table.current_key()))
        self.one.clicked.connect(self.renew_one)
        self.set_first_use("badge-check", self._first_words)
        self._retranslate()

    def _first_words(self) -> tuple[str, str]:
        return _("Nobody needs vetting"), _("Units that need vetting before they receive anything are listed here.")

    def _retranslate(self) -> None:
        self._retranslate_list()
        self.switch.retranslate()
        self.open_button.setText(_("Open it"))
        self.one.setText(_("Record vetting"))
        self.band.setAccessibleName(_("Months in which vettings end"))
        self._show_views()
        self.show_filters()
        self.ticks_changed()

    def _show_views(self) -> None:
        counts = {one.key: one.count for one in self.facets.get("ends", ())}
        urgent, soon = frozenset({"ended", "changed", "denied", "missing"}), frozenset({"30", "60", "90"})
        self.set_views(
            (
                SavedView("all", _("Everyone")),
                SavedView("act", _("Act now"), {"ends": urgent | {"30"}}),
                SavedView("without", _("Cannot receive"), {"ends": urgent}),
                SavedView("soon", _("Ends within 90 days"), {"ends": soon}),
            ),
            counts={
                "all": sum(counts.values()), "act": sum(counts.get(key, 0) for key in urgent | {"30"}),
                "without": sum(counts.get(key, 0) for key in urgent), "soon": sum(counts.get(key, 0) for key in soon),
            },
        )  # fmt: skip

    def crumbs(self) -> tuple[Crumb, ...]:
        """Return the path."""
        return Crumb(_("Partners"), Route("partners")), Crumb(_("Vetting"))

    def show_filters(self) -> None:
        """Show how soon, which agency and which month."""
        ends = tuple(
            FilterOption(one.key, _(ENDS[one.key][0]), one.count, ENDS[one.key][1])
            for one in self.facets.get("ends", ())
        )
        agencies = tuple(FilterOption(one.key, one.title, one.count) for one in self.facets.get("agency", ()))
        months = tuple(FilterOption(one.key, _month_words(one.key), one.count) for one in self.facets.get("until", ()))
        groups = (("ends", _("Ends"), ends), ("agency", _("Agency"), agencies), ("until", _("Ends in"), months))
        self.filters.set_groups([FilterGroup(*group) for group in groups if group[2]])
        self._show_views()
        self._show_band()

    def _show_band(self) -> None:
        today = self.context.today()
        counts = {one.key: one.count for one in self.facets.get("until", ())}
        first = today.year * 12 + today.month - 1
        months, shown = [], QLocale(language())
        for at in range(first - _MONTHS_BACK, first + _MONTHS_ON + 1):
            year, month = at // 12, at % 12 + 1
            key = f"{year}-{month:02d}"
            tone: ToneName = "bad" if at < first else "warn" if at <= first + 1 else "ok"
            name = shown.standaloneMonthName(month, QLocale.FormatType.ShortFormat)
            show_year = month == 1 or at == first - _MONTHS_BACK
            months.append(Month(key, name, str(year) if show_year else "", counts.get(key, 0), tone))
        self.band.set_months(months)
        self.band.mark(self.filters.chosen().get("until", frozenset()))

    def _month(self, key: str) -> None:
        if not any(
            group.key == "until" and any(one.value == key for one in group.options) for group in self.filters.groups()
        ):
            return
        self.filters.toggle("until", key)
        self.band.mark(self.filters.chosen().get("until", frozenset()))

    def link_acts(self) -> Mapping[str, Callable[[str], None]]:
        """Renew the unit that the link stands on, once it is shown."""
        return {"act": self._want}

    def _want(self, act: str) -> None:
        self._act = act
        self._act_on(self.record)

    def show_record(self, record: CalendarRow | None) -> None:
        """Show a unit beside the list."""
        self.record = record
        if record is None:
            return
        look = vetting_chip(record.standing, record.valid_to, today=self.context.today())
        self.inspector.set_identity(
            record.name, lines=tuple(filter(None, (record.name_native, record.agency))),
            icon=ICONS.get(record.kind, "users"), chips=(look,),
        )  # fmt: skip
        left = record.days_left
        self.inspector.set_numbers(
            ((number(left) if left is not None else "—", _("Days left")), (number(record.waiting), _("Handovers wait")))
        )
        self.facts.set_pairs(
            (
                (_("Valid from"), day(record.valid_from)), (_("Valid to"), day(record.valid_to)),
                (_("Case number"), record.case_number), (_("Commander"), record.commander), (_("Agency"), record.agency),
            )
        )  # fmt: skip
        self._act_on(record)

    def _act_on(self, record: CalendarRow | None) -> None:
        if record is not None and self._act == "vet" and str(record.key) == self.route.param("key"):
            self._act = ""
            self.renew_one()

    # acting -------------------------------------------------------------------------------------------------
    def ticks_changed(self) -> None:
        """Say how many would be renewed."""
        count = self.model.tick_count()
        said = ngettext("Renew {n}", "Renew {n}", count).format(n=number(count)) if count else _("Renew")
        self.renew_button.setText(said)

    def open_key(self, key: Any) -> None:
        """Open the unit's page on its vetting."""
        if key is not None:
            self.context.navigator.open(Route("partner", key, (("panel", "vetting"),)))

    def renew(self) -> None:
        """Renew the ticked units, else the chosen one."""
        chosen = self.chosen_keys()
        if len(chosen) == 1:
            self._renew(chosen[0])
        elif chosen:
            self.context.jobs.read(self, calendar.rows, chosen, today=self.context.today(), done=self._renew_all)

    def renew_one(self) -> None:
        """Record a vetting of the current unit."""
        if (key := self.table.current_key()) is not None:
            self._renew(key)

    def _renew(self, key: Any) -> None:
        self.context.jobs.read(self, queries.detail, key, done=self._open_one)

    def _open_one(self, detail: PartnerDetail | None) -> None:
        if detail is not None:
            dialog = VettingDialog(self.context, self, detail)
            dialog.saved.connect(lambda _id: self._saved(1))
            dialog.open()

    def _renew_all(self, rows: list[CalendarRow]) -> None:
        dialog = RenewDialog(self.context, self, rows)
        dialog.saved.connect(self._saved)
        dialog.open()

    def _saved(self, count: int) -> None:
        self.model.clear_ticks()
        said = ngettext("Vetting of {n} unit recorded.", "Vetting of {n} units recorded.", count)
        self.context.notices.show_notice(said.format(n=number(count)))
        self.refresh()

    def status(self) -> tuple[str, ...]:
        """Say how many are shown and how many handovers wait for them."""
        count, waiting = len(self.total.keys), self.total.quantity
        said = ngettext("{n} unit", "{n} units", count).format(n=number(count))
        wait = ngettext("{n} open handover", "{n} open handovers", waiting).format(n=number(waiting))
        return (f"{said} · {wait}",)

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here."""
        return (
            Command("vetting.renew", N_("Renew the ticked vettings"), self.renew, "Ctrl+M", "badge-check"),
            Command("vetting.one", N_("Record vetting"), self.renew_one, icon="badge-check", on_selection=True),
            *self.list_commands(),
        )


def _month_words(key: str) -> str:
    first = date.fromisoformat(f"{key}-01")
    return f"{QLocale(language()).standaloneMonthName(first.month)} {first.year}"
