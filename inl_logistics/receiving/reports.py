"""From the counted facts to the frozen receiving and discrepancy reports.

The reports are built inside the posting transaction, sealed, and printed from the seal ever after.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.dates import instant_from_text
from inl_logistics.kernel.values import UnitPrice, line_value
from inl_logistics.ledger.places import name_sql
from inl_logistics.paper.model import Named, Signer, SignerRole, Translation
from inl_logistics.receiving import expected
from inl_logistics.receiving.documents import (
    DiscrepancyLine,
    DiscrepancyReport,
    DiscrepancyType,
    ReceivingReport,
    ReportLine,
    TallySheet,
)
from inl_logistics.register import seals
from inl_logistics.register.numbers import Document
from inl_logistics.register.records import Fact
from inl_logistics.settings.declared import POST, get
from inl_logistics.settings.letterhead import letterhead

_TYPE = {
    "over": DiscrepancyType.OVER,
    "short": DiscrepancyType.SHORT,
    "damaged": DiscrepancyType.DAMAGED,
    "wrong": DiscrepancyType.WRONG,
    "set-aside": DiscrepancyType.WRONG,
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs from the packing list, in units of issue."""

    kind: str
    line_id: int | None
    variant_id: int
    quantity: int
    price_micros: int
    detail: str
    serials: tuple[str, ...]
    carton: str = ""


def differences(session: Session, receiving_id: int, *, with_short: bool = True) -> list[Difference]:
    """Return what is over, short, damaged, wrong or set aside in a session."""
    found: list[Difference] = []
    tallies = expected.tallies(session, receiving_id)
    damaged = _serials(session, receiving_id, "damaged")
    for line in expected.lines(session, receiving_id):
        tally = tallies[line.id]
        base = (line.id, line.variant_id)
        if tally.damaged:
            found.append(
                Difference(
                    "damaged", *base, tally.damaged, line.price_micros, _notes(session, receiving_id, line.id),
                    damaged[line.id], _cartons(session, receiving_id, line.id),
                )
            )  # fmt: skip
        if tally.over:
            found.append(Difference("over", *base, tally.over, line.price_micros, _against_order(session, line), ()))
        if tally.short and with_short:
            found.append(Difference("short", *base, tally.short, line.price_micros, "", ()))
    rows = session.execute(
        text(
            "SELECT s.outcome, s.variant_id, sum(s.quantity) AS quantity, i.price_micros,"
            " group_concat(DISTINCT NULLIF(s.note, '')) AS notes,"
            " group_concat(CASE WHEN s.is_serial THEN s.text END, char(10)) AS serials"
            " FROM scan s JOIN variant v ON v.id = s.variant_id JOIN item i ON i.id = v.item_id"
            " WHERE s.receiving_id = :r AND s.undone = 0 AND s.outcome IN ('wrong', 'set-aside')"
            " GROUP BY s.outcome, s.variant_id ORDER BY min(s.id)"
        ),
        {"r": receiving_id},
    )
    for row in rows:
        serials = tuple(filter(None, (row.serials or "").split("\n")))
        found.append(
            Difference(row.outcome, None, row.variant_id, row.quantity, row.price_micros, row.notes or "", serials)
        )
    return found


def _cartons(session: Session, receiving_id: int, line_id: int) -> str:
    """Name the packages that damaged goods of a line came in."""
    rows = session.execute(
        text(
            "SELECT DISTINCT p.code FROM scan s JOIN package p ON p.id = s.package_id WHERE s.receiving_id = :r"
            " AND s.shipment_line_id = :l AND s.undone = 0 AND s.outcome = 'damaged' ORDER BY p.code"
        ),
        {"r": receiving_id, "l": line_id},
    ).scalars()
    return ", ".join(rows)


