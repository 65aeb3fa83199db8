"""Every paper that can be printed for a record, by a stable name: for the window's Print and `receipt --document`.

A paper is frozen from the record's sealed snapshot (or, where nothing was posted yet, from the record) and drawn from
that value alone, so drawing can run in a child process. Source: product.md 3 ("Print"), 7 (`receipt`); architecture.md 3.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.agreements import documents as agreements
from inl_logistics.agreements import queries as agreement_queries
from inl_logistics.counts import documents as counts
from inl_logistics.counts import snapshot as count_snapshot
from inl_logistics.handovers import notes, noting
from inl_logistics.kernel.problems import BadInput, UsageFault
from inl_logistics.kernel.translation import N_
from inl_logistics.outbound import documents as outbound
from inl_logistics.outbound import snapshot as outbound_snapshot
from inl_logistics.paper.model import PaperSize
from inl_logistics.partners import documents as partners
from inl_logistics.partners import snapshot as partner_snapshot
from inl_logistics.purchasing import documents as purchasing
from inl_logistics.purchasing import snapshot as order_snapshot
from inl_logistics.receiving import documents as receiving
from inl_logistics.receiving import followup
from inl_logistics.receiving import queries as receiving_queries
from inl_logistics.receiving import reports as receiving_reports
from inl_logistics.requirements import documents as requirements
from inl_logistics.requirements import snapshot as requirement_snapshot
from inl_logistics.shipments import documents as shipments
from inl_logistics.shipments import snapshot as shipment_snapshot


class Draw(Protocol):
    """Draws a frozen paper as PDF; a function of a module, so that a child process can import it."""

    def __call__(self, frozen: Any, /, *, printed_at: datetime, language: str, paper: PaperSize) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Paper:
    """One printable paper.

    `kind` is the kind of number that it is found by; `subject` is SQL that finds its record's id by the document's id.
    `freeze(session, record id, today)` returns all that it prints.
    """

    name: str
    kind: str
    title: str
    subject: str
    freeze: Callable[[Session, int, date], Any]
    draw: Draw


_RECEIVING = "SELECT id FROM receiving WHERE document_id = :d"
_DISCREPANCY = "SELECT receiving_id FROM discrepancy WHERE document_id = :d"


def _report(session: Session, receiving_id: int, _today: date) -> receiving.ReceivingReport:
    return receiving_queries.report(session, receiving_queries.report_number(session, receiving_id))


def _discrepancy(session: Session, receiving_id: int, _today: date) -> receiving.DiscrepancyReport:
    return receiving_queries.discrepancy(session, receiving_queries.discrepancy_number(session, receiving_id))


def _follow_up(session: Session, receiving_id: int, _today: date) -> receiving.DiscrepancyReport:
    return followup.as_it_stands(session, receiving_id)


def _tally(session: Session, receiving_id: int, today: date) -> receiving.TallySheet:
    return receiving_reports.tally_sheet(session, receiving_id, today=today)


def _agreement(session: Session, agreement_id: int, today: date) -> agreements.AgreementPaper:
    return agreement_queries.paper(session, agreement_id, on=today)


def _order(session: Session, order_id: int, _today: date) -> purchasing.OrderPaper:
    return order_snapshot.paper_of(session, order_id)


def _plan(session: Session, requirement_id: int, _today: date) -> requirements.PlanPaper:
    return requirement_snapshot.paper_of(session, requirement_id)


def _shipment(session: Session, shipment_id: int, today: date) -> shipments.ShipmentPaper:
    return shipment_snapshot.paper_of(session, shipment_id, today=today)


_INBOUND = "SELECT id FROM shipment WHERE document_id = :d"


def _waybill(session: Session, waybill_id: int, _today: date) -> outbound.Waybill:
    return outbound_snapshot.waybill_paper(session, waybill_id)


def _pick_list(session: Session, outbound_id: int, today: date) -> outbound.PickList:
    return outbound_snapshot.pick_list(session, outbound_id, today=today)


def _packing_list(session: Session, outbound_id: int, today: date) -> outbound.PickList:
    return outbound_snapshot.packing_list(session, outbound_id, today=today)


def _transfer(session: Session, transfer_id: int, today: date) -> outbound.TransferNote:
    return outbound_snapshot.transfer_note(session, transfer_id, today=today)


def _certificate(session: Session, counting_id: int, _today: date) -> counts.Certificate:
    return count_snapshot.certificate(session, counting_id)


def _count_sheet(session: Session, counting_id: int, today: date) -> counts.CountSheet:
    return count_snapshot.count_sheet(session, counting_id, today=today)


def _second_sheet(session: Session, counting_id: int, today: date) -> counts.CountSheet:
    return count_snapshot.count_sheet(session, counting_id, today=today, second=True)


def _variance(session: Session, document_id: int, _today: date) -> notes.Sealed:
    return noting.variance_note(session, document_id)


def _reversal(session: Session, document_id: int, _today: date) -> notes.Sealed:
    return noting.reversal_receipt(session, document_id)


_COUNT = "SELECT id FROM counting WHERE document_id = :d"
_OUTBOUND = "SELECT id FROM outbound WHERE document_id = :d"


def _holdings(session: Session, partner_id: int, on: date) -> partners.HoldingList:
    return partner_snapshot.holding_list(session, partner_id, on)


# The holding list has no number of its own: it is asked for by its partner. The first paper of a kind is the one its number prints.
PAPERS: tuple[Paper, ...] = (
    Paper(
        "agreement-record",
        "AG",
        N_("Agreement record"),
        "SELECT id FROM agreement WHERE document_id = :d",
        _agreement,
        agreements.render_agreement,
    ),
    Paper(
        "distribution-plan",
        "RQ",
        N_("Distribution plan"),
        "SELECT id FROM requirement WHERE document_id = :d",
        _plan,
        requirements.render_plan,
    ),
    Paper(
        "order-record",
        "PO",
        N_("Order record"),
        "SELECT id FROM purchase_order WHERE document_id = :d",
        _order,
        purchasing.render_order,
    ),
    Paper("shipment-sheet", "IN", N_("Shipment sheet"), _INBOUND, _shipment, shipments.render_sheet),
    Paper("diplomatic-note", "IN", N_("Diplomatic note"), _INBOUND, _shipment, shipments.render_note),
    Paper("exemption-request", "IN", N_("Exemption request"), _INBOUND, _shipment, shipments.render_exemption),
    Paper("inbound-packing-list", "IN", N_("Packing list"), _INBOUND, _shipment, shipments.render_packing_list),
    Paper(
        "waybill",
        "WB",
        N_("Waybill"),
        "SELECT id FROM waybill WHERE document_id = :d",
        _waybill,
        outbound.render_waybill,
    ),
    Paper("outbound-packing-list", "OUT", N_("Packing list"), _OUTBOUND, _packing_list, outbound.render_picks),
    Paper("pick-list", "OUT", N_("Pick list"), _OUTBOUND, _pick_list, outbound.render_picks),
    Paper(
        "transfer-note",
        "TR",
        N_("Transfer note"),
        "SELECT id FROM transfer WHERE document_id = :d",
        _transfer,
        outbound.render_transfer,
    ),
    Paper("count-certificate", "CC", N_("Reconciliation certificate"), _COUNT, _certificate, counts.render_certificate),
    Paper("count-sheet", "CC", N_("Count sheet"), _COUNT, _count_sheet, counts.render_sheet),
    Paper(
        "second-count-sheet", "CC", N_("Count sheet of the second counter"), _COUNT, _second_sheet, counts.render_sheet
    ),
    # The record of these two is their document: they belong to a receipt and have no record of their own.
    Paper(
        "variance-note",
        "VN",
        N_("Variance note"),
        "SELECT variance_document_id FROM handover WHERE variance_document_id = :d",
        _variance,
        notes.render,
    ),
    Paper(
        "reversal-receipt",
        "RV",
        N_("Receipt of the reversal"),
        "SELECT d.id FROM document d JOIN handover h ON h.document_id = d.reverses_id WHERE d.id = :d",
        _reversal,
        notes.render,
    ),
    Paper("receiving-report", "RR", N_("Receiving report"), _RECEIVING, _report, receiving.render_report),
    Paper("tally-sheet", "RR", N_("Tally sheet"), _RECEIVING, _tally, receiving.render_tally),
    Paper(
        "discrepancy-report", "DR", N_("Discrepancy report"), _DISCREPANCY, _discrepancy, receiving.render_discrepancy
    ),
    Paper(
        "discrepancy-follow-up",
        "DR",
        N_("Discrepancy report as it stands"),
        _DISCREPANCY,
        _follow_up,
        receiving.render_discrepancy,
    ),
    Paper(
        "holding-list",
        "",
        N_("Holding list"),
        "SELECT id FROM partner WHERE id = :d",
        _holdings,
        partners.render_holdings,
    ),
)


def paper(name: str) -> Paper:
    """Return a paper by its name. Raises: UsageFault("no-such-paper")."""
    found = next((one for one in PAPERS if one.name == name), None)
    if found is None:
        raise UsageFault("no-such-paper", name=name, known=", ".join(one.name for one in PAPERS))
    return found


def of_kind(kind: str) -> tuple[Paper, ...]:
    """Return the papers of a kind of number."""
    return tuple(one for one in PAPERS if one.kind == kind)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A document's full number and its kind."""

    id: int
    number: str
    kind: str


def numbered(session: Session, typed: str) -> Numbered:
    """Find a document by its full number or the short one of the screen. Raises: BadInput("not-found")."""
    row = session.execute(
        text(
            "SELECT id, number, kind FROM document WHERE number = :n"
            " OR replace(substr(number, instr(number, '-') + 1), '-20', '-') = :n ORDER BY number <> :n LIMIT 1"
        ),
        {"n": typed},
    ).first()
    if row is None:
        raise BadInput("not-found", what=typed)
    return Numbered(row.id, row.number, row.kind)


def outbound_of(session: Session, typed: str) -> int:
    """Return the outbound shipment of a number. Raises: BadInput("not-found")."""
    document = numbered(session, typed)
    found = session.execute(text(_OUTBOUND), {"d": document.id}).scalar()
    if found is None:
        raise BadInput("not-found", what=document.number)
    return int(found)


def freeze_numbered(session: Session, paper_: Paper, document: Numbered, today: date) -> Any:
    """Return what a paper of a numbered document prints. Raises: BadInput("not-found")."""
    subject = session.execute(text(paper_.subject), {"d": document.id}).scalar()
    if subject is None:
        raise BadInput("not-found", what=document.number)
    return paper_.freeze(session, int(subject), today)
