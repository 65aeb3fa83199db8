"""What comes next for a whole run, as a value: issue, print, leave, say what happened, file copies. Source: ui.md 10."""

from __future__ import annotations

from enum import StrEnum

from inl_logistics.kernel.translation import N_, _
from inl_logistics.outbound.loads import StopRow
from inl_logistics.outbound.queries import OutboundDetail
from ui.kit.steps import State, Step


class Next(StrEnum):
    """The one act that the run waits for."""

    ISSUE = "issue"
    PRINT = "print"
    LEAVE = "leave"
    STOP = "stop"
    UNLOAD = "unload"
    FILE = "file"
    COPY = "copy"
    NOTHING = ""


# The button's words and picture.
TITLES: dict[Next, tuple[str, str]] = {
    Next.ISSUE: (N_("Issue all receipts…"), "file-check"), Next.PRINT: (N_("Print everything…"), "printer"),
    Next.LEAVE: (N_("Leave…"), "truck"), Next.STOP: (N_("What happened…"), "flag"),
    Next.UNLOAD: (N_("Bring back the rest…"), "undo-2"),
    Next.FILE: (N_("File signed copy…"), "file-check"), Next.COPY: (N_("Return copy…"), "file-check"),
    Next.NOTHING: ("", ""),
}  # fmt: skip
STEPS = (
    N_("Planned"),
    N_("Picked"),
    N_("Issued"),
    N_("Printed"),
    N_("On the road"),
    N_("Delivered"),
    N_("Copies back"),
)


def ended_stops(record: OutboundDetail) -> list[StopRow]:
    """Return the stops of vehicles that have not left whose receipt is void or refused: with them none may leave."""
    if record.state == "canceled":
        return []
    waiting = [one for one in record.vehicles if one.sent_on is None]
    return [stop for one in waiting for stop in one.stops if stop.handover_state in ("void", "refused")]


def next_of(record: OutboundDetail) -> Next:
    """Return what the run waits for."""
    if record.state == "canceled":
        return Next.NOTHING
    waiting = [one for one in record.vehicles if one.sent_on is None and one.stops]
    if waiting or record.state != "sent":
        stops = [stop for one in waiting for stop in one.stops]
        if any(stop.handover_state == "draft" for stop in stops) or any(not one.number for one in waiting):
            return Next.ISSUE
        if any(not one.printed or one.is_stale for one in waiting) or any(
            not stop.printed and stop.handover_state == "issued" for stop in stops
        ):
            return Next.PRINT
        return Next.LEAVE
    if any(stop.fate == "open" for stop in record.stops):
        return Next.STOP
    if any(one.on_road for one in record.vehicles):
        return Next.UNLOAD
    if any(stop.copy == "missing" for stop in record.stops):
        return Next.FILE
    return Next.COPY if any(one.sent_on and one.back_on is None for one in record.vehicles) else Next.NOTHING


def life(record: OutboundDetail) -> list[Step]:
    """Return how far the run is; what was left out on the way is dotted."""
    row, sent = record.row, record.state == "sent"
    stops = record.stops
    done = (
        bool(row.handovers), bool(row.picks) and row.picked >= row.picks,
        bool(stops) and all(one.number for one in record.vehicles if one.stops)
        and all(stop.handover_state != "draft" for stop in stops),
        bool(stops) and all(one.printed and not one.is_stale for one in record.vehicles if one.stops),
        sent and all(one.sent_on for one in record.vehicles if one.stops),
        sent and not row.on_road and all(one.sent_on for one in record.vehicles),
        sent and not row.copies_missing and not row.on_road and not any(stop.copy == "missing" for stop in stops),
    )  # fmt: skip
    last = max((at for at, is_done in enumerate(done) if is_done), default=-1)
    found: list[Step] = []
    for at, (title, is_done) in enumerate(zip(STEPS, done, strict=True)):
        later: State = "current" if at == last + 1 else "todo"
        state: State = "done" if is_done else "skipped" if at < last and sent else later
        found.append(Step(_(title), state))
    return found
