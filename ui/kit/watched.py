"""A folder of this computer where a scanner or a phone puts pictures: what arrives is offered to the record that is open.

    watched = watched_folder(self.context)      # one for the window; the folder is remembered on this computer
    watched.arrived.connect(self._offer)        # a Path, once its size no longer changes
    watched.watch(Path("Scans")); watched.watch(None)

Source: product.md 8 (pictures from file, drag, clipboard or a watched folder).
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from ui.kit.navigation import Notebook, PageContext

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".pdf", ".tif", ".tiff", ".heic", ".webp", ".bmp"})
_KEY = "watched_folder"
_SETTLE_MS = 700  # a scanner writes in pieces: a file is there when it has stopped growing


class WatchedFolder(QObject):
    """Tells of each new picture once."""

    arrived = Signal(object)

    def __init__(self, notebook: Notebook, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notebook = notebook
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._changed)
        self._timer = QTimer(self)
        self._timer.setInterval(_SETTLE_MS)
        self._timer.timeout.connect(self._settled)
        self._known: set[Path] = set()
        self._growing: dict[Path, int] = {}
        self.watch(self.folder())

    def folder(self) -> Path | None:
        """Return the folder, or None where none is watched or it is gone."""
        kept = self._notebook.get(_KEY)
        found = Path(kept) if isinstance(kept, str) and kept else None
        return found if found is not None and found.is_dir() else None

    def watch(self, folder: Path | None) -> None:
        """Watch another folder from now on, or none; what lies there already is not offered."""
        if self._watcher.directories():
            self._watcher.removePaths(self._watcher.directories())
        self._growing.clear()
        if folder is None:
            if self._notebook.get(_KEY):
                self._notebook.set(_KEY, "")
            return
        self._notebook.set(_KEY, str(folder))
        self._known = set(_pictures(folder))
        self._watcher.addPath(str(folder))

    def _changed(self, path: str) -> None:
        for found in _pictures(Path(path)):
            if found not in self._known:
                self._known.add(found)
                self._growing[found] = -1
        if self._growing:
            self._timer.start()

    def _settled(self) -> None:
        for path, size in list(self._growing.items()):
            now = path.stat().st_size if path.exists() else 0
            if now and now == size:
                del self._growing[path]
                self.arrived.emit(path)
            elif not path.exists():
                del self._growing[path]
            else:
                self._growing[path] = now
        if not self._growing:
            self._timer.stop()


def _pictures(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.suffix.lower() in PICTURES and path.is_file()]
    except OSError:
        return []  # a pulled drive: nothing arrives until it is chosen again


_WATCHED: dict[int, WatchedFolder] = {}


def watched_folder(context: PageContext) -> WatchedFolder:
    """Return the window's watched folder; it lives as long as the window's jobs."""
    key = id(context.jobs)
    if key not in _WATCHED:
        made = WatchedFolder(context.notebook, context.jobs)
        made.destroyed.connect(lambda: _WATCHED.pop(key, None))
        _WATCHED[key] = made
    return _WATCHED[key]
