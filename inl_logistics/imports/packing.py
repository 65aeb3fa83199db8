"""Write a packing list into an inbound shipment: lines, lots, serials and packages.

Into an order number it makes a new inbound shipment of that order. Lines of one item, lot and date become one,
with their serials and packages under it. Source: product.md 2.2 and 7; ui.md picture 06.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.imports.masters import Items, ItemWanted, Made
from inl_logistics.imports.openings import wanted_items
from inl_logistics.imports.plan import ImportPlan
from inl_logistics.imports.roles import Kind
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.text import clean, fold
from inl_logistics.shipments.commands import (
    PackageDraft,
    PackedQuantity,
    PackedSerial,
    ShipmentDraft,
    ShipmentLineDraft,
    save_shipment,
)
from inl_logistics.shipments.drafting import draft_of
from inl_logistics.shipments.records import PackageKind


@dataclass(slots=True)
class _Line:
    """One line in the making."""

    variant_id: int | None
    order_line_id: int | None
    description: str
    price: int
    lot: str = ""
    made_on: date | None = None
    expires_on: date | None = None
    quantity: int = 0
    serials: list[PackedSerial] = field(default_factory=list)
    packed: dict[str, int] = field(default_factory=dict)
    weight_g: int = 0
    source: str = ""


def write(session: Session, plan: ImportPlan, into: str, made: Made, *, by: Actor, at: datetime) -> tuple[int, str]:
    """Write the list; return the shipment's id and the JSON of what it held before (for undo), or the empty text.

    Raises: BadInput("import-into-missing", "import-into-unknown", "import-wrong-place").
    """
    import msgspec

    if not into:
        raise BadInput("import-into-missing")
    draft, order_id = _target(session, into)
    before = "" if draft.id is None else msgspec.json.encode(draft).decode()
    known = _known_lines(session, draft.id, order_id)
    lines, packages = _Reading(session, plan, made, known).run()
    if plan.kind is Kind.SERIALS and draft.id is not None:
        lines = _with_serials(draft.lines, lines)
        packages = list(draft.packages)
    changed = _replaced(draft, lines, packages)
    shipment_id = save_shipment(session, changed, by=by, at=at)
    session.execute(
        text("UPDATE shipment SET import_id = :i WHERE id = :s AND import_id IS NULL"),
        {"i": made.import_id, "s": shipment_id},
    )
    made.counts["shipment_line"] += len(lines)
    made.counts["package"] += len(packages)
    made.counts["serial"] += sum(len(line.serials) for line in lines)
    return shipment_id, before


def undo(session: Session, shipment_id: int, before: str, *, by: Actor, at: datetime) -> None:
    """Put back what the shipment held before. Raises: RulesBroken once something was received."""
    import msgspec

    old = msgspec.json.decode(before, type=ShipmentDraft)
    version = session.execute(text("SELECT version FROM shipment WHERE id = :s"), {"s": shipment_id}).scalar_one()
    save_shipment(session, _at_version(old, version), by=by, at=at)


def _at_version(draft: ShipmentDraft, version: int) -> ShipmentDraft:
    from dataclasses import replace

    return replace(draft, version=version)


def _replaced(
    draft: ShipmentDraft, lines: Sequence[ShipmentLineDraft], packages: Sequence[PackageDraft]
) -> ShipmentDraft:
    from dataclasses import replace

    return replace(draft, lines=tuple(lines), packages=tuple(packages))


def _target(session: Session, into: str) -> tuple[ShipmentDraft, int | None]:
    """Return the shipment to fill (a new one for an order) and the order, by any form of the number."""
    wanted = clean(into).upper()
    row = session.execute(
        text(
            "SELECT s.id FROM shipment s LEFT JOIN document d ON d.id = s.document_id WHERE upper(d.number) = :n"
            " OR upper(s.source_number) = :n OR substr(d.number, instr(d.number, '-') + 1) = :f"
            " OR CAST(s.id AS TEXT) = :n ORDER BY s.id DESC LIMIT 1"
        ),
        {"n": wanted, "f": _long(wanted)},
    ).first()
    if row is not None:
        return draft_of(session, row.id), None
    order = session.execute(
        text(
            "SELECT o.id, o.vendor_id, o.title, o.incoterm, o.currency FROM purchase_order o LEFT JOIN document d"
            " ON d.id = o.document_id WHERE upper(d.number) = :n OR upper(o.source_number) = :n"
            " OR substr(d.number, instr(d.number, '-') + 1) = :f ORDER BY o.id DESC LIMIT 1"
        ),
        {"n": wanted, "f": _long(wanted)},
    ).first()
    if order is None:
        raise BadInput("import-into-unknown", what="shipment", number=into)
    draft = ShipmentDraft(
        title=order.title, vendor_id=order.vendor_id, incoterm=order.incoterm, currency=order.currency
    )
    return draft, order.id


def _long(number: str) -> str:
    """Turn a number as on screen (IN-26-A0004) into the part after the post's code (IN-2026-A0004)."""
    parts = number.split("-")
    return f"{parts[0]}-20{parts[1]}-{parts[2]}" if len(parts) == 3 and len(parts[1]) == 2 else number


@dataclass(frozen=True, slots=True)
class _OrderLine:
    """An order line that the goods may belong to."""

    id: int
    variant_id: int | None
    price_micros: int
    item_id: int | None


