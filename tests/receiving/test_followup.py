"""What follows a receiving: a discrepancy report to its closing, goods inspected in quarantine, sheets entered afterwards."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inl_logistics.inventory.commands import ConditionDraft, StockPick, change_condition
from inl_logistics.kernel.actor import Override
from inl_logistics.kernel.listing import ListQuery
from inl_logistics.kernel.problems import ApprovalNeeded, RulesBroken
from inl_logistics.kernel.values import Condition, Status, Tracking
from inl_logistics.ledger.proof import differences
from inl_logistics.purchasing.commands import OrderDraft, OrderLineDraft, place_order, save_order
from inl_logistics.receiving import claims, followup, inspecting, listing
from inl_logistics.receiving.claims import ClaimDraft, ClaimNoteDraft, SettleDraft
from inl_logistics.receiving.commands import (
    Mode,
    ScanDraft,
    StartDraft,
    scan,
    start,
)
from inl_logistics.receiving.deciding import Decision, DecisionDraft, decide
from inl_logistics.receiving.documents import Cause, Resolution
from inl_logistics.receiving.inspecting import Inspected, InspectionDraft
from inl_logistics.receiving.posting import FinishDraft
from inl_logistics.receiving.posting import post as post_receipt
from inl_logistics.receiving.queries import counting
from inl_logistics.receiving.records import AddresseeRole, InspectionResult
from inl_logistics.receiving.reversing import ReverseDraft, reverse
from inl_logistics.receiving.tallying import CorrectionDraft, TallyDraft, TallyLine, correct, enter_tally
from inl_logistics.shipments.commands import PackedSerial, ShipmentLineDraft
from tests.builders import TODAY, Post


def _codes(caught: pytest.ExceptionInfo[RulesBroken]) -> list[str]:
    return [problem.code for problem in caught.value.problems]


def _damaged(post: Post) -> int:
    """Receive ten helmets: seven good, one damaged, two short."""
    helmet = post.item("RIO-01")
    serials = [f"H-{number}" for number in range(1, 11)]
    order = post.order((helmet, 10))
    packed = tuple(PackedSerial(serial) for serial in serials)
    shipment = post.ship(order, [ShipmentLineDraft(helmet, 10, post.order_lines(order)[0], serials=packed)])
    receiving = post.work.write(start, StartDraft(shipment, post.store))
    for serial in serials[:7]:
        post.work.write(scan, ScanDraft(receiving, serial))
    post.work.write(scan, ScanDraft(receiving, serials[7], Mode.DAMAGED, note="visor broken"))
    post.work.write(post_receipt, FinishDraft(receiving, TODAY))
    return int(receiving)


def test_a_report_is_claimed_written_about_and_closed_line_by_line(post: Post) -> None:
    receiving = _damaged(post)
    record = post.work.read(followup.detail, receiving, today=TODAY)
    assert record is not None
    damaged, short = sorted(record.lines, key=lambda line: line.kind)
    assert (record.row.value_minor, record.row.claim_by) == (3 * 41_200, TODAY + timedelta(days=14))
    asked = (record.row.claim_by, record.row.claim_by + timedelta(days=1))
    late = [post.work.read(followup.detail, receiving, today=day) for day in asked]
    assert [one.row.status for one in late if one is not None] == ["due", "overdue"]
    with pytest.raises(RulesBroken) as caught:
        post.work.write(claims.claim, ClaimDraft((damaged.id,), " ", claimed_on=TODAY + timedelta(days=1)))
    assert _codes(caught) == ["claim-addressee", "date-in-future"]
    both = (damaged.id, short.id)
    post.work.write(
        claims.claim,
        ClaimDraft(
            both, "Andes Air Cargo", AddresseeRole.CARRIER, Cause.CARRIER, TODAY + timedelta(days=5), TODAY, "C-77"
        ),
    )
    post.work.write(claims.note_claim, ClaimNoteDraft(receiving, TODAY, "Letter sent", "by e-mail"))
    with pytest.raises(RulesBroken) as caught:
        post.work.write(claims.settle, SettleDraft((damaged.id,), Resolution.CREDIT, TODAY - timedelta(days=1)))
    assert _codes(caught) == ["claim-amount", "claim-settled-before"]
    post.work.write(claims.settle, SettleDraft(both, Resolution.CREDIT, TODAY, 100_00))
    record = post.work.read(followup.detail, receiving, today=TODAY)
    assert record is not None
    assert (record.row.status, record.row.settled_minor, record.row.open) == ("resolved", 100_00, 0)
    assert [note.what for note in record.notes] == ["settled:credit", "Letter sent"]
    with pytest.raises(RulesBroken) as caught:
        post.work.write(claims.settle, SettleDraft(both, Resolution.ACCEPT, TODAY))
    assert _codes(caught) == ["reason-needed", "claim-closed"]
    post.work.write(claims.open_again, (short.id,), reason="Credit bounced")
    paper = post.work.read(followup.as_it_stands, receiving)
    assert (paper.addressee.text, paper.addressee_role, {line.cause for line in paper.lines}) == (
        "Andes Air Cargo", "carrier", {Cause.CARRIER},
    )  # fmt: skip
    assert sorted(line.resolution for line in paper.lines) == [Resolution.CREDIT, Resolution.OPEN]
    listed = post.work.read(followup.keys, ListQuery(filters={"status": frozenset({"claimed"})}), today=TODAY)
    assert listed.keys == (receiving,)
    late = post.work.read(followup.rows, [receiving], today=TODAY + timedelta(days=400))
    assert late[0].status == "claimed", "what is claimed in time has no deadline any more"


@given(st.integers(0, 10_000_000), st.lists(st.integers(0, 1_000_000), min_size=1, max_size=9))
def test_an_amount_is_parted_to_the_cent(whole: int, values: list[int]) -> None:
    shares = claims._shares(whole, values)
    assert sum(share or 0 for share in shares) == whole
    assert len(shares) == len(values)


def test_what_passes_inspection_is_free_and_what_fails_is_not(post: Post) -> None:
    receiving = _damaged(post)
    helmet = post.scalar("SELECT id FROM variant WHERE code = 'RIO-01'")
    waiting = post.work.read(inspecting.in_quarantine, receiving)
    assert [(one.serial, one.quantity) for one in waiting] == [("H-8", 1)]
    line = (Inspected(waiting[0].layer_id, 1, waiting[0].unit_id),)
    with pytest.raises(RulesBroken) as caught:
        post.work.write(
            inspecting.inspect, InspectionDraft(receiving, InspectionResult.FAILED, "", TODAY - timedelta(days=1), line)
        )
    assert _codes(caught) == ["inspector-needed", "reason-needed", "inspected-before-received"]
    draft = InspectionDraft(
        receiving, InspectionResult.PASSED, "M. Cruz", TODAY, line, Condition.GOOD, "scratch only", request="i1"
    )
    number = post.work.write(inspecting.inspect, draft)
    assert post.work.write(inspecting.inspect, draft) == number, "the same press twice posts once"
    assert post.on_hand(int(str(helmet))) == 8
    assert post.scalar("SELECT condition FROM position WHERE unit_id = :u", u=waiting[0].unit_id) == "good"
    assert [one.result for one in post.work.read(inspecting.inspections, receiving)] == ["passed"]
    with pytest.raises(RulesBroken) as caught:
        post.work.write(inspecting.inspect, InspectionDraft(receiving, InspectionResult.PASSED, "M. Cruz", TODAY, line))
    assert _codes(caught) == ["nothing-counted", "not-in-quarantine"]
    assert not post.work.read(differences)


def test_part_of_a_quarantined_quantity_is_released_and_part_is_unfit(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    order = post.order((gloves, 20))
    shipment = post.ship(order, [ShipmentLineDraft(gloves, 20, post.order_lines(order)[0])])
    receiving = post.work.write(start, StartDraft(shipment, post.store))
    post.work.write(scan, ScanDraft(receiving, "PPE-01", quantity=12))
    post.work.write(scan, ScanDraft(receiving, "PPE-01", Mode.DAMAGED, quantity=8))
    post.work.write(post_receipt, FinishDraft(receiving, TODAY, quarantine_bin="Q-01"))
    (waiting,) = post.work.read(inspecting.in_quarantine, receiving)
    assert waiting.quantity == 8
    for result, count, note in ((InspectionResult.PASSED, 5, ""), (InspectionResult.FAILED, 3, "torn")):
        lines = (Inspected(waiting.layer_id, count),)
        post.work.write(inspecting.inspect, InspectionDraft(receiving, result, "M. Cruz", TODAY, lines, note=note))
    assert (post.on_hand(gloves), post.on_hand(gloves, status="quarantined")) == (17, 3)
    assert post.scalar("SELECT sum(quantity) FROM balance WHERE condition = 'unserviceable'") == 3


def test_a_tally_sheet_is_entered_whole_and_names_who_counted(post: Post) -> None:
    vest, gloves = post.item("ARM-01"), post.item("PPE-01", tracking=Tracking.LOT)
    order = post.order((vest, 3), (gloves, 30))
    first, second = post.order_lines(order)
    packed = tuple(PackedSerial(serial) for serial in ("A-1", "A-2", "A-3"))
    shipment = post.ship(
        order, [ShipmentLineDraft(vest, 3, first, serials=packed), ShipmentLineDraft(gloves, 30, second, lot="L-1")]
    )
    receiving = post.work.write(start, StartDraft(shipment, post.store))
    post.work.write(scan, ScanDraft(receiving, "A-1"))
    one, two = (line.line_id for line in post.work.read(counting, receiving).lines)
    assert one is not None
    assert two is not None
    sheet = TallyDraft(
        receiving, "R. Mena",
        (
            TallyLine(one, good_serials=("A-1", "A-2", "a-2 ", "Z-9"), damaged_serials=("A-3",)),
            TallyLine(two, good=18, lot="L-1", expires_on=date(2029, 1, 1), bin="A-04"),
            TallyLine(two, good=10, damaged=2, lot="L-2", expires_on=date(2029, 6, 1), bin="Q-01"),
        ),
    )  # fmt: skip
    with pytest.raises(RulesBroken) as caught:
        post.work.write(enter_tally, TallyDraft(receiving, "", ()))
    assert _codes(caught) == ["tally-counter", "tally-empty"]
    done = post.work.write(enter_tally, sheet)
    assert (done.unknown, done.repeated) == (("Z-9",), ("A-1",))
    assert [(line.received, line.damaged) for line in post.work.read(counting, receiving).lines] == [(2, 1), (28, 2)]
    post.work.write(post_receipt, FinishDraft(receiving, TODAY))
    lots = "SELECT group_concat(code || ':' || q, ' ') FROM (SELECT t.code, sum(x.quantity) AS q FROM receipt_line x JOIN layer y ON y.id = x.layer_id JOIN lot t ON t.id = y.lot_id GROUP BY 1 ORDER BY 1)"
    assert post.scalar(lots) == "L-1:18 L-2:12"
    bins = (
        "SELECT group_concat(b, ', ') FROM (SELECT DISTINCT t.code || ' ' || b.code AS b FROM receipt_line x JOIN layer y"
        " ON y.id = x.layer_id JOIN lot t ON t.id = y.lot_id JOIN place p ON p.id = x.place_id JOIN bin b ON b.id = p.bin_id"
        " ORDER BY 1)"
    )
    assert post.scalar(bins) == "L-1 A-04, L-2 Q-01"
    row = post.work.read(listing.detail, receiving, today=TODAY)
    assert row is not None
    assert set(row.counted_by) == {"Dana Morales", "R. Mena"}


def test_a_scan_is_corrected_while_counting_and_the_trail_keeps_what_it_said(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.LOT)
    order = post.order((gloves, 30))
    shipment = post.ship(order, [ShipmentLineDraft(gloves, 30, post.order_lines(order)[0], lot="L-1")])
    receiving = post.work.write(start, StartDraft(shipment, post.store))
    taken = post.work.write(scan, ScanDraft(receiving, "PPE-01", quantity=30))
    post.work.write(correct, CorrectionDraft(taken.scan_id, "L-7", None, date(2028, 5, 1), "A-04", 29))
    assert "L-1" in str(post.scalar("SELECT before FROM trail WHERE action = 'receiving.correct'"))
    post.work.write(post_receipt, FinishDraft(receiving, TODAY))
    sql = "SELECT t.code || ' ' || t.expires_on || ' ' || x.quantity || ' ' || b.code FROM receipt_line x JOIN layer y ON y.id = x.layer_id JOIN lot t ON t.id = y.lot_id JOIN place p ON p.id = x.place_id JOIN bin b ON b.id = p.bin_id"
    assert post.scalar(sql) == "L-7 2028-05-01 29 A-04"
    with pytest.raises(RulesBroken) as caught:
        post.work.write(correct, CorrectionDraft(taken.scan_id, "L-8"))
    assert _codes(caught) == ["receiving-not-open"]


def test_the_lot_of_a_whole_line_is_corrected_and_how_many_stay_as_counted(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.LOT)
    order = post.order((gloves, 30))
    shipment = post.ship(order, [ShipmentLineDraft(gloves, 30, post.order_lines(order)[0], lot="L-1")])
    receiving = post.work.write(start, StartDraft(shipment, post.store))
    taken = [post.work.write(scan, ScanDraft(receiving, "PPE-01", quantity=count)) for count in (20, 7)]
    broken = post.work.write(scan, ScanDraft(receiving, "PPE-01", Mode.DAMAGED, quantity=3))
    draft = CorrectionDraft(taken[0].scan_id, "L-7", None, date(2028, 5, 1), None, 19, whole_line=True)
    post.work.write(correct, draft)
    said = "SELECT group_concat(lot || ' ' || quantity, ', ') FROM (SELECT * FROM scan ORDER BY id)"
    assert post.scalar(said) == "L-7 20, L-7 7, L-1 3", "the damaged ones are another question"
    post.work.write(correct, CorrectionDraft(broken.scan_id, "L-9", quantity=2))
    assert post.scalar(said) == "L-7 20, L-7 7, L-9 2", "one scan alone"


def test_lines_of_a_reversed_receiving_stay_closed_and_others_are_gathered_in_their_order(post: Post) -> None:
    receiving = _damaged(post)
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    order = post.order((gloves, 10))
    shipment = post.ship(order, [ShipmentLineDraft(gloves, 10, post.order_lines(order)[0])])
    other = post.work.write(start, StartDraft(shipment, post.store))
    post.work.write(scan, ScanDraft(other, "PPE-01", quantity=8))
    post.work.write(post_receipt, FinishDraft(other, TODAY))
    waiting = post.work.read(followup.open_lines, (int(other), receiving))
    assert [(line.code, line.kind) for line in waiting] == [
        ("PPE-01", "short"), ("RIO-01", "damaged"), ("RIO-01", "short"),
    ]  # fmt: skip
    post.work.write(reverse, ReverseDraft(receiving, "wrong shipment", TODAY))
    assert post.work.read(followup.open_lines, (int(other), receiving)) == waiting[:1]
    with pytest.raises(RulesBroken) as caught:
        post.work.write(claims.open_again, (waiting[1].id,), reason="Once more")
    assert _codes(caught) == ["claim-closed"]


def test_the_next_part_of_a_lot_is_proposed_with_the_day_the_first_was_corrected_to(post: Post) -> None:
    masks = post.item("GAS-01", tracking=Tracking.LOT)
    order = post.order((masks, 30))
    line = ShipmentLineDraft(masks, 30, post.order_lines(order)[0], lot="L-1", expires_on=date(2029, 1, 1))
    shipment = post.ship(order, [line])
    receiving = post.work.write(start, StartDraft(shipment, post.store))
    for lot, day in (("L-1", date(2028, 5, 1)), ("L-2", date(2031, 1, 1))):
        taken = post.work.write(scan, ScanDraft(receiving, "GAS-01", quantity=10))
        post.work.write(correct, CorrectionDraft(taken.scan_id, lot, None, day))
    post.work.write(post_receipt, FinishDraft(receiving, TODAY, final=False))
    again = post.work.write(start, StartDraft(shipment, post.store))
    post.work.write(scan, ScanDraft(again, "GAS-01", quantity=10))
    said = "SELECT lot || ' ' || expires_on FROM scan WHERE receiving_id = :r"
    assert post.scalar(said, r=again) == "L-1 2028-05-01"


def test_what_the_order_asks_is_looked_at_when_the_goods_come(post: Post) -> None:
    """domain.md 2.3: lot and expiry, a list of serials, life left at receipt."""
    vest, spray = post.item("ARM-01"), post.item("OC-01", tracking=Tracking.LOT)
    draft = OrderDraft(
        (
            OrderLineDraft(vest, 2, 412_000_000, serial_list=True),
            OrderLineDraft(spray, 10, 412_000_000, lot_required=True, min_life_months=24),
        ),
        title="Gear", vendor_id=post.vendor, ordered_on=TODAY - timedelta(days=90),
    )  # fmt: skip
    order = post.work.write(save_order, draft)
    post.work.write(place_order, order)
    first, second = post.order_lines(order)
    shipment = post.ship(order, [ShipmentLineDraft(vest, 2, first), ShipmentLineDraft(spray, 10, second)])
    receiving = post.work.write(start, StartDraft(shipment, post.store))
    lines = [line.line_id for line in post.work.read(counting, receiving).lines]
    for serial in ("A-1", "A-2"):
        post.work.write(scan, ScanDraft(receiving, serial, line_id=lines[0]))
    post.work.write(scan, ScanDraft(receiving, "OC-01", quantity=4))
    post.work.write(scan, ScanDraft(receiving, "OC-01", quantity=6, lot="B-1", expires_on=TODAY + timedelta(days=300)))
    with pytest.raises(ApprovalNeeded) as caught:
        post.work.write(post_receipt, FinishDraft(receiving, TODAY))
    assert [problem.code for problem in caught.value.problems] == ["life-short-at-receipt"]
    own = Override("life-short-at-receipt", "needed now", post.work.actor.user_id, post.work.actor.name)
    post.work.write(post_receipt, FinishDraft(receiving, TODAY), overrides=(own,))
    kept = str(post.scalar("SELECT after FROM trail WHERE action = 'receiving.post'"))
    assert "lot-missing" in kept
    assert "serials-unlisted" in kept


@pytest.mark.parametrize("way", ["inspection", "condition"])
def test_surplus_that_was_set_aside_becomes_free_only_with_an_approver(post: Post, way: str) -> None:
    """domain.md 7: set aside at first, or accepted at once, more than was ordered is more than was ordered."""
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    order = post.order((gloves, 10))
    shipment = post.ship(order, [ShipmentLineDraft(gloves, 10, post.order_lines(order)[0])])
    receiving = post.work.write(start, StartDraft(shipment, post.store))
    post.work.write(scan, ScanDraft(receiving, "PPE-01", quantity=10))
    unknown = post.work.write(scan, ScanDraft(receiving, "5012345678900")).scan_id
    post.work.write(decide, DecisionDraft(unknown, Decision.SET_ASIDE, variant_id=int(gloves), quantity=2))
    post.work.write(post_receipt, FinishDraft(receiving, TODAY, quarantine_bin="Q-01"))
    (waiting,) = post.work.read(inspecting.in_quarantine, receiving)
    lines = (Inspected(waiting.layer_id, 2),)
    failed = InspectionDraft(receiving, InspectionResult.FAILED, "M. Cruz", TODAY, lines, note="torn")
    passed = InspectionDraft(receiving, InspectionResult.PASSED, "M. Cruz", TODAY, lines, request="p")
    place = post.scalar("SELECT place_id FROM balance WHERE layer_id = :l AND quantity > 0", l=waiting.layer_id)
    pick = StockPick(int(str(post.scalar("SELECT item_id FROM layer WHERE id = :l", l=waiting.layer_id))), waiting.layer_id,
                     int(str(place)), 2, None, Condition.NEW, Status.QUARANTINED)  # fmt: skip
    changed = ConditionDraft((pick,), None, Status.AVAILABLE, TODAY, "Looks fine", "p")
    command, draft = (inspecting.inspect, passed) if way == "inspection" else (change_condition, changed)
    with pytest.raises(ApprovalNeeded) as refused:
        post.work.write(command, draft)
    assert [problem.code for problem in refused.value.problems] == ["never-ordered"]
    free = "SELECT COALESCE(sum(quantity), 0) FROM balance WHERE status = 'available' AND layer_id = :l"
    assert post.scalar(free, l=waiting.layer_id) == 0
    allowed = Override("never-ordered", "the vendor leaves them", post.work.actor.user_id, post.work.actor.name)
    number = post.work.write(command, draft, overrides=(allowed,))
    assert post.work.write(command, draft) == number, "the same press twice posts once"
    assert post.scalar(free, l=waiting.layer_id) == 2
    assert post.scalar("SELECT d.number FROM approval a JOIN document d ON d.id = a.document_id") == number
    with pytest.raises(RulesBroken):
        post.work.write(inspecting.inspect, failed)
