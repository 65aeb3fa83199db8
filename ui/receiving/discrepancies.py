"""The list of discrepancy reports: what is to be claimed, until when, and what became of it. Source: domain.md 2.5."""

from __future__ import annotations

from typing import Any

from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kernel.values import Money
from inl_logistics.receiving import followup
from inl_logistics.receiving.followup import DiscrepancyDetail, DiscrepancyLineRow, DiscrepancyRow
from inl_logistics.register.numbers import screen_number
from ui.kit.buttons import Button
from ui.kit.countedlist import CountedList
from ui.kit.filters import FilterGroup, FilterOption, SavedView
from ui.kit.formats import day, money, number
from ui.kit.navigation import Command, Crumb, PageContext, Route
from ui.kit.sides import RECEIVING, SideSwitch
from ui.kit.tables import Column
from ui.kit.tokens import ToneName
from ui.receiving import claimwords as words
from ui.receiving.claimdialogs import ClaimDialog

_TONES: dict[str, ToneName] = {"open": "bad", "due": "warn", "overdue": "bad", "claimed": "info", "resolved": "ok"}


def _late(row: DiscrepancyRow) -> ToneName | None:
    return {"overdue": "bad", "due": "warn"}.get(row.status)  # type: ignore[return-value]


def _kinds(row: DiscrepancyRow) -> str:
    return ", ".join(_(words.KINDS.get(kind, kind)) for kind in row.kinds)


COLUMNS = (
    Column("number", N_("Report"), lambda row: screen_number(row.number), 148, "strong", sort="number"),
    Column("shipment", N_("Shipment"), lambda row: screen_number(row.shipment), 116, "text", sort="shipment", yields=2),
    Column("title", N_("Contents"), lambda row: row.title or "—", 150, "text", stretch=True),
    Column("addressee", N_("Claim from"), lambda row: row.addressee or "—", 130, "text", sort="addressee"),
    Column("kinds", N_("What"), _kinds, 140, "quiet", yields=3),
    Column("units", N_("Units"), lambda row: number(row.units), 62, "number", sort="units", yields=4),
    Column("value", N_("Loss"), lambda row: money(Money(row.value_minor), cents=False), 92, "money", sort="value"),
    Column("settled", N_("Made good"), lambda row: money(Money(row.settled_minor), cents=False) if row.settled_minor else "—",
           92, "money", sort="settled", shown="normal"),
    Column("claim_by", N_("Claim by"), lambda row: day(row.claim_by) if row.claim_by else "—", 100, "date", sort="claim_by",
           tone=_late, yields=1),
    Column("state", N_("Status"), lambda row: words.report_chip(row).text, 160, "chip", chip=words.report_chip),
)  # fmt: skip


