"""What stands under a list's toolbar: its rows, or why there are none and what can be done. Source: ui.md 10."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QStackedWidget, QWidget

from inl_logistics.kernel.translation import _
from ui.kit.buttons import Button
from ui.kit.cards import EmptyState


class ListBody(QStackedWidget):
    """The table, what is said before the first record, or what is said when nothing matches."""

    def __init__(self, table: QWidget) -> None:
        super().__init__()
        self._table = table
        self.empty, self.nothing = EmptyState("package"), EmptyState("list-filter")
        self.clear_filters = Button(icon="x")
        self.nothing.set_actions(self.clear_filters)
        self._first_use: Callable[[], tuple[str, str]] | None = None
        parts: tuple[QWidget, ...] = (table, self.empty, self.nothing)
        for part in parts:
            self.addWidget(part)

    def retranslate(self) -> None:
        """Set the words again."""
        self.clear_filters.setText(_("Clear filters"))
        if self._first_use is not None:
            self.empty.set_words(*self._first_use())

    def set_first_use(self, icon: str, words: Callable[[], tuple[str, str]], *buttons: Button) -> None:
        """Say what will be here when there is nothing yet."""
        self._first_use = words
        self.empty.set_icon(icon)
        self.empty.set_words(*words())
        self.empty.set_actions(*buttons)

    def show_rows(self) -> None:
        """Show the table."""
        self.setCurrentWidget(self._table)

    def show_none(self, active: Sequence[str]) -> None:
        """Say that there is nothing, under these filters or at all."""
        if not active and self._first_use is not None:
            self.setCurrentWidget(self.empty)
            return
        title = _("Nothing matches {count} filters").format(count=len(active))
        self.nothing.set_words(title if len(active) > 1 else _("Nothing matches"), ", ".join(active))
        self.clear_filters.setVisible(bool(active))
        self.setCurrentWidget(self.nothing)

    def first_button(self) -> Button | None:
        """Return what can be done first where there are no rows, or None."""
        shown = self.nothing if self.currentWidget() is self.nothing else self.empty
        return next((one for one in shown.findChildren(Button) if not one.isHidden()), None)

    def shows_rows(self) -> bool:
        """Tell whether the table is shown."""
        return self.currentWidget() is self._table
