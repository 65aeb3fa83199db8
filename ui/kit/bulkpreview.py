"""What would become of several chosen rows, before it is done to all of them or to none.

class RetireDialog(BulkPreview[ChangeRow]):
    def __init__(self, page, rows):
        super().__init__(page, _("Retire these items?"), rows, COLUMNS, key=lambda row: row.item_id)
        self.body.addWidget(self.table, 1)
        self.show_preview()

BulkActs(page)._tell(said)       # clears the ticks, says it, and reads the list anew
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QObject

from inl_logistics.kernel.translation import _
from ui.kit.formdialog import FormDialog
from ui.kit.listpage import ListPage
from ui.kit.tables import Column, KeyedTableModel, ListView

R = TypeVar("R")


class BulkPreview(FormDialog, Generic[R]):
    """A table of the chosen rows with what would become of each; what acts on them is added by the subclass."""

    def __init__(
        self, page: ListPage, title: str, rows: Sequence[R], columns: Sequence[Column], *, key: Callable[[R], int],
        width: int = 860,
    ) -> None:  # fmt: skip
        super().__init__(page.context, page, title, verb="", width=width)
        self.rows, self._key = tuple(rows), key
        self.model = KeyedTableModel(columns, parent=self)
        self.table = ListView(self.model)
        self.table.setAccessibleName(title)
        self.table.setMinimumHeight(230)

    def show_preview(self) -> None:
        """Show the rows anew."""
        self.model.set_rows(self.rows, keys=[self._key(one) for one in self.rows])


class TickedActs(QObject):
    """The acts on ticked rows of a list: they end in a notice, and in the list as it is then."""

    def __init__(self, page: ListPage) -> None:
        super().__init__(page)
        self._list = page

    def tell(self, said: str, *, undo: Callable[[], None] | None = None) -> None:
        """Say what was done; with `undo` it can be taken back from the notice."""
        self._list.model.clear_ticks()
        if undo is None:
            self._list.context.notices.show_notice(said)
        else:
            self._list.context.notices.show_notice(said, action=_("Undo"), act=undo, key="Ctrl Z")
        self._list.refresh()
