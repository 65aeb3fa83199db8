"""Short words for tests of counts: bins, moves, what is right on the shelf."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.inventory.commands import ConditionDraft, MoveDraft, StockPick, change_condition, move
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import RulesBroken
from inl_logistics.kernel.values import Status
from inl_logistics.ledger import places
from tests.builders import TODAY, Post
from tests.builders_counts import Count, Shelf


def codes(caught: pytest.ExceptionInfo[RulesBroken]) -> list[str]:
    return [problem.code for problem in caught.value.problems]


def integer(post: Post, sql: str, **params: object) -> int:
    return int(str(post.scalar(sql, **params)))


def bin_place(post: Post, code: str) -> int:
    def make(session: Session, *, by: Actor, at: datetime) -> int:
        return places.of_bin(
            session, session.execute(text("SELECT id FROM bin WHERE code = :c"), {"c": code}).scalar_one()
        )

    return int(post.work.write(make))


def item_of(post: Post, variant: int) -> int:
    return integer(post, "SELECT item_id FROM variant WHERE id = :v", v=variant)


def moved(post: Post, goods: Shelf, quantity: int, *, on: object = TODAY) -> None:
    """Move gloves to bin A-04."""
    pick = post.pick_quantity(goods.gloves, quantity).picks[0]
    chosen = StockPick(item_of(post, goods.gloves), pick.layer_id, pick.place_id, quantity)
    post.work.write(move, MoveDraft((chosen,), integer(post, "SELECT id FROM bin WHERE code = 'A-04'"), on))  # type: ignore[arg-type]


def quarantined(post: Post, goods: Shelf, quantity: int) -> None:
    pick = post.pick_quantity(goods.gloves, quantity).picks[0]
    chosen = StockPick(item_of(post, goods.gloves), pick.layer_id, pick.place_id, quantity)
    post.work.write(change_condition, ConditionDraft((chosen,), None, Status.QUARANTINED, TODAY, "wet"))


def helmets_right(count: Count) -> None:
    count.scan("H-1", "H-2", "H-3", "H-4", "H-5")


def gloves_line(count: Count, goods: Shelf, status: str = "available") -> object:
    return next(one for one in count.page().lines if one.variant_id == goods.gloves and one.status == status)
