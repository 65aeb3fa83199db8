"""The files of any record, as a card: add from file, drag, clipboard or the watched folder; open, save, print, name, remove.

    self.files = FilesCard(self, "order")
    side.addWidget(self.files)
    self.files.show_of(record.id)               # again whenever the record is shown
    self.files.show_of(receiving, also=[("scan", scan_ids)])          # photos of its scans too

`roles` gives the words of roles that the program sets, such as the papers of a checklist.

Files are kept encrypted beside the database, once each, whatever number of records has them. Source: product.md 3, 8.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QRect, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QImageReader, QKeyEvent
from PySide6.QtWidgets import QFileDialog

from inl_logistics.attachments import files
from inl_logistics.attachments.commands import AttachmentDraft, attach_new, name_file, restore, take_off
from inl_logistics.attachments.queries import AttachedRow, files_of_all
from inl_logistics.kernel.translation import _, ngettext
from ui.kit import paint
from ui.kit.attached import open_attached, save_attached
from ui.kit.buttons import IconButton
from ui.kit.cards import Card
from ui.kit.dialogs import ask_text
from ui.kit.filelist import FileList
from ui.kit.files import choose_file, choose_folder
from ui.kit.keys import name_of
from ui.kit.menus import Entry, drop_menu
from ui.kit.navigation import Page
from ui.kit.openpost import KeptFile, keep_content, keep_file, local_now, open_post, save_bytes
from ui.kit.printfiles import print_attached
from ui.kit.watched import watched_folder
from ui.kit.widget import Label


class FilesCard(Card):
    """Files of one record; it works as soon as it knows which."""

    def __init__(self, page: Page, kind: str, *, roles: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self._page, self._kind, self._id = page, kind, 0
        self._also: Sequence[tuple[str, Sequence[int]]] = ()
        self.rows = FileList(page, roles=roles or {})
        self.empty = Label(role="secondary", token="text3", wrap=True)
        self.empty.setContentsMargins(14, 8, 14, 10)
        self.add, self.more = IconButton("plus", side=28), IconButton("ellipsis", side=28)
        self.add_action(self.add)
        self.add_action(self.more)
        self.body.addWidget(self.rows)
        self.body.addWidget(self.empty)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.add.clicked.connect(self.choose)
        self.more.clicked.connect(self._more)
        self.rows.opened.connect(self._open)
        self.rows.asked.connect(self._menu)
        self.rows.removed.connect(self.remove_file)
        self.rows.renamed.connect(self.rename)
        watched_folder(page.context).arrived.connect(self._arrived)
        self.retranslate()

    def retranslate(self) -> None:
        """Set the words again."""
        self.set_title(_("Files"), str(len(self.rows.files())) if self.rows.files() else "")
        self.empty.setText(_("None yet. Drop files here, paste a picture, or choose them."))
        self.add.set_hint(_("Add files"))
        self.more.set_hint(_("More ways to add and save"))

    def show_of(self, subject_id: int, *, also: Sequence[tuple[str, Sequence[int]]] = ()) -> None:
        """Show the files of a record, and of other records with it, such as the scans of a receiving."""
        self._id, self._also = subject_id, also
        subjects = [(self._kind, [subject_id]), *also]
        self._page.context.jobs.read(self, files_of_all, subjects, done=self._show)

    def _show(self, found: list[AttachedRow]) -> None:
        self.rows.set_files(found)
        self.empty.setVisible(not found)
        self.retranslate()

    def _refresh(self, _result: object = None) -> None:
        if self._id:
            self.show_of(self._id, also=self._also)

    # adding -------------------------------------------------------------------------------------------------

    def choose(self) -> None:
        """Ask for files, several at once."""
        dialog = QFileDialog(self.window(), _("Add files"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda paths: self.add_paths([Path(path) for path in paths]))
        dialog.open()

    def choose_photo(self) -> None:
        """Ask for the photo of the record."""
        kinds = [(_("Pictures"), "*.jpg *.jpeg *.png *.webp *.bmp *.gif *.tif *.tiff")]
        choose_file(self, _("Choose a photo"), kinds, lambda path: self.add_paths([path], role="photo"))

    def add_photo(self, data: QMimeData) -> None:
        """Take what was dropped as the photo of the record; what cannot be drawn is refused in words."""
        self._take(data, role="photo")

    def add_paths(self, paths: list[Path], *, role: str = "") -> None:
        """Keep files and put each on the record; a photo must be a picture."""
        workspace = open_post(self._page.context)
        for path in paths:
            if role == "photo" and not QImageReader(str(path)).canRead():
                words = _("{file} cannot be read as a picture.").format(file=paint.isolated(path.name))
                self._page.context.notices.show_notice(words, tone="bad")
                continue
            self._page.context.jobs.call(
                self, partial(keep_file, workspace, path), done=partial(self._kept, role=role), failed=self._failed,
                button=self.add,
            )  # fmt: skip

    def paste(self) -> None:
        """Take over what is on the clipboard: files, or a picture."""
        self._take(QGuiApplication.clipboard().mimeData())

    def _take(self, data: QMimeData, *, role: str = "") -> bool:
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        paths = [path for path in paths if path.is_file()]
        if paths:
            self.add_paths(paths, role=role)
            return True
        image = QImage(data.imageData()) if data.hasImage() else QImage()
        if image.isNull():
            self._page.context.notices.show_notice(_("Copy a picture or a file first."))
            return False
        self.add_image(image, role=role)
        return True

    def add_image(self, image: QImage, *, role: str = "") -> None:
        """Keep a picture that has no file, and put it on the record."""
        workspace = open_post(self._page.context)
        name = _("Pasted {when}.png").format(when=f"{local_now(workspace):%Y-%m-%d %H.%M.%S}")
        content = _png(image)

        def keep() -> KeptFile:
            digest = keep_content(workspace, content)
            return KeptFile(name, len(content), digest, "image/png")

        self._page.context.jobs.call(self, keep, done=partial(self._kept, role=role), failed=self._failed)

    def _kept(self, kept: KeptFile, *, role: str = "") -> None:
        media = kept.media_type or mimetypes.guess_type(kept.name)[0] or ""
        draft = AttachmentDraft(self._kind, self._id, kept.name, kept.size, kept.sha256, role, media)
        self._page.context.jobs.write(self, attach_new, draft, done=self._refresh, failed=self._failed)

    def _failed(self, error: BaseException) -> None:
        self._page.context.notices.show_error(error)

    def _arrived(self, path: Path) -> None:
        """Offer what came into the watched folder, where this record is on the screen."""
        if not self._id or not self.isVisible():
            return
        words = _("{file} came into the watched folder.").format(file=paint.isolated(path.name))
        self._page.context.notices.show_notice(words, action=_("Attach here"), act=partial(self.add_paths, [path]))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and pictures."""
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Put what was dropped on the record."""
        if self._take(event.mimeData()):
            event.acceptProposedAction()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl V pastes while the card or its list has the focus."""
        if name_of(event) == "Ctrl+V":
            self.paste()
        else:
            super().keyPressEvent(event)

    # acting on one ------------------------------------------------------------------------------------------

    def _row(self, attachment_id: int) -> AttachedRow | None:
        return next((one for one in self.rows.files() if one.id == attachment_id), None)

    def _open(self, attachment_id: int) -> None:
        open_attached(self._page, attachment_id)

    def _menu(self, attachment_id: int, below: QRect) -> None:
        row = self._row(attachment_id)
        if row is None:
            return
        entries: list[Entry] = [
            ("eye", _("Open file"), _("Enter"), partial(self._open, attachment_id)),
            ("download", _("Save as…"), "", partial(save_attached, self._page, attachment_id, row.name)),
        ]
        if row.is_picture or row.is_pdf:
            entries.append(("printer", _("Print…"), "", partial(print_attached, self._page, row)))
        entries += [
            ("pencil", _("Say what it is…"), "F2", partial(self.rename, attachment_id)),
            ("trash-2", _("Take off"), _("Del"), partial(self.remove_file, attachment_id)),
        ]
        drop_menu(self.rows, entries, below=below)

    def rename(self, attachment_id: int) -> None:
        """Ask what a file is."""
        row = self._row(attachment_id)
        if row is None:
            return

        def keep(words: str) -> None:
            self._page.context.jobs.write(
                self, name_file, attachment_id, caption=words, done=self._refresh, failed=self._failed
            )

        ask_text(self, _("What is {file}?").format(file=paint.isolated(row.name)), _("In your words"), _("Keep"), keep,
                 text=row.caption, hint=_("Such as: signed letter of request, photo of the broken seal."))  # fmt: skip

    def remove_file(self, attachment_id: int) -> None:
        """Take a file off the record, with undo."""
        row = self._row(attachment_id)
        if row is None:
            return
        jobs = self._page.context.jobs

        def undo() -> None:
            jobs.write(self, restore, attachment_id, done=self._refresh, failed=self._failed)

        def gone(_none: object) -> None:
            self._refresh()
            words = _("{file} is taken off.").format(file=paint.isolated(row.name))
            self._page.context.notices.show_notice(words, action=_("Undo"), act=undo, key="Ctrl Z")

        jobs.write(self, take_off, attachment_id, done=gone, failed=self._failed)

    def _more(self) -> None:
        watched = watched_folder(self._page.context)
        folder = watched.folder()
        entries: list[Entry] = [
            ("plus", _("Add files…"), "", self.choose),
            ("copy", _("Paste picture or file"), "Ctrl V", self.paste),
        ]
        if folder is None:
            entries.append(("folder-open", _("Watch a folder for scans…"), "", self._watch))
        else:
            words = _("Stop watching {folder}").format(folder=paint.isolated(folder.name))
            entries.append(("x", words, "", partial(watched.watch, None)))
        if self.rows.files():
            entries.append(("download", _("Save all to a folder…"), "", self._save_all))
        drop_menu(self.more, entries)

    def _watch(self) -> None:
        choose_folder(self, _("Watch a folder for scans and photos"), watched_folder(self._page.context).watch)

    def _save_all(self) -> None:
        choose_folder(self, _("Save all files"), self.save_all)

    def save_all(self, folder: Path) -> None:
        """Write every file of the record into a folder; a name that is there already gets a number."""
        workspace, found = open_post(self._page.context), self.rows.files()

        def write() -> int:
            for one in found:
                content = files.get(workspace.folder, workspace.key_for("attachments"), one.sha256)
                save_bytes(_free_name(folder, Path(one.name).name), content)
            return len(found)

        def told(count: int) -> None:
            words = ngettext("{n} file saved in {folder}.", "{n} files saved in {folder}.", count)
            self._page.context.notices.show_notice(words.format(n=count, folder=paint.isolated(folder.name)))

        self._page.context.jobs.call(self, write, done=told, failed=self._failed, button=self.more)


def _free_name(folder: Path, name: str) -> Path:
    path, number = folder / name, 2
    while path.exists():
        path = folder / f"{Path(name).stem} ({number}){Path(name).suffix}"
        number += 1
    return path


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub knows only text for the format
    return bytes(buffer.data().data())
