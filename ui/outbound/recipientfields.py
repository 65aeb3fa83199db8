"""Unit, facility and official of a diverted or redirected load: what belongs to the unit is offered, the only one is taken.

RecipientFields(self, unit=self.unit, facility=self.facility, person=self.person)
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from inl_logistics.handovers.recipients import Recipient, RecipientChoices, recipient_choices, recipients
from ui.kit.combo import Combo, Option
from ui.kit.fields import Field
from ui.kit.formdialog import FormDialog


class RecipientFields(QObject):
    """Fills three fields of a dialog."""

    def __init__(self, form: FormDialog, *, unit: Field[Combo], facility: Field[Combo], person: Field[Combo]) -> None:
        super().__init__(form)
        self._form, self._unit, self._facility, self._person = form, unit, facility, person
        unit.editor.chosen.connect(self._unit_chosen)
        form.context.jobs.read(form, recipients, today=form.context.today(), done=self._show_units)

    def _show_units(self, found: Sequence[Recipient]) -> None:
        self._unit.editor.set_options([Option(one.unit_id, one.unit, one.agency) for one in found])

    def _unit_chosen(self, unit: object) -> None:
        if isinstance(unit, int):
            self._form.context.jobs.read(self._form, recipient_choices, unit, done=self._show_choices)

    def _show_choices(self, found: RecipientChoices) -> None:
        self._facility.editor.set_options([Option(key, name) for key, name in found.facilities])
        self._person.editor.set_options([Option(key, name) for key, name in found.officials])
        if len(found.facilities) == 1:
            self._facility.editor.set_value(found.facilities[0][0])
        if len(found.officials) == 1:
            self._person.editor.set_value(found.officials[0][0])
