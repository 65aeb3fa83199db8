"""The columns of the lists of partners: the host, and companies."""

from __future__ import annotations

from inl_logistics.kernel.translation import N_, _
from inl_logistics.partners.queries import PartnerRow
from ui.kit.chips import ChipLook
from ui.kit.formats import number
from ui.kit.navigation import PageContext
from ui.kit.tables import Column
from ui.partners.words import KINDS, vetting_chip


def list_columns(context: PageContext, *, host: bool) -> tuple[Column, ...]:
    """Return the columns of the host list, or of companies."""

    def look(r: PartnerRow) -> ChipLook | None:
        if r.kind not in {"unit", "facility", "agency"} or not (r.vetting_needed or r.vetting_result):
            return None
        return vetting_chip(
            needed=r.vetting_needed, result=r.vetting_result, valid_to=r.vetted_to, today=context.today()
        )

    def words(r: PartnerRow) -> str:
        found = look(r)
        return found.text if found else "—"

    shared = (
        Column("name", N_("Name"), lambda r: r.name, kind="strong", width=190, stretch=True, sort="name"),
        Column(
            "kind", N_("Kind"), lambda r: _(KINDS.get(r.kind, r.kind)), width=76, sort="kind", filterable=True, yields=1
        ),
    )
    if not host:
        return (
            *shared,
            Column("country", N_("Country"), lambda r: r.country or "—", width=80, sort="country"),
            Column("region", N_("Region"), lambda r: r.region or "—", width=120, filterable=True, sort="region"),
            Column(
                "people",
                N_("People"),
                lambda r: number(r.people),
                kind="numberQuiet",
                width=70,
                sort="people",
                yields=2,
            ),
        )
    return (
        *shared,
        Column("parent", N_("Stands under"), lambda r: r.parent or "—", width=150, sort="parent", yields=3),
        Column("native", N_("Own name"), lambda r: r.name_native or "—", kind="quiet", width=190, shown="wide"),
        Column(
            "region", N_("Region"), lambda r: r.region or "—", width=100, sort="region", shown="normal", filterable=True
        ),
        Column("ministry", N_("Ministry"), lambda r: r.ministry or "—", width=150, shown="wide", filterable=True),
        Column(
            "people", N_("People"), lambda r: number(r.people), kind="numberQuiet", width=62, sort="people", yields=1
        ),
        Column("holds", N_("Holds"), lambda r: number(r.holds), kind="numberStrong", width=66, sort="holds"),
        Column("vetting", N_("Vetting"), words, kind="chip", width=172, chip=look, sort="vetting", filterable=True),
    )
