"""The list of handovers: what waits for a signature or its signed copy first to hand. Source: ui.md 10."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from inl_logistics.handovers import queries, whole
from inl_logistics.handovers.queries import HandoverRow
from inl_logistics.handovers.whole import HandoverDetail
from inl_logistics.kernel.listing import Facet, Listing, ListQuery
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kernel.values import Money
from inl_logistics.register.numbers import screen_number
from ui.handovers import composition, words
from ui.handovers.check import CheckDialog
from ui.handovers.copies import CopiesDialog
from ui.kit import formats, picklines
from ui.kit.buttons import Button, IconButton
from ui.kit.exporting import export_list
from ui.kit.filters import FilterGroup, FilterOption, SavedView
from ui.kit.inspector import Facts, scrolled
from ui.kit.linescard import tracking_words
from ui.kit.listpage import ListPage
from ui.kit.navigation import Command, Crumb, PageContext, Route
from ui.kit.tables import Column
from ui.kit.tokens import ToneName
from ui.kit.vettingchip import vetting_chip
from ui.kit.widget import KitWidget, Label, column, emptied, row

_TONES: dict[str, ToneName] = {
    "draft": "neutral", "issued": "info", "copy-missing": "warn", "complete": "ok", "void": "neutral",
    "refused": "bad", "reversed": "bad",
}  # fmt: skip


def _number(row: HandoverRow) -> str:
    return screen_number(row.number) if row.number else _("Draft")


def _recipient(row: HandoverRow) -> str:
    return row.unit or _("No recipient yet")


COLUMNS = (
    Column("unit", N_("Recipient"), _recipient, kind="strong", width=170, stretch=True, sort="unit"),
    Column("number", N_("Number"), _number, kind="text", width=112, sort="number"),
    Column("facility", N_("Facility"), lambda r: r.facility, width=150, sort="facility", yields=1),
    Column("on", N_("Date"), lambda r: formats.day(r.on), kind="date", width=96, sort="on", yields=2),
    Column("units", N_("Units"), lambda r: formats.number(r.units), kind="numberStrong", width=66, sort="units"),
    Column("value", N_("Value"), lambda r: formats.money(Money(r.value_minor)), kind="money", width=104, sort="value",
           shown="normal"),
    Column("type", N_("Type"), lambda r: _(words.TYPES[r.type]), width=130, shown="wide"),
    Column("owed", N_("To follow"), lambda r: formats.number(r.owed) if r.owed else "", kind="number", width=80,
           shown="normal", yields=3),
    Column("agency", N_("Agency"), lambda r: r.agency, width=150, shown="wide"),
    Column("by", N_("By"), lambda r: r.created_by, width=120, shown="wide"),
    Column("waiting", N_("Days"), lambda r: formats.number(r.waiting_days) if r.waiting_days else "", kind="number",
           width=58, sort="waiting", shown="normal"),
    Column("status", N_("Status"), lambda r: words.row_chip(r).text, kind="chip", chip=words.row_chip, width=140,
           sort="state"),
)  # fmt: skip


class HandoversPage(ListPage):
    """All handovers, by state and agency."""

    topics = frozenset({"handovers"})

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route, name="handovers", columns=COLUMNS, tickable=False)
        self.new = Button(kind="primary", icon="plus", key="Ctrl N")
        self.new.clicked.connect(self.make)
        self.check_button, self.copies_button = IconButton("shield-check"), IconButton("paperclip")
        self.check_button.clicked.connect(self.check_receipt)
        self.copies_button.clicked.connect(self.attach_copies)
        self.tools.addWidget(self.copies_button)
        self.tools.addWidget(self.check_button)
        self.tools.addWidget(self.new)
        self.export_button.clicked.connect(self.export)
        self._quantity, self._value = 0, Money(0)
        self._counts: dict[str, int] = {}
        self._wanted = _asked_status(route)
        self._first = Button(kind="primary", icon="plus")
        self._first.clicked.connect(self.make)
        self.set_first_use("handshake", _first_words, self._first)
        self._build_inspector()
        self._retranslate()

    def _build_inspector(self) -> None:
        self._facts, self._lines = Facts(), _LinesList()
        inside = QWidget()
        column(inside, self._facts, self._lines, "stretch")
        self._inside = scrolled(inside)
        self._open = Button(icon="arrow-right")
        self._open.clicked.connect(self._open_current)
        self.inspector.foot.addWidget(self._open)
        self.inspector.set_tabs([("about", _("Details"), self._inside)])
        self.inspector.set_identity(_("Nothing chosen"), icon="handshake")

    def _retranslate(self) -> None:
        super()._retranslate()
        if hasattr(self, "_open"):
            self.new.setText(_("New handover"))
            self.check_button.set_hint(_("Check a receipt…"))
            self.copies_button.set_hint(_("Attach signed copies…"))
            self._first.setText(_("New handover"))
            self._open.setText(_("Open handover"))
            self._ask_facets()

    # asking -------------------------------------------------------------------------------------------------
    def ask(self) -> None:
        """Ask for the keys that the filters leave."""
        self.context.jobs.read(self, queries.keys, self.query(), done=self._listed)

    def query(self) -> ListQuery:
        """Return what the list shows now."""
        state = self.state()
        sort, down = state.order[0] if state.order else ("", False)
        return ListQuery(state.search, state.filters, sort, down)

    def export(self) -> None:
        """Write what is shown as an Excel file."""
        export_list(self, "handovers", self.query(), button=self.export_button)

    def _listed(self, listing: Listing) -> None:
        self._quantity, self._value = listing.quantity, Money(listing.value_minor)
        self.show_keys(listing.keys)

    def refresh(self) -> None:
        """Something was stored: count and ask again."""
        self._ask_facets()
        super().refresh()

    def _ask_facets(self) -> None:
        self.context.jobs.read(self, queries.facets, done=self._show_facets)

    def _show_facets(self, facets: dict[str, tuple[Facet, ...]]) -> None:
        self._counts = {one.key: one.count for one in facets["status"]}
        states = [
            FilterOption(key, _(text), self._counts.get(key, 0), _TONES[key]) for key, text in words.STATUS.items()
        ]
        agencies = [FilterOption(one.key, one.title, one.count) for one in facets["agency"]]
        groups = [FilterGroup("status", _("Status"), tuple(states))]
        kinds = [FilterOption(one.key, _(words.TYPES[one.key]), one.count) for one in facets["type"]]
        if len(kinds) > 1:
            groups.append(FilterGroup("type", _("Type"), tuple(kinds)))
        marks = [FilterOption(one.key, _("Still to follow"), one.count, "warn") for one in facets["mark"]]
        if marks:
            groups.append(FilterGroup("mark", _("Marks"), tuple(marks)))
        if agencies:
            groups.append(FilterGroup("agency", _("Agency"), tuple(agencies)))
        self.filters.set_groups(groups)
        if self._wanted:
            # Came from Home with a filter; its boxes exist only now.
            wanted, self._wanted = self._wanted, frozenset()
            self.filters.set_chosen({"status": wanted})
        views = (
            SavedView("all", _("All handovers")),
            SavedView("drafts", _("Drafts"), {"status": frozenset({"draft"})}),
            SavedView("sign", _("Ready to sign"), {"status": frozenset({"issued"})}),
            SavedView("copy", _("Signed copy missing"), {"status": frozenset({"copy-missing"})}),
        )
        counts = {
            "all": sum(self._counts.values()), "drafts": self._counts.get("draft", 0),
            "sign": self._counts.get("issued", 0), "copy": self._counts.get("copy-missing", 0),
        }  # fmt: skip
        self.set_views(views, counts=counts)

    def fetch(self, keys: Sequence[Any], deliver: Callable[[Sequence[Any]], None]) -> None:
        """Ask for a page of rows."""
        self.context.jobs.read(self, queries.rows, list(keys), today=self.context.today(), done=deliver)

    def reopen(self, route: Route) -> None:
        """Come from Home with a filter."""
        super().reopen(route)
        if wanted := _asked_status(route):
            self.filters.set_chosen({"status": wanted})

    # inspector ----------------------------------------------------------------------------------------------
    def inspect(self, key: Any) -> None:
        """Show the current handover."""
        self._open.setVisible(key is not None)
        if key is None:
            self.inspector.set_identity(_("Nothing chosen"), icon="handshake")
            self._facts.set_pairs([])
            self._lines.show_lines(())
            self.inspector.set_numbers([])
            return
        self.context.jobs.read(self, whole.detail, key, today=self.context.today(), done=self._inspected)

    def _inspected(self, detail: HandoverDetail | None) -> None:
        if detail is None or detail.id != self.table.current_key():
            return
        today = self.context.today()
        waiting = (today - detail.signed_on).days if detail.signed_on else 0
        lines = picklines.as_signed(composition.from_rows(detail.lines))
        sums = picklines.totals(lines)
        kind = "make-good" if detail.completes else detail.type
        self.inspector.set_identity(
            detail.unit or _("No recipient yet"), lines=tuple(filter(None, (words.crumb_of(detail), detail.agency))),
            chips=[words.status_chip(detail.status, detail.state, waiting),
                   vetting_chip(detail.standing, detail.vetting.valid_to, today=today)],
            icon="handshake",
        )  # fmt: skip
        self.inspector.set_numbers([
            (formats.number(sums.lines), _("Lines")), (formats.number(sums.units), _("Units")),
            (formats.number(sums.serials), _("Serials")),
        ])  # fmt: skip
        self._facts.set_pairs([
            (_("Facility"), detail.facility), (_("Official"), detail.person), (_("Agreement"), detail.agreement),
            (_("Project"), detail.project), (_("Type"), _(words.TYPES[kind])),
            (_("Date"), formats.day(detail.signed_on or detail.planned_on)), (_("Value"), formats.money(sums.value)),
            (_("Signed copy"), detail.copy_name),
        ])  # fmt: skip
        self._lines.show_lines(lines)

    # acting -------------------------------------------------------------------------------------------------
    def make(self) -> None:
        """Start a new handover."""
        self.context.navigator.open(Route("handover", "new"))

    def check_receipt(self) -> None:
        """Ask for a code and say what it proves."""
        CheckDialog(self.context, self).open()

    def attach_copies(self) -> None:
        """Take in scans of signed receipts, many at once."""
        CopiesDialog(self.context, self, done=self.refresh).open()

    def link_acts(self) -> Mapping[str, Callable[[str], None]]:
        """The palette comes here to act."""
        return {"act": lambda name: {"check": self.check_receipt, "copies": self.attach_copies}[name]()}

    def open_key(self, key: Any) -> None:
        """Open a handover."""
        self.context.navigator.open(Route("handover", key))

    def _open_current(self) -> None:
        if (key := self.table.current_key()) is not None:
            self.open_key(key)

    def crumbs(self) -> tuple[Crumb, ...]:
        """Return the path."""
        return (Crumb(_("Handovers")),)

    def status(self) -> tuple[str, ...]:
        """Total what is shown."""
        count = len(self.model.keys())
        return (
            ngettext("{n} handover", "{n} handovers", count).format(n=formats.number(count)),
            ngettext("{n} unit", "{n} units", self._quantity).format(n=formats.number(self._quantity)),
            formats.money(self._value),
        )

    def commands(self) -> tuple[Command, ...]:
        """Add the new handover to the list's commands."""
        return (
            *self.list_commands(), Command("handovers.new", N_("New handover"), self.make, "Ctrl+N", "plus"),
            Command("handovers.check", N_("Check a receipt…"), self.check_receipt, "", "shield-check"),
            Command("handovers.copies", N_("Attach signed copies…"), self.attach_copies, "", "paperclip"),
            Command("handovers.export", N_("Export what is shown"), self.export, "Ctrl+E", "download"),
        )  # fmt: skip


def _asked_status(route: Route) -> frozenset[str]:
    """Return the states that a route asks for: Home opens its filtered list."""
    return frozenset(filter(None, route.param("filter.status").split(",")))


class _LinesList(KitWidget):
    """The items of the current handover, one under the other."""

    def __init__(self) -> None:
        super().__init__()
        self._list = column(self, margins=(14, 0, 14, 10), gap=6)

    def show_lines(self, lines: Sequence[picklines.Line]) -> None:
        """Show other lines."""
        emptied(self._list)
        for line in lines[:40]:
            name, how = Label(line.item, role="strong", elide=True), tracking_words(line)
            entry = QWidget()
            note = Label(how, role="secondary", token="text3")
            top = row(None, name, Label(formats.number(line.quantity), role="numericBold"), gap=8)
            top.setStretch(0, 1)
            column(entry, top, note)
            self._list.addWidget(entry)
        if len(lines) > 40:
            more = ngettext("{n} more line", "{n} more lines", len(lines) - 40).format(n=len(lines) - 40)
            self._list.addWidget(Label(more, role="secondary", token="text3"))


def _first_words() -> tuple[str, str]:
    return _("No handovers yet"), _("Choose a vetted unit, scan what it gets, print the receipt and have it signed.")
