"""Kits leave as sheets, are found by the one search box, and are done without a screen."""

from __future__ import annotations

from datetime import date

import msgspec

from inl_logistics.cli.actions import ACTIONS, arguments
from inl_logistics.kits.building import AssembleDraft, assemble
from inl_logistics.reports.exports import sheet
from inl_logistics.search import sources
from tests.builders import TODAY
from tests.kits.conftest import Desk


def test_readiness_leaves_with_what_blocks_the_next_in_all_stores_and_in_each(desk: Desk) -> None:
    desk.post.work.write(assemble, AssembleDraft(desk.kit, desk.post.store))
    found = desk.post.work.read(sheet, "kit-readiness", today=TODAY)
    assert [column.key for column in found.columns][:6] == ["kit", "name", "store", "can", "assembled", "next"]
    assert [(row[2], row[3], row[4], row[6]) for row in found.rows] == [
        ("All stores", 4, 1, "RIO-01"), ("All stores", None, None, "PPE-01"),
        ("Main warehouse", 4, None, "RIO-01"), ("Main warehouse", None, None, "PPE-01"),
    ]  # fmt: skip


def test_components_and_assembled_kits_leave_as_sheets(desk: Desk) -> None:
    work = desk.post.work
    work.write(assemble, AssembleDraft(desk.kit, desk.post.store, serials=("H-1",)))
    assert [(row[0], row[4], row[7]) for row in work.read(sheet, "kits", today=TODAY).rows] == [
        ("K-CERT", "RIO-01", 1), ("K-CERT", "PPE-01", 2), ("K-CERT", "INT-03", 1),
    ]  # fmt: skip
    assert [(row[0], row[8]) for row in work.read(sheet, "kit-builds", today=TODAY).rows] == [("K-CERT-0001", "H-1")]
    catalog = work.read(sheet, "catalog", today=TODAY)
    assert len(catalog.rows) == 3
    assert all(len(row) == len(catalog.columns) for row in catalog.rows)


def test_the_search_box_finds_a_kit_an_assembled_one_and_the_serial_in_it(desk: Desk) -> None:
    (build,) = desk.post.work.write(assemble, AssembleDraft(desk.kit, desk.post.store, serials=("H-1",)))
    found = desk.post.work.read(sources.kits, "member kit")
    assert {(one.kit_id, one.build_id) for one in found} == {(desk.kit, None), (desk.kit, build)}
    assert [one.build_id for one in desk.post.work.read(sources.kits, "K-CERT-0001")] == [build]


def test_kits_are_assembled_from_a_file(desk: Desk) -> None:
    raw = msgspec.json.encode({"kit_id": desk.kit, "store_id": desk.post.store, "count": 2})
    given = arguments("kits.assemble", raw, file="a.json")
    assert len(desk.post.work.write(ACTIONS["kits.assemble"], **given)) == 2
    raw = msgspec.json.encode({"kit_id": desk.kit, "from_on": "2030-01-01"})
    assert arguments("kits.release", raw, file="b.json")["from_on"] == date(2030, 1, 1)
