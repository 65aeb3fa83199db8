"""The PDF file itself: pages of drawing operators, and fonts cut down to the glyphs that are used.

reportlab writes the objects; text is placed by our own operators (architecture.md 5). A font's codes
are handed out per document in the order of first use, one for each pair of glyph and text, so that
copying gives the text back exactly and the same input gives the same bytes.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import uharfbuzz as hb
from reportlab.pdfbase import pdfdoc

from inl_logistics.paper.fonts import Font
from inl_logistics.paper.shaping import BLANK, Run
from inl_logistics.paper.text import Line

PRODUCER = "INL Logistics"
_COMPRESSION = 6
# A move of this share of the size, and readers put a space into the word: Nastaliq slides its letters over each other.
_JUMP = 0.06
# Tables that only a shaper or a system's font list needs.
_DROPPED = {
    int.from_bytes(tag.ljust(4).encode("ascii"), "big")
    for tag in ("GSUB", "GPOS", "GDEF", "kern", "name", "post", "OS/2", "STAT", "DSIG", "gasp", "meta", "cmap")
}


@dataclass(slots=True)
class _FontUse:
    """One font in one document: the code of each glyph with the text and width it stands for."""

    font: Font
    name: str
    codes: dict[tuple[int, str, int], int] = field(default_factory=dict)
    outlines: dict[int, str] = field(default_factory=dict)  # name of the form that draws a glyph's outline

    def outline(self, glyph: int) -> str:
        """Return the name of the form that draws a glyph; empty if it draws nothing."""
        found = self.outlines.get(glyph)
        if found is None:
            drawn = f"{self.name}g{glyph}" if _outline(self.font, glyph) else ""
            found = self.outlines[glyph] = drawn
        return found

    def code(self, glyph: int, text: str, width: int) -> int:
        key = (glyph, text, width)
        found = self.codes.get(key)
        if found is None:
            found = self.codes[key] = len(self.codes) + 1
        return found


@dataclass(frozen=True, slots=True)
class _Shown:
    """A run as operators: what carries text, on the baseline; then dots and marks, each by its own place."""

    letters: str
    marks: str
    width: float


class Document:
    """A PDF being written. Pages hold operators; `finish` cuts the fonts and returns the bytes."""

    def __init__(self, *, title: str, language: str, printed_at: datetime, subject: str = "") -> None:
        self.pages: list[Page] = []
        self._uses: dict[str, _FontUse] = {}
        self._encoded: dict[tuple[Run, float], _Shown] = {}
        self._title = title
        self._subject = subject
        self._language = language
        self._printed_at = printed_at

    def page(self, width: float, height: float) -> Page:
        """Begin a page of this size in points."""
        self.pages.append(Page(self, width, height))
        return self.pages[-1]

    def loose_page(self, width: float, height: float) -> Page:
        """Begin a page that is not in the document until copies of it are added."""
        return Page(self, width, height)

    def add_copy(self, page: Page) -> Page:
        """Add a page with what a loose page holds so far, to be drawn on further."""
        self.pages.append(page.copied())
        return self.pages[-1]

    def show(self, run: Run, size: float) -> _Shown:
        """Return the operators that draw a run, made once for each run and size."""
        key = (run, size)
        found = self._encoded.get(key)
        if found is None:
            use = self._uses.get(run.font.name)
            if use is None:
                use = self._uses[run.font.name] = _FontUse(run.font, f"F{len(self._uses) + 1}")
            found = self._encoded[key] = _encode(run, use, size)
        return found

    def finish(self) -> bytes:
        """Return the file."""
        document = pdfdoc.PDFDocument(compression=1, invariant=1, pdfVersion=(1, 7), lang=self._language)
        document.info = _Info(self._title, self._subject, self._printed_at)
        named: Any = document.idToObject[pdfdoc.BasicFonts]
        for use in self._uses.values():
            named.dict[use.name] = _font_object(document, use)
        outlines = _outline_forms(document, self._uses.values())
        for page in self.pages:
            written: Any = pdfdoc.PDFPage()
            written.pagewidth, written.pageheight = page.width, page.height
            content = "\n".join(page.content()).encode("ascii")
            written.Contents = _stream(content)
            written.Resources = pdfdoc.PDFResourceDictionary()
            written.Resources.basicFonts()
            if outlines is not None:
                written.Resources.XObject = outlines
            if page.multiplies:
                state = {"Type": pdfdoc.PDFName("ExtGState"), "BM": pdfdoc.PDFName("Multiply")}
                written.Resources.ExtGState = {"GM": pdfdoc.PDFDictionary(state)}
            document.addPage(written)
            document.updateSignature(blake2b(content).digest())
        data: bytes = document.GetPDFData(None)
        return data


class Page:
    """One page: operators in points from the top left corner, y downwards, as people measure paper."""

    __slots__ = ("_document", "_gray", "_leftwards", "_stroke", "height", "multiplies", "operators", "width")

    def __init__(self, document: Document, width: float, height: float) -> None:
        self._document = document
        self.width = width
        self.height = height
        self.operators: list[str] = []
        self._leftwards: list[str] = []
        self.multiplies = False
        self._gray = 0.0
        self._stroke: tuple[float, float, str] = (-1.0, -1.0, "")

    def copied(self) -> Page:
        """Return a page with the same content."""
        other = Page(self._document, self.width, self.height)
        other.operators, other._leftwards = list(self.operators), list(self._leftwards)
        other.multiplies, other._gray, other._stroke = self.multiplies, self._gray, self._stroke
        return other

    def content(self) -> list[str]:
        """Return all operators. Right-to-left lines come last.

        PDFium takes what stands at one height and follows in the file for one line of one direction, and turns the
        words of the other direction round.
        """
        return [*self.operators, *self._leftwards]

    def text(self, x: float, baseline: float, line: Line) -> None:
        """Draw a line with its start at x and its baseline so far from the top."""
        if not line.runs:
            return
        if all(run.level for run in line.runs):
            into = self._leftwards
            into.append(f"{_number(line.style.gray)} g")
        else:
            into = self.operators
            self._fill(line.style.gray)
        size = line.style.size
        shown = [self._document.show(run, size) for run in line.runs]
        y = self.height - baseline
        into.append(f"BT {x:.2f} {y:.2f} Td {' '.join(each.letters for each in shown)} ET")
        for each in shown:
            if each.marks:
                into.append(f"/Artifact BMC q 1 0 0 1 {x:.2f} {y:.2f} cm {each.marks} Q EMC")
            x += each.width

    def rectangle(self, x: float, y: float, width: float, height: float, *, gray: float) -> None:
        """Fill a rectangle."""
        self._fill(gray)
        self.operators.append(f"{x:.2f} {self.height - y - height:.2f} {width:.2f} {height:.2f} re f")

    def frame(
        self, x: float, y: float, width: float, height: float, *, line: float = 0.6, gray: float = 0.0, dash: str = ""
    ) -> None:
        """Draw the outline of a rectangle."""
        self._pen(line, gray, dash)
        self.operators.append(f"{x:.2f} {self.height - y - height:.2f} {width:.2f} {height:.2f} re S")

    def rule(self, x1: float, y1: float, x2: float, y2: float, *, line: float = 0.6, gray: float = 0.0) -> None:
        """Draw a straight line."""
        self._pen(line, gray, "")
        self.operators.append(f"{x1:.2f} {self.height - y1:.2f} m {x2:.2f} {self.height - y2:.2f} l S")

    def stroke(self, points: list[tuple[float, float]], *, line: float = 0.9) -> None:
        """Draw a pen stroke through the points; one point is a dot."""
        self._pen(line, 0.0, "")
        ends = points if len(points) > 1 else [*points, (points[0][0] + 0.3, points[0][1])]
        parts = [f"{x:.2f} {self.height - y:.2f} {'l' if i else 'm'}" for i, (x, y) in enumerate(ends)]
        self.operators.append(f"1 J 1 j {' '.join(parts)} S 0 J 0 j")

    def squares(self, rectangles: list[tuple[float, float, float, float]]) -> None:
        """Fill many black rectangles as one shape, so that no hairline shows between them."""
        self._fill(0.0)
        parts = [f"{x:.3f} {self.height - y - h:.3f} {w:.3f} {h:.3f} re" for x, y, w, h in rectangles]
        self.operators.append(f"{' '.join(parts)} f")

    def across(self, line: Line) -> None:
        """Draw a line of text slantwise over the whole page, under what can be read through it."""
        self.multiplies = True
        self._fill(line.style.gray)
        size = line.style.size
        pieces = " ".join(self._document.show(run, size).letters for run in line.runs)
        cos = sin = 0.7071
        x = self.width / 2 - cos * line.width / 2 + sin * size * 0.36
        y = self.height / 2 - sin * line.width / 2 - cos * size * 0.36
        matrix = f"{cos} {sin} {-sin} {cos} {x:.2f} {y:.2f}"
        self.operators.append(f"q /GM gs BT {matrix} Tm {pieces} ET Q")

    def _fill(self, gray: float) -> None:
        if gray != self._gray:
            self.operators.append(f"{_number(gray)} g")
            self._gray = gray

    def _pen(self, line: float, gray: float, dash: str) -> None:
        wanted = (line, gray, dash)
        if wanted != self._stroke:
            self.operators.append(f"{_number(line)} w {_number(gray)} G [{dash}] 0 d")
            self._stroke = wanted


def _encode(run: Run, use: _FontUse, size: float) -> _Shown:
    """Write a run: letters in one TJ with only small moves between them, dots and marks apart.

    Readers of PDF take a jump inside a line for a space, and a raised letter for another line. So a glyph
    off the baseline leaves a blank of its width and text in the line, and its outline is drawn afterwards:
    as text without a letter, some readers would give its code for one.
    """
    units = run.font.upem
    parts: list[str] = []
    hexes: list[str] = []
    marks: list[str] = []
    pen = carried = mark_x = mark_y = 0
    for slot in run.slots:
        raised = slot.y != 0 or (not slot.text and slot.glyph != BLANK)
        if raised:
            outline = use.outline(slot.glyph)
            if outline:
                x, y = pen + slot.x, slot.y
                marks.append(f"1 0 0 1 {x - mark_x} {y - mark_y} cm /{outline} Do")
                mark_x, mark_y = x, y
        if slot.text:
            move_before = 0 if raised else carried + slot.x
            jumps = abs(slot.advance - slot.width) > _JUMP * units and slot.advance >= 0
            width = slot.advance if raised or jumps else slot.width
            code = use.code(BLANK if raised else slot.glyph, slot.text, width)
            if move_before:
                _flush(hexes, parts)
                parts.append(_number(-move_before * 1000 / units))
            hexes.append(f"{code:04X}")
            carried = (carried if raised else 0) + (0 if raised else slot.advance - width - slot.x)
        else:
            carried += slot.advance
        pen += slot.advance
    _flush(hexes, parts)
    if carried:
        parts.append(_number(-carried * 1000 / units))
    font = f"/{use.name} {_number(size)} Tf"
    scale = f"{size / units:.6f}"
    drawn = f"{scale} 0 0 {scale} 0 0 cm {' '.join(marks)}" if marks else ""
    return _Shown(f"{font} [{' '.join(parts)}] TJ", drawn, run.width(size))


def _outline_forms(document: Any, uses: Iterable[_FontUse]) -> Any:
    """Write each outline that stands apart from its line once; pages name them. None if there are none."""
    found = {
        name: document.Reference(
            _stream(
                _outline(use.font, glyph).encode("ascii"),
                Type=pdfdoc.PDFName("XObject"), Subtype=pdfdoc.PDFName("Form"), BBox=_box(use.font, glyph),
            )
        )
        for use in uses for glyph, name in use.outlines.items() if name
    }  # fmt: skip
    return pdfdoc.PDFDictionary(found) if found else None


def _box(font: Font, glyph: int) -> str:
    extents = font.shaper.get_glyph_extents(glyph)
    left, top = extents.x_bearing, extents.y_bearing
    return f"[{left - 2} {top + extents.height - 2} {left + extents.width + 2} {top + 2}]"


@lru_cache(maxsize=4096)
def _outline(font: Font, glyph: int) -> str:
    """Return a glyph's outline as path operators in font units."""
    pen = _Pen()
    font.shaper.draw_glyph_with_pen(glyph, pen)
    return f"{' '.join(pen.operators)} f" if pen.operators else ""


