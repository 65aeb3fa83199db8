"""Prints attached pictures and PDFs through the system's dialog; a picture becomes one page of the post's paper."""

from __future__ import annotations

from functools import partial

from inl_logistics.attachments import files
from inl_logistics.attachments.queries import AttachedRow
from inl_logistics.paper.model import PaperSize
from inl_logistics.paper.picture import picture_page
from ui.kit.navigation import Page
from ui.kit.openpost import open_post
from ui.kit.paperdialog import PaperDialog
from ui.kit.warm import NewestWins


def print_attached(page: Page, row: AttachedRow) -> None:
    """Show a file as it prints; printing and saving are asked for there."""
    workspace = open_post(page.context)
    size = PaperSize(workspace.post.paper)

    def show(pdf: bytes) -> None:
        PaperDialog(page, row.caption or row.name, pdf, name=row.name, jobs=page.context.jobs).open()

    def read(content: bytes) -> None:
        if row.is_pdf:
            show(content)
            return
        drawing = NewestWins(page, show=show, failed=lambda error: _failed(page, error))
        drawing.ask(partial(picture_page, content, title=row.caption or row.name, paper=size))

    page.context.jobs.call(
        page, lambda: files.get(workspace.folder, workspace.key_for("attachments"), row.sha256), done=read,
        failed=lambda error: _failed(page, error),
    )  # fmt: skip


def _failed(page: Page, error: BaseException) -> None:
    page.context.notices.show_error(error)
