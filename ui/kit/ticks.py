"""Which rows of a list are ticked, by key; those that a filter hides are kept and left alone. Source: ui.md 6.

class Model(QAbstractTableModel, Ticks): ...      # which has the signal ticks_changed
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any


class Ticks:
    """The ticks of a model; actions work on the shown ones only."""

    ticks_changed: Any  # the model's signal

    def _begin_ticks(self) -> None:
        self._ticked: set[Any] = set()
        self._hidden_ticks = 0
        self._among: Sequence[Any] = ()

    def follow_keys(self, keys: Sequence[Any]) -> None:
        """Take over which keys are shown."""
        self._among = keys
        if self._ticked:
            self._hidden_ticks = len(self._ticked.difference(keys))
            self.ticks_changed.emit()

    def ticked(self) -> list[Any]:
        """Return the ticked keys that are shown, in the list's order."""
        if not self._ticked:
            return []
        return [key for key in self._among if key in self._ticked]

    def is_ticked(self, key: Any) -> bool:
        """Tell whether a key is ticked."""
        return key in self._ticked

    def tick_count(self) -> int:
        """Return how many of the shown keys are ticked."""
        return len(self._ticked) - self._hidden_ticks

    def hidden_tick_count(self) -> int:
        """Return how many ticked keys a filter hides; nothing is done to them."""
        return self._hidden_ticks

    def set_ticked(self, keys: Iterable[Any], on: bool) -> None:
        """Tick or untick shown keys."""
        if on:
            self._ticked.update(keys)
        else:
            self._ticked.difference_update(keys)
        self.ticks_changed.emit()

    def clear_ticks(self) -> None:
        """Untick all, hidden ones too."""
        self._ticked.clear()
        self._hidden_ticks = 0
        self.ticks_changed.emit()

    def drop_hidden_ticks(self) -> None:
        """Forget ticks of rows that are there no more: nothing is filtered and they are not shown."""
        if self._hidden_ticks:
            self._ticked.intersection_update(self._among)
            self._hidden_ticks = 0
            self.ticks_changed.emit()
