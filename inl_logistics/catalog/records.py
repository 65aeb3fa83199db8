"""The catalog: items, variants, other codes, names by language, minimums, kits.

Source: product.md 3 (Catalogue), 4 (Serials); domain.md 4 and 5.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inl_logistics.database.base import Added, AddedCount, AddedFlag, Base, Flag, Key, Text, Uid, Version
from inl_logistics.kernel.values import Tracking


class MonitoringClass(StrEnum):
    """End-use monitoring class. Source: domain.md 2.11."""

    A = "A"
    B = "B"
    C = "C"
    NONE = ""


class ModelRecord(Base):
    """The scope within which serials are unique: maker + model, or the item where both are unknown."""

    __tablename__ = "model"
    id: Mapped[Key]
    key: Mapped[str] = mapped_column(unique=True)


class ItemRecord(Base):
    """A thing one can order. One that was merged stays as the memory of its code: `merged_into_id` is what it is now."""

    __tablename__ = "item"
    id: Mapped[Key]
    uid: Mapped[Uid]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    description: Mapped[Text]
    folded: Mapped[str]
    name_key: Mapped[str]
    category: Mapped[Text]
    unit_of_issue: Mapped[str] = mapped_column(default="EA")
    tracking: Mapped[Tracking]
    model_id: Mapped[int] = mapped_column(ForeignKey("model.id"))
    maker: Mapped[Text]
    model: Mapped[Text]
    nsn: Mapped[Text]
    fsc: Mapped[Text]
    psc: Mapped[Text]
    hs: Mapped[Text]
    export_class: Mapped[Text]
    un_number: Mapped[Text]
    hazard_class: Mapped[Text]
    demil_code: Mapped[Text]
    monitoring: Mapped[MonitoringClass] = mapped_column(default=MonitoringClass.NONE)
    policy_hold: Mapped[Flag]
    price_micros: Mapped[int] = mapped_column(default=0)
    currency: Mapped[str] = mapped_column(default="USD")
    shelf_life_months: Mapped[int | None]
    service_life_months: Mapped[int | None]
    min_life_receipt_months: Mapped[int | None]
    min_life_handover_months: Mapped[int | None]
    carton_quantity: Mapped[int | None]
    carton_weight_g: Mapped[int | None]
    carton_size_mm: Mapped[Text]
    acquisition_advice: Mapped[Text]
    indicative: Mapped[Flag]
    retired_at: Mapped[datetime | None]
    import_id: Mapped[int | None]
    version: Mapped[Version]
    shipping_name: Mapped[Added]
    packing_group: Mapped[Added]
    unspsc: Mapped[Added]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))

    __table_args__ = (
        Index(None, "nsn"),
        Index(None, "name_key"),
        Index(None, "category", "name"),
        Index(None, "import_id"),
        CheckConstraint("price_micros >= 0", name="price_not_negative"),
    )


class VariantRecord(Base):
    """A size, cut or unit of issue of an item; each item has at least one, with an empty size."""

    __tablename__ = "variant"
    id: Mapped[Key]
    uid: Mapped[Uid]
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    code: Mapped[str]
    size: Mapped[Text]
    unit_of_issue: Mapped[str] = mapped_column(default="EA")
    import_id: Mapped[int | None]
    retired: Mapped[AddedFlag]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("variant.id"))

    __table_args__ = (UniqueConstraint("item_id", "size", "unit_of_issue"), Index(None, "code"))


class SizeTableRecord(Base):
    """A named list of sizes, such as EU boots 35-48; `pattern` is how an officer writes it (catalog/sizes.py)."""

    __tablename__ = "size_table"
    id: Mapped[Key]
    name: Mapped[str] = mapped_column(unique=True)
    pattern: Mapped[str]


class ItemNameRecord(Base):
    """The item's name and description in one receipt language."""

    __tablename__ = "item_name"
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    description: Mapped[Text]


class ItemCodeRecord(Base):
    """Another code that means this item: a vendor's part number, an alias, an older code."""

    __tablename__ = "item_code"
    id: Mapped[Key]
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    variant_id: Mapped[int | None] = mapped_column(ForeignKey("variant.id"))
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"))
    code: Mapped[str]
    folded: Mapped[str] = mapped_column(index=True)


class MinimumRecord(Base):
    """The least available quantity of a variant; store NULL means the whole post."""

    __tablename__ = "minimum"
    id: Mapped[Key]
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id"))
    store_id: Mapped[int | None] = mapped_column(ForeignKey("store.id"))
    quantity: Mapped[int]

    __table_args__ = (UniqueConstraint("variant_id", "store_id"),)


class KitRecord(Base):
    """A kit that is handed over as one line and stocked as components."""

    __tablename__ = "kit"
    id: Mapped[Key]
    uid: Mapped[Uid]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    persons: Mapped[int] = mapped_column(default=1)
    indicative: Mapped[Flag]
    description: Mapped[Added]
    training: Mapped[AddedFlag]
    retired_at: Mapped[datetime | None]
    version: Mapped[AddedCount]


class KitNameRecord(Base):
    """The kit's name in one receipt language."""

    __tablename__ = "kit_name"
    kit_id: Mapped[int] = mapped_column(ForeignKey("kit.id"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class KitVersionRecord(Base):
    """One version of a kit's list: a draft until a day is named from which it is in force.

    A version without a row is in force since ever: it came with the starter catalog or from schema 3.
    """

    __tablename__ = "kit_version"
    id: Mapped[Key]
    kit_id: Mapped[int] = mapped_column(ForeignKey("kit.id"))
    number: Mapped[int]
    from_on: Mapped[date | None]
    note: Mapped[Text]
    made_at: Mapped[datetime]
    made_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = (UniqueConstraint("kit_id", "number"),)


class KitLineRecord(Base):
    """One component of one version of a kit: an item (in any size, or in the one named) or another kit."""

    __tablename__ = "kit_line"
    id: Mapped[Key]
    kit_id: Mapped[int] = mapped_column(ForeignKey("kit.id"), index=True)
    kit_version: Mapped[int] = mapped_column(default=1)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))
    component_kit_id: Mapped[int | None] = mapped_column(ForeignKey("kit.id"))
    quantity: Mapped[int]
    optional: Mapped[Flag]
    variant_id: Mapped[int | None] = mapped_column(ForeignKey("variant.id"))
    remarks: Mapped[Added]
