"""What can be done with a plan from its page: submit, decide, open again, order, put aside, hand over, cancel."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from inl_logistics.handovers.planned import PlannedHandoversDraft, handovers_from_plan
from inl_logistics.kernel.translation import _, ngettext
from inl_logistics.purchasing.planned import PlannedOrderDraft, order_from_plan
from inl_logistics.register.numbers import screen_number
from inl_logistics.requirements import commands, planparts
from inl_logistics.requirements.carrying import Reserved, reserve
from inl_logistics.requirements.commands import DecisionDraft, RequirementDraft
from ui.kit.approval import ApprovedWrites
from ui.kit.dialogs import ask_text
from ui.kit.formats import number
from ui.kit.navigation import Route

if TYPE_CHECKING:
    from ui.requirements.detail import RequirementPage


class Acting(QObject):
    """The acts of one plan's page."""

    def __init__(self, page: RequirementPage) -> None:
        super().__init__(page)
        self._page, self._context = page, page.context
        self._approved = ApprovedWrites(page.context, page)

    def _id(self) -> int:
        record = self._page.record
        return record.id if record else 0

    def _state(self) -> str:
        return self._page.record.state if self._page.record else ""

    def act(self) -> None:
        """Do the primary act of the plan's state."""
        page = self._page
        if page.record is None or page.primary.reason() or page.primary.is_busy():
            return
        match page.record.state:
            case "draft":
                page.context.jobs.write(
                    page, commands.submit, self._id(), done=self._submitted, failed=page.failed, button=page.primary
                )
            case "submitted":
                self._approved.write(
                    commands.decide, DecisionDraft(self._id(), approve=True), done=self._decided, failed=page.failed,
                    button=page.primary, verb=_("Approve with override"),
                )  # fmt: skip
            case "approved":
                self.run()
            case _:
                self.reopen()

    def run(self) -> None:
        """Make handovers and shipment in one act: the run's dialog opens on the outbound shipments."""
        self._context.navigator.open(Route("outbounds", None, (("plan", str(self._id())),)))

    def why_not_hand_over(self) -> str:
        """Return why no handovers can be made."""
        return self._page.primary.reason() if self._state() == "approved" else _("The plan is not approved yet.")

    def hand_over(self) -> None:
        """Make a handover for each recipient without a shipment: they collect their goods."""
        if not self.why_not_hand_over() and not self._page.hand_over.is_busy():
            self._context.jobs.write(
                self._page, handovers_from_plan, PlannedHandoversDraft(self._id()), done=self._handed,
                failed=self._page.failed, button=self._page.hand_over,
            )  # fmt: skip

    def _submitted(self, number_: str) -> None:
        self._context.notices.show_notice(
            _("{number} is waiting for its approval.").format(number=screen_number(number_))
        )
        self._page.refresh()

    def _decided(self, _none: object) -> None:
        record = self._page.record
        short = record is not None and any(one.short for one in record.needs)
        self._context.notices.show_notice(
            _("The plan is approved. Order its shortage, or put aside what is there.")
            if short
            else _("The plan is approved, and all of it is there.")
        )
        self._page.refresh()

    def _handed(self, made: tuple[int, ...]) -> None:
        count = len(made)
        said = ngettext("{n} handover drafted.", "{n} handovers drafted.", count).format(n=number(count))
        run = Route("outbounds", None, (("handovers", ",".join(map(str, made))),))
        title, route = (_("Open"), Route("handover", made[0])) if count == 1 else (_("Plan the run"), run)
        self._context.notices.show_notice(said, action=title, act=partial(self._context.navigator.open, route))
        self._page.refresh()

    def why_not_decide(self) -> str:
        """Return why nothing can be decided."""
        return "" if self._state() == "submitted" else _("Only a submitted plan is decided")

    def reject(self) -> None:
        """Ask why, and reject."""
        if self.why_not_decide():
            return

        def send(reason: str) -> None:
            draft = DecisionDraft(self._id(), approve=False, reason=reason)
            self._context.jobs.write(
                self._page, commands.decide, draft, done=lambda _none: self._page.refresh(), failed=self._page.failed
            )

        ask_text(self._page, _("Reject this plan?"), _("Reason"), _("Reject"), send,
                 hint=_("Whoever asked for it sees the reason and can open it again."))  # fmt: skip

    def change(self) -> None:
        """Open the editor of a draft; a plan that was submitted is opened again first."""
        if self._state() == "draft":
            self._context.navigator.open(Route("requirement-draft", self._id()))
        elif self._state() in ("submitted", "approved", "rejected"):
            self.reopen()

    def reopen(self) -> None:
        """Ask why, and make the plan a draft again."""

        def send(reason: str) -> None:
            self._context.jobs.write(
                self._page, commands.reopen, self._id(), reason=reason, failed=self._page.failed,
                done=lambda _none: self._context.navigator.open(Route("requirement-draft", self._id())),
            )  # fmt: skip

        hint = _("It becomes a draft under the same number; what is put aside for it is free again.")
        ask_text(self._page, _("Open this plan again?"), _("Reason"), _("Open again"), send, hint=hint)

    def why_not_cancel(self) -> str:
        """Return why it cannot be canceled."""
        return _("It is canceled already") if self._state() == "canceled" else ""

    def cancel(self) -> None:
        """Ask why, and cancel."""
        if self.why_not_cancel():
            return

        def send(reason: str) -> None:
            self._context.jobs.write(
                self._page, commands.cancel, self._id(), reason=reason, done=lambda _none: self._page.refresh(),
                failed=self._page.failed,
            )  # fmt: skip

        ask_text(self._page, _("Cancel this plan?"), _("Reason"), _("Cancel plan"), send, safe=_("Keep plan"),
                 hint=_("What is put aside for it is free again; its orders and handovers stay."))  # fmt: skip

    def why_not_order(self) -> str:
        """Return why nothing can be ordered for it."""
        return self._page.order.reason() if self._state() == "approved" else _("The plan is not approved yet.")

    def order(self) -> None:
        """Make a draft order with the shortage and open it."""
        if self.why_not_order() or self._page.order.is_busy():
            return
        self._context.jobs.write(
            self._page, order_from_plan, PlannedOrderDraft(self._id()), failed=self._page.failed,
            done=lambda order: self._context.navigator.open(Route("order-draft", order)), button=self._page.order,
        )  # fmt: skip

    def why_not_reserve(self) -> str:
        """Return why nothing can be put aside for it."""
        return self._page.reserve.reason() if self._state() == "approved" else _("The plan is not approved yet.")

    def reserve(self) -> None:
        """Put aside what is free."""
        if self.why_not_reserve() or self._page.reserve.is_busy():
            return
        self._context.jobs.write(
            self._page, reserve, self._id(), done=self._reserved, failed=self._page.failed, button=self._page.reserve
        )

    def _reserved(self, done: Reserved) -> None:
        said = ngettext("{n} unit put aside for this plan.", "{n} units put aside for this plan.", done.units)
        parts = [said.format(n=number(done.units))]
        if done.still_missing:
            parts.append(_("{n} are still missing.").format(n=number(done.still_missing)))
        self._context.notices.show_notice(" ".join(parts))
        self._page.refresh()

    def sizes(self) -> None:
        """Open the size roster: of a draft at once, else after opening the plan again."""
        if self._page.record is None:
            return
        if self._state() != "draft":
            self.reopen()
            return
        self._context.jobs.read(self._page, planparts.draft, self._id(), done=self._ask_sizes)

    def _ask_sizes(self, draft: RequirementDraft) -> None:
        self._context.navigator.open(Route("requirement-draft", draft.id, (("roster", "1"),)))
