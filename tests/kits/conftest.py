"""A store with the parts of a response kit: helmets by serial in sizes, gloves, an irritant spray by lot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from inl_logistics.catalog.commands import save_item
from inl_logistics.catalog.drafts import ItemDraft, VariantDraft
from inl_logistics.catalog.kits import KitDraft, KitLineDraft, release_version, save_kit
from inl_logistics.kernel.values import Tracking
from tests.builders import TODAY, Post, puerto_claro


@dataclass
class Desk:
    """The post, the items of the kit and their sizes, and the kit."""

    post: Post
    helmet: int
    gloves: int
    spray: int
    medium: int
    large: int
    kit: int

    def variant(self, code: str, size: str = "") -> int:
        """Return a variant."""
        sql = "SELECT v.id FROM variant v JOIN item i ON i.id = v.item_id WHERE i.code = :c AND v.size = :s"
        return int(str(self.post.scalar(sql, c=code, s=size)))


def made(folder: Path) -> Desk:
    """Make it: 3 helmets M, 2 L, 10 pairs of gloves, 6 sprays that last and 4 that do not. A kit takes 1, 2 and 1."""
    post = puerto_claro(folder)
    items = {}
    for code, name, tracking, sizes, price in (
        ("RIO-01", "Riot helmet", Tracking.SERIAL, ("M", "L"), 137_500_000),
        ("PPE-01", "Gloves", Tracking.QUANTITY, ("",), 30_000_000),
        ("INT-03", "OC spray", Tracking.LOT, ("",), 14_000_000),
    ):
        items[code] = post.work.write(save_item, ItemDraft(
            code, name, tracking, price_micros=price, variants=tuple(VariantDraft(one) for one in sizes),
            carton_quantity=10, carton_weight_g=14_000,
        ))  # fmt: skip
    desk = Desk(post, items["RIO-01"], items["PPE-01"], items["INT-03"], 0, 0, 0)
    desk.medium, desk.large = desk.variant("RIO-01", "M"), desk.variant("RIO-01", "L")
    post.stocked(desk.medium, ["H-1", "H-2", "H-3"])
    post.stocked(desk.large, ["H-4", "H-5"])
    post.stocked_quantity(desk.variant("PPE-01"), 10)
    post.stocked_quantity(desk.variant("INT-03"), 6, lot="LONG", expires_on=TODAY + timedelta(days=900))
    post.stocked_quantity(desk.variant("INT-03"), 4, lot="SHORT", expires_on=TODAY + timedelta(days=30))
    lines = (KitLineDraft(1, desk.helmet), KitLineDraft(2, desk.gloves), KitLineDraft(1, desk.spray))
    desk.kit = post.work.write(save_kit, KitDraft("K-CERT", "Member kit", lines=lines))
    post.work.write(release_version, desk.kit, post.work.today())
    return desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """The desk on a post of its own."""
    found = made(tmp_path / "post")
    yield found
    found.post.work.close()
