"""What an import writes: the rows that are ready, an Excel file of the others, and all of it taken back by one undo."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from inl_logistics.imports import commands
from inl_logistics.imports.commands import ImportResult
from inl_logistics.imports.roles import Kind
from inl_logistics.kernel.translation import _, language, ngettext
from ui.imports.work import save_rows
from ui.kit.approval import ApprovedWrites
from ui.kit.dialogs import ask_text, confirm
from ui.kit.files import save_file
from ui.kit.formats import number
from ui.kit.navigation import Route

if TYPE_CHECKING:
    from ui.imports.page import ImportPage

_OPENS = {"order": "orders", "shipment": "shipment", "item": "catalog", "partner": "partners", "document": "inventory"}


class Running(QObject):
    """The acts of one import page."""

    def __init__(self, page: ImportPage) -> None:
        super().__init__(page)
        self._page, self._context = page, page.context
        self._approved = ApprovedWrites(page.context, page)

    # importing ----------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Import; rows that are left out are saved first."""
        form, go = self._page.form, self._page.footer.go
        if form.plan is None or go.reason() or go.is_busy() or self._page.finished is not None:
            return
        if form.counts()[3]:
            name = f"{form.files[0].stem}-left-out.xlsx"
            save_file(self._page, _("Save the rows left out"), name, self.save_then_import)
            return
        self._write()

    def save_then_import(self, path: Path) -> None:
        """Save the rows left out, then import the others."""
        self._context.jobs.compute(
            self._page, save_rows, path, self._page.form.plan, language(), done=lambda _count: self._write(),
            failed=self._page.refused, button=self._page.footer.go,
        )  # fmt: skip

    def _write(self) -> None:
        form = self._page.form
        self._approved.write(
            commands.run, form.plan, form.options, done=self._imported, failed=self._page.refused,
            button=self._page.footer.go, verb=_("Import with override"),
        )  # fmt: skip

    def _imported(self, result: ImportResult) -> None:
        self._page.finish(result)
        form = self._page.form
        rows = len(result.plan.table.ready())
        words = ngettext("{n} row imported from {file}.", "{n} rows imported from {file}.", rows)
        self._context.notices.show_notice(
            words.format(n=number(rows), file=form.files[0].name), action=_("Undo"), act=lambda: self.undo(result.id),
            key="Ctrl Z",
        )  # fmt: skip
        kind = _OPENS.get(result.subject_kind, "inventory")
        target = Route(kind, result.subject_id) if kind == "shipment" else Route(kind)
        if form.kind is Kind.HOLDINGS:
            target = Route("inventory", None, (("custody", "partners"),))
        self._context.navigator.replace(target)

    # taking back --------------------------------------------------------------------------------------------

    def ask_undo(self, import_id: int, why: str) -> None:
        """Ask whether an earlier import of the same file is to be taken back."""
        confirm(
            self._page, title=_("Undo the import of {file}?").format(file=self._page.form.files[0].name), text=why,
            safe=_("Keep it"), danger=_("Undo import"), done=lambda: self.undo(import_id),
        )  # fmt: skip

    def undo(self, import_id: int) -> None:
        """Take a whole import back."""
        failed = self._context.notices.show_error
        self._context.jobs.write(self._page, commands.undo, import_id, done=self._undone, failed=failed)

    def _undone(self, _number: Any) -> None:
        self._page.banner.hide()
        self._context.notices.show_notice(_("The import was taken back."))

    # what is kept -------------------------------------------------------------------------------------------

    def save_mapping(self) -> None:
        """Ask for a name and remember how the columns were matched."""
        known = self._page.form.matched_mapping()
        if known is None:
            return

        def save(name: str) -> None:
            self._context.jobs.write(
                self._page, commands.save_mapping, replace(known, name=name), done=lambda _id: self._mapping_saved(name),
                failed=self._page.refused,
            )  # fmt: skip

        stem = self._page.form.files[0].stem
        ask_text(self._page, _("Save this mapping"), _("Name"), _("Save mapping"), save, text=stem)

    def _mapping_saved(self, name: str) -> None:
        self._context.notices.show_notice(_("Mapping “{name}” is used for files like this one.").format(name=name))

    def save_rows(self) -> None:
        """Save the rows with problems to Excel."""
        name = f"{self._page.form.files[0].stem}-problems.xlsx"
        save_file(self._page, _("Save problem rows"), name, self._rows_chosen)

    def _rows_chosen(self, path: Path) -> None:
        self._context.jobs.compute(
            self._page, save_rows, path, self._page.form.plan, language(),
            done=lambda count: self._rows_saved(path, count), failed=self._page.refused,
            button=self._page.footer.save_rows,
        )  # fmt: skip

    def _rows_saved(self, path: Path, count: int) -> None:
        words = ngettext("{n} row saved in {file}.", "{n} rows saved in {file}.", count)
        self._context.notices.show_notice(words.format(n=number(count), file=path.name))
