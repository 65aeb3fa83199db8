"""How imports are said on the screen: kinds and the meanings of columns."""

from __future__ import annotations

from inl_logistics.imports.roles import Kind, Role
from inl_logistics.kernel.translation import N_, _

KINDS = {
    Kind.ORDERS: N_("Purchase orders"),
    Kind.SHIPMENTS: N_("Shipments with their orders"),
    Kind.PACKING_LIST: N_("Packing list"),
    Kind.HOLDINGS: N_("Holdings of partner units"),
    Kind.STOCK: N_("Stock in our stores"),
    Kind.CATALOG: N_("Catalog items"),
    Kind.PARTNERS: N_("Partners"),
    Kind.SERIALS: N_("Serials of a shipment"),
}
ABOUT = {
    Kind.ORDERS: N_("A vendor's order or award list; each order keeps their number beside ours."),
    Kind.SHIPMENTS: N_("A shipment list; what was delivered already comes in as closed history."),
    Kind.PACKING_LIST: N_("Cartons and serials of one inbound shipment."),
    Kind.HOLDINGS: N_("An old property book: what partner units hold already."),
    Kind.STOCK: N_("What lies in our stores on the day the program starts."),
    Kind.CATALOG: N_("Items, codes, prices. Known items are updated by code or stock number."),
    Kind.PARTNERS: N_("Agencies, units, facilities, vendors."),
    Kind.SERIALS: N_("Serial numbers for the lines of one shipment."),
}
ROLES = {
    Role.AGENCY: N_("Agency"), Role.AGENCY_UNIT: N_("Unit"), Role.FACILITY: N_("Facility"), Role.REGION: N_("State or region"),
    Role.COUNTRY: N_("Country"), Role.STATION_TYPE: N_("Station type"), Role.NSN: N_("Stock number (NSN)"),
    Role.FSC: N_("Supply class (FSC)"), Role.NIIN: N_("Item number (NIIN)"), Role.ITEM_CODE: N_("Item code"),
    Role.ITEM_NAME: N_("Item name"), Role.DESCRIPTION: N_("Description"), Role.CATEGORY: N_("Category"),
    Role.MANUFACTURER: N_("Manufacturer"), Role.MODEL: N_("Model"), Role.SIZE: N_("Size"), Role.TRACKING: N_("Tracking"),
    Role.QUANTITY: N_("Quantity"), Role.UNIT: N_("Unit of issue"), Role.PACK_SIZE: N_("Pieces in a pack"),
    Role.UNIT_VALUE: N_("Unit value"), Role.PIECE_VALUE: N_("Value of a piece"), Role.LINE_VALUE: N_("Line value"),
    Role.OBLIGATION: N_("Obligation"), Role.CURRENCY: N_("Currency"), Role.SERIAL: N_("Serial"),
    Role.SERIAL_REQUIRED: N_("Serial required"), Role.LOT: N_("Lot"), Role.EXPIRY: N_("Expiry date"),
    Role.MADE_ON: N_("Made on"), Role.CONDITION: N_("Condition"), Role.SHIPPED_ON: N_("Shipped on"),
    Role.DELIVERED_ON: N_("Delivered on"), Role.SCHEDULED_ON: N_("Scheduled for"), Role.RECORDED_ON: N_("Recorded on"),
    Role.ORDERED_ON: N_("Ordered on"), Role.REQUESTED_ON: N_("Requested on"), Role.QUOTED_ON: N_("Quoted on"),
    Role.INVENTORY_ON: N_("Last inventory"), Role.NEED_BY: N_("Need by"), Role.ORDER_NUMBER: N_("Order number"),
    Role.LINE_NUMBER: N_("Line number"), Role.PARENT_AWARD: N_("Parent award"), Role.QUOTE_NUMBER: N_("Quote number"),
    Role.REQUISITION: N_("Requisition"), Role.SHIPMENT_NUMBER: N_("Shipment number"), Role.CONTAINER: N_("Container"),
    Role.PALLET: N_("Pallet"), Role.PACKAGE: N_("Package"), Role.VENDOR: N_("Vendor"), Role.CARRIER: N_("Carrier"),
    Role.WAYBILL: N_("AWB or B/L"), Role.INCOTERM: N_("Incoterm"), Role.MODE: N_("Mode"), Role.PROJECT: N_("Project"),
    Role.AGREEMENT: N_("Agreement"), Role.FUND: N_("Fund"), Role.WEIGHT_KG: N_("Weight, kg"), Role.FREIGHT: N_("Freight"),
    Role.INSURANCE: N_("Insurance"), Role.STORE: N_("Store"), Role.BIN: N_("Bin"),
    Role.PROPERTY_NUMBER: N_("Property number"), Role.DEMIL_CODE: N_("DEMIL code"), Role.DEMIL_IC: N_("DEMIL IC"),
    Role.HS_CODE: N_("HS code"), Role.UN_NUMBER: N_("UN number"), Role.ECCN: N_("Export class"), Role.ORIGIN: N_("Origin"),
    Role.LIFE_MONTHS: N_("Life, months"), Role.CARTON_QUANTITY: N_("Carton quantity"),
    Role.MINIMUM_STOCK: N_("Minimum stock"), Role.STATUS: N_("Status"), Role.REASON: N_("Reason"),
    Role.CANCELED_BY: N_("Canceled by"), Role.REMARK: N_("Remark"), Role.ROW_NUMBER: N_("Row number"),
    Role.PARTNER_NAME: N_("Partner name"), Role.PARTNER_CODE: N_("Partner code"), Role.PARTNER_TYPE: N_("Partner kind"),
    Role.PARTNER_PARENT: N_("Stands under"), Role.NATIVE_NAME: N_("Own name"), Role.ENGLISH_NAME: N_("English name"),
    Role.ADDRESS: N_("Address"),
}  # fmt: skip


def role(found: Role | None) -> str:
    """Say what a column means."""
    return _("Not imported") if found is None else _(ROLES[found])
