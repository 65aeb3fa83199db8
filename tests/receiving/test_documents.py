"""The receiving report, the discrepancy report and the tally sheet."""

from __future__ import annotations

from datetime import date

import pytest

from inl_logistics.paper.model import Named, PaperSize
from inl_logistics.receiving.documents import (
    Cause,
    DiscrepancyLine,
    DiscrepancyReport,
    DiscrepancyType,
    ReceivingReport,
    ReportLine,
    Resolution,
    TallySheet,
    discrepancy_from_json,
    render_discrepancy,
    render_report,
    render_tally,
    report_from_json,
)
from tests.paper.reading import pages, words
from tests.paper.samples import LINES, PRINTED_AT, SEAL, receipt

HELMETS = ReportLine(
    "Riot helmet with visor", "EA", 120, 118, 117, "PE-2210", LINES[1].translations, over=3, damaged=4,
    serials=tuple(f"RH-{n}" for n in range(100, 217)), damaged_serials=("RH-901", "RH-902", "RH-903", "RH-904"),
    bin="A-03",
)  # fmt: skip
FILTERS = ReportLine("CBRN filter canister", "EA", 48, 48, 46, lot="F-7720", short=2, expires_on=date(2031, 6, 30))
GLOVES = ReportLine("Gloves, size M", "PR", None, 0, 0, wrong=5)
LETTERHEAD = receipt().letterhead
REPORT = ReceivingReport(
    "PCL-RR-2026-A0044", PRINTED_AT, LETTERHEAD, Named("Main warehouse"), (HELMETS, FILTERS, GLOVES),
    orders=("PCL-PO-2026-A0017",), shipment="PCL-IN-2026-A0009", seal="SL-99812", seal_intact=False,
    packages_expected=24, packages_received=25, discrepancy="PCL-DR-2026-A0006",
)  # fmt: skip
DISCREPANCY = DiscrepancyReport(
    "PCL-DR-2026-A0006", date(2026, 11, 24), LETTERHEAD, "PCL-RR-2026-A0044",
    (
        DiscrepancyLine(DiscrepancyType.DAMAGED, "Riot helmet", 4, "EA", value_minor=114000, carton="C-07",
                        serials=HELMETS.damaged_serials, cause=Cause.CARRIER, resolution=Resolution.REPLACE),
        DiscrepancyLine(DiscrepancyType.SHORT, "Filter", 2, "EA", value_minor=9200),
    ),
    Named("Aerolíneas del Istmo"), claim_by=date(2026, 12, 8),
)  # fmt: skip
TALLY = TallySheet("PCL-IN-2026-A0009", date(2026, 11, 24), LETTERHEAD, Named("Main warehouse"), REPORT.lines)


@pytest.mark.parametrize("paper", list(PaperSize))
@pytest.mark.parametrize("language", ["en", "es", "fr", "ar", "uk"])
def test_the_receiving_report_says_what_was_counted(language: str, paper: PaperSize) -> None:
    text = words(
        "\n".join(pages(render_report(REPORT, printed_at=PRINTED_AT, language=language, paper=paper, seal=SEAL)))
    )
    for part in ("PCL-RR-2026-A0044", "PCL-DR-2026-A0006", "RH-904", "SL-99812, not intact", "25 of 24", "163 each"):
        assert part in text
    for serial in HELMETS.serials:
        assert serial in text


@pytest.mark.parametrize("language", ["en", "es", "fr", "ar", "uk"])
def test_the_discrepancy_report_says_what_is_claimed(language: str) -> None:
    data = render_discrepancy(DISCREPANCY, printed_at=PRINTED_AT, language=language)
    text = words("\n".join(pages(data)))
    for part in ("Aerolíneas del Istmo", "8 Dec 2026", "C-07", "Replace", "USD 1,232.00", "RH-901"):
        assert part in text


def test_a_blind_tally_sheet_shows_no_expected_quantity_and_no_serial() -> None:
    seen = words("\n".join(pages(render_tally(TALLY, printed_at=PRINTED_AT, language="uk"))))
    assert "118" in seen
    assert "RH-100" in seen
    blind = TallySheet(TALLY.shipment, TALLY.dated_on, LETTERHEAD, TALLY.store, TALLY.lines, is_blind=True)
    hidden = words("\n".join(pages(render_tally(blind, printed_at=PRINTED_AT, language="uk"))))
    assert "118" not in hidden
    assert "RH-100" not in hidden


def test_snapshots_read_back_as_they_were_and_print_the_same_bytes() -> None:
    assert report_from_json(REPORT.to_json()) == REPORT
    assert discrepancy_from_json(DISCREPANCY.to_json()) == DISCREPANCY
    again = report_from_json(REPORT.to_json())
    assert render_report(again, printed_at=PRINTED_AT) == render_report(REPORT, printed_at=PRINTED_AT)
