"""How many scans were not taken since somebody looked: a scanner goes on faster than its answers are read.

self.refused = RefusedScans()
self.refused.add("HC-50150 is at Academy Depot.")     # "1 scan not taken"; a click shows what each was told
"""

from __future__ import annotations

from functools import partial

from inl_logistics.kernel.translation import _, ngettext
from ui.kit import formats
from ui.kit.menus import Entry, drop_menu
from ui.kit.widget import Link

_MOST = 20  # so many are listed; the count says all


class RefusedScans(Link):
    """Hidden while there are none."""

    def __init__(self) -> None:
        super().__init__(tone="bad")
        self.told: list[str] = []
        self.clicked.connect(self.open_list)
        self._show()

    def add(self, words: str) -> None:
        """Keep what a scan was told."""
        self.told.append(words)
        self._show()

    def forget(self) -> None:
        """Start anew: they were looked at."""
        self.told.clear()
        self._show()

    def _forget_one(self, words: str) -> None:
        self.told.remove(words)
        self._show()

    def _show(self) -> None:
        count = len(self.told)
        self.set_text(ngettext("{n} scan not taken", "{n} scans not taken", count).format(n=formats.number(count)))
        self.setVisible(bool(count) and self.parent() is not None)

    def retranslate(self) -> None:
        """Say the count in the present language."""
        self._show()

    def open_list(self) -> None:
        """Show them, the last first; choosing one takes it off."""
        entries: list[Entry] = [
            ("circle-alert", words, "", partial(self._forget_one, words)) for words in reversed(self.told[-_MOST:])
        ]
        drop_menu(self, [*entries, ("check", _("All looked at"), "", self.forget)])
