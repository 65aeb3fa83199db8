"""A post with many serial units, made through the posting functions as the program does."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.catalog.commands import ItemDraft, save_item, variant
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.values import Title, Tracking
from inl_logistics.ledger import commands, places, things
from inl_logistics.ledger.records import PlaceKind
from inl_logistics.partners.commands import PartnerDraft, StoreDraft, bin_of, save_partner, save_store
from inl_logistics.partners.records import PartnerKind
from inl_logistics.register import numbers, seals
from inl_logistics.register.records import DocumentKind, Fact
from inl_logistics.workspace import Workspace
from tests.builders import TODAY, Clock, new_post

BATCH = 2000
ITEMS, BINS, FACILITIES = 200, 20, 40


@dataclass
class Big:
    """The post and the ids that benchmarks use."""

    work: Workspace
    items: list[tuple[int, int, int, int]]
    bins: list[int]
    facilities: list[int]
    vendor: int
    units: int


def build(folder: Path, units: int) -> Big:
    """Make a post with this many units and about three movements each."""
    work = new_post(folder, clock=Clock())
    store = work.write(save_store, StoreDraft("MAIN", "Main warehouse", bins=tuple(f"A-{n:02d}" for n in range(BINS))))
    facilities = [
        work.write(save_partner, PartnerDraft(PartnerKind.FACILITY, f"Facility {number}"))
        for number in range(FACILITIES)
    ]
    items = []
    for number in range(ITEMS):
        draft = ItemDraft(f"IT-{number:04d}", f"Item {number} for tests", Tracking.SERIAL, category=f"Group {number % 12}",
                          price_micros=(number + 1) * 1_000_000)  # fmt: skip
        items.append(work.write(_layer, work.write(save_item, draft)))
    bins, sites, vendor = work.write(_places, store, facilities)
    big = Big(work, items, bins, sites, vendor, units)
    chance = random.Random(7)
    for start in range(0, units, BATCH):
        count = min(BATCH, units - start)
        day = TODAY - timedelta(days=390 - 380 * start // units)
        work.write(receive, big, [f"INL{start + offset:09d}" for offset in range(count)], day, chance.randrange(ITEMS))
        if chance.random() < 0.9:
            work.write(move, big, start + 1, count, day + timedelta(days=2), None, chance.randrange(FACILITIES))
    return big


def _layer(session: Session, item: int, *, by: Actor, at: Any) -> tuple[int, int, int, int]:
    chosen = variant(session, item)
    layer = things.layer(session, things.LayerDraft(item, chosen, price_micros=1_000_000, price_usd_micros=1_000_000))
    model = session.execute(text("SELECT model_id FROM item WHERE id = :i"), {"i": item}).scalar_one()
    return item, chosen, layer, model


def _places(
    session: Session, store: int, facilities: list[int], *, by: Actor, at: Any
) -> tuple[list[int], list[int], int]:
    bins = [places.of_bin(session, bin_of(session, store, f"A-{number:02d}")) for number in range(BINS)]
    sites = [places.of_partner(session, PlaceKind.FACILITY, one) for one in facilities]
    return bins, sites, places.virtual(session, PlaceKind.VENDOR)


def receive(session: Session, big: Big, serials: list[str], day: date, item: int, *, by: Actor, at: Any) -> int:
    """Receive new units, with every check, index, snapshot and signature."""
    item_id, chosen, layer, model = big.items[item]
    document = numbers.assign(
        session, DocumentKind.RECEIVING, request=f"b:{serials[0]}", effective_on=day, title="bulk", by=by, at=at
    )
    known = things.units_by_key(session, serials)
    if known:
        raise AssertionError(len(known))
    units = things.new_units(session, [things.UnitDraft(item_id, chosen, layer, model, one) for one in serials])
    place = big.bins[item % BINS]
    lines = [commands.Line(item_id, layer, 1, big.vendor, place, unit_id=unit) for unit in units]
    commands.post(session, commands.Posting(document.id, day, TODAY, 4000), lines)
    seals.seal(session, document.id, Fact.POST, commands.snapshot_of(session, document.id), by=by, at=at)
    return document.id


def move(
    session: Session,
    big: Big,
    first: int,
    count: int,
    day: date,
    to_bin: int | None,
    facility: int,
    *,
    by: Actor,
    at: Any,
) -> int:
    """Move a run of units to a bin, or hand them over to a facility."""
    rows = session.execute(
        text(
            "SELECT p.unit_id, p.place_id, p.item_id, u.layer_id, p.title FROM position p JOIN unit u ON u.id = p.unit_id"
            " WHERE p.unit_id >= :a AND p.unit_id < :b"
        ),
        {"a": first, "b": first + count},
    ).all()
    document = numbers.assign(
        session,
        DocumentKind.TRANSFER,
        request=f"m:{first}:{day}:{to_bin}:{at}",
        effective_on=day,
        title="bulk",
        by=by,
        at=at,
    )
    target = big.bins[to_bin] if to_bin is not None else big.facilities[facility]
    lines = [
        commands.Line(row.item_id, row.layer_id, 1, row.place_id, target, unit_id=row.unit_id, title=Title(row.title),
                      title_to=None if to_bin is not None else Title.HOST)
        for row in rows
    ]  # fmt: skip
    commands.post(session, commands.Posting(document.id, day, TODAY, 4000), lines)
    seals.seal(session, document.id, Fact.POST, commands.snapshot_of(session, document.id), by=by, at=at)
    return document.id
