"""Chooses goods that are on the road: ticked units and quantities, by mouse, keyboard or scanner, damaged ones marked.

    self.goods = GoodsChooser(damage=True)
    self.goods.show_goods(goods_on_road)        # everything ticked: untick what is missing
    self.goods.chosen()                         # (Chosen(goods, quantity, damaged), …)

Receiving a transfer, bringing goods back from a vehicle, loading them onto another: one way to say what.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.problems import LogisticsError
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.text import serial_key
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.labels import codes
from inl_logistics.labels.resolving import meaning_of
from inl_logistics.register.numbers import screen_number
from inl_logistics.transfers.roadgoods import RoadGoods
from ui.kit import formats, paint, theme
from ui.kit.chips import chip
from ui.kit.jobs import Jobs
from ui.kit.pickpanel import QuantityDialog
from ui.kit.scanedit import ScanEdit
from ui.kit.scantable import ScanTable
from ui.kit.tables import Column, KeyedTableModel
from ui.kit.widget import Label, column, row


@dataclass(frozen=True, slots=True)
class Chosen:
    """So many of a line, and whether they are damaged."""

    goods: RoadGoods
    quantity: int
    damaged: bool = False


@dataclass(slots=True)
class _Row:
    goods: RoadGoods
    quantity: int
    damaged: bool = False


def _what(one: _Row) -> str:
    return one.goods.serial or (_("lot {lot}").format(lot=paint.isolated(one.goods.lot)) if one.goods.lot else "")


_ITEM = Column("item", N_("Item"), lambda r: r.goods.item, 180, "strong", stretch=True, sub=lambda r: r.goods.code)
_WHAT = Column("what", N_("Serial or lot"), _what, 120, "text")
_FOR = Column("for", N_("For"), lambda r: screen_number(r.goods.receipt) or "—", 104, "quiet")
_TAKEN = Column("taken", N_("Taken"), lambda r: formats.number(r.quantity), 64, "link")
_DAMAGE = Column("damage", N_("Condition"), lambda r: _("Damaged") if r.damaged else _("Unharmed"), 100, "chip",
                 chip=lambda r: chip("goods", "damaged" if r.damaged else "good"))  # fmt: skip


def _there(title: str) -> Column:
    return Column("there", title or N_("On the road"), lambda r: formats.number(r.goods.quantity), 84, "number")


class GoodsChooser(QWidget):
    """A scan field over a list with ticks."""

    changed = Signal()

    def __init__(self, *, damage: bool = False, holders: bool = False, where: str = "",
                 jobs: Jobs | None = None) -> None:  # fmt: skip
        super().__init__()
        self._jobs = jobs
        self._rows: dict[Any, _Row] = {}
        columns = [_ITEM, _WHAT, *([_FOR] if holders else []), _there(where), _TAKEN, *([_DAMAGE] if damage else [])]
        self.scan = ScanEdit(height=32)
        self.scan.setPlaceholderText(_("Scan a serial to tick it"))
        self.scan.setAccessibleName(_("Scan a serial to tick it"))
        self.said, self.count = Label(role="secondary", token="text2", elide=True), Label(role="strong")
        self.model = KeyedTableModel(columns, tickable=True, parent=self)
        self.table = ScanTable(self.model, self.scan, density="two-line")
        self.table.setAccessibleName(_("Goods on the road"))
        self.table.setMinimumHeight(theme.px(210))
        top = row(None, self.scan, self.said, gap=10)
        top.setStretch(0, 1)
        top.setStretch(1, 1)
        column(self, top, self.table, row(None, "stretch", self.count), gap=8).setStretch(1, 1)
        self.scan.scanned.connect(self.take_scan)
        self.table.cell_clicked.connect(self._cell)
        self.table.opened.connect(self.ask_quantity)
        self.model.ticks_changed.connect(self._count)

    def show_goods(self, goods: Sequence[RoadGoods], *, ticked: bool = True) -> None:
        """Show what is on the road, all of it ticked unless said otherwise."""
        self._rows = {one.key: _Row(one, one.quantity) for one in goods}
        self.model.set_rows(list(self._rows.values()), keys=list(self._rows))
        self.model.clear_ticks()
        if ticked:
            self.model.set_ticked(list(self._rows), True)
        self._count()

    def rows(self) -> tuple[Chosen, ...]:
        """Return everything that is shown."""
        return tuple(Chosen(one.goods, one.quantity, one.damaged) for one in self._rows.values())

    def chosen(self) -> tuple[Chosen, ...]:
        """Return what is ticked."""
        found = (self._rows[key] for key in self.model.ticked() if key in self._rows)
        return tuple(Chosen(one.goods, one.quantity, one.damaged) for one in found)

    def is_everything(self) -> bool:
        """Tell whether all that is on the road is chosen, in good condition."""
        chosen = self.chosen()
        whole = sum(one.goods.quantity for one in self._rows.values())
        return sum(one.quantity for one in chosen) == whole and not any(one.damaged for one in chosen)

    def take_scan(self, text: str) -> None:
        """Tick the unit that was scanned; a unit that is not on the road is said."""
        self.scan.clear()
        code = codes.read(text)
        if code.form is codes.Form.TAG and self._jobs is not None:
            self._jobs.read(
                self, meaning_of, text, done=lambda means: self._tick(means.serial or means.text), failed=self._unread
            )
        else:
            self._tick(code.serial or code.text)

    def _unread(self, error: BaseException) -> None:
        self.said.set_look(tone="bad")
        self.said.setText(sentence(error) if isinstance(error, LogisticsError) else _("The scan was not read."))

    def _tick(self, text: str) -> None:
        wanted = serial_key(text)
        key = next((at for at, one in self._rows.items() if wanted and serial_key(one.goods.serial) == wanted), None)
        if key is None:
            self.said.set_look(tone="bad")
            self.said.setText(_("{serial} is not in this list.").format(serial=paint.isolated(text.strip())))
            return
        self.model.set_ticked([key], True)
        self.table.set_current_key(key)
        self.said.set_look(tone="ok")
        self.said.setText(_("{serial} ticked").format(serial=paint.isolated(self._rows[key].goods.serial)))

    def ask_quantity(self, key: Any) -> None:
        """Ask how many of a line."""
        one = self._rows.get(key)
        if one is None or one.goods.unit_id is not None:
            return
        hint = ngettext("{n} is there.", "{n} are there.", one.goods.quantity)
        QuantityDialog(
            self.window(), one.goods.item, one.quantity, hint.format(n=formats.number(one.goods.quantity)),
            partial(self.set_quantity, key),
        ).open()  # fmt: skip

    def set_quantity(self, key: Any, quantity: int) -> None:
        """Take so many of a line, at most what is there."""
        one = self._rows[key]
        one.quantity = min(quantity, one.goods.quantity)
        self.model.set_ticked([key], True)
        self._shown()

    def set_damaged(self, key: Any, damaged: bool) -> None:
        """Mark a line as damaged or good."""
        self._rows[key].damaged = damaged
        self._shown()

    def _cell(self, key: Any, name: str) -> None:
        if name == "taken":
            self.ask_quantity(key)
        elif name == "damage":
            self.set_damaged(key, not self._rows[key].damaged)

    def _shown(self) -> None:
        self.model.set_rows(list(self._rows.values()), keys=list(self._rows))
        self._count()

    def _count(self) -> None:
        taken = sum(one.quantity for one in self.chosen())
        whole = sum(one.goods.quantity for one in self._rows.values())
        self.count.setText(_("{n} of {all} units").format(n=formats.number(taken), all=formats.number(whole)))
        self.changed.emit()
