"""Ending an order: closed when it is complete (or with a reason when it never will be), short-closed when something was
shipped, canceled when nothing was. The reason is kept and shown.

Source: product.md 3 (Requirements and purchasing); states: domain.md 2.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import text, update
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import Problem, raise_if_broken
from inl_logistics.kernel.text import clean
from inl_logistics.purchasing import history
from inl_logistics.purchasing.commands import SHIPPED, order_record
from inl_logistics.purchasing.commitments import settle
from inl_logistics.purchasing.history import Change
from inl_logistics.purchasing.records import OrderRecord, OrderState
from inl_logistics.purchasing.rules import ClosingFacts, closing_problems, may_become
from inl_logistics.settings.declared import local_day
from inl_logistics.users import trail


def short_close_order(session: Session, order_id: int, *, reason: str, by: Actor, at: datetime) -> None:
    """End an order that will not be filled: what was not shipped is taken off each line."""
    _end(session, order_id, OrderState.SHORT_CLOSED, reason, by=by, at=at)


def cancel_order(session: Session, order_id: int, *, reason: str, by: Actor, at: datetime) -> None:
    """Cancel an order of which nothing was shipped. Raises: RulesBroken("order-has-shipments")."""
    shipped = session.execute(
        text(f"SELECT 1 FROM {SHIPPED} JOIN order_line l ON l.id = s.order_line_id WHERE l.order_id = :o LIMIT 1"),
        {"o": order_id},
    ).first()
    raise_if_broken([Problem("order-has-shipments")] if shipped else [])
    _end(session, order_id, OrderState.CANCELED, reason, by=by, at=at)


def close_order(session: Session, order_id: int, *, reason: str = "", by: Actor, at: datetime) -> None:
    """Close an order for good. A complete one needs no reason; of another, what was not shipped is taken off each line.

    Raises: RulesBroken("order-on-the-road") while goods of it are still to be counted, "reason-needed", "order-step".
    """
    raise_if_broken(closing_problems(closing_facts(session, order_id), reason=clean(reason)))
    _write_end(session, order_id, OrderState.CLOSED, reason, by=by, at=at)


def closing_facts(session: Session, order_id: int) -> ClosingFacts:
    """Return what closing an order asks: what never came, and what is still on the road. History is complete."""
    order = order_record(session, order_id)
    if order.history:
        return ClosingFacts(order.state)
    missing = session.execute(
        text(
            "SELECT COALESCE(sum(max(0, l.quantity - l.canceled_quantity - COALESCE((SELECT sum(x.quantity) FROM receipt_line x"
            " JOIN receiving r ON r.id = x.receiving_id WHERE x.order_line_id = l.id AND r.state = 'posted'"
            " AND x.outcome = 'good'), 0))), 0) FROM order_line l WHERE l.order_id = :o"
        ),
        {"o": order_id},
    ).scalar_one()
    coming = session.execute(
        text(
            "SELECT sum(n.q) AS q, COALESCE(d.number, h.title) AS name FROM (SELECT s.shipment_id, max(0, s.quantity -"
            " COALESCE((SELECT sum(x.quantity) FROM receipt_line x JOIN receiving r ON r.id = x.receiving_id"
            " WHERE x.shipment_line_id = s.id AND r.state = 'posted'), 0)) AS q FROM shipment_line s JOIN order_line l"
            " ON l.id = s.order_line_id WHERE l.order_id = :o) n JOIN shipment h ON h.id = n.shipment_id"
            " AND h.state NOT IN ('closed', 'canceled') LEFT JOIN document d ON d.id = h.document_id WHERE n.q > 0"
            " GROUP BY h.id ORDER BY h.id"
        ),
        {"o": order_id},
    ).all()
    names = ", ".join(row.name for row in coming)
    return ClosingFacts(order.state, missing, sum(row.q for row in coming), names)


def _end(session: Session, order_id: int, state: OrderState, reason: str, *, by: Actor, at: datetime) -> None:
    problems = may_become(order_record(session, order_id).state, state)
    if not clean(reason):
        problems.append(Problem("reason-needed", where=("reason",)))
    raise_if_broken(problems)
    _write_end(session, order_id, state, reason, by=by, at=at)


def _write_end(session: Session, order_id: int, state: OrderState, reason: str, *, by: Actor, at: datetime) -> None:
    order = order_record(session, order_id)
    before, today = order.state, local_day(session, at)
    session.execute(
        update(OrderRecord)
        .where(OrderRecord.id == order_id)
        .values(state=state, closed_reason=clean(reason), closed_on=today, version=OrderRecord.version + 1)
    )
    trail.record(
        session, f"order.{state.value}", kind="order", subject_id=order_id, subject=order.title, by=by, at=at,
        before={"state": before.value}, after={"state": state.value, "reason": clean(reason)},
    )  # fmt: skip
    changes = [Change(0, "state", before.value, state.value), *(() if order.history else _release(session, order_id))]
    if before is not OrderState.DRAFT:
        day = history.day_of_change(session, order_id, today=today)
        settle(session, [order_id], on=day, reason=state.value, by=by, at=at)
        history.record(session, order, changes, reason=reason, on=day, by=by, at=at)


def _release(session: Session, order_id: int) -> list[Change]:
    """Take off each line what was not shipped, and say how many were awaited and are now."""
    rows = session.execute(
        text(
            "SELECT l.id, l.line_no, l.quantity, l.canceled_quantity AS canceled, COALESCE((SELECT sum(s.quantity) FROM"
            f" {SHIPPED} WHERE s.order_line_id = l.id), 0) AS shipped FROM order_line l WHERE l.order_id = :o ORDER BY l.line_no"
        ),
        {"o": order_id},
    ).all()
    freed = [row for row in rows if row.quantity - row.canceled > row.shipped]
    if freed:
        session.connection().exec_driver_sql(
            "UPDATE order_line SET canceled_quantity = ? WHERE id = ?",
            [(row.quantity - row.shipped, row.id) for row in freed],
        )
    return [Change(row.line_no, "awaited", str(row.quantity - row.canceled), str(row.shipped)) for row in freed]
