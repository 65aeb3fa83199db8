"""Posting and reversing: the only code that writes stock.

Posting is set-based (a TEMP draft table, about ten statements, then row counts are compared); balance and
position change in the same transaction. Source: architecture.md 2 and 4; speed.md 2.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import msgspec
from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.problems import Problem, RulesBroken, raise_if_broken
from inl_logistics.kernel.values import (
    Condition,
    DocumentId,
    ItemId,
    LayerId,
    PlaceId,
    Status,
    Title,
    UnitId,
)
from inl_logistics.ledger import facts, places
from inl_logistics.ledger.records import PlaceKind
from inl_logistics.ledger.rules import (
    CountAnswer,
    DayFacts,
    count_problems,
    day_problems,
    frozen_problems,
    stock_problems,
    unit_problems,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A quantity of one thing from one place to another; `None` states mean "as it was"."""

    item_id: ItemId
    layer_id: LayerId
    quantity: int
    from_place: PlaceId
    to_place: PlaceId
    unit_id: UnitId | None = None
    condition: Condition = Condition.NEW
    condition_to: Condition | None = None
    status: Status = Status.AVAILABLE
    status_to: Status | None = None
    title: Title = Title.USG
    title_to: Title | None = None
    reverses: int | None = None
    effective_on: date | None = None


@dataclass(frozen=True, slots=True)
class Posting:
    """When a document's lines count and who judges the dates.

    `count_answer` says what a back-dated entry means for a count that lies after its day.
    """

    document_id: DocumentId
    effective_on: date
    today: date
    window_days: int = 400
    count_answer: CountAnswer | None = None


def post(session: Session, posting: Posting, lines: Sequence[Line]) -> int:
    """Write the movements of a document; return how many there are.

    Raises: RulesBroken naming every line that cannot move; nothing is written then.
    """
    if not lines:
        raise RulesBroken([Problem("nothing-to-post")])
    bad = [
        Problem("quantity-not-positive", params={"quantity": str(line.quantity)}, where=("lines", seq, "quantity"))
        for seq, line in enumerate(lines, 1)
        if line.quantity <= 0
    ]
    problems = bad + day_problems(DayFacts(posting.effective_on, posting.today, posting.window_days))
    if problems:
        raise RulesBroken(problems)
    facts.draft(session, [_row(seq, line, posting) for seq, line in enumerate(lines, 1)])
    seen_out = facts.counted_out(session, posting.document_id)
    between = facts.counts_between(session, explained=_explained(lines, seen_out))
    problems = [
        *frozen_problems(facts.frozen(session)),
        *facts.repeated_units(session),
        *unit_problems(facts.displaced_units(session), effective_on=posting.effective_on),
        *stock_problems(facts.short_stock(session)),
        *count_problems(between, answer=posting.count_answer),
    ]
    if problems:
        raise RulesBroken(problems)
    extra = _already_counted(session, posting, lines, seen_out) if between else []
    written = facts.write(session, posting.document_id)
    if written != len(lines):
        raise AssertionError(f"{written} movements written of {len(lines)}")
    if extra:
        facts.draft(session, [_row(seq, line, posting) for seq, line in enumerate(extra, len(lines) + 1)])
        late = stock_problems(facts.short_stock(session))
        if late:
            raise RulesBroken(late)
        written += facts.write(session, posting.document_id)
    return written


def reverse(session: Session, posting: Posting, movements: Sequence[int]) -> int:
    """Post the opposite of movements, each reversed once; return how many.

    Raises: RulesBroken with the reason for each line where it is reversed already, is itself a reversal, or
    a later fact depends on it (that document is named).
    """
    originals = facts.movements(session, movements)
    problems = facts.reversal_problems(session, originals)
    if problems:
        raise RulesBroken(problems)
    lines = [
        Line(
            original.item_id, original.layer_id, original.quantity, original.to_place, original.from_place,
            unit_id=original.unit_id, condition=original.condition_to, condition_to=original.condition_from,
            status=original.status_to, status_to=original.status_from, title=original.title_to,
            title_to=original.title_from, reverses=original.id,
        )
        for original in originals
    ]  # fmt: skip
    return post(session, posting, lines)


def follow_lines(session: Session, order_line_ids: Sequence[int]) -> None:
    """Let the layers of order lines follow the project that pays for the lines now."""
    wanted = ",".join(str(int(one)) for one in order_line_ids) or "0"
    session.connection().exec_driver_sql(
        "UPDATE layer SET project_id = (SELECT COALESCE(l.project_id, o.project_id) FROM order_line l"
        f" JOIN purchase_order o ON o.id = l.order_id WHERE l.id = layer.order_line_id) WHERE order_line_id IN ({wanted})"
    )


