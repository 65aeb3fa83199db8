"""What is said before a shipment is booked: dangerous goods, export marks, what the packing list leaves open."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.shipments.marks import MarkRow
from inl_logistics.shipments.queries import ShipmentDetail
from ui.kit import theme
from ui.kit.buttons import Button
from ui.kit.dialogs import Dialog
from ui.kit.formats import number
from ui.kit.tables import Column, KeyedTableModel, ListView
from ui.kit.tokens import ToneName
from ui.kit.widget import IconMark, Label, column, row


def _authorization(mark: MarkRow) -> str:
    if not mark.is_controlled:
        return "—"
    return mark.authorization or _("none named")


def _tone(mark: MarkRow) -> ToneName | None:
    return "warn" if mark.is_controlled and not mark.authorization else None


MARKS = (
    Column("item", N_("Item"), lambda mark: mark.item, 170, "strong", stretch=True),
    Column("units", N_("Units"), lambda mark: number(mark.quantity), 56, "number"),
    Column("un", N_("UN"), lambda mark: mark.un_number or "—", 92, "mono"),
    Column("class", N_("Class"), lambda mark: mark.hazard_class or "—", 52, "text"),
    Column("name", N_("Proper shipping name"), lambda mark: mark.shipping_name or "—", 150, "quiet", yields=2),
    Column("export", N_("Export"), lambda mark: mark.export_class or "—", 64, "mono"),
    Column("authorization", N_("Authorization"), _authorization, 120, "text", tone=_tone, yields=1),
    Column("packages", N_("Packages"), lambda mark: ", ".join(mark.packages) or "—", 84, "quiet", yields=3),
)


class BookingDialog(Dialog):
    """Marks and warnings, then Book."""

    def __init__(self, over: QWidget, record: ShipmentDetail, done: Callable[[], None]) -> None:
        super().__init__(over, _("Before this shipment is booked"), width=860)
        self._done = done
        for problem in record.warnings:
            mark = column(None, 2, IconMark("triangle-alert", tone="warn"), "stretch")
            words = Label(sentence(problem), role="body", wrap=True)
            words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
            line = row(None, mark, words, gap=8)
            line.setStretch(1, 1)
            self.body.addLayout(line)
        if record.marks:
            count = len(record.marks)
            said = ngettext(
                "{n} item is marked, declared or authorized:", "{n} items are marked, declared or authorized:", count
            )
            self.body.addWidget(Label(said.format(n=count), role="secondary", token="text2"))
            self.model = KeyedTableModel(MARKS, parent=self)
            self.table = ListView(self.model)
            self.table.setFixedHeight(theme.px(32 * min(count, 6) + 34))
            self.model.set_rows(record.marks)
            self.body.addWidget(self.table)
        cancel, self.book = (
            Button(_("Not yet"), key="Esc"),
            Button(_("Book shipment"), kind="primary", key="Ctrl Enter"),
        )
        cancel.clicked.connect(self.reject)
        self.book.clicked.connect(self._book)
        self.set_buttons(cancel, self.book)

    def _book(self) -> None:
        self.dismiss()
        self._done()
