"""In which condition goods of a return came back: a whole line, some of its serials, or a part of its quantity."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.statewords import CONDITIONS
from inl_logistics.kernel.text import serial_key
from inl_logistics.kernel.translation import _
from inl_logistics.kernel.values import Condition
from ui.kit import paint
from ui.kit.buttons import Button
from ui.kit.combo import Combo, Option
from ui.kit.dialogs import Dialog
from ui.kit.fields import Field, NumberEdit, TextArea
from ui.kit.picklines import Line


@dataclass(frozen=True, slots=True)
class Found:
    """A condition, and of what: these serials or this quantity; neither means the whole line."""

    condition: Condition
    serials: tuple[str, ...] = ()
    quantity: int | None = None


class ConditionDialog(Dialog):
    """Asks for the condition, and for which of the line it holds."""

    def __init__(self, over: QWidget, line: Line, done: Callable[[Found], None]) -> None:
        super().__init__(over, _("Condition of {item}").format(item=paint.isolated(line.item)), width=420)
        self._line, self._done = line, done
        self.condition = Field(Combo(editable=False), required=True)
        self.condition.set_label(_("Came back as"))
        self.condition.editor.set_options([Option(one, _(CONDITIONS[one.value])) for one in Condition])
        self.condition.editor.set_value(line.condition_to or Condition.GOOD)
        self.body.addWidget(self.condition)
        self.serials, self.quantity = Field(TextArea(lines=3)), Field(NumberEdit())
        if line.is_serial:
            self.serials.set_label(_("Only these serials (scan or type, one a line)"))
            self.serials.set_hint(_("Empty: all of the line."))
            self.body.addWidget(self.serials)
        else:
            self.quantity.set_label(_("How many"))
            self.quantity.editor.set_value(line.quantity)
            self.body.addWidget(self.quantity)
        cancel, self.save = Button(_("Cancel"), key="Esc"), Button(_("Set condition"), kind="primary", key="Ctrl Enter")
        cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._accept)
        self.set_buttons(cancel, self.save)

    def _accept(self) -> None:
        condition = self.condition.editor.value()
        if not isinstance(condition, Condition):
            return
        found = Found(condition)
        if self._line.is_serial:
            known = {serial_key(one): one for one in self._line.serials}
            typed = [one.strip() for one in self.serials.editor.text().splitlines() if one.strip()]
            unknown = [one for one in typed if serial_key(one) not in known]
            if unknown:
                self.serials.set_error(_("{serial} is not on this line.").format(serial=paint.isolated(unknown[0])))
                return
            found = Found(condition, tuple(known[serial_key(one)] for one in typed))
        else:
            count = self.quantity.editor.integer()
            if count is None or not 1 <= count <= self._line.quantity:
                self.quantity.set_error(_("Enter a number from 1 to {most}.").format(most=self._line.quantity))
                return
            found = Found(condition, quantity=count)
        self.dismiss()
        self._done(found)
