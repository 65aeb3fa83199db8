"""Kits taken from the shelves: assembled with exact serials, handed over, sent to another store."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.translation import _
from inl_logistics.kits import choices as offers
from inl_logistics.kits.building import AssembleDraft, assemble
from inl_logistics.kits.handing import KitHandoverDraft, KitTransferDraft, hand_over, transfer
from inl_logistics.kits.queries import KitDetail
from inl_logistics.requirements import choices
from ui.kit.choices import CheckBox
from ui.kit.combo import Combo, Option
from ui.kit.fields import Field, LineEdit, TextArea
from ui.kit.kittaking import KitsOutDialog, TakeDialog
from ui.kit.navigation import PageContext


class AssembleDialog(TakeDialog):
    """Assembles kits: each gets a number of its own, its serials are put aside for it."""

    def __init__(self, context: PageContext, over: QWidget, kit: KitDetail) -> None:
        super().__init__(context, over, _("Assemble {kit}").format(kit=kit.row.name), _("Assemble"))
        self.set_kit(kit)
        self.beside(self.count, self.store)
        self.lay_sizes()
        self.serials = self.add("serials", Field(TextArea(lines=3)), _("These serials (scan or type, one a line)"),
                                hint=_("Others are taken by themselves, first expiry first."))  # fmt: skip
        self.incomplete = CheckBox(_("Also with something missing: it can be completed later"))
        self.options_ = CheckBox(_("With its options"))
        has_options = any(one.optional for one in kit.lines)
        self.options_.setVisible(has_options)
        self.body.addWidget(self.incomplete)
        self.body.addWidget(self.options_)
        self.remark = self.add("note", Field(LineEdit()), _("Note"))

    def send(self) -> None:
        """Assemble them, all or none."""
        serials = tuple(one.strip() for one in self.serials.editor.text().splitlines() if one.strip())
        self.write(
            assemble,
            AssembleDraft(
                self.kit_id(), self.store_id() or 0, self.count.editor.integer() or 0, self.sizes.editor.chosen(),
                serials, self.incomplete.isChecked(), self.options_.isChecked(), self.remark.editor.text(),
            ),
        )  # fmt: skip


class HandOverDialog(KitsOutDialog):
    """Puts kits on a new handover, for a unit and its facility."""

    def __init__(self, context: PageContext, over: QWidget, kit: KitDetail, ticked: Sequence[int] = ()) -> None:
        super().__init__(context, over, _("Hand over {kit}").format(kit=kit.row.name), _("Make handover"))
        self._units_of: dict[int, int | None] = {}
        self.unit = self.field("unit_id", Field(Combo()), _("Unit"))
        self.facility = self.field("facility_id", Field(Combo()), _("Facility"))
        self.beside(self.unit, self.facility)
        self.lay_kits()
        self.set_kit(kit, ticked)
        context.jobs.read(self, choices.units, done=self._take_units)
        context.jobs.read(self, choices.facilities, done=self._take_facilities)

    def _take_units(self, units: list[tuple[int, str]]) -> None:
        self.unit.editor.set_options([Option(ident, name) for ident, name in units])

    def _take_facilities(self, found: list[choices.FacilityChoice]) -> None:
        self.facility.editor.set_options([Option(one.id, one.name, one.unit) for one in found])
        self._units_of = {one.id: one.unit_id for one in found}
        self.facility.editor.chosen.connect(self._facility_chosen)

    def _facility_chosen(self, facility: object) -> None:
        """Propose the unit that the facility belongs to."""
        unit = self._units_of.get(facility) if isinstance(facility, int) else None
        if unit is not None and self.unit.editor.value() is None:
            self.unit.editor.set_value(unit)

    def send(self) -> None:
        """Make the handover draft."""
        unit, facility = self.unit.editor.value(), self.facility.editor.value()
        self.write(
            hand_over,
            KitHandoverDraft(
                self.kit_id(), self.count.editor.integer() or 0, tuple(self.builds.ticked()), self.store_id(),
                self.sizes.editor.chosen(), unit_id=unit if isinstance(unit, int) else None,
                facility_id=facility if isinstance(facility, int) else None,
            ),
        )  # fmt: skip


class TransferDialog(TakeDialog):
    """Sends whole kits to another store."""

    def __init__(self, context: PageContext, over: QWidget, kit: KitDetail) -> None:
        super().__init__(context, over, _("Send {kit} to another store").format(kit=kit.row.name), _("Make transfer"))
        self.set_kit(kit)
        self.target = self.field("to_bin", Field(Combo(), required=True), _("To"))
        self.beside(self.count, self.store, self.target)
        self.lay_sizes()
        context.jobs.read(self, offers.bin_choices, done=self._take_bins)

    def _take_bins(self, found: list[tuple[int, str]]) -> None:
        self.target.editor.set_options([Option(ident, name) for ident, name in found])

    def send(self) -> None:
        """Make the transfer draft."""
        target = self.target.editor.value()
        if isinstance(target, int):
            self.write(transfer, KitTransferDraft(self.kit_id(), self.count.editor.integer() or 0, self.store_id() or 0,
                                                  target, self.sizes.editor.chosen()))  # fmt: skip
