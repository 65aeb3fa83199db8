"""What can be done on the handover page, for its keys, its menu and the palette. Source: ui.md 9."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from inl_logistics.kernel.translation import N_, _
from ui.handovers.linking import link_commands
from ui.handovers.notepapers import note_commands
from ui.kit import picklines
from ui.kit.attached import open_attached, save_attached
from ui.kit.navigation import Command, KeyHint
from ui.kit.picklines import Line

if TYPE_CHECKING:
    from ui.handovers.page import HandoverPage

SIGNED = frozenset({"signed", "variance"})


def _on_line(page: HandoverPage, act: Callable[[Line], None]) -> Callable[[], None]:
    return lambda: page.on_line(act)


def to_what_is_missing(page: HandoverPage) -> None:
    """Go to what a draft still needs; with nothing missing do the next step."""
    if page.is_draft() and page.primary.reason():
        page.step.to_problem()
    else:
        page.step.run()


def page_commands(page: HandoverPage) -> tuple[Command, ...]:
    """Return everything that can be done, the next step first."""
    lines = page.composing

    def remove() -> None:
        key = page.items.table.current_key()
        if key is not None:
            lines.remove(key)

    return (
        Command("handover.primary", lambda: page.primary.text() or _("Next step"), page.step.run, "Ctrl+Enter",
                "check", enabled_reason=page.primary.reason, refused=partial(to_what_is_missing, page)),
        Command("handover.kits", N_("Add kits…"), page.linking.add_kits, "", "boxes",
                enabled_reason=lambda: "" if page.is_draft() else _("Only a draft")),
        Command("handover.scan", N_("Scan or find an item"), page.items.scan.setFocus, "Ctrl+F", "scan-barcode"),
        Command("handover.duplicate", N_("Duplicate line"), _on_line(page, lines.scanning.duplicate), "Ctrl+D", "copy",
                on_selection=True),
        Command("handover.edit", N_("Change quantity or serials"), _on_line(page, lambda line: lines.edit(line.key)),
                "F2", "pencil", on_selection=True),
        Command("handover.remove", N_("Remove line"), remove, "Del", "x",
                on_selection=True),
        Command("handover.condition", N_("Condition as returned…"), page.linking.ask_condition, "F4", "shield-check",
                enabled_reason=lambda: "" if page.is_return_draft() else _("Only a return that is a draft"),
                on_selection=True),
        Command("handover.undo", N_("Undo"), lines.undo, "Ctrl+Z", "undo-2"),
        Command("handover.redo", N_("Redo"), lines.redo, "Ctrl+Shift+Z", "redo-2"),
        Command("handover.save", N_("Save"), page.save, "Ctrl+S", "save"),
        Command("handover.problem", N_("Next problem"), page.step.to_problem, "F8", "circle-alert"),
        Command("handover.print", N_("Print receipt"), page.acting.print_, "Ctrl+P", "printer"),
        *record_commands(page),
    )  # fmt: skip


def record_commands(page: HandoverPage) -> tuple[Command, ...]:
    """Return what can be done with the record as a whole: the menu beside the primary button."""
    detail = page.detail
    state = detail.state if detail is not None else ""
    number = detail.number if detail is not None else ""

    def only(wanted: frozenset[str], why: str) -> Callable[[], str]:
        return lambda: "" if state in wanted else why

    def units() -> int:
        return picklines.totals(page.lines).units

    def void() -> None:
        page.acting.void(number, units())

    def refuse() -> None:
        page.acting.refuse(number, units())

    def reverse() -> None:
        page.acting.reverse(number, page.lines)

    issued = only(frozenset({"issued"}), _("Only an issued, unsigned receipt"))
    signed = only(SIGNED, _("Only a signed receipt"))
    draft = only(frozenset({"draft"}), _("Only a draft"))
    return (
        Command("handover.details", N_("Details"), page.card.toggle_details, "", "info"),
        Command("handover.pdf", N_("Save receipt as PDF…"), page.acting.save_pdf, "", "download"),
        Command("handover.pdf.signed", N_("Save signed PDF…"), page.acting.save_signed, "", "badge-check",
                enabled_reason=lambda: "" if number else _("Only an issued receipt")),
        Command("handover.enter", N_("Enter what was signed…"), page.step.enter_signed, "", "file-pen",
                enabled_reason=issued),
        Command("handover.refuse", N_("Refused…"), refuse, "", "ban", enabled_reason=issued),
        Command("handover.void", N_("Void…"), void, "", "circle-x", enabled_reason=issued),
        *_copy_commands(page, signed),
        *note_commands(page),
        *link_commands(page),
        Command("handover.reverse", N_("Reverse…"), reverse, "", "undo-2", enabled_reason=signed),
        Command("handover.delete", N_("Delete draft"), page.acting.delete, "", "trash-2", enabled_reason=draft),
    )  # fmt: skip


def _copy_commands(page: HandoverPage, signed: Callable[[], str]) -> tuple[Command, ...]:
    """Return what can be done with the scan of the signed paper."""
    detail = page.detail
    copy = detail.copy_attachment_id if detail is not None else None

    def filed() -> str:
        return "" if copy is not None else _("No signed copy is filed")

    def open_copy() -> None:
        if copy is not None:
            open_attached(page, copy)

    def save_copy() -> None:
        if copy is not None and detail is not None:
            save_attached(page, copy, detail.copy_name)

    return (
        Command("handover.copy", N_("Attach signed copy…"), page.acting.ask_copy, "", "paperclip",
                enabled_reason=signed),
        Command("handover.copy.open", N_("Open signed copy"), open_copy, "", "file-text", enabled_reason=filed),
        Command("handover.copy.save", N_("Save signed copy as…"), save_copy, "", "download", enabled_reason=filed),
        Command("handover.copy.remove", N_("Take the signed copy off"), page.acting.unfile, "", "x",
                enabled_reason=filed),
    )  # fmt: skip


def page_hints(page: HandoverPage) -> tuple[KeyHint, ...]:
    """Return the keys that are worth knowing now, the next step first."""
    verb = page.primary.text().rstrip("…")
    found = [KeyHint("Ctrl Enter", verb[:1].lower() + verb[1:])] if verb else []
    if page.is_return_draft():
        found += [KeyHint("F4", _("condition")), KeyHint("Del", _("remove line"))]
    elif page.is_draft():
        found += [KeyHint("Ctrl D", _("duplicate line")), KeyHint("Del", _("remove line"))]
    return (*found, KeyHint("Ctrl P", _("print")))
