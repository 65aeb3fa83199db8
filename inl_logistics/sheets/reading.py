"""Read a spreadsheet file of any kind into sheets of typed cells, or refuse it with one clear sentence.

Excel goes through calamine after `guards` has looked at the zip; formulas give their stored results, macros
are never run. Source: issue list "What goes wrong"; product.md 3 (Import); architecture.md 5 (Excel in).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from inl_logistics.kernel.problems import BadInput, EnvironmentFault
from inl_logistics.sheets import guards
from inl_logistics.sheets.cells import Book, Merge, Note, Row, Sheet
from inl_logistics.sheets.delimited import read_text

MAX_FILE_BYTES = 256 * 1024 * 1024
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MAGIC = b"PK\x03\x04"

Progress = Callable[[int, int], None]
"""Told (done, total) in steps of a sheet; may raise to stop."""

_NOT_SHEETS = (
    (b"%PDF", "sheet-is-pdf"),
    (b"{\\rtf", "sheet-not-a-spreadsheet"),
    (b"\x89PNG", "sheet-is-picture"),
    (b"\xff\xd8\xff", "sheet-is-picture"),
    (b"GIF8", "sheet-is-picture"),
    (b"II*\x00", "sheet-is-picture"),
    (b"MM\x00*", "sheet-is-picture"),
    (b"Rar!", "sheet-is-archive"),
    (b"7z\xbc\xaf", "sheet-is-archive"),
    (b"\x1f\x8b", "sheet-is-archive"),
    (b"\xfd7zXZ", "sheet-is-archive"),
    (b"BZh", "sheet-is-archive"),
    (b"SQLite format 3", "sheet-not-a-spreadsheet"),
    (b"\x7fELF", "sheet-not-a-spreadsheet"),
    (b"MZ", "sheet-not-a-spreadsheet"),
)
# Excel 2 to 4 and Lotus 1-2-3 begin with a bare BOF record.
_LEGACY = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x00\x00\x02\x00", b"\x00\x00\x1a\x00")


def read_book(path: Path, *, encoding: str | None = None, progress: Progress | None = None) -> Book:
    """Read every sheet of a file.

    Raises: BadInput with a `sheet-…` code; EnvironmentFault("cannot-read").
    """
    raw = _bytes(path)
    digest = hashlib.sha256(raw).hexdigest()
    name = path.name
    kind, sheets, notes = _sheets(raw, name, encoding, progress)
    if not any(row for sheet in sheets for row in sheet.rows):
        raise BadInput("sheet-empty", file=name)
    return Book(path, kind, digest, len(raw), tuple(sheets), tuple(notes))


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise BadInput("sheet-file-too-big", file=path.name, limit_mb=MAX_FILE_BYTES >> 20)
        raw = path.read_bytes()
    except OSError as cause:
        raise EnvironmentFault("cannot-read", path=path, cause=cause.strerror or str(cause)) from cause
    if not raw.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise BadInput("sheet-empty", file=path.name)
    return raw


def _sheets(
    raw: bytes, name: str, encoding: str | None, progress: Progress | None
) -> tuple[str, list[Sheet], list[Note]]:
    for magic, code in _NOT_SHEETS:
        if raw.startswith(magic):
            raise BadInput(code, file=name)
    if raw.startswith(_LEGACY):
        raise BadInput("sheet-legacy-format", file=name)
    if raw.startswith(OLE_MAGIC):
        return _ole(raw, name, progress)
    if raw.startswith(b"PK"):
        return _zipped(raw, name, progress)
    start = raw[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta")):
        raise BadInput("sheet-is-web-page", file=name)
    if start.startswith(b"<?xml") or b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        raise BadInput("sheet-is-xml", file=name)
    if start.startswith((b"{", b"[{")):
        raise BadInput("sheet-not-a-spreadsheet", file=name)
    sheet, notes = read_text(raw, name=name, encoding=encoding)
    return "csv", [sheet], notes


def _ole(raw: bytes, name: str, progress: Progress | None) -> tuple[str, list[Sheet], list[Note]]:
    """Read an old .xls, or say which other kind of file is in the same container."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in raw

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        raise BadInput("sheet-password", file=name)
    if holds("WordDocument") or holds("PowerPoint Document"):
        raise BadInput("sheet-not-a-spreadsheet", file=name)
    if not (holds("Workbook") or holds("Book")):
        raise BadInput("sheet-damaged", file=name)
    notes = [Note("sheet-macros-ignored")] if holds("_VBA_PROJECT_CUR") else []
    sheets = _calamine(raw, name, progress, {})
    return "xls", sheets, notes


def _zipped(raw: bytes, name: str, progress: Progress | None) -> tuple[str, list[Sheet], list[Note]]:
    looked = guards.look(raw, name)
    notes = list(looked.notes)
    sheets = _calamine(raw, name, progress, looked.sheets)
    return looked.format, sheets, notes


class _CalamineSheet(Protocol):
    @property
    def start(self) -> tuple[int, int] | None: ...

    @property
    def merged_cell_ranges(self) -> list[tuple[tuple[int, int], tuple[int, int]]] | None: ...

    def to_python(self, skip_empty_area: bool = True) -> list[Row]: ...


def _calamine(raw: bytes, name: str, progress: Progress | None, looked: dict[str, guards.SheetLook]) -> list[Sheet]:
    import io

    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw))
        metadata = book.sheets_metadata
        found: list[Sheet] = []
        for number, meta in enumerate(metadata, 1):
            if meta.typ is python_calamine.SheetTypeEnum.WorkSheet:
                sheet: _CalamineSheet = book.get_sheet_by_name(meta.name)
                hidden = meta.visible is not python_calamine.SheetVisibleEnum.Visible
                found.append(_sheet(meta.name, sheet, hidden, looked.get(meta.name)))
            if progress is not None:
                progress(number, len(metadata))
    except python_calamine.PasswordError:
        raise BadInput("sheet-password", file=name) from None
    except (python_calamine.CalamineError, OSError, ValueError) as cause:
        if "password" in str(cause).lower():
            raise BadInput("sheet-password", file=name) from None
        raise BadInput("sheet-damaged", file=name) from cause
    if not found:
        raise BadInput("sheet-empty", file=name)
    return found


def _sheet(name: str, sheet: _CalamineSheet, hidden: bool, look: guards.SheetLook | None) -> Sheet:
    rows = sheet.to_python(skip_empty_area=False) if sheet.start is not None else []
    merges = tuple(Merge(top, left, bottom, right) for (top, left), (bottom, right) in (sheet.merged_cell_ranges or ()))
    uncomputed: tuple[tuple[int, int], ...] = ()
    if look is not None:
        uncomputed = look.uncomputed
        for (row, column), text in look.padded.items():
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = text
    _fill_down(rows, merges)
    return Sheet(name, rows, hidden, merges, uncomputed)


def _fill_down(rows: list[Row], merges: tuple[Merge, ...]) -> None:
    """Give every row of a vertical merge the value that stands in its first cell."""
    for merge in merges:
        if merge.bottom == merge.top or merge.top >= len(rows) or merge.left >= len(rows[merge.top]):
            continue
        value = rows[merge.top][merge.left]
        for row in rows[merge.top + 1 : merge.bottom + 1]:
            if row[merge.left] == "":
                row[merge.left] = value
