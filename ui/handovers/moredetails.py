"""The rest of a handover's head, under Details: project, type, waybill, who else signs, the receipt it refers to, remarks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from inl_logistics.handovers.choices import BinChoice, Original
from inl_logistics.handovers.documents import HandoverType
from inl_logistics.handovers.whole import HandoverDetail
from inl_logistics.kernel.translation import _
from inl_logistics.register.numbers import screen_number
from ui.handovers.words import TYPES
from ui.kit import formats
from ui.kit.choices import CheckBox
from ui.kit.combo import Combo, Option
from ui.kit.fields import Field, LineEdit, TextArea
from ui.kit.widget import KitWidget, column, row

_TEXTS = ("waybill", "witness", "custodian", "interpreter", "remarks")


class MoreDetails(KitWidget):
    """Fields that most handovers leave as they are; tells `changed` when the person changes anything."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.project, self.type = Field(Combo()), Field(Combo(editable=False))
        self.waybill, self.witness = Field(LineEdit()), Field(LineEdit())
        self.custodian, self.interpreter = Field(LineEdit()), Field(LineEdit())
        self.refers_to, self.to_bin = Field(Combo(), required=True), Field(Combo(), required=True)
        self.values, self.remarks = CheckBox(), Field(TextArea(lines=2))
        first = row(None, self.project, self.type, self.refers_to, self.to_bin, self.waybill, gap=10)
        for at, share in enumerate((4, 4, 4, 4, 3)):
            first.setStretch(at, share)
        signers = row(None, self.custodian, self.witness, self.interpreter, gap=10)
        column(self, first, signers, self.remarks, self.values, margins=(14, 0, 14, 10), gap=8)
        for combo in (self.project.editor, self.type.editor, self.refers_to.editor, self.to_bin.editor):
            combo.chosen.connect(self.changed)
        self.type.editor.chosen.connect(self._show_fields)
        for text in (self.waybill.editor, self.witness.editor, self.custodian.editor, self.interpreter.editor):
            text.edited.connect(self.changed)
        self.remarks.editor.edited.connect(self.changed)
        self.values.toggled.connect(self.changed)
        self._offer_types(HandoverType.TITLE)
        self._retranslate()
        self._show_fields()

    def set_originals(self, found: Sequence[Original]) -> None:
        """Offer the signed receipts of the unit."""
        self.refers_to.editor.set_options(
            [
                Option(one.id, screen_number(one.number), f"{formats.day(one.signed_on)} · {one.facility}")
                for one in found
            ]
        )

    def set_bins(self, found: Sequence[BinChoice]) -> None:
        """Offer the bins where returned goods can go."""
        self.to_bin.editor.set_options([Option(one.id, one.name) for one in found])

    def show_detail(self, detail: HandoverDetail, *, editable: bool) -> None:
        """Fill everything from the stored handover."""
        kind = HandoverType(detail.type)
        self._offer_types(kind, completes=detail.completes)
        self.type.editor.set_value(kind)
        self.project.editor.set_value(detail.project_id, detail.project)
        self.refers_to.editor.set_value(
            detail.refers_to_id, screen_number(detail.refers_to) if detail.refers_to else ""
        )
        self.to_bin.editor.set_value(detail.to_bin_id)
        for name in _TEXTS:
            getattr(self, name).editor.setText(str(detail.fields[name]))
        self.values.blockSignals(True)
        self.values.setChecked(bool(detail.fields["show_values"]))
        self.values.blockSignals(False)
        for name in ("project", "to_bin", *_TEXTS):
            getattr(self, name).editor.setEnabled(editable)
        # A return or a make-good was begun from its receipt and stays what it is.
        is_linked = kind is HandoverType.RETURN or detail.completes
        self.type.editor.setEnabled(editable and not is_linked)
        self.refers_to.editor.setEnabled(editable and not is_linked)
        self.values.setEnabled(editable)
        self._show_fields()

    def kind(self) -> HandoverType:
        """Return the type chosen."""
        kind = self.type.editor.value()
        return kind if isinstance(kind, HandoverType) else HandoverType.TITLE

    def _offer_types(self, kind: HandoverType, *, completes: bool = False) -> None:
        # A return begins from the receipt whose goods come back.
        kinds = [one for one in HandoverType if one is not HandoverType.RETURN or kind is HandoverType.RETURN]
        names = {one: TYPES[one.value] for one in kinds}
        if completes:
            names[HandoverType.REPLACEMENT] = TYPES["make-good"]
        self.type.editor.set_options([Option(one, _(name)) for one, name in names.items()])

    def _show_fields(self) -> None:
        kind = self.kind()
        has_original = self.refers_to.editor.value() is not None
        self.refers_to.setVisible(kind is HandoverType.REPLACEMENT or (kind is HandoverType.RETURN and has_original))
        self.to_bin.setVisible(kind is HandoverType.RETURN)
        self.waybill.setVisible(kind is not HandoverType.RETURN)

    def _retranslate(self) -> None:
        self.project.set_label(_("Project"))
        self.type.set_label(_("Type"))
        self.refers_to.set_label(_("Refers to"))
        self.to_bin.set_label(_("Goes to bin"))
        self.waybill.set_label(_("Waybill"))
        self.custodian.set_label(_("Custodian"))
        self.witness.set_label(_("Witness"))
        self.interpreter.set_label(_("Interpreter"))
        for field in (self.custodian, self.witness, self.interpreter):
            field.editor.setPlaceholderText(_("Name, title"))
        self.remarks.set_label(_("Remarks"))
        self.values.setText(_("Print values"))
        self._offer_types(self.kind())
