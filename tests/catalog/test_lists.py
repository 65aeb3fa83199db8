"""What lists, marks, pages and choices of the catalog say. Source: product.md 3 (Catalogue)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inl_logistics.catalog import bulk, itempage, queries
from inl_logistics.catalog.commands import retire_item, save_item
from inl_logistics.catalog.drafts import ItemDraft, StoreMinimum, VariantDraft
from inl_logistics.catalog.rules import ItemFacts, item_problems
from inl_logistics.catalog.sizerules import sizes_of
from inl_logistics.inventory.commands import ConditionDraft, StockPick, change_condition
from inl_logistics.inventory.merging import MergeDraft, merge_items
from inl_logistics.kernel.listing import ListQuery
from inl_logistics.kernel.values import ItemId, Status, Tracking
from inl_logistics.partners.commands import StoreDraft, save_store
from inl_logistics.purchasing.commands import OrderDraft, OrderLineDraft, save_order
from tests.builders import Post


def integer(post: Post, sql: str, **params: object) -> int:
    return int(str(post.scalar(sql, **params)))


def gloves(post: Post, **more: object) -> ItemDraft:
    """Keep an item that is counted, as its editor reads it."""
    made = post.work.write(
        save_item,
        ItemDraft("PPE-01", "Gloves", Tracking.QUANTITY, price_micros=1, **more),  # type: ignore[arg-type]
    )
    found = post.work.read(queries.draft, made)
    assert found is not None
    return found


def variant_of(post: Post, item: ItemDraft) -> int:
    return integer(post, "SELECT id FROM variant WHERE item_id = :i", i=item.id)


def shown(post: Post, **filters: str) -> list[str]:
    query = ListQuery(filters={name: frozenset({value}) for name, value in filters.items()})
    found = post.work.read(queries.rows, post.work.read(queries.keys, query).keys)
    return [row.code for row in found]


def test_a_stores_own_minimum_counts_what_lies_there(post: Post) -> None:
    """Twelve lie in the first store; the second has none of the five that it should have."""
    other = post.work.write(save_store, StoreDraft("S2", "Second Store"))
    kept = gloves(post, variants=(VariantDraft("", None, (StoreMinimum(other, 5),)),))
    post.stocked_quantity(variant_of(post, kept), 12)
    assert shown(post, mark="below") == ["PPE-01"]
    here = (VariantDraft("", None, (StoreMinimum(post.store, 5),)),)
    post.work.write(save_item, replace(kept, variants=here))
    assert shown(post, mark="below") == []


def test_a_retired_size_is_not_missed(post: Post) -> None:
    gloves(post, variants=(VariantDraft("", 5, retired=True),))
    assert shown(post, mark="below") == []


def test_retired_items_are_shown_only_where_asked_for(post: Post) -> None:
    kept = gloves(post)
    post.work.write(retire_item, ItemId(kept.id or 0))
    assert (shown(post), shown(post, show="retired")) == ([], ["PPE-01"])


def test_only_placed_orders_are_on_order_and_quarantined_goods_are_not_available(post: Post) -> None:
    kept = gloves(post)
    variant = variant_of(post, kept)
    post.stocked_quantity(variant, 10)
    post.work.write(save_order, OrderDraft((OrderLineDraft(variant, 99, 1),), title="Draft", vendor_id=post.vendor))
    pick = post.pick_quantity(variant, 3).picks[0]
    apart = (StockPick(kept.id or 0, pick.layer_id, pick.place_id, 3),)
    post.work.write(change_condition, ConditionDraft(apart, None, Status.QUARANTINED, post.work.today(), "wet"))
    page = post.work.read(itempage.detail, kept.id or 0)
    assert page is not None
    assert [(one.on_hand, one.available, one.on_order) for one in page.sizes] == [(10, 7, 0)]


def test_the_code_that_begins_so_is_offered_first(post: Post) -> None:
    post.item("ARM-01", name="Vest for XK")
    post.item("XK-01", name="Vest")
    assert [one.code for one in post.work.read(itempage.item_choices, "xk")] == ["XK-01", "ARM-01"]


def test_a_stock_number_says_its_class(post: Post) -> None:
    assert gloves(post, nsn="8415-01-520-7373").fsc == "8415"


def test_what_was_merged_is_not_changed_with_others_and_its_code_may_be_an_alias(post: Post) -> None:
    kept = gloves(post)
    post.item("IMP-77", name="GLOVES", tracking=Tracking.QUANTITY)
    gone = integer(post, "SELECT id FROM item WHERE code = 'IMP-77'")
    post.work.write(merge_items, MergeDraft(gone, kept.id or 0))
    assert [one.code for one in post.work.read(bulk.preview, (gone, kept.id or 0))] == ["PPE-01"]
    now = post.work.read(queries.draft, kept.id or 0)
    assert now is not None
    post.work.write(save_item, replace(now, other_codes=("IMP-77",)))


@pytest.mark.parametrize(("least", "found"), [(60, []), (61, ["life-shorter-than-asked"])])
def test_all_of_its_life_may_be_asked_of_new_goods_but_not_more(least: int, found: list[str]) -> None:
    facts = ItemFacts(
        "A", "A", "", Tracking.LOT, None, False, 1, ("",), shelf_life_months=60, min_life_receipt_months=least
    )
    assert [one.code for one in item_problems(facts)] == found


def test_a_slip_of_the_pen_makes_no_thousand_sizes() -> None:
    assert len(sizes_of("1-999")) == 400
