"""Arranging packages of a stored shipment, its papers and lines that keep their ids."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inl_logistics.attachments.commands import AttachmentDraft, attach, remove
from inl_logistics.kernel.listing import ListQuery
from inl_logistics.kernel.problems import RulesBroken, StaleEdit
from inl_logistics.receiving.commands import StartDraft, start
from inl_logistics.shipments import arranging
from inl_logistics.shipments.commands import (
    PackageDraft,
    PackedQuantity,
    PackedSerial,
    ShipmentLineDraft,
    save_shipment,
)
from inl_logistics.shipments.drafting import draft_of
from inl_logistics.shipments.facts import missing_papers
from inl_logistics.shipments.following import MilestoneDraft, PaperDraft, set_milestones, set_paper
from inl_logistics.shipments.packing import PackingDraft, packing_of, save_packing
from inl_logistics.shipments.queries import detail, facets, keys, rows
from inl_logistics.shipments.records import MilestoneKind, PackageKind, PaperKind
from tests.builders import TODAY, Post


def shipped(post: Post) -> int:
    """Four vests, two of them in the first of two cartons."""
    vest = post.item("BA-01", un_number="UN3480", hazard_class="9")
    line = post.order_lines(post.order((vest, 4)))[0]
    serials = tuple(PackedSerial(f"V{n}", "CTN 001" if n < 2 else "") for n in range(4))
    packed = (PackedQuantity("CTN 001", 2),)
    packages = [PackageDraft("PALLET 1", PackageKind.PALLET), PackageDraft("CTN 001", parent="PALLET 1", weight_g=9000),
                PackageDraft("CTN 002", parent="PALLET 1")]  # fmt: skip
    return post.ship(0, [ShipmentLineDraft(vest, 4, line, serials=serials, packed=packed)], packages)


def test_the_tree_is_saved_and_put_back_and_packages_keep_their_ids(post: Post) -> None:
    shipment = shipped(post)
    before = post.work.read(packing_of, shipment)
    ids = str(post.scalar("SELECT group_concat(code || id) FROM package"))
    line = before.lines[0].line_id
    after = arranging.put(before, line, 2, "CTN 002")
    version = post.work.write(save_packing, PackingDraft(shipment, 2, after))
    assert post.work.read(packing_of, shipment) == after
    assert post.scalar("SELECT group_concat(code || id) FROM package") == ids
    assert post.scalar("SELECT count(*) FROM shipment_serial WHERE package_id IS NULL") == 0
    with pytest.raises(StaleEdit):
        post.work.write(save_packing, PackingDraft(shipment, 2, before))
    less = arranging.remove(after, "CTN 002")
    post.work.write(save_packing, PackingDraft(shipment, version, less))
    post.work.write(save_packing, PackingDraft(shipment, version + 1, before))
    assert post.work.read(packing_of, shipment) == before


def test_contents_are_final_once_receiving_has_started(post: Post) -> None:
    shipment = shipped(post)
    post.work.write(start, StartDraft(shipment, post.store))
    packing = post.work.read(packing_of, shipment)
    with pytest.raises(RulesBroken) as caught:
        post.work.write(save_packing, PackingDraft(shipment, 2, packing))
    assert caught.value.problems[0].code == "shipment-being-received"


def test_a_line_that_is_saved_again_keeps_its_id_and_all_it_had(post: Post) -> None:
    shipment = shipped(post)
    draft = post.work.read(draft_of, shipment)
    changed = replace(draft, agent="Harbor Agents", lines=(replace(draft.lines[0], hs="6307.90", origin="US"),))
    post.work.write(save_shipment, changed)
    again = post.work.read(draft_of, shipment)
    assert again == replace(changed, version=draft.version + 1)
    assert again.lines[0].id == draft.lines[0].id
    found = post.work.read(detail, shipment, today=TODAY)
    assert found is not None
    assert found.lines[0].hs == "6307.90"
    assert [mark.un_number for mark in found.marks] == ["UN3480"]
    assert found.marks[0].packages == ("CTN 001",)


def test_papers_follow_from_the_goods_and_several_files_make_one(post: Post) -> None:
    shipment = shipped(post)
    assert PaperKind.SAFETY_DATA in post.work.read(missing_papers, shipment)
    first, second = (
        post.work.write(attach, AttachmentDraft("shipment", shipment, f"sds-{n}.pdf", 9, bytes([n]) * 32, "safety-data-sheet"))
        for n in (1, 2)
    )  # fmt: skip
    found = post.work.read(detail, shipment, today=TODAY)
    assert found is not None
    sheet = next(paper for paper in found.papers if paper.kind == PaperKind.SAFETY_DATA)
    assert (sheet.files, sheet.file_name, sheet.is_there) == (2, "sds-1.pdf", True)
    post.work.write(remove, first)
    post.work.write(remove, second)
    assert PaperKind.SAFETY_DATA in post.work.read(missing_papers, shipment)
    post.work.write(set_paper, PaperDraft(shipment, PaperKind.SAFETY_DATA, required=False))
    assert PaperKind.SAFETY_DATA not in post.work.read(missing_papers, shipment)
    listed = post.work.read(rows, [shipment], today=TODAY)[0]
    assert set(listed.missing) == {kind.value for kind in post.work.read(missing_papers, shipment)}
    assert listed.hazardous


def test_filters_find_hazards_missing_papers_and_running_demurrage(post: Post) -> None:
    shipment = shipped(post)
    draft = post.work.read(draft_of, shipment)
    post.work.write(save_shipment, replace(draft, free_days=5, demurrage_minor=18_500))
    arrived = MilestoneDraft(shipment, MilestoneKind.ARRIVED, TODAY.replace(day=16))
    assert post.work.write(set_milestones, [arrived]) == 1
    for mark in ("hazardous", "papers", "demurrage"):
        query = ListQuery(filters={"marks": frozenset({mark})})
        assert post.work.read(keys, query, today=TODAY).keys == (shipment,), mark
    assert {one.key for one in post.work.read(facets, today=TODAY)["marks"]} == {"papers", "demurrage", "hazardous"}
    row = post.work.read(rows, [shipment], today=TODAY)[0]
    assert row.demurrage is not None
    assert (row.demurrage.days, row.demurrage.minor) == (3, 55_500)


def test_one_milestone_for_several_shipments_is_all_or_nothing(post: Post) -> None:
    first = shipped(post)
    vest = post.item("BA-02")
    second = post.ship(0, [ShipmentLineDraft(vest, 1)])
    post.work.write(set_milestones, [MilestoneDraft(second, MilestoneKind.DEPARTED, TODAY)])
    early = TODAY.replace(day=1)
    with pytest.raises(RulesBroken) as caught:
        post.work.write(set_milestones, [MilestoneDraft(one, MilestoneKind.ARRIVED, early) for one in (first, second)])
    assert [one.code for one in caught.value.problems] == ["milestone-before-earlier"]
    assert post.scalar("SELECT count(*) FROM milestone WHERE kind = 'arrived' AND actual_on IS NOT NULL") == 0
