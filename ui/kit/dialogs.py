"""Dialogs inside the window: a scrim and a card; they open and call back, nothing waits. Source: ui.md 5, 11.

    confirm(self, title=_("Void receipt {number}?").format(...), text=_("152 units return to stock. …"),
            safe=_("Keep receipt"), danger=_("Void receipt"), done=self._void)
    ask_text(self, _("Save view"), _("Name"), _("Save view"), self._keep)
    dialog = Dialog(self, _("New catalog item")); dialog.body.addWidget(form)
    dialog.set_buttons(cancel, save); dialog.open()

Escape closes (the safe answer), Tab stays inside, the focus goes back where it was. What was typed is set aside with
the dialog, and a notice brings both back (ui.md 1: never lose work; undo rather than "are you sure").
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from inl_logistics.kernel.translation import _
from ui.kit import paint, theme
from ui.kit.buttons import Button, IconButton
from ui.kit.choices import CheckBox, Segmented
from ui.kit.fields import Field, LineEdit, TextArea
from ui.kit.keys import name_of
from ui.kit.notices import notices_of, raise_below_cover
from ui.kit.widget import KitWidget, Label, Line, column, row


class _Shield(QObject):
    """Swallows the second click of a double click whose first one closed a dialog: it is not for what lies below."""

    def __init__(self) -> None:
        app = QApplication.instance()
        super().__init__(app)
        self.setObjectName("doubleClickShield")
        self._over = False
        if app is not None:
            app.installEventFilter(self)
        QTimer.singleShot(QApplication.doubleClickInterval(), self, self.deleteLater)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the second click away; a new press is a click of its own, and all that comes after it is meant."""
        if event.type() == QEvent.Type.MouseButtonPress:
            self._over = True
        return not self._over and event.type() == QEvent.Type.MouseButtonDblClick


