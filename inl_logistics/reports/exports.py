"""The lists that leave the program as Excel sheets: typed cells, header, filter, totals, print set-up.

Each has a stable name, used by the command line and by Ctrl E. Source: product.md 7 (`export`), issue item 8.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from inl_logistics.agreements import queries as agreements
from inl_logistics.handovers import queries as handovers
from inl_logistics.inventory import stock
from inl_logistics.kernel.dates import short
from inl_logistics.kernel.listing import Listing, ListQuery
from inl_logistics.kernel.problems import UsageFault
from inl_logistics.kernel.translation import N_, _, is_rtl
from inl_logistics.purchasing import queries as purchasing
from inl_logistics.register.numbers import screen_number
from inl_logistics.reports import (
    catalogsheets,
    countsheets,
    handoversheets,
    numbersheets,
    partnersheets,
    receivingsheets,
    roadsheets,
    stocksheets,
)
from inl_logistics.reports.balancesheet import balance_columns, balance_rows
from inl_logistics.reports.orderlines import line_columns, line_rows
from inl_logistics.requirements import queries as requirements
from inl_logistics.settings.declared import POST, get
from inl_logistics.sheets.cell_xml import Kind
from inl_logistics.sheets.writing import Column, Value, write_table
from inl_logistics.shipments import queries as shipments

Rows = list[tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list ready to be written; totals by column key."""

    title: str
    columns: tuple[Column, ...]
    rows: Rows
    totals: dict[str, Value]
    subtitle: tuple[str, ...] = ()
    paper: str = "a4"


@dataclass(frozen=True, slots=True)
class Export:
    """One list that can be exported."""

    name: str
    title: str
    build: Callable[[Session, ListQuery, date], Sheet]


def _stock(session: Session, query: ListQuery, today: date) -> Sheet:
    listing = stock.keys(session, query, today=today)
    rows: Rows = []
    for part in _parts(listing):
        for row in stock.rows(session, part, years=query.chosen("year"), day=stock.day_of(query)):
            rows.append(
                (
                    row.code, row.item, row.category, row.location, row.tracking, row.on_hand, row.reserved,
                    row.quarantined, row.available, row.minimum, row.expires_on, row.price_micros,
                    row.value_minor, row.project, row.arrived_on,
                )
            )  # fmt: skip
    columns = (
        Column("code", _("Code"), width=14), Column("item", _("Item"), width=38), Column("category", _("Category"), width=20),
        Column("location", _("Location"), width=24), Column("track", _("Track"), width=10),
        Column("on_hand", _("On hand"), Kind.INTEGER, 10), Column("reserved", _("Reserved"), Kind.INTEGER, 10),
        Column("quarantined", _("Quarantined"), Kind.INTEGER, 12), Column("available", _("Available"), Kind.INTEGER, 10),
        Column("minimum", _("Minimum"), Kind.INTEGER, 10), Column("expiry", _("Expiry"), Kind.DATE, 12),
        Column("price", _("Unit value, USD"), Kind.PRICE, 14), Column("value", _("Value, USD"), Kind.MONEY, 16),
        Column("project", _("Project"), width=16), Column("since", _("Here since"), Kind.DATE, 12),
    )  # fmt: skip
    totals: dict[str, Value] = {"on_hand": listing.quantity, "value": listing.value_minor}
    day = stock.day_of(query)
    said = (_("As of the end of {day}").format(day=short(day)),) if day is not None else ()
    return Sheet(_("Stock on hand"), columns, rows, totals, said)