class DiscrepanciesPage(CountedList):
    """Discrepancy reports."""

    export_name = "discrepancies"
    questions = followup
    topics = frozenset({"receiving"})

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route, name="discrepancies", columns=COLUMNS, tickable=True)
        self.bulk = Button(icon="mail", key="Ctrl M", writes=True)
        self.bulk.clicked.connect(self.claim)
        self.tools.addWidget(self.bulk)
        self.switch = SideSwitch(context, RECEIVING, "discrepancies")
        self.start_tools.addWidget(self.switch)
        self.set_first_use("triangle-alert", self._first_use_words)
        self._retranslate()

    def _first_use_words(self) -> tuple[str, str]:
        return _("Nothing differed yet"), _("What is over, short, damaged or wrong at a receiving is followed here.")

    def _retranslate(self) -> None:
        self._retranslate_list()
        self.switch.retranslate()
        self.ticks_changed()
        self.set_views(
            (
                SavedView("all", _("All discrepancies")),
                SavedView("claim", _("To claim"), {"status": frozenset({"open", "due", "overdue"})}),
                SavedView("due", _("Claim soon"), {"status": frozenset({"due", "overdue"})}),
                SavedView("claimed", _("Claimed"), {"status": frozenset({"claimed"})}),
                SavedView("closed", _("Closed"), {"status": frozenset({"resolved"})}),
            )
        )
        self.show_filters()

    def crumbs(self) -> tuple[Crumb, ...]:
        """Return the path."""
        return Crumb(_("Shipments"), Route("shipments")), Crumb(_("Discrepancies"))

    def show_filters(self) -> None:
        """Show the filter groups."""
        states = tuple(
            FilterOption(one.key, _(words.STATES.get(one.key, one.title)), one.count, _TONES.get(one.key, "neutral"))
            for one in self.facets.get("status", ())
        )
        kinds = tuple(
            FilterOption(
                one.key, _(words.KINDS.get(one.key, one.title)), one.count, words.KIND_TONES.get(one.key, "neutral")
            )
            for one in self.facets.get("kind", ())
        )
        names = tuple(FilterOption(one.key, one.title, one.count) for one in self.facets.get("addressee", ())[:40])
        groups = [("status", _("Status"), states), ("kind", _("What"), kinds), ("addressee", _("Claim from"), names)]
        self.filters.set_groups([FilterGroup(*group) for group in groups if group[2]])

    def show_record(self, record: DiscrepancyDetail | None) -> None:
        """Show a report beside the list."""
        if record is None:
            return
        row = record.row
        self.inspector.set_identity(
            screen_number(row.number),
            lines=(row.title, row.vendor),
            icon="triangle-alert",
            chips=(words.report_chip(row),),
        )
        self.inspector.set_numbers(
            (
                (number(row.units), _("Units")), (number(row.open), _("Lines open")),
                (money(Money(row.value_minor), cents=False), _("Loss")),
                (money(Money(row.settled_minor), cents=False), _("Made good")),
            )
        )  # fmt: skip
        what = [
            f"{number(line.quantity)} × {line.item} · {_(words.KINDS.get(line.kind, line.kind))}"
            for line in record.lines
        ]
        self.facts.set_pairs(
            (
                (_("Claim from"), row.addressee), (_("Claim by"), day(row.claim_by) if row.claim_by else ""),
                (_("Claimed on"), day(row.claimed_on) if row.claimed_on else ""),
                (_("Receiving"), screen_number(row.report)), (_("Shipment"), screen_number(row.shipment)),
                (_("Received on"), day(row.received_on) if row.received_on else ""), (_("Lines"), "\n".join(what[:6])),
                (_("Last step"), words.note_words(record.notes[0].what) if record.notes else ""),
            )
        )  # fmt: skip

    def open_key(self, key: Any) -> None:
        """Open a report."""
        self.context.navigator.open(Route("discrepancy", key))

    def status(self) -> tuple[str, ...]:
        """Say the totals of what is shown."""
        count = len(self.total.keys)
        return self.totals(ngettext("{n} report", "{n} reports", count).format(n=number(count)))

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here."""
        return (
            *self.list_commands(),
            Command("discrepancies.claim", N_("Claim the ticked reports"), self.claim, "Ctrl+M", "mail"),
            Command("discrepancies.receivings", N_("List of receivings"), self._receivings, "", "package-check"),
        )

    def ticks_changed(self) -> None:
        """Say how many reports would be claimed."""
        count = self.model.tick_count()
        text = ngettext("Claim {n}…", "Claim {n}…", count).format(n=number(count)) if count else _("Claim…")
        self.bulk.setText(text)
        # Beside the switch there is room for one: what is done with ticked rows, else what begins a new one.
        self.bulk.setVisible(bool(count))

    def claim(self) -> None:
        """Claim what is open of the ticked reports, else of the current one."""
        keys = [int(key) for key in self.chosen_keys()]
        self.context.jobs.read(self, followup.open_lines, keys, done=self._ask)

    def _ask(self, lines: list[DiscrepancyLineRow]) -> None:
        if not lines:
            self.context.notices.show_notice(_("Nothing of these reports is open."), tone="warn")
            return
        dialog = ClaimDialog(self.context, self, lines)
        dialog.saved.connect(lambda _none: self.model.clear_ticks())
        dialog.open()

    def _receivings(self) -> None:
        self.context.navigator.open(Route("receivings"))
