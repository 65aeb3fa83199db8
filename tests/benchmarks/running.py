"""Benchmark of a distribution run: 200 receipts frozen, drawn in the child with their waybills, keys typed meanwhile."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from inl_logistics.kernel.values import Tracking
from inl_logistics.outbound import rundrawing, runpapers
from inl_logistics.outbound.commands import OutboundDraft, VehicleDraft, save_outbound
from inl_logistics.outbound.issuing import IssueRunDraft, issue_run
from inl_logistics.paper.model import PaperSize
from tests.benchmarks.measure import Result, timed
from tests.builders import TODAY, Post, puerto_claro

AT = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
STOPS, LINES = 200, 12
TYPED = "mia-1042 la hondura center graduation"


def run(folder: Path) -> Iterator[Result]:
    """Measure freezing, drawing and typing."""
    post = puerto_claro(folder)
    outbound = _made(post)
    draft = runpapers.RunPapersDraft(outbound)
    median, p95 = timed(lambda: _freeze(post, draft), times=3)
    yield Result(f"papers of a run with {STOPS} receipts, frozen", median, p95, None, "≤ 2 s")
    found = _freeze(post, draft)
    begun = time.perf_counter()
    whole = rundrawing.as_pdf(found, AT, PaperSize.A4)
    spent = time.perf_counter() - begun
    pages = _pages(whole)
    yield Result("the same drawn as one PDF, a page", spent * 1000 / pages, spent * 1000 / pages, None,
                 "≤ 11 ms (90 pages/s)", note=f"({pages / spent:.0f} pages/s, {pages:,} pages)")  # fmt: skip
    yield from _keys(post, draft, folder.parent / "run.pdf")


def _freeze(post: Post, draft: runpapers.RunPapersDraft) -> runpapers.RunPapers:
    return post.work.read(runpapers.run_papers, draft, today=TODAY, by=post.work.actor)


def _made(post: Post) -> int:
    items = [post.item(f"SUP-{at:02d}", name=f"Supply {at}", tracking=Tracking.QUANTITY) for at in range(LINES)]
    for one in items:
        post.stocked_quantity(one, STOPS)
    lines = [post.pick_quantity(one, 1) for one in items]
    drafts = tuple(post.draft(*lines) for _stop in range(STOPS))
    half = STOPS // 2
    vehicles = (
        VehicleDraft("MIA-1042", "J. Reyes", drafts[:half]),
        VehicleDraft("MIA-2210", "P. Ortiz", drafts[half:]),
    )
    outbound = int(post.work.write(save_outbound, OutboundDraft(vehicles, "Graduation", TODAY)))
    post.work.write(issue_run, IssueRunDraft(outbound))
    return outbound


def _pages(pdf: bytes) -> int:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def _keys(post: Post, draft: runpapers.RunPapersDraft, target: Path) -> Iterator[Result]:
    """Type into the list's filter while the papers are read, drawn and saved."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from ui.kit.jobs import Jobs, JobState
    from ui.kit.keys import KeyRouter
    from ui.kit.navigation import Notebook, Route
    from ui.outbound import printdialog
    from ui.outbound.feature import FEATURE
    from ui.outbound.page import OutboundsPage
    from ui.shell.posts import LocalPosts
    from ui.shell.window import MainWindow, WindowParts

    application = QApplication.instance() or QApplication([])
    notebook = Notebook()
    window = MainWindow(WindowParts(jobs=Jobs(), office=LocalPosts(notebook), notebook=notebook,
                                    features=lambda: (FEATURE,), router=KeyRouter(application)))  # fmt: skip
    window.resize(1366, 768)
    window.show()
    window.open_post(post.work)
    window.navigator.open(Route("outbounds"))
    page = window.pages.current()
    assert isinstance(page, OutboundsPage)
    printdialog.save_file = lambda _over, _title, _name, done: done(target)  # type: ignore[assignment]
    job = printdialog.PrintJob(page)
    done: list[bool] = []
    job.done.connect(lambda: done.append(True))
    idle = _typed(application, QTest, page, until=lambda at: at >= len(TYPED))
    job.start(draft, "file")
    busy = _typed(application, QTest, page, until=lambda _at: bool(done))
    assert job.job is not None
    assert job.job.state is JobState.DONE
    for words, times in (("a key with nothing else running", idle), ("a key while those papers are printed", busy)):
        times.sort()
        yield Result(words, times[len(times) // 2], times[int(len(times) * 0.95)], None, "≤ 16 ms",
                     note=f"({len(times)} keys, worst {times[-1]:.0f} ms)")  # fmt: skip
    window.close()


def _typed(application: object, typing: object, page: object, *, until: object) -> list[float]:
    """Type a text again and again; return the milliseconds from each key to what it shows."""
    times: list[float] = []
    edit = page.search  # type: ignore[attr-defined]
    edit.setFocus()
    while not until(len(times)):  # type: ignore[operator]
        letter = TYPED[len(times) % len(TYPED)]
        if len(times) % len(TYPED) == 0:
            edit.clear()
        begun = time.perf_counter()
        typing.keyClick(edit, letter)  # type: ignore[attr-defined]
        application.processEvents()  # type: ignore[attr-defined]
        times.append((time.perf_counter() - begun) * 1000)
        rest = time.perf_counter() + 0.03
        while time.perf_counter() < rest:  # a fast typist: thirty keys a second
            application.processEvents()  # type: ignore[attr-defined]
            time.sleep(0.001)
    return times
