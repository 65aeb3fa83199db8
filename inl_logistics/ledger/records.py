"""Tables of the ledger. Only `ledger.commands` writes them; triggers guard what is posted.

A movement takes a quantity of one thing (a serial unit, or a layer) in a condition, status and title from
one place to another under one document. Balance and position are derived, kept in the same transaction.
Source: architecture.md 2; product.md 4 (Layers, Condition and status, Serials); speed.md 2.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from inl_logistics.database.base import EXTRA_SQL, Base, Flag, Key, Text, Uid, append_only
from inl_logistics.kernel.values import Condition, Status, Title


class PlaceKind(StrEnum):
    """Kinds of places; bin, transit and facility are real: nothing there can be negative."""

    BIN = "bin"
    TRANSIT = "transit"
    FACILITY = "facility"
    VENDOR = "vendor"
    OPENING = "opening"
    LOST = "lost"
    DISPOSED = "disposed"
    ADJUSTMENT = "adjustment"


REAL_PLACES = frozenset({PlaceKind.BIN, PlaceKind.TRANSIT, PlaceKind.FACILITY})


class PlaceRecord(Base):
    """Where goods can be."""

    __tablename__ = "place"
    id: Mapped[Key]
    kind: Mapped[PlaceKind]
    real: Mapped[bool]
    store_id: Mapped[int | None] = mapped_column(ForeignKey("store.id"), index=True)
    bin_id: Mapped[int | None] = mapped_column(ForeignKey("bin.id"), unique=True)
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"))
    # A place on the road belongs to the transfer or waybill that the goods travel with.
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))

    __table_args__ = (
        UniqueConstraint("partner_id", "kind"),
        Index("uq_place_document", "document_id", unique=True, sqlite_where=document_id.isnot(None)),
    )


class LotRecord(Base):
    """A batch with its dates."""

    __tablename__ = "lot"
    id: Mapped[Key]
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    code: Mapped[Text]
    folded: Mapped[str] = mapped_column(index=True)
    made_on: Mapped[date | None]
    expires_on: Mapped[date | None]

    __table_args__ = (Index(None, "item_id", "folded"), Index(None, "expires_on"))


class OpeningLineRecord(Base):
    """What was there before the program: one line of an opening document."""

    __tablename__ = "opening_line"
    id: Mapped[Key]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    line_no: Mapped[int]
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id"))
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    quantity: Mapped[int]
    acquired_on: Mapped[date | None]
    found_serial: Mapped[Text]
    source_sheet: Mapped[Text]
    source_row: Mapped[int] = mapped_column(default=0)
    source_ref: Mapped[Text]
    demil_code: Mapped[Text]

    __table_args__ = (UniqueConstraint("document_id", "line_no"), Index(None, "place_id"))


class LayerRecord(Base):
    """Variant + lot + source line with its project and unit cost: every piece leads back to its money."""

    __tablename__ = "layer"
    id: Mapped[Key]
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id"))
    lot_id: Mapped[int | None] = mapped_column(ForeignKey("lot.id"))
    order_line_id: Mapped[int | None] = mapped_column(ForeignKey("order_line.id"))
    opening_line_id: Mapped[int | None] = mapped_column(ForeignKey("opening_line.id"))
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    price_micros: Mapped[int] = mapped_column(default=0)
    currency: Mapped[str] = mapped_column(default="USD")
    price_usd_micros: Mapped[int] = mapped_column(default=0)
    refurbished: Mapped[Flag]

    __table_args__ = (
        Index("ix_layer_order_line", "order_line_id", sqlite_where=order_line_id.isnot(None)),
        Index("ix_layer_opening_line", "opening_line_id", sqlite_where=opening_line_id.isnot(None)),
    )


class UnitRecord(Base):
    """A serial unit: the typed form and the keys it is compared by.

    A unit whose serial nobody recorded has NULL keys; the text that was found is kept in `serial`.
    """

    __tablename__ = "unit"
    id: Mapped[Key]
    uid: Mapped[Uid]
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id"))
    layer_id: Mapped[int] = mapped_column(ForeignKey("layer.id"))
    model_id: Mapped[int] = mapped_column(ForeignKey("model.id"))
    serial: Mapped[Text]
    folded: Mapped[str | None]
    lookalike: Mapped[str | None]

    __table_args__ = (
        # folded first: uniqueness, look-up by scan and short prefixes from one index (speed.md 2).
        UniqueConstraint("folded", "model_id"),
        Index("ix_unit_item_folded", "item_id", "folded"),
        Index("ix_unit_lookalike", "lookalike"),
        Index("ix_unit_layer", "layer_id"),
    )


# Movements into or out of what is set apart from good stock; questions must use these very words to use the index.
SET_APART = (
    "(status_to = 'quarantined' OR status_from = 'quarantined' OR condition_to IN ('poor', 'unserviceable')"
    " OR condition_from IN ('poor', 'unserviceable'))"
)


class MovementRecord(Base):
    """One line of the ledger."""

    __tablename__ = "movement"
    id: Mapped[Key]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    seq: Mapped[int]
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    layer_id: Mapped[int] = mapped_column(ForeignKey("layer.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    quantity: Mapped[int]
    from_place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    to_place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    condition_from: Mapped[Condition]
    condition_to: Mapped[Condition]
    status_from: Mapped[Status]
    status_to: Mapped[Status]
    title_from: Mapped[Title]
    title_to: Mapped[Title]
    effective_on: Mapped[date]
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("movement.id"))

    __table_args__ = (
        UniqueConstraint("document_id", "seq"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("unit_id IS NULL OR quantity = 1", name="unit_is_one"),
        CheckConstraint(
            "from_place_id <> to_place_id OR condition_from <> condition_to OR status_from <> status_to"
            " OR title_from <> title_to",
            name="moves",
        ),
        Index("ix_movement_unit", "unit_id", sqlite_where=unit_id.isnot(None)),
        Index("ix_movement_reverses", "reverses_id", unique=True, sqlite_where=reverses_id.isnot(None)),
        # Balances less what moved after the day: a range read (speed.md 2).
        Index(
            "ix_movement_day",
            "effective_on", "item_id", "layer_id", "from_place_id", "to_place_id", "quantity",
        ),
        Index("ix_movement_layer", "layer_id", "effective_on"),
        # What was quarantined or damaged on a past day: few rows of many.
        Index("ix_movement_apart", "effective_on", sqlite_where=text(SET_APART)),
    )  # fmt: skip


class BalanceRecord(Base):
    """How much of a layer is where, in which condition, status and title. Derived; `rebuild` compares it."""

    __tablename__ = "balance"
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), primary_key=True)
    layer_id: Mapped[int] = mapped_column(ForeignKey("layer.id"), primary_key=True)
    condition: Mapped[Condition] = mapped_column(primary_key=True)
    status: Mapped[Status] = mapped_column(primary_key=True)
    title: Mapped[Title] = mapped_column(primary_key=True)
    real: Mapped[bool]
    quantity: Mapped[int]

    __table_args__ = (
        CheckConstraint("real = 0 OR quantity >= 0", name="real_not_negative"),
        Index("ix_balance_on_hand", "item_id", "place_id", sqlite_where=text("real = 1 AND quantity > 0")),
        Index("ix_balance_place", "place_id", sqlite_where=text("real = 1 AND quantity > 0")),
        Index("ix_balance_layer", "layer_id"),
        {"sqlite_with_rowid": False},
    )


class PositionRecord(Base):
    """Where a unit is: one row by construction. `since` is the day of its last movement."""

    __tablename__ = "position"
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    condition: Mapped[Condition]
    status: Mapped[Status]
    title: Mapped[Title]
    since: Mapped[date]
    movement_id: Mapped[int] = mapped_column(ForeignKey("movement.id"))

    __table_args__ = (Index("ix_position_place", "place_id", "item_id"), Index("ix_position_item", "item_id"))


class CountedRecord(Base):
    """That a thing was counted at a place on a day: back-dated entries before it are flagged."""

    __tablename__ = "counted"
    id: Mapped[Key]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    counted_on: Mapped[date]
    counted: Mapped[int]
    recorded: Mapped[int]

    __table_args__ = (Index(None, "place_id", "item_id", "counted_on"),)


class CountedOutRecord(Base):
    """How many of a layer a count did not see and put down to a receipt that was issued and not signed yet.

    The adjustment left them alone, so the receipt's own entry, dated before the count or not, is what takes them out.
    """

    __tablename__ = "counted_out"
    id: Mapped[Key]
    counted_id: Mapped[int] = mapped_column(ForeignKey("counted.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    layer_id: Mapped[int] = mapped_column(ForeignKey("layer.id"))
    quantity: Mapped[int]


def _merged(table: str) -> str:
    """Return the condition that a row changes in nothing but its item and variant, and those to what they were merged into.

    `item_id` and `variant_id` say under which entry of the catalog a fact is filed; what was posted is the layer, the unit,
    the quantity, the places and the day, and none of that changes here. Two entries that turn out to be one thing become one
    on every day, past days too, which no pair of correcting movements could do. See inventory/merging.py.
    """
    parts = []
    for column in Base.metadata.tables[table].columns:
        same = f"NEW.{column.name} IS OLD.{column.name}"
        for key in column.foreign_keys:
            of = key.target_fullname.removesuffix(".id")
            if of in {"item", "variant"}:
                # IS, not =: where nothing was merged the condition must be false, and `= NULL` would be neither.
                same = (
                    f"({same} OR NEW.{column.name} IS (SELECT merged_into_id FROM {of} WHERE id = OLD.{column.name}))"
                )
        parts.append(same)
    return " AND ".join(parts)


class UnitAliasRecord(Base):
    """A serial that a unit was known by until it was corrected: papers and people still name it."""

    __tablename__ = "unit_alias"
    id: Mapped[Key]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    serial: Mapped[str]
    folded: Mapped[str] = mapped_column(index=True)
    until_at: Mapped[datetime]
    by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    reason: Mapped[Text]


class FrozenRecord(Base):
    """A place that is being counted: nothing moves there until the count lets go of it."""

    __tablename__ = "frozen_place"
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)


for _table in ("movement", "opening_line", "counted"):
    append_only(_table, but=_merged(_table))
append_only("unit_alias")
append_only("counted_out")
# A layer is final but for its project, which follows its order line when that is moved to another project.
append_only(
    "layer",
    but="(NEW.id = OLD.id AND NEW.item_id = OLD.item_id AND NEW.variant_id = OLD.variant_id AND NEW.lot_id IS OLD.lot_id"
    " AND NEW.order_line_id = OLD.order_line_id AND NEW.opening_line_id IS OLD.opening_line_id"
    " AND NEW.price_micros = OLD.price_micros AND NEW.currency = OLD.currency"
    " AND NEW.price_usd_micros = OLD.price_usd_micros AND NEW.refurbished = OLD.refurbished"
    " AND NEW.project_id IS (SELECT COALESCE(l.project_id, o.project_id) FROM order_line l JOIN purchase_order o"
    f" ON o.id = l.order_id WHERE l.id = NEW.order_line_id)) OR ({_merged('layer')})",
)
# A unit's identity is final. A corrected serial may change its text and keys (they keep their history); a unit that
# is received again is paid by another line, so it changes to that layer of its item. Every movement keeps its own.
append_only(
    "unit",
    but="NEW.id = OLD.id AND NEW.uid = OLD.uid AND (NEW.item_id = OLD.item_id"
    " OR NEW.item_id IS (SELECT merged_into_id FROM item WHERE id = OLD.item_id)) AND (NEW.layer_id = OLD.layer_id"
    " OR EXISTS (SELECT 1 FROM layer WHERE id = NEW.layer_id AND item_id = NEW.item_id))",
)
EXTRA_SQL.append(
    "CREATE VIRTUAL TABLE unit_search USING fts5(serial, content='', contentless_delete=1, "
    "tokenize='trigram case_sensitive 1')"
)
