"""The first step of an import: what it is, which file, and what the file does not say."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from inl_logistics.imports.roles import Kind
from inl_logistics.kernel.translation import _
from ui.imports.words import ABOUT, KINDS
from ui.kit.buttons import Button
from ui.kit.cards import Card
from ui.kit.combo import Combo, Option
from ui.kit.fields import DateEdit, Field, LineEdit
from ui.kit.files import choose_file
from ui.kit.navigation import PageContext
from ui.kit.widget import KitWidget, Label, RoundIcon, column, row

PATTERNS = "*.xlsx *.xlsm *.xls *.ods *.csv *.txt"


class ChooseStep(KitWidget):
    """Kind, file (chosen or dropped), and the options of the kind."""

    chosen = Signal(Path)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.card = Card(header=False, margins=18)
        self.kind: Field[Combo] = Field(Combo(editable=False), name="import-kind")
        self.about = Label(role="secondary", token="text2", wrap=True)
        self.into: Field[LineEdit] = Field(LineEdit(), name="import-into")
        self.store: Field[LineEdit] = Field(LineEdit())
        self.bin: Field[LineEdit] = Field(LineEdit())
        self.as_of: Field[DateEdit] = Field(DateEdit(today=context.today))
        self.agreement: Field[LineEdit] = Field(LineEdit())
        self.project: Field[LineEdit] = Field(LineEdit())
        mark = RoundIcon("file-spreadsheet", size=56, icon_size=24, tone="info")
        self.invite = Label(role="section")
        self.hint = Label(role="body", token="text2", wrap=True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.choose = Button(kind="primary", icon="folder-open", key="Ctrl O", writes=False)
        self.choose.clicked.connect(self.ask)
        top = row(None, self.kind, self.into, self.as_of, self.agreement, self.project, self.store, self.bin, gap=12)
        self.card.body.addLayout(top)
        self.card.body.addWidget(self.about)
        middle = column(
            None, "stretch", row(None, "stretch", mark, "stretch"), 8, row(None, "stretch", self.invite, "stretch"),
            row(None, "stretch", self.hint, "stretch"), 8, row(None, "stretch", self.choose, "stretch"), "stretch", gap=6,
        )  # fmt: skip
        self.card.body.addLayout(middle, 1)
        column(self, self.card).setStretch(0, 1)
        self.kind.editor.chosen.connect(lambda _value: self._show_kind())
        self._retranslate()
        self.set_kind(Kind.ORDERS)

    def _retranslate(self) -> None:
        self.kind.set_label(_("What is in the file"))
        self.kind.editor.set_options([Option(kind.value, _(words)) for kind, words in KINDS.items()])
        self.into.set_label(_("Into shipment"))
        self.store.set_label(_("Store"))
        self.bin.set_label(_("Bin"))
        self.as_of.set_label(_("As of"))
        self.agreement.set_label(_("Agreement"))
        self.project.set_label(_("Project"))
        self.invite.setText(_("Choose a spreadsheet, or drop it here"))
        self.hint.setText(_("Excel, ODS or CSV, as the sender made it. Nothing is saved until you import."))
        self.choose.setText(_("Choose file…"))
        self._show_kind()

    def set_kind(self, kind: Kind) -> None:
        """Choose a kind."""
        self.kind.editor.set_value(kind.value)
        self._show_kind()

    def chosen_kind(self) -> Kind:
        """Return the kind."""
        value = self.kind.editor.value()
        return Kind(value) if isinstance(value, str) and value else Kind.ORDERS

    def _show_kind(self) -> None:
        kind = self.chosen_kind()
        self.about.setText(_(ABOUT[kind]))
        self.into.setVisible(kind in (Kind.PACKING_LIST, Kind.SERIALS))
        self.as_of.setVisible(kind in (Kind.HOLDINGS, Kind.STOCK))
        self.store.setVisible(kind is Kind.STOCK)
        self.bin.setVisible(kind is Kind.STOCK)
        for field in (self.agreement, self.project):
            field.setVisible(kind in (Kind.ORDERS, Kind.SHIPMENTS))

    def ask(self) -> None:
        """Ask for a file."""
        choose_file(self, _("Choose a spreadsheet"), [(_("Spreadsheets"), PATTERNS)], self.chosen.emit)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if _dropped(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the first file."""
        paths = _dropped(event.mimeData())
        if paths:
            self.chosen.emit(paths[0])


def _dropped(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
