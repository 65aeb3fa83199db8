"""Words of counts: kinds, causes, findings, chips, and what a scan is answered with. Source: ui.md 7, 10."""

from __future__ import annotations

from dataclasses import dataclass

from inl_logistics.counts.listing import CountListRow
from inl_logistics.counts.queries import CountPage, CountRow
from inl_logistics.counts.records import Cause, CountState, Finding
from inl_logistics.counts.scanning import Meaning, ScanResult
from inl_logistics.kernel.problems import LogisticsError
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import N_, _
from ui.kit import formats, paint
from ui.kit.chips import ChipLook, chip
from ui.kit.sounds import Sound
from ui.kit.tokens import ToneName

KINDS = {"cycle": N_("Cycle count"), "annual": N_("Yearly inventory"), "spot": N_("Spot check")}
CAUSES: dict[Cause, str] = {
    Cause.NOT_BOOKED_OUT: N_("An issue was not booked"), Cause.NOT_BOOKED_IN: N_("A receipt was not booked"),
    Cause.WRONG_PLACE: N_("It lay in another place"), Cause.WRONG_ITEM: N_("It was booked as another item"),
    Cause.MISCOUNTED: N_("It was counted wrong before"), Cause.DAMAGED: N_("It was damaged and thrown away"),
    Cause.LOST: N_("It is lost"), Cause.STOLEN: N_("It was stolen"), Cause.UNKNOWN: N_("Not known"),
}  # fmt: skip
FINDINGS: dict[Finding, str] = {
    Finding.MISSING: N_("Missing"), Finding.FOUND: N_("Found"), Finding.MOVED: N_("Here, the books have it elsewhere"),
    Finding.AWAY: N_("Seen elsewhere in this count"), Finding.UNEXPECTED: N_("Here, the books have it outside the store"),
    Finding.OUT: N_("Out with a handover"),
}  # fmt: skip


def list_chip(row: CountListRow) -> ChipLook:
    """Return the one chip of a count in the list."""
    match row.status:
        case "different":
            return chip("count", "different", number=row.different)
        case "adjusted":
            return chip("count", "adjusted", number=row.different)
        case "matched-posted":
            return chip("count", "matched")
        case status:
            return chip("count", status)


def page_chips(page: CountPage) -> list[ChipLook]:
    """Return the chips of a count's page."""
    different = sum(line.differs or line.disagree for line in page.lines)
    match page.state:
        case CountState.CHECKED:
            found = [chip("count", "different", number=different) if different else chip("count", "matched")]
        case CountState.POSTED:
            found = [chip("count", "adjusted", number=different) if different else chip("count", "matched")]
        case state:
            found = [chip("count", state.value)]
    if page.reversal:
        found.append(chip("receiving", "reversed"))
    if page.frozen and page.state in {CountState.COUNTING, CountState.CHECKED}:
        found.append(ChipLook("violet", _("Movements frozen"), icon="lock"))
    return found


def line_chip(line: CountRow, state: CountState) -> ChipLook:
    """Return the state of a line."""
    if state is CountState.COUNTING:
        if line.recount and line.counted is None:
            return chip("count", "recount")
        if line.disagree:
            return chip("count", "disagree")
        return chip("count", "counted" if line.counted is not None else "waiting")
    if line.disagree or line.overtaken:
        return chip("count", "recount")
    if line.differs:
        return chip("count", "line_different", text=f"{line.change:+d}" if line.change else _("look"))
    return chip("count", "out", number=line.out) if line.out else chip("count", "matched")


def line_note(line: CountRow) -> str:
    """Return the quiet second line: code, lot, expiry, quarantine."""
    lot = _("lot {lot}").format(lot=paint.isolated(line.lot)) if line.lot else ""
    expires = _("expires {day}").format(day=formats.day(line.expires_on)) if line.expires_on else ""
    aside = _("in quarantine") if line.status == "quarantined" else ""
    return " · ".join(filter(None, (paint.isolated(line.code), lot, expires, aside)))


def counters(page: CountPage) -> str:
    """Return who counts."""
    return ", ".join(filter(None, (page.counter_one, page.counter_two)))


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bar says and which sound goes with it."""

    tone: ToneName
    title: str
    text: str
    sound: Sound
    undo: bool = False


def answer(result: ScanResult) -> Answer:
    """Put the result of a scan into words."""
    text = paint.isolated(result.text)
    about = " · ".join(filter(None, (result.item, result.place)))
    match result.meaning:
        case Meaning.BIN:
            return Answer("ok", _("Now counting {place}").format(place=result.place), "", "ok")
        case Meaning.COUNTED:
            return Answer("ok", _("{text} counted").format(text=text), about, "ok", undo=True)
        case Meaning.ELSEWHERE:
            words = _("The books have it at {place}. It is moved here when the count is posted.")
            return Answer(
                "warn", _("{text} counted").format(text=text), words.format(place=result.books_at), "warn", undo=True
            )
        case Meaning.REPEATED:
            return Answer("warn", _("{text} was scanned before").format(text=text), _("It is counted once."), "warn")
        case Meaning.BY_SERIAL:
            return Answer(
                "warn",
                _("{item} is counted by its serials").format(item=result.item),
                _("Scan them one by one."),
                "warn",
            )
        case Meaning.OUTSIDE:
            return Answer("warn", _("{item} is not part of this count").format(item=result.item),
                          _("Nothing was written."), "warn")  # fmt: skip
        case _:
            words = _("Decide in the scans: new goods, or nothing.")
            if result.alike:
                words = _("It looks like {serial}. Decide in the scans.").format(serial=paint.isolated(result.alike))
            return Answer("bad", _("The books do not know {text}").format(text=text), words, "bad", undo=True)


def refused(error: BaseException) -> Answer:
    """Put the refusal of a scan into words."""
    words = sentence(error) if isinstance(error, LogisticsError) else _("The scan was not stored. Scan it again.")
    return Answer("bad", words, "", "bad")
