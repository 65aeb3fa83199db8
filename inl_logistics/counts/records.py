"""Counts: what is to be counted, every scan as it comes, and what was found, which never changes.

`counting` and its lines are worked on until the count is posted; `stock_count` and `count_line` are the posted fact.
Source: product.md 4 (Counts and back-dating); domain.md 2.6; architecture.md 2.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from inl_logistics.database.base import Added, AddedCount, Base, Flag, Key, Text, Uid, Version, append_only


class CountState(StrEnum):
    """Stored states of a count; matched, recount and "n different" are computed."""

    PLANNED = "planned"
    COUNTING = "counting"
    CHECKED = "checked"
    POSTED = "posted"
    CANCELED = "canceled"


class CountKind(StrEnum):
    """Why one counts: a part in turn, everything once a year, or a look at something that seems wrong."""

    CYCLE = "cycle"
    ANNUAL = "annual"
    SPOT = "spot"


class Cause(StrEnum):
    """Why the shelf differs from the books. Source: domain.md 1 (a cause on every missing item)."""

    UNKNOWN = "unknown"
    NOT_BOOKED_OUT = "not-booked-out"
    NOT_BOOKED_IN = "not-booked-in"
    WRONG_PLACE = "wrong-place"
    WRONG_ITEM = "wrong-item"
    MISCOUNTED = "miscounted"
    DAMAGED = "damaged"
    LOST = "lost"
    STOLEN = "stolen"


class Finding(StrEnum):
    """What a posted line says of the goods."""

    MATCHED = ""
    MISSING = "missing"
    FOUND = "found"
    MOVED = "wrong-place"  # seen here; the books have it at another place of ours
    AWAY = "away"  # not here, but seen at another place of the same count
    UNEXPECTED = "unexpected"
    OUT = "out"


class ScanOutcome(StrEnum):
    """What one scan of a count meant."""

    COUNTED = "counted"
    REPEATED = "repeated"
    UNKNOWN = "unknown"
    IGNORED = "ignored"


class CountingRecord(Base):
    """A count from its plan to its posting; no store means all our stores.

    `different` counts the lines that differed when counting was last finished. `scope` is the JSON of `counts.rules.Scope`. `counted_on` is the day the adjustment counts from; `ledger_at` the last
    movement when it began; `request` names a count that a machine entered, so that entering it twice enters it once.
    """

    __tablename__ = "counting"
    id: Mapped[Key]
    uid: Mapped[Uid]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), unique=True)
    kind: Mapped[CountKind]
    state: Mapped[CountState] = mapped_column(default=CountState.PLANNED)
    title: Mapped[Text]
    store_id: Mapped[int | None] = mapped_column(ForeignKey("store.id"), index=True)
    scope: Mapped[str] = mapped_column(default="{}")
    blind: Mapped[Flag]
    two_counters: Mapped[Flag]
    frozen: Mapped[Flag]
    counter_one: Mapped[Text]
    counter_two: Mapped[Text]
    planned_on: Mapped[date | None]
    counted_on: Mapped[date | None]
    started_at: Mapped[datetime | None]
    ledger_at: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None]
    different: Mapped[int] = mapped_column(default=0)
    remarks: Mapped[Text]
    request: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    created_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    version: Mapped[Version]


class CountingLineRecord(Base):
    """One thing at one place to be counted: what the books had when the count began.

    `recount` is the round that counts it again, 0 where the first counting stands; serial goods have no lot or status here.
    """

    __tablename__ = "counting_line"
    id: Mapped[Key]
    counting_id: Mapped[int] = mapped_column(ForeignKey("counting.id"))
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id"))
    lot_id: Mapped[int | None] = mapped_column(ForeignKey("lot.id"))
    status: Mapped[Text]
    expected: Mapped[int]
    recount: Mapped[int] = mapped_column(default=0)
    cause: Mapped[Cause | None]
    note: Mapped[Text]
    # As judged when the count was posted; the books move on afterwards.
    counted: Mapped[int | None]
    books: Mapped[int | None]
    out: Mapped[int | None]
    change: Mapped[int | None]

    __table_args__ = (Index(None, "counting_id", "place_id", "variant_id"),)


class CountingScanRecord(Base):
    """One scan or typed figure in its order. `round`: 1 and 2 are the counters, 3 and more are recounts.

    `ledger_at` is the last movement the books had then: what moves later is no difference. A figure from a paper sheet has
    `as_of` instead: the day on which it was true.
    """

    __tablename__ = "counting_scan"
    id: Mapped[Key]
    counting_id: Mapped[int] = mapped_column(ForeignKey("counting.id"))
    line_id: Mapped[int | None] = mapped_column(ForeignKey("counting_line.id"), index=True)
    round: Mapped[int]
    at: Mapped[datetime]
    by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    counter: Mapped[Text]
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    text: Mapped[str]
    folded: Mapped[Text]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    quantity: Mapped[int]
    outcome: Mapped[ScanOutcome]
    ledger_at: Mapped[int]
    as_of: Mapped[date | None]
    undone: Mapped[Flag]

    __table_args__ = (
        CheckConstraint("quantity >= 0", name="quantity_not_negative"),
        Index(None, "counting_id", "id"),
        Index("ix_counting_scan_unit", "counting_id", "unit_id", sqlite_where=unit_id.isnot(None)),
    )


class CountRecord(Base):
    """One posted count: how many lines it had, how many were right, and what the differences are worth (cents of USD)."""

    __tablename__ = "stock_count"
    id: Mapped[Key]
    uid: Mapped[Uid]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), unique=True)
    adjustment_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    counted_on: Mapped[date]
    counter: Mapped[Text]
    approver: Mapped[Text]
    at: Mapped[datetime]
    lines: Mapped[AddedCount]
    matched: Mapped[AddedCount]
    missing_minor: Mapped[AddedCount]
    found_minor: Mapped[AddedCount]


class CountLineRecord(Base):
    """One counted thing: what was seen and what the books said; it never changes.

    `book_place_id` is where the books had a unit that was found at another place.
    """

    __tablename__ = "count_line"
    id: Mapped[Key]
    count_id: Mapped[int] = mapped_column(ForeignKey("stock_count.id"))
    line_no: Mapped[int]
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    layer_id: Mapped[int] = mapped_column(ForeignKey("layer.id"))
    counted: Mapped[int]
    recorded: Mapped[int]
    cause: Mapped[Text]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    book_place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    finding: Mapped[Finding] = mapped_column(default=Finding.MATCHED, server_default="")
    note: Mapped[Added]

    __table_args__ = (
        UniqueConstraint("count_id", "line_no"),
        Index("ix_count_line_unit", "unit_id", sqlite_where=text("unit_id IS NOT NULL")),
    )


append_only("stock_count")
append_only("count_line")
