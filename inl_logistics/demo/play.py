"""The acts of the story: ordering, shipping, receiving and handing over, each on its own day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.attachments import files
from inl_logistics.attachments.commands import AttachmentDraft, attach
from inl_logistics.demo import counting, kitting, money, roads, story, vendor, ways
from inl_logistics.handovers.commands import file_copy, issue
from inl_logistics.handovers.drafts import HandoverDraft, LineDraft, PickDraft, save_draft
from inl_logistics.handovers.signing import SignDraft, StruckSerial, sign
from inl_logistics.inventory.queries import proposals
from inl_logistics.kernel.actor import Override
from inl_logistics.kernel.values import price_from_text
from inl_logistics.purchasing.amendments import AmendDraft, amend_order
from inl_logistics.purchasing.commands import OrderDraft, OrderLineDraft, draft_of, place_order, save_order
from inl_logistics.receiving.commands import (
    Mode,
    ScanDraft,
    StartDraft,
    scan,
    start,
)
from inl_logistics.receiving.deciding import Decision, DecisionDraft, decide
from inl_logistics.receiving.posting import FinishDraft, post
from inl_logistics.shipments.commands import (
    PackageDraft,
    PackedQuantity,
    PackedSerial,
    ShipmentDraft,
    ShipmentLineDraft,
    book_shipment,
    save_shipment,
)
from inl_logistics.shipments.drafts import PlannedStep
from inl_logistics.shipments.following import PaperDraft, set_milestone, set_paper
from inl_logistics.shipments.records import MilestoneKind, PackageKind, PaperKind

if TYPE_CHECKING:
    from inl_logistics.demo.make import Demo

Act = tuple[int, Callable[[], None]]
_CARTON = 20


def acts(demo: Demo) -> list[Act]:
    """Return everything that happens, in the order of its days."""
    found: list[Act] = [(one.ordered, _deliver(demo, one)) for one in (*story.PAST, *story.NOW)]
    found += [(gift.days, _give(demo, gift)) for gift in story.GIFTS]
    found += money.acts(demo)
    found += ways.acts(demo)
    found.append((4, lambda: kitting.build(demo)))
    found += counting.acts(demo)
    return sorted(found, key=lambda act: -act[0])


def _deliver(demo: Demo, delivery: story.Delivery) -> Callable[[], None]:
    def act() -> None:
        day = demo.on(delivery.ordered)
        if delivery.from_files:
            _deliver_from_files(demo, delivery)
            return
        lines = tuple(
            OrderLineDraft(
                demo.variant(one.code, one.size),
                one.quantity,
                price_from_text(one.price).micros,
                origin="US",
                serial_list=bool(one.serial),
                lot_required=bool(one.lot),
                warranty_months=24 if one.serial else None,
            )
            for one in delivery.goods
        )
        order = demo.work.write(
            save_order,
            OrderDraft(
                lines, title=delivery.title, vendor_id=demo.partners[delivery.vendor], agreement_id=demo.agreement,
                project_id=demo.projects[delivery.project], ordered_on=day, incoterm="CIP", incoterm_place="Puerto Claro",
                need_by=demo.today - timedelta(days=(delivery.received or 0) - 40),
                contract_number=f"19PCL0-{day:%y}-P-{delivery.ordered:04d}", export_authorization=delivery.export,
                pr_number=f"PR{10_400_000 + delivery.ordered}", ship_to="Embassy warehouse, Annex B, gate 4",
                mark_for=delivery.project, consignee="American Embassy Puerto Claro, for INL", inspection_point="Embassy warehouse",
                cor="Dana Morales", obligation_number=f"1911PCL{delivery.ordered:04d}", object_code="3130",
                packing="Export packing, cartons of 20 kg at most, on pallets.",
            ),
        )  # fmt: skip
        demo.work.write(place_order, order, ordered_on=day)
        shipment = _ship(demo, delivery, order)
        if delivery.received is not None:
            _receive(demo, delivery, shipment)

    return act


def _deliver_from_files(demo: Demo, delivery: story.Delivery) -> None:
    """Order and packing list come from the vendor's own spreadsheets, through the import engine."""
    number = f"MDG-{delivery.ordered:04d}"
    order = vendor.import_order(demo, delivery, demo.folder, number)
    found = demo.work.read(draft_of, order)
    authorized = replace(found, export_authorization=delivery.export)
    demo.work.write(amend_order, AmendDraft(authorized, "Export authorization received"))
    shipment = _ship(demo, delivery, order, packed=False)
    vendor.import_packing_list(demo, delivery, demo.folder, shipment, number)


