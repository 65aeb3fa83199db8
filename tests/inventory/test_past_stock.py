"""The stock list as of a day is what the movements up to that day add up to; ageing by the day on which goods came."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from inl_logistics.inventory import stock
from inl_logistics.inventory.commands import ConditionDraft, MoveDraft, StockPick, change_condition, move
from inl_logistics.kernel.listing import ListQuery
from inl_logistics.kernel.values import Condition, Status, Tracking
from tests.builders import TODAY, Post

DAYS = st.integers(0, 40).map(lambda back: TODAY - timedelta(days=back))


def listed(post: Post, day: date | None, **query: object) -> dict[tuple[int, int], tuple[int, int]]:
    """Return what the list shows by variant and place: on hand, and in quarantine."""
    filters = {"day": frozenset({day.isoformat()})} if day else {}
    asked = ListQuery(filters=filters, **query)  # type: ignore[arg-type]
    keys = post.work.read(stock.keys, asked, today=TODAY)
    rows = post.work.read(stock.rows, keys.keys, day=day)
    assert sum(row.on_hand for row in rows) == keys.quantity
    return {(row.variant_id, row.place_id): (row.on_hand, row.quarantined) for row in rows}


def added_up(post: Post, day: date) -> dict[tuple[int, int], tuple[int, int]]:
    """Return the same from the movements up to a day."""
    sql = (
        "SELECT v, p, sum(q), sum(CASE WHEN s = 'quarantined' THEN q ELSE 0 END) FROM (SELECT l.variant_id AS v,"
        " m.to_place_id AS p, m.status_to AS s, m.quantity AS q FROM movement m JOIN layer l"
        " ON l.id = m.layer_id WHERE m.effective_on <= :d UNION ALL SELECT l.variant_id, m.from_place_id, m.status_from, -m.quantity FROM"
        " movement m JOIN layer l ON l.id = m.layer_id WHERE m.effective_on <= :d) JOIN place ON place.id = p"
        " WHERE kind = 'bin' GROUP BY 1, 2 HAVING sum(q) <> 0"
    )
    found = post.work.read(lambda s: s.execute(text(sql), {"d": day.isoformat()}).all())
    return {(row[0], row[1]): (row[2], row[3]) for row in found}


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(DAYS, st.integers(1, 4), st.booleans()), min_size=1, max_size=6),
    st.lists(DAYS, min_size=1, max_size=4),
)
def test_the_list_of_a_day_is_what_moved_until_then(
    post: Post, moves: list[tuple[date, int, bool]], asked: list[date]
) -> None:
    if not post.scalar("SELECT count(*) FROM item"):
        gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
        vest = post.item("ARM-01")
        post.stocked_quantity(gloves, 900, on=TODAY - timedelta(days=41))
        post.stocked(vest, ["A-1", "A-2"], on=TODAY - timedelta(days=20))
    gloves = int(post.scalar("SELECT v.id FROM variant v JOIN item i ON i.id = v.item_id WHERE i.code = 'PPE-01'"))  # type: ignore[call-overload]
    item = int(post.scalar("SELECT item_id FROM variant WHERE id = :v", v=gloves))  # type: ignore[call-overload]
    bin_id = int(post.scalar("SELECT id FROM bin WHERE code = 'A-04'"))  # type: ignore[call-overload]
    count = int(post.scalar("SELECT count(*) FROM document"))  # type: ignore[call-overload]
    for number, (day, quantity, apart) in enumerate(moves):
        pick = post.pick_quantity(gloves, quantity).picks[0]
        picks = (StockPick(item, pick.layer_id, pick.place_id, quantity),)
        if apart:
            change = ConditionDraft(picks, Condition.POOR, Status.QUARANTINED, day, "wet", f"{count}:{number}")
            post.work.write(change_condition, change)
        else:
            post.work.write(move, MoveDraft(picks, bin_id, day, request=f"{count}:{number}"))
    for day in asked:
        assert listed(post, day) == added_up(post, day)
    assert listed(post, None) == added_up(post, TODAY)


def test_what_stands_long_is_grouped_and_filtered_by_its_age(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    boots = post.item("UNI-06", tracking=Tracking.QUANTITY)
    post.stocked_quantity(gloves, 10, on=TODAY - timedelta(days=200))
    post.stocked_quantity(boots, 5, on=TODAY - timedelta(days=10))
    groups = post.work.read(stock.keys, ListQuery(group="age"), today=TODAY).groups
    assert [(one.key, one.quantity) for one in groups] == [("0", 5), ("2", 10)]
    aged = ListQuery(filters={"status": frozenset({"aged"})})
    assert post.work.read(stock.keys, aged, today=TODAY).quantity == 10
    counts = {one.key: one.count for one in post.work.read(stock.facets, ListQuery(), today=TODAY)["status"]}
    assert counts["aged"] == 1
    oldest = post.work.read(stock.keys, ListQuery(sort="age"), today=TODAY).keys
    assert [row.arrived_on for row in post.work.read(stock.rows, oldest)] == [
        TODAY - timedelta(days=10),
        TODAY - timedelta(days=200),
    ]


def test_a_past_day_knows_no_reservations_or_minimums_of_now(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.stocked_quantity(gloves, 10, on=TODAY - timedelta(days=20))
    post.draft(post.pick_quantity(gloves, 4))
    day = TODAY - timedelta(days=5)
    keys = post.work.read(stock.keys, ListQuery(filters={"day": frozenset({day.isoformat()})}), today=TODAY).keys
    row = post.work.read(stock.rows, keys, day=day)[0]
    assert (row.reserved, row.available, row.minimum) == (0, 10, None)
    assert post.work.read(stock.rows, keys)[0].reserved == 4
