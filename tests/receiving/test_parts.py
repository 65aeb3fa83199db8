"""Goods that come in parts: nothing is lost between what was packed, came, is missing, and is still awaited."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inl_logistics.kernel.values import Tracking
from inl_logistics.receiving.commands import (
    Mode,
    ScanDraft,
    StartDraft,
    scan,
    start,
)
from inl_logistics.receiving.posting import FinishDraft, Posted
from inl_logistics.receiving.posting import post as post_receipt
from inl_logistics.receiving.queries import counting
from inl_logistics.receiving.reversing import ReverseDraft, reverse
from inl_logistics.shipments.commands import ShipmentLineDraft
from inl_logistics.verification import verify
from tests.builders import TODAY, Post, puerto_claro

PACKED = 12
PARTS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2), st.booleans()), max_size=4)


def came(post: Post) -> int:
    """How many units stand in the store, free or set aside."""
    return int(str(post.scalar("SELECT COALESCE(sum(quantity), 0) FROM balance WHERE real = 1")))


def awaited(post: Post, shipment: int) -> int:
    """How many units the next counting expects; the counting is left open and found again by the next part."""
    receiving = post.work.write(start, StartDraft(shipment, post.store))
    return sum(line.expected for line in post.work.read(counting, receiving).lines)


def count_part(post: Post, shipment: int, good: int, damaged: int, *, final: bool) -> Posted:
    """Count one delivery and post it."""
    receiving = post.work.write(start, StartDraft(shipment, post.store))
    if good:
        post.work.write(scan, ScanDraft(receiving, "PPE-01", quantity=good))
    if damaged:
        post.work.write(scan, ScanDraft(receiving, "PPE-01", quantity=damaged, mode=Mode.DAMAGED))
    return post.work.write(post_receipt, FinishDraft(receiving, TODAY, final=final, quarantine_bin="Q-01"))


@settings(max_examples=15, deadline=None)
@given(parts=PARTS, last=st.integers(1, 4))
def test_what_was_packed_is_what_came_and_what_is_still_awaited(
    parts: list[tuple[int, int, bool]], last: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Each part adds to what came and lowers what is awaited, a reversed one gives both back; the last counts short."""
    post = puerto_claro(tmp_path_factory.mktemp("post") / "post")
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    order = post.order((gloves, PACKED))
    shipment = post.ship(order, [ShipmentLineDraft(gloves, PACKED, post.order_lines(order)[0])])
    for good, damaged, taken_back in parts:
        if not 0 < good + damaged < PACKED - came(post):
            continue
        posted = count_part(post, shipment, good, damaged, final=False)
        if taken_back:
            post.work.write(reverse, ReverseDraft(posted.receiving_id, "wrong shipment", TODAY))
        assert came(post) + awaited(post, shipment) == PACKED
    good = min(last, PACKED - came(post))
    count_part(post, shipment, good, 0, final=True)
    short = "SELECT COALESCE(sum(quantity), 0) FROM discrepancy WHERE kind = 'short'"
    assert came(post) + int(str(post.scalar(short))) == PACKED
    assert post.work.read(verify).holds