class _Pen:
    """Collects an outline; the method names are those of the drawing library."""

    def __init__(self) -> None:
        self.operators: list[str] = []
        self._at = (0.0, 0.0)

    def moveTo(self, to: tuple[float, float]) -> None:
        self._add("m", to)

    def lineTo(self, to: tuple[float, float]) -> None:
        self._add("l", to)

    def curveTo(self, *points: tuple[float, float]) -> None:
        self._add("c", *points)

    def qCurveTo(self, control: tuple[float, float], to: tuple[float, float]) -> None:
        """PDF has no quadratic curve: the same curve as a cubic one."""
        first = tuple(a + 2 * (c - a) / 3 for a, c in zip(self._at, control, strict=True))
        second = tuple(b + 2 * (c - b) / 3 for b, c in zip(to, control, strict=True))
        self._add("c", (first[0], first[1]), (second[0], second[1]), to)

    def closePath(self) -> None:
        self.operators.append("h")

    def endPath(self) -> None:
        """An open path needs nothing: it is only filled."""

    def _add(self, operator: str, *points: tuple[float, float]) -> None:
        self._at = points[-1]
        self.operators.append(" ".join(f"{_number(x)} {_number(y)}" for x, y in points) + f" {operator}")


def _flush(hexes: list[str], parts: list[str]) -> None:
    if hexes:
        parts.append(f"<{''.join(hexes)}>")
        hexes.clear()


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") if value else "0"


