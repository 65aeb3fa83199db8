"""Draws every screen of the demo post to PNG: light, dark and mirrored, at 1280×680 and 1366×768.

`make screens` runs it; the pictures lie in screens/, to be held beside the design. One argument more limits it to
routes whose name contains that text.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

SIZES = ((1280, 680), (1366, 768))
LOOKS = (("light", "en"), ("dark", "en"), ("light", "ar"))
NOW = datetime(2026, 11, 24, 14, 32, tzinfo=UTC)


class Shot(NamedTuple):
    """One screen: its name and where it is."""

    name: str
    kind: str
    ident: int | None = None
    params: tuple[tuple[str, str], ...] = ()


def shots(scalar: object) -> Iterator[Shot]:
    """Return the screens to draw; ids are asked of the post."""
    assert callable(scalar)
    yield Shot("01-home", "home")
    yield Shot("02-inventory", "inventory")
    yield Shot("03a-shipments", "shipments")
    yield Shot("03-shipment", "shipment", scalar("SELECT id FROM shipment WHERE title LIKE 'Body armor%'"))
    yield Shot("04a-received", "receiving", scalar("SELECT max(id) FROM receiving"))
    yield Shot("05a-handovers", "handovers")
    yield Shot("05-handover", "handover", scalar("SELECT max(id) FROM handover WHERE state = 'draft'"))
    yield Shot("05b-handover-issued", "handover", scalar("SELECT max(id) FROM handover WHERE state = 'issued'"))
    yield Shot("05c-handover-signed", "handover", scalar("SELECT max(id) FROM handover WHERE state = 'signed'"))
    yield Shot("06-import", "import")
    yield Shot("07-orders", "orders")
    yield Shot("08-order", "order", scalar("SELECT max(id) FROM purchase_order"))
    yield Shot("09-order-editor", "order-draft")
    yield Shot("07a-agreements", "agreements")
    yield Shot("07b-agreement", "agreement", scalar("SELECT min(id) FROM agreement"))
    yield Shot("07c-requirements", "requirements")
    yield Shot("07d-requirement", "requirement", scalar("SELECT max(id) FROM requirement"))
    yield Shot("13a-receivings", "receivings")
    yield Shot("13b-discrepancies", "discrepancies")
    yield Shot("13c-discrepancy", "discrepancy", scalar("SELECT min(receiving_id) FROM discrepancy"))
    yield Shot("14a-transfers", "transfers")
    yield Shot("14b-transfer", "transfer", scalar("SELECT min(id) FROM transfer"))
    yield Shot("14c-outbounds", "outbounds")
    yield Shot("14d-outbound", "outbound", scalar("SELECT min(id) FROM outbound"))
    yield Shot("15a-counts", "counts")
    yield Shot("15b-count-differences", "count", scalar("SELECT max(id) FROM counting WHERE state = 'checked'"))
    yield Shot("15c-count-posted", "count", scalar("SELECT min(id) FROM counting WHERE state = 'posted'"))
    yield Shot("15d-count-accuracy", "count-accuracy")
    yield Shot("10-catalog", "catalog")
    yield Shot("10a-item", "item", scalar("SELECT id FROM item WHERE code = 'ARM-02'"))
    yield Shot("10b-kits", "kits")
    yield Shot("10c-kit", "kit", scalar("SELECT id FROM kit WHERE code = 'K-POST'"))
    yield Shot("10d-kit-short", "kit", scalar("SELECT id FROM kit WHERE code = 'K-CERT'"))
    yield Shot("11-partners", "partners")
    yield Shot("11a-host-tree", "partner-tree")
    yield Shot("11b-partner", "partner", scalar("SELECT min(unit_id) FROM handover WHERE state = 'signed'"))
    yield Shot("11c-vettings", "vettings")
    yield Shot("12-settings", "settings")


def main(out: Path, only: str) -> int:
    """Make the demo post, then draw each look in a process of its own."""
    from inl_logistics.database.keys import Cost
    from inl_logistics.demo import make_demo

    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        made = make_demo(Path(folder), now=NOW, cost=Cost(1, 1024, 1), papers=False)
        for scheme, language in LOOKS:
            command = [
                sys.executable,
                "-m",
                "tests.screens",
                "--look",
                str(made.post),
                scheme,
                language,
                str(out),
                only,
            ]
            subprocess.run(command, check=True)
    return 0


def draw(post: Path, scheme: str, language: str, out: Path, only: str) -> None:
    """Draw every screen in one look."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication
    from sqlalchemy import text

    from inl_logistics.demo import DEMO_PASSWORD
    from inl_logistics.workspace import open_post
    from ui import app as window_app
    from ui.kit import theme
    from ui.kit.jobs import Jobs
    from ui.kit.keys import KeyRouter
    from ui.kit.navigation import Notebook, Route
    from ui.kit.warm import draw_inline
    from ui.shell.posts import LocalPosts
    from ui.shell.window import MainWindow, WindowParts

    application = QApplication([])
    theme.apply(application, scheme=scheme)  # type: ignore[arg-type]
    draw_inline(True)
    workspace = open_post(post, password=DEMO_PASSWORD, clock=lambda: NOW)
    notebook = Notebook()
    parts = WindowParts(jobs=Jobs(inline=True), office=LocalPosts(notebook), notebook=notebook,
                        features=window_app.features, router=KeyRouter(application))  # fmt: skip
    window = MainWindow(parts)
    window_app.switch_language(application, language)
    window.show()
    window.open_post(workspace)
    kinds = {kind.kind for feature in window_app.features() for kind in feature.pages}

    def scalar(sql: str) -> int | None:
        return workspace.read(lambda session: session.execute(text(sql)).scalar())

    for width, height in SIZES:
        window.resize(width, height)
        for shot in shots(scalar):
            if only in shot.name and shot.kind in kinds:
                window.navigator.open(Route(shot.kind, shot.ident, shot.params))
                loop = QEventLoop()
                QTimer.singleShot(450, loop.quit)
                loop.exec()
                name = f"{shot.name}-{scheme}-{language}-{width}x{height}.png"
                window.grab().save(str(out / name))
                sys.stdout.write(f"{name}\n")
    sys.stdout.flush()
    workspace.close()
    os._exit(0)  # pictures are drawn; nothing of this window is to be asked or saved


if __name__ == "__main__":
    if sys.argv[1:2] == ["--look"]:
        draw(Path(sys.argv[2]), sys.argv[3], sys.argv[4], Path(sys.argv[5]), sys.argv[6])
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "screens"), sys.argv[2] if len(sys.argv) > 2 else ""))
