"""Which cards hold something typed that is not saved yet; their title says so until it is.

self.unsaved = Unsaved(self)
self.unsaved.watch("post", self.post_card, lambda: _("The post"), fields)
self.unsaved.settle("post")                                  # saved, or shown anew
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from inl_logistics.kernel.translation import _
from ui.kit.cards import Card
from ui.kit.fields import Field


class Unsaved(QObject):
    """Follows the fields of a page's cards."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._cards: dict[str, tuple[Card, Callable[[], tuple[str, str]]]] = {}
        self._edited: set[str] = set()

    def watch(self, name: str, card: Card, title: Callable[[], tuple[str, str]], fields: Iterable[Field[Any]]) -> None:
        """Follow a card's fields; `title` gives its title and the note of a saved one."""
        self._cards[name] = (card, title)
        for field in fields:
            field.editor.edited.connect(partial(self._mark, name))

    def _mark(self, name: str) -> None:
        if name not in self._edited:
            self._edited.add(name)
            self.retranslate()
            self.changed.emit()

    def settle(self, *names: str) -> None:
        """Nothing typed is left in these cards."""
        if self._edited.intersection(names):
            self._edited.difference_update(names)
            self.retranslate()
            self.changed.emit()

    def has(self, name: str) -> bool:
        """Tell whether a card holds something that is not saved."""
        return name in self._edited

    def any(self) -> bool:
        """Tell whether any card does."""
        return bool(self._edited)

    def retranslate(self) -> None:
        """Write the titles."""
        for name, (card, words) in self._cards.items():
            title, note = words()
            card.set_title(title, _("not saved yet") if name in self._edited else note)
