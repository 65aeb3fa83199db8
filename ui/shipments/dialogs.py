"""Dialogs of a shipment: the days of a milestone, what is known of a paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from inl_logistics.attachments.commands import AttachmentDraft, attach
from inl_logistics.kernel.problems import RulesBroken
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import _
from inl_logistics.shipments import following
from inl_logistics.shipments.following import MilestoneDraft, PaperDraft
from inl_logistics.shipments.queries import ShipmentDetail
from inl_logistics.shipments.records import MilestoneKind, PaperKind
from inl_logistics.shipments.rules import Step
from ui.kit.buttons import Button
from ui.kit.choices import CheckBox
from ui.kit.combo import Combo, Option
from ui.kit.dialogs import Dialog
from ui.kit.fields import DateEdit, Field, LineEdit
from ui.kit.files import choose_file
from ui.kit.navigation import PageContext
from ui.kit.openpost import keep_file, open_post
from ui.kit.widget import Label
from ui.shipments import words

Failed = Callable[[BaseException], None]


def milestone_draft(shipment: int, step: Step) -> MilestoneDraft:
    """Return what makes a milestone exactly this: days that it does not have are taken away."""
    days = (("actual_on", step.actual_on), ("planned_on", step.planned_on), ("forecast_on", step.forecast_on))
    emptied = tuple(name for name, value in days if value is None)
    return MilestoneDraft(
        shipment, step.kind, step.actual_on, step.planned_on, step.forecast_on, step.skipped, emptied=emptied
    )


class MilestoneDialog(Dialog):
    """The days of one milestone."""

    def __init__(
        self, over: QWidget, context: PageContext, record: ShipmentDetail, kind: MilestoneKind, *, failed: Failed,
        saved: Callable[[MilestoneDraft], None],
    ) -> None:  # fmt: skip
        super().__init__(over, _("Milestone"), width=420)
        self.context, self.record, self._failed, self._saved = context, record, failed, saved
        self.kind: Field[Combo] = Field(Combo(editable=False))
        self.kind.set_label(_("Milestone"))
        self.kind.editor.set_options([Option(one.value, _(words.MILESTONES[one])) for one in MilestoneKind])
        self.kind.editor.set_value(kind.value)
        self.actual: Field[DateEdit] = Field(DateEdit(today=context.today))
        self.actual.set_label(_("Happened on"))
        self.forecast: Field[DateEdit] = Field(DateEdit(today=context.today))
        self.forecast.set_label(_("Or forecast for"))
        self.planned: Field[DateEdit] = Field(DateEdit(today=context.today))
        self.planned.set_label(_("Planned for"))
        self.note_field: Field[LineEdit] = Field(LineEdit())
        self.note_field.set_label(_("Note"))
        self.skipped = CheckBox(_("Not on the way of this shipment"))
        for part in (self.kind, self.actual, self.forecast, self.planned, self.skipped, self.note_field):
            self.body.addWidget(part)
        cancel, self.save = Button(_("Cancel"), key="Esc"), Button(_("Save milestone"), kind="primary", key="Enter")
        cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._save)
        for field in (self.actual, self.forecast, self.planned, self.note_field):
            field.editor.returnPressed.connect(self._save)
        self.set_buttons(cancel, self.save)
        self.kind.editor.chosen.connect(lambda _value: self._fill())
        self._fill()

    def open(self) -> None:
        """Start with the day on which it happened."""
        super().open()
        self.actual.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self) -> None:
        step = self._step()
        self.actual.editor.set_day(step.actual_on)
        self.forecast.editor.set_day(step.forecast_on)
        self.planned.editor.set_day(step.planned_on)
        self.skipped.setChecked(step.skipped)
        for field in (self.actual, self.forecast, self.planned):
            field.set_error("")

    def _step(self) -> Step:
        """Return the chosen milestone as it is kept."""
        kind = MilestoneKind(str(self.kind.editor.value()))
        return next((one for one in self.record.steps if one.kind is kind), Step(kind, None, None, None))

    def _save(self) -> None:
        if self.save.is_busy():
            return
        for field in (self.actual, self.forecast, self.planned):
            if not field.editor.is_valid():
                field.set_error(_("Enter a day, such as 24 Nov or +7."))
                return
        before = self._step()
        after = Step(before.kind, self.planned.editor.day(), self.forecast.editor.day(), self.actual.editor.day(),
                     self.skipped.isChecked())  # fmt: skip
        self.context.jobs.write(
            self,
            following.set_milestone,
            replace(milestone_draft(self.record.id, after), note=self.note_field.editor.text()),
            done=lambda _none: self._done(milestone_draft(self.record.id, before)),
            failed=self._refused,
            button=self.save,
        )

    def _done(self, back: MilestoneDraft) -> None:
        self.dismiss()
        self._saved(back)

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, RulesBroken):
            self.actual.set_error(" ".join(sentence(one) for one in error.problems))
        else:
            self.dismiss()
            self._failed(error)


class PaperDialog(Dialog):
    """Number, date and files of one paper; or that it is not needed here."""

    def __init__(
        self, over: QWidget, context: PageContext, record: ShipmentDetail, kind: PaperKind, *, failed: Failed
    ) -> None:
        super().__init__(over, _(words.PAPERS[kind]), width=420)
        self.context, self.record, self.paper_kind, self._failed = context, record, kind, failed
        known = next((paper for paper in record.papers if paper.kind == kind.value), None)
        self._paths: list[Path] = []
        self.number: Field[LineEdit] = Field(LineEdit())
        self.number.set_label(_("Number"))
        self.dated: Field[DateEdit] = Field(DateEdit(today=context.today))
        self.dated.set_label(_("Date"))
        self.file = Label(role="secondary", token="text2", wrap=True)
        self.file.setText(known.file_name if known and known.file_name else _("No file attached"))
        self.choose = Button(_("Attach file…"), icon="paperclip")
        self.choose.clicked.connect(self._choose)
        self.waived = CheckBox(_("Not needed for this shipment"))
        if known is not None:
            self.number.editor.setText(known.number)
            self.dated.editor.set_day(known.dated_on)
            self.waived.setChecked(known.waived)
        for part in (self.number, self.dated, self.file, self.choose, self.waived):
            self.body.addWidget(part)
        cancel, self.save = Button(_("Cancel"), key="Esc"), Button(_("Save document"), kind="primary", key="Enter")
        cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._save)
        for field in (self.number, self.dated):
            field.editor.returnPressed.connect(self._save)
        self.set_buttons(cancel, self.save)

    def _choose(self) -> None:
        kinds = [(_("Documents and pictures"), "*.pdf *.png *.jpg *.jpeg *.xlsx *.docx")]
        choose_file(self, _("Attach file"), kinds, self.add_file)

    def add_file(self, path: Path) -> None:
        """Take a file; another one may follow."""
        self._paths.append(path)
        self.file.setText(", ".join(one.name for one in self._paths))
        self.choose.setText(_("Attach another file…"))

    def _save(self) -> None:
        if self.save.is_busy():
            return
        if not self.dated.editor.is_valid():
            self.dated.set_error(_("Enter a day, such as 24 Nov."))
            return
        paths, workspace, shipment, role = self._paths, open_post(self.context), self.record.id, self.paper_kind.value
        draft = PaperDraft(
            shipment,
            self.paper_kind,
            self.number.editor.text(),
            self.dated.editor.day(),
            required=not self.waived.isChecked(),
        )

        def store() -> None:
            for path in paths:
                kept = keep_file(workspace, path)
                file = AttachmentDraft("shipment", shipment, kept.name, kept.size, kept.sha256, role, kept.media_type)
                workspace.write(attach, file)
            workspace.write(following.set_paper, draft)

        self.context.jobs.call(self, store, done=lambda _none: self.dismiss(), failed=self._refused, button=self.save)

    def _refused(self, error: BaseException) -> None:
        self.dismiss()
        self._failed(error)
