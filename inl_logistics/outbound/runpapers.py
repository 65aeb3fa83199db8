"""All papers of a run as one print job: labels, then by vehicle its pick list, packing list and waybill, then by stop its receipt.

What is printed is read as frozen bytes, so that drawing can run in a child process and handing it over costs the window
nothing; `rundrawing.py` draws. Printing is recorded only when it happened, all of it in one transaction.
Source: product.md 3 (Handover: a batch of receipts for one distribution run), architecture.md 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

import msgspec
from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.handovers import papers
from inl_logistics.handovers.commands import record_print
from inl_logistics.handovers.documents import TakenBack
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput
from inl_logistics.labels.facts import Fact, Label
from inl_logistics.labels.records import LabelKind
from inl_logistics.outbound import snapshot
from inl_logistics.outbound.documents import Waybill, waybill_from_json
from inl_logistics.outbound.loads import GoodsRow, StopRow, VehicleRow, goods, vehicles
from inl_logistics.paper.model import Mark, Seal, Signature
from inl_logistics.settings.declared import POST, get
from inl_logistics.users import trail


class Part(StrEnum):
    """What a run prints, in the order in which it comes out of the printer."""

    LABELS = "labels"
    PICKS = "picks"
    PACKING = "packing"
    WAYBILLS = "waybills"
    RECEIPTS = "receipts"


PARTS = tuple(Part)
ENDED = ("void", "refused")  # receipts that nobody will sign: nothing of theirs is printed
_CONTENTS = 3  # lines of a carton's contents on its label
LAYOUTS = {"a4": "a4-8", "letter": "letter-6"}


@dataclass(frozen=True, slots=True)
class RunPapersDraft:
    """Which papers of a shipment: of all vehicles, or of some."""

    outbound_id: int
    parts: tuple[Part, ...] = PARTS
    waybill_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper of a run. `frozen` is its content as bytes; `reprint` n prints REPRINT n.

    `name` is how its file is called; `copies` how many copies it has.
    """

    part: Part
    name: str
    title: str
    language: str
    frozen: bytes
    copies: int = 1
    document_id: int | None = None
    reprint: int = 0
    mark: Mark = Mark.NONE
    seal: Seal | None = None
    show_values: bool = True
    signatures: tuple[Signature, ...] = ()
    taken_back: TakenBack | None = None
    labels: tuple[Label, ...] = ()

    @property
    def is_draft(self) -> bool:
        """Tell whether it prints DRAFT: it has no number yet."""
        return self.part in (Part.WAYBILLS, Part.RECEIPTS) and self.document_id is None


@dataclass(frozen=True, slots=True)
class RunPapers:
    """The papers of a run in the order of printing; `layout` is the label sheet."""

    number: str
    sheets: tuple[Sheet, ...]
    layout: str

    @property
    def drafts(self) -> int:
        """How many papers have no number yet."""
        return sum(sheet.is_draft for sheet in self.sheets)

    @property
    def reprints(self) -> int:
        """How many papers were printed before."""
        return sum(sheet.reprint > 0 for sheet in self.sheets)


def run_papers(session: Session, draft: RunPapersDraft, *, today: date, by: Actor) -> RunPapers:
    """Freeze the papers of a run. Raises: BadInput("not-found")."""
    row = session.execute(
        text("SELECT d.number, o.title FROM outbound o LEFT JOIN document d ON d.id = o.document_id WHERE o.id = :o"),
        {"o": draft.outbound_id},
    ).first()
    if row is None:
        raise BadInput("not-found", what=str(draft.outbound_id))
    profile = get(session, POST)
    wanted = [
        (at, one)
        for at, one in enumerate(vehicles(session, draft.outbound_id), 1)
        if one.stops and (not draft.waybill_ids or one.id in draft.waybill_ids)
    ]
    sheets: list[Sheet] = []
    if Part.LABELS in draft.parts:
        sheets += _labels(session, draft.outbound_id, [one for _at, one in wanted], profile.language)
    for at, vehicle in wanted:
        sheets += _vehicle_sheets(session, draft, at, vehicle, today=today, language=profile.language)
        if Part.RECEIPTS in draft.parts:
            sheets += [
                _receipt(session, at, vehicle, n, stop, today=today, by=by)
                for n, stop in enumerate(vehicle.stops, 1)
                if stop.handover_state not in ENDED
            ]
    return RunPapers(str(row.number or row.title), tuple(sheets), LAYOUTS[profile.paper])


