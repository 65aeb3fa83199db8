"""A paper declared as values: a key band, a table of goods, totals, remarks, certification and signatures.

    form = GoodsForm(
        title="order_record", number="PCL-PO-2026-A0012", form="PO-1", letterhead=head,
        band=((Cell("order_no", "PCL-PO-2026-A0012", large=True), Cell("date", *words.day(day))), *rows_of(...)),
        columns=(Col("no", 22.0, 0.5), Col("item"), Col("quantity", 43.0, 1.0, strong=True), Col("unit_of_issue", 46.0)),
        rows=(GoodsRow((1, Goods("Riot helmet", "RIO-01", names, ("Lot 7",)), 60, words.unit("EA", 60))),),
        signers=(Signer(SignerRole.PREPARED), Signer(SignerRole.APPROVED)),
    )
    pdf = write(form, words, printed_at=at, paper=PaperSize.A4)

Each feature keeps its own frozen snapshot and turns it into such a form when it is printed: the languages are chosen then.
Source: ui.md 15 (the same kit as the receipt).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from inl_logistics.paper.blocks import Cell, key_band, two_columns
from inl_logistics.paper.fonts import Family, Weight
from inl_logistics.paper.form import SignedForm
from inl_logistics.paper.frame import CopyName, Frame, text_version
from inl_logistics.paper.languages import Words
from inl_logistics.paper.model import Letterhead, Mark, PaperSize, Seal, Signer, Translation, translated
from inl_logistics.paper.page import GRAY, SMALL, Block, Sheet, gap
from inl_logistics.paper.pdf import Document
from inl_logistics.paper.signing import SignatureBox, signatures
from inl_logistics.paper.table import Column, Row, Table, total_row
from inl_logistics.paper.text import Line, Style, line, paragraph

NAME = Style(8.0, Weight.SEMIBOLD)
LOCAL = Style(7.3, gray=GRAY)
CODE = Style(6.8, Weight.REGULAR, Family.MONO, gray=GRAY)
FIGURE = Style(7.9, tabular=True)
STRONG = Style(8.2, Weight.SEMIBOLD, tabular=True)
TEXT = Style(7.4)
_WRITING_ROOM = 18.0  # height of an empty cell that is filled in by hand
_MOST_IN_A_ROW = 4


@dataclass(frozen=True, slots=True)
class Goods:
    """The item of a line: its name, the same in other languages, its code, and details in small type below."""

    text: str
    code: str = ""
    translations: tuple[Translation, ...] = ()
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Blank:
    """A cell to write in by hand."""


# A figure (with thousands separated), a text, a text in both languages, an item, or room to write.
Value = int | str | tuple[str, str] | Goods | Blank | None


@dataclass(frozen=True, slots=True)
class Col:
    """One column: the key of its label, its width in points (0 takes what is left), where its text stands."""

    label: str
    width: float = 0.0
    align: float = 0.0
    strong: bool = False
    params: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class GoodsRow:
    """One line, or a heading over the lines that follow; below it serials in groups, each group on rows of its own."""

    cells: tuple[Value, ...] = ()
    serials: tuple[tuple[str, ...], ...] = ()
    heading: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """The line below the table: what it is (a label's key), counts in words, and a value at the end."""

    label: str
    counted: tuple[str, str] = ("", "")
    value: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs in both languages under a heading (the key of its label)."""

    heading: str
    paragraphs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class GoodsForm:
    """Everything that such a paper prints. `number` None prints DRAFT across it."""

    title: str  # key of its label
    number: str | None
    form: str
    letterhead: Letterhead
    band: tuple[Sequence[Cell], ...]
    columns: tuple[Col, ...]
    rows: tuple[GoodsRow, ...]
    total: Total | None = None
    remarks: str = ""
    certification: str = ""  # key of the sentence that is signed
    signers: tuple[Signer, ...] = ()
    copies: tuple[CopyName, ...] = ()
    form_version: int = 1
    grid: bool = False
    mark: Mark = Mark.NONE
    reprint: int = 0
    seal: Seal | None = None
    prose: Prose | None = None  # before the table, as a note verbale has it
    closing: Prose | None = None  # instead of a certification


def write(
    form: GoodsForm, words: Words, *, printed_at: datetime, paper: PaperSize, copies: Sequence[int] = ()
) -> bytes:
    """Return the paper as PDF; `copies` are the numbers of the copies to print, none for a single paper."""
    frame = _frame(form, words, paper, printed_at)
    width = frame.sheet.inner
    columns = [Column(words.label(col.label, **dict(col.params)), col.width, col.align) for col in form.columns]
    table = Table(columns, words, width, grid=form.grid)
    boxes = signatures(
        [SignatureBox(signer) for signer in form.signers], words, width, stamps=len(form.signers) != 3
    )  # fmt: skip
    signed = SignedForm(
        frame,
        (
            frame.opening(form.letterhead),
            key_band(form.band, words, width),
            gap(4.2),
            *_prose(form.prose, words, width),
        ),
        table,
        tuple(_row(table, form, row) for row in form.rows),
        None if form.total is None else _total(table, words, form.total),
        form.remarks,
        _certification(form, words, width),
        boxes,
    )
    title = f"{words.english.label(form.title)} {form.number or words.english.label('draft')}"
    document = Document(title=title, language=words.code, printed_at=printed_at)
    signed.write(document, copies)
    return document.finish()


def rows_of(*cells: Cell) -> list[list[Cell]]:
    """Share out the cells that have a value, at most four to a row, as evenly as may be."""
    shown = [cell for cell in cells if cell.value]
    if not shown:
        return []
    rows = -(-len(shown) // _MOST_IN_A_ROW)
    each = -(-len(shown) // rows)
    return [shown[i : i + each] for i in range(0, len(shown), each)]


def day_cell(label: str, day: date | None, words: Words, *, weight: float = 1.0) -> Cell:
    """Return a cell with a date, repeated for readers of another script; no date leaves it out."""
    return Cell(label, *(words.day(day) if day else ("", "")), weight=weight)


def named_cell(label: str, name: str, native: str = "", *, weight: float = 1.0, large: bool = False) -> Cell:
    """Return a cell with a name, and how its owner writes it."""
    return Cell(label, name, native if native != name else "", weight=weight, large=large)


def _frame(form: GoodsForm, words: Words, paper: PaperSize, printed_at: datetime) -> Frame:
    local = words.local
    version = text_version(words, local.version if local else "1", reviewed=local is None or local.reviewed)
    return Frame(
        words, Sheet.of(paper), form.title, form.number, f"{form.form}, version {form.form_version}", printed_at,
        copies=form.copies, mark=form.mark, reprint=form.reprint, seal=form.seal, text_version=version,
    )  # fmt: skip


def _prose(prose: Prose | None, words: Words, width: float) -> tuple[Block, ...]:
    if prose is None:
        return ()
    title, local = words.upper(prose.heading)
    english = [one for one, _other in prose.paragraphs]
    other = [other or one for one, other in prose.paragraphs] if words.local else []
    heading = (title, local or title if words.local else "")
    return two_columns(heading, english, other, words, width, numbered=False, size=8.2, spaced=4.0), gap(4.2)


def _certification(form: GoodsForm, words: Words, width: float) -> Block:
    if form.closing is not None:
        return _prose(form.closing, words, width)[0]
    if not form.certification:
        return gap(0.0)
    english, local = words.label(form.certification)
    title, title_local = words.upper("certification")
    heading = (title, title_local or title if words.local else "")
    return two_columns(heading, [english], [local] if local else [], words, width, numbered=False)


def _row(table: Table, form: GoodsForm, row: GoodsRow) -> Row:
    words = table.words
    if row.heading is not None:
        english, local = row.heading
        shown = f"{english} · {local}" if local and local != english else english
        return Row((), banner=paragraph(shown, NAME, table.across, words.code, rtl=None))
    cells: list[tuple[Line, ...]] = []
    seconds: list[tuple[int, tuple[Line, ...]]] = []
    for at, (col, value) in enumerate(zip(form.columns, row.cells, strict=True)):
        first, second = _cell(table, at, value, col)
        cells.append(first)
        if second:
            seconds.append((at, second))
    number = next((str(value) for value in row.cells[:1] if isinstance(value, int | str)), "")
    serials = tuple(group for group in row.serials if group)
    return Row(tuple(cells), serials, local=tuple(seconds), number=number)


def _cell(table: Table, at: int, value: Value, col: Col) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    match value:
        case None | "":
            return (), ()
        case Blank():
            return (line("", Style(_WRITING_ROOM)),), ()
        case int():
            return (line(f"{value:,}", STRONG if col.strong else FIGURE),), ()
        case Goods():
            return _goods(table, at, value)
        case (english, local):
            return pair(table, (english, local), at)
    plain = FIGURE if col.align else TEXT
    return paragraph(value, STRONG if col.strong else plain, table.room(at), rtl=None), ()


def _goods(table: Table, at: int, goods: Goods) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    words, room = table.words, table.room(at)
    lines = paragraph(goods.text, NAME, room, rtl=None)
    local = translated(goods.translations, words.code) if words.local else ""
    right: tuple[Line, ...] = ()
    if local and words.rtl:
        right = paragraph(local, LOCAL, room, words.code, rtl=True)
    elif local:
        lines += paragraph(local, LOCAL, room, words.code)
    if goods.code:
        lines += paragraph(goods.code, CODE, room)
    if goods.details:
        lines += paragraph(" · ".join(goods.details), SMALL, room, rtl=None)
    return lines, right


def pair(table: Table, both: tuple[str, str], column: int) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Set two languages in a cell: below each other, or the right-to-left one aligned apart."""
    english, local = both
    words, room = table.words, table.room(column)
    lines = paragraph(english, TEXT, room)
    if not local:
        return lines, ()
    second = paragraph(local, LOCAL, room, words.code, rtl=words.rtl)
    return (lines, second) if words.rtl else (lines + second, ())


def _total(table: Table, words: Words, total: Total) -> Block:
    english, local = words.label(total.label)
    heading: tuple[Line, ...] = (line(english, Style(8.8, Weight.SEMIBOLD)),)
    if local:
        heading += (line(local, Style(7.6, Weight.SEMIBOLD), words.code, rtl=words.rtl),)
    room = table.width - 92 - 150
    middle = paragraph(total.counted[0], Style(7.8, Weight.SEMIBOLD, tabular=True), room)
    if total.counted[1]:
        middle += paragraph(total.counted[1], LOCAL, room, words.code, rtl=words.rtl)
    right = (line(total.value, Style(9.2, Weight.SEMIBOLD, tabular=True)),) if total.value else ()
    return total_row(table.width, table.lefts[1], heading, middle, right)
