"""Numbers: their year, their series, no gaps, late entries. Source: product.md 5."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from inl_logistics.kernel.problems import RulesBroken
from inl_logistics.register import numbers
from inl_logistics.register.listing import register
from inl_logistics.register.periods import CloseDraft, close
from inl_logistics.register.records import DocumentKind
from inl_logistics.settings.commands import save_profile
from tests.builders import TODAY, Post


def _assign(post: Post, request: str, *, on: date = TODAY) -> numbers.Document:
    return post.work.write(
        lambda session, *, by, at: numbers.assign(
            session, DocumentKind.TRANSFER, request=request, effective_on=on, title="", by=by, at=at
        )
    )


def test_numbers_follow_each_other_without_a_gap(post: Post) -> None:
    found = [_assign(post, f"r{count}").number for count in range(3)]
    assert found == ["PCL-TR-2026-A0001", "PCL-TR-2026-A0002", "PCL-TR-2026-A0003"]


def test_a_failed_posting_takes_no_number(post: Post) -> None:
    _assign(post, "once")
    with pytest.raises(Exception, match="request"):
        _assign(post, "once")
    assert _assign(post, "twice").number == "PCL-TR-2026-A0002"


def test_the_year_is_that_of_the_posts_own_clock(post: Post) -> None:
    post.work.write(save_profile, replace(post.work.post, timezone="Asia/Kabul"))
    post.clock.now = datetime(2026, 12, 31, 19, 0, tzinfo=UTC)
    assert _assign(post, "before midnight").number == "PCL-TR-2026-A0001"
    post.clock.now = datetime(2026, 12, 31, 20, 0, tzinfo=UTC)
    assert _assign(post, "after midnight").number == "PCL-TR-2027-A0001"


def test_an_entry_inside_a_closed_month_is_marked_late(post: Post) -> None:
    post.work.write(close, CloseDraft(date(2026, 10, 31)))
    assert not _late(post, _assign(post, "after", on=date(2026, 11, 1)))
    assert _late(post, _assign(post, "last day", on=date(2026, 10, 31)))
    assert _late(post, _assign(post, "inside", on=date(2026, 10, 1)))
    for day in (date(2026, 10, 31), TODAY):
        with pytest.raises(RulesBroken):
            post.work.write(close, CloseDraft(day))


def _late(post: Post, document: numbers.Document) -> bool:
    return next(row.late for row in post.work.read(register, today=TODAY) if row.key == document.id)


@pytest.mark.parametrize(("series", "following"), [("A", "B"), ("Z", "AA"), ("AZ", "BA"), ("ZZ", "AAA")])
def test_a_restored_device_opens_the_next_series(series: str, following: str) -> None:
    assert numbers.series_after(series) == following


@pytest.mark.parametrize(
    ("number", "shown"), [("PCL-HO-2026-A0212", "HO-26-A0212"), ("X-1", "X-1"), ("a-b-c-d", "a-b-c-d")]
)
def test_a_number_is_shorter_on_the_screen(number: str, shown: str) -> None:
    assert numbers.screen_number(number) == shown
