"""A picture of a code is a scan: from a file, the clipboard, a drop on the window or the watched folder.

    self.pictures = PictureScans(self)
    self.pictures.choose(); self.pictures.paste(); self.pictures.read_file(path)

It is read in a child process; one code goes where a scan would go, of several the officer chooses, and where there is none, how
to take a better picture is said. Source: product.md 8 (Pictures from), ui.md 9 (scanner rule).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QMimeData, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QWidget

from inl_logistics.kernel.problems import BadInput, LogisticsError
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.labels import codes
from inl_logistics.labels.reading import Seen, codes_in, codes_in_file
from ui.kit import paint
from ui.kit.buttons import Button
from ui.kit.dialogs import Dialog, open_overlay
from ui.kit.files import choose_file, choose_folder
from ui.kit.filescard import FilesCard
from ui.kit.navigation import Command, PageContext
from ui.kit.scanedit import ScanEdit
from ui.kit.watched import PICTURES, watched_folder

if TYPE_CHECKING:
    from ui.shell.window import MainWindow

_KINDS = "*.jpg *.jpeg *.png *.pdf *.tif *.tiff *.webp *.bmp *.gif"
_MOST_CHOICES = 12


class PictureScans(QObject):
    """Takes pictures in, reads them, hands their codes over as scans."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._watched: QObject | None = None
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def commands(self) -> tuple[Command, ...]:
        """Return what the palette offers."""
        return (
            Command("window.picture", N_("Scan a picture…"), self.choose, icon="scan-barcode"),
            Command("window.picture.paste", N_("Scan the picture on the clipboard"), self._paste_asked, icon="copy"),
            Command(
                "window.picture.folder", N_("Watch a folder for pictures of codes…"), self.watch, icon="scan-search"
            ),
        )

    def start(self, context: PageContext) -> None:
        """Listen to the watched folder of a post that was opened."""
        watched = watched_folder(context)
        if self._watched is not watched:
            watched.arrived.connect(self._arrived)
            self._watched = watched

    # where they come from -----------------------------------------------------------------------------------
    def choose(self) -> None:
        """Ask for a picture."""
        choose_file(self._window, _("Scan a picture"), [(_("Pictures and PDF"), _KINDS)], self.read_file)

    def watch(self) -> None:
        """Ask for the folder where a phone or scanner puts pictures."""
        chosen = watched_folder(self._window.context).watch
        choose_folder(self._window, _("Watch a folder for pictures of codes"), chosen)

    def paste(self) -> bool:
        """Take a picture or file from the clipboard; False where it is not meant for a scan."""
        focused = QApplication.focusWidget()
        data = QGuiApplication.clipboard().mimeData()
        if not self._is_open() or _within_files(focused) or (data.hasText() and not data.hasUrls()):
            return False
        return self._take(data)

    def _paste_asked(self) -> None:
        data = QGuiApplication.clipboard().mimeData()
        if not self._take(data):
            self._window.notices.show_notice(_("Copy a picture of a code first."))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take pictures and files that are dropped on the window, where nothing in it wants them."""
        if isinstance(event, QDragEnterEvent) and self._is_open():
            data = event.mimeData()
            if data.hasImage() or _files(data):
                event.acceptProposedAction()
                return True
        elif type(event) is QDropEvent and self._is_open() and self._take(event.mimeData()):
            event.acceptProposedAction()
            return True
        return False

    def _take(self, data: QMimeData) -> bool:
        if paths := _files(data):
            for path in paths:
                self.read_file(path)
            return True
        image = QImage(data.imageData()) if data.hasImage() else QImage()
        if image.isNull():
            return False
        self._read_image(image)
        return True

    def _arrived(self, path: Path) -> None:
        """Offer to scan what came into the watched folder, where a scan is waited for or no record takes the file."""
        page = self._window.pages.current()
        if not self._is_open() or page is None:
            return
        keeps = any(card.isVisible() for card in page.findChildren(FilesCard))
        if page.takes_scans() or not keeps:
            words = _("{file} came into the watched folder.").format(file=paint.isolated(path.name))
            self._window.notices.show_notice(words, action=_("Scan it"), act=partial(self.read_file, path))

    def _is_open(self) -> bool:
        return self._window.workspace is not None and open_overlay(self._window) is None

    # reading ------------------------------------------------------------------------------------------------
    def read_file(self, path: Path) -> None:
        """Read the codes of a file."""
        self._window.parts.jobs.compute(
            self, codes_in_file, path, done=self._seen,
            failed=partial(self._failed, keep=lambda card: card.add_paths([path])), title=_("Reading {file}").format(file=paint.isolated(path.name)),
        )  # fmt: skip

    def _read_image(self, image: QImage) -> None:
        self._window.parts.jobs.compute(
            self, codes_in, _png(image), _("the picture"), done=self._seen,
            failed=partial(self._failed, keep=lambda card: card.add_image(image)), title=_("Reading the picture"),
        )  # fmt: skip

    def _seen(self, found: Sequence[Seen]) -> None:
        if len(found) == 1:
            self.hand_over(found[0].text)
        elif self._is_open():
            page = self._window.pages.current()
            every = page is not None and page.takes_scans()
            CodesDialog(self._window, found, every=every, done=self.hand_over_all).open()

    def hand_over_all(self, texts: Sequence[str]) -> None:
        """Take several codes as scans, one after the other."""
        for text in texts:
            self.hand_over(text)

    def hand_over(self, text: str) -> None:
        """Take a code as a scan: a field that waits for one, else the page, else what it names is opened."""
        focused = QApplication.focusWidget()
        page = self._window.pages.current()
        waits = isinstance(focused, ScanEdit) and page is not None and page.isAncestorOf(focused)
        if isinstance(focused, ScanEdit) and waits and page is not None and not page.takes_scans():
            focused.take(text)
        else:
            self._window.take_scan(text)

    def _failed(self, error: BaseException, *, keep: Callable[[FilesCard], None]) -> None:
        """Say what is wrong; a picture without a code is offered to the record that is open, whose photo it may be."""
        page = self._window.pages.current()
        card = next((one for one in page.findChildren(FilesCard) if one.isVisible()), None) if page else None
        if isinstance(error, BadInput) and error.code == "picture-no-code" and card is not None:
            self._window.notices.show_notice(
                sentence(error), tone="warn", action=_("Attach here"), act=partial(keep, card)
            )
        elif isinstance(error, LogisticsError):
            self._window.notices.show_error(error)
        else:
            self._window.job_failed(error)


class CodesDialog(Dialog):
    """Which of the codes of one picture is meant; all of them where scans are being taken."""

    def __init__(self, over: QWidget, found: Sequence[Seen], *, every: bool,
                 done: Callable[[Sequence[str]], None]) -> None:  # fmt: skip
        title = ngettext("{n} code in this picture", "{n} codes in this picture", len(found)).format(n=len(found))
        super().__init__(over, title, width=460)
        self._done = done
        self.choices: list[Button] = []
        for one in found[:_MOST_CHOICES]:
            choice = Button(paint.isolated(_shown(one)), icon="scan-barcode")
            choice.setAccessibleDescription(one.kind)
            choice.clicked.connect(partial(self._chosen, [one.text]))
            self.choices.append(choice)
            self.body.addWidget(choice)
        if len(found) > _MOST_CHOICES:
            rest = len(found) - _MOST_CHOICES
            self.note.setText(ngettext("and {n} more", "and {n} more", rest).format(n=rest))
        cancel = Button(_("Cancel"), key="Esc")
        cancel.clicked.connect(self.reject)
        self.all = Button(_("Scan all"), kind="primary")
        self.all.clicked.connect(partial(self._chosen, [one.text for one in found]))
        self.set_buttons(cancel, *([self.all] if every else []))

    def _chosen(self, texts: Sequence[str]) -> None:
        self.dismiss()
        self._done(texts)


def _shown(one: Seen) -> str:
    """Return a code as people read it: not its mark of kind, and of a receipt only that it is one."""
    code = codes.read(one.text)
    if code.form is codes.Form.PAPER:
        return _("Receipt of this program")
    words = [code.gtin, code.lot, code.serial] if code.form is codes.Form.GS1 and code.gtin else [code.text]
    return " · ".join(filter(None, words))[:60]


def _files(data: QMimeData) -> list[Path]:
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in PICTURES and path.is_file()]


def _within_files(widget: QWidget | None) -> bool:
    while widget is not None:
        if isinstance(widget, FilesCard):
            return True
        widget = widget.parentWidget()
    return False


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.convertToFormat(QImage.Format.Format_RGB32).save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
