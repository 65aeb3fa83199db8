"""An order's past on its page: versions that print as they were, amendments in words, why it ended; kind defaults of lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inl_logistics.agreements.commands import AgreementDraft, ProjectDraft, save_agreement
from inl_logistics.catalog.commands import ItemDraft, VariantDraft, save_item
from inl_logistics.kernel.values import Tracking
from inl_logistics.purchasing.amendments import AmendDraft, amend_order
from inl_logistics.purchasing.commands import OrderDraft, OrderLineDraft, draft_of, place_order, save_order
from inl_logistics.purchasing.ending import cancel_order
from tests.builders import TODAY, Post, puerto_claro
from tests.ui.desk import dialog, go
from tests.ui.fieldwork import Hands, window_on
from ui.kit.dialogs import open_overlay
from ui.kit.navigation import Route
from ui.kit.paperdialog import PaperDialog
from ui.purchasing.detail import OrderPage
from ui.purchasing.editor import OrderEditor
from ui.purchasing.feature import FEATURE as PURCHASING
from ui.purchasing.lineacts import AmendmentDialog
from ui.purchasing.linedialog import LineDialog
from ui.shell.window import MainWindow


@pytest.fixture
def post(tmp_path: Path) -> Post:
    """One placed order that was amended."""
    made = puerto_claro(tmp_path / "post")
    vest = made.item("ARM-01", name="Vest")
    made.work.write(
        save_item,
        ItemDraft("INT-03", "Spray", Tracking.LOT, price_micros=14_000_000, min_life_receipt_months=24, variants=(VariantDraft(),)),
    )  # fmt: skip
    agreement = made.work.write(
        save_agreement,
        AgreementDraft("LOA-1", signed_on=date(2026, 1, 1), projects=(ProjectDraft("P-1", ceiling_minor=10_000_00),)),
    )
    order = made.work.write(
        save_order,
        OrderDraft((OrderLineDraft(vest, 10, 100_000_000),), title="Vests", vendor_id=made.vendor, agreement_id=agreement,
                   project_id=1, ordered_on=TODAY - timedelta(days=10)),
    )  # fmt: skip
    made.work.write(place_order, order)
    found = made.work.read(draft_of, order)
    dearer = replace(found, need_by=TODAY, lines=(replace(found.lines[0], price_micros=110_500_000, serial_list=True),))
    made.work.write(amend_order, AmendDraft(dearer, "New price list"))
    return made


@pytest.fixture
def window(post: Post, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The window on it."""
    with window_on(post, (PURCHASING,), qtbot, qapp) as opened:
        yield opened


def test_an_amendment_is_read_in_words_and_printed_as_it_was(window: MainWindow, qtbot: QtBot) -> None:
    hands = Hands()
    page = go(window, OrderPage, Route("order", 1))
    page.history.clicked.emit(1)
    shown = dialog(window, AmendmentDialog)
    cells = [
        [shown.model.data(shown.model.index(at, column)) for column in range(1, 4)]
        for at in range(shown.model.rowCount())
    ]
    assert cells == [
        ["Need by", "—", "24 Nov 2026"], ["Unit price", "100", "110.5"], ["Serial list", "no", "yes"],
    ]  # fmt: skip
    hands.click(shown.print)
    qtbot.waitUntil(lambda: isinstance(open_overlay(window), PaperDialog))
    dialog(window, PaperDialog).reject()
    page.history.clicked.emit(0)
    qtbot.waitUntil(lambda: isinstance(open_overlay(window), PaperDialog))


def test_a_canceled_order_says_why_and_its_way_ends(window: MainWindow, post: Post) -> None:
    post.work.write(cancel_order, 1, reason="Vendor closed")
    page = go(window, OrderPage, Route("order", 1))
    assert page.banner.words() == "Canceled on 24 Nov 2026: Vendor closed"
    assert page.life.accessibleName() == "Placed (done), Canceled (done)"
    assert page.edit.reason() == "The order is closed"


def test_a_new_line_asks_what_the_catalog_asks_and_the_project_says_what_is_left(
    window: MainWindow, post: Post
) -> None:
    hands = Hands()
    editor = go(window, OrderEditor, Route("order-draft", 1))
    assert "$8,895 left" in editor.project._hint_text
    hands.click(editor.add)
    line = dialog(window, LineDialog)
    spray = int(str(post.scalar("SELECT v.id FROM variant v JOIN item i ON i.id = v.item_id WHERE i.code = 'INT-03'")))
    line.item.editor.set_value(spray)
    line.item.editor.chosen.emit(spray)
    assert (line.lot_required.isChecked(), line.serial_list.isChecked(), line.min_life.editor.integer()) == (
        True,
        False,
        24,
    )
