"""The officer's desk, open on a stocked post."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.builders import Post
from tests.ui.desk import FEATURES, desk_post
from tests.ui.fieldwork import window_on
from ui.shell.window import MainWindow


@pytest.fixture
def post(tmp_path: Path) -> Post:
    """The post."""
    return desk_post(tmp_path / "post")


@pytest.fixture
def window(post: Post, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The window on it."""
    with window_on(post, FEATURES, qtbot, qapp) as made:
        yield made
