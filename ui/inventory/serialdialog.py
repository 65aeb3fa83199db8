"""Correcting a serial that was typed wrongly. Source: product.md 4 (Serials: O/0 and I/1 warn and confirm)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from inl_logistics.inventory.correcting import SerialDraft, correct_serial
from inl_logistics.inventory.layers import UnitHead
from inl_logistics.kernel.problems import RulesBroken
from inl_logistics.kernel.translation import _
from ui.kit import paint
from ui.kit.choices import CheckBox
from ui.kit.fields import Field, LineEdit
from ui.kit.formdialog import FormDialog
from ui.kit.navigation import PageContext
from ui.kit.widget import Label


class SerialDialog(FormDialog):
    """The right serial and why; one that looks like another unit's must be confirmed."""

    def __init__(self, context: PageContext, over: QWidget, unit: UnitHead) -> None:
        super().__init__(context, over, _("Correct the serial"), verb=_("Correct"), width=440)
        self._unit = unit
        said = _("Papers that were signed keep {serial}, and it finds the unit as before.").format(
            serial=paint.isolated(unit.serial)
        )
        self.body.addWidget(Label(said, role="body", token="text2", wrap=True))
        self.serial = self.add("serial", Field(LineEdit(mono=True), required=True), _("Serial on the unit"))
        self.serial.editor.setText(unit.serial)
        self.reason = self.add("reason", Field(LineEdit(), required=True), _("Reason"))
        self.sure = CheckBox(_("I read the label twice: it is right"))
        self.sure.hide()
        self.body.addWidget(self.sure)
        self.serial.editor.selectAll()

    def refused(self, error: BaseException) -> None:
        """Offer to confirm a serial that looks like another one."""
        if isinstance(error, RulesBroken) and any(one.code == "serial-alike" for one in error.problems):
            self.sure.show()
        super().refused(error)

    def field_of(self, where: tuple[str | int, ...]) -> str:
        """Say at the serial what is asked to be confirmed."""
        return "serial" if where[:1] == ("sure",) else super().field_of(where)

    def send(self) -> None:
        """Correct it."""
        self.write(
            correct_serial,
            SerialDraft(
                self._unit.unit_id, self.serial.editor.text(), self.reason.editor.text(), self.sure.isChecked()
            ),
        )
