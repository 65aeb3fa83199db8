"""The list of requirements and distribution plans. Source: product.md 8 (Purchasing: Requirements · Orders · Agreements)."""

from __future__ import annotations

from typing import Any

from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kernel.values import Money
from inl_logistics.requirements import queries
from inl_logistics.requirements.queries import RequirementDetail
from ui.kit.buttons import Button
from ui.kit.countedlist import CountedList
from ui.kit.filters import FilterGroup, FilterOption, SavedView
from ui.kit.formats import day, money, number
from ui.kit.navigation import Command, Crumb, PageContext, Route
from ui.kit.sides import PURCHASING, SideSwitch
from ui.kit.tokens import ToneName
from ui.requirements import words
from ui.requirements.columns import LIST

_TONES: dict[str, ToneName] = {
    "late": "bad", "rejected": "bad", "approved": "ok", "ready": "ok", "handed-over": "ok", "submitted": "info",
    "ordered": "info", "partly-ordered": "info", "partly-handed-over": "info",
}  # fmt: skip
_PRIORITY_TONES: dict[str, ToneName] = {"urgent": "warn", "emergency": "bad"}


class RequirementsPage(CountedList):
    """Requirements."""

    export_name = "requirements"
    questions = queries
    topics = frozenset({"requirements", "purchasing", "receiving", "handovers", "inventory"})

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route, name="requirements", columns=LIST)
        self.new = Button(kind="primary", icon="plus", key="Ctrl N")
        self.new.clicked.connect(self._new)
        self.switch = SideSwitch(context, PURCHASING, "requirements")
        self.start_tools.addWidget(self.switch)
        self.tools.addWidget(self.new)
        self.set_first_use("users", self._first_use_words)
        self._retranslate()

    def _first_use_words(self) -> tuple[str, str]:
        return _("No plans yet"), _("Say who needs what and in which sizes; orders and handovers follow from it.")

    def _retranslate(self) -> None:
        self._retranslate_list()
        self.switch.retranslate()
        self.new.setText(_("New plan"))
        open_states = frozenset({"approved", "partly-ordered", "ordered", "ready", "partly-handed-over"})
        self.set_views(
            (
                SavedView("all", _("All plans")),
                SavedView("deciding", _("To decide"), {"status": frozenset({"submitted"})}),
                SavedView("open", _("Under way"), {"status": open_states}),
                SavedView("ready", _("Ready"), {"status": frozenset({"ready"})}),
                SavedView("late", _("Late"), {"status": frozenset({"late"})}),
                SavedView("drafts", _("Drafts"), {"status": frozenset({"draft", "rejected"})}),
            )
        )
        self.show_filters()

    def crumbs(self) -> tuple[Crumb, ...]:
        """Return the path."""
        return Crumb(_("Purchasing")), Crumb(_("Requirements"))

    def show_filters(self) -> None:
        """Show the filter groups."""
        states = tuple(
            FilterOption(one.key, _(words.STATES.get(one.key, one.title)), one.count, _TONES.get(one.key, "neutral"))
            for one in self.facets.get("status", ())
        )
        agencies = tuple(FilterOption(one.key, one.title, one.count) for one in self.facets.get("agency", ())[:40])
        priorities = tuple(
            FilterOption(one.key, _(words.PRIORITIES.get(one.key, one.title)), one.count,
                         _PRIORITY_TONES.get(one.key, "neutral"))
            for one in self.facets.get("priority", ())
        )  # fmt: skip
        groups = [
            ("status", _("Status"), states),
            ("agency", _("Agency"), agencies),
            ("priority", _("Priority"), priorities),
        ]
        self.filters.set_groups([FilterGroup(*group) for group in groups if group[2]])

    def show_record(self, record: RequirementDetail | None) -> None:
        """Show a plan beside the list."""
        if record is None:
            return
        row = record.row
        self.inspector.set_identity(
            row.title or _("Draft"), lines=(row.agency, record.agreement), icon="users",
            chips=tuple(words.plan_chips(row, today=self.context.today())),
        )  # fmt: skip
        self.inspector.set_numbers(
            (
                (number(row.needed), _("Needed")), (number(row.ready), _("Ready")),
                (number(row.coming), _("On order")), (number(row.handed_over), _("Handed over")),
            )
        )  # fmt: skip
        self.facts.set_pairs(
            (
                (_("Needed by"), day(row.need_by)), (_("Persons"), number(row.headcount)),
                (_("Recipients"), ", ".join(one.facility for one in record.recipients)),
                (_("Estimate"), money(Money(row.estimate_minor))), (_("Project"), row.project),
                (_("Reason"), record.justification), (_("Decided by"), record.decided_by),
            )
        )  # fmt: skip

    def open_key(self, key: Any) -> None:
        """Open a plan."""
        self.context.navigator.open(Route("requirement", key))

    def status(self) -> tuple[str, ...]:
        """Say the totals of what is shown."""
        count = len(self.total.keys)
        return self.totals(ngettext("{n} plan", "{n} plans", count).format(n=number(count)))

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here."""
        return (
            *self.list_commands(),
            Command("requirement.new", N_("New requirement or distribution plan"), self._new, "Ctrl+N", "plus"),
        )

    def _new(self) -> None:
        self.context.navigator.open(Route("requirement-draft"))
