"""Files that are no spreadsheets, or dangerous ones, are refused with one clear sentence each."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest

from inl_logistics.kernel.problems import BadInput, EnvironmentFault
from inl_logistics.kernel.sentences import known_codes, sentence
from inl_logistics.sheets.reading import read_book
from tests.imports.samples import SAMPLES

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504


def workbook(rows: int = 2) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for number in range(rows):
        sheet.append([f"A{number}", number])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_sheet(xml: bytes, *, extra: dict[str, bytes] | None = None) -> bytes:
    """Return a workbook whose first sheet is the given XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            is_sheet = info.filename == "xl/worksheets/sheet1.xml"
            target.writestr(info.filename, xml if is_sheet else source.read(info))
        for name, data in (extra or {}).items():
            target.writestr(name, data)
    return out.getvalue()


def sheet_xml(cells: str) -> bytes:
    return (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f"{cells}</sheetData></worksheet>"
    ).encode()


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def lying_bomb() -> bytes:
    """A part that declares 100 bytes and unpacks to fifty megabytes."""
    raw = bytearray(with_sheet(b" " * 50_000_000))
    for magic, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = raw.find(magic)
        while at >= 0:
            if struct.unpack_from("<I", raw, at + offset)[0] == 50_000_000:
                struct.pack_into("<I", raw, at + offset, 100)
            at = raw.find(magic, at + 4)
    return bytes(raw)


BAD: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "sheet-empty"),
    "only line ends": (b"\r\n\r\n", "sheet-empty"),
    "empty workbook": (with_sheet(sheet_xml("")), "sheet-empty"),
    "truncated": (workbook(500)[:3000], "sheet-damaged"),
    "cut at the end": (workbook(500)[:-40], "sheet-damaged"),
    "pdf": (b"%PDF-1.7\n...", "sheet-is-pdf"),
    "picture": (b"\x89PNG\r\n\x1a\n....", "sheet-is-picture"),
    "random bytes": (bytes(range(256)) * 40, "sheet-not-a-spreadsheet"),
    "web page": (b"<html><table><tr><td>1</td></tr></table></html>", "sheet-is-web-page"),
    "xml": (b'<?xml version="1.0"?><a/>', "sheet-is-xml"),
    "json": (b'{"a": 1}', "sheet-not-a-spreadsheet"),
    "archive": (archive(notes=b"hello"), "sheet-is-archive"),
    "word document": (archive(word__document=b"<a/>"), "sheet-not-a-spreadsheet"),
    "binary workbook": (archive(**{"xl__workbook.bin": b"\x00"}), "sheet-is-xlsb"),
    "password": (OLE + "EncryptedPackage".encode("utf-16-le"), "sheet-password"),
    "old word": (OLE + "WordDocument".encode("utf-16-le"), "sheet-not-a-spreadsheet"),
    "broken xls": (OLE + "Workbook".encode("utf-16-le"), "sheet-damaged"),
    "lotus": (b"\x00\x00\x02\x00\x06\x04\x06\x00" + b"\x01" * 50, "sheet-legacy-format"),
    "bomb": (with_sheet(b" " * 60_000_000), "sheet-bomb"),
    "lying bomb": (lying_bomb(), "sheet-damaged"),
    "a million columns in csv": (b"," * 1_000_000, "sheet-too-wide"),
    "last column": (with_sheet(sheet_xml('<row r="1"><c r="XFD1"><v>1</v></c></row>')), "sheet-too-wide"),
    "last row": (with_sheet(sheet_xml('<row r="1048576"><c r="A1048576"><v>1</v></c></row>')), "sheet-too-long"),
    "huge rectangle": (
        with_sheet(
            sheet_xml('<row r="1"><c r="ZZ1"><v>1</v></c></row><row r="90000"><c r="A90000"><v>1</v></c></row>')
        ),
        "sheet-too-long",
    ),
    "open quote": (b'Agency,Item\nA,"Vest\nB,Mask\nC,Boots\n', "sheet-quote-open"),
    "entities": (
        with_sheet(sheet_xml("")).replace(b"PK", b"PK"),
        "sheet-empty",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_its_own_sentence(name: str, tmp_path: Path) -> None:
    raw, code = BAD[name]
    path = tmp_path / "vendor.xlsx"
    path.write_bytes(raw)
    with pytest.raises(BadInput) as caught:
        read_book(path)
    assert caught.value.code == code
    assert code in known_codes()
    assert "vendor.xlsx" in sentence(caught.value)


def test_a_missing_file_is_a_fault_of_the_environment(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault):
        read_book(tmp_path / "none.xlsx")


def test_formatting_far_to_the_right_is_no_width(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(with_sheet(sheet_xml('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="0"/></row>')))
    assert read_book(path).sheets[0].rows == [[1.0]]


def test_macros_are_said_and_not_run(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsm"
    path.write_bytes(
        with_sheet(sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>'), extra={"xl/vbaProject.bin": b"x"})
    )
    book = read_book(path)
    assert (book.format, [note.code for note in book.notes]) == ("xlsm", ["sheet-macros-ignored"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_text_is_read_in_every_encoding_line_end_and_delimiter(
    encoding: str, end: str, delimiter: str, tmp_path: Path
) -> None:
    rows = [["Ítem", "Serial", "Note"], ["Señal", "00123", "a\nb"], ["Æther", "1E05", 'say "x"']]
    quoted = [
        [f'"{cell.replace(chr(34), chr(34) * 2)}"' if not cell.isalnum() else cell for cell in row] for row in rows
    ]
    path = tmp_path / "a.csv"
    path.write_bytes(end.join(delimiter.join(row) for row in quoted).encode(encoding))
    assert read_book(path).sheets[0].rows == rows


def test_a_file_cut_anywhere_is_read_or_refused_and_never_crashes(tmp_path: Path) -> None:
    raw = (SAMPLES / "KS.xlsx").read_bytes()
    path = tmp_path / "cut.xlsx"
    for size in range(4, len(raw), len(raw) // 25):
        path.write_bytes(raw[:size])
        with pytest.raises(BadInput):
            read_book(path)
