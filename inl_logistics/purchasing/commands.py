"""Making, changing and placing purchase orders; amendments.py changes a placed one, ending.py ends it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.orm import Session

from inl_logistics.approvals.commands import record_used
from inl_logistics.database.search import Entry, index
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput, Problem, StaleEdit, raise_if_broken
from inl_logistics.kernel.text import clean, clean_lines
from inl_logistics.kernel.values import MICROS, OrderId, UnitPrice, div_half_even, line_value, minor_of
from inl_logistics.purchasing import facts, snapshot
from inl_logistics.purchasing.commitments import settle
from inl_logistics.purchasing.facts import Asked, AskedLine
from inl_logistics.purchasing.records import OrderLineRecord, OrderRecord, OrderState
from inl_logistics.purchasing.rules import LineFacts, OrderFacts, may_become, order_problems
from inl_logistics.register import numbers
from inl_logistics.register.records import DocumentKind
from inl_logistics.settings.declared import local_day
from inl_logistics.users import trail

# What was shipped of an order: the lines of its shipments, those that were canceled left out.
SHIPPED = "shipment_line s JOIN shipment h ON h.id = s.shipment_id AND h.state <> 'canceled'"
_ENDED = frozenset({OrderState.SHORT_CLOSED, OrderState.CLOSED, OrderState.CANCELED})


@dataclass(frozen=True, slots=True)
class OrderLineDraft:
    """One line; the price in millionths of the order's currency. `id` keeps what refers to the line."""

    variant_id: int | None
    quantity: int
    price_micros: int = 0
    description: str = ""
    project_id: int | None = None
    vendor_item: str = ""
    source_ref: str = ""
    id: int | None = None
    origin: str = ""
    warranty_months: int | None = None
    min_life_months: int | None = None
    serial_list: bool = False
    lot_required: bool = False


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """A purchase order as typed. `rate_micros`: USD for one unit of the currency, in millionths."""

    lines: tuple[OrderLineDraft, ...] = ()
    id: int | None = None
    version: int = 0
    title: str = ""
    vendor_id: int | None = None
    recipient_id: int | None = None
    agreement_id: int | None = None
    project_id: int | None = None
    source_number: str = ""
    contract_number: str = ""
    fund_cite: str = ""
    incoterm: str = ""
    incoterm_place: str = ""
    ordered_on: date | None = None
    need_by: date | None = None
    currency: str = "USD"
    rate_micros: int = MICROS
    rate_on: date | None = None
    remarks: str = ""
    export_authorization: str = ""
    amendment: str = ""
    pr_number: str = ""
    appropriation: str = ""
    allotment: str = ""
    obligation_number: str = ""
    object_code: str = ""
    ship_to: str = ""
    mark_for: str = ""
    consignee: str = ""
    inspection_point: str = ""
    cor: str = ""
    gtm: str = ""
    packing: str = ""
    marking: str = ""
    hazmat: str = ""


_TEXTS = (
    "title", "source_number", "contract_number", "fund_cite", "incoterm", "incoterm_place", "export_authorization",
    "amendment", "pr_number", "appropriation", "allotment", "obligation_number", "object_code", "ship_to", "mark_for",
    "consignee", "inspection_point", "cor", "gtm",
)  # fmt: skip
_BLOCKS = ("remarks", "packing", "marking", "hazmat")
_PLAIN = (
    "vendor_id", "recipient_id", "agreement_id", "project_id", "ordered_on", "need_by", "currency", "rate_micros",
    "rate_on",
)  # fmt: skip


def save_order(session: Session, draft: OrderDraft, *, by: Actor, at: datetime) -> OrderId:
    """Make a draft order, or change one. A placed order is changed by `amend_order` alone.

    Raises: RulesBroken, StaleEdit.
    """
    stored = _stored(session, draft)
    if stored is not None and stored.state is OrderState.PLACED:
        raise_if_broken([Problem("order-is-placed", where=("state",))])
    return write_order(session, draft, by=by, at=at)


