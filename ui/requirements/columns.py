"""The columns of plans, their recipients, needs and lines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from inl_logistics.kernel.translation import N_, _
from inl_logistics.kernel.values import Money
from inl_logistics.partners.rules import VettingStanding
from inl_logistics.register.numbers import screen_number
from inl_logistics.requirements.planparts import PlanLineRow, RecipientRow
from inl_logistics.requirements.queries import RequirementRow
from ui.kit.chips import ChipLook, chip
from ui.kit.formats import day, money, number
from ui.kit.tables import Column
from ui.kit.tokens import ToneName
from ui.kit.vettingchip import vetting_chip
from ui.requirements.words import BASES, PRIORITIES, plan_chip

Parts = tuple[tuple[float, ToneName], ...]


def _late(row: RequirementRow) -> ToneName | None:
    return "bad" if row.late else None


def _progress(needed: int, handed: int, ready: int, coming: int) -> Parts:
    """Return handed over, ready and on order as parts of what is needed."""
    whole = max(1, needed)
    given = min(handed, whole)
    held = max(0, min(ready, whole - given))
    ordered = max(0, min(coming, whole - given - held))
    return (given / whole, "ok"), (held / whole, "teal"), (ordered / whole, "info")


LIST = (
    Column("number", N_("Plan"), lambda row: screen_number(row.number) or _("Draft"), 108, "strong", sort="number"),
    Column("title", N_("Purpose"), lambda row: row.title or "—", 220, "text", sort="title", stretch=True),
    Column("agency", N_("Agency"), lambda row: row.agency or "—", 150, "quiet", sort="agency", yields=1),
    Column("recipients", N_("Recipients"), lambda row: number(row.recipients), 84, "number", yields=1),
    Column("heads", N_("Persons"), lambda row: number(row.headcount), 76, "number", sort="heads"),
    Column("project", N_("Project"), lambda row: row.project or "—", 110, "text", shown="wide"),
    Column("need_by", N_("Needed by"), lambda row: day(row.need_by), 100, "date", sort="need_by", tone=_late),
    Column("priority", N_("Priority"), lambda row: _(PRIORITIES.get(row.priority, row.priority)), 88, "text",
           shown="normal"),
    Column("estimate", N_("Estimate"), lambda row: money(Money(row.estimate_minor), cents=False), 96, "money",
           sort="estimate", shown="normal"),
    Column("progress", N_("Progress"), lambda row: f"{row.handed_over} / {row.needed}", 110, "progress",
           progress=lambda row: _progress(row.needed, row.handed_over, row.ready, row.coming)),
    Column("state", N_("Status"), lambda row: plan_chip(row).text, 140, "chip", chip=plan_chip),
)  # fmt: skip


def recipient_columns(today: Callable[[], date]) -> tuple[Column, ...]:
    """Return the columns of a plan's recipients; vetting depends on the day."""

    def vetting(row: RecipientRow) -> ChipLook | None:
        if row.unit_id is None:
            return None
        return vetting_chip(VettingStanding(row.vetting), row.vetted_to, today=today())

    def handover(row: RecipientRow) -> ChipLook | None:
        if row.handover_id is None:
            return None
        state = {"variance": "variance", "signed": "signed", "issued": "issued"}.get(row.handover_state, "draft")
        return chip("handover", state)

    return (
        Column("facility", N_("Facility"), lambda row: row.facility or "—", 170, "strong", stretch=True,
               sub=lambda row: " · ".join(filter(None, (row.unit, row.person)))),
        Column("vetting", N_("Vetting"), lambda row: look.text if (look := vetting(row)) else "—", 160, "chip",
               chip=vetting, yields=2),
        Column("heads", N_("Persons"), lambda row: number(row.headcount), 66, "number"),
        Column("sized", N_("Sizes"), lambda row: f"{number(row.sized)} / {number(row.headcount)}", 70, "number", yields=1,
               tone=lambda row: "warn" if row.sized < row.headcount else None),
        Column("progress", N_("Handed over"), lambda row: f"{number(row.handed_over)} / {number(row.needed)}", 110,
               "progress", progress=lambda row: _progress(row.needed, row.handed_over, row.reserved + row.in_handover, 0)),
        Column("handover", N_("Handover"), lambda row: screen_number(row.handover) or "—", 104, "link"),
        Column("state", N_("State"), lambda row: look.text if (look := handover(row)) else "—", 92, "chip", chip=handover),
    )  # fmt: skip


NEEDS = (
    Column("item", N_("Item"), lambda row: row.item, 190, "strong", stretch=True, sub=lambda row: row.code,
           problem=lambda row: "" if row.variant_id else _("Some persons have no size of this yet.")),
    Column("needed", N_("Needed"), lambda row: number(row.needed), 70, "numberStrong"),
    Column("handed", N_("Handed over"), lambda row: number(row.handed_over), 92, "number", yields=2),
    Column("ready", N_("Put aside"), lambda row: number(row.ready), 78, "number"),
    Column("free", N_("Free"), lambda row: number(row.free), 62, "number"),
    Column("coming", N_("On order"), lambda row: number(row.coming), 76, "number"),
    Column("short", N_("Short"), lambda row: number(row.short) if row.short else "—", 64, "numberStrong",
           tone=lambda row: "bad" if row.short else None),
    Column("progress", N_("Progress"), lambda row: f"{row.handed_over} / {row.needed}", 96, "progress",
           progress=lambda row: _progress(row.needed, row.handed_over, row.ready, row.coming), yields=1),
)  # fmt: skip


LINES = (
    Column("item", N_("What"), lambda row: row.item, 190, "strong", stretch=True,
           sub=lambda row: " · ".join(filter(None, (row.code, row.remarks)))),
    Column("recipient", N_("For"), lambda row: row.recipient or _("All recipients"), 130, "text", yields=1),
    Column("quantity", N_("Quantity"), lambda row: number(row.quantity), 74, "numberStrong"),
    Column("basis", N_("Counts"), lambda row: _(BASES[row.basis]), 120, "quiet"),
    Column("total", N_("Total"), lambda row: number(row.total), 66, "number"),
)  # fmt: skip


def line_key(row: PlanLineRow) -> int:
    """Return the key of a line."""
    return row.id
