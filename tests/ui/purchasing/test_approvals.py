"""Orders and shipments that a rule stops until somebody approves: the dialog, reason and password, then done once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inl_logistics.agreements.commands import AgreementDraft, ProjectDraft, save_agreement
from inl_logistics.catalog.queries import variant_option
from inl_logistics.purchasing.commands import OrderDraft, OrderLineDraft, draft_of, save_order
from inl_logistics.shipments.commands import ShipmentDraft, ShipmentLineDraft, save_shipment
from tests.builders import PASSWORD, TODAY, Post, puerto_claro
from tests.ui.fieldwork import double_click, window_on
from ui.kit.approval import OverrideDialog
from ui.kit.dialogs import open_overlay
from ui.kit.navigation import Page, Route
from ui.kit.widget import Label
from ui.purchasing.detail import OrderPage
from ui.purchasing.editor import OrderEditor
from ui.purchasing.feature import FEATURE as PURCHASING
from ui.shell.window import MainWindow
from ui.shipments.detail import ShipmentPage
from ui.shipments.feature import FEATURE as SHIPMENTS

PRICE = 137_500_000


@pytest.fixture
def post(tmp_path: Path) -> Post:
    """Project P-1 has money for eight helmets at 137.50."""
    made = puerto_claro(tmp_path / "post")
    made.item("RIO-01", name="Riot helmet", export_class="0A979")
    projects = (ProjectDraft("P-1", ceiling_minor=110_000), ProjectDraft("P-2"))
    made.work.write(save_agreement, AgreementDraft("LOA-1", signed_on=date(2026, 1, 1), projects=projects))
    return made


@pytest.fixture
def window(post: Post, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The window on it."""
    with window_on(post, (PURCHASING, SHIPMENTS), qtbot, qapp) as made:
        yield made


def _draft(post: Post, quantity: int) -> int:
    line = OrderLineDraft(1, quantity, PRICE, vendor_item="NG-7")
    return post.work.write(
        save_order,
        OrderDraft((line,), title="Helmets", vendor_id=post.vendor, agreement_id=1, project_id=1, ordered_on=TODAY),
    )


def _page(window: MainWindow, kind: type[Page], name: str, key: int) -> Page:
    window.navigator.open(Route(name, key))
    page = window.pages.current()
    assert isinstance(page, kind)
    return page


def _dialog(window: MainWindow, verb: str) -> OverrideDialog:
    found = open_overlay(window)
    assert isinstance(found, OverrideDialog)
    assert found.approve.text() == verb
    return found


def _approve(dialog: OverrideDialog) -> None:
    dialog.approve.click()
    assert dialog.reason.has_error()
    dialog.reason.editor.setText("Cable 26 PCL 104")
    dialog.password.editor.setText("not it")
    dialog.approve.click()
    assert dialog.password.has_error()
    dialog.password.editor.setText(PASSWORD)
    double_click(dialog.approve)


def _said(dialog: OverrideDialog) -> str:
    return " ".join(label.text() for label in dialog.findChildren(Label))


def test_an_order_above_the_ceiling_is_placed_with_an_approval_once(window: MainWindow, post: Post) -> None:
    page = _page(window, OrderPage, "order", _draft(post, 10))
    assert isinstance(page, OrderPage)
    double_click(page.primary)
    dialog = _dialog(window, "Place with override")
    assert "$275.00 above the ceiling" in _said(dialog)
    assert post.scalar("SELECT state FROM purchase_order") == "draft"
    _approve(dialog)
    assert open_overlay(window) is None
    assert post.scalar("SELECT count(*) FROM document WHERE kind = 'PO'") == 1
    assert post.scalar("SELECT code || ' ' || reason FROM approval") == "agreement-ceiling Cable 26 PCL 104"
    assert page.record is not None
    assert page.record.state == "placed"


def test_refusing_to_approve_places_nothing(window: MainWindow, post: Post) -> None:
    page = _page(window, OrderPage, "order", _draft(post, 10))
    assert isinstance(page, OrderPage)
    QTest.mouseClick(page.primary, Qt.MouseButton.LeftButton)
    _dialog(window, "Place with override").reject()
    assert post.scalar("SELECT count(*) FROM document WHERE kind = 'PO'") == 0
    assert not page.primary.is_busy()


def test_a_placed_order_that_grows_above_the_ceiling_is_saved_with_an_approval(window: MainWindow, post: Post) -> None:
    order = _draft(post, 8)
    page = _page(window, OrderPage, "order", order)
    assert isinstance(page, OrderPage)
    double_click(page.primary)
    editor = _page(window, OrderEditor, "order-draft", order)
    assert isinstance(editor, OrderEditor)
    editor.form.lines[0] = replace(editor.form.lines[0], quantity=9)
    editor.texts["export_authorization"].editor.setText("License D-123")
    editor.reason.editor.setText("One more is needed")
    double_click(editor.save)
    _approve(_dialog(window, "Save with override"))
    assert isinstance(window.pages.current(), OrderPage)
    kept = post.work.read(draft_of, order)
    assert (kept.lines[0].quantity, kept.lines[0].vendor_item, kept.export_authorization) == (
        9,
        "NG-7",
        "License D-123",
    )
    assert post.scalar("SELECT count(*) FROM approval") == 1


def test_an_order_written_again_keeps_the_project_of_each_line(window: MainWindow, post: Post) -> None:
    order = _draft(post, 1)
    found = post.work.read(draft_of, order)
    change = replace(found, lines=(replace(found.lines[0], project_id=2),))
    post.work.write(save_order, change)
    editor = _page(window, OrderEditor, "order-draft", order)
    assert isinstance(editor, OrderEditor)
    option = post.work.read(variant_option, 1)
    assert option is not None
    editor.form.change(0, option, 2, PRICE)
    double_click(editor.save)
    line = post.work.read(draft_of, order).lines[0]
    assert (line.quantity, line.project_id, line.vendor_item) == (2, 2, "NG-7")


def test_controlled_goods_without_an_authorization_are_booked_with_an_approval_once(
    window: MainWindow, post: Post
) -> None:
    line = post.order_lines(_draft(post, 5))[0]
    shipment = post.work.write(save_shipment, ShipmentDraft((ShipmentLineDraft(1, 5, line),), title="Helmets"))
    page = _page(window, ShipmentPage, "shipment", shipment)
    assert isinstance(page, ShipmentPage)
    double_click(page.receive)
    dialog = _dialog(window, "Book with override")
    assert "Riot helmet is export-controlled (0A979)" in _said(dialog)
    _approve(dialog)
    assert post.scalar("SELECT count(*) FROM document WHERE kind = 'IN'") == 1
    assert post.scalar("SELECT code FROM approval") == "export-authorization"
    assert page.record is not None
    assert page.record.state == "planned"