def _against_order(session: Session, line: expected.ExpectedLine) -> str:
    """Say how an over-count stands against the order too: the packing list and the order may differ."""
    if line.order_line_id is None:
        return ""
    row = session.execute(
        text(
            "SELECT o.quantity, (SELECT COALESCE(sum(s.quantity), 0) FROM scan s JOIN shipment_line l"
            " ON l.id = s.shipment_line_id WHERE l.order_line_id = o.id AND s.undone = 0"
            " AND s.outcome IN ('good', 'damaged')) AS counted FROM order_line o WHERE o.id = :o"
        ),
        {"o": line.order_line_id},
    ).one()
    return f"order {row.quantity}, counted {row.counted}, order {row.counted - row.quantity:+d}"


def report_of(session: Session, receiving_id: int, *, number: str | None, discrepancy: str = "") -> ReceivingReport:
    """Build the receiving report of a session: a draft without a number while it is open."""
    profile = get(session, POST)
    head = _header(session, receiving_id)
    return ReceivingReport(
        number=number, received_at=instant_from_text(head.at),
        letterhead=letterhead(profile), store=Named(head.store), lines=report_lines(session, receiving_id),
        vendor=head.vendor, orders=_orders(session, receiving_id), shipment=head.shipment,
        waybill=head.transport_number, carrier=head.carrier, driver=head.driver,
        container=head.container, seal=head.seal,
        seal_intact=None if head.seal_intact is None else bool(head.seal_intact),
        packages_expected=head.packages or None, packages_received=head.packages_received,
        is_final=bool(head.final), discrepancy=discrepancy, remarks=head.remarks, counted_by=_counters(session, receiving_id),
        signers=(
            Signer(SignerRole.RECEIVED, Named(head.by_name), Named(head.by_title)),
            Signer(SignerRole.INSPECTED), Signer(SignerRole.ACKNOWLEDGED),
        ),
    )  # fmt: skip


def _counters(session: Session, receiving_id: int) -> tuple[str, ...]:
    """Name who counted, with how many, where it was more than one: on the scanner, or on a tally sheet."""
    rows = session.execute(
        text(
            "SELECT CASE WHEN s.counter = '' THEN u.name ELSE s.counter END AS name, sum(s.quantity) AS quantity FROM scan s"
            " JOIN user_account u ON u.id = s.by WHERE s.receiving_id = :r AND s.undone = 0"
            " AND s.outcome IN ('good', 'damaged', 'wrong', 'set-aside') GROUP BY 1 ORDER BY min(s.id)"
        ),
        {"r": receiving_id},
    ).all()
    return tuple(f"{row.name} ({row.quantity:,})" for row in rows) if len(rows) > 1 else ()


def tally_sheet(session: Session, receiving_id: int, *, today: date, blind: bool = False) -> TallySheet:
    """Build the list to count against by hand."""
    head = _header(session, receiving_id)
    return TallySheet(
        shipment=head.shipment, dated_on=today, letterhead=letterhead(get(session, POST)),
        store=Named(head.store), lines=report_lines(session, receiving_id, counted=False), vendor=head.vendor,
        orders=_orders(session, receiving_id), carrier=head.carrier, seal=head.seal,
        packages_expected=head.packages or None, is_blind=blind,
    )  # fmt: skip


def report_lines(session: Session, receiving_id: int, *, counted: bool = True) -> tuple[ReportLine, ...]:
    """Return the lines of the report, wrong and set-aside goods as lines of their own."""
    tallies = expected.tallies(session, receiving_id)
    good, bad = _serials(session, receiving_id, "good"), _serials(session, receiving_id, "damaged")
    found = []
    for line in expected.lines(session, receiving_id):
        tally = tallies[line.id]
        item = _item(session, line.variant_id)
        ordered, before = _ordered(session, line, receiving_id)
        found.append(
            ReportLine(
                description=line.item, unit=item.unit, ordered=ordered, expected=line.expected,
                accepted=tally.good if counted else 0, code=line.code, translations=item.names,
                previously_received=before, damaged=tally.damaged if counted else 0,
                short=tally.short if counted else 0, over=tally.over if counted else 0,
                lot=line.lot, made_on=line.made_on, expires_on=line.expires_on,
                serials=good[line.id] if counted else (), damaged_serials=bad[line.id] if counted else (),
                bin=_bins(session, receiving_id, line.id), remarks=_notes(session, receiving_id, line.id),
            )
        )  # fmt: skip
    if counted:
        for odd in differences(session, receiving_id):
            if odd.line_id is None:
                item = _item(session, odd.variant_id)
                found.append(
                    ReportLine(
                        description=item.name, unit=item.unit, ordered=None, expected=0, accepted=0, code=item.code,
                        translations=item.names, wrong=odd.quantity, serials=odd.serials, remarks=odd.detail,
                    )
                )  # fmt: skip
    return tuple(found)


