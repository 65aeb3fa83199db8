"""What the story's shipments tell besides: pallets, sizes, seals, customs codes, note, insurance, agents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from inl_logistics.shipments.drafts import PackageDraft, ShipmentDraft, ShipmentLineDraft
from inl_logistics.shipments.following import MilestoneDraft
from inl_logistics.shipments.records import MilestoneKind, PackageKind

_ON_A_PALLET = 6
# HS-6 of what the story brings. Source: domain.md 2.4 (hints).
_HS = {
    "ARM": "6307.90", "RIO-01": "6506.10", "RIO-02": "3926.90", "RIO": "6307.90", "RST": "7326.90", "INT": "9304.00",
    "RES": "9020.00", "COM-02": "8507.60", "COM": "8525.60", "UNI-06": "6403.91", "UNI": "6203.42", "BEL": "6307.90",
    "PPE": "6216.00", "SRC": "8543.70", "MED": "3006.50",
}  # fmt: skip


def tariff(code: str) -> str:
    """Return the customs code of an item of the story."""
    return _HS.get(code) or _HS.get(code[:3], "")


def told(draft: ShipmentDraft, codes: Sequence[str], *, ordered: int, today: date) -> ShipmentDraft:
    """Return a shipment with everything an officer would know of it. `codes` are the items of its lines."""
    sea = draft.mode == "sea"
    packages = tuple(on_pallets(draft.packages)) if draft.packages else ()
    lines = tuple(_line(line, code) for line, code in zip(draft.lines, codes, strict=True))
    value = draft.declared_minor or 0
    return replace(
        draft, packages=packages, lines=lines, diplomatic_note=f"{ordered:03d}/{today:%y}",
        note_on=today - timedelta(days=20), notify_party="Logistics Officer, INL Puerto Claro",
        agent="U.S. Despatch Agency Miami" if sea else "", insurer="Harbor Mutual, open cover 77-104",
        insurance_minor=value // 250, demurrage_cap_minor=420_000,
        container="" if packages else draft.container, seal="" if packages and sea else draft.seal,
    )  # fmt: skip


def forecasts(shipment: int, late: int, today: date) -> tuple[MilestoneDraft, ...]:
    """Return what the broker says of a late shipment: when it comes to the store, when it will be counted."""
    if not late:
        return ()
    return (
        MilestoneDraft(shipment, MilestoneKind.DELIVERED, forecast_on=today + timedelta(days=4)),
        MilestoneDraft(shipment, MilestoneKind.RECEIVED, forecast_on=today + timedelta(days=7)),
    )


def on_pallets(packages: Sequence[PackageDraft]) -> list[PackageDraft]:
    """Put six cartons on each pallet; a container gets its seal."""
    outer = [one for one in packages if one.kind is PackageKind.CONTAINER]
    cartons = [one for one in packages if one.kind is PackageKind.CARTON]
    inside = outer[0].code if outer else ""
    found = [replace(one, note="20 ft", seal="SL-88104") for one in outer]
    for start in range(0, len(cartons), _ON_A_PALLET):
        pallet = f"PALLET {start // _ON_A_PALLET + 1}"
        found.append(PackageDraft(pallet, PackageKind.PALLET, inside))
        found += [replace(one, parent=pallet, size_mm="600x400x350") for one in cartons[start : start + _ON_A_PALLET]]
    return found


def _line(line: ShipmentLineDraft, code: str) -> ShipmentLineDraft:
    return replace(line, hs=tariff(code), origin="US")
