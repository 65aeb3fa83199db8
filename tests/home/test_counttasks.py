"""A count whose goods did not leave with the receipt that it put them down to is to be made again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from inl_logistics.counts.commands import CountDraft, SeenDraft
from inl_logistics.counts.commands import post as post_count
from inl_logistics.handovers.commands import void
from inl_logistics.handovers.drafts import LineDraft
from inl_logistics.handovers.signing import SignDraft, SignedQuantity, sign
from inl_logistics.home.queries import tasks
from inl_logistics.home.values import TaskKind
from inl_logistics.inventory.commands import MoveDraft, StockPick, move
from inl_logistics.kernel.values import Tracking
from tests.builders import TODAY, Post

LATER = TODAY + timedelta(days=2)


def _again(post: Post) -> list[tuple[str, int, int]]:
    found = post.work.read(tasks, today=LATER)
    return [
        (one.title, one.quantity, one.days) for one in found if one.kind is TaskKind.COUNT and one.detail == "again"
    ]


@pytest.mark.parametrize(("ends", "units"), [("void", 3), ("less", 1), ("signed", 0)])
def test_goods_that_stayed_here_are_counted_again(post: Post, ends: str, units: int) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.stocked_quantity(gloves, 10)
    line = post.pick_quantity(gloves, 3)
    handover = post.issued(line)
    pick = line.picks[0]
    post.work.write(post_count, CountDraft((SeenDraft(pick.layer_id, pick.place_id, 7),), TODAY))
    assert _again(post) == []
    if ends == "void":
        post.work.write(void, handover, reason="wrong unit")
    else:
        fewer = (SignedQuantity(1, 2),) if ends == "less" else ()
        post.work.write(sign, SignDraft(handover, TODAY, quantities=fewer))
    assert _again(post) == ([("PCL-CC-2026-A0001", units, 2)] if units else [])
    post.clock.on(LATER)
    again = CountDraft((SeenDraft(pick.layer_id, pick.place_id, 7, "lost"),), LATER)
    post.work.write(post_count, again)
    assert _again(post) == []


def test_a_later_count_of_something_else_settles_nothing(post: Post) -> None:
    gloves, masks = (post.item(code, tracking=Tracking.QUANTITY) for code in ("PPE-01", "PPE-02"))
    for goods in (gloves, masks):
        post.stocked_quantity(goods, 10)
    line = post.pick_quantity(gloves, 3)
    handover = post.issued(line)
    other = post.pick_quantity(masks, 1).picks[0]
    post.work.write(post_count, CountDraft((SeenDraft(line.picks[0].layer_id, line.picks[0].place_id, 7),), TODAY))
    post.work.write(void, handover, reason="wrong unit")
    post.clock.on(LATER)
    post.work.write(post_count, CountDraft((SeenDraft(other.layer_id, other.place_id, 10),), LATER))
    assert _again(post) == [("PCL-CC-2026-A0001", 3, 2)]


def test_what_left_from_another_bin_is_not_what_stayed_in_this_one(post: Post) -> None:
    """A receipt takes three of a layer from each of two bins; only those of the second were signed for."""
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.stocked_quantity(gloves, 10)
    here = post.pick_quantity(gloves, 3).picks[0]
    item = int(str(post.scalar("SELECT item_id FROM variant WHERE id = :v", v=gloves)))
    elsewhere = "SELECT id FROM bin WHERE id NOT IN (SELECT bin_id FROM place WHERE id = :p)"
    other = int(str(post.scalar(elsewhere, p=here.place_id)))
    post.work.write(move, MoveDraft((StockPick(item, here.layer_id, here.place_id, 3),), other, TODAY))
    there = int(str(post.scalar("SELECT id FROM place WHERE bin_id = :b", b=other)))
    handover = post.issued(LineDraft(gloves, (replace(here, place_id=there), here)))
    post.work.write(post_count, CountDraft((SeenDraft(here.layer_id, here.place_id, 4),), TODAY))
    post.work.write(sign, SignDraft(handover, TODAY, quantities=(SignedQuantity(1, 3),)))
    assert _again(post) == [("PCL-CC-2026-A0001", 3, 2)]
