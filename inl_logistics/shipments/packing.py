"""Storing the package tree: packages keep their ids, contents are written anew; and saving only the tree.

Source: domain.md 2.4 (cartons: number, size, weight, contents, serials).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import Problem, StaleEdit, raise_if_broken
from inl_logistics.kernel.text import clean, serial_key
from inl_logistics.kernel.values import ShipmentId
from inl_logistics.shipments import arranging, facts
from inl_logistics.shipments.arranging import PackedLine, Packing
from inl_logistics.shipments.drafts import PackageDraft, PackedQuantity, PackedSerial, parents_first
from inl_logistics.shipments.records import (
    PackageContentRecord,
    PackageKind,
    PackageRecord,
    ShipmentLineRecord,
    ShipmentRecord,
    ShipmentState,
)
from inl_logistics.shipments.search import index_shipment
from inl_logistics.users import trail


@dataclass(frozen=True, slots=True)
class PackingDraft:
    """The package tree of a shipment as it shall be."""

    shipment_id: int
    version: int
    packing: Packing


def save_packing(session: Session, draft: PackingDraft, *, by: Actor, at: datetime) -> int:
    """Arrange the packages of a shipment anew and return its new version; lines stay as they are.

    Raises: RulesBroken, StaleEdit.
    """
    shipment = facts.record(session, draft.shipment_id)
    if shipment.version != draft.version:
        raise StaleEdit("stale-edit", what=shipment.title or "—")
    ended = shipment.history or shipment.state in (ShipmentState.CLOSED, ShipmentState.CANCELED)
    raise_if_broken(
        [
            *([Problem("shipment-ended")] if ended else facts.fixed_by_receiving(session, shipment.id)),
            *arranging.problems(draft.packing),
        ]
    )
    shipment_id = ShipmentId(shipment.id)
    clear_contents(session, shipment_id)
    codes = store_packages(session, shipment_id, draft.packing.packages)
    own = set(
        session.execute(select(ShipmentLineRecord.id).where(ShipmentLineRecord.shipment_id == shipment_id)).scalars()
    )
    for line in draft.packing.lines:
        if line.line_id in own:
            store_contents(session, line.line_id, line.packed, codes)
            driver = session.connection().exec_driver_sql
            places = [(codes.get(one.package), line.line_id, serial_key(one.serial)) for one in line.serials]
            if places:
                driver("UPDATE shipment_serial SET package_id = ? WHERE shipment_line_id = ? AND folded = ?", places)
    session.execute(update(ShipmentRecord).where(ShipmentRecord.id == shipment_id).values(version=draft.version + 1))
    index_shipment(session, shipment_id)
    trail.record(
        session, "shipment.pack", kind="shipment", subject_id=shipment_id, subject=shipment.title, by=by, at=at,
        after={"packages": len(draft.packing.packages)},
    )  # fmt: skip
    return draft.version + 1


def clear_contents(session: Session, shipment_id: ShipmentId) -> None:
    """Forget what lies in the packages of a shipment."""
    lines = select(ShipmentLineRecord.id).where(ShipmentLineRecord.shipment_id == shipment_id)
    session.execute(delete(PackageContentRecord).where(PackageContentRecord.shipment_line_id.in_(lines)))


def store_packages(session: Session, shipment_id: ShipmentId, packages: Sequence[PackageDraft]) -> dict[str, int]:
    """Write the packages in their order and return their ids by code; one that is there already keeps its id."""
    stored = session.execute(
        select(PackageRecord.code, PackageRecord.id).where(PackageRecord.shipment_id == shipment_id)
    )
    known: dict[str, int] = {code: ident for code, ident in stored}  # noqa: C416 - a result has `keys()`
    given = parents_first(packages)
    wanted = {clean(one.code) for one in given}
    _drop(session, shipment_id, [ident for code, ident in known.items() if code not in wanted])
    ids: dict[str, int] = {}
    for position, one in enumerate(given, 1):
        code = clean(one.code)
        values = {
            "shipment_id": shipment_id, "code": code, "folded": serial_key(code), "kind": one.kind,
            "note": clean(one.note), "weight_g": one.weight_g, "parent_id": ids.get(clean(one.parent)),
            "size_mm": clean(one.size_mm), "seal": clean(one.seal), "volume_cm3": one.volume_cm3, "position": position,
        }  # fmt: skip
        if code in known:
            session.execute(update(PackageRecord).where(PackageRecord.id == known[code]).values(**values))
            ids[code] = known[code]
        else:
            ids[code] = session.execute(insert(PackageRecord).values(**values).returning(PackageRecord.id)).scalar_one()
    return ids


def _drop(session: Session, shipment_id: ShipmentId, gone: Sequence[int]) -> None:
    if not gone:
        return
    session.execute(update(PackageRecord).where(PackageRecord.shipment_id == shipment_id).values(parent_id=None))
    wanted = ",".join(str(one) for one in gone)
    session.execute(text(f"UPDATE shipment_serial SET package_id = NULL WHERE package_id IN ({wanted})"))
    # Scans of a receiving that was given up may still name the package.
    session.execute(text(f"UPDATE scan SET package_id = NULL WHERE package_id IN ({wanted})"))
    session.execute(delete(PackageRecord).where(PackageRecord.id.in_(gone)))


def store_contents(session: Session, line_id: int, packed: Sequence[PackedQuantity], codes: dict[str, int]) -> None:
    """Write how much of a line lies in which package."""
    sums: dict[int, int] = {}
    for one in packed:
        ident = codes[clean(one.package)]
        sums[ident] = sums.get(ident, 0) + one.quantity
    if sums:
        session.connection().exec_driver_sql(
            "INSERT INTO package_content (package_id, shipment_line_id, quantity) VALUES (?, ?, ?)",
            [(ident, line_id, count) for ident, count in sums.items()],
        )


def packing_of(session: Session, shipment_id: int) -> Packing:
    """Return the package tree of a shipment with what lies in it."""
    driver = session.connection().exec_driver_sql
    rows = driver(
        "SELECT id, code, kind, parent_id, note, weight_g, size_mm, seal, volume_cm3 FROM package WHERE shipment_id = ?"
        " ORDER BY position, id",
        (shipment_id,),
    ).all()
    codes = {row[0]: row[1] for row in rows}
    packages = tuple(
        PackageDraft(row[1], PackageKind(row[2]), codes.get(row[3], ""), row[4], row[5], row[6], row[7], row[8])
        for row in rows
    )
    packed: dict[int, dict[str, int]] = {}
    for line, package, count in driver(
        "SELECT c.shipment_line_id, c.package_id, c.quantity FROM package_content c JOIN shipment_line s"
        " ON s.id = c.shipment_line_id WHERE s.shipment_id = ?",
        (shipment_id,),
    ):
        packed.setdefault(line, {})[codes[package]] = count
    serials: dict[int, list[PackedSerial]] = {}
    for line, serial, package in driver(
        "SELECT x.shipment_line_id, x.serial, x.package_id FROM shipment_serial x JOIN shipment_line s"
        " ON s.id = x.shipment_line_id WHERE s.shipment_id = ? ORDER BY x.id",
        (shipment_id,),
    ):
        serials.setdefault(line, []).append(PackedSerial(serial, codes.get(package, "")))
    lines = driver(
        "SELECT id, quantity FROM shipment_line WHERE shipment_id = ? ORDER BY line_no", (shipment_id,)
    ).all()
    found = tuple(_line(row[0], row[1], packed.get(row[0], {}), tuple(serials.get(row[0], ()))) for row in lines)
    return Packing(tuple(parents_first(packages)), found)


def _line(line_id: int, quantity: int, packed: dict[str, int], serials: tuple[PackedSerial, ...]) -> PackedLine:
    """Serials that are named in a package lie there, whether or not a quantity says so too."""
    named: dict[str, int] = {}
    for one in serials:
        if one.package:
            named[one.package] = named.get(one.package, 0) + 1
    counts = {code: max(packed.get(code, 0), named.get(code, 0)) for code in [*packed, *named]}
    return PackedLine(line_id, quantity, tuple(PackedQuantity(*one) for one in counts.items()), serials)
