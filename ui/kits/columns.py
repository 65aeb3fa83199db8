"""The columns of the tables of kits."""

from __future__ import annotations

from dataclasses import dataclass

from inl_logistics.kernel.translation import N_, _
from inl_logistics.kernel.values import Money
from inl_logistics.kits.queries import KitLineRow, VersionRow
from inl_logistics.kits.readiness import LackRow, Readiness
from inl_logistics.register.numbers import screen_number
from ui.kit.chips import ChipLook
from ui.kit.formats import day, money, number
from ui.kit.lackwords import lack_words
from ui.kit.tables import Column
from ui.kit.tokens import ToneName
from ui.kits import words

LIST = (
    Column("name", N_("Kit"), lambda r: r.name, kind="strong", width=170, sort="name"),
    Column("code", N_("Code"), lambda r: r.code, kind="mono", width=80, sort="code", yields=3),
    Column("persons", N_("Persons"), lambda r: number(r.persons), kind="numberQuiet", width=68, sort="persons", shown="normal"),
    Column("version", N_("Version"), lambda r: number(r.version) if r.version else "—", kind="numberQuiet", width=64,
           shown="wide"),
    Column("can", N_("Can build"), lambda r: number(r.can), kind="numberStrong", width=84, sort="can"),
    Column("assembled", N_("Assembled"), lambda r: number(r.assembled) if r.assembled else "—", kind="number", width=86,
           sort="assembled", yields=2),
    Column("blocks", N_("The next lacks"), lambda r: lack_words(r.blocks) or "—", kind="quiet", width=150, stretch=True),
    Column("next", N_("Next costs"), lambda r: money(Money(r.next_minor)), kind="number", width=96, sort="next", yields=1),
    Column("cost", N_("Cost"), lambda r: money(Money(r.cost_minor)), kind="number", width=96, sort="cost", shown="normal"),
    Column("weight", N_("Weight"), lambda r: words.weight(r.weight_g), kind="numberQuiet", width=84, sort="weight",
           shown="wide"),
    Column("serials", N_("Serials"), lambda r: number(r.serials), kind="numberQuiet", width=68, sort="serials", shown="wide"),
    Column("status", N_("Status"), lambda r: words.kit_chip(r).text, kind="chip", width=112, chip=words.kit_chip),
)  # fmt: skip


def _size(line: KitLineRow) -> str:
    return line.size or (_("Kit") if line.kit_id is not None else "—")


def _can_tone(line: KitLineRow) -> ToneName | None:
    return None if line.can or line.optional else "bad"


LINES = (
    Column("name", N_("Component"), lambda r: r.name, kind="strong", width=200, stretch=True),
    Column("code", N_("Code"), lambda r: r.code, kind="mono", width=120),
    Column("size", N_("Size"), _size, kind="quiet", width=84),
    Column("quantity", N_("Quantity"), lambda r: number(r.quantity), kind="numberStrong", width=76),
    Column("unit", N_("Unit"), lambda r: r.unit, kind="quiet", width=48),
    Column("free", N_("Free now"), lambda r: number(r.free), kind="number", width=80),
    Column("can", N_("For kits"), lambda r: number(r.can), kind="number", width=76, tone=_can_tone),
    Column("cost", N_("Cost"), lambda r: money(Money(r.cost_minor)), kind="number", width=96),
    Column("option", N_("Option"), lambda r: _("Option") if r.optional else "", kind="quiet", width=70),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StoreLack:
    """A row of the readiness table: a store, and one thing that blocks the next kit there."""

    ready: Readiness
    lack: LackRow | None
    first: bool


def store_rows(stores: tuple[Readiness, ...]) -> list[StoreLack]:
    """Return the readiness of all stores and of each, a row for each thing that blocks the next."""
    return [StoreLack(ready, lack, at == 0) for ready in stores for at, lack in enumerate(ready.blocks or (None,))]


_SAME = "\u00a0"  # as in the row above

READINESS = (
    Column("store", N_("Store"), lambda r: r.ready.store or _("All stores"), kind="text", width=150),
    Column("can", N_("Can build"), lambda r: number(r.ready.can) if r.first else _SAME, kind="numberStrong", width=84),
    Column("item", N_("The next lacks"), lambda r: _lack(r.lack), width=200, stretch=True),
    Column("code", N_("Code"), lambda r: r.lack.code if r.lack else "", kind="mono", width=90),
    Column("quantity", N_("Missing"), lambda r: number(r.lack.quantity) if r.lack else "", kind="number", width=76),
    Column("cost", N_("Cost"), lambda r: money(Money(r.lack.cost_minor)) if r.lack else "", kind="number", width=100),
    Column("total", N_("Next costs"), lambda r: money(Money(r.ready.cost_minor)) if r.first else _SAME, kind="number", width=104),
)  # fmt: skip


def _lack(lack: LackRow | None) -> str:
    return "—" if lack is None else ", ".join(filter(None, (lack.item, lack.size)))


BUILDS = (
    Column("number", N_("Number"), lambda r: r.number, kind="mono", width=136),
    Column("store", N_("Store"), lambda r: r.store, width=124),
    Column("serials", N_("Serials"), lambda r: r.serials or "—", kind="mono", width=150, stretch=True),
    Column("version", N_("Version"), lambda r: number(r.version), kind="numberQuiet", width=64, yields=1),
    Column("units", N_("Units"), lambda r: number(r.units), kind="number", width=60, yields=3),
    Column("built", N_("Built on"), lambda r: day(r.built_on), kind="date", width=104, yields=2),
    Column("handover", N_("Handover"), lambda r: screen_number(r.handover) or ("…" if r.handover_id else "—"), kind="quiet",
           width=110),
    Column("status", N_("Status"), lambda r: words.build_chip(r).text, kind="chip", width=124, chip=words.build_chip),
)  # fmt: skip
PARTS = (
    Column("item", N_("Item"), lambda r: r.item, kind="strong", width=180, stretch=True),
    Column("code", N_("Code"), lambda r: r.code, kind="mono", width=120),
    Column("serial", N_("Serial or lot"), lambda r: r.serial or r.lot or "—", kind="mono", width=130),
    Column("place", N_("Place"), lambda r: r.place, kind="quiet", width=150),
    Column("quantity", N_("Units"), lambda r: number(r.quantity), kind="number", width=60),
)


def _version_chip(row: VersionRow) -> ChipLook:
    if row.in_force:
        return ChipLook("ok", _("In force"))
    if row.from_on is None and not row.since_ever:
        return ChipLook("neutral", _("Draft"))
    return ChipLook("neutral", _("Not in force"))


VERSIONS = (
    Column("number", N_("Version"), lambda r: number(r.number), kind="numberStrong", width=70),
    Column("from", N_("In force from"), lambda r: _("the beginning") if r.since_ever else day(r.from_on), width=130),
    Column("note", N_("Why"), lambda r: r.note or "—", width=220, stretch=True),
    Column("by", N_("By"), lambda r: r.by or "—", kind="quiet", width=140),
    Column("status", N_("Status"), lambda r: _version_chip(r).text, kind="chip", width=124, chip=_version_chip),
)
