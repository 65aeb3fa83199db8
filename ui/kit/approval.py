"""Commands that a rule may stop until somebody approves: asks for reason, approver and that person's password.

    ApprovedWrites(context, page).write(place_order, order_id, done=self._placed, failed=self._failed,
                                        verb=_("Place with override"), button=self.place)

The command runs; where it needs an approval, the dialog asks for it and the command runs again with it.
Source: product.md 4 (Vetting: with no other active approver, self-approval is allowed and recorded).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from inl_logistics.approvals.queries import Approver, approvers
from inl_logistics.database import keys
from inl_logistics.kernel.actor import Override
from inl_logistics.kernel.problems import ApprovalNeeded, LogisticsError, Problem
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import _
from inl_logistics.kernel.values import UserId
from inl_logistics.workspace import Workspace
from ui.kit.buttons import Button
from ui.kit.combo import Combo, Option
from ui.kit.dialogs import Dialog
from ui.kit.fields import Field, LineEdit, TextArea
from ui.kit.jobs import Jobs
from ui.kit.navigation import PageContext
from ui.kit.openpost import open_post
from ui.kit.widget import IconMark, Label, column, row


class ApprovedWrites(QObject):
    """Runs commands for one page or dialog; what needs an approver is asked for and done again."""

    def __init__(self, context: PageContext, over: QWidget) -> None:
        super().__init__(over)
        self._context, self._over = context, over
        self._workspace = open_post(context)
        self._is_asking = False

    def write(self, command: Callable[..., Any], *args: Any, done: Callable[[Any], None], verb: str,
              failed: Callable[[BaseException], None], button: Button | None = None,
              overrides: tuple[Override, ...] = (), **kwargs: Any) -> None:  # fmt: skip
        """Run the command. `verb` is the approving button's word, such as "Issue with override"."""

        def refused(error: BaseException) -> None:
            if isinstance(error, ApprovalNeeded):
                again = partial(self._again, command, args, kwargs, done, verb, failed, button, overrides)
                self._ask(error, verb, again)
            else:
                failed(error)

        # The workspace takes the overrides; the command sees them as part of its actor.
        more: dict[str, Any] = {**kwargs, "overrides": overrides} if overrides else kwargs
        self._context.jobs.write(self._over, command, *args, done=done, failed=refused, button=button, **more)

    def _again(self, command: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any],
               done: Callable[[Any], None], verb: str, failed: Callable[[BaseException], None], button: Button | None,
               had: tuple[Override, ...], given: tuple[Override, ...]) -> None:  # fmt: skip
        self.write(command, *args, done=done, verb=verb, failed=failed, button=button, overrides=(*had, *given),
                   **kwargs)  # fmt: skip

    def _ask(self, error: ApprovalNeeded, verb: str, done: Callable[[tuple[Override, ...]], None]) -> None:
        def ask(found: list[Approver]) -> None:
            dialog = OverrideDialog(self._over, error.problems, found, jobs=self._context.jobs,
                                    workspace=self._workspace, verb=verb, done=done)  # fmt: skip
            dialog.open()
            self._is_asking = False

        if self._is_asking:
            return  # the second click of a double click
        self._is_asking = True
        self._context.jobs.read(self._over, approvers, self._workspace.actor.user_id, done=ask)


class OverrideDialog(Dialog):
    """Lists what is set aside and takes the approval; hands back one override for each rule."""

    def __init__(self, over: QWidget, problems: Sequence[Problem], may_approve: Sequence[Approver], *, jobs: Jobs,
                 workspace: Workspace, verb: str, done: Callable[[tuple[Override, ...]], None]) -> None:  # fmt: skip
        super().__init__(over, _("An approver is needed"), width=500)
        self._problems, self._approvers, self._done = tuple(problems), tuple(may_approve), done
        self._jobs, self._workspace = jobs, workspace
        for problem in problems:
            words = Label(sentence(problem), role="body", wrap=True)
            mark = column(None, 2, IconMark("shield-alert", tone="warn"), "stretch")
            words.setAlignment(Qt.AlignmentFlag.AlignTop)
            line = row(None, mark, words, gap=8)
            line.setStretch(1, 1)
            self.body.addLayout(line)
        self.reason = Field(TextArea(lines=2), required=True)
        self.reason.set_label(_("Reason and written authority"))
        self.approver = Field(Combo(), required=True)
        self.approver.set_label(_("Approved by"))
        self.approver.editor.set_options([Option(one.user_id, one.name) for one in may_approve])
        self.approver.editor.set_value(may_approve[0].user_id if may_approve else None)
        self.password = Field(LineEdit(), required=True)
        self.password.set_label(_("Approver's password"))
        self.password.editor.setEchoMode(QLineEdit.EchoMode.Password)
        if any(one.is_self for one in may_approve):
            self.approver.set_hint(_("No other approver is active here, so you approve yourself. It is recorded for a "
                                     "later co-signature."))  # fmt: skip
        self.body.addWidget(self.reason)
        self.body.addLayout(row(None, self.approver, self.password, gap=10))
        cancel, self.approve = Button(_("Cancel"), key="Esc"), Button(verb, kind="primary", icon="shield-check")
        cancel.clicked.connect(self.reject)
        self.approve.clicked.connect(self._check)
        self.password.editor.returnPressed.connect(self.approve.click)
        self.set_buttons(cancel, self.approve)

    def _check(self) -> None:
        approver = next((one for one in self._approvers if one.user_id == self.approver.editor.value()), None)
        password = self.password.editor.text()
        self.reason.set_error("" if self.reason.editor.text().strip() else _("Say why, and on whose authority."))
        self.approver.set_error("" if approver else _("Choose who approves."))
        self.password.set_error("" if password else _("Enter the approver's password."))
        if approver is None or not password or self.reason.has_error():
            return
        workspace = self._workspace

        def unlock() -> bool:
            keys.unlock(keys.read_keys(workspace.folder), login=approver.login, password=password)
            return True

        self._jobs.call(self, unlock, done=lambda _ok: self._approved(approver), failed=self._refused,
                        button=self.approve)  # fmt: skip

    def _approved(self, approver: Approver) -> None:
        reason = self.reason.editor.text().strip()
        codes = dict.fromkeys(problem.code for problem in self._problems)
        given = tuple(Override(code, reason, UserId(approver.user_id), approver.name) for code in codes)
        self.dismiss()
        self._done(given)

    def _refused(self, error: BaseException) -> None:
        words = sentence(error) if isinstance(error, LogisticsError) else _("The password could not be checked.")
        self.password.set_error(words)
        self.password.editor.selectAll()
        self.password.editor.setFocus()
