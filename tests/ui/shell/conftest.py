"""A window on a real, empty, encrypted post."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inl_logistics.database.keys import Cost
from inl_logistics.newpost import PostDraft, create_post
from inl_logistics.settings.declared import PostProfile
from inl_logistics.users.commands import UserDraft
from tests.ui.conftest import settle
from tests.ui.shell.sample import PASSWORD, SAMPLE
from ui.kit.jobs import Jobs
from ui.kit.keys import KeyRouter
from ui.kit.navigation import Notebook
from ui.shell.posts import LocalPosts
from ui.shell.window import MainWindow, WindowParts


@pytest.fixture(scope="session")
def made_post(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A post made once."""
    folder = tmp_path_factory.mktemp("posts") / "PCL"
    draft = PostDraft(profile=PostProfile(), officer=UserDraft(login="dana", name="Dana Morales"), password=PASSWORD)
    create_post(folder, draft, cost=Cost(time=1, memory_kib=64, lanes=1), catalog=False).workspace.close()
    return folder


@pytest.fixture
def folder(made_post: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    import shutil

    return Path(shutil.copytree(made_post, tmp_path / "PCL"))


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The window at its start page, with inline jobs."""
    settle()
    notebook = Notebook()
    router = KeyRouter(qapp)
    made = MainWindow(WindowParts(jobs=Jobs(inline=True), office=LocalPosts(notebook), notebook=notebook,
                                  features=lambda: (SAMPLE,), router=router))  # fmt: skip
    with qtbot.waitActive(made):
        made.resize(1366, 768)
        made.show()
        made.activateWindow()
    yield made
    qapp.removeEventFilter(router)
    made.close()
    made.deleteLater()
    settle()


@pytest.fixture
def opened(window: MainWindow, folder: Path) -> MainWindow:
    """The window with the post open."""
    window.open_post(window.parts.office.open(folder, login="dana", password=PASSWORD, read_only=False))
    return window
