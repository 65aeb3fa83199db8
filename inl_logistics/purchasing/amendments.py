"""Changing a placed order: numbered amendments with what was before and after, lines moved to another project,
lines that are no longer awaited.

Source: domain.md 2.3 (order), 8 scenario 10 (line moved to another project or year); product.md 3 (short-close).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from sqlalchemy import text, update
from sqlalchemy.orm import Session

from inl_logistics.approvals.commands import record_used
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import Problem, RulesBroken, raise_if_broken
from inl_logistics.kernel.text import clean
from inl_logistics.ledger import commands as ledger
from inl_logistics.purchasing import facts, history
from inl_logistics.purchasing.commands import OrderDraft, OrderLineDraft, draft_of, order_record, write_order
from inl_logistics.purchasing.commitments import settle
from inl_logistics.purchasing.facts import Asked, AskedLine
from inl_logistics.purchasing.history import Change, amendment_problems
from inl_logistics.purchasing.records import OrderLineRecord, OrderRecord, OrderState
from inl_logistics.settings.declared import local_day


@dataclass(frozen=True, slots=True)
class AmendDraft:
    """A placed order as it shall be, and why."""

    order: OrderDraft
    reason: str
    amended_on: date | None = None


def amend_order(session: Session, draft: AmendDraft, *, by: Actor, at: datetime) -> int:
    """Change a placed order under the next amendment number and return that number; 0 where nothing changed.

    Raises: RulesBroken (no reason, a day before the order or in the future, what `save_order` refuses), StaleEdit,
    ApprovalNeeded where the change takes more money than there is, or names what is not allowed.
    """
    order_id = draft.order.id or 0
    order = order_record(session, order_id)
    today = local_day(session, at)
    day = draft.amended_on or history.day_of_change(session, order_id, today=today)
    problems = amendment_problems(
        session, order, reason=draft.reason, on=draft.amended_on, today=today, where="amended_on"
    )
    if order.state is not OrderState.PLACED:
        problems.append(Problem("order-not-placed", where=("state",)))
    before = draft_of(session, order_id)
    changes = differences(before, draft.order)
    if not changes:
        raise_if_broken(problems)
        return 0
    write_order(session, draft.order, on=day, found=problems, by=by, at=at)
    if any(one.field == "project_id" for one in changes):
        ledger.follow_lines(session, [line.id for line in before.lines if line.id is not None])
    return history.record(session, order, _named(session, changes), reason=draft.reason, on=day, by=by, at=at)


def differences(before: OrderDraft, after: OrderDraft) -> list[Change]:
    """Return what differs, the header first, then line by line; lines are told apart by their id."""
    found = [
        Change(0, name, _said(getattr(before, name)), _said(getattr(after, name)))
        for name in (one.name for one in fields(OrderDraft))
        if name not in ("lines", "id", "version") and _said(getattr(before, name)) != _said(getattr(after, name))
    ]
    old = {line.id: (number, line) for number, line in enumerate(before.lines, 1)}
    for number, line in enumerate(after.lines, 1):
        known = old.pop(line.id, None) if line.id is not None else None
        if known is None:
            found.append(Change(number, "line", "", _line_said(line)))
            continue
        for name in (one.name for one in fields(OrderLineDraft)):
            one, other = _said(getattr(known[1], name)), _said(getattr(line, name))
            if name != "id" and one != other:
                found.append(Change(number, name, one, other))
    found += [Change(number, "line", _line_said(line), "") for number, line in old.values()]
    return found


def _said(value: object) -> str:
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def _line_said(line: OrderLineDraft) -> str:
    return f"{line.quantity} × {line.description or line.variant_id}"


def _named(session: Session, changes: Sequence[Change]) -> list[Change]:
    """Write names instead of ids, so that the history can be read."""
    tables = {"vendor_id": ("partner", "name"), "recipient_id": ("partner", "name"), "agreement_id": ("agreement", "number"),
              "project_id": ("project", "code"), "variant_id": ("variant", "code")}  # fmt: skip

    def name(field: str, value: str) -> str:
        table, column = tables[field]
        found = session.execute(text(f"SELECT {column} FROM {table} WHERE id = :i"), {"i": value}).scalar()
        return str(found) if found else value

    return [
        replace(one, before=name(one.field, one.before) if one.before else "", after=name(one.field, one.after) if one.after else "")
        if one.field in tables else one
        for one in changes
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class MoveLinesDraft:
    """Which lines of a placed order another project pays from a day on."""

    order_id: int
    line_ids: tuple[int, ...]
    project_id: int
    moved_on: date
    reason: str


def move_lines(session: Session, draft: MoveLinesDraft, *, by: Actor, at: datetime) -> int:
    """Let another project pay for lines: what they took, received and handed over follows from that day on.

    Raises: RulesBroken; ApprovalNeeded where the new project has not enough, has ended or does not allow an item.
    """
    order = order_record(session, draft.order_id)
    before = draft_of(session, draft.order_id)
    moved = [(number, line) for number, line in enumerate(before.lines, 1) if line.id in draft.line_ids]
    asked = _asked_of(session, draft, before, moved)
    problems = [
        *_move_problems(session, order, draft, moved, today=local_day(session, at)),
        *facts.ceilings(session, asked),
        *facts.terms_and_scopes(session, asked),
    ]
    raise_if_broken(problems, overridden=by.overridden)
    codes = _codes(session)
    changes = [
        Change(number, "project_id", codes.get(line.project_id or order.project_id or 0, ""), codes[draft.project_id])
        for number, line in moved
    ]
    session.execute(
        update(OrderLineRecord).where(OrderLineRecord.id.in_(draft.line_ids)).values(project_id=draft.project_id)
    )
    session.execute(update(OrderRecord).where(OrderRecord.id == draft.order_id).values(version=OrderRecord.version + 1))
    ledger.follow_lines(session, draft.line_ids)
    settle(session, [draft.order_id], on=draft.moved_on, reason="moved", by=by, at=at)
    if order.document_id is not None:
        record_used(session, problems, document_id=order.document_id, by=by, at=at)
    return history.record(session, order, changes, reason=draft.reason, on=draft.moved_on, by=by, at=at)


def _asked_of(
    session: Session, draft: MoveLinesDraft, before: OrderDraft, moved: Sequence[tuple[int, OrderLineDraft]]
) -> Asked:
    """Return what the moved lines ask of the new project: the order's lines that it pays already count too."""
    ids = [line.id for _number, line in moved]
    values: dict[int, int] = {
        row[0]: row[1]
        for row in session.execute(
            text("SELECT id, value_usd_minor FROM order_line WHERE order_id = :o"), {"o": draft.order_id}
        )
    }
    lines = tuple(
        AskedLine(number, line.variant_id, draft.project_id, values.get(line.id or 0, 0))
        for number, line in enumerate(before.lines, 1)
        if line.id in ids or (line.project_id or before.project_id) == draft.project_id
    )
    return Asked(draft.order_id, draft.moved_on, None, draft.project_id, lines)


