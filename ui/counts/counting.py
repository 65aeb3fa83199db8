"""The panel to count with: place in hand, scan field, answer, lines, scans. It stands on the count's page. Picture 04.

The scan field keeps the focus; every scan is written as it comes, so that closing the lid loses none.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from inl_logistics.counts import scanning
from inl_logistics.counts.queries import CountPage, CountRow, SeenScan, lots_at
from inl_logistics.counts.resolving import nameless_at
from inl_logistics.counts.rules import FIRST, SECOND
from inl_logistics.counts.scanning import Decision, Meaning, QuantityDraft, ScanDraft, ScanResult
from inl_logistics.kernel.translation import _, ngettext
from ui.counts import words
from ui.counts.columns import SCANS, counting_columns
from ui.counts.dialogs import GoodsDialog, QuantityDialog
from ui.kit import theme
from ui.kit.buttons import Button
from ui.kit.cards import Card
from ui.kit.choices import Segmented
from ui.kit.combo import Combo, Option
from ui.kit.feedbackbar import FeedbackBar
from ui.kit.formats import number
from ui.kit.keys import name_of
from ui.kit.menus import Entry, drop_menu
from ui.kit.scanedit import ScanEdit
from ui.kit.scantable import ScanTable
from ui.kit.tables import KeyedTableModel, ListView
from ui.kit.widget import column, row

if TYPE_CHECKING:
    from ui.counts.detail import CountDetailPage


class CountingPanel(QWidget):
    """Counts, one place after the other."""

    def __init__(self, page: CountDetailPage) -> None:
        super().__init__()
        self._page, self._context = page, page.context
        self._first = True
        self.place, self.scan = Combo(), ScanEdit(height=42)
        self.place.setFixedWidth(theme.px(230))
        self.round, self.bar = Segmented(height=40), FeedbackBar()
        self.round.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        top = row(None, self.place, self.scan, self.round, gap=10)
        top.setStretch(1, 1)
        card = Card(header=False)
        card.body.addLayout(column(None, top, self.bar, margins=(14, 12, 14, 12), gap=10))
        self.model = KeyedTableModel(counting_columns(lambda: page.found, self._round), parent=self)
        self.table = ScanTable(self.model, self.scan, density="two-line")
        self.table.setMinimumHeight(theme.px(150))
        lines = Card(header=False)
        lines.body.addWidget(self.table, 1)
        self.seen = KeyedTableModel(SCANS, parent=self)
        self.log = ListView(self.seen, density="two-line")
        self.undecided = Button(kind="soft", icon="triangle-alert", pad=10)
        self.side = Card()
        self.side.add_action(self.undecided)
        self.side.body.addWidget(self.log, 1)
        self.side.setFixedWidth(theme.px(320))
        left = column(None, card, lines, gap=12)
        left.setStretch(1, 1)
        whole = row(self, left, self.side, gap=12)
        whole.setStretch(0, 1)
        self.scan.scanned.connect(self.take)
        self.scan.installEventFilter(self)
        self.table.opened.connect(lambda _key: self.type_figure())
        self.log.opened.connect(self._decide_about)
        self.log.row_menu_asked.connect(self._decide_about)
        self.undecided.clicked.connect(self.next_undecided)
        self.bar.undo_asked.connect(self.undo)
        self.place.chosen.connect(lambda _v: self.scan.setFocus())
        self.round.chosen.connect(self._other_hands)

    def retranslate(self) -> None:
        """Set the words again."""
        self.place.setPlaceholderText(_("Place in hand"))
        self.place.setAccessibleName(_("Place in hand"))
        self.scan.setPlaceholderText(_("Scan a bin, a serial or an item's code"))
        self.scan.setAccessibleName(_("Scan a bin, a serial or an item's code"))
        self.table.setAccessibleName(_("Lines of the count"))
        self.log.setAccessibleName(_("Scans"))
        if not self.bar.title:
            self.bar.say("neutral", _("Ready to scan"), _("Arrows choose a line; F2 types a quantity."))

    def show_page(self, found: CountPage) -> None:
        """Show the count as it stands."""
        here = self.place.value()
        self.place.set_options([Option(one.place_id, one.name, one.bin) for one in found.places])
        if self._first and found.places:
            self._first = False
            first = next((one.place_id for one in found.lines if one.counted is None), found.places[0].place_id)
            here = first
        self.place.set_value(here)
        self.round.setVisible(found.two_counters)
        self.table.hide_column("expected", found.blind)
        self.round.set_options([(str(FIRST), found.counter_one), (str(SECOND), found.counter_two or _("Counter 2"))])
        lines = [one for one in found.lines if one.recount and one.counted is None] or list(found.lines)
        self.model.set_rows(lines, keys=[one.line_id for one in lines])
        scans = [one for one in found.scans if self._may_see(one)]
        self.seen.set_rows(scans, keys=[one.id for one in scans])
        self.side.set_title(_("Scans"), number(found.scan_count))
        waiting = ngettext("{n} to decide", "{n} to decide", found.undecided)
        self.undecided.setText(waiting.format(n=number(found.undecided)))
        self.undecided.setVisible(bool(found.undecided))

    def _may_see(self, scan: SeenScan) -> bool:
        """Who counts blind sees no figure of the other counter; what is to be decided is shown to both."""
        found = self._page.found
        apart = found is not None and found.counts_apart and scan.round in {FIRST, SECOND}
        return not apart or scan.round == self._round() or scan.outcome == "unknown"

    def _other_hands(self, _round: str) -> None:
        """The other one counts now."""
        if self._page.found is not None:
            self.show_page(self._page.found)
        self.scan.setFocus()

    # counting -----------------------------------------------------------------------------------------------
    def _round(self) -> int:
        return int(self.round.current() or FIRST)

    def _counter(self) -> str:
        found = self._page.found
        if found is None:
            return ""
        return found.counter_two if self._round() == SECOND else found.counter_one

    def _place_in_hand(self) -> int | None:
        if not self.place.settle():
            return None
        chosen = self.place.value()
        return chosen if isinstance(chosen, int) else None

    def take(self, text: str) -> None:
        """Take one scan."""
        self.scan.setText("")
        place = self._place_in_hand()
        if place is None:
            self.say(words.Answer("bad", _("Choose or scan a place first"), "", "bad"))
            return
        draft = ScanDraft(self._page.id, text, place, self._round(), self._counter())
        self._context.jobs.write(self, scanning.scan, draft, done=self._answered, failed=self.refused)

    def _answered(self, result: ScanResult) -> None:
        if result.meaning is Meaning.HOW_MANY and result.variant_id is not None:
            read = partial(self._ask, result)
            self._context.jobs.read(self, lots_at, self._page.id, result.place_id, result.variant_id, done=read)
            return
        if result.meaning is Meaning.BIN:
            if result.place_id not in {one.value for one in self.place.options()}:
                self._page.refresh()
            self.place.set_value(result.place_id, result.place)
        self.say(words.answer(result))
        self._page.refresh()
        if result.line_id is not None:
            self.table.set_current_key(result.line_id)

    def _ask(self, result: ScanResult, lots: object) -> None:
        draft = QuantityDraft(
            self._page.id, result.place_id, result.quantity or 0, variant_id=result.variant_id, lot_id=result.lot_id,
            lot=result.lot, expires_on=result.expires_on, round=self._round(), counter=self._counter(),
        )  # fmt: skip
        self._open(draft, result.item, lots=lots, place=result.place)

    def _open(self, draft: QuantityDraft, item: str, **more: object) -> None:
        dialog = QuantityDialog(self._context, self._page, draft, item, **more)  # type: ignore[arg-type]
        dialog.saved.connect(self._figure)
        dialog.open()

    def _figure(self, result: ScanResult) -> None:
        self.say(words.Answer("ok", _("{text} counted").format(text=result.item), result.place, "ok", undo=True))
        self._page.refresh()
        self.scan.setFocus()
        if result.line_id is not None:
            self.table.set_current_key(result.line_id)

    def current_line(self) -> CountRow | None:
        """Return the line in hand."""
        key, found = self.table.current_key(), self._page.found
        return next((one for one in found.lines if one.line_id == key), None) if found is not None else None

    def type_figure(self) -> None:
        """F2: type how many of the line in hand; units by serial only where their serial is not known."""
        line = self.current_line()
        if line is None:
            return
        if line.is_serial:
            self._context.jobs.read(self, nameless_at, line.line_id, done=partial(self._ask_nameless, line))
        else:
            self._ask_figure(line)

    def _ask_nameless(self, line: CountRow, nameless: int) -> None:
        if nameless:
            self._ask_figure(line)
        else:
            result = ScanResult(Meaning.BY_SERIAL, line.code, line.place_id, line.place, item=line.item)
            self.say(words.answer(result))
            self.scan.setFocus()

    def _ask_figure(self, line: CountRow) -> None:
        draft = QuantityDraft(
            self._page.id, line.place_id, 0, line.line_id, round=self._round(), counter=self._counter()
        )
        so_far = line.seen.get(line.recount or self._round())
        self._open(draft, line.item, so_far=so_far, place=line.place)

    def say(self, answer: words.Answer) -> None:
        """Show and sound an answer."""
        self.bar.say(answer.tone, answer.title, answer.text, undo=answer.undo)
        self._page.sounds.play(answer.sound)

    def refused(self, error: BaseException) -> None:
        """Say why a scan was not stored."""
        self.say(words.refused(error))

    def undo(self) -> None:
        """Take the last scan back."""
        self._context.jobs.write(self, scanning.undo_last, self._page.id, done=self._taken_back, failed=self.refused)

    def _taken_back(self, count: int) -> None:
        self.bar.say("neutral", _("Last scan taken back") if count else _("Nothing to undo"))
        self._page.refresh()

    # deciding -----------------------------------------------------------------------------------------------
    def next_undecided(self) -> None:
        """F8: go to the next scan that nothing is known of."""
        found = self._page.found
        scan = next((one for one in found.scans if one.outcome == "unknown"), None) if found is not None else None
        if scan is not None:
            self.log.set_current_key(scan.id)
            self._ask_what(scan)

    def _decide_about(self, key: object) -> None:
        found = self._page.found
        scan = next((one for one in found.scans if one.id == key), None) if found is not None else None
        if scan is None:
            return
        entries: list[Entry] = []
        if scan.outcome == "unknown":
            entries = [
                ("package", _("Say what it is…"), "", partial(self._ask_what, scan)),
                ("ban", _("Ignore it"), "", partial(self._write, scanning.decide, Decision(scan.id))),
            ]
        entries.append(("undo-2", _("Take this scan back"), "", partial(self._write, scanning.undo_scan, scan.id)))
        drop_menu(self.log.viewport(), entries, below=self.log.current_box())

    def _ask_what(self, scan: SeenScan) -> None:
        dialog = GoodsDialog(self._context, self._page, scan)
        dialog.saved.connect(lambda _none: self._page.refresh())
        dialog.open()

    def _write(self, command: object, *args: object) -> None:
        write = self._context.jobs.write
        write(self, command, *args, done=lambda _none: self._page.refresh(), failed=self.refused)  # type: ignore[arg-type]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows in the empty scan field choose the line in hand."""
        if watched is not self.scan or not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if name_of(event) not in {"Up", "Down", "PgUp", "PgDown"} or self.scan.text():
            return False
        QApplication.sendEvent(self.table, QKeyEvent(event))
        return True
