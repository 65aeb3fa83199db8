"""Checks a receipt: a scanned or typed code, a picture or a PDF, answered in words, offline. Source: product.md 8 (QR)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget

from inl_logistics import checking
from inl_logistics.checking import Checked
from inl_logistics.kernel.problems import LogisticsError
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import _
from ui.kit import formats
from ui.kit.buttons import Button
from ui.kit.dialogs import Dialog
from ui.kit.fields import Field
from ui.kit.fileintake import FileIntake
from ui.kit.inspector import Facts
from ui.kit.navigation import PageContext, Route
from ui.kit.scanedit import ScanEdit
from ui.kit.tokens import ToneName
from ui.kit.widget import IconMark, KitWidget, Label, Line, Link, column, emptied, row

_MOST_SHOWN = 12


class CheckDialog(Dialog):
    """One field for codes, the ways for pictures, and the answers below."""

    def __init__(self, context: PageContext, over: QWidget) -> None:
        super().__init__(over, _("Check a receipt"), width=620)
        self._context = context
        self.code = Field(ScanEdit(height=40))
        self.code.set_label(_("Scan the square code, or type the check code at the foot"))
        self.code.set_hint(_("Works without a network. Such as 7F3A-91C2, or the number and the check code."))
        self.body.addWidget(self.code)
        self.intake = FileIntake(self, context)
        self.body.addLayout(row(None, *self.intake.buttons(), "stretch", gap=8))
        self.answers = _Answers(self._open)
        self.body.addWidget(self.answers)
        close = Button(_("Close"), key="Esc")
        close.clicked.connect(self.dismiss)
        self.set_buttons(close)
        self.code.editor.scanned.connect(self.check)
        self.intake.paths.connect(self._read_files)
        self.intake.picture.connect(self._read_picture)

    def check(self, text: str) -> None:
        """Check a text that was scanned or typed."""
        self._ask([text])

    def _ask(self, texts: Sequence[str]) -> None:
        self.code.set_error("")
        self.note.setText("")
        self._context.jobs.read(self, checking.check_all, list(texts), today=self._context.today(), done=self._show,
                                failed=self._failed)  # fmt: skip

    def _read_files(self, paths: list[Path]) -> None:
        for path in paths:
            self._context.jobs.compute(
                self, checking.texts_of_file, path, done=self._ask, failed=self._failed,
                button=self.intake.choose_button, title=_("Reading the picture"),
            )  # fmt: skip

    def _read_picture(self, content: bytes, name: str) -> None:
        self._context.jobs.compute(
            self, checking.texts_of_content, content, name, done=self._ask, failed=self._failed,
            button=self.intake.paste_button, title=_("Reading the picture"),
        )  # fmt: skip

    def _show(self, found: Sequence[Checked]) -> None:
        self.answers.show_answers(found)
        self.code.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self._place()

    def _failed(self, error: BaseException) -> None:
        self.answers.show_answers(())
        if isinstance(error, LogisticsError):
            self.code.set_error(sentence(error))
            self.code.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._context.jobs.unhandled(error)
        self._place()

    def _open(self, handover_id: int) -> None:
        self.dismiss()
        self._context.navigator.open(Route("handover", handover_id))

    def reject(self) -> None:
        """Nothing was typed that would be lost: a check is made again in a moment."""
        self.dismiss()


class _Answers(KitWidget):
    """What was found about each code: the sentence first, then what the code says, to compare the paper with."""

    def __init__(self, opened: Callable[[int], None]) -> None:
        super().__init__()
        self._opened = opened
        self._list = column(self, gap=12)
        self.hide()

    def show_answers(self, found: Sequence[Checked]) -> None:
        """Show other answers, what does not hold first."""
        emptied(self._list)
        ordered = sorted(found, key=lambda one: one.holds)
        for one in ordered[:_MOST_SHOWN]:
            self._list.addWidget(self._answer(one))
        self.setVisible(bool(found))
        self.setAccessibleName(" ".join(one.words for one in ordered))

    def _answer(self, one: Checked) -> QWidget:
        tone, icon = look(one)
        holder = QWidget()
        words = Label(one.words, role="strong", wrap=True, tone=tone, selectable=True)
        top = row(None, IconMark(icon, 20, tone=tone), words, gap=10)
        top.setStretch(1, 1)
        facts = Facts()
        facts.set_pairs([
            (_("Number"), one.number), (_("Date"), formats.day(date.fromisoformat(one.dated_on))),
            (_("Recipient"), one.recipient), (_("Lines"), formats.number(one.lines)),
            (_("Units"), formats.number(one.units)),
        ])  # fmt: skip
        parts: list[QWidget] = [Line(), _held(top), facts]
        if one.handover_id is not None:
            link = Link(_("Open the receipt"), role="semibold")
            link.clicked.connect(partial(self._opened, one.handover_id))
            parts.append(_held(row(None, link, "stretch", margins=(30, 0, 0, 0))))
        column(holder, *parts, gap=8)
        return holder


def look(one: Checked) -> tuple[ToneName, str]:
    """Return the tone and icon of an answer."""
    if one.verdict == "unknown-device":
        return "warn", "circle-help"
    if not one.holds:
        return "bad", "circle-alert"
    return ("warn", "triangle-alert") if one.reversed_by else ("ok", "circle-check")


def _held(layout: QLayout) -> QWidget:
    holder = QWidget()
    holder.setLayout(layout)
    return holder
