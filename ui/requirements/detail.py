"""One requirement: who gets what, what became of it, and the way on: approve, order, put aside, hand over."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.problems import LogisticsError
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kernel.values import Money
from inl_logistics.register.numbers import screen_number
from inl_logistics.requirements import queries
from inl_logistics.requirements.queries import RequirementDetail
from ui.kit.buttons import Button, IconButton
from ui.kit.cards import Card
from ui.kit.choices import Segmented
from ui.kit.filescard import FilesCard
from ui.kit.formats import day, money, number
from ui.kit.inspector import Facts
from ui.kit.navigation import Command, Crumb, KeyHint, PageContext, Route
from ui.kit.printouts import Printouts
from ui.kit.recordpage import RecordPage
from ui.kit.steps import State, Step, Stepper
from ui.kit.tables import KeyedTableModel, ListView
from ui.kit.widget import Label, Link, column, emptied, row
from ui.requirements import words
from ui.requirements.acting import Acting
from ui.requirements.columns import LINES, NEEDS, line_key, recipient_columns

_CAN_CHANGE = frozenset({"draft"})
_STEPS = (N_("Draft"), N_("Submitted"), N_("Approved"), N_("Ready"), N_("Handed over"))


class RequirementPage(RecordPage):
    """One plan whole."""

    topics = frozenset({"requirements", "purchasing", "receiving", "handovers", "inventory", "partners"})

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route)
        self.record: RequirementDetail | None = None
        self.acting = Acting(self)
        self.printouts = Printouts(self)
        self._build()
        self._connect()
        self._retranslate()
        self.refresh()

    def _build(self) -> None:
        self.life = Stepper()
        self.head.set_life(self.life)
        self.print, self.hand_over = IconButton("printer"), Button(icon="handshake", writes=True)
        self.edit = Button(icon="pencil", writes=True)
        self.order = Button(icon="shopping-cart", writes=True)
        self.reserve = Button(icon="lock", key="Ctrl L", writes=True)
        self.primary = Button(kind="primary", icon="check", key="Ctrl Enter")
        for button in (self.print, self.edit, self.order, self.reserve, self.hand_over):
            self.head.add_action(button)
        self.head.set_primary(self.primary)
        self.recipients_card = Card()
        self.recipients = KeyedTableModel(recipient_columns(self.context.today), parent=self)
        self.recipient_table = ListView(self.recipients, density="two-line")
        self.recipient_table.setMinimumHeight(120)
        self.recipients_card.body.addWidget(self.recipient_table, 1)
        self.goods_card, self.scope = Card(), Segmented(height=26)
        self.goods_card.add_action(self.scope)
        self.needs, self.lines = KeyedTableModel(NEEDS, parent=self), KeyedTableModel(LINES, parent=self)
        self.need_table, self.line_table = (
            ListView(self.needs, density="two-line"), ListView(self.lines, density="two-line")
        )  # fmt: skip
        for table in (self.need_table, self.line_table):
            table.setMinimumHeight(150)
            self.goods_card.body.addWidget(table, 1)
        self.sum_start, self.sum_end = Label(role="secondary", token="text2"), Label(role="strong")
        self.goods_card.body.addLayout(row(None, self.sum_start, "stretch", self.sum_end, margins=(14, 9, 14, 9)))
        self.details_card, self.facts = Card(), Facts()
        self.details_card.body.addWidget(self.facts)
        self.orders_card = Card()
        self.orders = column(None, margins=(14, 8, 14, 10), gap=8)
        self.orders_card.body.addLayout(self.orders)
        side = QWidget()
        side.setFixedWidth(284)
        self.files = FilesCard(self, "requirement")
        column(side, self.details_card, self.orders_card, self.files, "stretch", gap=12)
        main = column(None, self.recipients_card, self.goods_card, gap=12)
        main.setStretch(1, 1)
        cards = row(None, main, side, gap=12)
        cards.setStretch(0, 1)
        self.body.addLayout(cards, 1)

    def _connect(self) -> None:
        self.print.clicked.connect(self.print_plan)
        self.edit.clicked.connect(self.acting.change)
        self.order.clicked.connect(self.acting.order)
        self.reserve.clicked.connect(self.acting.reserve)
        self.hand_over.clicked.connect(self.acting.hand_over)
        self.primary.clicked.connect(self.acting.act)
        self.scope.chosen.connect(self._show_scope)
        self.recipient_table.opened.connect(self._open_handover)
        self.recipient_table.cell_clicked.connect(self._cell_clicked)
        self.need_table.opened.connect(self._open_item)

    def _retranslate(self) -> None:
        self.print.set_hint(_("Print this plan"), key="Ctrl P")
        self.edit.setText(_("Change"))
        self.order.setText(_("Order shortage"))
        self.reserve.setText(_("Put aside"))
        self.hand_over.setText(_("Handovers only"))
        self.recipients_card.set_title(_("Recipients"))
        self.goods_card.set_title(_("Goods"))
        self.scope.set_options((("needs", _("What is needed")), ("lines", _("As asked for"))))
        self.scope.choose("needs", tell=False)
        self._show_scope()
        self.details_card.set_title(_("Details"))
        self.files.retranslate()
        if self.record is not None:
            self._show(self.record)

    def crumbs(self) -> tuple[Crumb, ...]:
        """Return the path."""
        name = "" if self.record is None else screen_number(self.record.row.number) or _("Draft")
        return (
            Crumb(_("Purchasing"), Route("orders")), Crumb(_("Requirements"), Route("requirements")), Crumb(name)
        )  # fmt: skip

    def refresh(self) -> None:
        """Read the plan again."""
        self.context.jobs.read(self, queries.detail, self.route.id, today=self.context.today(), done=self._show)

    def _show(self, record: RequirementDetail | None) -> None:
        if record is None:
            self.banner.show_message("bad", _("This plan is no longer there."))
            return
        self.record = record
        shown = record.row
        self.head.set_title(shown.title or _("Requirement"))
        self.head.set_chips(words.plan_chips(shown, today=self.context.today()))
        self.head.set_summary(self._summary(record))
        self.life.set_steps(_life(record))
        self._show_actions(record)
        self._show_banner(record)
        self.recipients.set_rows(record.recipients, keys=[one.id for one in record.recipients])
        self.needs.set_rows(record.needs, keys=[one.key for one in record.needs])
        self.lines.set_rows(record.lines, keys=[line_key(one) for one in record.lines])
        short = sum(one.short for one in record.needs)
        count = len(record.needs)
        shortage = _("{n} units short").format(n=number(short)) if short and record.state == "approved" else ""
        kinds = ngettext("{n} kind of goods", "{n} kinds of goods", count).format(n=count)
        self.sum_start.setText(" · ".join(filter(None, (kinds, shortage))))
        units = _("{n} units").format(n=number(shown.needed))
        self.sum_end.setText(f"{units}   {money(Money(shown.estimate_minor))}")
        self._show_facts(record)
        self._show_orders(record)
        self.files.show_of(record.id)
        self.presented.emit()

    @staticmethod
    def _summary(record: RequirementDetail) -> str:
        shown = record.row
        count = len(record.recipients)
        parts = (
            screen_number(shown.number), shown.agency,
            ngettext("{n} recipient", "{n} recipients", count).format(n=count),
            ngettext("{n} person", "{n} persons", shown.headcount).format(n=number(shown.headcount)),
            _("needed by {day}").format(day=day(shown.need_by)) if shown.need_by else "",
        )  # fmt: skip
        return " · ".join(part for part in parts if part)

    def _show_actions(self, record: RequirementDetail) -> None:
        state = record.state
        approved = state == "approved"
        title, icon = {
            "draft": (_("Submit"), "check"), "submitted": (_("Approve…"), "badge-check"),
            "approved": (_("Distribution run…"), "truck"),
        }.get(state, (_("Open again…"), "undo-2"))  # fmt: skip
        self.primary.setText(title)
        self.primary.set_icon(icon)
        left = any(one.ready + one.free > 0 and one.handed_over < one.needed for one in record.needs)
        reason = ""
        if state == "canceled":
            reason = _("This plan is canceled")
        elif approved and record.row.handed_over >= record.row.needed:
            reason = _("Everything is handed over")
        elif approved and not left:
            reason = _("Nothing of it is in the stores yet")
        self.head.set_reason(reason)
        self.edit.setText(_("Change") if state in _CAN_CHANGE else _("Open again…"))
        self.edit.setVisible(state in ("draft", "submitted"))
        for button in (self.order, self.reserve, self.hand_over):
            button.setVisible(approved)
        self.hand_over.set_reason(reason)
        missing = any(one.short and one.variant_id for one in record.needs)
        self.order.set_reason("" if missing else _("Nothing is short"))
        free = any(one.free and one.handed_over + one.ready < one.needed for one in record.needs)
        self.reserve.set_reason("" if free else _("Nothing of what is still needed is free in the stores."))

    def _show_banner(self, record: RequirementDetail) -> None:
        if record.state == "rejected":
            words_ = _("Rejected by {name}: {reason}").format(name=record.decided_by, reason=record.decision)
            self.banner.show_message("bad", words_, _("Open again…"), self.acting.reopen)
        elif record.state == "canceled":
            self.banner.show_message("neutral", _("Canceled: {reason}").format(reason=record.decision or "—"))
        elif record.open_sizes and record.state in ("draft", "submitted", "approved"):
            count = record.open_sizes
            said = ngettext("{n} unit has no size yet.", "{n} units have no size yet.", count).format(n=number(count))
            self.banner.show_message("warn", said, _("Size roster…"), self.acting.sizes)
        else:
            self.banner.hide()

    def _show_scope(self, _key: str = "") -> None:
        needs = self.scope.current() != "lines"
        self.need_table.setVisible(needs)
        self.line_table.setVisible(not needs)

    def _show_facts(self, record: RequirementDetail) -> None:
        left = "" if record.left_minor is None else money(Money(record.left_minor))
        pairs = (
            (_("Agency"), record.row.agency), (_("Agreement"), record.agreement), (_("Project"), record.row.project),
            (_("Project still has"), left), (_("Estimate"), money(Money(record.row.estimate_minor))),
            (_("Reason"), record.justification), (_("Training"), record.training_event),
            (_("Host request"), record.host_request), (_("Maintenance"), record.maintenance),
            (_("Asked for by"), record.requested_by or record.submitted_by), (_("Decided by"), record.decided_by),
            (_("Decided on"), day(record.decided_on) if record.decided_on else ""), (_("Remarks"), record.remarks),
        )  # fmt: skip
        self.facts.set_pairs([pair for pair in pairs if pair[1]])

    def _show_orders(self, record: RequirementDetail) -> None:
        self.orders_card.set_title(_("Orders"), number(len(record.orders)))
        emptied(self.orders)
        for one in record.orders:
            link = Link(screen_number(one.number) or one.title or _("Draft"))
            link.clicked.connect(partial(self._open, Route("order", one.id)))
            units = Label(_("{n} units").format(n=number(one.quantity)), role="secondary", token="text3")
            self.orders.addLayout(row(None, link, "stretch", units))
        if not record.orders:
            self.orders.addWidget(Label(_("None made from this plan yet."), role="secondary", token="text3"))

    def _open(self, route: Route) -> None:
        self.context.navigator.open(route)

    def _open_handover(self, key: Any) -> None:
        found = next((one for one in self.record.recipients if one.id == key), None) if self.record else None
        if found is not None and found.handover_id is not None:
            self.context.navigator.open(Route("handover", found.handover_id))

    def _cell_clicked(self, key: Any, column_key: str) -> None:
        if column_key == "handover":
            self._open_handover(key)

    def _open_item(self, key: Any) -> None:
        need = next((one for one in self.record.needs if one.key == key), None) if self.record else None
        if need is not None and need.variant_id is not None:
            self.context.navigator.open(Route("stock-card", need.variant_id))

    # acting -------------------------------------------------------------------------------------------------

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here."""
        acting = self.acting
        return (
            Command("requirement.act", N_("Submit, approve or make the distribution run"), acting.act, "Ctrl+Enter",
                    "check", self.primary.reason),
            Command("requirement.hand-over", N_("Make handovers of this plan without a run"), acting.hand_over, "",
                    "handshake", acting.why_not_hand_over),
            Command("requirement.reserve", N_("Put aside what is free"), acting.reserve, "Ctrl+L", "lock",
                    acting.why_not_reserve),
            Command("requirement.order", N_("Order the shortage of this plan"), acting.order, "", "shopping-cart",
                    acting.why_not_order),
            Command("requirement.print", N_("Print this plan"), self.print_plan, "Ctrl+P", "printer"),
            Command("requirement.reject", N_("Reject this plan…"), acting.reject, "", "x", acting.why_not_decide),
            Command("requirement.change", N_("Change this plan, or open it again"), acting.change, "F2", "pencil"),
            Command("requirement.sizes", N_("Size roster of this plan…"), acting.sizes, "", "shirt"),
            Command("requirement.cancel", N_("Cancel this plan…"), acting.cancel, "", "ban", acting.why_not_cancel),
        )  # fmt: skip

    def print_plan(self) -> None:
        """Show the plan as it prints."""
        if self.record is not None:
            self.printouts.show("distribution-plan", self.record.id, number=self.record.row.number)

    def failed(self, error: BaseException) -> None:
        """Say what stands against an act."""
        if isinstance(error, LogisticsError):
            self.banner.show_message("bad", sentence(error))
        else:
            self.context.notices.show_error(error)

    def hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of this screen."""
        return (
            KeyHint("Ctrl Enter", self.primary.text().lower()), KeyHint("Ctrl P", _("print")),
            KeyHint("F6", _("next panel")), KeyHint("Esc", _("back to list")),
        )  # fmt: skip

    def status(self) -> tuple[str, ...]:
        """Say which plan this is."""
        return (screen_number(self.record.row.number) or _("Draft"),) if self.record else ()

    def panels(self) -> tuple[QWidget, ...]:
        """Return the panels that F6 goes through."""
        return self.recipient_table, self.need_table if self.need_table.isVisible() else self.line_table

    def focus_first(self) -> None:
        """Put the focus into the recipients."""
        self.recipient_table.setFocus(Qt.FocusReason.OtherFocusReason)


def _life(record: RequirementDetail) -> list[Step]:
    """Return how far the plan is."""
    shown = record.row
    approved = record.state == "approved"
    done = (
        record.state != "draft", approved, approved,
        approved and bool(shown.needed) and shown.ready + shown.handed_over >= shown.needed,
        approved and bool(shown.needed) and shown.handed_over >= shown.needed,
    )  # fmt: skip
    current = next((at for at, is_done in enumerate(done) if not is_done), len(done))
    if record.state == "submitted":
        done, current = (True, False, False, False, False), 1
    states: list[State] = [
        "done" if is_done else "current" if at == current else "todo" for at, is_done in enumerate(done)
    ]
    return [Step(_(title), state) for title, state in zip(_STEPS, states, strict=True)]
