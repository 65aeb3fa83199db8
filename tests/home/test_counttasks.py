"""A count whose goods did not leave with the receipt that it put them down to is to be made again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from inl_logistics.counts.commands import CountDraft, SeenDraft
from inl_logistics.counts.commands import post as post_count
from inl_logistics.handovers.commands import void
from inl_logistics.handovers.signing import SignDraft, SignedQuantity, sign
from inl_logistics.home.queries import tasks
from inl_logistics.home.values import TaskKind
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
