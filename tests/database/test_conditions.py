"""The conditions of a list's SQL."""

from __future__ import annotations

from inl_logistics.database.conditions import Conditions, order_by
from inl_logistics.kernel.listing import ListQuery


def test_without_anything_asked_for_everything_is_shown() -> None:
    where = Conditions()
    where.found("h.id", "handover", "  ")
    where.among("h.mode", frozenset())
    assert (str(where), where.values) == ("1", {})


def test_every_typed_word_and_ticked_option_is_bound_and_never_written_into_the_sql() -> None:
    where = Conditions("h.direction = 'in'")
    where.words("p.folded LIKE {word}", "Policía '; DROP")
    where.among("h.mode", frozenset({"sea", "air"}))
    assert str(where) == (
        "h.direction = 'in' AND p.folded LIKE :c0 AND p.folded LIKE :c1 AND p.folded LIKE :c2 AND h.mode IN (:c3, :c4)"
    )
    assert list(where.values.values()) == ["%policia%", "%';%", "%drop%", "air", "sea"]


def test_an_order_that_the_list_does_not_know_is_its_own() -> None:
    sorts = {"value": "value"}
    assert order_by(ListQuery(sort="value", descending=True), sorts, "h.id DESC") == "value DESC"
    assert order_by(ListQuery(sort="gone", descending=True), sorts, "h.id DESC") == "h.id DESC"
    assert order_by(ListQuery(), sorts, "h.id DESC") == "h.id DESC"
