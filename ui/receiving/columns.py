"""The lines of a counting session as a table. Picture 04."""

from __future__ import annotations

from collections.abc import Callable

from inl_logistics.kernel.translation import N_
from ui.kit import formats
from ui.kit.tables import Column
from ui.receiving import counting as words


def _dash(value: int) -> str:
    return formats.number(value) if value else "–"


def line_columns(closed: Callable[[], bool]) -> tuple[Column, ...]:
    """Return the columns; what is short is plain while counting and warns once `closed`."""

    return (
        Column("item", N_("Item"), lambda r: r.item, kind="strong", width=170, stretch=True, sub=words.line_note),
        Column("expected", N_("Expected"), lambda r: formats.number(r.expected), kind="number", width=84),
        Column("received", N_("Received"), lambda r: formats.number(r.received), kind="numberStrong", width=84),
        Column("damaged", N_("Damaged"), lambda r: _dash(r.damaged), kind="number", width=84,
               tone=lambda r: "bad" if r.damaged else None),
        Column("short", N_("Short"), lambda r: _dash(r.short), kind="numberQuiet", width=58,
               tone=lambda r: "warn" if r.short and closed() else None),
        Column("over", N_("Over"), lambda r: _dash(r.over), kind="number", width=54,
               tone=lambda r: "violet" if r.over else None),
        Column("progress", N_("Progress"), lambda r: f"{r.received + r.damaged}/{r.expected}", kind="progress",
               width=108, progress=words.progress),
        Column("state", N_("State"), lambda r: words.line_chip(r, closed=closed()).text, kind="chip", width=120,
               chip=lambda r: words.line_chip(r, closed=closed())),
    )  # fmt: skip
