"""The story's counts: one posted with an adjustment, one that was right, one whose differences wait, one planned."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from inl_logistics.counts.closing import CauseDraft, FinishDraft, finish_count, set_cause
from inl_logistics.counts.planning import PlanDraft, save_count, start_count
from inl_logistics.counts.posting import post_count
from inl_logistics.counts.queries import page, serials_to_see
from inl_logistics.counts.records import Cause, CountKind
from inl_logistics.counts.rules import Scope
from inl_logistics.counts.scanning import QuantityDraft, ScanDraft, count_quantity, scan

if TYPE_CHECKING:
    from inl_logistics.demo.make import Demo

Act = tuple[int, Callable[[], None]]
_STORE = "MAIN"
_COUNTER = "Rosa Iriarte"


def acts(demo: Demo) -> list[Act]:
    """Return the counts by the day they fall on."""
    return [
        (75, lambda: _count(demo, 75, "Duty gear, yearly part", Scope(classes=("C",)), short=2, post=True)),
        (32, lambda: _count(demo, 32, "Class A by serial", Scope(classes=("A",)), short=0, post=True)),
        (3, lambda: _count(demo, 3, "Class B, spot check", Scope(classes=("B",)), short=1, post=False)),
        (1, lambda: _planned(demo)),
    ]


def _count(demo: Demo, days: int, title: str, scope: Scope, *, short: int, post: bool) -> None:
    demo.on(days, 14)
    work = demo.work
    plan = PlanDraft(
        title,
        CountKind.CYCLE,
        demo.stores[_STORE],
        scope,
        counter_one=_COUNTER,
        planned_on=demo.today - timedelta(days=days),
    )
    counting = work.write(save_count, plan)
    work.write(start_count, counting)
    left = short
    for line in work.read(page, counting).lines:
        if line.is_serial:
            for serial in work.read(serials_to_see, line.line_id):
                work.write(scan, ScanDraft(counting, serial, line.place_id, counter=_COUNTER))
            continue
        seen = line.expected - (1 if left and line.expected > 1 else 0)
        left -= line.expected - seen
        work.write(count_quantity, QuantityDraft(counting, line.place_id, seen, line.line_id, counter=_COUNTER))
    work.write(finish_count, FinishDraft(counting, rest_is_zero=True))
    different = tuple(line.line_id for line in work.read(page, counting).lines if line.differs)
    if not post:
        return
    if different:
        work.write(set_cause, CauseDraft(counting, different, Cause.NOT_BOOKED_OUT, "taken for a training day"))
    work.write(post_count, counting)


def _planned(demo: Demo) -> None:
    demo.on(1, 15)
    demo.work.write(
        save_count,
        PlanDraft("Yearly physical inventory", CountKind.ANNUAL, demo.stores[_STORE], two_counters=True, frozen=True,
                  counter_one=_COUNTER, planned_on=demo.today + timedelta(days=12)),
    )  # fmt: skip
