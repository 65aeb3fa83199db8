"""Write holdings and stock: one opening document, one line, layer and movement a row, one seal for all.

Source: product.md 4 (Bulk import), 5 (OP), 7 (Holdings); speed.md 2 (set-based posting).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

import msgspec
from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.imports.masters import Items, ItemWanted, Made, Partners, PartnerWanted
from inl_logistics.imports.plan import ImportPlan, Table
from inl_logistics.imports.roles import Kind
from inl_logistics.imports.rowrules import item_key
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.text import fold
from inl_logistics.kernel.values import (
    Condition,
    ItemId,
    LayerId,
    PartnerId,
    PlaceId,
    Status,
    Title,
    Tracking,
    UnitId,
    VariantId,
)
from inl_logistics.ledger import places, things
from inl_logistics.ledger.commands import Line, Posting, post
from inl_logistics.ledger.records import PlaceKind
from inl_logistics.partners.records import PartnerKind
from inl_logistics.register import numbers, seals
from inl_logistics.register.records import DocumentKind, Fact

_ALWAYS = 100_000
"""Days an opening may lie back: a property book is as old as it is."""

_CONDITIONS = {
    "new": Condition.NEW, "a": Condition.NEW, "nuevo": Condition.NEW, "neuf": Condition.NEW, "novo": Condition.NEW,
    "good": Condition.GOOD, "b": Condition.GOOD, "bueno": Condition.GOOD, "bon": Condition.GOOD, "bom": Condition.GOOD,
    "serviceable": Condition.GOOD, "fair": Condition.FAIR, "c": Condition.FAIR, "regular": Condition.FAIR,
    "moyen": Condition.FAIR, "used": Condition.FAIR, "usado": Condition.FAIR, "poor": Condition.POOR,
    "d": Condition.POOR, "malo": Condition.POOR, "mauvais": Condition.POOR, "damaged": Condition.POOR,
    "unserviceable": Condition.UNSERVICEABLE, "f": Condition.UNSERVICEABLE, "h": Condition.UNSERVICEABLE,
    "inservible": Condition.UNSERVICEABLE, "broken": Condition.UNSERVICEABLE, "scrap": Condition.UNSERVICEABLE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OpeningOptions:
    """Where and how the goods are, as far as the file does not say."""

    as_of: date
    title: Title
    store: str = ""
    bin: str = ""
    add: bool = False
    project_id: int | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    index: int
    item_id: int
    variant_id: int
    place: PlaceId
    quantity: int
    price: int
    currency: str


def write(
    session: Session, plan: ImportPlan, options: OpeningOptions, made: Made, *, by: Actor, at: datetime, today: date
) -> int:
    """Write the opening of all ready rows; return its document.

    Raises: BadInput("holdings-exist", "import-store-missing", "import-store-unknown").
    """
    table = plan.table
    ready = table.ready()
    spots = (
        _facilities(session, plan, ready, options, made)
        if plan.kind is Kind.HOLDINGS
        else _bins(session, table, ready, options, made)
    )
    rows = _rows(session, table, ready, spots, made)
    title = ", ".join(one.name for one in plan.files)
    document = numbers.assign(
        session, DocumentKind.OPENING, request=f"import:{made.import_id}", effective_on=options.as_of, title=title,
        by=by, at=at,
    )  # fmt: skip
    layers = _layers(session, plan, document.id, rows, options)
    lines = _lines(session, table, rows, layers, options, made)
    posting = Posting(document.id, options.as_of, today, window_days=_ALWAYS)
    post(session, posting, lines)
    snapshot = _snapshot(plan, rows, document.number, options)
    seals.seal(session, document.id, Fact.POST, snapshot, by=by, at=at)
    made.counts["opening_line"] += len(rows)
    return document.id


def wanted_items(table: Table, ready: list[int]) -> tuple[dict[str, ItemWanted], list[str]]:
    """Return the items of the ready rows by key, and each row's key."""
    columns = [table.get(name) for name in ("nsn", "item_code", "item_name", "unit", "category", "manufacturer", "model",
                                            "demil_code", "price_micros", "currency_code", "tracked", "lot",
                                            "description")]  # fmt: skip
    wanted: dict[str, ItemWanted] = {}
    keys: list[str] = []
    for index in ready:
        nsn, code, name, unit, category, maker, model, demil, price, currency, tracked, lot, long = (
            c[index] for c in columns
        )
        key = item_key(nsn, code, name, unit)
        keys.append(key)
        if key not in wanted:
            wanted[key] = ItemWanted(
                key, str(code or ""), str(nsn or ""), str(name or ""), str(unit or ""), str(category or ""),
                str(long or ""), str(maker or ""), str(model or ""), str(demil or ""),
                price if isinstance(price, int) and price > 0 else 0, str(currency or "USD"), bool(tracked), bool(lot),
            )  # fmt: skip
    return wanted, keys


