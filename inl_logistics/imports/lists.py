"""Write a catalog or a list of partners: what is known by its key is updated, what is new is made.

Source: scenarios.md 11 (re-import updates by key; undo removes exactly that import).
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from inl_logistics.catalog.commands import index_items
from inl_logistics.imports.masters import Items, Made
from inl_logistics.imports.openings import wanted_items
from inl_logistics.imports.plan import ImportPlan
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.text import clean, clean_lines, fold
from inl_logistics.kernel.values import ItemId
from inl_logistics.partners.commands import PartnerDraft, save_partner
from inl_logistics.partners.records import PartnerKind

_KINDS = {
    "country": PartnerKind.COUNTRY, "pais": PartnerKind.COUNTRY, "pays": PartnerKind.COUNTRY,
    "ministry": PartnerKind.MINISTRY, "ministerio": PartnerKind.MINISTRY, "ministere": PartnerKind.MINISTRY,
    "agency": PartnerKind.AGENCY, "agencia": PartnerKind.AGENCY, "agence": PartnerKind.AGENCY,
    "police": PartnerKind.AGENCY, "state": PartnerKind.AGENCY, "federal": PartnerKind.AGENCY,
    "state(tribal)": PartnerKind.AGENCY, "state (tribal)": PartnerKind.AGENCY, "service": PartnerKind.AGENCY,
    "unit": PartnerKind.UNIT, "unidad": PartnerKind.UNIT, "unite": PartnerKind.UNIT,
    "facility": PartnerKind.FACILITY, "prison": PartnerKind.FACILITY, "station": PartnerKind.FACILITY,
    "instalacion": PartnerKind.FACILITY, "centro": PartnerKind.FACILITY, "etablissement": PartnerKind.FACILITY,
    "vendor": PartnerKind.VENDOR, "supplier": PartnerKind.VENDOR, "proveedor": PartnerKind.VENDOR,
    "fournisseur": PartnerKind.VENDOR, "carrier": PartnerKind.CARRIER, "forwarder": PartnerKind.CARRIER,
    "transportista": PartnerKind.CARRIER, "transporteur": PartnerKind.CARRIER, "maker": PartnerKind.MAKER,
    "manufacturer": PartnerKind.MAKER, "fabricante": PartnerKind.MAKER, "fabricant": PartnerKind.MAKER,
}  # fmt: skip

Before = list[list[object]]
_UPDATED = ("name", "description", "category", "unit_of_issue", "maker", "model", "price_micros", "currency")


def write_catalog(session: Session, plan: ImportPlan, made: Made) -> Before:
    """Make and update items by code or stock number; return what the updated ones held before, for undo."""
    driver = session.connection().exec_driver_sql
    table = plan.table
    ready = table.ready()
    items = Items(session, made)
    wanted, keys = wanted_items(table, ready)
    last = dict(zip(keys, ready, strict=True))
    known = {key: items.find(one)[0] for key, one in wanted.items()}
    found = items.ensure(list(wanted.values()))
    before: Before = []
    rows = []
    for key, item_id in known.items():
        if item_id is None:
            continue
        one, at = wanted[key], last[key]
        old = driver(f"SELECT {', '.join(_UPDATED)} FROM item WHERE id = ?", (item_id,)).one()
        price = table.get("price_micros")[at]
        new = (
            clean(one.name) or old[0], clean_lines(one.description) or old[1], one.category or old[2], old[3],
            one.maker or old[4], one.model or old[5], price if isinstance(price, int) and price > 0 else old[6],
            one.currency if price else old[7],
        )  # fmt: skip
        if tuple(old) != new:
            before.append([item_id, *old])
            code = items.by_id[item_id].code
            rows.append((*new, fold(f"{code} {new[0]}"), fold(new[0]), item_id))
    if rows:
        fields = ", ".join(f"{name} = ?" for name in (*_UPDATED, "folded", "name_key"))
        driver(f"UPDATE item SET {fields}, version = version + 1 WHERE id = ?", rows)
        index_items(session, [ItemId(int(str(row[-1]))) for row in rows])
        made.counts["item_updated"] += len(rows)
    _details(session, plan, {key: item for key, item in found.items() if known[key] is None}, last)
    return before


def _details(session: Session, plan: ImportPlan, new: dict[str, int], last: dict[str, int]) -> None:
    """Fill what only a catalog knows of its new items."""
    table = plan.table
    columns = {"hs": "hs_code", "un_number": "un_number", "export_class": "eccn"}
    numbers = {"shelf_life_months": "life_months", "carton_quantity": "carton_quantity"}
    rows = []
    for key, item_id in new.items():
        at = last[key]
        texts = [clean(str(table.get(role)[at] or "")) for role in columns.values()]
        counts = [
            int(value) if isinstance(value := table.get(role)[at], Decimal) else None for role in numbers.values()
        ]
        if any(texts) or any(counts):
            rows.append((*texts, *counts, item_id))
    if rows:
        fields = ", ".join(f"{name} = ?" for name in (*columns, *numbers))
        session.connection().exec_driver_sql(f"UPDATE item SET {fields} WHERE id = ?", rows)


def restore_catalog(session: Session, before: Before) -> None:
    """Put back what updated items held."""
    if not before:
        return
    rows = [(*one[1:], fold(str(one[1])), one[0]) for one in before]
    fields = ", ".join(f"{name} = ?" for name in (*_UPDATED, "name_key"))
    session.connection().exec_driver_sql(f"UPDATE item SET {fields}, version = version + 1 WHERE id = ?", rows)
    index_items(session, [ItemId(int(str(one[0]))) for one in before])


def write_partners(session: Session, plan: ImportPlan, made: Made, *, by: Actor, at: datetime, today: date) -> None:
    """Make the partners that are not there yet, parents before children.

    Raises: BadInput("kind-unknown") for a word that names no kind of partner.
    """
    table = plan.table
    ids: dict[str, int] = {}
    driver = session.connection().exec_driver_sql
    known = {
        (kind, key): ident
        for kind, key, ident in driver("SELECT kind, name_key, id FROM partner WHERE retired_on IS NULL")
    }
    order = list(PartnerKind)
    rows = sorted(
        ((order.index(_kind(str(table.get("partner_type")[i] or "agency"))), i) for i in table.ready()),
        key=lambda pair: pair,
    )
    for place, index in rows:
        kind, name = order[place], clean(str(table.get("partner_name")[index]))
        parent = ids.get(fold(str(table.get("partner_parent")[index] or "")))
        if parent is None and table.get("partner_parent")[index]:
            wanted = fold(str(table.get("partner_parent")[index]))
            parent = next((ident for (_kind_of, key), ident in known.items() if key == wanted), None)
        if (kind.value, fold(name)) in known:
            ids[fold(name)] = known[(kind.value, fold(name))]
            made.counts["partner_known"] += 1
            continue
        country = str(table.get("country")[index] or plan.request.country)
        partner_id = save_partner(
            session,
            PartnerDraft(
                kind, name, name_native=_text(plan, "native_name", index), name_latin=_text(plan, "english_name", index),
                code=_text(plan, "partner_code", index), country=country if len(country) == 2 else "",
                region=_text(plan, "region", index), place=_text(plan, "address", index), parent_id=parent,
                parent_from=today,
            ),
            by=by,
            at=at,
        )  # fmt: skip
        driver("UPDATE partner SET import_id = ? WHERE id = ?", (made.import_id, partner_id))
        ids[fold(name)] = known[(kind.value, fold(name))] = partner_id
        made.counts[kind.value] += 1


def _text(plan: ImportPlan, name: str, index: int) -> str:
    value = plan.table.get(name)[index]
    return clean(str(value)) if value is not None else ""


def _kind(text: str) -> PartnerKind:
    found = _KINDS.get(fold(text))
    if found is None:
        raise BadInput("kind-unknown", found=text)
    return found