def _ship(demo: Demo, delivery: story.Delivery, order: int, *, packed: bool = True) -> int:
    order_lines = demo.work.read(_order_lines, order)
    packages: list[PackageDraft] = [PackageDraft("PALLET 1", PackageKind.PALLET, weight_g=None)] if packed else []
    if delivery.mode == "sea" and packed:
        packages = [
            PackageDraft("MSKU 704182-6", PackageKind.CONTAINER, note="20 ft"),
            PackageDraft("PALLET 1", PackageKind.PALLET, "MSKU 704182-6"),
        ]
    lines = []
    for one, line in zip(delivery.goods, order_lines, strict=True):
        serials, cartons = pack(one, packages) if packed else ((), ())
        lines.append(
            ShipmentLineDraft(
                demo.variant(one.code, one.size), one.quantity, line, serials=serials, packed=cartons, lot=one.lot,
                expires_on=demo.today + timedelta(days=one.life) if one.life is not None else None,
            )
        )  # fmt: skip
    value = sum(one.quantity * price_from_text(one.price).micros for one in delivery.goods) // 10_000
    sea = delivery.mode == "sea"
    typed = ShipmentDraft(
            tuple(lines), tuple(packages), _steps(demo, delivery), title=delivery.title,
            vendor_id=demo.partners[delivery.vendor],
            carrier_id=demo.partners[story.CARRIERS[0] if sea else story.CARRIERS[1]], mode=delivery.mode,
            transport_number=f"MEDU Q{447 + delivery.ordered} 1903" if sea else f"057-{delivery.ordered:04d}4471",
            container="MSKU 704182-6" if sea else "", seal=f"SL-{88000 + delivery.ordered}",
            vessel="MV Corinth Star 0426S" if sea else "", port_from="USHOU", port_to="XXPCL",
            broker="Aduanas Rivas S.A.", consignee="Embassy warehouse", incoterm="CIP", declared_minor=value,
            exemption="No. 1184", exemption_on=demo.today - timedelta(days=18), free_days=21, demurrage_minor=18_500,
            weight_g=sum(package.weight_g or 0 for package in packages) or None,
        )  # fmt: skip
    codes = [one.code for one in delivery.goods]
    shipment = demo.work.write(save_shipment, roads.told(typed, codes, ordered=delivery.ordered, today=demo.today))
    demo.work.write(book_shipment, shipment)
    for forecast in roads.forecasts(shipment, delivery.late, demo.today):
        demo.work.write(set_milestone, forecast)
    there = (
        PaperKind.INVOICE,
        PaperKind.PACKING_LIST,
        PaperKind.TRANSPORT,
        PaperKind.DIPLOMATIC_NOTE,
        PaperKind.INSURANCE,
    )
    for kind in (*there, *((PaperKind.CUSTOMS_RELEASE,) if delivery.received is not None else ())):
        demo.work.write(
            set_paper, PaperDraft(shipment, kind, number=f"{kind.value[:3].upper()}-{delivery.ordered:04d}")
        )
    return shipment


def pack(one: story.Goods, packages: list[PackageDraft]) -> tuple[tuple[PackedSerial, ...], tuple[PackedQuantity, ...]]:
    """Put the goods into cartons of at most 20 serials, or one carton a hundred pieces."""
    serials: list[PackedSerial] = []
    quantities: list[PackedQuantity] = []
    size = _CARTON if one.serial else 100
    for start_at in range(0, one.quantity, size):
        code = f"CTN {sum(package.kind is PackageKind.CARTON for package in packages) + 1:03d}"
        count = min(size, one.quantity - start_at)
        packages.append(PackageDraft(code, PackageKind.CARTON, "PALLET 1", weight_g=count * 410 + 900))
        quantities.append(PackedQuantity(code, count))
        if one.serial:
            serials += [PackedSerial(serial_at(one.serial, start_at + offset), code) for offset in range(count)]
    return tuple(serials), tuple(quantities)


def serial_at(first: str, offset: int) -> str:
    """Return the serial that follows `first` by `offset`: BA3-224001 and 4 make BA3-224005."""
    stem = first.rstrip("0123456789")
    digits = first[len(stem) :]
    return f"{stem}{int(digits) + offset:0{len(digits)}d}"


