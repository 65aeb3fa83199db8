"""What can be done on the receiving page, for its keys and the palette. Source: ui.md 9."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from inl_logistics.kernel.translation import N_, _
from inl_logistics.labels.queries import of_receiving
from inl_logistics.receiving.commands import Mode
from ui.kit.navigation import Command
from ui.labels.dialog import print_labels

if TYPE_CHECKING:
    from ui.receiving.page import ReceivingPage


def page_commands(page: ReceivingPage) -> tuple[Command, ...]:
    """Return everything that can be done while counting, and why not once it is posted."""

    def closed() -> str:
        return _("This receiving is posted") if page.is_closed() else ""

    def not_posted() -> str:
        return "" if page.counting is not None and page.counting.state == "posted" else _("Nothing is posted here")

    def tally() -> None:
        page.print_paper("tally-sheet")

    def labels() -> None:
        print_labels(page, of_receiving, page.id)

    return (
        Command("receiving.quantity", N_("Type a quantity"), page.count_by_hand, "F2", "pencil", closed),
        Command("receiving.damaged", N_("Damaged"), partial(page.set_mode, Mode.DAMAGED), "F4", "circle-alert", closed),
        Command("receiving.carton", N_("Whole carton"), partial(page.set_mode, Mode.CARTON), "F7", "package", closed),
        Command(
            "receiving.finish", N_("Finish receiving"), page.finishing.ask, "F9, Ctrl+Enter", "package-check", closed
        ),
        Command("receiving.undo", N_("Undo scan"), page.undo, "Ctrl+Z", "undo-2", closed),
        Command("receiving.problem", N_("Next problem"), page.next_problem, "F8", "triangle-alert"),
        Command("receiving.wrong", N_("Wrong item"), page.deciding.add_wrong, "Ctrl+N", "circle-plus", closed),
        Command("receiving.scan", N_("Back to scanning"), page.scan.setFocus, "Ctrl+F", "scan-barcode"),
        Command("receiving.tally", N_("Print tally sheet"), tally, "Ctrl+P", "printer"),
        Command(
            "receiving.enter-tally", N_("Enter a tally sheet"), page.finishing.enter_tally, "Ctrl+T", "pen-line", closed
        ),
        Command(
            "receiving.inspect",
            N_("Inspect goods in quarantine"),
            page.finishing.inspect,
            "",
            "scan-search",
            not_posted,
        ),
        Command(
            "receiving.discrepancy",
            N_("Discrepancies and claims of this receiving"),
            page.finishing.open_discrepancy,
            "",
            "triangle-alert",
            not_posted,
        ),
        Command("receiving.labels", N_("Print labels of what was received…"), labels, "", "tag", not_posted),
        Command("receiving.sound", N_("Sound on or off"), page.toggle_sound, "", "volume-2"),
        Command("receiving.pause", N_("Pause or resume"), page.finishing.pause_or_resume, "", "clock", closed),
        Command("receiving.reverse", N_("Reverse…"), page.finishing.ask_reversal, "", "undo-2", not_posted),
    )
