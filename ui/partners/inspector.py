"""Fills the inspector of the partner lists: who it is, its people, its vettings, what it holds."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from inl_logistics.kernel import dates
from inl_logistics.kernel.translation import N_, _
from inl_logistics.kernel.values import Money
from inl_logistics.partners.queries import PartnerDetail, VettingRow
from ui.kit.chips import ChipLook
from ui.kit.formats import day, money, number, short_money
from ui.kit.inspector import Facts, Inspector, scrolled
from ui.kit.navigation import PageContext
from ui.kit.tables import Column, KeyedTableModel, ListView
from ui.kit.timeline import Entry, Timeline
from ui.kit.tokens import ToneName
from ui.partners.words import ICONS, KINDS, RESULTS, SERVICES, vetting_chip

_PEOPLE = (
    Column("name", N_("Name"), lambda r: r.name, kind="strong", width=110, stretch=True, sub=lambda r: r.title or "—"),
    Column("role", N_("May"), lambda r: _role(r.may_sign, r.commands), kind="quiet", width=120),
)
_HELD = (
    Column("item", N_("Item"), lambda r: r.item, kind="strong", width=120, stretch=True),
    Column("units", N_("Units"), lambda r: number(r.quantity), kind="numberStrong", width=58),
    Column("value", N_("Value"), lambda r: money(Money(r.value_minor), cents=False), kind="number", width=80),
)
_ENTRIES: dict[str, tuple[str, ToneName]] = {
    "cleared": ("badge-check", "ok"), "requested": ("hourglass", "info"), "denied": ("shield-alert", "bad"),
}  # fmt: skip


def _role(signs: bool, commands: bool) -> str:
    if commands:
        return _("Commands, signs") if signs else _("Commands")
    return _("Signs") if signs else "—"


class PartnerInspector(QObject):
    """What the inspector shows of one partner."""

    person_opened = Signal(int)
    partner_opened = Signal(int)

    def __init__(self, context: PageContext, panel: Inspector) -> None:
        super().__init__(panel)
        self._context, self._panel = context, panel
        self.detail: PartnerDetail | None = None
        self.facts = Facts(label_width=112)
        self.people = ListView(KeyedTableModel(_PEOPLE, parent=self), density="two-line")
        self.vetting, self.below = Timeline(), Timeline()
        self.held = ListView(KeyedTableModel(_HELD, parent=self), density="compact")
        self._pages: tuple[QWidget, ...] = (
            scrolled(self.facts), self.people, scrolled(self.vetting), self.held, scrolled(self.below),
        )  # fmt: skip
        panel.hold(*self._pages)
        self.people.opened.connect(lambda key: self.person_opened.emit(int(str(key))))
        self.below.clicked.connect(lambda key: self.partner_opened.emit(int(str(key))))
        self.show_detail(None)

    def show_detail(self, detail: PartnerDetail | None) -> None:
        """Show a partner, or that nothing is chosen."""
        self.detail = detail
        if detail is None:
            self._panel.set_identity(
                _("Nothing chosen"), lines=(_("Choose a partner to see it here."),), icon="building-2"
            )
            self._panel.set_numbers([])
            self._panel.set_tabs([])
            return
        self._panel.set_identity(detail.name, icon=ICONS.get(detail.kind, "building-2"), chips=self._chips(detail),
                                 lines=tuple(filter(None, (detail.name_native or detail.name_latin, _under(detail)))))  # fmt: skip
        self._panel.set_numbers([
            (number(detail.holding_count), _("Units held")), (short_money(Money(detail.holding_value_minor)), _("Value")),
            (number(detail.handovers), _("Handovers")), (number(len(detail.people)), _("People")),
        ])  # fmt: skip
        self.facts.set_pairs(_facts(detail))
        self.people.list.set_rows(detail.people, keys=[person.id for person in detail.people])
        self.people.setAccessibleName(_("People"))
        self.held.list.set_rows(detail.holdings)
        self.held.setAccessibleName(_("Holds"))
        self.vetting.set_entries([_vetting_entry(one) for one in detail.vettings])
        self.vetting.setAccessibleName(_("Vetting"))
        self.below.set_entries([
            Entry(name, _(KINDS.get(kind, kind)), ICONS.get(kind, "building-2"), key=ident) for ident, kind, name in detail.children
        ])  # fmt: skip
        self.below.setAccessibleName(_("Below it"))
        self._panel.set_tabs(self._tabs(detail))

    def _chips(self, detail: PartnerDetail) -> list[ChipLook]:
        looks = [ChipLook("neutral", _(KINDS.get(detail.kind, detail.kind)), dot=False)]
        if detail.kind in {"unit", "facility", "agency"} and (detail.vetting_needed or detail.vettings):
            last = detail.vettings[0] if detail.vettings else None
            looks.append(vetting_chip(needed=detail.vetting_needed, result=last.result if last else "",
                                      valid_to=last.valid_to if last else None, today=self._context.today()))  # fmt: skip
        return looks

    def _tabs(self, detail: PartnerDetail) -> list[tuple[str, str, QWidget]]:
        facts, people, vetting, held, below = self._pages
        tabs = [("facts", _("Details"), facts), ("people", _("People"), people)]
        if detail.vetting_needed or detail.vettings:
            tabs.append(("vetting", _("Vetting"), vetting))
        if detail.holdings:
            tabs.append(("held", _("Holds"), held))
        if detail.children:
            tabs.append(("below", _("Below it"), below))
        return tabs


def _under(detail: PartnerDetail) -> str:
    now = next((one.parent for one in detail.parents if one.to_on is None), "")
    return " · ".join(filter(None, (now, detail.region)))


def _facts(detail: PartnerDetail) -> list[tuple[str, str]]:
    past = [f"{one.parent}, {day(one.from_on)} – {day(one.to_on)}" for one in detail.parents if one.to_on is not None]
    now = next((one for one in detail.parents if one.to_on is None), None)
    host = detail.kind in {"country", "ministry", "agency", "unit", "facility"}
    rows = [
        (_("Kind"), _(KINDS.get(detail.kind, detail.kind))), (_("Own name"), detail.name_native),
        (_("Latin name"), detail.name_latin), (_("Code"), detail.code), (_("Country"), detail.country),
        (_("Region"), detail.region), (_("Place"), detail.place),
    ]  # fmt: skip
    if host:
        rows += [
            (_("Stands under"), _("{name}, since {day}").format(name=now.parent, day=day(now.from_on)) if now else ""),
            (_("Before that"), "\n".join(past)), (_("Service"), _(SERVICES.get(detail.service, detail.service))),
            (_("Vetting"), _("Needed") if detail.vetting_needed else _("Not required")),
        ]  # fmt: skip
    return rows


def _vetting_entry(row: VettingRow) -> Entry:
    icon, tone = _ENTRIES.get(row.result, ("circle", "neutral"))
    days = " – ".join(dates.short(one) for one in (row.valid_from, row.valid_to) if one is not None)
    words = _(RESULTS.get(row.result, row.result))
    note = " · ".join(filter(None, (days, row.commander, row.agency, row.note)))
    return Entry(f"{words} {row.case_number}".strip(), note, icon, tone, key=row.id)
