"""A scan that the page does not take: the features are asked one after the other what it names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject

from inl_logistics.kernel.translation import _
from ui.kit.jobs import Jobs
from ui.kit.navigation import Navigator, ScanSource
from ui.kit.notices import Notices


class ScanAsker(QObject):
    """Opens what a scanned text names, or says that nothing is called so."""

    def __init__(self, parent: QObject, jobs: Jobs, navigator: Navigator, notices: Notices) -> None:
        super().__init__(parent)
        self._jobs, self._navigator, self._notices = jobs, navigator, notices

    def ask(self, text: str, sources: Sequence[ScanSource]) -> None:
        """Ask the sources in their order; the first answer is opened."""
        if not sources:
            words = _("Nothing here is called “{text}”.").format(text=text)
            self._notices.show_notice(words, tone="warn")
            return
        source, rest = sources[0], sources[1:]

        def done(answer: Any) -> None:
            if answer is None:
                self.ask(text, rest)
            else:
                self._navigator.open(source.route(answer))

        self._jobs.read(self, source.question, text, done=done)
