"""One count from its plan to its posting: planned, being counted, looked at, posted. Source: ui.md 10 (Counts)."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from inl_logistics.counts import closing, planning, posting, queries
from inl_logistics.counts.posting import Counted
from inl_logistics.counts.queries import CountPage
from inl_logistics.counts.records import CountState
from inl_logistics.kernel.problems import RulesBroken
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import _, ngettext
from inl_logistics.ledger.rules import CountAnswer
from inl_logistics.register.numbers import screen_number
from ui.counts import words
from ui.counts.acting import Acting
from ui.counts.counting import CountingPanel
from ui.counts.dialogs import CauseDialog, FinishDialog
from ui.counts.differences import DifferencesPanel
from ui.counts.plan import PlanDialog
from ui.kit import paint
from ui.kit.approval import ApprovedWrites
from ui.kit.buttons import Button, IconButton
from ui.kit.cards import Card, EmptyState
from ui.kit.dialogs import open_overlay
from ui.kit.formats import day, number
from ui.kit.navigation import Command, Crumb, KeyHint, PageContext, Route
from ui.kit.openpost import open_post
from ui.kit.printouts import Printouts
from ui.kit.recordpage import RecordPage
from ui.kit.sounds import Sounds
from ui.kit.steps import Step, Stepper

_STEPS = (CountState.PLANNED, CountState.COUNTING, CountState.CHECKED, CountState.POSTED)


class CountDetailPage(RecordPage):
    """A count."""

    topics = frozenset({"counts"})

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route)
        self.id = int(route.id or 0)
        self.workspace = open_post(context)
        self.found: CountPage | None = None
        self.sounds = Sounds(muted=bool(context.notebook.get("receiving.muted", False)))
        self.printouts = Printouts(self)
        self.approved = ApprovedWrites(context, self)
        self.acting = Acting(self)
        self.steps = Stepper()
        self.head.set_life(self.steps)
        self.sound = IconButton("volume-2", kind="secondary")
        self.sheet, self.edit = Button(icon="printer"), Button(icon="pencil", writes=True)
        self.resume, self.certificate = Button(icon="undo-2", writes=True), Button(icon="file-text", key="Ctrl P")
        self.reverse, self.cancel = Button(icon="undo-2", writes=True), Button(icon="x", writes=True)
        self.act = Button(kind="primary", icon="clipboard-check", writes=True)
        self.head.set_primary(self.act)
        for button in (self.sound, self.cancel, self.edit, self.sheet, self.resume, self.certificate, self.reverse):
            self.head.add_action(button)
        self.plan_card = Card(header=False)
        self.empty = EmptyState("clipboard-check")
        self.plan_card.body.addWidget(self.empty)
        self.panel = CountingPanel(self)
        self.differences = DifferencesPanel(self)
        for widget in (self.plan_card, self.panel, self.differences):
            widget.hide()
            self.body.addWidget(widget, 1)
        self._connect()
        self._retranslate()
        self.refresh()

    def _connect(self) -> None:
        self.act.clicked.connect(self.go_on)
        self.edit.clicked.connect(self.change)
        self.sheet.clicked.connect(self.acting.sheet_menu)
        self.resume.clicked.connect(self.count_on)
        self.certificate.clicked.connect(partial(self.acting.print_paper, "count-certificate"))
        self.reverse.clicked.connect(self.acting.ask_reversal)
        self.cancel.clicked.connect(self.acting.ask_cancel)
        self.sound.clicked.connect(self.toggle_sound)

    def _retranslate(self) -> None:
        if not hasattr(self, "differences"):
            return
        self.sheet.setText(_("Count sheet"))
        self.edit.setText(_("Change…"))
        self.resume.setText(_("Count on"))
        self.certificate.setText(_("Certificate"))
        self.reverse.setText(_("Reverse…"))
        self.cancel.setText(_("Give up…"))
        self.panel.retranslate()
        self.differences.retranslate()
        self._show()

    # showing ------------------------------------------------------------------------------------------------
    def refresh(self) -> None:
        """Read the count again."""
        self.context.jobs.read(self, queries.page, self.id, done=self._read, failed=self.context.notices.show_error)

    def _read(self, found: CountPage) -> None:
        self.found = found
        self._show()
        self.presented.emit()

    def _show(self) -> None:
        found = self.found
        if found is None:
            return
        name = screen_number(found.number)
        self.head.set_title(_("Count {number}").format(number=paint.isolated(name)) if name else found.title)
        self.head.set_chips(words.page_chips(found))
        counted = sum(line.counted is not None for line in found.lines)
        progress = _("{n} of {total} lines counted").format(n=number(counted), total=number(len(found.lines)))
        self.head.set_summary(
            " · ".join(
                filter(None, (found.title if name else "", _(words.KINDS[found.kind]), found.store or _("All stores"),
                              words.counters(found), progress if found.lines else ""))
            )
        )  # fmt: skip
        self._show_steps(found)
        self._show_buttons(found)
        self._show_body(found)

    def _show_steps(self, found: CountPage) -> None:
        titles = (_("Planned"), _("Counting"), _("Differences"), _("Posted"))
        at = _STEPS.index(found.state) if found.state in _STEPS else 0
        over = found.state is CountState.POSTED
        self.steps.set_steps(
            [
                Step(title, "done" if n < at or over else "current" if n == at else "todo")
                for n, title in enumerate(titles)
            ]
        )

    def _show_buttons(self, found: CountPage) -> None:
        state = found.state
        verbs = {
            CountState.PLANNED: (_("Begin counting"), "play", "Ctrl Enter"),
            CountState.COUNTING: (_("Finish counting"), "clipboard-check", "F9"),
            CountState.CHECKED: (_("Post count"), "check", "Ctrl Enter"),
        }
        self.act.setVisible(state in verbs)
        if state in verbs:
            text, icon, key = verbs[state]
            self.act.setText(text)
            self.act.set_icon(icon)
            self.act.set_key(key)
        self.head.set_reason(self._why_not(found))
        for button, shown in (
            (self.sound, state is CountState.COUNTING), (self.edit, state in {CountState.PLANNED, CountState.COUNTING}),
            (self.sheet, state is CountState.COUNTING), (self.resume, state is CountState.CHECKED),
            (self.certificate, state in {CountState.CHECKED, CountState.POSTED}),
            (self.reverse, state is CountState.POSTED and bool(found.adjustment) and not found.reversal),
            (self.cancel, state in {CountState.PLANNED, CountState.COUNTING, CountState.CHECKED}),
        ):  # fmt: skip
            button.setVisible(shown)
        muted = self.sounds.is_muted() or not self.sounds.can_play()
        self.sound.set_icon("volume-x" if muted else "volume-2")
        self.sound.set_hint(_("Turn sound on") if self.sounds.is_muted() else _("Turn sound off"))

    def _why_not(self, found: CountPage) -> str:
        """Say why a finished count cannot be posted yet."""
        if found.state is not CountState.CHECKED:
            return ""
        again = sum(line.disagree or line.overtaken for line in found.lines)
        if again:
            return ngettext("{n} line must be counted again", "{n} lines must be counted again", again).format(
                n=number(again)
            )
        bare = sum(line.differs and line.cause is None for line in found.lines)
        if bare:
            return ngettext("{n} difference needs a cause", "{n} differences need a cause", bare).format(n=number(bare))
        return ""

    def _show_body(self, found: CountPage) -> None:
        counting = found.state is CountState.COUNTING
        done = found.state in {CountState.CHECKED, CountState.POSTED}
        was_counting = self.panel.isVisible()
        self.plan_card.setVisible(not counting and not done)
        self.panel.setVisible(counting)
        self.differences.setVisible(done)
        if counting:
            self.panel.show_page(found)
            if not was_counting:
                self._claim_focus()
                QTimer.singleShot(
                    0, self, self._claim_focus
                )  # once more when what was clicked is gone: hiding it hands the focus on
        elif done:
            self.differences.show_page(found)
            if was_counting:  # what had the focus is hidden now
                self.focus_first()
                QTimer.singleShot(0, self, self._claim_lines)
        elif found.state is CountState.CANCELED:
            self.empty.set_words(
                _("This count was given up"), _("Nothing was moved; its number stays in the register.")
            )
        else:
            when = _("Planned for {day}. ").format(day=day(found.planned_on)) if found.planned_on else ""
            more = _("What the books have is written down when counting begins.")
            self.empty.set_words(_("Ready to count"), when + more)

    # acting -------------------------------------------------------------------------------------------------
    def go_on(self) -> None:
        """Begin, finish or post, whatever comes next."""
        found = self.found
        if found is None or self.act.is_busy() or not self.act.isEnabled():
            return
        if found.state is CountState.PLANNED:
            self.context.jobs.write(
                self,
                planning.start_count,
                self.id,
                done=lambda _n: self.refresh(),
                failed=self._not_begun,
                button=self.act,
            )
        elif found.state is CountState.COUNTING:
            self._ask_finish(found)
        elif found.state is CountState.CHECKED:
            self._post(None)

    def _not_begun(self, error: BaseException) -> None:
        if isinstance(error, RulesBroken):
            self.banner.show_message(
                "warn", " ".join(sentence(one) for one in error.problems), _("Change…"), self.change
            )
        else:
            self.context.notices.show_error(error)

    def change(self) -> None:
        """Change the plan."""
        if self.found is not None:
            dialog = PlanDialog(self.context, self, self.found)
            dialog.saved.connect(lambda _id: self._changed())
            dialog.open()

    def _changed(self) -> None:
        self.banner.hide()
        self.refresh()

    def _ask_finish(self, found: CountPage) -> None:
        if found.undecided:
            self.panel.next_undecided()
            return
        dialog = FinishDialog(self.context, self, found)
        dialog.saved.connect(self._finished)
        dialog.open()

    def _finished(self, different: int) -> None:
        said = ngettext("{n} line differs from the books.", "{n} lines differ from the books.", different)
        text = said.format(n=number(different)) if different else _("All of it agrees with the books.")
        self.context.notices.show_notice(text)
        self.sounds.close()
        self.refresh()

    def _post(self, answer: CountAnswer | None) -> None:
        self.approved.write(
            posting.post_count, self.id, count_answer=answer, done=self._posted, failed=self._refused,
            button=self.act, verb=_("Post with override"),
        )  # fmt: skip

    def _refused(self, error: BaseException) -> None:
        self.context.notices.show_error(error)

    def _posted(self, counted: Counted) -> None:
        name = paint.isolated(screen_number(counted.number))
        if counted.adjustment:
            text = _("{number} posted; {adjustment} brings the books to what was counted.")
            text = text.format(number=name, adjustment=paint.isolated(screen_number(counted.adjustment)))
            self.context.notices.show_notice(text, action=_("Reverse…"), act=self.acting.ask_reversal)
        else:
            self.context.notices.show_notice(_("{number} posted; the books were right.").format(number=name))
        self.refresh()

    def count_on(self) -> None:
        """Open the counting again."""
        write = self.context.jobs.write
        write(self, closing.reopen_count, self.id, done=lambda _n: self.refresh(), failed=self.context.notices.show_error,
              button=self.resume)  # fmt: skip

    def recount(self) -> None:
        """Have the lines in hand counted again."""
        lines = [line.line_id for line in self.differences.lines_in_hand()]
        if lines:
            self.context.jobs.write(
                self, closing.recount, self.id, lines, done=lambda _n: self.refresh(),
                failed=self.context.notices.show_error, button=self.differences.again,
            )  # fmt: skip

    def explain(self) -> None:
        """Say why the lines in hand differ."""
        found = self.found
        if found is None or found.state is not CountState.CHECKED:
            return
        lines = [line for line in self.differences.lines_in_hand() if line.differs]
        if lines:
            dialog = CauseDialog(self.context, self, found, lines)
            dialog.saved.connect(lambda _none: self.refresh())
            dialog.open()

    def toggle_sound(self) -> None:
        """Turn the sounds on or off and remember it."""
        self.sounds.set_muted(not self.sounds.is_muted())
        self.context.notebook.set("receiving.muted", self.sounds.is_muted())
        self._show()

    # the frame ----------------------------------------------------------------------------------------------
    def _is(self, *states: CountState) -> bool:
        return self.found is not None and self.found.state in states

    def takes_scans(self) -> bool:
        """A scan is counted, whatever field has the focus."""
        return self._is(CountState.COUNTING)

    def take_scan(self, text: str) -> bool:
        """Count a scan."""
        if not self.takes_scans():
            return False
        self.panel.take(text)
        return True

    def crumbs(self) -> tuple[Crumb, ...]:
        """Return the path."""
        found = self.found
        name = screen_number(found.number) or found.title if found is not None else ""
        return (Crumb(_("Counts"), Route("counts")), Crumb(name or _("Count")))

    def status(self) -> tuple[str, ...]:
        """Say that the scanner is listened to."""
        return (_("Scanner ready"),) if self.takes_scans() else ()

    def hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of this screen."""
        if self.takes_scans():
            return (KeyHint("F2", _("quantity")), KeyHint("F8", _("next to decide")), KeyHint("Ctrl Z", _("undo scan")),
                    KeyHint("F9", _("finish")))  # fmt: skip
        return (KeyHint("F2", _("cause")), KeyHint("Space", _("tick"))) if self._is(CountState.CHECKED) else ()

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here."""
        from ui.counts.commands import page_commands

        return page_commands(self)

    def panels(self) -> tuple[QWidget, ...]:
        """Return the stops of F6."""
        if self.takes_scans():
            return (self.panel.scan, self.panel.table, self.panel.log)
        return (self.differences.table,)

    def focus_first(self) -> None:
        """The scan field has the focus while counting."""
        if self.takes_scans():
            self.panel.scan.setFocus()
        elif self._is(CountState.CHECKED, CountState.POSTED):
            self.differences.table.setFocus()

    def _claim_focus(self) -> None:
        if self.isVisible() and self.takes_scans() and open_overlay(self.window()) is None:
            self.panel.scan.setFocus(Qt.FocusReason.OtherFocusReason)

    def _claim_lines(self) -> None:
        if self.isVisible() and not self.takes_scans() and open_overlay(self.window()) is None:
            self.focus_first()

    def showEvent(self, event: QShowEvent) -> None:
        """Take the focus when the page before has gone."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._claim_focus)

    def leave(self) -> bool:
        """Give the sound device back; the counting goes on when the page is opened again."""
        self.sounds.close()
        return True
