"""The vendor's own files: an order sheet and a packing list, invented, in layouts that vendors use.

They are written into the demo's folder and come in through the one import engine, as an officer would do it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.demo import story
from inl_logistics.imports import commands as imports
from inl_logistics.imports.checking import check
from inl_logistics.imports.plan import ImportRequest
from inl_logistics.imports.roles import Kind
from inl_logistics.kernel.values import price_from_text
from inl_logistics.sheets.cell_xml import Kind as Cell
from inl_logistics.sheets.writing import Column, write_table
from inl_logistics.shipments.commands import PackageDraft

if TYPE_CHECKING:
    from inl_logistics.demo.make import Demo

Row = tuple[object, ...]


def import_order(demo: Demo, delivery: story.Delivery, folder: Path, number: str) -> int:
    """Write the vendor's order sheet and import it; return the order."""
    columns = (
        Column("po", "PO Number", width=16), Column("no", "Line", Cell.INTEGER, 6), Column("part", "Part No", width=14),
        Column("what", "Description", width=36), Column("qty", "Qty", Cell.INTEGER, 8), Column("unit", "U/M", width=6),
        Column("price", "Unit Price USD", Cell.PRICE, 14),
    )  # fmt: skip
    rows: list[Row] = [
        (number, at, code, name, one.quantity, unit, price_from_text(one.price).micros)
        for at, one in enumerate(delivery.goods, 1)
        for code, name, unit in (demo.work.read(_named, demo.variant(one.code, one.size)),)
    ]
    path = folder / f"vendor-order-{number}.xlsx"
    title = f"{delivery.vendor}: order confirmation"
    write_table(path, title=title, columns=columns, rows=rows, made_at=demo.work.now())
    options = imports.RunOptions(
        agreement="LOA 2023-04", project=delivery.project, vendor_id=demo.partners[delivery.vendor]
    )
    plan = check(ImportRequest(Kind.ORDERS, (path,), demo.work.today(), country="XX"))
    made = demo.work.write(imports.run, plan, options)
    if made.subject_id is None:
        raise AssertionError(path)
    return made.subject_id


def import_packing_list(demo: Demo, delivery: story.Delivery, folder: Path, shipment: int, number: str) -> None:
    """Write the vendor's packing list and import it into the shipment."""
    from inl_logistics.demo.play import pack

    columns = (
        Column("carton", "Carton", width=10), Column("part", "Part No", width=14), Column("what", "Descr.", width=36),
        Column("qty", "Qty", Cell.INTEGER, 8), Column("sn", "S/N", width=16),
    )  # fmt: skip
    rows: list[Row] = []
    packages: list[PackageDraft] = []
    for one in delivery.goods:
        code, name, _unit = demo.work.read(_named, demo.variant(one.code, one.size))
        serials, packed = pack(one, packages)
        rows += [(serial.package, code, name, 1, serial.serial) for serial in serials]
        if not serials:
            rows += [(part.package, code, name, part.quantity, "") for part in packed]
    path = folder / f"vendor-packing-list-{number}.xlsx"
    title = f"{delivery.vendor}: packing list"
    write_table(path, title=title, columns=columns, rows=rows, made_at=demo.work.now())
    plan = check(ImportRequest(Kind.PACKING_LIST, (path,), demo.work.today(), country="XX"))
    into = demo.work.read(_shipment_number, shipment)
    demo.work.write(imports.run, plan, imports.RunOptions(into=into))


def _named(session: Session, variant_id: int) -> tuple[str, str, str]:
    row = session.execute(
        text("SELECT v.code, i.name, v.unit_of_issue FROM variant v JOIN item i ON i.id = v.item_id WHERE v.id = :v"),
        {"v": variant_id},
    ).one()
    return row.code, row.name, row.unit_of_issue


def _shipment_number(session: Session, shipment: int) -> str:
    return str(
        session.execute(
            text("SELECT d.number FROM shipment h JOIN document d ON d.id = h.document_id WHERE h.id = :s"),
            {"s": shipment},
        ).scalar_one()
    )