def snapshot_of(session: Session, document_id: DocumentId, **header: object) -> bytes:
    """Return the canonical JSON of a document's movements, for documents that have no paper of their own."""
    rows = [
        [
            m.item_id, m.layer_id, m.unit_id, m.quantity, m.from_place, m.to_place, m.condition_to.value,
            m.status_to.value, m.title_to.value, m.effective_on.isoformat(), m.reverses,
        ]
        for m in facts.movements(session, facts.of_document(session, document_id))
    ]  # fmt: skip
    return msgspec.json.encode({**header, "movements": rows}, order="deterministic")


def _row(seq: int, line: Line, posting: Posting) -> tuple[object, ...]:
    return (
        seq, line.item_id, line.layer_id, line.unit_id, line.quantity, line.from_place, line.to_place,
        line.condition.value, (line.condition_to or line.condition).value,
        line.status.value, (line.status_to or line.status).value,
        line.title.value, (line.title_to or line.title).value,
        (line.effective_on or posting.effective_on).isoformat(), line.reverses,
    )  # fmt: skip


def _explained(lines: Sequence[Line], seen_out: Mapping[tuple[PlaceId, LayerId], int]) -> set[tuple[PlaceId, ItemId]]:
    """Return where the count already put all that leaves now down to this very document."""
    leaving: dict[tuple[PlaceId, LayerId], int] = defaultdict(int)
    for line in lines:
        leaving[line.from_place, line.layer_id] += line.quantity
    asked = {
        (line.from_place, line.item_id)
        for line in lines
        if leaving[line.from_place, line.layer_id] > seen_out.get((line.from_place, line.layer_id), 0)
    }
    return {(line.from_place, line.item_id) for line in lines} - asked


def _already_counted(
    session: Session, posting: Posting, lines: Sequence[Line], seen_out: Mapping[tuple[PlaceId, LayerId], int]
) -> list[Line]:
    """Return the opposite adjustments at the count's day for quantities that the count already saw.

    A serial unit needs none: a count names serials, so it cannot have seen a unit as a mere quantity. Nor does what
    the count put down to this document: its adjustment left that alone.
    """
    if posting.count_answer is not CountAnswer.ALREADY_COUNTED:
        return []
    adjustment = places.virtual(session, PlaceKind.ADJUSTMENT)
    days = facts.count_days(session)
    known = dict(seen_out)
    extra: list[Line] = []
    for line in lines:
        out = min(line.quantity, known.get((line.from_place, line.layer_id), 0))
        if out:
            known[line.from_place, line.layer_id] -= out
        if line.unit_id is not None:
            continue
        entered = days.get((line.to_place, line.item_id))
        if entered is not None:
            extra.append(
                replace(
                    line, from_place=line.to_place, to_place=adjustment, effective_on=entered,
                    condition=line.condition_to or line.condition, condition_to=None, reverses=None,
                    status=line.status_to or line.status, status_to=None,
                    title=line.title_to or line.title, title_to=None,
                )
            )  # fmt: skip
        left = days.get((line.from_place, line.item_id))
        if left is not None and line.quantity > out:
            extra.append(
                replace(
                    line, from_place=adjustment, to_place=line.from_place, effective_on=left, reverses=None,
                    condition_to=None, status_to=None, title_to=None, quantity=line.quantity - out,
                )
            )  # fmt: skip
    return extra


def record_count(
    session: Session, *, document_id: int, place_id: int, item_id: int, on: date, counted: int, recorded: int,
    out: Mapping[tuple[int, int], int] | None = None,
) -> None:  # fmt: skip
    """Keep that an item was counted at a place on a day: back-dated entries before it are flagged.

    Args:
        out: by receipt (document) and layer, how many were not there because it was issued and not signed yet.
    """
    counted_id = session.execute(
        text(
            "INSERT INTO counted (document_id, place_id, item_id, counted_on, counted, recorded)"
            " VALUES (:d, :p, :i, :o, :c, :r) RETURNING id"
        ),
        {"d": document_id, "p": place_id, "i": item_id, "o": on.isoformat(), "c": counted, "r": recorded},
    ).scalar_one()
    if out:
        session.connection().exec_driver_sql(
            "INSERT INTO counted_out (counted_id, document_id, layer_id, quantity) VALUES (?, ?, ?, ?)",
            [(counted_id, receipt, layer, quantity) for (receipt, layer), quantity in out.items()],
        )


def freeze(session: Session, place_ids: Sequence[int], *, document_id: DocumentId) -> None:
    """Let nothing move at these places until the document lets go of them.

    Raises: RulesBroken where another count has frozen one of them.
    """
    raise_if_broken(frozen_problems(facts.frozen_places(session, place_ids)))
    session.connection().exec_driver_sql(
        "INSERT INTO frozen_place (place_id, document_id) VALUES (?, ?)",
        [(place_id, document_id) for place_id in place_ids],
    )


def thaw(session: Session, document_id: DocumentId) -> None:
    """Let go of what a document has frozen."""
    session.execute(text("DELETE FROM frozen_place WHERE document_id = :d"), {"d": document_id})
