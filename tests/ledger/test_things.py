"""Layers and lots: every difference that leads to other money makes another layer. Source: product.md 4 (Layers)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from inl_logistics.agreements.records import ProjectRecord
from inl_logistics.kernel.values import Tracking
from inl_logistics.ledger import things
from tests.builders import Post

LOT = things.LotDraft("L1", None, date(2027, 1, 1))


def test_a_layer_is_one_source_one_lot_one_project_and_one_price(post: Post) -> None:
    variant = post.item("PPE-01", tracking=Tracking.QUANTITY)
    other = post.item("PPE-02", tracking=Tracking.QUANTITY)
    lines = post.order_lines(post.order((variant, 5), (variant, 6)))

    def made(session: Session, **_who: object) -> tuple[list[int], list[int], list[int]]:
        project = session.execute(insert(ProjectRecord).values(code="P-1", name="P").returning(ProjectRecord.id))
        item = session.execute(text("SELECT item_id FROM variant WHERE id = :v"), {"v": variant}).scalar_one()
        item_2 = session.execute(text("SELECT item_id FROM variant WHERE id = :v"), {"v": other}).scalar_one()
        base = things.LayerDraft(item, variant, lines[0], lot=LOT, price_micros=5, price_usd_micros=5)
        drafts = [
            base,
            replace(base, item_id=item_2, variant_id=other),
            replace(base, order_line_id=lines[1]),
            replace(base, order_line_id=None),
            replace(base, lot=replace(LOT, code="L2")),
            replace(base, lot=replace(LOT, expires_on=date(2027, 1, 2))),
            replace(base, lot=replace(LOT, made_on=date(2026, 1, 2))),
            replace(base, lot=None),
            replace(base, project_id=project.scalar_one()),
            replace(base, price_micros=6),
            replace(base, price_usd_micros=6),
            replace(base, currency="EUR"),
            replace(base, refurbished=True),
        ]
        first = [things.layer(session, draft) for draft in drafts]
        again = [things.layer(session, draft) for draft in drafts]
        same = [
            things.layer(session, replace(base, lot=replace(LOT, code=" l1 "))),
            things.layer(session, replace(base, lot=things.LotDraft())),
        ]
        return first, again, same

    first, again, same = post.work.write(made)
    assert len(set(first)) == len(first)
    assert again == first
    assert same == [first[0], first[7]]
