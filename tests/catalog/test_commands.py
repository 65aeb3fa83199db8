"""Describing items on a real post: sizes, codes, serial scopes, several at once, what the trail says of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from inl_logistics.catalog import bulk, itempage, queries
from inl_logistics.catalog.bulk import ItemsChange, change_items, restore_items, retire_items
from inl_logistics.catalog.commands import save_item
from inl_logistics.catalog.drafts import ItemDraft, LocalName, PartNumber, StoreMinimum, VariantDraft
from inl_logistics.catalog.records import MonitoringClass
from inl_logistics.home.queries import tasks
from inl_logistics.home.values import TaskKind
from inl_logistics.kernel.listing import ListQuery
from inl_logistics.kernel.problems import RulesBroken, StaleEdit
from inl_logistics.kernel.values import Tracking
from inl_logistics.search.queries import hits
from inl_logistics.verification import verify
from tests.builders import TODAY, Post, puerto_claro


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    made = puerto_claro(tmp_path / "post")
    yield made
    made.work.close()


def item_of(post: Post, code: str) -> ItemDraft:
    found = post.work.read(queries.draft, int(str(post.scalar("SELECT id FROM item WHERE code = :c", c=code))))
    assert found is not None
    return found


def refused(post: Post, draft: ItemDraft) -> set[str]:
    with pytest.raises(RulesBroken) as caught:
        post.work.write(save_item, draft)
    return {one.code for one in caught.value.problems}


BOOTS = ItemDraft(
    "UNI-06", "Boots", category="Uniforms", price_micros=84_000_000, shelf_life_months=60, service_life_months=24,
    hs="6403.91", fsc="8430", un_number="1950", packing_group="ii", shipping_name="Aerosols", unspsc="46181600",
    names=(LocalName("es", "Botas", "De cuero"),), other_codes=("BOOT-8", "BOOT-8"),
)  # fmt: skip


def test_everything_said_of_an_item_is_kept(post: Post) -> None:
    sizes = (VariantDraft("10", 5, (StoreMinimum(post.store, 2),)), VariantDraft("9", retired=True))
    post.work.write(save_item, replace(
        BOOTS, packing_group="II", variants=sizes, part_numbers=(PartNumber(post.vendor, "V-77", "10"),),
    ))  # fmt: skip
    kept = item_of(post, "UNI-06")
    assert (kept.un_number, kept.packing_group, kept.fsc, kept.service_life_months) == ("UN1950", "II", "8430", 24)
    assert kept.variants == (sizes[1], sizes[0]), "9 is listed before 10"
    assert kept.other_codes == ("BOOT-8",)
    assert kept.part_numbers == (PartNumber(post.vendor, "V-77", "10"),)
    assert kept.names == (LocalName("es", "Botas", "De cuero"),)
    assert [hit.subject_id for hit in post.work.read(hits, "V-77") if hit.kind == "item"] == [kept.id]


def test_all_that_is_wrong_is_said_at_once(post: Post) -> None:
    post.item("ARM-01", name="Vest")
    wrong = replace(
        BOOTS, un_number="19500", packing_group="IV", min_life_receipt_months=72, other_codes=("arm-01",),
        variants=(VariantDraft("", -1),),
    )  # fmt: skip
    assert refused(post, wrong) == {
        "un-number-shape", "packing-group-shape", "life-shorter-than-asked", "other-code-taken", "count-below-zero",
    }  # fmt: skip


def test_a_life_is_one_that_a_calendar_can_hold(post: Post) -> None:
    assert refused(post, replace(BOOTS, packing_group="", service_life_months=999_999_999)) == {"life-too-long"}
    short = replace(
        BOOTS, packing_group="", shelf_life_months=12, min_life_receipt_months=None, min_life_handover_months=24
    )
    assert refused(post, short) == {"life-shorter-than-asked"}


def test_one_vendors_number_means_one_item_but_two_vendors_may_call_things_alike(post: Post) -> None:
    post.work.write(save_item, replace(BOOTS, packing_group="", part_numbers=(PartNumber(post.vendor, "77"),)))
    other = ItemDraft("UNI-07", "Socks", price_micros=1, part_numbers=(PartNumber(post.vendor, "77"),))
    assert refused(post, other) == {"other-code-taken"}
    maker = int(str(post.scalar("SELECT id FROM partner WHERE id <> :v LIMIT 1", v=post.vendor)))
    post.work.write(save_item, replace(other, part_numbers=(PartNumber(maker, "77"),)))


def test_a_size_that_nothing_refers_to_is_removed_and_one_in_use_only_retired(post: Post) -> None:
    sizes = (VariantDraft("M"), VariantDraft("L"))
    item = post.work.write(save_item, replace(BOOTS, packing_group="", variants=sizes))
    used = int(str(post.scalar("SELECT id FROM variant WHERE item_id = :i AND size = 'M'", i=item)))
    post.stocked_quantity(used, 4)
    kept = item_of(post, "UNI-06")
    assert refused(post, replace(kept, variants=(VariantDraft("L"),), removed_sizes=("M",))) == {"size-in-use"}
    post.work.write(save_item, replace(kept, variants=(VariantDraft("M", retired=True),), removed_sizes=("L",)))
    assert item_of(post, "UNI-06").variants == (VariantDraft("M", retired=True),)
    assert not post.work.read(queries.variant_options, "boots"), "a retired size is not offered"


def test_tracking_and_unit_stay_while_there_is_stock(post: Post) -> None:
    post.stocked_quantity(post.item("PPE-01", tracking=Tracking.QUANTITY), 3)
    kept = item_of(post, "PPE-01")
    changed = replace(kept, tracking=Tracking.LOT, unit_of_issue="PR")
    assert refused(post, changed) == {"tracking-has-stock", "unit-has-stock"}


def test_a_new_unit_takes_the_sizes_along_where_there_is_no_stock(post: Post) -> None:
    post.work.write(save_item, replace(BOOTS, packing_group="", variants=(VariantDraft("9"), VariantDraft("10"))))
    post.work.write(save_item, replace(item_of(post, "UNI-06"), unit_of_issue="PR"))
    assert [one.size for one in item_of(post, "UNI-06").variants] == ["9", "10"]
    assert post.scalar("SELECT count(*) FROM variant v JOIN item i ON i.id = v.item_id WHERE i.code = 'UNI-06'") == 2


def test_serials_follow_maker_and_model_and_may_not_clash_there(post: Post) -> None:
    """Serials are unique within maker and model; naming these later must not make two units one."""
    post.stocked(post.item("ARM-01", maker="Acme", model="X"), ["S-1", "S-2"])
    post.stocked(post.item("ARM-02"), ["S-2", "S-3"])
    second = item_of(post, "ARM-02")
    assert refused(post, replace(second, maker="ACME", model="x")) == {"serials-clash"}
    post.work.write(save_item, replace(second, maker="Acme", model="Y"))
    scope = post.scalar("SELECT count(DISTINCT u.model_id) FROM unit u JOIN item i ON i.id = u.item_id"
                        " AND i.model_id = u.model_id")  # fmt: skip
    assert scope == 2, "each unit is compared within the scope of its item"
    assert post.work.read(verify).holds


def test_a_new_code_of_an_item_without_maker_keeps_its_serials_together(post: Post) -> None:
    post.stocked(post.item("ARM-02"), ["S-2"])
    post.work.write(save_item, replace(item_of(post, "ARM-02"), code="ARM-2B"))
    assert post.scalar("SELECT u.model_id = i.model_id FROM unit u JOIN item i ON i.id = u.item_id") == 1


def test_somebody_elses_change_is_not_overwritten(post: Post) -> None:
    post.item("ARM-01")
    first = item_of(post, "ARM-01")
    post.work.write(save_item, replace(first, name="Vest, tan"))
    with pytest.raises(StaleEdit):
        post.work.write(save_item, replace(first, name="Vest, black"))


def test_the_page_tells_figures_codes_and_what_changed(post: Post) -> None:
    variant = post.item("PPE-01", name="Gloves", tracking=Tracking.QUANTITY)
    post.stocked_quantity(variant, 12)
    kept = item_of(post, "PPE-01")
    minimum = (VariantDraft("", 10, (StoreMinimum(post.store, 20),)),)
    post.work.write(save_item, replace(kept, hs="6116.10", variants=minimum, other_codes=("GL-1",)))
    shown = post.work.read(itempage.detail, kept.id or 0)
    assert shown is not None
    assert (shown.on_hand, shown.orders, shown.handovers) == (12, 1, 0)
    (size,) = shown.sizes
    assert (size.available, size.minimum, size.on_order) == (12, 10, 0)
    assert [one[1:] for one in size.stores] == [(20, 12)]
    assert size.below, "the post has enough, the store has not"
    assert [(one.kind, one.code) for one in shown.codes] == [("alias", "GL-1")]
    assert set(shown.history[0].fields) == {"hs", "variants", "other_codes"}


def test_the_list_finds_what_is_marked(post: Post) -> None:
    low = post.item("PPE-01", tracking=Tracking.QUANTITY)
    item = item_of(post, "PPE-01")
    post.work.write(save_item, replace(item, variants=(VariantDraft("", 10),), policy_hold=True))
    post.stocked_quantity(low, 9)
    post.item("INT-03", un_number="UN1950", export_class="1A984")
    post.item("LIT-01", export_class="EAR99", indicative=True)

    def marked(*marks: str) -> list[str]:
        found = post.work.read(queries.keys, ListQuery(filters={"mark": frozenset(marks)}))
        return [row.code for row in post.work.read(queries.rows, found.keys)]

    assert marked("below") == marked("held") == ["PPE-01"]
    assert marked("hazard") == marked("export") == ["INT-03"]
    assert marked("indicative", "below") == ["LIT-01", "PPE-01"]
    counts = {one.key: one.count for one in post.work.read(queries.facets, ListQuery())["mark"]}
    assert (counts["below"], counts["hazard"], counts["export"], counts["held"]) == (1, 1, 1, 1)


def test_several_items_change_together_or_not_at_all(post: Post) -> None:
    ids = tuple(
        int(str(post.scalar("SELECT item_id FROM variant WHERE id = :v", v=post.item(f"A-{n}")))) for n in (1, 2)
    )
    change = ItemsChange(ids, MonitoringClass.B, " Body armor ", True, 7)
    assert post.work.write(change_items, change) == 2
    for code in ("A-1", "A-2"):
        kept = item_of(post, code)
        assert (kept.monitoring, kept.category, kept.policy_hold) == (MonitoringClass.B, "Body armor", True)
        assert kept.variants == (VariantDraft("", 7),)
    assert post.work.write(change_items, ItemsChange(ids, minimum=3, store_id=post.store)) == 2
    assert item_of(post, "A-1").variants == (VariantDraft("", 7, (StoreMinimum(post.store, 3),)),)
    post.work.write(change_items, ItemsChange(ids, minimum=0))
    assert item_of(post, "A-1").variants == (VariantDraft("", None, (StoreMinimum(post.store, 3),)),)
    for wrong in (ItemsChange(ids), ItemsChange(()), ItemsChange(ids, minimum=-1), ItemsChange(ids, category="  ")):
        with pytest.raises(RulesBroken):
            post.work.write(change_items, wrong)


def test_several_items_are_retired_and_offered_again(post: Post) -> None:
    ids = tuple(
        int(str(post.scalar("SELECT item_id FROM variant WHERE id = :v", v=post.item(f"A-{n}")))) for n in (1, 2)
    )
    assert post.work.write(retire_items, ids) == 2
    assert all(row.retired for row in post.work.read(bulk.preview, ids))
    assert post.work.read(queries.variant_options, "A-") == []
    with pytest.raises(RulesBroken):
        post.work.write(retire_items, ids)
    assert post.work.write(restore_items, ids[:1]) == 1
    with pytest.raises(RulesBroken):
        post.work.write(restore_items, ids[:1])


def test_home_names_the_store_whose_own_minimum_is_not_met(post: Post) -> None:
    variant = post.item("PPE-01", name="Gloves", tracking=Tracking.QUANTITY)
    post.stocked_quantity(variant, 12)
    minimum = (VariantDraft("", 10, (StoreMinimum(post.store, 20),)),)
    post.work.write(save_item, replace(item_of(post, "PPE-01"), variants=minimum))
    found = [one for one in post.work.read(tasks, today=TODAY) if one.kind is TaskKind.BELOW_MINIMUM]
    assert [(one.detail, one.quantity) for one in found] == [("Gloves, Main warehouse", 12)]


def test_a_code_means_one_item_however_it_is_written_and_whoever_calls_it_so(post: Post) -> None:
    """Scans and imports do not tell small letters from large ones, nor a code from an alias."""
    post.work.write(save_item, replace(BOOTS, packing_group=""))
    for code in ("uni-06", "boot-8"):
        assert refused(post, ItemDraft(code, "Socks", price_micros=1)) == {"item-code-taken"}
    kept = item_of(post, "UNI-06")
    post.work.write(save_item, replace(kept, code="Uni-06"))
    assert item_of(post, "Uni-06").id == kept.id, "an item may write its own code anew"
