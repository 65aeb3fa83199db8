"""Scans: what was scanned together is taken back together; the packing list's form of a serial is the maker's."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from inl_logistics.inventory.recall import lot, lots
from inl_logistics.kernel.problems import RulesBroken
from inl_logistics.kernel.values import Tracking
from inl_logistics.receiving.commands import (
    Mode,
    ScanDraft,
    StartDraft,
    abandon,
    scan,
    start,
    undo_last,
    undo_scan,
)
from inl_logistics.receiving.deciding import Decision, DecisionDraft, WrongDraft, add_wrong, decide
from inl_logistics.receiving.posting import FinishDraft
from inl_logistics.receiving.posting import post as finish
from inl_logistics.receiving.queries import report
from inl_logistics.receiving.tallying import CorrectionDraft, correct
from inl_logistics.shipments.commands import (
    PackageDraft,
    PackedQuantity,
    PackedSerial,
    ShipmentDraft,
    ShipmentLineDraft,
    save_shipment,
)
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


@pytest.mark.parametrize(
    ("quantity", "made", "expires", "codes"),
    [
        (0, None, None, ["quantity-not-positive"]),
        (-5, None, None, ["quantity-not-positive"]),
        (99_999_999_999_999_999_999, None, None, ["count-too-large"]),
        (10, TODAY, TODAY, ["expires-before-made"]),
        (0, TODAY, TODAY - timedelta(days=1), ["quantity-not-positive", "expires-before-made"]),
    ],
)
def test_a_count_that_cannot_be_is_refused_and_nothing_is_kept(
    post: Post, quantity: int, made: date | None, expires: date | None, codes: list[str]
) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    order = post.order((gloves, 40))
    shipment = post.ship(order, [ShipmentLineDraft(gloves, 40, post.order_lines(order)[0])])
    receiving = post.work.write(start, StartDraft(shipment, post.store))
    good = post.work.write(scan, ScanDraft(receiving, "PPE-01", quantity=40))
    for command, draft in (
        (scan, ScanDraft(receiving, "PPE-01", quantity=quantity, made_on=made, expires_on=expires)),
        (correct, CorrectionDraft(good.scan_id, made_on=made, expires_on=expires, quantity=quantity)),
    ):
        with pytest.raises(RulesBroken) as caught:
            post.work.write(command, draft)
        assert [one.code for one in caught.value.problems] == codes
    if made is None:
        with pytest.raises(RulesBroken):
            post.work.write(add_wrong, WrongDraft(receiving, gloves, quantity))
    assert post.scalar("SELECT group_concat(quantity) FROM scan") == "40"


def test_a_unit_that_lies_somewhere_already_is_not_counted_in_again_but_can_be_ignored(post: Post) -> None:
    vest = post.item("BA-01")
    post.stocked(vest, ["V-1"])
    order = post.order((vest, 1))
    shipment = post.ship(order, [ShipmentLineDraft(vest, 1, post.order_lines(order)[0])])
    receiving = post.work.write(start, StartDraft(shipment, post.store))
    found = post.work.write(scan, ScanDraft(receiving, "V-1"))
    line = int(str(post.scalar("SELECT max(id) FROM shipment_line")))
    for decision in (Decision.OVER, Decision.SET_ASIDE, Decision.WRONG):
        with pytest.raises(RulesBroken) as caught:
            post.work.write(decide, DecisionDraft(found.scan_id, decision, line))
        assert [one.code for one in caught.value.problems] == ["serial-in-stock"]
    post.work.write(decide, DecisionDraft(found.scan_id, Decision.IGNORE))
    assert post.scalar("SELECT outcome FROM scan WHERE id = :i", i=found.scan_id) == "ignored"


def test_only_a_question_is_decided_and_with_a_quantity(post: Post) -> None:
    vest = post.item("BA-01")
    order = post.order((vest, 1))
    shipment = post.ship(
        order, [ShipmentLineDraft(vest, 1, post.order_lines(order)[0], serials=(PackedSerial("V-1"),))]
    )
    receiving = post.work.write(start, StartDraft(shipment, post.store))
    counted = post.work.write(scan, ScanDraft(receiving, "V-1"))
    strange = post.work.write(scan, ScanDraft(receiving, "V-2"))
    with pytest.raises(RulesBroken) as caught:
        post.work.write(decide, DecisionDraft(counted.scan_id, Decision.IGNORE))
    assert [one.code for one in caught.value.problems] == ["scan-decided"]
    with pytest.raises(RulesBroken) as caught:
        post.work.write(decide, DecisionDraft(strange.scan_id, Decision.WRONG, variant_id=vest, quantity=0))
    assert [one.code for one in caught.value.problems] == ["quantity-not-positive"]
    post.work.write(undo_scan, strange.scan_id)
    with pytest.raises(RulesBroken):
        post.work.write(decide, DecisionDraft(strange.scan_id, Decision.WRONG, variant_id=vest))
    assert post.scalar("SELECT group_concat(outcome) FROM scan") == "good,unknown"


@pytest.mark.parametrize("codes", [("PLT 1", "CTN 1"), ("CTN 1", "PLT 1"), ("PLT 1", "CTN 2", "CTN 1", "PLT 1")])
def test_a_pallet_and_a_carton_on_it_count_the_carton_once(post: Post, codes: tuple[str, ...]) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    order = post.order((gloves, 40))
    packed = (PackedQuantity("CTN 1", 30), PackedQuantity("CTN 2", 10))
    shipment = post.ship(
        order,
        [ShipmentLineDraft(gloves, 40, post.order_lines(order)[0], packed=packed)],
        [PackageDraft("PLT 1"), PackageDraft("CTN 1", parent="PLT 1"), PackageDraft("CTN 2", parent="PLT 1")],
    )
    receiving = post.work.write(start, StartDraft(shipment, post.store))
    for code in codes:
        post.work.write(scan, ScanDraft(receiving, code, Mode.CARTON))
    rows = "SELECT group_concat(text || ' ' || quantity, ', ') FROM (SELECT * FROM scan WHERE outcome = 'good' ORDER BY text)"
    assert post.scalar(rows) == "CTN 1 30, CTN 2 10", "each under its own carton"


def _two_vests(post: Post) -> tuple[int, int]:
    """Return an open receiving of two items without serials on the list, and the first line."""
    vest, helmet = post.item("BA-01"), post.item("BA-02")
    order = post.order((vest, 2), (helmet, 2))
    lines = post.order_lines(order)
    shipment = post.ship(order, [ShipmentLineDraft(vest, 2, lines[0]), ShipmentLineDraft(helmet, 2, lines[1])])
    return post.work.write(start, StartDraft(shipment, post.store)), int(
        post.scalar("SELECT min(id) FROM shipment_line")  # type: ignore[call-overload]
    )


def test_an_unknown_serial_scanned_twice_is_decided_once(post: Post) -> None:
    receiving, line = _two_vests(post)
    first, second = (post.work.write(scan, ScanDraft(receiving, one)) for one in ("X-1", "x1"))
    post.work.write(decide, DecisionDraft(first.scan_id, Decision.OVER, line))
    with pytest.raises(RulesBroken) as caught:
        post.work.write(decide, DecisionDraft(second.scan_id, Decision.OVER, line))
    assert [problem.code for problem in caught.value.problems] == ["serial-counted"]
    post.work.write(decide, DecisionDraft(second.scan_id, Decision.IGNORE, note="twice"))
    said = "SELECT group_concat(before || after, ' ') FROM trail WHERE action = 'receiving.decide' AND subject_id = :r"
    assert post.scalar(said, r=receiving) == (
        '{"outcome":"unknown"}{"note":"","outcome":"good"} {"outcome":"unknown"}{"note":"twice","outcome":"ignored"}'
    )
    assert post.work.write(finish, FinishDraft(receiving, TODAY)).units == 1


def test_a_serial_counted_twice_is_named_when_it_is_posted(post: Post) -> None:
    receiving, line = _two_vests(post)
    scanned = post.work.write(scan, ScanDraft(receiving, "X-1"))
    post.work.write(decide, DecisionDraft(scanned.scan_id, Decision.OVER, line))
    variant = post.scalar("SELECT variant_id FROM shipment_line WHERE id = :l", l=line)
    post.work.write(add_wrong, WrongDraft(receiving, int(variant), 1, "x1"))  # type: ignore[call-overload]
    with pytest.raises(RulesBroken) as caught:
        post.work.write(finish, FinishDraft(receiving, TODAY))
    assert [problem.code for problem in caught.value.problems] == ["unit-twice"]
    assert post.scalar("SELECT count(*) FROM document WHERE kind = 'RI'") == 0, "nothing of it is kept"


def test_only_a_booked_shipment_is_counted_and_a_count_given_up_says_why(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    order = post.order((gloves, 10))
    line = ShipmentLineDraft(gloves, 10, post.order_lines(order)[0])
    planned = post.work.write(save_shipment, ShipmentDraft((line,), title="Gloves", vendor_id=post.vendor))
    with pytest.raises(RulesBroken) as caught:
        post.work.write(start, StartDraft(planned, post.store))
    assert [problem.code for problem in caught.value.problems] == ["shipment-not-booked"]
    shipment = post.ship(order, [line])
    receiving = post.work.write(start, StartDraft(shipment, post.store))
    post.work.write(scan, ScanDraft(receiving, "PPE-01", quantity=4))
    post.work.write(abandon, receiving, reason="Wrong truck")
    assert (
        post.scalar("SELECT state || ' ' || remarks FROM receiving WHERE id = :r", r=receiving)
        == "abandoned Wrong truck"
    )
    for act in (lambda: post.work.write(scan, ScanDraft(receiving, "PPE-01")),
                lambda: post.work.write(finish, FinishDraft(receiving, TODAY))):  # fmt: skip
        with pytest.raises(RulesBroken) as caught:
            act()
        assert "receiving-not-open" in [problem.code for problem in caught.value.problems]
    assert post.work.write(start, StartDraft(shipment, post.store)) != receiving, "the goods can be counted anew"


def test_a_carton_counted_into_a_bin_lies_there_whole(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    order = post.order((gloves, 30))
    line = ShipmentLineDraft(gloves, 30, post.order_lines(order)[0], packed=(PackedQuantity("CTN 1", 30),))
    shipment = post.ship(order, [line], [PackageDraft("CTN 1")])
    receiving = post.work.write(start, StartDraft(shipment, post.store))
    post.work.write(scan, ScanDraft(receiving, "CTN 1", Mode.CARTON, bin="A-04"))
    post.work.write(finish, FinishDraft(receiving, TODAY))
    where = "SELECT b.code FROM receipt_line x JOIN place p ON p.id = x.place_id JOIN bin b ON b.id = p.bin_id"
    assert post.scalar(where) == "A-04"


def test_units_keep_the_lot_of_their_line_so_that_a_recall_finds_them(post: Post) -> None:
    """Serial goods have lots too: batteries, plates, gas masks; one that is added as over belongs to the line's lot."""
    mask = post.item("RES-01")
    order = post.order((mask, 3))
    packed = tuple(PackedSerial(one) for one in ("GM-1", "GM-2"))
    expires = TODAY + timedelta(days=900)
    shipment = post.ship(
        order,
        [ShipmentLineDraft(mask, 2, post.order_lines(order)[0], serials=packed, lot="L-7", expires_on=expires)],
    )
    receiving = post.work.write(start, StartDraft(shipment, post.store))
    for typed in ("GM-1", "GM-2", "GM-3"):
        post.work.write(scan, ScanDraft(receiving, typed))
    over = int(str(post.scalar("SELECT id FROM scan WHERE outcome = 'unknown'")))
    line = int(str(post.scalar("SELECT shipment_line_id FROM scan WHERE text = 'GM-1'")))
    post.work.write(decide, DecisionDraft(over, Decision.OVER, line))
    post.work.write(finish, FinishDraft(receiving, TODAY))
    (hit,) = post.work.read(lots, "L-7")
    found = post.work.read(lot, hit.lot_id)
    assert (found.expires_on, found.ours) == (expires, 3)
    assert [one.serials for one in found.rows] == [("GM-1", "GM-2", "GM-3")]