def discrepancy_of(session: Session, receiving_id: int, *, number: str | None, report: str) -> DiscrepancyReport:
    """Build the discrepancy report of a session."""
    profile = get(session, POST)
    head = _header(session, receiving_id)
    rows = session.execute(
        text("SELECT claim_by, addressee FROM discrepancy WHERE receiving_id = :r LIMIT 1"), {"r": receiving_id}
    ).first()
    lines = []
    for odd in differences(session, receiving_id, with_short=bool(head.final)):
        item = _item(session, odd.variant_id)
        lines.append(
            DiscrepancyLine(
                type=_TYPE[odd.kind], description=item.name, quantity=odd.quantity, unit=item.unit, code=item.code,
                translations=item.names, carton=odd.carton,
                # Only what is missing or broken is a loss to claim.
                value_minor=line_value(odd.quantity, UnitPrice(odd.price_micros)).minor
                if odd.kind in {"short", "damaged"}
                else None,
                serials=odd.serials, remarks=odd.detail,
            )
        )  # fmt: skip
    return DiscrepancyReport(
        number=number, dated_on=date.fromisoformat(head.received_on or head.at[:10]),
        letterhead=letterhead(profile), receiving_report=report, lines=tuple(lines),
        addressee=Named(rows.addressee if rows else head.vendor), addressee_role="vendor",
        claim_by=date.fromisoformat(rows.claim_by) if rows and rows.claim_by else None, shipment=head.shipment,
        orders=_orders(session, receiving_id), carrier=head.carrier, waybill=head.transport_number,
        container=head.container, seal=head.seal,
        signers=(Signer(SignerRole.RECEIVED, Named(head.by_name), Named(head.by_title)),),
    )  # fmt: skip


def seal_reports(
    session: Session, receiving_id: int, report: Document, discrepancy: Document | None, *, by: Actor, at: datetime
) -> None:
    """Freeze and seal both papers of a posted session."""
    number = discrepancy.number if discrepancy else ""
    frozen = report_of(session, receiving_id, number=report.number, discrepancy=number)
    seals.seal(session, report.id, Fact.POST, frozen.to_json(), by=by, at=at)
    if discrepancy is not None:
        claim = discrepancy_of(session, receiving_id, number=discrepancy.number, report=report.number)
        seals.seal(session, discrepancy.id, Fact.POST, claim.to_json(), by=by, at=at)


@dataclass(frozen=True, slots=True)
class _Item:
    name: str
    code: str
    unit: str
    names: tuple[Translation, ...]


def _item(session: Session, variant_id: int) -> _Item:
    row = session.execute(
        text(
            "SELECT i.id, i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END AS name, v.code,"
            " v.unit_of_issue, v.size FROM variant v JOIN item i ON i.id = v.item_id WHERE v.id = :v"
        ),
        {"v": variant_id},
    ).one()
    names = session.execute(
        text("SELECT language, name FROM item_name WHERE item_id = :i ORDER BY language"), {"i": row.id}
    )
    return _Item(
        row.name, row.code, row.unit_of_issue,
        tuple(Translation(one.language, f"{one.name}, {row.size}" if row.size else one.name) for one in names),
    )  # fmt: skip


class _Header(NamedTuple):
    at: str
    received_on: str | None
    driver: str
    seal_intact: int | None
    packages_received: int | None
    final: int
    remarks: str
    shipment: str
    transport_number: str
    container: str
    seal: str
    vendor: str
    carrier: str
    by_name: str
    by_title: str
    store: str
    packages: int


