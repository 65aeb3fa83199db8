"""The PDF file itself: pages of drawing operators.

reportlab writes the objects; text is placed by our own operators (architecture.md 5), its fonts by `pdffonts`.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import blake2b
from typing import Any

from reportlab.pdfbase import pdfdoc

from inl_logistics.paper.pdffonts import FontUse, Shown, encode, font_object, outline_forms, plain, stream
from inl_logistics.paper.shaping import Run
from inl_logistics.paper.text import Line

PRODUCER = "INL Logistics"


class Document:
    """A PDF being written. Pages hold operators; `finish` cuts the fonts and returns the bytes."""

    def __init__(self, *, title: str, language: str, printed_at: datetime, subject: str = "") -> None:
        self.pages: list[Page] = []
        self._uses: dict[str, FontUse] = {}
        self._encoded: dict[tuple[Run, float], Shown] = {}
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

    def show(self, run: Run, size: float) -> Shown:
        """Return the operators that draw a run, made once for each run and size."""
        key = (run, size)
        found = self._encoded.get(key)
        if found is None:
            use = self._uses.get(run.font.name)
            if use is None:
                use = self._uses[run.font.name] = FontUse(run.font, f"F{len(self._uses) + 1}")
            found = self._encoded[key] = encode(run, use, size)
        return found

    def finish(self) -> bytes:
        """Return the file."""
        document = pdfdoc.PDFDocument(compression=1, invariant=1, pdfVersion=(1, 7), lang=self._language)
        document.info = _Info(self._title, self._subject, self._printed_at)
        named: Any = document.idToObject[pdfdoc.BasicFonts]
        for use in self._uses.values():
            named.dict[use.name] = font_object(document, use)
        outlines = outline_forms(document, self._uses.values())
        for page in self.pages:
            written: Any = pdfdoc.PDFPage()
            written.pagewidth, written.pageheight = page.width, page.height
            content = "\n".join(page.content()).encode("ascii")
            written.Contents = stream(content)
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
            into.append(f"{plain(line.style.gray)} g")
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
            self.operators.append(f"{plain(gray)} g")
            self._gray = gray

    def _pen(self, line: float, gray: float, dash: str) -> None:
        wanted = (line, gray, dash)
        if wanted != self._stroke:
            self.operators.append(f"{plain(line)} w {plain(gray)} G [{dash}] 0 d")
            self._stroke = wanted


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
