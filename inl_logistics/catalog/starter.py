"""The starter catalog: 89 indicative items, seven kits and the usual size tables, shipped as data files.

Source: domain.md 4 and 5; prices are the middle of the published range and marked indicative.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from inl_logistics.catalog.commands import save_item
from inl_logistics.catalog.drafts import ItemDraft, LocalName, VariantDraft
from inl_logistics.catalog.kits import index_kits, save_kit_names
from inl_logistics.catalog.records import (
    ItemRecord,
    KitLineRecord,
    KitRecord,
    MonitoringClass,
    SizeTableRecord,
    VariantRecord,
)
from inl_logistics.catalog.sizerules import sizes_of
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.resources import resource
from inl_logistics.kernel.values import Tracking, price_from_text


def add_starter_catalog(session: Session, *, by: Actor, at: datetime) -> int:
    """Add the items and kits; return how many items."""
    names = _names()
    drafts = [_draft(row, names[row["code"]]) for row in _rows("items.csv")]
    for draft in drafts:
        save_item(session, draft, by=by, at=at)
    session.execute(insert(SizeTableRecord), [dict(row) for row in _rows("sizes.csv")])
    _add_kits(session, names)
    index_kits(session)
    return len(drafts)


def _draft(row: dict[str, str], names: tuple[LocalName, ...]) -> ItemDraft:
    months = int(row["life_months"]) if row["life_months"] else None
    return ItemDraft(
        code=row["code"], name=row["name"], tracking=Tracking(row["tracking"]), category=row["category"],
        unit_of_issue=row["unit"], psc=row["psc"], export_class=row["export_class"], un_number=row["un_number"],
        hazard_class=row["hazard_class"], hs=row["hs"], shipping_name=row["shipping_name"],
        packing_group=row["packing_group"], service_life_months=_whole(row["service_life_months"]), monitoring=MonitoringClass(row["monitoring"]),
        policy_hold=bool(row["policy_hold"]), price_micros=price_from_text(row["price_usd"]).micros,
        shelf_life_months=months, carton_quantity=_whole(row["carton_quantity"]),
        carton_weight_g=_whole(row["carton_weight_g"]), carton_size_mm=row["carton_size_mm"], indicative=True,
        variants=tuple(VariantDraft(size) for size in sizes_of(row["sizes"])) or (VariantDraft(),), names=names,
    )  # fmt: skip


def _add_kits(session: Session, names: Mapping[str, tuple[LocalName, ...]]) -> None:
    variants = {
        (item, size): ident
        for ident, item, size in session.execute(select(VariantRecord.id, VariantRecord.item_id, VariantRecord.size))
    }
    item_ids = {code: ident for code, ident in session.execute(select(ItemRecord.code, ItemRecord.id))}  # noqa: C416
    kit_ids: dict[str, int] = {}
    rows = _rows("kits.csv")
    for row in rows:
        if row["kit"] not in kit_ids:
            values = {
                "code": row["kit"], "name": row["name"], "persons": int(row["persons"]), "indicative": True,
                "description": row["description"], "training": bool(row["training"]),
            }  # fmt: skip
            kit_ids[row["kit"]] = session.execute(
                insert(KitRecord).values(**values).returning(KitRecord.id)
            ).scalar_one()
    save_kit_names(session, {ident: names[code] for code, ident in kit_ids.items()})
    session.execute(
        insert(KitLineRecord),
        [
            {
                "kit_id": kit_ids[row["kit"]], "item_id": item_ids.get(row["component"]),
                "component_kit_id": kit_ids.get(row["component"]), "quantity": int(row["quantity"]),
                "optional": bool(row["optional"]), "kit_version": 1,
                "variant_id": variants[item_ids[row["component"]], row["size"]] if row["size"] else None,
            }
            for row in rows
        ],
    )  # fmt: skip


def _names() -> dict[str, tuple[LocalName, ...]]:
    found: dict[str, list[LocalName]] = defaultdict(list)
    if resource("catalog", "names.csv").exists():
        for row in _rows("names.csv"):
            found[row["code"]] += [
                LocalName(language, name) for language, name in row.items() if language != "code" and name
            ]
    return defaultdict(tuple, {code: tuple(names) for code, names in found.items()})


def _rows(name: str) -> list[dict[str, str]]:
    with resource("catalog", name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _whole(text: str) -> int | None:
    return int(text) if text else None
