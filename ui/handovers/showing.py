"""Shows the handover's state on its page: title, chips, life, the next step with its reason, banner, signatures."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from inl_logistics.handovers.whole import HandoverDetail
from inl_logistics.kernel.problems import Severity
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import _, ngettext
from inl_logistics.register.numbers import screen_number
from ui.handovers import words
from ui.handovers.commands import SIGNED, to_what_is_missing
from ui.handovers.notepapers import note_links
from ui.handovers.signatures import signed_note
from ui.kit import formats, paint
from ui.kit.sentences import show_sentences

if TYPE_CHECKING:
    from ui.handovers.page import HandoverPage


def show_signatures(page: HandoverPage, detail: HandoverDetail) -> None:
    """Wait for the issue, take signatures, or show what was signed."""
    page.signatures.set_names(words.signers(detail, page.workspace.actor.name), comes_back=detail.type == "return")
    if detail.state in {*SIGNED, "reversed"}:
        note = signed_note(str(detail.fields["signed_by"]) or detail.person, formats.day(detail.signed_on),
                           str(detail.fields["signed_place"]))  # fmt: skip
        page.signatures.set_state("signed")
        page.signatures.show_signed(detail.signatures, note=note)
    else:
        page.signatures.set_state("open" if detail.state == "issued" else "waiting")
        page.signatures.setVisible(detail.state not in {"void", "refused"})


def show_head(page: HandoverPage) -> None:
    """Show title, states, life, next step and banner."""
    detail = page.detail
    if detail is None:
        return
    today = page.context.today()
    shown = detail
    if page.is_draft():  # as chosen, stored or not yet
        kind = str(page.card.more.type.editor.value() or detail.type)
        shown = replace(detail, agency=page.card.agency() or detail.agency, type=kind)
    page.head.set_title(words.title_of(shown))
    page.head.set_chips(words.title_chips(detail, page.problems, today=today))
    page.stepper.set_steps(words.steps(detail, page.problems))
    _show_primary(page)
    _show_banner(page, detail)
    page.presented.emit()


def _show_primary(page: HandoverPage) -> None:
    detail = page.detail
    if detail is None:
        return
    reason, text, icon = "", "", "check"
    if detail.state == "draft":
        found = words.blocks(page.problems)
        reason, text, icon = words.short_reason(found[0]) if found else "", _("Issue receipt"), "file-check"
    elif detail.state == "issued":
        on_screen = page.signatures.on_screen()
        reason = page.signatures.missing() if on_screen else ""
        text = _("Complete handover") if on_screen else _("Enter what was signed…")
    elif detail.status == "copy-missing":
        text, icon = _("Attach signed copy…"), "paperclip"
    page.primary.setVisible(bool(text))
    page.primary.setText(text)
    page.primary.set_icon(icon)
    page.head.set_reason(reason)


def _show_banner(page: HandoverPage, detail: HandoverDetail) -> None:
    page.banner.hide()
    if detail.state == "draft":
        denied = [p for p in words.blocks(page.problems) if p.code == "vetting-denied"]
        asked = words.overrides(page.problems)
        if denied:
            page.banner.show_message("bad", sentence(denied[0]), icon="shield-alert")
        elif asked:
            page.banner.show_message("warn", sentence(asked[0]), _("Issue with override…"), partial(to_what_is_missing, page),
                                     icon="shield-alert")  # fmt: skip
        else:
            _show_warnings(page)
    elif detail.state in {"void", "refused", "reversed"}:
        why = str(detail.fields["closed_reason"])
        said = {"void": _("Void: {reason}"), "refused": _("Refused: {reason}"), "reversed": _("Reversed: {reason}")}
        found = [said[detail.state].format(reason=why)]
        if detail.ended_on is not None:
            found += [paint.isolated(detail.ended_by), paint.isolated(formats.day(detail.ended_on))]
        page.banner.show_message("neutral", " · ".join(found), others=note_links(page, detail))
    else:
        _show_what_became(page, detail)


def _show_warnings(page: HandoverPage) -> None:
    """Say what is worth a second look; it stops nothing. An empty draft is not warned about."""
    found = [sentence(one) for one in page.problems if one.severity is Severity.WARN]
    if not found or not page.lines or not page.card.has_unit():
        return
    more = _("All {n}…").format(n=len(found)) if len(found) > 1 else ""
    page.banner.show_message("info", found[0], more, partial(_show_all, page, found))


def _show_all(page: HandoverPage, found: list[str]) -> None:
    show_sentences(page, _("Worth a second look"), found)


def _show_what_became(page: HandoverPage, detail: HandoverDetail) -> None:
    """Say how a signed handover differs from its print, what came back, and what is still to follow."""
    found, links = [], note_links(page, detail)
    if detail.variance:
        number = paint.isolated(screen_number(detail.variance))
        found.append(_("Signed with differences: variance note {number}.").format(number=number))
    if detail.closed_through is not None and detail.entered_at is not None:
        words_ = _("Entered on {day}, into books that were closed through {ended}.")
        found.append(words_.format(day=paint.isolated(formats.day(detail.entered_at.date())),
                                   ended=paint.isolated(formats.day(detail.closed_through))))  # fmt: skip
    if detail.reversals:
        numbers = paint.isolated(", ".join(map(screen_number, detail.reversals)))
        found.append(_("Partly reversed by {numbers}.").format(numbers=numbers))
    if detail.to_follow:
        n = detail.to_follow
        found.append(
            ngettext("{n} unit is still to follow.", "{n} units are still to follow.", n).format(n=formats.number(n))
        )
        page.banner.show_message("warn", " ".join(found), _("Make good"), page.linking.make_good,
                                 others=links)  # fmt: skip
    elif found:
        page.banner.show_message("warn", " ".join(found), others=links)
