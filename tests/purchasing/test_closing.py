"""Closing orders: complete ones without a word, others with a reason, none while goods are on the road."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inl_logistics.agreements.commands import AgreementDraft, ProjectDraft, save_agreement
from inl_logistics.kernel.problems import RulesBroken
from inl_logistics.purchasing.amendments import AmendDraft, amend_order
from inl_logistics.purchasing.bulk import close_orders, closing_preview
from inl_logistics.purchasing.commands import draft_of, save_order
from inl_logistics.purchasing.ending import cancel_order, close_order, short_close_order
from inl_logistics.purchasing.records import OrderState
from inl_logistics.purchasing.rules import ClosingFacts, closing_problems
from inl_logistics.purchasing.snapshot import paper_of
from inl_logistics.shipments.commands import ShipmentLineDraft, cancel_shipment
from tests.builders import Post

PLACED = OrderState.PLACED


@pytest.mark.parametrize(
    ("facts", "reason", "codes"),
    [
        (ClosingFacts(PLACED), "", []),
        (ClosingFacts(OrderState.SHORT_CLOSED), "", []),
        (ClosingFacts(PLACED, missing=1), "", ["reason-needed"]),
        (ClosingFacts(PLACED, missing=1), "Vendor closed", []),
        (ClosingFacts(PLACED, 2, 2, "IN-26-A0001"), "Vendor closed", ["order-on-the-road"]),
        (ClosingFacts(OrderState.DRAFT), "Not wanted", ["order-step"]),
        (ClosingFacts(OrderState.CANCELED), "Not wanted", ["order-step"]),
        (ClosingFacts(OrderState.CLOSED), "", ["order-step"]),
    ],
)
def test_an_order_is_closed_when_nothing_is_on_the_road(facts: ClosingFacts, reason: str, codes: list[str]) -> None:
    assert [one.code for one in closing_problems(facts, reason=reason)] == codes


def _order(post: Post, code: str = "BA-01", units: int = 3) -> tuple[int, int]:
    order = post.order((post.item(code), units))
    return order, post.order_lines(order)[0]


def _state(post: Post, order: int) -> object:
    return post.scalar("SELECT state FROM purchase_order WHERE id = :o", o=order)


def _ship(post: Post, order: int, line: int, units: int) -> int:
    variant = int(str(post.scalar("SELECT variant_id FROM order_line WHERE id = :l", l=line)))
    return post.ship(order, [ShipmentLineDraft(variant, units, line)])


def _codes(post: Post, order: int, reason: str = "") -> list[str]:
    with pytest.raises(RulesBroken) as caught:
        post.work.write(close_order, order, reason=reason)
    return [one.code for one in caught.value.problems]


def test_a_complete_order_is_closed_without_a_word(post: Post) -> None:
    order, line = _order(post)
    shipment = _ship(post, order, line, 3)
    assert _codes(post, order) == ["order-on-the-road", "reason-needed"]
    post.receive(shipment, ["S1", "S2", "S3"])
    post.work.write(close_order, order)
    assert _state(post, order) == "closed"
    assert post.scalar("SELECT canceled_quantity FROM order_line") == 0
    assert post.scalar("SELECT sum(amount_minor) FROM commitment") == post.scalar(
        "SELECT value_usd_minor FROM order_line"
    )
    assert post.scalar("SELECT action FROM trail WHERE action = 'order.closed'") == "order.closed"
    paper = post.work.read(paper_of, order)
    assert (paper.ended, paper.amendment) == ("closed", 1)
    with pytest.raises(RulesBroken):
        post.work.write(save_order, post.work.read(draft_of, order))


def test_what_never_came_is_no_longer_awaited(post: Post) -> None:
    order, line = _order(post, units=5)
    post.receive(_ship(post, order, line, 3), ["S1", "S2"])
    assert _codes(post, order) == ["reason-needed"]
    post.work.write(close_order, order, reason="The rest is credited")
    assert post.scalar("SELECT canceled_quantity FROM order_line") == 2
    assert post.scalar("SELECT closed_reason FROM purchase_order") == "The rest is credited"


def test_a_short_closed_order_is_closed_when_its_last_shipment_has_come(post: Post) -> None:
    order, line = _order(post)
    shipment = _ship(post, order, line, 2)
    post.work.write(short_close_order, order, reason="Enough")
    assert _codes(post, order) == ["order-on-the-road", "reason-needed"]
    post.receive(shipment, ["S1", "S2"])
    post.work.write(close_order, order)
    assert _state(post, order) == "closed"


def test_a_canceled_shipment_is_not_on_the_road(post: Post) -> None:
    order, line = _order(post)
    shipment = _ship(post, order, line, 3)
    post.work.write(cancel_shipment, shipment, reason="Lost")
    post.work.write(close_order, order, reason="Vendor closed")
    assert post.scalar("SELECT canceled_quantity FROM order_line") == 3


def test_ended_orders_stay_ended(post: Post) -> None:
    order, _line = _order(post)
    post.work.write(close_order, order, reason="Vendor closed")
    for act in (cancel_order, short_close_order):
        with pytest.raises(RulesBroken):
            post.work.write(act, order, reason="Again")
    assert _codes(post, order, "Again") == ["order-step"]


def test_several_complete_orders_are_closed_all_or_none(post: Post) -> None:
    first, line = _order(post)
    post.receive(_ship(post, first, line, 3), ["S1", "S2", "S3"])
    second, _line = _order(post, "BA-02")
    shown = post.work.read(closing_preview, [first, second])
    assert [[one.code for one in row.problems] for row in shown] == [[], ["order-incomplete"]]
    with pytest.raises(RulesBroken):
        post.work.write(close_orders, (first, second))
    assert _state(post, first) == "placed"
    assert post.work.write(close_orders, (first, first)) == 1
    assert (_state(post, first), _state(post, second)) == ("closed", "placed")


def test_an_order_with_a_shipment_is_not_canceled(post: Post) -> None:
    order, line = _order(post)
    shipment = _ship(post, order, line, 1)
    with pytest.raises(RulesBroken) as caught:
        post.work.write(cancel_order, order, reason="Vendor closed")
    assert [one.code for one in caught.value.problems] == ["order-has-shipments"]
    post.work.write(cancel_shipment, shipment, reason="Lost")
    post.work.write(cancel_order, order, reason="Vendor closed")
    assert _state(post, order) == "canceled"


def test_goods_follow_an_order_to_another_project(post: Post) -> None:
    """An amended header moves what its lines brought, as moving the lines does."""
    post.work.write(save_agreement, AgreementDraft("LOA-1", projects=(ProjectDraft("P-1"), ProjectDraft("P-2"))))
    order, line = _order(post)
    draft = post.work.read(draft_of, order)
    post.work.write(amend_order, AmendDraft(replace(draft, project_id=1), "Paid by P-1"))
    post.receive(_ship(post, order, line, 2), ["S1", "S2"])
    assert post.scalar("SELECT group_concat(DISTINCT project_id) FROM layer") == "1"
    draft = post.work.read(draft_of, order)
    post.work.write(amend_order, AmendDraft(replace(draft, project_id=2), "Wrong year"))
    assert post.scalar("SELECT group_concat(DISTINCT project_id) FROM layer") == "2"