def _orders(session: Session, query: ListQuery, today: date) -> Sheet:
    listing = purchasing.keys(session, query, today=today)
    rows: Rows = [
        (
            screen_number(row.number), row.source_number, row.title, row.vendor, row.project, row.ordered_on, row.need_by,
            row.status, row.ordered, row.shipped, row.received, row.handed_over, row.value_minor, row.export_authorization,
        )
        for part in _parts(listing)
        for row in purchasing.rows(session, part, today=today)
    ]  # fmt: skip
    columns = (
        Column("number", _("Order"), width=15), Column("source", _("Vendor's number"), width=18),
        Column("title", _("Title"), width=36), Column("vendor", _("Vendor"), width=28),
        Column("project", _("Project"), width=14), Column("ordered_on", _("Ordered on"), Kind.DATE, 12),
        Column("need_by", _("Need by"), Kind.DATE, 12), Column("status", _("Status"), width=13),
        Column("ordered", _("Ordered"), Kind.INTEGER, 10), Column("shipped", _("Shipped"), Kind.INTEGER, 10),
        Column("received", _("Received"), Kind.INTEGER, 10), Column("handed", _("Handed over"), Kind.INTEGER, 12),
        Column("value", _("Value, USD"), Kind.MONEY, 16),
        Column("export", _("Export authorization"), width=26),
    )  # fmt: skip
    totals: dict[str, Value] = {"ordered": listing.quantity, "value": listing.value_minor}
    return Sheet(_("Purchase orders"), columns, rows, totals)


def _shipments(session: Session, query: ListQuery, today: date) -> Sheet:
    listing = shipments.keys(session, query, today=today)
    rows: Rows = [
        (
            screen_number(row.number), row.source_number, row.title, row.vendor, row.carrier, row.mode, row.transport_number,
            row.state, row.due_on, row.late_days, row.delivery_on, row.quantity, row.received, row.weight_g and row.weight_g // 1000,
            len(row.missing), _("yes") if row.hazardous else "", row.demurrage.days if row.demurrage else None,
            row.demurrage.minor if row.demurrage else None, row.demurrage.currency if row.demurrage else "", row.value_minor,
        )
        for part in _parts(listing)
        for row in shipments.rows(session, part, today=today)
    ]  # fmt: skip
    columns = (
        Column("number", _("Shipment"), width=15), Column("source", _("Their number"), width=18),
        Column("title", _("Title"), width=36), Column("vendor", _("Vendor"), width=28),
        Column("carrier", _("Carrier"), width=22), Column("mode", _("Mode"), width=8),
        Column("transport", _("AWB or B/L"), width=18), Column("state", _("State"), width=13),
        Column("due", _("Next due"), Kind.DATE, 12), Column("late", _("Days late"), Kind.INTEGER, 10),
        Column("delivery", _("Delivery"), Kind.DATE, 12),
        Column("quantity", _("Units"), Kind.INTEGER, 10), Column("received", _("Received"), Kind.INTEGER, 10),
        Column("weight", _("Weight, kg"), Kind.INTEGER, 12), Column("missing", _("Papers missing"), Kind.INTEGER, 10),
        Column("hazardous", _("Dangerous goods"), width=10), Column("days", _("Demurrage days"), Kind.INTEGER, 11),
        Column("demurrage", _("Demurrage"), Kind.MONEY, 14), Column("currency", _("Currency"), width=9),
        Column("value", _("Value, USD"), Kind.MONEY, 16),
    )  # fmt: skip
    totals: dict[str, Value] = {"quantity": listing.quantity, "value": listing.value_minor}
    return Sheet(_("Inbound shipments"), columns, rows, totals)


def _handovers(session: Session, query: ListQuery, today: date) -> Sheet:
    listing = handovers.keys(session, query)
    rows: Rows = [
        (
            row.number, row.on, row.unit, row.agency, row.facility, row.type, row.status, row.waiting_days, row.units,
            row.value_minor, row.created_by,
        )
        for part in _parts(listing)
        for row in handovers.rows(session, part, today=today)
    ]  # fmt: skip
    columns = (
        Column("number", _("Receipt"), width=22), Column("on", _("Date"), Kind.DATE, 12),
        Column("unit", _("Recipient unit"), width=30), Column("agency", _("Agency"), width=30),
        Column("facility", _("Facility"), width=26), Column("type", _("Type"), width=12),
        Column("status", _("Status"), width=14), Column("waiting", _("Days waiting"), Kind.INTEGER, 12),
        Column("units", _("Units"), Kind.INTEGER, 10), Column("value", _("Value, USD"), Kind.MONEY, 16),
        Column("by", _("By"), width=20),
    )  # fmt: skip
    totals: dict[str, Value] = {"units": listing.quantity, "value": listing.value_minor}
    return Sheet(_("Handover register"), columns, rows, totals)


