"""Counts on Home: planned ones of this week, those left lying, differences to decide."""

from __future__ import annotations

from datetime import timedelta

from inl_logistics.counts.planning import PlanDraft, save_count
from inl_logistics.home.queries import tasks
from inl_logistics.home.values import TaskKind
from tests.builders import TODAY, Post
from tests.builders_counts import begun, shelf


def _waiting(post: Post) -> list[tuple[str, str, int, int]]:
    found = [one for one in post.work.read(tasks, today=TODAY) if one.kind is TaskKind.COUNT]
    return [(one.title, one.detail, one.days, one.quantity) for one in found]


def test_counts_wait_until_they_are_posted(post: Post) -> None:
    goods = shelf(post)
    for title, days in (("This week", 5), ("Late", -3), ("Next month", 30)):
        post.work.write(save_count, PlanDraft(title, store_id=post.store, planned_on=TODAY + timedelta(days=days)))
    assert _waiting(post) == [("Late", "planned", 3, 0), ("This week", "planned", -5, 0)]
    count = begun(post)
    assert ("PCL-CC-2026-A0001", "counting", 0, 0) in _waiting(post)
    count.scan("H-1", "H-2", "H-3", "H-4")
    count.quantity(goods.gloves, 10)
    count.finish()
    assert ("PCL-CC-2026-A0001", "checked", 0, 1) in _waiting(post)
    count.explain()
    count.book()
    assert "PCL-CC-2026-A0001" not in [one[0] for one in _waiting(post)]
