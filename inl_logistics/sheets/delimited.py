"""Read CSV and other delimited text: encoding, delimiter and line ends are found from the text itself.

Every cell stays text as it stands. The row number is that of the record, as a spreadsheet shows it.
"""

from __future__ import annotations

import csv
import io
from collections import Counter

from inl_logistics.kernel.problems import BadInput
from inl_logistics.sheets.cells import Note, Row, Sheet
from inl_logistics.sheets.guards import MAX_CELLS, MAX_COLUMNS, MAX_ROWS

MAX_FIELD = 1_000_000
_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_LINES = 60


def read_text(raw: bytes, *, name: str, encoding: str | None = None) -> tuple[Sheet, list[Note]]:
    """Read delimited text as one sheet named after nothing.

    Raises: BadInput("sheet-not-a-spreadsheet", "sheet-quote-open", "sheet-too-wide", "sheet-too-long",
    "sheet-encoding").
    """
    text, notes = _decode(raw, name, encoding)
    delimiter, text = _delimiter(text)
    rows = _records(text, delimiter, name)
    width = max((len(row) for row in rows), default=0)
    for row in rows:
        if len(row) < width:
            row.extend([""] * (width - len(row)))
    while rows and rows[-1] == [""] * width and width == 1:
        rows.pop()
    return Sheet("", rows, is_text=True), notes


def _decode(raw: bytes, name: str, encoding: str | None) -> tuple[str, list[Note]]:
    if encoding:
        try:
            return raw.decode(encoding).removeprefix("\ufeff"), []
        except (UnicodeDecodeError, LookupError) as cause:
            raise BadInput("sheet-encoding", file=name, encoding=encoding) from cause
    guess = _unicode_encoding(raw)
    if guess:
        try:
            return raw.decode(guess), []
        except UnicodeDecodeError as cause:
            raise BadInput("sheet-damaged", file=name) from cause
    if b"\x00" in raw or _binary(raw):
        raise BadInput("sheet-not-a-spreadsheet", file=name)
    try:
        return raw.decode("utf-8"), []
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
        return text, [Note("sheet-encoding-guessed", "", {"encoding": "Windows-1252"})]


def _unicode_encoding(raw: bytes) -> str:
    if raw.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    head = raw[:400]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) // 4 and even < len(head) // 40:
        return "utf-16-le"
    if even > len(head) // 4 and odd < len(head) // 40:
        return "utf-16-be"
    return ""


def _binary(raw: bytes) -> bool:
    head = raw[:65536]
    control = sum(head.count(byte) for byte in (*range(1, 9), *range(14, 27), 28, 29, 30, 31))
    return control * 200 > len(head)


def _delimiter(text: str) -> tuple[str, str]:
    """Return the delimiter and the text without a leading `sep=` line."""
    first, *_rest = text[:16].splitlines() or [""]
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4], text[len(first) :].lstrip("\r\n")
    head = text[:200_000]
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        widths = [len(row) for row in _some(head, delimiter) if any(row)]
        if not widths:
            continue
        width, times = Counter(widths).most_common(1)[0]
        score = (times / len(widths)) * (width - 1) ** 0.5 if width > 1 else 0.0
        if score > best_score:
            best, best_score = delimiter, score
    return best, text


def _some(text: str, delimiter: str) -> list[list[str]]:
    found: list[list[str]] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            found.append(record)
            if len(found) >= _SAMPLE_LINES:
                break
    except csv.Error:
        return found
    return found


def _records(text: str, delimiter: str, name: str) -> list[Row]:
    rows: list[Row] = []
    cells = 0
    limit = csv.field_size_limit(MAX_FIELD)
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if len(record) > MAX_COLUMNS and _filled(record) > MAX_COLUMNS:
                raise BadInput("sheet-too-wide", file=name, limit=MAX_COLUMNS)
            row: Row = list(record[:MAX_COLUMNS])
            rows.append(row)
            cells += len(row)
            if len(rows) > MAX_ROWS or cells > MAX_CELLS:
                raise BadInput("sheet-too-long", file=name, limit=f"{MAX_ROWS:,}")
    except csv.Error as cause:
        raise BadInput("sheet-quote-open", file=name, row=len(rows) + 1) from cause
    finally:
        csv.field_size_limit(limit)
    if rows and text.count('"') % 2 and any("\n" in str(cell) or "\r" in str(cell) for cell in rows[-1][-1:]):
        raise BadInput("sheet-quote-open", file=name, row=len(rows))
    return rows


def _filled(record: list[str]) -> int:
    last = len(record)
    while last and not record[last - 1]:
        last -= 1
    # A million delimiters without content are as wide as a million cells.
    return last or len(record)