def _agreements(session: Session, query: ListQuery, today: date) -> Sheet:
    listing = agreements.keys(session, query, today=today)
    rows: Rows = [
        (
            row.number, row.ours, row.title, row.ministry, row.signed_on, row.expires_on, row.status, row.ceiling_minor,
            row.planned_minor, row.committed_minor, row.ordered_minor, row.received_minor, row.handed_over_minor, row.left_minor,
        )
        for part in _parts(listing)
        for row in agreements.rows(session, part, today=today)
    ]  # fmt: skip
    columns = (
        Column("number", _("Agreement"), width=18), Column("ours", _("Our number"), width=22),
        Column("title", _("Title"), width=36), Column("ministry", _("Signed by"), width=28),
        Column("signed", _("Signed on"), Kind.DATE, 12), Column("expires", _("Expires"), Kind.DATE, 12),
        Column("status", _("Status"), width=14), Column("ceiling", _("Ceiling, USD"), Kind.MONEY, 16),
        Column("planned", _("Planned, USD"), Kind.MONEY, 16),
        Column("committed", _("Committed, USD"), Kind.MONEY, 16), Column("ordered", _("Ordered, USD"), Kind.MONEY, 16),
        Column("received", _("Received, USD"), Kind.MONEY, 16), Column("handed", _("Handed over, USD"), Kind.MONEY, 16),
        Column("left", _("Left, USD"), Kind.MONEY, 16),
    )  # fmt: skip
    totals: dict[str, Value] = {"committed": listing.value_minor}
    return Sheet(_("Agreements"), columns, rows, totals)


def _order_lines(session: Session, query: ListQuery, today: date) -> Sheet:
    return Sheet(_("Lines of purchase orders"), line_columns(), line_rows(session, query, today), {})


def _balance(session: Session, query: ListQuery, today: date) -> Sheet:
    """The sheet has no total: it shows the same money by project, by fiscal and by calendar year."""
    return Sheet(_("Balance of agreements"), balance_columns(), balance_rows(session, query, today), {})


def _requirements(session: Session, query: ListQuery, today: date) -> Sheet:
    listing = requirements.keys(session, query, today=today)
    rows: Rows = [
        (
            screen_number(row.number), row.title, row.agency, row.project, row.recipients, row.headcount, row.need_by,
            row.priority, row.status, row.needed, row.ready, row.coming, row.handed_over, row.estimate_minor,
        )
        for part in _parts(listing)
        for row in requirements.rows(session, part, today=today)
    ]  # fmt: skip
    columns = (
        Column("number", _("Plan"), width=15), Column("title", _("Purpose"), width=36),
        Column("agency", _("Agency"), width=28), Column("project", _("Project"), width=16),
        Column("recipients", _("Recipients"), Kind.INTEGER, 11), Column("heads", _("Persons"), Kind.INTEGER, 10),
        Column("need_by", _("Needed by"), Kind.DATE, 12), Column("priority", _("Priority"), width=11),
        Column("status", _("Status"), width=18), Column("needed", _("Needed"), Kind.INTEGER, 10),
        Column("ready", _("Ready"), Kind.INTEGER, 10), Column("coming", _("On order"), Kind.INTEGER, 10),
        Column("handed", _("Handed over"), Kind.INTEGER, 12), Column("estimate", _("Estimate, USD"), Kind.MONEY, 16),
    )  # fmt: skip
    totals: dict[str, Value] = {"needed": listing.quantity, "estimate": listing.value_minor}
    return Sheet(_("Requirements"), columns, rows, totals)


def _catalog(session: Session, query: ListQuery, _today: date) -> Sheet:
    rows = catalogsheets.catalog_rows(session, query)
    return Sheet(_("Catalog"), catalogsheets.catalog_columns(), rows, {})


