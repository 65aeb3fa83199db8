"""The signatures card: sign on screen with pen, touch pad or mouse, or print and sign. Picture 05."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QTabletEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from inl_logistics.kernel.translation import _
from inl_logistics.paper.model import Signature, SignerRole
from ui.handovers.words import ROLE_WORDS, ROLES
from ui.kit import formats, icons, paint, theme
from ui.kit.buttons import Button
from ui.kit.cards import Card
from ui.kit.choices import Segmented
from ui.kit.widget import KitWidget, Label, Link, column, row

Stroke = tuple[tuple[int, int], ...]


class Pad(KitWidget):
    """A box to sign in; keeps the strokes in its own pixels, so that the receipt can print them at any size."""

    signed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._strokes: list[list[tuple[int, int]]] = []
        self._drawn_on = QSize()
        self._fixed: Signature | None = None
        self.setMinimumSize(120, theme.px(64))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def sizeHint(self) -> QSize:
        """Suggest room for a name written with a pen: more than picture 05 gives, whose strip is for initials."""
        return QSize(300, theme.px(84))

    def clear(self) -> None:
        """Take the signature away."""
        self._strokes.clear()
        self._fixed = None
        self.update()
        self.signed.emit()

    def is_signed(self) -> bool:
        """Tell whether something was drawn."""
        return self._fixed is not None or any(len(stroke) > 1 for stroke in self._strokes)

    def strokes(self) -> tuple[Stroke, ...]:
        """Return what was drawn."""
        return tuple(tuple(stroke) for stroke in self._strokes if len(stroke) > 1)

    def show_signature(self, signature: Signature | None) -> None:
        """Show a stored signature."""
        self._fixed = signature
        self.setCursor(Qt.CursorShape.ArrowCursor if signature else Qt.CursorShape.CrossCursor)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke."""
        if event.button() == Qt.MouseButton.LeftButton and self._fixed is None:
            self._begin(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the stroke."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go_on(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the stroke."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.signed.emit()

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Sign with a pen."""
        if self._fixed is not None:
            return
        if event.type() == QTabletEvent.Type.TabletPress:
            self._begin(event.position())
        elif event.type() == QTabletEvent.Type.TabletMove and event.pressure() > 0:
            self._go_on(event.position())
        elif event.type() == QTabletEvent.Type.TabletRelease:
            self.signed.emit()
        event.accept()

    def drawn_on(self) -> QSize:
        """Return the size of the box when the first stroke was drawn: the unit of all strokes."""
        return self._drawn_on if self._strokes else self.size()

    def _begin(self, at: QPointF) -> None:
        if not self._strokes:
            self._drawn_on = self.size()
        self._strokes.append([self._point(at)])

    def _go_on(self, at: QPointF) -> None:
        if self._strokes and (point := self._point(at)) != self._strokes[-1][-1]:
            self._strokes[-1].append(point)
            self.update()

    def _point(self, at: QPointF) -> tuple[int, int]:
        scale, dx, dy = self._fit(self._drawn_on)
        x, y = (at.x() - dx) / scale, (at.y() - dy) / scale
        return (max(0, min(self._drawn_on.width(), round(x))), max(0, min(self._drawn_on.height(), round(y))))

    def _fit(self, drawn: QSize) -> tuple[float, float, float]:
        """Return scale and offset that put what was drawn on one size into the box as it is now."""
        scale = min(self.width() / max(1, drawn.width()), self.height() / max(1, drawn.height()))
        return scale, (self.width() - drawn.width() * scale) / 2, (self.height() - drawn.height() * scale) / 2

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, the invitation, the strokes."""
        painter, box = QPainter(self), QRectF(self.rect())
        signed = self.is_signed()
        if signed or not self.isEnabled():
            paint.rounded(painter, box, fill=theme.color("surface"), border=theme.color("border"), radius=6)
        else:
            fill, edge = theme.color("accentSoft"), theme.color("accentText")
            paint.rounded(painter, box, fill=fill, border=edge, radius=6, width=1.5, dashed=True)
            self._invite(painter, box)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("text"), 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        for path in self._paths():
            painter.drawPath(path)

    def _invite(self, painter: QPainter, box: QRectF) -> None:
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        ink = theme.color("accentText")
        x = box.right() - 30 if rtl else box.x() + 14
        drawn = icons.pixmap("pen-line", 16, ink, ratio=self.devicePixelRatioF())
        painter.drawPixmap(QPointF(x, box.center().y() - 8), drawn)
        words = box.adjusted(14, 0, -38, 0) if rtl else box.adjusted(38, 0, -14, 0)
        paint.text(painter, words, self.invitation(words.width()), "strong", ink, rtl=rtl)

    @staticmethod
    def invitation(width: float) -> str:
        """Return what stands on an empty pad: in full, or in short where several sign side by side."""
        whole = _("Sign here with pen, touch pad or mouse")
        return whole if paint.width_of(whole, "strong") <= width else _("Sign here")

    def _paths(self) -> list[QPainterPath]:
        strokes: Sequence[Sequence[tuple[int, int]]] = self._strokes
        drawn = self.drawn_on()
        if self._fixed is not None:
            strokes, drawn = self._fixed.strokes, QSize(self._fixed.width, self._fixed.height)
        scale, dx, dy = self._fit(drawn)
        paths = []
        for stroke in strokes:
            path = QPainterPath()
            for n, (x, y) in enumerate(stroke):
                spot = QPointF(dx + x * scale, dy + y * scale)
                if n:
                    path.lineTo(spot)
                else:
                    path.moveTo(spot)
            paths.append(path)
        return paths


class _Signer(KitWidget):
    """Name, state and Clear over a pad."""

    def __init__(self, role: SignerRole) -> None:
        super().__init__()
        self.role = role
        self.at: datetime | None = None
        self._title = Label(role="label", token="text2")
        self._name = Label(role="body", token="text2", elide=True)
        self.clear, self.pad = Link(), Pad()
        # "Clear" comes with the signature: the pad must not change its height under the pen.
        keeps = self.clear.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)
        self.clear.setSizePolicy(keeps)
        self._head = QGridLayout()
        self._head.setHorizontalSpacing(12)
        self._head.setVerticalSpacing(2)
        self._head.setColumnStretch(1, 1)
        self._head.addWidget(self._title, 0, 0)
        self._head.addWidget(self._name, 0, 1)
        self._head.addWidget(self.clear, 0, 2)
        column(self, self._head, self.pad, gap=4).setStretch(1, 1)
        self.clear.clicked.connect(self.pad.clear)
        self._retranslate()

    def show_name(self, name: str, *, short: bool) -> None:
        """Say who signs, and when it was signed; `short` where three stand beside each other, each over two lines."""
        self._head.addWidget(self._name, *((1, 0, 1, 3) if short else (0, 1, 1, 1)))
        signed = self.pad.is_signed() and self.at is not None
        words = _("{name} · {time}") if short else _("{name} · signed {time}")
        shown = words.format(name=name, time=paint.isolated(f"{self.at:%H:%M}")) if signed else name
        self._name.setText(shown)
        self._name.set_look(token="text2", tone="ok" if signed else None)
        self.clear.setVisible(signed and self.pad.isEnabled())
        self.pad.setAccessibleName(f"{self._title.text()} {shown}")

    def _retranslate(self) -> None:
        self._title.setText(_(ROLE_WORDS[self.role]))
        self.clear.set_text(_("Clear"))


