"""Kits onto papers: picked, exploded to their components, into a handover draft or a transfer; what is short follows the kit.

Source: product.md 3 (Handover: kits with shortage annex and later make-good), domain.md 5 (a kit explodes at pick).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import text, update
from sqlalchemy.orm import Session

from inl_logistics.catalog.kitfacts import kits, version_in_force
from inl_logistics.catalog.kitrules import Part, parts
from inl_logistics.handovers.drafts import HandoverDraft, KitCount, LineDraft, PickDraft, draft_of, save_draft
from inl_logistics.inventory import commands as inventory
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput, Problem, RulesBroken
from inl_logistics.kernel.values import Condition
from inl_logistics.kits import facts
from inl_logistics.kits.building import OWNER, SizeChoice, missing_of, parts_of, short_problems
from inl_logistics.kits.records import BuildState, KitBuildRecord
from inl_logistics.kits.taking import Basket, Taken, Taker, sized
from inl_logistics.settings.declared import POST, get, local_day
from inl_logistics.transfers.commands import TransferDraft, TransferPick, save_transfer
from inl_logistics.users import trail


@dataclass(frozen=True, slots=True)
class KitHandoverDraft:
    """Kits to hand over: so many picked from the shelves (of one store or all), and builds that stand assembled.

    With `handover_id` they go onto that draft, else onto a new one for `unit_id` and `facility_id`.
    """

    kit_id: int
    count: int = 0
    build_ids: tuple[int, ...] = ()
    store_id: int | None = None
    sizes: tuple[SizeChoice, ...] = ()
    options: bool = False
    unit_id: int | None = None
    facility_id: int | None = None
    handover_id: int | None = None


@dataclass(frozen=True, slots=True)
class KitTransferDraft:
    """Kits to send to another store, exploded; only whole kits travel."""

    kit_id: int
    count: int
    from_store: int
    to_bin: int
    sizes: tuple[SizeChoice, ...] = ()
    reason: str = ""


def hand_over(session: Session, draft: KitHandoverDraft, *, by: Actor, at: datetime) -> int:
    """Put kits on a handover draft and return it; what is short stands on its lines as asked and not picked.

    Raises: RulesBroken when there is nothing to hand over, or a build is not there any more.
    """
    if draft.count < 0 or (not draft.count and not draft.build_ids):
        raise RulesBroken([Problem("kit-nothing-chosen", where=("count",))])
    code = _code(session, draft.kit_id)
    version = version_in_force(session, draft.kit_id, on=local_day(session, at))
    if version is None:
        raise RulesBroken([Problem("kit-not-in-force", params={"kit": code})])
    builds = [_assembled(session, one) for one in dict.fromkeys(draft.build_ids)]
    numbers = sorted({one.kit_version for one in builds} | ({version} if draft.count else set()))
    if len(numbers) > 1:  # one line of a receipt names one version, and a reader expects all of its components
        raise RulesBroken(
            [Problem("kit-versions-mixed", params={"kit": code, "versions": ", ".join(map(str, numbers))})]
        )
    basket = _from_shelves(session, draft, at=at) if draft.count else Basket()
    taken, asked = list(basket.taken), Counter(basket.asked)
    for build in builds:
        inventory.release(session, OWNER, build.id)
        own = parts_of(session, build.id)
        taken += own
        for one in own:
            asked[one.variant_id] += one.quantity
        for (_item, variant_id), quantity in missing_of(session, build).items():
            if variant_id is not None:
                asked[variant_id] += quantity
    if not taken:
        raise RulesBroken(short_problems(session, basket.short) or [Problem("kit-nothing-free")])
    kit = KitCount(
        draft.kit_id, draft.count + len(builds), version if draft.count else builds[0].kit_version,
        ", ".join(build.number for build in builds),
    )  # fmt: skip
    saved = save_draft(session, _with_kit(session, draft, kit, _lines(session, kit, taken, asked)), by=by, at=at)
    for build in builds:
        session.execute(
            update(KitBuildRecord)
            .where(KitBuildRecord.id == build.id)
            .values(state=BuildState.TAKEN, handover_id=saved.id)
        )
    trail.record(
        session, "kit.hand-over", kind="kit", subject_id=draft.kit_id, subject=code, by=by, at=at,
        after={"handover": saved.id, "count": draft.count, "builds": [one.number for one in builds]},
    )  # fmt: skip
    return int(saved.id)


def _with_kit(
    session: Session, draft: KitHandoverDraft, kit: KitCount, lines: tuple[LineDraft, ...]
) -> HandoverDraft:  # fmt: skip
    """Return the draft that the kits go onto with them; what it has of the same kit already grows."""
    if draft.handover_id is None:
        return HandoverDraft(
            lines,
            unit_id=draft.unit_id,
            facility_id=draft.facility_id,
            kits=(kit,),
            language=get(session, POST).language,
        )
    known = draft_of(session, draft.handover_id)
    own = next((one for one in known.kits if one.kit_id == kit.kit_id), None)
    if own is None:
        return replace(known, lines=(*known.lines, *lines), kits=(*known.kits, kit))
    if own.version != kit.version:
        raise RulesBroken([Problem("kit-other-version", params={"kit": _code(session, kit.kit_id)})])
    grown = replace(kit, count=own.count + kit.count, numbers=", ".join(filter(None, (own.numbers, kit.numbers))))
    merged = {line.variant_id: line for line in lines}
    kept = [_joined(line, merged) if line.kit_id == kit.kit_id else line for line in known.lines]
    kits = tuple(grown if one.kit_id == kit.kit_id else one for one in known.kits)
    return replace(known, lines=(*kept, *merged.values()), kits=kits)


def _joined(line: LineDraft, more: dict[int, LineDraft]) -> LineDraft:
    """Return a line with what comes to it of the same size, which is taken out of `more`."""
    added = more.pop(line.variant_id, None)
    if added is None:
        return line
    asked = None if line.asked is None and added.asked is None else (line.asked or 0) + (added.asked or 0)
    picks: dict[tuple[int, int, Condition, int | None], PickDraft] = {}
    for one in (*line.picks, *added.picks):
        key = (one.layer_id, one.place_id, one.condition, one.unit_id)
        picks[key] = replace(one, quantity=one.quantity + (picks[key].quantity if key in picks else 0))
    return replace(line, picks=tuple(picks.values()), asked=asked)


def transfer(session: Session, draft: KitTransferDraft, *, by: Actor, at: datetime) -> int:
    """Make a transfer draft of whole kits and return it. Raises: RulesBroken naming what is short."""
    if draft.count < 1:
        raise RulesBroken([Problem("kit-nothing-chosen", where=("count",))])
    code = _code(session, draft.kit_id)
    shelves = KitHandoverDraft(draft.kit_id, draft.count, store_id=draft.from_store, sizes=draft.sizes)
    basket = _from_shelves(session, shelves, at=at)
    if basket.short:
        raise RulesBroken(short_problems(session, basket.short))
    picks = tuple(
        TransferPick(one.layer_id, one.place_id, one.quantity, one.unit_id, one.condition) for one in basket.taken
    )
    reason = draft.reason or f"{code} × {draft.count}"
    made = save_transfer(session, TransferDraft(draft.from_store, draft.to_bin, picks, reason), by=by, at=at)
    trail.record(
        session, "kit.transfer", kind="kit", subject_id=draft.kit_id, subject=code, by=by, at=at,
        after={"transfer": made, "count": draft.count},
    )  # fmt: skip
    return int(made)


def put_together(session: Session, build_id: int, *, by: Actor, at: datetime) -> None:
    """Put a build together again whose handover was thrown away, voided or refused. Raises: RulesBroken."""
    build = session.get(KitBuildRecord, build_id)
    if build is None:
        raise BadInput("not-found", what=str(build_id))
    if build.state is not BuildState.TAKEN or not _came_back(session, build):
        raise RulesBroken([Problem("kit-build-ended", params={"number": build.number})])
    build.state, build.handover_id = BuildState.ASSEMBLED, None
    session.flush()
    wanted = [
        inventory.Wanted(one.item_id, one.layer_id, one.place_id, one.quantity, one.unit_id)  # type: ignore[arg-type]
        for one in parts_of(session, build_id)
    ]
    inventory.reserve(session, OWNER, build_id, wanted, note=build.number, by=by, at=at)
    trail.record(
        session, "kit-build.put-together", kind="kit-build", subject_id=build_id, subject=build.number, by=by, at=at
    )


def _came_back(session: Session, build: KitBuildRecord) -> bool:
    state = session.execute(text("SELECT state FROM handover WHERE id = :h"), {"h": build.handover_id}).scalar()
    return state in (None, "void", "refused", "reversed")


def _code(session: Session, kit_id: int) -> str:
    code = session.execute(text("SELECT code FROM kit WHERE id = :k"), {"k": kit_id}).scalar()
    if code is None:
        raise BadInput("not-found", what=str(kit_id))
    return str(code)


def _assembled(session: Session, build_id: int) -> KitBuildRecord:
    found = session.get(KitBuildRecord, build_id)
    if found is None:
        raise BadInput("not-found", what=str(build_id))
    if found.state is not BuildState.ASSEMBLED:
        raise RulesBroken([Problem("kit-build-ended", params={"number": found.number})])
    return found


def _from_shelves(session: Session, draft: KitHandoverDraft, *, at: datetime) -> Basket:
    today = local_day(session, at)
    one = parts(draft.kit_id, 1, kits(session, on=today), options=draft.options)
    if not one:
        raise RulesBroken([Problem("kit-not-in-force", params={"kit": _code(session, draft.kit_id)})])
    shelf = facts.shelf(session, [item for item, _fixed in one], today=today)
    chosen = {choice.item_id: choice.variant_id for choice in draft.sizes if choice.quantity is None}
    wanted: dict[Part, int] = {
        part: quantity * draft.count for part, quantity in sized(one, chosen, shelf, draft.store_id).items()
    }
    _mix(session, draft, wanted)
    return Taker(session, today=today, store_id=draft.store_id).take(wanted)


def _mix(session: Session, draft: KitHandoverDraft, wanted: dict[Part, int]) -> None:
    """Take an item in the several sizes that were asked for, instead of in one. Raises: RulesBroken("kit-sizes-sum")."""
    problems = []
    for item_id in dict.fromkeys(choice.item_id for choice in draft.sizes if choice.quantity is not None):
        mix = {one.variant_id: one.quantity or 0 for one in draft.sizes if one.item_id == item_id and one.quantity}
        single = [part for part in wanted if part[0] == item_id]
        needed, given = sum(wanted[part] for part in single), sum(mix.values())
        if needed != given:
            name = session.execute(text("SELECT name FROM item WHERE id = :i"), {"i": item_id}).scalar() or ""
            params = {"item": str(name), "needed": str(needed), "given": str(given)}
            problems.append(Problem("kit-sizes-sum", params=params, where=("lines", item_id)))
            continue
        for part in single:
            del wanted[part]
        wanted.update({(item_id, variant): quantity for variant, quantity in mix.items()})
    if problems:
        raise RulesBroken(problems)


def _lines(
    session: Session, kit: KitCount, taken: Sequence[Taken], asked: Counter[int]
) -> tuple[LineDraft, ...]:  # fmt: skip
    """Return a line for each size, in the order of the catalog's codes, those of which nothing is there too."""
    picks: dict[int, list[PickDraft]] = {variant: [] for variant in asked}
    for one in taken:
        picks[one.variant_id].append(PickDraft(one.layer_id, one.place_id, one.quantity, one.unit_id, one.condition))
    ids = ",".join(str(one) for one in picks)
    codes = {row[0]: row[1] for row in session.execute(text(f"SELECT id, code FROM variant WHERE id IN ({ids})"))}
    return tuple(
        LineDraft(one, tuple(picks[one]), asked[one], kit_id=kit.kit_id)
        for one in sorted(picks, key=lambda one: (codes[one], one))
    )
