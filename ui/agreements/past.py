"""What happened to an agreement as lines of a timeline, and what an empty part of its page says."""

from __future__ import annotations

from inl_logistics.agreements.documents import PaperAmendment
from inl_logistics.agreements.queries import Overridden
from inl_logistics.kernel.translation import _
from inl_logistics.register.numbers import screen_number
from ui.agreements import words
from ui.agreements.columns import dollars
from ui.kit.formats import day
from ui.kit.timeline import Entry


def amendment_entry(one: PaperAmendment) -> Entry:
    """Return an amendment as a line of the timeline."""
    title = _("As first signed") if one.number == 0 else _("Amendment {n}").format(n=one.number)
    added = sum(value for _code, value in one.amounts)
    later = one.number > 0 and one.expires_on is not None
    note = _("{day} · prolonged").format(day=day(one.signed_on)) if later else day(one.signed_on)
    icon = "file-check" if one.number == 0 else "file-plus"
    change = f"{'+' if added > 0 else ''}{dollars(added)}" if added else ""
    return Entry(title, note, icon, "info", change, key=one.number)


def override_entry(one: Overridden) -> Entry:
    """Return a rule that was set aside as a line of the timeline."""
    title = _("{order}: {rule}").format(order=screen_number(one.order), rule=words.rule_words(one.code))
    return Entry(title, " · ".join((day(one.on), one.by, one.reason)), "shield-alert", "warn", key=one.order_id)


def nothing_words(panel: str) -> tuple[str, str]:
    """Say what will be in a part that is empty."""
    if panel == "projects":
        return _("No projects yet"), _(
            "Add the projects of this agreement with their ceilings; orders are judged by them."
        )
    if panel == "clauses":
        return _("No clauses yet"), _("Enter what it says of end-use checks, duties and title; each wording is kept.")
    return _("Nothing ordered yet"), _("What orders take, receive and hand over is listed here by year.")
