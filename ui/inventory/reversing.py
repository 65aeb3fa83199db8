"""Taking a move or a change of condition back, from its notice or from the stock card. Source: product.md 4 (Undo)."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtWidgets import QWidget

from inl_logistics.inventory.reversing import ReverseDraft, reverse
from inl_logistics.inventory.rules import REVERSIBLE
from inl_logistics.kernel.translation import _
from inl_logistics.ledger.rules import CountAnswer
from inl_logistics.register.numbers import screen_number
from ui.kit import paint
from ui.kit.approval import ApprovedWrites
from ui.kit.enddialog import ReversalDialog
from ui.kit.navigation import PageContext


def can_reverse(kind: str, reversal: str) -> bool:
    """Tell whether a document of the stock card can be taken back here."""
    return kind in REVERSIBLE and not reversal


def ask_reversal(context: PageContext, over: QWidget, number: str) -> None:
    """Ask why a move or a change is taken back, and do it."""

    def send(reason: str, day: date, answer: CountAnswer | None) -> None:
        draft = ReverseDraft(number, reason, day, answer)
        ApprovedWrites(context, dialog).write(
            reverse, draft, done=done, failed=dialog.refuse, button=dialog.act, verb=_("Reverse with override")
        )

    def done(reversal: str) -> None:
        dialog.dismiss()
        words = _("{number} posted. The stock is again where and as it was before {document}.")
        context.notices.show_notice(words.format(number=paint.isolated(screen_number(reversal)), document=shown))

    shown = paint.isolated(screen_number(number))
    text = _("All that {number} moved or changed is again where and as it was. A reversal with its own number is "
             "posted; both stay on the stock card.").format(number=shown)  # fmt: skip
    dialog = ReversalDialog(
        over, _("Reverse {number}?").format(number=shown), text, safe=_("Keep as posted"), today=context.today,
        done=send,
    )  # fmt: skip
    dialog.open()


def offer_reversal(context: PageContext, over: QWidget, words: str, number: str) -> None:
    """Say what was posted and offer to take it back."""
    context.notices.show_notice(words, action=_("Reverse…"), act=partial(ask_reversal, context, over, number))
