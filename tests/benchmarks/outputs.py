"""Benchmarks of sheets and papers."""

from __future__ import annotations

import csv
import io
import re
import time
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from inl_logistics.handovers import documents
from inl_logistics.handovers.documents import Receipt, ReceiptLine
from inl_logistics.paper.model import Letterhead, Named, Party, Seal, Translation
from inl_logistics.sheets.cell_xml import Kind
from inl_logistics.sheets.writing import Column, write_table
from tests.benchmarks.measure import Result, timed

PDF_PAGE = re.compile(rb"/Type /Page\b(?!s)")
AT = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


def run(folder: Path) -> Iterator[Result]:
    """Measure what leaves the program."""
    yield from _excel(folder)
    yield from _papers()


def _excel(folder: Path) -> Iterator[Result]:
    kinds = [Kind.TEXT] * 6 + [Kind.INTEGER] * 4 + [Kind.MONEY] * 3 + [Kind.DATE] * 2
    columns = [Column(f"c{number}", f"Column {number}", kind) for number, kind in enumerate(kinds)]
    day = date(2026, 11, 24)
    rows = [
        (
            *(f"Text {number % 977} & more" for _column in range(6)),
            *(number + one for one in range(4)),
            number * 100,
            5,
            7,
            day,
            day,
        )
        for number in range(100_000)
    ]

    def ours() -> None:
        write_table(folder / "big.xlsx", title="Benchmark", columns=columns, rows=rows)

    def floor() -> None:
        out = io.StringIO()
        csv.writer(out).writerows(rows)
        zlib.compress(out.getvalue().encode(), 3)

    median, p95 = timed(ours, times=3)
    base, _high = timed(floor, times=3)
    yield Result("Excel, 100,000 rows × 15 typed columns", median, p95, base, "≤ 2.5 s", 2.5)


def _papers() -> Iterator[Result]:
    """Spanish is set as English is; Arabic joins its letters; Nastaliq, for Urdu, is the dearest hand there is."""
    for language, name in (("es", "Spanish"), ("ar", "Arabic"), ("ur", "Urdu")):
        big = _receipt(lines=200, serials=3)
        median, p95 = timed(partial(_render, big, language), times=3)
        yield Result(f"200-line receipt in English and {name}, 600 serials", median, p95, None, "≤ 500 ms")
        two = _receipt(lines=24, serials=4)
        start = time.perf_counter()
        pages = sum(
            len(PDF_PAGE.findall(_render(replace(two, number=f"PCL-HO-2026-A{number:04d}"), language)))
            for number in range(1000)
        )
        spent = time.perf_counter() - start
        yield Result(
            f"1,000 receipts in English and {name}, a page", spent * 1000 / pages, spent * 1000 / pages, None,
            "≤ 11 ms (90 pages/s)", note=f"({pages / spent:.0f} pages/s)",
        )  # fmt: skip


def _render(receipt: Receipt, language: str) -> bytes:
    return documents.render(
        receipt,
        printed_at=AT,
        language=language,
        copies=(1,),
        seal=Seal("7F3A-91C2", "INL:TEST" * 20),
    )


def _receipt(*, lines: int, serials: int) -> Receipt:
    made = tuple(
        ReceiptLine(
            f"Riot helmet {number}", serials, "EA", f"RIO-{number:03d}",
            translations=(
                Translation("es", f"Casco antidisturbios {number}"), Translation("ar", f"خوذة مكافحة الشغب {number}"),
                Translation("ur", f"بلوہ مخالف ہیلمٹ {number}"),
            ),
            serials=tuple(f"RH-{number:03d}{one:03d}" for one in range(serials)), unit_price_micros=137_000_000,
            value_minor=13_700 * serials,
        )
        for number in range(lines)
    )  # fmt: skip
    party = Party(Named("National Prison Service", "Servicio Penitenciario Nacional"), Named("Response Group"))
    return Receipt(
        "PCL-HO-2026-A0001", documents.HandoverType.TITLE, date(2026, 11, 24), Letterhead("Embassy", "Bureau"), party, party,
        made,
    )  # fmt: skip
