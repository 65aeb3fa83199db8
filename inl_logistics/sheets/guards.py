"""Look into a zipped spreadsheet before it is unpacked: bombs, passwords, sizes, and what calamine drops.

Calamine allocates the whole rectangle between the first and the last cell, so a sheet with one cell at
XFD1048576 must be refused before. It also drops number formats, so identifiers shown as 00123 by a format
of zeros are read here. Sizes are counted while unpacking, because a zip's own figures can lie.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from inl_logistics.kernel.problems import BadInput
from inl_logistics.sheets.cells import Note, column_index

MAX_UNPACKED_BYTES = 768 * 1024 * 1024
MAX_RATIO = 400
"""Real sheets pack 5 to 60 times; repetitive ones up to about 250."""
RATIO_FROM_BYTES = 32 * 1024 * 1024
MAX_ENTRIES = 5_000
MAX_COLUMNS = 702
"""Up to column ZZ."""
MAX_ROWS = 500_000
MAX_CELLS = 40_000_000

_CHUNK = 1 << 20
_NS = re.compile(r"\{[^}]*\}")
# A cell with content beyond column ZZ; an empty formatted cell closes itself and does not count.
_WIDE = re.compile(rb' r="[A-Z]{3,}\d+"(?:[^>]*[^/])?>')
_LONG = re.compile(rb' r="(\d{5,})"')
_CELL = re.compile(rb'<c r="([A-Z]+)(\d+)"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_COLUMN = re.compile(rb' r="([A-Z]{1,3})\d')
_STYLE = re.compile(rb' s="(\d+)"')
_VALUE = re.compile(rb"<v[^>]*>([^<]*)</v>")


@dataclass(frozen=True, slots=True)
class SheetLook:
    """What calamine would not tell about one sheet, by 0-based (row, column)."""

    padded: dict[tuple[int, int], str] = field(default_factory=dict)
    uncomputed: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """The format of the file and what was seen in it."""

    format: str
    sheets: dict[str, SheetLook]
    notes: tuple[Note, ...]


def look(raw: bytes, name: str) -> Look:
    """Check a zipped spreadsheet. Raises: BadInput("sheet-…")."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return _look(archive, len(raw), name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError) as cause:
        raise BadInput("sheet-damaged", file=name) from cause
    except ET.ParseError as cause:
        raise BadInput("sheet-damaged", file=name) from cause
    except RuntimeError as cause:  # zipfile's way to say that an entry is encrypted
        raise BadInput("sheet-password", file=name) from cause


def _look(archive: zipfile.ZipFile, packed: int, name: str) -> Look:
    entries = archive.infolist()
    _declared(entries, packed, name)
    names = {entry.filename for entry in entries}
    if "xl/workbook.bin" in names:
        raise BadInput("sheet-is-xlsb", file=name)
    if "xl/workbook.xml" in names:
        return _excel(archive, names, name)
    if "content.xml" in names:
        return _ods(archive, names, name)
    if any(entry.startswith(("word/", "ppt/")) for entry in names):
        raise BadInput("sheet-not-a-spreadsheet", file=name)
    if any(entry.startswith("xl/") for entry in names):
        raise BadInput("sheet-damaged", file=name)
    raise BadInput("sheet-is-archive", file=name)


def _declared(entries: list[zipfile.ZipInfo], packed: int, name: str) -> None:
    total = sum(entry.file_size for entry in entries)
    ratio = total / max(packed, 1)
    if len(entries) > MAX_ENTRIES or total > MAX_UNPACKED_BYTES or (total > RATIO_FROM_BYTES and ratio > MAX_RATIO):
        raise BadInput("sheet-bomb", file=name)


def _read(archive: zipfile.ZipFile, entry: str, name: str) -> bytes:
    """Unpack one part, never more than it declared."""
    info = archive.getinfo(entry)
    parts: list[bytes] = []
    done = 0
    with archive.open(info) as stream:
        while chunk := stream.read(_CHUNK):
            done += len(chunk)
            if done > info.file_size or done > MAX_UNPACKED_BYTES:
                raise BadInput("sheet-bomb", file=name)
            parts.append(chunk)
    return b"".join(parts)


