"""Print everything of a run as one job: which papers, of which vehicles, to the printer, one PDF, or a folder of PDFs.

Drawn in a child process with progress and cancel; recorded once it came out. Source: ui.md 11 (Progress).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from inl_logistics.kernel.problems import Canceled, LogisticsError
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.labels.layouts import layout
from inl_logistics.outbound import rundrawing
from inl_logistics.outbound.queries import OutboundDetail
from inl_logistics.outbound.runpapers import (
    ENDED,
    LAYOUTS,
    PARTS,
    Part,
    RunPapers,
    RunPapersDraft,
    as_preview,
    printed_of,
    record_run_print,
    run_papers,
)
from inl_logistics.paper.model import PaperSize
from inl_logistics.register.numbers import screen_number
from ui.kit import paint
from ui.kit.choices import CheckBox, Segmented
from ui.kit.files import choose_folder, save_file
from ui.kit.formats import number
from ui.kit.formdialog import FormDialog
from ui.kit.jobs import Job, JobState
from ui.kit.navigation import Page
from ui.kit.openpost import local_now, open_post, save_bytes
from ui.kit.paperdialog import PaperDialog, ask_printer
from ui.kit.progress import ProgressDialog
from ui.kit.widget import Label, column
from ui.outbound import words

_TITLES = {
    Part.LABELS: N_("Carton labels"), Part.PICKS: N_("Pick lists, by bin and first expiry"),
    Part.PACKING: N_("Packing lists"), Part.WAYBILLS: N_("Waybills, five copies each"),
    Part.RECEIPTS: N_("Receipts, all copies, each in its recipient's language"),
}  # fmt: skip
_PATIENCE_MS = 300  # what takes no longer needs no progress


class PrintDialog(FormDialog):
    """Which papers, of which vehicles, and where to."""

    def __init__(self, page: Page, record: OutboundDetail, run: Callable[[RunPapersDraft, str], None]) -> None:
        super().__init__(page.context, page, _("Print everything"), verb=_("Print…"), width=560)
        self._page, self._record, self._run = page, record, run
        self._workspace = open_post(page.context)
        self.parts: dict[Part, CheckBox] = {}
        self.cars: dict[int, CheckBox] = {}
        self.way = Segmented()
        self.way.setAccessibleName(_("Where the papers go"))
        self.way.set_options(
            [
                ("printer", _("Printer")), ("file", _("One PDF")), ("folder", _("Folder of PDFs")),
                ("preview", _("Preview")),
            ]
        )  # fmt: skip
        self.way.choose("printer", tell=False)
        self.way.chosen.connect(lambda _way: self._ask())
        self.body.addWidget(self.way)
        for part in PARTS:
            self.parts[part] = self._box(_(_TITLES[part]))
        stopping = [one for one in record.vehicles if one.stops]
        if len(stopping) > 1:
            self.body.addWidget(Label(_("Vehicles"), role="header", token="text2"))
        for vehicle in stopping if len(stopping) > 1 else ():
            name = " · ".join(filter(None, (words.vehicle_name(vehicle), vehicle.driver)))
            self.cars[vehicle.id] = self._box(name)
        self.told = Label(role="secondary", token="text2", wrap=True)
        self.body.addLayout(column(None, self.told, margins=(0, 4, 0, 0)))
        self._ask()

    def _box(self, text: str) -> CheckBox:
        box = CheckBox(text)
        box.setChecked(True)
        box.toggled.connect(lambda _on: self._ask())
        self.body.addWidget(box)
        return box

    def draft(self) -> RunPapersDraft:
        """Return what was chosen."""
        parts = tuple(part for part, box in self.parts.items() if box.isChecked())
        chosen = tuple(key for key, box in self.cars.items() if box.isChecked())
        return RunPapersDraft(self._record.id, parts, chosen if len(chosen) < len(self.cars) else ())

    def _ask(self) -> None:
        draft = self.draft()
        none = not draft.parts or (bool(self.cars) and not any(box.isChecked() for box in self.cars.values()))
        verbs = {"printer": _("Print…"), "preview": _("Show")}
        self.save.setText(verbs.get(self.way.current(), _("Save…")))
        self.save.set_reason(_("Tick what to print") if none else "")
        self.note.setText(self.save.reason())
        if none:
            self.told.setText("")
            return
        self._tell(draft)

    def _tell(self, draft: RunPapersDraft) -> None:
        """Say how many papers that is, and what stands on them; the page knows it without asking."""
        cars = [one for one in self._record.vehicles if one.stops and one.id in (draft.waybill_ids or {one.id})]
        stops = [stop for one in cars for stop in one.stops if stop.handover_state not in ENDED]
        numbered = [(one.number, one.printed) for one in cars] if Part.WAYBILLS in draft.parts else []
        numbered += [(stop.receipt, stop.printed) for stop in stops] if Part.RECEIPTS in draft.parts else []
        lists = len(cars) * ((Part.PICKS in draft.parts) + (Part.PACKING in draft.parts))
        count = len(numbered) + lists + (Part.LABELS in draft.parts)
        said = [
            ngettext("{n} paper, by vehicle and by stop.", "{n} papers, by vehicle and by stop.", count).format(
                n=number(count)
            )
        ]
        if self.way.current() == "preview":
            said.append(_("Only to look at: what has a number says DRAFT, and no print is counted."))
        elif again := sum(printed > 0 for _number, printed in numbered):
            said.append(ngettext("{n} was printed before and says REPRINT.", "{n} were printed before and say REPRINT.",
                                 again).format(n=number(again)))  # fmt: skip
        if drafts := sum(not number_ for number_, _printed in numbered):
            said.append(ngettext("{n} has no number yet and says DRAFT.", "{n} have no number yet and say DRAFT.",
                                 drafts).format(n=number(drafts)))  # fmt: skip
        if Part.LABELS in draft.parts:
            said.append(_("Labels come first: lay a label sheet ({name}) on top.").format(
                name=paint.isolated(layout(LAYOUTS[self._workspace.post.paper]).title)))  # fmt: skip
        self.told.setText(" ".join(said))
        self._place()

    def send(self) -> None:
        """Begin the job."""
        draft, way = self.draft(), self.way.current()
        self.dismiss()
        self._run(draft, way)


class PrintJob(QObject):
    """Reads, draws, prints or saves, and records; one at a time for a page."""

    done = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page, self._context = page, page.context
        self._workspace = open_post(page.context)
        self.job: Job | None = None

    def start(self, draft: RunPapersDraft, way: str) -> None:
        """Read what is printed, then ask where to save it, or draw it for the printer."""

        def read(found: RunPapers) -> None:
            name = screen_number(found.number)
            if way == "preview":
                self._draw(rundrawing.as_pdf, (as_preview(found),), name, partial(self._to_look_at, found))
            elif way == "file":
                save_file(self._page, _("Save all papers"), f"{found.number}.pdf", partial(self._to_file, draft, found))
            elif way == "folder":
                choose_folder(self._page, _("Save all papers in a folder"), partial(self._to_folder, draft, found))
            else:
                self._draw(rundrawing.as_pdf, (found,), name, partial(self._to_printer, draft, found))

        self._context.jobs.read(
            self._page, run_papers, draft, today=self._context.today(), by=self._workspace.actor, done=read,
            failed=self._context.notices.show_error,
        )  # fmt: skip

    def _size(self) -> PaperSize:
        return PaperSize(self._workspace.post.paper)

    def _draw(self, draw: Callable[..., object], what: tuple[object, ...], name: str, then: Callable[..., object],
              folder: Path | None = None) -> None:  # fmt: skip
        def failed(error: BaseException) -> None:
            if folder is not None:
                rundrawing.forget(folder)
            if isinstance(error, Canceled):
                self._context.notices.show_notice(_("Canceled. Nothing was printed, saved or recorded."), tone="warn")
            else:
                self._context.notices.show_error(error)

        job = self._context.jobs.compute(
            self._page, draw, *what, local_now(self._workspace), self._size(), done=then, failed=failed,
            title=_("Papers of {number}").format(number=paint.isolated(name)),
            kept=_("If you cancel, nothing is printed, saved or recorded."),
        )  # fmt: skip
        self.job = job
        QTimer.singleShot(_PATIENCE_MS, self, lambda: self._show_progress(job))

    def _show_progress(self, job: Job) -> None:
        if job.state is JobState.RUNNING:
            ProgressDialog(self._page, self._context.jobs, job).open()

    def _to_look_at(self, found: RunPapers, pdf: bytes) -> None:
        title = _("Papers of {number}").format(number=paint.isolated(screen_number(found.number)))
        PaperDialog(self._page, title, pdf, name=f"{found.number} DRAFT", jobs=self._context.jobs).open()

    def _to_file(self, draft: RunPapersDraft, found: RunPapers, path: Path) -> None:
        self._draw(rundrawing.to_file, (found, path), screen_number(found.number), partial(self._saved, draft, found))

    def _to_folder(self, draft: RunPapersDraft, found: RunPapers, parent: Path) -> None:
        folder = _free(parent / rundrawing.file_name(found.number))
        self._draw(rundrawing.to_folder, (found, folder), screen_number(found.number),
                   partial(self._saved, draft, found), folder)  # fmt: skip

    def _saved(self, draft: RunPapersDraft, found: RunPapers, result: tuple[Path, int]) -> None:
        path, count = result
        said = ngettext("{n} paper saved in {name}.", "{n} papers saved in {name}.", count)
        told = said.format(n=number(count), name=paint.isolated(path.name))
        self._record(draft, found, told, saved=True)

    def _to_printer(self, draft: RunPapersDraft, found: RunPapers, pdf: bytes) -> None:
        told = ngettext("{n} paper printed.", "{n} papers printed.", len(found.sheets))
        ask_printer(
            self._page, pdf, title=found.number, jobs=self._context.jobs,
            failed=partial(self._not_printed, draft, found, pdf),
            sent=lambda: self._record(draft, found, told.format(n=number(len(found.sheets))), saved=False),
        )  # fmt: skip

    def _not_printed(self, draft: RunPapersDraft, found: RunPapers, pdf: bytes, error: BaseException) -> None:
        """Without a printer the papers can still be saved, as they are drawn."""
        if not isinstance(error, LogisticsError):
            self._context.notices.show_error(error)
            return

        def keep(path: Path) -> None:
            self._context.jobs.call(
                self._page, lambda: save_bytes(path, pdf),
                done=lambda where: self._saved(draft, found, (where, len(found.sheets))),
                failed=self._context.notices.show_error,
            )  # fmt: skip

        def ask() -> None:
            save_file(self._page, _("Save all papers"), f"{found.number}.pdf", keep)

        self._context.notices.show_notice(sentence(error), tone="warn", action=_("Save as PDF…"), act=ask)

    def _record(self, draft: RunPapersDraft, found: RunPapers, told: str, *, saved: bool) -> None:
        def recorded(_count: int) -> None:
            self._context.notices.show_notice(told)
            self.done.emit()

        printed = printed_of(found, draft.outbound_id, paper=self._size().value, saved=saved)
        self._context.jobs.write(self._page, record_run_print, printed, done=recorded,
                                 failed=self._context.notices.show_error)  # fmt: skip


def _free(folder: Path) -> Path:
    """Return the folder's name, with a number where there is such a one."""
    at, found = 2, folder
    while found.exists():
        found = folder.with_name(f"{folder.name} ({at})")
        at += 1
    return found
