"""How shipments are said on the screen: states as chips, milestones, papers, modes. Source: ui.md 7; picture 03."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date

from inl_logistics.kernel.dates import day_month
from inl_logistics.kernel.sentences.shipments import MILESTONE_NAMES
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kernel.values import Money
from inl_logistics.register.numbers import screen_number
from inl_logistics.shipments.contents import ShipmentLineRow
from inl_logistics.shipments.demurrage import Demurrage
from inl_logistics.shipments.queries import ShipmentDetail, ShipmentRow
from inl_logistics.shipments.records import MilestoneKind, PackageKind, PaperKind
from inl_logistics.shipments.rules import Step, due_step, next_step
from ui.kit.chips import ChipLook, chip
from ui.kit.formats import money
from ui.kit.steps import Milestone

STATES = {
    "draft": N_("Draft"), "planned": N_("Planned"), "ready": N_("Ready"), "in-transit": N_("In transit"),
    "arrived": N_("Arrived"), "in-customs": N_("At customs"), "delivered": N_("Delivered"),
    "partly-delivered": N_("Partly delivered"), "returned": N_("Returned"), "closed": N_("Received"),
    "canceled": N_("Canceled"), "late": N_("Late"), "history": N_("History"),
}  # fmt: skip
_CHIP = {
    "draft": "draft", "planned": "planned", "ready": "planned", "in-transit": "in_transit", "arrived": "arrived",
    "in-customs": "at_customs", "delivered": "delivered", "partly-delivered": "delivered", "returned": "canceled",
    "closed": "received", "canceled": "canceled",
}  # fmt: skip
MILESTONES = {kind: MILESTONE_NAMES[kind.value] for kind in MilestoneKind}
PAPERS = {
    PaperKind.INVOICE: N_("Commercial invoice"),
    PaperKind.PACKING_LIST: N_("Packing list"),
    PaperKind.TRANSPORT: N_("AWB or bill of lading"),
    PaperKind.DIPLOMATIC_NOTE: N_("Diplomatic note"),
    PaperKind.INSURANCE: N_("Insurance certificate"),
    PaperKind.CUSTOMS_RELEASE: N_("Customs release"),
    PaperKind.ORIGIN: N_("Certificate of origin"),
    PaperKind.DANGEROUS_GOODS: N_("Dangerous goods declaration"),
    PaperKind.EXPORT_FILING: N_("Export filing (AES ITN)"),
    PaperKind.SAFETY_DATA: N_("Safety data sheets"),
    PaperKind.EXPORT_LICENSE: N_("Export license"),
    PaperKind.EXEMPTION: N_("Exemption form"),
    PaperKind.CUSTOMS_ENTRY: N_("Customs entry"),
    PaperKind.ARRIVAL_NOTICE: N_("Arrival notice"),
    PaperKind.AGENT_NOTICE: N_("Despatch agent's notice"),
}
PAPER_ROLES = {kind.value: said for kind, said in PAPERS.items()}
MARKS = {
    "papers": N_("Papers missing"), "demurrage": N_("Demurrage running"), "hazardous": N_("Dangerous goods"),
    "controlled": N_("Export-controlled"),
}  # fmt: skip
MODES = {
    "air": N_("Air"), "sea": N_("Sea"), "road": N_("Road"), "rail": N_("Rail"), "pouch": N_("Pouch"),
    "multimodal": N_("Multimodal"),
}  # fmt: skip
PACKAGE_ICONS = {
    PackageKind.CONTAINER.value: "container", PackageKind.PALLET.value: "layers", PackageKind.CARTON.value: "box",
    PackageKind.CRATE.value: "package",
}  # fmt: skip


def mode(value: str) -> str:
    """Say a mode of transport; imported files bring their own words."""
    return _(MODES[value]) if value in MODES else value


def row_chip(row: ShipmentRow) -> ChipLook:
    """Return the one chip of a list row: lateness first, then the state."""
    if row.late_days:
        return chip("shipment", "late", number=row.late_days)
    if row.counting:
        return chip("shipment", "counting")
    if row.history:
        return chip("shipment", "closed")
    return chip("shipment", _CHIP[row.state])


def detail_chips(record: ShipmentDetail) -> list[ChipLook]:
    """Return the chips beside the title."""
    found = [chip("shipment", "counting")] if record.receiving_state in ("open", "paused") else []
    if not found:
        found = [chip("shipment", "closed" if record.history else _CHIP[record.state])]
    if record.late_days:
        found.append(chip("shipment", "late", number=record.late_days))
    return found


def milestones(record: ShipmentDetail, *, today: date) -> list[Milestone]:
    """Return the milestones as the header draws them: the late one red, skipped ones dotted."""
    active = not record.history and record.state not in ("draft", "closed", "canceled")
    late = due_step(record.steps) if record.late_days else None
    upcoming = (late or next_step(record.steps)) if active else None
    return [_milestone(step, upcoming, today=today) for step in record.steps]


def release_came(before: ShipmentDetail, now: ShipmentDetail) -> bool:
    """Tell whether the customs release was entered meanwhile, while the goods are not cleared by the milestones."""
    kind = PaperKind.CUSTOMS_RELEASE.value
    there = [any(one.kind == kind and one.is_there for one in record.papers) for record in (before, now)]
    steps = [step for step in now.steps if step.kind is MilestoneKind.CUSTOMS]
    return there == [False, True] and any(step.actual_on is None and not step.skipped for step in steps)


def in_packages(line: ShipmentLineRow, inside: AbstractSet[object], codes: AbstractSet[str]) -> ShipmentLineRow:
    """Return the part of a line that lies in some packages (their ids and codes): its quantity, serials and value."""
    quantity = sum(held for package, held in line.packages if package in inside)
    serials = sum(package in codes for _serial, package in line.serial_list)
    value = round(line.value_minor * quantity / line.quantity) if line.quantity else 0
    return replace(line, quantity=quantity, serials=serials, value_minor=value)


def _milestone(step: Step, upcoming: Step | None, *, today: date) -> Milestone:
    title, key = _(MILESTONES[step.kind]), step.kind.value
    planned = _("planned {day}").format(day=day_month(step.planned_on, today)) if step.planned_on else ""
    if step.skipped:
        return Milestone(title, "—", _("skipped"), "skipped", key)
    if step.actual_on is not None:
        on_plan = step.planned_on is None or step.planned_on == step.actual_on
        return Milestone(title, day_month(step.actual_on, today), _("on plan") if on_plan else planned, "done", key)
    due = step.planned_on or step.forecast_on
    if upcoming is not None and step.kind is upcoming.kind and due is not None and due < today:
        late = (today - due).days
        words = ngettext("{n} day late", "{n} days late", late).format(n=late)
        return Milestone(title, _("due {day}").format(day=day_month(due, today)), words, "late", key)
    state = "current" if upcoming is not None and step.kind is upcoming.kind else "todo"
    when = _("forecast {day}").format(day=day_month(step.forecast_on, today)) if step.forecast_on else planned
    return Milestone(title, when, planned if step.forecast_on else "", "current" if state == "current" else "todo", key)


def consequences(record: ShipmentDetail, *, today: date) -> list[str]:
    """Say what the state of a shipment costs and what waits for it, a sentence each."""
    if record.history or record.state in ("draft", "closed", "canceled"):
        return []
    found = list(filter(None, (demurrage_words(record.demurrage, today=today),)))
    delivery = max(record.delivery_on or today, today)  # what has not come cannot come before today
    for one in record.waiting:
        name, over = screen_number(one.name) or one.name, one.days_over(delivery)
        if one.kind == "order":
            if over and one.on is not None:
                said = ngettext(
                    "{name} is needed by {day}: {n} day over.", "{name} is needed by {day}: {n} days over.", over
                )
                found.append(said.format(name=name, day=day_month(one.on, today), n=over))
        elif record.late_days or over:
            said = ngettext("{n} unit for {name} waits for it.", "{n} units for {name} wait for it.", one.quantity)
            found.append(said.format(n=one.quantity, name=name))
            if one.complete is not None:
                found.append(_("{name} is {percent} % complete.").format(name=name, percent=one.complete))
    return found


def demurrage_words(cost: Demurrage | None, *, today: date) -> str:
    """Say when demurrage starts, how it runs, or what it came to."""
    if cost is None:
        return ""
    rate, total = (money(Money(one, cost.currency), cents=False) for one in (cost.rate_minor, cost.minor))
    start = day_month(cost.starts_on, today)
    if cost.starts_on > today and not cost.days:
        return _("Demurrage starts {day} at {cost} a day.").format(day=start, cost=rate)
    if not cost.days:
        return ""
    if cost.capped:
        return _("Demurrage has reached its cap of {total}.").format(total=total)
    if cost.running:
        said = ngettext(
            "Demurrage runs since {day}: {n} day at {cost}, {total} so far.",
            "Demurrage runs since {day}: {n} days at {cost}, {total} so far.",
            cost.days,
        )
    else:
        said = ngettext(
            "Demurrage came to {total}: {n} day at {cost}.", "Demurrage came to {total}: {n} days at {cost}.", cost.days
        )
    return said.format(day=start, n=cost.days, cost=rate, total=total)


def cubic_meters(volume_cm3: int | None) -> str:
    """Say a volume in cubic meters."""
    return _("{volume} m³").format(volume=f"{volume_cm3 / 1_000_000:,.2f}") if volume_cm3 else ""


def kilograms(weight_g: int | None) -> str:
    """Say a weight in kilograms."""
    if weight_g is None:
        return ""
    return _("{weight} kg").format(
        weight=f"{weight_g / 1000:,.0f}" if weight_g >= 10_000 else f"{weight_g / 1000:,.1f}"
    )
