"""What a shipment carries, judged: the papers it needs, its dangerous goods, what its packing list leaves open.

Sources: domain.md 2.4 (papers), 4 (irritant sprays and Li-ion need cargo-aircraft or surface routing), 7 (warn:
radio and Li-ion mixed in an air shipment).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inl_logistics.catalog.rules import is_export_controlled
from inl_logistics.kernel.problems import Problem, Severity
from inl_logistics.shipments.records import PaperKind

LITHIUM = frozenset({"3090", "3091", "3480", "3481"})
AEROSOLS = frozenset({"1950"})
# Proper shipping names of what the catalog has. Source: 49 CFR 172.101.
SHIPPING_NAMES = {
    "1002": "Air, compressed", "1044": "Fire extinguishers with compressed or liquefied gas", "1700": "Tear gas candles",
    "1950": "Aerosols", "3090": "Lithium metal batteries", "3091": "Lithium metal batteries contained in equipment",
    "3166": "Vehicle, flammable liquid powered", "3316": "Chemical kits", "3480": "Lithium ion batteries",
    "3481": "Lithium ion batteries contained in equipment",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CargoLine:
    """A line as the rules of the cargo see it; `serials` and `lots` are what the packing list names."""

    line_no: int
    item: str
    quantity: int
    un_number: str = ""
    hazard_class: str = ""
    export_class: str = ""
    tracking: str = ""
    serials: int = 0
    lot: str = ""
    has_expiry: bool = False
    serial_list: bool = False
    lot_required: bool = False

    @property
    def is_hazardous(self) -> bool:
        """Tell whether it travels as dangerous goods."""
        return bool(un_numbers(self.un_number) or self.hazard_class)


def un_numbers(written: str) -> tuple[str, ...]:
    """Return the UN numbers in a text such as UN3480/3481, as four digits."""
    return tuple(re.findall(r"\d{4}", written))


def shipping_name(written: str) -> str:
    """Return the proper shipping name that belongs to a UN number, or the empty text."""
    return next((SHIPPING_NAMES[one] for one in un_numbers(written) if one in SHIPPING_NAMES), "")


def required_papers(lines: Iterable[CargoLine], mode: str) -> tuple[PaperKind, ...]:
    """Return the papers that these goods need on this way, in the order in which they are asked for."""
    goods = list(lines)
    return papers_for(
        mode, hazardous=any(line.is_hazardous for line in goods),
        controlled=any(is_export_controlled(line.export_class) for line in goods),
    )  # fmt: skip


def papers_for(mode: str, *, hazardous: bool, controlled: bool) -> tuple[PaperKind, ...]:
    """Return the papers that goods of this kind need on this way."""
    needed = [PaperKind.INVOICE, PaperKind.PACKING_LIST]
    if mode != "pouch":  # a diplomatic pouch passes customs unopened
        needed += [PaperKind.TRANSPORT, PaperKind.DIPLOMATIC_NOTE, PaperKind.INSURANCE]
    if controlled:
        needed.append(PaperKind.EXPORT_FILING)
    if hazardous:
        needed += [PaperKind.DANGEROUS_GOODS, PaperKind.SAFETY_DATA]
    if mode != "pouch":
        needed.append(PaperKind.CUSTOMS_RELEASE)
    return tuple(needed)


def hazard_problems(lines: Sequence[CargoLine], mode: str) -> list[Problem]:
    """Warn of dangerous goods that do not belong on a passenger aircraft or into a pouch, each kind once."""
    if mode not in ("air", "pouch"):
        return []
    groups: dict[str, list[CargoLine]] = {}
    for line in lines:
        if line.is_hazardous:
            groups.setdefault(_code(line, mode), []).append(line)
    return [
        Problem(
            code, Severity.WARN,
            {
                "items": ", ".join(dict.fromkeys(line.item for line in found)),
                "un": ", ".join(dict.fromkeys(line.un_number or line.hazard_class for line in found)),
            },
            ("lines", found[0].line_no),
        )
        for code, found in groups.items()
    ]  # fmt: skip


def _code(line: CargoLine, mode: str) -> str:
    numbers = set(un_numbers(line.un_number))
    if mode == "pouch":
        return "hazard-in-pouch"
    if numbers & LITHIUM:
        return "lithium-by-air"
    return "aerosol-by-air" if numbers & AEROSOLS else "hazard-by-air"


def list_problems(lines: Iterable[CargoLine]) -> list[Problem]:
    """Warn of what the order asks the packing list to name and it does not: serials, lots, expiry."""
    found = []
    for line in lines:
        params = {"line": str(line.line_no), "item": line.item}
        where = ("lines", line.line_no)
        missing = line.quantity - line.serials
        if missing > 0 and line.tracking == "serial" and line.serial_list:
            params |= {"missing": str(missing), "quantity": str(line.quantity)}
            found.append(Problem("serial-list-short", Severity.WARN, params, (*where, "serials")))
        if line.lot_required and not (line.lot and line.has_expiry):
            found.append(Problem("lot-not-named", Severity.WARN, params, (*where, "lot")))
    return found