def _steps(demo: Demo, delivery: story.Delivery) -> tuple[PlannedStep, ...]:
    kinds = list(MilestoneKind)
    span = delivery.ordered - (delivery.received if delivery.received is not None else -4)
    planned = {
        kind: demo.today - timedelta(days=delivery.ordered - span * number // (len(kinds) - 1))
        for number, kind in enumerate(kinds)
    }
    if delivery.received is not None:
        reached = kinds[:-1]
    else:
        last = kinds.index(MilestoneKind(delivery.reached))
        reached = kinds[: last + 1]
        planned = {
            kind: day
            if kind in reached
            else demo.today - timedelta(days=delivery.late - 3 * (kinds.index(kind) - last - 1))
            for kind, day in planned.items()
        }
    return tuple(
        PlannedStep(
            kind, planned_on=planned[kind], actual_on=planned[kind] + timedelta(days=kinds.index(kind) % 3)
            if kind in reached else None,
            forecast_on=None if kind in reached else max(planned[kind], demo.today) + timedelta(days=4),
        )
        for kind in kinds
    )  # fmt: skip


def _receive(demo: Demo, delivery: story.Delivery, shipment: int) -> None:
    day = demo.on(delivery.received or 0, 10)
    receiving = demo.work.write(start, StartDraft(shipment, demo.stores["MAIN"]))
    lines = demo.work.read(_shipment_lines, shipment)
    for one, line in zip(delivery.goods, lines, strict=True):
        where = one.bin if one.bin in story.STORES[0][2] else None
        if one.serial:
            for offset in range(one.quantity - (delivery.short if one is delivery.goods[0] else 0)):
                damaged = offset < delivery.damaged and one is delivery.goods[-2]
                draft = ScanDraft(
                    receiving, serial_at(one.serial, offset), Mode.DAMAGED if damaged else Mode.GOOD, bin=where,
                    note="cracked in transit" if damaged else "",
                )  # fmt: skip
                demo.work.write(scan, draft)
        else:
            code = demo.work.read(_code, line)
            demo.work.write(scan, ScanDraft(receiving, one.lot or code, line_id=line, quantity=one.quantity, bin=where))
    for extra in range(delivery.over):
        found = demo.work.write(scan, ScanDraft(receiving, f"AED-X{extra + 1:04d}"))
        demo.work.write(
            decide, DecisionDraft(found.scan_id, Decision.OVER, line_id=lines[-1], note="one more than listed")
        )
    officer = demo.work.actor
    more = Override("over-receipt", "The vendor confirms the extra unit and bills it.", officer.user_id, officer.name)
    demo.work.write(
        post, FinishDraft(receiving, day, seal_intact=True, quarantine_bin="Q-01"),
        overrides=(more,) if delivery.over else (),
    )  # fmt: skip


def _give(demo: Demo, gift: story.Gift) -> Callable[[], None]:
    def act() -> None:
        day = demo.on(gift.days, 14 if gift.days else 8)
        lines = tuple(_line(demo, code, size, quantity) for code, size, quantity in gift.goods)
        saved = demo.work.write(
            save_draft,
            HandoverDraft(
                lines, unit_id=demo.partners[gift.unit], facility_id=demo.partners[story.FACILITY[gift.unit]],
                person_id=demo.people[gift.unit], agreement_id=demo.agreement, project_id=demo.projects["INL-24-CV-07"],
                planned_on=day, place="Annex B, Embassy warehouse", language=gift.language,
            ),
        )  # fmt: skip
        if gift.how == "draft":
            return
        demo.work.write(issue, saved.id, dated_on=day)
        waybill = ways.leave(demo, saved.id, gift.vehicle, "J. Reyes") if gift.vehicle else None
        if gift.how == "issued":
            return
        struck = demo.work.read(_a_serial, saved.id) if gift.how == "struck" else ()
        demo.work.write(
            sign,
            SignDraft(
                saved.id,
                day,
                place="Annex B",
                struck=struck,
                remarks="One vest returned at the door." if struck else "",
            ),
        )
        if waybill is not None:
            ways.come_back(demo, waybill)
        if gift.filed:
            _file(demo, saved.id)

    return act


def _line(demo: Demo, code: str, size: str, quantity: int) -> LineDraft:
    variant = demo.variant(code, size)
    picks: list[PickDraft] = []
    left = quantity
    for one in demo.work.read(proposals, variant, today=demo.today, min_life_days=360):
        take = min(left, one.free)
        if one.unit_ids:
            picks += [PickDraft(one.layer_id, one.place_id, 1, unit) for unit in one.unit_ids[:take]]
        elif take:
            picks.append(PickDraft(one.layer_id, one.place_id, take))
        left -= take
        if not left:
            break
    return LineDraft(variant, tuple(picks), asked=quantity)


def _file(demo: Demo, handover: int) -> None:
    """File a stand-in for the scanned paper: a one-page PDF that says what it stands for."""
    content = b"%PDF-1.4\n% stands for the scanned signed copy of an invented receipt\n" + str(handover).encode()
    digest = files.put(demo.work.folder, demo.work.key_for("attachments"), content)
    attachment = demo.work.write(
        attach,
        AttachmentDraft(
            "handover", handover, f"signed-copy-{handover}.pdf", len(content), digest, role="signed-copy",
            media_type="application/pdf",
        ),
    )  # fmt: skip
    demo.work.write(file_copy, handover, attachment)


def _order_lines(session: Session, order: int) -> list[int]:
    return list(
        session.execute(text("SELECT id FROM order_line WHERE order_id = :o ORDER BY line_no"), {"o": order}).scalars()
    )


def _shipment_lines(session: Session, shipment: int) -> list[int]:
    rows = session.execute(
        text("SELECT id FROM shipment_line WHERE shipment_id = :s ORDER BY line_no"), {"s": shipment}
    )
    return list(rows.scalars())


def _code(session: Session, line: int) -> str:
    return str(
        session.execute(
            text("SELECT v.code FROM shipment_line s JOIN variant v ON v.id = s.variant_id WHERE s.id = :l"),
            {"l": line},
        ).scalar_one()
    )


def _a_serial(session: Session, handover: int) -> tuple[StruckSerial, ...]:
    found = session.execute(
        text(
            "SELECT u.serial FROM handover_pick k JOIN handover_line l ON l.id = k.line_id JOIN unit u ON u.id = k.unit_id"
            " WHERE l.handover_id = :h ORDER BY k.id LIMIT 1"
        ),
        {"h": handover},
    )
    return tuple(StruckSerial(serial) for serial in found.scalars())