class SignaturesCard(Card):
    """How the receipt is signed; folds to its header where the window is low."""

    changed = Signal()
    print_asked = Signal()

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self._names: dict[SignerRole, str] = {}
        self._state: Literal["waiting", "open", "signed"] = "waiting"
        self._low = self._comes_back = False
        self.mode = Segmented(height=28)
        self.add_action(self.mode)
        self._hint = Label(role="body", token="text2", wrap=True)
        self.signers = {role: _Signer(role) for role in ROLES}
        self._pads = QWidget()
        self._grid = QGridLayout(self._pads)
        self._grid.setContentsMargins(14, 8, 14, 12)
        self._grid.setSpacing(12)
        for signer in self.signers.values():
            signer.setParent(self._pads)  # else the first that is shown would be a window of its own
        self.print = Button(icon="printer", key="Ctrl P")
        self._paper = QWidget()
        row(self._paper, self._hint, self.print, margins=(14, 12, 14, 14), gap=8).setStretch(0, 1)
        self.body.addWidget(self._pads)
        self.body.addWidget(self._paper)
        for signer in self.signers.values():
            signer.pad.signed.connect(self._signed)
        self.mode.chosen.connect(self._mode_chosen)
        self.print.clicked.connect(self.print_asked)
        self._retranslate()

    def set_state(self, state: Literal["waiting", "open", "signed"]) -> None:
        """Wait for the issue, take signatures, or show what was signed."""
        self._state = state
        for signer in self.signers.values():
            signer.pad.setEnabled(state == "open")
        self._arrange()

    def set_names(self, names: Mapping[SignerRole, str], *, comes_back: bool = False) -> None:
        """Say who signs as what; others have no box. More than three stand in two rows."""
        self._comes_back = comes_back
        self._names = dict(names)
        for at, role in enumerate(names):
            self._grid.addWidget(self.signers[role], at // 3, at % 3)
        for at in range(3):
            self._grid.setColumnStretch(at, 1 if at < len(names) else 0)
        self._show_names()

    def show_signed(self, signatures: Sequence[Signature], *, note: str) -> None:
        """Show the stored signatures, or the note about the signed paper."""
        by_role = {signature.role: signature for signature in signatures}
        for role, signer in self.signers.items():
            signature = by_role.get(role)
            signer.at = signature.signed_at if signature else None
            signer.pad.show_signature(signature)
        self.mode.choose("screen" if signatures else "paper", tell=False)
        self._hint.setText(note)
        self._show_names()
        self._arrange()

    def on_screen(self) -> bool:
        """Tell whether signatures are taken on the screen."""
        return self.mode.current() == "screen"

    def missing(self) -> str:
        """Say whose signature is still needed."""
        said = {
            SignerRole.RECEIVED: _("Recipient signature needed"), SignerRole.DELIVERED: _("Your signature needed"),
            SignerRole.CUSTODIAN: _("Custodian signature needed"), SignerRole.WITNESS: _("Witness signature needed"),
            SignerRole.INTERPRETER: _("Interpreter signature needed"),
        }  # fmt: skip
        if self._comes_back:
            said[SignerRole.RECEIVED], said[SignerRole.DELIVERED] = (
                _("Your signature needed"), _("Signature of who hands back needed"),
            )  # fmt: skip
        waiting = [role for role in said if role in self._names and not self.signers[role].pad.is_signed()]
        return said[waiting[0]] if waiting else ""

    def signatures(self) -> tuple[Signature, ...]:
        """Return what was signed on the screen, in the pads' own units."""
        found = []
        for role, signer in self.signers.items():
            if signer.pad.is_signed() and signer.at is not None:
                size = signer.pad.drawn_on()
                found.append(Signature(role, signer.pad.strokes(), size.width(), size.height(), signer.at))
        return tuple(found)

    def set_low(self, low: bool) -> None:
        """Fold to the header line in a low window, until there is something to sign. Source: ui.md 2."""
        self._low = low
        self._arrange()

    def _signed(self) -> None:
        for signer in self.signers.values():
            if not signer.pad.is_signed():
                signer.at = None
            elif signer.at is None:
                signer.at = self._now()
        self._show_names()
        self.changed.emit()

    def _show_names(self) -> None:
        for role, signer in self.signers.items():
            signer.show_name(self._names.get(role, ""), short=len(self._names) > 2)
            signer.setVisible(role in self._names)

    def _mode_chosen(self, _key: str) -> None:
        self._arrange()
        self.changed.emit()

    def _arrange(self) -> None:
        waiting = self._state == "waiting"
        self.mode.setVisible(self._state == "open")
        self._pads.setVisible(not waiting and self.on_screen())
        self._paper.setVisible(not waiting and not self.on_screen())
        self.print.setVisible(self._state == "open")
        self.note.setText(_("Issue the receipt first") if waiting else "")
        self.note.setVisible(waiting)
        if self._state == "open":
            self._hint.setText(_("Print it, have it signed, then enter what the paper says, even days later."))
        self.setSizePolicy(
            QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum if waiting else QSizePolicy.Policy.Fixed
        )
        self.updateGeometry()

    def _retranslate(self) -> None:
        self.set_title(_("Signatures"))
        self.mode.set_options([("screen", _("Sign on screen"), "pen-line"), ("paper", _("Print and sign"), "printer")])
        self.print.setText(_("Print receipt"))
        self._show_names()
        self._arrange()


def signed_note(name: str, day: object, place: str) -> str:
    """Say what the signed paper says."""
    words = [_("Signed on paper by {name}").format(name=name or formats.DASH), str(day), place]
    return " · ".join(filter(None, words))
