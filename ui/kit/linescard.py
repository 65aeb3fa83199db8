"""The items card: scan field with its answer, pick from stock, the lines, the skipped lot, the totals. Picture 05."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from inl_logistics.kernel.problems import Problem
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.statewords import CONDITIONS
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kernel.values import Money, UnitPrice
from ui.kit import formats, paint, theme
from ui.kit.buttons import Button
from ui.kit.cards import Banner, Card
from ui.kit.choices import Segmented
from ui.kit.keys import name_of
from ui.kit.picklines import KitHead, Line, as_signed, head_key, paper_numbers, totals
from ui.kit.refusedscans import RefusedScans
from ui.kit.scanedit import ScanEdit
from ui.kit.scantable import ScanTable
from ui.kit.tables import Column, KeyedTableModel
from ui.kit.tokens import ToneName
from ui.kit.widget import IconMark, KitWidget, Label, column, row
from ui.kit.widget import Line as Rule

_ICONS: dict[ToneName, str] = {"ok": "circle-check", "warn": "triangle-alert", "bad": "circle-alert"}


def tracking_words(line: Line) -> str:
    """Say how the line is tracked, and in which condition goods come back."""
    if line.condition_to is not None:
        return f"{_tracked(line)} · {_(CONDITIONS[line.condition_to.value])}"
    return _tracked(line)


def _tracked(line: Line) -> str:
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


@dataclass(frozen=True, slots=True)
class _Row:
    """A line, or the head of a kit before its components, as the table shows it."""

    number: str
    item: str
    tracking: str
    quantity: str
    price: str
    total: str
    problem: str = ""


def _line_row(number: str, line: Line, problem: str) -> _Row:
    item = f"\u2003{line.item}" if line.kit_id is not None else line.item
    return _Row(
        number, item, tracking_words(line), _quantity(line), price_words(line.price), f"{_held((line,)).decimal():,.2f}",
        problem,
    )  # fmt: skip


def _head_row(number: str, head: KitHead, own: Sequence[Line]) -> _Row:
    missing = sum(line.lacks for line in own)
    words = f"{head.code} v{head.version}"
    if missing:
        said = ngettext("{n} to follow", "{n} to follow", missing).format(n=formats.number(missing))
        words = f"{words} · {said}"
    return _Row(number, head.name, words, formats.number(head.count), "", f"{_held(own).decimal():,.2f}")


def _held(lines: Sequence[Line]) -> Money:
    """Return the value of what the recipient has, as the total below the lines counts it."""
    return totals(as_signed(lines)).value


def _quantity(line: Line) -> str:
    signed = line.signed
    if signed is not None and signed != line.quantity:
        return _("{signed} of {printed}").format(signed=signed, printed=line.quantity)
    if line.lacks and signed is None:
        return _("{picked} of {asked}").format(picked=line.quantity, asked=line.asked)
    return formats.number(line.quantity)


COLUMNS = (
    Column("number", N_("#"), lambda r: r.number, kind="quiet", width=38),
    Column("item", N_("Item"), lambda r: r.item, kind="strong", width=150, stretch=True),
    Column("tracking", N_("Tracking"), lambda r: r.tracking, kind="link", width=176),
    Column("quantity", N_("Qty"), lambda r: r.quantity, kind="numberStrong", width=70, problem=lambda r: r.problem),
    Column("price", N_("Unit USD"), lambda r: r.price, kind="money", width=92),
    Column("total", N_("Total USD"), lambda r: r.total, kind="number", width=98),
    Column("remove", "", lambda _r: "x", kind="action", width=40, icon="x"),
)


_HEADER, _ROW, _FEWEST, _MOST = 31, 29, 3, 6  # how high the table is at least, for so many lines


class Answer(KitWidget):
    """What the last scan did: an icon and one sentence in its tone, announced to screen readers."""

    def __init__(self) -> None:
        super().__init__()
        self._tone: ToneName = "ok"
        self.mark, self.words = IconMark("circle-check", tone="ok"), Label(role="body", wrap=True)
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
    kits_asked = Signal()

    def __init__(self, *, kits: bool = False) -> None:
        super().__init__(header=False)
        self._lines: tuple[Line, ...] = ()
        self._problems: tuple[Problem, ...] = ()
        self._kits: dict[int, KitHead] = {}
        self.scan = ScanEdit(height=34)
        self.scan.setMinimumWidth(theme.px(250))
        self.answer = Answer()
        self.mode = Segmented(height=32)
        self._top = QWidget()
        self.kits = Button(icon="boxes")
        top = row(self._top, self.scan, self.answer, 0, self.mode, self.kits, margins=(14, 12, 14, 12), gap=10)
        self.kits.setVisible(kits)
        top.setStretch(0, 5)
        top.setStretch(1, 5)
        self.panel = column(None)
        self.model = KeyedTableModel(COLUMNS, parent=self)
        self.table = ScanTable(self.model, self.scan, density="compact")
        # It takes what the window has left, and asks for no more than a few lines: what is below it stays in sight.
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.skipped = Banner()
        self._skipped_host = QWidget()
        row(self._skipped_host, self.skipped, margins=(10, 0, 10, 6))
        self._skipped_host.hide()
        self._count, self._value = Label(role="body", token="text2"), Label(role="heading")
        self.refused = RefusedScans()
        foot = row(None, self._count, self.refused, "stretch", self._value, margins=(14, 8, 44, 8), gap=10)
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
        self.kits.clicked.connect(self.kits_asked)
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

    def set_editable(self, editable: bool, *, scans: bool = True) -> None:
        """Offer scanning and removing, only removing, or only show."""
        self._top.setVisible(editable and scans)
        self.table.hide_column("remove", not editable)
        if not editable:
            self.hide_skipped()
            self.refused.forget()

    def tell(self, tone: ToneName, words: str) -> None:
        """Answer beside the scan field; what was not taken is counted until somebody looked."""
        self.answer.say(tone, words)
        if tone == "bad":
            self.refused.add(words)

    def set_kits(self, kits: Sequence[KitHead]) -> None:
        """Say which kits the lines belong to, before they are shown."""
        self._kits = {one.kit_id: one for one in kits}

    def show_lines(
        self, lines: Sequence[Line], problems: Sequence[Problem] = (), *, current: int | None = None
    ) -> None:
        """Show other lines, those of a kit below its head; `current` stays highlighted."""
        self._lines, self._problems = tuple(lines), tuple(problems)
        said: dict[str | int, str] = {}
        for problem in problems:
            if len(problem.where) > 1 and problem.where[0] == "lines" and problem.severity != "warn":
                said.setdefault(problem.where[1], sentence(problem))
        rows, keys = self._rows(said)
        self.model.set_rows(rows, keys=keys)
        self.table.setMinimumHeight(theme.px(_HEADER + _ROW * min(max(len(rows), _FEWEST), _MOST)))
        if current is not None:
            self.table.set_current_key(current)
        self._show_totals()

    def _rows(self, said: dict[str | int, str]) -> tuple[list[_Row], list[int]]:
        """Return rows and keys as the paper numbers them: 1, 2 a kit, 2.1 its first component."""
        rows: list[_Row] = []
        keys: list[int] = []
        numbers = paper_numbers(self._lines)
        open_kit: int | None = None
        for at, (line, shown) in enumerate(zip(self._lines, numbers, strict=True), 1):
            head = self._kits.get(line.kit_id) if line.kit_id is not None else None
            if head is not None and head.kit_id != open_kit:
                own = [(one, its) for one, its in zip(self._lines, numbers, strict=True) if one.kit_id == head.kit_id]
                number = next((its.partition(".")[0] for one, its in own if one.quantity), "")
                rows.append(_head_row(number, head, [one for one, _its in own]))
                keys.append(head_key(head.kit_id))
            open_kit = head.kit_id if head is not None else None
            rows.append(_line_row(shown, line, said.get(at, "")))
            keys.append(line.key)
        return rows, keys

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
        self.kits.setText(_("Kits…"))
        self.table.setAccessibleName(_("Items to pick"))
        self.setAccessibleName(_("Items"))
        self.table.set_nothing(_("Scan a serial, or pick from stock."))
        self.refused.retranslate()
        self._show_totals()
