"""The rules that were set aside for a receipt: which, why, by whom; hidden where there are none. Source: domain.md 7."""

from __future__ import annotations

from collections.abc import Sequence

from inl_logistics.approvals.queries import SetAside
from inl_logistics.kernel.translation import _
from ui.kit import formats, paint
from ui.kit.cards import Card
from ui.kit.rulewords import rule_words
from ui.kit.widget import Label, emptied


def rules_words(codes: Sequence[str]) -> str:
    """Return the short names of rules, each once."""
    return " · ".join(dict.fromkeys(map(rule_words, codes)))


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
