"""Imports are written whole, counted, and taken back by one undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.agreements.commands import AgreementDraft, ProjectDraft, save_agreement
from inl_logistics.imports import queries
from inl_logistics.imports.commands import ImportRefused, RunOptions, run, save_mapping, undo
from inl_logistics.imports.mapping import Mapping, from_json, signature, to_json
from inl_logistics.imports.plan import Fixes, ImportRequest
from inl_logistics.imports.report import write_problem_rows
from inl_logistics.imports.roles import Kind, Role
from inl_logistics.imports.worker import check_apart
from inl_logistics.kernel.actor import Override
from inl_logistics.kernel.problems import ApprovalNeeded, BadInput, Canceled
from inl_logistics.ledger.proof import differences
from inl_logistics.sheets.reading import read_book
from inl_logistics.shipments.commands import ShipmentLineDraft
from tests.builders import Post
from tests.imports.samples import SAMPLES, TODAY, WORKBOOK, checked, codes, csv_file


def one(session: Session, sql: str) -> object:
    return session.execute(text(sql)).scalar()


def test_iowa_becomes_one_opening_in_the_custody_of_its_agencies(post: Post) -> None:
    done = post.work.write(run, checked("holdings", SAMPLES / "IA.xlsx"))
    assert done.document.startswith("PCL-OP-2026-A")
    assert done.created.items() >= {"agency": 148, "facility": 148, "item": 90, "opening_line": 1325}.items()
    held = "SELECT sum(quantity) FROM balance b JOIN place p ON p.id = b.place_id WHERE p.kind = 'facility'"
    assert post.work.read(one, held) == 1689
    worth = (
        "SELECT sum(b.quantity * l.price_usd_micros) / 1000000.0 FROM balance b JOIN layer l ON l.id = b.layer_id"
        " JOIN place p ON p.id = b.place_id WHERE p.kind = 'facility'"
    )
    assert post.work.read(one, worth) == pytest.approx(12004445.29)
    assert post.work.read(one, "SELECT count(*) FROM unit WHERE folded IS NOT NULL") == 1223
    assert post.work.read(one, "SELECT count(*) FROM balance WHERE title = 'usg' AND real = 1 AND quantity > 0") == 0


def test_the_same_file_again_is_refused_until_undone(post: Post) -> None:
    plan = checked("holdings", SAMPLES / "KS.xlsx")
    done = post.work.write(run, plan)
    with pytest.raises(BadInput) as caught:
        post.work.write(run, plan)
    assert (caught.value.code, caught.value.exit_code) == ("already-imported", 3)
    number = post.work.write(undo, done.id)
    assert number.startswith("PCL-RV-")
    assert post.work.read(one, "SELECT count(*) FROM balance WHERE real = 1 AND quantity > 0") == 0
    assert post.work.read(one, "SELECT count(*) FROM item WHERE retired_at IS NULL AND import_id = 1") == 0
    again = post.work.write(run, plan)
    assert again.created["item_revived"] > 0
    with pytest.raises(BadInput):
        post.work.write(undo, done.id)


def test_a_second_opening_of_an_agency_needs_add(post: Post, tmp_path: Path) -> None:
    first = csv_file(tmp_path, "Agency,Item,Qty\nPOLICE A,Vest,2\n", "a.csv")
    second = csv_file(tmp_path, "Agency,Item,Qty\nPolice  A,Vest,3\n", "b.csv")
    post.work.write(run, checked("holdings", first))
    with pytest.raises(BadInput) as caught:
        post.work.write(run, checked("holdings", second))
    assert caught.value.code == "holdings-exist"
    done = post.work.write(run, checked("holdings", second), RunOptions(add=True))
    assert "agency" not in done.created


def test_errors_write_nothing_and_bad_rows_go_back_to_excel(post: Post, tmp_path: Path) -> None:
    path = csv_file(tmp_path, "Agency,Item,Qty\nA,Vest,4O\nA,Mask,2\nB,Mask,x\n")
    plan = checked("holdings", path)
    with pytest.raises(ImportRefused) as caught:
        post.work.write(run, plan)
    assert caught.value.result["refused"] == 2
    assert post.work.read(one, "SELECT count(*) FROM import_run") == 0
    left = checked("holdings", path, fixes=Fixes(leave_out_bad=True))
    assert write_problem_rows(tmp_path / "bad.xlsx", left) == 2
    rows = read_book(tmp_path / "bad.xlsx").sheets[0].rows
    assert rows[2][1:6] == ["Sheet", "Row", "Agency", "Item", "Qty"]
    assert rows[3][5] == "4O"
    done = post.work.write(run, left)
    assert done.created["opening_line"] == 1


def test_a_serial_in_stock_is_an_error_and_one_of_another_maker_a_warning(post: Post, tmp_path: Path) -> None:
    post.work.write(run, checked("holdings", csv_file(tmp_path, "Agency,Item,Qty,Serial\nA,Radio,1,X-9\n", "a.csv")))
    again = csv_file(tmp_path, "Agency,Item,Qty,Serial\nB,Radio,1,x 9\nB,Mask,1,X9\n", "b.csv")
    with pytest.raises(ImportRefused) as caught:
        post.work.write(run, checked("holdings", again))
    assert codes(caught.value.plan)["serial-known"] == 1
    assert codes(caught.value.plan)["serial-known-elsewhere"] == 1


def test_stock_goes_to_the_only_store_and_undo_takes_it_back(post: Post, tmp_path: Path) -> None:
    path = csv_file(tmp_path, "Item,Qty,Store,Bin\nVest,10,,\n")
    done = post.work.write(run, checked("stock", path))
    post.work.write(undo, done.id)
    assert post.work.read(one, "SELECT sum(quantity) FROM balance WHERE real = 1") == 0


def test_orders_bring_their_shipments_as_closed_history(post: Post) -> None:
    plan = checked("shipments", SAMPLES / "ShipmentsCancellationsQTR2FY23.xlsx")
    done = post.work.write(run, plan)
    assert (done.created["order"], done.created["shipment"]) == (1631, 1631)
    assert post.work.read(one, "SELECT count(*) FROM shipment WHERE history = 1 AND state = 'closed'") == 1631
    assert post.work.read(one, "SELECT sum(value_usd_minor) FROM order_line") == 1_961_770_508
    assert post.work.read(one, "SELECT count(*) FROM movement") == 0
    post.work.write(undo, done.id)
    assert post.work.read(one, "SELECT count(*) FROM purchase_order WHERE state <> 'canceled'") == 0


def test_the_delivery_history_makes_its_orders_and_shipments(post: Post) -> None:
    done = post.work.write(run, checked("orders", SAMPLES / "scms-delivery-history-9-countries.csv"))
    assert (done.created["order"], done.created["shipment"], done.created["vendor"]) == (2289, 2447, 46)
    assert post.work.read(one, "SELECT sum(value_usd_minor) FROM order_line") == 47_788_142_044
    tied(post)


def tied(post: Post) -> None:
    """Hold what was written against the totals of ../data/README.md: weights, freight, references, late deliveries."""
    figures = {
        "SELECT count(weight_g) FROM shipment_line": 2_305,
        "SELECT sum(weight_g) FROM shipment_line": 7_067_329_000,
        "SELECT sum(weight_g) FROM shipment": 7_067_329_000,
        "SELECT count(freight_minor) FROM shipment_line": 2_284,
        "SELECT sum(freight_minor) FROM shipment": 2_002_497_117,
        "SELECT count(*) FROM shipment_line WHERE weight_note LIKE 'See %'": 968,
        "SELECT count(*) FROM shipment_line a JOIN shipment_line b ON b.id = a.weight_line_id": 968,
        "SELECT count(*) FROM shipment_line WHERE weight_note LIKE 'See %' AND weight_g IS NOT NULL": 0,
        "SELECT count(*) FROM shipment_line l JOIN milestone m ON m.shipment_id = l.shipment_id AND m.kind = 'delivered'"
        " WHERE m.actual_on > m.planned_on": 340,
        "SELECT count(*) FROM shipment WHERE history = 1 AND state = 'closed'": 2_447,
    }
    assert {sql: post.work.read(one, sql) for sql in figures} == figures
    words = (
        "SELECT count(*) FROM shipment_line WHERE {0}_note <> '' AND {0}_line_id IS NULL AND {0}_note NOT LIKE 'See %'"
    )
    assert post.work.read(one, words.format("weight")) == 3_430 - 2_305 - 968
    linked = post.work.read(one, "SELECT count(*) FROM shipment_line WHERE freight_line_id IS NOT NULL")
    assert post.work.read(one, words.format("freight")) == 3_430 - 2_284 - int(str(linked))


def test_a_vendor_sheet_becomes_an_order_and_a_packing_list_its_shipment(post: Post, tmp_path: Path) -> None:
    order = csv_file(tmp_path, "PO No,Vendor,Part No,Item,Qty,Unit price\nV-77,Northgate,RH-1,Riot helmet,4,285.00\n")
    done = post.work.write(run, checked("orders", order))
    assert done.created["order"] == 1
    text_of = "Ctn,Part No,Qty,S/N\nC1,RH-1,1,H-1\nC1,RH-1,1,H-2\nC2,RH-9,2,\n"
    unknown = csv_file(tmp_path, text_of, "pl.csv")
    with pytest.raises(ImportRefused) as caught:
        post.work.write(run, checked("packing-list", unknown), RunOptions(into="V-77"))
    assert codes(caught.value.plan)["item-unknown"] == 1
    problem = next(one for one in caught.value.plan.problems if one.code == "item-unknown")
    assert problem.params["closest"] == "RH-1"
    fixed = checked("packing-list", unknown, fixes=Fixes(items={"rh-9": "RH-1"}))
    packed = post.work.write(run, fixed, RunOptions(into="V-77"))
    assert packed.subject_kind == "shipment"
    assert post.work.read(one, "SELECT count(*) FROM shipment_serial") == 2
    assert post.work.read(one, "SELECT sum(quantity) FROM package_content") == 4
    assert post.work.read(one, "SELECT count(*) FROM shipment_line WHERE order_line_id IS NULL") == 0


def test_a_catalog_updates_by_key_and_undo_puts_back_what_was(post: Post, tmp_path: Path) -> None:
    post.work.write(run, checked("catalog", csv_file(tmp_path, "Code,Name,Price\nZ-1,Vest,10\n", "a.csv")))
    second = csv_file(tmp_path, "Code,Name,Price\nZ-1,Vest IIIA,12.50\nZ-2,Mask,3\n", "b.csv")
    done = post.work.write(run, checked("catalog", second))
    assert dict(done.created) == {"item_updated": 1, "item": 1}
    assert post.work.read(one, "SELECT name FROM item WHERE code = 'Z-1'") == "Vest IIIA"
    post.work.write(undo, done.id)
    assert post.work.read(one, "SELECT name FROM item WHERE code = 'Z-1'") == "Vest"
    assert post.work.read(one, "SELECT retired_at IS NULL FROM item WHERE code = 'Z-1'") == 1
    assert post.work.read(one, "SELECT retired_at IS NULL FROM item WHERE code = 'Z-2'") == 0


def test_partners_stand_under_their_parents(post: Post, tmp_path: Path) -> None:
    path = csv_file(
        tmp_path,
        "Name,Type,Parent,Country\nPrison 4,facility,Prison Service X,\nPrison Service X,agency,Ministry X,Guatemala\n"
        "Ministry X,ministry,,Guatemala\n",
    )
    done = post.work.write(run, checked("partners", path))
    assert dict(done.created) == {"ministry": 1, "agency": 1, "facility": 1}
    assert (
        post.work.read(
            one, "SELECT count(*) FROM partner_link WHERE child_id IN (SELECT id FROM partner WHERE import_id = 1)"
        )
        == 2
    )


def test_a_mapping_is_remembered_for_its_layout(post: Post, tmp_path: Path) -> None:
    headers = ("Agency", "Item", "Zahl")
    mapping = Mapping("Zahl-Liste", Kind.HOLDINGS, {"Zahl": Role.QUANTITY}, signature=signature(Kind.HOLDINGS, headers))
    post.work.write(save_mapping, mapping)
    assert from_json(to_json(mapping)) == mapping
    known = post.work.read(queries.mappings, Kind.HOLDINGS)
    plan = checked("holdings", csv_file(tmp_path, "Item,Zahl,Agency\nVest,4,A\n"), remembered=known)
    assert (plan.quantity, plan.can_import) == (4, True)
    with pytest.raises(BadInput):
        post.work.read(queries.mapping, "other")


def test_the_list_of_imports_names_the_document(post: Post, tmp_path: Path) -> None:
    done = post.work.write(run, checked("holdings", csv_file(tmp_path, "Agency,Item,Qty\nA,Vest,1\n")))
    row = post.work.read(queries.rows)[0]
    assert (row.id, row.document, row.accepted, row.files) == (done.id, done.document, 1, ("file.csv",))


def test_a_child_process_gives_the_same_plan_and_stops_when_asked(tmp_path: Path) -> None:
    request = ImportRequest(Kind.HOLDINGS, (SAMPLES / "KS.xlsx",), TODAY)
    told: list[int] = []
    plan = check_apart(request, progress=lambda done, _total: told.append(done))
    assert (plan.rows, told[-1]) == (1492, 100)
    with pytest.raises(Canceled):
        check_apart(request, is_canceled=lambda: True)
    with pytest.raises(BadInput) as caught:
        check_apart(ImportRequest(Kind.HOLDINGS, (csv_file(tmp_path, "%PDF-1.7"),), TODAY))
    assert caught.value.exit_code == 3


@pytest.mark.slow
def test_the_52_sheets_become_holdings_and_one_undo_removes_them(post: Post) -> None:
    done = post.work.write(run, checked("holdings", WORKBOOK))
    assert done.created.items() >= {"agency": 4992, "facility": 4992, "item": 3210, "opening_line": 79_761}.items()
    held = "SELECT sum(b.quantity) FROM balance b JOIN place p ON p.id = b.place_id WHERE p.kind = 'facility'"
    assert post.work.read(one, held) == 217_153
    post.work.write(undo, done.id)
    assert post.work.read(one, held) == 0
    assert post.work.read(differences) == []


def test_imported_orders_are_judged_by_the_money_of_their_agreement(post: Post, tmp_path: Path) -> None:
    """An import is no way around a ceiling: nothing is written until somebody approves."""
    draft = AgreementDraft("LOA-1", signed_on=TODAY, projects=(ProjectDraft("P-1", ceiling_minor=100_000),))
    post.work.write(save_agreement, draft)
    rows = "PO No,Vendor,Part No,Item,Qty,Unit price\nV-77,Northgate,RH-1,Riot helmet,4,285.00\n"
    plan = checked("orders", csv_file(tmp_path, rows))
    options = RunOptions(agreement="LOA-1", project="P-1")
    with pytest.raises(ApprovalNeeded) as caught:
        post.work.write(run, plan, options)
    assert [problem.code for problem in caught.value.problems] == ["agreement-ceiling"]
    assert post.work.read(one, "SELECT count(*) FROM purchase_order") == 0
    given = Override("agreement-ceiling", "cable 26 STATE 1", post.work.actor.user_id, "Dana Morales")
    post.work.write(run, plan, options, overrides=(given,))
    assert post.work.read(one, "SELECT code FROM approval") == "agreement-ceiling"


def test_a_packing_list_that_adds_a_controlled_item_to_a_booked_shipment_asks_for_an_approval(
    post: Post, tmp_path: Path
) -> None:
    """Refused without one, written and recorded with one."""
    shirt, helmet = post.item("UNI-01"), post.item("RIO-01", name="Riot helmet", export_class="0A979")
    order = post.order((shirt, 5), (helmet, 5))
    line = post.order_lines(order)[0]
    post.ship(order, [ShipmentLineDraft(shirt, 5, line)])
    listed = checked("packing-list", csv_file(tmp_path, "Ctn,Part No,Qty\nC1,UNI-01,5\nC2,RIO-01,2\n", "pl.csv"))
    with pytest.raises(ApprovalNeeded) as caught:
        post.work.write(run, listed, RunOptions(into="IN-26-A0001"))
    assert [one.code for one in caught.value.problems] == ["export-authorization"]
    given = (Override("export-authorization", "license is on its way", post.work.actor.user_id, "Dana Morales"),)
    post.work.write(run, listed, RunOptions(into="IN-26-A0001"), overrides=given)
    assert post.scalar("SELECT count(*) FROM shipment_line") == 2
    assert post.scalar("SELECT count(*) FROM approval WHERE code = 'export-authorization'") == 1
