"""How a variance note and the receipt of a reversal are laid out, with the same kit as the receipt they belong to.

Apart from `notes` because printing needs the heavy libraries and the snapshot does not. Source: ui.md 15, domain.md 2.10.
"""

from __future__ import annotations

from datetime import datetime

from inl_logistics.handovers.notes import NoteLine, ReversalReceipt, Sealed, VarianceNote
from inl_logistics.paper.blocks import Cell
from inl_logistics.paper.figures import per_unit
from inl_logistics.paper.goodsform import (
    Col,
    Goods,
    GoodsForm,
    GoodsRow,
    Prose,
    Total,
    day_cell,
    named_cell,
    rows_of,
    write,
)
from inl_logistics.paper.languages import Words
from inl_logistics.paper.model import PaperSize, Seal


def write_note(sealed: Sealed, *, printed_at: datetime, language: str, paper: PaperSize) -> bytes:
    """Write either of the two."""
    words = Words.of(language)
    note = sealed.note
    form = (
        _variance(note, words, sealed.seal) if isinstance(note, VarianceNote) else _reversal(note, words, sealed.seal)
    )
    return write(form, words, printed_at=printed_at, paper=paper)


def _variance(note: VarianceNote, words: Words, seal: Seal | None) -> GoodsForm:
    signed_on, signed_local = words.day(note.dated_on)
    band = (
        [
            Cell("variance_no", note.number, weight=1.3, large=True),
            Cell("note_receipt", note.receipt, weight=1.3, large=True),
            Cell("place_and_date" if note.place else "date", ", ".join(filter(None, (note.place, signed_on))),
                 signed_local, weight=1.4),
        ],
        *rows_of(
            *_parties(note), day_cell("note_receipt_date", note.receipt_on, words), Cell("agreement", note.agreement),
            Cell("project", note.project),
        ),
    )  # fmt: skip
    columns = (
        Col("no", 22.0, 0.5), Col("item"), Col("note_printed", 46.0, 1.0), Col("note_signed", 46.0, 1.0),
        Col("note_difference", 52.0, 1.0, strong=True), Col("unit_of_issue", 46.0), Col("note_rest_at", 88.0),
    )  # fmt: skip
    rows = tuple(
        GoodsRow(
            (
                each.number, _goods(each, words), each.printed, each.counted, f"−{each.rest:,}",
                words.unit(each.unit, each.rest), each.place,
            ),
            _serials("note_struck", each, words),
        )
        for each in note.lines
    )  # fmt: skip
    total = Total("note_not_signed", per_unit(((each.unit, each.rest) for each in note.lines), words))
    return GoodsForm(
        "variance_note", note.number, note.form, note.letterhead, band, columns, rows, total, note.remarks,
        "variance_certification", note.signers, form_version=note.form_version, seal=seal,
    )  # fmt: skip


def _reversal(note: ReversalReceipt, words: Words, seal: Seal | None) -> GoodsForm:
    band = (
        [
            Cell("reversal_no", note.number, weight=1.3, large=True),
            Cell("note_reverses", note.receipt, weight=1.3, large=True),
            day_cell("note_reversed_on", note.dated_on, words),
        ],
        *rows_of(
            *_parties(note), day_cell("note_receipt_date", note.receipt_on, words), Cell("agreement", note.agreement),
            Cell("project", note.project), Cell("note_prepared", note.prepared), Cell("note_approver", note.approver),
        ),
        [Cell("reason", note.reason)],
    )  # fmt: skip
    columns = (
        Col("no", 22.0, 0.5), Col("item"), Col("note_printed", 50.0, 1.0), Col("note_back", 56.0, 1.0, strong=True),
        Col("unit_of_issue", 50.0), Col("note_goes_to", 104.0),
    )  # fmt: skip
    rows = tuple(
        GoodsRow(
            (
                each.number, _goods(each, words), each.printed, each.counted, words.unit(each.unit, each.counted),
                each.place,
            ),
            _serials("note_back_serials", each, words),
        )
        for each in note.lines
    )  # fmt: skip
    said = words.label("note_takes_back" if note.whole else "note_takes_back_part", receipt=note.receipt)
    return GoodsForm(
        "reversal_receipt", note.number, note.form, note.letterhead, band, columns, rows,
        Total("note_back", per_unit(((each.unit, each.counted) for each in note.lines), words)), "",
        "reversal_certification", note.signers, form_version=note.form_version, seal=seal,
        prose=Prose("note_taken", (said,)),
    )  # fmt: skip


def _parties(note: VarianceNote | ReversalReceipt) -> list[Cell]:
    cells = []
    for label, party in (("from", note.released), ("to", note.received)):
        parts = [one for one in (party.organization, party.unit, party.facility) if one.text or one.native]
        names = " · ".join(dict.fromkeys(one.text or one.native for one in parts))
        native = " · ".join(dict.fromkeys(one.native or one.text for one in parts))
        cells.append(named_cell(label, names, native, weight=2.0))
    return cells


def _goods(each: NoteLine, words: Words) -> Goods:
    english = words.english
    details = []
    if each.lot:
        details.append(english.label("lot", lot=each.lot))
    if each.expires_on:
        details.append(english.label("expires", date=english.day(each.expires_on)))
    return Goods(each.description, each.code, each.translations, tuple(details))


def _serials(label: str, each: NoteLine, words: Words) -> tuple[tuple[str, ...], ...]:
    return ((words.english.label(label), *each.serials),) if each.serials else ()
