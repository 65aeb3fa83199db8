"""Excel files are real: typed cells, safe text, whole or absent, and other programs open them."""

from __future__ import annotations

import errno
import shutil
import subprocess
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inl_logistics.kernel.problems import BadInput, EnvironmentFault
from inl_logistics.kernel.values import Money, UnitPrice
from inl_logistics.sheets import files
from inl_logistics.sheets.cell_xml import Kind
from inl_logistics.sheets.reading import read_book
from inl_logistics.sheets.writing import Column, write_table

COLUMNS = (
    Column("serial", "Serial", Kind.TEXT),
    Column("count", "On hand", Kind.INTEGER),
    Column("value", "Value", Kind.MONEY),
    Column("price", "Price", Kind.PRICE),
    Column("day", "Expiry", Kind.DATE),
    Column("at", "Entered", Kind.INSTANT),
)
ROW = ("00123", 7, Money(123456), UnitPrice(1_234_567), date(2031, 6, 30), datetime(2026, 11, 24, 14, 32, tzinfo=UTC))


def written(path: Path, rows: list[tuple[object, ...]], **more: object) -> Path:
    write_table(path, title="Stock: [A]/B", columns=COLUMNS, rows=rows, **more)  # type: ignore[arg-type]
    return path


def test_cells_are_typed_and_the_sheet_is_set_up(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", [ROW] * 5000, totals={"count": 35_000, "value": 617_280_000})
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    header = [cell.value for cell in sheet[3]]
    assert header == ["Serial", "On hand", "Value", "Price", "Expiry", "Entered"]
    values = [cell.value for cell in sheet[4]]
    assert values[:5] == ["00123", 7, 1234.56, 1.234567, datetime(2031, 6, 30)]
    assert [cell.data_type for cell in sheet[4]][:3] == ["inlineStr", "n", "n"] or sheet["A4"].data_type == "s"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A4", "A3:F5003")
    assert (sheet.print_title_rows, sheet.page_setup.orientation) == ("$3:$3", "landscape")
    assert [cell.value for cell in sheet[5004]][:3] == ["Total", 35_000, 6_172_800]
    assert sheet.title == "Stock   A  B"
    text, figure = sheet.column_dimensions["A"], sheet.column_dimensions["B"]
    assert (text.width, figure.width) == (COLUMNS[0].width + 2, COLUMNS[1].width), "words have room before them"


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "_x0041_",
        "a\tb\nc",
        "a\x07b",
        "  spaced  ",
        "<&>\"'",
        "\ud83d\ude00",
        "=cmd|' /C calc'!A0",
    ],
)
def test_text_stays_text(text: str, tmp_path: Path) -> None:
    safe = text.encode("utf-16", "surrogatepass").decode("utf-16")
    path = written(tmp_path / "a.xlsx", [(safe, 1, 1, 1, None, None)])
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert sheet["A4"].data_type in {"s", "inlineStr"}
    assert read_book(path).sheets[0].rows[3][0] in {safe, safe.replace("\x07", "_x0007_"), "_x005F_x0041_"}
    assert b"<f>" not in zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_any_text_can_be_written_and_opened(text: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder) / "a.xlsx", [(text, 1, 1, 1, None, None)])
        assert openpyxl.load_workbook(path).active is not None


def test_integers_too_large_for_excel_become_text(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", [("a", 2**53 + 1, 2**53, 0, None, None)])
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert sheet["B4"].value == "9007199254740993"


def test_text_too_long_for_a_cell_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    with pytest.raises(BadInput) as caught:
        written(path, [("x" * 32_768, 1, 1, 1, None, None)])
    assert (caught.value.code, path.read_bytes()) == ("sheet-text-too-long", b"old")
    assert list(tmp_path.iterdir()) == [path]


def test_equal_rows_give_equal_bytes(tmp_path: Path) -> None:
    first, second = written(tmp_path / "a.xlsx", [ROW] * 10), written(tmp_path / "b.xlsx", [ROW] * 10)
    assert first.read_bytes() == second.read_bytes()


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    path = written(tmp_path / "a.xlsx", [ROW])
    before = path.read_bytes()
    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(EnvironmentFault) as caught:
        written(path, [ROW] * 3)
    assert caught.value.code == "disk-full"
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_stopping_leaves_nothing(tmp_path: Path) -> None:
    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        written(tmp_path / "a.xlsx", [ROW] * 5_000, progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_table_has_its_header(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(written(tmp_path / "a.xlsx", [], totals={"count": 0})).active
    assert sheet is not None
    assert sheet["A3"].value == "Serial"


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_without_repair(tmp_path: Path) -> None:
    rows = [(f"=S{number}", number, number * 100, number, date(2031, 1, 1), ROW[5]) for number in range(300)]
    path = written(tmp_path / "stock.xlsx", rows, totals={"count": 44_850}, notes=[("As of", "24 Nov 2026")])
    done = subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "csv",
         "--outdir", str(tmp_path), str(path)],
        capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    lines = (tmp_path / "stock.csv").read_text("utf-8").splitlines()
    assert lines[3].startswith("=S0,0,")
    assert len(lines) == 3 + 300 + 1
