"""Two items that are one become one: on every day, in every table, refused with reasons, sealed papers as they were."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from inl_logistics.catalog import itempage, queries
from inl_logistics.catalog.commands import restore_item, save_item
from inl_logistics.catalog.drafts import ItemDraft, LocalName, VariantDraft
from inl_logistics.database.base import Base
from inl_logistics.handovers.drafts import HandoverDraft, LineDraft, save_draft
from inl_logistics.imports.commands import run
from inl_logistics.inventory import stock
from inl_logistics.inventory.merging import MergeDraft, merge_items, preview
from inl_logistics.inventory.scanning import scanned
from inl_logistics.kernel.listing import ListQuery
from inl_logistics.kernel.problems import BadInput, RulesBroken, StaleEdit
from inl_logistics.kernel.values import ItemId, Tracking
from inl_logistics.ledger.proof import differences
from inl_logistics.requirements.commands import (
    RecipientDraft,
    RequirementDraft,
    RequirementLineDraft,
    save_requirement,
    submit,
)
from inl_logistics.requirements.records import Basis
from inl_logistics.search.queries import hits
from inl_logistics.verification import verify
from tests.builders import TODAY, Post, puerto_claro
from tests.imports.samples import checked, csv_file


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    made = puerto_claro(tmp_path / "post")
    yield made
    made.work.close()


def item_id(post: Post, code: str) -> int:
    return int(str(post.scalar("SELECT id FROM item WHERE code = :c", c=code)))


def merge(post: Post, gone: str, into: str) -> int:
    return post.work.write(merge_items, MergeDraft(item_id(post, gone), item_id(post, into)))


def refused(post: Post, gone: str, into: str) -> set[str]:
    with pytest.raises(RulesBroken) as caught:
        merge(post, gone, into)
    return {one.code for one in caught.value.problems}


def vests(post: Post) -> None:
    """The same vest twice: described by hand, and as a vendor's file made it."""
    post.stocked(post.item("ARM-02", name="Stab vest", maker="Acme", model="X"), ["S-1", "S-2"])
    post.stocked(post.item("IMP-77", name="VEST STAB", nsn="8470-01-520-7373", hs="630790"), ["S-3", "S-4", "S-5"])


def test_stock_of_both_is_stock_of_one_today_and_on_every_day(post: Post) -> None:
    vests(post)
    before = post.scalar("SELECT sum(quantity) FROM balance WHERE real = 1")
    merge(post, "IMP-77", "ARM-02")
    rows = post.work.read(stock.rows, post.work.read(stock.keys, ListQuery(), today=TODAY).keys)
    assert [(one.code, one.on_hand) for one in rows] == [("ARM-02", 5)]
    assert post.scalar("SELECT sum(quantity) FROM balance WHERE real = 1") == before
    assert post.scalar("SELECT count(DISTINCT item_id) FROM movement") == 1
    assert post.work.read(differences) == []
    assert post.work.read(verify).holds


def test_nothing_points_to_the_item_that_went_but_its_own_memory(post: Post) -> None:
    vests(post)
    gone = item_id(post, "IMP-77")
    merge(post, "IMP-77", "ARM-02")
    left = []
    for table in Base.metadata.tables.values():
        for column in table.columns:
            if any(key.target_fullname == "item.id" for key in column.foreign_keys):
                count = post.scalar(f"SELECT count(*) FROM {table.name} WHERE {column.name} = :i", i=gone)
                left += [(table.name, column.name, count)] if count else []
    assert left == [("variant", "item_id", 1)]
    assert post.scalar("SELECT count(*) FROM variant WHERE item_id = :i AND merged_into_id IS NOT NULL", i=gone) == 1


def test_the_old_code_is_found_by_search_scan_and_import(post: Post, tmp_path: Path) -> None:
    vests(post)
    merge(post, "IMP-77", "ARM-02")
    kept = item_id(post, "ARM-02")
    assert [hit.subject_id for hit in post.work.read(hits, "IMP-77") if hit.kind == "item"] == [kept]
    assert [one.code for one in post.work.read(scanned, "imp-77")] == ["ARM-02"]
    assert [one.code for one in post.work.read(scanned, "8470-01-520-7373")] == ["ARM-02"]
    rows = "Order,Vendor,Item code,NSN,Description,Qty\nP-1,V,IMP-77,,x,5\nP-1,V,,8470-01-520-7373,y,6\n"
    done = post.work.write(run, checked("orders", csv_file(tmp_path, rows)))
    assert "item" not in done.created
    shown = post.work.read(itempage.detail, kept)
    assert shown is not None
    assert ("merged", "IMP-77") in [(one.kind, one.code) for one in shown.codes]
    assert shown.draft.nsn == "8470-01-520-7373", "what the survivor lacked it took over"
    assert {"item.merge", "item.merged"} <= {one.action for one in shown.history}


