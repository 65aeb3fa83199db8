"""The palette's and the scanner's answers that belong to no single screen. Source: ui.md 9; picture 07."""

from __future__ import annotations

from inl_logistics.inventory.recall import LotHit
from inl_logistics.kernel.translation import N_
from inl_logistics.register.numbers import screen_number
from inl_logistics.search import sources
from inl_logistics.search.queries import Hit as Found
from inl_logistics.search.sources import KitHit, PartnerHit, ScanTarget, Tagged, Thing
from ui.kit.navigation import Feature, Hit, PaletteSource, Route, ScanSource

_ICONS = {
    "agreement": "file-text",
    "requirement": "users",
    "order": "shopping-cart",
    "shipment": "ship",
    "receiving": "package-check",
    "transfer": "arrow-right-left",
    "outbound": "truck",
    "count": "clipboard-check",
}


def thing_hit(thing: Thing) -> Hit:
    """Open a unit's life, an item's stock, or its catalog entry when there is none."""
    if thing.kind == "unit":
        return Hit(thing.title, thing.note, "scan-barcode", Route("unit", thing.key), code=thing.title)
    if thing.in_stock:
        return Hit(
            thing.title, thing.note, "package", Route("inventory", None, (("search", thing.note),)), code=thing.note
        )
    return Hit(thing.title, thing.note, "book-open", Route("item", thing.key), code=thing.note)


def lot_hit(found: LotHit) -> Hit:
    """Open a lot: where all of it is."""
    return Hit(found.code, found.item, "layers", Route("lot", found.lot_id), code=found.code)


def paper_hit(found: Found) -> Hit:
    """Open a numbered record."""
    number = screen_number(found.title)
    note = "" if found.note == found.title else screen_number(found.note)
    return Hit(number, note, _ICONS.get(found.kind, "file-text"), Route(found.kind, found.subject_id), code=number)


def partner_hit(found: PartnerHit) -> Hit:
    """Open a partner."""
    return Hit(found.title, found.note, "building-2", Route("partner", found.partner_id))


def kit_hit(found: KitHit) -> Hit:
    """Open a kit, on the assembled one that was found."""
    params = (("build", str(found.build_id)),) if found.build_id is not None else ()
    return Hit(found.title, found.note, "boxes", Route("kit", found.kit_id, params), code=found.note)


def scan_route(target: ScanTarget) -> Route:
    """Open what was scanned."""
    if target.kind == "item":
        return Route("stock-card", target.key)
    if target.kind == "bin":
        return Route("inventory", None, (("search", target.words),))
    if target.kind == "kit-build":
        return Route("kit", target.owner)
    return Route(target.kind, target.key)


def tagged_hit(found: Tagged) -> Hit:
    """Open what a label names."""
    return Hit(found.title, found.note, "scan-barcode", scan_route(found.target), code=found.note)


FEATURE = Feature(
    sources=(
        PaletteSource(N_("Labels"), sources.tagged, tagged_hit, limit=1),
        PaletteSource(N_("Items and serials"), sources.things, thing_hit, limit=6),
        PaletteSource(N_("Lots"), sources.lots, lot_hit, limit=4),
        PaletteSource(N_("Orders and shipments"), sources.papers, paper_hit, limit=6, records=True),
        PaletteSource(N_("Kits"), sources.kits, kit_hit, limit=4),
        PaletteSource(N_("Partners"), sources.partners, partner_hit, limit=4),
    ),
    scans=(ScanSource(sources.scan_target, scan_route),),
)
