"""The start page: recent posts, open, sign in, new post, recover. Source: product.md 8 (Start)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from inl_logistics.kernel.problems import LogisticsError
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import _
from ui.kit import focus, icons, paint, theme
from ui.kit.buttons import Button
from ui.kit.cards import Card
from ui.kit.combo import Combo, Option
from ui.kit.fields import Field, LineEdit
from ui.kit.files import choose_folder
from ui.kit.inspector import scrolled
from ui.kit.jobs import Jobs
from ui.kit.widget import KitWidget, Label, Link, column, emptied, row
from ui.shell.newpost import NewPostWizard
from ui.shell.posts import KeyHolders, PostOffice, RecentPost


class Mark(KitWidget):
    """The program's mark and name."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(44)
        self.setAccessibleName("INL Logistics")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw both, centered."""
        painter = QPainter(self)
        words = "INL Logistics"
        width = 40 + 12 + paint.width_of(words, "title")
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = (self.width() - width) / 2
        x = left + width - 40 if rtl else left
        paint.rounded(painter, QRectF(x, 2, 40, 40), fill=theme.color("accent"), radius=10)
        mark = icons.pixmap("boxes", 22, theme.color("onAccent"), ratio=self.devicePixelRatioF())
        painter.drawPixmap(QPointF(x + 9, 11), mark)
        at = QRectF(left if rtl else left + 52, 0, width - 52 + 2, 44)
        paint.text(painter, at, words, "title", theme.color("text"), rtl=rtl)


class _PostRow(QAbstractButton):
    def __init__(self, post: RecentPost) -> None:
        super().__init__()
        self.post = post
        self.setAccessibleName(f"{post.name}, {post.folder}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(300, theme.px(52))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, rtl = QPainter(self), self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        box = QRectF(self.rect())
        if self.underMouse() or self.isDown():
            paint.rounded(painter, box, fill=theme.color("hover"), radius=6)
        x = box.right() - 46 if rtl else box.x() + 10
        spot = QRectF(x, box.center().y() - 18, 36, 36)
        paint.rounded(painter, spot, fill=theme.tone("info").background, radius=8)
        drawn = icons.pixmap("map-pin", 16, theme.tone("info").text, ratio=self.devicePixelRatioF())
        painter.drawPixmap(spot.topLeft() + QPointF(10, 10), drawn)
        words = box.adjusted(34, 0, -58, 0) if rtl else box.adjusted(58, 0, -34, 0)
        half = words.height() / 2
        top = QRectF(words.x(), words.y() + 6, words.width(), half - 5)
        below = QRectF(words.x(), words.y() + half, words.width(), half - 8)
        paint.text(painter, top, self.post.name, "strong", theme.color("text"), rtl=rtl)
        paint.text(painter, below, paint.isolated(str(self.post.folder)), "caption", theme.color("text3"), middle=True,
                   rtl=rtl)  # fmt: skip
        arrow = icons.pixmap("chevron-right", 16, theme.color("text3"), ratio=self.devicePixelRatioF(), rtl=rtl)
        painter.drawPixmap(QPointF(box.x() + 10 if rtl else box.right() - 26, box.center().y() - 8), arrow)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        focus.show_ring(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        focus.hide_ring(self)


class WelcomeCard(Card):
    """Recent posts and the ways in."""

    post_chosen = Signal(object)
    open_asked = Signal()
    new_asked = Signal()
    recover_asked = Signal()

    def __init__(self) -> None:
        super().__init__(header=False, margins=(18, 16, 18, 16))
        self._title, self._hint = Label(role="section"), Label(role="body", token="text2", wrap=True)
        self._posts = QVBoxLayout()
        self._posts.setSpacing(2)
        self.open_button, self.new_button = Button(icon="folder-open"), Button(kind="primary", icon="plus")
        self.recover_link = Link(role="body")
        self.body.addWidget(self._title)
        self.body.addSpacing(6)
        self.body.addWidget(self._hint)
        self.body.addLayout(self._posts)
        self.body.addSpacing(14)
        self.body.addLayout(row(None, self.recover_link, "stretch", self.open_button, self.new_button, gap=8))
        self.open_button.clicked.connect(self.open_asked)
        self.new_button.clicked.connect(self.new_asked)
        self.recover_link.clicked.connect(self.recover_asked)
        self._retranslate()

    def _retranslate(self) -> None:
        self._title.setText(_("Recent posts"))
        self._hint.setText(_("No post was opened on this computer yet. Open the folder of a post, or start a new one."))
        self.open_button.setText(_("Open a post"))
        self.new_button.setText(_("New post"))
        self.recover_link.set_text(_("Forgot the password?"))

    def focus_first(self) -> None:
        """Start at the last post, else at making one."""
        first = self._posts.itemAt(0)
        target = first.widget() if first is not None else self.new_button
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def set_posts(self, posts: tuple[RecentPost, ...]) -> None:
        """List the posts opened before."""
        emptied(self._posts)
        for post in posts:
            line = _PostRow(post)
            line.clicked.connect(self._clicked)
            self._posts.addWidget(line)
        self._hint.setVisible(not posts)

    def _clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, _PostRow):
            self.post_chosen.emit(sender.post)


class SignInCard(Card):
    """User and password of one post; with a recovery key, a new password."""

    signed_in = Signal(object)  # Workspace
    back_asked = Signal()

    def __init__(self, jobs: Jobs, office: PostOffice) -> None:
        super().__init__(header=False, margins=(24, 20, 24, 18))
        self._jobs, self._office, self._folder, self._recovering = jobs, office, Path(), False
        self._title, self._where = Label(role="heading"), Label(role="caption", token="text3", elide=True)
        self.user: Field[Combo] = Field(Combo(), name="signin.user")
        self.key: Field[LineEdit] = Field(LineEdit(mono=True), name="signin.key")
        self.password: Field[LineEdit] = Field(LineEdit(), name="signin.password")
        self.again: Field[LineEdit] = Field(LineEdit(), name="signin.again")
        for field in (self.password, self.again):
            field.editor.setEchoMode(QLineEdit.EchoMode.Password)
        for field in (self.key, self.password, self.again):
            field.editor.returnPressed.connect(self._go)
        self.go, self.back = Button(kind="primary", key="Enter"), Button(kind="ghost", icon="arrow-left")
        self.read_only = Link(role="body")
        for part in (self._title, self._where, self.user, self.key, self.password, self.again):
            self.body.addWidget(part)
        self.body.addWidget(self.read_only)
        self.body.addLayout(row(None, self.back, "stretch", self.go, margins=(0, 6, 0, 0)))
        self.body.setSpacing(10)
        self.read_only.hide()
        self.go.clicked.connect(self._go)
        self.back.clicked.connect(self.back_asked)
        self.read_only.clicked.connect(self._go_read_only)
        self._retranslate()

    def _retranslate(self) -> None:
        self.user.set_label(_("User"))
        self.key.set_label(_("Recovery key"))
        self.key.set_hint(_("From the printed sheet; spaces and dashes do not matter."))
        self.password.set_label(_("New password") if self._recovering else _("Password"))
        self.again.set_label(_("New password again"))
        self.go.setText(_("Set password and open") if self._recovering else _("Sign in"))
        self.back.setText(_("Back"))
        self.read_only.set_text(_("Open for reading only"))

    def show_post(self, folder: Path, holders: KeyHolders, *, login: str = "", recovering: bool = False) -> None:
        """Ask for the password of a post."""
        self._folder, self._recovering = folder, recovering
        self._title.setText(holders.name)
        self._where.setText(paint.isolated(str(folder)))
        self.user.editor.set_options([Option(name, name) for name in holders.logins])
        self.user.editor.set_value(login if login in holders.logins else holders.logins[0])
        self.user.setVisible(len(holders.logins) > 1)
        self.key.setVisible(recovering)
        self.again.setVisible(recovering)
        self.read_only.hide()
        for field in (self.key, self.password, self.again):
            field.editor.clear()
            field.set_error("")
        self._retranslate()
        (self.key if recovering else self.password).editor.setFocus()

    def _go(self) -> None:
        self._sign_in(read_only=False)

    def _go_read_only(self) -> None:
        self._sign_in(read_only=True)

    def _sign_in(self, *, read_only: bool) -> None:
        if self.go.is_busy():
            return
        folder, login, password = self._folder, str(self.user.editor.value() or ""), self.password.editor.text()
        for field in (self.key, self.password, self.again):
            field.set_error("")
        if self._recovering and not self.key.editor.text().strip():
            self.key.set_error(_("Enter the recovery key."))
            self.key.editor.setFocus()
            return
        if not password:
            self.password.set_error(_("Enter the password."))
            self.password.editor.setFocus()
            return
        if self._recovering and password != self.again.editor.text():
            self.again.set_error(_("The two passwords differ. Type the new password again."))
            self.again.editor.setFocus()
            return
        typed_key, recovering, office = self.key.editor.text(), self._recovering, self._office

        def work() -> object:
            if recovering:
                return office.recover(folder, recovery_key=typed_key, login=login, password=password)
            return office.open(folder, login=login, password=password, read_only=read_only)

        self._jobs.call(self, work, done=self.signed_in.emit, failed=self._refused, button=self.go)

    def _refused(self, error: BaseException) -> None:
        if not isinstance(error, LogisticsError):
            raise error
        field = self.key if error.code == "wrong-recovery-key" else self.password
        field.set_error(sentence(error))
        self.read_only.setVisible(error.code in {"post-open-elsewhere", "folder-read-only"})
        field.editor.selectAll()
        field.editor.setFocus()


class StartPage(KitWidget):
    """Before a post is open."""

    opened = Signal(object)  # Workspace

    def __init__(self, jobs: Jobs, office: PostOffice) -> None:
        super().__init__()
        self._jobs, self._office = jobs, office
        self.welcome, self.sign_in = WelcomeCard(), SignInCard(jobs, office)
        self.wizard = NewPostWizard(jobs, office)
        self._stack = QStackedWidget()
        for card, width in ((self.welcome, 480), (self.sign_in, 400), (self.wizard, 560)):
            self._stack.addWidget(_centered(card, width))
        column(self, self._stack)
        self.welcome.post_chosen.connect(self._choose_recent)
        self.welcome.open_asked.connect(self._choose_folder)
        self.welcome.new_asked.connect(self._new)
        self.welcome.recover_asked.connect(self._recover)
        self.sign_in.signed_in.connect(self.opened)
        self.sign_in.back_asked.connect(self.show_welcome)
        self.wizard.made.connect(self.opened)
        self.wizard.back_asked.connect(self.show_welcome)
        self.show_welcome()

    def show_welcome(self) -> None:
        """Show the recent posts."""
        self.welcome.set_posts(self._office.recent())
        self._stack.setCurrentIndex(0)
        self.welcome.focus_first()

    def ask_password(self, folder: Path, *, login: str = "", recovering: bool = False) -> None:
        """Show the sign-in for the post in a folder."""
        try:
            holders = self._office.holders(folder)
        except LogisticsError as error:
            self._say(error)
            return
        self._stack.setCurrentIndex(1)
        self.sign_in.show_post(folder, holders, login=login, recovering=recovering)

    def _say(self, error: LogisticsError) -> None:
        from ui.kit.dialogs import Dialog

        dialog = Dialog(self, _("This post cannot be opened"), width=440)
        dialog.body.addWidget(Label(sentence(error), role="body", token="text2", wrap=True))
        close = Button(_("Close"), key="Esc")
        close.clicked.connect(dialog.reject)
        dialog.set_buttons(close)
        dialog.open()

    def _choose_recent(self, post: RecentPost) -> None:
        self.ask_password(post.folder, login=post.login)

    def _choose_folder(self) -> None:
        choose_folder(self, _("Open a post"), self.ask_password)

    def _recover(self) -> None:
        recover: Callable[[Path], None] = lambda folder: self.ask_password(folder, recovering=True)  # noqa: E731
        recent = self._office.recent()
        if len(recent) == 1:
            recover(recent[0].folder)
        else:
            choose_folder(self, _("Choose the folder of the post"), recover)

    def _new(self) -> None:
        self._stack.setCurrentIndex(2)
        self.wizard.restart()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the last post."""
        super().showEvent(event)
        if self._stack.currentIndex() == 0:
            self.welcome.focus_first()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill with the background."""
        QPainter(self).fillRect(self.rect(), theme.color("bg"))


def _centered(card: QWidget, width: int) -> QWidget:
    holder = QWidget()
    card.setFixedWidth(min(theme.px(width), 720))
    # Stretches, not an alignment: an aligned card would keep its first height and cut off what is said later.
    column(holder, "stretch", Mark(), 16, row(None, "stretch", card, "stretch"), "stretch", "stretch", margins=18)
    return scrolled(holder)