def _rows(session: Session, table: Table, ready: list[int], spots: list[PlaceId], made: Made) -> list[_Row]:
    items = Items(session, made)
    wanted, keys = wanted_items(table, ready)
    found = items.ensure(list(wanted.values()))
    sizes = {key: items.find(one)[1] for key, one in wanted.items() if one.code}
    units, own_sizes = table.get("unit"), table.get("size")
    asked = [
        (found[key], str(own_sizes[index] or sizes.get(key, "")), str(units[index] or items.by_id[found[key]].unit))
        for index, key in zip(ready, keys, strict=True)
    ]
    variants = items.variants(set(asked))
    quantities, prices, codes = table.get("quantity"), table.get("price_micros"), table.get("currency_code")
    rows: list[_Row] = []
    for index, one, place in zip(ready, asked, spots, strict=True):
        quantity, price = quantities[index], prices[index]
        assert isinstance(quantity, int)
        rows.append(
            _Row(
                index, one[0], variants[one], place, quantity, price if isinstance(price, int) else 0,
                str(codes[index] or "USD"),
            )
        )  # fmt: skip
    return rows


def agencies_of(table: Table, ready: list[int], country: str) -> list[PartnerWanted]:
    """Return who holds each ready row."""
    names = table.get("agency") if table.has("agency") else table.get("facility")
    regions, countries = table.get("region"), table.get("country")
    known: dict[tuple[object, object, object], PartnerWanted] = {}
    found: list[PartnerWanted] = []
    for index in ready:
        key = (names[index], regions[index], countries[index])
        if key not in known:
            own = str(key[2] or "")
            known[key] = PartnerWanted(str(key[0] or ""), str(key[1] or ""), own if len(own) == 2 else country)
        found.append(known[key])
    return found


def _facilities(
    session: Session, plan: ImportPlan, ready: list[int], options: OpeningOptions, made: Made
) -> list[PlaceId]:
    holders = agencies_of(plan.table, ready, plan.request.country)
    different = list(dict.fromkeys(holders))
    partners = Partners(session, made, options.as_of)
    agencies = partners.ensure(PartnerKind.AGENCY, different)
    under = partners.facilities(agencies, different)
    spots = places.of_partners(session, PlaceKind.FACILITY, [PartnerId(one) for one in under.values()])
    if not options.add:
        _refuse_second(session, set(spots.values()))
    by_holder = {one: spots[PartnerId(under[agencies[(fold(one.region), fold(one.name))]])] for one in different}
    return [by_holder[one] for one in holders]


def _refuse_second(session: Session, spots: set[PlaceId]) -> None:
    rows = session.connection().exec_driver_sql(
        "SELECT DISTINCT o.place_id, d.number, p.name FROM opening_line o JOIN document d ON d.id = o.document_id"
        " JOIN place s ON s.id = o.place_id JOIN partner p ON p.id = s.partner_id"
        " WHERE NOT EXISTS (SELECT 1 FROM document r WHERE r.reverses_id = d.id)"
    )
    for place, number, name in rows:
        if PlaceId(place) in spots:
            raise BadInput("holdings-exist", agency=name, document=number)


def _bins(session: Session, table: Table, ready: list[int], options: OpeningOptions, made: Made) -> list[PlaceId]:
    """Return the bin of each row: the file's store and bin, else those given, else the only store."""
    driver = session.connection().exec_driver_sql
    stores = driver("SELECT id, code, name FROM store WHERE retired_on IS NULL ORDER BY id").all()
    by_name = {fold(one): row[0] for row in stores for one in (row[1], row[2])}
    names, bins = table.get("store"), table.get("bin")
    known: dict[tuple[str, str], PlaceId] = {}
    found: list[PlaceId] = []
    for index in ready:
        store, code = str(names[index] or options.store), str(bins[index] or options.bin)
        if (store, code) not in known:
            if not store and len(stores) != 1:
                raise BadInput("import-store-missing")
            store_id = by_name.get(fold(store)) if store else stores[0][0]
            if store_id is None:
                raise BadInput("import-store-unknown", store=store, stores=", ".join(row[1] for row in stores))
            known[(store, code)] = places.of_bin(session, _bin(session, store_id, code, made))
        found.append(known[(store, code)])
    return found


def _bin(session: Session, store_id: int, code: str, made: Made) -> int:
    keys = {"s": store_id, "c": code}
    found = session.execute(text("SELECT id FROM bin WHERE store_id = :s AND code = :c"), keys).scalar()
    if found is None:
        found = session.execute(
            text("INSERT INTO bin (store_id, code) VALUES (:s, :c) RETURNING id"), keys
        ).scalar_one()
        made.counts["bin"] += bool(code)
    return int(found)


