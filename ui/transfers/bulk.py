"""Several transfers received whole on one day, with a preview of what comes where."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.register.numbers import screen_number
from inl_logistics.transfers.arriving import ReceiveAllDraft, receive_all
from inl_logistics.transfers.queries import TransferRow
from ui.kit import theme
from ui.kit.fields import DateEdit, Field, LineEdit
from ui.kit.formats import number
from ui.kit.formdialog import FormDialog
from ui.kit.navigation import PageContext
from ui.kit.tables import Column, KeyedTableModel, ListView

PREVIEW = (
    Column("number", N_("Transfer"), lambda row: screen_number(row.number), 110, "strong"),
    Column("from", N_("From"), lambda row: row.source, 130, "text"),
    Column("to", N_("To"), lambda row: row.target_bin, 150, "text", stretch=True),
    Column("units", N_("Comes in"), lambda row: number(row.on_road), 80, "numberStrong"),
)


class ReceiveAllDialog(FormDialog):
    """The day and who received; below, each transfer with what comes in of it."""

    def __init__(self, context: PageContext, over: QWidget, rows: Sequence[TransferRow]) -> None:
        title = ngettext("Receive {n} transfer", "Receive {n} transfers", len(rows)).format(n=number(len(rows)))
        super().__init__(context, over, title, verb=_("Receive"), width=620)
        self._rows, self._request = tuple(rows), f"window:{uuid4()}"
        self.day = self.field("on", Field(DateEdit(today=context.today), required=True), _("Day"))
        self.day.editor.set_day(context.today())
        self.received_by = self.field("receiver", Field(LineEdit()), _("Received by"))
        self.beside(self.day, self.received_by)
        self.model = KeyedTableModel(PREVIEW, parent=self)
        table = ListView(self.model)
        table.setFixedHeight(theme.px(32 * min(len(rows), 7) + 34))
        self.model.set_rows(self._rows, keys=[row.key for row in self._rows])
        self.body.addWidget(table)
        units = sum(row.on_road for row in rows)
        self.note.setText(ngettext("{n} unit comes in", "{n} units come in", units).format(n=number(units)))

    def send(self) -> None:
        """Receive all or none."""
        day = self.day.editor.day()
        if day is not None:
            ids = tuple(row.key for row in self._rows)
            self.write(receive_all, ReceiveAllDraft(ids, day, self.received_by.editor.text(), self._request))