def test_the_item_that_went_is_gone_from_lists_and_cannot_be_changed_or_offered(post: Post) -> None:
    vests(post)
    gone = item_id(post, "IMP-77")
    merge(post, "IMP-77", "ARM-02")
    query = ListQuery(filters={"show": frozenset({"retired"})})
    assert gone not in post.work.read(queries.keys, query).keys
    draft = post.work.read(queries.draft, gone)
    assert draft is not None
    with pytest.raises(RulesBroken):
        post.work.write(save_item, replace(draft, name="Again"))
    with pytest.raises(RulesBroken):
        post.work.write(restore_item, ItemId(gone))
    assert refused(post, "IMP-77", "ARM-02") == {"item-is-merged"}


def test_sizes_join_their_like_and_others_move_over_with_their_code(post: Post) -> None:
    for code, sizes in (("A", ("M", "L")), ("B", ("L", "XL"))):
        post.work.write(save_item, ItemDraft(
            code, code, Tracking.QUANTITY, price_micros=1, variants=tuple(VariantDraft(one, 5) for one in sizes),
            names=(LocalName("es", f"{code} es"), *((LocalName("fr", "B fr"),) if code == "B" else ())),
        ))  # fmt: skip
        for size in sizes:
            variant = int(str(post.scalar("SELECT v.id FROM variant v JOIN item i ON i.id = v.item_id WHERE i.code = :c"
                                          " AND v.size = :s", c=code, s=size)))  # fmt: skip
            post.stocked_quantity(variant, 10)
    shown = post.work.read(preview, item_id(post, "B"), item_id(post, "A"))
    assert [(one.size, one.joins, one.on_hand) for one in shown.sizes] == [("L", True, 10), ("XL", False, 10)]
    assert dict(shown.moves)["orders"] == 2
    merge(post, "B", "A")
    found = post.work.read(itempage.detail, item_id(post, "A"))
    assert found is not None
    assert [(one.size, one.code, one.on_hand, one.minimum) for one in found.sizes] == [
        ("M", "A-M", 10, 5), ("L", "A-L", 20, 5), ("XL", "B-XL", 10, 5),
    ]  # fmt: skip
    assert {one.language: one.name for one in found.draft.names} == {"es": "A es", "fr": "B fr"}
    assert post.work.read(verify).holds


def test_what_cannot_be_one_is_refused_with_every_reason(post: Post) -> None:
    vests(post)
    post.stocked(post.item("ARM-03", name="Third"), ["S-3"])
    post.item("PPE-01", tracking=Tracking.QUANTITY)
    assert refused(post, "ARM-03", "IMP-77") == {"merge-serials-clash"}
    assert refused(post, "PPE-01", "IMP-77") == {"merge-tracking-differs"}
    assert refused(post, "ARM-02", "ARM-02") == {"merge-same-item"}
    with pytest.raises(BadInput):
        post.work.write(merge_items, MergeDraft(99_999, item_id(post, "ARM-02")))
    assert post.work.read(verify).holds


def test_a_merge_into_one_that_is_merged_on_is_followed_to_the_end(post: Post) -> None:
    vests(post)
    post.stocked(post.item("ARM-09", name="Ninth"), ["S-9"])
    merge(post, "IMP-77", "ARM-09")
    merge(post, "ARM-09", "ARM-02")
    assert post.scalar("SELECT count(*) FROM item WHERE merged_into_id = :i", i=item_id(post, "ARM-02")) == 2
    assert [one.code for one in post.work.read(scanned, "imp-77")] == ["ARM-02"]
    assert post.work.read(verify).holds


def test_an_open_draft_cannot_bring_the_old_item_back(post: Post) -> None:
    variant = post.item("IMP-77", tracking=Tracking.QUANTITY)
    post.stocked_quantity(variant, 9)
    post.item("PPE-01", tracking=Tracking.QUANTITY)
    saved = post.work.write(save_draft, HandoverDraft((LineDraft(variant, asked=2),), unit_id=post.unit))
    merge(post, "IMP-77", "PPE-01")
    with pytest.raises(StaleEdit):
        post.work.write(save_draft, HandoverDraft((LineDraft(variant, asked=3),), saved.id, saved.version))
    assert post.work.read(verify).holds


