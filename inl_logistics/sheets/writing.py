"""Write a long table as a real Excel file: typed cells, header, filter, frozen panes, totals, print set-up.

openpyxl draws a template with one sample row; the sample row's XML is then replaced by generated rows, which
keeps every feature and is nine times faster than writing cell by cell. What a person typed is always text,
never a formula. The same rows give the same bytes. Source: architecture.md 5 (Excel out).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from inl_logistics.kernel.problems import BadInput
from inl_logistics.sheets.cell_xml import FORMATS, Kind, Made, maker, text_cell
from inl_logistics.sheets.cells import column_letter
from inl_logistics.sheets.files import written_whole

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MAX_SHEET_ROWS = 1_048_576
_BLOCK = 2_000
_HEADER_FILL = "1F3A5F"
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)

Value = object
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a written table; values come as the kind says (see `Kind`)."""

    key: str
    title: str
    kind: Kind = Kind.TEXT
    width: float = 14.0
    """In characters, as Excel counts them."""
    currency: str = "USD"


@dataclass(frozen=True, slots=True)
class Table:
    """What one sheet holds."""

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Value]]
    totals: Mapping[str, Value] | None = None
    """Column key → value of the last row, or None for no such row."""
    subtitle: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    """(name, text) pairs of a second sheet that says where the figures come from."""
    paper: str = "a4"
    right_to_left: bool = False
    total_label: str = "Total"


_LEFT = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.DATE, Kind.INSTANT})


def write_table(
    path: Path,
    *,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
    totals: Mapping[str, Value] | None = None,
    subtitle: Sequence[str] = (),
    notes: Sequence[tuple[str, str]] = (),
    paper: str = "a4",
    right_to_left: bool = False,
    total_label: str = "Total",
    made_at: datetime | None = None,
    progress: Progress | None = None,
    count: int = 0,
) -> int:
    """Write one table to an Excel file and return the number of rows.

    Args:
        rows: any iterable; it is read once and never held.
        made_at: the file's own creation instant; a fixed one when left out, so that equal rows give equal bytes.
        progress: told (done, count) about every 2,000 rows; may raise to stop, then nothing is written.
    Raises: BadInput("sheet-text-too-long", "sheet-too-many-rows"); EnvironmentFault (full disk, read-only).
    """
    table = Table(title, tuple(columns), rows, totals, tuple(subtitle), tuple(notes), paper, right_to_left, total_label)
    with written_whole(path) as stream:
        return _write(stream, table, made_at, progress, count)


def _write(stream: BinaryIO, table: Table, made_at: datetime | None, progress: Progress | None, count: int) -> int:
    template, header_row = _template(table, made_at)
    with zipfile.ZipFile(BytesIO(template)) as source, zipfile.ZipFile(stream, "w") as target:
        written = 0
        # The filter's hidden name stands in workbook.xml and needs the last row: that part comes last.
        for info in sorted(source.infolist(), key=lambda part: part.filename == "xl/workbook.xml"):
            xml = source.read(info)
            entry = zipfile.ZipInfo(info.filename, _ZIP_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry._compresslevel = 3  # type: ignore[attr-defined]  # the only way to set it per entry on 3.11
            if info.filename == "xl/workbook.xml":
                bottom = f"${header_row + max(written, 1)}"
                filtered = rb"(_FilterDatabase[^<]*\$[A-Z]+)\$\d+(?=</definedName>)"
                xml = re.sub(filtered, rb"\g<1>" + bottom.encode(), xml)
            if info.filename != "xl/worksheets/sheet1.xml":
                target.writestr(entry, xml)
                continue
            before, style, after = _split(xml.decode("utf-8"), header_row + 1)
            with target.open(entry, "w", force_zip64=True) as part:
                # The place of the last row is known only after writing; the dimension is left out instead.
                part.write(re.sub(r"<dimension [^>]*/>", "", before).encode())
                for block in _blocks(table, header_row + 1, style):
                    written += block[1]
                    part.write(block[0].encode())
                    if progress is not None:
                        progress(written, max(count, written))
                part.write(_end(table, header_row, written, style, after).encode())
        return written


def _template(table: Table, made_at: datetime | None) -> tuple[bytes, int]:
    """Draw the sheet with a header, one sample row and one total row; return it and the header's row."""
    import openpyxl
    from openpyxl.styles import Border, Font, Side

    book = openpyxl.Workbook()
    stamp = (made_at or datetime(2000, 1, 1, tzinfo=UTC)).astimezone(UTC).replace(tzinfo=None)
    book.properties.creator = "INL Logistics"
    book.properties.created = book.properties.modified = stamp
    sheet = book.active
    assert sheet is not None
    sheet.title = _sheet_title(table.title)
    _text(sheet, 1, 1, table.title).font = Font(bold=True, size=14)
    for number, line in enumerate(table.subtitle, 2):
        _text(sheet, number, 1, line).font = Font(color="5B6472")
    header_row = len(table.subtitle) + 3
    _header(sheet, table, header_row)
    for place, column in enumerate(table.columns, 1):
        for row in (header_row + 1, header_row + 2):
            cell = sheet.cell(row, place, 0)
            cell.number_format = FORMATS[column.kind].format(currency=column.currency)
            cell.alignment = _alignment(column.kind)
        cell.font = Font(bold=True)
        cell.border = Border(top=Side("thin"))
    _print_setup(sheet, table, header_row)
    if table.notes:
        _notes(book.create_sheet("Notes"), table.notes)
    out = BytesIO()
    book.save(out)
    # openpyxl stamps the time of saving over `modified`.
    return _restamped(out.getvalue(), stamp), header_row


def _restamped(template: bytes, stamp: datetime) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(template)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for info in source.infolist():
            data = source.read(info)
            if info.filename == "docProps/core.xml":
                text = stamp.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                data = re.sub(rb"(<dcterms:\w+ [^>]*>)[^<]*", rb"\g<1>" + text, data)
            target.writestr(info.filename, data)
    return out.getvalue()


def _text(sheet: Worksheet, row: int, column: int, text: str):  # type: ignore[no-untyped-def]  # openpyxl's union
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell = sheet.cell(row, column)
    cell.value = ILLEGAL_CHARACTERS_RE.sub(" ", text)[:32_767]
    cell.data_type = "s"
    return cell


def _header(sheet: Worksheet, table: Table, header_row: int) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    fill = PatternFill("solid", fgColor=_HEADER_FILL)
    for place, column in enumerate(table.columns, 1):
        cell = _text(sheet, header_row, place, column.title)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = fill
        side, indent = ("left", 1) if column.kind in _LEFT else ("right", 0)
        cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True, indent=indent)
        sheet.column_dimensions[column_letter(place - 1)].width = column.width + 2 * indent
    sheet.row_dimensions[header_row].height = 30


