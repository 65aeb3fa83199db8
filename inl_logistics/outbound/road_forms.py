"""How the papers of the road are laid out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from inl_logistics.outbound.documents import COPIES, PickList, RoadLine, TransferNote, Waybill
from inl_logistics.paper.blocks import Cell
from inl_logistics.paper.figures import per_unit
from inl_logistics.paper.frame import CopyName
from inl_logistics.paper.goodsform import (
    Blank,
    Col,
    Goods,
    GoodsForm,
    GoodsRow,
    Total,
    Value,
    day_cell,
    rows_of,
    write,
)
from inl_logistics.paper.languages import Words
from inl_logistics.paper.model import NOBODY, Mark, Named, PaperSize, Signer, SignerRole

_WAYBILL = (
    Col("no", 22.0, 0.5), Col("item"), Col("quantity", 44.0, 1.0, strong=True), Col("unit_of_issue", 50.0),
    Col("carton", 56.0), Col("weight_kg", 40.0, 1.0), Col("received_qty", 52.0), Col("short_or_damaged", 62.0),
)  # fmt: skip


def write_waybill(
    waybill: Waybill,
    *,
    printed_at: datetime,
    language: str,
    paper: PaperSize,
    mark: Mark,
    copies: Sequence[int],
    reprint: int = 0,
) -> bytes:
    """Write the waybill with its copies."""
    words = Words.of(language)
    form = GoodsForm(
        "waybill_title", waybill.number, waybill.form, waybill.letterhead, _waybill_band(waybill, words), _WAYBILL,
        tuple(_waybill_rows(waybill, words)),
        Total("total", _counted((line for stop in waybill.stops for line in stop.lines), words)), waybill.remarks,
        "waybill_certification",
        (
            Signer(SignerRole.DISPATCHED, waybill.dispatched, Named(waybill.dispatched_title)),
            Signer(SignerRole.DRIVER, Named(waybill.driver) if waybill.driver else NOBODY), Signer(SignerRole.RECEIVED),
        ),
        copies=tuple(
            CopyName(at, words.english.label(f"waybill_{name}"), words.local.label(f"waybill_{name}") if words.local else "")
            for at, name in enumerate(COPIES, 1)
        ),
        form_version=waybill.form_version, mark=mark, reprint=reprint,
    )  # fmt: skip
    return write(form, words, printed_at=printed_at, paper=paper, copies=copies if waybill.number else ())


def _waybill_band(waybill: Waybill, words: Words) -> tuple[list[Cell], ...]:
    """Return what stands above the goods: number and day, who drives what, from where."""
    return (
        [
            Cell("waybill_no", waybill.number or "—", weight=1.3, large=True), day_cell("date", waybill.dated_on, words),
            Cell("vehicle", " + ".join(filter(None, (waybill.vehicle, waybill.trailer))), weight=1.2),
            Cell("seal", waybill.seal or "—"),
        ],
        *rows_of(
            Cell("shipment", waybill.shipment), Cell("origin_place", waybill.origin), Cell("road_route", waybill.route),
            Cell("driver", " · ".join(filter(None, (waybill.driver, waybill.driver_phone)))), Cell("escort", waybill.escort),
            Cell("transporter", waybill.transporter), Cell("condition_out", waybill.condition),
        ),
    )  # fmt: skip


def _waybill_rows(waybill: Waybill, words: Words) -> Iterator[GoodsRow]:
    """Give each stop as a heading, then its goods, numbered through all stops."""
    number = 0
    for stop in waybill.stops:
        title = " · ".join(filter(None, (stop.facility.text, stop.unit.text, stop.receipt)))
        yield GoodsRow(heading=(title, stop.facility.native if words.local else ""))
        for line in stop.lines:
            number += 1
            weight = None if line.weight_g is None else f"{line.weight_g / 1000:,.1f}"
            cells: tuple[Value, ...] = (
                number, _goods(line, words), line.quantity, words.unit(line.unit, line.quantity), line.package, weight,
                Blank(), Blank(),
            )  # fmt: skip
            yield GoodsRow(cells, (line.serials,))


def write_picks(picks: PickList, *, printed_at: datetime, language: str, paper: PaperSize) -> bytes:
    """Write the pick list (by bin, with a box to tick) or the packing list (by carton)."""
    words = Words.of(language)
    packing = picks.title == "packing_list_title"
    columns = (
        Col("no", 22.0, 0.5), Col("item"), Col("carton" if packing else "bin", 74.0), Col("quantity", 44.0, 1.0, strong=True),
        Col("unit_of_issue", 50.0), Col("weight_kg" if packing else "picked_box", 46.0, 1.0 if packing else 0.5),
        Col("receipt_no", 84.0),
    )  # fmt: skip
    rows = []
    for number, line in enumerate(picks.lines, 1):
        end: Value = (
            (None if line.weight_g is None else f"{line.weight_g / 1000:,.1f}") if packing
            else ("✓" if line.picked else Blank())
        )  # fmt: skip
        rows.append(
            GoodsRow(
                (number, _goods(line, words), line.package if packing else line.place, line.quantity,
                 words.unit(line.unit, line.quantity), end, line.receipt),
                (line.serials,),
            )
        )  # fmt: skip
    band = (
        [
            Cell("shipment", picks.shipment or "—", weight=1.3, large=True), day_cell("date", picks.dated_on, words),
            Cell("lines_count", f"{len(picks.lines):,}"),
        ],
    )  # fmt: skip
    signers = (Signer(SignerRole.PICKED), Signer(SignerRole.WITNESS))
    form = GoodsForm(
        picks.title, picks.number or picks.shipment or "—", picks.form, picks.letterhead, band, columns, tuple(rows),
        Total("total", _counted(picks.lines, words)), picks.remarks, "", signers, form_version=picks.form_version,
    )  # fmt: skip
    return write(form, words, printed_at=printed_at, paper=paper)


def write_transfer(note: TransferNote, *, printed_at: datetime, language: str, paper: PaperSize) -> bytes:
    """Write the transfer note."""
    words = Words.of(language)
    columns = (
        Col("no", 22.0, 0.5), Col("item"), Col("bin", 80.0), Col("quantity", 46.0, 1.0, strong=True),
        Col("unit_of_issue", 56.0), Col("received_qty", 60.0), Col("short_or_damaged", 74.0),
    )  # fmt: skip
    rows = tuple(
        GoodsRow(
            (
                number,
                _goods(line, words),
                line.place,
                line.quantity,
                words.unit(line.unit, line.quantity),
                Blank(),
                Blank(),
            ),
            (line.serials,),
        )
        for number, line in enumerate(note.lines, 1)
    )
    band = (
        [
            Cell("transfer_no", note.number or "—", weight=1.3, large=True), day_cell("date", note.dated_on, words),
            Cell("from", note.source, weight=1.1), Cell("to", note.target, weight=1.1),
        ],
        *rows_of(Cell("reason", note.reason), Cell("driver", note.driver), Cell("vehicle", note.vehicle)),
    )  # fmt: skip
    form = GoodsForm(
        "transfer_note", note.number, note.form, note.letterhead, band, columns, rows,
        Total("total", _counted(note.lines, words)), note.remarks, "",
        (
            Signer(SignerRole.DISPATCHED, Named(note.sender)), Signer(SignerRole.DRIVER, Named(note.driver)),
            Signer(SignerRole.RECEIVED, Named(note.receiver)),
        ),
        form_version=note.form_version,
    )  # fmt: skip
    return write(form, words, printed_at=printed_at, paper=paper)


def _goods(line: RoadLine, words: Words) -> Goods:
    english = words.english
    details = []
    if line.lot:
        details.append(english.label("lot", lot=line.lot))
    if line.expires_on:
        details.append(english.label("expires", date=english.day(line.expires_on)))
    if line.hazard:
        details.append(english.label("road_dangerous", mark=line.hazard))
    if line.export_class:
        details.append(english.label("export_mark", mark=line.export_class))
    if line.planned is not None and line.planned > line.quantity:
        details.append(english.label("short_of", planned=line.planned))
    return Goods(line.description, line.code, line.translations, tuple(details))


def _counted(lines: Iterable[RoadLine], words: Words) -> tuple[str, str]:
    return per_unit(((line.unit, line.quantity) for line in lines), words)
