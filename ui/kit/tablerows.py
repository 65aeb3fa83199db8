"""The values of a list: columns, cells and rows ready to be drawn, groups. Source: conventions.md 28."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Literal

from ui.kit.chips import ChipLook
from ui.kit.tokens import ToneName

Kind = Literal["text", "strong", "quiet", "mono", "number", "numberStrong", "numberQuiet", "money", "chip", "progress",
               "link", "icon", "date", "action"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One column: how to read a row, how to draw the cell, and from which window width it is shown.

    `text` gives the words (for chips and progress too: screen readers and Ctrl C use them); `sort` names the
    order that the query knows; `tone` colors the text, `problem` marks the cell.
    """

    key: str
    title: str
    text: Callable[[Any], str]
    width: int = 100
    kind: Kind = "text"
    align: Literal["start", "end", "auto"] = "auto"
    sort: str = ""
    shown: Literal["core", "roomy", "normal", "wide"] = "core"
    stretch: bool = False
    chip: Callable[[Any], ChipLook | None] | None = None
    sub: Callable[[Any], str] | None = None
    tone: Callable[[Any], ToneName | None] | None = None
    progress: Callable[[Any], tuple[tuple[float, ToneName], ...]] | None = None
    problem: Callable[[Any], str] | None = None
    icon: str = ""
    hint: str = ""
    filterable: bool = False
    yields: int = 0  # gives its room up where a table would scroll sideways: 1 first, 0 never
    elide_middle: bool = False  # where the end tells rows apart, such as a size

    def at_end(self) -> bool:
        """Tell whether the cell's text stands at the trailing edge."""
        numbers = {"number", "numberStrong", "numberQuiet", "money"}
        return self.align == "end" or (self.align == "auto" and self.kind in numbers)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, ready to be drawn."""

    text: str
    sub: str = ""
    tone: ToneName | None = None
    chip: ChipLook | None = None
    progress: tuple[tuple[float, ToneName], ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Ready:
    """One row, ready to be drawn."""

    key: Hashable
    row: Any
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A group row; `count` keys of the snapshot follow it."""

    key: str
    title: str
    note: str
    value: str
    count: int