def _font_object(document: Any, use: _FontUse) -> Any:
    """Cut a font to its used glyphs and write it as a Type 0 font with its text map."""
    font = use.font
    glyphs = sorted({glyph for glyph, _, _ in use.codes if glyph != BLANK})
    cut = _subset(font, tuple(glyphs))
    new_of = cut.new_of
    scale = 1000 / font.upem
    widths = ["0"] + [_number(width * scale) for _, _, width in use.codes]
    to_glyph = b"\0\0" + b"".join(
        new_of.get(glyph, 0).to_bytes(2, "big") if glyph != BLANK else _blank(new_of, font) for glyph, _, _ in use.codes
    )
    name = f"{cut.tag}+{font.name}"
    file = _stored(cut.packed, Length1=cut.length)
    extents = font.shaper.get_font_extents("ltr")
    top, bottom = _number(extents.ascender * scale), _number(extents.descender * scale)
    pdf_name, dictionary = pdfdoc.PDFName, pdfdoc.PDFDictionary
    descriptor = dictionary(
        {
            "Type": pdf_name("FontDescriptor"), "FontName": pdf_name(name), "Flags": 4, "ItalicAngle": 0,
            "FontBBox": f"[-500 {bottom} 2000 {top}]",
            "Ascent": top, "Descent": bottom,
            "CapHeight": 700, "StemV": 80, "FontFile2": document.Reference(file),
        }
    )  # fmt: skip
    descendant = dictionary(
        {
            "Type": pdf_name("Font"), "Subtype": pdf_name("CIDFontType2"), "BaseFont": pdf_name(name),
            "CIDSystemInfo": "<</Registry (Adobe) /Ordering (Identity) /Supplement 0>>",
            "FontDescriptor": document.Reference(descriptor), "DW": 0, "W": f"[0 [{' '.join(widths)}]]",
            "CIDToGIDMap": document.Reference(_stream(to_glyph)),
        }
    )  # fmt: skip
    whole = dictionary(
        {
            "Type": pdf_name("Font"), "Subtype": pdf_name("Type0"), "BaseFont": pdf_name(name),
            "Encoding": pdf_name("Identity-H"), "DescendantFonts": pdfdoc.PDFArray([document.Reference(descendant)]),
            "ToUnicode": document.Reference(_stream(_to_unicode([text for _, text, _ in use.codes]))),
        }
    )  # fmt: skip
    return document.Reference(whole)


