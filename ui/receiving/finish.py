"""Finish receiving: when, seal, packages, quarantine bin, remarks; it says what will be written. ui.md 10."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.problems import LogisticsError, RulesBroken
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import _, ngettext
from inl_logistics.receiving.posting import FinishDraft
from inl_logistics.receiving.queries import Counting
from inl_logistics.register.numbers import screen_number
from ui.kit import formats, paint
from ui.kit.buttons import Button
from ui.kit.cards import ErrorSummary
from ui.kit.choices import CheckBox, Segmented
from ui.kit.combo import Combo, Option
from ui.kit.countanswer import CODE as COUNT_BETWEEN
from ui.kit.countanswer import CountQuestion
from ui.kit.dialogs import Dialog
from ui.kit.fields import DateEdit, Field, LineEdit, NumberEdit, TextArea
from ui.kit.widget import Label, column, row
from ui.receiving.feedback import Sums, sums


def forecast_words(found: Counting, *, closed: bool) -> str:
    """Say what finishing would write now, or what was written."""
    differs = differences_words(sums(found.lines))
    if found.state == "reversed":
        words = _("Reversed by {number}: the goods are out of stock and can be received again.")
        return words.format(number=paint.isolated(screen_number(found.reversal)))
    if closed:
        numbers = ", ".join(screen_number(one) for one in (found.report, found.discrepancy) if one)
        return _("Posted: {numbers}.").format(numbers=paint.isolated(numbers)) if numbers else ""
    if differs:
        return _("Finishing now writes a discrepancy report: {what}.").format(what=differs)
    return _("Finishing now writes the receiving report; nothing differs.")


def differences_words(found: Sums, *, final: bool = True) -> str:
    """List what differs from the packing list: "122 short, 2 damaged, 1 over"."""
    parts = [
        (found.short if final else 0, _("{n} short")), (found.damaged, _("{n} damaged")), (found.over, _("{n} over")),
        (found.wrong, _("{n} wrong or set aside")),
    ]  # fmt: skip
    return ", ".join(words.format(n=formats.number(number)) for number, words in parts if number)


class FinishDialog(Dialog):
    """The last look before stock is posted."""

    def __init__(self, over: QWidget, counting: Counting, bins: Sequence[str], *, today: Callable[[], date],
                 done: Callable[[FinishDraft], None]) -> None:  # fmt: skip
        title = _("Finish receiving {number}").format(number=paint.isolated(screen_number(counting.shipment)))
        super().__init__(over, title, width=580)
        self._counting, self._done, self._today = counting, done, today
        self._sums = sums(counting.lines)
        self.summary = ErrorSummary(jumps=False)
        self.body.addWidget(self.summary)
        self._build_head(today)
        self._build_quarantine(counting.seal, bins)
        self._build_rest()
        self.day.editor.selectAll()
        self._show_words()

    def _build_head(self, today: Callable[[], date]) -> None:
        self.day, self.packages = Field(DateEdit(today=today), required=True), Field(NumberEdit())
        self.day.set_label(_("Received on"))
        self.day.editor.set_day(today())
        self.packages.set_label(_("Packages received"))
        self.driver = Field(LineEdit())
        self.driver.set_label(_("Driver"))
        self.body.addLayout(row(None, self.day, self.packages, self.driver, gap=10))

    def _build_quarantine(self, known: str, bins: Sequence[str]) -> None:
        words = _("Seal {number}").format(number=paint.isolated(known)) if known else _("Seal")
        seal_label = Label(words, role="label", token="text2")
        self.seal = Segmented(height=30)
        self.seal.set_options(
            [
                ("none", _("Not checked") if known else _("No seal")),
                ("intact", _("Intact")),
                ("broken", _("Broken")),
            ]
        )
        self.bin = Field(Combo())
        self.bin.set_label(_("Quarantine bin"))
        self.bin.set_hint(_("For damaged, wrong and set-aside goods; else they stay in quarantine where they are."))
        self.bin.editor.set_options([Option(code, code) for code in bins])
        seal = column(None, seal_label, self.seal, "stretch", gap=4)
        line = row(None, seal, self.bin, gap=16)
        line.setStretch(1, 1)
        self.body.addLayout(line)

    def _build_rest(self) -> None:
        self.remarks = Field(TextArea(lines=2))
        self.remarks.set_label(_("Remarks"))
        self.body.addWidget(self.remarks)
        self.more = CheckBox(_("More of this shipment is still to come"))
        self.more.toggled.connect(self._show_words)
        self.body.addWidget(self.more)
        self.words = Label(role="body", token="text2", wrap=True)
        self.body.addWidget(self.words)
        self.count = CountQuestion()
        self.body.addWidget(self.count)
        cancel, self.act = (
            Button(_("Go on counting"), key="Esc"),
            Button(_("Finish receiving"), kind="primary", icon="package-check", key="Ctrl Enter"),
        )
        cancel.clicked.connect(self.reject)
        self.act.clicked.connect(self._accept)
        self.set_buttons(cancel, self.act)

    def _show_words(self) -> None:
        found, final = self._sums, not self.more.isChecked()
        goods = ngettext(
            "Writes the receiving report and brings {n} unit into {place}.",
            "Writes the receiving report and brings {n} units into {place}.", found.received,
        ).format(n=formats.number(found.received), place=paint.isolated(self._counting.place))  # fmt: skip
        said = [goods]
        aside = found.damaged + found.wrong
        if aside:
            words = ngettext("{n} unit goes to quarantine.", "{n} units go to quarantine.", aside)
            said.append(words.format(n=formats.number(aside)))
        differs = differences_words(found, final=final)
        if differs:
            said.append(_("Writes a discrepancy report: {what}.").format(what=differs))
        undecided = sum(1 for scan in self._counting.scans if scan.outcome == "unknown")
        if undecided:
            words = ngettext("{n} scan is not decided and is left out.", "{n} scans are not decided and are left out.",
                             undecided)  # fmt: skip
            said.append(words.format(n=undecided))
        if self._counting.missing_papers:
            papers = ", ".join(paper.replace("-", " ").replace("_", " ") for paper in self._counting.missing_papers)
            said.append(_("Papers still missing, noted in the trail: {papers}.").format(papers=papers))
        self.words.setText(" ".join(said))
        self._place()

    def _accept(self) -> None:
        day = self.day.editor.day()
        self.day.set_error("" if day else _("Enter the day the goods came, such as 24 Nov."))
        self.packages.set_error("" if self.packages.editor.is_valid() else _("Enter a number."))
        if day is None or self.packages.has_error():
            return
        seal = {"none": None, "intact": True, "broken": False}[self.seal.current()]
        chosen = self.bin.editor.value()
        self._done(
            FinishDraft(
                self._counting.receiving_id, day, self.remarks.editor.text(), seal, self.packages.editor.integer(),
                self.driver.editor.text(), str(chosen) if chosen else None, not self.more.isChecked(),
                self.count.answer(),
            )
        )  # fmt: skip

    def refuse(self, error: BaseException) -> None:
        """Say why it was not posted; nothing was written."""
        rest = []
        problems = error.problems if isinstance(error, RulesBroken) else ()
        self.count.ask(problems)
        for problem in problems:
            if problem.code == COUNT_BETWEEN:
                continue
            if problem.where and problem.where[0] == "received_on":
                self.day.set_error(sentence(problem))
            else:
                rest.append(sentence(problem))
        if not problems:
            rest.append(sentence(error) if isinstance(error, LogisticsError) else _("This did not work."))
        self.summary.show_errors(_("Nothing was posted"), rest)
        self._place()
