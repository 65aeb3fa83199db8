"""A lot that is recalled: where all of it is, and ours put aside; and a serial that is corrected."""

from __future__ import annotations

import pytest

from inl_logistics.counts.queries import page
from inl_logistics.counts.scanning import Meaning
from inl_logistics.handovers.signing import SignDraft, sign
from inl_logistics.inventory.correcting import SerialDraft, correct_serial
from inl_logistics.inventory.queries import biography
from inl_logistics.inventory.recall import RecallDraft, lot, lots, quarantine_lot
from inl_logistics.inventory.scanning import scanned
from inl_logistics.kernel.problems import RulesBroken
from inl_logistics.kernel.values import Tracking
from inl_logistics.search.queries import hits
from inl_logistics.trace.queries import trace
from inl_logistics.verification import rebuild, verify
from tests.builders import TODAY, Post
from tests.builders_counts import begun


def codes(caught: pytest.ExceptionInfo[RulesBroken]) -> list[str]:
    return [problem.code for problem in caught.value.problems]


def test_a_lot_is_named_wherever_it_is_and_what_is_ours_is_put_aside(post: Post) -> None:
    spray = post.item("INT-03", name="OC spray", tracking=Tracking.LOT)
    post.stocked_quantity(spray, 40, lot="2411B")
    handover = post.issued(post.pick_quantity(spray, 12))
    post.work.write(sign, SignDraft(handover, TODAY))
    post.draft(post.pick_quantity(spray, 5))
    hit = post.work.read(lots, "2411b")[0]
    assert (hit.code, hit.on_hand) == ("2411B", 40)
    found = post.work.read(lot, hit.lot_id)
    assert (found.received, found.ours, found.with_partners, found.on_the_road, found.gone) == (40, 28, 12, 0, 0)
    assert [(row.place, row.quantity, row.reserved, row.document) for row in found.rows] == [
        ("Main warehouse", 28, 5, "PCL-RR-2026-A0001"),
        ("La Hondura Center", 12, 0, "PCL-HO-2026-A0001"),
    ]
    with pytest.raises(RulesBroken) as caught:
        post.work.write(quarantine_lot, RecallDraft(hit.lot_id, TODAY, ""))
    assert codes(caught) == ["reason-needed"]
    number = post.work.write(quarantine_lot, RecallDraft(hit.lot_id, TODAY, "maker's letter of 20 Nov"))
    assert number == "PCL-CH-2026-A0001"
    assert post.on_hand(spray, status="quarantined") == 23
    assert post.on_hand(spray) == 5, "what a draft has put aside stays until it is released"
    after = post.work.read(lot, hit.lot_id)
    assert [(row.status, row.quantity, row.document) for row in after.rows if row.place_kind == "bin"] == [
        ("available", 5, "PCL-RR-2026-A0001"),
        ("quarantined", 23, "PCL-CH-2026-A0001"),
    ], "what stayed was brought by its receipt, not by the recall"
    (holder,) = after.holders
    assert (holder.kind, holder.quantity) == ("handover", 5)
    with pytest.raises(RulesBroken) as caught:
        post.work.write(quarantine_lot, RecallDraft(hit.lot_id, TODAY, "again"))
    assert codes(caught) == ["recall-nothing"]
    assert post.work.read(verify).holds


def test_a_mistyped_serial_is_corrected_and_the_old_form_finds_it(post: Post) -> None:
    vest = post.item("ARM-01")
    post.stocked(vest, ["A-1O1", "A-202"])
    unit = int(post.scalar("SELECT id FROM unit WHERE serial = 'A-1O1'"))  # type: ignore[call-overload]
    for serial, reason, code in (("", "typed", "serial-not-typed"), ("A-1O1", "typed", "serial-same"),
                                 ("a 202", "typed", "serial-taken"), ("A-303", "", "reason-needed")):  # fmt: skip
        with pytest.raises(RulesBroken) as caught:
            post.work.write(correct_serial, SerialDraft(unit, serial, reason))
        assert codes(caught) == [code]
    assert post.work.write(correct_serial, SerialDraft(unit, "A-101", "O was a zero")) == "A-101"
    for typed in ("A-101", "A-1O1", "a1o1"):
        assert [one.unit_id for one in post.work.read(scanned, typed)] == [unit]
        assert unit in [hit.subject_id for hit in post.work.read(hits, typed) if hit.kind == "unit"]
    assert post.work.read(trace, "A-1O1").kind == "unit"
    events = post.work.read(biography, unit)
    assert ("serial", "A-1O1", "O was a zero") in [(one.kind, one.number, one.detail) for one in events]
    post.work.write(rebuild)
    assert unit in [hit.subject_id for hit in post.work.read(hits, "1O1") if hit.kind == "unit"]
    count = begun(post)
    assert count.scan("A-1O1")[0].meaning is Meaning.COUNTED, "the old label counts the same unit"
    assert post.work.read(page, count.id).lines[0].seen == {1: 1}
    assert post.work.read(verify).holds


def test_a_serial_that_looks_like_another_is_confirmed(post: Post) -> None:
    vest = post.item("ARM-01")
    post.stocked(vest, ["B-100", "C-7"])
    unit = int(post.scalar("SELECT id FROM unit WHERE serial = 'C-7'"))  # type: ignore[call-overload]
    with pytest.raises(RulesBroken) as caught:
        post.work.write(correct_serial, SerialDraft(unit, "B-1OO", "read again"))
    assert codes(caught) == ["serial-alike"]
    assert post.work.write(correct_serial, SerialDraft(unit, "B-1OO", "read again", sure=True)) == "B-1OO"