def write_order(
    session: Session,
    draft: OrderDraft,
    *,
    on: date | None = None,
    found: Sequence[Problem] = (),
    by: Actor,
    at: datetime,
) -> OrderId:
    """Write an order inside a command, with what the command itself `found` against it.

    A placed order keeps its lines: what is no longer wanted is canceled. What it takes of the money counts from `on`.
    Raises: RulesBroken, StaleEdit; ApprovalNeeded where a change of a placed order takes more than a ceiling leaves,
    or names an agreement that has expired or an item that its project does not allow.
    """
    stored = _stored(session, draft)
    state = stored.state if stored else OrderState.DRAFT
    problems = [
        *found,
        *([Problem("order-ended", params={"state": state.value})] if state in _ENDED else ()),
        *order_problems(_facts(session, draft, state), placing=state is not OrderState.DRAFT),
        *(_change_problems(session, draft, stored, at) if stored and state is OrderState.PLACED else ()),
    ]
    raise_if_broken(problems, overridden=by.overridden)
    values = {
        **{name: clean(getattr(draft, name)) for name in _TEXTS},
        **{name: clean_lines(getattr(draft, name)) for name in _BLOCKS},
        **{name: getattr(draft, name) for name in _PLAIN},
    }
    if stored is None:
        order_id = OrderId(session.execute(insert(OrderRecord).values(**values).returning(OrderRecord.id)).scalar_one())
    else:
        order_id = OrderId(stored.id)
        session.execute(
            update(OrderRecord).where(OrderRecord.id == order_id).values(**values, version=OrderRecord.version + 1)
        )
    _save_lines(session, order_id, draft)
    if state is OrderState.PLACED:
        settle(session, [order_id], on=on or local_day(session, at), reason="amended", by=by, at=at)
    if stored is not None and stored.document_id is not None:
        record_used(session, problems, document_id=stored.document_id, by=by, at=at)
    _index(session, order_id)
    trail.record(
        session, "order.save", kind="order", subject_id=order_id, subject=clean(draft.title), by=by, at=at,
        after={
            "lines": len(draft.lines), "vendor": draft.vendor_id, "project": draft.project_id,
            "export_authorization": values["export_authorization"], "overrides": sorted(by.overridden),
        },
    )  # fmt: skip
    return order_id


def place_order(session: Session, order_id: int, *, ordered_on: date | None = None, by: Actor, at: datetime) -> str:
    """Place a draft: it takes its number. Placing it twice returns the same number.

    Raises: RulesBroken where something is missing, ApprovalNeeded above a ceiling, under an expired agreement or for
    an item that its project does not allow.
    """
    request = f"order:{order_id}"
    known = numbers.numbered(session, request)
    if known is not None:
        return known.number
    order = order_record(session, order_id)
    day = ordered_on or order.ordered_on or local_day(session, at)
    problems = placing_problems(session, order_id, on=day)
    raise_if_broken(problems, overridden=by.overridden)
    document = numbers.assign(
        session, DocumentKind.ORDER, request=request, effective_on=day, title=order.title, by=by, at=at
    )
    session.execute(
        update(OrderRecord)
        .where(OrderRecord.id == order_id)
        .values(state=OrderState.PLACED, document_id=document.id, ordered_on=day, version=OrderRecord.version + 1)
    )
    settle(session, [order_id], on=day, reason="placed", by=by, at=at)
    snapshot.seal(session, order_id, by=by, at=at)
    record_used(session, problems, document_id=document.id, by=by, at=at)
    _index(session, OrderId(order_id))
    trail.record(
        session, "order.place", kind="order", subject_id=order_id, subject=document.number, by=by, at=at,
        after={"ordered_on": day, "overrides": sorted(by.overridden)},
    )  # fmt: skip
    return document.number


def asked_of(session: Session, order_id: int, *, on: date) -> Asked:
    """Return what an order asks of the money on a day."""
    return _asked(draft_of(session, order_id), on)


def placing_problems(
    session: Session, order_id: int, *, on: date, besides: Mapping[int, int] | None = None
) -> list[Problem]:
    """Return what stands against placing an order on a day, `besides` others that take of the same projects."""
    order, draft = order_record(session, order_id), draft_of(session, order_id)
    asked = _asked(draft, on)
    return [
        *may_become(order.state, OrderState.PLACED),
        *order_problems(_facts(session, draft, order.state), placing=True),
        *facts.ceilings(session, asked, besides=besides or {}),
        *facts.terms_and_scopes(session, asked),
    ]


def _save_lines(session: Session, order_id: OrderId, draft: OrderDraft) -> None:
    kept = [line.id for line in draft.lines if line.id is not None]
    lost = session.execute(
        text(
            "SELECT l.id, l.line_no FROM order_line l WHERE l.order_id = :o AND EXISTS"
            " (SELECT 1 FROM shipment_line s WHERE s.order_line_id = l.id)"
        ),
        {"o": order_id},
    ).all()
    raise_if_broken(
        Problem("line-shipped-removed", params={"line": str(row.line_no)}, where=("lines",))
        for row in lost
        if row.id not in kept
    )
    session.execute(
        delete(OrderLineRecord).where(OrderLineRecord.order_id == order_id, OrderLineRecord.id.notin_(kept))
    )
    # Numbers move out of the way first: two lines may change places.
    session.execute(
        update(OrderLineRecord).where(OrderLineRecord.order_id == order_id).values(line_no=-OrderLineRecord.line_no)
    )
    for number, line in enumerate(draft.lines, 1):
        values = line_values(line, draft.currency, draft.rate_micros) | {"line_no": number}
        if line.id is None:
            session.execute(insert(OrderLineRecord).values(order_id=order_id, **values))
        else:
            session.execute(update(OrderLineRecord).where(OrderLineRecord.id == line.id).values(**values))


