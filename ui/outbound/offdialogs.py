"""Dialogs of the road: what comes off a vehicle, where it goes, and that its return copy is back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal
from uuid import uuid4

from PySide6.QtWidgets import QWidget

from inl_logistics.inventory.layers import BinOption, bin_options
from inl_logistics.kernel.translation import _
from inl_logistics.outbound import returning
from inl_logistics.outbound.commands import file_return_copy
from inl_logistics.outbound.loads import StopRow, VehicleRow, on_vehicle
from inl_logistics.outbound.returning import BackDraft, Carried, LossDraft, RedirectDraft, ReloadDraft
from inl_logistics.transfers.roadgoods import RoadGoods
from ui.kit.combo import Combo, Option
from ui.kit.fields import DateEdit, Field, LineEdit
from ui.kit.formdialog import FormDialog
from ui.kit.goodschooser import GoodsChooser
from ui.kit.navigation import PageContext
from ui.outbound import words
from ui.outbound.recipientfields import RecipientFields

Way = Literal["back", "reload", "redirect", "lost"]


class CopyDialog(FormDialog):
    """On which day the signed return copy came back; its scan is a file of the waybill."""

    def __init__(self, context: PageContext, over: QWidget, vehicle: VehicleRow) -> None:
        super().__init__(context, over, _("Return copy of {name}").format(name=words.vehicle_name(vehicle)),
                         verb=_("Save"))  # fmt: skip
        self._vehicle = vehicle
        self.day = self.add("on", Field(DateEdit(today=context.today), required=True), _("Came back on"),
                            hint=_("Add its scan to the files of the vehicle."))  # fmt: skip
        self.day.editor.set_day(vehicle.back_on or context.today())

    def send(self) -> None:
        """Keep it."""
        self.write(file_return_copy, self._vehicle.id, on=self.day.editor.day())


class OffDialog(FormDialog):
    """What comes off a vehicle without a signature: back to a bin, onto another vehicle, to another unit, or lost."""

    def __init__(
        self, context: PageContext, over: QWidget, vehicle: VehicleRow, way: Way, *,
        others: Sequence[VehicleRow] = (), stop: StopRow | None = None,
    ) -> None:  # fmt: skip
        titles = {
            "back": _("Bring back to a store"), "reload": _("Load onto another vehicle"),
            "redirect": _("Give to another unit"), "lost": _("Write off what is lost"),
        }  # fmt: skip
        verbs = {
            "back": _("Bring back"), "reload": _("Load"), "redirect": _("Make handover"), "lost": _("Write off"),
        }  # fmt: skip
        super().__init__(context, over, titles[way], verb=verbs[way], width=760)
        self._vehicle, self._way, self._stop, self._request = vehicle, way, stop, f"window:{uuid4()}"
        self._build(others)
        self.goods = GoodsChooser(damage=way == "back", holders=True, jobs=context.jobs)
        self.body.addWidget(self.goods)
        context.jobs.read(self, on_vehicle, vehicle.id, done=self._show_goods)

    def _build(self, others: Sequence[VehicleRow]) -> None:
        way, context = self._way, self.context
        self.target: Field[Combo] = Field(Combo(), required=way != "lost")
        if way == "back":
            self.field("to_bin", self.target, _("To bin"))
            context.jobs.read(self, bin_options, done=self._show_bins)
        elif way == "reload":
            self.field("to_waybill_id", self.target, _("To vehicle"))
            options = [Option(one.id, words.vehicle_name(one), one.driver) for one in others]
            self.target.editor.set_options(options)
            self.target.editor.set_value(options[0].value if len(options) == 1 else None)
        elif way == "redirect":
            self.field("unit_id", self.target, _("Unit"))
            self.facility: Field[Combo] = self.field("facility_id", Field(Combo(), required=True), _("Facility"))
            self.person: Field[Combo] = self.field("person_id", Field(Combo()), _("Person"))
            RecipientFields(self, unit=self.target, facility=self.facility, person=self.person)
        self.day = self.field("on", Field(DateEdit(today=context.today), required=True), _("Day"))
        self.day.editor.set_day(context.today())
        self.reason = self.field("reason", Field(LineEdit(), required=way != "redirect"),
                                 _("Remarks") if way == "redirect" else _("Reason"))  # fmt: skip
        first = (self.target,) if way != "lost" else ()
        if way == "redirect":
            self.beside(self.target, self.facility, self.person)
            self.body.addWidget(self.reason)
        else:
            self.beside(*first, self.day, self.reason)

    def _show_bins(self, bins: Sequence[BinOption]) -> None:
        self.target.editor.set_options([Option(one.bin_id, one.label, one.address) for one in bins])
        if len(bins) == 1:
            self.target.editor.set_value(bins[0].bin_id)

    def _show_goods(self, found: Sequence[RoadGoods]) -> None:
        mine = [one for one in found if self._stop is None or one.handover_id == self._stop.handover_id]
        loose = [one for one in found if one.handover_id is None and self._stop is not None]
        shown = [one for one in found if one.handover_id is None] if self._way == "redirect" else [*mine, *loose]
        self.goods.show_goods(shown, ticked=self._way in ("back", "reload"))
        if self._way == "redirect" and not shown:
            words_ = _("Handovers hold everything on this vehicle: void or refuse one first, then its goods are free.")
            self.show_problems({"": words_})

    def problems(self) -> dict[str, str]:
        """Something must be ticked."""
        return {} if self.goods.chosen() else {"lines": _("Tick what this is about.")}

    def send(self) -> None:
        """Do it."""
        lines = tuple(
            Carried(one.goods.layer_id, one.quantity, one.goods.unit_id, one.damaged, one.goods.handover_id)
            for one in self.goods.chosen()
        )
        day, reason, target = self.day.editor.day(), self.reason.editor.text(), self.target.editor.value()
        waybill = self._vehicle.id
        if day is None:
            return
        if self._way == "lost":
            self.write(returning.write_off, LossDraft(waybill, day, reason, lines, self._request))
        elif self._way == "back" and isinstance(target, int):
            self.write(returning.bring_back, BackDraft(waybill, target, day, reason, lines, self._request))
        elif self._way == "reload" and isinstance(target, int):
            whole = self.goods.is_everything() and self._stop is None
            draft = ReloadDraft(waybill, target, day, reason, () if whole else lines, self._request)
            self.write(returning.reload, draft)
        elif self._way == "redirect" and isinstance(target, int):
            facility, person = self.facility.editor.value(), self.person.editor.value()
            if isinstance(facility, int):
                who = person if isinstance(person, int) else None
                self.write(returning.redirect, RedirectDraft(waybill, target, facility, who, lines, reason))
