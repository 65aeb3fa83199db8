"""Enter what was signed: day, place, name, struck serials, quantities, remarks; the variance is shown.

Source: product.md 4 (Sign: the lines as signed, the paper's date), scenarios 3 and 6.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from inl_logistics.handovers.signing import SignDraft, SignedQuantity, StruckSerial
from inl_logistics.kernel.problems import LogisticsError, Problem, RulesBroken
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.text import serial_key
from inl_logistics.kernel.translation import _, ngettext
from ui.kit import formats, paint, theme
from ui.kit.buttons import Button
from ui.kit.cards import ErrorSummary
from ui.kit.countanswer import CODE as COUNT_BETWEEN
from ui.kit.countanswer import CountQuestion
from ui.kit.dialogs import Dialog
from ui.kit.fields import DateEdit, Field, LineEdit, NumberEdit, TextArea
from ui.kit.picklines import Line, paper_numbers
from ui.kit.scanedit import ScanEdit
from ui.kit.strucklist import StruckList
from ui.kit.tokens import ToneName
from ui.kit.widget import Label, row

_SHOWN = 8  # lines that fit above the other fields


@dataclass(frozen=True, slots=True)
class Printed:
    """What the receipt says, to compare the paper with.

    `dated_on`: the day it was made out for, or its goods left; None where it is not known.
    """

    handover_id: int
    number: str
    lines: tuple[Line, ...]
    person: str
    place: str
    dated_on: date | None = None
    on_vehicle: bool = False  # what is not signed for is on a vehicle still, not in a store


class SignedDialog(Dialog):
    """The signed paper, as it is."""

    def __init__(self, over: QWidget, printed: Printed, *, today: Callable[[], date],
                 done: Callable[[SignDraft], None]) -> None:  # fmt: skip
        title = _("Enter what was signed on {number}").format(number=paint.isolated(printed.number))
        super().__init__(over, title, width=620)
        self._printed, self._done = printed, done
        self._struck: dict[StruckSerial, str] = {}
        self._quantities: dict[int, NumberEdit] = {}
        self.summary = ErrorSummary(jumps=False)
        self.body.addWidget(self.summary)
        self._build_head(today)
        self._build_lines()
        self.remarks = Field(TextArea(lines=2))
        self.remarks.set_label(_("Remarks on the paper"))
        self.body.addWidget(self.remarks)
        self.variance = Label(role="strong", wrap=True)
        self.body.addWidget(self.variance)
        self.count = CountQuestion()
        self.body.addWidget(self.count)
        cancel, self.save = Button(_("Cancel"), key="Esc"), Button(kind="primary", icon="check", key="Ctrl Enter")
        cancel.clicked.connect(self.reject)
        self.save.setText(_("Enter as signed"))
        self.save.clicked.connect(self._accept)
        self.set_buttons(cancel, self.save)
        self._recount()

    def _build_head(self, today: Callable[[], date]) -> None:
        self.day, self.name = Field(DateEdit(today=today), required=True), Field(LineEdit(), required=True)
        self.place = Field(LineEdit())
        self.day.set_label(_("Signed on"))
        self.name.set_label(_("Signed by"))
        self.place.set_label(_("Place"))
        if self._printed.dated_on in (None, today()):
            self.day.editor.set_day(today())
        else:
            # Signed on the way, on a day that only the paper knows: a proposed one would be taken unread.
            self.day.set_hint(_("As on the paper"))
        self.name.editor.setText(self._printed.person)
        self.place.editor.setText(self._printed.place)
        head = row(None, self.day, self.name, self.place, gap=10)
        for at, share in enumerate((3, 5, 4)):
            head.setStretch(at, share)
        self.body.addLayout(head)

    def _build_lines(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        end = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for at, words in enumerate((_("#"), _("Item"), _("Printed"), _("Signed"))):
            side = end if at > 1 else Qt.AlignmentFlag.AlignLeading
            grid.addWidget(Label(words, role="header", token="text2"), 0, at, side)
        numbers = paper_numbers(self._printed.lines)
        self._signed_serials: dict[int, Label] = {}
        for n, line in enumerate(self._printed.lines, 1):
            if not line.quantity:
                continue  # to follow: the paper has it below the lines, and nobody signed for it
            grid.addWidget(Label(numbers[n - 1], role="secondary", token="text3"), n, 0)
            grid.addWidget(Label(line.item, role="strong", wrap=True), n, 1)
            grid.addWidget(Label(formats.number(line.quantity), role="numeric"), n, 2, end)
            if line.is_serial:
                label = self._signed_serials[n] = Label(role="numericBold")
                grid.addWidget(label, n, 3, end)
                continue
            edit = self._quantities[n] = NumberEdit()
            edit.set_value(line.quantity)
            edit.setFixedWidth(theme.px(92))
            edit.setAccessibleName(_("Signed quantity of {item}").format(item=line.item))
            edit.edited.connect(self._recount)
            grid.addWidget(edit, n, 3, end)
        self._add_grid(grid)
        self.strike = Field(ScanEdit(height=30))
        self.strike.set_label(_("Struck serials"))
        self.strike.set_hint(self._strike_hint())
        self.strike.editor.scanned.connect(self._strike)
        self.strike.editor.edited.connect(self._strike_typed)
        self._struck_list = StruckList(self._unstrike)
        if any(line.is_serial for line in self._printed.lines):
            self.body.addWidget(self.strike)
            self.body.addWidget(self._struck_list)

    def _add_grid(self, grid: QGridLayout) -> None:
        """A long receipt scrolls by itself, so that serials and remarks stay in reach."""
        if sum(1 for line in self._printed.lines if line.quantity) <= _SHOWN:
            self.body.addLayout(grid)
            return
        content = QWidget()
        content.setProperty("plain", "true")
        content.setLayout(grid)
        self.lines_area = QScrollArea()
        self.lines_area.setWidget(content)
        self.lines_area.setWidgetResizable(True)
        self.lines_area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.lines_area.setFixedHeight(theme.px(250))
        self.body.addWidget(self.lines_area)

    def _strike(self, text: str) -> None:
        key = serial_key(text)
        found = {
            StruckSerial(serial, n): line.item
            for n, line in enumerate(self._printed.lines, 1)
            for serial in line.serials
            if serial_key(serial) == key
        }
        if not found:
            problem = Problem("struck-not-on-receipt", params={"serial": text})
            self.strike.set_error(sentence(problem))
            self.strike.editor.setText(text)
            self.strike.editor.selectAll()
            return
        several = len(found) > 1
        self._struck |= {one: item if several else "" for one, item in found.items()}
        words = _("{serial} stands on {n} lines: keep those that were not struck out.")
        self.strike.set_error("")
        self.strike.set_hint(
            words.format(serial=paint.isolated(text), n=len(found)) if several else self._strike_hint()
        )
        self._recount()

    def _strike_hint(self) -> str:
        return _("Scan or type each serial that was struck out, then Enter.")

    def _strike_typed(self) -> None:
        """A wrong serial that was wiped out again is no longer wrong."""
        if not self.strike.editor.text().strip():
            self.strike.set_error("")

    def _unstrike(self, struck: StruckSerial) -> None:
        self._struck.pop(struck, None)
        self.strike.set_hint(self._strike_hint())
        self._recount()

    def _signed_of(self, number: int, line: Line) -> int:
        if line.is_serial:
            return sum(1 for serial in line.serials if StruckSerial(serial, number) not in self._struck)
        editor = self._quantities.get(number)  # none for a line that is wholly short: nothing to sign for
        value = editor.integer() if editor is not None else None
        return line.quantity if value is None else value

    def _recount(self) -> None:
        self._struck_list.show_serials(self._struck)
        signed, too_many, unread = 0, [], []
        for n, line in enumerate(self._printed.lines, 1):
            count = self._signed_of(n, line)
            signed += count
            if count > line.quantity:
                too_many.append(n)
            if n in self._quantities:
                entered = self._quantities[n].integer()
                if entered is None or entered < 0:
                    unread.append(n)
                self._quantities[n].set_invalid(n in too_many or n in unread)
            if n in self._signed_serials:
                self._signed_serials[n].setText(formats.number(count))
        tone, words = self._outcome(signed, too_many, unread)
        self.variance.setText(words)
        self.variance.set_look(tone=tone)
        self._place()

    def _outcome(self, signed: int, too_many: Sequence[int], unread: Sequence[int]) -> tuple[ToneName, str]:
        """Say what the paper comes to, or what of it cannot be right."""
        printed = sum(line.quantity for line in self._printed.lines)
        if too_many:
            line = self._printed.lines[too_many[0] - 1]
            count = formats.number(self._signed_of(too_many[0], line))
            words = _("{item}: {n} signed of {printed} printed. Enter at most what is printed.")
            return "bad", words.format(n=count, item=line.item, printed=formats.number(line.quantity))
        if unread:
            words = _("{item}: enter how many were signed for, or 0.")
            return "bad", words.format(item=self._printed.lines[unread[0] - 1].item)
        missing = printed - signed
        if missing <= 0:
            words = ngettext("The {printed} unit was signed for.", "All {printed} units were signed for.", printed)
            return "ok", words.format(printed=formats.number(printed))
        words = ngettext(
            "{signed} of {printed} signed. A variance note lists {n}; it stays in stock.",
            "{signed} of {printed} signed. A variance note lists {n}; they stay in stock.", missing,
        )  # fmt: skip
        if self._printed.on_vehicle:
            words = _("{signed} of {printed} signed. A variance note lists {n}, still on the vehicle.")
        shown = {"signed": signed, "printed": printed, "n": missing}
        return "warn", words.format(**{name: formats.number(figure) for name, figure in shown.items()})

    def draft(self) -> SignDraft | None:
        """Return what was entered, or mark what is wrong with it."""
        day = self.day.editor.day()
        self.day.set_error("" if day else _("Enter the day on the paper, such as 24 Nov."))
        self.name.set_error("" if self.name.editor.text().strip() else _("Enter the name of the person who signed."))
        pending = self.strike.editor.text().strip()
        if pending:
            # Typed without Enter: it is struck on the paper all the same.
            self.strike.editor.clear()
            self._strike(pending)
        bad = [
            n
            for n, edit in self._quantities.items()
            if (count := edit.integer()) is None or not 0 <= count <= self._printed.lines[n - 1].quantity
        ]
        for n, edit in self._quantities.items():
            edit.set_invalid(n in bad)
        if day is None or self.name.has_error() or self.strike.has_error() or bad:
            self._to_first_wrong(bad)
            return None
        quantities = tuple(SignedQuantity(n, self._quantities[n].integer() or 0) for n in self._changed())
        return SignDraft(
            self._printed.handover_id, day, self.name.editor.text(), self.place.editor.text(),
            quantities=quantities, remarks=self.remarks.editor.text(), count_answer=self.count.answer(),
            struck=tuple(self._struck),
        )  # fmt: skip

    def _changed(self) -> list[int]:
        """Return the lines of which another quantity was signed for than was printed."""
        return [n for n, edit in self._quantities.items() if edit.integer() != self._printed.lines[n - 1].quantity]

    def _to_first_wrong(self, quantities: Sequence[int] = ()) -> None:
        """Go to what has to be put right first; where it is a field, typing replaces what is in it."""
        head: list[LineEdit] = [field.editor for field in (self.day, self.name) if field.has_error()]
        struck = [self.strike.editor] if self.strike.has_error() else []
        for editor in (*head, *(self._quantities[n] for n in quantities), *struck):
            editor.setFocus()
            editor.selectAll()
            return

    def _accept(self) -> None:
        draft = self.draft()
        if draft is not None:
            self._done(draft)

    def refuse(self, error: BaseException) -> None:
        """Say at the fields why it was not taken."""
        if not isinstance(error, LogisticsError):
            self.summary.show_errors(_("This did not work. Nothing was changed."), [])
            return
        problems: Sequence[Problem] = error.problems if isinstance(error, RulesBroken) else ()
        fields: dict[str, Field[DateEdit] | Field[LineEdit] | Field[ScanEdit]] = {
            "signed_on": self.day, "signed_by": self.name, "struck": self.strike,
        }  # fmt: skip
        rest = []
        self.count.ask(problems)
        for problem in problems:
            if problem.code == COUNT_BETWEEN:
                continue
            field = fields.get(str(problem.where[0])) if problem.where else None
            if field is None:
                rest.append(sentence(problem))
            else:
                field.set_error(sentence(problem))
        if not problems:
            rest.append(sentence(error))
        self.summary.show_errors(_("The signature was not entered"), rest)
        self._place()
        about_lines = any("lines" in problem.where for problem in problems)
        self._to_first_wrong(self._changed() if about_lines else ())
