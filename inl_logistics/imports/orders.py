"""Write orders, and the shipments a source names with them.

What the source says was shipped or delivered is closed history: it makes no stock and is never late.
Source: product.md 7 (Shipments), 5 (imported orders keep the vendor's number beside ours).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from inl_logistics.approvals.commands import record_used
from inl_logistics.database.base import uuid7
from inl_logistics.database.search import Entry, index
from inl_logistics.imports.masters import Items, Made, Partners, PartnerWanted
from inl_logistics.imports.openings import agencies_of, wanted_items
from inl_logistics.imports.parsing import Noted, Reference
from inl_logistics.imports.plan import ImportPlan
from inl_logistics.imports.rowrules import NO_NAME
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import Problem, raise_if_broken
from inl_logistics.kernel.text import clean, fold
from inl_logistics.kernel.values import MICROS, minor_of
from inl_logistics.partners.records import PartnerKind
from inl_logistics.purchasing.commitments import settle
from inl_logistics.purchasing.facts import Asked, AskedLine, ceilings, terms_and_scopes
from inl_logistics.purchasing.records import OrderLineRecord, OrderRecord, OrderState
from inl_logistics.register import numbers
from inl_logistics.register.records import DocumentKind
from inl_logistics.shipments.records import (
    Direction,
    MilestoneKind,
    MilestoneRecord,
    ShipmentLineRecord,
    ShipmentRecord,
    ShipmentState,
)

_MODES = (
    ("air", "air"), ("ocean", "sea"), ("sea", "sea"), ("vessel", "sea"), ("mar", "sea"), ("truck", "road"),
    ("road", "road"), ("land", "road"), ("terrest", "road"), ("camion", "road"), ("rout", "road"), ("rail", "rail"),
    ("aer", "air"), ("ship", "sea"),
)  # fmt: skip
_KILO = 1_000


@dataclass(frozen=True, slots=True)
class OrderOptions:
    """What the file does not say of its orders."""

    agreement_id: int | None = None
    project_id: int | None = None
    vendor_id: int | None = None


@dataclass(slots=True)
class _Group:
    """The rows of one order or shipment."""

    id: int
    number: str
    rows: list[int] = field(default_factory=list)


def write(
    session: Session, plan: ImportPlan, options: OrderOptions, made: Made, *, by: Actor, at: datetime, today: date
) -> int | None:
    """Write the orders of all ready rows and their shipments; return the first order's id.

    Raises: ApprovalNeeded where the orders together go above a ceiling, or what they buy is not allowed.
    """
    return _Writing(session, plan, options, made, by, at, today).run()


class _Writing:
    """One import of orders, step by step."""

    def __init__(
        self,
        session: Session,
        plan: ImportPlan,
        options: OrderOptions,
        made: Made,
        by: Actor,
        at: datetime,
        today: date,
    ) -> None:
        self.session, self.plan, self.options, self.made = session, plan, options, made
        self.by, self.at, self.today = by, at, today
        self.driver = session.connection().exec_driver_sql
        self.table = plan.table
        self.ready = plan.table.ready()
        self.line_of: dict[int, int] = {}
        self.variant_of: dict[int, int | None] = {}
        self.vendor_of: dict[int, int | None] = {}
        self.recipient_of: dict[int, int | None] = {}
        self.row_value: dict[int, int] = {}
        self.shipped_line: dict[int, int] = {}
        self.line_named: dict[str, int] = {}

    def run(self) -> int | None:
        """Write masters, orders, then shipments."""
        self._parties()
        self._goods()
        orders = self._groups("order_number", ("vendor", "ordered_on", "agency"), "purchase_order")
        self._orders(orders)
        if any(self.table.has(name) for name in ("shipment_number", "shipped_on", "delivered_on", "scheduled_on")):
            self._shipments(self._shipment_groups(orders))
        return orders[0].id if orders else None

    def _goods(self) -> None:
        """Find or make the items; an award names a purchase, not an item."""
        if not self.table.has("quantity"):
            self.variant_of = dict.fromkeys(self.ready)
            return
        vendors = {one for one in self.vendor_of.values() if one is not None}
        items = Items(self.session, self.made, vendors=vendors)
        wanted, keys = wanted_items(self.table, self.ready)
        found = items.ensure(list(wanted.values()))
        sizes, units = self.table.get("size"), self.table.get("unit")
        named = {key: items.find(one)[1] for key, one in wanted.items() if one.code}
        asked = [
            (found[key], str(sizes[at] or named.get(key, "")), str(units[at] or items.by_id[found[key]].unit))
            for at, key in zip(self.ready, keys, strict=True)
        ]
        variants = items.variants(set(asked))
        self.variant_of = {at: variants[one] for at, one in zip(self.ready, asked, strict=True)}

    def _parties(self) -> None:
        vendors = self.table.get("vendor")
        partners = Partners(self.session, self.made, self.today)
        known = partners.ensure(
            PartnerKind.VENDOR, {PartnerWanted(str(vendors[at])) for at in self.ready if vendors[at]}
        )
        self.vendor_of = {
            at: known[("", fold(str(vendors[at])))] if vendors[at] else self.options.vendor_id for at in self.ready
        }
        if self.table.has("agency"):
            holders = agencies_of(self.table, self.ready, self.plan.request.country)
            agencies = partners.ensure(PartnerKind.AGENCY, set(holders))
            self.recipient_of = {
                at: agencies.get((fold(one.region), fold(one.name)))
                for at, one in zip(self.ready, holders, strict=True)
            }

    def _groups(self, number: str, spare: tuple[str, ...], table: str) -> list[_Group]:
        """Group rows by the number they name, else by what they share."""
        next_id = int(self.driver(f"SELECT COALESCE(max(id), 0) FROM {table}").scalar_one())
        column = self.table.get(number)
        others = [self.table.get(name) for name in spare]
        groups: dict[object, _Group] = {}
        for at in self.ready:
            key: object = ("n", fold(str(column[at]))) if column[at] else ("s", *(other[at] for other in others))
            if key not in groups:
                groups[key] = _Group(next_id + len(groups) + 1, str(column[at] or ""))
            groups[key].rows.append(at)
        return list(groups.values())

    def _shipment_groups(self, orders: list[_Group]) -> list[_Group]:
        next_id = int(self.driver("SELECT COALESCE(max(id), 0) FROM shipment").scalar_one())
        order_of = {at: group.id for group in orders for at in group.rows}
        column = self.table.get("shipment_number")
        groups: dict[object, _Group] = {}
        for at in self.ready:
            key: object = ("n", fold(str(column[at]))) if column[at] else ("o", order_of[at])
            if key not in groups:
                groups[key] = _Group(next_id + len(groups) + 1, str(column[at] or ""))
            groups[key].rows.append(at)
        return list(groups.values())

    def _orders(self, groups: list[_Group]) -> None:
        records, lines, entries = [], [], []
        line_id = int(self.driver("SELECT COALESCE(max(id), 0) FROM order_line").scalar_one())
        for group in groups:
            first = group.rows[0]
            history = self._is_history(group.rows)
            ordered = self._day("ordered_on", group.rows, min) or self._day("requested_on", group.rows, min)
            day = ordered or self._day("shipped_on", group.rows, min) or self._day("delivered_on", group.rows, min)
            title = self._title(group)
            known = history or bool(group.number and self.vendor_of[first]) or not self.table.has("quantity")
            state = OrderState.CLOSED if history else OrderState.PLACED if known else OrderState.DRAFT
            document_id = self._number(DocumentKind.ORDER, f"order:{group.id}", day, title) if known else None
            currency = str(self.table.get("currency_code")[first] or "USD")
            records.append(
                {
                    "id": group.id, "uid": uuid7(), "document_id": document_id, "state": state, "title": title,
                    "vendor_id": self.vendor_of[first], "recipient_id": self.recipient_of.get(first),
                    "agreement_id": self.options.agreement_id, "project_id": self.options.project_id,
                    "source_number": group.number, "contract_number": self._text("parent_award", first),
                    "fund_cite": self._text("fund", first), "incoterm": self._incoterm(first),
                    "ordered_on": day if known else ordered, "need_by": self._day("need_by", group.rows, min),
                    "currency": currency, "rate_micros": MICROS, "remarks": self._remarks(group.rows),
                    "history": history, "import_id": self.made.import_id,
                }
            )  # fmt: skip
            for number, at in enumerate(group.rows, 1):
                line_id += 1
                lines.append(self._order_line(line_id, group.id, number, at, currency))
            entries.append(Entry("order", group.id, title, group.number, self._vendor_name(first)))
        problems = self._money_problems(records, lines)
        raise_if_broken(problems, overridden=self.by.overridden)
        if records:
            self.session.execute(insert(OrderRecord), records)
            self.session.execute(insert(OrderLineRecord), lines)
            index(self.session, entries)
            placed = [
                group.id for group, one in zip(groups, records, strict=True) if one["state"] is not OrderState.DRAFT
            ]
            settle(self.session, placed, on=None, reason="imported", by=self.by, at=self.at)
            numbered = next((one["document_id"] for one in records if one["document_id"]), None)
            if problems and isinstance(numbered, int):
                record_used(self.session, problems, document_id=numbered, by=self.by, at=self.at)
        self.made.counts["order"] += len(records)
        self.made.counts["order_line"] += len(lines)
        if self.options.agreement_id is None and self.options.project_id is None:
            self.made.counts["order_unassigned"] += len(records)

    def _money_problems(self, records: list[dict[str, Any]], lines: list[dict[str, Any]]) -> list[Problem]:
        """Judge what all placed orders of the file together ask of the agreement and project they are imported into."""
        options = self.options
        if options.agreement_id is None and options.project_id is None:
            return []
        placed = {one["id"]: one["ordered_on"] for one in records if one["state"] is not OrderState.DRAFT}
        asked = Asked(
            0, max((day for day in placed.values() if day), default=self.today), options.agreement_id,
            options.project_id,
            tuple(
                AskedLine(number, line["variant_id"], options.project_id, line["value_usd_minor"])
                for number, line in enumerate(lines, 1)
                if line["order_id"] in placed
            ),
        )  # fmt: skip
        if not asked.lines:
            return []
        return [*ceilings(self.session, asked), *terms_and_scopes(self.session, asked)]

    def _order_line(self, line_id: int, order_id: int, number: int, at: int, currency: str) -> dict[str, object]:
        self.line_of[at] = line_id
        quantity = self._quantity(at)
        price = self._whole("price_micros", at)
        value = minor_of(self._whole("value_micros", at), currency)
        self.row_value[at] = value
        return {
            "id": line_id, "uid": uuid7(), "order_id": order_id, "line_no": number, "variant_id": self.variant_of[at],
            "description": self._name(at), "quantity": quantity, "canceled_quantity": 0, "price_micros": price,
            "value_minor": value, "value_usd_minor": value if currency == "USD" else 0, "project_id": None,
            "vendor_item": self._text("item_code", at), "source_ref": self._source(at),
        }  # fmt: skip

    def _shipments(self, groups: list[_Group]) -> None:
        records, lines, steps, entries = [], [], [], []
        line_id = int(self.driver("SELECT COALESCE(max(id), 0) FROM shipment_line").scalar_one())
        self._number_lines(groups, line_id)
        for group in groups:
            first = group.rows[0]
            history = self._is_history(group.rows)
            dates = self._steps(group.rows)
            day = next((one for _kind, _plan, one in reversed(dates) if one), None)
            title = self._title(group)
            state = ShipmentState.CLOSED if history else ShipmentState.PLANNED
            document_id = self._number(DocumentKind.INBOUND, f"shipment:{group.id}", day, title)
            records.append(
                {
                    "id": group.id, "uid": uuid7(), "document_id": document_id, "direction": Direction.INBOUND,
                    "state": state, "title": title, "vendor_id": self.vendor_of[first],
                    "recipient_id": self.recipient_of.get(first), "source_number": group.number,
                    "mode": self._mode(first), "transport_number": self._text("waybill", first),
                    "container": self._text("container", first), "consignee": self._text("agency", first) or self._text("country", first),
                    "incoterm": self._incoterm(first), "currency": str(self.table.get("currency_code")[first] or "USD"),
                    "declared_minor": sum(self.row_value[at] for at in group.rows),
                    "weight_g": self._sum("weight_kg", group.rows, _KILO),
                    "freight_minor": self._sum("freight", group.rows, 100),
                    "insurance_minor": self._sum("insurance", group.rows, 100),
                    "history": history, "import_id": self.made.import_id,
                }
            )  # fmt: skip
            steps += [
                {"shipment_id": group.id, "kind": kind, "planned_on": planned, "actual_on": actual}
                for kind, planned, actual in dates
            ]
            lines += [self._shipment_line(group.id, number, at) for number, at in enumerate(group.rows, 1)]
            entries.append(Entry("shipment", group.id, title, group.number, self._vendor_name(first)))
        self.session.execute(insert(ShipmentRecord), records)
        self.session.execute(insert(ShipmentLineRecord), lines)
        self.session.execute(insert(MilestoneRecord), steps)
        index(self.session, entries)
        self.made.counts["shipment"] += len(records)
        self.made.counts["shipment_line"] += len(lines)

    def _number_lines(self, groups: list[_Group], last: int) -> None:
        """Give every line its id before one is written, and find each by the source's own: lines refer to others."""
        order = [at for group in groups for at in group.rows]
        self.shipped_line = {at: last + place for place, at in enumerate(order, 1)}
        names = self.table.get("row_number")
        self.line_named = {str(names[at]).strip(): ident for at, ident in self.shipped_line.items() if names[at]}

    def _elsewhere(self, name: str, at: int) -> tuple[str, int | None]:
        """Return the source's words for an amount that is no figure, and the line it is booked on."""
        value = self.table.get(name)[at]
        if isinstance(value, Reference):
            return f"See {value.number} (ID#:{value.line_id})", self.line_named.get(value.line_id)
        return (value.text if isinstance(value, Noted) else ""), None

    def _shipment_line(self, shipment_id: int, number: int, at: int) -> dict[str, object]:
        weight, freight = self._elsewhere("weight_kg", at), self._elsewhere("freight", at)
        return {
            "id": self.shipped_line[at], "uid": uuid7(), "shipment_id": shipment_id, "line_no": number,
            "order_line_id": self.line_of[at], "variant_id": self.variant_of[at], "description": self._name(at),
            "quantity": self._quantity(at), "price_micros": self._whole("price_micros", at),
            "value_minor": self.row_value[at], "lot": self._text("lot", at),
            "made_on": self._date("made_on", at), "expires_on": self._date("expiry", at),
            "weight_g": self._scaled("weight_kg", at, _KILO), "freight_minor": self._scaled("freight", at, 100),
            "source_ref": self._source(at), "weight_note": weight[0], "weight_line_id": weight[1],
            "freight_note": freight[0], "freight_line_id": freight[1],
        }  # fmt: skip

    def _steps(self, rows: list[int]) -> list[tuple[MilestoneKind, date | None, date | None]]:
        delivered = self._day("delivered_on", rows, max)
        actual = {
            MilestoneKind.ORDERED: self._day("ordered_on", rows, min),
            MilestoneKind.DEPARTED: self._day("shipped_on", rows, min),
            MilestoneKind.DELIVERED: delivered,
            MilestoneKind.RECEIVED: self._day("recorded_on", rows, max) if delivered else None,
        }
        planned = {MilestoneKind.DELIVERED: self._day("scheduled_on", rows, max)}
        return [(kind, planned.get(kind), actual.get(kind)) for kind in MilestoneKind]

    def _is_history(self, rows: list[int]) -> bool:
        delivered, shipped = self.table.get("delivered_on"), self.table.get("shipped_on")
        has_delivery = self.table.has("delivered_on")
        return all((delivered[at] if has_delivery else shipped[at]) is not None for at in rows)

    def _number(self, kind: DocumentKind, request: str, day: date | None, title: str) -> int:
        return numbers.assign(
            self.session, kind, request=request, effective_on=day or self.today, title=title, by=self.by, at=self.at
        ).id

    def _title(self, group: _Group) -> str:
        names = list(dict.fromkeys(self._name(at) for at in group.rows))
        shown = names[0] if len(names) == 1 else f"{names[0]} + {len(names) - 1}"
        return shown[:120]

    def _name(self, at: int) -> str:
        return str(self.table.get("item_name")[at] or self.table.get("description")[at] or NO_NAME)

    def _vendor_name(self, at: int) -> str:
        return self._text("vendor", at)

    def _text(self, name: str, at: int) -> str:
        value = self.table.get(name)[at]
        return clean(str(value)) if value is not None else ""

    def _whole(self, name: str, at: int) -> int:
        value = self.table.get(name)[at]
        return value if isinstance(value, int) else 0

    def _quantity(self, at: int) -> int:
        return self._whole("quantity", at) if self.table.has("quantity") else 1

    def _date(self, name: str, at: int) -> date | None:
        value = self.table.get(name)[at]
        return value if isinstance(value, date) else None

    def _day(self, name: str, rows: Iterable[int], choose: object) -> date | None:
        assert callable(choose)
        days = [day for at in rows if (day := self._date(name, at)) is not None]
        found: date | None = choose(days) if days else None
        return found

    def _scaled(self, name: str, at: int, factor: int) -> int | None:
        value = self.table.get(name)[at]
        return int((value * factor).to_integral_value()) if isinstance(value, Decimal) else None

    def _sum(self, name: str, rows: Iterable[int], factor: int) -> int | None:
        found = [value for at in rows if (value := self._scaled(name, at, factor)) is not None]
        return sum(found) if found else None

    def _incoterm(self, at: int) -> str:
        text = self._text("incoterm", at).upper()
        return text if len(text) == 3 and text.isalpha() else ""

    def _mode(self, at: int) -> str:
        plain = fold(self._text("mode", at))
        return next((mode for start, mode in _MODES if plain.startswith(start)), "")

    def _remarks(self, rows: list[int]) -> str:
        texts = list(dict.fromkeys(text for at in rows if (text := self._text("remark", at))))
        return "\n".join(texts)[:4_000]

    def _source(self, at: int) -> str:
        sheet = self.plan.read_sheets[self.table.sheet[at]].name
        place = f"{sheet} {self.table.row[at]}".strip()
        return f"{place} {self._text('requisition', at)}".strip()
