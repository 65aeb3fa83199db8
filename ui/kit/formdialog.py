"""A dialog with fields: errors under the fields, a summary on top from two on, input never cleared.

    class StoreDialog(FormDialog):
        def __init__(self, context, over, store=None):
            super().__init__(context, over, _("New store"), verb=_("Save store"))
            self.code = self.add("code", Field(LineEdit(mono=True), required=True), _("Code"))
            self.pair(("name", ...), ("address", ...))
        def problems(self): ...        # {"code": _("Enter a code.")} of what cannot be sent
        def send(self): self.write(save_store, draft)

Source: ui.md 11 (Field errors), picture 12.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.problems import LogisticsError, RulesBroken
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import _, ngettext
from ui.kit.approval import ApprovedWrites
from ui.kit.buttons import Button
from ui.kit.cards import ErrorSummary
from ui.kit.combo import Combo
from ui.kit.dialogs import Dialog
from ui.kit.fields import Field, LineEdit
from ui.kit.navigation import PageContext
from ui.kit.widget import row

F = TypeVar("F", bound=Field[Any])


class FormDialog(Dialog):
    """Fields by name, one verb, a command behind it."""

    saved = Signal(object)

    def __init__(self, context: PageContext, over: QWidget, title: str, *, verb: str, width: int = 460) -> None:
        super().__init__(over, title, width=width)
        self.context = context
        self.fields: dict[str, Field[Any]] = {}
        self.summary = ErrorSummary()
        self.summary.jumped.connect(self._jump)
        self._wrong: list[str] = []
        self.body.addWidget(self.summary)
        self.cancel, self.save = Button(_("Cancel"), key="Esc"), Button(verb, kind="primary", key="Ctrl S")
        self.cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self.submit)
        self.set_buttons(self.cancel, self.save)

    # building -----------------------------------------------------------------------------------------------
    def field(self, name: str, field: F, label: str, *, hint: str = "") -> F:
        """Know a field by name, without placing it."""
        field.set_label(label)
        if hint:
            field.set_hint(hint)
        self.fields[name] = field
        field.editor.setObjectName(name)
        if field.is_required() and not self.save.reason():
            self.note.setText(_("* required"))
        left = getattr(field.editor, "left", None)
        if left is not None:
            left.connect(lambda: self._check(name))
        if isinstance(field.editor, LineEdit):
            field.editor.returnPressed.connect(self._enter)
        return field

    def add(self, name: str, field: F, label: str, *, hint: str = "") -> F:
        """Put a field on a line of its own."""
        self.body.addWidget(self.field(name, field, label, hint=hint))
        return field

    def beside(self, *fields: Field[Any]) -> None:
        """Put fields that are known beside each other."""
        line = row(None, *fields, gap=14)
        for at in range(len(fields)):
            line.setStretch(at, 1)
        self.body.addLayout(line)

    # checking -----------------------------------------------------------------------------------------------
    def problems(self) -> Mapping[str, str]:
        """Return what is wrong by field name; required fields and unreadable texts are checked already."""
        return {}

    def send(self) -> None:
        """Write the draft; called when nothing is wrong."""

    def _own_problems(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, field in self.fields.items():
            if isinstance(field.editor, Combo) and not field.editor.settle():
                found[name] = _("Choose one of the list.")
                continue
            valid = getattr(field.editor, "is_valid", None)
            if valid is not None and not valid():
                found[name] = self.unreadable(name)
            elif field.is_required() and field.isEnabled() and self._is_empty(field):
                found[name] = _("Fill in {field}.").format(field=field.label())
        return {**found, **{name: words for name, words in self.problems().items() if name not in found}}

    def unreadable(self, name: str) -> str:
        """Say how a number or day is written."""
        if hasattr(self.fields[name].editor, "set_day"):
            return _("Enter a day, such as 24 nov or +7.")
        return _("Enter a number, such as {sample}.").format(sample=self.sample(name))

    def sample(self, _name: str) -> str:
        """Return a number as this field takes it."""
        return "40"

    @staticmethod
    def _is_empty(field: Field[Any]) -> bool:
        value = getattr(field.editor, "value", None)
        text = field.editor.text() if hasattr(field.editor, "text") else ""
        return (
            not text.strip()
            if value is None or hasattr(field.editor, "is_valid")
            else value() is None and not text.strip()
        )

    def _check(self, name: str) -> None:
        """Check a field that was left with something in it."""
        field = self.fields[name]
        words = self._own_problems().get(name, "")
        if words and not self._is_empty(field):
            field.set_error(words)
            self._place()

    def submit(self) -> None:
        """Check everything, then send, once; the focus goes to the first field that is wrong."""
        if self.save.is_busy():  # Enter in a field comes here too, and twice while the first one is written
            return
        wrong = self._own_problems()
        self.show_problems(wrong)
        if not wrong:
            self.send()

    def show_problems(self, wrong: Mapping[str, str]) -> None:
        """Show errors under their fields, and together on top from two on."""
        for name, field in self.fields.items():
            field.set_error(wrong.get(name, ""))
        self._wrong = [name for name in self.fields if name in wrong]
        rest = [words for name, words in wrong.items() if name not in self.fields]
        lines = [wrong[name] for name in self._wrong] + rest
        title = ngettext("{n} field needs a change", "{n} fields need a change", len(lines)).format(n=len(lines))
        self.summary.show_errors(title, lines if len(lines) > 1 or rest else [])
        self._place()
        if self._wrong:
            self.fields[self._wrong[0]].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _jump(self, at: int) -> None:
        if at < len(self._wrong):
            self.fields[self._wrong[at]].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enter(self) -> None:
        editor = self.sender()
        if not getattr(editor, "is_open", lambda: False)():
            self.submit()

    # writing ------------------------------------------------------------------------------------------------
    def write(self, command: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        """Run the command; close when it is done, show what is wrong when it is refused.

        Where an approver is needed, that is asked for over the form.
        """
        ApprovedWrites(self.context, self).write(
            command, *args, done=self._done, failed=self.refused, button=self.save,
            verb=_("Save with override"), **kwargs,
        )  # fmt: skip

    def _done(self, result: Any) -> None:
        self.dismiss()
        self.saved.emit(result)

    def refused(self, error: BaseException) -> None:
        """Put what the rules say at the fields they name."""
        if isinstance(error, RulesBroken):
            wrong: dict[str, str] = {}
            for problem in error.problems:
                name = self.field_of(problem.where)
                wrong[name] = " ".join(filter(None, (wrong.get(name), sentence(problem))))
            self.show_problems(wrong)
        elif isinstance(error, LogisticsError):
            self.show_problems({"": sentence(error)})
        else:
            self.context.jobs.unhandled(error)

    def field_of(self, where: tuple[str | int, ...]) -> str:
        """Return the name of the field that a problem is about."""
        return str(where[0]) if where else ""
