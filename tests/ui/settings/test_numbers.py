"""The register of numbers through the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from tests.builders import Post
from tests.paper.reading import pages
from tests.ui.desk import FEATURES, go
from tests.ui.fieldwork import window_on
from ui.kit.navigation import Route
from ui.purchasing.feature import FEATURE as PURCHASING
from ui.receiving.feature import FEATURE as RECEIVING
from ui.settings.numbers import NumbersPage
from ui.settings.page import SettingsPage
from ui.shell.window import MainWindow
from ui.shipments.feature import FEATURE as SHIPMENTS


def test_every_number_is_listed_filtered_and_saved(
    post: Post, window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = go(window, NumbersPage, Route("numbers"))
    whole = int(str(post.scalar("SELECT count(*) FROM document")))
    qtbot.waitUntil(lambda: len(page.model.keys()) == whole)
    assert page.status()[1] == "none is missing"
    page.filters.choose_view("receipts")
    qtbot.waitUntil(lambda: len(page.model.keys()) == post.scalar("SELECT count(*) FROM document WHERE kind = 'HO'"))
    page.filters.choose_view("missing")
    qtbot.waitUntil(lambda: not page.model.keys())
    page.filters.choose_view("all")
    qtbot.waitUntil(lambda: len(page.model.keys()) == whole)
    saved = tmp_path / "register.pdf"
    monkeypatch.setattr("ui.kit.exporting.save_file", lambda _page, _title, _name, then: then(saved))
    page.save_pdf()
    assert "Register of numbers" in pages(saved.read_bytes())[0]


def test_the_palette_knows_the_register(window: MainWindow) -> None:
    from ui.settings.feature import FEATURE

    (command,) = [one for one in FEATURE.commands(window.context) if one.id == "settings.numbers"]
    command.run()
    assert isinstance(window.pages.current(), NumbersPage)


def test_enter_opens_the_record_of_every_kind(post: Post, qtbot: QtBot, qapp: QApplication) -> None:
    with window_on(post, (*FEATURES, PURCHASING, SHIPMENTS, RECEIVING), qtbot, qapp) as window:
        page = go(window, NumbersPage, Route("numbers"))
        whole = int(str(post.scalar("SELECT count(*) FROM document")))
        qtbot.waitUntil(lambda: len(page.model.keys()) == whole)
        for kind, route in (("PO", "order"), ("IN", "shipment"), ("RR", "receiving")):
            page = go(window, NumbersPage, Route("numbers"))
            key = post.scalar("SELECT min(id) FROM document WHERE kind = :k", k=kind)
            page.open_key(key)

            def there(route: str = route) -> bool:
                shown = window.pages.current()
                return shown is not None and shown.route.kind == route

            qtbot.waitUntil(there)


def test_the_palette_leads_to_the_parts_of_settings(window: MainWindow, qtbot: QtBot) -> None:
    from ui.settings.feature import FEATURE

    commands = {one.id: one for one in FEATURE.commands(window.context)}
    for name in ("months", "devices", "conditions", "months"):
        commands[f"settings.{name}"].run()
        page = window.pages.current()
        assert isinstance(page, SettingsPage)
        card = {"months": page.months_card, "devices": page.devices_card, "conditions": page.conditions_card}[name]

        def there(card: QWidget = card, page: SettingsPage = page) -> bool:
            focused = page.focusWidget()
            return focused is not None and card.isAncestorOf(focused) and not card.visibleRegion().isEmpty()

        qtbot.waitUntil(there)


def test_a_number_that_no_document_has_says_so(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    with post.work._writer.connect() as connection:  # type: ignore[union-attr]
        connection.execute(text("UPDATE counter SET last = last + 1 WHERE kind = 'PO'"))
        connection.commit()
    page = go(window, NumbersPage, Route("numbers"))
    qtbot.waitUntil(lambda: min(page.model.keys(), default=0) < 0)
    page.open_key(-1)
    notice = window.notices.current()
    assert notice is not None
    assert notice.words == "No document has this number."
