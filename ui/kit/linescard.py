"""The items card: scan field with its answer, pick from stock, the lines, the skipped lot, the totals. Picture 05."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from inl_logistics.kernel.problems import Problem
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kernel.values import UnitPrice
from ui.kit import formats, paint, theme
from ui.kit.cards import Banner, Card
from ui.kit.choices import Segmented
from ui.kit.fields import ScanEdit
from ui.kit.keys import name_of
from ui.kit.picklines import Line, as_signed, totals
from ui.kit.scantable import ScanTable
from ui.kit.tables import Column, KeyedTableModel, ListView
from ui.kit.tokens import ToneName
from ui.kit.widget import IconMark, KitWidget, Label, column, row
from ui.kit.widget import Line as Rule

_ICONS: dict[ToneName, str] = {"ok": "circle-check", "warn": "triangle-alert", "bad": "circle-alert"}


def tracking_words(line: Line) -> str:
    """Say how the line is tracked: its serials, its lot, or nothing; or that it came back."""
    if line.returned:
        return ngettext("{n} returned", "{n} returned", line.returned).format(n=formats.number(line.returned))
    if line.is_serial:
        return ngettext("{n} serial", "{n} serials", len(line.serials)).format(n=len(line.serials))
    if len(line.lots) == 1:
        return _("Lot {lot}").format(lot=paint.isolated(line.lots[0]))
    if line.lots:
        return ngettext("{n} lot", "{n} lots", len(line.lots)).format(n=len(line.lots))
    return _("By quantity")


def price_words(price: UnitPrice | None) -> str:
    """Write the unit price without its sign; the column's title names the currency."""
    return "…" if price is None else f"{price.decimal():,.2f}"


class _Row:
    """A line with its number and what is wrong with it, as the table reads it."""

    __slots__ = ("line", "number", "problem")

    def __init__(self, number: int, line: Line, problem: str) -> None:
        self.number, self.line, self.problem = number, line, problem


def _quantity(row: _Row) -> str:
    signed = row.line.signed
    if signed is not None and signed != row.line.quantity:
        return _("{signed} of {printed}").format(signed=signed, printed=row.line.quantity)
    return formats.number(row.line.quantity)


COLUMNS = (
    Column("number", N_("#"), lambda r: str(r.number), kind="quiet", width=34),
    Column("item", N_("Item"), lambda r: r.line.item, kind="strong", width=150, stretch=True),
    Column("tracking", N_("Tracking"), lambda r: tracking_words(r.line), kind="link", width=132),
    Column("quantity", N_("Qty"), _quantity, kind="numberStrong", width=70, problem=lambda r: r.problem),
    Column("price", N_("Unit USD"), lambda r: price_words(r.line.price), kind="money", width=92),
    Column("total", N_("Total USD"), lambda r: f"{r.line.value.decimal():,.2f}", kind="number", width=98),
    Column("remove", "", lambda _r: "x", kind="action", width=40, icon="x"),
)


class Answer(KitWidget):
    """What the last scan did: an icon and one sentence in its tone, announced to screen readers."""

    def __init__(self) -> None:
        super().__init__()
        self._tone: ToneName = "ok"
        self.mark, self.words = IconMark("circle-check", tone="ok"), Label(role="body", elide=True)
        row(self, self.mark, self.words, gap=6).setStretch(1, 1)
        self.hide()

    def say(self, tone: ToneName, words: str) -> None:
        """Show a sentence."""
        self._tone = tone
        self.mark.set_icon(_ICONS.get(tone, "info"), tone=tone)
        self.words.set_look(tone=tone)
        self.words.setText(words)
        self.setAccessibleName(words)
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def text(self) -> str:
        """Return the sentence shown."""
        return self.words.text() if not self.isHidden() else ""

    def tone(self) -> ToneName:
        """Return the tone it is said in."""
        return self._tone


