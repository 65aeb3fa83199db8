"""Receipts that follow from a receipt: one that completes it, a return, a replacement; and the kits put onto a draft."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from inl_logistics.handovers import drafts, following, returning
from inl_logistics.handovers.documents import HandoverType
from inl_logistics.handovers.drafts import HandoverDraft, SavedDraft, draft_of, save_draft
from inl_logistics.kernel.translation import N_, _
from inl_logistics.register.numbers import screen_number
from ui.handovers.conditiondialog import ConditionDialog, Found
from ui.handovers.kitdialog import AddKitDialog
from ui.kit import paint
from ui.kit.enddialog import EndDialog
from ui.kit.navigation import Command, Route
from ui.kit.openpost import open_post
from ui.kit.picklines import with_condition

if TYPE_CHECKING:
    from ui.handovers.page import HandoverPage


class Linking(QObject):
    """Begins the receipts that refer to this one; `reload` shows what became of it."""

    def __init__(self, page: HandoverPage, handover_id: int) -> None:
        super().__init__(page)
        self._page, self._context, self.id, self._reload = page, page.context, handover_id, page.load
        self._workspace = open_post(page.context)

    def make_good(self) -> None:
        """Begin the receipt that brings what is still to follow."""
        self._begin(following.make_good)

    def begin_return(self) -> None:
        """Begin the return of what the facility still holds."""
        self._begin(returning.begin_return)

    def _begin(self, command: Callable[..., int]) -> None:
        self._context.jobs.write(self._page, command, self.id, done=self._open, failed=self._failed)

    def begin_again(self) -> None:
        """Begin a new draft with the items of this receipt, which counts no more."""
        self._begin(drafts.begin_again)

    def replace(self) -> None:
        """Begin a receipt for goods that replace some of this one's."""

        def begin(original: HandoverDraft) -> None:
            draft = HandoverDraft(
                type=HandoverType.REPLACEMENT, unit_id=original.unit_id, facility_id=original.facility_id,
                person_id=original.person_id, agreement_id=original.agreement_id, project_id=original.project_id,
                language=original.language, show_values=original.show_values, refers_to_id=self.id,
                planned_on=self._context.today(), place=self._workspace.post.place,
            )  # fmt: skip
            self._context.jobs.write(
                self._page, save_draft, draft, done=lambda saved: self._open(_id_of(saved)), failed=self._failed
            )

        self._context.jobs.read(self._page, draft_of, self.id, done=begin, failed=self._failed)

    def end_shortage(self, number: str) -> EndDialog:
        """Ask why nothing more follows, and enter it."""

        def send(reason: str) -> None:
            self._context.jobs.write(self._page, following.end_shortage, self.id, reason=reason, done=done,
                                     failed=dialog.refuse, button=dialog.act)  # fmt: skip

        def done(_nothing: None) -> None:
            dialog.dismiss()
            self._context.notices.show_notice(
                _("Nothing more follows on {number}.").format(number=paint.isolated(number))
            )
            self._reload()

        dialog = EndDialog(
            self._page, _("Nothing more follows on {number}?").format(number=paint.isolated(screen_number(number))),
            _("What is still to follow is closed with your reason. The receipt stays as it was signed."),
            safe=_("Keep it open"), danger=_("Nothing more follows"), done=send,
        )  # fmt: skip
        dialog.open()
        return dialog

    def add_kits(self) -> None:
        """Ask which kits go onto the draft, once everything typed is stored."""
        if self._page.is_draft():
            self._page.saver.then(self._ask_kits)

    def _ask_kits(self) -> None:
        dialog = AddKitDialog(self._context, self._page, self.id)
        dialog.saved.connect(lambda _made: self._reload())
        dialog.open()

    def ask_condition(self) -> None:
        """Ask in which condition the current line of a return came back."""
        line, composing = self._page.items.current(), self._page.composing
        if line is None or not self._page.is_return_draft():
            return

        def take(found: Found) -> None:
            composing.change_lines(
                with_condition(
                    composing.lines, line.key, found.condition, serials=found.serials, quantity=found.quantity
                )
            )

        ConditionDialog(self._page, line, take).open()

    def _open(self, handover_id: int) -> None:
        self._context.navigator.open(Route("handover", handover_id))

    def _failed(self, error: BaseException) -> None:
        self._context.notices.show_error(error)


def link_commands(page: HandoverPage) -> tuple[Command, ...]:
    """Return what can be begun from a signed receipt, and the way to the receipt it refers to."""
    detail = page.detail

    def following_there() -> str:
        return "" if detail is not None and detail.to_follow else _("Nothing of this receipt is still to follow")

    def handed() -> str:
        signed = detail is not None and detail.state in {"signed", "variance"} and detail.type != "return"
        return "" if signed else _("Only a signed receipt")

    def ended() -> str:
        over = detail is not None and detail.state in {"void", "refused", "reversed"}
        return "" if over else _("Only a receipt that is void, refused or reversed")

    def linked() -> str:
        return "" if detail is not None and detail.refers_to_id else _("It refers to no other receipt")

    def original_words() -> str:
        return _("Open {number}").format(number=screen_number(detail.refers_to) if detail is not None else "")

    def open_original() -> None:
        if detail is not None and detail.refers_to_id:
            page.context.navigator.open(Route("handover", detail.refers_to_id))

    def end_shortage() -> None:
        page.linking.end_shortage(detail.number if detail is not None else "")

    link = page.linking
    return (
        Command("handover.make-good", N_("Make good what follows"), link.make_good, "", "package-open",
                enabled_reason=following_there),
        Command("handover.end-shortage", N_("Nothing more follows…"), end_shortage, "", "ban",
                enabled_reason=following_there),
        Command("handover.replace", N_("Replace goods"), link.replace, "", "arrow-right-left", enabled_reason=handed),
        Command("handover.return", N_("Return goods"), link.begin_return, "", "undo-2", enabled_reason=handed),
        Command("handover.again", N_("New handover with these items"), link.begin_again, "", "copy", enabled_reason=ended),
        Command("handover.original", original_words, open_original, "", "link", enabled_reason=linked),
    )  # fmt: skip


def _id_of(saved: SavedDraft) -> int:
    return int(saved.id)
