"""Tags: our own numbers on labels, each given once and to one thing only, for ever.

Source: domain.md 2.6 (program tag: post code + 7 digits, never reused).
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from inl_logistics.database.base import EXTRA_SQL, Base, Count, Key, Text, append_only


class LabelKind(StrEnum):
    """What a label is stuck on; `subject_id` of its tag is the id in brackets."""

    ITEM = "item"  # goods of a variant (variant), of one lot where `lot_id` is not 0
    UNIT = "unit"  # a serial unit (unit)
    BIN = "bin"  # a bin (bin)
    CARTON = "carton"  # a package of an inbound shipment (package)
    KIT = "kit"  # an assembled kit (kit_build)


class TagRecord(Base):
    """One tag. It is never deleted, and never means another thing: a spoiled one means nothing any more."""

    __tablename__ = "tag"
    id: Mapped[Key]
    tag: Mapped[str] = mapped_column(unique=True)
    number: Mapped[int] = mapped_column(unique=True)
    kind: Mapped[LabelKind]
    subject_id: Mapped[int]
    lot_id: Mapped[Count]
    given_at: Mapped[datetime]
    given_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    printed: Mapped[Count]
    printed_at: Mapped[datetime | None]
    spoiled_at: Mapped[datetime | None]
    spoiled_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    spoiled_reason: Mapped[Text]

    __table_args__ = (
        CheckConstraint("number BETWEEN 0 AND 9999999", name="number_seven_digits"),
        Index("uq_tag_subject", "kind", "subject_id", "lot_id", unique=True, sqlite_where=text("spoiled_at IS NULL")),
    )


append_only(
    "tag",
    but="NEW.id IS OLD.id AND NEW.tag IS OLD.tag AND NEW.number IS OLD.number AND NEW.kind IS OLD.kind"
    " AND NEW.subject_id IS OLD.subject_id AND NEW.lot_id IS OLD.lot_id AND NEW.given_at IS OLD.given_at"
    " AND NEW.given_by IS OLD.given_by AND (OLD.spoiled_at IS NULL OR NEW.spoiled_at IS OLD.spoiled_at)",
)

# A number of the database may be given again after a delete; a tag may not come to mean the next thing.
for _table, _kind in (("package", LabelKind.CARTON), ("variant", LabelKind.ITEM)):
    EXTRA_SQL.append(
        f"CREATE TRIGGER tag_{_table}_gone AFTER DELETE ON {_table} BEGIN UPDATE tag SET spoiled_at ="
        f" strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), spoiled_reason = 'gone' WHERE kind = '{_kind}'"
        " AND subject_id = OLD.id AND spoiled_at IS NULL; END"
    )