def _kits(session: Session, query: ListQuery, today: date) -> Sheet:
    return Sheet(_("Kits"), catalogsheets.kit_columns(), catalogsheets.kit_rows(session, query, today), {})


def _kit_readiness(session: Session, query: ListQuery, today: date) -> Sheet:
    rows = catalogsheets.readiness_rows(session, query, today)
    return Sheet(_("Readiness of kits"), catalogsheets.readiness_columns(), rows, {})


def _kit_builds(session: Session, _query: ListQuery, _today: date) -> Sheet:
    return Sheet(_("Assembled kits"), catalogsheets.build_columns(), catalogsheets.build_rows(session), {})


def _partners(session: Session, query: ListQuery, today: date) -> Sheet:
    rows = partnersheets.partner_rows(session, query, today)
    return Sheet(_("Partners"), partnersheets.partner_columns(), rows, {"holds": _sum(rows, 11)})


def _vetting(session: Session, query: ListQuery, today: date) -> Sheet:
    return Sheet(
        _("Vetting calendar"), partnersheets.vetting_columns(), partnersheets.vetting_rows(session, query, today), {}
    )


def _holdings_of(session: Session, query: ListQuery, today: date) -> Sheet:
    rows = partnersheets.holding_rows(session, query, today)
    totals: dict[str, Value] = {"units": _sum(rows, 7), "value": _sum(rows, 15)}
    return Sheet(_("Holding list"), partnersheets.holding_columns(), rows, totals)


def _register(session: Session, query: ListQuery, today: date) -> Sheet:
    rows = numbersheets.number_rows(session, query, today)
    return Sheet(_("Register of numbers"), numbersheets.number_columns(), rows, {})


def _transfers(session: Session, query: ListQuery, today: date) -> Sheet:
    rows = roadsheets.transfer_rows(session, query, today)
    return Sheet(
        _("Transfers"), roadsheets.transfer_columns(), rows, {"units": _sum(rows, -3), "on_road": _sum(rows, -2)}
    )


def _outbound(session: Session, query: ListQuery, today: date) -> Sheet:
    rows = roadsheets.outbound_rows(session, query, today)
    return Sheet(_("Outbound shipments"), roadsheets.outbound_columns(), rows, {"on_road": _sum(rows, -3)})


def _lot_holders(session: Session, query: ListQuery, today: date) -> Sheet:
    rows = stocksheets.holder_rows(session, query, today)
    return Sheet(
        _("Who has a lot"), stocksheets.holder_columns(), rows, {"units": _sum(rows, 5), "value": _sum(rows, 11)}
    )


def _counts(session: Session, query: ListQuery, today: date) -> Sheet:
    rows = countsheets.count_rows(session, query, today)
    totals: dict[str, Value] = {"lines": _sum(rows, 8), "missing": _sum(rows, 12), "found": _sum(rows, 13)}
    return Sheet(_("Counts"), countsheets.count_columns(), rows, totals)


def _count_lines(session: Session, query: ListQuery, today: date) -> Sheet:
    rows = countsheets.line_rows(session, query, today)
    return Sheet(_("Lines of counts"), countsheets.line_columns(), rows, {"value": _sum(rows, 13)})


def _count_accuracy(session: Session, query: ListQuery, today: date) -> Sheet:
    rows = countsheets.accuracy_rows(session, query, today)
    return Sheet(_("Accuracy of counts"), countsheets.accuracy_columns(), rows, {"lines": _sum(rows, 2)})


def _receivings(session: Session, query: ListQuery, today: date) -> Sheet:
    rows = receivingsheets.receiving_rows(session, query, today)
    return Sheet(
        _("Receivings"), receivingsheets.receiving_columns(), rows, {"good": _sum(rows, 6), "value": _sum(rows, 8)}
    )


