"""Items and partners an import names: found, revived, or made in a few statements for all rows.

What an import made carries its id, so that undoing it can retire what nothing else uses.
Source: product.md 7 (Holdings: what is missing is made, and counted), 4 (Undo).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from inl_logistics.catalog.commands import model_key
from inl_logistics.database.base import uuid7
from inl_logistics.database.search import Entry, index
from inl_logistics.kernel.text import clean, fold
from inl_logistics.kernel.values import Tracking
from inl_logistics.partners.records import PartnerKind, Service

_POLICE = ("police", "sheriff", "policia", "gendarm", "carabiner", "trooper", "constable", "highway patrol")
_PRISON = ("correction", "prison", "jail", "peniten", "custod", "detention", "carcel", "inpec")


@dataclass(frozen=True, slots=True)
class ItemWanted:
    """An item as a row names it."""

    key: str
    code: str = ""
    nsn: str = ""
    name: str = ""
    unit: str = ""
    category: str = ""
    description: str = ""
    maker: str = ""
    model: str = ""
    demil_code: str = ""
    price_micros: int = 0
    currency: str = "USD"
    by_serial: bool = False
    by_lot: bool = False


@dataclass(frozen=True, slots=True)
class ItemFound:
    """An item of the catalog."""

    id: int
    code: str
    unit: str
    tracking: str
    model_id: int


@dataclass(slots=True)
class Made:
    """What an import makes, counted for its report."""

    import_id: int
    counts: Counter[str] = field(default_factory=Counter)


class Items:
    """The catalog as an import sees it; part numbers of `vendors`, whose file it is, come before those of others."""

    def __init__(self, session: Session, made: Made, *, vendors: Iterable[int] = ()) -> None:
        self._own_vendors = frozenset(vendors)
        self._driver = session.connection().exec_driver_sql
        self._session = session
        self._made = made
        self.by_id: dict[int, ItemFound] = {}
        self._code: dict[str, int] = {}
        self._nsn: dict[str, int] = {}
        self._name: dict[tuple[str, str], int] = {}
        self._retired: set[int] = set()
        self._variants: dict[tuple[int, str, str], int] = {}
        self._load()

    def _load(self) -> None:
        rows = self._driver(
            "SELECT i.id, i.code, i.nsn, i.name_key, i.unit_of_issue, i.tracking, i.model_id, i.retired_at, i.merged_into_id"
            " FROM item i ORDER BY i.merged_into_id IS NULL, i.id DESC"
        ).all()
        # What was merged into another item means that one; its own code, stock number and name still say so.
        now = {row[0]: row[8] for row in rows if row[8] is not None}
        for item_id, code, nsn, name_key, unit, tracking, model_id, retired, _merged in rows:
            meant = item_id
            while meant in now:
                meant = now[meant]
            self.by_id[item_id] = ItemFound(item_id, code, unit, tracking, model_id)
            self._code[fold(code)] = meant
            if nsn:
                self._nsn[nsn] = meant
            self._name[(name_key, unit)] = meant
            if retired and meant == item_id:
                self._retired.add(item_id)
        self._size: dict[str, tuple[int, str]] = {}
        for variant_id, item_id, code, size, unit in self._driver(
            "SELECT v.id, COALESCE(w.item_id, v.item_id), v.code, v.size, v.unit_of_issue FROM variant v LEFT JOIN variant w"
            " ON w.id = v.merged_into_id ORDER BY v.merged_into_id IS NOT NULL, v.id"
        ):
            self._variants.setdefault((item_id, fold(size), unit), variant_id)
            if size:
                self._size.setdefault(fold(code), (item_id, size))
        self._load_codes()

    def _load_codes(self) -> None:
        """Read aliases and part numbers. One that means different things to different vendors means nothing by itself."""
        self._alias: dict[str, tuple[int, str]] = {}
        parts: dict[str, set[tuple[int, str]]] = {}
        for folded, item_id, size, partner in self._driver(
            "SELECT c.folded, c.item_id, COALESCE(v.size, ''), c.partner_id FROM item_code c LEFT JOIN variant v"
            " ON v.id = c.variant_id ORDER BY c.id"
        ):
            if partner is None or partner in self._own_vendors:
                self._alias.setdefault(folded, (item_id, size))
            else:
                parts.setdefault(folded, set()).add((item_id, size))
        for folded, meant in parts.items():
            if len(meant) == 1:
                self._alias.setdefault(folded, next(iter(meant)))

    def find(self, wanted: ItemWanted) -> tuple[int | None, str]:
        """Return the item a row means, and the size that its code names."""
        if wanted.code:
            folded = fold(wanted.code)
            if folded in self._code:
                return self._code[folded], ""
            if folded in self._size:
                return self._size[folded]
            if folded in self._alias:
                return self._alias[folded]
        if wanted.nsn:
            return self._nsn.get(wanted.nsn), ""
        if wanted.code:
            return None, ""
        name = fold(wanted.name)
        found = self._name.get((name, wanted.unit or "EA"))
        if found is None and not wanted.unit:
            found = next((item for (key, _unit), item in self._name.items() if key == name), None)
        return found, ""

    def closest(self, text: str) -> str:
        """Return the code of the catalog item whose code or name is nearest, or the empty text."""
        from difflib import get_close_matches

        near = get_close_matches(fold(text), list(self._code), n=1, cutoff=0.6)
        return self.by_id[self._code[near[0]]].code if near else ""

    def ensure(self, wanted: Sequence[ItemWanted]) -> dict[str, int]:
        """Return item ids by key, making and reviving what is missing."""
        found: dict[str, int] = {}
        missing: list[ItemWanted] = []
        for one in wanted:
            item_id, _size = self.find(one)
            if item_id is None:
                missing.append(one)
            else:
                found[one.key] = item_id
        self._revive({item for item in found.values() if item in self._retired})
        found.update(self._make(missing))
        self._follow_serials(found, wanted)
        return found

    def _revive(self, items: set[int]) -> None:
        if items:
            self._driver(
                "UPDATE item SET retired_at = NULL, import_id = ? WHERE id = ?",
                [(self._made.import_id, i) for i in items],
            )
            self._made.counts["item_revived"] += len(items)
            self._retired -= items

    def _make(self, wanted: list[ItemWanted]) -> dict[str, int]:
        if not wanted:
            return {}
        item_id = int(self._driver("SELECT COALESCE(max(id), 0) FROM item").scalar_one())
        model_id = int(self._driver("SELECT COALESCE(max(id), 0) FROM model").scalar_one())
        models: dict[str, int] = {row[0]: row[1] for row in self._driver("SELECT key, id FROM model")}
        made: dict[str, int] = {}
        rows, new_models, entries = [], [], []
        for one in wanted:
            item_id += 1
            code = self._new_code(one, item_id)
            key = model_key(maker=one.maker, model=one.model, code=code)
            if key not in models:
                model_id += 1
                models[key] = model_id
                new_models.append((model_id, key))
            tracking = Tracking.SERIAL if one.by_serial else Tracking.LOT if one.by_lot else Tracking.QUANTITY
            unit, name = one.unit or "EA", clean(one.name) or code
            rows.append(
                (
                    item_id, uuid7(), code, name, clean(one.description), fold(f"{code} {name}"), fold(name),
                    one.category, unit, tracking.value, models[key], one.maker, one.model, one.nsn, one.nsn[:4],
                    one.demil_code, one.price_micros, one.currency, self._made.import_id,
                )
            )  # fmt: skip
            self.by_id[item_id] = ItemFound(item_id, code, unit, tracking.value, models[key])
            self._code[fold(code)] = item_id
            if one.nsn:
                self._nsn[one.nsn] = item_id
            self._name.setdefault((fold(name), unit), item_id)
            made[one.key] = item_id
            entries.append(
                Entry("item", item_id, name, code, f"{one.nsn} {one.nsn.replace('-', '')} {one.maker} {one.model}")
            )
        if new_models:
            self._driver("INSERT INTO model (id, key) VALUES (?, ?)", new_models)
        self._driver(
            "INSERT INTO item (id, uid, code, name, description, folded, name_key, category, unit_of_issue, tracking,"
            " model_id, maker, model, nsn, fsc, demil_code, price_micros, currency, import_id, psc, hs, export_class,"
            " un_number, hazard_class, monitoring, policy_hold, carton_size_mm, acquisition_advice, indicative, version)"
            f" VALUES ({','.join('?' * 19)}, '', '', '', '', '', '', 0, '', '', 0, 1)",
            rows,
        )
        self.variants([(ident, "", self.by_id[ident].unit) for ident in made.values()])
        index(self._session, entries)
        self._made.counts["item"] += len(rows)
        return made

    def _new_code(self, wanted: ItemWanted, item_id: int) -> str:
        for code in (clean(wanted.code), wanted.nsn):
            if code and fold(code) not in self._code:
                return code
        code = f"IMP-{item_id:05d}"
        return code if fold(code) not in self._code else f"IMP-{item_id:05d}-{self._made.import_id}"

    def _follow_serials(self, found: dict[str, int], wanted: Iterable[ItemWanted]) -> None:
        """An item that never moved is followed by serial once a file lists serials of it."""
        items = {found[one.key] for one in wanted if one.by_serial}
        loose = [item for item in items if self.by_id[item].tracking != Tracking.SERIAL.value]
        for item in loose:
            if self._driver("SELECT 1 FROM layer WHERE item_id = ? LIMIT 1", (item,)).first() is None:
                self._driver("UPDATE item SET tracking = 'serial' WHERE id = ?", (item,))
                old = self.by_id[item]
                self.by_id[item] = ItemFound(old.id, old.code, old.unit, Tracking.SERIAL.value, old.model_id)

    def variants(self, wanted: Iterable[tuple[int, str, str]]) -> dict[tuple[int, str, str], int]:
        """Return variant ids of (item, size, unit of issue), making what is missing."""
        asked = {(item, clean(size), unit or self.by_id[item].unit) for item, size, unit in wanted}
        found: dict[tuple[int, str, str], int] = {}
        rows = []
        next_id = int(self._driver("SELECT COALESCE(max(id), 0) FROM variant").scalar_one())
        for item, size, unit in sorted(asked):
            key = (item, fold(size), unit)
            if key not in self._variants:
                next_id += 1
                code = self.by_id[item].code
                shown = f"{code}-{size}" if size else code
                rows.append((next_id, uuid7(), item, shown, size, unit, self._made.import_id))
                self._variants[key] = next_id
            found[(item, size, unit)] = self._variants[key]
        if rows:
            self._driver(
                "INSERT INTO variant (id, uid, item_id, code, size, unit_of_issue, import_id) VALUES (?,?,?,?,?,?,?)",
                rows,
            )
        return found


def vendors_named(session: Session, names: Iterable[object]) -> frozenset[int]:
    """Return the vendors that the rows of a file name, those that are known."""
    keys = {fold(str(one)) for one in names if one}
    rows = session.connection().exec_driver_sql("SELECT id, name_key FROM partner WHERE kind IN ('vendor', 'maker')")
    return frozenset(ident for ident, key in rows if key in keys)


@dataclass(frozen=True, slots=True)
class PartnerWanted:
    """A partner as a row names it."""

    name: str
    region: str = ""
    country: str = ""


class Partners:
    """The partners of one kind, found by region and folded name."""

    def __init__(self, session: Session, made: Made, day: date) -> None:
        self._session = session
        self._driver = session.connection().exec_driver_sql
        self._made = made
        self._day = day

    def ensure(self, kind: PartnerKind, wanted: Iterable[PartnerWanted]) -> dict[tuple[str, str], int]:
        """Return partner ids by (folded region, folded name), making and reviving what is missing."""
        known: dict[tuple[str, str], int] = {}
        retired: set[int] = set()
        for ident, region, key, ended in self._driver(
            "SELECT id, region, name_key, retired_on FROM partner WHERE kind = ? ORDER BY id DESC", (kind.value,)
        ):
            known[(fold(region), key)] = ident
            if ended:
                retired.add(ident)
        asked = {(fold(one.region), fold(one.name)): one for one in wanted if one.name}
        revived = {known[key] for key in asked if key in known and known[key] in retired}
        if revived:
            self._driver(
                "UPDATE partner SET retired_on = NULL, import_id = ? WHERE id = ?",
                [(self._made.import_id, ident) for ident in revived],
            )
            self._made.counts[f"{kind.value}_revived"] += len(revived)
        missing = {key: one for key, one in asked.items() if key not in known}
        known.update(self._make(kind, missing))
        return {key: known[key] for key in asked}

    def _make(self, kind: PartnerKind, missing: dict[tuple[str, str], PartnerWanted]) -> dict[tuple[str, str], int]:
        if not missing:
            return {}
        next_id = int(self._driver("SELECT COALESCE(max(id), 0) FROM partner").scalar_one())
        rows, made, entries = [], {}, []
        for ident, (key, one) in enumerate(missing.items(), next_id + 1):
            name = clean(one.name)
            rows.append(
                (
                    ident, uuid7(), kind.value, name, fold(name), key[1], one.country, clean(one.region),
                    _service(name).value, self._made.import_id,
                )
            )  # fmt: skip
            made[key] = ident
            entries.append(Entry("partner", ident, name, clean(one.region), kind.value))
        self._driver(
            "INSERT INTO partner (id, uid, kind, name, folded, name_key, country, region, service, import_id,"
            " name_native, name_latin, code, place, vetting_needed, version) VALUES (?,?,?,?,?,?,?,?,?,?,'','','','',0,1)",
            rows,
        )
        index(self._session, entries)
        self._made.counts[kind.value] += len(rows)
        return made

    def facilities(self, agencies: dict[tuple[str, str], int], wanted: Iterable[PartnerWanted]) -> dict[int, int]:
        """Return the facility of the same name under each agency, made where it is missing."""
        names = {agencies[(fold(one.region), fold(one.name))]: one for one in wanted}
        under: dict[int, int] = {
            row[0]: row[1]
            for row in self._driver(
                "SELECT l.parent_id, f.id FROM partner_link l JOIN partner f ON f.id = l.child_id"
                " JOIN partner a ON a.id = l.parent_id"
                " WHERE f.kind = 'facility' AND l.to_on IS NULL AND f.name_key = a.name_key"
            )
        }
        missing = {agency: one for agency, one in names.items() if agency not in under}
        back = [(under[agency],) for agency in names if agency in under]
        if back:
            self._driver("UPDATE partner SET retired_on = NULL WHERE id = ? AND retired_on IS NOT NULL", back)
        made = self._make(PartnerKind.FACILITY, {(str(agency), fold(one.name)): one for agency, one in missing.items()})
        links = [
            (made[(str(agency), fold(one.name))], agency, self._day.isoformat()) for agency, one in missing.items()
        ]
        if links:
            self._driver("INSERT INTO partner_link (child_id, parent_id, from_on) VALUES (?, ?, ?)", links)
        under.update({agency: child for child, agency, _day in links})
        return {agency: under[agency] for agency in names}


def _service(name: str) -> Service:
    plain = fold(name)
    if any(word in plain for word in _PRISON):
        return Service.CORRECTIONS
    return Service.POLICE if any(word in plain for word in _POLICE) else Service.OTHER
