"""The check step: problems at the start, beside them the file's own rows with the columns matched in the header.

Source: ui.md 10 (Import); picture 06.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from inl_logistics.imports.plan import ImportPlan, Level
from inl_logistics.imports.recognition import ColumnFound
from inl_logistics.imports.roles import Role
from inl_logistics.kernel.translation import _
from ui.imports.form import ImportForm
from ui.imports.grid import grid_columns, row_maker
from ui.imports.problems import ProblemsCard
from ui.imports.words import ROLES
from ui.kit.buttons import Button
from ui.kit.cards import Card
from ui.kit.choices import Segmented
from ui.kit.formats import number
from ui.kit.tables import Column, KeyedTableModel, ListView
from ui.kit.widget import KitWidget, Label, row


class CheckStep(KitWidget):
    """Shows what a dry run found; the page repairs and asks for the next."""

    column_matched = Signal(str, object)  # header, Role or None
    scope_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._form = ImportForm()
        self.problems = ProblemsCard()
        self.problems.setFixedWidth(292)
        self._grid_card = Card(header=False)
        self._scope = Segmented(height=28)
        self._matched = Label(role="body", token="text2")
        self._match = Button(kind="ghost", icon="link")
        top = row(None, self._scope, "stretch", self._matched, self._match, margins=(12, 11, 12, 11), gap=8)
        self.model = KeyedTableModel((Column("row", "#", str),), parent=self)
        self.table = ListView(self.model)
        self.table.menu_asked.connect(self._column_menu)
        self._grid_card.body.addLayout(top)
        self._grid_card.body.addWidget(self.table, 1)
        row(self, self.problems, self._grid_card, gap=12).setStretch(1, 1)
        self._scope.chosen.connect(self._show_rows)
        self._match.clicked.connect(self._first_unmatched)
        self._retranslate()

    def _retranslate(self) -> None:
        self._match.setText(_("Match columns"))

    def set_form(self, form: ImportForm) -> None:
        """Work on another import; nothing is shown of it before its plan."""
        self._form = form

    def show_plan(self, plan: ImportPlan) -> None:
        """Show what a dry run found."""
        form = self._form
        sheet = form.sheet()
        self.problems.set_plan(plan)
        if sheet is not None:
            self._new_grid(grid_columns(sheet))
        self.model.fetch = row_maker(plan, form.problems_by_row())
        total, wrong = plan.table.length, len(form.indexes("problems"))
        errors = len(form.indexes("errors"))
        self._scope.set_options(
            (
                ("all", _("All {n}").format(n=number(total))), ("problems", _("Problems {n}").format(n=number(wrong))),
                ("errors", _("Errors {n}").format(n=number(errors))),
            )
        )  # fmt: skip
        self._scope.choose("problems" if wrong else "all", tell=False)
        columns = sheet.columns if sheet is not None else ()
        found = sum(one.role is not None for one in columns)
        self._matched.setText(_("{found} of {all} columns matched").format(found=found, all=len(columns)))
        self._show_rows()

    def _new_grid(self, columns: Sequence[Column]) -> None:
        """Each file has columns of its own: the grid is made for them."""
        old, old_model = self.table, self.model
        self.model = KeyedTableModel(columns, parent=self)
        self.table = ListView(self.model)
        self.table.setAccessibleName(_("Rows of the file"))
        self.table.menu_asked.connect(self._column_menu)
        self._grid_card.body.replaceWidget(old, self.table)
        old.deleteLater()
        old_model.deleteLater()

    def shown(self) -> list[int]:
        """Return the rows of the chosen scope."""
        return self._form.indexes(self._scope.current() or "all")

    def _show_rows(self, _scope: str = "") -> None:
        self.model.set_snapshot(self.shown())
        self.scope_changed.emit()

    # columns ------------------------------------------------------------------------------------------------

    def _column_menu(self, letter: str, at: QPoint) -> None:
        sheet = self._form.sheet()
        found = next((one for one in sheet.columns if one.letter == letter), None) if sheet else None
        if found is not None:
            self._offer_roles(found, at)

    def _offer_roles(self, found: ColumnFound, at: QPoint) -> None:
        menu = QMenu(self)
        header = found.header or found.letter
        wanted: list[Role | None] = [None, *sorted(ROLES, key=lambda one: _(ROLES[one]))]
        for role in wanted:
            action = QAction(_("Not imported") if role is None else _(ROLES[role]), menu)
            action.setCheckable(True)
            action.setChecked(found.role is role)
            action.triggered.connect(lambda _on=False, role=role: self.column_matched.emit(header, role))
            menu.addAction(action)
        menu.popup(at)

    def _first_unmatched(self) -> None:
        sheet = self._form.sheet()
        if sheet is not None and sheet.columns:
            found = next((one for one in sheet.columns if one.role is None), sheet.columns[0])
            self._offer_roles(found, self._match.mapToGlobal(QPoint(0, self._match.height())))

    # problems -----------------------------------------------------------------------------------------------

    def step_problem(self, step: int) -> None:
        """Go to the next row with a problem, or to the one before, and show its repair."""
        rows = self._form.indexes("problems")
        if not rows:
            return
        if self._scope.current() == "all":
            self._scope.choose("problems")
        now = self.table.current_key()
        at = rows.index(now) + step if now in rows else 0
        self.table.set_current_key(rows[at % len(rows)])
        found = self._form.problems_by_row()[rows[at % len(rows)]]
        worst = min(found, key=lambda one: one.level is not Level.ERROR)
        group = next((place for place, one in enumerate(self.problems.groups) if one.code == worst.code), None)
        if group is not None:
            self.problems.repair.set_group(self.problems.groups[group], self.problems)
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