def line_values(line: OrderLineDraft, currency: str, rate_micros: int) -> dict[str, object]:
    """Return the stored values of a line; its USD value uses the order's typed rate."""
    value = line_value(line.quantity, UnitPrice(line.price_micros, currency))
    return {
        "variant_id": line.variant_id, "description": clean(line.description), "quantity": line.quantity,
        "price_micros": line.price_micros, "value_minor": value.minor, "value_usd_minor": _usd_value(line, rate_micros),
        "project_id": line.project_id, "vendor_item": clean(line.vendor_item), "source_ref": clean(line.source_ref),
        "origin": clean(line.origin), "warranty_months": line.warranty_months, "min_life_months": line.min_life_months,
        "serial_list": line.serial_list, "lot_required": line.lot_required,
    }  # fmt: skip


def _usd_value(line: OrderLineDraft, rate_micros: int) -> int:
    return minor_of(div_half_even(line.quantity * line.price_micros * rate_micros, MICROS))


def _stored(session: Session, draft: OrderDraft) -> OrderRecord | None:
    if draft.id is None:
        return None
    stored = order_record(session, draft.id)
    if stored.version != draft.version:
        raise StaleEdit("stale-edit", what=stored.title or "—")
    return stored


def order_record(session: Session, order_id: int) -> OrderRecord:
    stored = session.get(OrderRecord, order_id)
    if stored is None:
        raise BadInput("not-found", what=str(order_id))
    return stored


def draft_of(session: Session, order_id: int) -> OrderDraft:
    """Return an order as its next save."""
    order = order_record(session, order_id)
    rows = session.execute(
        select(OrderLineRecord).where(OrderLineRecord.order_id == order_id).order_by(OrderLineRecord.line_no)
    ).scalars()
    lines = tuple(OrderLineDraft(**{name: getattr(row, name) for name in OrderLineDraft.__slots__}) for row in rows)
    kept = {name: getattr(order, name) for name in OrderDraft.__slots__ if name != "lines"}
    return OrderDraft(lines, **kept)


def _asked(draft: OrderDraft, day: date) -> Asked:
    """Return what an order asks of the money: a line is paid by its own project, else by the order's."""
    lines = tuple(
        AskedLine(
            number, line.variant_id, line.project_id or draft.project_id, _usd_value(line, draft.rate_micros)
        )
        for number, line in enumerate(draft.lines, 1)
    )  # fmt: skip
    return Asked(draft.id or 0, day, draft.agreement_id, draft.project_id, lines)


def _change_problems(session: Session, draft: OrderDraft, stored: OrderRecord, at: datetime) -> list[Problem]:
    """Judge only what the change of a placed order brings: the rest was approved when it was placed."""
    today = local_day(session, at)
    before = draft_of(session, stored.id)
    asked, had = _asked(draft, draft.ordered_on or today), _asked(before, before.ordered_on or today)
    found = facts.unknown_before(facts.terms_and_scopes(session, asked), facts.terms_and_scopes(session, had))
    if asked.value_minor > had.value_minor:
        # What is added is ordered today, whatever day the order bears.
        late = facts.late_terms(session, asked, on=today)
        found += [problem for problem in late if problem not in found]
    kept = {line.id for line in draft.lines}
    gone = [number for number, line in enumerate(before.lines, 1) if line.id not in kept]
    removed = [Problem("line-placed-removed", params={"line": str(one)}, where=("lines", one)) for one in gone]
    return [*removed, *facts.ceilings(session, asked), *found]


def _facts(session: Session, draft: OrderDraft, state: OrderState) -> OrderFacts:
    rows = session.execute(
        text(
            "SELECT l.id, l.canceled_quantity, COALESCE((SELECT sum(s.quantity) FROM"
            f" {SHIPPED} WHERE s.order_line_id = l.id), 0) FROM order_line l WHERE l.order_id = :o"
        ),
        {"o": draft.id or 0},
    )
    stored: dict[int, tuple[int, int]] = {row[0]: (row[2], row[1]) for row in rows}
    lines = [
        LineFacts(line.quantity, line.variant_id is not None, line.price_micros, *stored.get(line.id or 0, (0, 0)))
        for line in draft.lines
    ]
    return OrderFacts(
        state,
        draft.vendor_id is not None,
        draft.agreement_id is not None,
        draft.ordered_on,
        draft.need_by,
        lines,
        draft.rate_micros,
    )


def _index(session: Session, order_id: OrderId) -> None:
    row = session.execute(
        text(
            "SELECT d.number, o.title, o.source_number, o.contract_number, p.name FROM purchase_order o"
            " LEFT JOIN document d ON d.id = o.document_id LEFT JOIN partner p ON p.id = o.vendor_id WHERE o.id = :o"
        ),
        {"o": order_id},
    ).one()
    number = numbers.screen_number(row.number) if row.number else ""
    words = f"{row.number or ''} {row.source_number} {row.contract_number} {row.name or ''}"
    index(session, [Entry("order", order_id, number or row.title, row.title, words)])
