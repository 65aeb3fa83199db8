"""What a column can mean (its role), what each kind of import needs, and how values of a role are read.

Source: product.md 7 (import KIND).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What an import makes. Source: product.md 7."""

    CATALOG = "catalog"
    PARTNERS = "partners"
    ORDERS = "orders"
    SHIPMENTS = "shipments"
    PACKING_LIST = "packing-list"
    STOCK = "stock"
    HOLDINGS = "holdings"
    SERIALS = "serials"


class Reads(StrEnum):
    """How the cells of a role are read."""

    TEXT = "text"
    CODE = "code"
    """An identifier: kept as text, spaces at the ends taken off with a warning."""
    NSN = "nsn"
    QUANTITY = "quantity"
    MONEY = "money"
    NUMBER = "number"
    DATE = "date"
    SERIAL = "serial"
    UNIT = "unit"
    COUNTRY = "country"


class Role(StrEnum):
    """What a column means."""

    AGENCY = "agency"
    AGENCY_UNIT = "agency_unit"
    FACILITY = "facility"
    REGION = "region"
    COUNTRY = "country"
    STATION_TYPE = "station_type"
    NSN = "nsn"
    FSC = "fsc"
    NIIN = "niin"
    ITEM_CODE = "item_code"
    ITEM_NAME = "item_name"
    DESCRIPTION = "description"
    CATEGORY = "category"
    MANUFACTURER = "manufacturer"
    MODEL = "model"
    SIZE = "size"
    TRACKING = "tracking"
    QUANTITY = "quantity"
    UNIT = "unit"
    PACK_SIZE = "pack_size"
    UNIT_VALUE = "unit_value"
    PIECE_VALUE = "piece_value"
    LINE_VALUE = "line_value"
    OBLIGATION = "obligation"
    CURRENCY = "currency"
    SERIAL = "serial"
    SERIAL_REQUIRED = "serial_required"
    LOT = "lot"
    EXPIRY = "expiry"
    MADE_ON = "made_on"
    CONDITION = "condition"
    SHIPPED_ON = "shipped_on"
    DELIVERED_ON = "delivered_on"
    SCHEDULED_ON = "scheduled_on"
    RECORDED_ON = "recorded_on"
    ORDERED_ON = "ordered_on"
    REQUESTED_ON = "requested_on"
    QUOTED_ON = "quoted_on"
    INVENTORY_ON = "inventory_on"
    NEED_BY = "need_by"
    ORDER_NUMBER = "order_number"
    LINE_NUMBER = "line_number"
    PARENT_AWARD = "parent_award"
    QUOTE_NUMBER = "quote_number"
    REQUISITION = "requisition"
    SHIPMENT_NUMBER = "shipment_number"
    CONTAINER = "container"
    PALLET = "pallet"
    PACKAGE = "package"
    VENDOR = "vendor"
    CARRIER = "carrier"
    WAYBILL = "waybill"
    INCOTERM = "incoterm"
    MODE = "mode"
    PROJECT = "project"
    AGREEMENT = "agreement"
    FUND = "fund"
    WEIGHT_KG = "weight_kg"
    FREIGHT = "freight"
    INSURANCE = "insurance"
    STORE = "store"
    BIN = "bin"
    PROPERTY_NUMBER = "property_number"
    DEMIL_CODE = "demil_code"
    DEMIL_IC = "demil_ic"
    HS_CODE = "hs_code"
    UN_NUMBER = "un_number"
    ECCN = "eccn"
    ORIGIN = "origin"
    LIFE_MONTHS = "life_months"
    CARTON_QUANTITY = "carton_quantity"
    MINIMUM_STOCK = "minimum_stock"
    STATUS = "status"
    REASON = "reason"
    CANCELED_BY = "canceled_by"
    REMARK = "remark"
    ROW_NUMBER = "row_number"
    PARTNER_NAME = "partner_name"
    PARTNER_CODE = "partner_code"
    PARTNER_TYPE = "partner_type"
    PARTNER_PARENT = "partner_parent"
    NATIVE_NAME = "native_name"
    ENGLISH_NAME = "english_name"
    ADDRESS = "address"


_DATES = {role for role in Role if role.value.endswith("_on")} | {Role.EXPIRY, Role.NEED_BY}
_MONEY = {Role.UNIT_VALUE, Role.PIECE_VALUE, Role.LINE_VALUE, Role.OBLIGATION, Role.FREIGHT, Role.INSURANCE}
_NUMBERS = {Role.WEIGHT_KG, Role.LIFE_MONTHS, Role.CARTON_QUANTITY, Role.MINIMUM_STOCK, Role.PACK_SIZE}
_CODES = {
    Role.ITEM_CODE, Role.LOT, Role.ORDER_NUMBER, Role.SHIPMENT_NUMBER, Role.CONTAINER, Role.PALLET, Role.PACKAGE,
    Role.WAYBILL, Role.REQUISITION, Role.PROPERTY_NUMBER, Role.PARENT_AWARD, Role.QUOTE_NUMBER, Role.FSC, Role.NIIN,
    Role.HS_CODE, Role.UN_NUMBER, Role.BIN, Role.PARTNER_CODE, Role.LINE_NUMBER, Role.FUND,
}  # fmt: skip


def reads(role: Role) -> Reads:
    """Return how the cells of a role are read."""
    if role in _DATES:
        return Reads.DATE
    if role in _MONEY:
        return Reads.MONEY
    if role in _NUMBERS:
        return Reads.NUMBER
    if role in _CODES:
        return Reads.CODE
    special = {
        Role.NSN: Reads.NSN,
        Role.QUANTITY: Reads.QUANTITY,
        Role.SERIAL: Reads.SERIAL,
        Role.UNIT: Reads.UNIT,
        Role.COUNTRY: Reads.COUNTRY,
        Role.ORIGIN: Reads.COUNTRY,
    }
    return special.get(role, Reads.TEXT)


@dataclass(frozen=True, slots=True)
class Needs:
    """What a kind of import must find: one role out of each group."""

    groups: tuple[tuple[Role, ...], ...]
    not_used: frozenset[Role] = frozenset()


_ITEM = (Role.ITEM_CODE, Role.NSN, Role.NIIN, Role.ITEM_NAME, Role.DESCRIPTION)
_PARTNER = frozenset(
    {Role.PARTNER_NAME, Role.PARTNER_CODE, Role.PARTNER_TYPE, Role.PARTNER_PARENT, Role.NATIVE_NAME, Role.ENGLISH_NAME}
)

NEEDS: dict[Kind, Needs] = {
    Kind.HOLDINGS: Needs(((Role.AGENCY, Role.FACILITY), _ITEM, (Role.QUANTITY, Role.SERIAL)), _PARTNER),
    Kind.STOCK: Needs((_ITEM, (Role.QUANTITY, Role.SERIAL)), _PARTNER),
    Kind.ORDERS: Needs((_ITEM, (Role.QUANTITY, Role.OBLIGATION, Role.LINE_VALUE)), _PARTNER),
    Kind.SHIPMENTS: Needs((_ITEM, (Role.QUANTITY,)), _PARTNER),
    Kind.PACKING_LIST: Needs((_ITEM, (Role.QUANTITY, Role.SERIAL)), _PARTNER),
    Kind.SERIALS: Needs(((Role.SERIAL,),), _PARTNER),
    Kind.CATALOG: Needs(((Role.ITEM_NAME, Role.DESCRIPTION),), _PARTNER),
    Kind.PARTNERS: Needs(((Role.PARTNER_NAME,),)),
}