def _excel(archive: zipfile.ZipFile, names: set[str], name: str) -> Look:
    notes: list[Note] = []
    if "xl/vbaProject.bin" in names:
        notes.append(Note("sheet-macros-ignored"))
    if "xl/sharedStrings.xml" in names:
        _read(archive, "xl/sharedStrings.xml", name)
    padded_styles = (
        _padded_styles(_parsed(_read(archive, "xl/styles.xml", name), name)) if "xl/styles.xml" in names else {}
    )
    looked: dict[str, SheetLook] = {}
    for title, part in _sheet_parts(archive, names, name):
        look_at = _excel_sheet(_read(archive, part, name), padded_styles, name)
        looked[title] = look_at
        if look_at.uncomputed:
            notes.append(Note("sheet-formula-without-value", title, {"count": str(len(look_at.uncomputed))}))
        if look_at.padded:
            notes.append(Note("sheet-zeros-kept", title, {"count": str(len(look_at.padded))}))
    return Look("xlsm" if "xl/vbaProject.bin" in names else "xlsx", looked, tuple(notes))


def _sheet_parts(archive: zipfile.ZipFile, names: set[str], name: str) -> list[tuple[str, str]]:
    """Return (title, part) of every worksheet, following the workbook's relations."""
    targets: dict[str, str] = {}
    if "xl/_rels/workbook.xml.rels" in names:
        for relation in _parsed(_read(archive, "xl/_rels/workbook.xml.rels", name), name):
            target = relation.get("Target", "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            targets[relation.get("Id", "")] = part
    found: list[tuple[str, str]] = []
    for element in _parsed(_read(archive, "xl/workbook.xml", name), name).iter():
        if _NS.sub("", element.tag) != "sheet":
            continue
        identifier = next((value for key, value in element.attrib.items() if _NS.sub("", key) == "id"), "")
        part = targets.get(identifier, "")
        if part in names and "worksheet" in part:
            found.append((element.get("name", ""), part))
    return found


def _parsed(xml: bytes, name: str) -> ET.Element:
    """Parse a small part. A document type has no place there: it only serves to blow up or to reach other files."""
    _plain(xml, name)
    return ET.fromstring(xml)  # noqa: S314 - no document type, so no entities


def _plain(xml: bytes, name: str) -> None:
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise BadInput("sheet-bomb", file=name)


def _padded_styles(root: ET.Element) -> dict[int, str]:
    """Return cell style number → format, for formats made of zeros and separators only, such as 00000."""
    formats: dict[str, str] = {}
    cell_formats: list[str] = []
    for element in root.iter():
        tag = _NS.sub("", element.tag)
        if tag == "numFmt":
            formats[element.get("numFmtId", "")] = element.get("formatCode", "")
        elif tag == "cellXfs":
            cell_formats = [xf.get("numFmtId", "") for xf in element]
    padded = {key: code for key, code in formats.items() if _zeros(code)}
    return {number: _zeros(padded[key]) for number, key in enumerate(cell_formats) if key in padded}


def _zeros(code: str) -> str:
    """Return the plain pattern of a zero-padding format, else the empty text."""
    plain = re.sub(r'\\(.)|"([^"]*)"', r"\1\2", code.split(";", maxsplit=1)[0]).removesuffix("@")
    return plain if re.fullmatch(r"0[0\- /]*0", plain) and "0" in plain else ""


def _excel_sheet(xml: bytes, padded_styles: dict[int, str], name: str) -> SheetLook:
    _size(xml, name)
    wanted = [style for style in padded_styles if f' s="{style}"'.encode() in xml] if padded_styles else []
    has_formula = b"<f>" in xml or b"<f " in xml or b"<f/" in xml
    if not wanted and not has_formula:
        return SheetLook()
    padded: dict[tuple[int, int], str] = {}
    uncomputed: list[tuple[int, int]] = []
    for match in _CELL.finditer(xml):
        letters, row, attributes, body = match.groups()
        if not body:
            continue
        value = _VALUE.search(body)
        place = (int(row) - 1, column_index(letters.decode()))
        if (b"<f>" in body or b"<f " in body or b"<f/" in body) and (value is None or not value[1]):
            if b't="str"' not in attributes:
                uncomputed.append(place)
            continue
        style = _STYLE.search(attributes)
        plain = b" t=" not in attributes or b' t="n"' in attributes
        if value is not None and style is not None and int(style[1]) in padded_styles and plain:
            text = _padded(value[1].decode(), padded_styles[int(style[1])])
            if text:
                padded[place] = text
    return SheetLook(padded, tuple(uncomputed))


def _padded(value: str, pattern: str) -> str:
    """Write a whole number in a pattern such as 0000-00-000-0000, filled from the right."""
    try:
        number = int(float(value))
    except ValueError:
        return ""
    if float(value) != number or number < 0:
        return ""
    places = pattern.count("0")
    digits = list(str(number).zfill(places))
    spare, tail = digits[: len(digits) - places], iter(digits[len(digits) - places :])
    return "".join(spare) + "".join(next(tail) if sign == "0" else sign for sign in pattern)


def _size(xml: bytes, name: str) -> None:
    """Refuse a sheet too wide, too long or too large as a rectangle."""
    if _WIDE.search(xml):
        raise BadInput("sheet-too-wide", file=name, limit=MAX_COLUMNS)
    longest = max((int(number) for number in _LONG.findall(xml)), default=0)
    if longest > MAX_ROWS and _last_row(xml) > MAX_ROWS:
        raise BadInput("sheet-too-long", file=name, limit=f"{MAX_ROWS:,}")
    if longest * MAX_COLUMNS > MAX_CELLS:
        width = max((column_index(letters.decode()) + 1 for letters in set(_COLUMN.findall(xml))), default=0)
        if width <= MAX_COLUMNS and longest * width > MAX_CELLS:
            raise BadInput("sheet-too-long", file=name, limit=f"{MAX_ROWS:,}")


def _last_row(xml: bytes) -> int:
    """Return the last row that holds a cell with content."""
    last = 0
    for match in re.finditer(rb' r="[A-Z]+(\d{6,})"(?:[^>]*[^/])?>', xml):
        last = max(last, int(match[1]))
    return last


def _ods(archive: zipfile.ZipFile, names: set[str], name: str) -> Look:
    if "META-INF/manifest.xml" in names and b"encryption-data" in _read(archive, "META-INF/manifest.xml", name):
        raise BadInput("sheet-password", file=name)
    kind = _read(archive, "mimetype", name) if "mimetype" in names else b""
    if b"spreadsheet" not in kind:
        raise BadInput("sheet-not-a-spreadsheet", file=name)
    _ods_size(_read(archive, "content.xml", name), name)
    macros = any(part.startswith("Basic/") for part in names)
    return Look("ods", {}, (Note("sheet-macros-ignored"),) if macros else ())


def _ods_size(content: bytes, name: str) -> None:
    """Walk the repeated rows and cells: only those with content count."""
    row, width, row_repeat = 0, 0, 1
    _plain(content, name)
    parsed = ET.iterparse(io.BytesIO(content), events=("start", "end"))  # noqa: S314 - no document type, so no entities
    for event, element in parsed:
        tag = _NS.sub("", element.tag)
        attributes = {_NS.sub("", key): value for key, value in element.attrib.items()}
        if event == "start":
            if tag == "table":
                row = 0
            elif tag == "table-row":
                width, row_repeat, place = 0, _number(attributes.get("number-rows-repeated")), 0
            elif tag == "table-cell":
                place += _number(attributes.get("number-columns-repeated"))
                if "value-type" in attributes:
                    width = place
        elif tag == "table-row":
            row += row_repeat
            if width > MAX_COLUMNS:
                raise BadInput("sheet-too-wide", file=name, limit=MAX_COLUMNS)
            if width and (row > MAX_ROWS or row * width > MAX_CELLS):
                raise BadInput("sheet-too-long", file=name, limit=f"{MAX_ROWS:,}")
            element.clear()


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 1
