"""What can be done on the page of a count, for its keys and the palette. Source: ui.md 9."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from inl_logistics.counts.records import CountState
from inl_logistics.kernel.translation import N_, _
from ui.kit.navigation import Command

if TYPE_CHECKING:
    from ui.counts.detail import CountDetailPage


def page_commands(page: CountDetailPage) -> tuple[Command, ...]:
    """Return everything that can be done with a count, and why not now."""

    def only(*states: CountState) -> Callable[[], str]:
        return lambda: (
            "" if page.found is not None and page.found.state in states else _("Not at this step of the count")
        )

    counting, checked = only(CountState.COUNTING), only(CountState.CHECKED)
    paper = "count-sheet" if page.found is not None and page.found.state is CountState.COUNTING else "count-certificate"
    return (
        Command("count.go-on", lambda: page.act.text() or _("Post count"), page.go_on, "Ctrl+Enter", "clipboard-check",
                only(CountState.PLANNED, CountState.COUNTING, CountState.CHECKED)),
        Command("count.finish", N_("Finish counting"), page.go_on, "F9", "clipboard-check", counting, in_palette=False),
        Command("count.figure", N_("Type a quantity"), page.panel.type_figure, "F2" if checked() else "", "hash", counting),
        Command("count.cause", N_("Say why lines differ"), page.explain, "" if checked() else "F2", "pencil", checked),
        Command("count.decide", N_("Next scan to decide about"), page.panel.next_undecided, "F8", "triangle-alert", counting),
        Command("count.undo", N_("Take the last scan back"), page.panel.undo, "Ctrl+Z", "undo-2", counting),
        Command("count.sheet", N_("Enter a count sheet…"), page.acting.enter_sheet, "Ctrl+T", "pen-line", counting),
        Command("count.print", N_("Print"), partial(page.acting.print_paper, paper), "Ctrl+P", "printer",
                only(CountState.COUNTING, CountState.CHECKED, CountState.POSTED)),
        Command("count.recount", N_("Count lines again"), page.recount, "Ctrl+M", "refresh-cw", checked),
        Command("count.reopen", N_("Count on"), page.count_on, "", "undo-2", checked),
        Command("count.change", N_("Change the plan…"), page.change, "", "pencil", only(CountState.PLANNED, CountState.COUNTING)),
        Command("count.cancel", N_("Give the count up…"), page.acting.ask_cancel, "", "x",
                only(CountState.PLANNED, CountState.COUNTING, CountState.CHECKED)),
    )  # fmt: skip
