"""Drafts of handovers: what is being composed, kept and reserved until its receipt is issued.

Source: product.md 4 (issued handovers and drafts only reserve), domain.md 2.9 (types, kits), 2.10.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session

from inl_logistics.handovers import facts
from inl_logistics.handovers.documents import HandoverType
from inl_logistics.handovers.finding import index_handover
from inl_logistics.handovers.records import (
    HandoverKitRecord,
    HandoverLineRecord,
    HandoverPickRecord,
    HandoverRecord,
    HandoverState,
)
from inl_logistics.inventory import commands as inventory
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput, Problem, RulesBroken, StaleEdit
from inl_logistics.kernel.text import clean, clean_lines
from inl_logistics.kernel.values import Condition, HandoverId, ItemId, LayerId, PlaceId, UnitId
from inl_logistics.partners.commands import agency_of
from inl_logistics.settings.declared import local_day
from inl_logistics.users import trail


@dataclass(frozen=True, slots=True)
class PickDraft:
    """A unit, or a quantity of a layer at a place."""

    layer_id: int
    place_id: int
    quantity: int = 1
    unit_id: int | None = None
    condition: Condition = Condition.NEW


@dataclass(frozen=True, slots=True)
class LineDraft:
    """One line: what, and exactly which of it. `asked` is how many were wanted; what is short follows later.

    `kit_id` names the kit it is a component of; `condition_to` is the condition in which it was returned.
    """

    variant_id: int
    picks: tuple[PickDraft, ...] = ()
    asked: int | None = None
    remarks: str = ""
    kit_id: int | None = None
    condition_to: Condition | None = None


@dataclass(frozen=True, slots=True)
class KitCount:
    """So many kits by one version; `numbers` are those of the kits that stood assembled."""

    kit_id: int
    count: int
    version: int
    numbers: str = ""


@dataclass(frozen=True, slots=True)
class HandoverDraft:
    """A handover as composed.

    `custodian`, `witness` and `interpreter` are a name and, after a comma, a title. `refers_to_id` is the receipt
    that is replaced or returned, `to_bin_id` the bin where returned goods go.
    """

    lines: tuple[LineDraft, ...] = ()
    id: int | None = None
    version: int = 0
    type: HandoverType = HandoverType.TITLE
    unit_id: int | None = None
    facility_id: int | None = None
    person_id: int | None = None
    witness: str = ""
    custodian: str = ""
    interpreter: str = ""
    agreement_id: int | None = None
    project_id: int | None = None
    planned_on: date | None = None
    place: str = ""
    waybill: str = ""
    requirement: str = ""
    language: str = "es"
    show_values: bool = True
    remarks: str = ""
    kits: tuple[KitCount, ...] = ()
    refers_to_id: int | None = None
    to_bin_id: int | None = None


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """The saved draft and the version its next save must name."""

    id: HandoverId
    version: int


_ENDED = frozenset({HandoverState.VOID, HandoverState.REFUSED, HandoverState.REVERSED})
_TEXTS = ("witness", "custodian", "interpreter", "place", "waybill", "requirement", "language")
_VALUES = (
    "type", "unit_id", "facility_id", "person_id", "agreement_id", "project_id", "planned_on", "show_values",
    "refers_to_id", "to_bin_id",
)  # fmt: skip


def save_draft(session: Session, draft: HandoverDraft, *, by: Actor, at: datetime) -> SavedDraft:
    """Keep a draft and reserve what it picks, so that two drafts never take the same units.

    A return reserves nothing: its goods lie with the host. Raises: RulesBroken where a unit or quantity is not
    available, StaleEdit, RulesBroken("handover-not-draft", "return-needs-original").
    """
    if draft.type is HandoverType.RETURN and draft.refers_to_id is None and draft.facility_id is None:
        raise RulesBroken([Problem("return-needs-original", where=("type",))])
    values = {
        **{name: clean(getattr(draft, name)) for name in _TEXTS},
        **{name: getattr(draft, name) for name in _VALUES},
        "remarks": clean_lines(draft.remarks),
        "agency_id": agency_of(session, draft.unit_id, local_day(session, at)) if draft.unit_id else None,
    }
    if draft.id is None:
        handover_id = session.execute(
            insert(HandoverRecord).values(**values, created_at=at, created_by=by.user_id).returning(HandoverRecord.id)
        ).scalar_one()
        version = 1
    else:
        handover_id, version = draft.id, _editable(session, draft) + 1
        session.execute(
            update(HandoverRecord).where(HandoverRecord.id == handover_id).values(**values, version=version)
        )
    _save_lines(session, handover_id, draft)
    wanted = [] if draft.type is HandoverType.RETURN else _wanted(session, draft.lines)
    inventory.reserve(session, "handover", handover_id, wanted, by=by, at=at)
    index_handover(session, handover_id)
    return SavedDraft(HandoverId(handover_id), version)


def save_over(session: Session, draft: HandoverDraft, *, by: Actor, at: datetime) -> SavedDraft:
    """Keep the last state of a draft when its page is left, whatever version this device stored meanwhile."""
    stored = facts.record(session, draft.id or 0)
    return save_draft(session, replace(draft, version=stored.version), by=by, at=at)


def delete_draft(session: Session, handover_id: int, *, by: Actor, at: datetime) -> None:
    """Throw a draft away; an issued receipt can only be voided."""
    handover = facts.record(session, handover_id)
    if handover.state is not HandoverState.DRAFT:
        raise RulesBroken([Problem("handover-not-draft")])
    inventory.release(session, "handover", handover_id)
    _clear_lines(session, handover_id)
    session.execute(text("DELETE FROM search_text WHERE kind = 'handover' AND subject_id = :h"), {"h": handover_id})
    session.execute(text("DELETE FROM handover WHERE id = :h"), {"h": handover_id})
    trail.record(
        session, "handover.delete-draft", kind="handover", subject_id=handover_id, subject="draft", by=by, at=at
    )


def draft_of(session: Session, handover_id: int) -> HandoverDraft:
    """Return a handover as it would be saved again. Raises: BadInput("not-found")."""
    handover = facts.record(session, handover_id)
    picks: dict[int, list[PickDraft]] = {}
    for one in facts.picks(session, handover_id):
        picks.setdefault(one.line_id, []).append(
            PickDraft(one.layer_id, one.place_id, one.quantity, one.unit_id, Condition(one.condition))
        )
    lines = session.execute(
        select(HandoverLineRecord).where(HandoverLineRecord.handover_id == handover_id).order_by(HandoverLineRecord.line_no)
    ).scalars()  # fmt: skip
    kits = session.execute(select(HandoverKitRecord).where(HandoverKitRecord.handover_id == handover_id)).scalars()
    return HandoverDraft(
        lines=tuple(
            LineDraft(one.variant_id, tuple(picks.get(one.id, ())), one.asked, one.remarks, one.kit_id, one.condition_to)
            for one in lines
        ),
        id=handover.id, version=handover.version, remarks=handover.remarks,
        kits=tuple(KitCount(one.kit_id, one.count, one.kit_version, one.numbers) for one in kits),
        **{name: getattr(handover, name) for name in (*_TEXTS, *_VALUES)},
    )  # fmt: skip


def begin_again(session: Session, handover_id: int, *, by: Actor, at: datetime) -> int:
    """Begin a new draft with the items of a receipt that does not count any more, and return its id.

    A wrong receipt is never edited: it is voided or reversed, and another is issued. Source: domain.md 2.10.
    Raises: RulesBroken("handover-still-counts"), and naming what is not there any more.
    """
    ended = facts.record(session, handover_id)
    if ended.state not in _ENDED:
        raise RulesBroken([Problem("handover-still-counts")])
    fresh = replace(draft_of(session, handover_id), id=None, version=0, planned_on=local_day(session, at))
    saved = save_draft(session, fresh, by=by, at=at)
    if ended.completes:  # it brings what is still to follow of another receipt, as the one before should have
        session.execute(update(HandoverRecord).where(HandoverRecord.id == saved.id).values(completes=True))
    trail.record(
        session, "handover.begin-again", kind="handover", subject_id=handover_id, subject=str(handover_id), by=by,
        at=at, after={"handover": saved.id},
    )  # fmt: skip
    return int(saved.id)


def in_kits(lines: Iterable[LineDraft]) -> list[LineDraft]:
    """Return the lines with those of a kit together, where the first of them stood: so the paper shows them."""
    listed = list(lines)
    first: dict[int, int] = {}
    for at, line in enumerate(listed):
        if line.kit_id is not None:
            first.setdefault(line.kit_id, at)
    order = sorted(range(len(listed)), key=lambda at: (first.get(listed[at].kit_id or 0, at), at))
    return [listed[at] for at in order]


def _editable(session: Session, draft: HandoverDraft) -> int:
    handover = facts.record(session, draft.id or 0)
    if handover.state is not HandoverState.DRAFT:
        raise RulesBroken([Problem("handover-not-draft")])
    if handover.version != draft.version:
        raise StaleEdit("stale-edit", what=str(draft.id))
    return handover.version


def _clear_lines(session: Session, handover_id: int) -> None:
    own = {"h": handover_id}
    session.execute(
        text("DELETE FROM handover_pick WHERE line_id IN (SELECT id FROM handover_line WHERE handover_id = :h)"), own
    )
    session.execute(text("DELETE FROM handover_line WHERE handover_id = :h"), own)
    session.execute(text("DELETE FROM handover_kit WHERE handover_id = :h"), own)


def _save_lines(session: Session, handover_id: int, draft: HandoverDraft) -> None:
    _clear_lines(session, handover_id)
    # A kit whose last component was taken off is not on the handover any more.
    left = {line.kit_id for line in draft.lines}
    kits = [one for one in draft.kits if one.kit_id in left]
    if kits:
        session.execute(
            insert(HandoverKitRecord),
            [
                {"handover_id": handover_id, "kit_id": one.kit_id, "kit_version": one.version, "count": one.count,
                 "numbers": clean(one.numbers)}
                for one in kits
            ],
        )  # fmt: skip
    known = {one.kit_id for one in kits}
    ordered = in_kits(draft.lines)
    if not ordered:
        return
    ids = session.execute(
        insert(HandoverLineRecord).returning(HandoverLineRecord.id, sort_by_parameter_order=True),
        [
            {
                "handover_id": handover_id, "line_no": number, "variant_id": line.variant_id, "asked": line.asked,
                "remarks": clean(line.remarks), "kit_id": line.kit_id if line.kit_id in known else None,
                "condition_to": line.condition_to,
            }
            for number, line in enumerate(ordered, 1)
        ],
    ).scalars()  # fmt: skip
    picks = [
        {
            "line_id": line_id, "layer_id": pick.layer_id, "unit_id": pick.unit_id, "place_id": pick.place_id,
            "condition": pick.condition, "quantity": pick.quantity,
        }
        for line_id, line in zip(ids, ordered, strict=True)
        for pick in line.picks
    ]  # fmt: skip
    if picks:
        session.execute(insert(HandoverPickRecord), picks)


def _wanted(session: Session, lines: Sequence[LineDraft]) -> list[inventory.Wanted]:
    items = _items(session, [line.variant_id for line in lines])
    return [
        inventory.Wanted(
            items[line.variant_id], LayerId(pick.layer_id), PlaceId(pick.place_id), pick.quantity,
            None if pick.unit_id is None else UnitId(pick.unit_id),
        )
        for line in lines
        for pick in line.picks
    ]  # fmt: skip


def _items(session: Session, variant_ids: Sequence[int]) -> dict[int, ItemId]:
    wanted = ",".join(str(int(one)) for one in set(variant_ids)) or "0"
    rows = session.execute(text(f"SELECT id, item_id FROM variant WHERE id IN ({wanted})"))
    found = {row.id: ItemId(row.item_id) for row in rows}
    for one in variant_ids:
        if one not in found:
            raise BadInput("not-found", what=str(one))
    return found