def _blank(new_of: dict[int, int], font: Font) -> bytes:
    space = font.shaper.get_nominal_glyph(32)
    return new_of.get(space or 0, 0).to_bytes(2, "big")


@dataclass(frozen=True, slots=True)
class _Subset:
    """A font cut down: its packed bytes, how long they are unpacked, and the new number of each glyph."""

    packed: bytes
    length: int
    tag: str
    new_of: dict[int, int]


@lru_cache(maxsize=128)
def _subset(font: Font, glyphs: tuple[int, ...]) -> _Subset:
    wanted = hb.SubsetInput()
    wanted.glyph_set.update({0, *glyphs, font.shaper.get_nominal_glyph(32) or 0})
    wanted.drop_table_tag_set.update(_DROPPED)
    wanted.flags = hb.SubsetFlags.NO_LAYOUT_CLOSURE | hb.SubsetFlags.NO_HINTING
    plan = hb.SubsetPlan(font.face, wanted)
    new_of = dict(plan.old_to_new_glyph_mapping)
    data = bytes(plan.execute().blob.data)
    tag = "".join(chr(65 + b % 26) for b in blake2b(data, digest_size=6).digest())
    return _Subset(zlib.compress(data, _COMPRESSION), len(data), tag, new_of)


def _to_unicode(texts: list[str]) -> bytes:
    entries = [f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in enumerate(texts, 1) if text]
    blocks = [entries[i : i + 100] for i in range(0, len(entries), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")


def _stream(content: bytes, **extra: object) -> Any:
    return _stored(zlib.compress(content, _COMPRESSION), **extra)


def _stored(packed: bytes, **extra: object) -> Any:
    dictionary = pdfdoc.PDFDictionary({"Filter": pdfdoc.PDFName("FlateDecode"), **extra})
    return pdfdoc.PDFStream(dictionary, packed)


class _Info(pdfdoc.PDFInfo):
    """The document's own data, with the print time that was given instead of the clock's."""

    def __init__(self, title: str, subject: str, printed_at: datetime) -> None:
        super().__init__()
        self.title, self.subject, self._printed_at = title, subject, printed_at

    def format(self, document: Any) -> Any:
        """Return the written dictionary (called by reportlab)."""
        offset = self._printed_at.strftime("%z") or "+0000"
        stamp = self._printed_at.strftime("D:%Y%m%d%H%M%S") + f"{offset[:3]}'{offset[3:5]}'"
        text = pdfdoc.PDFString
        return pdfdoc.PDFDictionary(
            {
                "Title": text(self.title), "Subject": text(self.subject), "Producer": text(PRODUCER),
                "Creator": text(PRODUCER), "CreationDate": text(stamp), "ModDate": text(stamp),
            }
        ).format(document)  # fmt: skip
