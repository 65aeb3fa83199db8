"""An item as an officer describes it: what its editor, an import and the command line hand to `save_item`."""

from __future__ import annotations

from dataclasses import dataclass

from inl_logistics.catalog.records import MonitoringClass
from inl_logistics.kernel.values import Tracking


@dataclass(frozen=True, slots=True)
class StoreMinimum:
    """The least available quantity in one store."""

    store_id: int
    quantity: int


@dataclass(frozen=True, slots=True)
class VariantDraft:
    """One size of an item and its least available quantity, at the post and in single stores."""

    size: str = ""
    minimum: int | None = None
    stores: tuple[StoreMinimum, ...] = ()
    retired: bool = False


@dataclass(frozen=True, slots=True)
class LocalName:
    """The item's name in one receipt language."""

    language: str
    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class PartNumber:
    """What a vendor or maker calls the item, or one size of it."""

    partner_id: int
    code: str
    size: str = ""


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """An item as typed; prices in millionths of the currency. `id` and `version` for a change.

    Sizes that are not named stay as they are; `removed_sizes` go where nothing refers to them.
    """

    code: str
    name: str
    tracking: Tracking = Tracking.QUANTITY
    id: int | None = None
    version: int = 0
    category: str = ""
    description: str = ""
    unit_of_issue: str = "EA"
    maker: str = ""
    model: str = ""
    nsn: str = ""
    psc: str = ""
    hs: str = ""
    export_class: str = ""
    un_number: str = ""
    hazard_class: str = ""
    demil_code: str = ""
    monitoring: MonitoringClass = MonitoringClass.NONE
    policy_hold: bool = False
    price_micros: int = 0
    currency: str = "USD"
    shelf_life_months: int | None = None
    min_life_receipt_months: int | None = None
    min_life_handover_months: int | None = None
    carton_quantity: int | None = None
    carton_weight_g: int | None = None
    carton_size_mm: str = ""
    indicative: bool = False
    variants: tuple[VariantDraft, ...] = (VariantDraft(),)
    names: tuple[LocalName, ...] = ()
    other_codes: tuple[str, ...] = ()
    service_life_months: int | None = None
    fsc: str = ""
    unspsc: str = ""
    shipping_name: str = ""
    packing_group: str = ""
    part_numbers: tuple[PartNumber, ...] = ()
    removed_sizes: tuple[str, ...] = ()
