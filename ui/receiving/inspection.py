"""Inspecting goods that wait in quarantine: what passes is released, what fails is marked. Source: domain.md 2.5."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.problems import RulesBroken
from inl_logistics.kernel.translation import N_, _
from inl_logistics.kernel.values import Condition
from inl_logistics.receiving import inspecting
from inl_logistics.receiving.inspecting import Inspected, InspectionDraft
from inl_logistics.receiving.records import InspectionResult
from inl_logistics.transfers.roadgoods import RoadGoods
from ui.kit.combo import Combo, Option
from ui.kit.countanswer import CountQuestion
from ui.kit.fields import DateEdit, Field, LineEdit
from ui.kit.formdialog import FormDialog
from ui.kit.goodschooser import GoodsChooser
from ui.kit.navigation import PageContext

_CONDITIONS = {
    Condition.NEW: N_("New"), Condition.GOOD: N_("Good"), Condition.FAIR: N_("Fair"), Condition.POOR: N_("Poor")
}  # fmt: skip


class InspectionDialog(FormDialog):
    """Who looked at what, and whether it passed."""

    def __init__(self, context: PageContext, over: QWidget, receiving_id: int, goods: Sequence[RoadGoods]) -> None:
        super().__init__(context, over, _("Inspect goods in quarantine"), verb=_("Enter result"), width=720)
        self._receiving_id, self._request = receiving_id, f"window:{uuid4()}"
        self.result = self.field("result", Field(Combo(editable=False), required=True), _("Result"))
        self.condition = self.field("condition", Field(Combo(editable=False)), _("Condition"))
        self.inspector = self.field("inspector", Field(LineEdit(), required=True), _("Inspected by"))
        self.day = self.field("on", Field(DateEdit(today=context.today), required=True), _("Day"))
        self.said = self.field("note", Field(LineEdit()), _("Reason or note"))
        self.result.editor.set_options(
            [
                Option(InspectionResult.PASSED.value, _("Passed: free to use")),
                Option(InspectionResult.FAILED.value, _("Failed: unserviceable")),
            ]
        )
        self.result.editor.set_value(InspectionResult.PASSED.value)
        self.condition.editor.set_options([Option(one.value, _(text)) for one, text in _CONDITIONS.items()])
        self.condition.editor.set_value(Condition.GOOD.value)
        self.day.editor.set_day(context.today())
        self.goods, self.count = GoodsChooser(where=_("In quarantine"), jobs=context.jobs), CountQuestion()
        self.goods.show_goods(goods)
        self.beside(self.result, self.condition, self.inspector)
        self.beside(self.day, self.said)
        self.body.addWidget(self.goods)
        self.body.addWidget(self.count)
        self.result.editor.chosen.connect(self._result_chosen)

    def _result_chosen(self, result: object) -> None:
        self.condition.setEnabled(result != InspectionResult.FAILED.value)

    def problems(self) -> dict[str, str]:
        """Something must be ticked."""
        return {} if self.goods.chosen() else {"lines": _("Tick what was inspected.")}

    def refused(self, error: BaseException) -> None:
        """Ask what a count means, or show what is wrong."""
        if not (isinstance(error, RulesBroken) and self.count.ask(error.problems)):
            super().refused(error)

    def send(self) -> None:
        """Post it."""
        day = self.day.editor.day()
        if day is None:
            return
        lines = tuple(Inspected(one.goods.layer_id, one.quantity, one.goods.unit_id) for one in self.goods.chosen())
        draft = InspectionDraft(
            self._receiving_id, InspectionResult(str(self.result.editor.value())), self.inspector.editor.text(), day,
            lines, Condition(str(self.condition.editor.value())), self.said.editor.text(), self._request,
            self.count.answer(),
        )  # fmt: skip
        self.write(inspecting.inspect, draft)
