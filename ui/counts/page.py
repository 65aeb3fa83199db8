"""The list of counts: planned, being counted, to be decided, posted; how right each was. Source: ui.md 10 (Counts)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from inl_logistics.counts import listing
from inl_logistics.counts.listing import CountListRow
from inl_logistics.kernel.translation import _, ngettext
from inl_logistics.kernel.values import Money
from inl_logistics.register.numbers import screen_number
from ui.counts import words
from ui.counts.columns import LIST
from ui.counts.plan import PlanDialog
from ui.kit.buttons import Button
from ui.kit.countedlist import CountedList
from ui.kit.filters import FilterGroup, FilterOption, SavedView
from ui.kit.formats import day, money, number
from ui.kit.navigation import Command, Crumb, PageContext, Route
from ui.kit.sides import COUNTS, SideSwitch
from ui.kit.tokens import ToneName

_STATUS: dict[str, ToneName] = {
    "planned": "neutral", "counting": "info", "different": "bad", "matched": "ok", "adjusted": "warn",
    "matched-posted": "ok", "canceled": "neutral",
}  # fmt: skip


class CountsPage(CountedList):
    """Counts."""

    export_name = "counts"
    questions = listing
    topics = frozenset({"counts"})

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route, name="counts", columns=LIST)
        self.new = Button(kind="primary", icon="plus", key="Ctrl N", writes=True)
        self.new.clicked.connect(self.plan)
        self.switch = SideSwitch(context, COUNTS, "counts")
        self.start_tools.addWidget(self.switch)
        self.tools.addWidget(self.new)
        self.set_first_use("clipboard-check", self._first_use_words)
        self._retranslate()

    def link_acts(self) -> Mapping[str, Callable[[str], None]]:
        """Plan a count."""
        return {"new": lambda _value: self.plan()}

    def _first_use_words(self) -> tuple[str, str]:
        return _("Nothing was counted yet"), _(
            "Count a bin, a group of items or the whole store; the books follow what you find."
        )

    @staticmethod
    def status_words(status: str) -> str:
        """Return what a status is called in the filters."""
        return {
            "planned": _("Planned"), "counting": _("Being counted"), "different": _("Differences to decide"),
            "matched": _("Counted, all right"), "adjusted": _("Posted with an adjustment"),
            "matched-posted": _("Posted, all right"), "canceled": _("Canceled"),
        }.get(status, status)  # fmt: skip

    def _retranslate(self) -> None:
        self._retranslate_list()
        self.switch.retranslate()
        self.new.setText(_("New count"))
        self.set_views(
            (
                SavedView("all", _("All counts")),
                SavedView(
                    "open", _("Under way"), {"status": frozenset({"planned", "counting", "different", "matched"})}
                ),
                SavedView("decide", _("Differences to decide"), {"status": frozenset({"different"})}),
                SavedView("posted", _("Posted"), {"status": frozenset({"adjusted", "matched-posted"})}),
                SavedView("annual", _("Yearly inventories"), {"kind": frozenset({"annual"})}),
            )
        )
        self.show_filters()

    def crumbs(self) -> tuple[Crumb, ...]:
        """Return the path."""
        return (Crumb(_("Counts")),)

    def show_filters(self) -> None:
        """Show the filter groups."""
        states = tuple(
            FilterOption(one.key, self.status_words(one.key), one.count, _STATUS.get(one.key, "neutral"))
            for one in self.facets.get("status", ())
        )
        kinds = tuple(FilterOption(one.key, _(words.KINDS[one.key]), one.count) for one in self.facets.get("kind", ()))
        stores = tuple(FilterOption(one.key, one.title, one.count) for one in self.facets.get("store", ())[:40])
        groups = [("status", _("Status"), states), ("kind", _("Kind"), kinds), ("store", _("Store"), stores)]
        self.filters.set_groups([FilterGroup(*group) for group in groups if group[2]])

    def show_record(self, record: CountListRow | None) -> None:
        """Show a count beside the list."""
        if record is None:
            return
        self.inspector.set_identity(
            screen_number(record.number) or record.title, lines=(record.title, record.store or _("All stores")),
            icon="clipboard-check", chips=(words.list_chip(record),),
        )  # fmt: skip
        right = "—" if record.accuracy is None else f"{record.accuracy / 10:.1f} %"
        self.inspector.set_numbers(
            ((number(record.lines), _("Lines")), (number(record.counted), _("Counted")),
             (number(record.different), _("Different")), (right, _("Right")))
        )  # fmt: skip
        self.facts.set_pairs(
            (
                (_("Kind"), _(words.KINDS[record.kind])), (_("Counted by"), ", ".join(record.counters)),
                (_("Planned for"), day(record.planned_on) if record.planned_on else ""),
                (_("Counted on"), day(record.counted_on) if record.counted_on else ""),
                (_("Missing"), money(Money(record.missing_minor)) if record.missing_minor else ""),
                (_("Found"), money(Money(record.found_minor)) if record.found_minor else ""),
                (_("Adjustment"), screen_number(record.adjustment)),
            )
        )  # fmt: skip

    def open_key(self, key: Any) -> None:
        """Open a count."""
        self.context.navigator.open(Route("count", key))

    def plan(self) -> None:
        """Plan a count."""
        dialog = PlanDialog(self.context, self)
        dialog.saved.connect(lambda counting_id: self.context.navigator.open(Route("count", int(counting_id))))
        dialog.open()

    def status(self) -> tuple[str, ...]:
        """Say the totals of what is shown."""
        count = len(self.total.keys)
        shown = ngettext("{n} count", "{n} counts", count).format(n=number(count))
        lines = ngettext("{n} line", "{n} lines", self.total.quantity).format(n=number(self.total.quantity))
        worth = _("differences {value}").format(value=money(Money(self.total.value_minor), cents=False))
        return (f"{shown} · {lines} · {worth}",)

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here."""
        return (
            *self.list_commands(),
            Command("count.new", lambda: _("New count"), self.plan, "Ctrl+N", "plus"),
            Command("count.accuracy", lambda: _("Accuracy of counts"),
                    partial(self.context.navigator.open, Route("count-accuracy")), "", "chart-column"),
        )  # fmt: skip
