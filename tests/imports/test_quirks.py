"""Other files like the real ones, with other quirks, are read the same way."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from inl_logistics.imports.days import Order, day_in_name, read_day
from inl_logistics.imports.mapping import Mapping
from inl_logistics.imports.numbers import Mark
from inl_logistics.imports.plan import Fixes, Level
from inl_logistics.imports.roles import Kind, Role
from inl_logistics.imports.serials import expand
from inl_logistics.kernel.problems import BadInput
from tests.imports.samples import TODAY, checked, codes, csv_file


def test_spanish_headers_in_another_order_with_decimal_commas(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path,
        "Inventario de bienes\n\nCant.;Valor unitario;Descripción;U/M;Agencia;Fecha de envío;Nº de serie\n"
        "2;1.234,56;Chaleco antibalas;unidad;POLICÍA NACIONAL;25/12/2020;\n"
        "1;62.627,00;Camión;unidad;POLICÍA NACIONAL;01/02/2021;00123\nTOTAL;;;;;;\n",
    )
    plan = checked("holdings", path)
    assert plan.values["USD"] == Decimal("65096.12")
    assert plan.table.get("shipped_on") == [date(2020, 12, 25), date(2021, 2, 1)]
    assert plan.table.get("serial") == [None, "00123"]
    assert plan.table.get("unit") == ["EA", "EA"]


def test_french_headers_and_spaces_as_thousands(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path,
        "Organisme;Désignation;Qté;Unité;Prix unitaire;Montant total\n"
        "Gendarmerie;Casque;1 200;pièce;45,50;54 600,00\n"
        "Gendarmerie;Bouclier;10;pièce;99,90;999,00\nTotal général;;1 210;;;55 599,00\n",
        encoding="cp1252",
    )
    plan = checked("holdings", path)
    assert (plan.rows, plan.quantity, plan.values["USD"]) == (2, 1210, Decimal(55599))
    assert [one.agrees for one in plan.totals] == [True]
    assert "sheet-encoding-guessed" in codes(plan)


def test_a_wrong_total_is_a_warning_and_no_row(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "Agency,Item Name,Quantity\nA,Vest,2\nB,Vest,3\nGrand Total,,6\n")
    plan = checked("holdings", path)
    assert (plan.rows, codes(plan)) == (2, {"total-differs": 1})


def test_subtotals_repeated_headers_and_page_feet_are_no_rows(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path,
        "Agency,Item Name,Quantity\nA,Vest,2\nA,Mask,3\nTotal for A,,5\nPage 1 of 2,,\nAgency,Item Name,Quantity\n"
        "B,Vest,4\nTotal for B,,4\nGrand total,,9\n,,\nPrepared by the logistics section,,\n",
    )
    plan = checked("holdings", path)
    assert (plan.rows, plan.quantity, plan.blank, plan.foot_lines) == (3, 9, 1, 3)
    assert [one.agrees for one in plan.totals] == [True, True, True]


@pytest.mark.parametrize("label", ["Sub-total", "TOTALS:", "Total records: 2", "Suma", "Total general", "* TOTAL *"])
def test_total_rows_are_known_by_many_labels(label: str, tmp_path: Path) -> None:
    text = f"Agency,Item Name,Quantity,Total cost\nA,Vest,2,$20.00\nB,Vest,3,$30.00\n{label},,5,$50.00\n"
    plan = checked("holdings", csv_file(tmp_path, text))
    assert (plan.rows, [one.agrees for one in plan.totals]) == (2, [True])


def test_an_item_called_total_station_is_data(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "Agency,Item Name,Quantity,UI\nA,TOTAL STATION,1,Each\nA,Total,1,Each\n")
    assert checked("holdings", path).rows == 2


def test_column_order_case_and_punctuation_of_headers_do_not_matter(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path, "QTY.,unit_price,ITEM  NAME:,nsn #,Law-Enforcement Agency\n3,$2.50,Vest,8470-01-560-3267,A\n"
    )
    plan = checked("holdings", path)
    assert plan.values["USD"] == Decimal("7.50")
    assert plan.table.get("nsn") == ["8470-01-560-3267"]


def test_day_and_month_that_could_be_either_are_read_day_first_with_a_warning(tmp_path: Path) -> None:
    text = "Carton,Item,Qty,Exp\nC1,Filter,1,03/04/31\nC1,Filter,1,05/06/31\n"
    plan = checked("packing-list", csv_file(tmp_path, text))
    assert plan.table.get("expiry") == [date(2031, 4, 3), date(2031, 6, 5)]
    assert codes(plan)["date-day-first"] == 2
    proven = checked("packing-list", csv_file(tmp_path, text + "C1,Filter,1,12/31/30\n"))
    assert proven.table.get("expiry") == [date(2031, 3, 4), date(2031, 5, 6), date(2030, 12, 31)]
    assert "date-day-first" not in codes(proven)
    chosen = Mapping("x", Kind.PACKING_LIST, date_order=Order.MONTH_FIRST)
    assert checked("packing-list", csv_file(tmp_path, text), mapping=chosen).table.get("expiry")[0] == date(2031, 3, 4)


def test_all_bad_rows_are_named_at_once_with_row_column_and_what_was_found(tmp_path: Path) -> None:
    bad = "".join(f"A,Vest,{'4O' if number % 34 == 0 else 1}\n" for number in range(10_200))
    plan = checked("holdings", csv_file(tmp_path, "Agency , Item Name ,Quantity\n" + bad))
    assert len(plan.errors) == 300
    first = plan.errors[0]
    assert (first.row, first.column, first.found, first.code) == (2, "C", "4O", "quantity-not-a-number")
    assert "4O" in first.message()
    assert not plan.can_import


def test_bad_rows_can_be_left_out_or_typed_anew(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "Agency,Item Name,Quantity\nA,Vest,4O\nA,Mask,2\n")
    left = checked("holdings", path, fixes=Fixes(leave_out_bad=True))
    assert (left.can_import, [state.value for state in left.table.state]) == (True, ["left-out", "ready"])
    typed = checked("holdings", path, fixes=Fixes(cells={"0!!C2": "40"}))
    assert (typed.can_import, typed.quantity) == (True, 42)


def test_serials_of_scenario_7(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path,
        "Agency,Item,Qty,Serial\nA,Radio,1,00123\nA,Radio,1,123\nA,Radio,1,AO1\nA,Radio,1,A01\nA,Radio,1,ab-9 \n"
        "A,Radio,1,AB9\nA,Radio,1,1E05\nA,Radio,1,N/A\nA,Radio,2,X77\nB,Mask,1,00123\n",
    )
    plan = checked("holdings", path)
    assert plan.table.get("serial")[0] == "00123"
    found = codes(plan)
    assert found["serial-lookalike"] == 2
    assert found["serial-repeated"] == 1
    assert found["serial-exponent"] == 1
    assert found["serial-not-recorded"] == 1
    assert [(p.code, p.row) for p in plan.errors] == [("serial-quantity", 10)]
    expanded = checked("holdings", path, fixes=Fixes(expand_all=True))
    assert expanded.table.get("serials")[8] == ("X77", "X78")


def test_a_packing_list_refuses_serials_that_overlap(tmp_path: Path) -> None:
    path = csv_file(tmp_path, 'Ctn,Item,Qty,S/N\n1,Vest,3,"A1, A2, A3"\n2,Vest,2,"a 3; A4"\n3,Vest,1,٤٥\n')
    plan = checked("packing-list", path)
    assert [(problem.code, problem.row, problem.found) for problem in plan.errors] == [("serial-twice", 3, "a 3")]


@pytest.mark.parametrize(
    ("text", "count", "expected"),
    [
        ("BA3-008 - BA3-010", 3, ("BA3-008", "BA3-009", "BA3-010")),
        ("1001/1003", 3, ("1001", "1002", "1003")),
        ("12/345", 2, ()),
        ("A98 to A101", 4, ("A98", "A99", "A100", "A101")),
        ("A98 to A101", 3, ()),
        ("X0099", 2, ("X0099", "X0100")),
        ("no digits", 2, ()),
    ],
)
def test_a_range_is_expanded_only_if_it_fits(text: str, count: int, expected: tuple[str, ...]) -> None:
    assert expand(text, count) == expected


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Sep 29, 2016 12:00:00 AM", date(2016, 9, 29)),
        ("2-Jun-06", date(2006, 6, 2)),
        ("2016-09-29 00:00:00", date(2016, 9, 29)),
        ("29 septembre 2016", date(2016, 9, 29)),
        ("29 de septiembre de 2016", date(2016, 9, 29)),
        ("42642", date(2016, 9, 29)),
        ("20160929", date(2016, 9, 29)),
        ("29.09.2016", date(2016, 9, 29)),
        ("Thursday, 29 Sept 2016", date(2016, 9, 29)),
        ("١٢/٠٩/٢٠١٦", date(2016, 9, 12)),
        ("31/02/2016", None),
        ("soon", None),
    ],
)
def test_dates_in_the_forms_people_write(text: str, day: date | None) -> None:
    found = read_day(text, order=None, year=2026)
    assert (found.day if found else None) == day


def test_an_expiry_without_a_day_is_the_end_of_the_month() -> None:
    found = read_day("02/2028", order=None, year=2026, end_of_month=True)
    assert found is not None
    assert found.day == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("DISP_AllStatesAndTerritories_12312025", date(2025, 12, 31)),
        ("2020-03-31", date(2020, 3, 31)),
        ("nsn-extract-3-17-21", date(2021, 3, 17)),
        ("IA", None),
    ],
)
def test_the_date_in_a_file_name(name: str, day: date | None) -> None:
    assert day_in_name(name) == day


def test_titles_merged_cells_and_number_formats_of_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "Property on hand"
    sheet.merge_cells("A1:D1")
    sheet.append([])
    sheet.append(["Agency", "Item", "Serial No.", "Qty"])
    sheet.append(["POLICE", "Radio", 123, 1])
    sheet.append([None, "Radio", 45, 1])
    sheet.merge_cells("A4:A5")
    for row in (4, 5):
        sheet.cell(row, 3).number_format = "00000"
    path = tmp_path / "book.xlsx"
    book.save(path)
    plan = checked("holdings", path)
    assert plan.table.get("agency") == ["POLICE", "POLICE"]
    assert plan.table.get("serial") == ["00123", "00045"]
    assert "sheet-zeros-kept" in codes(plan)


def test_a_number_that_was_a_serial_is_kept_without_point_zero_and_warned_of(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Agency", "Item", "Serial", "Qty"])
    sheet.append(["A", "Radio", 4789954, 1])
    sheet.append(["A", "Radio", 12345678901234567, 1])
    path = tmp_path / "book.xlsx"
    book.save(path)
    plan = checked("holdings", path)
    assert plan.table.get("serial")[0] == "4789954"
    assert [problem.code for problem in plan.errors] == ["serial-digits-lost"]


def test_a_formula_without_a_result_is_an_error_of_its_row(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Agency", "Item", "Qty"])
    sheet.append(["A", "Radio", "=1+1"])
    path = tmp_path / "book.xlsx"
    book.save(path)
    assert [problem.code for problem in checked("holdings", path).errors] == ["cell-uncomputed"]


def test_a_file_without_a_table_is_refused_and_a_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        checked("holdings", csv_file(tmp_path, "some prose here\nand more of it\n"))
    assert caught.value.code in {"import-nothing-recognized", "import-column-missing"}
    plan = checked("holdings", csv_file(tmp_path, "Agency,Item Name,Color\nA,Vest,blue\n"))
    assert [problem.code for problem in plan.errors] == ["import-column-missing"]


def test_a_mapping_gives_a_column_its_meaning(tmp_path: Path) -> None:
    path = csv_file(tmp_path, 'Agency,Item Name,Zahl,Wert\nA,Vest,3,"1,5"\n')
    columns = {"Zahl": Role.QUANTITY, "Wert": Role.UNIT_VALUE}
    plan = checked("holdings", path, mapping=Mapping("m", Kind.HOLDINGS, columns=columns, decimal_mark=Mark.COMMA))
    assert (plan.quantity, plan.values["USD"]) == (3, Decimal("4.5"))


def test_other_currencies_are_summed_apart(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "PO,Vendor,Item,Qty,Unit price\n1,V,Vest,2,EUR 10.00\n2,V,Vest,1,$5.00\n")
    assert checked("orders", path).values == {"EUR": Decimal(20), "USD": Decimal(5)}


def test_the_line_value_is_kept_where_it_differs(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "PO,Vendor,Item,Qty,Unit price,Total\n1,V,Vest,3,10.00,29.99\n")
    plan = checked("orders", path)
    assert (plan.values["USD"], codes(plan)["value-mismatch"]) == (Decimal("29.99"), 1)


def test_every_code_has_a_sentence(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "Agency,Item,Qty,Serial,Exp\nA,,4O,1E05,soon\n,Vest,0,N/A,1/2/20\nA,Vest,-1,,\n")
    for problem in checked("holdings", path).problems:
        assert problem.message() != problem.code
        assert "—" not in problem.message() or problem.level is Level.NOTE
    assert TODAY.year == 2026
