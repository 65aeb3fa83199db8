"""The rules that were set aside for a receipt: which, why, by whom; hidden where there are none. Source: domain.md 7."""

from __future__ import annotations

from collections.abc import Sequence

from inl_logistics.approvals.queries import SetAside
from inl_logistics.kernel.translation import N_, _
from ui.kit import formats, paint
from ui.kit.cards import Card
from ui.kit.widget import Label, emptied

RULES = {
    "vetting-missing": N_("No vetting"), "vetting-expired": N_("Vetting had ended"),
    "vetting-changed": N_("Unit or commander changed since the vetting"),
    "agency-changed-since-issue": N_("Agency changed since the issue"),
    "agreement-expired": N_("Agreement had expired"), "agreement-ceiling": N_("Above the ceiling"),
    "handover-above-ceiling": N_("Above the ceiling"), "item-not-in-project": N_("Item not allowed by the project"),
    "policy-hold": N_("Item on policy hold"), "stock-expired": N_("Stock had expired"),
    "life-too-short": N_("Too little life left"), "export-authorization": N_("Export authorization missing"),
    "reversal-approval": N_("Reversal without an approver"),
}  # fmt: skip


def rules_words(codes: Sequence[str]) -> str:
    """Return the short names of rules, each once."""
    return " · ".join(dict.fromkeys(_(RULES[code]) if code in RULES else code for code in codes))


def approval_words(one: SetAside) -> str:
    """Say who approved when, and whether a second person has seen it."""
    day, name = paint.isolated(formats.day(one.on)), paint.isolated(one.approved_by)
    if one.cosigned_by:
        words = _("Approved by {name} on {day}, co-signed by {other}")
        return words.format(name=name, day=day, other=paint.isolated(one.cosigned_by))
    if one.self_approved:
        return _("Approved by {name} on {day} for themselves, a co-signature is missing").format(name=name, day=day)
    return _("Approved by {name} on {day}").format(name=name, day=day)


class SetAsideCard(Card):
    """What an approver let pass, in full."""

    def __init__(self) -> None:
        super().__init__(margins=(14, 10, 14, 12))
        self.body.setSpacing(3)
        self.hide()

    def show_set_aside(self, found: Sequence[SetAside]) -> None:
        """Show what was set aside for the receipt."""
        emptied(self.body)
        self.set_title(_("Rules set aside"))
        for one in found:
            self.body.addWidget(Label(rules_words(one.codes), role="strong", wrap=True))
            self.body.addWidget(Label(one.reason, role="body", wrap=True))
            self.body.addWidget(Label(approval_words(one), role="secondary", token="text2", wrap=True))
        self.setVisible(bool(found))
