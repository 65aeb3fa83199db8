"""How tasks and acts read on Home, and where they lead. Source: ui.md 10; picture 01."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from inl_logistics.home.queries import Activity
from inl_logistics.home.values import Task, TaskKind
from inl_logistics.kernel import dates
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kernel.values import Money
from inl_logistics.register.numbers import screen_number
from ui.kit.chips import ChipLook
from ui.kit.formats import money
from ui.kit.navigation import Route
from ui.kit.rulewords import rule_words
from ui.kit.tokens import ToneName

_SOON_DAYS, _NEAR_DAYS = 60, 20


@dataclass(frozen=True, slots=True)
class GroupWords:
    """A group of tasks: title, icon, the verb of its rows, the list it opens."""

    title: str
    icon: str
    verb: str
    route: Route


GROUPS: dict[TaskKind, GroupWords] = {
    TaskKind.LATE_SHIPMENT: GroupWords(N_("Late shipments"), "ship", N_("Update"),
                                       Route("shipments", None, (("filter.status", "late"),))),
    TaskKind.ON_THE_ROAD: GroupWords(N_("Long on the road"), "truck", N_("Follow"), Route("outbounds")),
    TaskKind.UNSIGNED: GroupWords(N_("Waiting for signature"), "pen-line", N_("Sign"),
                                  Route("handovers", None, (("filter.status", "issued"),))),
    TaskKind.COPY_MISSING: GroupWords(N_("Awaiting signed copy"), "paperclip", N_("Attach"),
                                      Route("handovers", None, (("filter.status", "copy-missing"),))),
    TaskKind.RETURN_COPY: GroupWords(N_("Waybill copies not back"), "file-check", N_("File"),
                                     Route("outbounds", None, (("filter.status", "copy-missing"),))),
    TaskKind.VETTING: GroupWords(N_("Vetting expiring"), "shield-alert", N_("Renew"),
                                 Route("vettings", None, (("filter.ends", "ended,30"),))),
    TaskKind.BELOW_MINIMUM: GroupWords(N_("Below minimum"), "arrow-down", N_("Order"),
                                       Route("inventory", None, (("view", "below"),))),
    TaskKind.EXPIRING: GroupWords(N_("Expiring lots"), "calendar-clock", N_("Plan"),
                                  Route("inventory", None, (("view", "expiring"),))),
    TaskKind.DISCREPANCY: GroupWords(N_("Discrepancies to claim"), "triangle-alert", N_("Claim"),
                                     Route("discrepancies", None, (("filter.status", "open,due,overdue"),))),
    TaskKind.COUNT: GroupWords(N_("Counts"), "clipboard-check", N_("Count"), Route("counts", None, (("view", "open"),))),
    TaskKind.COSIGN: GroupWords(N_("Approvals to review"), "badge-check", N_("Review"), Route("handovers")),
}  # fmt: skip


def task_title(task: Task) -> str:
    """Return the strong words of a task: its number or name."""
    if task.kind is TaskKind.EXPIRING:
        return _("Lot {code}").format(code=task.title)
    return screen_number(task.title) if task.kind not in {TaskKind.VETTING, TaskKind.BELOW_MINIMUM} else task.title


def task_detail(task: Task) -> str:
    """Say what it is about, with the number and the consequence."""
    on = dates.day_month(task.on) if task.on else ""
    match task.kind:
        case TaskKind.LATE_SHIPMENT:
            return _late_words(task, on)
        case TaskKind.ON_THE_ROAD:
            units = ngettext("{n} unit", "{n} units", task.quantity).format(n=f"{task.quantity:,}")
            return _("{where} — {units} since {day}").format(where=task.detail, units=units, day=on)
        case TaskKind.RETURN_COPY:
            return _("{who} — left {day}").format(who=task.detail, day=on)
        case TaskKind.UNSIGNED:
            return _("{unit} — issued {day}").format(unit=task.detail, day=on)
        case TaskKind.COPY_MISSING:
            return _("{unit} — signed {day}").format(unit=task.detail, day=on)
        case TaskKind.VETTING:
            waiting = ngettext("{n} handover waits", "{n} handovers wait", task.quantity).format(n=task.quantity)
            ends = _("Vetting ended {day}") if task.days > 0 else _("Vetting ends {day}")
            rest = waiting if task.quantity else _("no open handover")
            return _("{ends} — {rest}").format(ends=ends.format(day=on), rest=rest)
        case TaskKind.BELOW_MINIMUM:
            return _("{item} — {free} of minimum {least}").format(item=task.detail, free=f"{task.quantity:,}",
                                                                  least=f"{task.limit:,}")  # fmt: skip
        case TaskKind.EXPIRING:
            units = ngettext("{n} unit", "{n} units", task.quantity).format(n=f"{task.quantity:,}")
            return _("{item} — {units}").format(item=task.detail, units=units)
        case TaskKind.DISCREPANCY:
            units = ngettext("{n} unit", "{n} units", task.quantity).format(n=f"{task.quantity:,}")
            return _("{addressee} — {units} to claim").format(addressee=task.detail or _("Vendor"), units=units)
        case TaskKind.COUNT:
            return _count_words(task, on)
    return rule_words(task.detail)


def _count_words(task: Task, on: str) -> str:
    """Say what a count waits for."""
    if task.detail == "planned":
        return _("planned for {day}").format(day=on)
    if task.detail == "counting":
        return _("being counted since {day}").format(day=on)
    if task.detail == "again":
        return ngettext(
            "{n} unit put down to a receipt stayed here — count again",
            "{n} units put down to a receipt stayed here — count again", task.quantity,
        ).format(n=task.quantity)  # fmt: skip
    if not task.quantity:
        return _("all right — to post")
    return ngettext("{n} line differs — to decide", "{n} lines differ — to decide", task.quantity).format(
        n=task.quantity
    )


def _late_words(task: Task, on: str) -> str:
    """Say what a late shipment costs and who waits for it."""
    cost = money(Money(task.limit, task.currency), cents=False)
    parts = {"what": task.detail, "day": on, "cost": cost, "n": f"{task.quantity:,}"}
    if task.on is None:
        return _("{what} — demurrage {cost} so far").format(**parts)
    if task.limit and task.quantity:
        return _("{what} — was due {day}; demurrage {cost}, {n} units waited for").format(**parts)
    if task.limit:
        return _("{what} — was due {day}; demurrage {cost} so far").format(**parts)
    if task.quantity:
        return _("{what} — was due {day}; {n} units waited for").format(**parts)
    return _("{what} — was due {day}").format(**parts)


def task_chip(task: Task) -> ChipLook:
    """Return the age, the days left or the shortage, with its urgency."""
    days = _("{n} d")
    match task.kind:
        case TaskKind.LATE_SHIPMENT:
            said = _("{n} d late") if task.on is not None else days
            return ChipLook("bad", said.format(n=task.days))
        case TaskKind.ON_THE_ROAD:
            return ChipLook("bad", days.format(n=task.days))
        case TaskKind.UNSIGNED | TaskKind.COPY_MISSING | TaskKind.RETURN_COPY:
            return ChipLook("bad" if task.days > 0 else "warn", days.format(n=task.quantity))
        case TaskKind.VETTING:
            if task.days > 0:
                return ChipLook("bad", _("Ended"))
            return ChipLook("warn" if -task.days <= _NEAR_DAYS else "neutral", days.format(n=-task.days))
        case TaskKind.BELOW_MINIMUM:
            tone: ToneName = "bad" if task.quantity * 2 < task.limit else "warn"
            return ChipLook(tone, f"\u2212{task.limit - task.quantity:,}")
        case TaskKind.EXPIRING:
            soon: ToneName = "warn" if -task.days <= _SOON_DAYS else "neutral"
            return ChipLook("bad" if task.days > 0 else soon, dates.day_month(task.on) if task.on else "—")
        case TaskKind.COUNT if task.days <= 0:
            return ChipLook("neutral", _("Today") if not task.days else days.format(n=-task.days))
        case TaskKind.COUNT:
            return ChipLook("warn", days.format(n=task.days))
        case TaskKind.DISCREPANCY:
            return ChipLook("bad" if task.days > 0 else "warn", dates.day_month(task.on) if task.on else _("Open"))
    return ChipLook("bad" if task.days > 0 else "info", days.format(n=max(0, -task.days)))


def task_route(task: Task) -> Route:
    """Return the record behind a task."""
    match task.kind:
        case TaskKind.VETTING:
            return Route("partner", task.subject_id, (("panel", "vetting"),))
        case TaskKind.BELOW_MINIMUM | TaskKind.EXPIRING:
            return Route("stock-card", task.subject_id, (("show", "places"),))
    return Route(task.subject_kind, task.subject_id) if task.subject_kind else Route("inventory")


def verb_route(task: Task) -> Route:
    """Return where the row's verb leads."""
    match task.kind:
        case TaskKind.VETTING:
            return Route("vettings", None, (("search", ""), ("key", str(task.subject_id)), ("act", "vet")))
        case TaskKind.BELOW_MINIMUM:
            return Route("order-draft", None, (("variants", str(task.subject_id)),))
    return task_route(task)