def _alignment(kind: Kind):  # type: ignore[no-untyped-def]  # openpyxl is imported in the job only
    from openpyxl.styles import Alignment

    # A little space before words and days, so that they do not touch the figures of the column before.
    side, indent = ("left", 1) if kind in _LEFT else (None, 0)
    return Alignment(horizontal=side, vertical="top", wrap_text=kind is Kind.LONG_TEXT, indent=indent)


def _print_setup(sheet: Worksheet, table: Table, header_row: int) -> None:
    sheet.freeze_panes = f"A{header_row + 1}"
    last = column_letter(len(table.columns) - 1)
    sheet.auto_filter.ref = f"A{header_row}:{last}{header_row + 1}"
    sheet.print_title_rows = f"{header_row}:{header_row}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 1 if table.paper == "letter" else 9
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    assert sheet.sheet_properties.pageSetUpPr is not None
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    footer = sheet.oddFooter
    assert footer is not None
    assert footer.left is not None
    assert footer.right is not None
    footer.left.text = table.title.replace("&", "&&")[:200]
    footer.right.text = "&P / &N"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.sheet_view.rightToLeft = table.right_to_left


def _notes(sheet: Worksheet, notes: tuple[tuple[str, str], ...]) -> None:
    from openpyxl.styles import Alignment, Font

    for number, (name, text) in enumerate(notes, 1):
        _text(sheet, number, 1, name).font = Font(bold=True)
        _text(sheet, number, 2, text).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions["A"].width = 24
    sheet.column_dimensions["B"].width = 90


def _sheet_title(title: str) -> str:
    """Return a title Excel takes: no []:*?/\\, at most 31 characters, no quote at either end."""
    plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).strip().strip("'")[:31].strip()
    return plain or "Sheet1"


@dataclass(frozen=True, slots=True)
class _Styles:
    body: tuple[int, ...]
    total: tuple[int, ...]


def _split(xml: str, sample: int) -> tuple[str, _Styles, str]:
    """Cut the sheet around the sample rows and read the style numbers of their cells."""
    found = [re.search(rf'<row r="{row}"[^>]*>(.*?)</row>', xml, re.DOTALL) for row in (sample, sample + 1)]
    first, second = found
    assert first is not None
    assert second is not None
    styles = [tuple(int(number) for number in re.findall(r'<c [^>]*?s="(\d+)"', match[1])) for match in (first, second)]
    return xml[: first.start()], _Styles(*styles), xml[second.end() :]


def _blocks(table: Table, first_row: int, style: _Styles) -> Iterator[tuple[str, int]]:
    """Build the rows' XML in blocks: column by column, which is what makes it fast."""
    makers = [
        maker(column.kind, column_letter(place), style.body[place], title=column.title)
        for place, column in enumerate(table.columns)
    ]
    source = iter(table.rows)
    row = first_row
    while block := list(islice(source, _BLOCK)):
        if row + len(block) > MAX_SHEET_ROWS:
            raise BadInput("sheet-too-many-rows", rows=f"{row + len(block):,}", limit=f"{MAX_SHEET_ROWS:,}")
        yield _block(block, makers, row), len(block)
        row += len(block)


def _block(block: list[Sequence[Value]], makers: list[Made], first_row: int) -> str:
    numbers = [str(number) for number in range(first_row, first_row + len(block))]
    opened = [f'<row r="{number}">' for number in numbers]
    columns = [make(values, numbers) for make, values in zip(makers, zip(*block, strict=True), strict=True)]
    return "</row>".join(map("".join, zip(opened, *columns, strict=True))) + "</row>"


def _end(table: Table, header_row: int, written: int, style: _Styles, after: str) -> str:
    """Write the totals row and stretch the filter over the rows really written."""
    last = column_letter(len(table.columns) - 1)
    bottom = header_row + max(written, 1)
    after = re.sub(r'<autoFilter ref="[^"]*"', f'<autoFilter ref="A{header_row}:{last}{bottom}"', after)
    if table.totals is None:
        return after
    row = str(header_row + max(written, 1) + 1)
    cells: list[str] = []
    for place, column in enumerate(table.columns):
        letter, number = column_letter(place), style.total[place]
        if column.key in table.totals:
            cells += maker(column.kind, letter, number, title=column.title)([table.totals[column.key]], [row])
        elif place == 0:
            cells.append(text_cell(letter, row, number, table.total_label))
        else:
            cells.append(f'<c r="{letter}{row}" s="{number}"/>')
    return f'<row r="{row}">{"".join(cells)}</row>{after}'
