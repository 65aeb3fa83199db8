"""The list of kits: how many can be built now, what blocks the next, what it would cost. Source: domain.md 7 (report 17)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kernel.values import Money
from inl_logistics.kits import queries
from inl_logistics.kits.queries import KitDetail
from ui.kit.buttons import Button
from ui.kit.countedlist import CountedList
from ui.kit.exporting import export_list
from ui.kit.filters import FilterGroup, FilterOption, SavedView
from ui.kit.formats import money, number
from ui.kit.navigation import Command, Crumb, PageContext, Route
from ui.kit.sides import CATALOG, SideSwitch
from ui.kits import words
from ui.kits.columns import LIST
from ui.kits.kitdialog import KitDialog

_MOST_LACKS = 8


class KitsPage(CountedList):
    """Kits; Ctrl E writes how many can be built, in all stores and in each."""

    export_name = "kit-readiness"
    questions = queries
    topics = frozenset({"catalog", "kits", "ledger", "inventory", "requirements"})

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route, name="kits", columns=LIST)
        self.new = Button(kind="primary", icon="plus", key="Ctrl N")
        self.new.clicked.connect(self.make)
        self.switch = SideSwitch(context, CATALOG, "kits")
        self.start_tools.addWidget(self.switch)
        self.tools.addWidget(self.new)
        self.first = Button(kind="primary", icon="plus", key="Ctrl N")
        self.first.clicked.connect(self.make)
        self.set_first_use("boxes", self._first_use_words, self.first)
        self._retranslate()

    def _first_use_words(self) -> tuple[str, str]:
        return _("No kits yet"), _(
            "A kit is handed over as one thing and stocked as its parts. Say what belongs to it."
        )

    def _retranslate(self) -> None:
        self._retranslate_list()
        self.switch.retranslate()
        self.new.setText(_("New kit"))
        self.first.setText(_("New kit"))
        self.set_views(
            (
                SavedView("all", _("All kits")),
                SavedView("ready", _("Can be built"), {"status": frozenset({"ready"})}),
                SavedView("short", _("Short"), {"status": frozenset({"short"})}),
                SavedView("new-version", _("New version in draft"), {"mark": frozenset({"new-version"})}),
                SavedView("retired", _("Retired"), {"status": frozenset({"retired"})}),
            )
        )
        self.show_filters()

    def crumbs(self) -> tuple[Crumb, ...]:
        """Return the path."""
        return Crumb(_("Catalog"), Route("catalog")), Crumb(_("Kits"))

    def show_filters(self) -> None:
        """Show the filter groups."""
        states = tuple(
            FilterOption(one.key, _(words.STATES[one.key]), one.count, words.TONES[one.key])
            for one in self.facets.get("status", ())
        )
        marks = tuple(FilterOption(one.key, _(words.MARKS[one.key]), one.count) for one in self.facets.get("mark", ()))
        groups = [("status", _("Status"), states), ("mark", _("Marked"), marks)]
        self.filters.set_groups([FilterGroup(*group) for group in groups if group[2]])

    def show_record(self, record: KitDetail | None) -> None:
        """Show a kit beside the list."""
        if record is None:
            return
        row = record.row
        self.inspector.set_identity(
            row.name, lines=(f"{row.code} · {words.persons(row.persons)}", record.description), icon="boxes",
            chips=(words.kit_chip(row),),
        )  # fmt: skip
        self.inspector.set_numbers(
            (
                (number(row.can), _("Can build")), (number(row.assembled), _("Assembled")),
                (number(row.units), _("Units")), (number(row.serials), _("Serials")),
            )
        )  # fmt: skip
        lacks = record.stores[0].blocks if record.stores else ()
        more = len(lacks) - _MOST_LACKS
        self.facts.set_pairs(
            (
                (_("One costs"), money(Money(row.cost_minor))), (_("One weighs"), words.weight(row.weight_g)),
                *((one.store or _("All stores"), _("{n} can be built").format(n=number(one.can))) for one in record.stores[1:]),
                (_("The next costs"), money(Money(row.next_minor))),
                *((f"{one.code} {one.size}", _("{n} missing, {cost}").format(n=number(one.quantity), cost=money(Money(one.cost_minor))))
                  for one in lacks[:_MOST_LACKS]),
                *(((_("And {n} more").format(n=number(more)), _("open the kit to see them")),) if more > 0 else ()),
            )
        )  # fmt: skip

    def open_key(self, key: Any) -> None:
        """Open a kit."""
        self.context.navigator.open(Route("kit", key))

    def status(self) -> tuple[str, ...]:
        """Say how many are shown."""
        count = len(self.total.keys)
        return (ngettext("{n} kit", "{n} kits", count).format(n=number(count)),)

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here."""
        return (
            *self.list_commands(),
            Command("kit.new", N_("New kit"), self.make, "Ctrl+N", "plus"),
            Command("kits.export-lines", N_("Export what kits hold"), self._export_lines, "", "download"),
            Command("kits.export-builds", N_("Export the assembled kits"), self._export_builds, "", "download"),
        )

    def link_acts(self) -> Mapping[str, Callable[[str], None]]:
        """Describe a new kit."""
        return {"new": lambda _value: self.make()}

    def make(self) -> None:
        """Describe a new kit."""
        dialog = KitDialog(self.context, self, None)
        dialog.saved.connect(lambda made: self.context.navigator.open(Route("kit", int(str(made)))))
        dialog.open()

    def _export_lines(self) -> None:
        export_list(self, "kits", self.query())

    def _export_builds(self) -> None:
        export_list(self, "kit-builds", self.query())
