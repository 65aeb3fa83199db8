"""Questions about partners: the tree and list, one partner whole, people, vetting history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.database.conditions import Conditions, order_by
from inl_logistics.kernel.dates import stored_day
from inl_logistics.kernel.listing import Facet, ListGroup, Listing, ListQuery
from inl_logistics.partners.facts import last_first, since
from inl_logistics.partners.tree import ministries_of, under_sql

HOST = ("country", "ministry", "agency", "unit", "facility")


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """A partner in the list; quantities are units it holds now."""

    key: int
    kind: str
    name: str
    name_native: str
    parent: str
    region: str
    country: str
    service: str
    vetting_needed: bool
    vetted_to: date | None
    vetting_result: str
    people: int
    holds: int
    name_latin: str = ""
    code: str = ""
    ministry: str = ""
    retired_on: date | None = None


_LAST = f"(SELECT t.{{column}} FROM vetting t WHERE t.partner_id = p.id ORDER BY {last_first('t')} LIMIT 1)"
_PARENT = (
    "(SELECT q.name FROM partner_link l JOIN partner q ON q.id = l.parent_id WHERE l.child_id = p.id AND l.to_on IS NULL"
    " LIMIT 1)"
)
_HOLDS = (
    "(SELECT sum(b.quantity) FROM place z JOIN balance b ON b.place_id = z.id WHERE z.partner_id = p.id AND z.real = 1"
    " AND b.real = 1 AND b.quantity > 0)"
)
VETTING_ENDS_DAYS = 30


def _vetting_test(state: str) -> str:
    """Return the test for a state of vetting; :day and :soon are bound."""
    result, ends = _LAST.format(column="result"), _LAST.format(column="valid_to")
    match state:
        case "valid":
            return f"({result} = 'cleared' AND {ends} > :soon)"
        case "ending":
            return f"({result} = 'cleared' AND {ends} BETWEEN :day AND :soon)"
        case "ended":
            return f"({result} = 'cleared' AND {ends} < :day)"
        case "denied":
            return f"{result} = 'denied'"
        case _:
            return f"(p.vetting_needed = 1 AND ({result} IS NULL OR {result} = 'requested'))"


def _vetting_days(test: str, today: date) -> dict[str, str]:
    """Return the days that a test binds."""
    days = {"day": today.isoformat(), "soon": (today + timedelta(days=VETTING_ENDS_DAYS)).isoformat()}
    return {name: day for name, day in days.items() if f":{name}" in test}


def keys(session: Session, query: ListQuery, *, today: date | None = None) -> Listing:
    """Return the partners that match, by kind and name; `today` is needed for the vetting filter."""
    where = Conditions("p.retired_on IS NOT NULL" if query.chosen("state") else "p.retired_on IS NULL")
    if query.chosen("vetting") and today is not None:
        tests = " OR ".join(_vetting_test(one) for one in sorted(query.chosen("vetting")))
        where.add(f"({tests})")
        where.values |= _vetting_days(tests, today)
    where.words("p.folded LIKE {word}", query.search)
    where.among("p.kind", query.chosen("kind"))
    where.among("p.region", query.chosen("region"))
    where.among("p.service", query.chosen("service"))
    if ministries := query.chosen("ministry"):
        where.add(f"p.id IN ({under_sql(ministries)})")
    rank = "CASE p.kind " + " ".join(f"WHEN '{kind}' THEN {number}" for number, kind in enumerate(HOST)) + " ELSE 9 END"
    lead = {"kind": f"{rank}, p.kind, ", "region": "p.region, ", "parent": f"{_PARENT} IS NULL DESC, {_PARENT}, "}.get(
        query.group, ""
    )
    sorts = {
        "name": "p.name", "kind": rank, "region": "p.region", "parent": _PARENT, "country": "p.country",
        "holds": _HOLDS, "vetting": _LAST.format(column="valid_to"),
        "people": "(SELECT count(*) FROM person h WHERE h.partner_id = p.id AND h.retired_on IS NULL)",
    }  # fmt: skip
    grouped = {"kind": "p.kind", "region": "p.region", "parent": f"COALESCE({_PARENT}, '')"}.get(query.group, "''")
    rows = session.execute(
        text(
            f"SELECT p.id, {grouped} AS grouped FROM partner p WHERE {where}"
            f" ORDER BY {lead}{order_by(query, sorts, f'{rank}, p.name')}, p.id"
        ),
        where.values,
    ).all()
    groups: dict[str, int] = {}
    for row in rows:
        groups[row.grouped] = groups.get(row.grouped, 0) + 1
    listed = tuple(ListGroup(name, name, count) for name, count in groups.items()) if query.group else ()
    return Listing(tuple(row.id for row in rows), listed)


def rows(session: Session, partner_ids: Sequence[int]) -> list[PartnerRow]:
    """Return the rows of these partners, in the same order."""
    if not partner_ids:
        return []
    wanted = ",".join(str(int(one)) for one in partner_ids)
    ministries = ministries_of(session)
    found = session.execute(
        text(
            "SELECT p.id, p.kind, p.name, p.name_native, COALESCE((SELECT q.name FROM partner_link l JOIN partner q"
            " ON q.id = l.parent_id WHERE l.child_id = p.id AND l.to_on IS NULL), '') AS parent, p.region, p.country,"
            f" p.service, p.vetting_needed, {_LAST.format(column='valid_to')} AS vetted_to,"
            f" {_LAST.format(column='result')} AS result, (SELECT count(*) FROM person h WHERE h.partner_id = p.id AND h.retired_on IS NULL) AS people,"
            " COALESCE((SELECT sum(b.quantity) FROM place z JOIN balance b ON b.place_id = z.id WHERE z.partner_id = p.id"
            f" AND z.real = 1 AND b.real = 1 AND b.quantity > 0), 0) AS holds, p.name_latin, p.code, p.retired_on"
            f" FROM partner p WHERE p.id IN ({wanted})"
        )
    )
    by_key = {
        row.id: PartnerRow(
            row.id, row.kind, row.name, row.name_native, row.parent, row.region, row.country, row.service,
            bool(row.vetting_needed), stored_day(row.vetted_to), row.result or "", row.people, row.holds, row.name_latin,
            row.code, ministries[row.id][1] if row.id in ministries else "", stored_day(row.retired_on),
        )
        for row in found
    }  # fmt: skip
    return [by_key[key] for key in partner_ids if key in by_key]


def facets(session: Session, *, today: date | None = None) -> dict[str, tuple[Facet, ...]]:
    """Return the filter options of the partner list; with `today` also how many stand in each state of vetting."""
    vetting = []
    for state in ("valid", "ending", "ended", "missing", "denied") if today is not None else ():
        test = _vetting_test(state)
        count = session.execute(
            text(f"SELECT count(*) FROM partner p WHERE p.retired_on IS NULL AND {test}"),
            _vetting_days(test, today or date.min),
        ).scalar_one()
        vetting.append(Facet(state, state, count))
    kinds = session.execute(
        text("SELECT kind, count(*) FROM partner WHERE retired_on IS NULL GROUP BY kind ORDER BY kind")
    )
    regions = session.execute(
        text(
            "SELECT region, count(*) FROM partner WHERE region <> '' AND retired_on IS NULL GROUP BY 1 ORDER BY 1 LIMIT 80"
        )
    )
    live = set(session.execute(text("SELECT id FROM partner WHERE retired_on IS NULL")).scalars())
    ministries = Counter(over for one, over in ministries_of(session).items() if one in live)
    services = session.execute(
        text(
            "SELECT service, count(*) FROM partner WHERE kind IN ('agency', 'unit', 'facility') AND retired_on IS NULL"
            " GROUP BY 1 ORDER BY 1"
        )
    )
    retired = session.execute(text("SELECT kind, count(*) FROM partner WHERE retired_on IS NOT NULL GROUP BY kind"))
    return {
        "ministry": tuple(
            Facet(str(ident), name, count)
            for (ident, name), count in sorted(ministries.items(), key=lambda one: one[0][1])
        ),
        "service": tuple(Facet(row[0], row[0], row[1]) for row in services),
        "retired": tuple(Facet(row[0], row[0], row[1]) for row in retired),
        "kind": tuple(Facet(row[0], row[0], row[1]) for row in kinds),
        "region": tuple(Facet(row[0], row[0], row[1]) for row in regions),
        "vetting": tuple(vetting),
    }


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A host official."""

    id: int
    version: int
    name: str
    name_native: str
    title: str
    title_native: str
    may_sign: bool
    commands: bool
    authority: str = ""
    signs_from: date | None = None
    signs_to: date | None = None
    commands_from: date | None = None


