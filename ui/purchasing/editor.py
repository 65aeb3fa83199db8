"""Writing an order: header fields and lines. Source: ui.md 10 (order page), 11 (field errors)."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from inl_logistics.agreements.queries import room
from inl_logistics.catalog import queries as catalog
from inl_logistics.catalog.queries import VariantOption
from inl_logistics.kernel.problems import LogisticsError, RulesBroken
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kernel.values import Money
from inl_logistics.purchasing import commands, queries
from inl_logistics.purchasing.amendments import AmendDraft, amend_order
from inl_logistics.purchasing.queries import OrderDetail
from inl_logistics.register.numbers import screen_number
from ui.kit.approval import ApprovedWrites
from ui.kit.buttons import Button
from ui.kit.cards import Card, EmptyState
from ui.kit.combo import Combo, Option
from ui.kit.fields import Field
from ui.kit.formats import money
from ui.kit.navigation import Command, Crumb, KeyHint, PageContext, Route
from ui.kit.recordpage import RecordPage
from ui.kit.tables import KeyedTableModel, ListView
from ui.kit.widget import Label, row
from ui.purchasing.columns import draft_columns
from ui.purchasing.form import LineTerms, OrderForm
from ui.purchasing.linedialog import LineDialog
from ui.purchasing.orderhead import OrderHead


class OrderEditor(RecordPage):
    """A new order, or changes to one."""

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route)
        self.form = OrderForm()
        self._number = ""
        self._edited = False
        self._approved = ApprovedWrites(context, self)
        self._build()
        self._retranslate()
        self._load()

    def _build(self) -> None:
        self.save = Button(kind="primary", icon="check", key="Ctrl S")
        self.save.clicked.connect(self._save)
        self.head.set_primary(self.save)
        self.header = OrderHead(self.context.today)
        self.summary, self.title, self.reason = self.header.summary, self.header.title_, self.header.reason
        self.vendor, self.agreement, self.project = self.header.vendor, self.header.agreement, self.header.project
        self.ordered_on, self.need_by = self.header.ordered_on, self.header.need_by
        self.texts, self.remarks, self.part = self.header.texts, self.header.remarks, self.header.part
        self.lines_card = Card()
        self.add = Button(icon="plus", kind="ghost")
        self.add.clicked.connect(self._add)
        self.lines_card.add_action(self.add)
        self.lines = KeyedTableModel(draft_columns(lambda: self.form.draft.currency), parent=self)
        self.table = ListView(self.lines, density="two-line")
        self.table.opened.connect(self._change)
        self.table.setMinimumHeight(180)
        self.nothing = EmptyState("package")
        self.total = Label(role="strong")
        self.count = Label(role="secondary", token="text2")
        self.lines_card.body.addWidget(self.table, 1)
        self.lines_card.body.addWidget(self.nothing, 1)
        self.lines_card.body.addLayout(row(None, self.count, "stretch", self.total, margins=(14, 9, 14, 9)))
        self.body.addWidget(self.header)
        self.body.addWidget(self.lines_card, 1)
        self.agreement.editor.chosen.connect(self._agreement_chosen)
        self.project.editor.chosen.connect(self._project_chosen)
        self.header.edited.connect(self._mark)

    def _mark(self) -> None:
        self._edited = True

    def is_unsaved(self) -> bool:
        """Tell whether something was typed since the order was saved."""
        return self._edited

    def is_done(self) -> bool:
        """A page that was saved, or in which nothing was typed, is not shown again: it may be behind the order."""
        return not self._edited

    def discard(self) -> None:
        """Forget what was typed."""
        self._edited = False

    def leave(self) -> bool:
        """Say that what was typed is kept but not saved, and offer to let it go."""
        if self._edited:
            words = _("{name} is not saved; what you typed is kept.").format(name=self.head.title())
            self.context.notices.show_notice(words, tone="warn", action=_("Discard"), act=self.discard)
        return True

    def _retranslate(self) -> None:
        amends = self.header.is_amending()
        title = _("Amend {number}") if amends else _("Change {number}")
        self.head.set_title(title.format(number=self._number) if self._number else _("New purchase order"))
        self.save.setText(_("Save amendment") if amends else _("Save order"))
        self.header.retranslate()
        self.lines_card.set_title(_("Lines"))
        self.add.setText(_("Add line"))
        self._show_lines()

    def crumbs(self) -> tuple[Crumb, ...]:
        """Return the path."""
        return Crumb(_("Purchasing"), Route("orders")), Crumb(_("Orders"), Route("orders")), Crumb(self.head.title())

    def _load(self) -> None:
        jobs = self.context.jobs
        jobs.read(self, queries.vendor_options, done=lambda found: self._options(self.vendor, found))
        jobs.read(self, queries.agreement_options, done=lambda found: self._options(self.agreement, found))
        jobs.read(self, queries.project_options, done=lambda found: self._options(self.project, found))
        if self.route.id is not None:
            jobs.read(self, queries.detail, self.route.id, today=self.context.today(), done=self._show)
        else:
            self.ordered_on.editor.set_day(self.context.today())
            self.header.currency.editor.setText("USD")
            self.header.show_rate()
            for variant in self.route.param("variants").split(","):
                if variant.isdigit():
                    jobs.read(self, catalog.variant_option, int(variant), done=self._wanted)

    def _wanted(self, option: VariantOption | None) -> None:
        """Begin with what is below its minimum: one line, its quantity still to be said."""
        if option is not None:
            self.form.add(option, max(1, option.below_minimum), option.price_micros)
            self._show_lines()

    def _options(self, field: Field[Combo], found: list[tuple[int, str]]) -> None:
        field.editor.set_options([Option(value, text) for value, text in found])
        wanted = {self.vendor: "vendor_id", self.agreement: "agreement_id", self.project: "project_id"}[field]
        field.editor.set_value(getattr(self.form.draft, wanted))

    def _show(self, record: OrderDetail | None) -> None:
        if record is None:
            self.banner.show_message("bad", _("This order is no longer there."))
            return
        self.form = OrderForm.of(record)
        self._number = screen_number(record.number) or _("draft")
        self.header.take(self.form.draft, amending=record.state == "placed")
        self._edited = False
        self._project_chosen(self.form.draft.project_id)
        self._retranslate()
        self.presented.emit()

    def _agreement_chosen(self, agreement: object) -> None:
        wanted = agreement if isinstance(agreement, int) else None
        self.context.jobs.read(
            self, queries.project_options, wanted, done=lambda found: self._options(self.project, found)
        )

    def _project_chosen(self, project: object) -> None:
        """Say what the project still has, before an approver must."""
        if not isinstance(project, int):
            self.project.set_hint("")
            return

        def show(left: int | None) -> None:
            words = (
                _("no ceiling") if left is None else _("{amount} left").format(amount=money(Money(left), cents=False))
            )
            self.project.set_hint(words)

        self.context.jobs.read(self, room, project, on=self.context.today(), done=show)

    def _show_lines(self) -> None:
        self.lines.set_rows(self.form.lines)
        self.table.setVisible(bool(self.form.lines))
        self.nothing.setVisible(not self.form.lines)
        self.nothing.set_words(_("No lines yet"), _("Add what is ordered: an item, how many, at what price."))
        count = len(self.form.lines)
        self.count.setText(ngettext("{n} line", "{n} lines", count).format(n=count))
        self.total.setText(money(Money(self.form.total_minor(), self.form.draft.currency)))

    # acting -------------------------------------------------------------------------------------------------

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here."""
        return (
            Command("order.save", N_("Save this order"), self._save, "Ctrl+S", "check"),
            Command("order.add-line", N_("Add a line"), self._add, "Ctrl+N", "plus"),
            Command("order.duplicate-line", N_("Duplicate this line"), self._duplicate, "Ctrl+D", "copy"),
            Command("order.next-part", N_("Next part of the header"), self.header.next_part, "Ctrl+Tab", "arrow-right"),
            Command("order.remove-line", N_("Remove this line"), self._remove, "Del", "x"),
        )

    def hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of this screen."""
        return (
            KeyHint("Ctrl N", _("add line")), KeyHint("Enter", _("change line")), KeyHint("Del", _("remove line")),
            KeyHint("Ctrl S", _("save")),
        )  # fmt: skip

    def panels(self) -> tuple[QWidget, ...]:
        """Return the panels that F6 goes through."""
        return self.title.editor, self.table

    def focus_first(self) -> None:
        """Put the focus into the first field."""
        self.title.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self) -> None:
        LineDialog(self, self.context, None, done=self._added, agreement=self.header.agreement_id()).open()

    def _added(self, option: VariantOption, quantity: int, price: int, terms: LineTerms) -> None:
        self.form.add(option, quantity, price, terms)
        self._lines_changed()

    def _change(self, at: object) -> None:
        if not isinstance(at, int) or not 0 <= at < len(self.form.lines):
            return
        line = self.form.lines[at]

        def changed(option: VariantOption, quantity: int, price: int, terms: LineTerms) -> None:
            self.form.change(at, option, quantity, price, terms)
            self._lines_changed()

        if line.variant_id is None:
            LineDialog(self, self.context, None, done=changed, agreement=self.header.agreement_id()).open()
            return
        self.context.jobs.read(
            self, catalog.variant_option, line.variant_id,
            done=lambda option: LineDialog(
                self, self.context, option, quantity=line.quantity, price=line.price_micros, terms=line.terms,
                done=changed, agreement=self.header.agreement_id(),
            ).open(),
        )  # fmt: skip

    def _current(self) -> int | None:
        at = self.table.current_key()
        return at if isinstance(at, int) and 0 <= at < len(self.form.lines) else None

    def _remove(self) -> None:
        at = self._current()
        if at is None:
            return
        if self.header.is_amending() and self.form.lines[at].id is not None:
            said = _("Line {n} is placed and stays in the order. Cancel it on the order's page instead.")
            self.context.notices.show_notice(said.format(n=at + 1), tone="warn")
            return
        self.form.remove(at)
        self._lines_changed()

    def _duplicate(self) -> None:
        at = self._current()
        if at is not None:
            line = self.form.lines[at]
            self.form.lines.append(replace(line, line_no=len(self.form.lines) + 1, id=None, source_ref=""))
            self._lines_changed()

    def _lines_changed(self) -> None:
        self._mark()
        self._show_lines()

    def _save(self) -> None:
        if self.save.is_busy() or not self.header.is_valid():
            return
        draft = self.header.give(self.form.draft)
        self.form.set_currency(draft.currency, draft.rate_micros, draft.rate_on)
        self.form.draft = draft
        order = self.form.finished()
        amended = AmendDraft(order, self.reason.editor.text(), self.header.amended_day())
        command, written = (amend_order, amended) if self.header.is_amending() else (commands.save_order, order)
        self._approved.write(
            command, written, done=self._saved, failed=self._failed, button=self.save, verb=_("Save with override")
        )

    def _saved(self, result: int) -> None:
        self._edited = False
        if self.form.draft.id is None or not self.header.is_amending():
            self.context.notices.show_notice(_("Order saved."))
        else:
            said = _("Amendment {n} is kept.").format(n=result) if result else _("Nothing was changed.")
            self.context.notices.show_notice(said)
        self.context.navigator.replace(Route("order", self.form.draft.id or result))

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, RulesBroken):
            self.summary.show_errors(_("This order cannot be saved yet"), [sentence(one) for one in error.problems])
        elif isinstance(error, LogisticsError):
            self.banner.show_message("bad", sentence(error))
        else:
            self.context.notices.show_error(error)
