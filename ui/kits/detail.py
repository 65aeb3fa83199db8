"""One kit: what it holds, how many can be built where, what blocks the next, those that stand assembled, its versions.

Source: product.md 3 (Kits), domain.md 5 and 7 (report 17).
"""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.listing import ListQuery
from inl_logistics.kernel.problems import LogisticsError
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kernel.values import Money
from inl_logistics.kits import queries
from inl_logistics.kits.queries import BuildRow, KitDetail
from inl_logistics.register.numbers import screen_number
from ui.kit.buttons import Button, IconButton
from ui.kit.cards import BigNumber, Card, EmptyState
from ui.kit.chips import ChipLook
from ui.kit.choices import Segmented
from ui.kit.exporting import export_list
from ui.kit.filescard import FilesCard
from ui.kit.formats import day, money, number
from ui.kit.inspector import Facts, scrolled
from ui.kit.menus import drop_menu
from ui.kit.navigation import Command, Crumb, KeyHint, PageContext, Route
from ui.kit.paperlanguages import language_name
from ui.kit.recordpage import RecordPage
from ui.kit.tables import KeyedTableModel, ListView
from ui.kit.widget import Label, Link, column, emptied, row
from ui.kits import words
from ui.kits.acting import Acting
from ui.kits.columns import BUILDS, LINES, PARTS, READINESS, VERSIONS, store_rows

_PANELS = (
    ("lines", N_("Components")), ("readiness", N_("Readiness")), ("builds", N_("Assembled")), ("versions", N_("Versions")),
)  # fmt: skip
_MOST_LACKS = 6


