"""Accounts of the post: who signs in, with which roles. Source: product.md 1, 3 (Users and trail)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from inl_logistics.accounts import add_account, change_account
from inl_logistics.kernel.actor import Role
from inl_logistics.kernel.problems import LogisticsError
from inl_logistics.kernel.sentences import role_words, sentence
from inl_logistics.kernel.translation import _
from inl_logistics.users.commands import UserChange, UserDraft
from inl_logistics.users.queries import AccountRow
from ui.kit import paint
from ui.kit.buttons import Button
from ui.kit.cards import Card
from ui.kit.chips import ChipLabel, chip
from ui.kit.choices import CheckBox
from ui.kit.fields import Field, LineEdit
from ui.kit.formdialog import FormDialog
from ui.kit.navigation import PageContext
from ui.kit.openpost import open_post
from ui.kit.widget import Label, Line, Link, column, emptied, row

# Those who work come first; who holds nothing but the last only looks.
_ROLES = (
    Role.LOGISTICS, Role.STOREKEEPER, Role.PROGRAM, Role.EUM, Role.APPROVER, Role.ADMINISTRATOR, Role.VIEWER,
)  # fmt: skip


class UsersCard(Card):
    """One line for each account, and the way to a new one."""

    changed = Signal(object)  # AccountRow, or None for a new account

    def __init__(self) -> None:
        super().__init__(margins=14)
        self._rows: Sequence[AccountRow] = ()
        self.body.setSpacing(10)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        self.add = Button(icon="user-plus", writes=True)
        self.add.clicked.connect(lambda: self.changed.emit(None))
        self.body.addLayout(self._lines)
        self.body.addLayout(row(None, "stretch", self.add))
        self._retranslate()

    def _retranslate(self) -> None:
        self.set_title(_("Users"))
        self.add.setText(_("Add a user"))
        self.show_accounts(self._rows)

    def show_accounts(self, rows: Sequence[AccountRow]) -> None:
        """List the accounts."""
        self._rows = tuple(rows)
        emptied(self._lines)
        for at, account in enumerate(self._rows):
            if at:
                self._lines.addWidget(Line())
            self._lines.addWidget(self._line(account))

    def _line(self, account: AccountRow) -> QWidget:
        holder = QWidget()
        who = Label(f"{account.name} · {account.login}", role="strong", elide=True)
        # As wide as its words, so that the chip follows; an eliding label would give all its room to the empty side.
        who.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        who.setMinimumWidth(min(220, int(paint.width_of(who.text(), "strong")) + 4))
        what = Label(role_words([role.value for role in account.roles]), role="secondary", token="text2", wrap=True)
        closed = ChipLabel(None if account.active else chip("account", "closed"))
        change = Link(_("Change"), role="body")
        change.setAccessibleName(_("Change {name}").format(name=account.name))
        change.clicked.connect(partial(self.changed.emit, account))
        words = column(None, row(None, who, closed, "stretch", gap=8), what, gap=2)
        line = row(holder, words, change, gap=12)
        line.setStretch(0, 1)
        return holder


class AccountDialog(FormDialog):
    """A new account, or another name, roles, password or an end for one."""

    def __init__(self, context: PageContext, over: QWidget, account: AccountRow | None = None) -> None:
        title = _("Change {name}").format(name=account.name) if account else _("Add a user")
        super().__init__(context, over, title, verb=_("Save user"), width=520)
        self._account, self._workspace = account, open_post(context)
        self.called = self.field("name", Field(LineEdit(), required=True), _("Name"))
        self.post = self.field("title", Field(LineEdit()), _("Title"))
        self.beside(self.called, self.post)
        self.login = self.field("login", Field(LineEdit(mono=True), required=account is None), _("User name"))
        words = _("New password") if account else _("Password")
        self.password = self.field("password", Field(LineEdit(), required=account is None), words)
        self.password.editor.setEchoMode(QLineEdit.EchoMode.Password)
        if account is not None:
            self.password.set_hint(_("Empty: the password stays."))
            self.login.editor.setReadOnly(True)
        self.beside(self.login, self.password)
        self.body.addWidget(Label(_("Roles"), role="label", token="text2"))
        self.roles = {role: CheckBox(role_words([role.value])) for role in _ROLES}
        boxes = list(self.roles.values())
        half = (len(boxes) + 1) // 2
        self.body.addLayout(row(None, column(None, *boxes[:half], gap=6), column(None, *boxes[half:], "stretch", gap=6),
                                "stretch", gap=40))  # fmt: skip
        self.active = CheckBox(_("May sign in"))
        self.active.setVisible(account is not None)
        self.body.addWidget(self.active)
        self._fill(account)

    def _fill(self, account: AccountRow | None) -> None:
        held = account.roles if account else (Role.STOREKEEPER,)
        for role, box in self.roles.items():
            box.setChecked(role in held)
        self.active.setChecked(account is None or account.active)
        if account is not None:
            self.called.editor.setText(account.name)
            self.post.editor.setText(account.title)
            self.login.editor.setText(account.login)

    def problems(self) -> Mapping[str, str]:
        """A role is needed."""
        return {} if self._chosen() else {"roles": _("Choose at least one role.")}

    def _chosen(self) -> tuple[Role, ...]:
        return tuple(role for role, box in self.roles.items() if box.isChecked())

    def send(self) -> None:
        """Save the account and its password together."""
        password, workspace, account = self.password.editor.text(), self._workspace, self._account
        name, title, roles = self.called.editor.text(), self.post.editor.text(), self._chosen()

        def work() -> None:
            if account is None:
                add_account(workspace, UserDraft(login, name, title, roles), password)
            else:
                change_account(workspace, UserChange(account.id, name, title, roles, active), password=password)

        login, active = self.login.editor.text(), self.active.isChecked()
        self.context.jobs.call(self, work, done=self._done, failed=self.refused, button=self.save)

    def refused(self, error: BaseException) -> None:
        """A password that is too short is said at its field."""
        if isinstance(error, LogisticsError) and error.code == "password-too-short":
            self.show_problems({"password": sentence(error)})
        else:
            super().refused(error)
