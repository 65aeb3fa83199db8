"""What only the post knows of a plan: serials in stock, codes that are not in the catalog, the same file again.

Run on a reader before the check step is shown, and again by `run` inside the transaction.
Source: product.md 7, 8; ui.md 10 Import (picture 06).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from inl_logistics.imports.masters import Items, ItemWanted, Made, vendors_named
from inl_logistics.imports.openings import wanted_items
from inl_logistics.imports.plan import ImportPlan, ImportProblem, Level, Repair, State
from inl_logistics.imports.records import ImportRecord
from inl_logistics.imports.roles import Kind, Role
from inl_logistics.kernel.dates import short
from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.text import fold, serial_key
from inl_logistics.kernel.values import Tracking, UnitId
from inl_logistics.ledger import things
from inl_logistics.ledger.places import name_sql
from inl_logistics.register.numbers import screen_number
from inl_logistics.settings.declared import local_day

_MUST_KNOW = frozenset({Kind.PACKING_LIST, Kind.SERIALS})
"""Kinds whose items must be in the catalog already."""
_STOCKED = frozenset({Kind.HOLDINGS, Kind.STOCK, Kind.PACKING_LIST, Kind.SERIALS})


@dataclass(frozen=True, slots=True)
class _Goods:
    """The catalog, and the items the rows name."""

    items: Items
    wanted: dict[str, ItemWanted]
    keys: list[str]


def _goods(session: Session, plan: ImportPlan) -> _Goods:
    wanted, keys = wanted_items(plan.table, list(range(plan.table.length)))
    vendors = vendors_named(session, plan.table.get("vendor")) if plan.table.has("vendor") else ()
    return _Goods(Items(session, Made(0), vendors=vendors), wanted, keys)


def against(session: Session, plan: ImportPlan) -> ImportPlan:
    """Return the plan with the problems that the post adds; rows with new errors change their state.

    Raises: BadInput("already-imported").
    """
    refuse_repeat(session, plan)
    if plan.kind in {Kind.PARTNERS, Kind.CATALOG} or not plan.table.length:
        return plan
    known = {(problem.code, problem.index) for problem in plan.problems}
    goods = _goods(session, plan)
    found = [
        problem
        for problem in (
            *_unknown_items(plan, goods),
            *_known_serials(session, plan, goods),
            *_without_serials(plan, goods),
        )
        if (problem.code, problem.index) not in known
    ]
    if not found:
        return plan
    state = list(plan.table.state)
    for problem in found:
        if problem.level is Level.ERROR and state[problem.index] is State.READY:
            state[problem.index] = State.LEFT_OUT if plan.request.fixes.leave_out_bad else State.REFUSED
    rank = {Level.ERROR: 0, Level.WARNING: 1, Level.NOTE: 2}
    problems = tuple(sorted((*plan.problems, *found), key=lambda one: (rank[one.level], one.index, one.code)))
    return replace(plan, table=replace(plan.table, state=state), problems=problems)


def refuse_repeat(session: Session, plan: ImportPlan) -> None:
    """Refuse files that were imported before as the same kind. Raises: BadInput("already-imported")."""
    row = session.execute(
        select(ImportRecord.id, ImportRecord.at, ImportRecord.document_id).where(
            ImportRecord.kind == plan.kind.value,
            ImportRecord.content_hash == plan.content_hash(),
            ImportRecord.undone_at.is_(None),
        )
    ).first()
    if row is not None:
        number = session.execute(text("SELECT number FROM document WHERE id = :d"), {"d": row.document_id}).scalar()
        shown = screen_number(number) if number else f"import {row.id}"
        raise BadInput("already-imported", day=short(local_day(session, row.at)), document=shown, undo=row.id)


def _problem(
    plan: ImportPlan, code: str, level: Level, index: int, role: Role, found: str, repair: Repair, **params: str
) -> ImportProblem:
    facts = plan.read_sheets[plan.table.sheet[index]]
    return ImportProblem(
        code, level, facts.file, facts.name, plan.table.row[index], facts.letter(role), facts.header(role), found,
        params, repair, index,
    )  # fmt: skip


def _unknown_items(plan: ImportPlan, goods: _Goods) -> Iterable[ImportProblem]:
    items, wanted, keys = goods.items, goods.wanted, goods.keys
    matched = plan.request.fixes.items
    unknown = {
        key: one
        for key, one in wanted.items()
        if items.find(one)[0] is None and fold(one.code or one.nsn or one.name) not in matched
    }
    if not unknown:
        return
    if plan.kind not in _MUST_KNOW:
        yield ImportProblem("item-new", Level.NOTE, plan.files[0].name, "", 0, params={"count": str(len(unknown))})
        return
    closest = {key: items.closest(one.code or one.name) for key, one in unknown.items()}
    role = next((r for r in (Role.ITEM_CODE, Role.NSN, Role.ITEM_NAME) if plan.table.has(r.value)), Role.ITEM_NAME)
    only_serials = plan.kind is Kind.SERIALS and not any(
        plan.table.has(name) for name in ("item_code", "nsn", "description")
    )
    for index, key in enumerate(keys):
        if key in unknown and not (only_serials and not unknown[key].code and not unknown[key].nsn):
            one = unknown[key]
            shown = one.code or one.nsn or one.name
            yield _problem(
                plan, "item-unknown", Level.ERROR, index, role, shown, Repair.MATCH_ITEM, closest=closest[key]
            )


def _without_serials(plan: ImportPlan, goods: _Goods) -> Iterable[ImportProblem]:
    """An item that the catalog follows by serial, in a row without one, is kept as "serial not recorded"."""
    if plan.kind not in {Kind.HOLDINGS, Kind.STOCK}:
        return
    items, wanted, keys = goods.items, goods.wanted, goods.keys
    followed = set()
    for key, one in wanted.items():
        item_id = items.find(one)[0]
        if item_id is not None and items.by_id[item_id].tracking == Tracking.SERIAL.value:
            followed.add(key)
    serials = plan.table.get("serial")
    for index, key in enumerate(keys):
        if key in followed and serials[index] is None:
            yield _problem(plan, "serial-not-recorded", Level.WARNING, index, Role.SERIAL, "", Repair.NONE)


def _known_serials(session: Session, plan: ImportPlan, goods: _Goods) -> Iterable[ImportProblem]:
    """A serial of the same maker and model must be new; under another it is worth a look."""
    if plan.kind not in _STOCKED or not plan.table.has("serials"):
        return
    serials = plan.table.get("serials")
    by_key: dict[str, list[tuple[int, str]]] = {}
    for index, own in enumerate(serials):
        for serial in own if isinstance(own, tuple) else ():
            by_key.setdefault(serial_key(str(serial)), []).append((index, str(serial)))
    units = things.units_by_key(session, by_key)
    if not units:
        return
    items, wanted, keys = goods.items, goods.wanted, goods.keys
    models = {}
    for key, one in wanted.items():
        item_id = items.find(one)[0]
        models[key] = items.by_id[item_id].model_id if item_id else None
    spots = _where(session, [unit.unit_id for unit in units])
    for unit in units:
        for index, serial in by_key[unit.folded]:
            same = models[keys[index]] == unit.model_id
            where = spots.get(unit.unit_id, "—")
            code, level = ("serial-known", Level.ERROR) if same else ("serial-known-elsewhere", Level.WARNING)
            repair = Repair.COMPARE
            yield _problem(plan, code, level, index, Role.SERIAL, serial, repair, where=where)


def _where(session: Session, units: list[UnitId]) -> dict[int, str]:
    driver = session.connection().exec_driver_sql
    found: dict[int, str] = {}
    for start in range(0, len(units), 500):
        part = tuple(units[start : start + 500])
        marks = ",".join("?" * len(part))
        rows = driver(
            f"SELECT s.unit_id, {name_sql('p')} FROM position s JOIN place p ON p.id = s.place_id"
            f" WHERE s.unit_id IN ({marks})",
            part,
        )
        found.update({row[0]: row[1] for row in rows})
    return found
