"""How the holding list is laid out: by place and item, a line for each serial, room to tick and write."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby

from inl_logistics.paper.blocks import Cell
from inl_logistics.paper.goodsform import Blank, Col, GoodsForm, GoodsRow, Total, Value, named_cell, rows_of, write
from inl_logistics.paper.languages import Words
from inl_logistics.paper.model import PaperSize, Signer, SignerRole, translated
from inl_logistics.partners.documents import HoldingLine, HoldingList

_COLUMNS = (
    Col("no", 26.0, 0.5), Col("serial_lot"), Col("quantity", 34.0, 1.0, strong=True), Col("unit_of_issue", 40.0),
    Col("receipt_no", 86.0), Col("holding_class", 32.0, 0.5), Col("condition", 48.0), Col("holding_seen", 34.0),
    Col("holding_condition", 56.0), Col("holding_remarks", 76.0),
)  # fmt: skip


def write_holdings(holdings: HoldingList, *, printed_at: datetime, language: str, paper: PaperSize) -> bytes:
    """Write the list in English and the post's language."""
    words = Words.of(language)
    units = sum(one.quantity for one in holdings.lines)
    band = (
        [
            named_cell("holding_holder", holdings.holder.text, holdings.holder.native, weight=1.6, large=True),
            Cell("holding_as_of", *words.day(holdings.as_of)),
            Cell("holding_kind", *words.label(f"holding_kind_{holdings.kind}")),
        ],
        *rows_of(
            named_cell("organization", holdings.agency.text, holdings.agency.native),
            named_cell("place", holdings.place), named_cell("custodian", holdings.custodian.text, holdings.custodian.native),
        ),
    )  # fmt: skip
    form = GoodsForm(
        "holding_list", holdings.holder.text, holdings.form, holdings.letterhead, band, _COLUMNS,
        tuple(rows(holdings, words)), Total("total", words.label("holding_units", count=f"{units:,}")),
        certification="holding_certification", signers=(Signer(SignerRole.INSPECTED), Signer(SignerRole.CUSTODIAN)),
        form_version=holdings.form_version, grid=True,
    )  # fmt: skip
    return write(form, words, printed_at=printed_at, paper=paper)


def rows(holdings: HoldingList, words: Words) -> list[GoodsRow]:
    """Return the rows of the list: a heading for each place and item, and each serial on a row of its own."""
    found, number = [], 0
    several = len({one.holder for one in holdings.lines}) > 1
    for holder, lines in groupby(holdings.lines, key=lambda one: one.holder):
        if several:
            found.append(GoodsRow(heading=(holder.text.upper(), holder.native)))
        for _item, same in groupby(lines, key=lambda one: (one.code, one.description)):
            group = list(same)
            found.append(GoodsRow(heading=_title(group[0], sum(one.quantity for one in group), words)))
            for line in group:
                for serial in line.serials or ("",):
                    number += 1
                    found.append(GoodsRow(_cells(number, line, serial, words)))
    return found


def _title(line: HoldingLine, count: int, words: Words) -> tuple[str, str]:
    local = translated(line.translations, words.code) if words.local else ""
    return f"{line.code}  {line.description}  ({count:,})", local


def _cells(number: int, line: HoldingLine, serial: str, words: Words) -> tuple[Value, ...]:
    english = words.english
    parts = [serial] if serial else []
    if line.lot:
        parts.append(english.label("lot", lot=line.lot))
    if line.expires_on:
        parts.append(english.label("expires", date=english.day(line.expires_on)))
    if line.on_loan:
        parts.append(english.label("type_custody"))
    quantity = 1 if serial else line.quantity
    return (
        number, " · ".join(parts) or "—", quantity, words.unit(line.unit, quantity), ", ".join(line.papers), line.monitoring,
        words.condition(line.condition), Blank(), Blank(), Blank(),
    )  # fmt: skip
