"""Any list of the program as a PDF: landscape, heads on every page, nothing cut off; what a sheet holds, to be filed or sent.

Runs in a child process or on the command line. Source: product.md 3 (Reports: on screen, in Excel, in PDF).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from inl_logistics.kernel.dates import short
from inl_logistics.kernel.translation import _, is_rtl, language
from inl_logistics.kernel.values import Money, UnitPrice
from inl_logistics.sheets.cell_xml import Kind
from inl_logistics.sheets.writing import Column, Value

if TYPE_CHECKING:
    from inl_logistics.paper.page import Block
    from inl_logistics.paper.table import Row, Table
    from inl_logistics.paper.text import Line
    from inl_logistics.reports.exports import Sheet

_CHARACTER = 4.7  # points that a character of the body takes, on average
_WIDE = 104.0  # a column wider than this holds text that may wrap
_LEAST = 54.0  # what is left to such a column at least
_END = frozenset({Kind.INTEGER, Kind.MONEY, Kind.PRICE, Kind.PERCENT})


def write_list(built: Sheet, *, printed_at: datetime) -> bytes:
    """Return the list as a PDF, in the language of the screen."""
    # The text layer and reportlab are heavy and only needed in the job that prints.
    from inl_logistics.paper import page as paper
    from inl_logistics.paper import table as tables
    from inl_logistics.paper.languages import Words
    from inl_logistics.paper.model import PaperSize
    from inl_logistics.paper.pdf import Document

    upright = paper.Sheet.of(PaperSize(built.paper))
    sheet = paper.Sheet(upright.height, upright.width)
    document = Document(title=built.title, language=language(), printed_at=printed_at)
    flow = paper.Flow(document, sheet, head=0.0, foot=18.0)
    flow.place(_title(built, sheet.inner))
    columns = [
        tables.Column((column.title, ""), width, 1.0 if column.kind in _END else 0.0)
        for column, width in zip(built.columns, _widths(built, sheet.inner), strict=True)
    ]
    table = tables.Table(columns, Words.of("en"), sheet.inner)
    head = table.head()
    flow.place(head)
    flow.repeat(head)
    rows = [_row(table, built.columns, values) for values in built.rows]
    if built.totals:
        totals: list[Value] = [built.totals.get(column.key) for column in built.columns]
        rows.append(_row(table, built.columns, [_("Total") if totals[0] is None else totals[0], *totals[1:]]))
    table.place(flow, rows, [table.atoms(row) for row in rows])
    for at, loose in enumerate(flow.pages, 1):
        page = document.add_copy(loose)
        foot = _foot(built.title, at, len(flow.pages), printed_at)
        paper.put(page, foot[:1], sheet.left, sheet.bottom - 9)
        paper.put(page, foot[1:], sheet.left, sheet.bottom - 9, width=sheet.inner, align=1)
    return document.finish()


def _widths(built: Sheet, room: float) -> list[float]:
    """Share out the width: each column gets what its longest value needs; long texts wrap where that is too much."""
    needs = []
    for at, column in enumerate(built.columns):
        longest = max((len(written(column, row[at])) for row in built.rows), default=0)
        head = max((len(word) for word in column.title.split()), default=0)
        needs.append(max(longest, head) * _CHARACTER + 10.0)
    wide = [at for at, need in enumerate(needs) if need > _WIDE]
    spare = room - sum(need for at, need in enumerate(needs) if at not in wide)
    if wide and spare > _LEAST * len(wide):
        asked = sum(needs[at] for at in wide)
        free = spare - _LEAST * len(wide)
        return [need if at not in wide else _LEAST + free * need / asked for at, need in enumerate(needs)]
    whole = sum(min(need, _WIDE) for need in needs)
    return [min(need, _WIDE) * room / whole for need in needs]


def _title(built: Sheet, width: float) -> Block:
    from inl_logistics.paper import page as paper
    from inl_logistics.paper.fonts import Weight
    from inl_logistics.paper.text import Style, height, paragraph

    rtl = is_rtl()
    lines = paragraph(built.title, Style(15.0, Weight.SEMIBOLD), width, language(), rtl=rtl)
    for one in built.subtitle:
        lines += paragraph(one, Style(8.0, gray=paper.GRAY), width, language(), rtl=rtl)

    def draw(page: object, x: float, y: float) -> None:
        paper.put(page, lines, x, y, width=width, align=1.0 if rtl else 0.0)  # type: ignore[arg-type]

    return paper.Block(height(lines) + 6, draw)


def _row(table: Table, columns: Sequence[Column], values: Sequence[Value]) -> Row:
    from inl_logistics.paper.table import Row
    from inl_logistics.paper.text import Style, paragraph

    style = Style(7.2, tabular=True)
    cells = tuple(
        paragraph(written(column, value), style, table.room(at), language(), rtl=None)
        for at, (column, value) in enumerate(zip(columns, values, strict=True))
    )
    return Row(cells)


def _foot(title: str, at: int, count: int, printed_at: datetime) -> tuple[Line, Line]:
    from inl_logistics.paper import page as paper
    from inl_logistics.paper.text import Style, line

    style = Style(6.6, gray=paper.GRAY)
    printed = _("INL Logistics · printed {when}").format(when=f"{short(printed_at.date())} {printed_at:%H:%M}")
    pages = _("Page {page} of {pages}").format(page=at, pages=count)
    return line(printed, style, language()), line(f"{title} · {pages}", style, language())


def written(column: Column, value: Value) -> str:
    """Write a cell as people read it: figures with thousands separated, days in words."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool | str):
        return _day_of(value) if column.kind is Kind.DATE else str(value)
    if isinstance(value, datetime):
        return f"{short(value.date())} {value:%H:%M}"
    if isinstance(value, date):
        return short(value)
    if isinstance(value, int):
        match column.kind:
            case Kind.MONEY:
                return f"{Money(value).decimal():,.2f}"
            case Kind.PRICE:
                return f"{UnitPrice(value).decimal():,.2f}"
            case Kind.PERCENT:
                return f"{value / 100:.1f} %"
            case Kind.INTEGER:
                return f"{value:,}"
    return str(value)


def _day_of(value: bool | str) -> str:
    try:
        return short(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)
