"""Posting refuses what would put one unit in two places, or moves nothing or less than nothing."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import RulesBroken
from inl_logistics.kernel.values import ItemId, LayerId, PlaceId, UnitId
from inl_logistics.ledger import commands as ledger
from inl_logistics.ledger import places
from inl_logistics.ledger.records import PlaceKind
from inl_logistics.register import numbers
from inl_logistics.register.records import DocumentKind
from tests.builders import TODAY, Post


@pytest.mark.parametrize(
    ("quantities", "codes"),
    [
        ((1, 1), ["unit-twice"]),
        ((0,), ["quantity-not-positive"]),
        ((-1,), ["quantity-not-positive"]),
        ((), ["nothing-to-post"]),
    ],
)
def test_a_unit_moves_once_in_a_document_and_as_one(post: Post, quantities: tuple[int, ...], codes: list[str]) -> None:
    vest = post.item("ARM-01")
    post.stocked(vest, ["A-1", "A-2"])
    pick = post.picks(vest, "A-1").picks[0]
    item = ItemId(post.scalar("SELECT item_id FROM variant WHERE id = :v", v=vest))

    def posted(session: Session, *, by: Actor, at: datetime) -> int:
        target = places.virtual(session, PlaceKind.ADJUSTMENT)
        document = numbers.assign(
            session, DocumentKind.ADJUSTMENT, request="a", effective_on=TODAY, title="", by=by, at=at
        )
        lines = [
            ledger.Line(
                item,
                LayerId(pick.layer_id),
                quantity,
                PlaceId(pick.place_id),
                target,
                unit_id=UnitId(pick.unit_id or 0),
            )
            for quantity in quantities
        ]
        return ledger.post(session, ledger.Posting(document.id, TODAY, TODAY), lines)

    with pytest.raises(RulesBroken) as caught:
        post.work.write(posted)
    assert [problem.code for problem in caught.value.problems] == codes
    assert post.on_hand(vest) == 2
