"""Counts in tests: goods in bins, a count that is counted with few words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.counts.closing import CauseDraft, FinishDraft, finish_count, set_cause
from inl_logistics.counts.planning import PlanDraft, save_count, start_count
from inl_logistics.counts.posting import Counted, post_count
from inl_logistics.counts.queries import CountPage, page
from inl_logistics.counts.records import Cause
from inl_logistics.counts.scanning import QuantityDraft, ScanDraft, ScanResult, count_quantity, scan
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.values import ItemId, PlaceId, Tracking, VariantId
from inl_logistics.ledger import commands as ledger
from inl_logistics.ledger import places, things
from inl_logistics.ledger.records import PlaceKind
from inl_logistics.register import numbers, seals
from inl_logistics.register.records import DocumentKind, Fact
from tests.builders import TODAY, Post


@dataclass
class Shelf:
    """A store with helmets (H-1 … H-5, by serial) and 10 gloves (by quantity) without a bin."""

    post: Post
    helmets: int
    gloves: int

    @property
    def place(self) -> int:
        """The place where everything lies."""
        return int(self.post.scalar("SELECT place_id FROM position LIMIT 1"))  # type: ignore[call-overload]


def shelf(post: Post) -> Shelf:
    """Put goods into the store."""
    helmets = post.item("RIO-01", name="Riot helmet")
    gloves = post.item("PPE-01", name="Gloves", tracking=Tracking.QUANTITY)
    post.stocked(helmets, ["H-1", "H-2", "H-3", "H-4", "H-5"])
    post.stocked_quantity(gloves, 10)
    return Shelf(post, helmets, gloves)


@dataclass
class Count:
    """A count under way."""

    post: Post
    id: int
    number: str

    def scan(self, *texts: str, place: int | None = None, round: int = 1) -> list[ScanResult]:  # noqa: A002
        """Scan serials at a place, the first one of the store where none is given."""
        where = place or self.first_place()
        return [self.post.work.write(scan, ScanDraft(self.id, one, where, round)) for one in texts]

    def first_place(self) -> int:
        """Return the first place of the count."""
        return int(self.post.scalar("SELECT min(place_id) FROM counting_line WHERE counting_id = :c", c=self.id))  # type: ignore[call-overload]

    def quantity(self, variant: int, quantity: int, **more: object) -> ScanResult:
        """Count goods by quantity."""
        draft = {"place_id": self.first_place(), "variant_id": variant, **more}
        return self.post.work.write(count_quantity, QuantityDraft(self.id, quantity=quantity, **draft))

    def finish(self, *, rest_is_zero: bool = False, on: date | None = None) -> int:
        """Finish counting."""
        return self.post.work.write(finish_count, FinishDraft(self.id, on, rest_is_zero))

    def explain(self, cause: Cause = Cause.NOT_BOOKED_OUT) -> None:
        """Give every line that differs the same cause."""
        lines = tuple(line.line_id for line in self.page().lines if line.differs)
        self.post.work.write(set_cause, CauseDraft(self.id, lines, cause, "seen"))

    def book(self) -> Counted:
        """Post it."""
        return self.post.work.write(post_count, self.id)

    def page(self) -> CountPage:
        """Return it as its page shows it."""
        return self.post.work.read(page, self.id)

    def line(self, variant: int, **more: object) -> object:
        """Return the line of a variant."""
        found = [one for one in self.page().lines if one.variant_id == variant]
        return next(one for one in found if all(getattr(one, key) == value for key, value in more.items()))


def begun(post: Post, **more: object) -> Count:
    """Plan a count of the store and begin it."""
    plan = {"title": "Whole store", "store_id": post.store, "counter_one": "Rosa", "counter_two": "", **more}
    counting = post.work.write(save_count, PlanDraft(**plan))  # type: ignore[arg-type]
    return Count(post, counting, post.work.write(start_count, counting))


def on_hand_at(post: Post, place: int, variant: int) -> int:
    """Return the balance of a variant at a place."""
    sql = "SELECT COALESCE(sum(b.quantity), 0) FROM balance b JOIN layer l ON l.id = b.layer_id WHERE b.place_id = :p AND l.variant_id = :v"
    return post.work.read(lambda session: int(session.execute(text(sql), {"p": place, "v": variant}).scalar_one()))


def nameless(post: Post, variant: int, quantity: int, place: int) -> None:
    """Put units into a place whose serials nobody recorded, as an old property book brings them."""
    post.work.write(_nameless, variant, quantity, place)


def _nameless(session: Session, variant: int, quantity: int, place: int, *, by: Actor, at: datetime) -> None:
    row = session.execute(
        text("SELECT v.item_id, i.model_id FROM variant v JOIN item i ON i.id = v.item_id WHERE v.id = :v"),
        {"v": variant},
    ).one()
    document = numbers.assign(
        session,
        DocumentKind.OPENING,
        request=f"nameless:{at.isoformat()}",
        effective_on=TODAY,
        title="Old book",
        by=by,
        at=at,
    )
    opening = session.execute(
        text(
            "INSERT INTO opening_line (document_id, line_no, variant_id, place_id, quantity, found_serial, source_sheet,"
            " source_row, source_ref, demil_code) VALUES (:d, 1, :v, :p, :q, '', '', 0, '', '') RETURNING id"
        ),
        {"d": document.id, "v": variant, "p": place, "q": quantity},
    ).scalar_one()
    item, size = ItemId(row.item_id), VariantId(variant)
    layer = things.layer(session, things.LayerDraft(item, size, opening_line_id=opening, price_usd_micros=412_000_000))
    drafts = [things.UnitDraft(item, size, layer, row.model_id, "", recorded=False)] * quantity
    source = places.virtual(session, PlaceKind.OPENING)
    lines = [
        ledger.Line(item, layer, 1, source, PlaceId(place), unit_id=unit) for unit in things.new_units(session, drafts)
    ]
    ledger.post(session, ledger.Posting(document.id, TODAY, TODAY), lines)
    seals.seal(session, document.id, Fact.POST, ledger.snapshot_of(session, document.id), by=by, at=at)
