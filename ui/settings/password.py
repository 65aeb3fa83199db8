"""The password of the person signed in: the data key is wrapped anew, the recovery key stays."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from inl_logistics.kernel.problems import LogisticsError
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import _
from ui.kit.buttons import Button
from ui.kit.cards import Card
from ui.kit.fields import Field, LineEdit
from ui.kit.navigation import Page
from ui.kit.openpost import open_post
from ui.kit.widget import row


class PasswordCard(Card):
    """Asks for the present password and twice for the new one."""

    def __init__(self, page: Page) -> None:
        super().__init__(margins=14)
        self._page = page
        self.fields = {name: Field(LineEdit(), required=True, name=name) for name in ("old", "new", "again")}
        for field in self.fields.values():
            field.editor.setEchoMode(QLineEdit.EchoMode.Password)
        line = row(None, *self.fields.values(), gap=14)
        for at in range(len(self.fields)):
            line.setStretch(at, 1)
        self.change = Button(kind="secondary", icon="key-round", writes=True)
        self.body.setSpacing(12)
        self.body.addLayout(line)
        self.body.addLayout(row(None, "stretch", self.change))
        self.change.clicked.connect(self.change_password)
        self._retranslate()

    def _retranslate(self) -> None:
        self.set_title(_("Your password"))
        labels = {"old": _("Present password"), "new": _("New password"), "again": _("New password again")}
        for name, words in labels.items():
            self.fields[name].set_label(words)
        self.fields["new"].set_hint(_("At least 8 characters."))
        self.change.setText(_("Change password"))

    def change_password(self) -> None:
        """Wrap the data key under another password."""
        typed = {name: field.editor.text() for name, field in self.fields.items()}
        empty = [name for name, text in typed.items() if not text.strip()]
        for name in empty:
            self.fields[name].set_error(_("Fill in {field}.").format(field=self.fields[name].label()))
        if empty:
            self.fields[empty[0]].editor.setFocus()
            return
        if typed["new"] != typed["again"]:
            self._refuse("again", _("The two new passwords differ. Type the new one again."))
            return
        context, workspace = self._page.context, open_post(self._page.context)
        context.jobs.call(
            self._page, lambda: workspace.change_password(old=typed["old"], new=typed["new"]), done=self._changed,
            failed=self._failed, button=self.change,
        )  # fmt: skip

    def _changed(self, _none: None) -> None:
        for field in self.fields.values():
            field.editor.clear()
        self._page.context.notices.show_notice(_("Password changed. The recovery key stays the same."))

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, LogisticsError):
            self._refuse("new" if error.code == "password-too-short" else "old", sentence(error))
        else:
            self._page.context.jobs.unhandled(error)

    def _refuse(self, name: str, words: str) -> None:
        self.fields[name].set_error(words)
        self.fields[name].editor.setFocus()
