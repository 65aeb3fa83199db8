"""Fonts inside a PDF: runs of glyphs as operators, the text that each glyph stands for, fonts cut to what is used.

A font's codes are handed out per document in the order of first use, one for each pair of glyph and text, so that
copying gives the text back exactly and the same input gives the same bytes. Source: architecture.md 5.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import uharfbuzz as hb
from reportlab.pdfbase import pdfdoc

from inl_logistics.paper.fonts import Font
from inl_logistics.paper.shaping import BLANK, Run

_COMPRESSION = 6
# A move of this share of the size, and readers put a space into the word: Nastaliq slides its letters over each other.
_JUMP = 0.06
# Tables that only a shaper or a system's font list needs.
_DROPPED = {
    int.from_bytes(tag.ljust(4).encode("ascii"), "big")
    for tag in ("GSUB", "GPOS", "GDEF", "kern", "name", "post", "OS/2", "STAT", "DSIG", "gasp", "meta", "cmap")
}


@dataclass(slots=True)
class FontUse:
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
        """Return the code of a glyph that stands for this text."""
        key = (glyph, text, width)
        found = self.codes.get(key)
        if found is None:
            found = self.codes[key] = len(self.codes) + 1
        return found


@dataclass(frozen=True, slots=True)
class Shown:
    """A run as operators: what carries text, on the baseline; then dots and marks, each by its own place."""

    letters: str
    marks: str
    width: float


def encode(run: Run, use: FontUse, size: float) -> Shown:
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
                parts.append(plain(-move_before * 1000 / units))
            hexes.append(f"{code:04X}")
            carried = (carried if raised else 0) + (0 if raised else slot.advance - width - slot.x)
        else:
            carried += slot.advance
        pen += slot.advance
    _flush(hexes, parts)
    if carried:
        parts.append(plain(-carried * 1000 / units))
    font = f"/{use.name} {plain(size)} Tf"
    scale = f"{size / units:.6f}"
    drawn = f"{scale} 0 0 {scale} 0 0 cm {' '.join(marks)}" if marks else ""
    return Shown(f"{font} [{' '.join(parts)}] TJ", drawn, run.width(size))


def outline_forms(document: Any, uses: Iterable[FontUse]) -> Any:
    """Write each outline that stands apart from its line once; pages name them. None if there are none."""
    found = {
        name: document.Reference(
            stream(
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
        self.operators.append(" ".join(f"{plain(x)} {plain(y)}" for x, y in points) + f" {operator}")


def _flush(hexes: list[str], parts: list[str]) -> None:
    if hexes:
        parts.append(f"<{''.join(hexes)}>")
        hexes.clear()


def plain(value: float) -> str:
    """Write a number as short as it can be."""
    return f"{value:.3f}".rstrip("0").rstrip(".") if value else "0"


def font_object(document: Any, use: FontUse) -> Any:
    """Cut a font to its used glyphs and write it as a Type 0 font with its text map."""
    font = use.font
    glyphs = sorted({glyph for glyph, _, _ in use.codes if glyph != BLANK})
    cut = _subset(font, tuple(glyphs))
    new_of = cut.new_of
    scale = 1000 / font.upem
    widths = ["0"] + [plain(width * scale) for _, _, width in use.codes]
    to_glyph = b"\0\0" + b"".join(
        new_of.get(glyph, 0).to_bytes(2, "big") if glyph != BLANK else _blank(new_of, font) for glyph, _, _ in use.codes
    )
    name = f"{cut.tag}+{font.name}"
    file = _stored(cut.packed, Length1=cut.length)
    extents = font.shaper.get_font_extents("ltr")
    top, bottom = plain(extents.ascender * scale), plain(extents.descender * scale)
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
            "CIDToGIDMap": document.Reference(stream(to_glyph)),
        }
    )  # fmt: skip
    whole = dictionary(
        {
            "Type": pdf_name("Font"), "Subtype": pdf_name("Type0"), "BaseFont": pdf_name(name),
            "Encoding": pdf_name("Identity-H"), "DescendantFonts": pdfdoc.PDFArray([document.Reference(descendant)]),
            "ToUnicode": document.Reference(stream(_to_unicode([text for _, text, _ in use.codes]))),
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


def stream(content: bytes, **extra: object) -> Any:
    """Return a packed stream."""
    return _stored(zlib.compress(content, _COMPRESSION), **extra)


def _stored(packed: bytes, **extra: object) -> Any:
    dictionary = pdfdoc.PDFDictionary({"Filter": pdfdoc.PDFName("FlateDecode"), **extra})
    return pdfdoc.PDFStream(dictionary, packed)
