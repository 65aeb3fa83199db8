"""Scans: what was scanned together is taken back together; the packing list's form of a serial is the maker's."""

from __future__ import annotations

from inl_logistics.kernel.values import Tracking
from inl_logistics.receiving.commands import Mode, ScanDraft, StartDraft, scan, start, undo_last
from inl_logistics.receiving.posting import FinishDraft
from inl_logistics.receiving.posting import post as finish
from inl_logistics.receiving.queries import report
from inl_logistics.shipments.commands import PackageDraft, PackedQuantity, PackedSerial, ShipmentLineDraft
from tests.builders import TODAY, Post


def test_a_carton_with_quantities_is_taken_back_and_nothing_else(post: Post) -> None:
    vest, gloves = post.item("BA-01"), post.item("PPE-01", tracking=Tracking.QUANTITY)
    order = post.order((vest, 2), (gloves, 40))
    lines = post.order_lines(order)
    shipment = post.ship(
        order,
        [
            ShipmentLineDraft(
                vest, 2, lines[0], serials=(PackedSerial("BA-1", "CTN 1"), PackedSerial("BA-2", "CTN 1"))
            ),
            ShipmentLineDraft(gloves, 40, lines[1], packed=(PackedQuantity("CTN 1", 40),)),
        ],
        [PackageDraft("CTN 1")],
    )
    receiving = post.work.write(start, StartDraft(shipment, post.store))
    post.work.write(scan, ScanDraft(receiving, "BA-1"))
    post.work.write(scan, ScanDraft(receiving, "CTN 1", Mode.CARTON))
    assert post.work.write(undo_last, receiving) == 2
    assert post.scalar("SELECT group_concat(text) FROM scan WHERE undone = 0") == "BA-1"
    assert post.work.write(undo_last, receiving) == 1
    assert post.work.write(undo_last, receiving) == 0


def test_a_serial_is_stocked_as_the_packing_list_writes_it(post: Post) -> None:
    vest = post.item("BA-01")
    order = post.order((vest, 3))
    packed = tuple(PackedSerial(one) for one in ("BA3-227003", "BA3-227004"))
    shipment = post.ship(order, [ShipmentLineDraft(vest, 3, post.order_lines(order)[0], serials=packed)])
    receiving = post.work.write(start, StartDraft(shipment, post.store))
    for typed, mode in (("ba3227003", Mode.GOOD), ("BA3 227004", Mode.DAMAGED), ("xy-9", Mode.GOOD)):
        post.work.write(scan, ScanDraft(receiving, typed, mode))
    posted = post.work.write(finish, FinishDraft(receiving, TODAY))
    assert post.scalar("SELECT group_concat(serial, ' ') FROM (SELECT serial FROM unit ORDER BY folded)") == (
        "BA3-227003 BA3-227004 xy-9"
    )
    assert post.scalar("SELECT group_concat(text, '|') FROM scan") == "ba3227003|BA3 227004|xy-9"
    assert "ba3227003" not in str(post.work.read(report, posted.report))
