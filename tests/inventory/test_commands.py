"""Moving and changing stock: what is put aside for somebody stays where it is; a reversal restores the state."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from inl_logistics.handovers.signing import SignDraft, sign
from inl_logistics.inventory.commands import ConditionDraft, MoveDraft, StockPick, change_condition, move
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import RulesBroken
from inl_logistics.kernel.values import Condition, DocumentId, Status, Tracking
from inl_logistics.ledger import commands as ledger
from inl_logistics.ledger import facts
from inl_logistics.partners.commands import bin_of
from inl_logistics.register import numbers
from inl_logistics.register.records import DocumentKind
from tests.builders import TODAY, Post


def _codes(caught: pytest.ExceptionInfo[RulesBroken]) -> list[str]:
    return [problem.code for problem in caught.value.problems]


def _unit(post: Post, variant_id: int, serial: str) -> StockPick:
    pick = post.picks(variant_id, serial).picks[0]
    item = post.scalar("SELECT item_id FROM variant WHERE id = :v", v=variant_id)
    return StockPick(item, pick.layer_id, pick.place_id, 1, pick.unit_id, Condition(pick.condition))


def _quantity(post: Post, variant_id: int, quantity: int) -> StockPick:
    pick = post.pick_quantity(variant_id, quantity).picks[0]
    item = post.scalar("SELECT item_id FROM variant WHERE id = :v", v=variant_id)
    return StockPick(item, pick.layer_id, pick.place_id, quantity)


def _bin(post: Post) -> int:
    return post.work.write(lambda session, **_who: bin_of(session, post.store, "A-04"))


def test_a_unit_under_an_issued_receipt_is_not_moved_away_and_the_receipt_can_be_signed(post: Post) -> None:
    vest = post.item("ARM-01")
    post.stocked(vest, ["A-1", "A-2"])
    handover = post.issued(post.picks(vest, "A-1"))
    number = post.scalar("SELECT number FROM document WHERE kind = 'HO'")
    both = (_unit(post, vest, "A-1"), _unit(post, vest, "A-2"))
    with pytest.raises(RulesBroken) as caught:
        post.work.write(move, MoveDraft(both, _bin(post), TODAY))
    assert _codes(caught) == ["unit-reserved"]
    assert caught.value.problems[0].params == {"serial": "A-1", "owner": number}
    with pytest.raises(RulesBroken) as caught:
        post.work.write(change_condition, ConditionDraft(both, Condition.FAIR, Status.AVAILABLE, TODAY, "worn"))
    assert _codes(caught) == ["unit-reserved"]
    post.work.write(move, MoveDraft(both[1:], _bin(post), TODAY))
    assert post.work.write(sign, SignDraft(handover, TODAY)).units == 1


def test_a_reserved_quantity_stays_and_the_rest_may_move(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.stocked_quantity(gloves, 10)
    handover = post.issued(post.pick_quantity(gloves, 6))
    with pytest.raises(RulesBroken) as caught:
        post.work.write(move, MoveDraft((_quantity(post, gloves, 5),), _bin(post), TODAY))
    assert _codes(caught) == ["not-available"]
    assert (caught.value.problems[0].params["asked"], caught.value.problems[0].params["found"]) == ("5", "4")
    post.work.write(move, MoveDraft((_quantity(post, gloves, 4),), _bin(post), TODAY))
    assert post.work.write(sign, SignDraft(handover, TODAY)).units == 6


def test_a_change_of_condition_reversed_is_as_it_was(post: Post) -> None:
    vest = post.item("ARM-01")
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.stocked(vest, ["A-1"])
    post.stocked_quantity(gloves, 10)
    picks = (_unit(post, vest, "A-1"), _quantity(post, gloves, 4))
    before = _books(post)
    number = post.work.write(change_condition, ConditionDraft(picks, Condition.POOR, Status.QUARANTINED, TODAY, "wet"))
    assert post.scalar("SELECT condition || status FROM position") == "poorquarantined"
    document = DocumentId(post.scalar("SELECT id FROM document WHERE number = :n", n=number))

    def back(session: Session, request: str, *, by: Actor, at: datetime) -> int:
        reversal = numbers.assign(
            session,
            DocumentKind.REVERSAL,
            request=request,
            effective_on=TODAY,
            title="",
            by=by,
            at=at,
            reverses=document,
        )
        return ledger.reverse(session, ledger.Posting(reversal.id, TODAY, TODAY), facts.of_document(session, document))

    assert post.work.write(back, "first") == 2
    assert _books(post) == before
    with pytest.raises(RulesBroken) as caught:
        post.work.write(back, "second")
    assert _codes(caught) == ["already-reversed", "already-reversed"]
    document = DocumentId(post.scalar("SELECT id FROM document WHERE kind = 'RV'"))
    with pytest.raises(RulesBroken) as caught:
        post.work.write(back, "third")
    assert "reversal-is-final" in _codes(caught)


def test_a_change_needs_a_reason_and_something_to_change(post: Post) -> None:
    vest = post.item("ARM-01")
    post.stocked(vest, ["A-1"])
    pick = (_unit(post, vest, "A-1"),)
    with pytest.raises(RulesBroken) as caught:
        post.work.write(change_condition, ConditionDraft(pick, Condition.POOR, Status.AVAILABLE, TODAY, " "))
    assert _codes(caught) == ["reason-needed"]
    with pytest.raises(RulesBroken) as caught:
        post.work.write(change_condition, ConditionDraft(pick, Condition.NEW, Status.AVAILABLE, TODAY, "same"))
    assert _codes(caught) == ["nothing-to-post"]


def _books(post: Post) -> object:
    return post.scalar(
        "SELECT group_concat(place_id || condition || status || title || quantity, '|') FROM (SELECT * FROM balance"
        " WHERE quantity > 0 AND real = 1 ORDER BY layer_id, place_id, condition)"
    ), post.scalar("SELECT place_id || condition || status || title FROM position")


def test_goods_on_loan_come_back_by_a_receipt_and_not_by_a_move(post: Post) -> None:
    vest = post.item("ARM-01")
    post.stocked(vest, ["A-1"])
    post.work.write(sign, SignDraft(post.issued(post.picks(vest, "A-1"), type="custody"), TODAY))
    with pytest.raises(RulesBroken) as caught:
        post.work.write(move, MoveDraft((_unit(post, vest, "A-1"),), _bin(post), TODAY))
    assert _codes(caught) == ["move-not-ours"]


def test_a_unit_named_twice_moves_nothing(post: Post) -> None:
    vest = post.item("ARM-01")
    post.stocked(vest, ["A-1", "A-2"])
    pick = _unit(post, vest, "A-1")
    with pytest.raises(RulesBroken) as caught:
        post.work.write(move, MoveDraft((pick, pick), _bin(post), TODAY))
    assert "unit-twice" in _codes(caught)


def test_a_change_that_a_later_document_builds_on_is_not_reversed_and_the_document_is_named(post: Post) -> None:
    vest = post.item("ARM-01")
    post.stocked(vest, ["A-1"])
    pick = (_unit(post, vest, "A-1"),)
    number = post.work.write(change_condition, ConditionDraft(pick, Condition.FAIR, Status.AVAILABLE, TODAY, "worn"))
    post.work.write(sign, SignDraft(post.issued(post.picks(vest, "A-1")), TODAY))
    document = DocumentId(post.scalar("SELECT id FROM document WHERE number = :n", n=number))

    def back(session: Session, *, by: Actor, at: datetime) -> int:
        posting = ledger.Posting(document, TODAY, TODAY)
        return ledger.reverse(session, posting, facts.of_document(session, document))

    with pytest.raises(RulesBroken) as caught:
        post.work.write(back)
    assert _codes(caught) == ["later-fact-depends"]
    later = post.scalar("SELECT number FROM document WHERE kind = 'HO'")
    assert caught.value.problems[0].params == {"what": "A-1", "document": later}
