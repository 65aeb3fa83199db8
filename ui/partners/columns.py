"""The tables of a partner's page: holdings, handovers, people, vettings, agreements."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from inl_logistics.kernel.statewords import CONDITIONS
from inl_logistics.kernel.translation import N_, _
from inl_logistics.kernel.values import Money
from inl_logistics.partners.holdings import HeldLine
from inl_logistics.partners.queries import PersonRow, VettingRow
from inl_logistics.partners.whole import AgreementRow, HandedRow, VettingEnd
from inl_logistics.register.numbers import screen_number
from ui.kit.chips import ChipLook, chip
from ui.kit.formats import day, money, number
from ui.kit.tables import Column
from ui.partners.words import RESULTS

TITLES = {"usg": N_("On loan"), "host": N_("Theirs")}
ENDED_BY = {
    "agency": N_("new agency"), "commander": N_("new commander"), "denied": N_("denied"), "newer": N_("renewed"),
}  # fmt: skip


def _serials(line: HeldLine) -> str:
    shown = ", ".join(line.serials[:3])
    return f"{shown} +{number(len(line.serials) - 3)}" if len(line.serials) > 3 else shown or line.lot or "—"


HELD = (
    Column("item", N_("Item"), lambda r: r.item, kind="strong", width=180, stretch=True, sub=lambda r: r.code),
    Column("holder", N_("At"), lambda r: r.holder, width=150),
    Column("quantity", N_("Units"), lambda r: number(r.quantity), kind="numberStrong", width=62),
    Column("serials", N_("Serials or lot"), _serials, kind="mono", width=170),
    Column("papers", N_("Came by"), lambda r: ", ".join(map(screen_number, r.papers)) or "—", width=130),
    Column("condition", N_("Condition"), lambda r: _(CONDITIONS.get(r.condition, r.condition)), width=92, yields=4),
    Column("title", N_("Title"), lambda r: _(TITLES.get(r.title, r.title)), width=76, yields=3),
    Column("eum", N_("Class"), lambda r: r.monitoring or "—", width=52, yields=2),
    Column("value", N_("Value"), lambda r: money(Money(r.value_minor), cents=False), kind="number", width=88, yields=1),
)  # fmt: skip


def handover_look(row: HandedRow) -> ChipLook:
    """Return the chip of a handover's stored state."""
    return chip("handover", row.state)


HANDED = (
    Column("number", N_("Handover"), lambda r: r.number or _("Draft"), kind="strong", width=120),
    Column("on", N_("Date"), lambda r: day(r.on), width=100),
    Column("unit", N_("Unit"), lambda r: r.unit or "—", width=160, stretch=True),
    Column("facility", N_("Facility"), lambda r: r.facility or "—", width=150),
    Column("agency", N_("Agency on the paper"), lambda r: r.agency or "—", width=170),
    Column("units", N_("Units"), lambda r: number(r.units), kind="numberStrong", width=64),
    Column("state", N_("State"), lambda r: handover_look(r).text, kind="chip", width=120, chip=handover_look),
)  # fmt: skip


def authority_words(person: PersonRow) -> str:
    """Say what an official may sign, and between which days."""
    if not person.may_sign:
        return _("Does not sign")
    days = _between(person.signs_from, person.signs_to)
    return " · ".join(filter(None, (person.authority or _("Receipts"), days)))


def _between(first: date | None, last: date | None) -> str:
    if first and last:
        return f"{day(first)} – {day(last)}"
    if first:
        return _("from {day}").format(day=day(first))
    return _("until {day}").format(day=day(last)) if last else ""


def _person_title(person: PersonRow) -> str:
    return " · ".join(dict.fromkeys(filter(None, (person.title, person.title_native)))) or "—"


def signs_look(person: PersonRow, *, today: date) -> ChipLook:
    """Return whether an official can sign today."""
    if not person.may_sign:
        return ChipLook("neutral", _("Does not sign"))
    if person.signs_to is not None and person.signs_to < today:
        return ChipLook("bad", _("Authority ended"), "shield-alert")
    if person.signs_from is not None and person.signs_from > today:
        return ChipLook("info", _("From {day}").format(day=day(person.signs_from)))
    return ChipLook("ok", _("May sign"), "circle-check")


def people_columns(today: date) -> tuple[Column, ...]:
    """Return the columns of the people; a day decides who can sign."""
    return (
        Column("name", N_("Name"), lambda r: r.name, kind="strong", width=170, sub=lambda r: r.name_native or "—"),
        Column("title", N_("Title"), _person_title, width=190, stretch=True),
        Column("commands", N_("Commands"), lambda r: _commands(r), width=130),
        Column("authority", N_("May sign"), authority_words, width=230),
        Column("signs", N_("Today"), lambda r: signs_look(r, today=today).text, kind="chip", width=130,
               chip=lambda r: signs_look(r, today=today)),
    )  # fmt: skip


def _commands(person: PersonRow) -> str:
    if not person.commands:
        return "—"
    return _("since {day}").format(day=day(person.commands_from)) if person.commands_from else _("Yes")


class Vetted(NamedTuple):
    """A vetting with what ended it early."""

    row: VettingRow
    end: VettingEnd


def vetting_look(one: Vetted, *, today: date) -> ChipLook:
    """Return how one vetting of the history stands."""
    row, end = one
    if row.result == "requested":
        return chip("vetting", "requested")
    if row.result == "denied":
        return chip("vetting", "denied")
    if end.why:
        return ChipLook(
            "neutral" if end.why == "newer" else "bad", _("Ended by {why}").format(why=_(ENDED_BY[end.why]))
        )
    if row.valid_to is None or row.valid_to < today:
        return ChipLook("neutral", _("Ended"))
    return chip("vetting", "vetted", text=day(row.valid_to))


def vetting_columns(today: date) -> tuple[Column, ...]:
    """Return the columns of the vetting history."""
    return (
        Column("result", N_("Result"), lambda r: _(RESULTS.get(r.row.result, r.row.result)), kind="strong", width=88),
        Column("case", N_("Case number"), lambda r: r.row.case_number or "—", kind="mono", width=110),
        Column("from", N_("From"), lambda r: day(r.row.valid_from or r.row.requested_on), width=98),
        Column("to", N_("To"), lambda r: day(r.row.valid_to), width=98),
        Column("commander", N_("Commander"), lambda r: r.row.commander or "—", width=140),
        Column("agency", N_("Agency then"), lambda r: r.row.agency or "—", width=150, stretch=True),
        Column("note", N_("Note"), lambda r: r.row.note or "—", kind="quiet", width=120, yields=2),
        Column("ended", N_("Ended on"), lambda r: day(r.end.on), width=98, yields=1),
        Column("state", N_("State"), lambda r: vetting_look(r, today=today).text, kind="chip", width=190,
               chip=lambda r: vetting_look(r, today=today)),
    )  # fmt: skip


AGREEMENTS = (
    Column("number", N_("Agreement"), lambda r: r.number, kind="strong", width=140),
    Column("title", N_("Title"), lambda r: r.title or "—", width=240, stretch=True),
    Column("expires", N_("Expires"), lambda r: day(r.expires_on), width=110),
    Column("why", N_("How"), lambda r: _how(r), width=190),
)


def _how(row: AgreementRow) -> str:
    return _("Signed by it or above it") if row.signs else _("Goods came under it")
