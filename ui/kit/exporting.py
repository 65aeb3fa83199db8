"""Writes what a list shows as an Excel file: the rows on a reader, the file in a child process.

    export_list(self, "stock", self.query(), button=self.export_button)

Source: ui.md 6 (Ctrl E), product.md 7 (`export`).
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from inl_logistics.kernel.listing import ListQuery
from inl_logistics.kernel.translation import _, language, ngettext
from ui.kit.buttons import Button
from ui.kit.files import save_file
from ui.kit.jobs import Progress
from ui.kit.navigation import Page
from ui.kit.openpost import local_now, open_post

if TYPE_CHECKING:
    from inl_logistics.reports.exports import Sheet


def export_list(page: Page, name: str, query: ListQuery, *, button: Button | None = None) -> None:
    """Ask for a file name, write the list, and say how many rows it has."""
    day = page.context.today().isoformat()
    save_file(page, _("Export"), f"{name}-{day}.xlsx", partial(write_list, page, name, query, button=button))


def write_list(page: Page, name: str, query: ListQuery, path: Path, *, button: Button | None = None) -> None:
    """Write a list to a path."""
    from inl_logistics.reports import exports  # heavy: only when something is exported

    made_at = local_now(open_post(page.context))

    def written(rows: int) -> None:
        words = ngettext("{n} row saved in {file}.", "{n} rows saved in {file}.", rows)
        page.context.notices.show_notice(words.format(n=f"{rows:,}", file=path.name))

    def built(sheet: Sheet) -> None:
        page.context.jobs.compute(
            page, write_pdf if path.suffix.lower() == ".pdf" else write_sheet, path, sheet, made_at, language(), done=written, failed=page.context.notices.show_error,
            button=button, title=_("Exporting {file}").format(file=path.name),
        )  # fmt: skip

    page.context.jobs.read(
        page, exports.sheet, name, today=page.context.today(), query=query, done=built,
        failed=page.context.notices.show_error, button=button,
    )  # fmt: skip


def export_pdf(page: Page, name: str, query: ListQuery, *, button: Button | None = None) -> None:
    """Ask for a file name and write what a list shows as PDF."""
    day = page.context.today().isoformat()
    save_file(page, _("Save as PDF"), f"{name}-{day}.pdf", partial(write_list, page, name, query, button=button))


def write_pdf(path: Path, sheet: Sheet, made_at: datetime, screen_language: str, *, progress: Progress) -> int:
    """Write the list as PDF, in a process of its own, in the screen's language."""
    from inl_logistics.database.files import write_whole
    from inl_logistics.kernel.translation import set_language
    from inl_logistics.reports.listpdf import write_list as drawn

    set_language(screen_language)
    progress(0, max(1, len(sheet.rows)), path.name)
    write_whole(path, drawn(sheet, printed_at=made_at))
    return len(sheet.rows)


def write_sheet(path: Path, sheet: Sheet, made_at: datetime, screen_language: str, *, progress: Progress) -> int:
    """Write the file, in a process of its own, in the screen's language."""
    from inl_logistics.kernel.translation import set_language
    from inl_logistics.reports.exports import write

    set_language(screen_language)
    progress(0, max(1, len(sheet.rows)), path.name)
    return write(path, sheet, made_at=made_at)
