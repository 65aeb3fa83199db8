"""What vendors and makers call an item, in its editor: one line for each number, for the item or one size of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inl_logistics.catalog.drafts import PartNumber
from inl_logistics.kernel.translation import _
from ui.kit.buttons import Button, IconButton
from ui.kit.combo import Combo, Option
from ui.kit.fields import LineEdit
from ui.kit.widget import KitWidget, column, row

MOST_NUMBERS = 60


class _NumberRow(QWidget):
    """The fields of one part number."""

    removed = Signal()

    def __init__(self, number: PartNumber | None, owners: Sequence[Option], sizes: Sequence[str]) -> None:
        super().__init__()
        self.owner, self.code, self.sized = Combo(), LineEdit(mono=True), Combo()
        self.owner.setAccessibleName(_("Vendor or maker"))
        self.owner.setPlaceholderText(_("Vendor or maker"))
        self.code.setAccessibleName(_("Their number"))
        self.code.setPlaceholderText(_("Their number"))
        self.sized.setAccessibleName(_("Size"))
        self.owner.set_options(owners)
        self.set_sizes(sizes)
        if number is not None:
            self.owner.set_value(number.partner_id)
            self.code.setText(number.code)
            self.sized.set_value(number.size)
        self.remove = IconButton("x", side=28)
        self.remove.set_hint(_("Remove this number"))
        self.remove.clicked.connect(self.removed)
        layout = row(self, self.owner, self.code, self.sized, self.remove, gap=10)
        for at, share in enumerate((3, 3, 2)):
            layout.setStretch(at, share)

    def set_sizes(self, sizes: Sequence[str]) -> None:
        """Offer the sizes of the item."""
        chosen = self.sized.value()
        self.sized.set_options([Option("", _("Every size")), *(Option(one, one) for one in sizes if one)])
        self.sized.set_value(chosen if chosen in sizes else "")

    def number(self) -> PartNumber | None:
        """Return what is typed, when both owner and number are there."""
        self.owner.settle()
        owner, code = self.owner.value(), self.code.text().strip()
        return PartNumber(owner, code, str(self.sized.value() or "")) if isinstance(owner, int) and code else None

    def is_half(self) -> bool:
        """Tell whether only one of owner and number is there."""
        self.owner.settle()
        return isinstance(self.owner.value(), int) != bool(self.code.text().strip())


class PartNumbersEdit(KitWidget):
    """Part numbers under each other."""

    def __init__(self, numbers: Sequence[PartNumber], sizes: Sequence[str]) -> None:
        super().__init__()
        self._sizes = tuple(sizes)
        self._owners: tuple[Option, ...] = ()
        self._rows: list[_NumberRow] = []
        self._first = tuple(numbers)
        self._box = QVBoxLayout()
        self._box.setSpacing(6)
        self.add = Button(_("Add a part number"), kind="ghost", icon="plus")
        self.add.clicked.connect(lambda: self._add(None).owner.setFocus())
        column(self, self._box, row(None, self.add, "stretch"), gap=6)
        for one in numbers:
            self._add(one)

    def set_owners(self, owners: Sequence[tuple[int, str]]) -> None:
        """Offer vendors and makers."""
        self._owners = tuple(Option(ident, name) for ident, name in owners)
        for one, number in zip(self._rows, [*self._first, *[None] * len(self._rows)], strict=False):
            one.owner.set_options(self._owners)
            if number is not None and one.owner.value() is None:
                one.owner.set_value(number.partner_id)

    def rows(self) -> list[_NumberRow]:
        """Return the lines as they stand."""
        return self._rows

    def set_sizes(self, sizes: Sequence[str]) -> None:
        """Offer the sizes that the item has now."""
        if tuple(sizes) != self._sizes:
            self._sizes = tuple(sizes)
            for one in self._rows:
                one.set_sizes(self._sizes)

    def _add(self, number: PartNumber | None) -> _NumberRow:
        made = _NumberRow(number, self._owners, self._sizes)
        made.removed.connect(lambda: self._drop(made))
        self._rows.append(made)
        self._box.addWidget(made)
        self.add.setEnabled(len(self._rows) < MOST_NUMBERS)
        return made

    def _drop(self, dropped: _NumberRow) -> None:
        self._rows.remove(dropped)
        self._box.removeWidget(dropped)
        dropped.hide()
        dropped.deleteLater()
        self.add.setEnabled(True)

    def is_half(self) -> bool:
        """Tell whether a line lacks its owner or its number."""
        return any(one.is_half() for one in self._rows)

    def text(self) -> str:
        """Return the numbers, for the check of empty fields."""
        return " ".join(one.code.text() for one in self._rows)

    def numbers(self) -> tuple[PartNumber, ...]:
        """Return the numbers."""
        return tuple(one for one in (each.number() for each in self._rows) if one is not None)
