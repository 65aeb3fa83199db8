"""How the receiving papers are laid out: report, discrepancy report and tally sheet.

Apart from `documents` because printing needs the heavy libraries and the snapshot does not.
Source: domain.md 2.5, ui.md 15 (the same kit as the receipt).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from inl_logistics.kernel.values import Condition
from inl_logistics.paper.blocks import Cell, key_band, two_columns
from inl_logistics.paper.figures import amount, per_unit
from inl_logistics.paper.fonts import Family, Weight
from inl_logistics.paper.form import SignedForm
from inl_logistics.paper.frame import Frame, text_version
from inl_logistics.paper.languages import Words
from inl_logistics.paper.model import Letterhead, Mark, PaperSize, Seal, Signer, SignerRole, Translation, translated
from inl_logistics.paper.page import GRAY, SMALL, Block, Sheet, gap
from inl_logistics.paper.pdf import Document
from inl_logistics.paper.signing import SignatureBox, signatures
from inl_logistics.paper.table import Column, Row, Table, total_row
from inl_logistics.paper.text import Line, Style, line, paragraph
from inl_logistics.receiving.documents import (
    DiscrepancyLine,
    DiscrepancyReport,
    ReceivingReport,
    ReportLine,
    TallySheet,
)

_NAME = Style(8.0, Weight.SEMIBOLD)
_LOCAL = Style(7.3, gray=GRAY)
_CODE = Style(6.8, Weight.REGULAR, Family.MONO, gray=GRAY)
_FIGURE = Style(7.9, tabular=True)
_STRONG = Style(8.2, Weight.SEMIBOLD, tabular=True)
_CELL = Style(7.4)
_WRITING_ROOM = 9  # blank lines of the smallest style: room to write a figure by hand


def write_report(
    report: ReceivingReport, *, printed_at: datetime, language: str, paper: PaperSize, mark: Mark, reprint: int,
    seal: Seal | None,
) -> bytes:  # fmt: skip
    """Write the receiving report."""
    words = Words.of(language)
    frame = _frame(
        "receiving_report", report.number, f"{report.form}, version {report.form_version}", words, paper, printed_at
    )
    frame.mark, frame.reprint, frame.seal = mark, reprint, seal
    width = frame.sheet.inner
    shown = _shown_columns(report.lines)
    table = Table(_report_columns(words, shown), words, width)
    rows = [_report_row(table, words, each, number, shown) for number, each in enumerate(report.lines, 1)]
    day, day_local = words.day(report.received_at.date())
    when = f"{day} {report.received_at:%H:%M}"
    final, final_local = words.label("final" if report.is_final else "partial")
    band = [
        [
            Cell("report_no", report.number or "—", weight=1.3, large=True),
            Cell("received_at", when, day_local), Cell("store", report.store.text, report.store.native, weight=1.3),
            Cell("delivery", final, final_local, weight=0.8),
        ],
        *_rows_of(
            Cell("shipment", report.shipment), Cell("order", ", ".join(report.orders)),
            Cell("vendor", report.vendor), Cell("waybill", report.waybill), Cell("carrier", report.carrier),
            Cell("driver", report.driver), Cell("container", report.container),
            Cell("seal", *_seal(report.seal, report.seal_intact, words)),
            Cell("packages", *_packages(report.packages_received, report.packages_expected, words)),
            Cell("discrepancy", report.discrepancy),
        ),
    ]  # fmt: skip
    accepted = per_unit(((each.unit, each.accepted) for each in report.lines), words)
    total = _total(table, words, "accepted", accepted, "")
    signers = report.signers or tuple(
        Signer(role) for role in (SignerRole.RECEIVED, SignerRole.INSPECTED, SignerRole.ACKNOWLEDGED)
    )
    return _written(
        frame,
        report.letterhead,
        band,
        table,
        rows,
        total,
        report.remarks,
        "report_certification",
        signers,
        printed_at,
    )


def write_discrepancy(
    report: DiscrepancyReport, *, printed_at: datetime, language: str, paper: PaperSize, mark: Mark, reprint: int,
    seal: Seal | None,
) -> bytes:  # fmt: skip
    """Write the discrepancy report."""
    words = Words.of(language)
    frame = _frame(
        "discrepancy_report", report.number, f"{report.form}, version {report.form_version}", words, paper, printed_at
    )
    frame.mark, frame.reprint, frame.seal = mark, reprint, seal
    width = frame.sheet.inner
    label = words.label
    table = Table(
        [
            Column(label("no"), 22.0, 0.5), Column(label("item")), Column(label("problem"), 62.0),
            Column(label("quantity"), 36.0, 1.0), Column(label("unit_of_issue"), 46.0), Column(label("carton"), 52.0),
            Column(label("cause"), 62.0), Column(label("value", currency=report.currency), 58.0, 1.0),
            Column(label("resolution"), 56.0),
        ],
        words, width,
    )  # fmt: skip
    rows = [
        _discrepancy_row(table, words, each, number, report.currency) for number, each in enumerate(report.lines, 1)
    ]
    day, day_local = words.day(report.dated_on)
    claim = words.day(report.claim_by) if report.claim_by else ("", "")
    band = [
        [
            Cell("report_no", report.number or "—", weight=1.3, large=True),
            Cell("date", day, day_local), Cell("receiving_report_ref", report.receiving_report, weight=1.2),
            Cell("claim_by", claim[0] or "—", claim[1]),
        ],
        *_rows_of(
            Cell("addressee", report.addressee.text, report.addressee.native),
            Cell("shipment", report.shipment), Cell("order", ", ".join(report.orders)),
            Cell("waybill", report.waybill), Cell("carrier", report.carrier),
            Cell("container", report.container), Cell("seal", report.seal),
        ),
    ]  # fmt: skip
    value = sum(each.value_minor or 0 for each in report.lines)
    counted = per_unit(((each.unit, each.quantity) for each in report.lines), words)
    total = _total(table, words, "total", counted, f"{report.currency} {amount(value, report.currency)}")
    signers = report.signers or (Signer(SignerRole.DELIVERED), Signer(SignerRole.RECEIVED))
    return _written(
        frame, report.letterhead, band, table, rows, total, report.remarks, "discrepancy_certification", signers,
        printed_at,
    )  # fmt: skip


def write_tally(sheet: TallySheet, *, printed_at: datetime, language: str, paper: PaperSize) -> bytes:
    """Write the tally sheet: what is expected (unless blind) and boxes to write in."""
    words = Words.of(language)
    frame = _frame(
        "tally_sheet", sheet.shipment, f"{sheet.form}, version {sheet.form_version}", words, paper, printed_at
    )
    label = words.label
    expected = [] if sheet.is_blind else [Column(label("expected"), 46.0, 1.0)]
    table = Table(
        [
            Column(label("no"), 22.0, 0.5), Column(label("item")), Column(label("unit_of_issue"), 46.0), *expected,
            Column(label("good"), 52.0), Column(label("damaged"), 52.0), Column(label("wrong"), 48.0),
            Column(label("bin"), 56.0),
        ],
        words, frame.sheet.inner, grid=True,
    )  # fmt: skip
    rows = [_tally_row(table, words, each, number, blind=sheet.is_blind) for number, each in enumerate(sheet.lines, 1)]
    day, day_local = words.day(sheet.dated_on)
    packages = "" if sheet.packages_expected is None else str(sheet.packages_expected)
    band = [
        [
            Cell("shipment", sheet.shipment, weight=1.3, large=True), Cell("date", day, day_local),
            Cell("store", sheet.store.text, sheet.store.native, weight=1.3),
        ],
        *_rows_of(
            Cell("order", ", ".join(sheet.orders)), Cell("vendor", sheet.vendor), Cell("carrier", sheet.carrier),
            Cell("seal", sheet.seal), Cell("packages", packages),
        ),
    ]  # fmt: skip
    signers = (Signer(SignerRole.COUNTED), Signer(SignerRole.WITNESS))
    return _written(frame, sheet.letterhead, band, table, rows, None, "", "", signers, printed_at)


def _frame(title: str, number: str | None, form: str, words: Words, paper: PaperSize, printed_at: datetime) -> Frame:
    local = words.local
    version = text_version(words, local.version if local else "1", reviewed=local is None or local.reviewed)
    return Frame(words, Sheet.of(paper), title, number, form, printed_at, text_version=version)


def _written(
    frame: Frame, letterhead: Letterhead, band: Sequence[Sequence[Cell]], table: Table, rows: Iterable[Row],
    total: Block | None, remarks: str, certification: str, signers: Sequence[Signer], printed_at: datetime,
) -> bytes:  # fmt: skip
    words, width = frame.words, frame.sheet.inner
    opening = frame.opening(letterhead)
    conditions = gap(0.0)
    if certification:
        english, local = words.label(certification)
        title, title_local = words.upper("certification")
        conditions = two_columns(
            (title, title_local or title if words.local else ""), [english], [local] if local else [], words, width,
            numbered=False,
        )  # fmt: skip
    boxes = signatures([SignatureBox(signer) for signer in signers], words, width, stamps=len(signers) < 3)
    form = SignedForm(
        frame,
        (opening, key_band(band, words, width), gap(4.2)),
        table,
        tuple(rows),
        total,
        remarks,
        conditions,
        boxes,
    )
    title = f"{words.english.label(frame.title)} {frame.number or words.english.label('draft')}"
    document = Document(title=title, language=words.code, printed_at=printed_at)
    form.write(document, ())
    return document.finish()


def _rows_of(*cells: Cell) -> list[list[Cell]]:
    """Share out the cells that have a value, at most four to a row, as evenly as may be."""
    shown = [cell for cell in cells if cell.value]
    if not shown:
        return []
    rows = -(-len(shown) // 4)
    each = -(-len(shown) // rows)
    return [shown[i : i + each] for i in range(0, len(shown), each)]


def _seal(number: str, intact: bool | None, words: Words) -> tuple[str, str]:
    if intact is None:
        return number, ""
    english, local = words.label("seal_intact" if intact else "seal_broken")
    return f"{number or '—'}, {english}", local


def _packages(received: int | None, expected: int | None, words: Words) -> tuple[str, str]:
    if expected is None:
        return ("" if received is None else str(received)), ""
    counted = "—" if received is None else received
    english, local = words.label("packages_value", received=counted, expected=expected)
    return english, local if words.rtl else ""


def _shown_columns(lines: Sequence[ReportLine]) -> tuple[str, ...]:
    """Leave out the columns that would hold nothing but zeros."""
    always = {"expected", "accepted", "damaged", "short"}
    optional = ("ordered", "previously_received", "expected", "accepted", "damaged", "short", "over", "wrong")
    return tuple(key for key in optional if key in always or any(getattr(each, key) for each in lines))


def _report_columns(words: Words, shown: Sequence[str]) -> list[Column]:
    names = {"previously_received": "before"}
    figures = [Column(words.label(names.get(key, key)), 43.0, 1.0) for key in shown]
    return [
        Column(words.label("no"), 22.0, 0.5), Column(words.label("item")), *figures,
        Column(words.label("unit_of_issue"), 46.0),
    ]  # fmt: skip


def _report_row(table: Table, words: Words, each: ReportLine, number: int, shown: Sequence[str]) -> Row:
    item, local = _item(table, words, each.description, each.code, each.translations, _details(each, words))
    figures: list[tuple[Line, ...]] = []
    for key in shown:
        found = getattr(each, key)
        style = _STRONG if key == "accepted" else _FIGURE
        figures.append((line(f"{found:,}" if found else ("0" if key == "accepted" else "–"), style),))
    unit, unit_local = _unit(table, words, each.unit, each.accepted, len(shown) + 2)
    serials = [each.serials] if each.serials else []
    if each.damaged_serials:
        serials.append((words.english.label("damaged_serials"), *each.damaged_serials))
    seconds = tuple((at, lines) for at, lines in ((1, local), (len(shown) + 2, unit_local)) if lines)
    cells = ((line(str(number), _FIGURE),), item, *figures, unit)
    return Row(cells, tuple(serials), local=seconds, number=str(number))


def _tally_row(table: Table, words: Words, each: ReportLine, number: int, *, blind: bool) -> Row:
    details = [] if blind else _details(each, words)
    item, local = _item(table, words, each.description, each.code, each.translations, details)
    unit, unit_local = _unit(table, words, each.unit, 2, 2)
    expected: list[tuple[Line, ...]] = [] if blind else [(line(f"{each.expected:,}", _STRONG),)]
    blank: tuple[Line, ...] = (line("", Style(_WRITING_ROOM * 2.0)),)
    cells = ((line(str(number), _FIGURE),), item, unit, *expected, blank, blank, blank, blank)
    seconds = tuple((at, lines) for at, lines in ((1, local), (2, unit_local)) if lines)
    return Row(cells, (each.serials,) if each.serials and not blind else (), local=seconds, number=str(number))


def _discrepancy_row(table: Table, words: Words, each: DiscrepancyLine, number: int, currency: str) -> Row:
    details = []
    if each.lot:
        details.append(words.english.label("lot", lot=each.lot))
    if each.photos:
        details.append(words.english.label("photos", count=each.photos))
    if each.remarks:
        details.append(each.remarks)
    item, item_local = _item(table, words, each.description, each.code, each.translations, details)
    pairs = {
        2: words.label(f"{each.type}_type"), 4: words.unit(each.unit, each.quantity),
        6: words.label(f"cause_{each.cause}"), 8: words.label(f"resolution_{each.resolution}"),
    }  # fmt: skip
    cells: list[tuple[Line, ...]] = [()] * 9
    seconds: list[tuple[int, tuple[Line, ...]]] = [(1, item_local)]
    for at, pair in pairs.items():
        cells[at], second = _pair(table, words, pair, at)
        seconds.append((at, second))
    cells[0], cells[1] = (line(str(number), _FIGURE),), item
    cells[3] = (line(f"{each.quantity:,}", _STRONG),)
    cells[5] = paragraph(each.carton, _CELL, table.room(5)) if each.carton else ()
    cells[7] = (line(amount(each.value_minor, currency), _FIGURE),) if each.value_minor is not None else ()
    serials = (each.serials,) if each.serials else ()
    return Row(tuple(cells), serials, local=tuple(each for each in seconds if each[1]), number=str(number))


def _item(
    table: Table, words: Words, text: str, code: str, translations: tuple[Translation, ...], details: Sequence[str]
) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    room = table.room(1)
    lines = paragraph(text, _NAME, room, rtl=None)
    local = translated(translations, words.code) if words.local else ""
    right: tuple[Line, ...] = ()
    if local and words.rtl:
        right = paragraph(local, _LOCAL, room, words.code, rtl=True)
    elif local:
        lines += paragraph(local, _LOCAL, room, words.code)
    if code:
        lines += paragraph(code, _CODE, room)
    if details:
        lines += paragraph(" · ".join(details), SMALL, room, rtl=None)
    return lines, right


def _details(each: ReportLine, words: Words) -> list[str]:
    english = words.english
    found = []
    if each.lot:
        found.append(english.label("lot", lot=each.lot))
    if each.made_on:
        found.append(english.label("made", date=english.day(each.made_on)))
    if each.expires_on:
        found.append(english.label("expires", date=english.day(each.expires_on)))
    if each.condition is not Condition.NEW:
        found.append(english.conditions[each.condition])
    if each.bin:
        found.append(f"{english.label('bin')} {each.bin}")
    if each.photos:
        found.append(english.label("photos", count=each.photos))
    if each.remarks:
        found.append(each.remarks)
    return found


def _unit(
    table: Table, words: Words, code: str, quantity: int, column: int
) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    return _pair(table, words, words.unit(code, quantity), column)


def _pair(table: Table, words: Words, pair: tuple[str, str], column: int) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Set two languages in a cell: below each other, or the right-to-left one aligned apart."""
    english, local = pair
    room = table.room(column)
    lines = paragraph(english, _CELL, room)
    if not local:
        return lines, ()
    second = paragraph(local, _LOCAL, room, words.code, rtl=words.rtl)
    return (lines, second) if words.rtl else (lines + second, ())


def _total(table: Table, words: Words, title: str, counted: tuple[str, str], value: str) -> Block:
    english, local = words.label(title)
    heading: tuple[Line, ...] = (line(english, Style(8.8, Weight.SEMIBOLD)),)
    if local:
        heading += (line(local, Style(7.6, Weight.SEMIBOLD), words.code, rtl=words.rtl),)
    room = table.width - 92 - 150
    middle = paragraph(counted[0], Style(7.8, Weight.SEMIBOLD, tabular=True), room)
    if counted[1]:
        middle += paragraph(counted[1], _LOCAL, room, words.code, rtl=words.rtl)
    right = (line(value, Style(9.2, Weight.SEMIBOLD, tabular=True)),) if value else ()
    return total_row(table.width, table.lefts[1], heading, middle, right)