def test_the_guards_let_nothing_else_through(post: Post) -> None:
    """Without a merge in the catalog no posted fact may be filed elsewhere, and nothing but the item may change with one."""
    vests(post)
    one, other = item_id(post, "IMP-77"), item_id(post, "ARM-02")

    def change(session: object, *, by: object, at: object, sql: str) -> None:
        session.execute(text(sql))  # type: ignore[attr-defined]

    for sql in (
        f"UPDATE movement SET item_id = {other} WHERE item_id = {one}",
        f"UPDATE layer SET item_id = {other} WHERE item_id = {one}",
        f"UPDATE unit SET item_id = {other} WHERE item_id = {one}",
        "UPDATE movement SET quantity = quantity + 1",
        "UPDATE opening_line SET quantity = 2",
    ):
        if "opening_line" in sql and not post.scalar("SELECT count(*) FROM opening_line"):
            continue
        with pytest.raises(Exception, match="posted-fact-is-final"):
            post.work.write(change, sql=sql)
    post.work.write(change, sql=f"UPDATE item SET merged_into_id = {other} WHERE id = {one}")
    with pytest.raises(Exception, match="posted-fact-is-final"):
        post.work.write(
            change, sql=f"UPDATE movement SET item_id = {other}, quantity = 1, seq = seq + 9 WHERE item_id = {one}"
        )


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from(("M", "L")), st.integers(1, 30), st.integers(0, 40)),
             min_size=1, max_size=6)
)  # fmt: skip
def test_a_merge_keeps_every_balance_the_sum_of_its_movements(bought: list[tuple[str, str, int, int]]) -> None:
    with TemporaryDirectory() as folder:
        post = puerto_claro(Path(folder) / "post")
        for code in "AB":
            sizes = tuple(VariantDraft(one) for one in ("M", "L"))
            post.work.write(save_item, ItemDraft(code, code, Tracking.QUANTITY, price_micros=1_000, variants=sizes))
        for code, size, quantity, ago in bought:
            variant = int(str(post.scalar("SELECT v.id FROM variant v JOIN item i ON i.id = v.item_id WHERE i.code = :c"
                                          " AND v.size = :s", c=code, s=size)))  # fmt: skip
            post.stocked_quantity(variant, quantity, on=TODAY - timedelta(days=ago))
        asked = (
            "SELECT p.id, v.size, sum(b.quantity) FROM balance b JOIN place p ON p.id = b.place_id JOIN layer l"
            " ON l.id = b.layer_id JOIN variant v ON v.id = l.variant_id GROUP BY 1, 2 ORDER BY 1, 2"
        )
        before = post.work.read(lambda session: [tuple(row) for row in session.execute(text(asked))])
        merge(post, "B", "A")
        assert post.work.read(lambda session: [tuple(row) for row in session.execute(text(asked))]) == before
        assert post.work.read(differences) == []
        assert post.scalar("SELECT count(DISTINCT item_id) FROM movement") == 1
        post.work.close()


def test_a_plan_that_needed_both_needs_the_sum_of_the_one(post: Post) -> None:
    post.item("ARM-02", name="Vest")
    post.item("IMP-77", name="VEST")
    lines = tuple(
        RequirementLineDraft(quantity, Basis.TOTAL, item_id=item_id(post, code))
        for code, quantity in (("ARM-02", 3), ("IMP-77", 4))
    )
    plan = RequirementDraft(
        (RecipientDraft(post.facility, post.unit, post.person, 1),), lines, title="Group", agency_id=post.agency,
        justification="New", need_by=TODAY,
    )  # fmt: skip
    post.work.write(submit, post.work.write(save_requirement, plan))
    merge(post, "IMP-77", "ARM-02")
    assert post.scalar("SELECT group_concat(quantity) FROM requirement_need") == "7"


def test_a_pair_and_a_piece_are_no_one_size(post: Post) -> None:
    post.item("ARM-02", name="Gloves", unit_of_issue="EA")
    post.item("IMP-77", name="GLOVES", unit_of_issue="PR")
    merge(post, "IMP-77", "ARM-02")
    units = "SELECT group_concat(unit_of_issue) FROM (SELECT unit_of_issue FROM variant WHERE retired = 0 ORDER BY id)"
    assert post.scalar(units) == "EA,PR"