def _vehicle_sheets(
    session: Session, draft: RunPapersDraft, at: int, vehicle: VehicleRow, *, today: date, language: str
) -> list[Sheet]:
    head, found = f"{at:02d} {vehicle.vehicle}".strip(), []
    if Part.PICKS in draft.parts:
        picks = snapshot.pick_list(session, draft.outbound_id, today=today, waybill_id=vehicle.id)
        found.append(Sheet(Part.PICKS, f"{head} 1 pick list", vehicle.vehicle, language, msgspec.json.encode(picks)))
    if Part.PACKING in draft.parts:
        packed = snapshot.packing_list(session, draft.outbound_id, today=today, waybill_id=vehicle.id)
        found.append(
            Sheet(Part.PACKING, f"{head} 2 packing list", vehicle.vehicle, language, msgspec.json.encode(packed))
        )
    if Part.WAYBILLS in draft.parts:
        document = session.execute(text("SELECT document_id FROM waybill WHERE id = :w"), {"w": vehicle.id}).scalar()
        paper = snapshot.waybill_paper(session, vehicle.id)
        found.append(
            Sheet(
                Part.WAYBILLS, f"{head} 3 waybill {vehicle.number or 'draft'}", vehicle.number or vehicle.vehicle, language,
                paper.to_json(), 5 if document else 1, document, _printed(session, document),
            )
        )  # fmt: skip
    return found


def _receipt(
    session: Session, at: int, vehicle: VehicleRow, n: int, stop: StopRow, *, today: date, by: Actor
) -> Sheet:  # fmt: skip
    paper = papers.paper(session, stop.handover_id, today=today, by=by)
    name = f"{at:02d} {vehicle.vehicle}".strip() + f" 4 stop {n:02d} {stop.receipt or 'draft receipt'}"
    copies = len(paper.receipt.copies) if paper.document_id else 1
    return Sheet(
        Part.RECEIPTS, name, stop.receipt or stop.facility, paper.language, paper.receipt.to_json(), copies,
        paper.document_id, paper.printed, paper.mark, paper.seal, paper.show_values, paper.signatures, paper.taken_back,
    )  # fmt: skip


def _printed(session: Session, document_id: int | None) -> int:
    if document_id is None:
        return 0
    count = session.execute(text("SELECT count(*) FROM printing WHERE document_id = :d"), {"d": document_id})
    return int(count.scalar_one())


def _labels(session: Session, outbound_id: int, wanted: Sequence[VehicleRow], language: str) -> list[Sheet]:
    """Return a label for each carton of each stop; what is not packed counts as one."""
    contents: dict[int, dict[str, list[GoodsRow]]] = {}
    for row in goods(session, outbound_id):
        contents.setdefault(row.stop_id, {}).setdefault(row.package, []).append(row)
    labels = [
        _label(vehicle, stop, package, rows)
        for vehicle in wanted
        for stop in vehicle.stops
        if stop.handover_state not in ENDED
        for package, rows in contents.get(stop.id, {}).items()
    ]
    if not labels:
        return []
    return [Sheet(Part.LABELS, "00 carton labels", "", language, b"", labels=tuple(labels))]


def _label(vehicle: VehicleRow, stop: StopRow, package: str, rows: Sequence[GoodsRow]) -> Label:
    """Return a carton's label. Its code is the receipt's number: scanned, it opens the receipt."""
    counted: dict[str, int] = {}
    for row in rows:
        counted[row.item] = counted.get(row.item, 0) + row.quantity
    shown = [f"{count:,} × {item}" for item, count in list(counted.items())[:_CONTENTS]]
    if len(counted) > _CONTENTS:
        shown.append(f"+ {len(counted) - _CONTENTS} …")
    facts = [Fact("", f"{vehicle.vehicle} · {vehicle.number}".strip(" ·")), *(Fact("", one) for one in shown)]
    title = stop.facility or stop.unit
    return Label(LabelKind.CARTON, stop.receipt or title.upper()[:24], title, package, stop.unit, tuple(facts))


