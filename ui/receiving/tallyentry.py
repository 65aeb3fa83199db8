"""Entering a tally sheet that was filled in by hand: who counted, then line by line as the sheet says.

Enter goes to the next field, so that a sheet is typed like a column of a spreadsheet. Source: product.md 3 (Receiving).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from inl_logistics.kernel.translation import _, ngettext
from inl_logistics.receiving.queries import CountLine
from inl_logistics.receiving.tallying import TallyDraft, TallyEntered, TallyLine, enter_tally
from ui.kit import theme
from ui.kit.buttons import Button
from ui.kit.combo import Combo, Option
from ui.kit.fields import DateEdit, Field, LineEdit, NumberEdit, TextArea
from ui.kit.formats import number
from ui.kit.formdialog import FormDialog
from ui.kit.navigation import PageContext
from ui.kit.widget import Label, column


@dataclass(slots=True)
class _Entry:
    """The fields of one line, or of a further lot of it."""

    line: CountLine
    good: NumberEdit | TextArea
    damaged: NumberEdit | TextArea
    lot: LineEdit
    expires: DateEdit
    bin: Combo


class TallyDialog(FormDialog):
    """A grid with a row for each line; a line is split by another row with another lot or bin."""

    def __init__(self, context: PageContext, over: QWidget, receiving_id: int, lines: Sequence[CountLine],
                 bins: Sequence[str]) -> None:  # fmt: skip
        super().__init__(context, over, _("Enter a tally sheet"), verb=_("Take over"), width=900)
        self._receiving_id, self._bins = receiving_id, tuple(bins)
        self._lines = [line for line in lines if line.line_id is not None]
        self.entries: list[_Entry] = []
        self.counter = self.add("counter", Field(LineEdit(), required=True), _("Counted by (as on the sheet)"))
        self._sheet = QWidget()
        self._sheet.setProperty("plain", "true")
        self._grid = QGridLayout(self._sheet)
        self._grid.setContentsMargins(0, 0, 6, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setColumnStretch(0, 1)
        for at, title in enumerate((_("Item"), _("Good"), _("Damaged"), _("Lot"), _("Expires"), _("Bin"), "")):
            self._grid.addWidget(Label(title, role="label", token="text2"), 0, at)
        self._grid.setRowStretch(_LAST, 1)
        self._area = QScrollArea()
        self._area.setWidget(self._sheet)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setMinimumHeight(theme.px(300))
        self.body.addWidget(self._area)
        for line in self._lines:
            self._add_row(line)

    def _add_row(self, line: CountLine, *, after: _Entry | None = None) -> _Entry:
        good: NumberEdit | TextArea
        damaged: NumberEdit | TextArea
        if line.by_quantity:
            good, damaged = NumberEdit(), NumberEdit()
        else:
            good, damaged = TextArea(lines=2), TextArea(lines=2)
            good.setPlaceholderText(_("Serials, one a line"))
        entry = _Entry(line, good, damaged, LineEdit(mono=True), DateEdit(today=self.context.today), Combo())
        entry.lot.setText("" if after else line.lot)
        entry.expires.set_day(None if after else line.expires_on)
        entry.bin.set_options([Option(code, code) for code in self._bins])
        for editor, width in ((good, 110), (damaged, 110), (entry.lot, 110), (entry.expires, 134), (entry.bin, 92)):
            editor.setFixedWidth(theme.px(width))
        for editor, words in (
            (good, _("{item}: good")), (damaged, _("{item}: damaged")), (entry.lot, _("{item}: lot")),
            (entry.expires, _("{item}: expires")), (entry.bin, _("{item}: bin")),
        ):  # fmt: skip
            editor.setAccessibleName(words.format(item=line.item))
        at = self.entries.index(after) + 1 if after else len(self.entries)
        self.entries.insert(at, entry)
        if after is None:
            self._place_row(entry, len(self.entries))
        else:
            self._arrange()
        return entry

    def _place_row(self, entry: _Entry, at: int) -> None:
        first = next(one for one in self.entries if one.line is entry.line) is entry
        name = QWidget()
        expected = _("{n} expected").format(n=number(entry.line.short))
        title = Label(
            entry.line.item if first else _("another lot or bin"), role="strong" if first else "secondary", elide=True
        )
        under = Label(expected if first else "", role="secondary", token="text3")
        column(name, title, under, "stretch", gap=0)
        split = Button(icon="plus", kind="ghost", pad=6)
        split.setAccessibleName(_("Another lot or bin of {item}").format(item=entry.line.item))
        split.setToolTip(_("Another lot or bin"))
        split.clicked.connect(lambda: self._add_row(entry.line, after=entry))
        for at_column, widget in enumerate(
            (name, entry.good, entry.damaged, entry.lot, entry.expires, entry.bin, split)
        ):
            self._grid.addWidget(widget, at, at_column)

    def _arrange(self) -> None:
        while self._grid.count() > _TITLES:
            item = self._grid.takeAt(_TITLES)
            widget = item.widget() if item is not None else None
            if widget is not None and not any(widget in _editors(entry) for entry in self.entries):
                widget.deleteLater()
        for at, entry in enumerate(self.entries, 1):
            self._place_row(entry, at)
        self._place()

    def problems(self) -> dict[str, str]:
        """Numbers and days must be readable."""
        for entry in self.entries:
            for editor in (entry.good, entry.damaged, entry.expires):
                if isinstance(editor, NumberEdit | DateEdit) and not editor.is_valid():
                    editor.setFocus()
                    return {
                        "lines": _("{item}: {text} is no number or day.").format(
                            item=entry.line.item, text=editor.text()
                        )
                    }
        return {}

    def send(self) -> None:
        """Take the sheet over."""
        lines = []
        for entry in self.entries:
            more = {
                "lot": entry.lot.text(),
                "expires_on": entry.expires.day(),
                "bin": str(entry.bin.value()) if entry.bin.value() else None,
            }
            key = entry.line.line_id or 0
            if isinstance(entry.good, NumberEdit) and isinstance(entry.damaged, NumberEdit):
                lines.append(TallyLine(key, entry.good.integer() or 0, entry.damaged.integer() or 0, **more))  # type: ignore[arg-type]
            else:
                good, damaged = (tuple(one.text().split("\n")) for one in (entry.good, entry.damaged))
                lines.append(TallyLine(key, good_serials=_named(good), damaged_serials=_named(damaged), **more))  # type: ignore[arg-type]
        self.write(enter_tally, TallyDraft(self._receiving_id, self.counter.editor.text(), tuple(lines)))


_TITLES = 7
_LAST = 500  # below every row: what is left of the height


def _editors(entry: _Entry) -> tuple[QWidget, ...]:
    return entry.good, entry.damaged, entry.lot, entry.expires, entry.bin


def _named(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(one.strip() for one in texts if one.strip())


def entered_words(found: TallyEntered) -> str:
    """Say what a sheet brought in, and what of it is not clear."""
    said = [ngettext("{n} unit taken over.", "{n} units taken over.", found.units).format(n=number(found.units))]
    if found.unknown:
        words = ngettext("{n} serial is not on this shipment: decide about it in the scans.",
                         "{n} serials are not on this shipment: decide about them in the scans.", len(found.unknown))  # fmt: skip
        said.append(words.format(n=number(len(found.unknown))))
    if found.repeated:
        words = ngettext("{n} was counted before.", "{n} were counted before.", len(found.repeated))
        said.append(words.format(n=number(len(found.repeated))))
    return " ".join(said)
