"""What stands beside the counting: the scans, newest first, and once it is posted the files and photos. Picture 04."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.translation import _, ngettext
from inl_logistics.receiving.queries import Counting
from ui.kit import formats
from ui.kit.buttons import Button
from ui.kit.cards import Card
from ui.kit.filescard import FilesCard
from ui.kit.navigation import Page
from ui.kit.widget import column
from ui.receiving.scanlog import ScanLog

_PROBLEMS = frozenset({"unknown", "damaged", "wrong", "set-aside"})


class ScanSide(QWidget):
    """The scan log with its filter, above the files of the receiving."""

    def __init__(self, page: Page, local: Callable[[datetime], datetime]) -> None:
        super().__init__()
        self.log = ScanLog(local)
        self.problems = Button(kind="soft", icon="triangle-alert", pad=10)
        self.problems.setCheckable(True)
        self.problems.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.card = Card()
        self.card.add_action(self.problems)
        self.card.body.addWidget(self.log, 1)
        self.files = FilesCard(page, "receiving")
        self.files.hide()
        self.setFixedWidth(340)
        column(self, self.card, self.files, gap=12).setStretch(0, 1)

    def retranslate(self) -> None:
        """Set the words again."""
        self.log.setAccessibleName(_("Scans"))
        self.files.retranslate()

    def show_scans(self, found: Counting, *, closed: bool) -> None:
        """Show the log, only what is wrong where that is asked for; a posted receiving shows its files too."""
        wrong = [scan for scan in found.scans if scan.outcome in _PROBLEMS]
        self.log.show_scans(wrong if self.problems.isChecked() else found.scans, closed=closed)
        self.card.set_title(_("Scans"), formats.number(found.scan_count))
        problems = ngettext("{n} problem", "{n} problems", found.problem_count)
        self.problems.setText(problems.format(n=formats.number(found.problem_count)))
        self.problems.setVisible(bool(found.problem_count) or self.problems.isChecked())
        self.files.setVisible(closed)
        if closed:
            photos = [scan.id for scan in found.scans if scan.photos]
            self.files.show_of(found.receiving_id, also=[("scan", photos)] if photos else ())
