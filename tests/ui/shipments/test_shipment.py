"""The shipment's page through the window: packages, lines of several orders, marks, papers, milestones for several."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inl_logistics.shipments.commands import (
    PackageDraft,
    PackedSerial,
    ShipmentDraft,
    ShipmentLineDraft,
    cancel_shipment,
    save_shipment,
)
from inl_logistics.shipments.following import MilestoneDraft, set_milestone
from inl_logistics.shipments.packing import packing_of
from inl_logistics.shipments.records import MilestoneKind, PackageKind
from tests.builders import TODAY, Post, puerto_claro
from tests.ui.fieldwork import Hands, cut_off, scrolls_sideways, window_on
from ui.kit import theme
from ui.kit.dialogs import Dialog, open_overlay
from ui.kit.navigation import Route
from ui.kit.paperdialog import PaperDialog as Printed
from ui.kit.tree import ROW
from ui.shell.window import MainWindow
from ui.shipments.booking import BookingDialog
from ui.shipments.bulk import BulkMilestoneDialog
from ui.shipments.detail import ShipmentPage
from ui.shipments.dialogs import MilestoneDialog, PaperDialog
from ui.shipments.editor import ShipmentEditor
from ui.shipments.feature import FEATURE as SHIPMENTS
from ui.shipments.linedialog import LineDialog, OrderLinesDialog
from ui.shipments.packdialogs import PackageDialog, PutDialog
from ui.shipments.page import ShipmentsPage

ALT_SHIFT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def post(tmp_path: Path) -> Post:
    """A post."""
    return puerto_claro(tmp_path / "post")


@pytest.fixture
def window(post: Post, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The window on it."""
    with window_on(post, (SHIPMENTS,), qtbot, qapp) as made:
        yield made


def draft(post: Post, *lines: ShipmentLineDraft, **more: object) -> int:
    """Save a shipment that is not booked yet."""
    return post.work.write(save_shipment, ShipmentDraft(lines, title="Armor", vendor_id=post.vendor, **more))


def vests(post: Post) -> int:
    """Four vests with serials and a tree of three packages."""
    vest = post.item("BA-01", name="Vest")
    line = post.order_lines(post.order((vest, 4)))[0]
    serials = tuple(PackedSerial(f"V{n}") for n in range(4))
    packages = (
        PackageDraft("PALLET 1", PackageKind.PALLET), PackageDraft("CTN 001", parent="PALLET 1"),
        PackageDraft("PALLET 2", PackageKind.PALLET),
    )  # fmt: skip
    return draft(post, ShipmentLineDraft(vest, 4, line, serials=serials), packages=packages)


def opened(window: MainWindow, shipment: int) -> ShipmentPage:
    """Open the shipment."""
    window.navigator.open(Route("shipment", shipment))
    page = window.pages.current()
    assert isinstance(page, ShipmentPage)
    return page


def dialog_of(window: MainWindow, kind: type[Dialog]) -> Dialog:
    """Return the open dialog."""
    found = open_overlay(window)
    assert isinstance(found, kind), found
    return found


def tree_of(post: Post, shipment: int) -> list[str]:
    """Write the stored tree as code<parent."""
    return [f"{one.code}<{one.parent}" for one in post.work.read(packing_of, shipment).packages]


def test_packages_are_arranged_by_keyboard_and_undone(post: Post, window: MainWindow) -> None:
    """Ins, Alt Shift arrows, Del; Ctrl Z takes the last one back."""
    shipment, hands = vests(post), Hands()
    page = opened(window, shipment)
    page.tree.setFocus()
    hands.key(Qt.Key.Key_Down)
    hands.key(Qt.Key.Key_Insert)
    assert "CTN 002<PALLET 1" in tree_of(post, shipment)
    hands.key(Qt.Key.Key_Down)
    hands.key(Qt.Key.Key_Left, ALT_SHIFT)
    assert "CTN 002<" in tree_of(post, shipment)
    hands.key(Qt.Key.Key_Delete)
    assert all(not one.startswith("CTN 002") for one in tree_of(post, shipment))
    hands.ctrl(Qt.Key.Key_Z)
    assert "CTN 002<" in tree_of(post, shipment)