def _move_problems(
    session: Session,
    order: OrderRecord,
    draft: MoveLinesDraft,
    moved: Sequence[tuple[int, OrderLineDraft]],
    *,
    today: date,
) -> list[Problem]:
    found = []
    if order.state is OrderState.DRAFT or order.state is OrderState.CANCELED:
        found.append(Problem("order-not-placed", where=("state",)))
    if not moved or len(moved) != len(set(draft.line_ids)):
        found.append(Problem("lines-not-of-order", where=("lines",)))
    if all((line.project_id or order.project_id) == draft.project_id for _number, line in moved):
        found.append(Problem("lines-already-there", where=("project_id",)))
    day = amendment_problems(session, order, reason=draft.reason, on=draft.moved_on, today=today, where="moved_on")
    return [*found, *day]


def _codes(session: Session) -> dict[int, str]:
    return {row[0]: row[1] for row in session.execute(text("SELECT id, code FROM project"))}


def cancel_lines(
    session: Session, order_id: int, line_ids: tuple[int, ...], *, reason: str, by: Actor, at: datetime
) -> int:
    """Await no more of these lines than was shipped; their money is free again. Returns the amendment's number.

    Raises: RulesBroken where nothing of them is left to cancel.
    """
    order = order_record(session, order_id)
    rows = session.execute(
        text(
            "SELECT l.id, l.line_no, l.quantity, l.canceled_quantity, COALESCE((SELECT sum(s.quantity) FROM shipment_line s"
            " JOIN shipment h ON h.id = s.shipment_id AND h.state <> 'canceled' WHERE s.order_line_id = l.id), 0) AS shipped"
            " FROM order_line l WHERE l.order_id = :o"
        ),
        {"o": order_id},
    ).all()
    wanted = [row for row in rows if row.id in line_ids and row.quantity - row.canceled_quantity > row.shipped]
    problems = [] if order.state is OrderState.PLACED else [Problem("order-not-placed", where=("state",))]
    if not clean(reason):
        problems.append(Problem("reason-needed", where=("reason",)))
    if not wanted and not problems:
        raise RulesBroken([Problem("lines-nothing-left", where=("lines",))])
    raise_if_broken(problems)
    for row in wanted:
        session.execute(
            update(OrderLineRecord)
            .where(OrderLineRecord.id == row.id)
            .values(canceled_quantity=max(0, row.quantity - row.shipped))
        )
    session.execute(update(OrderRecord).where(OrderRecord.id == order_id).values(version=OrderRecord.version + 1))
    day = history.day_of_change(session, order_id, today=local_day(session, at))
    settle(session, [order_id], on=day, reason="canceled", by=by, at=at)
    changes = [
        Change(row.line_no, "awaited", str(row.quantity - row.canceled_quantity), str(row.shipped)) for row in wanted
    ]
    return history.record(session, order, changes, reason=reason, on=day, by=by, at=at)
