"""The lists of partners: the host tree, and companies. Source: product.md 8 (Partners: Host · Vendors · Stores)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from inl_logistics.kernel.listing import Facet, Listing, ListQuery
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.partners import queries
from inl_logistics.partners.commands import restore_partner, retire_partner
from inl_logistics.partners.queries import PartnerDetail
from ui.kit.buttons import Button, IconButton
from ui.kit.filters import FilterGroup, FilterOption, SavedView
from ui.kit.formats import number
from ui.kit.listpage import ListPage
from ui.kit.menus import drop_menu
from ui.kit.navigation import Command, Crumb, PageContext, Route
from ui.kit.sides import PARTNERS, SideSwitch
from ui.kit.tables import Group
from ui.kit.tokens import ToneName
from ui.kit.widget import row
from ui.partners.bulkacts import BulkActs
from ui.partners.dialogs import PartnerDialog, PersonDialog, VettingDialog
from ui.partners.inspector import PartnerInspector
from ui.partners.listcolumns import list_columns
from ui.partners.words import COMPANIES, HOST, KINDS, SERVICES, VETTING

_VETTING_TONES: dict[str, ToneName] = {
    "valid": "ok",
    "ending": "warn",
    "ended": "bad",
    "missing": "bad",
    "denied": "bad",
}


class PartnersPage(ListPage):
    """The host tree grouped by who stands above; or companies."""

    topics = frozenset({"partners", "ledger", "handovers"})
    export_name = "partners"

    def __init__(self, context: PageContext, route: Route) -> None:
        self_host = route.kind == "partners"
        groups = (("parent", N_("Stands under")), ("kind", N_("Kind")), ("region", N_("Region")))
        super().__init__(
            context, route, name=route.kind, columns=list_columns(context, host=self_host),
            groups=groups if self_host else groups[1:],
        )  # fmt: skip
        self.host = self_host
        self.kinds = HOST if self_host else COMPANIES
        self.switch = SideSwitch(context, PARTNERS, route.kind)
        self.start_tools.addWidget(self.switch)
        self.new, self.more = Button(kind="primary", icon="plus", key="Ctrl N"), IconButton("ellipsis")
        self.bulk, self.acts = Button(icon="pencil", key="Ctrl M", writes=True), BulkActs(self)
        self.bulk.clicked.connect(self.acts.change)
        for button in (self.bulk, self.new, self.more):
            self.tools.addWidget(button)
        self.edit, self.vet, self.person = Button(icon="pencil"), Button(icon="badge-check"), Button(icon="user-plus")
        self.inspector.foot.addLayout(row(None, self.edit, self.person, self.vet, "stretch", gap=6))
        self._about = PartnerInspector(context, self.inspector)
        self._total, self._act = Listing(()), ""
        self._first, self._bring = Button(kind="primary", icon="plus", key="Ctrl N"), Button(icon="file-spreadsheet")
        self.set_first_use("building-2", self._first_words, self._first, self._bring)
        for button in (self.new, self._first):
            button.clicked.connect(self.make)
        self._bring.clicked.connect(lambda: context.navigator.open(Route("import", None, (("kind", "partners"),))))
        self.edit.clicked.connect(self.change)
        self.vet.clicked.connect(self.record_vetting)
        self.person.clicked.connect(self.add_person)
        self.more.clicked.connect(self._open_more)
        self._about.person_opened.connect(self._open_person)
        self._about.partner_opened.connect(self._stand_on)
        if not route.params:
            self.views.wanted = "all"
        self._retranslate()

    def _retranslate(self) -> None:
        super()._retranslate()
        self.switch.retranslate()
        self.new.setText(_("New partner") if self.host else _("New company"))
        self._first.setText(self.new.text())
        self._bring.setText(_("Import"))
        self.ticks_changed()
        self.edit.setText(_("Edit"))
        self.vet.setText(_("Vetting"))
        self.person.setText(_("Person"))
        self.more.set_hint(_("More actions"))
        self.set_views(self._built_in(), counts=self.views.counts)
        self._about.show_detail(self._about.detail)
        self._show_buttons()

    def _first_words(self) -> tuple[str, str]:
        if self.host:
            return _("No partners yet"), _(
                "Ministries, agencies, units and facilities that receive goods are listed here."
            )
        return _("No companies yet"), _("Vendors, carriers and makers are listed here.")

    def _built_in(self) -> tuple[SavedView, ...]:
        everyone = SavedView("all", _("All partners") if self.host else _("All companies"))
        retired = SavedView("retired", _("Retired"), {"state": frozenset({"retired"})})
        if not self.host:
            return everyone, retired
        return (
            everyone,
            SavedView("units", _("Units"), {"kind": frozenset({"unit"})}),
            SavedView("ending", _("Vetting ends soon"), {"vetting": frozenset({"ending"})}),
            SavedView("without", _("Vetting missing or ended"), {"vetting": frozenset({"missing", "ended", "denied"})}),
            retired,
        )

    # list ---------------------------------------------------------------------------------------------------
    def crumbs(self) -> tuple[Crumb, ...]:
        """Say where this is."""
        return (Crumb(_("Partners")),)

    def query(self) -> ListQuery:
        """Keep to the kinds of this list."""
        query = super().query()
        kinds = query.chosen("kind") or frozenset(HOST if self.route.kind == "partners" else COMPANIES)
        return replace(query, filters={**query.filters, "kind": kinds})

    def ask(self) -> None:
        """Ask for partners and counts."""
        today = self.context.today()
        self.context.jobs.read(self, queries.keys, self.query(), today=today, done=self._listed)
        self.context.jobs.read(self, queries.facets, today=today, done=self._counted)

    def fetch(self, keys: Sequence[Any], deliver: Callable[[Sequence[Any]], None]) -> None:
        """Ask for a page."""
        self.context.jobs.read(self, queries.rows, keys, done=deliver)

    def _listed(self, listing: Listing) -> None:
        self._total = listing
        groups = [Group(g.key, self._group_words(g.title), number(g.count), "", g.count) for g in listing.groups]
        self.show_keys(listing.keys, groups)

    def _group_words(self, title: str) -> str:
        match self.grouping():
            case "kind":
                return _(KINDS.get(title, title))
            case "parent":
                return title or _("At the top")
        return title or _("Elsewhere")

    def _counted(self, facets: Mapping[str, Sequence[Facet]]) -> None:
        kinds = tuple(FilterOption(f.key, _(KINDS[f.key]), f.count) for f in facets["kind"] if f.key in self.kinds)
        groups = [FilterGroup("kind", _("Kind"), kinds)]
        vetting = {facet.key: facet.count for facet in facets["vetting"]}
        if self.host:
            states = tuple(
                FilterOption(k, _(words), vetting.get(k, 0), _VETTING_TONES[k]) for k, words in VETTING.items()
            )
            groups.append(FilterGroup("vetting", _("Vetting"), states))
            ministries = tuple(FilterOption(f.key, f.title, f.count) for f in facets["ministry"])
            services = tuple(FilterOption(f.key, _(SERVICES.get(f.key, f.key)), f.count) for f in facets["service"])
            groups.append(FilterGroup("ministry", _("Ministry"), ministries))
            groups.append(FilterGroup("service", _("Service"), services))
        regions = tuple(FilterOption(f.key, f.title, f.count) for f in facets["region"])
        groups.append(FilterGroup("region", _("Region"), regions))
        retired = sum(facet.count for facet in facets["retired"] if facet.key in self.kinds)
        groups.append(FilterGroup("state", _("State"), (FilterOption("retired", _("Retired"), retired, "neutral"),)))
        self.filters.set_groups([one for one in groups if one.options])
        of_kind = {facet.key: facet.count for facet in facets["kind"]}
        counts = {
            "all": sum(of_kind.get(kind, 0) for kind in self.kinds), "units": of_kind.get("unit", 0),
            "ending": vetting.get("ending", 0), "retired": retired,
            "without": sum(vetting.get(state, 0) for state in ("missing", "ended", "denied")),
        }  # fmt: skip
        self.set_views(self._built_in(), counts=counts)

    def status(self) -> tuple[str, ...]:
        """Say how many are shown."""
        count = len(self._total.keys)
        return (ngettext("{n} partner", "{n} partners", count).format(n=number(count)),)

    def link_acts(self) -> Mapping[str, Callable[[str], None]]:
        """Record a vetting of the partner that the link stands on, once it is shown, or describe a new partner."""
        return {"new": lambda _value: self.make(), "act": self._want}

    def _want(self, act: str) -> None:
        self._act = act
        self._act_on(self._about.detail)

    # inspector ----------------------------------------------------------------------------------------------
    def inspect(self, key: Any) -> None:
        """Show the current partner."""
        if key is None:
            self._take(None)
        else:
            self.context.jobs.read(self, queries.detail, key, done=self._take)

    def _take(self, detail: PartnerDetail | None) -> None:
        self._about.show_detail(detail)
        self._show_buttons()
        self._act_on(detail)

    def _act_on(self, detail: PartnerDetail | None) -> None:
        if detail is not None and self._act == "vet" and str(detail.id) == self.route.param("key"):
            self._act = ""
            self.record_vetting()

    def _show_buttons(self) -> None:
        detail = self._about.detail
        self.edit.setVisible(detail is not None)
        self.person.setVisible(detail is not None)
        self.vet.setVisible(detail is not None and detail.kind in {"unit", "facility", "agency"})

    # acting -------------------------------------------------------------------------------------------------
    def open_key(self, key: Any) -> None:
        """Open a partner's page."""
        self.context.navigator.open(Route("partner", key))

    def _edit(self, detail: PartnerDetail | None) -> None:
        dialog = PartnerDialog(self.context, self, detail, kinds=self.kinds)
        dialog.saved.connect(partial(self._saved, _("Partner saved.")))
        dialog.open()

    def change(self) -> None:
        """Edit the current partner."""
        if self._about.detail is not None:
            self._edit(self._about.detail)

    def make(self) -> None:
        """Describe a new partner, under the current one where that fits."""
        above = self._about.detail if self.host else None
        below = {"country": "ministry", "ministry": "agency", "agency": "unit", "unit": "facility"}
        kind = below.get(above.kind, "") if above else ""
        dialog = PartnerDialog(self.context, self, None, kinds=self.kinds, kind=kind,
                               parent_id=above.id if above and kind else None)  # fmt: skip
        dialog.saved.connect(partial(self._saved, _("Partner saved.")))
        dialog.open()

    def add_person(self) -> None:
        """Add a person to the current partner."""
        self._open_person(0)

    def _open_person(self, person_id: int) -> None:
        detail = self._about.detail
        if detail is not None:
            person = next((one for one in detail.people if one.id == person_id), None)
            dialog = PersonDialog(self.context, self, detail, person)
            dialog.saved.connect(lambda _id: self._saved(_("Person saved."), detail.id))
            dialog.open()

    def record_vetting(self) -> None:
        """Add a vetting to the current unit."""
        detail = self._about.detail
        if detail is not None and detail.kind in {"unit", "facility", "agency"}:
            dialog = VettingDialog(self.context, self, detail)
            dialog.saved.connect(lambda _id: self._saved(_("Vetting recorded."), detail.id))
            dialog.open()

    def _saved(self, words: str, partner_id: object) -> None:
        self._wanted_key = partner_id
        self.context.notices.show_notice(words)
        self.refresh()

    def _stand_on(self, partner_id: int) -> None:
        if not self.table.set_current_key(partner_id):
            self.context.navigator.open(Route(self.route.kind, None, (("search", ""), ("key", str(partner_id)))))

    def hand_over(self) -> None:
        """Start a handover to the current unit."""
        detail = self._about.detail
        if detail is not None and detail.kind == "unit":
            self.context.navigator.open(Route("handover", "new", (("unit", str(detail.id)),)))

    def retire(self) -> None:
        """Offer the current partner no more; the notice takes it back."""
        detail = self._about.detail
        if detail is None:
            return

        def undo() -> None:
            self.context.jobs.write(self, restore_partner, detail.id, done=lambda _none: self.refresh())

        def done(_none: None) -> None:
            words = _("{name} is retired. Its past stays.").format(name=detail.name)
            self.context.notices.show_notice(words, action=_("Undo"), act=undo)
            self.refresh()

        self.context.jobs.write(self, retire_partner, detail.id, done=done, failed=self.context.notices.show_error)

    def restore(self) -> None:
        """Offer the current retired partner again."""
        detail = self._about.detail
        if detail is not None:
            self.context.jobs.write(
                self, restore_partner, detail.id, done=lambda _none: self._saved(_("Offered again."), detail.id),
                failed=self.context.notices.show_error,
            )  # fmt: skip

    def ticks_changed(self) -> None:
        """Offer to change the ticked partners together."""
        count = self.model.tick_count()
        self.bulk.setText(ngettext("Change {n}…", "Change {n}…", count).format(n=number(count)))
        self.bulk.setVisible(count > 0)

    def _why_no_bulk(self) -> str:
        return "" if self.model.tick_count() else _("Tick partners first")

    def _open_more(self) -> None:
        shows_retired = bool(self.filters.chosen().get("state"))
        acts = [("trash-2", _("Retire"), "", self.retire)]
        if shows_retired:
            acts = [("undo-2", _("Offer again"), "", self.restore)]
        if self.model.tick_count():
            if self.host:
                acts.append(("arrow-right-left", _("Move the ticked ones…"), "", self.acts.move))
            acts.append(("trash-2", _("Retire the ticked ones…"), "", self.acts.retire))
            if shows_retired:
                acts.append(("undo-2", _("Offer the ticked ones again"), "", self.acts.restore))
        if self._about.detail is not None and self._about.detail.kind == "unit":
            acts.insert(0, ("handshake", _("New handover to it"), "", self.hand_over))
        drop_menu(self.more, acts)

    def selection_words(self) -> str:
        """Say what actions work on."""
        return self._about.detail.name if self._about.detail else ""

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done with partners."""
        return (
            Command("partner.new", N_("New partner"), self.make, "Ctrl+N", "plus"),
            Command("partner.edit", N_("Edit partner"), self.change, "F2", "pencil", on_selection=True),
            Command("partner.person", N_("Add a person"), self.add_person, icon="user-plus", on_selection=True),
            Command("partner.vet", N_("Record vetting"), self.record_vetting, icon="badge-check", on_selection=True),
            Command("partner.handover", N_("New handover to it"), self.hand_over, icon="handshake", on_selection=True),
            Command("partner.retire", N_("Retire partner"), self.retire, icon="trash-2", on_selection=True),
            Command(
                "partner.restore", N_("Offer a retired partner again"), self.restore, icon="undo-2", on_selection=True
            ),
            Command(
                "partners.change",
                N_("Change the ticked partners…"),
                self.acts.change,
                "Ctrl+M",
                "pencil",
                self._why_no_bulk,
            ),
            Command(
                "partners.move",
                N_("Move the ticked partners…"),
                self.acts.move,
                "",
                "arrow-right-left",
                self._why_no_bulk,
            ),
            Command(
                "partners.retire", N_("Retire the ticked partners…"), self.acts.retire, "", "trash-2", self._why_no_bulk
            ),
            Command(
                "partners.restore",
                N_("Offer the ticked partners again"),
                self.acts.restore,
                "",
                "undo-2",
                self._why_no_bulk,
            ),
            *self.list_commands(),
        )
