"""Small constructors that make tests read like the work they test. Everything here is invented."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.catalog.commands import ItemDraft, VariantDraft, save_item, variant
from inl_logistics.database.keys import Cost
from inl_logistics.handovers.commands import issue
from inl_logistics.handovers.drafts import HandoverDraft, LineDraft, PickDraft, save_draft
from inl_logistics.kernel.problems import RulesBroken
from inl_logistics.kernel.values import ItemId, Tracking
from inl_logistics.newpost import PostDraft, create_post
from inl_logistics.partners.commands import (
    PartnerDraft,
    PersonDraft,
    StoreDraft,
    VettingDraft,
    record_vetting,
    save_partner,
    save_person,
    save_store,
)
from inl_logistics.partners.records import PartnerKind, Service, VettingResult
from inl_logistics.purchasing.commands import OrderDraft, OrderLineDraft, place_order, save_order
from inl_logistics.receiving.commands import (
    Mode,
    ScanDraft,
    StartDraft,
    scan,
    start,
)
from inl_logistics.receiving.posting import FinishDraft, Posted, post
from inl_logistics.settings.declared import PostProfile
from inl_logistics.shipments.commands import (
    PackageDraft,
    PackedQuantity,
    PackedSerial,
    ShipmentDraft,
    ShipmentLineDraft,
    book_shipment,
    save_shipment,
)
from inl_logistics.users.commands import UserDraft
from inl_logistics.workspace import Workspace

PASSWORD = "correct horse"
CHEAP = Cost(time=1, memory_kib=64, lanes=1)
TODAY = date(2026, 11, 24)


@dataclass
class Clock:
    """A clock that tests turn."""

    now: datetime = field(default_factory=lambda: datetime(2026, 11, 24, 14, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=5)
        return self.now

    def on(self, day: date) -> None:
        """Turn to noon of a day."""
        self.now = datetime(day.year, day.month, day.day, 12, 0, tzinfo=UTC)


def new_post(folder: Path, *, clock: Clock | None = None, catalog: bool = False) -> Workspace:
    """Make the invented post Puerto Claro with cheap keys."""
    draft = PostDraft(PostProfile(), UserDraft("dana", "Dana Morales", "INL Logistics Officer"), PASSWORD)
    return create_post(folder, draft, cost=CHEAP, clock=clock or Clock(), catalog=catalog).workspace


@dataclass
class Post:
    """An open post with a store, a vendor, a vetted unit and a few items."""

    work: Workspace
    clock: Clock
    store: int = 0
    vendor: int = 0
    agency: int = 0
    unit: int = 0
    facility: int = 0
    person: int = 0

    def item(self, code: str, *, name: str = "", tracking: Tracking = Tracking.SERIAL, **more: object) -> int:
        """Make an item and return its one variant."""
        draft = ItemDraft(
            code=code, name=name or code, tracking=tracking, price_micros=412_000_000,
            variants=(VariantDraft(),), **more,
        )  # fmt: skip
        item_id = self.work.write(save_item, draft)
        return self.work.read(variant_of, item_id)

    def order(self, *lines: tuple[int, int], price_micros: int = 412_000_000, project_id: int | None = None) -> int:
        """Place an order of (variant, quantity) lines."""
        order = self.work.write(
            save_order,
            OrderDraft(
                tuple(OrderLineDraft(variant, quantity, price_micros) for variant, quantity in lines),
                title="Body armor", vendor_id=self.vendor, ordered_on=TODAY - timedelta(days=100),
                project_id=project_id,
            ),
        )  # fmt: skip
        self.work.write(place_order, order)
        return order

    def ship(self, order: int, lines: Sequence[ShipmentLineDraft], packages: Sequence[PackageDraft] = ()) -> int:
        """Book a shipment of an order."""
        shipment = self.work.write(
            save_shipment,
            ShipmentDraft(tuple(lines), tuple(packages), title="Body armor", vendor_id=self.vendor),
        )
        self.work.write(book_shipment, shipment)
        return shipment

    def order_lines(self, order: int) -> list[int]:
        """Return the ids of an order's lines."""
        return self.work.read(
            lambda session: list(
                session.execute(
                    text("SELECT id FROM order_line WHERE order_id = :o ORDER BY line_no"), {"o": order}
                ).scalars()
            )
        )

    def receive(self, shipment: int, scans: Sequence[str], *, on: date = TODAY, **finish: object) -> Posted:
        """Scan everything as good and post."""
        receiving = self.work.write(start, StartDraft(shipment, self.store))
        for one in scans:
            self.work.write(scan, ScanDraft(receiving, one))
        return self.work.write(post, FinishDraft(receiving, on, **finish))

    def stocked(
        self, variant_id: int, serials: Sequence[str], *, on: date = TODAY, project_id: int | None = None
    ) -> Posted:
        """Bring serial units into stock through an order, a shipment and a receipt."""
        order = self.order((variant_id, len(serials)), project_id=project_id)
        line = self.order_lines(order)[0]
        packed = tuple(PackedSerial(serial) for serial in serials)
        shipment = self.ship(order, [ShipmentLineDraft(variant_id, len(serials), line, serials=packed)])
        return self.receive(shipment, serials, on=on)

    def stocked_quantity(
        self, variant_id: int, quantity: int, *, on: date = TODAY, lot: str = "", expires_on: date | None = None,
        **finish: object,
    ) -> Posted:  # fmt: skip
        """Bring a quantity into stock."""
        order = self.order((variant_id, quantity))
        line = self.order_lines(order)[0]
        shipment = self.ship(order, [ShipmentLineDraft(variant_id, quantity, line, lot=lot, expires_on=expires_on)])
        receiving = self.work.write(start, StartDraft(shipment, self.store))
        code = self.work.read(
            lambda session: session.execute(
                text("SELECT code FROM variant WHERE id = :v"), {"v": variant_id}
            ).scalar_one()
        )
        self.work.write(scan, ScanDraft(receiving, code, quantity=quantity))
        return self.work.write(post, FinishDraft(receiving, on, **finish))

    def picks(self, variant_id: int, *serials: str) -> LineDraft:
        """Pick units by serial."""
        return self.work.read(picks_of, variant_id, serials)

    def pick_quantity(self, variant_id: int, quantity: int) -> LineDraft:
        """Pick a quantity from the first layer that has it."""
        return self.work.read(quantity_pick, variant_id, quantity)

    def draft(self, *lines: LineDraft, **more: object) -> int:
        """Save a handover draft to the vetted unit."""
        values = {"unit_id": self.unit, "facility_id": self.facility, "person_id": self.person} | more
        return self.work.write(save_draft, HandoverDraft(lines, **values)).id

    def issued(self, *lines: LineDraft, **more: object) -> int:
        """Save and issue a handover."""
        handover = self.draft(*lines, **more)
        self.work.write(issue, handover)
        return handover

    def on_hand(self, variant_id: int, *, status: str = "available") -> int:
        """Return what lies in our stores."""
        return self.work.read(on_hand, variant_id, status)

    def scalar(self, sql: str, **params: object) -> object:
        """Ask the database one figure."""
        return self.work.read(lambda session: session.execute(text(sql), params).scalar())