def _layers(
    session: Session, plan: ImportPlan, document_id: int, rows: list[_Row], options: OpeningOptions
) -> list[LayerId]:
    """Write opening lines and their layers, one each a row."""
    driver = session.connection().exec_driver_sql
    table = plan.table
    line_id = int(driver("SELECT COALESCE(max(id), 0) FROM opening_line").scalar_one())
    layer_id = int(driver("SELECT COALESCE(max(id), 0) FROM layer").scalar_one())
    days, serials, demil = table.get("shipped_on"), table.get("serial"), table.get("demil_code")
    refs, requests = table.get("property_number"), table.get("requisition")
    sheets = [facts.name for facts in plan.read_sheets]
    lots = _lots(session, table, rows)
    line_rows, layer_rows, layers = [], [], []
    for number, row in enumerate(rows, 1):
        at, day = row.index, days[row.index]
        usd = row.price if row.currency == "USD" else 0
        line_rows.append(
            (
                line_id + number, document_id, number, row.variant_id, row.place, row.quantity,
                day.isoformat() if isinstance(day, date) else None, str(serials[at] or ""),
                sheets[table.sheet[at]], table.row[at], str(refs[at] or requests[at] or ""), str(demil[at] or ""),
            )
        )  # fmt: skip
        layer_rows.append(
            (
                layer_id + number, row.item_id, row.variant_id, lots[number - 1], line_id + number, options.project_id,
                row.price, row.currency, usd,
            )
        )  # fmt: skip
        layers.append(LayerId(layer_id + number))
    driver(
        "INSERT INTO opening_line (id, document_id, line_no, variant_id, place_id, quantity, acquired_on, found_serial,"
        " source_sheet, source_row, source_ref, demil_code) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
        line_rows,
    )
    driver(
        "INSERT INTO layer (id, item_id, variant_id, lot_id, opening_line_id, project_id, price_micros, currency,"
        " price_usd_micros, refurbished) VALUES (?,?,?,?,?,?,?,?,?,0)",
        layer_rows,
    )
    return layers


def _lots(session: Session, table: Table, rows: list[_Row]) -> list[int | None]:
    if not any(table.has(name) for name in ("lot", "expiry", "made_on")):
        return [None] * len(rows)
    codes, ends, starts = table.get("lot"), table.get("expiry"), table.get("made_on")
    known: dict[object, int] = {}
    found: list[int | None] = []
    for row in rows:
        code, end, start = codes[row.index], ends[row.index], starts[row.index]
        if not (code or end or start):
            found.append(None)
            continue
        key = (row.item_id, code, end, start)
        if key not in known:
            draft = things.LotDraft(
                str(code or ""), start if isinstance(start, date) else None, end if isinstance(end, date) else None
            )
            known[key] = things.lot(session, ItemId(row.item_id), draft)
        found.append(known[key])
    return found


def _lines(
    session: Session, table: Table, rows: list[_Row], layers: list[LayerId], options: OpeningOptions, made: Made
) -> list[Line]:
    """Return one movement a row, or one a piece where the item is followed by serial."""
    source = places.virtual(session, PlaceKind.OPENING)
    tracking = {
        ident: (kind, model)
        for ident, kind, model in session.connection().exec_driver_sql("SELECT id, tracking, model_id FROM item")
    }
    serials, recorded, found_texts = table.get("serials"), table.get("recorded"), table.get("serial")
    conditions, default = table.get("condition"), Condition.GOOD if table.has("agency") else Condition.NEW
    drafts: list[things.UnitDraft] = []
    plain: list[tuple[_Row, LayerId, int, int]] = []
    for row, layer in zip(rows, layers, strict=True):
        own = serials[row.index]
        kind, model = tracking[row.item_id]
        first = len(drafts)
        if (isinstance(own, tuple) and own) or kind == Tracking.SERIAL.value:
            texts = own if isinstance(own, tuple) and own else ("",) * row.quantity
            known = recorded[row.index] is not False
            spare = str(found_texts[row.index] or "")
            drafts += [
                things.UnitDraft(
                    ItemId(row.item_id), VariantId(row.variant_id), layer, model, one or spare, bool(one) and known
                )
                for one in texts
            ]
        plain.append((row, layer, first, len(drafts)))
    units = things.new_units(session, drafts) if drafts else []
    made.counts["unit"] += len(units)
    lines: list[Line] = []
    for row, layer, first, end in plain:
        condition = _CONDITIONS.get(fold(str(conditions[row.index] or "")), default)
        pieces: list[tuple[UnitId | None, int]] = [(unit, 1) for unit in units[first:end]] or [(None, row.quantity)]
        lines += [
            Line(
                ItemId(row.item_id), layer, quantity, source, row.place, unit_id=unit, condition=condition,
                status=Status.AVAILABLE, title=options.title,
            )
            for unit, quantity in pieces
        ]  # fmt: skip
    return lines


def _snapshot(plan: ImportPlan, rows: list[_Row], number: str, options: OpeningOptions) -> bytes:
    """Return what is sealed: the files' hashes, the counts, and one hash over all lines in order."""
    lines = msgspec.json.encode(
        [(row.item_id, row.variant_id, row.place, row.quantity, row.price, row.currency) for row in rows]
    )
    header = {
        "number": number,
        "kind": plan.kind.value,
        "as_of": options.as_of.isoformat(),
        "title": options.title.value,
        "files": [[one.name, one.sha256] for one in plan.files],
        "rows": len(rows),
        "quantity": sum(row.quantity for row in rows),
        "lines_sha256": hashlib.sha256(lines).hexdigest(),
    }
    return msgspec.json.encode(header, order="deterministic")
