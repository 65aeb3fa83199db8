"""Printing labels: each thing gets its tag, and what was printed is told in the trail: who, when, what, how often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.dates import instant_text
from inl_logistics.kernel.problems import BadInput
from inl_logistics.labels import drawing
from inl_logistics.labels.drawing import Printing
from inl_logistics.labels.facts import Label
from inl_logistics.labels.layouts import layout
from inl_logistics.labels.queries import labels_of
from inl_logistics.labels.tags import Subject, give_tags
from inl_logistics.paper.codes import Symbol
from inl_logistics.settings.declared import POST, get
from inl_logistics.users import trail

_CHUNK = 400


@dataclass(frozen=True, slots=True)
class LabelsDraft:
    """What labels are printed for, and how. The language is the post's where none is said."""

    subjects: tuple[Subject, ...]
    layout: str
    symbol: Symbol = Symbol.QR
    start: int = 0
    copies: int = 1
    language: str = ""


def printing_of(session: Session, draft: LabelsDraft) -> Printing:
    """Return how a draft is printed. Raises: UsageFault("label-layout-unknown")."""
    language = draft.language or get(session, POST).language
    return Printing(layout(draft.layout), draft.symbol, draft.start, draft.copies, language)


def preview(session: Session, draft: LabelsDraft) -> tuple[list[Label], Printing]:
    """Return what would be drawn now; things without a tag show zeros and get one when they are printed.

    Raises: RulesBroken("labels-too-many", "label-copies", "label-start").
    """
    printing = printing_of(session, draft)
    drawing.check_count(len(draft.subjects), printing)
    return labels_of(session, draft.subjects, language=printing.language), printing


def make_labels(
    session: Session, draft: LabelsDraft, *, by: Actor, at: datetime
) -> tuple[list[Label], Printing]:  # fmt: skip
    """Give each thing its tag and return what to draw. Raises: RulesBroken, BadInput("labels-none")."""
    known, printing = preview(session, draft)
    drawing.check(known, printing)
    give_tags(session, draft.subjects, by=by, at=at)
    return labels_of(session, draft.subjects, language=printing.language), printing


@dataclass(frozen=True, slots=True)
class PrintedDraft:
    """What has come out of the printer, or was saved as a file."""

    tags: tuple[str, ...]
    layout: str
    symbol: Symbol
    copies: int = 1
    saved: bool = False


def record_print(session: Session, draft: PrintedDraft, *, by: Actor, at: datetime) -> int:
    """Mark tags as printed and say so in the trail; return how many labels that were. Raises: BadInput("labels-none")."""
    tags: Sequence[str] = tuple(dict.fromkeys(draft.tags))
    if not tags:
        raise BadInput("labels-none")
    first: int | None = None
    for start in range(0, len(tags), _CHUNK):
        some = {f"t{n}": one for n, one in enumerate(tags[start : start + _CHUNK])}
        marks = ",".join(f":{one}" for one in some)
        ids = session.execute(
            text(
                "UPDATE tag SET printed = printed + :c, printed_at = :a"
                f" WHERE tag IN ({marks}) AND spoiled_at IS NULL RETURNING id"
            ),
            {**some, "c": draft.copies, "a": instant_text(at)},
        ).scalars()
        first = min([*ids, *([first] if first is not None else [])], default=None)
    if first is None:
        raise BadInput("labels-none")
    subject = tags[0] if len(tags) == 1 else f"{tags[0]} – {tags[-1]}"
    trail.record(
        session, "labels.print", kind="tag", subject_id=first, subject=subject, by=by, at=at,
        after={"labels": len(tags) * draft.copies, "tags": list(tags[:50]), "layout": draft.layout,
               "code": draft.symbol.value, "copies": draft.copies, "saved": draft.saved},
    )  # fmt: skip
    return len(tags) * draft.copies
