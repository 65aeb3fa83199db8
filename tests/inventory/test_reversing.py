"""A move or a change of condition taken back whole: once, by an approver, where nothing depends on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from inl_logistics.handovers.signing import SignDraft, sign
from inl_logistics.inventory.commands import ConditionDraft, MoveDraft, StockPick, change_condition, move
from inl_logistics.inventory.queries import stock_card
from inl_logistics.inventory.reversing import ReverseDraft, reverse
from inl_logistics.kernel.actor import Role
from inl_logistics.kernel.problems import ApprovalNeeded, BadInput, RulesBroken
from inl_logistics.kernel.values import Condition, Status, Tracking
from inl_logistics.partners.commands import bin_of
from inl_logistics.verification import verify
from tests.builders import TODAY, Post


def quantity(post: Post, variant_id: int, count: int) -> StockPick:
    """Pick some of a thing."""
    pick = post.pick_quantity(variant_id, count).picks[0]
    item = post.scalar("SELECT item_id FROM variant WHERE id = :v", v=variant_id)
    return StockPick(item, pick.layer_id, pick.place_id, count)


def books(post: Post) -> object:
    """Return where what lies."""
    return post.work.read(
        lambda session: session.execute(
            text(
                "SELECT place_id, condition, status, quantity FROM balance WHERE real = 1 AND quantity > 0"
                " ORDER BY place_id, condition"
            )
        ).all()
    )


@pytest.fixture
def gloves(post: Post) -> int:
    """Ten pairs in stock."""
    made = post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.stocked_quantity(made, 10)
    return made


def moved(post: Post, variant_id: int, count: int = 4) -> str:
    """Move some to another bin."""
    bin_id = post.work.write(lambda session, **_who: bin_of(session, post.store, "A-04"))
    return post.work.write(move, MoveDraft((quantity(post, variant_id, count),), bin_id, TODAY, "tidied"))


def codes(post: Post, draft: ReverseDraft) -> list[str]:
    """Return why a reversal is refused."""
    with pytest.raises(RulesBroken) as refused:
        post.work.write(reverse, draft)
    return [one.code for one in refused.value.problems]


def test_a_move_is_taken_back_once(post: Post, gloves: int) -> None:
    before = books(post)
    number = moved(post, gloves)
    assert books(post) != before
    draft = ReverseDraft(number, "wrong bin", TODAY)
    reversal = post.work.write(reverse, draft)
    assert reversal == "PCL-RV-2026-A0001"
    assert books(post) == before
    assert post.work.write(reverse, draft) == reversal
    assert post.scalar("SELECT count(*) FROM document WHERE kind = 'RV'") == 1
    card = post.work.read(stock_card, gloves)
    assert [(one.kind, one.change, one.reversal) for one in card][:2] == [("RV", 0, ""), ("TR", 0, reversal)]
    assert post.work.read(verify).holds


def test_a_change_of_condition_is_taken_back(post: Post, gloves: int) -> None:
    before = books(post)
    draft = ConditionDraft((quantity(post, gloves, 3),), Condition.POOR, Status.QUARANTINED, TODAY, "wet")
    number = post.work.write(change_condition, draft)
    post.work.write(reverse, ReverseDraft(number, "dried", TODAY))
    assert books(post) == before
    trail = str(post.scalar("SELECT after FROM trail WHERE action = 'stock.reverse'"))
    assert "dried" in trail
    assert post.work.read(verify).holds


def test_what_stands_against_it_is_said_at_once(post: Post, gloves: int) -> None:
    number = moved(post, gloves)
    assert codes(post, ReverseDraft(number, " ", TODAY + timedelta(days=1))) == ["reason-needed", "date-in-future"]
    assert codes(post, ReverseDraft(number, "wrong", TODAY - timedelta(days=2))) == ["reversed-before-posted"]
    receipt = str(post.scalar("SELECT number FROM document WHERE kind = 'RR'"))
    assert codes(post, ReverseDraft(receipt, "wrong", TODAY)) == ["stock-not-reversible"]
    with pytest.raises(BadInput):
        post.work.write(reverse, ReverseDraft("PCL-TR-2026-A0099", "wrong", TODAY))
    assert post.scalar("SELECT count(*) FROM document WHERE kind = 'RV'") == 0


def test_stock_used_since_stands_against_it(post: Post, gloves: int) -> None:
    number = moved(post, gloves, 10)
    post.work.write(sign, SignDraft(post.issued(post.pick_quantity(gloves, 10)), TODAY))
    with pytest.raises(RulesBroken):
        post.work.write(reverse, ReverseDraft(number, "wrong bin", TODAY))
    assert post.scalar("SELECT count(*) FROM document WHERE kind = 'RV'") == 0


def test_what_a_receipt_has_put_aside_stays_where_it_says(post: Post, gloves: int) -> None:
    number = moved(post, gloves, 10)
    post.issued(post.pick_quantity(gloves, 6))
    assert codes(post, ReverseDraft(number, "wrong bin", TODAY)) == ["not-available"]


def test_one_who_is_no_approver_needs_one(post: Post, gloves: int) -> None:
    number = moved(post, gloves)
    post.work.actor = replace(post.work.actor, roles=frozenset({Role.STOREKEEPER}))
    with pytest.raises(ApprovalNeeded) as asked:
        post.work.write(reverse, ReverseDraft(number, "wrong bin", TODAY))
    assert [one.code for one in asked.value.problems] == ["reversal-approval"]
    assert post.scalar("SELECT count(*) FROM document WHERE kind = 'RV'") == 0
