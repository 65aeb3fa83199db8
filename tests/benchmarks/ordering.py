"""A large order opens: 1,231 lines, half of them shipped, a third received, some handed over. Target: at most 150 ms."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.listing import ListQuery
from inl_logistics.kernel.values import Tracking
from inl_logistics.purchasing import queries
from inl_logistics.purchasing.commands import OrderDraft, OrderLineDraft, place_order, save_order
from inl_logistics.shipments.commands import ShipmentLineDraft
from tests.benchmarks.measure import Result, timed
from tests.builders import TODAY, Post, puerto_claro

LINES = 1231
_FLOOR = (
    "SELECT l.*, i.name, v.code, (SELECT sum(quantity) FROM shipment_line WHERE order_line_id = l.id) FROM order_line l"
    " JOIN variant v ON v.id = l.variant_id JOIN item i ON i.id = v.item_id WHERE l.order_id = ? ORDER BY l.line_no"
)


def run(folder: Path) -> Iterator[Result]:
    """Build the order and measure."""
    post = puerto_claro(folder)
    order = large_order(post)
    base, _high = timed(_raw(post, folder.with_suffix(".plain"), order), times=15, warm=3)
    median, p95 = timed(lambda: post.work.read(queries.detail, order, today=TODAY), times=15, warm=3)
    yield Result(f"order of {LINES:,} lines, data alone", median, p95, base, "≤ 150 ms", 8)
    yield _window(post, order)
    median, p95 = timed(lambda: post.work.read(queries.keys, ListQuery(), today=TODAY), times=9)
    yield Result("list of orders, keys", median, p95, None, "≤ 100 ms")
    post.work.close()


def large_order(post: Post, lines: int = LINES) -> int:
    """Place the order and ship, receive and hand over a part of it."""
    variants = [post.item(f"BIG-{n:02d}", name=f"Item {n}", tracking=Tracking.QUANTITY) for n in range(40)]
    drafts = tuple(
        OrderLineDraft(variants[n % 40], 10, (n + 1) * 1_000_000, vendor_item=f"V-{n}") for n in range(lines)
    )
    order = post.work.write(save_order, OrderDraft(drafts, title="Large", vendor_id=post.vendor, ordered_on=TODAY))
    post.work.write(place_order, order)
    half = post.order_lines(order)[: lines // 2]
    post.ship(order, [ShipmentLineDraft(variants[n % 40], 6, line) for n, line in enumerate(half)])
    return order


def _raw(post: Post, plain: Path, order: int) -> object:
    """Return the floor: the same rows by sqlite3 from an unencrypted copy, without names for its values."""
    connection = sqlite3.connect(plain)

    def copied(session: Session) -> None:
        for table in ("order_line", "variant", "item", "shipment_line"):
            rows = session.execute(text(f"SELECT * FROM {table}"))
            names = ", ".join(rows.keys())
            connection.execute(f"CREATE TABLE {table} ({names})")
            marks = ", ".join("?" * len(rows.keys()))
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", [tuple(row) for row in rows])

    post.work.read(copied)
    connection.execute("CREATE INDEX by_line ON shipment_line (order_line_id)")
    for table in ("variant", "item"):
        connection.execute(f"CREATE INDEX {table}_id ON {table} (id)")
    connection.execute("CREATE INDEX by_order ON order_line (order_id)")
    return lambda: connection.execute(_FLOOR, (order,)).fetchall()


def _window(post: Post, order: int) -> Result:
    """Measure from the click to the lines on the screen, jobs run at once."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from ui.kit.jobs import Jobs
    from ui.kit.keys import KeyRouter
    from ui.kit.navigation import Notebook, Route
    from ui.purchasing.detail import OrderPage
    from ui.purchasing.feature import FEATURE as PURCHASING
    from ui.shell.posts import LocalPosts
    from ui.shell.window import MainWindow, WindowParts

    app = QApplication.instance() or QApplication([])
    notebook, router = Notebook(), KeyRouter(app)
    window = MainWindow(WindowParts(jobs=Jobs(inline=True), office=LocalPosts(notebook), notebook=notebook,
                                    features=lambda: (PURCHASING,), router=router))  # fmt: skip
    window.resize(1366, 768)
    window.show()
    window.open_post(post.work)
    window.navigator.open(Route("orders"))
    shown = window.pages.current()
    assert shown is not None

    def opened() -> None:
        """A page that is made, filled and painted anew: the window keeps the pages it has shown."""
        page = OrderPage(shown.context, Route("order", order))
        page.resize(1282, 692)
        assert page.lines.rowCount() == LINES
        page.grab()
        page.deleteLater()
        app.processEvents()

    median, p95 = timed(opened, times=9, warm=2)
    app.removeEventFilter(router)
    window.hide()
    return Result(f"order of {LINES:,} lines, on the screen", median, p95, None, "≤ 150 ms")
