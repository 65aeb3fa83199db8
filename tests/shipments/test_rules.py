"""The rules of shipments, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from inl_logistics.kernel.problems import Severity
from inl_logistics.shipments.demurrage import demurrage_starts
from inl_logistics.shipments.records import MilestoneKind
from inl_logistics.shipments.rules import (
    ExportLine,
    LineFacts,
    Step,
    days_late,
    export_problems,
    milestone_problems,
    next_step,
    serial_problems,
    shipment_problems,
)

DAY = date(2026, 11, 24)
LINE = LineFacts(5, True, 5, 5)
EARLIER, LATER = DAY - timedelta(days=3), DAY + timedelta(days=3)


@pytest.mark.parametrize(
    ("line", "saving", "booking"),
    [
        (LINE, [], []),
        (replace(LINE, quantity=0, serials=0), ["line-quantity"], ["line-quantity"]),
        (replace(LINE, serials=6), ["more-serials-than-units"], ["more-serials-than-units"]),
        (replace(LINE, left=4), ["more-than-ordered"], ["more-than-ordered"]),
        (replace(LINE, left=None), [], []),
        (replace(LINE, has_item=False), [], ["line-without-item"]),
    ],
)
def test_a_shipment_line_is_judged_when_saved_and_when_booked(
    line: LineFacts, saving: list[str], booking: list[str]
) -> None:
    for when, codes in ((False, saving), (True, booking)):
        found = shipment_problems([line], booking=when, has_vendor=True)
        assert [problem.code for problem in found] == codes


def test_a_booking_has_lines_and_should_have_a_vendor() -> None:
    found = shipment_problems([], booking=True, has_vendor=False)
    assert [(one.code, one.severity) for one in found] == [
        ("shipment-without-lines", Severity.BLOCK),
        ("shipment-without-vendor", Severity.WARN),
    ]
    assert shipment_problems([], booking=False, has_vendor=False) == []


@pytest.mark.parametrize(
    ("serials", "said"),
    [
        (("AB-1", "AB-2"), []),
        (("AB-1", "ab 1"), [("serial-twice-on-list", Severity.BLOCK)]),
        (("00123", "123"), [("serial-looks-alike", Severity.WARN)]),
        (("AO1", "A01"), [("serial-looks-alike", Severity.WARN)]),
        ((" - ",), [("serial-empty", Severity.BLOCK)]),
    ],
)
def test_serials_that_clash_block_and_those_that_look_alike_warn(
    serials: tuple[str, ...], said: list[tuple[str, Severity]]
) -> None:
    assert [(one.code, one.severity) for one in serial_problems([(1, "M", serials)])] == said
    apart = [(count, f"M{count}", (serial,)) for count, serial in enumerate(serials)]
    assert [one.code for one in serial_problems(apart)] == [code for code, _how in said if code == "serial-empty"]


def test_lateness_is_that_of_the_next_step_which_is_not_skipped() -> None:
    ordered = Step(MilestoneKind.ORDERED, EARLIER, None, EARLIER)
    ready = Step(MilestoneKind.READY, EARLIER, LATER, None)
    picked = Step(MilestoneKind.PICKED_UP, None, EARLIER, None)
    assert next_step([ordered, ready]) is ready
    assert days_late([ordered, ready], today=DAY) == 3
    assert days_late([ordered, replace(ready, skipped=True), picked], today=DAY) == 3
    assert days_late([replace(ready, planned_on=LATER)], today=DAY) == 0
    assert days_late([replace(ready, planned_on=None, forecast_on=None)], today=DAY) == 0
    assert days_late([ordered], today=DAY) == 0
    assert days_late([Step(MilestoneKind.READY, None, None, None), picked], today=DAY) == 3, "no day hides no lateness"
    arrived = Step(MilestoneKind.ARRIVED, EARLIER, None, EARLIER)
    assert next_step([ordered, ready, arrived]) is None, "nobody waits for what lies before the furthest milestone"
    assert days_late([ordered, ready, arrived], today=DAY) == 0


def test_demurrage_starts_the_day_after_the_free_days() -> None:
    assert demurrage_starts(DAY, 5) == DAY + timedelta(days=6)
    assert demurrage_starts(None, 5) is None
    assert demurrage_starts(DAY, None) is None


def test_a_milestone_is_neither_to_come_nor_before_an_earlier_one() -> None:
    steps = [Step(MilestoneKind.ORDERED, None, None, EARLIER), Step(MilestoneKind.DEPARTED, None, None, DAY)]
    assert milestone_problems(steps, MilestoneKind.ARRIVED, DAY, today=DAY) == []
    found = milestone_problems(steps, MilestoneKind.ARRIVED, EARLIER, today=DAY)
    assert [(one.code, one.params["earlier"]) for one in found] == [("milestone-before-earlier", "departed")]
    assert [one.code for one in milestone_problems(steps, MilestoneKind.ARRIVED, LATER, today=DAY)] == [
        "milestone-in-future"
    ]
    assert milestone_problems(steps, MilestoneKind.READY, DAY, today=DAY) == []
    found = milestone_problems(steps, MilestoneKind.READY, LATER, today=LATER)
    assert [(one.code, one.params["later"]) for one in found] == [("milestone-after-later", "departed")]


EXPORT = ExportLine(7, "Riot helmet", "0A979", "PO-26-A0001", "")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], []),
        ([EXPORT], ["Riot helmet"]),
        ([EXPORT, EXPORT, replace(EXPORT, item_id=8, item="Shield")], ["Riot helmet", "Shield"]),
        ([replace(EXPORT, authorization="GOV 740.11")], []),
        ([replace(EXPORT, authorization="GOV"), replace(EXPORT, order="PO-26-A0002")], ["Riot helmet"]),
        ([replace(EXPORT, export_class="EAR 99")], []),
        ([replace(EXPORT, item_id=9)], []),
        ([replace(EXPORT, item_id=9, order="PO-26-A0002")], ["Riot helmet"]),
    ],
)
def test_each_controlled_item_leaves_with_an_export_authorization(lines: list[ExportLine], said: list[str]) -> None:
    found = export_problems(lines, known={(9, EXPORT.order)})
    assert [(one.code, one.severity, one.params["item"]) for one in found] == [
        ("export-authorization", Severity.OVERRIDE, item) for item in said
    ]
