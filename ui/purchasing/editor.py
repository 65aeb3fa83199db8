"""Writing an order: header fields and lines. Source: ui.md 10 (order page), 11 (field errors)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

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
from ui.kit.cards import Card, ErrorSummary
from ui.kit.choices import Segmented
from ui.kit.combo import Combo, Option
from ui.kit.fields import DateEdit, Field, LineEdit, TextArea
from ui.kit.formats import money
from ui.kit.navigation import Command, Crumb, KeyHint, PageContext, Route
from ui.kit.recordpage import RecordPage
from ui.kit.tables import KeyedTableModel, ListView
from ui.kit.widget import Label, row
from ui.purchasing.columns import draft_columns
from ui.purchasing.form import LineTerms, OrderForm
from ui.purchasing.linedialog import LineDialog

# The header in parts, each a grid of four across; domain.md 2.3 names the fields.
_PARTS = (("order", N_("Order")), ("money", N_("Money and contract")), ("delivery", N_("Delivery")),
          ("clauses", N_("Clauses")))  # fmt: skip
_TEXTS = {
    "order": (("source_number", N_("Vendor's number")), ("export_authorization", N_("Export authorization"))),
    "money": (
        ("contract_number", N_("Contract, BPA or task order")), ("pr_number", N_("PR no.")), ("fund_cite", N_("Fund cite")),
        ("amendment", N_("Agreement amendment")), ("appropriation", N_("Appropriation")), ("allotment", N_("Allotment")),
        ("obligation_number", N_("Obligation no.")), ("object_code", N_("Object code")), ("cor", N_("COR")),
        ("gtm", N_("GTM")),
    ),
    "delivery": (
        ("incoterm", N_("Incoterm")), ("incoterm_place", N_("Named place")), ("ship_to", N_("Ship to")),
        ("mark_for", N_("Mark for")), ("consignee", N_("Consignee wording")),
        ("inspection_point", N_("Inspection and acceptance")),
    ),
    "clauses": (),
}  # fmt: skip
_BLOCKS = (("packing", N_("Packing")), ("marking", N_("Marking")), ("hazmat", N_("Dangerous goods")))


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
        self.summary = ErrorSummary()
        self.header_card = Card(margins=14)
        self.title: Field[LineEdit] = Field(LineEdit(), required=True, name="order-title")
        self.vendor: Field[Combo] = Field(Combo(), required=True, name="order-vendor")
        self.agreement: Field[Combo] = Field(Combo())
        self.project: Field[Combo] = Field(Combo())
        self.texts: dict[str, Field[LineEdit]] = {
            name: Field(LineEdit()) for texts in _TEXTS.values() for name, _label in texts
        }
        self.blocks: dict[str, Field[TextArea]] = {name: Field(TextArea(lines=2)) for name, _label in _BLOCKS}
        self.ordered_on: Field[DateEdit] = Field(DateEdit(today=self.context.today))
        self.need_by: Field[DateEdit] = Field(DateEdit(today=self.context.today))
        self.remarks: Field[TextArea] = Field(TextArea(lines=2))
        self.reason: Field[LineEdit] = Field(LineEdit(), required=True, name="order-reason")
        self.reason.hide()
        self.part = Segmented(height=26)
        self.header_card.add_action(self.part)
        self.header_card.body.addWidget(self.summary)
        self.header_card.body.setSpacing(8)
        self.header_card.body.addWidget(self.reason)
        first: list[QWidget] = [
            self.title, self.vendor, self.agreement, self.project, self.ordered_on, self.need_by,
            *(self.texts[name] for name, _label in _TEXTS["order"]),
        ]  # fmt: skip
        self.parts = {
            "order": _grid(first),
            "money": _grid([self.texts[name] for name, _label in _TEXTS["money"]]),
            "delivery": _grid([self.texts[name] for name, _label in _TEXTS["delivery"]]),
            "clauses": _grid([*self.blocks.values(), self.remarks]),
        }
        for part in self.parts.values():
            self.header_card.body.addWidget(part)
        self.lines_card = Card()
        self.add = Button(icon="plus", kind="ghost")
        self.add.clicked.connect(self._add)
        self.lines_card.add_action(self.add)
        self.lines = KeyedTableModel(draft_columns("USD"), parent=self)
        self.table = ListView(self.lines, density="two-line")
        self.table.opened.connect(self._change)
        self.table.setMinimumHeight(180)
        self.total = Label(role="strong")
        self.count = Label(role="secondary", token="text2")
        self.lines_card.body.addWidget(self.table, 1)
        self.lines_card.body.addLayout(row(None, self.count, "stretch", self.total, margins=(14, 9, 14, 9)))
        self.body.addWidget(self.header_card)
        self.body.addWidget(self.lines_card, 1)
        self.agreement.editor.chosen.connect(self._agreement_chosen)
        for field in (self.title, self.vendor, self.agreement, self.project, self.ordered_on, self.need_by):
            field.editor.edited.connect(self._mark)
        written: list[Field[Any]] = [*self.texts.values(), *self.blocks.values(), self.remarks]
        for text in written:
            text.editor.edited.connect(self._mark)
        self.part.chosen.connect(self._show_part)

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
        self.head.set_title(
            _("Change {number}").format(number=self._number) if self._number else _("New purchase order")
        )
        self.save.setText(_("Save order"))
        self.header_card.set_title(_("Order"))
        self.lines_card.set_title(_("Lines"))
        self.add.setText(_("Add line"))
        for field, label in (
            (self.title, _("Contents")), (self.vendor, _("Vendor")), (self.agreement, _("Agreement")),
            (self.project, _("Project")), (self.ordered_on, _("Ordered on")), (self.need_by, _("Need by")),
            (self.remarks, _("Remarks")), (self.reason, _("Reason of this amendment")),
        ):  # fmt: skip
            field.set_label(label)
        for texts in _TEXTS.values():
            for name, label in texts:
                self.texts[name].set_label(_(label))
        for name, label in _BLOCKS:
            self.blocks[name].set_label(_(label))
        self.part.set_options([(key, _(title)) for key, title in _PARTS])
        self.part.choose(self.part.current() or "order", tell=False)
        self._show_part()
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
        draft = self.form.draft
        self.title.editor.setText(draft.title)
        for field, value in (
            (self.vendor, draft.vendor_id),
            (self.agreement, draft.agreement_id),
            (self.project, draft.project_id),
        ):
            field.editor.set_value(value)
        for name, text in self._written():
            text.editor.setText(getattr(draft, name))
        self.reason.setVisible(record.state == "placed")
        self._edited = False
        self.ordered_on.editor.set_day(draft.ordered_on)
        self.need_by.editor.set_day(draft.need_by)
        self.remarks.editor.setText(draft.remarks)
        self._retranslate()
        self.presented.emit()

    def _written(self) -> list[tuple[str, Field[Any]]]:
        return [*self.texts.items(), *self.blocks.items()]

    def _show_part(self, _key: str = "") -> None:
        for key, part in self.parts.items():
            part.setVisible(key == (self.part.current() or "order"))

    def _agreement_chosen(self, agreement: object) -> None:
        wanted = agreement if isinstance(agreement, int) else None
        self.context.jobs.read(
            self, queries.project_options, wanted, done=lambda found: self._options(self.project, found)
        )

    def _show_lines(self) -> None:
        self.lines.set_rows(self.form.lines)
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
            Command("order.next-part", N_("Next part of the header"), self._next_part, "Ctrl+Tab", "arrow-right"),
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

    def _next_part(self) -> None:
        keys = [key for key, _title in _PARTS]
        self.part.choose(keys[(keys.index(self.part.current() or "order") + 1) % len(keys)])

    def _add(self) -> None:
        LineDialog(self, self.context, None, done=self._added).open()

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
            LineDialog(self, self.context, None, done=changed).open()
            return
        self.context.jobs.read(
            self, catalog.variant_option, line.variant_id,
            done=lambda option: LineDialog(
                self, self.context, option, quantity=line.quantity, price=line.price_micros, terms=line.terms,
                done=changed,
            ).open(),
        )  # fmt: skip

    def _current(self) -> int | None:
        at = self.table.current_key()
        return at if isinstance(at, int) and 0 <= at < len(self.form.lines) else None

    def _remove(self) -> None:
        at = self._current()
        if at is not None:
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
        if self.save.is_busy() or not self._valid():
            return
        texts: dict[str, Any] = {name: field.editor.text() for name, field in self._written()}
        self.form.draft = replace(
            self.form.draft, title=self.title.editor.text(), vendor_id=_id(self.vendor), agreement_id=_id(self.agreement),
            project_id=_id(self.project), ordered_on=self.ordered_on.editor.day(), need_by=self.need_by.editor.day(),
            remarks=self.remarks.editor.text(), **texts,
        )  # fmt: skip
        order = self.form.finished()
        command, draft = (
            (amend_order, AmendDraft(order, self.reason.editor.text())) if self.reason.isVisibleTo(self)
            else (commands.save_order, order)
        )  # fmt: skip
        self._approved.write(
            command, draft, done=self._saved, failed=self._failed, button=self.save, verb=_("Save with override")
        )

    def _valid(self) -> bool:
        errors = []
        if not self.title.editor.text().strip():
            self.title.set_error(_("Say what is ordered."))
            errors.append(_("Contents are missing"))
        if self.reason.isVisibleTo(self) and not self.reason.editor.text().strip():
            self.reason.set_error(_("Say why the placed order changes; it is kept with its history."))
            errors.append(_("The reason is missing"))
        for field in (self.ordered_on, self.need_by):
            if not field.editor.is_valid():
                field.set_error(_("Enter a day, such as 24 Nov."))
                errors.append(_("{field} is not a date").format(field=field.label()))
        self.summary.show_errors(_("Some fields need a change"), errors if len(errors) > 1 else [])
        if errors:
            self.part.choose("order")
        return not errors

    def _saved(self, result: int) -> None:
        self._edited = False
        if self.form.draft.id is None or not self.reason.isVisibleTo(self):
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


def _id(field: Field[Combo]) -> int | None:
    value = field.editor.value()
    return value if isinstance(value, int) else None


def _grid(cells: Sequence[QWidget]) -> QWidget:
    """Lay fields out four across."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(10)
    for at, cell in enumerate(cells):
        grid.addWidget(cell, at // 4, at % 4)
    for at in range(4):
        grid.setColumnStretch(at, 1)
    return holder
