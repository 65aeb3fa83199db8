"""The small questions of receiving: a typed quantity with its lot, which line, which item, a note."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QWidget

from inl_logistics.catalog.queries import VariantOption
from inl_logistics.kernel.translation import _
from inl_logistics.receiving.queries import CountLine, ScanRow
from inl_logistics.receiving.rules import MOST
from inl_logistics.receiving.tallying import CorrectionDraft
from ui.kit import formats, paint
from ui.kit.buttons import Button
from ui.kit.choices import CheckBox, Segmented
from ui.kit.combo import Combo, Option
from ui.kit.dialogs import Dialog
from ui.kit.fields import DateEdit, Field, LineEdit, NumberEdit
from ui.kit.widget import row

# More than so many times the expected quantity is more likely a slip than a delivery.
_SURPRISING = 10


def _unlikely() -> str:
    return _("Enter a number from 1 to {most}.").format(most=formats.number(MOST))


def _days_fit(made: Field[DateEdit], expires: Field[DateEdit]) -> bool:
    """Check the two days on a label; what is wrong is said under its field."""
    for field in (made, expires):
        field.set_error("" if field.editor.is_valid() else _("Enter a day, such as 24 Nov 2027."))
    first, last = made.editor.day(), expires.editor.day()
    if first and last and last <= first:
        expires.set_error(_("This is not after the day they were made."))
    return not made.has_error() and not expires.has_error()


class _Asking(Dialog):
    """A dialog with Cancel and one verb."""

    def __init__(self, over: QWidget, title: str, verb: str, *, width: int = 420) -> None:
        super().__init__(over, title, width=width)
        cancel, self.act = Button(_("Cancel"), key="Esc"), Button(verb, kind="primary")
        cancel.clicked.connect(self.reject)
        self.act.clicked.connect(self.accept)
        self.set_buttons(cancel, self.act)

    def accept(self) -> None:
        """Check and hand over."""


@dataclass(frozen=True, slots=True)
class TypedCount:
    """A quantity that was counted by hand, with what its labels say."""

    quantity: int
    damaged: bool
    lot: str
    made_on: date | None
    expires_on: date | None
    note: str
    bin: str | None = None


class CountDialog(_Asking):
    """How many of a lot or quantity line; lot and expiry as printed on the goods. Enter takes what is proposed."""

    def __init__(self, over: QWidget, line: CountLine, *, damaged: bool, today: Callable[[], date],
                 done: Callable[[TypedCount], None], bins: Sequence[str] = (),
                 quantity: int | None = None) -> None:  # fmt: skip
        super().__init__(over, line.item, _("Count"), width=440)
        self._done, self._expected, self._asked = done, line.expected, 0
        self.quantity = Field(NumberEdit(), required=True)
        self.quantity.set_label(_("Quantity"))
        self.quantity.set_hint(_("{n} still expected").format(n=formats.number(line.short)))
        self.quantity.editor.set_value(quantity or line.short or None)
        self.state = Segmented(height=30)
        self.state.set_options([("good", _("Good")), ("damaged", _("Damaged"))])
        self.state.choose("damaged" if damaged else "good", tell=False)
        self.lot, self.made, self.expires = (
            Field(LineEdit(mono=True)),
            Field(DateEdit(today=today)),
            Field(DateEdit(today=today)),
        )
        self.lot.set_label(_("Lot on the goods"))
        self.made.set_label(_("Made on"))
        self.expires.set_label(_("Expires on"))
        self.lot.editor.setText(line.lot)
        self.made.editor.set_day(line.made_on)
        self.expires.editor.set_day(line.expires_on)
        self.note_field, self.bin = Field(LineEdit()), Field(Combo())
        self.note_field.set_label(_("Note"))
        self.bin.set_label(_("Into bin"))
        self.bin.editor.set_options([Option(code, code) for code in bins])
        self.bin.setVisible(bool(bins))
        top = row(None, self.quantity, self.state, gap=12)
        top.setStretch(0, 1)
        self.body.addLayout(top)
        self.body.addLayout(row(None, self.lot, self.made, self.expires, gap=10))
        last = row(None, self.bin, self.note_field, gap=10)
        last.setStretch(1, 1)
        self.body.addLayout(last)
        for editor in (self.quantity.editor, self.lot.editor, self.made.editor, self.expires.editor,
                       self.note_field.editor):  # fmt: skip
            editor.returnPressed.connect(self.accept)
        self.quantity.editor.selectAll()

    def accept(self) -> None:
        """Hand the count over."""
        quantity = self.quantity.editor.integer()
        self.quantity.set_error("" if quantity and 0 < quantity <= MOST else _unlikely())
        if (
            quantity
            and not self.quantity.has_error()
            and quantity > _SURPRISING * max(1, self._expected)
            and quantity != self._asked
        ):
            # A slipped digit is asked about once; the same number again is meant.
            self._asked = quantity
            words = _("{n} of {expected} expected? Press Count again if it is right.")
            self.quantity.set_error(words.format(n=formats.number(quantity), expected=formats.number(self._expected)))
            self.quantity.editor.setFocus()
        if not _days_fit(self.made, self.expires) or self.quantity.has_error():
            return
        found = TypedCount(
            quantity or 0, self.state.current() == "damaged", self.lot.editor.text().strip(), self.made.editor.day(),
            self.expires.editor.day(), self.note_field.editor.text(),
            str(self.bin.editor.value()) if self.bin.editor.value() else None,
        )  # fmt: skip
        self.dismiss()
        self._done(found)


class LineDialog(_Asking):
    """Which line an unlisted serial belongs to."""

    def __init__(self, over: QWidget, text: str, lines: Sequence[CountLine], current: int | None, *, verb: str,
                 done: Callable[[int], None]) -> None:  # fmt: skip
        super().__init__(over, _("Which item is {text}?").format(text=paint.isolated(text)), verb)
        self._done = done
        self.line = Field(Combo(), required=True)
        self.line.set_label(_("Line of the shipment"))
        self.line.editor.set_options([Option(line.line_id, line.item, line.code) for line in lines])
        self.line.editor.set_value(current if current is not None else (lines[0].line_id if len(lines) == 1 else None))
        self.body.addWidget(self.line)

    def accept(self) -> None:
        """Hand the line over."""
        chosen = self.line.editor.value()
        if not isinstance(chosen, int):
            self.line.set_error(_("Choose a line."))
            return
        self.dismiss()
        self._done(chosen)


class ItemDialog(_Asking):
    """Goods that nobody ordered: which item, how many."""

    def __init__(self, over: QWidget, text: str, search: Callable[[str], Sequence[VariantOption]], *, quantity: bool,
                 title: str, verb: str, done: Callable[[int, int, str], None]) -> None:  # fmt: skip
        super().__init__(over, title, verb, width=460)
        self._done = done
        self.item = Field(
            Combo(search=lambda typed: [Option(one.variant_id, one.label, one.code) for one in search(typed)]),
            required=True,
        )
        self.item.set_label(_("Item"))
        self.quantity = Field(NumberEdit(), required=True)
        self.quantity.set_label(_("Quantity"))
        self.quantity.editor.set_value(1)
        self.quantity.setVisible(quantity)
        self.note_field = Field(LineEdit())
        self.note_field.set_label(_("Note"))
        line = row(None, self.item, self.quantity, gap=10)
        line.setStretch(0, 3)
        line.setStretch(1, 1)
        self.body.addLayout(line)
        self.body.addWidget(self.note_field)
        self.note_field.editor.returnPressed.connect(self.accept)
        self.note_field.set_hint(text)

    def accept(self) -> None:
        """Hand item and quantity over."""
        chosen, quantity = self.item.editor.value(), self.quantity.editor.integer() or 0
        self.item.set_error("" if isinstance(chosen, int) else _("Choose an item."))
        self.quantity.set_error("" if 0 < quantity <= MOST else _unlikely())
        if isinstance(chosen, int) and not self.quantity.has_error():
            self.dismiss()
            self._done(chosen, quantity, self.note_field.editor.text())


class CorrectDialog(_Asking):
    """What the goods of a scan really say: lot, dates, bin; how many where they are counted by quantity."""

    def __init__(self, over: QWidget, scan: ScanRow, *, bins: Sequence[str], today: Callable[[], date],
                 done: Callable[[CorrectionDraft], None]) -> None:  # fmt: skip
        super().__init__(over, scan.item or scan.text, _("Correct"), width=460)
        self._done, self._scan = done, scan
        self.quantity = Field(NumberEdit())
        self.quantity.set_label(_("Quantity"))
        self.quantity.editor.set_value(scan.quantity)
        self.quantity.setVisible(not scan.is_serial)
        self.lot, self.made, self.expires, self.bin = (
            Field(LineEdit(mono=True)), Field(DateEdit(today=today)), Field(DateEdit(today=today)), Field(Combo())
        )  # fmt: skip
        for field, label in ((self.lot, _("Lot on the goods")), (self.made, _("Made on")), (self.expires, _("Expires on")),
                             (self.bin, _("Into bin"))):  # fmt: skip
            field.set_label(label)
        self.lot.editor.setText(scan.lot)
        self.made.editor.set_day(scan.made_on)
        self.expires.editor.set_day(scan.expires_on)
        self.bin.editor.set_options([Option(code, code) for code in bins])
        self.bin.editor.set_value(scan.bin or None)
        self.all = CheckBox(_("Every scan of this item"))
        self.all.setVisible(scan.line_id is not None)
        self.body.addLayout(row(None, self.quantity, self.bin, gap=10))
        self.body.addLayout(row(None, self.lot, self.made, self.expires, gap=10))
        self.body.addWidget(self.all)
        for editor in (self.quantity.editor, self.lot.editor, self.made.editor, self.expires.editor):
            editor.returnPressed.connect(self.accept)
        self.lot.editor.selectAll()

    def accept(self) -> None:
        """Hand the correction over."""
        fit = _days_fit(self.made, self.expires)
        quantity = None if self._scan.is_serial else self.quantity.editor.integer()
        self.quantity.set_error("" if self._scan.is_serial or 0 < (quantity or 0) <= MOST else _unlikely())
        if not fit or self.quantity.has_error():
            return
        chosen = self.bin.editor.value()
        found = CorrectionDraft(
            self._scan.id, self.lot.editor.text(), self.made.editor.day(), self.expires.editor.day(),
            str(chosen) if chosen else None, quantity, self.all.isChecked(),
        )  # fmt: skip
        self.dismiss()
        self._done(found)
