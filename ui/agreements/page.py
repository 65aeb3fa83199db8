"""The list of agreements. Source: product.md 8 (Purchasing: Requirements · Orders · Agreements)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from inl_logistics.agreements import queries
from inl_logistics.agreements.queries import AgreementDetail
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kernel.values import Money
from inl_logistics.register.numbers import screen_number
from ui.agreements import words
from ui.agreements.columns import dollars, list_columns
from ui.agreements.dialogs import AgreementDialog
from ui.kit.buttons import Button
from ui.kit.countedlist import CountedList
from ui.kit.filters import FilterGroup, FilterOption, SavedView
from ui.kit.formats import day, money, number
from ui.kit.navigation import Command, Crumb, PageContext, Route
from ui.kit.sides import PURCHASING, SideSwitch
from ui.kit.tokens import ToneName

_TONES: dict[str, ToneName] = {"active": "ok", "ends": "warn", "over-ceiling": "bad", "ended": "neutral"}


class AgreementsPage(CountedList):
    """Agreements."""

    export_name = "agreements"
    questions = queries
    topics = frozenset({"agreements", "purchasing", "receiving", "handovers", "requirements"})

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route, name="agreements", columns=list_columns(context.today), density="two-line")
        self.new = Button(kind="primary", icon="plus", key="Ctrl N", writes=True)
        self.new.clicked.connect(self._new)
        self.switch = SideSwitch(context, PURCHASING, "agreements")
        self.start_tools.addWidget(self.switch)
        self.tools.addWidget(self.new)
        self._first = Button(kind="primary", icon="plus", key="Ctrl N", writes=True)
        self._first.clicked.connect(self._new)
        self.set_first_use("file-text", self._first_use_words, self._first)
        self._retranslate()

    def _first_use_words(self) -> tuple[str, str]:
        return _("No agreements yet"), _("Enter the letter of agreement; orders are paid and judged by it.")

    def _retranslate(self) -> None:
        self._retranslate_list()
        self.switch.retranslate()
        self.new.setText(_("New agreement"))
        self._first.setText(self.new.text())
        self.set_views(
            (
                SavedView("all", _("All agreements")),
                SavedView("active", _("In force"), {"status": frozenset({"active", "ends", "over-ceiling"})}),
                SavedView("ends", _("Ending"), {"status": frozenset({"ends"})}),
                SavedView("over", _("Over ceiling"), {"status": frozenset({"over-ceiling"})}),
            )
        )
        self.show_filters()

    def crumbs(self) -> tuple[Crumb, ...]:
        """Return the path."""
        return Crumb(_("Purchasing")), Crumb(_("Agreements"))

    def show_filters(self) -> None:
        """Show the filter groups."""
        states = tuple(
            FilterOption(one.key, _(words.STATES.get(one.key, one.title)), one.count, _TONES.get(one.key, "neutral"))
            for one in self.facets.get("status", ())
        )
        ministries = tuple(FilterOption(one.key, one.title, one.count) for one in self.facets.get("ministry", ()))
        years = tuple(FilterOption(one.key, one.title, one.count) for one in self.facets.get("year", ()))
        groups = (
            ("status", _("Status"), states), ("ministry", _("Signed by"), ministries), ("year", _("Fiscal year"), years)
        )  # fmt: skip
        self.filters.set_groups([FilterGroup(*group) for group in groups if group[2]])

    def show_record(self, record: AgreementDetail | None) -> None:
        """Show an agreement beside the list."""
        if record is None:
            return
        row = record.row
        self.inspector.set_identity(
            row.number, lines=(row.title, row.ministry), icon="file-text",
            chips=(words.agreement_chip(row, today=self.context.today()),),
        )  # fmt: skip
        self.inspector.set_numbers(
            (
                (dollars(row.ceiling_minor), _("Ceiling")), (dollars(row.committed_minor), _("Committed")),
                (dollars(row.handed_over_minor), _("Handed over")), (dollars(row.left_minor), _("Left")),
            )
        )  # fmt: skip
        self.facts.set_pairs(
            (
                (_("Signed on"), day(row.signed_on)), (_("Expires"), day(row.expires_on)),
                (_("Amendments"), number(max(0, len(record.amendments) - 1))),
                (_("Projects"), ", ".join(one.code for one in record.projects)), (_("Our number"), screen_number(row.ours)),
            )
        )  # fmt: skip

    def open_key(self, key: Any) -> None:
        """Open an agreement."""
        self.context.navigator.open(Route("agreement", key))

    def status(self) -> tuple[str, ...]:
        """Say the totals of what is shown."""
        count = len(self.total.keys)
        said = ngettext("{n} agreement", "{n} agreements", count).format(n=number(count))
        committed = _("{value} committed").format(value=money(Money(self.total.value_minor), cents=False))
        return (f"{said} · {committed}",)

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here."""
        return (*self.list_commands(), Command("agreement.new", N_("New agreement"), self._new, "Ctrl+N", "plus"))

    def link_acts(self) -> Mapping[str, Callable[[str], None]]:
        """Describe a new agreement."""
        return {"new": lambda _value: self._new()}

    def _new(self) -> None:
        dialog = AgreementDialog(self.context, self, None)
        dialog.saved.connect(self.open_key)
        dialog.open()
