"""Following a shipment on its way: its milestones, planned and reached, and the papers that come with it.

Source: domain.md 2.4.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from inl_logistics.attachments.commands import describe
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import Problem, RulesBroken, raise_if_broken
from inl_logistics.kernel.text import clean
from inl_logistics.kernel.values import ShipmentId
from inl_logistics.settings.declared import local_day
from inl_logistics.shipments import facts
from inl_logistics.shipments.drafts import PlannedStep
from inl_logistics.shipments.records import (
    MilestoneKind,
    MilestoneRecord,
    PaperKind,
    ShipmentPaperRecord,
    ShipmentRecord,
    ShipmentState,
)
from inl_logistics.shipments.rules import OPEN_STATES, milestone_problems, state_of
from inl_logistics.users import trail


def save_steps(session: Session, shipment_id: ShipmentId, planned: Iterable[PlannedStep]) -> None:
    """Write the plan of a shipment; days that have happened are entered by `set_milestone`."""
    given = {step.kind: step for step in planned}
    known = set(
        session.execute(select(MilestoneRecord.kind).where(MilestoneRecord.shipment_id == shipment_id)).scalars()
    )
    for kind in MilestoneKind:
        step = given.get(kind, PlannedStep(kind))
        if kind not in known:
            session.execute(
                insert(MilestoneRecord).values(
                    shipment_id=shipment_id, kind=kind, planned_on=step.planned_on, forecast_on=step.forecast_on,
                    actual_on=step.actual_on, skipped=step.skipped,
                )
            )  # fmt: skip
        elif kind in given:
            session.execute(
                update(MilestoneRecord)
                .where(MilestoneRecord.shipment_id == shipment_id, MilestoneRecord.kind == kind)
                .values(planned_on=step.planned_on, forecast_on=step.forecast_on, skipped=step.skipped)
            )


@dataclass(frozen=True, slots=True)
class MilestoneDraft:
    """New dates of one milestone; a field left None keeps what is there, one that is named in `emptied` is taken away."""

    shipment_id: int
    kind: MilestoneKind
    actual_on: date | None = None
    planned_on: date | None = None
    forecast_on: date | None = None
    skipped: bool | None = None
    note: str = ""
    emptied: tuple[str, ...] = ()


def set_milestones(session: Session, drafts: Sequence[MilestoneDraft], *, by: Actor, at: datetime) -> int:
    """Enter one milestone for several shipments, all or none. Raises: RulesBroken naming each that refuses."""
    refused: list[Problem] = []
    for draft in drafts:
        try:
            set_milestone(session, draft, by=by, at=at)
        except RulesBroken as broken:
            title = facts.record(session, draft.shipment_id).title or str(draft.shipment_id)
            refused += [Problem(one.code, one.severity, {**one.params, "shipment": title}) for one in broken.problems]
    raise_if_broken(refused)
    return len(drafts)


_DAYS = ("actual_on", "planned_on", "forecast_on")


def set_milestone(session: Session, draft: MilestoneDraft, *, by: Actor, at: datetime) -> None:
    """Enter what is known of a milestone. The shipment's state is that of the furthest one reached, until it has ended.

    Raises: RulesBroken (a day to come or out of order, a canceled shipment, what receiving alone enters).
    """
    shipment = facts.record(session, draft.shipment_id)
    raise_if_broken(_problems(session, draft, shipment.state, today=local_day(session, at)))
    changes: dict[str, object] = {
        name: value for name in (*_DAYS, "skipped") if (value := getattr(draft, name)) is not None
    }
    changes |= {name: None for name in draft.emptied if name in _DAYS and name not in changes}
    if draft.note:
        changes["note"] = clean(draft.note)
    if changes:
        session.execute(
            update(MilestoneRecord)
            .where(MilestoneRecord.shipment_id == draft.shipment_id, MilestoneRecord.kind == draft.kind)
            .values(**changes)
        )
    if "actual_on" in changes and shipment.state in OPEN_STATES:
        state = state_of(facts.steps(session, draft.shipment_id))
        session.execute(
            update(ShipmentRecord)
            .where(ShipmentRecord.id == draft.shipment_id)
            .values(state=state, version=ShipmentRecord.version + 1)
        )
    trail.record(
        session, "shipment.milestone", kind="shipment", subject_id=draft.shipment_id, subject=shipment.title,
        by=by, at=at, after={"milestone": draft.kind.value, **{k: str(v) for k, v in changes.items()}},
    )  # fmt: skip


def _problems(session: Session, draft: MilestoneDraft, state: ShipmentState, *, today: date) -> list[Problem]:
    steps = facts.steps(session, draft.shipment_id)
    had = next((step.actual_on for step in steps if step.kind is draft.kind), None)
    wanted = draft.actual_on or (None if "actual_on" in draft.emptied else had)
    found = [Problem("milestone-of-canceled")] if state is ShipmentState.CANCELED else []
    if wanted != had and draft.kind is MilestoneKind.RECEIVED:
        found.append(Problem("milestone-by-receiving", where=("actual_on",)))
    elif draft.actual_on is not None:
        found += milestone_problems(steps, draft.kind, draft.actual_on, today=today)
    return found


@dataclass(frozen=True, slots=True)
class PaperDraft:
    """A paper of the checklist that has come."""

    shipment_id: int
    kind: PaperKind
    number: str = ""
    dated_on: date | None = None
    attachment_id: int | None = None
    required: bool = True


def set_paper(session: Session, draft: PaperDraft, *, by: Actor, at: datetime) -> None:
    """Enter a paper of the checklist."""
    shipment = facts.record(session, draft.shipment_id)
    keys = (ShipmentPaperRecord.shipment_id == draft.shipment_id, ShipmentPaperRecord.kind == draft.kind)
    values: dict[str, object] = {
        "number": clean(draft.number), "dated_on": draft.dated_on, "required": draft.required,
    }  # fmt: skip
    if draft.attachment_id is not None:
        values["attachment_id"] = draft.attachment_id
    known = session.execute(select(ShipmentPaperRecord.id).where(*keys)).scalar()
    if known is None:
        session.execute(insert(ShipmentPaperRecord).values(shipment_id=draft.shipment_id, kind=draft.kind, **values))
    else:
        session.execute(update(ShipmentPaperRecord).where(ShipmentPaperRecord.id == known).values(**values))
    if draft.attachment_id is not None:  # the file says itself which paper it is, so that one paper may have several
        describe(session, draft.attachment_id, role=draft.kind.value, by=by, at=at)
    trail.record(
        session, "shipment.paper", kind="shipment", subject_id=draft.shipment_id, subject=shipment.title,
        by=by, at=at, after={"paper": draft.kind.value, "number": clean(draft.number)},
    )  # fmt: skip
