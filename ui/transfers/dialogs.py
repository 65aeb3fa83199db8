"""Dialogs of a transfer: where from and where to; what came off the road."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal
from uuid import uuid4

from PySide6.QtWidgets import QWidget

from inl_logistics.inventory.layers import BinOption, bin_options
from inl_logistics.kernel.problems import RulesBroken
from inl_logistics.kernel.translation import _, ngettext
from inl_logistics.transfers import arriving
from inl_logistics.transfers.arriving import ArrivalDraft, Arrived
from inl_logistics.transfers.commands import TransferDraft, save_transfer, send
from inl_logistics.transfers.queries import StoreChoice, TransferDetail, stores
from ui.kit.combo import Combo, Option
from ui.kit.countanswer import CountQuestion
from ui.kit.fields import DateEdit, Field, LineEdit
from ui.kit.formats import number
from ui.kit.formdialog import FormDialog
from ui.kit.goodschooser import GoodsChooser
from ui.kit.navigation import PageContext
from ui.kit.widget import Label

End = Literal["receive", "back", "lost"]


class HeadDialog(FormDialog):
    """Where a transfer goes from and to, with whom and why. The goods of a draft stay as they are."""

    def __init__(self, context: PageContext, over: QWidget, draft: TransferDraft | None = None) -> None:
        title = _("New transfer") if draft is None else _("Change transfer")
        super().__init__(context, over, title, verb=_("Compose") if draft is None else _("Save"), width=520)
        self._draft = draft
        self._bins: Sequence[BinOption] = ()
        self.source = self.field("from_store", Field(Combo(editable=False), required=True), _("From store"))
        self.target = self.field("to_store", Field(Combo(), required=True), _("To store and bin"))
        self.reason = self.field("reason", Field(LineEdit()), _("Reason"))
        self.day = self.field("planned_on", Field(DateEdit(today=context.today)), _("Planned for"))
        self.sent_by = self.field("sender", Field(LineEdit()), _("Sent by"))
        self.received_by = self.field("receiver", Field(LineEdit()), _("Received by"))
        self.driver = self.field("driver", Field(LineEdit()), _("Driver"))
        self.vehicle = self.field("vehicle", Field(LineEdit()), _("Vehicle"))
        self.remarks = self.field("remarks", Field(LineEdit()), _("Remarks"))
        self.beside(self.source, self.target)
        self.beside(self.reason, self.day)
        self.beside(self.sent_by, self.received_by)
        self.beside(self.driver, self.vehicle)
        self.body.addWidget(self.remarks)
        for name in ("reason", "sender", "receiver", "driver", "vehicle", "remarks"):
            self.fields[name].editor.setText(getattr(draft, name) if draft else "")
        self.day.editor.set_day(draft.planned_on if draft else context.today())
        if draft is not None and draft.picks:
            self.source.setEnabled(False)
            self.source.set_hint(_("Its goods lie there."))
        context.jobs.read(self, stores, done=self._show_stores)
        context.jobs.read(self, bin_options, done=self._show_bins)

    def _show_stores(self, found: Sequence[StoreChoice]) -> None:
        self.source.editor.set_options([Option(one.id, one.name) for one in found])
        fullest = max(found, key=lambda one: one.units, default=None)
        self.source.editor.set_value(self._draft.from_store if self._draft else fullest.id if fullest else None)
        if len(found) < 2:
            self.note.setText(_("Add a second store under Partners first."))

    def _show_bins(self, bins: Sequence[BinOption]) -> None:
        self.target.editor.set_options([Option(one.bin_id, one.label, one.address) for one in bins])
        if self._draft is not None:
            self.target.editor.set_value(self._draft.to_bin)

    def send(self) -> None:
        """Keep it."""
        source, target = self.source.editor.value(), self.target.editor.value()
        if not isinstance(source, int) or not isinstance(target, int):
            return
        known = self._draft or TransferDraft(source, target)
        draft = replace(
            known, from_store=source, to_bin=target, planned_on=self.day.editor.day(), reason=self.reason.editor.text(),
            sender=self.sent_by.editor.text(), receiver=self.received_by.editor.text(), driver=self.driver.editor.text(),
            vehicle=self.vehicle.editor.text(), remarks=self.remarks.editor.text(),
        )  # fmt: skip
        self.write(save_transfer, draft)

    def field_of(self, where: tuple[str | int, ...]) -> str:
        """What lies elsewhere is a matter of the store it comes from."""
        return "from_store" if where and where[0] == "lines" else super().field_of(where)


class _PostingDialog(FormDialog):
    """A day on which goods move; where a count lies after it, it is asked what that means."""

    def __init__(self, context: PageContext, over: QWidget, title: str, *, verb: str, width: int = 460) -> None:
        super().__init__(context, over, title, verb=verb, width=width)
        self.day = self.field("on", Field(DateEdit(today=context.today), required=True), _("Day"))
        self.day.editor.set_day(context.today())
        self.count = CountQuestion()

    def refused(self, error: BaseException) -> None:
        """Ask what the count means, or show what is wrong."""
        if not (isinstance(error, RulesBroken) and self.count.ask(error.problems)):
            super().refused(error)


class SendDialog(_PostingDialog):
    """On which day a transfer leaves."""

    def __init__(self, context: PageContext, over: QWidget, record: TransferDetail) -> None:
        super().__init__(context, over, _("Send transfer"), verb=_("Send"))
        self._record = record
        shown = record.row
        units = ngettext("{n} unit", "{n} units", shown.units).format(n=number(shown.units))
        said = _("{units} leave {source} for {target}.").format(
            units=units, source=shown.source, target=shown.target_bin
        )
        self.body.addWidget(Label(said, role="body", token="text2", wrap=True))
        self.body.addWidget(self.day)
        self.body.addWidget(self.count)

    def send(self) -> None:
        """Post it."""
        self.write(send, self._record.id, sent_on=self.day.editor.day(), count_answer=self.count.answer())


class ArrivalDialog(_PostingDialog):
    """What came off the road on a day: received into the bin, sent back, or written off."""

    def __init__(self, context: PageContext, over: QWidget, record: TransferDetail, end: End) -> None:
        titles = {"receive": _("Receive transfer"), "back": _("Send back"), "lost": _("Write off what never came")}
        verbs = {"receive": _("Receive"), "back": _("Send back"), "lost": _("Write off")}
        super().__init__(context, over, titles[end], verb=verbs[end], width=720)
        self._record, self._end, self._request = record, end, f"window:{uuid4()}"
        self.received_by = self.field("receiver", Field(LineEdit()), _("Received by"))
        self.received_by.editor.setText(record.receiver)
        self.reason = self.field("reason", Field(LineEdit(), required=end != "receive"),
                                 _("Remarks") if end == "receive" else _("Reason"))  # fmt: skip
        self.beside(*((self.day, self.received_by, self.reason) if end == "receive" else (self.day, self.reason)))
        self.goods = GoodsChooser(damage=end == "receive", jobs=context.jobs)
        self.goods.show_goods(record.road, ticked=end != "lost")
        self.body.addWidget(self.goods)
        self.body.addWidget(self.count)

    def open(self) -> None:
        """Start where a scanner writes."""
        super().open()
        self.goods.scan.setFocus()

    def problems(self) -> dict[str, str]:
        """Something must be ticked."""
        return {} if self.goods.chosen() else {"lines": _("Tick what this is about.")}

    def send(self) -> None:
        """Post it."""
        arrived = tuple(
            Arrived(one.goods.layer_id, one.quantity, one.goods.unit_id, one.damaged) for one in self.goods.chosen()
        )
        day = self.day.editor.day()
        if day is None:
            return
        draft = ArrivalDraft(
            self._record.id, day, () if self.goods.is_everything() else arrived, self.received_by.editor.text(),
            self.reason.editor.text(), self._request, self.count.answer(),
        )  # fmt: skip
        self.write(
            {"receive": arriving.receive, "back": arriving.send_back, "lost": arriving.write_off}[self._end], draft
        )