def test_a_carton_is_dragged_onto_another_pallet(post: Post, window: MainWindow) -> None:
    """With the mouse; a pallet never goes into a carton, which is said."""
    shipment = vests(post)
    page = opened(window, shipment)
    tree, middle = page.tree, theme.px(ROW) // 2

    def drag(start: int, end: int) -> None:
        QTest.mousePress(tree, Qt.MouseButton.LeftButton, pos=QPoint(90, start * theme.px(ROW) + middle))
        for step in (1, 2):
            at = QPoint(90 + step, (start + (end - start) * step // 2) * theme.px(ROW) + middle)
            event = QMouseEvent(QEvent.Type.MouseMove, QPointF(at), tree.mapToGlobal(QPointF(at)), Qt.MouseButton.NoButton,
                                Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)  # fmt: skip
            QApplication.sendEvent(tree, event)
        QTest.mouseRelease(tree, Qt.MouseButton.LeftButton, pos=QPoint(92, end * theme.px(ROW) + middle))

    drag(1, 2)
    assert tree_of(post, shipment) == ["PALLET 1<", "PALLET 2<", "CTN 001<PALLET 2"]
    drag(0, 2)
    assert tree_of(post, shipment) == ["PALLET 1<", "PALLET 2<", "CTN 001<PALLET 2"]
    notice = window.notices.current()
    assert notice is not None
    assert "cannot lie in" in notice.words


def test_goods_go_into_a_carton_and_the_carton_filters_the_lines(post: Post, window: MainWindow) -> None:
    """Exactly these serials; the serials of the carton are named below the lines."""
    shipment = vests(post)
    page = opened(window, shipment)
    page.tree.setFocus()
    QTest.keyClick(page.tree, Qt.Key.Key_Down)
    assert page.packages.inside() is not None
    page.packages.act("put")
    put = dialog_of(window, PutDialog)
    assert isinstance(put, PutDialog)
    put.serials.editor.setText("V1\nV3")
    put.save.click()
    assert page.sum_start.text() == "Serials: V1, V3"
    page.packages.act("change")
    changed = dialog_of(window, PackageDialog)
    assert isinstance(changed, PackageDialog)
    changed.weight.editor.setText("16,4")
    changed.sides.editor.setText("60 x 40 x 35")
    changed.save.click()
    assert post.scalar("SELECT weight_g || ' ' || size_mm FROM package WHERE code = 'CTN 001'") == "16400 600x400x350"
    assert "16 kg" in page.packages.note.text() or "16.4 kg" in page.packages.note.text()


def test_one_shipment_takes_lines_of_several_orders_and_what_is_left_is_right(post: Post, window: MainWindow) -> None:
    """Two orders into one shipment, then one order over two; a removed line comes back."""
    first, second = post.item("BA-01", name="Vest"), post.item("RIO-01", name="Helmet")
    post.order((first, 10))
    post.order((second, 6))
    one, two = draft(post), draft(post)
    page = opened(window, one)
    page.acting.add_lines()
    picker = dialog_of(window, OrderLinesDialog)
    assert isinstance(picker, OrderLinesDialog)
    assert picker.save.reason()
    for _n in range(2):
        QTest.keyClick(picker.table, Qt.Key.Key_Space)
        QTest.keyClick(picker.table, Qt.Key.Key_Down)
    picker.save.click()
    assert [line.quantity for line in page.record.lines] == [10, 6] if page.record else False
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_F2)
    line = dialog_of(window, LineDialog)
    assert isinstance(line, LineDialog)
    line.quantity.editor.setText("4")
    line.hs.editor.setText("6307.90")
    line.save.click()
    page = opened(window, two)
    page.acting.add_lines()
    picker = dialog_of(window, OrderLinesDialog)
    assert isinstance(picker, OrderLinesDialog)
    assert [(open_.item, open_.left) for open_ in picker._lines] == [("Vest", 6)]
    picker.dismiss()
    page = opened(window, one)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    assert post.scalar("SELECT count(*) FROM shipment_line") == 1
    page.undo()
    assert post.scalar("SELECT group_concat(quantity || hs) FROM shipment_line ORDER BY line_no") in (
        "46307.90,6",
        "6,46307.90",
    )


def test_hazards_are_said_before_booking_and_the_papers_follow(post: Post, window: MainWindow) -> None:
    """Radios by air: lithium, declaration and safety data; the dialog books."""
    radio = post.item("COM-01", name="Radio", un_number="UN3481", hazard_class="9")
    line = post.order_lines(post.order((radio, 5)))[0]
    shipment = draft(post, ShipmentLineDraft(radio, 5, line), mode="air")
    page = opened(window, shipment)
    assert "lithium batteries (UN3481)" in page.banner.words()
    assert (
        {"dangerous-goods", "safety-data-sheet"} <= {paper.kind for paper in page.record.papers}
        if page.record
        else False
    )
    page.scope.choose("marks")
    assert page.stack.currentWidget() is page.marks_table
    page.receive.click()
    booking = dialog_of(window, BookingDialog)
    assert isinstance(booking, BookingDialog)
    booking.book.click()
    assert post.scalar("SELECT state FROM shipment") == "planned"
    page.acting.print_paper("diplomatic-note")
    assert isinstance(open_overlay(window), Printed)


def test_the_header_is_entered_by_section(post: Post, window: MainWindow) -> None:
    """Note, entry, demurrage with its cap, insurance; numbers as people write them."""
    shipment = vests(post)
    page = opened(window, shipment)
    page.acting.edit()
    editor = dialog_of(window, ShipmentEditor)
    assert isinstance(editor, ShipmentEditor)
    for name, text in (
        ("notify_party", "GSO"), ("agent", "USDA Miami"), ("diplomatic_note", "104/26"), ("insurer", "Harbor Mutual"),
        ("free_days", "21"), ("demurrage_minor", "185"), ("demurrage_cap_minor", "4,200"), ("weight_g", "2318"),
        ("volume_cm3", "12.5"), ("package_count", "19"),
    ):  # fmt: skip
        editor.fields[name].editor.setText(text)
    editor.fields["note_on"].editor.set_day(TODAY)
    editor.save.click()
    kept = post.scalar(
        "SELECT notify_party || agent || note_on || free_days || demurrage_minor || demurrage_cap_minor || weight_g || volume_cm3"
        " || package_count FROM shipment"
    )
    assert kept == "GSOUSDA Miami2026-11-24211850042000023180001250000019"
    assert len(post.work.read(packing_of, shipment).packages) == 3


def test_several_shipments_get_a_milestone_with_a_preview(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    """Ticked in the list; what becomes of each is shown first."""
    vest = post.item("BA-01")
    for _n in range(2):
        post.ship(0, [ShipmentLineDraft(vest, 1)])
    window.navigator.open(Route("shipments"))
    page = window.pages.current()
    assert isinstance(page, ShipmentsPage)
    qtbot.waitUntil(lambda: len(page.total.keys) == 2)
    page.model.set_ticked(page.total.keys, True)
    assert page.bulk.text() == "Milestone for 2"
    page.bulk.click()
    bulk = dialog_of(window, BulkMilestoneDialog)
    assert isinstance(bulk, BulkMilestoneDialog)
    bulk.on.editor.set_day(TODAY + timedelta(days=3))
    bulk.save.click()
    assert bulk.summary.isVisible()
    bulk.on.editor.set_day(TODAY)
    bulk.save.click()
    assert post.scalar("SELECT count(*) FROM shipment WHERE state = 'in-customs'") == 2


def test_a_milestone_entered_by_mistake_is_taken_away(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    """The day is cleared in the dialog, and Ctrl Z brings it back; a step that is not on the way is skipped."""
    shipment = post.ship(0, [ShipmentLineDraft(post.item("BA-01"), 1)])
    post.work.write(set_milestone, MilestoneDraft(shipment, MilestoneKind.ARRIVED, TODAY))
    page = opened(window, shipment)
    page.acting.milestone("arrived")
    asked = dialog_of(window, MilestoneDialog)
    assert isinstance(asked, MilestoneDialog)
    asked.actual.editor.setFocus()
    asked.actual.editor.selectAll()
    QTest.keyClick(asked.actual.editor, Qt.Key.Key_Delete)
    asked.save.click()
    days = "SELECT actual_on FROM milestone WHERE kind = 'arrived'"
    qtbot.waitUntil(lambda: post.scalar(days) is None)
    assert post.scalar("SELECT state FROM shipment") == "planned"
    page.undo()
    assert (post.scalar(days), post.scalar("SELECT state FROM shipment")) == (TODAY.isoformat(), "in-customs")
    page.acting.milestone("customs")
    asked = dialog_of(window, MilestoneDialog)
    assert isinstance(asked, MilestoneDialog)
    asked.skipped.click()
    asked.save.click()
    assert post.scalar("SELECT skipped FROM milestone WHERE kind = 'customs'") == 1
    assert page.record is not None
    assert page.record.due_step == "delivered"


def test_a_milestone_and_a_paper_are_entered_by_keyboard_alone(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    shipment = post.ship(0, [ShipmentLineDraft(post.item("BA-01"), 1)])
    page = opened(window, shipment)
    page.acting.milestone("arrived")
    asked = dialog_of(window, MilestoneDialog)
    assert isinstance(asked, MilestoneDialog)
    Hands().fill(asked.actual.editor, "23/11", enter=True)
    days = "SELECT actual_on FROM milestone WHERE kind = 'arrived'"
    qtbot.waitUntil(lambda: post.scalar(days) == "2026-11-23")
    assert open_overlay(window) is None
    page.acting.paper("invoice")
    paper = dialog_of(window, PaperDialog)
    assert isinstance(paper, PaperDialog)
    Hands().fill(paper.number.editor, "INV-1", enter=True)
    qtbot.waitUntil(lambda: post.scalar("SELECT number FROM shipment_paper WHERE kind = 'invoice'") == "INV-1")


def test_customs_release_is_asked_for_when_the_goods_are_there(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    shipment = post.ship(0, [ShipmentLineDraft(post.item("BA-01"), 1)])
    page = opened(window, shipment)
    assert "Customs release" not in page.banner.words()
    post.work.write(set_milestone, MilestoneDraft(shipment, MilestoneKind.ARRIVED, TODAY))
    qtbot.waitUntil(lambda: "Customs release is missing." in page.banner.words())


def test_a_canceled_shipment_says_so(post: Post, window: MainWindow) -> None:
    shipment = post.ship(0, [ShipmentLineDraft(post.item("BA-01"), 1)])
    post.work.write(cancel_shipment, shipment, reason="Booked twice")
    page = opened(window, shipment)
    assert page.receive.reason() == "The shipment is canceled"
    assert page.milestone.reason() == page.edit.reason() == "The shipment is canceled"


@pytest.mark.parametrize("size", [(1280, 680), (1366, 768)])
def test_nothing_is_cut_off(post: Post, qtbot: QtBot, qapp: QApplication, size: tuple[int, int]) -> None:
    """At both sizes."""
    shipment = vests(post)
    with window_on(post, (SHIPMENTS,), qtbot, qapp, size) as made:
        page = opened(made, shipment)
        assert cut_off(page) == []
        assert not scrolls_sideways(page)
