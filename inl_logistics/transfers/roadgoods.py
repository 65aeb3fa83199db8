"""What is on the road with a transfer or a vehicle, now or on an earlier day, as a person reads it.

Now is the balance of the document's place; an earlier day is what had gone there less what had left it by then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from inl_logistics.kernel.dates import stored_day
from inl_logistics.ledger.road import on_road


@dataclass(frozen=True, slots=True)
class RoadGoods:
    """A unit, or a quantity of a layer, on the road. `handover_id` names the handover that holds it, if one does."""

    item: str
    code: str
    unit: str
    layer_id: int
    quantity: int
    unit_id: int | None = None
    serial: str = ""
    lot: str = ""
    expires_on: date | None = None
    handover_id: int | None = None
    receipt: str = ""

    @property
    def key(self) -> tuple[int, int, int]:
        """Tell it apart from what travels with it."""
        return self.layer_id, self.unit_id or 0, self.handover_id or 0


def goods_on_road(session: Session, document_id: int | None) -> list[RoadGoods]:
    """Return what is on the road with a document now, in the order of its codes."""
    held = on_road(session, document_id)
    names = _names(session, [one.layer_id for one in held])
    serials = _serials(session, [one.unit_id for one in held if one.unit_id is not None])
    found = [_goods(names[one.layer_id], one.layer_id, one.quantity, one.unit_id, serials) for one in held]
    return sorted(found, key=lambda one: (one.code, one.lot, one.serial))


def goods_on_road_at(session: Session, document_ids: Sequence[int], on: date) -> list[RoadGoods]:
    """Return what was on the road with the first document at the end of a day; the others may have brought goods to it."""
    wanted = ",".join(str(int(one)) for one in document_ids) or "0"
    rows = session.execute(
        text(
            "WITH road AS (SELECT id FROM place WHERE document_id = :d), some AS (SELECT DISTINCT layer_id FROM movement"
            f" WHERE document_id IN ({wanted})) SELECT m.layer_id, m.unit_id, sum(CASE WHEN m.to_place_id = (SELECT id"
            " FROM road) THEN m.quantity ELSE -m.quantity END) AS quantity FROM some JOIN movement m"
            " ON m.layer_id = some.layer_id AND m.effective_on <= :on WHERE (SELECT id FROM road) IN (m.from_place_id,"
            " m.to_place_id) AND m.from_place_id <> m.to_place_id GROUP BY 1, 2 HAVING quantity > 0"
        ),
        {"d": document_ids[0] if document_ids else 0, "on": on.isoformat()},
    ).all()
    names = _names(session, [row.layer_id for row in rows])
    serials = _serials(session, [row.unit_id for row in rows if row.unit_id is not None])
    found = [_goods(names[row.layer_id], row.layer_id, row.quantity, row.unit_id, serials) for row in rows]
    return sorted(found, key=lambda one: (one.code, one.lot, one.serial))


def _goods(name: Row[Any], layer_id: int, quantity: int, unit_id: int | None, serials: dict[int, str]) -> RoadGoods:
    return RoadGoods(
        name.item, name.code, name.unit_of_issue, layer_id, quantity, unit_id, serials.get(unit_id or 0, ""), name.lot,
        stored_day(name.expires_on),
    )  # fmt: skip


def _names(session: Session, layers: Sequence[int]) -> dict[int, Row[Any]]:
    wanted = ",".join(str(int(one)) for one in set(layers)) or "0"
    rows = session.execute(
        text(
            "SELECT y.id, i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END AS item, v.code, v.unit_of_issue,"
            " COALESCE(t.code, '') AS lot, t.expires_on FROM layer y JOIN variant v ON v.id = y.variant_id JOIN item i"
            f" ON i.id = y.item_id LEFT JOIN lot t ON t.id = y.lot_id WHERE y.id IN ({wanted})"
        )
    )
    return {row.id: row for row in rows}


def _serials(session: Session, units: Sequence[int]) -> dict[int, str]:
    wanted = ",".join(str(int(one)) for one in units) or "0"
    return {row.id: row.serial for row in session.execute(text(f"SELECT id, serial FROM unit WHERE id IN ({wanted})"))}
