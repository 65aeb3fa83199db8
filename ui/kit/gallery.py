"""Every control in every state on one sheet, to stand beside picture 13. For `make screens` and tests only.

sheet = Gallery(); sheet.resize(660, 930); sheet.grab().save("components-light.png")
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.kit import icons, paint, theme
from ui.kit.buttons import Button, IconButton
from ui.kit.chips import ChipFlow, ChipLook, chip
from ui.kit.choices import CheckBox, Segmented
from ui.kit.combo import Combo, Option
from ui.kit.fields import Field, LineEdit
from ui.kit.navigation import shortcut_text
from ui.kit.steps import Step, Stepper
from ui.kit.tables import Column, KeyedTableModel, ListView
from ui.kit.tokens import Role, Token
from ui.kit.widget import KitWidget, Label, column, row

_SWATCHES: tuple[Token, ...] = (
    "bg",
    "surface",
    "sunken",
    "border",
    "control",
    "text",
    "text2",
    "text3",
    "accent",
    "sel",
    "rail",
)
_TYPES: tuple[tuple[str, Role], ...] = (
    ("Title", "title"),
    ("Heading", "heading"),
    ("Section", "section"),
    ("Body text", "body"),
    ("Strong", "strong"),
    ("Secondary", "secondary"),
    ("Caption", "caption"),
    ("BA3-0O1lI", "mono"),
)
_ICONS = (
    "house",
    "shopping-cart",
    "ship",
    "warehouse",
    "handshake",
    "eye",
    "clipboard-check",
    "chart-column",
    "book-open",
    "building-2",
    "settings",
    "search",
    "scan-barcode",
    "package-open",
    "package-check",
    "file-text",
    "file-spreadsheet",
    "printer",
    "pen-line",
    "badge-check",
    "shield-alert",
    "triangle-alert",
    "circle-alert",
    "circle-check",
    "clock",
    "calendar-clock",
    "lock",
    "hard-drive",
    "landmark",
)


@dataclass(frozen=True, slots=True)
class SampleRow:
    """One row of the sample table."""

    name: str
    serial: str
    quantity: int
    value: str
    state: ChipLook
    problem: str = ""


SAMPLE_COLUMNS = (
    Column("name", "Item", lambda r: r.name, kind="strong", stretch=True, width=120, sort="name"),
    Column(
        "serial",
        "Serial",
        lambda r: r.serial,
        kind="mono",
        width=104,
        problem=lambda r: r.problem,
        tone=lambda r: "bad" if r.problem else None,
    ),
    Column("quantity", "Qty", lambda r: f"{r.quantity:,}", kind="numberStrong", width=56),
    Column("value", "Value", lambda r: r.value, kind="number", width=84),
    Column("state", "Status", lambda r: r.state.text, kind="chip", chip=lambda r: r.state, width=116),
)
SAMPLE_ROWS = (
    SampleRow("Default row", "BA3-224017", 184, "75,808.00", chip("stock", "available")),
    SampleRow("Hover", "BA3-224018", 96, "39,552.00", chip("stock", "available")),
    SampleRow("Current row", "BA3-224019", 60, "24,720.00", chip("stock", "reserved", number=4)),
    SampleRow("Another row", "BA3-224020", 12, "4,944.00", chip("stock", "available")),
    SampleRow(
        "Cell with a problem", "BA3-2240l9", 38, "15,656.00", chip("stock", "below_minimum"), "Not a known serial"
    ),
)


class _Swatches(KitWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(52)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, step = QPainter(self), self.width() / len(_SWATCHES)
        for n, token in enumerate(_SWATCHES):
            box = QRectF(n * step, 0, step - 8, 28)
            paint.rounded(painter, box, fill=theme.color(token), border=theme.color("borderStrong"), radius=6)
            words = QRectF(n * step, 30, step - 4, 18)
            paint.text(painter, words, token, "caption", theme.color("text2"))


class _IconRow(KitWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(22)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for n, name in enumerate(_ICONS):
            drawn = icons.pixmap(name, 16, theme.color("text2"), ratio=self.devicePixelRatioF())
            painter.drawPixmap(n * 21, 3, drawn)


class Gallery(KitWidget):
    """All controls of picture 13 in the present scheme."""

    def __init__(self) -> None:
        super().__init__()
        self.model = KeyedTableModel(SAMPLE_COLUMNS, tickable=True, parent=self)
        self.model.set_rows(SAMPLE_ROWS)
        self.table = ListView(self.model)
        self.table.set_order((("name", False),))
        self.table.set_current_row(2)
        self.model.set_ticked([2], True)
        self.table.setFixedHeight(30 + 32 * len(SAMPLE_ROWS) + 1)
        heads = [Label(theme.scheme_name().capitalize(), role="title"), _Swatches()]
        types = row(None, *(Label(words, role=role) for words, role in _TYPES), "stretch", gap=18)
        column(
            self,
            *heads,
            types,
            *self._buttons(),
            self._fields(),
            self._chips(),
            self.table,
            self._others(),
            self._stepper(),
            _IconRow(),
            "stretch",
            margins=20,
            gap=14,
        )

    def _buttons(self) -> tuple[QWidget, ...]:
        lines = []
        for kind, words, icon in (
            ("primary", "Hand over", "handshake"),
            ("secondary", "Reserve", "lock"),
            ("ghost", "Export", "download"),
        ):
            normal = Button(words, kind=kind, icon=icon)  # type: ignore[arg-type]
            down, off = Button(words, kind=kind, icon=icon), Button(words, kind=kind, icon=icon)  # type: ignore[arg-type]
            busy = Button(words, kind=kind, icon=icon)  # type: ignore[arg-type]
            down.setDown(True)
            off.setEnabled(False)
            busy.set_busy(True)
            last: QWidget = Button("Void", kind="danger")
            if kind == "secondary":
                last = Button("Print", key=shortcut_text("Ctrl+P"))
            elif kind == "ghost":
                chosen = IconButton("columns-3")
                chosen.setCheckable(True)
                chosen.setChecked(True)
                last = chosen
            holder = QWidget()
            row(holder, normal, down, busy, off, last, "stretch", gap=10)
            lines.append(holder)
        return tuple(lines)

    def _fields(self) -> QWidget:
        combo, serial = Field(Combo()), Field(LineEdit(mono=True))
        price, balance = Field(LineEdit()), Field(LineEdit())
        combo.set_label("Agreement")
        combo.editor.set_options([Option(1, "LOA 2023-04")])
        combo.editor.set_value(1)
        combo.set_hint("Hint text")
        serial.set_label("Serial")
        serial.editor.setText("BA3-2240")
        price.set_label("Unit value")
        price.editor.setText("4l2")
        price.set_error("Enter a number.")
        balance.set_label("Balance")
        balance.editor.setText("184")
        balance.editor.setEnabled(False)
        balance.set_hint("Set by receipts")
        holder = QWidget()
        row(holder, combo, serial, price, balance, gap=10)
        return holder

    def _chips(self) -> QWidget:
        flow = ChipFlow()
        flow.set_looks(
            (
                chip("order", "draft"),
                chip("shipment", "in_transit"),
                chip("stock", "available"),
                chip("shipment", "due", number=15),
                chip("shipment", "late", number=6),
                chip("unit", "quarantine"),
                chip("stock", "in_store"),
                chip("shipment", "at_customs"),
                chip("vetting", "vetted", text="14 Mar 2027"),
                chip("vetting", "not_vetted"),
                chip("item", "serial"),
            )
        )
        return flow

    def _others(self) -> QWidget:
        switch, on, mixed, off = Segmented(), CheckBox("Selected"), CheckBox("Mixed"), CheckBox("Empty")
        switch.set_options([("usd", "USD"), ("units", "Units")])
        on.setChecked(True)
        mixed.set_mixed(True)
        holder = QWidget()
        row(holder, switch, on, mixed, off, "stretch", gap=24)
        return holder

    def _stepper(self) -> QWidget:
        stepper = Stepper()
        stepper.set_steps(
            [Step("Draft", "done"), Step("Checked", "done"), Step("Signed", "current"), Step("Copy filed", "todo")]
        )
        return stepper

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill with the background."""
        QPainter(self).fillRect(self.rect(), theme.color("bg"))
