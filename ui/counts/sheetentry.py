"""Entering a count sheet that was filled in by hand: who counted, when, then line by line as the sheet says.

Enter goes to the next field, so that a sheet is typed like a column of a spreadsheet. Source: domain.md 2.6.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from inl_logistics.counts.queries import CountPage, CountRow
from inl_logistics.counts.rules import FIRST, SECOND
from inl_logistics.counts.sheets import Again, SheetDraft, SheetEntered, SheetLine, enter_sheet
from inl_logistics.kernel.translation import _, ngettext
from ui.counts import words
from ui.kit import theme
from ui.kit.choices import Segmented
from ui.kit.combo import Combo, Option
from ui.kit.fields import DateEdit, Field, LineEdit, NumberEdit, TextArea
from ui.kit.formats import number
from ui.kit.formdialog import FormDialog
from ui.kit.navigation import PageContext
from ui.kit.widget import Label, column

MOST = 200  # lines of one dialog; a longer sheet is entered place by place


@dataclass(slots=True)
class _Entry:
    line: CountRow
    figure: NumberEdit | None
    serials: TextArea | None


class SheetDialog(FormDialog):
    """A grid with a row for each line of the sheet."""

    def __init__(self, context: PageContext, over: QWidget, page: CountPage, *, place_id: int | None = None) -> None:
        super().__init__(context, over, _("Enter a count sheet"), verb=_("Take over"), width=760)
        self._page = page
        again = [one for one in page.lines if one.recount and one.counted is None]
        lines = again or [one for one in page.lines if place_id is None or one.place_id == place_id]
        self._left_out = max(0, len(lines) - MOST)
        self.entries: list[_Entry] = []
        self.counter = self.field("counter", Field(LineEdit(), required=True), _("Counted by (as on the sheet)"))
        self.day = self.field("counted_on", Field(DateEdit(today=context.today), required=True), _("Counted on"))
        self.beside(self.counter, self.day)
        self.round = Segmented(height=30)
        self.round.set_options(
            [(str(FIRST), page.counter_one or _("Counter 1")), (str(SECOND), page.counter_two or _("Counter 2"))]
        )
        self.again = self.add("again", Field(Combo(editable=False)), _("Lines that have a figure already"))
        self.again.editor.set_options([
            Option(Again.REPLACE, _("This sheet replaces it")),
            Option(Again.ADD, _("This sheet is added to it")),
        ])  # fmt: skip
        self.again.hide()
        self.round.setVisible(page.two_counters)
        self.round.chosen.connect(self._counter_chosen)
        self.body.addWidget(self.round)
        self.day.editor.set_day(context.today())
        self.counter.editor.setText(page.counter_one)
        if self._left_out:
            said = ngettext("{n} line more: choose a place first to enter it.", "{n} lines more: choose a place first to enter them.",
                            self._left_out)  # fmt: skip
            self.body.addWidget(Label(said.format(n=number(self._left_out)), role="secondary", tone="warn", wrap=True))
        self.body.addWidget(self._grid(lines[:MOST]))

    def _counter_chosen(self, key: str) -> None:
        self.counter.editor.setText(self._page.counter_two if key == str(SECOND) else self._page.counter_one)

    def _grid(self, lines: list[CountRow]) -> QScrollArea:
        sheet = QWidget()
        sheet.setProperty("plain", "true")
        grid = QGridLayout(sheet)
        grid.setContentsMargins(0, 0, 6, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        for at, title in enumerate((_("Item"), _("Place"), _("Counted"))):
            grid.addWidget(Label(title, role="label", token="text2"), 0, at)
        for at, line in enumerate(lines, 1):
            entry = self._entry(line)
            self.entries.append(entry)
            name = QWidget()
            column(
                name,
                Label(line.item, role="strong", elide=True),
                Label(words.line_note(line), role="secondary", token="text3"),
                gap=0,
            )
            grid.addWidget(name, at, 0)
            grid.addWidget(Label(line.place, role="secondary", token="text2"), at, 1)
            grid.addWidget(entry.figure or entry.serials or QWidget(), at, 2)
        grid.setRowStretch(len(lines) + 1, 1)
        area = QScrollArea()
        area.setWidget(sheet)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setMinimumHeight(theme.px(280))
        return area

    def _entry(self, line: CountRow) -> _Entry:
        editor: NumberEdit | TextArea
        if line.is_serial:
            editor = TextArea(lines=2)
            editor.setPlaceholderText(_("Serials, one a line"))
        else:
            editor = NumberEdit()
        editor.setFixedWidth(theme.px(190))
        editor.setAccessibleName(_("{item} at {place}").format(item=line.item, place=line.place))
        if isinstance(editor, NumberEdit):
            return _Entry(line, editor, None)
        return _Entry(line, None, editor)

    def problems(self) -> dict[str, str]:
        """Numbers must be readable."""
        for entry in self.entries:
            if entry.figure is not None and not entry.figure.is_valid():
                entry.figure.setFocus()
                said = _("{item}: {text} is no number.")
                return {"": said.format(item=entry.line.item, text=entry.figure.text())}
        return {}

    def show_problems(self, wrong: Mapping[str, str]) -> None:
        """Ask about lines that have a figure only where there are some."""
        if wrong.get("again"):
            self.again.show()
        super().show_problems(wrong)

    def send(self) -> None:
        """Take the sheet over."""
        lines = []
        for entry in self.entries:
            if entry.figure is not None and entry.figure.text().strip():
                lines.append(SheetLine(entry.line.line_id, entry.figure.integer()))
            elif entry.serials is not None and entry.serials.text().strip():
                named = tuple(one.strip() for one in entry.serials.text().split("\n") if one.strip())
                lines.append(SheetLine(entry.line.line_id, None, named))
        counted_on = self.day.editor.day()
        if counted_on is None:
            return
        chosen = self.again.editor.value()
        again = chosen if isinstance(chosen, Again) else None
        draft = SheetDraft(
            self._page.id,
            self.counter.editor.text(),
            counted_on,
            tuple(lines),
            int(self.round.current() or FIRST),
            again,
        )
        self.write(enter_sheet, draft)


def entered_words(found: SheetEntered) -> str:
    """Say what a sheet brought in, and what of it nobody knows."""
    said = [ngettext("{n} line taken over.", "{n} lines taken over.", found.lines).format(n=number(found.lines))]
    if found.unknown:
        more = ngettext("{n} serial is not in the books: decide about it in the scans.",
                        "{n} serials are not in the books: decide about them in the scans.", len(found.unknown))  # fmt: skip
        said.append(more.format(n=number(len(found.unknown))))
    return " ".join(said)