def _discrepancies(session: Session, query: ListQuery, today: date) -> Sheet:
    rows = receivingsheets.discrepancy_rows(session, query, today)
    totals: dict[str, Value] = {"value": _sum(rows, 9), "settled": _sum(rows, 16)}
    return Sheet(_("Discrepancies"), receivingsheets.discrepancy_columns(), rows, totals)


def _on_the_road(session: Session, _query: ListQuery, _today: date) -> Sheet:
    rows = roadsheets.road_rows(session)
    return Sheet(_("On the road"), roadsheets.road_columns(), rows, {"quantity": _sum(rows, 9)})


def _missing_copies(session: Session, query: ListQuery, today: date) -> Sheet:
    rows = handoversheets.missing_rows(session, query, today)
    totals: dict[str, Value] = {"units": _sum(rows, 8), "value": _sum(rows, 9)}
    return Sheet(_("Signed copies that are missing"), handoversheets.missing_columns(), rows, totals)


def _sum(rows: Rows, at: int) -> int:
    return sum(value for row in rows if isinstance(value := row[at], int))


EXPORTS: dict[str, Export] = {
    one.name: one
    for one in (
        Export("stock", N_("Stock on hand"), _stock),
        Export("agreements", N_("Agreements"), _agreements),
        Export("order-lines", N_("Lines of purchase orders"), _order_lines),
        Export("balance", N_("Balance of agreements"), _balance),
        Export("requirements", N_("Requirements"), _requirements),
        Export("orders", N_("Purchase orders"), _orders),
        Export("shipments", N_("Inbound shipments"), _shipments),
        Export("lot-holders", N_("Who has a lot"), _lot_holders),
        Export("counts", N_("Counts"), _counts),
        Export("count-lines", N_("Lines of counts"), _count_lines),
        Export("count-accuracy", N_("Accuracy of counts"), _count_accuracy),
        Export("receivings", N_("Receivings"), _receivings),
        Export("discrepancies", N_("Discrepancies"), _discrepancies),
        Export("outbound", N_("Outbound shipments"), _outbound),
        Export("transfers", N_("Transfers"), _transfers),
        Export("on-the-road", N_("On the road"), _on_the_road),
        Export("handovers", N_("Handover register"), _handovers),
        Export("missing-copies", N_("Signed copies that are missing"), _missing_copies),
        Export("catalog", N_("Catalog"), _catalog),
        Export("kits", N_("Kits"), _kits),
        Export("kit-readiness", N_("Readiness of kits"), _kit_readiness),
        Export("kit-builds", N_("Assembled kits"), _kit_builds),
        Export("partners", N_("Partners"), _partners),
        Export("vetting", N_("Vetting calendar"), _vetting),
        Export("holdings-of", N_("Holding list of a facility, unit or agency"), _holdings_of),
        Export("register", N_("Register of numbers"), _register),
    )
}


def sheet(session: Session, name: str, *, today: date, query: ListQuery | None = None) -> Sheet:
    """Return a list ready to be written. Raises: UsageFault("no-such-list")."""
    export = EXPORTS.get(name)
    if export is None:
        raise UsageFault("no-such-list", name=name, names=", ".join(EXPORTS))
    built = export.build(session, query or ListQuery(), today)
    profile = get(session, POST)
    about = _("{post} · {day}").format(post=profile.name, day=today.isoformat())
    return Sheet(built.title, built.columns, built.rows, built.totals, (about,), profile.paper)


def write(path: Path, built: Sheet, *, made_at: datetime | None = None) -> int:
    """Write a list as an Excel file and return its rows; whole or not at all."""
    return write_table(
        path, title=built.title, columns=built.columns, rows=built.rows, totals=built.totals or None,
        subtitle=built.subtitle, paper=built.paper, right_to_left=is_rtl(), total_label=_("Total"), made_at=made_at,
        count=len(built.rows),
    )  # fmt: skip


def _parts(listing: Listing) -> Sequence[tuple[int, ...]]:
    """Cut the keys into pages, so that no statement grows without bound."""
    return [listing.keys[start : start + 500] for start in range(0, len(listing.keys), 500)]
