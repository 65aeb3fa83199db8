"""Files on records, opened with the system's program or saved: decrypted only when they are asked for.

    open_attached(self, paper.attachment_id)
    attached_menu(self, self.papers, box, paper.attachment_id, paper.file_name, more=[(…)])

What is opened lies in a folder of this user's own, read-only, until the program ends. Source: product.md 3 (Safe data).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QRect, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu, QWidget

from inl_logistics.attachments import files
from inl_logistics.attachments.queries import attached
from inl_logistics.kernel.problems import EnvironmentFault
from inl_logistics.kernel.translation import _
from ui.kit import paint
from ui.kit.files import save_file
from ui.kit.menus import Entry, drop_menu
from ui.kit.navigation import Page
from ui.kit.openpost import open_post, save_bytes

# What a program only shows; anything else might be run by the system, so it is saved instead.
_SHOWN = frozenset({
    ".pdf", ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic", ".txt", ".csv", ".eml", ".msg",
    ".xlsx", ".xls", ".ods", ".docx", ".doc", ".odt", ".rtf",
})  # fmt: skip


def open_attached(page: Page, attachment_id: int) -> None:
    """Show a file with the system's program for its kind."""
    workspace = open_post(page.context)

    def decrypt() -> Path:
        found = workspace.read(attached, attachment_id)
        content = files.get(workspace.folder, workspace.key_for("attachments"), found.sha256)
        return _put_out(attachment_id, found.name, content)

    page.context.jobs.call(page, decrypt, done=partial(_show, page, attachment_id),
                           failed=page.context.notices.show_error)  # fmt: skip


def save_attached(page: Page, attachment_id: int, name: str) -> None:
    """Ask where to, and write a file there."""
    workspace = open_post(page.context)

    def write(path: Path) -> None:
        def decrypt() -> Path:
            found = workspace.read(attached, attachment_id)
            return save_bytes(path, files.get(workspace.folder, workspace.key_for("attachments"), found.sha256))

        def told(saved: Path) -> None:
            words = _("Saved as {file}.").format(file=paint.isolated(saved.name))
            page.context.notices.show_notice(words)

        page.context.jobs.call(page, decrypt, done=told, failed=page.context.notices.show_error)

    save_file(page, _("Save file"), Path(name).name, write)


def attached_menu(page: Page, owner: QWidget, below: QRect, attachment_id: int, name: str, *,
                  more: Sequence[Entry] = ()) -> QMenu:  # fmt: skip
    """Offer to open and save a file, and what else can be done, below a part of a widget."""
    opens: Callable[[], None] = partial(open_attached, page, attachment_id)
    saves: Callable[[], None] = partial(save_attached, page, attachment_id, name)
    entries = [("file-text", _("Open file"), "", opens), ("download", _("Save as…"), "", saves), *more]
    return drop_menu(owner, entries, below=below)


def _show(page: Page, attachment_id: int, path: Path) -> None:
    shown = path.suffix.lower() in _SHOWN and QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
    if not shown:
        words = _("This computer cannot show {file}. Save it and open it from there.")
        page.context.notices.show_notice(
            words.format(file=paint.isolated(path.name)), tone="warn", action=_("Save as…"),
            act=partial(save_attached, page, attachment_id, path.name),
        )  # fmt: skip


def _put_out(attachment_id: int, name: str, content: bytes) -> Path:
    path = Path(_desk().name) / str(attachment_id) / (Path(name).name or "file")
    if path.exists():
        return path  # opened before, and perhaps still shown: what is attached never changes
    try:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        path.chmod(0o400)  # a copy: what is changed in it would be lost
    except OSError as cause:
        raise EnvironmentFault("folder-read-only", path=path.parent) from cause
    return path


@cache
def _desk() -> tempfile.TemporaryDirectory[str]:
    """Return the folder of what was opened; only this user may read it, and it goes when the program ends."""
    made = tempfile.TemporaryDirectory(prefix="inl-logistics-", ignore_cleanup_errors=True)
    app = QCoreApplication.instance()
    if app is not None:
        app.aboutToQuit.connect(clear_opened)
    return made


def clear_opened() -> None:
    """Remove what was opened."""
    if _desk.cache_info().currsize:
        _desk().cleanup()
        _desk.cache_clear()