class Overlay(KitWidget):
    """Covers a window with the scrim and holds one raised card."""

    closed = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over.window())
        self._host = over.window()
        self._before: QWidget | None = None
        self._host.installEventFilter(self)

    def open(self) -> None:
        """Show above everything and take the focus."""
        self._before = QApplication.focusWidget()
        self.setGeometry(self._host.rect())
        self.show()
        raise_below_cover(self, self._host)

    def _hide(self) -> None:
        self.hide()
        _Shield()
        if self._before is not None and _alive(self._before) and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)

    def dismiss(self) -> None:
        """Close and give the focus back."""
        if self.isVisible():
            self._hide()
        self._host.removeEventFilter(self)
        self.closed.emit()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the window when it changes its size."""
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._host.rect())
        return False

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep Tab inside."""
        inside = [w for w in self.findChildren(QWidget) if _takes_tab(w)]
        if not inside:
            return True
        focused = QApplication.focusWidget()
        at = inside.index(focused) if focused in inside else (-1 if forward else 0)
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        inside[(at + (1 if forward else -1)) % len(inside)].setFocus(reason)
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the scrim."""
        QPainter(self).fillRect(event.rect(), theme.color("scrim"))

    def mousePressEvent(self, event: object) -> None:
        """Let no click through."""


def _takes_tab(widget: QWidget) -> bool:
    policy = widget.focusPolicy()
    return bool(policy.value & Qt.FocusPolicy.TabFocus.value) and widget.isVisible() and widget.isEnabled()


def _alive(widget: QWidget) -> bool:
    try:
        widget.objectName()
    except RuntimeError:
        return False
    return True


def open_overlay(window: QWidget) -> Overlay | None:
    """Return the topmost overlay of a window, if one is open."""
    found = [child for child in window.children() if isinstance(child, Overlay) and child.isVisible()]
    return found[-1] if found else None


class _Card(KitWidget):
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for n in range(8):
            shade = QColor(0, 0, 0, 10 - n)
            paint.rounded(painter, QRectF(self.rect()).adjusted(n, n, -n, -n), border=shade, radius=18 - n)
        box = QRectF(self.rect()).adjusted(8, 8, -8, -8)
        paint.rounded(painter, box, fill=theme.color("raised"), border=theme.color("borderStrong"), radius=10)


class Dialog(Overlay):
    """Title with a cross, body, a line, buttons at the end."""

    def __init__(self, over: QWidget, title: str, *, width: int = 480) -> None:
        super().__init__(over)
        self.card = _Card(self)
        self._title = Label(title, role="heading", wrap=True)
        self._cross = IconButton("x", side=28)
        self._cross.set_hint(_("Close"), "Esc")
        self._cross.clicked.connect(self.reject)
        self._cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head = row(None, self._title, self._cross, margins=(18, 12, 10, 4), gap=8)
        head.setStretch(0, 1)
        content = QWidget()
        content.setProperty("plain", "true")
        self.body: QVBoxLayout = column(content, margins=(18, 4, 18, 16), gap=12)
        self._scroll = QScrollArea()
        self._scroll.setWidget(content)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._content = content
        content.installEventFilter(self)
        self.note = Label(role="secondary", token="text3")
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        foot = row(None, self.note, "stretch", self.buttons, margins=(18, 10, 15, 12))
        column(self.card, head, self._scroll, Line(), foot, margins=9).setStretch(1, 1)
        self._width = width
        self._is_watched = self._is_touched = False
        self.setAccessibleName(title)

    def set_buttons(self, *buttons: Button) -> None:
        """Show buttons at the end side; the last one is the main one."""
        for button in buttons:
            self.buttons.addWidget(button)
        if buttons and buttons[-1].reason():
            self.note.setText(buttons[-1].reason())

    def open(self) -> None:
        """Show and put the focus into the first field."""
        super().open()
        self._place()
        self.card.show()
        if not self._is_watched:
            self._watch()
        self.focusNextPrevChild(True)

    def _watch(self) -> None:
        self._is_watched = True
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._show_focused)
        for part in self._content.findChildren(QWidget):
            if isinstance(part, LineEdit | TextArea):
                part.edited.connect(self._touch)
            elif isinstance(part, CheckBox):
                part.clicked.connect(self._touch)
            elif isinstance(part, Segmented):
                part.chosen.connect(self._touch)

    def _touch(self) -> None:
        self._is_touched = True

    def _show_focused(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Scroll to the field that got the focus."""
        if new is not None and self._content.isAncestorOf(new):
            self._scroll.ensureWidgetVisible(new, 0, 48)

    def reject(self) -> None:
        """Close without doing anything; what was typed can be taken up again. What is being saved stays."""
        main = self._main()
        if main is not None and main.is_busy():
            return
        notices = notices_of(self._host)
        if notices is None or not self._is_touched:
            self.dismiss()
            return
        self._hide()
        for field in self._content.findChildren(LineEdit):
            if field.echoMode() == LineEdit.EchoMode.Password:
                field.clear()
        words = _("“{title}” was closed; what you typed is not saved.").format(title=self._title.text())
        notice = notices.show_notice(words, tone="neutral", action=_("Go on"), act=self.open)
        notice.destroyed.connect(self._forget)

    def _forget(self) -> None:
        if not self.isVisible():
            self.dismiss()

    def resizeEvent(self, event: object) -> None:
        """Stay in the middle."""
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Grow with the content when something comes into it later."""
        content = getattr(self, "_content", None)  # events come while the dialog is being built
        if (
            content is not None
            and watched is content
            and event.type() == QEvent.Type.LayoutRequest
            and self.isVisible()
        ):
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        width = min(theme.px(self._width), self.width() - 32) + 16
        inner = self._content.layout()
        needed = inner.heightForWidth(width - 18) if inner is not None and inner.hasHeightForWidth() else -1
        if needed < 0:
            needed = self._content.sizeHint().height()
        height = min(needed + theme.px(46) + theme.px(30) + 46 + 18, self.height() - 32)
        self.card.resize(width, height)
        self.card.move((self.width() - width) // 2, max(16, (self.height() - height) // 2 - 20))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape is the safe answer; Ctrl Enter the main button."""
        name = name_of(event)
        if name == "Esc":
            self.reject()
        elif name in {"Ctrl+Enter", "Ctrl+S"} and (main := self._main()) is not None:
            main.click()
        else:
            event.accept()

    def _main(self) -> Button | None:
        item = self.buttons.itemAt(self.buttons.count() - 1)
        widget = item.widget() if item is not None else None
        return widget if isinstance(widget, Button) and widget.isEnabled() else None


def confirm(over: QWidget, *, title: str, text: str, safe: str, danger: str, done: Callable[[], None]) -> Dialog:
    """Ask before something that cannot be undone; the safe button has the focus."""
    dialog = Dialog(over, title, width=432)
    dialog.body.addWidget(Label(text, role="body", token="text2", wrap=True))
    keep, act = Button(safe, key="Esc"), Button(danger, kind="danger", writes=False)
    keep.clicked.connect(dialog.reject)

    def accept() -> None:
        dialog.dismiss()
        done()

    act.clicked.connect(accept)
    dialog.set_buttons(keep, act)
    dialog.open()
    keep.setFocus(Qt.FocusReason.TabFocusReason)
    return dialog


def ask_text(over: QWidget, title: str, label: str, verb: str, done: Callable[[str], None], *, text: str = "",
             hint: str = "", safe: str = "") -> Dialog:  # fmt: skip
    """Ask for one line of text; `safe` names the way out where "Cancel" could be taken for the act."""
    dialog = Dialog(over, title, width=400)
    field = Field(LineEdit(), required=True)
    field.set_label(label)
    field.set_hint(hint)
    field.editor.setText(text)
    dialog.body.addWidget(field)
    cancel, save = Button(safe or _("Cancel"), key="Esc"), Button(verb, kind="primary")

    def accept() -> None:
        if not field.editor.text().strip():
            field.set_error(_("Enter a text."))
            field.editor.setFocus()
            return
        words = field.editor.text().strip()
        dialog.dismiss()
        done(words)

    cancel.clicked.connect(dialog.reject)
    save.clicked.connect(accept)
    field.editor.returnPressed.connect(accept)
    dialog.set_buttons(cancel, save)
    dialog.open()
    return dialog
