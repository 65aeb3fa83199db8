"""Receipts that wait for a signature on Home."""

from __future__ import annotations

from datetime import timedelta

from inl_logistics.home.queries import tasks
from inl_logistics.home.values import TaskKind
from tests.builders import TODAY, Post


def test_a_receipt_made_out_for_a_later_day_waits_from_that_day(post: Post) -> None:
    """It stood there as issued in the future, for minus 23 days."""
    vest = post.item("ARM-01")
    post.stocked(vest, ["A-1", "A-2"])
    post.issued(post.picks(vest, "A-1"), planned_on=TODAY)
    post.issued(post.picks(vest, "A-2"), planned_on=TODAY + timedelta(days=3))

    def unsigned(days: int) -> list[int]:
        today = TODAY + timedelta(days=days)
        found = post.work.read(tasks, today=today)
        return [one.quantity for one in found if one.kind is TaskKind.UNSIGNED]

    assert unsigned(0) == [0]
    assert unsigned(4) == [4, 1]