@dataclass(frozen=True, slots=True)
class VettingRow:
    """One vetting in a unit's history."""

    id: int
    result: str
    commander: str
    agency: str
    requested_on: date | None
    valid_from: date | None
    valid_to: date | None
    case_number: str
    note: str
    agency_id: int | None = None


@dataclass(frozen=True, slots=True)
class ParentRow:
    """Who a partner stood under, from when to when."""

    parent_id: int
    parent: str
    from_on: date
    to_on: date | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HoldingRow:
    """What a facility holds: quantity and value in cents of USD."""

    variant_id: int
    item: str
    code: str
    quantity: int
    value_minor: int
    title: str


@dataclass(frozen=True, slots=True)
class PartnerDetail:
    """One partner whole."""

    id: int
    version: int
    kind: str
    name: str
    name_native: str
    name_latin: str
    code: str
    country: str
    region: str
    place: str
    service: str
    vetting_needed: bool
    parents: tuple[ParentRow, ...]
    children: tuple[tuple[int, str, str], ...]
    people: tuple[PersonRow, ...]
    vettings: tuple[VettingRow, ...]
    holdings: tuple[HoldingRow, ...]
    holding_count: int
    holding_value_minor: int
    handovers: int


# A partner and all that stand under it now.
_UNDER = (
    "RECURSIVE under(id) AS (SELECT :p UNION SELECT k.child_id FROM under JOIN partner_link k ON k.parent_id = under.id"
    " AND k.to_on IS NULL)"
)


