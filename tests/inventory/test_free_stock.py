"""What is free and what is put aside: first expiry first, by place and condition, for whom; figures of lists and cards."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from inl_logistics.catalog.commands import save_item
from inl_logistics.catalog.drafts import ItemDraft, VariantDraft
from inl_logistics.catalog.queries import draft
from inl_logistics.handovers.signing import SignDraft, sign
from inl_logistics.inventory import stock
from inl_logistics.inventory.commands import (
    ConditionDraft,
    MoveDraft,
    StockPick,
    Wanted,
    change_condition,
    move,
    reserve,
)
from inl_logistics.inventory.correcting import SerialDraft, correct_serial
from inl_logistics.inventory.holding import HoldDraft, HoldLine, hold
from inl_logistics.inventory.layers import layer_units, layers, unit_head
from inl_logistics.inventory.picking import offer, stock_choices
from inl_logistics.inventory.queries import proposals, stock_card, variant_detail
from inl_logistics.inventory.recall import RecallDraft, lot, quarantine_lot
from inl_logistics.inventory.reversing import ReverseDraft, reverse
from inl_logistics.inventory.scanning import scanned
from inl_logistics.kernel.listing import ListQuery
from inl_logistics.kernel.problems import RulesBroken
from inl_logistics.kernel.values import Condition, ItemId, LayerId, PlaceId, Status, Tracking, UnitId
from inl_logistics.shipments.commands import PackedSerial, ShipmentLineDraft
from tests.builders import TODAY, Post
from tests.builders_counts import begun


def codes(caught: pytest.ExceptionInfo[RulesBroken]) -> list[str]:
    return [problem.code for problem in caught.value.problems]


def integer(post: Post, sql: str, **params: object) -> int:
    return int(str(post.scalar(sql, **params)))


def pick_of(post: Post, variant: int, quantity: int) -> StockPick:
    pick = post.pick_quantity(variant, quantity).picks[0]
    item = integer(post, "SELECT item_id FROM variant WHERE id = :v", v=variant)
    return StockPick(item, pick.layer_id, pick.place_id, quantity, condition=Condition(pick.condition))


def unit_pick(post: Post, variant: int, serial: str) -> StockPick:
    pick = post.picks(variant, serial).picks[0]
    item = integer(post, "SELECT item_id FROM variant WHERE id = :v", v=variant)
    return StockPick(item, pick.layer_id, pick.place_id, 1, pick.unit_id, Condition(pick.condition))


def wanted(pick: StockPick) -> Wanted:
    unit = None if pick.unit_id is None else UnitId(pick.unit_id)
    return Wanted(ItemId(pick.item_id), LayerId(pick.layer_id), PlaceId(pick.place_id), pick.quantity, unit)


def bin_id(post: Post, code: str = "A-04") -> int:
    return integer(post, "SELECT id FROM bin WHERE code = :c", c=code)


def lot_of(post: Post, variant: int) -> list[tuple[str, str]]:
    found = post.work.read(proposals, variant, today=TODAY, min_life_days=60)
    return [(one.lot, one.skipped) for one in found]


@pytest.fixture
def spray(post: Post) -> int:
    """Lots that came in the wrong order: without a day, late, soon, almost over."""
    made = post.item("INT-03", tracking=Tracking.LOT, min_life_handover_months=2)
    for code, days in (("NONE", None), ("LATE", 900), ("SOON", 100), ("OVER", 30)):
        expires = None if days is None else TODAY + timedelta(days=days)
        post.stocked_quantity(made, 5, lot=code, expires_on=expires)
    return made


# picking ----------------------------------------------------------------------------------------------------------
def test_the_first_to_expire_is_offered_first_and_what_ends_too_soon_last(post: Post, spray: int) -> None:
    assert lot_of(post, spray) == [("SOON", ""), ("LATE", ""), ("NONE", ""), ("OVER", "life")]
    found = post.work.read(offer, spray, today=TODAY)
    assert found is not None
    assert found.free == 15, "what ends too soon is not free without asking"
    own = post.work.read(offer, spray, today=TODAY, store_id=post.store)
    assert own is not None
    assert [one.lot for one in own.proposals] == ["OVER", "SOON", "LATE", "NONE"], "between our stores any lot may go"
    assert own.free == 20


def test_quarantined_goods_are_not_offered(post: Post, spray: int) -> None:
    layer = next(one for one in post.work.read(layers, spray) if one.lot == "SOON")
    picks = (StockPick(layer.item_id, layer.layer_id, layer.place_id, 5),)
    post.work.write(change_condition, ConditionDraft(picks, None, Status.QUARANTINED, TODAY, "leaks"))
    assert lot_of(post, spray)[0] == ("LATE", "")


def test_units_of_a_lot_that_ends_too_soon_are_not_among_those_to_pick(post: Post) -> None:
    mask = post.item("RIO-09", min_life_handover_months=2)
    post.stocked(mask, ["M-1"])
    stocked_lot(post, mask, ("M-2",), TODAY + timedelta(days=10))
    found = post.work.read(offer, mask, today=TODAY)
    assert found is not None
    assert [one.serial for one in found.units] == ["M-1"]


def stocked_lot(post: Post, variant: int, serials: tuple[str, ...], expires: date) -> None:
    """Bring serial units of lot E into stock."""
    order = post.order((variant, len(serials)))
    packed = tuple(PackedSerial(serial) for serial in serials)
    line = ShipmentLineDraft(
        variant, len(serials), post.order_lines(order)[0], serials=packed, lot="E", expires_on=expires
    )
    post.receive(post.ship(order, [line]), serials)


def test_units_of_another_condition_are_free_though_their_like_are_put_aside(post: Post) -> None:
    vest = post.item("ARM-01")
    post.stocked(vest, ["A-1", "A-2", "A-3"])
    worn = (unit_pick(post, vest, "A-3"),)
    post.work.write(change_condition, ConditionDraft(worn, Condition.FAIR, Status.AVAILABLE, TODAY, "worn"))
    post.draft(post.picks(vest, "A-1", "A-2"))
    (found,) = post.work.read(proposals, vest, today=TODAY)
    assert (found.condition, found.free, len(found.unit_ids)) == ("fair", 1, 1)


def test_what_is_put_aside_is_taken_off_once_however_many_conditions_there_are(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.stocked_quantity(gloves, 10)
    worn = (pick_of(post, gloves, 4),)
    post.work.write(change_condition, ConditionDraft(worn, Condition.FAIR, Status.AVAILABLE, TODAY, "worn"))
    post.draft(post.pick_quantity(gloves, 3))
    assert [one.free for one in post.work.read(stock_choices, "PPE-01")] == [7]


# putting aside ----------------------------------------------------------------------------------------------------
def test_what_one_holds_is_replaced_and_not_added_to(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.stocked_quantity(gloves, 10)
    for quantity in (6, 8):
        post.work.write(reserve, "hold", 1, [wanted(pick_of(post, gloves, quantity))])
    assert post.scalar("SELECT sum(quantity) FROM reservation") == 8


def test_what_is_put_aside_in_one_bin_is_free_in_the_other(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.stocked_quantity(gloves, 10)
    first = pick_of(post, gloves, 6).place_id
    post.work.write(move, MoveDraft((pick_of(post, gloves, 4),), bin_id(post), TODAY))
    other = integer(post, "SELECT place_id FROM balance WHERE real = 1 AND quantity > 0 AND place_id <> :p", p=first)
    with pytest.raises(RulesBroken) as caught:
        post.work.write(hold, HoldDraft((HoldLine(gloves, first, 7),), "course"))
    assert codes(caught) == ["not-available"], "seven do not lie there, though ten do in all"
    post.work.write(hold, HoldDraft((HoldLine(gloves, first, 6),), "course"))
    post.work.write(hold, HoldDraft((HoldLine(gloves, other, 4),), "course"))
    with pytest.raises(RulesBroken) as caught:
        post.work.write(hold, HoldDraft((HoldLine(gloves, other, -1),), "course"))
    assert codes(caught) == ["not-available"]


def test_what_a_prison_has_cannot_be_put_aside(post: Post) -> None:
    vest = post.item("ARM-01")
    post.stocked(vest, ["A-1"])
    post.work.write(sign, SignDraft(post.issued(post.picks(vest, "A-1")), TODAY))
    with pytest.raises(RulesBroken) as caught:
        post.work.write(reserve, "hold", 1, [wanted(unit_pick(post, vest, "A-1"))])
    assert codes(caught) == ["unit-not-available"]


def test_a_unit_asked_for_twice_is_named_by_its_serial(post: Post) -> None:
    vest = post.item("ARM-01")
    post.stocked(vest, ["A-1"])
    with pytest.raises(RulesBroken) as caught:
        post.work.write(reserve, "hold", 1, [wanted(unit_pick(post, vest, "A-1"))] * 2)
    assert [(one.code, one.params["serial"]) for one in caught.value.problems] == [("unit-twice", "A-1")]


def test_who_holds_a_unit_is_said_alike_wherever_it_is_shown(post: Post) -> None:
    vest = post.item("ARM-01")
    post.stocked(vest, ["A-1"])
    pick = unit_pick(post, vest, "A-1")
    post.work.write(reserve, "kit", 1, [wanted(pick)], note="K-CERT-0001")
    head = post.work.read(unit_head, pick.unit_id)
    assert head is not None
    (row,) = post.work.read(layers, vest)
    assert (head.reserved_by, post.work.read(layer_units, row)[0].reserved_by) == ("K-CERT-0001", "K-CERT-0001")


def test_layers_stand_by_their_last_day_and_only_free_goods_are_put_aside(post: Post, spray: int) -> None:
    first = post.work.read(layers, spray)
    assert [one.lot for one in first] == ["OVER", "SOON", "LATE", "NONE"]
    soon = first[1]
    post.work.write(hold, HoldDraft((HoldLine(spray, soon.place_id, 7),), "all that is almost over, and two more"))
    apart = (StockPick(soon.item_id, soon.layer_id, soon.place_id, 3),)
    post.work.write(change_condition, ConditionDraft(apart, None, Status.QUARANTINED, TODAY, "leaks"))
    shown = {one.status: one.reserved for one in post.work.read(layers, spray) if one.lot == "SOON"}
    assert shown == {"available": 2, "quarantined": 0}


# lists and cards --------------------------------------------------------------------------------------------------
def listed(post: Post, mark: str, *, today: date = TODAY) -> list[str]:
    query = ListQuery(filters={"status": frozenset({mark})})
    return [one.code for one in post.work.read(stock.rows, post.work.read(stock.keys, query, today=today).keys)]


def test_what_has_expired_does_not_expire_soon(post: Post, spray: int) -> None:
    assert listed(post, "expiring") == ["INT-03"]
    assert listed(post, "expiring", today=TODAY + timedelta(days=30)) == ["INT-03"], "its last day is still ahead"
    assert listed(post, "expiring", today=TODAY + timedelta(days=31)) == []
    assert listed(post, "expired", today=TODAY + timedelta(days=31)) == ["INT-03"]
    assert spray


def test_goods_are_old_when_more_than_their_days_have_passed(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.stocked_quantity(gloves, 10)
    assert listed(post, "aged", today=TODAY + timedelta(days=180)) == []
    assert listed(post, "aged", today=TODAY + timedelta(days=181)) == ["PPE-01"]


def test_quarantined_goods_do_not_make_up_a_minimum_and_retired_sizes_miss_nothing(post: Post) -> None:
    item = post.work.write(
        save_item, ItemDraft("PPE-01", "Gloves", Tracking.QUANTITY, variants=(VariantDraft(minimum=8),), price_micros=1)
    )
    gloves = integer(post, "SELECT id FROM variant WHERE item_id = :i", i=item)
    post.stocked_quantity(gloves, 10)
    assert listed(post, "below") == []
    apart = (pick_of(post, gloves, 3),)
    post.work.write(change_condition, ConditionDraft(apart, None, Status.QUARANTINED, TODAY, "wet"))
    assert listed(post, "below") == ["PPE-01"]
    stored = post.work.read(draft, item)
    assert stored is not None
    retired = (VariantDraft(minimum=8, retired=True),)
    post.work.write(
        save_item,
        ItemDraft("PPE-01", "Gloves", Tracking.QUANTITY, item, stored.version, variants=retired, price_micros=1),
    )
    assert listed(post, "below") == []


def test_the_stock_card_runs_by_the_day_that_counts(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.stocked_quantity(gloves, 10)
    post.stocked_quantity(gloves, 4, on=TODAY - timedelta(days=9))
    card = post.work.read(stock_card, gloves)
    assert [(one.on, one.change, one.balance) for one in card] == [(TODAY, 10, 14), (TODAY - timedelta(days=9), 4, 4)]


def test_what_has_arrived_is_not_inbound_any_more(post: Post) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.stocked_quantity(gloves, 10)
    found = post.work.read(variant_detail, gloves)
    assert found is not None
    assert (found.on_hand, found.inbound) == (10, 0)


# lots and serials -------------------------------------------------------------------------------------------------
def test_a_recall_leaves_units_that_somebody_holds(post: Post) -> None:
    mask = post.item("RIO-09")
    stocked_lot(post, mask, ("M-1", "M-2"), TODAY + timedelta(days=900))
    post.draft(post.picks(mask, "M-1"))
    post.work.write(quarantine_lot, RecallDraft(integer(post, "SELECT id FROM lot"), TODAY, "letter"))
    assert post.scalar("SELECT group_concat(status) FROM position ORDER BY unit_id") == "available,quarantined"


def test_lots_without_a_code_are_not_one(post: Post) -> None:
    spray = post.item("INT-03", tracking=Tracking.LOT)
    for days in (100, 200):
        post.stocked_quantity(spray, 5, expires_on=TODAY + timedelta(days=days))
    first = integer(post, "SELECT min(id) FROM lot")
    assert post.work.read(lot, first).ours == 5


def test_what_was_written_off_of_a_lot_is_gone(post: Post) -> None:
    spray = post.item("INT-03", tracking=Tracking.LOT)
    post.stocked_quantity(spray, 40, lot="2411B")
    count = begun(post)
    count.quantity(spray, 38, lot_id=integer(post, "SELECT id FROM lot"))
    count.finish()
    count.explain()
    count.book()
    found = post.work.read(lot, integer(post, "SELECT id FROM lot"))
    assert (found.received, found.ours, found.gone) == (40, 38, 2)


def test_the_same_serial_of_another_maker_is_no_clash(post: Post) -> None:
    post.stocked(post.item("ARM-01", maker="Acme", model="V"), ["A-1"])
    other = post.item("ARM-02", maker="Northgate", model="V")
    post.stocked(other, ["B-7"])
    unit = integer(post, "SELECT id FROM unit WHERE serial = 'B-7'")
    assert post.work.write(correct_serial, SerialDraft(unit, "A-1", "misread")) == "A-1"


def test_another_way_to_write_the_same_serial_asks_for_nothing(post: Post) -> None:
    vest = post.item("ARM-01")
    post.stocked(vest, ["B-100", "C-7"])
    unit = integer(post, "SELECT id FROM unit WHERE serial = 'C-7'")
    post.work.write(correct_serial, SerialDraft(unit, "B-1OO", "read again", sure=True))
    assert post.work.write(correct_serial, SerialDraft(unit, "b 1OO", "as on the plate")) == "b 1OO"


def test_each_later_document_is_named_once_with_how_many_units_it_took(post: Post) -> None:
    vest = post.item("ARM-01")
    post.stocked(vest, ["A-1", "A-2", "A-3"])
    picks = tuple(unit_pick(post, vest, one) for one in ("A-1", "A-2", "A-3"))
    number = post.work.write(change_condition, ConditionDraft(picks, Condition.FAIR, Status.AVAILABLE, TODAY, "worn"))
    post.work.write(sign, SignDraft(post.issued(post.picks(vest, "A-1", "A-2", "A-3")), TODAY))
    with pytest.raises(RulesBroken) as caught:
        post.work.write(reverse, ReverseDraft(number, "error", TODAY))
    assert codes(caught) == ["later-fact-depends", "later-fact-more"]
    assert caught.value.problems[1].params["count"] == "2"


def test_a_lot_is_found_by_its_code_in_any_letters(post: Post) -> None:
    spray = post.item("INT-03", tracking=Tracking.LOT)
    post.stocked_quantity(spray, 5, lot="LÓTE Ñ1")
    for typed in ("LÓTE Ñ1", "lote n1"):
        assert [one.lot for one in post.work.read(scanned, typed)] == ["LÓTE Ñ1"]
