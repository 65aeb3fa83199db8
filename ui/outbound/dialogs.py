"""Dialogs of planning: which handovers go, on which vehicle, and leaving."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.problems import Severity
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import _, ngettext
from inl_logistics.outbound import planning
from inl_logistics.outbound.commands import OutboundDraft, VehicleDraft, save_outbound
from inl_logistics.outbound.dispatch import DispatchDraft, LeavingCheck, check, dispatch
from inl_logistics.outbound.loads import VehicleRow
from inl_logistics.outbound.queries import HandoverChoice, OutboundDetail, handovers_to_carry
from ui.kit import theme
from ui.kit.choices import CheckBox
from ui.kit.fields import DateEdit, Field, LineEdit
from ui.kit.formats import number
from ui.kit.formdialog import FormDialog
from ui.kit.navigation import PageContext
from ui.kit.tables import KeyedTableModel, ListView
from ui.kit.widget import Label, column
from ui.outbound import words
from ui.outbound.columns import WAITING, waiting_key


class PlanDialog(FormDialog):
    """Which handovers go together, when, and on which first vehicle; for a known plan, which more of them."""

    def __init__(
        self, context: PageContext, over: QWidget, draft: OutboundDraft | None = None, *, ticked: Sequence[int] = ()
    ) -> None:
        title = _("New outbound shipment") if draft is None else _("Add handovers")
        super().__init__(context, over, title, verb=_("Plan") if draft is None else _("Add"), width=760)
        self._draft, self._wanted = draft, tuple(ticked)
        if draft is None:
            self.run = self.field("title", Field(LineEdit()), _("Name of the run"))
            self.planned = self.field("planned_on", Field(DateEdit(today=context.today)), _("Planned for"))
            self.vehicle = self.field("vehicle", Field(LineEdit()), _("Vehicle (plates)"))
            self.driver = self.field("driver", Field(LineEdit()), _("Driver"))
            self.planned.editor.set_day(context.today())
            self.beside(self.run, self.planned)
            self.beside(self.vehicle, self.driver)
        self.model = KeyedTableModel(WAITING, tickable=True, parent=self)
        self.table = ListView(self.model, density="two-line")
        self.table.setMinimumHeight(theme.px(230))
        self.table.setAccessibleName(_("Handovers that wait for a vehicle"))
        self.said = Label(role="secondary", token="text2", wrap=True)
        self.body.addWidget(self.said)
        self.body.addWidget(self.table, 1)
        self.model.ticks_changed.connect(self._count)
        self.table.opened.connect(lambda key: self.model.set_ticked([key], not self.model.is_ticked(key)))
        context.jobs.read(self, handovers_to_carry, draft.id if draft else None, done=self._show)

    def _show(self, found: Sequence[HandoverChoice]) -> None:
        there = {one for vehicle in (self._draft.vehicles if self._draft else ()) for one in vehicle.handover_ids}
        rows = [one for one in found if one.id not in there]
        self.model.set_rows(rows, keys=[waiting_key(one) for one in rows])
        self.said.setText(
            _("Handovers that are not signed and on no vehicle yet. Space ticks one.")
            if rows else _("No handover waits for a vehicle: compose one first.")
        )  # fmt: skip
        self.model.set_ticked([one.id for one in rows if one.id in self._wanted], True)

    def _count(self) -> None:
        count = self.model.tick_count()
        self.note.setText(ngettext("{n} handover", "{n} handovers", count).format(n=count) if count else "")

    def send(self) -> None:
        """Keep the plan."""
        chosen = [int(key) for key in self.model.ticked()]
        draft = self._draft
        if draft is None:
            vehicle = VehicleDraft(self.vehicle.editor.text(), self.driver.editor.text())
            draft = OutboundDraft((vehicle,), self.run.editor.text(), self.planned.editor.day())
        self.write(save_outbound, planning.with_handovers(draft, chosen))


class HeadDialog(FormDialog):
    """Name, day and remarks of a plan."""

    def __init__(self, context: PageContext, over: QWidget, draft: OutboundDraft) -> None:
        super().__init__(context, over, _("Change shipment"), verb=_("Save"))
        self._draft = draft
        self.run = self.add("title", Field(LineEdit()), _("Name of the run"))
        self.planned = self.add("planned_on", Field(DateEdit(today=context.today)), _("Planned for"))
        self.remarks = self.add("remarks", Field(LineEdit()), _("Remarks"))
        self.run.editor.setText(draft.title)
        self.planned.editor.set_day(draft.planned_on)
        self.remarks.editor.setText(draft.remarks)

    def send(self) -> None:
        """Keep it."""
        changed = replace(
            self._draft, title=self.run.editor.text(), planned_on=self.planned.editor.day(),
            remarks=self.remarks.editor.text(),
        )  # fmt: skip
        self.write(save_outbound, changed)


class VehicleDialog(FormDialog):
    """A vehicle with its driver, plates and seal: what its waybill says of it."""

    def __init__(
        self, context: PageContext, over: QWidget, draft: OutboundDraft, vehicle: VehicleDraft | None = None
    ) -> None:
        title = _("Another vehicle") if vehicle is None else _("Change vehicle")
        super().__init__(context, over, title, verb=_("Save vehicle"), width=560)
        self._draft, self._vehicle = draft, vehicle or VehicleDraft()
        labels = {
            "vehicle": _("Vehicle (plates)"), "trailer": _("Trailer"), "driver": _("Driver"),
            "driver_phone": _("Driver's phone"), "escort": _("Escort"), "transporter": _("Transporter"),
            "seal": _("Seal"), "route": _("Route"), "condition": _("Condition at dispatch"), "remarks": _("Remarks"),
        }  # fmt: skip
        for name, label in labels.items():
            self.field(name, Field(LineEdit()), label).editor.setText(getattr(self._vehicle, name))
        self.departs = self.field("departs_on", Field(DateEdit(today=context.today)), _("Leaves on"))
        self.departs.editor.set_day(self._vehicle.departs_on or draft.planned_on)
        for pair in (
            ("vehicle", "trailer"), ("driver", "driver_phone"), ("escort", "transporter"), ("seal", "route"),
            ("departs_on", "condition"),
        ):  # fmt: skip
            self.beside(*(self.fields[name] for name in pair))
        self.body.addWidget(self.fields["remarks"])

    def send(self) -> None:
        """Keep it."""
        texts: dict[str, Any] = {name: self.fields[name].editor.text() for name in planning.TEXTS}
        vehicle = replace(self._vehicle, **texts, departs_on=self.departs.editor.day())
        self.write(save_outbound, planning.with_vehicle(self._draft, vehicle))


class LeaveDialog(FormDialog):
    """Which vehicles leave, on which day, and what is worth knowing before they do."""

    def __init__(self, context: PageContext, over: QWidget, record: OutboundDetail) -> None:
        super().__init__(context, over, _("Let vehicles leave"), verb=_("Leave"), width=520)
        self._record = record
        self.day = self.add("on", Field(DateEdit(today=context.today), required=True), _("Left on"))
        self.day.editor.set_day(context.today())
        self.boxes: dict[int, CheckBox] = {}
        for vehicle in record.vehicles:
            if vehicle.sent_on is None:
                box = CheckBox(_vehicle_words(vehicle))
                box.setChecked(bool(vehicle.stops))
                box.toggled.connect(self._check)
                self.boxes[vehicle.id] = box
                self.body.addWidget(box)
        self.warnings = Label(role="body", tone="warn", wrap=True)
        self.warnings.hide()
        self.body.addLayout(column(None, self.warnings, margins=(0, 4, 0, 0)))
        self.day.editor.edited.connect(self._check)
        self._check()

    def _draft_of(self) -> DispatchDraft:
        ids = tuple(key for key, box in self.boxes.items() if box.isChecked())
        return DispatchDraft(self._record.id, ids, self.day.editor.day())

    def _check(self, *_args: object) -> None:
        draft = self._draft_of()
        if draft.waybill_ids:
            self.context.jobs.read(self, check, draft, today=self.context.today(), done=self._checked)
        else:
            self._checked(LeavingCheck(0, ()))

    def _checked(self, found: LeavingCheck) -> None:
        said = [sentence(one) for one in found.problems if one.severity is Severity.WARN]
        self.warnings.setText("\n".join(said[:8]))
        self.warnings.setVisible(bool(said))
        self.note.setText(_("{n} units").format(n=number(found.units)))
        self.save.set_reason("" if self._draft_of().waybill_ids else _("Tick the vehicles that leave"))
        self._place()

    def field_of(self, where: tuple[str | int, ...]) -> str:
        """Everything but the day is said on top."""
        return "on" if where and where[0] == "on" else ""

    def send(self) -> None:
        """Leave."""
        self.write(dispatch, self._draft_of())


def _vehicle_words(vehicle: VehicleRow) -> str:
    stops = ngettext("{n} stop", "{n} stops", len(vehicle.stops)).format(n=len(vehicle.stops))
    units = _("{n} units").format(n=number(vehicle.units))
    return " · ".join(filter(None, (words.vehicle_name(vehicle), vehicle.driver, stops, units)))
