"""A count compares with what was there on its day, available stock with available stock."""

from __future__ import annotations

from datetime import date

import pytest

from inl_logistics.counts.commands import CountDraft, SeenDraft
from inl_logistics.counts.commands import post as post_count
from inl_logistics.inventory.commands import ConditionDraft, StockPick, change_condition
from inl_logistics.kernel.actor import Override
from inl_logistics.kernel.problems import ApprovalNeeded, BadInput, RulesBroken
from inl_logistics.kernel.values import Condition, Status, Tracking
from inl_logistics.settings.commands import save_rules
from inl_logistics.settings.declared import Rules
from tests.builders import TODAY, Post

NOVEMBER = date(2026, 11, 2)


def _ten(post: Post) -> StockPick:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.clock.on(date(2026, 10, 1))
    post.stocked_quantity(gloves, 10, on=date(2026, 10, 1))
    post.clock.on(TODAY)
    pick = post.pick_quantity(gloves, 10).picks[0]
    item = post.scalar("SELECT item_id FROM variant WHERE id = :v", v=gloves)
    return StockPick(item, pick.layer_id, pick.place_id, 4)


def test_goods_quarantined_after_the_day_were_available_on_it(post: Post) -> None:
    pick = _ten(post)
    post.work.write(change_condition, ConditionDraft((pick,), Condition.NEW, Status.QUARANTINED, TODAY, "wet"))
    counted = post.work.write(post_count, CountDraft((SeenDraft(pick.layer_id, pick.place_id, 10),), NOVEMBER))
    assert counted.adjustment == ""
    assert post.scalar("SELECT recorded FROM count_line") == 10


def test_a_difference_needs_a_cause_and_posts_only_itself_once(post: Post) -> None:
    pick = _ten(post)
    less = CountDraft((SeenDraft(pick.layer_id, pick.place_id, 7),), TODAY, request="count-1")
    with pytest.raises(RulesBroken) as caught:
        post.work.write(post_count, less)
    assert [problem.code for problem in caught.value.problems] == ["count-line-cause"]
    with_cause = CountDraft((SeenDraft(pick.layer_id, pick.place_id, 7, "rats"),), TODAY, request="count-1")
    once = post.work.write(post_count, with_cause)
    assert once == post.work.write(post_count, with_cause)
    assert once.adjustment.startswith("PCL-AD-")
    assert post.scalar("SELECT sum(quantity) FROM balance WHERE real = 1") == 7
    more = CountDraft((SeenDraft(pick.layer_id, pick.place_id, 9, "found two"),), TODAY, request="count-2")
    post.work.write(post_count, more)
    assert post.scalar("SELECT sum(quantity) FROM balance WHERE real = 1") == 9


def test_what_cannot_be_counted_is_refused_all_at_once(post: Post) -> None:
    vest = post.item("ARM-01")
    post.stocked(vest, ["A-1"])
    pick = post.picks(vest, "A-1").picks[0]
    with pytest.raises(RulesBroken) as caught:
        post.work.write(post_count, CountDraft((SeenDraft(pick.layer_id, pick.place_id, -1),), date(2027, 1, 1)))
    assert [problem.code for problem in caught.value.problems] == [
        "date-in-future",
        "count-negative",
        "count-by-serial",
    ]
    with pytest.raises(RulesBroken) as caught:
        post.work.write(post_count, CountDraft((), TODAY))
    assert [problem.code for problem in caught.value.problems] == ["nothing-counted"]
    with pytest.raises(BadInput):
        post.work.write(post_count, CountDraft((SeenDraft(999, pick.place_id, 1),), TODAY))


def _limit(post: Post, limit: int) -> None:
    post.work.write(save_rules, Rules(adjustment_limit_usd=limit))


def test_an_adjustment_above_the_limit_is_posted_with_an_approval(post: Post) -> None:
    pick = _ten(post)  # at 412.00 each
    _limit(post, 1_236)
    post.work.write(post_count, CountDraft((SeenDraft(pick.layer_id, pick.place_id, 7, "rats"),), TODAY, request="1"))
    assert post.scalar("SELECT count(*) FROM approval") == 0, "3 are worth exactly the limit"
    less = CountDraft((SeenDraft(pick.layer_id, pick.place_id, 3, "flood"),), TODAY, request="2")
    with pytest.raises(ApprovalNeeded) as caught:
        post.work.write(post_count, less)
    assert [(one.code, dict(one.params)) for one in caught.value.problems] == [
        ("adjustment-above-limit", {"value": "$1,648.00", "limit": "$1,236.00"})
    ]
    assert post.scalar("SELECT sum(quantity) FROM balance WHERE real = 1") == 7
    override = Override("adjustment-above-limit", "seen by the director", post.work.actor.user_id, "Dana Morales")
    counted = post.work.write(post_count, less, overrides=(override,))
    assert counted == post.work.write(post_count, less), "posted twice, it asks nothing"
    found = post.scalar("SELECT d.number || ' ' || a.code FROM approval a JOIN document d ON d.id = a.document_id")
    assert found == f"{counted.adjustment} adjustment-above-limit"
    told = post.scalar("SELECT after FROM trail WHERE action = 'count.post' ORDER BY id DESC LIMIT 1")
    assert "adjustment-above-limit" in str(told)


def test_a_count_that_agrees_needs_nobody_at_a_limit_of_nothing(post: Post) -> None:
    pick = _ten(post)
    _limit(post, 0)
    assert post.work.write(post_count, CountDraft((SeenDraft(pick.layer_id, pick.place_id, 10),), TODAY)).number


def test_the_same_goods_stand_once_in_a_count(post: Post) -> None:
    """Twice, the difference would be posted twice."""
    pick = _ten(post)
    seen = SeenDraft(pick.layer_id, pick.place_id, 7, "rats")
    with pytest.raises(RulesBroken) as caught:
        post.work.write(post_count, CountDraft((seen, seen), TODAY))
    assert [problem.code for problem in caught.value.problems] == ["count-twice"]
    assert post.scalar("SELECT sum(quantity) FROM balance WHERE real = 1") == 10
