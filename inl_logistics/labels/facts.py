"""What a label says, frozen: its tag, a name, and short facts. Drawn from this alone. Source: domain.md 2.6."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from inl_logistics.labels.records import LabelKind


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: the key of its word in the paper language ("" for none), and its value; a day is written by the language."""

    word: str
    value: str | date


@dataclass(frozen=True, slots=True)
class Label:
    """One label. `title` is what one reads from afar; `native` the same name in the post's language."""

    kind: LabelKind
    tag: str
    title: str
    note: str = ""
    native: str = ""
    facts: tuple[Fact, ...] = ()
