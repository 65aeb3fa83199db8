"""The catalog through the window: list, inspector, editor with field errors. Source: ui.md 10 and 11, picture 12."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.builders import Post
from tests.ui.desk import dialog, go, item_of, shown
from ui.catalog.detail import ItemPage
from ui.catalog.editor import ItemDialog
from ui.catalog.page import CatalogPage
from ui.kit.navigation import Route
from ui.shell.window import MainWindow


@pytest.fixture
def page(window: MainWindow) -> CatalogPage:
    """The list."""
    return go(window, CatalogPage, Route("catalog"))


def make(window: MainWindow, page: CatalogPage) -> ItemDialog:
    """Open the editor for a new item."""
    page.make()
    return dialog(window, ItemDialog)


def test_a_link_stands_on_its_item(qtbot: QtBot, window: MainWindow, post: Post) -> None:
    ident = item_of(post, "CA-0303").id
    page = go(window, CatalogPage, Route("catalog", None, (("key", str(ident)),)))
    qtbot.waitUntil(lambda: page.inspector.accessibleName() == "OC spray, 3 oz")


def test_errors_stand_at_their_fields_and_nothing_is_cleared(window: MainWindow, page: CatalogPage) -> None:
    asked = make(window, page)
    asked.code.editor.setText("PE-1042")
    asked.price.editor.setText("4l2.00")
    asked.submit()
    assert asked.price.error() == "Enter a number, such as 412.00."
    assert asked.fields["name"].has_error()
    assert asked.summary.isVisible()
    assert asked.price.editor.text() == "4l2.00"
    asked.price.editor.setText("412.00")
    asked.name.editor.setText("Ballistic vest, tan")
    asked.category.editor.set_value("Body armor", "Body armor")
    asked.submit()
    assert "Ballistic vest IIIA" in asked.code.error()


def test_a_new_item_keeps_names_sizes_codes_and_exact_price(window: MainWindow, page: CatalogPage, post: Post) -> None:
    asked = make(window, page)
    for name, words in {"code": "RS-0120", "name": "Handcuffs, hinged", "price": "38.456789", "name_es": "Esposas",
                        "name_ar": "أصفاد", "nsn": "8465-00-242-7860", "other_codes": "H-1, H-2"}.items():  # fmt: skip
        asked.fields[name].editor.setText(words)
    asked.category.editor.set_value("Restraints", "Restraints")
    asked.tracking.editor.set_value("serial")
    line = asked.sizes.editor.rows()[0]
    line.called.setText("Standard")
    line.least.setText("1,000")
    asked.submit()
    kept = item_of(post, "RS-0120")
    assert (kept.price_micros, kept.category, kept.other_codes) == (38_456_789, "Restraints", ("H-1", "H-2"))
    assert {one.language: one.name for one in kept.names} == {"es": "Esposas", "ar": "أصفاد"}
    assert [(one.size, one.minimum) for one in kept.variants] == [("Standard", 1000)]


def test_editing_keeps_what_was_not_touched(qtbot: QtBot, window: MainWindow, page: CatalogPage, post: Post) -> None:
    before = item_of(post, "PE-1042")
    page.open_key(before.id)
    shown(window, ItemPage).acting.change()
    asked = dialog(window, ItemDialog)
    asked.name.editor.setText("Ballistic vest IIIA, tan")
    qtbot.keyClick(asked.name.editor, Qt.Key.Key_Return)
    after = item_of(post, "PE-1042")
    assert after.name == "Ballistic vest IIIA, tan"
    assert (after.price_micros, after.nsn, after.variants) == (before.price_micros, before.nsn, before.variants)


def test_retiring_can_be_taken_back(qtbot: QtBot, window: MainWindow, page: CatalogPage, post: Post) -> None:
    ident = item_of(post, "PE-4020").id
    page.table.set_current_key(ident)
    qtbot.waitUntil(lambda: page.inspector.accessibleName() == "Cut-resistant gloves")
    page.retire()
    assert ident not in list(page.model.keys())
    notice = window.notices.current()
    assert notice is not None
    notice.act()
    assert ident in list(page.model.keys())
