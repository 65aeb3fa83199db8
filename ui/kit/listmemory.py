"""What a list remembers on this laptop under its name: columns, grouping, hidden panels, dragged widths."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.kit.listpage import ListPage


def remember(page: ListPage) -> None:
    """Keep widths, columns, order, density, grouping and which panels are hidden."""
    notebook, key = page.context.notebook, f"list.{page.name}"
    notebook.set(f"{key}.table", page.table.save_state())
    notebook.set(f"{key}.group", page.grouping())
    notebook.set(f"{key}.hidden", page.sides.hidden())


def remember_widths(page: ListPage) -> None:
    """Keep the panel widths that the officer dragged."""
    page.context.notebook.set(f"list.{page.name}.panels", page.sides.sizes())


def has_widths(page: ListPage) -> bool:
    """Tell whether panel widths were dragged."""
    return page.context.notebook.get(f"list.{page.name}.panels") is not None


def restore(page: ListPage) -> str:
    """Take over what was kept; return the grouping, the first one where nothing was kept."""
    notebook, key = page.context.notebook, f"list.{page.name}"
    if (table := notebook.get(f"{key}.table")) is not None:
        page.table.restore_state(table)
    hidden = notebook.get(f"{key}.hidden")
    if hidden:
        page.sides.show_sides(filters=not hidden[0], inspector=not hidden[1])
    if (sizes := notebook.get(f"{key}.panels")) is not None:
        page.sides.setSizes(sizes)
    known = [name for name, _words in page.groupings()]
    kept = notebook.get(f"{key}.group", known[0] if known else "")
    return kept if kept in known else ""
