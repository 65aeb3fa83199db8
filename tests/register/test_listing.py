"""The register lists every number in order, says what became of it, and shows every hole."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from inl_logistics.handovers.commands import void
from inl_logistics.handovers.reversing import ReverseDraft, reverse
from inl_logistics.handovers.signing import SignDraft, SignedQuantity, sign
from inl_logistics.kernel.listing import ListQuery
from inl_logistics.kernel.values import Tracking
from inl_logistics.register import listing
from inl_logistics.register.periods import CloseDraft, close, closed_before
from inl_logistics.reports import exports
from inl_logistics.reports.listpdf import write_list
from inl_logistics.verification import verify
from tests.builders import TODAY, Post
from tests.paper.reading import pages, words
from tests.paper.samples import PRINTED_AT


@pytest.fixture
def handovers(post: Post) -> list[int]:
    """Three receipts: void; signed with differences and taken back; issued."""
    item = post.item("MR-1", tracking=Tracking.QUANTITY)
    post.stocked_quantity(item, 100)
    made = [post.issued(post.pick_quantity(item, 10)) for _ in range(3)]
    post.work.write(void, made[0], reason="Printed on the wrong paper")
    post.work.write(sign, SignDraft(made[1], TODAY, "Luis Arriaga", quantities=(SignedQuantity(1, 9),)))
    post.work.write(reverse, ReverseDraft(made[1], "Wrong unit", TODAY))
    return made


def listed(post: Post, **filters: str) -> list[listing.NumberRow]:
    """Return the rows of a query."""
    query = ListQuery(filters={name: frozenset({value}) for name, value in filters.items()})
    keys = post.work.read(listing.keys, query, today=TODAY).keys
    return post.work.read(listing.rows, keys, today=TODAY)


def test_every_number_stands_in_order_with_what_became_of_it(post: Post, handovers: list[int]) -> None:
    found = [(row.number, row.state, row.reason, row.linked) for row in listed(post, kind="HO")]
    assert found == [
        ("PCL-HO-2026-A0001", "void", "Printed on the wrong paper", ""),
        ("PCL-HO-2026-A0002", "reversed", "Wrong unit", "PCL-RV-2026-A0001"),
        ("PCL-HO-2026-A0003", "issued", "", ""),
    ]
    (reversal,) = listed(post, kind="RV")
    assert (reversal.linked, reversal.subject) == ("PCL-HO-2026-A0002", ("handover", handovers[1]))
    (note,) = listed(post, kind="VN")
    assert note.subject == ("handover", handovers[1])
    everything = listed(post)
    assert len(everything) == post.scalar("SELECT count(*) FROM document")
    assert [row.number for row in listed(post, state="void")] == ["PCL-HO-2026-A0001"]


def test_a_hole_is_a_row_at_its_place_and_verify_names_it(post: Post, handovers: list[int]) -> None:
    assert post.work.read(listing.missing) == []
    with post.work._writer.connect() as connection:  # type: ignore[union-attr]
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.commit()
        connection.execute(text("DROP TRIGGER guard_document_delete"))
        connection.execute(text("DROP TRIGGER guard_seal_delete"))
        number = {"n": "PCL-HO-2026-A0001"}
        one = "(SELECT id FROM document WHERE number = :n)"
        connection.execute(text(f"UPDATE handover SET document_id = NULL WHERE document_id = {one}"), number)
        connection.execute(text(f"DELETE FROM seal WHERE document_id = {one}"), number)
        connection.execute(text("DELETE FROM document WHERE number = :n"), number)
        connection.commit()
        connection.exec_driver_sql("PRAGMA foreign_keys = ON")
        connection.commit()
    found = listed(post, kind="HO")
    assert (found[0].number, found[0].state) == ("PCL-HO-2026-A0001", "missing")
    assert [row.number for row in listed(post, state="missing")] == ["PCL-HO-2026-A0001"]
    assert any("HO-2026-A" in one for one in post.work.read(verify).problems)


def test_the_register_as_excel_and_pdf(post: Post, handovers: list[int], tmp_path: Path) -> None:
    sheet = post.work.read(exports.sheet, "register", today=TODAY)
    assert exports.write(tmp_path / "register.xlsx", sheet) == len(sheet.rows)
    made = pages(write_list(sheet, printed_at=PRINTED_AT))
    found = words("\n".join(made))
    for number in ("PCL-HO-2026-A0001", "PCL-RV-2026-A0001", "PCL-VN-2026-A0001"):
        assert number in found
    assert "Printed on the wrong paper" in found
    at = [column.key for column in sheet.columns].index("at")
    instants = {row[at] for row in sheet.rows}
    assert all(isinstance(one, datetime) and one.tzinfo is not None for one in instants)
    assert f"{next(iter(instants)):%H:%M}" in found, "the clock stands beside the day"
    assert f"Page 1 of {len(made)}" in found


def test_a_long_list_repeats_its_heads(post: Post) -> None:
    sheet = post.work.read(exports.sheet, "register", today=TODAY)
    from dataclasses import replace

    rows = [("HO", 2026, "A", f"N-{n}", "About " * 12, TODAY, "", "", "Void", "", "", "") for n in range(200)]
    made = pages(write_list(replace(sheet, rows=rows), printed_at=PRINTED_AT))
    assert len(made) > 4
    assert all("Number" in one for one in made)
    assert "N-199" in made[-1]


def test_only_what_was_entered_into_a_month_after_it_was_closed_is_late(post: Post) -> None:
    item = post.item("MR-1", tracking=Tracking.QUANTITY)
    post.stocked_quantity(item, 100)
    made = [post.issued(post.pick_quantity(item, 10)) for _ in range(2)]
    post.work.write(sign, SignDraft(made[0], TODAY, "Luis Arriaga"))
    post.clock.on(TODAY + timedelta(days=20))
    post.work.write(close, CloseDraft(TODAY + timedelta(days=6)))
    post.work.write(sign, SignDraft(made[1], TODAY + timedelta(days=1), "Luis Arriaga"))
    assert [row.late for row in listed(post, kind="HO")] == [False, True]
    assert [row.number for row in listed(post, mark="late")] == ["PCL-HO-2026-A0002"]
    entered = post.work.now()
    before = entered - timedelta(days=15)
    assert post.work.read(closed_before, TODAY, entered) == TODAY + timedelta(days=6)
    assert post.work.read(closed_before, TODAY, before) is None, "it was open when this was entered"
    assert post.work.read(closed_before, TODAY + timedelta(days=7), entered) is None


def test_every_number_has_the_page_of_its_record(post: Post, handovers: list[int]) -> None:
    found = {row.number: row.subject for row in listed(post)}
    assert all(found.values()), found
    for kind, table, page in (
        ("PO", "purchase_order", "order"), ("IN", "shipment", "shipment"), ("RR", "receiving", "receiving"),
        ("HO", "handover", "handover"),
    ):  # fmt: skip
        ids = [page_id for number, (name, page_id) in sorted(found.items()) if f"-{kind}-" in number and name == page]  # type: ignore[misc]
        assert ids == [post.scalar(f"SELECT min(id) FROM {table}"), *ids[1:]]
        assert len(ids) == post.scalar("SELECT count(*) FROM document WHERE kind = :k", k=kind)


def test_a_receipt_takes_effect_on_the_day_of_its_signature_and_says_when_that_was_entered(
    post: Post, handovers: list[int]
) -> None:
    post.clock.on(TODAY + timedelta(days=6))
    post.work.write(close, CloseDraft(TODAY + timedelta(days=4)))
    post.work.write(sign, SignDraft(handovers[2], TODAY + timedelta(days=2), "Luis Arriaga"))
    latest = post.work.read(listing.keys, ListQuery(sort="on", descending=True), today=TODAY).keys[0]
    (row,) = post.work.read(listing.rows, [latest], today=TODAY)
    assert row.number == "PCL-HO-2026-A0003", "the list can be put into the order of those days"
    assert (row.effective_on, row.entered_at[:10], row.late) == (
        TODAY + timedelta(days=2), (TODAY + timedelta(days=6)).isoformat(), True
    )  # fmt: skip
