"""The list frame: filters, search, empty states, remembered look, panels. Source: ui.md 2, 6, 11."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.kit.buttons import Button
from ui.kit.filters import FilterGroup, FilterOption, SavedView
from ui.kit.listbar import ListBar
from ui.kit.listpage import ListPage
from ui.kit.navigation import Crumb, PageContext, Route
from ui.kit.recordpage import RecordPage
from ui.kit.tables import Column
from ui.kit.widget import column


@dataclass(frozen=True, slots=True)
class StockRow:
    """A row of the sample list."""

    id: int
    name: str
    low: bool


ROWS = tuple(StockRow(n, f"Item {n:03d}", n % 7 == 0) for n in range(300))
COLUMNS = (
    Column("name", "Item", lambda r: r.name, kind="strong", stretch=True, sort="name"),
    Column("code", "Code", lambda r: f"PE-{r.id}", kind="mono"),
)


class MemoryViews:
    """Keeps views for one test."""

    def __init__(self) -> None:
        self.views: list[SavedView] = []

    def load(self, page: ListPage, done: Callable[[Sequence[SavedView]], None]) -> None:
        """Hand them over."""
        done(self.views)

    def keep(self, page: ListPage, view: SavedView, done: Callable[[], None]) -> None:
        """Keep one."""
        self.views.append(replace(view, key=f"own:{len(self.views)}"))
        done()

    def rename(self, page: ListPage, view: SavedView, title: str, done: Callable[[], None]) -> None:
        """Rename one."""
        self.views[self.views.index(view)] = replace(view, title=title)
        done()

    def forget(self, page: ListPage, view: SavedView, done: Callable[[], None]) -> None:
        """Drop one."""
        self.views.remove(view)
        done()


class StockPage(ListPage):
    """A list as a feature writes it."""

    topics = frozenset({"inventory"})

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route, name="stock", columns=COLUMNS, groups=(("category", "Category"),))
        self.kept_views = MemoryViews()
        self.inspected: list[Any] = []
        self.opened: list[Any] = []
        self.set_first_use("package", lambda: ("No stock yet", "Receive a shipment first."))
        self.set_views([SavedView("low", "Below minimum", {"status": frozenset({"low"})})])
        self.filters.set_groups([FilterGroup("status", "Status", (FilterOption("low", "Below minimum", 43, "bad"),))])

    def crumbs(self) -> tuple[Crumb, ...]:
        """Name the page."""
        return (Crumb("Inventory"),)

    def ask(self) -> None:
        """Filter in memory."""
        state = self.state()
        low = "low" in state.filters.get("status", ())
        keys = [r.id for r in ROWS if state.search.lower() in r.name.lower() and (r.low or not low)]
        if state.order and state.order[0][1]:
            keys.reverse()
        self.show_keys(keys)

    def fetch(self, keys: Sequence[Any], deliver: Callable[[Sequence[Any]], None]) -> None:
        """Answer at once."""
        deliver([ROWS[key] for key in keys])

    def inspect(self, key: Any) -> None:
        """Note what is inspected."""
        self.inspected.append(key)

    def open_key(self, key: Any) -> None:
        """Note what is opened."""
        self.opened.append(key)


@pytest.fixture
def page(host: QWidget, context: PageContext) -> StockPage:
    made = StockPage(context, Route("stock"))
    column(host, made)
    made.show()
    made.focus_first()
    return made


def test_the_search_field_never_cuts_its_invitation(qtbot: QtBot, host: QWidget) -> None:
    bar = ListBar(with_export=True, with_groups=True)
    column(host, bar, "stretch")
    bar.retranslate()
    bar.search.setFixedWidth(196)
    qtbot.waitUntil(lambda: bar.search.placeholderText() == "Filter this list")
    bar.search.setFixedWidth(128)
    qtbot.waitUntil(lambda: bar.search.placeholderText() == "Filter")


def test_a_list_asks_when_first_shown_and_inspects_the_first_row(qtbot: QtBot, page: StockPage) -> None:
    qtbot.waitUntil(lambda: page.inspected == [0])
    assert len(page.model.keys()) == 300


def test_typing_in_the_filter_asks_again_and_nothing_found_says_so(qtbot: QtBot, page: StockPage) -> None:
    qtbot.keyClicks(page.search, "item 01")
    qtbot.waitUntil(lambda: len(page.model.keys()) == 10)
    qtbot.keyClicks(page.search, "zzz")
    qtbot.waitUntil(lambda: page.nothing.isVisible())
    assert "zzz" in page.nothing.accessibleDescription()
    page.clear_all()
    qtbot.waitUntil(lambda: page.table.isVisible())


def test_a_saved_view_sets_the_filters_and_names_itself_in_the_path(qtbot: QtBot, page: StockPage) -> None:
    page.filters.choose_view("low")
    qtbot.waitUntil(lambda: len(page.model.keys()) == 43)
    assert page.path_chip() == "Below minimum"
    page.filters.clear()
    assert page.path_chip() == ""


def test_own_views_are_kept_under_a_name(qtbot: QtBot, page: StockPage) -> None:
    page.filters.set_chosen({"status": frozenset({"low"})})
    page.views.save()
    field = QApplication.focusWidget()
    assert field is not None
    qtbot.keyClicks(field, "Mine")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert [view.title for view in page.filters.views()] == ["Below minimum", "Mine"]


def test_enter_opens_the_current_row(qtbot: QtBot, page: StockPage) -> None:
    page.table.set_current_row(5)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert page.opened == [5]


def test_escape_empties_the_filter_and_down_goes_to_the_table(qtbot: QtBot, page: StockPage) -> None:
    page.search.setFocus()
    qtbot.keyClicks(page.search, "item")
    qtbot.keyClick(page.search, Qt.Key.Key_Escape)
    assert page.search.text() == ""
    qtbot.keyClick(page.search, Qt.Key.Key_Down)
    assert page.table.hasFocus()


def test_the_look_of_a_list_is_remembered(page: StockPage, context: PageContext, host: QWidget) -> None:
    page.table.head.resizeSection(1, 133)
    page.table.set_density("compact")
    page.toggle_filters()
    page.remember()
    again = StockPage(context, Route("stock"))
    again.setParent(host)
    assert again.table.head.sectionSize(1) == 133
    assert again.table.density() == "compact"
    assert again.filters.isHidden()


def test_nothing_there_yet_says_what_will_be_here(page: StockPage) -> None:
    page.show_keys([])
    assert page.empty.isVisible()
    assert page.empty.accessibleName() == "No stock yet"


def test_a_narrow_window_shows_the_inspector_in_the_tables_place(page: StockPage, host: QWidget) -> None:
    host.resize(1100, 680)
    page.toggle_inspector()
    page.toggle_inspector()
    assert page.inspector.isVisible()
    assert not page.table.isVisible()


def test_a_record_page_shows_the_reason_beside_its_primary_button(
    qtbot: QtBot, host: QWidget, context: PageContext
) -> None:
    made = RecordPage(replace(context), Route("handover", 1))
    column(host, made)
    button = Button("Complete handover", kind="primary")
    made.head.set_primary(button)
    made.head.set_title("Handover to Prison Service")
    made.head.set_reason("Recipient signature needed")
    made.show()
    assert not button.isEnabled()
    made.head.set_reason("")
    assert button.isEnabled()


def test_a_reason_takes_two_lines_before_the_title_is_cut(context: PageContext, host: QWidget, qtbot: QtBot) -> None:
    page = RecordPage(context, Route("handover", 1))
    page.setParent(host)
    primary = Button("Complete handover", kind="primary")
    page.head.set_primary(primary)
    page.head.set_title("Handover to National Border Police")
    page.head.set_reason("Recipient signature needed")
    page.show()
    wide, tight = 1400, 690
    for width, lines in ((wide, 1), (tight, 2)):
        page.resize(width, 600)
        qtbot.waitUntil(lambda: page.head._title.width() >= page.head._title.sizeHint().width())
        line = page.head._why.fontMetrics().lineSpacing()
        assert round(page.head._why.heightForWidth(page.head._why.width()) / line) == lines
