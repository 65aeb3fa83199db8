"""Check boxes of a count's plan: none ticked means all; where there are many, a field finds the others.

    bins = TickBoxes(changed); bins.set_options(_("Bins (none ticked: all)"), ((7, "A-04"), ...)); bins.tick((7,)); bins.ticked()

What is ticked stays shown and stays ticked, whatever is looked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from inl_logistics.kernel.text import fold
from inl_logistics.kernel.translation import _, ngettext
from ui.kit import theme
from ui.kit.choices import CheckBox
from ui.kit.fields import LineEdit
from ui.kit.formats import number
from ui.kit.widget import Label, column, row

_ACROSS = 3
MOST = 24  # boxes shown at once


class TickBoxes(QWidget):
    """Check boxes side by side, of which some may be looked for."""

    def __init__(self, changed: Callable[[], None]) -> None:
        super().__init__()
        self._changed = changed
        self._options: tuple[tuple[object, str], ...] = ()
        self._ticked: set[object] = set()
        self._caption = Label(role="label", token="text2")
        self.finder = LineEdit()
        self.finder.setFixedWidth(theme.px(200))
        self.more = Label(role="secondary", token="text3")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(2)
        for at in range(_ACROSS):
            self._grid.setColumnStretch(at, 1)
        self.boxes: dict[object, CheckBox] = {}
        head = row(None, self._caption, "stretch", self.finder, gap=12)
        column(self, head, self._grid, self.more, gap=4)
        self.finder.textEdited.connect(lambda _text: self._lay())

    def set_options(self, caption: str, options: Sequence[tuple[object, str]]) -> None:
        """Show other options, keeping what is ticked of them."""
        self._options = tuple(options)
        self._ticked &= {key for key, _words in options}
        self._caption.setText(caption)
        self.finder.setPlaceholderText(_("Find one of {n}").format(n=number(len(options))))
        self.finder.setAccessibleName(caption)
        self.finder.setVisible(len(options) > MOST)
        self.setVisible(len(options) > 1)
        self._lay()

    def _lay(self) -> None:
        """Show what is ticked and what is looked for."""
        typed = fold(self.finder.text()).split() if self.finder.isVisibleTo(self) else []
        hits = [one for one in self._options if one[0] in self._ticked or all(word in fold(one[1]) for word in typed)]
        hits.sort(key=lambda one: one[0] not in self._ticked)
        room = max(MOST, len(self._ticked))
        for box in self.boxes.values():
            self._grid.removeWidget(box)
            box.hide()
            box.deleteLater()
        self.boxes = {}
        for at, (key, words) in enumerate(hits[:room]):
            box = CheckBox(words)
            box.setChecked(key in self._ticked)
            box.toggled.connect(partial(self._toggled, key))
            self.boxes[key] = box
            self._grid.addWidget(box, at // _ACROSS, at % _ACROSS, Qt.AlignmentFlag.AlignLeft)
        rest = len(hits) - room
        said = ngettext("{n} more: type to find it.", "{n} more: type to find them.", max(0, rest))
        self.more.setText(said.format(n=number(rest)) if rest > 0 else _("Nothing matches") if not hits else "")
        self.more.setVisible(bool(self.more.text()))

    def _toggled(self, key: object, on: bool) -> None:
        if on:
            self._ticked.add(key)
        else:
            self._ticked.discard(key)
        self._changed()

    def ticked(self) -> tuple[Any, ...]:
        """Return what is ticked, in the order of the options."""
        return tuple(key for key, _words in self._options if key in self._ticked)

    def ticked_words(self) -> list[str]:
        """Return the words of what is ticked."""
        return [words for key, words in self._options if key in self._ticked]

    def tick(self, keys: Sequence[object]) -> None:
        """Tick these and no others."""
        self._ticked = {key for key, _words in self._options if key in keys}
        self._lay()
