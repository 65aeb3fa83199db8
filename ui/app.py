"""Starts the window: application, theme, hooks, features. Source: architecture.md 1.

Features are imported while the password is typed, so that the first window does not wait for the ORM.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QApplication

from ui.kit import theme
from ui.kit.jobs import Jobs
from ui.kit.keys import KeyRouter
from ui.kit.languages import switch_language
from ui.kit.navigation import Feature, Notebook
from ui.shell.crash import CrashReporter
from ui.shell.posts import LocalPosts
from ui.shell.preload import Preload
from ui.shell.window import MainWindow, WindowParts

VERSION = "0.1.0"
# In rail order; each module holds one FEATURE. A name is added when its screen is there.
FEATURES: tuple[str, ...] = (
    "ui.home.feature",
    "ui.purchasing.feature",
    "ui.requirements.feature",
    "ui.agreements.feature",
    "ui.shipments.feature",
    "ui.outbound.feature",
    "ui.transfers.feature",
    "ui.receiving.feature",
    "ui.inventory.feature",
    "ui.handovers.feature",
    "ui.counts.feature",
    "ui.catalog.feature",
    "ui.kits.feature",
    "ui.partners.feature",
    "ui.imports.feature",
    "ui.settings.feature",
    "ui.labels.feature",
    "ui.search.feature",
)


# What the screens stand on, in pieces short enough not to be felt.
FOUNDATIONS: tuple[str, ...] = (
    "sqlalchemy.sql.selectable",
    "sqlalchemy.sql.compiler",
    "sqlalchemy.engine",
    "sqlalchemy.orm",
    "inl_logistics.schema",
    "inl_logistics.workspace",
)


def features() -> tuple[Feature, ...]:
    """Import the screens and return what they register."""
    found: list[Feature] = []
    for name in FEATURES:
        feature: Feature = import_module(name).FEATURE
        found.append(feature)
    return tuple(found)


def data_folder() -> Path:
    """Return where the program keeps what belongs to this computer and user."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation))


def build(app: QApplication, notebook: Notebook) -> MainWindow:
    """Build the window with its parts."""
    theme.apply(app, scheme=notebook.get("scheme", "system"), text_size=notebook.get("text_size", 100))
    parts = WindowParts(jobs=Jobs(), office=LocalPosts(notebook), notebook=notebook, features=features,
                        router=KeyRouter(app))  # fmt: skip
    window = MainWindow(parts)
    switch_language(app, notebook.get("language", "en"))
    preload = Preload(window, (*FOUNDATIONS, *FEATURES), parts.router)
    window.post_opened.connect(preload.stop)
    window.post_opened.connect(_spare_the_collector, Qt.ConnectionType.SingleShotConnection)
    return window


def _spare_the_collector() -> None:
    """Let the garbage collector pass over what lives as long as the program: walking through all modules takes it 100 ms."""
    gc.freeze()


def run(arguments: Sequence[str] = (), *, folder: Path | None = None, password: str | None = None) -> int:
    """Run the window until it is closed; `folder` is opened at once when a password is given."""
    app = QApplication([sys.argv[0], *arguments])
    app.setApplicationName("inl-logistics")
    app.setApplicationDisplayName("INL Logistics")
    app.setApplicationVersion(VERSION)
    reporter = CrashReporter(data_folder() / "reports", version=VERSION, parent=app)
    reporter.install()
    window = build(app, Notebook(data_folder() / "window.json"))
    reporter.reported.connect(window.crash_reported)
    window.show()
    if folder is not None:
        _open_at_start(window, folder, password)
    return app.exec()


def _open_at_start(window: MainWindow, folder: Path, password: str | None) -> None:
    if password is None:
        window.start.ask_password(folder)
        return
    office = window.parts.office
    window.parts.jobs.call(
        window,
        lambda: office.open(folder, login="", password=password, read_only=False),
        done=window.open_post,
    )
