"""One partner whole: what it holds, handovers, people, vetting, agreements; parents, files and trail beside.

Source: product.md 3 (Partners); ui.md 10.
"""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kernel.values import Money
from inl_logistics.partners import whole as questions
from inl_logistics.partners.holdings import HeldLine
from inl_logistics.partners.whole import PartnerWhole
from ui.kit.buttons import Button, IconButton
from ui.kit.cards import Card, EmptyState
from ui.kit.chips import ChipLook
from ui.kit.choices import Segmented
from ui.kit.fields import DateEdit
from ui.kit.filescard import FilesCard
from ui.kit.formats import day, money, number
from ui.kit.inspector import Facts, scrolled
from ui.kit.menus import Entry, drop_menu
from ui.kit.navigation import Command, Crumb, KeyHint, PageContext, Route
from ui.kit.recordpage import RecordPage
from ui.kit.tables import KeyedTableModel, ListView
from ui.kit.timeline import Timeline
from ui.kit.vettingchip import vetting_chip
from ui.kit.widget import Label, column, row
from ui.partners import columns
from ui.partners.acting import PartnerActs
from ui.partners.columns import Vetted
from ui.partners.history import change_entry, parent_entries
from ui.partners.words import COMPANIES, HOST, KINDS, SERVICES, VETTED

_PANELS = (
    ("held", N_("Holds")), ("handed", N_("Handovers")), ("people", N_("People")), ("vetting", N_("Vetting")),
    ("agreements", N_("Agreements")),
)  # fmt: skip
_EMPTY = {
    "held": (N_("It holds nothing"), N_("What is handed over to it, or to one under it, is listed here.")),
    "handed": (N_("No handovers"), N_("Receipts that it signs are listed here, with the agency that they name.")),
    "people": (N_("Nobody yet"), N_("Add who commands it and who may sign for it: name, title and authority only.")),
    "vetting": (N_("Never vetted"), N_("Record the vetting of the unit and its commander.")),
    "agreements": (N_("No agreements"), N_("Agreements signed by it or above it, or under which goods came.")),
}


