"""The host tree as it stood on any day: country, ministry, agency, unit, facility; moved by dragging or Ctrl M.

Source: product.md 3 (Partners: effective dates); ui.md 10 (agencies and units tree).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.partners import queries
from inl_logistics.partners.tree import TreeRow, matching, tree
from ui.kit.buttons import Button
from ui.kit.cards import Card, EmptyState
from ui.kit.fields import DateEdit, LineEdit
from ui.kit.formats import day, number
from ui.kit.inspector import Inspector, scrolled
from ui.kit.navigation import Command, Crumb, KeyHint, PageContext, Route
from ui.kit.recordpage import RecordPage
from ui.kit.sides import PARTNERS, SideSwitch
from ui.kit.tree import Node, Tree
from ui.kit.widget import Label, row
from ui.partners.dialogs import PartnerDialog
from ui.partners.inspector import PartnerInspector
from ui.partners.movedialog import open_move
from ui.partners.words import HOST, ICONS, KINDS, vetting_chip

_MANY = 200  # above, facilities are folded away at first
_DEBOUNCE_MS = 120


class TreePage(RecordPage):
    """The tree of a day, with the chosen partner beside it."""

    topics = frozenset({"partners", "ledger", "handovers"})

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route)
        self.rows: list[TreeRow] = []
        self._wanted = int(route.param("key")) if route.param("key").isdigit() else None
        self._folded = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DEBOUNCE_MS)
        self._build()
        self._connect()
        self._retranslate()
        self.refresh()

    def _build(self) -> None:
        self.switch = SideSwitch(self.context, PARTNERS, "partner-tree")
        self.search = LineEdit(height=28, icon="search")
        self.search.setFixedWidth(220)
        self.as_of_label = Label(role="secondary", token="text2")
        self.as_of = DateEdit(today=self.context.today)
        self.as_of.setFixedWidth(128)
        self.move_button = Button(icon="arrow-right-left", key="Ctrl M", writes=True)
        self.new = Button(kind="primary", icon="plus", key="Ctrl N")
        for part in (self.as_of_label, self.as_of, self.move_button):
            self.head.add_action(part)
        self.head.set_primary(self.new)
        self.head.add_line(row(None, self.switch, 10, self.search, "stretch"))
        self.tree_card, self.tree = Card(header=False), Tree()
        self.tree.set_movable(True)
        self.area = scrolled(self.tree)
        self.area.setMinimumHeight(260)
        self.nothing = EmptyState("building-2")
        self.tree_card.body.addWidget(self.area, 1)
        self.tree_card.body.addWidget(self.nothing, 1)
        self.inspector = Inspector()
        self.inspector.setFixedWidth(330)
        self.about = PartnerInspector(self.context, self.inspector)
        self.open_button, self.edit = Button(icon="maximize-2"), Button(icon="pencil", writes=True)
        self.inspector.foot.addLayout(row(None, self.open_button, self.edit, "stretch", gap=6))
        cards = row(None, self.tree_card, self.inspector, gap=12)
        cards.setStretch(0, 1)
        self.body.addLayout(cards, 1)

    def _connect(self) -> None:
        self.as_of.left.connect(self.refresh)
        self.as_of.returnPressed.connect(self.refresh)
        self._timer.timeout.connect(self._show_tree)
        self.search.textChanged.connect(lambda _text: self._timer.start())
        self.tree.current_changed.connect(self._inspect)
        self.tree.opened.connect(lambda _key: self.open_current())
        self.tree.dropped.connect(self._dropped)
        self.new.clicked.connect(self.make)
        self.move_button.clicked.connect(self.move_current)
        self.open_button.clicked.connect(self.open_current)
        self.edit.clicked.connect(self.change)
        self.about.person_opened.connect(lambda _id: self.open_current())
        self.about.partner_opened.connect(self.tree.set_current_key)

    def _retranslate(self) -> None:
        self.head.set_title(_("Host tree"))
        self.switch.retranslate()
        self.search.setPlaceholderText(_("Find by any of its names"))
        self.search.setAccessibleName(_("Find in the tree"))
        self.as_of_label.setText(_("As of"))
        self.as_of.setAccessibleName(_("Tree as of"))
        self.move_button.setText(_("Move…"))
        self.new.setText(_("New partner"))
        self.open_button.setText(_("Open it"))
        self.edit.setText(_("Edit"))
        self.tree.setAccessibleName(_("Host tree"))
        self.about.show_detail(self.about.detail)
        self._show_tree()

    def crumbs(self) -> tuple[Crumb, ...]:
        """Return the path."""
        return Crumb(_("Partners"), Route("partners")), Crumb(_("Tree"))

    def day(self) -> date:
        """Return the day that is shown."""
        return self.as_of.day() or self.context.today()

    # showing ------------------------------------------------------------------------------------------------
    def refresh(self) -> None:
        """Ask for the tree of the day again."""
        self.context.jobs.read(self, tree, on=self.day(), done=self._take)

    def reopen(self, route: Route) -> None:
        """Stand on the partner that a link names."""
        super().reopen(route)
        if route.param("key").isdigit():
            self._wanted = int(route.param("key"))
            self._show_tree()

    def _take(self, rows: list[TreeRow]) -> None:
        self.rows = rows
        self.as_of.setPlaceholderText(day(self.day()))
        if self.day() != self.context.today():
            said = _("The tree is shown as it was on {day}.").format(day=day(self.day()))
            self.banner.show_message("info", said, _("Show today"), self._today)
        else:
            self.banner.hide()
        self._show_tree()
        if (key := self.tree.current_key()) is not None:
            self._inspect(key)

    def _today(self) -> None:
        self.as_of.set_day(None)
        self.refresh()

    def _show_tree(self) -> None:
        found, shown = matching(self.rows, self.search.text())
        children: dict[int | None, list[TreeRow]] = defaultdict(list)
        for one in self.rows:
            if one.id in shown:
                children[one.parent_id].append(one)
        folded = [] if found or self._folded or len(self.rows) <= _MANY else [
            one.id for one in self.rows if one.kind in {"agency", "unit"}
        ]  # fmt: skip
        self._folded = self._folded or bool(self.rows)
        self.tree.set_nodes(self._nodes(children, None), closed=folded)
        self.nothing.setVisible(not shown)
        self.area.setVisible(bool(shown))
        if self.rows:
            self.nothing.set_words(_("Nothing has such a name"), _("Names are found in all three scripts."))
        else:
            self.nothing.set_words(_("No partners yet"), _("Ministries, agencies, units and facilities stand here."))
        if self._wanted is not None and self._wanted in shown:
            self.tree.set_current_key(self._wanted)
            self._wanted = None
        elif found and self.tree.current_key() not in found:
            self.tree.set_current_key(next(one.id for one in self.rows if one.id in found))
        elif shown and self.tree.current_key() is None:
            self.tree.set_current_key(self.rows[0].id)
        self._show_buttons()
        self.presented.emit()

    def _nodes(self, children: dict[int | None, list[TreeRow]], parent: int | None) -> list[Node]:
        return [self._node(one, self._nodes(children, one.id), children) for one in children[parent]]

    def _node(self, one: TreeRow, below: Sequence[Node], children: dict[int | None, list[TreeRow]]) -> Node:
        held = _sum(one, children)
        look = vetting_chip(needed=one.vetting_needed, result=one.result, valid_to=one.valid_to, today=self.day())
        vetting = look.text if one.vetting_needed or one.result else ""
        native = one.name_native if one.name_native != one.name else ""
        note = " · ".join(filter(None, (native or one.name_latin, vetting)))
        return Node(
            one.id, one.name, note, number(held) if held else "", ICONS.get(one.kind, "building-2"), tuple(below),
            look.tone if vetting and look.tone in {"bad", "warn"} else None,
        )  # fmt: skip

    def _inspect(self, key: object) -> None:
        if isinstance(key, int):
            self.context.jobs.read(self, queries.detail, key, done=self.about.show_detail)
        else:
            self.about.show_detail(None)
        self._show_buttons()

    def _show_buttons(self) -> None:
        chosen = self._current()
        self.move_button.setEnabled(chosen is not None and chosen.kind != "country")
        self.open_button.setVisible(chosen is not None)
        self.edit.setVisible(chosen is not None)

    def _current(self) -> TreeRow | None:
        return next((one for one in self.rows if one.id == self.tree.current_key()), None)

    # acting -------------------------------------------------------------------------------------------------
    def open_current(self) -> None:
        """Open the page of the current partner."""
        if (chosen := self._current()) is not None:
            self.context.navigator.open(Route("partner", chosen.id))

    def move_current(self) -> None:
        """Ask where the current partner stands from a day on."""
        chosen = self._current()
        if chosen is not None and chosen.kind != "country":
            open_move(self, [chosen.id], kind=chosen.kind)

    def _dropped(self, key: object, onto: object, where: str) -> None:
        rows = {one.id: one for one in self.rows}
        dragged, target = rows.get(int(str(key))), rows.get(int(str(onto))) if onto is not None else None
        if dragged is None or target is None or dragged.kind == "country":
            return
        parent = target.id if where == "into" else target.parent_id
        if parent is None or parent in {dragged.id, dragged.parent_id}:
            return
        if HOST.index(rows[parent].kind) >= HOST.index(dragged.kind):
            said = _("{name} cannot stand under {parent}: it is not of a lower kind.")
            self.context.notices.show_notice(said.format(name=dragged.name, parent=rows[parent].name))
            return
        open_move(self, [dragged.id], kind=dragged.kind, parent_id=parent)

    def make(self) -> None:
        """Describe a new partner, under the current one where that fits."""
        above = self._current()
        kind = HOST[min(HOST.index(above.kind) + 1, len(HOST) - 1)] if above else "agency"
        parent = above.id if above and above.kind != kind else None
        dialog = PartnerDialog(self.context, self, None, kinds=HOST, kind=kind, parent_id=parent)
        dialog.saved.connect(self._saved)
        dialog.open()

    def change(self) -> None:
        """Edit the current partner."""
        if self.about.detail is not None:
            dialog = PartnerDialog(self.context, self, self.about.detail, kinds=HOST)
            dialog.saved.connect(self._saved)
            dialog.open()

    def _saved(self, partner_id: object) -> None:
        self._wanted = int(str(partner_id))
        self.context.notices.show_notice(_("Partner saved."))
        self.refresh()

    # frame --------------------------------------------------------------------------------------------------
    def status(self) -> tuple[str, ...]:
        """Say how many stand in the tree, and what they hold."""
        count, held = len(self.rows), sum(one.holds for one in self.rows)
        said = ngettext("{n} partner", "{n} partners", count).format(n=number(count))
        units = ngettext("{n} unit held", "{n} units held", held).format(n=number(held))
        return (f"{said} · {units}",)

    def selection_words(self) -> str:
        """Say what actions work on."""
        chosen = self._current()
        return f"{_(KINDS[chosen.kind])} {chosen.name}" if chosen else ""

    def panels(self) -> tuple[QWidget, ...]:
        """Return tree, inspector, search and day for F6."""
        return self.tree, self.inspector.tabs, self.search, self.as_of

    def focus_first(self) -> None:
        """Start in the tree."""
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of this screen."""
        return (
            KeyHint("↑ ↓", _("move")), KeyHint("← →", _("fold")), KeyHint("Enter", _("open")),
            KeyHint("Ctrl M", _("new parent")), KeyHint("Ctrl D", _("as of a day")),
        )  # fmt: skip

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here."""
        return (
            Command("partner.new", N_("New partner"), self.make, "Ctrl+N", "plus"),
            Command("partner.edit", N_("Edit partner"), self.change, "F2", "pencil", on_selection=True),
            Command("partner.move", N_("Move under another parent…"), self.move_current, "Ctrl+M", "arrow-right-left",
                    on_selection=True),
            Command("partner.open", N_("Open partner"), self.open_current, icon="maximize-2", on_selection=True),
            Command("tree.find", N_("Find in the tree"), self.search.setFocus, "Ctrl+F", "search"),
            Command("tree.as-of", N_("Tree as of another day"), self.as_of.setFocus, "Ctrl+D", "calendar"),
        )  # fmt: skip


def _sum(one: TreeRow, children: dict[int | None, list[TreeRow]]) -> int:
    return one.holds + sum(_sum(below, children) for below in children[one.id])
