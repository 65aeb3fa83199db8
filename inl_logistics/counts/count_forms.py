"""How the papers of a count are laid out. Source: domain.md 2.6; ui.md 15 (the same kit as the receipt)."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby

from inl_logistics.counts.documents import Certificate, CertificateLine, CountSheet, SheetLine
from inl_logistics.paper.blocks import Cell
from inl_logistics.paper.figures import amount
from inl_logistics.paper.goodsform import Blank, Col, Goods, GoodsForm, GoodsRow, Total, Value, rows_of, write
from inl_logistics.paper.languages import Words
from inl_logistics.paper.model import Mark, PaperSize, Seal, Signer, SignerRole


def write_sheet(sheet: CountSheet, *, printed_at: datetime, language: str, paper: PaperSize) -> bytes:
    """Write the sheet: goods by place, the books' figure unless it is blind, and room for two counts."""
    words = Words.of(language)
    blind = all(one.expected is None for one in sheet.lines)
    expected = () if blind else (Col("books_figure", 46.0, 1.0, strong=True),)
    columns = (
        Col("no", 22.0, 0.5), Col("item"), Col("unit_of_issue", 46.0), *expected, Col("counted", 60.0),
        Col("recount", 60.0), Col("count_notes", 86.0),
    )  # fmt: skip
    day, day_local = words.day(sheet.dated_on)
    kind = words.label(f"count_kind_{sheet.kind}")
    band = (
        [
            Cell("count_no", sheet.number or "—", weight=1.3, large=True), Cell("date", day, day_local),
            Cell("store", sheet.store.text, sheet.store.native, weight=1.3),
        ],
        *rows_of(
            Cell("count_scope", sheet.title), Cell("count_kind", *kind), Cell("counted_by", sheet.counter),
            Cell("count_blind", *words.label("count_yes" if blind else "count_no_word")),
        ),
    )  # fmt: skip
    form = GoodsForm(
        "count_sheet", sheet.number or sheet.title, sheet.form, sheet.letterhead, band, columns,
        tuple(_sheet_rows(sheet, words)), signers=(Signer(SignerRole.COUNTED), Signer(SignerRole.WITNESS)),
        form_version=sheet.form_version, grid=True,
    )  # fmt: skip
    return write(form, words, printed_at=printed_at, paper=paper)


def _sheet_rows(sheet: CountSheet, words: Words) -> list[GoodsRow]:
    rows, number = [], 0
    for place, lines in groupby(sheet.lines, key=lambda one: one.place):
        rows.append(GoodsRow(heading=(place, "")))
        for line in lines:
            number += 1
            expected: tuple[Value, ...] = () if line.expected is None else (line.expected,)
            cells: tuple[Value, ...] = (
                number, _goods(line, words), words.unit(line.unit, 2), *expected, Blank(), Blank(), Blank(),
            )  # fmt: skip
            rows.append(GoodsRow(cells, (line.serials,)))
    return rows


def _goods(line: SheetLine, words: Words) -> Goods:
    english = words.english
    details = []
    if line.lot:
        details.append(english.label("lot", lot=line.lot))
    if line.expires_on:
        details.append(english.label("expires", date=english.day(line.expires_on)))
    if line.quarantined:
        details.append(english.label("count_quarantined"))
    return Goods(line.description, line.code, line.translations, tuple(details))


def write_certificate(
    certificate: Certificate, *, printed_at: datetime, language: str, paper: PaperSize, mark: Mark, reprint: int,
    seal: Seal | None,
) -> bytes:  # fmt: skip
    """Write the certificate: how many lines were right, and each difference with its cause."""
    words = Words.of(language)
    started, counted = words.day(certificate.started_on), words.day(certificate.counted_on)
    band = (
        [
            Cell("count_no", certificate.number or "—", weight=1.3, large=True), Cell("count_day", *counted),
            Cell("store", certificate.store.text, certificate.store.native, weight=1.3),
            Cell("adjustment_no", certificate.adjustment or "—", weight=1.2),
        ],
        *rows_of(
            Cell("count_scope", certificate.title), Cell("count_kind", *words.label(f"count_kind_{certificate.kind}")),
            Cell("count_started", *started), Cell("counted_by", ", ".join(certificate.counters)),
            Cell("count_blind", *words.label("count_yes" if certificate.blind else "count_no_word")),
            Cell("count_frozen", *words.label("count_yes" if certificate.frozen else "count_no_word")),
            Cell("count_lines", str(certificate.lines)), Cell("count_matched", _share(certificate)),
            Cell("count_missing", f"USD {amount(certificate.missing_minor, 'USD')}"),
            Cell("count_found", f"USD {amount(certificate.found_minor, 'USD')}"),
        ),
    )  # fmt: skip
    columns = (
        Col("no", 22.0, 0.5), Col("item"), Col("place", 74.0), Col("books_figure", 38.0, 1.0), Col("counted", 40.0, 1.0),
        Col("count_difference", 46.0, 1.0, strong=True), Col("cause", 78.0), Col("value", 58.0, 1.0, params=(("currency", "USD"),)),
    )  # fmt: skip
    value = sum(one.value_minor for one in certificate.differences)
    form = GoodsForm(
        "count_certificate", certificate.number, certificate.form, certificate.letterhead, band, columns,
        tuple(_difference(one, number, words) for number, one in enumerate(certificate.differences, 1)),
        Total("total", ("", ""), f"USD {amount(value, 'USD')}"), certificate.remarks, "count_certification",
        certificate.signers, form_version=certificate.form_version, mark=mark, reprint=reprint, seal=seal,
    )  # fmt: skip
    return write(form, words, printed_at=printed_at, paper=paper)


def _share(certificate: Certificate) -> str:
    percent = 100.0 if not certificate.lines else certificate.matched * 100 / certificate.lines
    return f"{certificate.matched} ({percent:.1f} %)"


def _difference(one: CertificateLine, number: int, words: Words) -> GoodsRow:
    english = words.english
    details = [english.label("lot", lot=one.lot)] if one.lot else []
    if one.out:
        details.append(english.label("count_out", count=one.out, document=one.out_document))
    if one.note:
        details.append(one.note)
    groups = tuple(
        (english.label(f"serials_{name}"), *serials)
        for name, serials in (("missing", one.missing), ("found", one.found), ("moved", one.moved), ("away", one.away),
                              ("unexpected", one.unexpected))
        if serials
    )  # fmt: skip
    change = f"{one.change:+d}" if one.change else "0"
    cells: tuple[Value, ...] = (
        number, Goods(one.description, one.code, one.translations, tuple(details)), one.place, one.books, one.counted,
        change, words.label(f"difference_{one.cause}".replace("-", "_")) if one.cause else "", amount(one.value_minor, "USD"),
    )  # fmt: skip
    return GoodsRow(cells, groups)