def _known_lines(session: Session, shipment_id: int | None, order_id: int | None) -> list[_OrderLine]:
    """Return the order lines that the goods may belong to."""
    return [
        _OrderLine(*row)
        for row in session.execute(
            text(
                "SELECT l.id, l.variant_id, l.price_micros, v.item_id FROM order_line l LEFT JOIN variant v"
                " ON v.id = l.variant_id WHERE l.order_id = :o OR l.order_id IN (SELECT l2.order_id FROM shipment_line s"
                " JOIN order_line l2 ON l2.id = s.order_line_id WHERE s.shipment_id = :s) ORDER BY l.line_no"
            ),
            {"o": order_id, "s": shipment_id},
        ).all()
    ]


def _vendors(session: Session, known: Sequence[_OrderLine]) -> list[int]:
    """Return the vendors of the orders that a packing list is of: it speaks in their part numbers."""
    ids = ",".join(str(int(one.id)) for one in known) or "0"
    rows = session.execute(
        text(
            "SELECT DISTINCT o.vendor_id FROM order_line l JOIN purchase_order o ON o.id = l.order_id"
            f" WHERE l.id IN ({ids}) AND o.vendor_id IS NOT NULL"
        )
    )
    return list(rows.scalars())


class _Reading:
    """Turns the rows into lines and packages."""

    def __init__(self, session: Session, plan: ImportPlan, made: Made, known: Sequence[_OrderLine]) -> None:
        self.session, self.plan, self.table = session, plan, plan.table
        self.items = Items(session, made, vendors=_vendors(session, known))
        self.known = known
        self.lines: dict[object, _Line] = {}
        self.packages: dict[str, PackageDraft] = {}

    def run(self) -> tuple[list[ShipmentLineDraft], list[PackageDraft]]:
        """Read every ready row."""
        ready = self.table.ready()
        wanted, keys = wanted_items(self.table, ready)
        ids = {key: self._item(one) for key, one in wanted.items()}
        sizes, units = self.table.get("size"), self.table.get("unit")
        for at, key in zip(ready, keys, strict=True):
            item_id, size = ids[key]
            if item_id is None:
                variant = self.known[0].variant_id if self.known else None
            else:
                one = (item_id, str(sizes[at] or size), str(units[at] or self.items.by_id[item_id].unit))
                variant = self.items.variants([one])[(one[0], clean(one[1]), one[2])]
            self._take(at, variant, item_id, wanted[key])
        drafts = [
            ShipmentLineDraft(
                line.variant_id, line.quantity, line.order_line_id, line.description, line.price, line.lot,
                line.made_on, line.expires_on, tuple(line.serials),
                tuple(PackedQuantity(code, count) for code, count in line.packed.items()),
                line.weight_g or None, source_ref=line.source,
            )
            for line in self.lines.values()
        ]  # fmt: skip
        return drafts, list(self.packages.values())

    def _item(self, wanted: ItemWanted) -> tuple[int | None, str]:
        matched = self.plan.request.fixes.items.get(fold(wanted.code or wanted.nsn or wanted.name))
        if matched:
            return self.items.find(ItemWanted(wanted.key, code=matched))
        return self.items.find(wanted)

    def _take(self, at: int, variant: int | None, item_id: int | None, wanted: ItemWanted) -> None:
        lot, expires, made_on = self._text("lot", at), self._date("expiry", at), self._date("made_on", at)
        order_line = self._order_line(variant, item_id)
        price = self.table.get("price_micros")[at]
        own = price if isinstance(price, int) else order_line.price_micros if order_line is not None else 0
        key = (variant, lot, expires, made_on, own)
        line = self.lines.get(key)
        if line is None:
            line_id = order_line.id if order_line is not None else None
            line = self.lines[key] = _Line(variant, line_id, wanted.name, own, lot, made_on, expires)
            line.source = f"{self.plan.read_sheets[self.table.sheet[at]].name} {self.table.row[at]}".strip()
        quantity = self.table.get("quantity")[at]
        count = quantity if isinstance(quantity, int) else 1
        line.quantity += count
        package = self._package(at)
        serials = self.table.get("serials")[at] if self.table.has("serials") else None
        if isinstance(serials, tuple):
            line.serials += [PackedSerial(str(one), package) for one in serials]
        if package:
            line.packed[package] = line.packed.get(package, 0) + count
        weight = self.table.get("weight_kg")[at]
        line.weight_g += int(weight * 1000) if isinstance(weight, Decimal) else 0

    def _order_line(self, variant: int | None, item_id: int | None) -> _OrderLine | None:
        exact = next((row for row in self.known if row.variant_id == variant and variant is not None), None)
        return exact or next((row for row in self.known if row.item_id == item_id and item_id is not None), None)

    def _package(self, at: int) -> str:
        """Return the code of the row's innermost package, made with those around it."""
        parent = ""
        for role, kind in (
            ("container", PackageKind.CONTAINER), ("pallet", PackageKind.PALLET), ("package", PackageKind.CARTON),
        ):  # fmt: skip
            code = self._text(role, at)
            if code:
                if code not in self.packages:
                    self.packages[code] = PackageDraft(code, kind, parent if parent != code else "")
                parent = code
        return parent

    def _text(self, name: str, at: int) -> str:
        value = self.table.get(name)[at]
        return clean(str(value)) if value is not None else ""

    def _date(self, name: str, at: int) -> date | None:
        value = self.table.get(name)[at]
        return value if isinstance(value, date) else None


def _with_serials(stored: Sequence[ShipmentLineDraft], read: Sequence[ShipmentLineDraft]) -> list[ShipmentLineDraft]:
    """Add the serials read to the lines of the same item; quantities stay as the shipment has them."""
    from dataclasses import replace

    by_variant = {line.variant_id: line for line in read}
    lines = []
    for line in stored:
        own = by_variant.get(line.variant_id) or (read[0] if len(stored) == 1 and read else None)
        lines.append(replace(line, serials=(*line.serials, *own.serials)) if own is not None else line)
    return lines
