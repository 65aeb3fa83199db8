"""The size roster of one recipient: a numbered row for each person, pasted from a spreadsheet, read from a file, or typed.

Names are never taken in: a column that is no item of the plan is left out, and that is said. Source: domain.md 5.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import _, ngettext
from inl_logistics.requirements import roster
from inl_logistics.requirements.commands import PersonSize
from inl_logistics.requirements.roster import Roster, SizedItem
from ui.kit.buttons import Button
from ui.kit.combo import Combo, Option
from ui.kit.dialogs import Dialog
from ui.kit.fields import Field
from ui.kit.files import choose_file, save_file
from ui.kit.formats import number
from ui.kit.formdialog import FormDialog
from ui.kit.jobs import Progress
from ui.kit.keys import name_of
from ui.kit.navigation import PageContext
from ui.kit.tables import Column, KeyedTableModel, ListView
from ui.kit.widget import Label, row

_WIDTH = 720
_Taken = Callable[[tuple[PersonSize, ...], int], None]


class RosterDialog(Dialog):
    """Shows the sizes, takes pasted ones, hands them back."""

    def __init__(self, context: PageContext, over: QWidget, facility: str, items: list[SizedItem],
                 sizes: tuple[PersonSize, ...], persons: int, *, done: _Taken) -> None:  # fmt: skip
        super().__init__(over, _("Sizes for {facility}").format(facility=facility), width=_WIDTH)
        self.context, self.items, self.persons, self._done = context, items, persons, done
        self._sizes = {(one.person_no, one.item_id): one.size for one in sizes}
        self.said = Label(role="secondary", token="text2", wrap=True)
        self.paste, self.read, self.form = (
            Button(icon="copy", key="Ctrl V"), Button(icon="file-spreadsheet"), Button(icon="download", kind="ghost")
        )  # fmt: skip
        self.paste.setText(_("Paste from a spreadsheet"))
        self.read.setText(_("Read a file…"))
        self.form.setText(_("Save an empty form…"))
        self.paste.clicked.connect(self.paste_sizes)
        self.read.clicked.connect(self._choose)
        self.form.clicked.connect(self._save_form)
        self.model = KeyedTableModel(self._columns(), parent=self)
        self.table = ListView(self.model, density="compact", grid=True)
        self.table.setMinimumHeight(260)
        self.table.setAccessibleName(_("Sizes by person"))
        self.table.opened.connect(self._change)
        self.body.addWidget(self.said)
        self.body.addLayout(row(None, self.paste, self.read, self.form, "stretch", gap=8))
        self.body.addWidget(self.table, 1)
        cancel, self.save = Button(_("Cancel"), key="Esc"), Button(_("Use these sizes"), kind="primary", key="Ctrl S")
        cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self.take)
        self.set_buttons(cancel, self.save)
        self._explain()
        self._show()

    def _columns(self) -> tuple[Column, ...]:
        def size(item: SizedItem) -> Callable[[int], str]:
            return lambda person: self._sizes.get((person, item.item_id), "—")

        return (
            Column("no", "#", str, 40, "numberQuiet"),
            *(Column(str(item.item_id), item.code, size(item), 92, "text", hint=item.name) for item in self.items),
        )

    def _explain(self) -> None:
        names = ", ".join(f"{item.code} {item.name}" for item in self.items)
        self._say(_("One row a person, one column an item: {items}. Names are not taken in.").format(items=names))

    def _say(self, words: str, *, bad: bool = False) -> None:
        self.said.set_look(token="text2", tone="bad" if bad else None)
        self.said.setText(words)

    def _show(self) -> None:
        persons = list(range(1, self.persons + 1))
        self.model.set_rows(persons, keys=persons)
        whole = sum(all((person, item.item_id) in self._sizes for item in self.items) for person in persons)
        self.note.setText(
            _("{known} of {all} persons have all their sizes").format(known=number(whole), all=number(self.persons))
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl V pastes, whatever has the focus."""
        if name_of(event) == "Ctrl+V":
            self.paste_sizes()
        else:
            super().keyPressEvent(event)

    def paste_sizes(self) -> None:
        """Read what was copied in a spreadsheet."""
        self._take(roster.read_text(QGuiApplication.clipboard().text(), self.items))

    def _choose(self) -> None:
        kinds = [(_("Spreadsheets"), "*.xlsx *.xls *.csv *.ods")]
        choose_file(self, _("Read a size roster"), kinds, self.read_file)

    def read_file(self, path: Path) -> None:
        """Read a roster from a file, in a process of its own."""
        self.context.jobs.compute(
            self, read_roster, path, tuple(self.items), done=self._take, failed=self._failed, button=self.read,
            title=_("Reading {file}").format(file=path.name),
        )  # fmt: skip

    def _failed(self, error: BaseException) -> None:
        from inl_logistics.kernel.problems import LogisticsError

        self._say(sentence(error) if isinstance(error, LogisticsError) else _("This did not work."), bad=True)

    def _take(self, found: Roster) -> None:
        if found.problems:
            shown = [sentence(one) for one in found.problems[:4]]
            more = len(found.problems) - len(shown)
            if more:
                shown.append(ngettext("{n} more.", "{n} more.", more).format(n=number(more)))
            self._say(" ".join(shown), bad=True)
            return
        self._sizes = {(one.person_no, one.item_id): one.size for one in found.sizes}
        self.persons = max(found.persons, self.persons if not found.persons else 0)
        said = ngettext("{n} person read.", "{n} persons read.", found.persons).format(n=number(found.persons))
        if found.left_out:
            said += " " + _("Left out: {columns}.").format(columns=", ".join(found.left_out))
        self._say(said)
        self._show()

    def _change(self, person: Any) -> None:
        had = {item.item_id: self._sizes.get((person, item.item_id), "") for item in self.items}
        PersonDialog(self.context, self, person, self.items, had, done=partial(self._changed, person)).open()

    def _changed(self, person: int, sizes: dict[int, str]) -> None:
        for item_id, size in sizes.items():
            self._sizes.pop((person, item_id), None)
            if size:
                self._sizes[person, item_id] = size
        self._show()
        self.table.set_current_key(person)

    def _save_form(self) -> None:
        save_file(self, _("Save an empty roster"), "size-roster.xlsx", self._write_form)

    def _write_form(self, path: Path) -> None:
        rows = roster.form_rows(self.items, max(1, self.persons))

        def saved(_none: object) -> None:
            self._say(_("Saved as {name}.").format(name=path.name))

        self.context.jobs.compute(self, write_form, path, rows, done=saved, failed=self._failed, button=self.form,
                                  title=_("Saving {file}").format(file=path.name))  # fmt: skip

    def take(self) -> None:
        """Hand the sizes over."""
        self.dismiss()
        found = tuple(PersonSize(person, item, size) for (person, item), size in sorted(self._sizes.items()))
        self._done(found, self.persons)


