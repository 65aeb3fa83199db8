"""The size tables of the post: named, changed, thrown away. Items that took one over keep their sizes."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from inl_logistics.catalog.sizerules import sizes_of
from inl_logistics.catalog.sizes import SizeTable, SizeTableDraft, delete_size_table, save_size_table, size_tables
from inl_logistics.kernel.translation import N_, _, ngettext
from ui.kit.buttons import Button
from ui.kit.dialogs import Dialog
from ui.kit.fields import Field, LineEdit
from ui.kit.formats import number
from ui.kit.formdialog import FormDialog
from ui.kit.navigation import PageContext
from ui.kit.tables import Column, KeyedTableModel, ListView
from ui.kit.widget import Label, row

_SHOWN = 14
COLUMNS = (
    Column("name", N_("Size table"), lambda r: r.name, 220, "strong"),
    Column("pattern", N_("As written"), lambda r: r.pattern, 160, "mono"),
    Column("count", N_("Sizes"), lambda r: number(len(r.sizes)), 60, "number"),
    Column("sizes", N_("Which are"), lambda r: _listed(r.sizes), 200, "quiet", stretch=True),
)


def _listed(sizes: tuple[str, ...]) -> str:
    return ", ".join(sizes[:_SHOWN]) + ("…" if len(sizes) > _SHOWN else "")


class SizeTableDialog(FormDialog):
    """Makes or changes one table; what it stands for is shown while it is written."""

    def __init__(self, context: PageContext, over: QWidget, table: SizeTable | None) -> None:
        title = _("Change size table") if table else _("New size table")
        super().__init__(context, over, title, verb=_("Save table"), width=480)
        self._id = table.id if table else None
        self.name = self.add("name", Field(LineEdit(), required=True), _("Name"))
        self.pattern = self.add("pattern", Field(LineEdit(mono=True), required=True), _("Sizes"))
        self.name.editor.setText(table.name if table else "")
        self.pattern.editor.setText(table.pattern if table else "")
        self.pattern.editor.setPlaceholderText("XS-4XL   28-48/2 x S/R/L   35-48")
        self.pattern.editor.textChanged.connect(lambda _text: self._again())
        self._again()

    def _again(self) -> None:
        sizes = sizes_of(self.pattern.editor.text())
        count = ngettext("{n} size", "{n} sizes", len(sizes)).format(n=number(len(sizes)))
        self.pattern.set_hint(f"{count}: {_listed(sizes)}" if sizes else "")

    def send(self) -> None:
        """Save it."""
        self.write(save_size_table, SizeTableDraft(self.name.editor.text(), self.pattern.editor.text(), self._id))


class SizeTablesDialog(Dialog):
    """All tables with what they stand for."""

    def __init__(self, context: PageContext, over: QWidget) -> None:
        super().__init__(over, _("Size tables"), width=760)
        self._context, self._over = context, over
        self.model = KeyedTableModel(COLUMNS, parent=self)
        self.table = ListView(self.model)
        self.table.setAccessibleName(_("Size tables"))
        self.table.setMinimumHeight(320)
        self.body.addWidget(Label(_("An item takes a table over in its editor; what it took over it keeps."), role="body",
                                  token="text2", wrap=True))  # fmt: skip
        self.body.addWidget(self.table, 1)
        self.add, self.change, self.drop = (
            Button(_("New table"), icon="plus"),
            Button(_("Change"), icon="pencil"),
            Button(_("Throw away"), icon="trash-2"),
        )
        self.body.addLayout(row(None, self.add, self.change, self.drop, "stretch", gap=8))
        close = Button(_("Close"), key="Esc")
        close.clicked.connect(self.reject)
        self.set_buttons(close)
        self.add.clicked.connect(lambda: self._edit(None))
        self.change.clicked.connect(self._change)
        self.drop.clicked.connect(self._drop)
        self.table.opened.connect(lambda _key: self._change())
        self._tables: tuple[SizeTable, ...] = ()
        self._read()

    def _read(self) -> None:
        self._context.jobs.read(self, size_tables, done=self._show)

    def _show(self, tables: list[SizeTable]) -> None:
        self._tables = tuple(tables)
        self.model.set_rows(self._tables, keys=[one.id for one in self._tables])
        for button in (self.change, self.drop):
            button.set_reason("" if self._tables else _("No size tables yet"))

    def current(self) -> SizeTable | None:
        """Return the table that the list stands on."""
        key = self.table.current_key()
        return next((one for one in self._tables if one.id == key), None)

    def _edit(self, table: SizeTable | None) -> None:
        dialog = SizeTableDialog(self._context, self._over, table)
        dialog.saved.connect(lambda _id: self._read())
        dialog.open()

    def _change(self) -> None:
        table = self.current()
        if table is not None:
            self._edit(table)

    def _drop(self) -> None:
        """Throw the current table away; the notice brings it back."""
        table = self.current()
        if table is None:
            return
        again = SizeTableDraft(table.name, table.pattern)

        def undo() -> None:
            self._context.jobs.write(self._over, save_size_table, again, done=lambda _id: self._read())

        def done(_none: None) -> None:
            said = _("The size table {name} is thrown away.").format(name=table.name)
            self._context.notices.show_notice(said, action=_("Undo"), act=undo)
            self._read()

        self._context.jobs.write(self, delete_size_table, table.id, done=done, failed=self._context.notices.show_error)
