"""Booking what is export-controlled: refused, overridden, recorded. Source: domain.md 7."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Override
from inl_logistics.kernel.problems import ApprovalNeeded
from inl_logistics.purchasing.amendments import AmendDraft, amend_order
from inl_logistics.purchasing.commands import draft_of
from inl_logistics.shipments.commands import ShipmentDraft, ShipmentLineDraft, book_shipment, save_shipment
from tests.builders import Post


def _shipment(post: Post, *lines: ShipmentLineDraft, **more: object) -> int:
    return post.work.write(save_shipment, ShipmentDraft(lines, title="Helmets", vendor_id=post.vendor, **more))


def _override(post: Post) -> tuple[Override, ...]:
    return (Override("export-authorization", "license is on its way", post.work.actor.user_id, "Dana Morales"),)


def _authorize(post: Post, order: int) -> None:
    found = post.work.read(draft_of, order)
    post.work.write(amend_order, AmendDraft(replace(found, export_authorization="D-1234567"), "License came"))


def test_a_controlled_item_is_booked_with_an_authorization_or_an_approver(post: Post) -> None:
    helmet, shirt = post.item("RIO-01", name="Riot helmet", export_class="0A979"), post.item("UNI-01")
    order = post.order((helmet, 10), (shirt, 10))
    lines = [
        ShipmentLineDraft(one, 5, line) for one, line in zip((helmet, shirt), post.order_lines(order), strict=True)
    ]
    first, second = _shipment(post, *lines), _shipment(post, *lines)
    with pytest.raises(ApprovalNeeded) as caught:
        post.work.write(book_shipment, first)
    assert [dict(one.params) for one in caught.value.problems] == [
        {"item": "Riot helmet", "class": "0A979", "order": "PO-26-A0001"}
    ]
    assert post.scalar("SELECT count(*) FROM document WHERE kind = 'IN'") == 0
    number = post.work.write(book_shipment, first, overrides=_override(post))
    found = post.scalar("SELECT d.number || ' ' || a.code FROM approval a JOIN document d ON d.id = a.document_id")
    assert found == f"{number} export-authorization"
    told = post.scalar("SELECT after FROM trail WHERE action = 'shipment.book'")
    assert "export-authorization" in str(told)
    _authorize(post, order)
    assert post.work.write(book_shipment, second)
    assert post.scalar("SELECT count(*) FROM approval") == 1


def test_a_line_without_an_order_and_closed_history_are_not_checked(post: Post) -> None:
    helmet = post.item("RIO-01", export_class="0A979")
    assert post.work.write(book_shipment, _shipment(post, ShipmentLineDraft(helmet, 5)))
    line = post.order_lines(post.order((helmet, 10)))[0]
    old = _shipment(post, ShipmentLineDraft(helmet, 5, line))

    def closed(session: Session, **_who: object) -> None:
        session.execute(text("UPDATE shipment SET history = 1 WHERE id = :s"), {"s": old})

    post.work.write(closed)
    assert post.work.write(book_shipment, old)


def test_what_a_booked_shipment_gets_later_is_judged_too(post: Post) -> None:
    helmet, shield = (post.item(code, export_class="0A979") for code in ("RIO-01", "RIO-02"))
    order = post.order((helmet, 10), (shield, 10))
    lines = [ShipmentLineDraft(one, 5, at) for one, at in zip((helmet, shield), post.order_lines(order), strict=True)]
    shipment = _shipment(post, lines[0])
    post.work.write(book_shipment, shipment, overrides=_override(post))
    kept = {"title": "Helmets", "vendor_id": post.vendor, "id": shipment}
    post.work.write(save_shipment, ShipmentDraft((lines[0],), version=2, **kept))
    more = ShipmentDraft(tuple(lines), version=3, **kept)
    with pytest.raises(ApprovalNeeded) as caught:
        post.work.write(save_shipment, more)
    assert [one.params["item"] for one in caught.value.problems] == ["RIO-02"]
    post.work.write(save_shipment, more, overrides=_override(post))
    assert post.scalar("SELECT count(*) FROM approval") == 2


def test_a_booked_line_that_moves_to_an_order_without_authorization_is_judged(post: Post) -> None:
    """The same item was authorized for the first order only."""
    helmet = post.item("RIO-01", export_class="0A979")
    first, second = post.order((helmet, 10)), post.order((helmet, 10))
    _authorize(post, first)
    here, there = post.order_lines(first)[0], post.order_lines(second)[0]
    shipment = _shipment(post, ShipmentLineDraft(helmet, 5, here))
    post.work.write(book_shipment, shipment)
    moved = ShipmentDraft((ShipmentLineDraft(helmet, 5, there),), title="Helmets", vendor_id=post.vendor, id=shipment,
                          version=2)  # fmt: skip
    with pytest.raises(ApprovalNeeded) as caught:
        post.work.write(save_shipment, moved)
    assert [one.params["order"] for one in caught.value.problems] == ["PO-26-A0002"]
