"""Papers, dangerous goods, packing lists and demurrage, judged without a database."""

from __future__ import annotations

from datetime import date, timedelta

from inl_logistics.kernel.problems import Severity
from inl_logistics.shipments.cargo import (
    CargoLine,
    hazard_problems,
    list_problems,
    required_papers,
    shipping_name,
    un_numbers,
)
from inl_logistics.shipments.demurrage import Terms, demurrage, lasts_until
from inl_logistics.shipments.records import PaperKind

SHIRT = CargoLine(1, "Duty shirt", 30)
SPRAY = CargoLine(2, "OC spray", 40, "UN1950", "2.2")
RADIO = CargoLine(3, "Radio", 12, "UN3480/3481", "9", "5A992", "serial", 10)
DAY = date(2026, 11, 1)


def test_hazards_and_exports_ask_for_papers_of_their_own() -> None:
    plain = required_papers([SHIRT], "sea")
    assert PaperKind.DANGEROUS_GOODS not in plain
    assert plain[-1] is PaperKind.CUSTOMS_RELEASE
    assert {PaperKind.DANGEROUS_GOODS, PaperKind.SAFETY_DATA} <= set(required_papers([SHIRT, SPRAY], "air"))
    assert PaperKind.EXPORT_FILING in required_papers([RADIO], "air")
    assert required_papers([SHIRT], "pouch") == (PaperKind.INVOICE, PaperKind.PACKING_LIST)


def test_lithium_and_aerosols_by_air_warn_and_by_sea_do_not() -> None:
    found = hazard_problems([SHIRT, SPRAY, RADIO], "air")
    assert [one.code for one in found] == ["aerosol-by-air", "lithium-by-air"]
    assert {one.severity for one in found} == {Severity.WARN}
    assert found[1].params == {"items": "Radio", "un": "UN3480/3481"}
    assert hazard_problems([SPRAY, RADIO], "sea") == []
    assert [one.code for one in hazard_problems([SPRAY], "pouch")] == ["hazard-in-pouch"]
    assert [one.code for one in hazard_problems([CargoLine(1, "Cylinder", 1, "UN1002")], "air")] == ["hazard-by-air"]
    assert un_numbers("UN3480/3481") == ("3480", "3481")
    assert shipping_name("UN1950") == "Aerosols"
    assert shipping_name("") == ""


def test_what_the_order_asks_of_the_list_is_missed() -> None:
    asked = CargoLine(1, "Radio", 12, tracking="serial", serials=10, serial_list=True)
    lot = CargoLine(2, "Spray", 12, lot="L1", lot_required=True)
    assert [(one.code, one.params.get("missing")) for one in list_problems([asked, lot, RADIO])] == [
        ("serial-list-short", "2"), ("lot-not-named", None),
    ]  # fmt: skip
    assert list_problems([CargoLine(2, "Spray", 12, lot="L1", has_expiry=True, lot_required=True)]) == []


def test_demurrage_counts_days_after_the_free_ones_up_to_its_cap() -> None:
    terms = Terms(21, 18_500)
    waits = demurrage(DAY, None, terms, today=DAY + timedelta(days=10))
    assert waits is not None
    assert (waits.starts_on, waits.days, waits.minor, waits.running) == (DAY + timedelta(days=22), 0, 0, False)
    runs = demurrage(DAY, None, terms, today=DAY + timedelta(days=24))
    assert runs is not None
    assert (runs.days, runs.minor, runs.running) == (3, 55_500, True)
    ended = demurrage(DAY, DAY + timedelta(days=23), terms, today=DAY + timedelta(days=90))
    assert ended is not None
    assert (ended.days, ended.minor, ended.running) == (2, 37_000, False)
    capped = demurrage(DAY, None, Terms(21, 18_500, cap_minor=40_000), today=DAY + timedelta(days=40))
    assert capped is not None
    assert (capped.minor, capped.capped, capped.running) == (40_000, True, False)
    assert demurrage(None, None, terms, today=DAY) is None
    assert demurrage(DAY, None, Terms(21, None), today=DAY) is None
    assert lasts_until(DAY, None) == DAY
    assert lasts_until(DAY, DAY + timedelta(days=2)) == DAY + timedelta(days=2)
