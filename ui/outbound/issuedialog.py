"""Issue all receipts of a run in one act: what stands against each is listed together, and approved together."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.problems import Problem, Severity
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import _, ngettext
from inl_logistics.outbound.issuing import IssueRunDraft, ToIssue, issue_run, to_issue
from inl_logistics.outbound.queries import OutboundDetail
from ui.kit.approval import ApprovedWrites
from ui.kit.chips import ChipLabel, chip
from ui.kit.fields import DateEdit, Field
from ui.kit.formats import number
from ui.kit.formdialog import FormDialog
from ui.kit.navigation import PageContext
from ui.kit.tokens import ToneName
from ui.kit.widget import IconMark, Label, Line, column, emptied, row

_MARKS: dict[Severity, tuple[str, ToneName]] = {
    Severity.BLOCK: ("circle-alert", "bad"), Severity.OVERRIDE: ("shield-alert", "warn"),
    Severity.WARN: ("triangle-alert", "warn"),
}  # fmt: skip


class IssueDialog(FormDialog):
    """The day on the receipts, and below each receipt what is to be known of it."""

    def __init__(self, context: PageContext, over: QWidget, record: OutboundDetail) -> None:
        super().__init__(context, over, _("Issue all receipts"), verb=_("Issue all"), width=620)
        self._record = record
        self.found: tuple[ToIssue, ...] = ()
        self.day = self.add("on", Field(DateEdit(today=context.today), required=True), _("Dated"))
        self.day.editor.set_day(record.row.planned_on or context.today())
        self.told = Label(role="secondary", token="text2", wrap=True)
        self.body.addWidget(self.told)
        self.list = column(None, gap=8)
        self.body.addLayout(self.list)
        self.day.editor.edited.connect(self._ask)
        self._ask()

    def _ask(self) -> None:
        day = self.day.editor.day()
        if day is not None:
            self.context.jobs.read(
                self, to_issue, self._record.id, today=self.context.today(), on=day, done=self._show
            )  # fmt: skip

    def _show(self, found: Sequence[ToIssue]) -> None:
        self.found = tuple(found)
        receipts = ngettext("{n} receipt", "{n} receipts", len(found)).format(n=number(len(found)))
        cars = sum(1 for one in self._record.vehicles if one.stops)
        bills = ngettext("{n} waybill", "{n} waybills", cars).format(n=number(cars))
        self.told.setText(
            _("{receipts}, {bills} and the shipment take their numbers. Nothing leaves the store yet.").format(
                receipts=receipts, bills=bills
            )
        )
        emptied(self.list)
        shared = self._shared()
        if shared:
            self.list.addWidget(Line())
            self.list.addWidget(Label(_("All receipts"), role="strong"))
            for problem in shared:
                self._say(problem)
        for one in found:
            self._add(one, shared)
        blocks = sum(any(each.severity is Severity.BLOCK for each in one.problems) for one in found)
        asked = sum(any(each.severity is Severity.OVERRIDE for each in one.problems) for one in found)
        self.save.set_reason(
            ngettext("{n} receipt cannot be issued", "{n} receipts cannot be issued", blocks).format(n=number(blocks))
            if blocks
            else ""
        )
        self.save.setText(_("Issue with override…") if asked and not blocks else _("Issue all"))
        self.note.setText(self.save.reason())
        self._place()
        QTimer.singleShot(0, self, self._place)  # wrapped words know their height once they were laid out

    def _shared(self) -> list[Problem]:
        """Return what stands against every one of several receipts: it is said once."""
        if len(self.found) < 2:
            return []
        first, *rest = self.found
        return [one for one in first.problems if all(_same(one, each.problems) for each in rest)]

    def _add(self, one: ToIssue, shared: Sequence[Problem]) -> None:
        worst = min((tuple(_MARKS).index(each.severity) for each in one.problems), default=len(_MARKS))
        look = chip("handover", "blocked" if worst < 2 else "checked")
        mark = ChipLabel()
        mark.set_look(look)
        name = Label(one.facility or one.unit or _("Draft handover"), role="strong", elide=True)
        units = Label(ngettext("{n} unit", "{n} units", one.units).format(n=number(one.units)), role="secondary",
                      token="text3")  # fmt: skip
        head = row(None, name, units, mark, gap=10)
        head.setStretch(0, 1)
        self.list.addWidget(Line())
        self.list.addLayout(head)
        for problem in sorted(one.problems, key=lambda each: tuple(_MARKS).index(each.severity)):
            if not _same(problem, shared):
                self._say(problem)

    def _say(self, problem: Problem) -> None:
        icon, tone = _MARKS[problem.severity]
        words = Label(sentence(problem), role="body", token="text2", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignTop)
        said = row(None, column(None, 2, IconMark(icon, tone=tone), "stretch"), words, gap=8)
        said.setStretch(1, 1)
        self.list.addLayout(said)

    def field_of(self, where: tuple[str | int, ...]) -> str:
        """Everything but the day is said on top."""
        return "on" if where and where[0] == "on" else ""

    def send(self) -> None:
        """Issue them all, with one approval where one is needed."""
        ApprovedWrites(self.context, self).write(
            issue_run, IssueRunDraft(self._record.id, self.day.editor.day()), done=self._done, failed=self.refused,
            button=self.save, verb=_("Issue with override"),
        )  # fmt: skip


def _same(problem: Problem, among: Sequence[Problem]) -> bool:
    return any((one.code, one.params) == (problem.code, problem.params) for one in among)