class KitPage(RecordPage):
    """One kit whole. `build` in the route names an assembled one to stand on."""

    topics = frozenset({"catalog", "kits", "ledger", "inventory", "requirements", "handovers"})

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route)
        self.record: KitDetail | None = None
        self._wanted_build = int(route.param("build") or 0)
        self.acting = Acting(self)
        self._build()
        self._connect()
        self._retranslate()
        self.refresh()

    def _build(self) -> None:
        self.edit, self.more = Button(icon="pencil", writes=True), IconButton("ellipsis")
        self.hand = Button(icon="handshake", writes=True)
        self.primary = Button(kind="primary", icon="boxes", key="Ctrl Enter")
        for button in (self.edit, self.hand, self.more):
            self.head.add_action(button)
        self.head.set_primary(self.primary)
        self.figures = tuple(BigNumber() for _at in range(5))
        self.head.add_line(row(None, *self.figures, "stretch", gap=36))
        self.card, self.panel = Card(), Segmented(height=26)
        self.which = Segmented(height=26)
        self.card.add_action(self.which)
        self.card.add_action(self.panel)
        self.lines, self.ready = KeyedTableModel(LINES, parent=self), KeyedTableModel(READINESS, parent=self)
        self.builds = KeyedTableModel(BUILDS, tickable=True, parent=self)
        self.parts, self.versions = KeyedTableModel(PARTS, parent=self), KeyedTableModel(VERSIONS, parent=self)
        self.tables = {
            "lines": ListView(self.lines), "readiness": ListView(self.ready), "builds": ListView(self.builds),
            "versions": ListView(self.versions),
        }  # fmt: skip
        for table in self.tables.values():
            table.setMinimumHeight(170)
            self.card.body.addWidget(table, 3)
        self.part_title = Label(role="label", token="text2")
        self.part_table = ListView(self.parts, density="compact")
        self.part_table.setMinimumHeight(110)
        self.part_head = QWidget()
        row(self.part_head, self.part_title, "stretch", margins=(14, 9, 14, 5))
        self.card.body.addWidget(self.part_head)
        self.card.body.addWidget(self.part_table, 2)
        self.nothing = EmptyState("boxes")
        self.card.body.addWidget(self.nothing, 1)
        self.sums = Label(role="secondary", token="text2")
        self.card.body.addLayout(row(None, self.sums, "stretch", margins=(14, 9, 14, 9)))
        self.next_card, self.next_facts = Card(), Facts(label_width=110)
        self.next_card.body.addWidget(self.next_facts)
        self.rosters = Card()
        self.roster_box = column(None, margins=(14, 8, 14, 10), gap=6)
        self.rosters.body.addLayout(self.roster_box)
        self.details, self.facts = Card(), Facts()
        self.details.body.addWidget(self.facts)
        self.files = FilesCard(self, "kit")
        side = QWidget()
        side.setFixedWidth(284)
        column(side, self.next_card, self.rosters, self.details, self.files, "stretch", gap=12)
        panel = scrolled(side)
        panel.setFixedWidth(296)
        cards = row(None, self.card, panel, gap=12)
        cards.setStretch(0, 1)
        self.body.addLayout(cards, 1)

    def _connect(self) -> None:
        acting = self.acting
        self.primary.clicked.connect(acting.assemble)
        self.hand.clicked.connect(acting.hand_over)
        self.edit.clicked.connect(acting.change)
        self.more.clicked.connect(lambda: drop_menu(self.more, acting.menu()))
        self.panel.chosen.connect(self._show_panel)
        self.which.chosen.connect(self._show_panel)
        self.tables["lines"].opened.connect(self._open_line)
        self.tables["builds"].opened.connect(self._build_menu)
        self.tables["builds"].row_menu_asked.connect(self._build_menu)
        self.tables["builds"].current_changed.connect(self._show_parts)
        self.builds.ticks_changed.connect(self._retitle)

    def _retranslate(self) -> None:
        self.edit.setText(_("Change"))
        self.more.set_hint(_("Send, release, retire"))
        self.panel.set_options([(key, _(title)) for key, title in _PANELS])
        self.panel.choose(self.panel.current() or "lines", tell=False)
        self.which.set_options([("now", _("In force")), ("draft", _("Draft"))])
        self.which.choose(self.which.current() or "now", tell=False)
        self.card.set_title(_("Kit"))
        self.next_card.set_title(_("The next one lacks"))
        self.rosters.set_title(_("By size roster"))
        self.details.set_title(_("Details"))
        for key, title in _PANELS:
            self.tables[key].setAccessibleName(_(title))
        self.part_table.setAccessibleName(_("What lies in it"))
        self.files.retranslate()
        self._retitle()
        if self.record is not None:
            self._show(self.record)

    def _retitle(self) -> None:
        count = len(self.builds.ticked())
        self.primary.setText(_("Assemble…"))
        self.hand.setText(
            ngettext("Hand over {n}…", "Hand over {n}…", count).format(n=count) if count else _("Hand over…")
        )

    def crumbs(self) -> tuple[Crumb, ...]:
        """Return the path."""
        name = self.record.row.code if self.record else ""
        return Crumb(_("Catalog"), Route("catalog")), Crumb(_("Kits"), Route("kits")), Crumb(name)

    def reopen(self, route: Route) -> None:
        """Stand on the assembled kit that a link names."""
        super().reopen(route)
        self._wanted_build = int(route.param("build") or 0)
        self.refresh()

    def refresh(self) -> None:
        """Read the kit again."""
        self.context.jobs.read(self, queries.detail, self.route.id, today=self.context.today(), done=self._show)

    def _show(self, record: KitDetail | None) -> None:
        if record is None:
            self.banner.show_message("bad", _("This kit is no longer there."))
            return
        self.record = record
        shown = record.row
        self.head.set_title(shown.name)
        looks = [words.kit_chip(shown)]
        looks += [ChipLook("warn", _("For training"))] if shown.training else []
        looks += [ChipLook("warn", _("Indicative"))] if shown.indicative else []
        self.head.set_chips(looks)
        version = _("version {n}").format(n=number(shown.version)) if shown.version else _("not released")
        self.head.set_summary(" · ".join((shown.code, words.persons(shown.persons), version)))
        self._show_figures(record)
        why = self.acting.why_not_build()
        self.head.set_reason(why)
        self.hand.set_reason(why)
        self._show_banner(record)
        self.ready.set_rows(store_rows(record.stores), keys=list(range(len(store_rows(record.stores)))))
        self.builds.set_rows(record.builds, keys=[one.id for one in record.builds])
        self.versions.set_rows(record.versions, keys=[one.number for one in record.versions])
        self._show_side(record)
        if self._wanted_build:
            self.panel.choose("builds", tell=False)
            self.tables["builds"].set_current_key(self._wanted_build)
            self._wanted_build = 0
        self._show_panel()
        self._show_parts()
        self.files.show_of(shown.key)
        self.presented.emit()

    def _show_figures(self, record: KitDetail) -> None:
        row_ = record.row
        figures = (
            (number(row_.can), _("Can be built"), "bad" if row_.version and not row_.can else None),
            (number(row_.assembled), _("Assembled"), None), (money(Money(row_.next_minor)), _("The next costs"), None),
            (money(Money(row_.cost_minor)), _("One costs"), None),
            (words.weight(row_.weight_g), _("One weighs"), None),
        )  # fmt: skip
        for figure, (value, caption, tone) in zip(self.figures, figures, strict=True):
            figure.set_words(value, caption, tone="bad" if tone else None)

    def _show_banner(self, record: KitDetail) -> None:
        future = next((one for one in record.versions if one.from_on and one.from_on > self.context.today()), None)
        if record.row.draft:
            said = (
                _("A new version is in draft. The one in force stays until you release it.")
                if any(one.from_on or one.since_ever for one in record.versions)
                else _("This kit is a draft. Plans and handovers can use it once you release it.")
            )
            self.banner.show_message("info", said, _("Release…"), self.acting.release)
        elif future is not None:
            said = _("Version {n} is in force from {day}.").format(n=number(future.number), day=day(future.from_on))
            self.banner.show_message("info", said)
        else:
            self.banner.hide()

    def _show_side(self, record: KitDetail) -> None:
        lacks = record.stores[0].blocks if record.stores else ()
        pairs = [
            (" ".join(filter(None, (one.code, one.size))),
             _("{n} missing, {cost}").format(n=number(one.quantity), cost=money(Money(one.cost_minor))))
            for one in lacks[:_MOST_LACKS]
        ]  # fmt: skip
        more = len(lacks) - _MOST_LACKS
        if more > 0:
            pairs.append((_("And"), ngettext("{n} more", "{n} more", more).format(n=number(more))))
        self.next_facts.set_pairs(pairs)
        self.next_card.setVisible(bool(pairs) and record.row.version is not None)
        emptied(self.roster_box)
        for one in record.rosters:
            link = Link(" · ".join(filter(None, (screen_number(one.plan), one.facility))))
            link.clicked.connect(partial(self._open, Route("requirement", one.requirement_id)))
            said = _("{n} of {total} persons can be equipped").format(n=number(one.equipped), total=number(one.persons))
            self.roster_box.addWidget(link)
            self.roster_box.addWidget(Label(said, role="secondary", token="text2", wrap=True))
        self.rosters.setVisible(bool(record.rosters))
        self.facts.set_pairs([
            (_("Units"), number(record.row.units)), (_("Serials"), number(record.row.serials)),
            (_("Persons"), number(record.row.persons)), (_("Description"), record.description),
            *((language_name(one.language), one.name) for one in record.draft.names or ()),
        ])  # fmt: skip

    def _show_panel(self, _key: str = "") -> None:
        record, shown = self.record, self.panel.current()
        self.which.setVisible(
            shown == "lines" and record is not None and bool(record.draft_lines) and bool(record.lines)
        )
        if record is not None:
            drafted = bool(record.draft_lines) and (not record.lines or self.which.current() == "draft")
            lines = record.draft_lines if drafted else record.lines
            self.lines.set_rows(lines, keys=[one.id for one in lines])
        empty = record is not None and shown == "builds" and not record.builds
        for key, table in self.tables.items():
            table.setVisible(key == shown and not empty)
        for part in (self.part_head, self.part_table):
            part.setVisible(shown == "builds" and not empty)
        self.nothing.setVisible(empty)
        if empty:
            self.nothing.set_words(
                _("None stands assembled"), _("Assemble kits ahead: their serials are put aside for them.")
            )
        self.sums.setText("" if record is None else self._sums(record, self.lines.rowCount()))

    @staticmethod
    def _sums(record: KitDetail, count: int) -> str:
        components = ngettext("{n} component", "{n} components", count).format(n=number(count))
        if record.row.components != count:  # the draft: its units are counted when it is in force
            return components
        units = _("{n} units").format(n=number(record.row.units))
        serials = ngettext("{n} serial", "{n} serials", record.row.serials).format(n=number(record.row.serials))
        return f"{components} · {units} · {serials}"

    # assembled kits -----------------------------------------------------------------------------------------
    def current_build(self) -> BuildRow | None:
        """Return the assembled kit that the list stands on."""
        key = self.tables["builds"].current_key()
        return next((one for one in self.record.builds if one.id == key), None) if self.record is not None else None

    def _show_parts(self, _key: object = None) -> None:
        build, record = self.current_build(), self.record
        if build is None and record is not None and record.builds and _key is None:
            self.tables["builds"].set_current_key(record.builds[0].id)  # which shows what lies in it
            return
        self.part_title.setText(_("What lies in {kit}").format(kit=build.number) if build else "")
        if build is None:
            self.parts.set_rows(())
        else:
            self.context.jobs.read(self, queries.build_parts, build.id, done=self._take_parts)

    def _take_parts(self, rows: list[queries.PartRow]) -> None:
        self.parts.set_rows(rows, keys=[one.key for one in rows])

    def _build_menu(self, _key: Any = None) -> None:
        build = self.current_build()
        entries = self.acting.build_menu(build) if build is not None else []
        if entries:
            table = self.tables["builds"]
            drop_menu(table.viewport(), entries, below=table.current_box())

    def _open(self, route: Route) -> None:
        self.context.navigator.open(route)

    def _open_line(self, key: Any) -> None:
        line = (
            next((one for one in (self.record.lines + self.record.draft_lines) if one.id == key), None)
            if self.record
            else None
        )
        if line is not None:
            self._open(Route("kit", line.kit_id) if line.kit_id is not None else Route("item", line.item_id))

    # acting -------------------------------------------------------------------------------------------------
    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here."""
        acting = self.acting
        return (
            Command("kit.assemble", N_("Assemble this kit…"), acting.assemble, "Ctrl+Enter", "boxes", acting.why_not_build),
            Command("kit.hand-over", N_("Hand this kit over…"), acting.hand_over, "Ctrl+H", "handshake", acting.why_not_build),
            Command("kit.transfer", N_("Send this kit to another store…"), acting.send, "", "arrow-right-left",
                    acting.why_not_build),
            Command("kit.edit", N_("Change this kit"), acting.change, "F2", "pencil"),
            Command("kit.release", N_("Release the new version…"), acting.release, "", "badge-check", acting.why_not_release),
            Command("kit.discard", N_("Throw the draft version away…"), acting.discard, "", "trash-2", acting.why_not_release),
            Command("kit.labels", N_("Print labels of the kits that stand ready…"), acting.print_labels, "", "tag"),
            Command("kit.build", N_("Complete, break up or put together the chosen kit"), self._build_menu, "", "package-open",
                    lambda: "" if self.current_build() else _("Choose an assembled kit")),
            Command("kit.export", N_("Export the readiness of kits"), self._export, "Ctrl+E", "download"),
            Command("kit.retire", N_("Retire this kit, or offer it again"), acting.retire, "", "trash-2"),
        )  # fmt: skip

    def _export(self) -> None:
        export_list(self, "kit-readiness", ListQuery(self.record.row.code if self.record else ""))

    def failed(self, error: BaseException) -> None:
        """Say what stands against an act."""
        if isinstance(error, LogisticsError):
            self.banner.show_message("bad", sentence(error))
        else:
            self.context.notices.show_error(error)

    def hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of this screen."""
        return (
            KeyHint("Ctrl Enter", _("assemble")), KeyHint("Ctrl H", _("hand over")), KeyHint("F2", _("change")),
            KeyHint("Esc", _("back to list")),
        )  # fmt: skip

    def status(self) -> tuple[str, ...]:
        """Say how many can be built."""
        return (_("{n} can be built").format(n=number(self.record.row.can)),) if self.record else ()

    def panels(self) -> tuple[QWidget, ...]:
        """Return the panels that F6 goes through."""
        return self.tables[self.panel.current() or "lines"], self.panel, self.files

    def focus_first(self) -> None:
        """Put the focus into the table shown."""
        self.tables[self.panel.current() or "lines"].setFocus(Qt.FocusReason.OtherFocusReason)
