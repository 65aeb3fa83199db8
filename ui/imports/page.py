"""Import: File, Match columns, Check, Import. Nothing is written until the last step; one undo takes all back.

Source: ui.md 10 (Import); product.md 7 and 8 (Import button); picture 06.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from inl_logistics.imports import commands, queries
from inl_logistics.imports.against import against
from inl_logistics.imports.commands import ImportResult, RunOptions
from inl_logistics.imports.mapping import Mapping
from inl_logistics.imports.plan import ImportPlan, Level, Repair
from inl_logistics.imports.roles import Kind, Role
from inl_logistics.kernel.problems import LogisticsError
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import N_, _, language, ngettext
from ui.imports.choosing import ChooseStep
from ui.imports.form import ImportForm
from ui.imports.grid import grid_columns, row_maker
from ui.imports.problems import ProblemGroup, ProblemsCard
from ui.imports.words import KINDS, ROLES
from ui.imports.work import check_files, save_rows
from ui.kit.buttons import Button
from ui.kit.cards import Card
from ui.kit.chips import ChipFlow, chip
from ui.kit.choices import CheckBox, Segmented
from ui.kit.dialogs import ask_text, confirm
from ui.kit.files import save_file
from ui.kit.formats import number
from ui.kit.navigation import Command, Crumb, KeyHint, PageContext, Route
from ui.kit.openpost import open_post
from ui.kit.recordpage import RecordPage
from ui.kit.steps import Step, Stepper
from ui.kit.tables import Column, KeyedTableModel, ListView
from ui.kit.widget import Label, Surface, row

_OPENS = {"order": "orders", "shipment": "shipment", "item": "catalog", "partner": "partners", "document": "inventory"}


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
        self.stack.addWidget(self._check_step())
        self.body.addWidget(self.stack, 1)
        self.foot_bar = self._footer()
        self.foot.addWidget(self.foot_bar, 1)

    def _check_step(self) -> QWidget:
        host = QWidget()
        self.problems = ProblemsCard()
        self.problems.setFixedWidth(292)
        self.grid_card = Card(header=False)
        self.scope = Segmented(height=28)
        self.matched = Label(role="body", token="text2")
        self.match = Button(kind="ghost", icon="link")
        top = row(None, self.scope, "stretch", self.matched, self.match, margins=(12, 11, 12, 11), gap=8)
        self.model = KeyedTableModel((Column("row", "#", str),), parent=self)
        self.table = ListView(self.model)
        self.grid_card.body.addLayout(top)
        self.grid_card.body.addWidget(self.table, 1)
        row(host, self.problems, self.grid_card, gap=12).setStretch(1, 1)
        return host

    def _footer(self) -> QWidget:
        foot = Surface("surface", line="top")
        self.chips = ChipFlow()
        self.chips.setMinimumWidth(300)
        self.promise = Label(role="body", token="text2", elide=True)
        self.leave_box = CheckBox()
        self.why = Label(role="body", token="text2")
        self.save_rows = Button(kind="ghost", icon="download")
        self.back = Button()
        self.go = Button(kind="primary", key="Ctrl Enter")
        row(foot, self.chips, self.promise, "stretch", self.leave_box, self.save_rows, self.back, self.why, self.go,
            margins=(18, 10, 18, 10), gap=10)  # fmt: skip
        return foot

    def _connect(self) -> None:
        self.step_file.chosen.connect(self.open_file)
        self.scope.chosen.connect(self._show_rows)
        self.table.menu_asked.connect(self._column_menu)
        self.match.clicked.connect(self._first_unmatched)
        self.mapping_button.clicked.connect(self._save_mapping)
        self.problems.chosen.connect(self._group_chosen)
        self.problems.item_matched.connect(self._item_matched)
        self.problems.cell_typed.connect(self._cell_typed)
        self.problems.order_chosen.connect(self._order_chosen)
        self.problems.expand_asked.connect(self._expand)
        self.leave_box.toggled.connect(self._leave_out)
        self.save_rows.clicked.connect(self._save_rows)
        self.back.clicked.connect(self.start_over)
        self.go.clicked.connect(self._import)

    def _retranslate(self) -> None:
        self.head.set_title(
            _("Import {what}").format(what=_(KINDS[self.form.kind]).lower()) if self.form.files else _("Import")
        )
        self.mapping_button.setText(_("Save mapping…"))
        self.match.setText(_("Match columns"))
        self.save_rows.setText(_("Save problem rows"))
        self.back.setText(_("Back"))
        self.promise.setText(_("Nothing is saved until you import. One undo removes the whole import."))
        self._show_step()
        self._show_counts()

    def crumbs(self) -> tuple[Crumb, ...]:
        """Return the path."""
        return (Crumb(_("Import")),)

    # steps --------------------------------------------------------------------------------------------------

    def start_over(self) -> None:
        """Go back to the first step; what was chosen there stays."""
        self.form = ImportForm(today=self.context.today(), kind=self.step_file.chosen_kind())
        self.finished = None
        self.banner.hide()
        self.stack.setCurrentIndex(0)
        self._retranslate()

    def open_file(self, path: Path) -> None:
        """Read a file and check it."""
        work = open_post(self.context)
        self.finished = None
        kind = self.step_file.chosen_kind()
        choices = self.step_file
        options = RunOptions(
            into=choices.into.editor.text().strip(), agreement=choices.agreement.editor.text().strip(),
            project=choices.project.editor.text().strip(), store=choices.store.editor.text().strip(),
            bin=choices.bin.editor.text().strip(),
        )  # fmt: skip
        self.form = ImportForm(
            kind, (path,), self.context.today(), country=work.post.country, options=options,
            as_of=choices.as_of.editor.day() if kind in (Kind.HOLDINGS, Kind.STOCK) else None,
        )  # fmt: skip
        self.banner.hide()
        self.context.jobs.read(self, queries.mappings, kind, done=self._remembered)

    def _remembered(self, found: tuple[Mapping, ...]) -> None:
        self.form.remembered = found
        self.check()

    def check(self) -> None:
        """Run the dry run again with what was changed."""
        self._set_busy(True)
        name = self.form.files[0].name
        self.context.jobs.compute(
            self, check_files, self.form.request(), done=self._checked, failed=self._refused,
            title=_("Reading {file}").format(file=name), kept=_("Nothing was saved."),
        )  # fmt: skip

    def _checked(self, plan: ImportPlan) -> None:
        self.context.jobs.read(self, against, plan, done=self._show_plan, failed=self._refused)

    def _refused(self, error: BaseException) -> None:
        self._set_busy(False)
        if isinstance(error, LogisticsError) and error.code == "already-imported":
            earlier = int(error.params["undo"])
            self.banner.show_message(
                "bad", sentence(error), _("Undo that import…"), lambda: self._ask_undo(earlier, sentence(error))
            )
        elif isinstance(error, LogisticsError):
            self.banner.show_message("bad", sentence(error))
        else:
            self.context.notices.show_error(error)
        self._show_counts()

    def _ask_undo(self, import_id: int, why: str) -> None:
        confirm(
            self, title=_("Undo the import of {file}?").format(file=self.form.files[0].name), text=why,
            safe=_("Keep it"), danger=_("Undo import"), done=lambda: self._undo(import_id),
        )  # fmt: skip

    def _show_plan(self, plan: ImportPlan) -> None:
        self._set_busy(False)
        self.form.plan = plan
        sheet = self.form.sheet()
        self.stack.setCurrentIndex(1)
        self.problems.set_plan(plan)
        if sheet is not None:
            self._new_grid(grid_columns(sheet))
        self.model.fetch = row_maker(plan, self.form.problems_by_row())
        total, wrong = plan.table.length, len(self.form.indexes("problems"))
        errors = len(self.form.indexes("errors"))
        self.scope.set_options(
            (
                ("all", _("All {n}").format(n=number(total))), ("problems", _("Problems {n}").format(n=number(wrong))),
                ("errors", _("Errors {n}").format(n=number(errors))),
            )
        )  # fmt: skip
        self.scope.choose("problems" if wrong else "all", tell=False)
        self._show_rows()
        self._retranslate()
        self._show_about(plan)
        self.presented.emit()

    def _new_grid(self, columns: Sequence[Column]) -> None:
        """Each file has columns of its own: the grid is made for them."""
        old, old_model = self.table, self.model
        self.model = KeyedTableModel(columns, parent=self)
        self.table = ListView(self.model)
        self.table.setAccessibleName(_("Rows of the file"))
        self.table.menu_asked.connect(self._column_menu)
        self.grid_card.body.replaceWidget(old, self.table)
        old.deleteLater()
        old_model.deleteLater()

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
        columns = self.form.sheet().columns if self.form.sheet() else ()  # type: ignore[union-attr]  # asked just before
        found = sum(one.role is not None for one in columns)
        self.matched.setText(_("{found} of {all} columns matched").format(found=found, all=len(columns)))
        for total in plan.totals:
            if not total.agrees:
                self.banner.show_message(
                    "warn",
                    _("The file's own total in row {row} differs from the sum of its rows.").format(row=total.row),
                )

    def _show_rows(self, _scope: str = "") -> None:
        indexes = self.form.indexes(self.scope.current() or "all")
        self.model.set_snapshot(indexes)
        self.presented.emit()

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
        self.foot_bar.setVisible(checking)
        self.mapping_button.setVisible(checking)

    def _show_counts(self) -> None:
        ready, errors, warned, left = self.form.counts()
        self.chips.set_looks(
            [
                look
                for count, look in (
                    (1, chip("import", "ready", number=ready)), (errors, chip("import", "errors", number=errors)),
                    (warned, chip("import", "warnings", number=warned)),
                )
                if count
            ]
        )  # fmt: skip
        bad = errors or left
        self.leave_box.setVisible(bool(bad) and self.form.plan is not None)
        self.leave_box.setText(
            ngettext("Leave out {n} row and save it to Excel", "Leave out {n} rows and save them to Excel", bad).format(
                n=number(bad)
            )
        )
        rows = ngettext("Import {n} row", "Import {n} rows", ready).format(n=number(ready))
        if left:
            rows = _("{import_}, leave out {n}").format(import_=rows, n=number(left))
        self.go.setText(rows)
        why = ""
        if self.form.plan is not None and errors:
            why = ngettext("{n} row has an error", "{n} rows have errors", errors).format(n=number(errors))
        elif self._busy:
            why = _("Checking …")
        self.go.set_reason(why)
        self.why.setText(why)
        self.why.setVisible(bool(why))

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.step_file.choose.set_busy(busy)
        self._show_counts()

    # repairing ----------------------------------------------------------------------------------------------

    def _group_chosen(self, group: ProblemGroup) -> None:
        one = group.found[0]
        if one.repair is Repair.MATCH_ITEM:
            self.context.jobs.read(self, queries.catalog_choices, one.found, done=self.problems.repair.set_choices)
        if one.index >= 0:
            self.table.set_current_key(one.index)

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

    def _column_menu(self, letter: str, at: QPoint) -> None:
        sheet = self.form.sheet()
        column_ = next((one for one in sheet.columns if one.letter == letter), None) if sheet else None
        if column_ is None:
            return
        menu = QMenu(self)
        wanted: list[Role | None] = [None, *sorted(ROLES, key=lambda one: _(ROLES[one]))]
        for role in wanted:
            action = QAction(_("Not imported") if role is None else _(ROLES[role]), menu)
            action.setCheckable(True)
            action.setChecked(column_.role is role)
            header = column_.header or column_.letter
            action.triggered.connect(lambda _on=False, header=header, role=role: self._matched(header, role))
            menu.addAction(action)
        menu.popup(at)

    def _matched(self, header: str, role: Role | None) -> None:
        self.form.match(header, role)
        self.check()

    def _first_unmatched(self) -> None:
        sheet = self.form.sheet()
        open_ = (
            next((one for one in sheet.columns if one.role is None), sheet.columns[0])
            if sheet and sheet.columns
            else None
        )
        if open_ is not None:
            self._column_menu(open_.letter, self.match.mapToGlobal(QPoint(0, self.match.height())))

    def _save_mapping(self) -> None:
        sheet = self.form.sheet()
        if sheet is None or self.form.plan is None:
            return
        columns = {one.header or one.letter: one.role for one in sheet.columns}
        base = self.form.mapping or Mapping("", self.form.kind)
        known = replace(base, columns=columns, signature=self.form.plan.signature)

        def save(name: str) -> None:
            self.context.jobs.write(
                self, commands.save_mapping, replace(known, name=name), done=lambda _id: self._mapping_saved(name),
                failed=self._refused,
            )  # fmt: skip

        ask_text(self, _("Save this mapping"), _("Name"), _("Save mapping"), save, text=self.form.files[0].stem)

    def _mapping_saved(self, name: str) -> None:
        self.context.notices.show_notice(_("Mapping “{name}” is used for files like this one.").format(name=name))

    def _save_rows(self) -> None:
        save_file(self, _("Save problem rows"), f"{self.form.files[0].stem}-problems.xlsx", self._rows_chosen)

    def _rows_chosen(self, path: Path) -> None:
        self.context.jobs.compute(
            self, save_rows, path, self.form.plan, language(), done=lambda count: self._rows_saved(path, count),
            failed=self._refused, button=self.save_rows,
        )  # fmt: skip

    def _rows_saved(self, path: Path, count: int) -> None:
        words = ngettext("{n} row saved in {file}.", "{n} rows saved in {file}.", count)
        self.context.notices.show_notice(words.format(n=number(count), file=path.name))

    # importing ----------------------------------------------------------------------------------------------

    def _import(self) -> None:
        if self.form.plan is None or self.go.reason() or self.go.is_busy() or self.finished is not None:
            return
        if self.form.counts()[3]:
            save_file(
                self, _("Save the rows left out"), f"{self.form.files[0].stem}-left-out.xlsx", self._save_then_import
            )
            return
        self._write()

    def _save_then_import(self, path: Path) -> None:
        self.context.jobs.compute(
            self, save_rows, path, self.form.plan, language(), done=lambda _count: self._write(), failed=self._refused,
            button=self.go,
        )  # fmt: skip

    def _write(self) -> None:
        self.context.jobs.write(
            self,
            commands.run,
            self.form.plan,
            self.form.options,
            done=self._imported,
            failed=self._refused,
            button=self.go,
        )

    def _imported(self, result: ImportResult) -> None:
        self.finished = result
        self._show_step()
        rows = len(result.plan.table.ready())
        words = ngettext("{n} row imported from {file}.", "{n} rows imported from {file}.", rows)
        self.context.notices.show_notice(
            words.format(n=number(rows), file=self.form.files[0].name), action=_("Undo"), act=lambda: self._undo(result.id),
            key="Ctrl Z",
        )  # fmt: skip
        kind = _OPENS.get(result.subject_kind, "inventory")
        target = Route(kind, result.subject_id) if kind == "shipment" else Route(kind)
        if self.form.kind is Kind.HOLDINGS:
            target = Route("inventory", None, (("custody", "partners"),))
        self.context.navigator.replace(target)

    def _undo(self, import_id: int) -> None:
        self.context.jobs.write(self, commands.undo, import_id, done=self._undone, failed=self._undo_failed)

    def _undone(self, _number: Any) -> None:
        self.banner.hide()
        self.context.notices.show_notice(_("The import was taken back."))

    def _undo_failed(self, error: BaseException) -> None:
        self.context.notices.show_error(error)

    # keys ---------------------------------------------------------------------------------------------------

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here."""
        return (
            Command("import.file", N_("Choose a file to import"), self.step_file.ask, "Ctrl+O", "folder-open"),
            Command(
                "import.run", N_("Import the rows that are ready"), self._import, "Ctrl+Enter", "check", self.go.reason
            ),
            Command("import.next", N_("Next problem"), lambda: self._step_problem(1), "F8", "chevron-down"),
            Command(
                "import.previous", N_("Previous problem"), lambda: self._step_problem(-1), "Shift+F8", "chevron-up"
            ),
            Command("import.rows", N_("Save problem rows to Excel"), self._save_rows, "", "download"),
        )

    def _step_problem(self, step: int) -> None:
        rows = self.form.indexes("problems")
        if not rows:
            return
        if self.scope.current() == "all":
            self.scope.choose("problems")
        now = self.table.current_key()
        at = rows.index(now) + step if now in rows else 0
        self.table.set_current_key(rows[at % len(rows)])
        found = self.form.problems_by_row()[rows[at % len(rows)]]
        worst = min(found, key=lambda one: one.level is not Level.ERROR)
        group = next((place for place, one in enumerate(self.problems.groups) if one.code == worst.code), None)
        if group is not None:
            self.problems.repair.set_group(self.problems.groups[group], self.problems)
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of this screen."""
        if self.form.plan is None:
            return (KeyHint("Ctrl O", _("choose file")),)
        return KeyHint("F8", _("next problem")), KeyHint("Ctrl Enter", _("import")), KeyHint("Esc", _("back"))

    def status(self) -> tuple[str, ...]:
        """Say what was found."""
        if self.form.plan is None:
            return ()
        shown = len(self.form.indexes(self.scope.current() or "all"))
        return (_("{shown} of {all} rows shown").format(shown=number(shown), all=number(self.form.plan.rows)),)

    def panels(self) -> tuple[QWidget, ...]:
        """Return the panels that F6 goes through."""
        return (self.problems.list, self.table) if self.form.plan else (self.step_file,)

    def focus_first(self) -> None:
        """Put the focus where the work is."""
        target = self.table if self.form.plan else self.step_file.choose
        target.setFocus(Qt.FocusReason.OtherFocusReason)
