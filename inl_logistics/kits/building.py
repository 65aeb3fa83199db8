"""Kits that stand assembled: built with exact serials, completed later, broken up again.

A build moves nothing: its goods stay where they lie and are put aside for it by inventory, so that stock, counts and the
ledger know nothing of kits and need not. Source: product.md 3 (Kits), 4 (Reservations).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session

from inl_logistics.catalog.kitfacts import kits, version_in_force
from inl_logistics.catalog.kitrules import Part, parts
from inl_logistics.catalog.records import KitRecord
from inl_logistics.database.search import Entry, index
from inl_logistics.inventory import commands as inventory
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput, Problem, RulesBroken
from inl_logistics.kernel.text import clean
from inl_logistics.kernel.values import Condition, ItemId, LayerId, PlaceId, UnitId
from inl_logistics.kits import facts
from inl_logistics.kits.records import BuildState, KitBuildPartRecord, KitBuildRecord
from inl_logistics.kits.taking import Basket, Taken, Taker, named_units, sized
from inl_logistics.settings.declared import local_day
from inl_logistics.users import trail

OWNER = "kit"
MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class SizeChoice:
    """The size of an item that goes into the kit; with a quantity, of several kits so many pieces in this size."""

    item_id: int
    variant_id: int
    quantity: int | None = None


@dataclass(frozen=True, slots=True)
class AssembleDraft:
    """Kits to assemble in a store. `incomplete` allows what is there now; the rest can be completed later."""

    kit_id: int
    store_id: int
    count: int = 1
    sizes: tuple[SizeChoice, ...] = ()
    serials: tuple[str, ...] = ()
    incomplete: bool = False
    options: bool = False
    note: str = ""


def assemble(session: Session, draft: AssembleDraft, *, by: Actor, at: datetime) -> tuple[int, ...]:
    """Assemble kits with exact serials and return the builds. All or none.

    Raises: RulesBroken naming everything that is short, unless incomplete ones are allowed.
    """
    today = local_day(session, at)
    kit = _kit(session, draft.kit_id)
    problems = _problems(kit, draft)
    version = version_in_force(session, kit.id, on=today)
    wanted = parts(kit.id, 1, kits(session, on=today), options=draft.options)
    if version is None or not wanted:
        problems.append(Problem("kit-not-in-force", params={"kit": kit.code}))
    named, own_sizes, odd = named_units(session, draft.serials, wanted, draft.store_id)
    problems += odd
    if problems or version is None:
        raise RulesBroken(problems)
    shelf = facts.shelf(session, [item for item, _fixed in wanted], today=today)
    chosen = {**{one.item_id: one.variant_id for one in draft.sizes}, **own_sizes}
    of_one = sized(wanted, chosen, shelf, draft.store_id)
    taker = Taker(session, today=today, store_id=draft.store_id)
    baskets = [taker.take(of_one, named=named) for _each in range(draft.count)]
    _refuse_left_over(session, named, baskets)
    _refuse_short(session, baskets, incomplete=draft.incomplete)
    return tuple(_store(session, kit, version, draft, basket.taken, by=by, at=at) for basket in baskets)


def complete(session: Session, build_id: int, *, by: Actor, at: datetime) -> int:
    """Put what is missing into a build, as far as it is there now; return how many units came. Raises: RulesBroken."""
    build = _build(session, build_id)
    today = local_day(session, at)
    lacks = missing_of(session, build)
    if not lacks:
        raise RulesBroken([Problem("kit-build-complete", params={"number": build.number})])
    shelf = facts.shelf(session, [item for item, _fixed in lacks], today=today)
    basket = Taker(session, today=today, store_id=build.store_id).take(sized(lacks, {}, shelf, build.store_id))
    if not basket.taken:
        _refuse_short(session, [basket], incomplete=False)
    taken = [*parts_of(session, build_id), *basket.taken]
    _write_parts(session, build_id, taken)
    _put_aside(session, build, taken, by=by, at=at)
    _index(session, build, taken)
    came = sum(one.quantity for one in basket.taken)
    trail.record(
        session, "kit-build.complete", kind="kit-build", subject_id=build_id, subject=build.number, by=by, at=at,
        after={"units": came},
    )  # fmt: skip
    return came


def break_up(session: Session, build_id: int, *, reason: str = "", by: Actor, at: datetime) -> None:
    """Take a kit apart: its goods are free again where they lie. Raises: RulesBroken for one that is in a handover."""
    build = _build(session, build_id)
    inventory.release(session, OWNER, build_id)
    session.execute(
        update(KitBuildRecord)
        .where(KitBuildRecord.id == build_id)
        .values(state=BuildState.BROKEN_UP, ended_at=at, ended_reason=clean(reason))
    )
    trail.record(
        session, "kit-build.break-up", kind="kit-build", subject_id=build_id, subject=build.number, by=by, at=at,
        after={"reason": clean(reason)},
    )  # fmt: skip


def parts_of(session: Session, build_id: int) -> list[Taken]:
    """Return what lies in a build."""
    rows = session.execute(
        text(
            "SELECT q.item_id, q.variant_id, q.layer_id, q.place_id, q.quantity, q.unit_id, COALESCE(o.condition,"
            " (SELECT b.condition FROM balance b WHERE b.layer_id = q.layer_id AND b.place_id = q.place_id"
            " AND b.status = 'available' AND b.quantity > 0 ORDER BY b.quantity DESC LIMIT 1), 'new') AS condition"
            " FROM kit_build_part q LEFT JOIN position o ON o.unit_id = q.unit_id WHERE q.build_id = :b ORDER BY q.id"
        ),
        {"b": build_id},
    )
    return [
        Taken(
            row.item_id, row.variant_id, row.layer_id, row.place_id, row.quantity, row.unit_id, Condition(row.condition)
        )
        for row in rows
    ]


def missing_of(session: Session, build: KitBuildRecord) -> dict[Part, int]:
    """Return what the version of the kit asks for and the build does not have."""
    wanted = parts_of_version(session, build.kit_id, build.kit_version, on=build.built_on)
    there: Counter[Part] = Counter()
    for one in parts_of(session, build.id):
        key = (one.item_id, one.variant_id) if (one.item_id, one.variant_id) in wanted else (one.item_id, None)
        there[key] += one.quantity
    return {key: quantity - there[key] for key, quantity in wanted.items() if quantity > there[key]}


def parts_of_version(session: Session, kit_id: int, version: int, *, on: date) -> dict[Part, int]:
    """Return the items of one version of a kit; kits within it as they were in force on a day, that of its building."""
    found: Counter[Part] = Counter()
    rows = session.execute(
        text(
            "SELECT item_id, variant_id, component_kit_id, quantity FROM kit_line WHERE kit_id = :k AND kit_version = :v"
            " AND optional = 0 ORDER BY id"
        ),
        {"k": kit_id, "v": version},
    ).all()
    inner = {row.component_kit_id for row in rows if row.component_kit_id is not None}
    for row in rows:
        if row.item_id is not None:
            found[row.item_id, row.variant_id] += row.quantity
    for one in inner:
        then = version_in_force(session, one, on=on) or 0
        count = sum(row.quantity for row in rows if row.component_kit_id == one)
        for part, quantity in parts_of_version(session, one, then, on=on).items():
            found[part] += quantity * count
    return dict(found)


def _kit(session: Session, kit_id: int) -> KitRecord:
    found = session.get(KitRecord, kit_id)
    if found is None:
        raise BadInput("not-found", what=str(kit_id))
    return found


def _build(session: Session, build_id: int) -> KitBuildRecord:
    found = session.get(KitBuildRecord, build_id)
    if found is None:
        raise BadInput("not-found", what=str(build_id))
    if found.state is not BuildState.ASSEMBLED:
        raise RulesBroken([Problem("kit-build-ended", params={"number": found.number})])
    return found


def _problems(kit: KitRecord, draft: AssembleDraft) -> list[Problem]:
    found = []
    if kit.retired_at is not None:
        found.append(Problem("kit-retired", params={"kit": kit.code}))
    if not 1 <= draft.count <= MOST_AT_ONCE:
        found.append(Problem("kit-count", params={"most": str(MOST_AT_ONCE)}, where=("count",)))
    return found


def _refuse_left_over(session: Session, named: Sequence[int], baskets: Sequence[Basket]) -> None:
    """Never leave a piece out that somebody named: what lies in the box must be what the books say."""
    left = set(named) - {one.unit_id for basket in baskets for one in basket.taken}
    if left:
        ids = ",".join(str(one) for one in sorted(left))
        serials = session.execute(text(f"SELECT serial FROM unit WHERE id IN ({ids}) ORDER BY id")).scalars()
        raise RulesBroken(
            Problem("kit-serial-left-over", params={"serial": serial}, where=("serials",)) for serial in serials
        )


def _refuse_short(session: Session, baskets: Sequence[Basket], *, incomplete: bool) -> None:
    short: Counter[tuple[int, int | None]] = Counter()
    for basket in baskets:
        short.update(basket.short)
    if not any(basket.taken for basket in baskets):
        raise RulesBroken([Problem("kit-nothing-free")])
    if incomplete and all(basket.taken for basket in baskets):
        return
    if short:
        raise RulesBroken(short_problems(session, short))


def short_problems(session: Session, short: Counter[tuple[int, int | None]]) -> list[Problem]:
    """Name everything that is short, with its size."""
    found = []
    for (item_id, variant_id), quantity in short.items():
        row = session.execute(
            text(
                "SELECT i.name || CASE WHEN COALESCE(v.size, '') = '' THEN '' ELSE ', ' || v.size END AS item FROM item i"
                " LEFT JOIN variant v ON v.id = :v WHERE i.id = :i"
            ),
            {"i": item_id, "v": variant_id},
        ).one()
        found.append(
            Problem("kit-short", params={"item": row.item, "missing": str(quantity)}, where=("lines", item_id))
        )
    return found


def _store(
    session: Session, kit: KitRecord, version: int, draft: AssembleDraft, taken: Sequence[Taken], *, by: Actor, at: datetime
) -> int:  # fmt: skip
    # Broken-up builds stay, so the largest number is the last that was given: none is used twice.
    last = session.execute(
        select(KitBuildRecord.number).where(KitBuildRecord.kit_id == kit.id).order_by(KitBuildRecord.id.desc()).limit(1)
    ).scalar()
    number = f"{kit.code}-{int(last.rsplit('-', 1)[1]) + 1 if last else 1:04d}"
    build = KitBuildRecord(
        kit_id=kit.id, kit_version=version, number=number, store_id=draft.store_id, built_on=local_day(session, at),
        note=clean(draft.note), built_at=at, built_by=by.user_id, ended_reason="",
    )  # fmt: skip
    session.add(build)
    session.flush()
    _write_parts(session, build.id, taken)
    _put_aside(session, build, taken, by=by, at=at)
    _index(session, build, taken)
    trail.record(
        session, "kit-build.assemble", kind="kit-build", subject_id=build.id, subject=number, by=by, at=at,
        after={"kit": kit.code, "version": version, "units": sum(one.quantity for one in taken)},
    )  # fmt: skip
    return build.id


def _index(session: Session, build: KitBuildRecord, taken: Sequence[Taken]) -> None:
    """Let the search box find a build by its number and every serial in it."""
    name = session.execute(select(KitRecord.name).where(KitRecord.id == build.kit_id)).scalar_one()
    index(session, [Entry("kit-build", build.id, build.number, name, _serials(session, taken))])


def _write_parts(session: Session, build_id: int, taken: Sequence[Taken]) -> None:
    session.execute(text("DELETE FROM kit_build_part WHERE build_id = :b"), {"b": build_id})
    session.execute(
        insert(KitBuildPartRecord),
        [
            {
                "build_id": build_id, "item_id": one.item_id, "variant_id": one.variant_id, "layer_id": one.layer_id,
                "place_id": one.place_id, "unit_id": one.unit_id, "quantity": one.quantity,
            }
            for one in taken
        ],
    )  # fmt: skip


def _put_aside(session: Session, build: KitBuildRecord, taken: Sequence[Taken], *, by: Actor, at: datetime) -> None:
    wanted = [
        inventory.Wanted(
            ItemId(one.item_id), LayerId(one.layer_id), PlaceId(one.place_id), one.quantity,
            None if one.unit_id is None else UnitId(one.unit_id),
        )
        for one in taken
    ]  # fmt: skip
    inventory.reserve(session, OWNER, build.id, wanted, note=build.number, by=by, at=at)


def _serials(session: Session, taken: Sequence[Taken]) -> str:
    ids = ",".join(str(one.unit_id) for one in taken if one.unit_id is not None) or "0"
    return " ".join(session.execute(text(f"SELECT serial FROM unit WHERE id IN ({ids})")).scalars())
