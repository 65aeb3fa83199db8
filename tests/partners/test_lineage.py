"""Who stood under whom on which day: one answer for every day, whatever the order of entry. Source: domain.md 6."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from inl_logistics.partners.lineage import MoveFacts, Span, Step, move_problems, moved, parent_on, spans_of, steps_of
from inl_logistics.partners.records import PartnerKind

START = date(2024, 1, 1)
DAYS = st.integers(0, 60).map(lambda n: START + timedelta(days=n))
MOVES = st.lists(st.builds(Step, DAYS, st.sampled_from([None, 1, 2, 3])), max_size=12)


def after(moves: list[Step]) -> tuple[Step, ...]:
    """Return the steps after some moves."""
    steps: tuple[Step, ...] = ()
    for one in moves:
        steps = moved(steps, one)
    return steps


@given(MOVES)
def test_each_day_has_one_parent_and_spans_never_overlap(moves: list[Step]) -> None:
    steps = after(moves)
    spans = spans_of(steps)
    for n in range(-2, 64):
        day = START + timedelta(days=n)
        holding = [one.parent_id for one in spans if one.from_on <= day and (one.to_on is None or day <= one.to_on)]
        assert holding == [parent for parent in [parent_on(steps, day)] if parent is not None]


@given(MOVES, st.builds(Step, DAYS, st.sampled_from([None, 1, 2, 3])))
def test_a_move_holds_from_its_day_and_leaves_the_days_before(moves: list[Step], move: Step) -> None:
    before, steps = after(moves), moved(after(moves), move)
    assert parent_on(steps, move.from_on) == move.parent_id
    for n in range(64):
        day = START + timedelta(days=n)
        if day < move.from_on:
            assert parent_on(steps, day) == parent_on(before, day)
    later = [one.from_on for one in before if one.from_on > move.from_on]
    for day in later:
        assert parent_on(steps, day) == parent_on(before, day)


@given(MOVES)
def test_spans_and_steps_say_the_same(moves: list[Step]) -> None:
    steps = after(moves)
    again = steps_of(spans_of(steps))
    assert all(
        parent_on(again, START + timedelta(days=n)) == parent_on(steps, START + timedelta(days=n)) for n in range(64)
    )


def test_old_records_that_overlap_are_read_as_the_later_one() -> None:
    spans = [Span(1, START, START), Span(2, START, None)]
    assert [one.parent_id for one in spans_of(steps_of(spans))] == [2]


def test_everything_wrong_with_a_move_is_said_at_once() -> None:
    facts = MoveFacts("Guard", PartnerKind.AGENCY, "Depot", PartnerKind.FACILITY, True, False)
    problems = move_problems(facts, from_on=START + timedelta(days=1), reason="", today=START)
    assert [one.code for one in problems] == [
        "parent-not-above", "parent-retired", "move-in-future", "move-reason-missing",
    ]  # fmt: skip
    assert move_problems(facts, from_on=None, reason="x", today=START)[-1].code == "move-day-missing"


def test_a_move_to_where_it_stands_is_refused() -> None:
    facts = MoveFacts("Guard", PartnerKind.UNIT, "Prisons", PartnerKind.AGENCY, False, True)
    assert [one.code for one in move_problems(facts, from_on=START, reason="x", today=START)] == [
        "move-changes-nothing"
    ]