class PersonDialog(FormDialog):
    """The sizes of one person."""

    def __init__(self, context: PageContext, over: QWidget, person: int, items: list[SizedItem],
                 sizes: dict[int, str], *, done: Callable[[dict[int, str]], None]) -> None:  # fmt: skip
        super().__init__(context, over, _("Person {n}").format(n=person), verb=_("Save sizes"), width=420)
        self._take = done
        self.sizes: dict[int, Field[Combo]] = {}
        for item in items:
            field = self.add(str(item.item_id), Field(Combo()), item.name)
            field.editor.set_options([Option("", "—"), *(Option(size, size) for size in item.sizes)])
            field.editor.set_value(sizes.get(item.item_id, ""))
            self.sizes[item.item_id] = field

    def send(self) -> None:
        """Hand the sizes over."""
        self.dismiss()
        self._take({item: str(field.editor.value() or "") for item, field in self.sizes.items()})


def read_roster(path: Path, items: tuple[SizedItem, ...], *, progress: Progress) -> Roster:
    """Read the first sheet that holds a roster (in a child process)."""
    from inl_logistics.sheets.reading import read_book

    found = [roster.read_rows([list(line) for line in sheet.rows], items) for sheet in read_book(path).sheets]
    progress(1, 1, "")
    return next((one for one in found if one.persons), found[0])


def write_form(path: Path, rows: list[list[str]], *, progress: Progress) -> None:
    """Write an empty roster as an Excel file (in a child process)."""
    from inl_logistics.sheets.writing import Column as SheetColumn
    from inl_logistics.sheets.writing import write_table

    columns = tuple(SheetColumn(str(at), title, width=22.0) for at, title in enumerate(rows[0]))
    write_table(path, title="Sizes", columns=columns, rows=rows[1:])
    progress(1, 1, "")
