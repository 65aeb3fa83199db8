"""What happened where a vehicle stopped, in one place: signed as printed or with differences, closed, refused, diverted, back.

Goods move by the signed paper, or when they are brought back. Source: domain.md 8 scenario 2, product.md 4.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inl_logistics.handovers.signing import SignDraft
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.outbound.commands import StopDraft, record_stop
from inl_logistics.outbound.loads import GoodsRow, StopRow
from inl_logistics.outbound.records import StopOutcome
from inl_logistics.outbound.stopping import (
    DivertDraft,
    StopRefusedDraft,
    StopSignedDraft,
    divert_stop,
    refuse_stop,
    sign_stop,
)
from inl_logistics.register.numbers import screen_number
from ui.kit import paint
from ui.kit.choices import CheckBox, Segmented
from ui.kit.combo import Combo, Option
from ui.kit.fields import DateEdit, Field, LineEdit
from ui.kit.formats import number
from ui.kit.formdialog import FormDialog
from ui.kit.navigation import PageContext
from ui.kit.widget import Label, column, row
from ui.outbound import words
from ui.outbound.recipientfields import RecipientFields

Further = Literal["differences", "divert", "back"]

PRINTED, DIFFERENT, BACK = "delivered", "partly", "back"
WHAT = {
    PRINTED: N_("Delivered as printed"), DIFFERENT: N_("Delivered with differences"), "closed": N_("Closed: nobody took it"),
    "refused": N_("Refused to sign"), "diverted": N_("Diverted: its cartons go elsewhere"),
    BACK: N_("Brought back to a store"), "": N_("Still open"),
}  # fmt: skip
_FURTHER: dict[str, Further] = {DIFFERENT: "differences", "diverted": "divert", BACK: "back"}


class StopDialog(FormDialog):
    """One question, and what it needs: day and name as the paper says, a note; `further` asks for more on a page of its own."""

    further = Signal(str)

    def __init__(self, context: PageContext, over: QWidget, stop: StopRow) -> None:
        super().__init__(context, over, words.stop_name(stop), verb=_("Save"), width=500)
        self._stop = stop
        self.outcome = self.add("outcome", Field(Combo(editable=False), required=True), _("What happened"))
        self.outcome.editor.set_options([Option(key, _(text)) for key, text in WHAT.items() if self._may_be(key)])
        self.outcome.editor.set_value(stop.fate if stop.fate != "open" else PRINTED)
        self.day = self.field(
            "arrived_on", Field(DateEdit(today=context.today), required=True), _("Day, as the paper says")
        )
        self.day.editor.set_day(stop.signed_on or stop.arrived_on or context.today())
        self.name = self.field("signed_by", Field(LineEdit(), required=True), _("Signed by"))
        self.name.editor.setText(stop.person)
        self.beside(self.day, self.name)
        self.said = self.add("note", Field(LineEdit()), _("Note"))
        self.said.editor.setText(stop.note)
        self.told = Label(role="secondary", token="text2", wrap=True)
        self.body.addWidget(self.told)
        self.outcome.editor.chosen.connect(self._chosen)
        self._chosen(self.outcome.editor.value())

    def _may_be(self, key: str) -> bool:
        signed = self._stop.handover_state in ("signed", "variance", "reversed")
        return key in (PRINTED, DIFFERENT) if signed else key != BACK or bool(self._stop.on_road)

    @property
    def signs(self) -> bool:
        """Tell whether saving enters the signature of the receipt."""
        return self.outcome.editor.value() == PRINTED and self._stop.handover_state == "issued"

    def _chosen(self, what: object) -> None:
        stop, key = self._stop, str(what or "")
        further = key in _FURTHER and not (key == DIFFERENT and stop.handover_state != "issued")
        receipt = paint.isolated(screen_number(stop.receipt))
        self.name.setVisible(self.signs)
        self.name.setEnabled(self.signs)
        self.day.setVisible(not further)
        self.said.setVisible(not further)
        self.said.set_label(_("Reason") if key == "refused" else _("Note"))
        self.said.set_required(key == "refused")
        self.show_problems({})
        told = {
            PRINTED: _("All {n} units of {number} are signed for; they leave our books on this day.") if self.signs
            else _("The receipt is not issued: enter its signature on the handover.")
            if stop.handover_state == "draft" else "",
            DIFFERENT: _("Strike serials and change quantities as the paper says; a variance note lists the rest."),
            "closed": _("The goods stay on the vehicle: divert them, or bring them back."),
            "refused": _("{number} is refused; its goods stay on the vehicle and are free."),
            "diverted": _("{number} is void; whoever takes the cartons gets a receipt of their own."),
            BACK: _("Choose the bin and what of it came back."), "": "",
        }[key]  # fmt: skip
        self.told.setText(told.format(n=number(stop.units), number=receipt) if told else "")
        self.told.setVisible(bool(told))
        self.save.setText(_("Continue…") if further else _("Save"))
        self._place()

    def field_of(self, where: tuple[str | int, ...]) -> str:
        """Say what is wrong at the field that asks for it."""
        names = {"signed_on": "arrived_on", "on": "arrived_on", "arrived_on": "arrived_on", "reason": "note",
                 "signed_by": "signed_by"}  # fmt: skip
        return names.get(str(where[0]) if where else "", "")

    def send(self) -> None:
        """Keep it, or go on to what asks for more."""
        key, day, said = str(self.outcome.editor.value() or ""), self.day.editor.day(), self.said.editor.text()
        asks = _FURTHER.get(key)
        if asks is not None and not (key == DIFFERENT and self._stop.handover_state != "issued"):
            self.dismiss()
            self.further.emit(asks)
        elif day is None:
            return
        elif self.signs:
            signature = SignDraft(self._stop.handover_id, day, self.name.editor.text(), remarks=said)
            self.write(sign_stop, StopSignedDraft(self._stop.id, signature))
        elif key == "refused" and self._stop.handover_state == "issued":
            self.write(refuse_stop, StopRefusedDraft(self._stop.id, day, said))
        else:
            self.write(record_stop, StopDraft(self._stop.id, StopOutcome(key), day if key else None, said))


class DivertDialog(FormDialog):
    """Which cartons of a stop go to whom; the receipt there is issued at once."""

    def __init__(
        self, context: PageContext, over: QWidget, stop: StopRow, goods: Sequence[GoodsRow], others: Sequence[StopRow]
    ) -> None:
        title = _("Divert what is for {name}").format(name=words.stop_name(stop))
        super().__init__(context, over, title, verb=_("Divert and issue receipt"), width=620)
        self._stop = stop
        elsewhere = [one for one in others if one.facility_id != stop.facility_id]
        # The next prison on the way is meant most often: stops that are open come first.
        self._others = {one.id: one for one in sorted(elsewhere, key=lambda one: one.fate != "open")}
        self.boxes: dict[str, CheckBox] = {}
        self.body.addWidget(Label(_("Cartons"), role="header", token="text2"))
        for package, contents in _cartons(goods).items():
            box = self.boxes[package] = CheckBox(package or _("Not packed"))
            box.setChecked(True)
            box.setAccessibleDescription(contents)
            box.toggled.connect(lambda _on: self._count())
            said = Label(contents, role="secondary", token="text2", wrap=True)
            self.body.addLayout(column(None, box, row(None, said, margins=(26, 0, 0, 0)), gap=0))
        self.where = Segmented()
        self.where.setAccessibleName(_("Who takes them"))
        self.where.set_options([("run", _("Another stop of this run")), ("other", _("Another unit"))])
        self.body.addWidget(self.where)
        self.stop = self.add("stop", Field(Combo(editable=False), required=True), _("Stop"))
        self.stop.editor.set_options(
            [Option(one.id, words.stop_name(one), one.unit) for one in self._others.values()]
        )  # fmt: skip
        self.unit = self.field("unit_id", Field(Combo(), required=True), _("Unit"))
        self.facility = self.field("facility_id", Field(Combo(), required=True), _("Facility"))
        self.person = self.field("person_id", Field(Combo()), _("Person"))
        self.beside(self.unit, self.facility, self.person)
        self.day = self.field("on", Field(DateEdit(today=context.today), required=True), _("Day"))
        self.day.editor.set_day(context.today())
        self.reason = self.field("reason", Field(LineEdit(), required=True), _("Reason"))
        self.beside(self.day, self.reason)
        self.reason.editor.setText(stop.note)
        RecipientFields(self, unit=self.unit, facility=self.facility, person=self.person)
        self.where.chosen.connect(self._show_where)
        self.where.choose("run" if self._others else "other", tell=False)
        if self._others:
            self.stop.editor.set_value(next(iter(self._others)))
        self._show_where()
        self._count()

    def _show_where(self, _where: str = "") -> None:
        other = self.where.current() == "other"
        self.stop.setVisible(not other)
        self.stop.setEnabled(not other)
        for field in (self.unit, self.facility, self.person):
            field.setVisible(other)
            field.setEnabled(other)
        self._place()

    def _count(self) -> None:
        count = sum(box.isChecked() for box in self.boxes.values())
        self.save.set_reason("" if count else _("Tick the cartons"))
        self.note.setText(self.save.reason() or _("The rest stays on the vehicle, free."))

    def _chosen_stop(self) -> StopRow | None:
        key = self.stop.editor.value()
        return self._others.get(key) if self.where.current() == "run" and isinstance(key, int) else None

    def problems(self) -> dict[str, str]:
        """A stop of the run must say who signs there."""
        one = self._chosen_stop()
        unclear = one is not None and (one.unit_id is None or one.facility_id is None)
        return {"stop": _("This stop has no unit or facility yet.")} if unclear else {}

    def field_of(self, where: tuple[str | int, ...]) -> str:
        """Say what is wrong at the field that asks for it."""
        name = str(where[0]) if where else ""
        return "on" if name == "arrived_on" else name if name in self.fields else ""

    def send(self) -> None:
        """Void the receipt, make and issue the other one."""
        day, one = self.day.editor.day(), self._chosen_stop()
        who: tuple[object, object, object] = (
            self.unit.editor.value(),
            self.facility.editor.value(),
            self.person.editor.value(),
        )
        if one is not None:
            who = (one.unit_id, one.facility_id, one.person_id)
        unit, facility, person = who
        if day is None or not isinstance(unit, int) or not isinstance(facility, int):
            return
        packages = tuple(key for key, box in self.boxes.items() if box.isChecked())
        self.write(
            divert_stop,
            DivertDraft(
                self._stop.id, day, self.reason.editor.text(), unit, facility, person if isinstance(person, int) else None,
                packages if len(packages) < len(self.boxes) else (),
            ),
        )  # fmt: skip


def _cartons(goods: Sequence[GoodsRow]) -> dict[str, str]:
    """Say of each carton what is in it; what is not packed goes under an empty name."""
    inside: dict[str, dict[str, int]] = {}
    for one in goods:
        counted = inside.setdefault(one.package, {})
        counted[one.item] = counted.get(one.item, 0) + one.quantity
    found = {}
    for package in sorted(inside):
        items = [f"{number(count)} × {item}" for item, count in inside[package].items()]
        more = ngettext("and {n} more", "and {n} more", len(items) - 3).format(n=number(len(items) - 3))
        found[package] = ", ".join([*items[:3], *([more] if len(items) > 3 else [])])
    return found
