"""How the agreement record is laid out: amendments and clauses as headings, projects as lines with their money."""

from __future__ import annotations

from datetime import datetime

from inl_logistics.agreements.documents import AgreementPaper, PaperAmendment
from inl_logistics.paper.blocks import Cell
from inl_logistics.paper.figures import amount
from inl_logistics.paper.goodsform import Col, Goods, GoodsForm, GoodsRow, Total, day_cell, named_cell, rows_of, write
from inl_logistics.paper.languages import Words
from inl_logistics.paper.model import Mark, PaperSize, Signer, SignerRole

_MONEY = 68.0


def write_agreement(
    agreement: AgreementPaper, *, printed_at: datetime, language: str, paper: PaperSize, mark: Mark
) -> bytes:
    """Write the agreement record."""
    words = Words.of(language)
    usd = (("currency", "USD"),)
    columns = (
        Col("no", 22.0, 0.5), Col("project_or_clause"), Col("ceiling", _MONEY, 1.0, params=usd),
        Col("committed_value", _MONEY, 1.0, params=usd), Col("received_value", _MONEY, 1.0, params=usd),
        Col("handed_over_value", _MONEY, 1.0, params=usd), Col("left_value", _MONEY, 1.0, strong=True, params=usd),
    )  # fmt: skip
    ceilings = [one.ceiling_minor for one in agreement.projects]
    whole = "" if None in ceilings else f"USD {amount(sum(one or 0 for one in ceilings), 'USD')}"
    form = GoodsForm(
        "agreement_record", agreement.number, agreement.form, agreement.letterhead, _band(agreement, words), columns,
        (*_projects(agreement, words), *_amendments(agreement, words), *_clauses(agreement, words)),
        Total("total_ceiling", ("", ""), whole), agreement.remarks, "",
        (Signer(SignerRole.PREPARED), Signer(SignerRole.APPROVED)), form_version=agreement.form_version, mark=mark,
    )  # fmt: skip
    return write(form, words, printed_at=printed_at, paper=paper)


def _band(agreement: AgreementPaper, words: Words) -> tuple[list[Cell], ...]:
    return (
        [
            Cell("agreement_no", agreement.agreement, weight=1.3, large=True), Cell("our_number", agreement.number or "—"),
            named_cell("organization", agreement.signatory.text, agreement.signatory.native, weight=1.4),
        ],
        *rows_of(
            Cell("title_of_agreement", agreement.title), day_cell("signed_on", agreement.signed_on, words),
            day_cell("expires_on", agreement.expires_on, words), Cell("host_signer", agreement.host_signer),
            day_cell("balance_on", agreement.as_of, words),
        ),
    )  # fmt: skip


def _projects(agreement: AgreementPaper, words: Words) -> list[GoodsRow]:
    rows = []
    for number, one in enumerate(agreement.projects, 1):
        english = words.english
        planned = english.label("planned", amount=amount(one.planned_minor, "USD")) if one.planned_minor else ""
        fund = " · ".join(filter(None, (one.fund, f"FY {one.fiscal_year}" if one.fiscal_year else "")))
        details = tuple(filter(None, (fund, *one.cites, planned)))
        left = None if one.ceiling_minor is None else one.ceiling_minor - one.committed_minor - one.planned_minor
        rows.append(
            GoodsRow(
                (
                    number, Goods(one.name or one.code, one.code, (), details),
                    "—" if one.ceiling_minor is None else amount(one.ceiling_minor, "USD"),
                    amount(one.committed_minor, "USD"), amount(one.received_minor, "USD"),
                    amount(one.handed_over_minor, "USD"), "—" if left is None else amount(left, "USD"),
                )
            )
        )  # fmt: skip
    return rows


def _amendments(agreement: AgreementPaper, words: Words) -> list[GoodsRow]:
    rows = [GoodsRow(heading=words.label("amendments"))]
    for one in agreement.amendments:
        rows += _amendment(one, words)
    return rows


def _amendment(one: PaperAmendment, words: Words) -> list[GoodsRow]:
    english = words.english
    name = english.label("first_signed") if one.number == 0 else f"{english.label('amendment')} {one.number}"
    details = [english.day(one.signed_on)]
    if one.expires_on:
        details.append(f"{english.label('expires_on')} {english.day(one.expires_on)}")
    if one.note:
        details.append(one.note)
    rows = [GoodsRow((one.number, Goods(name, "", (), tuple(details)), None, None, None, None, None))]
    rows += [
        GoodsRow((None, code, amount(value, "USD"), None, None, None, None)) for code, value in one.amounts
    ]  # fmt: skip
    return rows


def _clauses(agreement: AgreementPaper, words: Words) -> list[GoodsRow]:
    if not agreement.clauses:
        return []
    rows = [GoodsRow(heading=words.label("clauses_heading"))]
    for one in agreement.clauses:
        title = words.english.label(f"clause_{one.kind.replace('-', '_')}")
        details = tuple(filter(None, (one.reference, f"v{one.version}", one.wording)))
        rows.append(GoodsRow((None, Goods(title, "", (), details), None, None, None, None, None)))
    return rows