def _header(session: Session, receiving_id: int) -> _Header:
    row = session.execute(
        text(
            "SELECT r.started_at AS at, r.received_on, r.driver, r.seal_intact, r.packages_received, r.final,"
            " r.remarks, COALESCE(d.number, s.title) AS shipment, s.transport_number, s.container, s.seal,"
            " COALESCE(v.name, '') AS vendor, COALESCE(c.name, '') AS carrier, u.name AS by_name,"
            f" u.title AS by_title, {name_sql('p')} AS store,"
            " (SELECT count(*) FROM package k WHERE k.shipment_id = s.id"
            " AND k.kind IN ('carton', 'crate')) AS packages"
            " FROM receiving r JOIN shipment s ON s.id = r.shipment_id JOIN place p ON p.id = r.place_id"
            " JOIN user_account u ON u.id = r.started_by LEFT JOIN document d ON d.id = s.document_id"
            " LEFT JOIN partner v ON v.id = s.vendor_id LEFT JOIN partner c ON c.id = s.carrier_id WHERE r.id = :r"
        ),
        {"r": receiving_id},
    ).one()
    return _Header(*row)


def _orders(session: Session, receiving_id: int) -> tuple[str, ...]:
    rows = session.execute(
        text(
            "SELECT DISTINCT COALESCE(d.number, o.source_number, o.title) AS number FROM receiving r"
            " JOIN shipment_line s ON s.shipment_id = r.shipment_id JOIN order_line l ON l.id = s.order_line_id"
            " JOIN purchase_order o ON o.id = l.order_id LEFT JOIN document d ON d.id = o.document_id"
            " WHERE r.id = :r ORDER BY 1"
        ),
        {"r": receiving_id},
    )
    return tuple(row.number for row in rows)


def _ordered(session: Session, line: expected.ExpectedLine, receiving_id: int) -> tuple[int | None, int]:
    if line.order_line_id is None:
        return None, 0
    row = session.execute(
        text(
            "SELECT o.quantity, (SELECT COALESCE(sum(x.quantity), 0) FROM receipt_line x JOIN receiving r"
            " ON r.id = x.receiving_id WHERE x.order_line_id = o.id AND r.state = 'posted' AND r.id <> :r"
            " AND x.outcome = 'good') AS before FROM order_line o WHERE o.id = :o"
        ),
        {"o": line.order_line_id, "r": receiving_id},
    ).one()
    return row.quantity, row.before


def _serials(session: Session, receiving_id: int, outcome: str) -> dict[int, tuple[str, ...]]:
    rows = session.execute(
        text(
            f"SELECT s.shipment_line_id, {expected.SERIAL} FROM scan s WHERE s.receiving_id = :r AND s.undone = 0"
            " AND s.is_serial = 1 AND s.outcome = :o AND s.shipment_line_id IS NOT NULL ORDER BY s.id"
        ),
        {"r": receiving_id, "o": outcome},
    )
    found: dict[int, list[str]] = defaultdict(list)
    for line, serial in rows:
        found[line].append(serial)
    return defaultdict(tuple, {line: tuple(serials) for line, serials in found.items()})


def _notes(session: Session, receiving_id: int, line_id: int) -> str:
    notes = session.execute(
        text(
            "SELECT DISTINCT note FROM scan WHERE receiving_id = :r AND shipment_line_id = :l AND undone = 0"
            " AND note <> ''"
        ),
        {"r": receiving_id, "l": line_id},
    ).scalars()
    return "; ".join(notes)


def _bins(session: Session, receiving_id: int, line_id: int) -> str:
    rows = session.execute(
        text(
            "SELECT DISTINCT b.code FROM scan s JOIN receiving r ON r.id = s.receiving_id"
            " JOIN place p ON p.id = COALESCE(s.place_id, r.place_id) JOIN bin b ON b.id = p.bin_id"
            " WHERE s.receiving_id = :r AND s.shipment_line_id = :l AND s.undone = 0 ORDER BY 1"
        ),
        {"r": receiving_id, "l": line_id},
    ).scalars()
    return ", ".join(filter(None, rows))
