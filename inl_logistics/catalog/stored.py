"""An item as its editor changes it, read back whole."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from inl_logistics.catalog.drafts import ItemDraft, LocalName, PartNumber, StoreMinimum, VariantDraft
from inl_logistics.catalog.records import MonitoringClass
from inl_logistics.catalog.sizerules import size_rank
from inl_logistics.kernel.values import Tracking


def draft_of(session: Session, item_id: int) -> ItemDraft | None:
    """Return an item as the editor changes it, or None. Odd units of issue that imports made are not edited."""
    row = session.execute(text("SELECT * FROM item WHERE id = :i"), {"i": item_id}).first()
    if row is None:
        return None
    names = session.execute(
        text("SELECT language, name, description FROM item_name WHERE item_id = :i ORDER BY language"), {"i": item_id}
    )
    codes = session.execute(
        text("SELECT code FROM item_code WHERE item_id = :i AND partner_id IS NULL ORDER BY id"), {"i": item_id}
    ).scalars()
    return ItemDraft(
        code=row.code, name=row.name, tracking=Tracking(row.tracking), id=row.id, version=row.version,
        category=row.category, description=row.description, unit_of_issue=row.unit_of_issue, maker=row.maker,
        model=row.model, nsn=row.nsn, psc=row.psc, hs=row.hs, export_class=row.export_class, un_number=row.un_number,
        hazard_class=row.hazard_class, demil_code=row.demil_code, monitoring=MonitoringClass(row.monitoring),
        policy_hold=bool(row.policy_hold), price_micros=row.price_micros, currency=row.currency,
        shelf_life_months=row.shelf_life_months, min_life_receipt_months=row.min_life_receipt_months,
        min_life_handover_months=row.min_life_handover_months, carton_quantity=row.carton_quantity,
        carton_weight_g=row.carton_weight_g, carton_size_mm=row.carton_size_mm, indicative=bool(row.indicative),
        variants=_variants(session, row), names=tuple(LocalName(*one) for one in names), other_codes=tuple(codes),
        service_life_months=row.service_life_months, fsc=row.fsc, unspsc=row.unspsc, shipping_name=row.shipping_name,
        packing_group=row.packing_group, part_numbers=_part_numbers(session, item_id),
    )  # fmt: skip


def _variants(session: Session, item: Row[Any]) -> tuple[VariantDraft, ...]:
    found = session.execute(
        text(
            "SELECT v.id, v.size, v.retired, m.store_id, m.quantity FROM variant v LEFT JOIN minimum m"
            " ON m.variant_id = v.id WHERE v.item_id = :i AND v.unit_of_issue = :u ORDER BY v.id, m.store_id"
        ),
        {"i": item.id, "u": item.unit_of_issue},
    ).all()
    sizes: dict[int, VariantDraft] = {}
    for row in found:
        one = sizes.get(row.id, VariantDraft(row.size, retired=bool(row.retired)))
        if row.quantity is not None and row.store_id is None:
            one = VariantDraft(one.size, row.quantity, one.stores, one.retired)
        elif row.quantity is not None:
            stores = (*one.stores, StoreMinimum(row.store_id, row.quantity))
            one = VariantDraft(one.size, one.minimum, stores, one.retired)
        sizes[row.id] = one
    return tuple(sorted(sizes.values(), key=lambda one: size_rank(one.size)))


def _part_numbers(session: Session, item_id: int) -> tuple[PartNumber, ...]:
    found = session.execute(
        text(
            "SELECT c.partner_id, c.code, COALESCE(v.size, '') AS size FROM item_code c LEFT JOIN variant v"
            " ON v.id = c.variant_id WHERE c.item_id = :i AND c.partner_id IS NOT NULL ORDER BY c.id"
        ),
        {"i": item_id},
    )
    return tuple(PartNumber(*row) for row in found)
