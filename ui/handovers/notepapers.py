"""The variance note and the reversals of a receipt, to look at and print: links in the banner, entries of the menu."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from inl_logistics.handovers.whole import HandoverDetail
from inl_logistics.kernel.translation import N_, _
from inl_logistics.register.numbers import screen_number
from ui.kit import paint
from ui.kit.navigation import Command, Page
from ui.kit.printouts import Printouts

if TYPE_CHECKING:
    from ui.handovers.page import HandoverPage


def show_note(page: Page, paper: str, document_id: int, number: str) -> None:
    """Show one of the papers over the page."""
    printouts = page.findChild(Printouts) or Printouts(page)
    printouts.show(paper, document_id, number=number)


def note_links(page: Page, detail: HandoverDetail) -> list[tuple[str, Callable[[], None]]]:
    """Return the numbers of the papers that belong to a receipt, each with what opens it."""
    found: list[tuple[str, Callable[[], None]]] = []
    if detail.variance_document_id is not None:
        show = partial(show_note, page, "variance-note", detail.variance_document_id, detail.variance)
        found.append((screen_number(detail.variance), show))
    for number, document_id in zip(detail.reversals, detail.reversal_document_ids, strict=True):
        found.append((screen_number(number), partial(show_note, page, "reversal-receipt", document_id, number)))
    return found


def note_commands(page: HandoverPage) -> tuple[Command, ...]:
    """Return what prints the papers that belong to the receipt."""
    detail = page.detail
    links = [] if detail is None else note_links(page, detail)
    has_variance = detail is not None and detail.variance_document_id is not None

    def variance() -> None:
        if has_variance:
            links[0][1]()

    def reversal(number: str) -> Callable[[], str]:
        return lambda: _("Print reversal {number}…").format(number=paint.isolated(number))

    first = Command("handover.variance", N_("Print variance note…"), variance, "", "file-text",
                    enabled_reason=lambda: "" if has_variance else _("It was signed as printed"))  # fmt: skip
    others = [
        Command(f"handover.reversal.{number}", reversal(number), run, "", "file-text")
        for number, run in links[1 if has_variance else 0 :]
    ]
    return (first, *others)
