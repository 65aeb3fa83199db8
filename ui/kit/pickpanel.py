"""Pick from stock: item, quantity, what first expiry proposes; serials to tick for serial items. ui.md 10."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from inl_logistics.inventory.picking import PickOffer, StockChoice
from inl_logistics.kernel.text import serial_key
from inl_logistics.kernel.translation import _, ngettext
from ui.kit import formats, paint, theme
from ui.kit.buttons import Button
from ui.kit.choices import CheckBox
from ui.kit.combo import Combo, Option
from ui.kit.dialogs import Dialog
from ui.kit.fields import Field, LineEdit, NumberEdit
from ui.kit.picklines import Line, Picked, first_expiry
from ui.kit.widget import KitWidget, Label, row


def proposal_words(picks: Sequence[Picked]) -> str:
    """Say what would be taken: lots with their expiry, or how many serials."""
    serials = [pick.serial for pick in picks if pick.serial]
    if serials:
        shown = paint.isolated(serials[0] if len(serials) == 1 else f"{serials[0]} … {serials[-1]}")
        return _("Takes {serials}").format(serials=shown)
    parts = []
    for pick in picks:
        if pick.lot and pick.expires_on:
            words = _("{n} of lot {lot}, expires {day}")
            parts.append(words.format(n=pick.quantity, lot=paint.isolated(pick.lot), day=formats.day(pick.expires_on)))
        elif pick.lot:
            parts.append(_("{n} of lot {lot}").format(n=pick.quantity, lot=paint.isolated(pick.lot)))
    return " · ".join(parts)


class PickPanel(KitWidget):
    """One row: item, quantity, Add; below it what will be taken."""

    item_chosen = Signal(int)
    added = Signal(object, int)  # offer, quantity

    def __init__(self, search: Callable[[str], Sequence[StockChoice]]) -> None:
        super().__init__()
        self._offer: PickOffer | None = None
        self.item = Field(Combo(search=lambda text: [_option(one) for one in search(text)]))
        self.quantity = Field(NumberEdit())
        self.add = Button(kind="secondary", icon="plus")
        self._note = Label(role="secondary", token="text3", elide=True)
        self.quantity.setMaximumWidth(theme.px(110))
        line = row(self, self.item, self.quantity, self.add, self._note, gap=10)
        line.setStretch(0, 5)
        line.setStretch(3, 5)
        line.setAlignment(self.add, Qt.AlignmentFlag.AlignBottom)
        line.setAlignment(self._note, Qt.AlignmentFlag.AlignBottom)
        self._note.setMinimumHeight(theme.px(30))
        self.item.editor.chosen.connect(self._chosen)
        self.quantity.editor.edited.connect(self._show_note)
        self.quantity.editor.returnPressed.connect(self._add)
        self.add.clicked.connect(self._add)
        self._retranslate()

    def set_offer(self, offer: PickOffer | None) -> None:
        """Show what is free of the chosen item; the quantity is next."""
        self._offer = offer
        if offer is not None:
            self.quantity.editor.setFocus()
            self.quantity.editor.selectAll()
        self._show_note()

    def reset(self) -> None:
        """Start the next item."""
        self._offer = None
        self.item.editor.set_value(None)
        self.quantity.editor.set_value(None)
        self._show_note()
        self.item.editor.setFocus()

    def _chosen(self, value: object) -> None:
        if isinstance(value, int):
            self.item_chosen.emit(value)

    def _wanted(self) -> int:
        return self.quantity.editor.integer() or 0

    def _show_note(self) -> None:
        self.quantity.set_error("")
        offer = self._offer
        if offer is None:
            self._note.setText("")
            return
        free = ngettext("{n} free", "{n} free", offer.free).format(n=formats.number(offer.free))
        picks = first_expiry(offer, self._wanted()) if self._wanted() else ()
        self._note.setText(" · ".join(filter(None, (free, proposal_words(picks)))))

    def note(self) -> str:
        """Return what is said beside the fields."""
        return self._note.text()

    def _add(self) -> None:
        if self._offer is None:
            self.item.set_error(_("Choose an item."))
            return
        if self._wanted() < 1:
            self.quantity.set_error(_("Enter a number."))
            self.quantity.editor.setFocus()
            return
        self.added.emit(self._offer, self._wanted())

    def _retranslate(self) -> None:
        self.item.set_label(_("Item in stock"))
        self.quantity.set_label(_("Quantity"))
        self.add.setText(_("Add"))
        self._show_note()


def _option(one: StockChoice) -> Option:
    return Option(one.variant_id, one.item, f"{one.code} · {one.free}")


class QuantityDialog(Dialog):
    """Asks for another quantity of a lot or quantity line; `hint` says how many there are, `most` is refused above."""

    def __init__(self, over: QWidget, title: str, quantity: int, hint: str, done: Callable[[int], None], *,
                 most: int | None = None) -> None:  # fmt: skip
        super().__init__(over, title, width=360)
        self._done, self._most = done, most
        self.quantity = Field(NumberEdit(), required=True)
        self.quantity.set_label(_("Quantity"))
        self.quantity.set_hint(hint)
        self.quantity.editor.set_value(quantity)
        self.body.addWidget(self.quantity)
        cancel, self.save = Button(_("Cancel"), key="Esc"), Button(_("Set quantity"), kind="primary")
        cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._accept)
        self.quantity.editor.returnPressed.connect(self._accept)
        self.set_buttons(cancel, self.save)
        self.quantity.editor.selectAll()

    def _accept(self) -> None:
        wanted = self.quantity.editor.integer()
        if not wanted or wanted < 1:
            self.quantity.set_error(_("Enter a number."))
            return
        if self._most is not None and wanted > self._most:
            self.quantity.set_error(_("At most {n} can be taken.").format(n=formats.number(self._most)))
            self.quantity.editor.selectAll()
            return
        self.dismiss()
        self._done(wanted)


class SerialsDialog(Dialog):
    """The serials of a line, 3 across; unticking takes one off, ticking a free one puts it on."""

    def __init__(self, over: QWidget, line: Line, free: Sequence[str], *, editable: bool,
                 done: Callable[[Sequence[str]], None]) -> None:  # fmt: skip
        super().__init__(over, line.item, width=560)
        self._done = done
        on = line.serials
        self._boxes = [CheckBox(serial) for serial in (*on, *(free if editable else ()))]
        self.search = LineEdit(icon="search")
        self.search.setPlaceholderText(_("Find a serial"))
        self.search.setAccessibleName(_("Find a serial"))
        self.search.edited.connect(self._filter)
        self._grid_host = QWidget()
        self._grid_host.setProperty("plain", "true")
        self._grid = QGridLayout(self._grid_host)
        self._grid.setContentsMargins(0, 0, 0, 0)
        for at in range(3):
            self._grid.setColumnStretch(at, 1)
        for box in self._boxes:
            box.setChecked(box.text() in on)
            box.setEnabled(editable)
            box.toggled.connect(self._count)
        area = QScrollArea()
        area.setWidget(self._grid_host)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setMinimumHeight(theme.px(min(320, 34 + 28 * (len(self._boxes) // 3 + 1))))
        self.body.addWidget(self.search)
        self.body.addWidget(area)
        close = Button(_("Cancel") if editable else _("Close"), key="Esc")
        close.clicked.connect(self.reject)
        self.set_buttons(close)
        if editable:
            self.save = Button(_("Use these serials"), kind="primary")
            self.save.clicked.connect(self._accept)
            self.set_buttons(self.save)
        self._filter()
        self._count()

    def _filter(self) -> None:
        wanted = serial_key(self.search.text())
        shown = [box for box in self._boxes if wanted in serial_key(box.text())]
        for box in self._boxes:
            box.setParent(self._grid_host)
            box.setVisible(box in shown)
        for n, box in enumerate(shown):
            self._grid.addWidget(box, n // 3, n % 3, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._grid.setRowStretch(len(shown) // 3 + 1, 1)

    def _chosen(self) -> list[str]:
        return [box.text() for box in self._boxes if box.isChecked()]

    def _count(self) -> None:
        chosen = len(self._chosen())
        self.note.setText(ngettext("{n} serial", "{n} serials", chosen).format(n=chosen))

    def _accept(self) -> None:
        chosen = self._chosen()
        self.dismiss()
        self._done(chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A scanned serial in the search field ticks it."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.search.hasFocus():
            exact = [box for box in self._boxes if serial_key(box.text()) == serial_key(self.search.text())]
            if exact and exact[0].isEnabled():
                exact[0].setChecked(not exact[0].isChecked())
                self.search.clear()
                self._filter()
            return
        super().keyPressEvent(event)
