"""A project of an agreement: its fund and year, its first ceiling, what it allows, its fund cites. Source: domain.md 2.2."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from inl_logistics.agreements.amending import FundDraft, save_project
from inl_logistics.agreements.commands import ProjectDraft
from inl_logistics.agreements.queries import AgreementDetail, FundCite, ProjectRow
from inl_logistics.catalog.queries import categories
from inl_logistics.kernel.translation import _
from ui.agreements.dialogs import cents
from ui.kit.buttons import Button, IconButton
from ui.kit.fields import Field, LineEdit, NumberEdit
from ui.kit.formdialog import FormDialog
from ui.kit.navigation import PageContext
from ui.kit.widget import KitWidget, Label, column, row

_MOST = 5  # fund cites that fit into the dialog


class CiteRow(KitWidget):
    """One fund cite: appropriation, allotment, obligation, object code, amount."""

    def __init__(self, dialog: ProjectDialog, cite: FundCite | None) -> None:
        super().__init__()
        self.appropriation, self.allotment, self.obligation_number, self.object_code = (
            LineEdit(mono=True) for _part in range(4)
        )
        self.amount, self.remove = NumberEdit(decimals=2), IconButton("x", side=28)
        parts = ((self.appropriation, _("Appropriation")), (self.allotment, _("Allotment")),
                 (self.obligation_number, _("Obligation no.")), (self.object_code, _("Object code")),
                 (self.amount, _("Amount, USD")))  # fmt: skip
        line = row(self, *(editor for editor, _words in parts), self.remove, gap=8)
        for at, (editor, words) in enumerate(parts):
            editor.setPlaceholderText(words)
            editor.setAccessibleName(words)
            line.setStretch(at, 4 if at == 0 else 3)
        self.remove.set_hint(_("Remove this fund cite"))
        self.remove.clicked.connect(lambda: dialog.drop(self))
        if cite is not None:
            for editor, text in zip(
                self.texts(),
                (cite.appropriation, cite.allotment, cite.obligation_number, cite.object_code),
                strict=True,
            ):
                editor.setText(text)
            if cite.amount_minor is not None:
                self.amount.set_value(Decimal(cite.amount_minor) / 100)

    def texts(self) -> tuple[LineEdit, LineEdit, LineEdit, LineEdit]:
        """Return the four parts of the cite."""
        return self.appropriation, self.allotment, self.obligation_number, self.object_code

    def draft(self) -> FundDraft:
        """Return what is typed."""
        value = self.amount.value()
        appropriation, allotment, obligation, object_code = (editor.text() for editor in self.texts())
        amount = None if value is None else int((value * 100).to_integral_value())
        return FundDraft(appropriation, allotment, obligation, object_code, amount)


class ProjectDialog(FormDialog):
    """A project: its fund, year, first ceiling, what it allows, and its fund cites."""

    def __init__(
        self, context: PageContext, over: QWidget, record: AgreementDetail, project: ProjectRow | None
    ) -> None:
        title = _("Change {name}").format(name=project.code) if project else _("New project")
        super().__init__(context, over, title, verb=_("Save project"), width=680)
        self._record, self._project = record, project
        self.code = self.field("code", Field(LineEdit(mono=True), required=True), _("Project code"))
        self.called = self.field("name", Field(LineEdit()), _("Name"))
        self.beside(self.code, self.called)
        self.fund = self.field("fund", Field(LineEdit()), _("Fund"))
        self.year = self.field("fiscal_year", Field(LineEdit()), _("Fiscal year"))
        last = max((one.number for one in record.amendments), default=0)
        words = _("Ceiling by amendment {n}, USD").format(n=last) if last else _("Ceiling as first signed, USD")
        self.ceiling = self.field("ceiling", Field(NumberEdit(decimals=2)), words)
        self.beside(self.fund, self.year, self.ceiling)
        self.allows = self.add("categories", Field(LineEdit()), _("Only these categories"),
                               hint=_("Separate several by commas; empty allows everything."))  # fmt: skip
        self.more = Button(_("Add fund cite"), icon="plus", kind="ghost")
        self.more.clicked.connect(self._add)
        self.body.addLayout(row(None, Label(_("Fund cites"), role="label"), "stretch", self.more))
        self.cites: list[CiteRow] = []
        self._cites = column(None, gap=6)
        self.body.addLayout(self._cites)
        if project is not None:
            self._take(project)
        context.jobs.read(self, categories, done=self._categories)

    def _take(self, project: ProjectRow) -> None:
        self.code.editor.setText(project.code)
        self.code.setEnabled(False)
        self.ceiling.setEnabled(False)
        self.ceiling.set_hint(_("An amendment changes it."))
        self.called.editor.setText(project.name)
        self.fund.editor.setText(project.fund)
        self.year.editor.setText(str(project.fiscal_year or ""))
        self.allows.editor.setText(project.allows)
        for cite in project.cites:
            self._put(cite)

    def _categories(self, known: list[str]) -> None:
        self.allows.editor.setPlaceholderText(", ".join(known[:3]))

    def _add(self) -> None:
        self._put(None)
        self.cites[-1].appropriation.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put(self, cite: FundCite | None) -> None:
        made = CiteRow(self, cite)
        self.cites.append(made)
        self._cites.addWidget(made)
        self._limit()

    def drop(self, cite: CiteRow) -> None:
        """Take a fund cite off."""
        self.cites.remove(cite)
        cite.hide()
        cite.deleteLater()
        self._limit()

    def _limit(self) -> None:
        self.more.setVisible(len(self.cites) < max(_MOST, len(self._project.cites) if self._project else 0))
        self._place()

    def problems(self) -> Mapping[str, str]:
        """A fiscal year has four digits; the amount of a fund cite is a number."""
        typed = self.year.editor.text().strip()
        found = {} if not typed or self._year() else {"fiscal_year": _("Enter a year, such as 2026.")}
        for cite in self.cites:
            cite.amount.set_invalid(not cite.amount.is_valid())
        if not all(cite.amount.is_valid() for cite in self.cites):
            found["cites"] = _("The amount of a fund cite is not a number.")
        return found

    def _year(self) -> int | None:
        typed = self.year.editor.text().strip()
        return int(typed) if typed.isdecimal() and len(typed) == 4 else None

    def send(self) -> None:
        """Save it."""
        named = tuple(filter(None, (one.strip() for one in self.allows.editor.text().split(","))))
        project = ProjectDraft(
            self.code.editor.text(), self.called.editor.text(), self.fund.editor.text(), self._year(),
            None if self._project else cents(self.ceiling), named, self._project.allowed_items if self._project else (),
        )  # fmt: skip
        self.write(save_project, self._record.id, project, tuple(cite.draft() for cite in self.cites))