class LinesCard(Card):
    """Items of a handover or transfer; the page decides what a scan means."""

    scanned = Signal(str)
    picking_asked = Signal(bool)
    edit_asked = Signal(object)
    remove_asked = Signal(object)
    moved = Signal(object)

    def __init__(self) -> None:
        super().__init__(header=False)
        self._lines: tuple[Line, ...] = ()
        self._problems: tuple[Problem, ...] = ()
        self.scan = ScanEdit(height=34)
        self.scan.setMinimumWidth(theme.px(250))
        self.answer = Answer()
        self.mode = Segmented(height=32)
        self._top = QWidget()
        top = row(self._top, self.scan, self.answer, 0, self.mode, margins=(14, 12, 14, 12), gap=10)
        top.setStretch(0, 5)
        top.setStretch(1, 5)
        self.panel = column(None)
        self.model = KeyedTableModel(COLUMNS, parent=self)
        self.table = ScanTable(self.model, self.scan, density="compact")
        self.table.setMinimumHeight(theme.px(118))
        self.skipped = Banner()
        self._skipped_host = QWidget()
        row(self._skipped_host, self.skipped, margins=(10, 0, 10, 6))
        self._skipped_host.hide()
        self._count, self._value = Label(role="body", token="text2"), Label(role="heading")
        foot = row(None, self._count, "stretch", self._value, margins=(14, 8, 44, 8), gap=10)
        self._empty = _EmptyLines(self.table)
        self.body.addWidget(self._top)
        self.body.addLayout(self.panel)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._skipped_host)
        self.body.addWidget(Rule())
        self.body.addLayout(foot)
        self._connect()
        self._retranslate()

    def _connect(self) -> None:
        self.scan.scanned.connect(self._scanned)
        self.scan.installEventFilter(self)
        self.mode.chosen.connect(lambda key: self.picking_asked.emit(key == "pick"))
        self.table.opened.connect(self.edit_asked)
        self.table.cell_clicked.connect(self._cell_clicked)
        self.table.current_changed.connect(self.moved)

    def _scanned(self, text: str) -> None:
        # Setting the text anew forgets the field's own undo, so that Ctrl Z means the last change of the lines.
        self.scan.setText("")
        self.scanned.emit(text)

    def _cell_clicked(self, key: int, name: str) -> None:
        if name == "remove":
            self.remove_asked.emit(key)
        else:
            self.edit_asked.emit(key)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and Del act on the lines while the empty scan field has the focus."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not self.scan.text():
            name = name_of(event)
            if name in {"Up", "Down", "PgUp", "PgDown"}:
                QApplication.sendEvent(self.table, QKeyEvent(event))
                return True
            if name == "Del" and (key := self.table.current_key()) is not None:
                self.remove_asked.emit(key)
                return True
        return False

    def set_editable(self, editable: bool) -> None:
        """Offer scanning and removing, or only show."""
        self._top.setVisible(editable)
        self.table.hide_column("remove", not editable)
        if not editable:
            self.hide_skipped()

    def show_lines(
        self, lines: Sequence[Line], problems: Sequence[Problem] = (), *, current: int | None = None
    ) -> None:
        """Show other lines; `current` stays highlighted."""
        self._lines, self._problems = tuple(lines), tuple(problems)
        said: dict[str | int, str] = {}
        for problem in problems:
            if len(problem.where) > 1 and problem.where[0] == "lines" and problem.severity != "warn":
                said.setdefault(problem.where[1], sentence(problem))
        rows = [_Row(n, line, said.get(n, "")) for n, line in enumerate(self._lines, 1)]
        self.model.set_rows(rows, keys=[line.key for line in self._lines])
        if current is not None:
            self.table.set_current_key(current)
        self._empty.setVisible(not rows)
        self._show_totals()

    def current(self) -> Line | None:
        """Return the current line."""
        key = self.table.current_key()
        return next((line for line in self._lines if line.key == key), None)

    def _show_totals(self) -> None:
        sums = totals(as_signed(self._lines))
        parts = [
            ngettext("{n} line", "{n} lines", sums.lines).format(n=formats.number(sums.lines)),
            ngettext("{n} unit", "{n} units", sums.units).format(n=formats.number(sums.units)),
            ngettext("{n} serial", "{n} serials", sums.serials).format(n=formats.number(sums.serials)),
        ]
        self._count.setText(" · ".join(parts))
        self._value.setText(formats.money(sums.value))

    def total_words(self) -> str:
        """Return the count of the foot."""
        return self._count.text()

    def show_skipped(self, lot: str, days: int, act: Callable[[], None]) -> None:
        """Say that the lot that expires first was passed over."""
        words = ngettext(
            "First-expiry lot {lot} skipped: it expires in {n} day.",
            "First-expiry lot {lot} skipped: it expires in {n} days.", days,
        ).format(lot=paint.isolated(lot), n=days)  # fmt: skip
        self.skipped.show_message("warn", words, _("Use it anyway"), act, icon="calendar-clock")
        self._skipped_host.show()

    def hide_skipped(self) -> None:
        """Take that away."""
        self._skipped_host.hide()

    def _retranslate(self) -> None:
        self.scan.setPlaceholderText(_("Scan a serial, lot or item code"))
        self.scan.setAccessibleName(_("Scan a serial, lot or item code"))
        self.mode.set_options([("scan", _("Scan")), ("pick", _("Pick from stock"))])
        self.table.setAccessibleName(_("Items to pick"))
        self.setAccessibleName(_("Items"))
        self._empty.update()
        self._show_totals()


class _EmptyLines(QWidget):
    """Says in the empty table how lines come."""

    def __init__(self, table: ListView) -> None:
        super().__init__(table.viewport())
        self._table = table
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fill the table."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._table.viewport().rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sentence."""
        words = _("Scan a serial, or pick from stock.")
        paint.text(QPainter(self), self.rect().toRectF(), words, "body", theme.color("text3"), align="center")
