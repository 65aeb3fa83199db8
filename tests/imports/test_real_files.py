"""The totals of the real files come out exactly. Source: the data's own README, computed by two readers."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from inl_logistics.imports.parsing import Reference
from inl_logistics.imports.report import report
from tests.imports.samples import SAMPLES, WORKBOOK, checked, codes, unpacked

BOOKS = {
    "IA.xlsx": (1325, 1689, "12004445.29", 90, 148),
    "KS.xlsx": (1492, 1685, "5518259.63", 41, 151),
    "GA.xlsx": (10269, 103009, None, 0, 325),
    "leso-2020-03-31/Arkansas.csv": (2224, 8442, "35263036.28", None, None),
    "leso-2020-03-31/Puerto Rico.csv": (306, 598, "16177849.95", None, None),
    "leso-2020-03-31/Virgin Islands.csv": (5, 5, "690.00", None, None),
    "leso-2020-03-31/Wyoming.csv": (398, 409, "4296345.53", None, None),
    "FederalAgencyAcquisitionsQTR2FY23.xlsx": (142, 7079, "1248850.24", 108, None),
}


@pytest.mark.parametrize("name", BOOKS)
def test_a_property_book_adds_up(name: str) -> None:
    rows, quantity, value, nsn, agencies = BOOKS[name]
    found = report(checked("holdings", SAMPLES / name))
    assert (found["rows"], found["quantity"], found["value_usd"]) == (rows, quantity, value)
    assert found["accepted"] == rows
    distinct = found["distinct"]
    assert isinstance(distinct, dict)
    assert nsn is None or distinct["nsn"] == nsn
    assert agencies is None or distinct["agency"] == agencies


def test_the_52_sheets_add_up() -> None:
    plan = checked("holdings", WORKBOOK)
    assert (plan.rows, plan.quantity, plan.values["USD"]) == (79_761, 217_153, Decimal("1557955519.83"))
    assert (plan.distinct.nsn, plan.distinct.item) == (3_210, 1_746)
    assert (plan.distinct.agency_name, plan.distinct.agency) == (4_501, 4_992)
    assert codes(plan) == {"date-after-file": 37}
    assert len(plan.read_sheets) == 52


def test_the_five_files_of_2020_add_up(tmp_path: Path) -> None:
    folder = SAMPLES / "leso-2020-03-31"
    alabama = unpacked("Alabama-2020-03-31.csv.xz", tmp_path, as_name="2020-03-31/Alabama.csv")
    plan = checked("holdings", alabama, *sorted(folder.glob("*.csv")))
    assert (plan.rows, plan.quantity, plan.values["USD"]) == (8_932, 33_699, Decimal("144474359.63"))
    assert (plan.distinct.nsn, plan.blank) == (1_566, 4)
    assert checked("holdings", alabama).values["USD"] == Decimal("88736437.87")


def test_the_three_files_of_2018_add_up(tmp_path: Path) -> None:
    kentucky = unpacked("Kentucky-2018-12-31.csv.xz", tmp_path, as_name="2018-12-31/Kentucky.csv")
    plan = checked("holdings", kentucky, *sorted((SAMPLES / "leso-2018-12-31").glob("*.csv")))
    assert (plan.rows, plan.quantity, plan.values["USD"]) == (7_777, 33_892, Decimal("75901194.56"))
    assert plan.distinct.nsn == 1_258


def test_iowa_has_its_serials_and_its_summary_is_compared() -> None:
    plan = checked("holdings", SAMPLES / "IA.xlsx")
    assert plan.distinct.serial == 1_222
    assert [(one.label, one.quantity, one.value, one.agrees) for one in plan.totals] == [
        ("Summary", 1689, Decimal("12004445.29"), True)
    ]
    assert plan.foot_lines == 1
    assert plan.read_sheets[0].header_row == 6


def test_georgia_has_a_lone_total_and_items_without_a_name() -> None:
    plan = checked("holdings", SAMPLES / "GA.xlsx")
    assert [(one.quantity, one.agrees) for one in plan.totals] == [(103_009, True)]
    assert codes(plan)["name-missing"] == 25
    assert report(plan)["value_usd"] is None


def test_kansas_serials_are_all_distinct() -> None:
    assert checked("holdings", SAMPLES / "KS.xlsx").distinct.serial == 1_460


def test_shipments_are_read_and_cancellations_skipped_with_the_reason() -> None:
    plan = checked("shipments", SAMPLES / "ShipmentsCancellationsQTR2FY23.xlsx")
    assert (plan.rows, plan.quantity, plan.values["USD"]) == (1_631, 31_838, Decimal("19617705.08"))
    assert (plan.distinct.nsn, plan.distinct.agency_name, plan.distinct.order) == (879, 228, 1_631)
    skipped = [(one.name, one.skipped, one.skipped_rows) for one in plan.sheets if one.skipped]
    assert skipped == [("CANCELLATIONS", "canceled-requests", 3_166)]


def test_cancellations_can_be_chosen_and_three_rows_have_no_usable_quantity() -> None:
    plan = checked("shipments", SAMPLES / "ShipmentsCancellationsQTR2FY23.xlsx", sheets=("CANCELLATIONS",))
    assert (plan.rows, plan.quantity, plan.values["USD"]) == (3_165, 34_779, Decimal("95003118.32"))
    assert codes(plan) == {"quantity-zero": 3}


def test_the_delivery_history_adds_up_and_its_references_resolve() -> None:
    plan = checked("shipments", SAMPLES / "scms-delivery-history-9-countries.csv")
    assert (plan.rows, plan.quantity, plan.values["USD"]) == (3_430, 53_304_551, Decimal("477881420.44"))
    assert (plan.distinct.order, plan.distinct.shipment, plan.distinct.vendor) == (2_289, 2_447, 46)
    weights = [value for value in plan.table.get("weight_kg") if isinstance(value, Decimal)]
    assert (len(weights), sum(weights)) == (2_305, 7_067_329)
    freight = [value for value in plan.table.get("freight") if isinstance(value, Decimal)]
    assert (len(freight), sum(freight)) == (2_284, Decimal("20024971.17"))
    assert sum(isinstance(value, Reference) for value in plan.table.get("weight_kg")) == 968
    assert "reference-unresolved" not in codes(plan)
    pairs = zip(plan.table.get("delivered_on"), plan.table.get("scheduled_on"), strict=True)
    assert sum(done > due for done, due in pairs if done and due) == 340  # type: ignore[operator]


def test_the_stock_number_extract_adds_up() -> None:
    plan = checked("catalog", SAMPLES / "nsn-extract-3-17-21.xlsx")
    assert (plan.rows, plan.values["USD"], plan.distinct.nsn) == (12_810, Decimal("3678017.13"), 12_810)
    assert plan.quantity is None


def test_the_awards_are_read_as_obligations() -> None:
    plan = checked("orders", SAMPLES / "usaspending-inl-awards.csv")
    assert (plan.rows, plan.distinct.order, plan.quantity) == (21, 21, None)
    assert not plan.errors
