"""Choosing files and folders with the system's own dialogs; they open and call back.

choose_file(self, _("Choose a spreadsheet"), [(_("Spreadsheets"), "*.xlsx *.xls *.csv *.ods")], self._chosen)
choose_folder(self, _("Open a post"), self._open)
    save_file(self, _("Save receipt"), "PCL-HO-2026-A0212.pdf", self._save)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

Chosen = Callable[[Path], None]
_used: list[Path] = []


def choose_file(over: QWidget, title: str, kinds: Sequence[tuple[str, str]], done: Chosen) -> QFileDialog:
    """Ask for one existing file."""
    dialog = _dialog(over, title, done)
    dialog.setOption(QFileDialog.Option.ReadOnly)  # where the toolkit draws it, F2 and Delete would change the disk
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([f"{name} ({patterns})" for name, patterns in kinds])
    dialog.open()
    return dialog


def choose_folder(over: QWidget, title: str, done: Chosen) -> QFileDialog:
    """Ask for one existing folder."""
    dialog = _dialog(over, title, done)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.open()
    return dialog


def save_file(over: QWidget, title: str, name: str, done: Chosen) -> QFileDialog:
    """Ask where to save under a proposed name."""
    dialog = _dialog(over, title, done)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile(name)
    dialog.setDefaultSuffix(Path(name).suffix.lstrip("."))
    dialog.open()
    return dialog


def _folder() -> Path:
    """Return the folder used last, at first the documents: never the one that the program was started in."""
    if _used and _used[-1].is_dir():
        return _used[-1]
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or Path.home())


def _remember(path: Path) -> None:
    _used[:] = [path if path.is_dir() else path.parent]


def _dialog(over: QWidget, title: str, done: Chosen) -> QFileDialog:
    dialog = QFileDialog(over.window(), title, str(_folder()))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda path: _remember(Path(path)))
    dialog.fileSelected.connect(lambda path: done(Path(path)))
    return dialog
