"""Scenario 1 of domain.md 8: a partial receipt with over, damage and goods nobody ordered."""

from __future__ import annotations

from sqlalchemy import text

from inl_logistics.kernel.values import Tracking
from inl_logistics.receiving import reports
from inl_logistics.receiving.commands import Mode, ScanDraft, StartDraft, WrongDraft, add_wrong, scan, start
from inl_logistics.receiving.posting import FinishDraft
from inl_logistics.receiving.posting import post as finish
from inl_logistics.shipments.commands import PackedSerial, ShipmentLineDraft
from tests.builders import TODAY, Post


def test_a_receipt_with_over_damage_and_wrong_goods(post: Post) -> None:
    helmet = post.item("RIO-01", name="Riot helmet")
    gloves = post.item("PPE-01", name="Gloves", tracking=Tracking.QUANTITY)
    order = post.order((helmet, 120))
    line = post.order_lines(order)[0]
    listed = [f"RH-{number:05d}" for number in range(118)]
    shipment = post.ship(
        order, [ShipmentLineDraft(helmet, 118, line, serials=tuple(PackedSerial(serial) for serial in listed))]
    )
    receiving = post.work.write(start, StartDraft(shipment, post.store))
    shipment_line = post.scalar("SELECT id FROM shipment_line WHERE shipment_id = :s", s=shipment)
    for number, serial in enumerate(listed):
        mode = Mode.DAMAGED if number < 4 else Mode.GOOD
        note = "cracked visor" if number < 4 else ""
        post.work.write(scan, ScanDraft(receiving, serial, mode, note=note))
    for extra in ("RH-90001", "RH-90002", "RH-90003"):
        result = post.work.write(scan, ScanDraft(receiving, extra))
        assert result.outcome.value == "unknown"
        from inl_logistics.receiving.commands import Decision, DecisionDraft, decide

        post.work.write(decide, DecisionDraft(result.scan_id, Decision.OVER, line_id=shipment_line))
    post.work.write(add_wrong, WrongDraft(receiving, gloves, 5, note="carton not on the list"))

    posted = post.work.write(finish, FinishDraft(receiving, TODAY, quarantine_bin="Q-01"))

    assert post.on_hand(helmet) == 117
    assert post.on_hand(helmet, status="quarantined") == 4
    assert post.on_hand(gloves, status="quarantined") == 5
    found = {(one.kind, one.quantity) for one in post.work.read(reports.differences, receiving)}
    assert found == {("damaged", 4), ("over", 3), ("wrong", 5)}
    over = next(one for one in post.work.read(reports.differences, receiving) if one.kind == "over")
    assert "+1" in over.detail  # against the order of 120
    accepted = post.work.read(
        lambda session: session.execute(
            text("SELECT sum(quantity) FROM receipt_line WHERE order_line_id = :o AND outcome = 'good'"), {"o": line}
        ).scalar_one()
    )
    assert 120 - accepted == 3
    assert posted.report.startswith("PCL-RR-2026-A0001")
    assert posted.discrepancy == "PCL-DR-2026-A0001"