_ACTS: dict[str, tuple[str, str, ToneName]] = {
    "receiving.post": (N_("Received"), "package-check", "ok"), "handover.sign": (N_("Signed"), "handshake", "violet"),
    "handover.issue": (N_("Issued"), "file-text", "info"), "handover.void": (N_("Voided"), "ban", "neutral"),
    "receiving.reverse": (N_("Reversed"), "undo-2", "bad"),
    "handover.reverse": (N_("Reversed"), "undo-2", "bad"), "vetting.record": (N_("Vetted"), "shield-check", "teal"),
    "order.place": (N_("Ordered"), "shopping-cart", "info"), "shipment.book": (N_("Booked"), "ship", "info"),
    "import.run": (N_("Imported"), "file-spreadsheet", "info"), "import.undo": (N_("Import undone"), "undo-2", "warn"),
    "stock.tr": (N_("Moved"), "arrow-right-left", "neutral"), "stock.ch": (N_("Changed"), "pencil", "warn"),
    "stock.reverse": (N_("Reversed"), "undo-2", "bad"),
    "handover.file-copy": (N_("Copy filed"), "paperclip", "ok"), "count.post": (N_("Counted"), "clipboard-check", "ok"),
}  # fmt: skip
_OPENS = {"handover": "handover", "order": "order", "shipment": "shipment", "receiving": "receiving"}


def act_words(act: Activity) -> tuple[str, str, ToneName]:
    """Return the verb, icon and tone of an act."""
    words, icon, tone = _ACTS.get(act.action, (act.action, "circle", "neutral"))
    return _(words), icon, tone


def act_route(act: Activity) -> Route | None:
    """Return the record an act was about, if it has a page."""
    if act.subject_kind == "partner":
        return Route("partner", act.subject_id)
    return Route(_OPENS[act.subject_kind], act.subject_id) if act.subject_kind in _OPENS else None


def act_time(on: date, clock: str, *, today: date, weekday: str) -> str:
    """Return the time of today, the day of this week, or the date."""
    back = (today - on).days
    return clock if back <= 0 else weekday if back < 7 else dates.day_month(on)


def initials(name: str) -> str:
    """Return the letters a person is shown by."""
    parts = name.split()
    return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper()
