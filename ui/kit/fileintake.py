"""Takes files and pictures into a dialog: chosen, dropped, pasted, or come into the watched folder while it is open.

    intake = FileIntake(self, context)
    intake.paths.connect(self._read)          # a list of Path
    intake.picture.connect(self._read_png)    # a pasted picture as PNG, and a name for it
    row(None, *intake.buttons(), "stretch")

Source: product.md 8 (pictures from file, drag, clipboard or a watched folder).
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QLineEdit

from inl_logistics.kernel.translation import _
from ui.kit.buttons import Button
from ui.kit.dialogs import Dialog
from ui.kit.files import choose_folder
from ui.kit.keys import name_of
from ui.kit.navigation import PageContext
from ui.kit.watched import watched_folder

KINDS = "*.pdf *.png *.jpg *.jpeg *.tif *.tiff *.webp *.bmp *.gif"


class FileIntake(QObject):
    """The ways into one dialog."""

    paths = Signal(list)
    picture = Signal(bytes, str)

    def __init__(self, dialog: Dialog, context: PageContext) -> None:
        super().__init__(dialog)
        self._dialog, self._watched = dialog, watched_folder(context)
        self.choose_button, self.paste_button = Button(icon="folder-open"), Button(icon="copy")
        self.watch_button = Button(icon="scan-search", kind="ghost")
        self.choose_button.clicked.connect(self.choose)
        self.paste_button.clicked.connect(self.paste)
        self.watch_button.clicked.connect(self.watch)
        dialog.setAcceptDrops(True)
        dialog.installEventFilter(self)
        self._watched.arrived.connect(self._arrived)
        self._say_folder()

    def buttons(self) -> tuple[Button, ...]:
        """Return the buttons, to be placed by the dialog."""
        self.choose_button.setText(_("Choose files…"))
        self.paste_button.setText(_("Paste"))
        return self.choose_button, self.paste_button, self.watch_button

    def choose(self) -> None:
        """Ask for files, several at once."""
        dialog = QFileDialog(self._dialog.window(), _("Choose scans and photos"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QFileDialog.Option.ReadOnly)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([_("Scans and photos ({patterns})").format(patterns=KINDS)])
        dialog.filesSelected.connect(lambda paths: self.paths.emit([Path(path) for path in paths]))
        dialog.open()

    def paste(self) -> None:
        """Take what is on the clipboard."""
        if not self._take(QGuiApplication.clipboard().mimeData()):
            self._dialog.note.setText(_("Copy a picture or a file first."))

    def watch(self) -> None:
        """Ask for the folder where a scanner or phone puts pictures, or watch none any more."""
        if self._watched.folder() is not None:
            self._watched.watch(None)
            self._say_folder()
            return

        def chosen(folder: Path) -> None:
            self._watched.watch(folder)
            self._say_folder()

        choose_folder(self._dialog, _("Watch a folder for scans and photos"), chosen)

    def _say_folder(self) -> None:
        watching = self._watched.folder() is not None
        self.watch_button.setText(_("Stop watching the folder") if watching else _("Watch a folder…"))

    def _arrived(self, path: Path) -> None:
        if self._dialog.isVisible():
            self.paths.emit([path])

    def _take(self, data: QMimeData) -> bool:
        found = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        found = [path for path in found if path.is_file()]
        if found:
            self.paths.emit(found)
            return True
        image = QImage(data.imageData()) if data.hasImage() else QImage()
        if image.isNull():
            return False
        self.picture.emit(png_of(image), _("the picture"))
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take drops anywhere on the dialog, and Ctrl V where no text is on the clipboard."""
        if isinstance(event, QDragEnterEvent):
            data = event.mimeData()
            if data.hasImage() or data.hasUrls():
                event.acceptProposedAction()
                return True
        elif type(event) is QDropEvent and self._take(event.mimeData()):
            event.acceptProposedAction()
            return True
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and name_of(event) == "Ctrl+V":
            focused = self._dialog.focusWidget()
            if not isinstance(focused, QLineEdit) or not QGuiApplication.clipboard().mimeData().hasText():
                self.paste()
                return True
        return False


def png_of(image: QImage) -> bytes:
    """Return a picture as PNG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub knows only text for the format
    return bytes(buffer.data().data())
