"""Receiving by scanning: eyes on the goods, hands on the scanner. Picture 04; ui.md 10 (Receiving).

The scan field always has the focus; every scan is stored as it comes, so that closing the lid loses none.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from inl_logistics.kernel.translation import _, ngettext
from inl_logistics.labels import codes
from inl_logistics.labels.resolving import Meaning, meaning_of
from inl_logistics.receiving import commands, queries
from inl_logistics.receiving.commands import Mode, ScanDraft, ScanResult
from inl_logistics.receiving.queries import Counting, CountLine
from inl_logistics.register.numbers import screen_number
from ui.kit import formats, paint, theme
from ui.kit.buttons import Button, IconButton
from ui.kit.cards import Card
from ui.kit.chips import chip
from ui.kit.choices import Segmented
from ui.kit.dialogs import open_overlay
from ui.kit.feedbackbar import FeedbackBar
from ui.kit.keys import name_of
from ui.kit.navigation import Command, Crumb, KeyHint, PageContext, Route
from ui.kit.openpost import local, open_post
from ui.kit.printouts import Printouts
from ui.kit.recordpage import RecordPage
from ui.kit.scanedit import ScanEdit
from ui.kit.scantable import ScanTable
from ui.kit.sounds import Sounds
from ui.kit.tables import KeyedTableModel
from ui.kit.widget import IconMark, Label, Line, column, row
from ui.receiving import counting as words
from ui.receiving.aside import ScanSide
from ui.receiving.asking import CountDialog, TypedCount
from ui.receiving.columns import line_columns
from ui.receiving.commands import page_commands
from ui.receiving.deciding import Deciding
from ui.receiving.feedback import Figures, minutes_left, sums
from ui.receiving.finish import forecast_words
from ui.receiving.finishing import Finishing

_OPEN = frozenset({"open", "paused"})


class ReceivingPage(RecordPage):
    """Counts one shipment into a store and posts what was counted."""

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route)
        self.id = int(route.id or 0)
        self.workspace = open_post(context)
        self.counting: Counting | None = None
        self.sounds = Sounds(muted=bool(context.notebook.get("receiving.muted", False)))
        self.printouts = Printouts(self)
        self.deciding = Deciding(self)
        self.finishing = Finishing(self)
        self._in_hand: int | None = None
        self._asking = self._again = False
        self._build_head()
        self._build_body()
        self._connect_page()
        self._retranslate()
        context.jobs.read(self, queries.bins, self.id, done=self.finishing.set_bins)
        self.refresh()

    # building -----------------------------------------------------------------------------------------------
    def _build_head(self) -> None:
        self.sound, self.pause = IconButton("volume-2", kind="secondary"), Button(icon="clock")
        self.tally, self.finish = Button(icon="printer"), Button(kind="primary", icon="package-check", key="F9")
        self.report, self.discrepancy = Button(icon="file-text"), Button(icon="triangle-alert")
        self.inspect, self.reverse = Button(icon="scan-search", writes=True), Button(icon="undo-2")
        self.head.set_primary(self.finish)
        for button in (self.sound, self.pause, self.tally, self.report, self.discrepancy, self.inspect, self.reverse,
                       self.finish):  # fmt: skip
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys in the scan field
            if button is not self.finish:
                self.head.add_action(button)
        self.figures = Figures()
        self.head.add_line(self.figures)

    def _build_body(self) -> None:
        self.scan, self.mode, self.bar = ScanEdit(height=42), Segmented(height=40), FeedbackBar()
        self.mode.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        top = row(None, self.scan, self.mode, gap=10)
        top.setStretch(0, 1)
        self.scan_card = Card(header=False)
        self.scan_card.body.addLayout(column(None, top, self.bar, margins=(14, 12, 14, 12), gap=10))
        self.model = KeyedTableModel(line_columns(self.is_closed), parent=self)
        self.table = ScanTable(self.model, self.scan, density="two-line")
        self.table.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.table.setMinimumHeight(theme.px(150))
        self._forecast = Label(role="secondary", token="text2", elide=True)
        foot = row(None, IconMark("file-text", 14), self._forecast, margins=(14, 10, 14, 10), gap=8)
        foot.setStretch(1, 1)
        self.lines_card = Card(header=False)
        self.lines_card.body.addWidget(self.table, 1)
        self.lines_card.body.addWidget(Line())
        self.lines_card.body.addLayout(foot)
        self.side = ScanSide(self, lambda at: local(self.workspace, at))
        self.log, self.problems = self.side.log, self.side.problems
        left = column(None, self.scan_card, self.lines_card, gap=12)
        left.setStretch(1, 1)
        whole = row(None, left, self.side, gap=12)
        whole.setStretch(0, 1)
        self.body.addLayout(whole, 1)

    def _connect_page(self) -> None:
        self.scan.scanned.connect(self._scanned)
        self.scan.installEventFilter(self)
        self.table.viewport().installEventFilter(self)
        self.mode.chosen.connect(lambda _key: self.scan.setFocus())
        self.bar.undo_asked.connect(self.undo)
        self.log.acted.connect(self.deciding.act)
        self.problems.toggled.connect(self._show_log)
        self.table.opened.connect(lambda _key: self.count_by_hand())
        self.sound.clicked.connect(self.toggle_sound)
        self.pause.clicked.connect(self.finishing.pause_or_resume)
        self.tally.clicked.connect(self.finishing.tally_menu)
        self.inspect.clicked.connect(self.finishing.inspect)
        self.finish.clicked.connect(self.finishing.ask)
        self.reverse.clicked.connect(self.finishing.ask_reversal)
        self.report.clicked.connect(partial(self.print_paper, "receiving-report"))
        self.discrepancy.clicked.connect(self.finishing.open_discrepancy)

    def print_paper(self, name: str) -> None:
        """Show one of the papers: tally sheet, receiving report."""
        counting = self.counting
        names = {"receiving-report": counting.report, "discrepancy-report": counting.discrepancy} if counting else {}
        self.printouts.show(name, self.id, number=names.get(name, counting.shipment if counting else ""))

    def _retranslate(self) -> None:
        if not hasattr(self, "side"):
            return
        self.scan.setPlaceholderText(_("Scan a serial, lot or carton label"))
        self.scan.setAccessibleName(_("Scan a serial, lot or carton label"))
        self.mode.set_options([
            (Mode.GOOD.value, _("Good")), (Mode.DAMAGED.value, _("Damaged  {key}").format(key=paint.isolated("F4"))),
            (Mode.CARTON.value, _("Whole carton  {key}").format(key=paint.isolated("F7"))),
        ])  # fmt: skip
        self.tally.setText(_("Tally sheet"))
        self.finish.setText(_("Finish receiving"))
        self.report.setText(_("Receiving report"))
        self.discrepancy.setText(_("Discrepancies"))
        self.reverse.setText(_("Reverse…"))
        self.table.setAccessibleName(_("Lines of the shipment"))
        self.side.retranslate()
        self.inspect.setText(_("Inspect…"))
        if not self.bar.title:
            self.bar.say("neutral", _("Ready to scan"), _("Arrows choose a line; F2 types a quantity."))
        self._show()

    # showing ------------------------------------------------------------------------------------------------
    def refresh(self) -> None:
        """Read the figures again; of several requests the last counts."""
        if self._asking:
            self._again = True
            return
        self._asking = True
        self.context.jobs.read(self, queries.counting, self.id, done=self._counted, failed=self._failed)

    def _counted(self, found: Counting) -> None:
        self._asking = False
        self.counting = found
        if self._again:
            self._again = False
            self.refresh()
        self._show()

    def _failed(self, error: BaseException) -> None:
        self._asking = False
        self.context.notices.show_error(error)

    def is_closed(self) -> bool:
        """Tell whether it is posted."""
        return self.counting is not None and self.counting.state not in _OPEN

    def _show(self) -> None:
        found = self.counting
        if found is None:
            return
        closed = self.is_closed()
        number = screen_number(found.shipment) if found.shipment != found.title else found.shipment
        self.head.set_title(_("Receive {number}").format(number=paint.isolated(number)))
        state = "counting" if found.state == "open" else found.state
        self.head.set_chips([chip("receiving", state)])
        self.head.set_aside(" · ".join(dict.fromkeys(filter(None, (found.title, found.vendor, found.place)))))
        total = sums(found.lines)
        left = minutes_left(found.scans, total.short, at=self.workspace.now()) if not closed else None
        self.figures.show_sums(total, started=local(self.workspace, found.started_at), left=left, closed=closed)
        self.model.set_rows(found.lines, keys=[line.line_id or -line.variant_id for line in found.lines])
        self._show_buttons(found, closed)
        self._forecast.setText(forecast_words(found, closed=closed))
        self._show_log()
        self.presented.emit()

    def _show_buttons(self, found: Counting, closed: bool) -> None:
        self.scan_card.setVisible(not closed)
        for button in (self.sound, self.pause, self.tally, self.finish):
            button.setVisible(not closed)
        self.report.setVisible(bool(found.report))
        self.discrepancy.setVisible(bool(found.discrepancy))
        self.reverse.setVisible(found.state == "posted")
        self.finishing.show_waiting(posted=found.state == "posted")
        paused = found.state == "paused"
        self.pause.setText(_("Resume") if paused else _("Pause"))
        self.pause.set_icon("play" if paused else "clock")
        muted = self.sounds.is_muted() or not self.sounds.can_play()
        self.sound.set_icon("volume-x" if muted else "volume-2")
        self.sound.set_hint(_("Turn sound on") if self.sounds.is_muted() else _("Turn sound off"))

    def _show_log(self) -> None:
        if self.counting is not None:
            self.side.show_scans(self.counting, closed=self.is_closed())

    # scanning -----------------------------------------------------------------------------------------------
    def _scanned(self, text: str) -> None:
        # Setting the text anew forgets the field's own undo, so that Ctrl Z means the last scan.
        self.scan.setText("")
        self.take_scan(text)

    def takes_scans(self) -> bool:
        """A scan is counted, whatever field has the focus."""
        return not self.is_closed()

    def take_scan(self, text: str) -> bool:
        """Count a scan; a code of a lot or quantity line asks how many."""
        found = self.counting
        if self.is_closed():
            return False  # a scan before the figures are there is counted all the same
        if codes.read(text).form in {codes.Form.TAG, codes.Form.GS1}:
            self.context.jobs.read(self, meaning_of, text, done=partial(self._meant, text), failed=self.refused)
            return True
        line = words.quantity_line(found, text) if found is not None else None
        if line is not None and self.mode.current() != Mode.CARTON.value:
            self._ask_count(line)
            return True
        self._send(ScanDraft(self.id, text, Mode(self.mode.current()), self._in_hand))
        return True

    def _meant(self, text: str, means: Meaning) -> None:
        """Count what a tag or a maker's code says; goods by quantity are asked for with its lot and days filled in."""
        found = self.counting
        line = words.meant_line(found, means) if found is not None else None
        if line is not None and self.mode.current() != Mode.CARTON.value:
            self._ask_count(line, means)
            return
        self._send(ScanDraft(self.id, text, Mode(self.mode.current()), self._in_hand))

    def _send(self, draft: ScanDraft) -> None:
        write = self.context.jobs.write
        if self.counting is not None and self.counting.state == "paused":
            write(self, commands.resume, self.id, done=lambda _n: None, failed=self.refused)
        write(self, commands.scan, draft, done=self._answered, failed=self.refused)

    def _answered(self, result: ScanResult) -> None:
        self._say(words.answer(result))
        self.refresh()
        if result.line_id is not None:
            self.table.set_current_key(result.line_id)

    def refused(self, error: BaseException) -> None:
        """Say why a scan or a decision was not stored."""
        self._say(words.refused(error))

    def _say(self, answer: words.Answer) -> None:
        self.bar.say(answer.tone, answer.title, answer.text, undo=answer.undo)
        self.sounds.play(answer.sound)

    def _ask_count(self, line: CountLine, means: Meaning | None = None) -> None:
        CountDialog(self, words.as_labeled(line, means), damaged=self.mode.current() == Mode.DAMAGED.value,
                    today=self.context.today, done=partial(self._count, line), bins=self.finishing.bins(),
                    quantity=means.quantity if means else None).open()  # fmt: skip

    def _count(self, line: CountLine, typed: TypedCount) -> None:
        self._send(words.typed_scan(self.id, line, typed))

    def current_line(self) -> CountLine | None:
        """Return the current line."""
        key = self.table.current_key()
        lines = self.counting.lines if self.counting is not None else ()
        return next((line for line in lines if line.line_id == key), None)

    def count_by_hand(self) -> None:
        """F2: type how many of the current line."""
        line = self.current_line()
        if line is None or self.is_closed():
            return
        if line.by_quantity:
            self._ask_count(line)
        else:
            self._in_hand = line.line_id
            self.bar.say("neutral", line.item, _("Serials that the packing list does not name go to this line."))
            self.scan.setFocus()

    def undo(self) -> None:
        """Take the last scan back; a carton counted whole goes at once."""
        if not self.is_closed():
            self.context.jobs.write(self, commands.undo_last, self.id, done=self._taken_back, failed=self.refused)

    def _taken_back(self, count: int) -> None:
        title = ngettext("{n} scan taken back", "{n} scans taken back", count).format(n=formats.number(count))
        self.bar.say("neutral", title if count else _("Nothing to undo"))
        self.refresh()

    def take_back_one(self, scan_id: int) -> None:
        """Take one scan of the log back."""
        jobs = self.context.jobs
        jobs.write(self, commands.undo_scan, scan_id, done=lambda _none: self._taken_back(1), failed=self.refused)

    def set_mode(self, mode: Mode) -> None:
        """F4 and F7 turn their mode on and off."""
        self.mode.choose(Mode.GOOD.value if self.mode.current() == mode.value else mode.value, tell=False)
        self.scan.setFocus()

    def next_problem(self) -> None:
        """F8: go to the next scan that waits for a decision."""
        if self.log.next_problem() is not None:
            self.log.setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle_sound(self) -> None:
        """Turn the sounds on or off and remember it."""
        self.sounds.set_muted(not self.sounds.is_muted())
        self.context.notebook.set("receiving.muted", self.sounds.is_muted())
        self._show()
        self.scan.setFocus()

    # the frame ----------------------------------------------------------------------------------------------
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows in the scan field choose the line in hand; a click on a line leaves the focus in the field."""
        if watched is self.scan and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if name_of(event) in {"Up", "Down", "PgUp", "PgDown"} and not self.scan.text():
                QApplication.sendEvent(self.table, QKeyEvent(event))
                self._take_in_hand()
                return True
        elif isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease:
            self._take_in_hand()
            self.scan.setFocus()
        return False

    def _take_in_hand(self) -> None:
        key = self.table.current_key()
        self._in_hand = key if isinstance(key, int) and key > 0 else None

    def crumbs(self) -> tuple[Crumb, ...]:
        """Shipments › IN-26-0089 › Receive."""
        found = self.counting
        if found is None:
            return (Crumb(_("Shipments"), Route("shipments")), Crumb(_("Receive")))
        name = screen_number(found.shipment) if found.shipment != found.title else found.shipment
        path = Crumb(_("Shipments"), Route("shipments")), Crumb(name, Route("shipment", found.shipment_id))
        return (*path, Crumb(_("Receive")))

    def status(self) -> tuple[str, ...]:
        """Say whether the scanner is listened to and whether sounds are heard."""
        if self.is_closed():
            return (_("Reversed") if self.counting and self.counting.reversal else _("Posted"),)
        if not self.sounds.can_play():
            sound = _("No sound on this computer")
        else:
            sound = _("Sound off") if self.sounds.is_muted() else _("Sound on")
        return (_("Scanner ready"), sound)

    def hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of picture 04."""
        if self.is_closed():
            return ()
        return (KeyHint("F2", _("quantity")), KeyHint("F4", _("damaged")), KeyHint("F7", _("whole carton")),
                KeyHint("Ctrl Z", _("undo scan")), KeyHint("F9", _("finish")))  # fmt: skip

    def commands(self) -> tuple[Command, ...]:
        """Return everything that can be done here."""
        return page_commands(self)

    def panels(self) -> tuple[QWidget, ...]:
        """Return the stops of F6."""
        return (self.scan, self.table, self.log)

    def focus_first(self) -> None:
        """The scan field has the focus."""
        self.scan.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Take the focus once more when the page before has gone: hiding it hands the focus on."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._claim_focus)

    def _claim_focus(self) -> None:
        if self.isVisible() and not self.is_closed() and open_overlay(self.window()) is None:
            self.scan.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> bool:
        """Give the sound device back; the counting goes on, with good goods, when the page is opened again."""
        self.mode.choose(Mode.GOOD.value, tell=False)
        self.sounds.close()
        return True
