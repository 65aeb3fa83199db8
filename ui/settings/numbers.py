"""The register of numbers: every number of every kind in order, with what became of it. Source: product.md 5, 8 (Settings)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.register import listing
from inl_logistics.register.listing import NumberRow
from inl_logistics.reports.numbersheets import STATES
from ui.kit import formats
from ui.kit.buttons import Button, IconButton
from ui.kit.chips import ChipLook, chip
from ui.kit.countedlist import CountedList
from ui.kit.exporting import export_pdf
from ui.kit.filters import FilterGroup, FilterOption, SavedView
from ui.kit.formats import day, number
from ui.kit.navigation import Command, Crumb, PageContext, Route
from ui.kit.tables import Column
from ui.kit.tokens import ToneName

KINDS = {
    "RQ": N_("Requirement"), "AG": N_("Agreement"), "PO": N_("Purchase order"), "IN": N_("Inbound shipment"),
    "RR": N_("Receiving report"), "DR": N_("Discrepancy report"), "TR": N_("Transfer"), "OUT": N_("Outbound shipment"),
    "WB": N_("Waybill"), "CH": N_("Change of condition"), "HO": N_("Handover"), "VN": N_("Variance note"),
    "RV": N_("Reversal"), "EUM": N_("End-use check"), "CC": N_("Count"), "AD": N_("Adjustment"), "LD": N_("Case"),
    "DC": N_("Disposal certificate"), "OP": N_("Opening"),
}  # fmt: skip
_TONES: dict[str, ToneName] = {
    "void": "neutral", "refused": "bad", "reversed": "bad", "canceled": "neutral", "missing": "bad", "issued": "info",
    "variance": "warn",
}  # fmt: skip


def _chip(row: NumberRow) -> ChipLook:
    return chip("number", row.state if row.state in STATES else "posted")


def _kind(row: NumberRow) -> str:
    return _(KINDS.get(row.kind, row.kind))


def _about(row: NumberRow) -> str:
    return " · ".join(filter(None, (row.title, row.reason)))


COLUMNS = (
    Column("number", N_("Number"), lambda row: row.number, 176, "mono", sort="number"),
    Column("kind", N_("Kind"), _kind, 130, "text", yields=2),
    Column("title", N_("About"), _about, 160, "strong", stretch=True, sort="title"),
    Column("on", N_("Effective"), lambda row: day(row.effective_on), 98, "date", sort="on"),
    Column("by", N_("By"), lambda row: row.by, 116, "quiet", sort="by", yields=3),
    Column("linked", N_("Linked to"), lambda row: row.linked or "—", 150, "mono", shown="normal"),
    Column("state", N_("Status"), lambda row: _chip(row).text, 150, "chip", chip=_chip, sort="state"),
)  # fmt: skip


class NumbersPage(CountedList):
    """All numbers, without a hole."""

    export_name = "register"
    questions = listing
    topics = frozenset({"register", "handovers", "purchasing", "shipments", "transfers", "outbound", "counts"})

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route, name="numbers", columns=COLUMNS)
        self.pdf = IconButton("file-text")
        self.pdf.clicked.connect(self.save_pdf)
        self.tools.addWidget(self.pdf)
        self.open = Button(icon="arrow-right")
        self.open.clicked.connect(lambda: self.open_key(self.table.current_key()))
        self.inspector.foot.addWidget(self.open)
        self.set_first_use("hash", self._first_use_words)
        self._retranslate()

    def _first_use_words(self) -> tuple[str, str]:
        return _("No numbers yet"), _("Every document takes the next number of its kind; none is ever left out.")

    def _retranslate(self) -> None:
        self._retranslate_list()
        self.pdf.set_hint(_("Save as PDF"))
        self.open.setText(_("Open the record"))
        ended = frozenset({"void", "refused", "reversed", "canceled"})
        self.set_views(
            (
                SavedView("all", _("All numbers")),
                SavedView("receipts", _("Handover receipts"), {"kind": frozenset({"HO"})}),
                SavedView("ended", _("Void or taken back"), {"state": ended}),
                SavedView("missing", _("Missing numbers"), {"state": frozenset({"missing"})}),
            )
        )
        self.show_filters()

    def crumbs(self) -> tuple[Crumb, ...]:
        """Return the path."""
        return Crumb(_("Settings"), Route("settings")), Crumb(_("Number register"))

    def show_filters(self) -> None:
        """Show the filter groups."""
        kinds = tuple(
            FilterOption(one.key, _(KINDS.get(one.key, one.key)), one.count) for one in self.facets.get("kind", ())
        )
        states = tuple(
            FilterOption(one.key, _(STATES.get(one.key, one.key)), one.count, _TONES.get(one.key, "ok"))
            for one in self.facets.get("state", ())
        )
        years = tuple(FilterOption(one.key, one.title, one.count) for one in self.facets.get("year", ()))
        series = tuple(FilterOption(one.key, one.title, one.count) for one in self.facets.get("series", ()))
        late = tuple(FilterOption("late", _("Entered late"), one.count, "warn") for one in self.facets.get("mark", ()))
        groups = [
            ("state", _("Status"), states), ("kind", _("Kind"), kinds), ("year", _("Year"), years),
            ("series", _("Series"), series), ("mark", _("Marks"), late),
        ]  # fmt: skip
        self.filters.set_groups([FilterGroup(*group) for group in groups if group[2]])

    def show_record(self, record: NumberRow | None) -> None:
        """Show a number beside the list."""
        if record is None:
            return
        self.inspector.set_identity(
            record.number, lines=(_kind(record), record.title), icon="hash", chips=(_chip(record),)
        )
        self.open.setVisible(record.subject is not None)
        entered = formats.day(datetime.fromisoformat(record.entered_at).date()) if record.entered_at else ""
        self.facts.set_pairs((
            (_("Effective"), day(record.effective_on)), (_("Entered"), entered), (_("By"), record.by),
            (_("Late entry"), _("yes") if record.late else ""), (_("Reason"), record.reason),
            (_("Linked to"), record.linked),
        ))  # fmt: skip

    def open_key(self, key: Any) -> None:
        """Open the record that a number belongs to."""

        def go(record: NumberRow | None) -> None:
            if record is not None and record.subject is not None:
                self.context.navigator.open(Route(*record.subject))
            elif record is not None:
                words = _("No document has this number.") if key < 0 else _("This number has no page of its own.")
                self.context.notices.show_notice(words)

        self.context.jobs.read(self, listing.detail, key, today=self.context.today(), done=go)

    def save_pdf(self) -> None:
        """Write what is shown as PDF."""
        export_pdf(self, "register", self.query(), button=self.pdf)

    def status(self) -> tuple[str, ...]:
        """Say how many are shown, and whether any is missing."""
        count = len(self.total.keys)
        holes = sum(1 for key in self.total.keys if key < 0)
        shown = ngettext("{n} number", "{n} numbers", count).format(n=number(count))
        lost = ngettext("{n} is missing", "{n} are missing", holes).format(n=number(holes))
        return (shown, lost if holes else _("none is missing"))

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here."""
        return (
            *self.list_commands(),
            Command("numbers.pdf", N_("Save as PDF"), self.save_pdf, icon="file-text"),
        )
