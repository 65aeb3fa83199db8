"""Draws the papers of a run: as one PDF, or as a folder of PDFs, whole or not at all. For a child process, with progress.

jobs.compute(self, rundrawing.to_file, papers, path, at, size, done=…, title=_("Papers of {number}"), kept=…)
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from io import BytesIO
from pathlib import Path

import msgspec

from inl_logistics.database.files import fault_of, write_whole
from inl_logistics.handovers import documents as receipts
from inl_logistics.kernel.problems import EnvironmentFault
from inl_logistics.labels import drawing
from inl_logistics.labels.layouts import layout
from inl_logistics.outbound import documents
from inl_logistics.outbound.documents import PickList
from inl_logistics.outbound.runpapers import Part, RunPapers, Sheet
from inl_logistics.paper.model import PaperSize

Progress = Callable[[int, int, str], None]
_PARTIAL = ".unfinished"
_FORBIDDEN = str.maketrans(dict.fromkeys('\\/:*?"<>|\t\r\n', "-"))


def quiet(_done: int, _total: int, _what: str) -> None:
    """Stand for nobody who wants to know."""


def draw_sheet(sheet: Sheet, *, layout_name: str, at: datetime, size: PaperSize) -> bytes:
    """Draw one paper with its copies."""
    match sheet.part:
        case Part.LABELS:
            return drawing.draw(
                sheet.labels, drawing.Printing(layout(layout_name), language=sheet.language), printed_at=at
            )
        case Part.PICKS | Part.PACKING:
            picks = msgspec.json.decode(sheet.frozen, type=PickList)
            return documents.render_picks(picks, printed_at=at, language=sheet.language, paper=size)
        case Part.WAYBILLS:
            waybill = documents.waybill_from_json(sheet.frozen)
            return documents.render_waybill(
                waybill, printed_at=at, language=sheet.language, paper=size, mark=sheet.mark, reprint=sheet.reprint
            )
        case Part.RECEIPTS:
            return _draw_receipt(sheet, at, size)


def _draw_receipt(sheet: Sheet, at: datetime, size: PaperSize) -> bytes:
    receipt = receipts.from_json(sheet.frozen)
    if sheet.document_id is None:
        return receipts.render_preview(
            receipt, printed_at=at, language=sheet.language, paper=size, values=sheet.show_values
        )
    return receipts.render(
        receipt, printed_at=at, language=sheet.language, paper=size, values=sheet.show_values, mark=sheet.mark,
        reprint=sheet.reprint, seal=sheet.seal, signatures=sheet.signatures, taken_back=sheet.taken_back,
    )  # fmt: skip


def _drawn(papers: RunPapers, at: datetime, size: PaperSize, progress: Progress) -> Iterator[tuple[Sheet, bytes]]:
    total = len(papers.sheets)
    for done, sheet in enumerate(papers.sheets):
        progress(done, total, sheet.title)
        yield sheet, draw_sheet(sheet, layout_name=papers.layout, at=at, size=size)
    progress(total, total, "")


def as_pdf(papers: RunPapers, at: datetime, size: PaperSize, progress: Progress = quiet) -> bytes:
    """Return all papers as one PDF, in the order of printing."""
    return joined(content for _sheet, content in _drawn(papers, at, size, progress))


def joined(parts: Iterator[bytes]) -> bytes:
    """Return PDFs behind each other as one."""
    import pypdfium2  # loaded when a run is printed, not at start

    whole = pypdfium2.PdfDocument.new()
    try:
        for content in parts:
            part = pypdfium2.PdfDocument(content)
            whole.import_pages(part)
            part.close()
        out = BytesIO()
        whole.save(out)
        return out.getvalue()
    finally:
        whole.close()


def to_file(
    papers: RunPapers, path: Path, at: datetime, size: PaperSize, progress: Progress = quiet
) -> tuple[Path, int]:
    """Save all papers as one PDF; return where, and how many papers. Raises: EnvironmentFault."""
    write_whole(path, as_pdf(papers, at, size, progress))
    return path, len(papers.sheets)


def to_folder(
    papers: RunPapers, folder: Path, at: datetime, size: PaperSize, progress: Progress = quiet
) -> tuple[Path, int]:
    """Save each paper as a PDF of its own in a new folder; it appears when the last one is drawn.

    Raises: EnvironmentFault("path-exists", …).
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise EnvironmentFault("path-exists", path=folder)
    partial = unfinished(folder)
    try:
        forget(folder)
        partial.mkdir()
        for sheet, content in _drawn(papers, at, size, progress):
            (partial / f"{file_name(sheet.name)}.pdf").write_bytes(content)
        if folder.exists():
            folder.rmdir()
        partial.rename(folder)
    except OSError as cause:
        raise fault_of(cause, folder) from cause
    finally:
        forget(folder)
    return folder, len(papers.sheets)


def unfinished(folder: Path) -> Path:
    """Return where a folder is being made."""
    return folder.with_name(f".{folder.name}{_PARTIAL}")


def forget(folder: Path) -> None:
    """Throw away what was drawn of a folder before it was canceled."""
    with suppress(OSError):
        shutil.rmtree(unfinished(folder))


def file_name(name: str) -> str:
    """Return a name that every file system takes."""
    return name.translate(_FORBIDDEN).strip(" .")[:120] or "paper"
