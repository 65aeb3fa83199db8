"""The papers and sheets that the demo leaves in its folder, with a list of what they are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.database.files import write_whole
from inl_logistics.handovers import documents
from inl_logistics.handovers.papers import Paper as Receipt
from inl_logistics.handovers.papers import paper_by_number
from inl_logistics.paper.languages import available, language
from inl_logistics.paper.model import PaperSize
from inl_logistics.receiving import documents as receiving
from inl_logistics.receiving import queries as received
from inl_logistics.reports import exports, papers

if TYPE_CHECKING:
    from inl_logistics.demo.make import Demo, Paper

_SHEETS = {
    "stock": "Stock on hand by item, store and bin",
    "orders": "Purchase orders with what became of them",
    "shipments": "Inbound shipments and how late they are",
    "outbound": "Outbound shipments, their vehicles and what is on the road",
    "transfers": "Transfers between the stores",
    "discrepancies": "What differed at receipt, and the claims",
    "handovers": "Handover register with every receipt",
    "counts": "Counts, how right each was",
    "count-lines": "Lines of the counts with every difference",
    "register": "Every document number, without a hole",
}


def _languages() -> dict[str, str]:
    """Return every paper language that ships beside English, with the words for the list of papers."""
    return {code: f"English and {language(code).name}" for code in available() if code != "en"}


def write_papers(demo: Demo, folder: Path) -> tuple[Paper, ...]:
    """Write every paper and sheet of the story."""
    from inl_logistics.demo.make import Paper

    found: list[Paper] = []

    def keep(name: str, what: str, content: bytes) -> None:
        write_whole(folder / name, content)
        found.append(Paper(name, what))

    numbers = demo.work.read(_numbers)
    at = demo.work.now()
    for number in numbers["HO"][-2:]:
        paper = demo.work.read(paper_by_number, number)
        for code, words in _languages().items() if number == numbers["HO"][-1] else (("es", "English and Spanish"),):
            for size in (PaperSize.A4, PaperSize.LETTER) if code == "es" else (PaperSize.A4,):
                name = f"receipt-{number}-{code}-{size.value}.pdf"
                keep(name, f"Handover receipt {number}, {words}, {size.value}", _receipt(paper, code, size, at))
    for number in numbers["RR"][-1:]:
        report = demo.work.read(received.report, number)
        content = receiving.render_report(report, printed_at=at, language="es", paper=PaperSize.A4)
        keep(f"receiving-report-{number}.pdf", f"Receiving report {number}", content)
    for number in numbers["DR"][-1:]:
        claim = demo.work.read(received.discrepancy, number)
        content = receiving.render_discrepancy(claim, printed_at=at, language="es", paper=PaperSize.A4)
        keep(f"discrepancy-report-{number}.pdf", f"Discrepancy report {number}: over, short and damaged", content)
    for name, what, content in (*_shipment_papers(demo, at), *_road_papers(demo, at)):
        keep(name, what, content)
    for path in sorted(folder.glob("vendor-*.xlsx")):
        what = "The vendor's packing list" if "packing" in path.name else "The vendor's order confirmation"
        found.append(Paper(path.name, f"{what}, imported as it is"))
    for name, what in _SHEETS.items():
        sheet = demo.work.read(exports.sheet, name, today=demo.today)
        exports.write(folder / f"{name}.xlsx", sheet, made_at=at)
        found.append(Paper(f"{name}.xlsx", what))
    listing = "".join(f"{one.name}\n    {one.what}\n" for one in found)
    write_whole(folder / "READ-ME-FIRST.txt", f"The papers of the invented post Puerto Claro\n\n{listing}".encode())
    return tuple(found)


def _shipment_papers(demo: Demo, at: datetime) -> Iterator[tuple[str, str, bytes]]:
    """Draw the papers of the newest shipment that is packed: note, exemption, packing list, sheet."""
    shipment = demo.work.read(lambda session: session.execute(text(
        "SELECT h.id, d.number FROM shipment h JOIN document d ON d.id = h.document_id WHERE h.mode = 'sea'"
        " AND EXISTS (SELECT 1 FROM package p WHERE p.shipment_id = h.id AND p.seal <> '') ORDER BY h.id DESC LIMIT 1"
    )).first())  # fmt: skip
    if shipment is None:
        return
    for paper in papers.of_kind("IN"):
        frozen = demo.work.read(paper.freeze, shipment.id, demo.today)
        content = paper.draw(frozen, printed_at=at, language="es", paper=PaperSize.A4)
        yield f"{paper.name}-{shipment.number}.pdf", f"{paper.title} of shipment {shipment.number}", content


def _road_papers(demo: Demo, at: datetime) -> Iterator[tuple[str, str, bytes]]:
    """Draw the newest waybill with its copies, the packing list of its shipment, a transfer note, the plan, a count, a variance."""
    for name in (
        "waybill",
        "outbound-packing-list",
        "transfer-note",
        "distribution-plan",
        "count-certificate",
        "variance-note",
    ):
        paper = papers.paper(name)
        found = demo.work.read(_newest, paper)
        if found is not None:
            frozen = demo.work.read(paper.freeze, found[0], demo.today)
            content = paper.draw(frozen, printed_at=at, language="es", paper=PaperSize.A4)
            yield f"{name}-{found[1]}.pdf", f"{paper.title} {found[1]}", content


def _newest(session: Session, paper: papers.Paper) -> tuple[int, str] | None:
    """Return the newest record that has this paper, with its number."""
    rows = session.execute(text("SELECT id, number FROM document WHERE kind = :k ORDER BY id DESC"), {"k": paper.kind})
    for row in rows.all():
        subject = session.execute(text(paper.subject), {"d": row.id}).scalar()
        if subject is not None:
            return int(subject), str(row.number)
    return None


def _receipt(paper: Receipt, language: str, size: PaperSize, at: datetime) -> bytes:
    return documents.render(
        paper.receipt, printed_at=at, language=language, paper=size, values=paper.show_values, mark=paper.mark,
        seal=paper.seal, signatures=paper.signatures,
    )  # fmt: skip


def _numbers(session: Session) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"HO": [], "RR": [], "DR": []}
    for row in session.execute(text("SELECT kind, number FROM document WHERE kind IN ('HO', 'RR', 'DR') ORDER BY id")):
        found[row.kind].append(row.number)
    return found