def puerto_claro(folder: Path, *, clock: Clock | None = None) -> Post:
    """Make the invented post with partners."""
    used = clock or Clock()
    work = new_post(folder, clock=used)
    made = Post(work, used)
    made.store = work.write(save_store, StoreDraft("MAIN", "Main warehouse", bins=("A-04", "Q-01")))
    made.vendor = work.write(save_partner, PartnerDraft(PartnerKind.VENDOR, "Northgate Tactical Supply"))
    made.agency = work.write(
        save_partner,
        PartnerDraft(
            PartnerKind.AGENCY, "National Prison Service", name_native="Servicio Penitenciario Nacional",
            service=Service.CORRECTIONS,
        ),
    )  # fmt: skip
    past = TODAY - timedelta(days=900)
    made.unit = work.write(
        save_partner,
        PartnerDraft(PartnerKind.UNIT, "Response Group", parent_id=made.agency, parent_from=past, vetting_needed=True),
    )
    made.facility = work.write(
        save_partner, PartnerDraft(PartnerKind.FACILITY, "La Hondura Center", parent_id=made.unit, parent_from=past)
    )
    made.person = work.write(
        save_person, PersonDraft(made.unit, "Luis Arriaga", title="Chief of logistics", commands=True)
    )
    work.write(
        record_vetting,
        VettingDraft(made.unit, VettingResult.CLEARED, valid_from=past, valid_to=date(2027, 3, 14), case_number="V-1"),
    )
    return made


def variant_of(session: Session, item_id: ItemId) -> int:
    """Return the plain variant of an item."""
    return variant(session, item_id)


def picks_of(session: Session, variant_id: int, serials: Sequence[str]) -> LineDraft:
    """Return a line of units."""
    picks = []
    for serial in serials:
        row = session.execute(
            text(
                "SELECT u.id, u.layer_id, p.place_id, p.condition FROM unit u JOIN position p ON p.unit_id = u.id"
                " WHERE u.serial = :s AND u.variant_id = :v"
            ),
            {"s": serial, "v": variant_id},
        ).one()
        picks.append(PickDraft(row.layer_id, row.place_id, 1, row.id, row.condition))
    return LineDraft(variant_id, tuple(picks))


def quantity_pick(session: Session, variant_id: int, quantity: int) -> LineDraft:
    """Return a line of a quantity."""
    row = session.execute(
        text(
            "SELECT b.layer_id, b.place_id, b.condition FROM balance b JOIN layer l ON l.id = b.layer_id"
            " WHERE l.variant_id = :v AND b.real = 1 AND b.quantity > 0 AND b.status = 'available'"
            " ORDER BY b.layer_id LIMIT 1"
        ),
        {"v": variant_id},
    ).one()
    return LineDraft(variant_id, (PickDraft(row.layer_id, row.place_id, quantity, None, row.condition),))


def on_hand(session: Session, variant_id: int, status: str) -> int:
    """Return the quantity in our stores."""
    return session.execute(
        text(
            "SELECT COALESCE(sum(b.quantity), 0) FROM balance b JOIN layer l ON l.id = b.layer_id"
            " JOIN place p ON p.id = b.place_id WHERE l.variant_id = :v AND p.kind = 'bin' AND b.status = :s"
        ),
        {"v": variant_id, "s": status},
    ).scalar_one()


@contextmanager
def refused(*codes: str) -> Iterator[None]:
    """Expect that a rule refuses what is done within, with exactly these codes."""
    with pytest.raises(RulesBroken) as caught:
        yield
    assert [problem.code for problem in caught.value.problems] == list(codes)


__all__ = [
    "CHEAP",
    "PASSWORD",
    "TODAY",
    "Clock",
    "Mode",
    "PackageDraft",
    "PackedQuantity",
    "PackedSerial",
    "Post",
    "refused",
]
