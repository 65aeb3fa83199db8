"""Draws every screen of the demo post to PNG: light, dark and mirrored, at 1280×680 and 1366×768.

`make screens` runs it; the pictures lie in screens/, to be held beside the design. One argument more limits it to
routes whose name contains that text.
"""

from __future__ import annotations

import os
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
    yield Shot("10-catalog", "catalog")
    yield Shot("11-partners", "partners")
    yield Shot("12-settings", "settings")


def main(out: Path, only: str) -> int:
    """Make the demo post, open it and draw."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication
    from sqlalchemy import text

    from inl_logistics.database.keys import Cost
    from inl_logistics.demo import DEMO_PASSWORD, make_demo
    from inl_logistics.workspace import open_post
    from ui import app as window_app
    from ui.kit import theme
    from ui.kit.jobs import Jobs
    from ui.kit.keys import KeyRouter
    from ui.kit.navigation import Notebook, Route
    from ui.shell.posts import LocalPosts
    from ui.shell.window import MainWindow, WindowParts

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        made = make_demo(Path(folder), now=NOW, cost=Cost(1, 1024, 1), papers=False)
        for scheme, language in LOOKS:
            theme.apply(application, scheme=scheme)  # type: ignore[arg-type]
            workspace = open_post(made.post, password=DEMO_PASSWORD, clock=lambda: NOW)
            notebook = Notebook()
            parts = WindowParts(jobs=Jobs(inline=True), office=LocalPosts(notebook), notebook=notebook,
                                features=window_app.features, router=KeyRouter(application))  # fmt: skip
            window = MainWindow(parts)
            window_app.switch_language(application, language)
            window.show()
            window.open_post(workspace)

            def scalar(sql: str, opened: object = workspace) -> int | None:
                return opened.read(lambda session: session.execute(text(sql)).scalar())  # type: ignore[attr-defined]

            for width, height in SIZES:
                window.resize(width, height)
                for shot in shots(scalar):
                    if only not in shot.name:
                        continue
                    if shot.kind not in {kind.kind for feature in window_app.features() for kind in feature.pages}:
                        continue
                    window.navigator.open(Route(shot.kind, shot.ident, shot.params))
                    QTest.qWait(400)
                    name = f"{shot.name}-{scheme}-{language}-{width}x{height}.png"
                    window.grab().save(str(out / name))
                    sys.stdout.write(f"{name}\n")
            window.close()
            application.removeEventFilter(parts.router)
            workspace.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "screens"), sys.argv[2] if len(sys.argv) > 2 else ""))
