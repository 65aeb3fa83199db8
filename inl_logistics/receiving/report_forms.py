"""How the receiving papers are laid out: report, discrepancy report and tally sheet.

Apart from `documents` because printing needs the heavy libraries and the snapshot does not.
Source: domain.md 2.5, ui.md 15 (the same kit as the receipt).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from inl_logistics.kernel.values import Condition
from inl_logistics.paper.blocks import Cell
from inl_logistics.paper.figures import amount, per_unit
from inl_logistics.paper.goodsform import Blank, Col, Goods, GoodsForm, GoodsRow, Total, Value, rows_of, write
from inl_logistics.paper.languages import Words
from inl_logistics.paper.model import Mark, PaperSize, Seal, Signer, SignerRole
from inl_logistics.receiving.documents import (
    DiscrepancyLine,
    DiscrepancyReport,
    ReceivingReport,
    ReportLine,
    TallySheet,
)


def write_report(
    report: ReceivingReport, *, printed_at: datetime, language: str, paper: PaperSize, mark: Mark, reprint: int,
    seal: Seal | None,
) -> bytes:  # fmt: skip
    """Write the receiving report."""
    words = Words.of(language)
    shown = _shown_columns(report.lines)
    day, day_local = words.day(report.received_at.date())
    when = f"{day} {report.received_at:%H:%M}"
    final, final_local = words.label("final" if report.is_final else "partial")
    band = (
        [
            Cell("report_no", report.number or "—", weight=1.3, large=True),
            Cell("received_at", when, day_local), Cell("store", report.store.text, report.store.native, weight=1.3),
            Cell("delivery", final, final_local, weight=0.8),
        ],
        *rows_of(
            Cell("shipment", report.shipment), Cell("order", ", ".join(report.orders)),
            Cell("vendor", report.vendor), Cell("waybill", report.waybill), Cell("carrier", report.carrier),
            Cell("driver", report.driver), Cell("container", report.container),
            Cell("seal", *_seal(report.seal, report.seal_intact, words)),
            Cell("packages", *_packages(report.packages_received, report.packages_expected, words)),
            Cell("discrepancy", report.discrepancy), Cell("counted_by", ", ".join(report.counted_by)),
        ),
    )  # fmt: skip
    form = GoodsForm(
        "receiving_report", report.number, report.form, report.letterhead, band, _report_columns(shown),
        tuple(_report_row(words, each, number, shown) for number, each in enumerate(report.lines, 1)),
        Total("accepted", per_unit(((each.unit, each.accepted) for each in report.lines), words)),
        report.remarks, "report_certification",
        report.signers or tuple(map(Signer, (SignerRole.RECEIVED, SignerRole.INSPECTED, SignerRole.ACKNOWLEDGED))),
        form_version=report.form_version, mark=mark, reprint=reprint, seal=seal,
    )  # fmt: skip
    return write(form, words, printed_at=printed_at, paper=paper)


def write_discrepancy(
    report: DiscrepancyReport, *, printed_at: datetime, language: str, paper: PaperSize, mark: Mark, reprint: int,
    seal: Seal | None,
) -> bytes:  # fmt: skip
    """Write the discrepancy report."""
    words = Words.of(language)
    day, day_local = words.day(report.dated_on)
    claim = words.day(report.claim_by) if report.claim_by else ("", "")
    band = (
        [
            Cell("report_no", report.number or "—", weight=1.3, large=True),
            Cell("date", day, day_local), Cell("receiving_report_ref", report.receiving_report, weight=1.2),
            Cell("claim_by", claim[0] or "—", claim[1]),
        ],
        *rows_of(
            Cell("addressee", report.addressee.text, report.addressee.native),
            Cell("shipment", report.shipment), Cell("order", ", ".join(report.orders)),
            Cell("waybill", report.waybill), Cell("carrier", report.carrier),
            Cell("container", report.container), Cell("seal", report.seal),
        ),
    )  # fmt: skip
    columns = (
        Col("no", 22.0, 0.5), Col("item"), Col("problem", 62.0), Col("quantity", 36.0, 1.0, strong=True),
        Col("unit_of_issue", 46.0), Col("carton", 52.0), Col("cause", 62.0),
        Col("value", 58.0, 1.0, params=(("currency", report.currency),)), Col("resolution", 56.0),
    )  # fmt: skip
    value = sum(each.value_minor or 0 for each in report.lines)
    counted = per_unit(((each.unit, each.quantity) for each in report.lines), words)
    form = GoodsForm(
        "discrepancy_report", report.number, report.form, report.letterhead, band, columns,
        tuple(_discrepancy_row(words, each, number, report.currency) for number, each in enumerate(report.lines, 1)),
        Total("total", counted, f"{report.currency} {amount(value, report.currency)}"),
        report.remarks, "discrepancy_certification",
        report.signers or (Signer(SignerRole.DELIVERED), Signer(SignerRole.RECEIVED)),
        form_version=report.form_version, mark=mark, reprint=reprint, seal=seal,
    )  # fmt: skip
    return write(form, words, printed_at=printed_at, paper=paper)


def write_tally(sheet: TallySheet, *, printed_at: datetime, language: str, paper: PaperSize) -> bytes:
    """Write the tally sheet: what is expected (unless blind) and boxes to write in."""
    words = Words.of(language)
    expected = () if sheet.is_blind else (Col("expected", 46.0, 1.0, strong=True),)
    columns = (
        Col("no", 22.0, 0.5), Col("item"), Col("unit_of_issue", 46.0), *expected, Col("good", 52.0),
        Col("damaged", 52.0), Col("wrong", 48.0), Col("bin", 56.0),
    )  # fmt: skip
    day, day_local = words.day(sheet.dated_on)
    packages = "" if sheet.packages_expected is None else str(sheet.packages_expected)
    band = (
        [
            Cell("shipment", sheet.shipment, weight=1.3, large=True), Cell("date", day, day_local),
            Cell("store", sheet.store.text, sheet.store.native, weight=1.3),
        ],
        *rows_of(
            Cell("order", ", ".join(sheet.orders)), Cell("vendor", sheet.vendor), Cell("carrier", sheet.carrier),
            Cell("seal", sheet.seal), Cell("packages", packages),
        ),
    )  # fmt: skip
    form = GoodsForm(
        "tally_sheet", sheet.shipment, sheet.form, sheet.letterhead, band, columns,
        tuple(_tally_row(words, each, number, blind=sheet.is_blind) for number, each in enumerate(sheet.lines, 1)),
        signers=(Signer(SignerRole.COUNTED), Signer(SignerRole.WITNESS)), form_version=sheet.form_version, grid=True,
    )  # fmt: skip
    return write(form, words, printed_at=printed_at, paper=paper)


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


def _report_columns(shown: Sequence[str]) -> tuple[Col, ...]:
    names = {"previously_received": "before"}
    figures = (Col(names.get(key, key), 43.0, 1.0, strong=key == "accepted") for key in shown)
    return (Col("no", 22.0, 0.5), Col("item"), *figures, Col("unit_of_issue", 46.0))


def _report_row(words: Words, each: ReportLine, number: int, shown: Sequence[str]) -> GoodsRow:
    figures: list[Value] = []
    for key in shown:
        found = getattr(each, key)
        figures.append(found if found or key == "accepted" else "–")
    goods = Goods(each.description, each.code, each.translations, tuple(_details(each, words)))
    damaged = (words.english.label("damaged_serials"), *each.damaged_serials) if each.damaged_serials else ()
    cells: tuple[Value, ...] = (number, goods, *figures, words.unit(each.unit, each.accepted))
    return GoodsRow(cells, (each.serials, damaged))


def _tally_row(words: Words, each: ReportLine, number: int, *, blind: bool) -> GoodsRow:
    details = () if blind else tuple(_details(each, words))
    goods = Goods(each.description, each.code, each.translations, details)
    expected = () if blind else (each.expected,)
    blank = (Blank(), Blank(), Blank(), Blank())
    return GoodsRow((number, goods, words.unit(each.unit, 2), *expected, *blank), () if blind else (each.serials,))


def _discrepancy_row(words: Words, each: DiscrepancyLine, number: int, currency: str) -> GoodsRow:
    details = []
    if each.lot:
        details.append(words.english.label("lot", lot=each.lot))
    if each.photos:
        details.append(words.english.label("photos", count=each.photos))
    if each.remarks:
        details.append(each.remarks)
    cells: tuple[Value, ...] = (
        number, Goods(each.description, each.code, each.translations, tuple(details)),
        words.label(f"{each.type}_type"), each.quantity, words.unit(each.unit, each.quantity), each.carton,
        words.label(f"cause_{each.cause}"),
        None if each.value_minor is None else amount(each.value_minor, currency),
        words.label(f"resolution_{each.resolution}"),
    )  # fmt: skip
    return GoodsRow(cells, (each.serials,))


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
