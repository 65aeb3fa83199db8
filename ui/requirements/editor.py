"""Writing a plan: header, recipients, lines, size rosters. Source: ui.md 10 (order page), 11 (field errors)."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from inl_logistics.kernel.problems import LogisticsError, RulesBroken
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.purchasing.queries import agreement_options, project_options
from inl_logistics.requirements import choices, commands, planparts
from inl_logistics.requirements.choices import FacilityChoice, GoodsChoice
from inl_logistics.requirements.commands import PersonSize, RecipientDraft, RequirementDraft, RequirementLineDraft
from inl_logistics.requirements.records import Priority
from inl_logistics.requirements.roster import SizedItem, sized_items
from ui.kit.buttons import Button
from ui.kit.cards import Card, ErrorSummary
from ui.kit.combo import Combo, Option
from ui.kit.fields import DateEdit, Field, LineEdit, TextArea
from ui.kit.formats import number
from ui.kit.navigation import Command, Crumb, KeyHint, PageContext, Route
from ui.kit.recordpage import RecordPage
from ui.kit.tables import Column, KeyedTableModel, ListView
from ui.kit.widget import Label, row
from ui.requirements.dialogs import GoodsDialog, RecipientDialog
from ui.requirements.form import PlanForm
from ui.requirements.rosterdialog import RosterDialog
from ui.requirements.words import BASES, PRIORITIES

RECIPIENTS = (
    Column("no", "#", lambda row: str(row.number), 34, "numberQuiet"),
    Column("facility", N_("Facility"), lambda row: row.facility or "—", 170, "strong", stretch=True,
           sub=lambda row: row.unit),
    Column("heads", N_("Persons"), lambda row: number(row.headcount), 70, "numberStrong"),
    Column("sized", N_("Sizes known"), lambda row: f"{number(row.sized)} / {number(row.headcount)}", 92, "number",
           tone=lambda row: "warn" if row.sized < row.headcount else None),
)  # fmt: skip
LINES = (
    Column("no", "#", lambda row: str(row.number), 34, "numberQuiet"),
    Column("item", N_("What"), lambda row: row.item, 200, "strong", stretch=True,
           sub=lambda row: " · ".join(filter(None, (row.code, row.remarks)))),
    Column("recipient", N_("For"), lambda row: row.recipient or _("All recipients"), 130, "text", yields=1),
    Column("quantity", N_("Quantity"), lambda row: number(row.quantity), 74, "numberStrong"),
    Column("basis", N_("Counts"), lambda row: _(BASES[row.basis]), 120, "quiet"),
    Column("total", N_("Total"), lambda row: number(row.total), 64, "number"),
)  # fmt: skip


class RequirementEditor(RecordPage):
    """A new plan, or a draft that is written on."""

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route)
        self.form = PlanForm()
        self._edited = False
        self._wants_roster = bool(route.param("roster"))
        self._build()
        self._connect()
        self._retranslate()
        self._load()

    def _build(self) -> None:
        self.save = Button(kind="primary", icon="check", key="Ctrl S")
        self.head.set_primary(self.save)
        self.summary = ErrorSummary()
        self.header_card = Card(margins=14)
        today = self.context.today
        self.title: Field[LineEdit] = Field(LineEdit(), required=True, name="plan-title")
        self.agency: Field[Combo] = Field(Combo(), required=True, name="plan-agency")
        self.need_by: Field[DateEdit] = Field(DateEdit(today=today), required=True, name="plan-need-by")
        self.priority: Field[Combo] = Field(Combo(editable=False), name="plan-priority")
        self.agreement: Field[Combo] = Field(Combo(), name="plan-agreement")
        self.project: Field[Combo] = Field(Combo(), name="plan-project")
        self.training: Field[LineEdit] = Field(LineEdit())
        self.host_request: Field[LineEdit] = Field(LineEdit())
        self.requested_by: Field[LineEdit] = Field(LineEdit())
        self.maintenance: Field[LineEdit] = Field(LineEdit())
        self.justification: Field[TextArea] = Field(TextArea(lines=2), required=True, name="plan-reason")
        self.remarks: Field[TextArea] = Field(TextArea(lines=2))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        cells: tuple[QWidget, ...] = (
            self.title, self.agency, self.need_by, self.priority, self.agreement, self.project, self.training,
            self.host_request, self.requested_by, self.maintenance,
        )  # fmt: skip
        for at, cell in enumerate(cells):
            grid.addWidget(cell, at // 4, at % 4)
        grid.addWidget(self.justification, 2, 2)
        grid.addWidget(self.remarks, 2, 3)
        self.header_card.body.addWidget(self.summary)
        self.header_card.body.addLayout(grid)
        self.recipients_card, self.recipients, self.recipient_table, self.add_recipient = self._table(RECIPIENTS)
        self.roster = Button(icon="shirt", kind="ghost")
        self.recipients_card.add_action(self.roster)
        self.lines_card, self.lines, self.line_table, self.add_line = self._table(LINES)
        self.told = Label(role="secondary", token="text2")
        self.lines_card.body.addLayout(row(None, self.told, "stretch", margins=(14, 9, 14, 9)))
        cards = row(None, self.recipients_card, self.lines_card, gap=12)
        cards.setStretch(0, 2)
        cards.setStretch(1, 3)
        self.body.addWidget(self.header_card)
        self.body.addLayout(cards, 1)

    def _table(self, columns: tuple[Column, ...]) -> tuple[Card, KeyedTableModel, ListView, Button]:
        card, add = Card(), Button(icon="plus", kind="ghost")
        card.add_action(add)
        model = KeyedTableModel(columns, parent=self)
        table = ListView(model, density="two-line")
        table.setMinimumHeight(180)
        card.body.addWidget(table, 1)
        return card, model, table, add

    def _connect(self) -> None:
        self.save.clicked.connect(self._save)
        self.add_recipient.clicked.connect(self.new_recipient)
        self.add_line.clicked.connect(self.new_line)
        self.roster.clicked.connect(self.open_roster)
        self.recipient_table.opened.connect(self._change_recipient)
        self.line_table.opened.connect(self._change_line)
        self.agreement.editor.chosen.connect(self._agreement_chosen)
        for field in self._fields():
            field.editor.edited.connect(self._mark)

    def _fields(self) -> tuple[Field[Any], ...]:
        return (
            self.title, self.agency, self.need_by, self.priority, self.agreement, self.project, self.training,
            self.host_request, self.requested_by, self.maintenance, self.justification, self.remarks,
        )  # fmt: skip

    def _retranslate(self) -> None:
        known = self.form.draft.id is not None
        self.head.set_title(_("Change plan") if known else _("New requirement"))
        self.save.setText(_("Save plan"))
        self.header_card.set_title(_("Requirement"))
        self.recipients_card.set_title(_("Recipients"))
        self.lines_card.set_title(_("What they need"))
        self.add_recipient.setText(_("Add recipient"))
        self.add_line.setText(_("Add line"))
        self.roster.setText(_("Sizes…"))
        self.recipient_table.set_nothing(_("Add the facilities that receive."))
        self.line_table.set_nothing(_("Add kits or items; they are counted for each person."))
        for field, label in zip(
            self._fields(),
            (
                _("Purpose"), _("Host agency"), _("Needed by"), _("Priority"), _("Agreement"), _("Project"),
                _("Training event"), _("Host request (letter no.)"), _("Asked for by"), _("Maintenance"), _("Reason"),
                _("Remarks"),
            ),
            strict=True,
        ):  # fmt: skip
            field.set_label(label)
        self.priority.editor.set_options([Option(key, _(words)) for key, words in PRIORITIES.items()])
        self.priority.editor.set_value(self.form.draft.priority.value)
        self._show_contents()

    def crumbs(self) -> tuple[Crumb, ...]:
        """Return the path."""
        return (
            Crumb(_("Purchasing"), Route("orders")), Crumb(_("Requirements"), Route("requirements")),
            Crumb(self.head.title()),
        )  # fmt: skip

    # keeping what is typed ----------------------------------------------------------------------------------

    def _mark(self) -> None:
        self._edited = True

    def is_unsaved(self) -> bool:
        """Tell whether something was typed since the plan was saved."""
        return self._edited

    def is_done(self) -> bool:
        """A page that was saved, or in which nothing was typed, is not shown again."""
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

    # loading ------------------------------------------------------------------------------------------------

    def _load(self) -> None:
        jobs = self.context.jobs
        jobs.read(self, choices.agencies, done=partial(self._options, self.agency, "agency_id"))
        jobs.read(self, agreement_options, done=partial(self._options, self.agreement, "agreement_id"))
        jobs.read(self, project_options, done=partial(self._options, self.project, "project_id"))
        jobs.read(self, choices.facilities, done=self._facilities)
        jobs.read(self, choices.units, done=self._units)
        jobs.read(self, choices.goods, done=self._goods)
        if self.route.id is not None:
            jobs.read(self, planparts.draft, self.route.id, done=self._show, failed=self._failed)

    def _options(self, field: Field[Combo], name: str, found: list[tuple[int, str]]) -> None:
        field.editor.set_options([Option(value, text) for value, text in found])
        field.editor.set_value(getattr(self.form.draft, name))

    def _facilities(self, found: list[FacilityChoice]) -> None:
        self.form.facilities = {one.id: one for one in found}
        self._show_contents()

    def _units(self, found: list[tuple[int, str]]) -> None:
        self.form.units = dict(found)
        self._show_contents()

    def _goods(self, found: list[GoodsChoice]) -> None:
        self.form.goods = {(one.kind, one.id): one for one in found}
        self._show_contents()
        if self._wants_roster:
            self._wants_roster = False
            self.open_roster()

    def _show(self, draft: RequirementDraft) -> None:
        self.form.draft = draft
        for field, name in ((self.agency, "agency_id"), (self.agreement, "agreement_id"), (self.project, "project_id")):
            field.editor.set_value(getattr(draft, name))
        for text, value in (
            (self.title, draft.title), (self.training, draft.training_event), (self.host_request, draft.host_request),
            (self.requested_by, draft.requested_by), (self.maintenance, draft.maintenance),
        ):  # fmt: skip
            text.editor.setText(value)
        self.justification.editor.setText(draft.justification)
        self.remarks.editor.setText(draft.remarks)
        self.need_by.editor.set_day(draft.need_by)
        self._retranslate()
        self._edited = False
        self.presented.emit()

    def _agreement_chosen(self, agreement: object) -> None:
        wanted = agreement if isinstance(agreement, int) else None
        self.form.draft = replace(self.form.draft, project_id=_id(self.project))
        self.context.jobs.read(self, project_options, wanted, done=partial(self._options, self.project, "project_id"))

    def _show_contents(self) -> None:
        self.recipients.set_rows(self.form.recipients())
        self.lines.set_rows(self.form.lines())
        heads = sum(one.headcount for one in self.form.draft.recipients)
        count = len(self.form.draft.recipients)
        said = ngettext("{n} recipient", "{n} recipients", count).format(n=count)
        persons = ngettext("{n} person", "{n} persons", heads).format(n=number(heads))
        self.told.setText(f"{said} · {persons}")
        kits, items = self.form.sized_goods()
        reason = "" if count else _("Add a recipient first")
        self.roster.set_reason(reason or ("" if kits or items else _("Add what they need first")))

    # acting -------------------------------------------------------------------------------------------------

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here."""
        return (
            Command("requirement.save", N_("Save this plan"), self._save, "Ctrl+S", "check"),
            Command("requirement.add-recipient", N_("Add a recipient"), self.new_recipient, "Ctrl+Shift+N", "building-2"),
            Command("requirement.add-line", N_("Add what they need"), self.new_line, "Ctrl+N", "plus"),
            Command("requirement.roster", N_("Size roster of the current recipient"), self.open_roster, "Ctrl+L", "shirt",
                    self.roster.reason),
            Command("requirement.remove", N_("Remove this recipient or line"), self._remove, "Del", "x"),
        )  # fmt: skip

    def hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of this screen."""
        return (
            KeyHint("Ctrl N", _("add line")), KeyHint("Ctrl Shift N", _("add recipient")),
            KeyHint("Ctrl L", _("sizes")), KeyHint("Ctrl S", _("save")),
        )  # fmt: skip

    def panels(self) -> tuple[QWidget, ...]:
        """Return the panels that F6 goes through."""
        return self.title.editor, self.recipient_table, self.line_table

    def focus_first(self) -> None:
        """Put the focus into the first field."""
        self.title.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def new_recipient(self) -> None:
        """Ask for a recipient."""
        RecipientDialog(self.context, self, self.form, None, done=partial(self._put_recipient, None)).open()

    def new_line(self) -> None:
        """Ask for a line."""
        GoodsDialog(self.context, self, self.form, None, done=partial(self._put_line, None)).open()

    def _change_recipient(self, at: Any) -> None:
        if isinstance(at, int) and at < len(self.form.draft.recipients):
            had = self.form.draft.recipients[at]
            RecipientDialog(self.context, self, self.form, had, done=partial(self._put_recipient, at)).open()

    def _change_line(self, at: Any) -> None:
        if isinstance(at, int) and at < len(self.form.draft.lines):
            had = self.form.draft.lines[at]
            GoodsDialog(self.context, self, self.form, had, done=partial(self._put_line, at)).open()

    def _put_recipient(self, at: int | None, recipient: RecipientDraft) -> None:
        self.form.put_recipient(recipient, at)
        self._contents_changed()

    def _put_line(self, at: int | None, line: RequirementLineDraft) -> None:
        self.form.put_line(line, at)
        self._contents_changed()

    def _remove(self) -> None:
        table = self.line_table if self.line_table.hasFocus() else self.recipient_table
        at = table.current_key()
        if not isinstance(at, int):
            return
        before = self.form.draft
        (self.form.drop_line if table is self.line_table else self.form.drop_recipient)(at)
        self._contents_changed()

        def undo() -> None:
            self.form.draft = before
            self._contents_changed()

        self.context.notices.show_notice(_("Removed."), action=_("Undo"), act=undo, key="Ctrl Z")

    def _contents_changed(self) -> None:
        self._mark()
        self._show_contents()

    def open_roster(self) -> None:
        """Open the size roster of the current recipient."""
        if self.roster.reason():
            return
        at = self.recipient_table.current_key()
        place = at if isinstance(at, int) and at < len(self.form.draft.recipients) else 0
        kits, items = self.form.sized_goods()
        self.context.jobs.read(self, sized_items, kits, items, done=partial(self._ask_sizes, place))

    def _ask_sizes(self, at: int, items: list[SizedItem]) -> None:
        if not items:
            self.context.notices.show_notice(_("Nothing on this plan comes in sizes."))
            return
        one = self.form.draft.recipients[at]
        name = self.form.recipients()[at].facility
        RosterDialog(
            self.context, self, name, items, one.sizes, one.headcount, done=partial(self._sized, at)
        ).open()  # fmt: skip

    def _sized(self, at: int, sizes: tuple[PersonSize, ...], persons: int) -> None:
        self.form.set_sizes(at, sizes, persons)
        self._contents_changed()

    def _save(self) -> None:
        if self.save.is_busy() or not self._valid():
            return
        self.form.draft = replace(
            self.form.draft, title=self.title.editor.text(), agency_id=_id(self.agency), need_by=self.need_by.editor.day(),
            agreement_id=_id(self.agreement), project_id=_id(self.project),
            priority=Priority(str(self.priority.editor.value() or "routine")), training_event=self.training.editor.text(),
            host_request=self.host_request.editor.text(), requested_by=self.requested_by.editor.text(),
            maintenance=self.maintenance.editor.text(), justification=self.justification.editor.text(),
            remarks=self.remarks.editor.text(),
        )  # fmt: skip
        self.context.jobs.write(
            self, commands.save_requirement, self.form.draft, done=self._saved, failed=self._failed, button=self.save
        )

    def _valid(self) -> bool:
        errors = []
        if not self.title.editor.text().strip():
            self.title.set_error(_("Say what the plan is for."))
            errors.append(_("Purpose is missing"))
        if not self.need_by.editor.is_valid():
            self.need_by.set_error(_("Enter a day, such as 24 Nov."))
            errors.append(_("{field} is not a date").format(field=self.need_by.label()))
        self.summary.show_errors(_("Some fields need a change"), errors if len(errors) > 1 else [])
        return not errors

    def _saved(self, requirement_id: int) -> None:
        self._edited = False
        self.context.notices.show_notice(_("Plan saved. Submit it when it is whole."))
        self.context.navigator.replace(Route("requirement", requirement_id))

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, RulesBroken):
            self.summary.show_errors(_("This plan cannot be saved yet"), [sentence(one) for one in error.problems])
        elif isinstance(error, LogisticsError):
            self.banner.show_message("bad", sentence(error))
        else:
            self.context.notices.show_error(error)


def _id(field: Field[Combo]) -> int | None:
    value = field.editor.value()
    return value if isinstance(value, int) else None
