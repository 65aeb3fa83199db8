"""Import: File, Match columns, Check, Import. Nothing is written until the last step; one undo takes all back.

Source: ui.md 10 (Import); product.md 7 and 8 (Import button); picture 06.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from inl_logistics.imports import queries
from inl_logistics.imports.against import against
from inl_logistics.imports.commands import ImportResult, RunOptions
from inl_logistics.imports.mapping import Mapping
from inl_logistics.imports.plan import ImportPlan, Repair
from inl_logistics.imports.roles import Kind, Role
from inl_logistics.kernel.problems import LogisticsError
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import N_, _, ngettext
from ui.imports.checkstep import CheckStep
from ui.imports.choosing import ChooseStep
from ui.imports.footer import ImportFooter
from ui.imports.form import ImportForm
from ui.imports.problems import ProblemGroup
from ui.imports.running import Running
from ui.imports.words import KINDS
from ui.imports.work import check_files
from ui.kit.buttons import Button
from ui.kit.formats import number
from ui.kit.navigation import Command, Crumb, KeyHint, PageContext, Route
from ui.kit.openpost import open_post
from ui.kit.recordpage import RecordPage
from ui.kit.steps import Step, Stepper


class ImportPage(RecordPage):
    """One import from file to finished."""

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route)
        self.form = ImportForm(today=context.today())
        self.finished: ImportResult | None = None
        self._busy = False
        self._build()
        self._connect()
        self._retranslate()
        self._take(route)

    def reopen(self, route: Route) -> None:
        """Start anew when asked with another kind or file."""
        super().reopen(route)
        self._take(route)

    def _take(self, route: Route) -> None:
        kind = route.param("kind")
        if kind:
            self.step_file.set_kind(Kind(kind))
        self.step_file.into.editor.setText(route.param("into"))
        if route.param("file"):
            self.open_file(Path(route.param("file")))
        else:
            self.start_over()

    # building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.life = Stepper()
        self.head.set_life(self.life)
        self.mapping_button = Button(icon="bookmark")
        self.head.add_action(self.mapping_button)
        self.stack = QStackedWidget()
        self.step_file = ChooseStep(self.context)
        self.stack.addWidget(self.step_file)
        self.checking = CheckStep()
        self.stack.addWidget(self.checking)
        self.body.addWidget(self.stack, 1)
        self.footer = ImportFooter()
        self.foot.addWidget(self.footer, 1)
        self.running = Running(self)

    def _connect(self) -> None:
        self.step_file.chosen.connect(self.open_file)
        self.checking.column_matched.connect(self.match)
        self.checking.scope_changed.connect(self.presented)
        self.mapping_button.clicked.connect(self.running.save_mapping)
        problems = self.checking.problems
        problems.chosen.connect(self._group_chosen)
        problems.item_matched.connect(self._item_matched)
        problems.cell_typed.connect(self._cell_typed)
        problems.order_chosen.connect(self._order_chosen)
        problems.expand_asked.connect(self._expand)
        self.footer.leave_box.toggled.connect(self._leave_out)
        self.footer.save_rows.clicked.connect(self.running.save_rows)
        self.footer.back.clicked.connect(self.start_over)
        self.footer.go.clicked.connect(self.running.start)

    def _retranslate(self) -> None:
        self.head.set_title(
            _("Import {what}").format(what=_(KINDS[self.form.kind]).lower()) if self.form.files else _("Import")
        )
        self.mapping_button.setText(_("Save mapping…"))
        self._show_step()
        self._show_counts()

    def crumbs(self) -> tuple[Crumb, ...]:
        """Return the path."""
        return (Crumb(_("Import")),)

    # steps --------------------------------------------------------------------------------------------------

    def start_over(self) -> None:
        """Go back to the first step; what was chosen there stays."""
        self._begin(ImportForm(today=self.context.today(), kind=self.step_file.chosen_kind()))
        self.stack.setCurrentIndex(0)
        self._retranslate()

    def open_file(self, path: Path) -> None:
        """Read a file and check it."""
        work = open_post(self.context)
        kind = self.step_file.chosen_kind()
        choices = self.step_file
        options = RunOptions(
            into=choices.into.editor.text().strip(), agreement=choices.agreement.editor.text().strip(),
            project=choices.project.editor.text().strip(), store=choices.store.editor.text().strip(),
            bin=choices.bin.editor.text().strip(),
        )  # fmt: skip
        as_of = choices.as_of.editor.day() if kind in (Kind.HOLDINGS, Kind.STOCK) else None
        today, country = self.context.today(), work.post.country
        self._begin(ImportForm(kind, (path,), today, country=country, options=options, as_of=as_of))
        self.context.jobs.read(self, queries.mappings, kind, done=self._remembered)

    def _begin(self, form: ImportForm) -> None:
        self.form, self.finished = form, None
        self.checking.set_form(form)
        self.banner.hide()

    def _remembered(self, found: tuple[Mapping, ...]) -> None:
        self.form.remembered = found
        self.check()

    def check(self) -> None:
        """Run the dry run again with what was changed."""
        self._set_busy(True)
        name = self.form.files[0].name
        self.context.jobs.compute(
            self, check_files, self.form.request(), done=self._checked, failed=self.refused,
            title=_("Reading {file}").format(file=name), kept=_("Nothing was saved."),
        )  # fmt: skip

    def _checked(self, plan: ImportPlan) -> None:
        self.context.jobs.read(self, against, plan, done=self._show_plan, failed=self.refused)

    def refused(self, error: BaseException) -> None:
        """Say why a file cannot be read or imported."""
        self._set_busy(False)
        if isinstance(error, LogisticsError) and error.code == "already-imported":
            earlier = int(error.params["undo"])
            self.banner.show_message(
                "bad", sentence(error), _("Undo that import…"), lambda: self.running.ask_undo(earlier, sentence(error))
            )
        elif isinstance(error, LogisticsError):
            self.banner.show_message("bad", sentence(error))
        else:
            self.context.notices.show_error(error)
        self._show_counts()

    def _show_plan(self, plan: ImportPlan) -> None:
        self._set_busy(False)
        self.form.plan = plan
        self.stack.setCurrentIndex(1)
        self.checking.show_plan(plan)
        self._retranslate()
        self._show_about(plan)
        self.presented.emit()

    def _show_about(self, plan: ImportPlan) -> None:
        sheets = [one.name for one in plan.read_sheets if one.rows]
        parts = [self.form.files[0].name]
        if len(sheets) == 1 and sheets[0]:
            parts.append(_("sheet “{name}”").format(name=sheets[0]))
        elif len(sheets) > 1:
            parts.append(ngettext("{n} sheet", "{n} sheets", len(sheets)).format(n=len(sheets)))
        parts.append(ngettext("{n} row", "{n} rows", plan.rows).format(n=number(plan.rows)))
        if self.form.options.into:
            parts.append(_("into {number}").format(number=self.form.options.into))
        self.head.set_aside(" · ".join(parts))
        for total in plan.totals:
            if not total.agrees:
                self.banner.show_message(
                    "warn",
                    _("The file's own total in row {row} differs from the sum of its rows.").format(row=total.row),
                )

    def finish(self, result: ImportResult) -> None:
        """It is imported: nothing more is to be done here."""
        self.finished = result
        self._show_step()

    def _show_step(self) -> None:
        at = 3 if self.finished else 2 if self.form.plan else 0
        titles = (_("File"), _("Match columns"), _("Check"), _("Import"))
        self.life.set_steps(
            [
                Step(title, "done" if number_ < at or self.finished else "current" if number_ == at else "todo")
                for number_, title in enumerate(titles)
            ]
        )
        checking = self.form.plan is not None
        self.footer.setVisible(checking)
        self.mapping_button.setVisible(checking)

    def _show_counts(self) -> None:
        self.footer.show_counts(self.form, busy=self._busy)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.step_file.choose.set_busy(busy)
        self._show_counts()

    # repairing ----------------------------------------------------------------------------------------------

    def _group_chosen(self, group: ProblemGroup) -> None:
        one = group.found[0]
        if one.repair is Repair.MATCH_ITEM:
            self.context.jobs.read(
                self, queries.catalog_choices, one.found, done=self.checking.problems.repair.set_choices
            )
        if one.index >= 0:
            self.checking.table.set_current_key(one.index)

    def _item_matched(self, found: str, code: str) -> None:
        self.form.match_item(found, code)
        self.check()

    def _cell_typed(self, index: int, letter: str, text: str) -> None:
        self.form.type_cell(index, letter, text)
        self.check()

    def _order_chosen(self, first: bool) -> None:
        self.form.day_first(first)
        self.check()

    def _expand(self) -> None:
        self.form.expand_all()
        self.check()

    def _leave_out(self, wanted: bool) -> None:
        if self.form.plan is not None and wanted != self.form.fixes.leave_out_bad:
            self.form.leave_out(wanted)
            self.check()

    def match(self, header: str, role: Role | None) -> None:
        """Say what a column means and check again."""
        self.form.match(header, role)
        self.check()

    # keys ---------------------------------------------------------------------------------------------------

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here."""
        return (
            Command("import.file", N_("Choose a file to import"), self.step_file.ask, "Ctrl+O", "folder-open"),
            Command("import.run", N_("Import the rows that are ready"), self.running.start, "Ctrl+Enter", "check",
                    self.footer.go.reason),
            Command("import.next", N_("Next problem"), lambda: self.checking.step_problem(1), "F8", "chevron-down"),
            Command("import.previous", N_("Previous problem"), lambda: self.checking.step_problem(-1), "Shift+F8",
                    "chevron-up"),
            Command("import.rows", N_("Save problem rows to Excel"), self.running.save_rows, "", "download"),
        )  # fmt: skip

    def hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of this screen."""
        if self.form.plan is None:
            return (KeyHint("Ctrl O", _("choose file")),)
        return KeyHint("F8", _("next problem")), KeyHint("Ctrl Enter", _("import")), KeyHint("Esc", _("back"))

    def status(self) -> tuple[str, ...]:
        """Say what was found."""
        if self.form.plan is None:
            return ()
        shown = len(self.checking.shown())
        return (_("{shown} of {all} rows shown").format(shown=number(shown), all=number(self.form.plan.rows)),)

    def panels(self) -> tuple[QWidget, ...]:
        """Return the panels that F6 goes through."""
        return (self.checking.problems.list, self.checking.table) if self.form.plan else (self.step_file,)

    def focus_first(self) -> None:
        """Put the focus where the work is."""
        target = self.checking.table if self.form.plan else self.step_file.choose
        target.setFocus(Qt.FocusReason.OtherFocusReason)
