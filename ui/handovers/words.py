"""Words of handovers on the screen: states as chips, types, languages, short reasons. Source: ui.md 7, 10."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from inl_logistics.handovers.queries import HandoverRow
from inl_logistics.handovers.recipients import Recipient
from inl_logistics.handovers.whole import HandoverDetail
from inl_logistics.kernel.problems import Problem, Severity
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import N_, _
from inl_logistics.paper.model import SignerRole
from inl_logistics.partners.rules import VettingStanding
from inl_logistics.register.numbers import screen_number
from ui.kit.chips import ChipLook, chip
from ui.kit.steps import State, Step

TYPES = {
    "title": N_("Transfer of title"), "custody": N_("Custody only"), "replacement": N_("Replacement"),
    "return": N_("Return"), "make-good": N_("Make-good"),
}  # fmt: skip
LANGUAGES = {
    "en": "English", "es": "Español", "fr": "Français", "pt": "Português", "ar": "العربية", "uk": "Українська",
    "prs": "دری", "ps": "پښتو", "ur": "اردو", "ht": "Kreyòl ayisyen", "sq": "Shqip", "sr": "Srpski",
}  # fmt: skip
STATUS = {
    "draft": N_("Draft"), "issued": N_("Issued, not signed"), "copy-missing": N_("Copy missing"),
    "complete": N_("Complete"), "void": N_("Void"), "refused": N_("Refused"), "reversed": N_("Reversed"),
}  # fmt: skip
# In the order in which they stand on the paper.
ROLES = (
    SignerRole.DELIVERED, SignerRole.RECEIVED, SignerRole.CUSTODIAN, SignerRole.WITNESS, SignerRole.INTERPRETER,
)  # fmt: skip
ROLE_WORDS = {
    SignerRole.DELIVERED: N_("Delivered by"), SignerRole.RECEIVED: N_("Received by"),
    SignerRole.CUSTODIAN: N_("Custodian"), SignerRole.WITNESS: N_("Witness"), SignerRole.INTERPRETER: N_("Interpreter"),
}  # fmt: skip
_SHORT = {
    "handover-without-recipient": N_("Recipient needed"),
    "handover-without-facility": N_("Facility needed"),
    "handover-without-official": N_("Receiving official needed"),
    "official-may-not-sign": N_("This official may not sign"),
    "handover-without-lines": N_("No items yet"),
    "vetting-denied": N_("Vetting was denied"),
    "line-quantity": N_("A line has no quantity"),
    "line-without-serials": N_("Serials missing on line {line}"),
    "line-not-available": N_("Line {line} is not available"),
    "line-not-held": N_("Line {line} is not at the facility"),
    "replacement-needs-original": N_("Receipt to replace needed"),
    "return-needs-bin": N_("Bin needed"),
}


def short_reason(problem: Problem) -> str:
    """Say in a few words, beside the button, what is still needed."""
    words = _SHORT.get(problem.code)
    return _(words).format_map(dict(problem.params)) if words else sentence(problem)


def blocks(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems that stop."""
    return [problem for problem in problems if problem.severity is Severity.BLOCK]


def overrides(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems that an approver may set aside."""
    return [problem for problem in problems if problem.severity is Severity.OVERRIDE]


def recipient_note(recipient: Recipient) -> str:
    """Say in the list of units whose it is and when it may not receive."""
    said = {
        VettingStanding.MISSING: _("Not vetted"), VettingStanding.EXPIRED: _("Vetting ended"),
        VettingStanding.CHANGED: _("Changed since vetting"), VettingStanding.DENIED: _("Vetting denied"),
    }  # fmt: skip
    warning = said.get(recipient.standing, "")
    return " · ".join(filter(None, (recipient.agency, warning)))


def row_chip(row: HandoverRow) -> ChipLook:
    """Return the chip of a handover in the list."""
    if row.partly_reversed:
        return chip("handover", "part_reversed")
    return status_chip(row.status, row.state, row.waiting_days)


def status_chip(status: str, state: str, waiting_days: int) -> ChipLook:
    """Return the chip of a stored state, with the days a signed copy is missing."""
    if state == "variance":
        return chip("handover", "variance")
    if status == "copy-missing":
        return chip("handover", "copy_missing", number=waiting_days) if waiting_days else chip("handover", "signed")
    return chip("handover", "ready" if status == "issued" else status)


def title_chips(detail: HandoverDetail, problems: Iterable[Problem], *, today: date) -> list[ChipLook]:
    """Return the chips beside the title."""
    if detail.state == "draft":
        found = list(problems)
        if overrides(found) or any(p.code == "vetting-denied" for p in found):
            return [chip("handover", "blocked")]
        return [chip("handover", "draft" if blocks(found) else "checked")]
    waiting = (today - detail.signed_on).days if detail.signed_on else 0
    looks = [status_chip(detail.status, detail.state, waiting)]
    if detail.closed_through is not None:
        looks.append(chip("handover", "late_entry"))
    if detail.reversals and detail.state != "reversed":
        looks.append(chip("handover", "part_reversed"))
    if detail.state == "variance" and detail.status == "copy-missing" and waiting:
        looks.append(chip("handover", "copy_missing", number=waiting))
    return looks


def steps(detail: HandoverDetail, problems: Iterable[Problem]) -> list[Step]:
    """Return the life of a handover for the stepper. Source: product.md 4."""
    found = list(problems)
    done = {"draft": 0, "issued": 3, "signed": 4, "variance": 4, "reversed": 4, "void": 3, "refused": 3}[detail.state]
    if detail.state == "draft" and not blocks(found) and not overrides(found):
        done = 2
    if detail.copy_attachment_id is not None or (done == 4 and detail.fields["signed_on_screen"]):
        done = 5  # what was signed on the screen is its own copy
    ended = detail.state in {"void", "refused", "reversed"}
    titles = (_("Draft"), _("Checked"), _("Issued"), _("Signed"), _("Copy filed"))
    found_steps: list[Step] = []
    for n, title in enumerate(titles):
        state: State = "done" if n < done else "skipped" if ended else "current" if n == done else "todo"
        found_steps.append(Step(title, state))
    return found_steps


def title_of(detail: HandoverDetail) -> str:
    """Name the handover: what it is, and to whom it goes."""
    if not (detail.agency or detail.unit):
        return _("New handover")
    titles = {
        "return": _("Return from {name}"), "custody": _("Custody to {name}"), "replacement": _("Replacement for {name}")
    }  # fmt: skip
    words = _("Make-good for {name}") if detail.completes else titles.get(detail.type, _("Handover to {name}"))
    return words.format(name=detail.agency or detail.unit)


def signers(detail: HandoverDetail, officer: str) -> dict[SignerRole, str]:
    """Return who signs as what: the two parties, and those who are named beside them."""
    ours, host = SignerRole.DELIVERED, SignerRole.RECEIVED
    if detail.type == "return":
        ours, host = host, ours
    found = {ours: officer, host: detail.person}
    for role in (SignerRole.CUSTODIAN, SignerRole.WITNESS, SignerRole.INTERPRETER):
        name = str(detail.fields[role.value]).partition(",")[0].strip()
        if name:
            found[role] = name
    return dict(sorted(found.items(), key=lambda one: ROLES.index(one[0])))


def crumb_of(detail: HandoverDetail | None) -> str:
    """Name the handover in the path: its number once it has one."""
    if detail is None:
        return _("Handover")
    return screen_number(detail.number) if detail.number else _("Draft")


def language_name(code: str) -> str:
    """Name the receipt's two languages."""
    if code == "en":
        return _("English only")
    return f"English + {LANGUAGES.get(code, code)}"
