"""The lock screen: covers everything and asks for the password; comes by itself after idle minutes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from inl_logistics.kernel.problems import LogisticsError
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import _
from ui.kit import theme
from ui.kit.buttons import Button
from ui.kit.cards import Card
from ui.kit.dialogs import Overlay
from ui.kit.fields import Field, LineEdit
from ui.kit.jobs import Jobs
from ui.kit.widget import Label, RoundIcon, column, row


class LockScreen(Overlay):
    """Hides the data until the password is given."""

    unlocked = Signal()
    sign_out_asked = Signal()

    def __init__(self, over: QWidget, *, jobs: Jobs, check: Callable[[str], None], post: str, user: str) -> None:
        super().__init__(over)
        self.setProperty("coversAll", True)
        self._jobs, self._check = jobs, check
        self.card = Card(header=False, margins=(24, 24, 24, 20))
        self.card.setParent(self)
        self.password: Field[LineEdit] = Field(LineEdit())
        self.password.editor.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.editor.setObjectName("lock.password")
        self.unlock = Button(kind="primary", key="Enter", writes=False)
        self.leave = Button(kind="ghost")
        icon = RoundIcon("lock", size=48, icon_size=20, tone="info")
        self._title, self._who = Label(role="heading"), Label(f"{user} · {post}", role="secondary", token="text2")
        center = Qt.AlignmentFlag.AlignHCenter
        for part in (icon, self._title, self._who):
            self.card.body.addWidget(part, 0, center)
        self.card.body.addSpacing(8)
        self.card.body.addWidget(self.password)
        self.card.body.addLayout(row(None, self.leave, "stretch", self.unlock, margins=(0, 8, 0, 0)))
        self.card.body.setSpacing(8)
        self.card.setFixedWidth(theme.px(360))
        middle = row(None, "stretch", self.card, "stretch")  # an alignment would not let the card grow with its error
        column(self, "stretch", middle, "stretch")
        self.unlock.clicked.connect(self._try)
        self.password.editor.returnPressed.connect(self._try)
        self.leave.clicked.connect(self.sign_out_asked)
        self._retranslate()

    def _retranslate(self) -> None:
        self._title.setText(_("Locked"))
        self.password.set_label(_("Password"))
        self.unlock.setText(_("Unlock"))
        self.leave.setText(_("Close this post"))

    def open(self) -> None:
        """Cover the window."""
        super().open()
        self.password.editor.setFocus()

    def _try(self) -> None:
        if self.unlock.is_busy():
            return
        typed = self.password.editor.text()
        self._jobs.call(self, lambda: self._check(typed), done=self._right, failed=self._wrong, button=self.unlock)

    def _right(self, _nothing: object) -> None:
        self.unlocked.emit()
        self.dismiss()

    def _wrong(self, error: BaseException) -> None:
        if not isinstance(error, LogisticsError):
            raise error
        self.password.set_error(sentence(error))
        self.password.editor.selectAll()
        self.password.editor.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Nothing gets behind the lock."""
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Hide everything."""
        QPainter(self).fillRect(self.rect(), theme.color("bg"))


class AutoLock(QObject):
    """Asks for the lock after minutes without a key or click."""

    due = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.due)

    def start(self, minutes: int) -> None:
        """Begin to watch; 0 switches off."""
        self._timer.setInterval(minutes * 60_000)
        if minutes:
            self._timer.start()
        else:
            self._timer.stop()

    def touch(self) -> None:
        """Something was typed or clicked."""
        if self._timer.isActive():
            self._timer.start()

    def stop(self) -> None:
        """Stop watching."""
        self._timer.stop()