class PartnerPage(RecordPage):
    """One partner, its holdings as of a day."""

    topics = frozenset({"partners", "ledger", "handovers", "agreements", "attachments"})

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route)
        self.record: PartnerWhole | None = None
        self._panel_wanted = route.param("panel")
        self.acts = PartnerActs(self)
        self._build()
        self._connect()
        self._retranslate()
        self.refresh()

    # building -----------------------------------------------------------------------------------------------
    def _build(self) -> None:
        today = self.context.today()
        self.as_of_label, self.as_of = Label(role="secondary", token="text2"), DateEdit(today=self.context.today)
        self.as_of.setFixedWidth(128)
        self.print, self.edit, self.more = IconButton("printer"), IconButton("pencil"), IconButton("ellipsis")
        self.move_button = Button(icon="arrow-right-left", key="Ctrl M", writes=True)
        self.vet, self.hand = Button(icon="badge-check", writes=True), Button(kind="primary", icon="handshake")
        for part in (self.as_of_label, self.as_of, self.print, self.edit, self.more, self.move_button, self.vet):
            self.head.add_action(part)
        self.head.set_primary(self.hand)
        self.main_card, self.panel = Card(), Segmented(height=26)
        self.add, self.left = (
            Button(icon="plus", kind="ghost", writes=True),
            Button(kind="ghost", icon="user", writes=True),
        )
        for tool in (self.left, self.add, self.panel):
            self.main_card.add_action(tool)
        kinds = {
            "held": columns.HELD, "handed": columns.HANDED, "people": columns.people_columns(today),
            "vetting": columns.vetting_columns(today), "agreements": columns.AGREEMENTS,
        }  # fmt: skip
        self.models = {key: KeyedTableModel(found, parent=self) for key, found in kinds.items()}
        self.tables = {
            key: ListView(model, density="two-line" if key in {"held", "people"} else "default")
            for key, model in self.models.items()
        }
        for table in self.tables.values():
            table.setMinimumHeight(200)
            self.main_card.body.addWidget(table, 1)
        self.nothing = EmptyState("building-2")
        self.main_card.body.addWidget(self.nothing, 1)
        self.sums = Label(role="secondary", token="text2")
        self.main_card.body.addLayout(row(None, self.sums, "stretch", margins=(14, 9, 14, 9)))
        self.body.addLayout(self._cards(), 1)

    def _cards(self) -> QHBoxLayout:
        self.facts_card, self.facts = Card(), Facts(label_width=96)
        self.facts_card.body.addWidget(self.facts)
        self.parents_card, self.parents = Card(), Timeline()
        self.parents_card.body.addWidget(self.parents)
        self.files = FilesCard(self, "partner")
        self.history_card, self.history = Card(), Timeline()
        self.history_card.body.addWidget(self.history)
        side = QWidget()
        side.setFixedWidth(284)
        column(side, self.facts_card, self.parents_card, self.files, self.history_card, "stretch", gap=12)
        panel = scrolled(side)
        panel.setFixedWidth(296)
        cards = row(None, self.main_card, panel, gap=12)
        cards.setStretch(0, 1)
        return cards

    def _connect(self) -> None:
        self.as_of.left.connect(self.refresh)
        self.as_of.returnPressed.connect(self.refresh)
        self.print.clicked.connect(self.acts.print_holdings)
        self.edit.clicked.connect(self.acts.change)
        self.more.clicked.connect(self._open_more)
        self.move_button.clicked.connect(self.acts.move_it)
        self.vet.clicked.connect(self.acts.record_vetting)
        self.hand.clicked.connect(self.acts.hand_over)
        self.panel.chosen.connect(self._show_panel)
        self.add.clicked.connect(self.acts.add)
        self.left.clicked.connect(self.acts.person_left)
        self.parents.clicked.connect(lambda key: self.context.navigator.open(Route("partner", int(str(key)))))
        self.tables["handed"].opened.connect(lambda key: self.context.navigator.open(Route("handover", key)))
        self.tables["agreements"].opened.connect(lambda key: self.context.navigator.open(Route("agreement", key)))
        self.tables["people"].opened.connect(self.acts.open_person)
        self.tables["people"].current_changed.connect(lambda _key: self._show_buttons())
        self.tables["held"].opened.connect(self._open_held)

    def _retranslate(self) -> None:
        self.as_of_label.setText(_("As of"))
        self.as_of.setAccessibleName(_("Holdings as of"))
        self.print.set_hint(_("Print the holding list"), key="Ctrl P")
        self.edit.set_hint(_("Edit partner"), key="F2")
        self.more.set_hint(_("More actions"))
        self.move_button.setText(_("Move…"))
        self.vet.setText(_("Vetting"))
        self.hand.setText(_("Hand over"))
        self.left.setText(_("Left the post"))
        self.panel.set_options([(key, _(words)) for key, words in _PANELS])
        self.panel.choose(self._panel_wanted or self.panel.current() or "held", tell=False)
        self._panel_wanted = ""
        self.main_card.set_title(_("Partner"))
        self.facts_card.set_title(_("Details"))
        self.parents_card.set_title(_("Stood under"))
        self.history_card.set_title(_("History"))
        self.parents.setAccessibleName(_("Stood under"))
        self.history.setAccessibleName(_("History"))
        self.files.retranslate()
        for key, words in _PANELS:
            self.tables[key].setAccessibleName(_(words))
        self._show_panel()
        if self.record is not None:
            self._show(self.record)

    def crumbs(self) -> tuple[Crumb, ...]:
        """Return the path."""
        name = self.record.detail.name if self.record else ""
        side = "vendors" if self.record and self.record.detail.kind in COMPANIES else "partners"
        return Crumb(_("Partners"), Route(side)), Crumb(name)

    # showing ------------------------------------------------------------------------------------------------
    def refresh(self) -> None:
        """Read the partner again, as of the day asked for."""
        self.context.jobs.read(
            self, questions.whole, self.route.id, today=self.context.today(), as_of=self.as_of.day(), done=self._show
        )

    def reopen(self, route: Route) -> None:
        """Show the panel that a link names, and do what it asks for."""
        super().reopen(route)
        if route.param("panel"):
            self.panel.choose(route.param("panel"), tell=False)
        self.refresh()

    def _show(self, record: PartnerWhole | None) -> None:
        if record is None:
            self.banner.show_message("bad", _("This partner is no longer there."))
            return
        self.record = record
        shown = record.detail
        self.as_of.setPlaceholderText(day(record.as_of))
        self.head.set_title(shown.name)
        self.head.set_chips(self._chips(record))
        under = next((one.parent for one in shown.parents if one.to_on is None), "")
        self.head.set_summary(" · ".join(filter(None, (shown.name_native, shown.name_latin, shown.code, under))))
        self._fill(record)
        self._show_banner(record)
        self._show_facts(record)
        self.parents_card.setVisible(bool(shown.parents))
        self.parents.set_entries(parent_entries(shown))
        self.history.set_entries([change_entry(one) for one in record.history])
        self.files.show_of(shown.id)
        self._show_panel()
        self.presented.emit()

    def _fill(self, record: PartnerWhole) -> None:
        shown = record.detail
        self.models["held"].set_rows(record.held, keys=list(range(len(record.held))))
        self.models["handed"].set_rows(record.handovers, keys=[one.id for one in record.handovers])
        self.models["people"].set_rows(shown.people, keys=[one.id for one in shown.people])
        vetted = [Vetted(one, end) for one, end in zip(shown.vettings, record.ends, strict=True)]
        self.models["vetting"].set_rows(vetted, keys=[one.row.id for one in vetted])
        self.models["agreements"].set_rows(record.agreements, keys=[one.id for one in record.agreements])

    def _chips(self, record: PartnerWhole) -> list[ChipLook]:
        shown = record.detail
        looks = [ChipLook("neutral", _(KINDS.get(shown.kind, shown.kind)), dot=False)]
        if shown.kind in VETTED and (shown.vetting_needed or shown.vettings):
            looks.append(vetting_chip(record.standing, record.vetted_to, today=self.context.today()))
        if record.retired_on is not None:
            looks.append(ChipLook("neutral", _("Retired {day}").format(day=day(record.retired_on))))
        return looks

    def _show_banner(self, record: PartnerWhole) -> None:
        today = self.context.today()
        why = next((end for end in record.ends[:1] if end.why in {"agency", "commander"}), None)
        if record.as_of != today:
            said = _("What it held is shown as it was on {day}.").format(day=day(record.as_of))
            self.banner.show_message("info", said, _("Show today"), self._today)
        elif record.retired_on is not None:
            self.banner.show_message(
                "info", _("Retired: it is not offered in new papers."), _("Offer again"), self.acts.restore
            )
        elif why is not None and why.on is not None:
            said = _("Its vetting ended on {day}: {why}. Vet it again before anything is handed over.").format(
                day=day(why.on), why=_(columns.ENDED_BY[why.why])
            )
            self.banner.show_message("bad", said, _("Record vetting"), self.acts.record_vetting)
        else:
            self.banner.hide()

    def _today(self) -> None:
        self.as_of.set_day(None)
        self.refresh()

    def _show_facts(self, record: PartnerWhole) -> None:
        shown = record.detail
        commander = next((one.name for one in shown.people if one.commands), "")
        pairs = [
            (_("English"), shown.name), (_("Own script"), shown.name_native), (_("Latin"), shown.name_latin),
            (_("Code"), shown.code), (_("Country"), shown.country), (_("Region"), shown.region), (_("Place"), shown.place),
        ]  # fmt: skip
        if shown.kind in HOST:
            below = len(record.below) - 1
            pairs += [
                (_("Agency"), record.agency), (_("Commander"), commander), (_("Under it"), number(below) if below else ""),
                (_("Service"), _(SERVICES.get(shown.service, shown.service))),
                (_("Vetting"), _("Needed") if shown.vetting_needed else _("Not required")),
            ]  # fmt: skip
        self.facts.set_pairs([pair for pair in pairs if pair[1]])

    def _show_panel(self, _key: str = "") -> None:
        current = self.panel.current() or "held"
        for key, table in self.tables.items():
            table.setVisible(key == current and self.models[key].rowCount() > 0)
        self.nothing.setVisible(self.models[current].rowCount() == 0)
        self.nothing.set_words(*(_(one) for one in _EMPTY[current]))
        self.add.setVisible(current in {"people", "vetting"})
        self.add.setText(_("Add person") if current == "people" else _("Record vetting"))
        self.sums.setText(self._sum_words(current))
        self._show_buttons()

    def _sum_words(self, current: str) -> str:
        if self.record is None or current != "held":
            count = self.models[current].rowCount()
            return ngettext("{n} line", "{n} lines", count).format(n=number(count))
        units, value = (sum(getattr(one, name) for one in self.record.held) for name in ("quantity", "value_minor"))
        said = ngettext("{n} unit", "{n} units", units).format(n=number(units))
        return f"{said} · {money(Money(value), cents=False)} · {day(self.record.as_of)}"

    def _show_buttons(self) -> None:
        shown = self.record.detail if self.record else None
        kind = shown.kind if shown else ""
        self.as_of.setVisible(kind in HOST)
        self.as_of_label.setVisible(kind in HOST)
        self.print.setVisible(kind in HOST)
        self.move_button.setVisible(kind in HOST and kind != "country")
        self.vet.setVisible(kind in VETTED)
        self.hand.setVisible(kind == "unit")
        people = self.panel.current() == "people"
        self.left.setVisible(people and self.tables["people"].current_key() is not None)

    # acting -------------------------------------------------------------------------------------------------
    def current_holding(self) -> HeldLine | None:
        """Return the current line of what it holds, while that is shown."""
        at = self.tables["held"].current_key()
        shown = self.record is not None and (self.panel.current() or "held") == "held"
        return (
            self.record.held[at]
            if shown and self.record and isinstance(at, int) and at < len(self.record.held)
            else None
        )

    def shows_today(self) -> bool:
        """Tell whether holdings are shown as they are now."""
        return self.record is not None and self.record.as_of >= self.context.today()

    def _open_held(self, at: object) -> None:
        if self.record is not None and isinstance(at, int) and at < len(self.record.held):
            self.context.navigator.open(Route("item", self.record.held[at].item_id))

    def _open_more(self) -> None:
        retired = self.record is not None and self.record.retired_on is not None
        entries: list[Entry] = [
            ("download", _("Holding list as Excel…"), "Ctrl E", self.acts.export_holdings),
            ("map-pin", _("Show in the tree"), "", self.show_in_tree),
            *(
                [("undo-2", _("Return goods of this line"), "", self.acts.give_back)]
                if not self.acts.why_not_back()
                else []
            ),
        ]
        if retired:
            entries.append(("undo-2", _("Offer again"), "", self.acts.restore))
        else:
            entries.append(("trash-2", _("Retire"), "", self.acts.retire))
        drop_menu(self.more, entries)

    def show_in_tree(self) -> None:
        """Stand on it in the tree."""
        self.context.navigator.open(Route("partner-tree", None, (("key", str(self.route.id)),)))

    # frame --------------------------------------------------------------------------------------------------
    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here."""
        return (
            Command("partner.edit", N_("Edit partner"), self.acts.change, "F2", "pencil"),
            Command("partner.move", N_("Move under another parent…"), self.acts.move_it, "Ctrl+M", "arrow-right-left"),
            Command("partner.person", N_("Add a person"), self.acts.add_person, icon="user-plus"),
            Command("partner.vet", N_("Record vetting"), self.acts.record_vetting, icon="badge-check"),
            Command("partner.handover", N_("New handover to it"), self.acts.hand_over, icon="handshake"),
            Command(
                "partner.return",
                N_("Return goods of this line"),
                self.acts.give_back,
                icon="undo-2",
                enabled_reason=self.acts.why_not_back,
            ),
            Command("partner.tree", N_("Show in the tree"), self.show_in_tree, icon="map-pin"),
            Command("partner.retire", N_("Retire partner"), self.acts.retire, icon="trash-2"),
            Command("partner.restore", N_("Offer a retired partner again"), self.acts.restore, icon="undo-2"),
            Command("partner.print", N_("Print the holding list"), self.acts.print_holdings, "Ctrl+P", "printer"),
            Command("partner.export", N_("Export the holding list"), self.acts.export_holdings, "Ctrl+E", "download"),
            Command("partner.as-of", N_("Holdings as of another day"), self.as_of.setFocus, "Ctrl+D", "calendar"),
        )

    def hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of this screen."""
        return (
            KeyHint("F2", _("edit")), KeyHint("Ctrl P", _("holding list")), KeyHint("Ctrl M", _("new parent")), KeyHint("Ctrl D", _("as of a day")),
            KeyHint("Esc", _("back to list")),
        )  # fmt: skip

    def status(self) -> tuple[str, ...]:
        """Say what it holds."""
        return (self._sum_words("held"),) if self.record else ()

    def panels(self) -> tuple[QWidget, ...]:
        """Return the panels that F6 goes through."""
        return (*(table for table in self.tables.values() if table.isVisible()), self.panel, self.as_of)

    def focus_first(self) -> None:
        """Start in the table, or at the panels where it is empty."""
        shown = next((table for table in self.tables.values() if table.isVisibleTo(self)), None)
        (shown or self.panel).setFocus(Qt.FocusReason.OtherFocusReason)

    def day(self) -> date:
        """Return the day that holdings are shown for."""
        return self.as_of.day() or self.context.today()
