"""What a finished count found: the lines that differ, the serials, the cause; ticked lines are counted again or explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from inl_logistics.counts.queries import CountPage, CountRow
from inl_logistics.counts.records import CountState
from inl_logistics.kernel.translation import _
from inl_logistics.kernel.values import Money
from inl_logistics.register.numbers import screen_number
from ui.counts import words
from ui.counts.columns import difference_columns
from ui.kit import theme
from ui.kit.buttons import Button
from ui.kit.cards import Card
from ui.kit.choices import Segmented
from ui.kit.filescard import FilesCard
from ui.kit.formats import day, money, number
from ui.kit.inspector import Facts, scrolled
from ui.kit.tables import KeyedTableModel, ListView
from ui.kit.widget import column, row

if TYPE_CHECKING:
    from ui.counts.detail import CountDetailPage


class DifferencesPanel(QWidget):
    """Lines on the left; the line in hand, the count and its files on the right."""

    def __init__(self, page: CountDetailPage) -> None:
        super().__init__()
        self._page = page
        self.which = Segmented()
        self.again, self.explain = Button(icon="refresh-cw", writes=True), Button(icon="pencil", key="F2", writes=True)
        self.card = Card()
        for widget in (self.which, self.again, self.explain):
            self.card.add_action(widget)
        self.model = KeyedTableModel(difference_columns(self._state), tickable=True, parent=self)
        self.table = ListView(self.model, density="two-line")
        self.table.setMinimumHeight(theme.px(220))
        self.card.body.addWidget(self.table, 1)
        self.line_card, self.line_facts = Card(), Facts()
        self.line_card.body.addWidget(self.line_facts)
        self.count_card, self.count_facts = Card(), Facts()
        self.count_card.body.addWidget(self.count_facts)
        self.files = FilesCard(page, "count")
        cards = QWidget()
        cards.setProperty("plain", "true")
        column(cards, self.line_card, self.count_card, self.files, "stretch", gap=12)
        right = scrolled(cards)
        right.setFixedWidth(theme.px(320))
        whole = row(self, self.card, right, gap=12)
        whole.setStretch(0, 1)
        self.which.chosen.connect(lambda _key: self._show_lines())
        self.again.clicked.connect(page.recount)
        self.explain.clicked.connect(page.explain)
        self.table.opened.connect(lambda _key: page.explain())
        self.table.current_changed.connect(lambda _key: self._show_line())
        self.model.ticks_changed.connect(self._show_buttons)

    def _state(self) -> CountState:
        return self._page.found.state if self._page.found is not None else CountState.CHECKED

    def retranslate(self) -> None:
        """Set the words again."""
        self.explain.setText(_("Cause…"))
        self.count_card.set_title(_("This count"))
        self.line_card.set_title(_("The line in hand"))
        self.table.setAccessibleName(_("Lines of the count"))
        self.files.retranslate()

    def show_page(self, found: CountPage) -> None:
        """Show the count as it stands."""
        different = sum(_open(line) for line in found.lines)
        current = self.which.current()
        self.which.set_options(
            [
                ("different", _("Different {n}").format(n=number(different))),
                ("all", _("All {n}").format(n=number(len(found.lines)))),
            ]
        )
        self.which.choose(current or ("different" if different else "all"), tell=False)
        self.card.set_title(_("Lines"))
        self.count_facts.set_pairs(
            (
                (_("Kind"), _(words.KINDS[found.kind])), (_("Store"), found.store or _("All stores")),
                (_("Counted by"), words.counters(found)), (_("Counted on"), day(found.counted_on) if found.counted_on else ""),
                (_("Blind"), _("Yes") if found.blind else _("No")),
                (_("Adjustment"), screen_number(found.adjustment)), (_("Reversed by"), screen_number(found.reversal)),
                (_("Remarks"), found.remarks),
            )
        )  # fmt: skip
        self.files.show_of(found.id)
        self._show_lines()

    def _show_lines(self) -> None:
        found = self._page.found
        if found is None:
            return
        lines = [line for line in found.lines if self.which.current() == "all" or _open(line)]
        self.model.set_rows(lines, keys=[line.line_id for line in lines])
        self._show_buttons()
        self._show_line()

    def _show_buttons(self) -> None:
        checked = self._state() is CountState.CHECKED
        ticked = len(self.model.ticked())
        self.again.setText(_("Count {n} again").format(n=number(ticked)) if ticked else _("Count again"))
        self.again.setVisible(checked)
        self.explain.setVisible(checked)

    def lines_in_hand(self) -> list[CountRow]:
        """Return the ticked lines, else the current one."""
        found = self._page.found
        if found is None:
            return []
        keys = set(self.model.ticked()) or {self.table.current_key()}
        return [line for line in found.lines if line.line_id in keys]

    def _show_line(self) -> None:
        key, found = self.table.current_key(), self._page.found
        line = next((one for one in found.lines if one.line_id == key), None) if found is not None else None
        if line is None:
            self.line_facts.set_pairs(((_("Line"), _("Choose a line to see its serials.")),))
            return
        pairs = [
            (_("Item"), line.item), (_("Place"), line.place), (_("Lot"), line.lot),
            (_("Books"), number(line.books)), (_("Counted"), "—" if line.counted is None else number(line.counted)),
        ]  # fmt: skip
        if line.seen:
            names = {1: _("Counter 1"), 2: _("Counter 2")}
            pairs += [
                (names.get(one, _("Recount {n}").format(n=one - 2)), number(count))
                for one, count in sorted(line.seen.items())
            ]
        if line.out:
            pairs.append((_("Out with"), f"{number(line.out)} · {screen_number(line.out_document)}"))
        if line.value_minor:
            pairs.append((_("Value"), money(Money(line.value_minor))))
        pairs += [(_(words.FINDINGS[kind]), "\n".join(serials)) for kind, serials in line.serials if kind]
        if line.cause:
            pairs.append((_("Cause"), " · ".join(filter(None, (_(words.CAUSES[line.cause]), line.note)))))
        self.line_facts.set_pairs([(name, value) for name, value in pairs if value])


def _open(line: CountRow) -> bool:
    return line.differs or line.disagree or line.overtaken
