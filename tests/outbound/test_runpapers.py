"""All papers of a run as one print job: the order, the copies, what is a reprint, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest
from sqlalchemy import text

from inl_logistics.handovers.commands import refuse, void
from inl_logistics.handovers.reversing import ReverseDraft, reverse
from inl_logistics.handovers.signing import SignDraft, sign
from inl_logistics.kernel.problems import Canceled, EnvironmentFault
from inl_logistics.outbound.commands import PickedDraft, mark_picked, save_outbound
from inl_logistics.outbound.dispatch import DispatchDraft, check
from inl_logistics.outbound.issuing import IssueRunDraft, issue_run
from inl_logistics.outbound.loads import vehicles
from inl_logistics.outbound.planning import draft_of
from inl_logistics.outbound.rundrawing import as_pdf, file_name, to_file, to_folder
from inl_logistics.outbound.runpapers import (
    Part,
    RunPapers,
    RunPapersDraft,
    WaybillPrintedDraft,
    as_preview,
    printed_of,
    record_run_print,
    record_waybill_print,
    run_papers,
    waybill_to_print,
)
from inl_logistics.paper.model import Mark, PaperSize
from tests.builders import TODAY, Post
from tests.outbound.test_issuing import drafts, planned_run

AT = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


@pytest.fixture
def run(post: Post) -> int:
    """Three stops on two vehicles, issued."""
    one, two, three = drafts(post, 3)
    made = planned_run(post, (one, two), (three,))
    post.work.write(issue_run, IssueRunDraft(made))
    return made


def of(post: Post, run: int, **more: object) -> RunPapers:
    """Return its papers now."""
    return post.work.read(run_papers, RunPapersDraft(run, **more), today=TODAY, by=post.work.actor)  # type: ignore[arg-type]


def texts(pdf: bytes) -> list[str]:
    """Return the text of every page."""
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_bounded() for page in document]


def test_papers_come_out_by_vehicle_and_by_stop(post: Post, run: int) -> None:
    found = of(post, run)
    assert [one.name for one in found.sheets] == [
        "00 carton labels",
        "01 MIA-1 1 pick list", "01 MIA-1 2 packing list", "01 MIA-1 3 waybill PCL-WB-2026-A0001",
        "01 MIA-1 4 stop 01 PCL-HO-2026-A0001", "01 MIA-1 4 stop 02 PCL-HO-2026-A0002",
        "02 MIA-2 1 pick list", "02 MIA-2 2 packing list", "02 MIA-2 3 waybill PCL-WB-2026-A0002",
        "02 MIA-2 4 stop 01 PCL-HO-2026-A0003",
    ]  # fmt: skip
    assert [one.copies for one in found.sheets] == [1, 1, 1, 5, 5, 5, 1, 1, 5, 5]
    assert (found.number, found.drafts, found.reprints) == ("PCL-OUT-2026-A0001", 0, 0)
    pages = texts(as_pdf(found, AT, PaperSize.A4))
    assert len(pages) == 1 + 2 * 2 + 2 * 5 + 3 * 5 * 2, "a receipt has two pages"
    assert sum("ORIGINAL 1 / 5" in page for page in pages) == 2 + 3 * 2
    some = of(post, run, parts=(Part.WAYBILLS,), waybill_ids=(2,))
    assert [one.name for one in some.sheets] == ["02 MIA-2 3 waybill PCL-WB-2026-A0002"]


def test_what_was_printed_is_a_reprint_the_next_time(post: Post, run: int) -> None:
    draft = printed_of(of(post, run), run, paper="a4", saved=False)
    assert post.work.write(record_run_print, draft) == 5
    found = of(post, run)
    assert found.reprints == 5
    assert sum("REPRINT 1" in page for page in texts(as_pdf(found, AT, PaperSize.A4))) == 2 * 5 + 3 * 5 * 2


def test_a_receipt_that_was_taken_back_says_by_which_number(post: Post, run: int) -> None:
    handover = int(str(post.scalar("SELECT min(id) FROM handover")))
    post.work.write(sign, SignDraft(handover, TODAY, "Luis Arriaga"))
    reversal = post.work.write(reverse, ReverseDraft(handover, "wrong prison", TODAY))
    receipts = of(post, run, parts=(Part.RECEIPTS,))
    first = RunPapers(receipts.number, receipts.sheets[:1], receipts.layout)
    assert any(reversal in page for page in texts(as_pdf(first, AT, PaperSize.A4)))


def test_each_carton_has_a_label_with_its_receipts_number(post: Post, run: int) -> None:
    picks = (int(str(post.scalar("SELECT min(id) FROM handover_pick"))),)
    post.work.write(mark_picked, PickedDraft(run, picks, True, "C-7"))
    (page,) = texts(as_pdf(of(post, run, parts=(Part.LABELS,)), AT, PaperSize.A4))
    assert "C-7" in page
    for number in ("PCL-HO-2026-A0001", "PCL-HO-2026-A0002", "PCL-HO-2026-A0003"):
        assert number in page


def test_a_folder_appears_whole_or_not_at_all(post: Post, run: int, tmp_path: Path) -> None:
    found, folder = of(post, run), tmp_path / "run"

    def stop(done: int, _total: int, _what: str) -> None:
        if done == 3:
            raise Canceled("job-canceled")

    with pytest.raises(Canceled):
        to_folder(found, folder, AT, PaperSize.A4, stop)
    assert not [one.name for one in tmp_path.iterdir() if "run" in one.name], "nothing is left of it"
    with pytest.raises(Canceled):
        to_file(found, tmp_path / "run.pdf", AT, PaperSize.A4, stop)
    assert not (tmp_path / "run.pdf").exists()
    to_folder(found, folder, AT, PaperSize.A4)
    assert sorted(one.stem for one in folder.iterdir()) == sorted(one.name for one in found.sheets)
    with pytest.raises(EnvironmentFault):
        to_folder(found, folder, AT, PaperSize.A4)


def test_names_are_taken_by_every_file_system() -> None:
    assert file_name('01 AB/12:"x" 1 list.') == "01 AB-12--x- 1 list"
    assert file_name(" .") == "paper"


@pytest.mark.parametrize("end", [void, refuse])
def test_nothing_is_printed_of_a_receipt_that_nobody_will_sign(post: Post, run: int, end: Callable[..., None]) -> None:
    before = sum(len(one.labels) for one in of(post, run).sheets)
    post.work.write(end, int(str(post.scalar("SELECT min(id) FROM handover"))), reason="Closed by a riot")
    found = of(post, run)
    assert [one.title for one in found.sheets if one.part is Part.RECEIPTS] == [
        "PCL-HO-2026-A0002",
        "PCL-HO-2026-A0003",
    ]
    labels = [label for one in found.sheets for label in one.labels]
    assert len(labels) == before - 1
    assert "PCL-HO-2026-A0001" not in {label.tag for label in labels}
    lists = [one.frozen for one in found.sheets if one.part in (Part.PICKS, Part.PACKING, Part.WAYBILLS)]
    assert not [one for one in lists if b"PCL-HO-2026-A0001" in one], "the store picked for a receipt that was void"


def _stale(post: Post, run: int) -> list[bool]:
    return [one.is_stale for one in post.work.read(vehicles, run)]


def _printed(post: Post, run: int) -> None:
    post.work.write(record_run_print, printed_of(of(post, run), run, paper="a4", saved=True))


def test_a_waybill_that_changes_after_it_was_printed_is_stale_until_it_is_printed_again(post: Post, run: int) -> None:
    """The driver had one name on the paper in his hand and another in the books, and nobody was told."""
    _printed(post, run)
    assert _stale(post, run) == [False, False]
    plan = post.work.read(draft_of, run)
    first, second = plan.vehicles
    post.work.write(save_outbound, replace(plan, vehicles=(first, replace(second, driver="Pablo Ortiz"))))
    assert _stale(post, run) == [False, True]
    told = [
        one for one in post.work.read(check, DispatchDraft(run), today=TODAY).problems if one.code == "waybill-stale"
    ]
    assert [one.params["number"] for one in told] == ["WB-26-A0002"]
    _printed(post, run)
    assert _stale(post, run) == [False, False]


def test_a_vehicle_that_carries_nothing_any_more_asks_for_no_paper(post: Post, run: int) -> None:
    _printed(post, run)
    plan = post.work.read(draft_of, run)
    first, second = plan.vehicles
    emptied = replace(plan, vehicles=(replace(first, handover_ids=first.handover_ids + second.handover_ids),
                                      replace(second, handover_ids=())))  # fmt: skip
    post.work.write(save_outbound, emptied)
    assert _stale(post, run) == [True, False]


def test_another_carton_makes_a_printed_waybill_stale_and_picking_does_not(post: Post, run: int) -> None:
    _printed(post, run)
    picks = tuple(post.work.read(lambda session: session.execute(text("SELECT id FROM handover_pick")).scalars().all()))
    post.work.write(mark_picked, PickedDraft(run, picks, True, None))
    assert _stale(post, run) == [False, False], "the waybill does not say what is picked"
    post.work.write(mark_picked, PickedDraft(run, picks[:1], None, "C-9"))
    assert any(_stale(post, run))


def test_a_waybill_that_is_printed_by_itself_is_counted(post: Post, run: int) -> None:
    document = next(one.document_id for one in of(post, run, parts=(Part.WAYBILLS,)).sheets)
    assert document is not None
    found = post.work.read(waybill_to_print, document)
    draft = WaybillPrintedDraft(found.waybill_id, found.paper, "es", "a4")
    assert [post.work.write(record_waybill_print, draft) for _ in range(2)] == [0, 1]
    assert [one.reprint for one in of(post, run, parts=(Part.WAYBILLS,)).sheets] == [2, 0]


def test_a_preview_says_draft_on_every_numbered_paper(post: Post, run: int) -> None:
    found = as_preview(of(post, run))
    assert {one.mark for one in found.sheets if one.document_id is not None} == {Mark.DRAFT}
    assert {one.mark for one in found.sheets if one.document_id is None} == {Mark.NONE}
