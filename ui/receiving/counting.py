"""What a scan does while receiving: what is sent, what is answered.

The answer comes from the scan's own result, before the figures are read again. Source: ui.md 10 (< 100 ms).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from inl_logistics.kernel.problems import LogisticsError
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.text import fold
from inl_logistics.kernel.translation import _, ngettext
from inl_logistics.labels.resolving import Meaning
from inl_logistics.receiving.commands import Mode, ScanDraft, ScanResult
from inl_logistics.receiving.queries import Counting, CountLine
from inl_logistics.receiving.records import ScanOutcome
from ui.kit import formats, paint
from ui.kit.chips import ChipLook, chip
from ui.kit.sounds import Sound
from ui.kit.tokens import ToneName
from ui.receiving.asking import TypedCount


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bar says and which sound goes with it."""

    tone: ToneName
    title: str
    text: str
    sound: Sound
    undo: bool


def answer(result: ScanResult) -> Answer:
    """Put the result of a scan into words."""
    text = paint.isolated(result.text)
    found = result.outcome
    if found is ScanOutcome.REPEATED:
        return Answer("warn", _("{text} was scanned before").format(text=text), _("It is counted once."), "warn", False)
    if found is ScanOutcome.UNKNOWN:
        if result.found_at:
            where = _("It is on the books already, at {place}. Look it up; ignore the scan in the log.").format(
                place=result.found_at
            )
        elif result.alike:
            where = _("It looks like {serial}, which is. Read the label again: O and 0, I and 1, leading zeros.")
            where = where.format(serial=paint.isolated(result.alike))
        else:
            where = _("Add it as over, set it aside or ignore it in the scan log.")
        return Answer("bad", _("{text} is not on this shipment").format(text=text), where, "bad", True)
    position = _("unit {n} of {expected}").format(
        n=formats.number(result.counted), expected=formats.number(result.expected)
    )
    package = _("carton {code}").format(code=paint.isolated(result.package)) if result.package else ""
    about = " · ".join(filter(None, (result.item, package, position)))
    if found is ScanOutcome.DAMAGED:
        return Answer("warn", _("{text} counted as damaged").format(text=text), about, "warn", True)
    if result.counted > result.expected:
        over = result.counted - result.expected
        title = ngettext("{text} accepted, {n} over", "{text} accepted, {n} over", over).format(text=text, n=over)
        return Answer("violet", title, about, "warn", True)
    if result.alike:
        words = _("It looks like {serial}. Read the label again: O and 0, I and 1, leading zeros.")
        return Answer("warn", _("{text} accepted").format(text=text),
                      words.format(serial=paint.isolated(result.alike)), "warn", True)  # fmt: skip
    if result.scans > 1:
        words = ngettext("{text}: {n} accepted", "{text}: {n} accepted", result.scans)
        return Answer("ok", words.format(text=text, n=formats.number(result.scans)), about, "ok", True)
    return Answer("ok", _("{text} accepted").format(text=text), about, "ok", True)


def refused(error: BaseException) -> Answer:
    """Put the refusal of a scan into words."""
    words = sentence(error) if isinstance(error, LogisticsError) else _("The scan was not stored. Scan it again.")
    tone: ToneName = "warn" if isinstance(error, LogisticsError) and error.code == "carton-needs-mode" else "bad"
    return Answer(tone, words, "", "warn" if tone == "warn" else "bad", False)


def quantity_line(counting: Counting, text: str) -> CountLine | None:
    """Return the lot or quantity line that a scanned code names; its quantity is typed."""
    folded = fold(text)
    return next((line for line in counting.lines if line.by_quantity and line.line_id and folded in line.codes), None)


def meant_line(counting: Counting, means: Meaning) -> CountLine | None:
    """Return the lot or quantity line that a tag or a maker's code names: of its lot, else one still open."""
    wanted = means.codes if means.known else frozenset({fold(means.text)})
    lines = [line for line in counting.lines if line.by_quantity and line.line_id]
    ours = [line for line in lines if line.variant_id in means.variants or wanted & line.codes]
    lot = fold(means.lot)
    return min(ours, key=lambda line: (bool(lot) and fold(line.lot) != lot, not line.short), default=None)


def as_labeled(line: CountLine, means: Meaning | None) -> CountLine:
    """Return a line with lot and days as the goods' own code says them."""
    if means is None or not means.known:
        return line
    return replace(
        line, lot=means.lot or line.lot, made_on=means.made_on or line.made_on,
        expires_on=means.expires_on or line.expires_on,
    )  # fmt: skip


def line_chip(line: CountLine, *, closed: bool) -> ChipLook:
    """Return the state of a line."""
    if line.line_id is None:
        return chip("receiving", "wrong", number=line.wrong)
    if line.over:
        return chip("receiving", "over", number=line.over)
    trouble = line.damaged + (line.short if closed else 0)
    if trouble:
        return chip("receiving", "to_resolve", number=trouble)
    if not line.short:
        return chip("receiving", "complete")
    return chip("receiving", "counting" if line.received else "waiting")


def line_note(line: CountLine) -> str:
    """Return the quiet second line: packages, lot, how it is counted."""
    lot = _("lot {lot}").format(lot=paint.isolated(line.lot)) if line.lot else ""
    how = _("by quantity") if line.by_quantity else ""
    return " · ".join(filter(None, (paint.isolated(line.packages) if line.packages else "", lot, how))) or line.code


def progress(line: CountLine) -> tuple[tuple[float, ToneName], ...]:
    """Return the share that is counted."""
    if not line.expected:
        return ()
    share = min(1.0, (line.received + line.damaged) / line.expected)
    return ((share, "ok" if share >= 1 else "info"),)


def typed_scan(receiving_id: int, line: CountLine, typed: TypedCount) -> ScanDraft:
    """Return the scan of a typed quantity, with the lot as it is on the goods."""
    return ScanDraft(
        receiving_id, line.code or line.lot, Mode.DAMAGED if typed.damaged else Mode.GOOD, line.line_id, typed.quantity,
        typed.lot, typed.made_on, typed.expires_on, typed.bin, typed.note,
    )  # fmt: skip
