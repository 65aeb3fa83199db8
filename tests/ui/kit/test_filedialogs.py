"""Where the dialogs for files begin."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.kit import files


def test_files_are_asked_for_where_the_last_one_was(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never in the folder that the program was started in, which may be its own."""
    monkeypatch.setattr(files, "_used", [])
    monkeypatch.chdir(tmp_path)
    over = QWidget()
    qtbot.addWidget(over)
    first = files.save_file(over, "Save", "a.pdf", lambda _path: None)
    assert Path(first.directory().path()) != tmp_path
    kept = tmp_path / "kept"
    kept.mkdir()
    first.fileSelected.emit(os.fspath(kept / "a.pdf"))
    first.reject()
    second = files.save_file(over, "Save", "b.pdf", lambda _path: None)
    assert Path(second.directory().path()) == kept
    second.reject()
