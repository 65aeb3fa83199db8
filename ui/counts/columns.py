"""Columns of counts: the list, the lines while they are counted, and the differences afterwards."""

from __future__ import annotations

from collections.abc import Callable

from inl_logistics.counts.queries import CountPage, CountRow, SeenScan
from inl_logistics.counts.records import CountState
from inl_logistics.kernel.translation import N_, _
from inl_logistics.kernel.values import Money
from inl_logistics.register.numbers import screen_number
from ui.counts import words
from ui.kit.chips import ChipLook, chip
from ui.kit.formats import day, money, number
from ui.kit.tables import Column
from ui.kit.tokens import ToneName

LIST = (
    Column("number", N_("Count"), lambda row: screen_number(row.number) or "—", 112, "strong", sort="number"),
    Column("title", N_("What is counted"), lambda row: row.title, 180, "text", stretch=True, sort="title"),
    Column("kind", N_("Kind"), lambda row: _(words.KINDS[row.kind]), 112, "quiet", sort="kind", yields=3),
    Column("store", N_("Store"), lambda row: row.store or _("All stores"), 140, "text", sort="store", yields=2),
    Column("counters", N_("Counted by"), lambda row: ", ".join(row.counters) or "—", 140, "quiet", shown="normal"),
    Column("planned_on", N_("Planned for"), lambda row: day(row.planned_on) if row.planned_on else "—", 100, "date",
           sort="planned_on", shown="wide"),
    Column("counted_on", N_("Counted on"), lambda row: day(row.counted_on) if row.counted_on else "—", 100, "date",
           sort="counted_on", yields=4),
    Column("lines", N_("Lines"), lambda row: number(row.lines), 64, "number", sort="lines"),
    Column("accuracy", N_("Right"), lambda row: "—" if row.accuracy is None else f"{row.accuracy / 10:.1f} %", 76, "number",
           sort="accuracy", tone=lambda row: "warn" if row.accuracy is not None and row.accuracy < 950 else None),
    Column("missing", N_("Missing"), lambda row: money(Money(row.missing_minor)) if row.missing_minor else "—", 96, "money",
           sort="missing", yields=1),
    Column("found", N_("Found"), lambda row: money(Money(row.found_minor)) if row.found_minor else "—", 96, "money",
           sort="found", shown="wide"),
    Column("adjustment", N_("Adjustment"), lambda row: screen_number(row.adjustment) or "—", 112, "quiet", shown="wide"),
    Column("state", N_("Status"), lambda row: words.list_chip(row).text, 124, "chip", chip=words.list_chip),
)  # fmt: skip


def counting_columns(page: Callable[[], CountPage | None], hands: Callable[[], int]) -> tuple[Column, ...]:
    """Return the columns while counting: a blind count shows nothing of the books, and nothing of the other counter's.

    `hands` tells whose hands count now.
    """

    def state(line: CountRow) -> ChipLook:
        found = page()
        if found is not None and found.counts_apart and not line.recount:
            return chip("count", "counted" if hands() in line.seen else "waiting")
        return words.line_chip(line, CountState.COUNTING)

    def seen(line: CountRow) -> str:
        found = page()
        if found is not None and found.two_counters and not line.recount:
            if found.counts_apart:
                return number(line.seen[hands()]) if hands() in line.seen else "—"
            return " / ".join(number(line.seen[one]) if one in line.seen else "—" for one in (1, 2))
        return "—" if line.counted is None else number(line.counted)

    def expected(line: CountRow) -> str:
        found = page()
        return "" if found is None or found.blind else number(line.expected)

    return (
        Column("item", N_("Item"), lambda r: r.item, kind="strong", width=180, stretch=True, sub=words.line_note),
        Column("place", N_("Place"), lambda r: r.place, kind="text", width=150),
        Column("unit", N_("Unit"), lambda r: r.unit, kind="quiet", width=54),
        Column("expected", N_("Books"), expected, kind="number", width=72),
        Column("counted", N_("Counted"), seen, kind="numberStrong", width=84),
        Column("state", N_("State"), lambda r: state(r).text, kind="chip", width=136, chip=state),
    )  # fmt: skip


def _worth(line: CountRow) -> str:
    """Write what a difference is worth, with the sign of the difference."""
    if not line.value_minor:
        return "—"
    return money(Money(-abs(line.value_minor) if line.change < 0 else line.value_minor))


def difference_columns(state: Callable[[], CountState]) -> tuple[Column, ...]:
    """Return the columns of a count that was finished: what differs, why, and what it is worth."""

    def tone(line: CountRow) -> ToneName | None:
        return "bad" if line.change < 0 else "violet" if line.change > 0 else None

    return (
        Column("item", N_("Item"), lambda r: r.item, kind="strong", width=180, stretch=True, sub=words.line_note),
        Column("place", N_("Place"), lambda r: r.place, kind="text", width=140, yields=1),
        Column("books", N_("Books"), lambda r: number(r.books), kind="number", width=64),
        Column("counted", N_("Counted"), lambda r: "—" if r.counted is None else number(r.counted), kind="numberStrong", width=72),
        Column("out", N_("Out"), lambda r: number(r.out) if r.out else "—", kind="number", width=50),
        Column("change", N_("Difference"), lambda r: f"{r.change:+d}" if r.change else "—", kind="number", width=84, tone=tone),
        Column("value", N_("Value"), _worth, kind="money", width=92),
        Column("cause", N_("Cause"), lambda r: _(words.CAUSES[r.cause]) if r.cause else "—", kind="quiet", width=150,
               sub=lambda r: r.note),
        Column("state", N_("State"), lambda r: words.line_chip(r, state()).text, kind="chip", width=124,
               chip=lambda r: words.line_chip(r, state())),
    )  # fmt: skip


_OUTCOMES: dict[str, tuple[str, ToneName]] = {
    "repeated": (N_("Scanned twice, counted once"), "neutral"), "unknown": (N_("Not in the books"), "bad"),
    "ignored": (N_("Ignored"), "neutral"),
}  # fmt: skip


def scan_note(scan: SeenScan) -> str:
    """Return the quiet second line of a scan."""
    if scan.outcome in _OUTCOMES:
        said = _(_OUTCOMES[scan.outcome][0])
        return _("{said} · looks like {serial}").format(said=said, serial=scan.alike) if scan.alike else said
    what = scan.item if scan.is_unit else _("{n} × {item}").format(n=number(scan.quantity), item=scan.item)
    where = _("books: {place}").format(place=scan.books_at) if scan.books_at else scan.place
    return f"{what} · {where}"


SCANS = (
    Column("text", N_("Scan"), lambda scan: scan.text, 150, "mono", stretch=True, sub=scan_note,
           tone=lambda scan: "bad" if scan.outcome == "unknown" else "warn" if scan.books_at else None),
    Column("by", N_("By"), lambda scan: scan.by, 84, "quiet"),
)  # fmt: skip
