"""What a list keeps and gives away: fitted columns, remembered look, text for the clipboard, tooltips."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from inl_logistics.kernel.translation import _
from ui.kit import paint, theme
from ui.kit.tablepaint import PAD, ROLES, TICK_WIDTH
from ui.kit.tablerows import Cell, Column, Ready

if TYPE_CHECKING:
    from ui.kit.tablebase import KeyedTableView

# From these window widths on, more columns are shown. Source: ui.md 2.
ROOMY_FROM, NORMAL_FROM, WIDE_FROM = 1340, 1440, 1600
_LEAST_STRETCH = 120


def fit(view: KeyedTableView) -> None:
    """Show the columns that belong to the window's width; the stretching one takes what is left."""
    # Larger letters make a window narrower.
    wide = (view.window().width() if view.window() is not view else view.width()) * 100 // theme.text_size()
    steps = (("core", 0), ("roomy", ROOMY_FROM), ("normal", NORMAL_FROM), ("wide", WIDE_FROM))
    allowed = {name for name, begins in steps if wide >= begins}
    hidden = view.hidden_columns()
    shown = [column.shown in allowed and column.key not in hidden for column in view.list.columns]
    _give_way(view, shown)
    stretch, used = -1, 0
    for index, column in enumerate(view.list.columns):
        show = shown[index]
        if view.head.isSectionHidden(index) == show:
            view.head.setSectionHidden(index, not show)
        if column.stretch and show:
            stretch = index
        elif show:
            used += view.head.sectionSize(index)
    if stretch >= 0:
        view.head.resizeSection(stretch, max(_least(view, stretch), view.viewport().width() - used))


def _least(view: KeyedTableView, index: int) -> int:
    least = theme.px(min(view.list.columns[index].width, _LEAST_STRETCH))
    return least + (TICK_WIDTH if view.list.tickable else 0)


def _give_way(view: KeyedTableView, shown: list[bool]) -> None:
    """Leave out the columns that yield, the first of them first, until the rest has room."""
    columns = view.list.columns

    def needed() -> int:
        return sum(
            _least(view, index) if column.stretch else view.head.sectionSize(index) or theme.px(column.width)
            for index, column in enumerate(columns)
            if shown[index]
        )

    yielding = sorted((column.yields, index) for index, column in enumerate(columns) if column.yields and shown[index])
    for _order, index in yielding:
        if needed() <= view.viewport().width():
            return
        shown[index] = False


def left_out(view: KeyedTableView) -> frozenset[str]:
    """Return the columns that are wanted and find no room in this window."""
    return frozenset(
        column.key
        for index, column in enumerate(view.list.columns)
        if view.head.isSectionHidden(index) and column.key not in view.hidden_columns()
    )


def saved_look(view: KeyedTableView) -> dict[str, Any]:
    """Return widths, hidden columns, order and density."""
    widths = {
        column.key: view.head.sectionSize(index)
        for index, column in enumerate(view.list.columns)
        if not column.stretch and not view.head.isSectionHidden(index)
    }
    order = [[key, down] for key, down in view.head.order]
    return {"widths": widths, "hidden": sorted(view.hidden_columns()), "order": order, "density": view.density()}


def restored_look(view: KeyedTableView, state: dict[str, Any]) -> frozenset[str]:
    """Take over widths and order; return the columns hidden by choice. Unknown columns are left out."""
    places = {column.key: index for index, column in enumerate(view.list.columns)}
    for key, width in dict(state.get("widths", {})).items():
        if key in places:
            view.head.resizeSection(places[key], int(width))
    view.head.order = tuple((key, bool(down)) for key, down in state.get("order", ()) if key in places)
    return frozenset(key for key in state.get("hidden", ()) if key in places)


def as_text(columns: Sequence[Column], shown: Sequence[Column], rows: Sequence[Ready]) -> str:
    """Return rows with the headers of the shown columns, tab-separated."""
    spoken = [(columns.index(column), column) for column in shown if column.kind not in {"icon", "action"}]
    lines = ["\t".join(_(column.title) for _at, column in spoken)]
    for ready in rows:
        cells = (ready.cells[at].text for at, _column in spoken)
        lines.append("\t".join(text.replace("\t", " ").replace("\n", " ") for text in cells))
    return "\n".join(lines)


def tip(column: Column, cell: Cell, width: int) -> str:
    """Return the tooltip of a cell: its problem, or its text where that is cut."""
    if cell.problem:
        return cell.problem
    role, _token = ROLES[column.kind]
    return cell.text if paint.elides(cell.text, role, width - 2 * PAD) else ""