@dataclass(frozen=True, slots=True)
class PrintedPaper:
    """One numbered paper that came out of the printer, or was saved."""

    document_id: int
    language: str
    content: str = ""


@dataclass(frozen=True, slots=True)
class RunPrintedDraft:
    """What of a run was printed: the numbered papers, and how many sheets in all."""

    outbound_id: int
    papers: tuple[PrintedPaper, ...]
    sheets: int
    paper: str
    saved: bool = False


def printed_of(found: RunPapers, outbound_id: int, *, paper: str, saved: bool) -> RunPrintedDraft:
    """Return what to record once the papers have come out."""
    numbered = tuple(
        PrintedPaper(sheet.document_id, sheet.language, _content(sheet))
        for sheet in found.sheets
        if sheet.document_id is not None
    )
    return RunPrintedDraft(outbound_id, numbered, len(found.sheets), paper, saved)


def _content(sheet: Sheet) -> str:
    """Return the hash of a waybill, which may change until it leaves; a receipt is frozen."""
    if sheet.part is not Part.WAYBILLS:
        return ""
    return snapshot.printed_content(waybill_from_json(sheet.frozen))


def as_preview(found: RunPapers) -> RunPapers:
    """Return the papers as something to look at: nobody counts them, so none may pass for the original."""
    sheets = (
        replace(one, mark=Mark.DRAFT) if one.document_id is not None and one.mark is Mark.NONE else one
        for one in found.sheets
    )
    return replace(found, sheets=tuple(sheets))


@dataclass(frozen=True, slots=True)
class WaybillToPrint:
    """A numbered waybill as it prints, and how often it was printed before."""

    waybill_id: int
    paper: Waybill
    printed: int


def waybill_to_print(session: Session, document_id: int) -> WaybillToPrint:
    """Return the waybill of a number. Raises: BadInput("not-found")."""
    found = session.execute(text("SELECT id FROM waybill WHERE document_id = :d"), {"d": document_id}).scalar()
    if found is None:
        raise BadInput("not-found", what=str(document_id))
    return WaybillToPrint(found, snapshot.waybill_paper(session, found), _printed(session, document_id))


@dataclass(frozen=True, slots=True)
class WaybillPrintedDraft:
    """A waybill that was printed or saved by itself, as it stood on the paper."""

    waybill_id: int
    printed: Waybill
    language: str
    paper: str


def record_waybill_print(session: Session, draft: WaybillPrintedDraft, *, by: Actor, at: datetime) -> int:
    """Record a waybill's printing; return 0 for the original and n for REPRINT n. A draft is not counted: -1."""
    document = session.execute(text("SELECT document_id FROM waybill WHERE id = :w"), {"w": draft.waybill_id}).scalar()
    if document is None or not draft.printed.number:
        return -1
    content = snapshot.printed_content(draft.printed)
    return record_print(
        session, document, language=draft.language, paper=draft.paper, content=content, by=by, at=at
    )  # fmt: skip


def record_run_print(session: Session, draft: RunPrintedDraft, *, by: Actor, at: datetime) -> int:
    """Record every numbered paper as printed once more; return how many."""
    for one in draft.papers:
        record_print(
            session, one.document_id, language=one.language, paper=draft.paper, content=one.content, by=by, at=at
        )  # fmt: skip
    title = session.execute(text("SELECT title FROM outbound WHERE id = :o"), {"o": draft.outbound_id}).scalar_one()
    trail.record(
        session, "outbound.print-run", kind="outbound", subject_id=draft.outbound_id, subject=title, by=by, at=at,
        after={"papers": len(draft.papers), "sheets": draft.sheets, "saved": draft.saved},
    )  # fmt: skip
    return len(draft.papers)