def detail(session: Session, partner_id: int, *, most_holdings: int = 200) -> PartnerDetail | None:
    """Return one partner, or None."""
    row = session.execute(text("SELECT * FROM partner WHERE id = :p"), {"p": partner_id}).first()
    if row is None:
        return None
    parents = session.execute(
        text(
            "SELECT l.parent_id, q.name, l.from_on, l.to_on, l.reason FROM partner_link l JOIN partner q ON q.id = l.parent_id"
            " WHERE l.child_id = :p ORDER BY l.from_on DESC"
        ),
        {"p": partner_id},
    )
    children = session.execute(
        text(
            "SELECT q.id, q.kind, q.name FROM partner_link l JOIN partner q ON q.id = l.child_id WHERE l.parent_id = :p"
            " AND l.to_on IS NULL ORDER BY q.kind, q.name LIMIT 500"
        ),
        {"p": partner_id},
    )
    held = _holdings(session, partner_id)
    handovers = session.execute(
        text(
            f"WITH {_UNDER} SELECT count(*) FROM handover WHERE unit_id IN (SELECT id FROM under)"
            " OR facility_id IN (SELECT id FROM under) OR agency_id IN (SELECT id FROM under)"
        ),
        {"p": partner_id},
    ).scalar_one()
    return PartnerDetail(
        row.id, row.version, row.kind, row.name, row.name_native, row.name_latin, row.code, row.country, row.region,
        row.place, row.service, bool(row.vetting_needed),
        tuple(
            ParentRow(one.parent_id, one.name, date.fromisoformat(one.from_on), stored_day(one.to_on), one.reason)
            for one in parents
        ),
        tuple((one.id, one.kind, one.name) for one in children),
        _people(session, partner_id), _vettings(session, partner_id), tuple(held[:most_holdings]),
        sum(one.quantity for one in held), sum(one.value_minor for one in held), handovers,
    )  # fmt: skip


def _people(session: Session, partner_id: int) -> tuple[PersonRow, ...]:
    found = session.execute(
        text(
            "SELECT id, version, name, name_native, title, title_native, may_sign, commands, authority, signs_from,"
            " signs_to, commands_from FROM person"
            " WHERE partner_id = :p AND retired_on IS NULL ORDER BY commands DESC, name"
        ),
        {"p": partner_id},
    )
    return tuple(
        PersonRow(
            row.id, row.version, row.name, row.name_native, row.title, row.title_native, bool(row.may_sign),
            bool(row.commands), row.authority, stored_day(row.signs_from), stored_day(row.signs_to),
            stored_day(row.commands_from),
        )
        for row in found
    )  # fmt: skip


def _vettings(session: Session, partner_id: int) -> tuple[VettingRow, ...]:
    found = session.execute(
        text(
            "SELECT t.id, t.result, t.commander, COALESCE(a.name, '') AS agency, t.requested_on, t.valid_from, t.valid_to,"
            " t.case_number, t.note, t.agency_id FROM vetting t LEFT JOIN partner a ON a.id = t.agency_id WHERE t.partner_id = :p"
            f" ORDER BY {since('t')} DESC, t.id DESC"
        ),
        {"p": partner_id},
    )
    return tuple(
        VettingRow(
            row.id, row.result, row.commander, row.agency, stored_day(row.requested_on), stored_day(row.valid_from),
            stored_day(row.valid_to), row.case_number, row.note, row.agency_id,
        )
        for row in found
    )  # fmt: skip


def _holdings(session: Session, partner_id: int) -> list[HoldingRow]:
    """Return what a partner and all that stand under it hold, the most valuable first."""
    found = session.execute(
        text(
            f"WITH {_UNDER} SELECT l.variant_id, i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END AS item, v.code,"
            " sum(b.quantity) AS quantity, sum(b.quantity * l.price_usd_micros) / 10000 AS value, b.title FROM place z"
            " JOIN balance b ON b.place_id = z.id AND b.real = 1 AND b.quantity > 0 JOIN layer l ON l.id = b.layer_id"
            " JOIN variant v ON v.id = l.variant_id JOIN item i ON i.id = v.item_id WHERE z.real = 1 AND z.partner_id IN (SELECT id FROM under)"
            " GROUP BY l.variant_id, b.title ORDER BY value DESC"
        ),
        {"p": partner_id},
    )
    return [HoldingRow(*row) for row in found]


def parent_options(session: Session, kind: str) -> list[tuple[int, str]]:
    """Return the partners that one of this kind can stand under."""
    above = HOST[: HOST.index(kind)] if kind in HOST else ()
    if not above:
        return []
    marks = ",".join(f"'{one}'" for one in above)
    found = session.execute(
        text(f"SELECT id, name FROM partner WHERE kind IN ({marks}) AND retired_on IS NULL ORDER BY name LIMIT 5000")
    )
    return [(row.id, row.name) for row in found]
