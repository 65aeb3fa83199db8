"""The officer's desk: a window with home, inventory, catalog, partners and settings on a small stocked post."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QApplication, QWidget

from inl_logistics.catalog.commands import ItemDraft, VariantDraft, save_item
from inl_logistics.catalog.queries import draft as item_draft
from inl_logistics.kernel.values import Tracking
from tests.builders import TODAY, Post, puerto_claro
from ui.catalog.feature import FEATURE as CATALOG
from ui.home.feature import FEATURE as HOME
from ui.inventory.feature import FEATURE as INVENTORY
from ui.kit.dialogs import Dialog, open_overlay
from ui.kit.navigation import Page, Route
from ui.partners.feature import FEATURE as PARTNERS
from ui.search.feature import FEATURE as SEARCH
from ui.settings.feature import FEATURE as SETTINGS
from ui.shell.window import MainWindow

FEATURES = (HOME, INVENTORY, CATALOG, PARTNERS, SETTINGS, SEARCH)
VESTS = tuple(f"BA3-2240{n:02d}" for n in range(12))
P = TypeVar("P", bound=Page)
D = TypeVar("D", bound=Dialog)


def desk_post(folder: Path) -> Post:
    """Twelve vests (minimum 20), a lot that expires soon, gloves by quantity."""
    post = puerto_claro(folder)
    post.work.write(save_item, ItemDraft(
        "PE-1042", "Ballistic vest IIIA", Tracking.SERIAL, category="Body armor", price_micros=412_000_000,
        variants=(VariantDraft("", 20),), nsn="8470-01-520-7373",
    ))  # fmt: skip
    vest = int(str(post.scalar("SELECT v.id FROM variant v JOIN item i ON i.id = v.item_id WHERE i.code = 'PE-1042'")))
    post.stocked(vest, VESTS)
    spray = post.item("CA-0303", name="OC spray, 3 oz", tracking=Tracking.LOT, category="Batons and irritant sprays")
    post.stocked_quantity(spray, 64, lot="2411B", expires_on=TODAY + timedelta(days=37))
    gloves = post.item("PE-4020", name="Cut-resistant gloves", tracking=Tracking.QUANTITY, category="Body armor")
    post.stocked_quantity(gloves, 320)
    return post


def item_of(post: Post, code: str) -> ItemDraft:
    """Return an item by its code."""
    found = post.work.read(item_draft, int(str(post.scalar("SELECT id FROM item WHERE code = :c", c=code))))
    assert found is not None
    return found


def shown(window: MainWindow, kind: type[P]) -> P:
    """Return the page shown."""
    page = window.pages.current()
    assert isinstance(page, kind), page
    return page


def go(window: MainWindow, kind: type[P], route: Route) -> P:
    """Open a page."""
    window.navigator.open(route)
    return shown(window, kind)


def dialog(window: MainWindow, kind: type[D]) -> D:
    """Return the open dialog; a page that asks as soon as it is shown does so once it stands."""
    if open_overlay(window) is None:
        QApplication.processEvents()
    found = open_overlay(window)
    assert isinstance(found, kind), found
    return found


def focused() -> QWidget:
    """Return what has the keys."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget
