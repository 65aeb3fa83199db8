"""The dialogs of a plan being written: a recipient, and a line. Source: ui.md 11 (field errors)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.translation import _, ngettext
from inl_logistics.requirements import choices
from inl_logistics.requirements.choices import GoodsChoice
from inl_logistics.requirements.commands import RecipientDraft, RequirementLineDraft
from inl_logistics.requirements.records import Basis
from ui.kit.choices import Segmented
from ui.kit.combo import Combo, Option
from ui.kit.fields import DateEdit, Field, LineEdit, NumberEdit
from ui.kit.formdialog import FormDialog
from ui.kit.navigation import PageContext
from ui.kit.widget import Label
from ui.requirements.form import PlanForm, line_of
from ui.requirements.words import BASES


class RecipientDialog(FormDialog):
    """A facility, its unit and official, for how many persons, and when."""

    def __init__(self, context: PageContext, over: QWidget, form: PlanForm, recipient: RecipientDraft | None, *,
                 done: Callable[[RecipientDraft], None]) -> None:  # fmt: skip
        title = _("Change recipient") if recipient else _("Add recipient")
        super().__init__(context, over, title, verb=_("Save recipient"), width=520)
        self._form, self._had, self._take = form, recipient or RecipientDraft(), done
        self.facility = self.add("facility", Field(Combo(), required=True), _("Facility"))
        self.facility.editor.set_options([Option(one.id, one.name, one.unit) for one in form.facilities.values()])
        self.facility.editor.set_value(self._had.facility_id)
        self.unit = self.field("unit", Field(Combo()), _("Unit that is vetted"))
        self.unit.editor.set_options([Option(one, name) for one, name in form.units.items()])
        self.unit.editor.set_value(self._had.unit_id)
        self.person = self.field("person", Field(Combo()), _("Receiving official"))
        self.beside(self.unit, self.person)
        self.heads = self.field("headcount", Field(NumberEdit(), required=True), _("Persons"))
        self.heads.editor.set_value(self._had.headcount or None)
        self.planned = self.field("planned_on", Field(DateEdit(today=context.today)), _("Handed over on"))
        self.planned.editor.set_day(self._had.planned_on)
        self.beside(self.heads, self.planned)
        self.facility.editor.chosen.connect(self._facility_chosen)
        self.unit.editor.chosen.connect(lambda _unit: self._ask_officials())
        self._ask_officials()

    def _facility_chosen(self, value: Any) -> None:
        found = self._form.facilities.get(value)
        if found is not None and found.unit_id is not None:
            self.unit.editor.set_value(found.unit_id)
        self._ask_officials()

    def _ask_officials(self) -> None:
        unit, facility = self.unit.editor.value(), self.facility.editor.value()
        self.context.jobs.read(self, choices.officials, unit, facility, done=self._officials)

    def _officials(self, found: list[tuple[int, str]]) -> None:
        self.person.editor.set_options([Option(one, name) for one, name in found])
        known = self._had.person_id if self._had.person_id in dict(found) else None
        self.person.editor.set_value(known or (found[0][0] if len(found) == 1 else None))

    def send(self) -> None:
        """Hand the recipient over."""
        self.dismiss()
        self._take(
            RecipientDraft(
                _id(self.facility), _id(self.unit), _id(self.person), self.heads.editor.integer() or 0,
                self.planned.editor.day(), self._had.sizes, self._had.id,
            )
        )  # fmt: skip


class GoodsDialog(FormDialog):
    """What is asked for: a kit, an item by the roster, or one size; how many, for each person or for the recipient."""

    def __init__(self, context: PageContext, over: QWidget, form: PlanForm, line: RequirementLineDraft | None, *,
                 done: Callable[[RequirementLineDraft], None]) -> None:  # fmt: skip
        super().__init__(context, over, _("Change line") if line else _("Add line"), verb=_("Save line"), width=520)
        self._form, self._take = form, done
        self.goods = self.add("goods", Field(Combo(), required=True), _("Kit or item"))
        self.goods.editor.set_options(
            [Option(key, one.label, _note(one)) for key, one in form.goods.items()]
        )  # fmt: skip
        self.told = Label(role="secondary", token="text2", wrap=True)
        self.body.addWidget(self.told)
        self.basis = Segmented()
        self.basis.set_options([(key, _(words)) for key, words in BASES.items()])
        self.basis.setAccessibleName(_("What the quantity counts"))
        self.body.addWidget(self.basis)
        self.quantity = self.field("quantity", Field(NumberEdit(), required=True), _("Quantity"))
        self.recipient = self.field("recipient", Field(Combo(editable=False)), _("For"))
        names = [(one.number, one.facility) for one in form.recipients()]
        self.recipient.editor.set_options([Option(0, _("All recipients")), *(Option(*one) for one in names)])
        self.beside(self.quantity, self.recipient)
        self.remarks = self.add("remarks", Field(LineEdit()), _("Remarks"))
        self.goods.editor.chosen.connect(self._chosen)
        self.basis.choose((line.basis if line else Basis.PERSON).value, tell=False)
        self.recipient.editor.set_value(line.recipient or 0 if line else 0)
        self.quantity.editor.set_value(line.quantity if line else 1)
        if line is not None:
            choice = form.choice_of(line)
            self.goods.editor.set_value((choice.kind, choice.id) if choice else None)
            self.remarks.editor.setText(line.remarks)
            self._tell(choice)

    def _chosen(self, value: Any) -> None:
        choice = self._form.goods.get(value)
        if choice is not None and choice.kind == "kit" and choice.persons > 1:
            self.basis.choose(Basis.TOTAL.value)
        self._tell(choice)

    def _tell(self, choice: GoodsChoice | None) -> None:
        said = ""
        if choice is not None and choice.kind == "kit":
            said = ngettext("A kit for {n} person; its sizes come from the roster.",
                            "A kit for {n} persons; its sizes come from the roster.", choice.persons)  # fmt: skip
            said = said.format(n=choice.persons)
        elif choice is not None and choice.kind == "item":
            said = _("Comes in {n} sizes; each person's comes from the roster.").format(n=choice.sizes)
        self.told.setText(said)
        self.told.setVisible(bool(said))

    def problems(self) -> Mapping[str, str]:
        """A quantity is 1 or more."""
        count = self.quantity.editor.integer()
        return {"quantity": _("Enter 1 or more.")} if count is not None and count < 1 else {}

    def send(self) -> None:
        """Hand the line over."""
        choice = self._form.goods.get(self.goods.editor.value())  # type: ignore[call-overload]  # keys are what was put in
        if choice is None:
            self.show_problems({"goods": _("Choose one of the list.")})
            return
        recipient = self.recipient.editor.value()
        self.dismiss()
        self._take(
            line_of(choice, self.quantity.editor.integer() or 1, Basis(self.basis.current()),
                    recipient if isinstance(recipient, int) and recipient else None, self.remarks.editor.text())
        )  # fmt: skip


def _note(choice: GoodsChoice) -> str:
    return " · ".join(filter(None, (choice.code, _("kit") if choice.kind == "kit" else "")))


def _id(field: Field[Combo]) -> int | None:
    value = field.editor.value()
    return value if isinstance(value, int) else None
