"""The signed return copies of several vehicles came back on one day, with a preview of which."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.outbound.commands import file_return_copies
from inl_logistics.outbound.loads import MissingCopy
from inl_logistics.register.numbers import screen_number
from ui.kit import theme
from ui.kit.fields import DateEdit, Field
from ui.kit.formats import day, number
from ui.kit.formdialog import FormDialog
from ui.kit.navigation import PageContext
from ui.kit.tables import Column, KeyedTableModel, ListView

PREVIEW = (
    Column("number", N_("Waybill"), lambda row: screen_number(row.number), 110, "strong"),
    Column("vehicle", N_("Vehicle"), lambda row: row.vehicle, 120, "text"),
    Column("driver", N_("Driver"), lambda row: row.driver, 120, "quiet", stretch=True),
    Column("left", N_("Left on"), lambda row: day(row.sent_on), 100, "date"),
    Column("road", N_("On the road"), lambda row: number(row.on_road) if row.on_road else "—", 90, "number",
           tone=lambda row: "warn" if row.on_road else None),
)  # fmt: skip


class CopiesDialog(FormDialog):
    """The day; below, each waybill whose copy is filed."""

    def __init__(self, context: PageContext, over: QWidget, found: Sequence[MissingCopy]) -> None:
        title = ngettext("{n} return copy is back", "{n} return copies are back", len(found)).format(
            n=number(len(found))
        )
        super().__init__(context, over, title, verb=_("Save"), width=600)
        self._found = tuple(found)
        self.day = self.add("on", Field(DateEdit(today=context.today), required=True), _("Came back on"))
        self.day.editor.set_day(context.today())
        self.model = KeyedTableModel(PREVIEW, parent=self)
        table = ListView(self.model)
        table.setFixedHeight(theme.px(32 * min(len(found), 7) + 34))
        self.model.set_rows(self._found, keys=[one.waybill_id for one in self._found])
        self.body.addWidget(table)

    def send(self) -> None:
        """File them all."""
        ids = tuple(dict.fromkeys(one.outbound_id for one in self._found))
        self.write(file_return_copies, ids, on=self.day.editor.day())
