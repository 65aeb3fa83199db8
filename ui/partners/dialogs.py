"""The editors of partners, people, vettings, stores. Source: ui.md 11; product.md 3 (Partners)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.text import fold
from inl_logistics.kernel.translation import _
from inl_logistics.partners.commands import (
    PartnerDraft,
    PersonDraft,
    StoreDraft,
    VettingDraft,
    record_vetting,
    save_partner,
    save_person,
    save_store,
)
from inl_logistics.partners.queries import PartnerDetail, PersonRow, parent_options
from inl_logistics.partners.records import PartnerKind, Service, VettingResult
from inl_logistics.partners.stores import StoreRow
from inl_logistics.reference.lists import CodeList, country_code
from ui.kit.choices import CheckBox
from ui.kit.codeedit import CodeField
from ui.kit.combo import Combo, Option
from ui.kit.fields import DateEdit, Field, LineEdit, TextArea
from ui.kit.formdialog import FormDialog
from ui.kit.navigation import PageContext
from ui.partners.words import HOST, KINDS, RESULTS, SERVICES


class PartnerDialog(FormDialog):
    """A host partner or a company; a changed parent takes effect on a day and keeps the past."""

    def __init__(self, context: PageContext, over: QWidget, detail: PartnerDetail | None, *, kinds: Sequence[str],
                 kind: str = "", parent_id: int | None = None) -> None:  # fmt: skip
        title = _("Edit {name}").format(name=detail.name) if detail else _("New partner")
        super().__init__(context, over, title, verb=_("Save partner"), width=560)
        self._detail = detail
        host = kinds[0] in HOST
        self.kind = self.field("kind", Field(Combo(editable=False), required=True), _("Kind"))
        self.kind.editor.set_options([Option(key, _(KINDS[key])) for key in kinds])
        self.kind.editor.set_value(detail.kind if detail else kind or ("unit" if host else "vendor"))
        self.code = self._line("code", _("Short code"), detail.code if detail else "")
        self.beside(self.kind, self.code)
        self.called = self.add("name", Field(LineEdit(), required=True), _("Name"))
        self.called.editor.setText(detail.name if detail else "")
        self.native = self._line("name_native", _("Name in its own language"), detail.name_native if detail else "")
        self.latin = self._line("name_latin", _("Name in Latin letters"), detail.name_latin if detail else "")
        self.beside(self.native, self.latin)
        self.country = self.field("country", CodeField(CodeList.COUNTRY), _("Country code"))
        self.country.editor.set_code(detail.country if detail else "")
        self.region = self._line("region", _("Region"), detail.region if detail else "")
        self.place = self._line("place", _("Place"), detail.place if detail else "")
        self.beside(self.country, self.region, self.place)
        self.service = self.field("service", Field(Combo(editable=False)), _("Service"))
        self.service.editor.set_options([Option(key, _(words)) for key, words in SERVICES.items()])
        self.service.editor.set_value(detail.service if detail else "other")
        self.vetting = CheckBox(_("Needs vetting before it receives anything"))
        # A unit that is vetted needlessly costs a form; one that is not vetted in time costs the program.
        self.vetting.setChecked(detail.vetting_needed if detail else self.kind.editor.value() == "unit")
        if detail is None:
            self.kind.editor.chosen.connect(lambda chosen: self.vetting.setChecked(chosen == "unit"))
        self.parent_field = self.field("parent_id", Field(Combo()), _("Stands under"))
        self.since = self.field("parent_from", Field(DateEdit(today=context.today)), _("From"),
                                hint=_("Papers before this day keep the old one."))  # fmt: skip
        if host:
            self.beside(self.service, self.parent_field)
            self.beside(self.since)
            self.body.addWidget(self.vetting)
        now = next((one for one in detail.parents if one.to_on is None), None) if detail else None
        self._parent = now.parent_id if now else parent_id
        self.since.editor.set_day(None if now else context.today())
        self.kind.editor.chosen.connect(self._ask_parents)
        if host:
            self._ask_parents()

    def _line(self, name: str, label: str, text: str) -> Field[LineEdit]:
        field = self.field(name, Field(LineEdit()), label)
        field.editor.setText(text)
        return field

    def _ask_parents(self, _kind: object = None) -> None:
        kind = str(self.kind.editor.value())
        self.context.jobs.read(self, parent_options, kind, done=self._show_parents)

    def _show_parents(self, options: Sequence[tuple[int, str]]) -> None:
        own = self._detail.id if self._detail else None
        self.parent_field.editor.set_options([Option(ident, name) for ident, name in options if ident != own])
        self.parent_field.editor.set_value(self._parent)

    def problems(self) -> dict[str, str]:
        """A country is two letters."""
        code = self._country()
        return {"country": _("Enter two letters, such as MX.")} if code and len(code) != 2 else {}

    def _country(self) -> str:
        """Return the code of what was typed, be it a code or a name."""
        typed = self.country.editor.text().strip()
        return country_code(typed) or typed

    def send(self) -> None:
        """Save it."""
        parent, old = self.parent_field.editor.value(), self._detail
        self.write(save_partner, PartnerDraft(
            PartnerKind(str(self.kind.editor.value())), self.called.editor.text(), id=old.id if old else None,
            version=old.version if old else 0, name_native=self.native.editor.text(), name_latin=self.latin.editor.text(),
            code=self.code.editor.text(), country=self._country(), region=self.region.editor.text(),
            place=self.place.editor.text(), service=Service(str(self.service.editor.value() or "other")),
            vetting_needed=self.vetting.isChecked(), parent_id=parent if isinstance(parent, int) else None,
            parent_from=self.since.editor.day(),
        ))  # fmt: skip


class PersonDialog(FormDialog):
    """A host official: name, title, authority to sign, and nothing more."""

    def __init__(
        self, context: PageContext, over: QWidget, partner: PartnerDetail, person: PersonRow | None = None
    ) -> None:
        title = (
            _("Edit {name}").format(name=person.name) if person else _("New person at {unit}").format(unit=partner.name)
        )
        super().__init__(context, over, title, verb=_("Save person"), width=520)
        self._partner, self._person = partner, person
        self.called = self.field("name", Field(LineEdit(), required=True), _("Name"))
        self.native = self.field("name_native", Field(LineEdit()), _("Name in its own language"))
        self.beside(self.called, self.native)
        self.post = self.field("title", Field(LineEdit()), _("Title"))
        self.post_native = self.field("title_native", Field(LineEdit()), _("Title in its own language"))
        self.beside(self.post, self.post_native)
        self.signs, self.commander = CheckBox(_("May sign receipts")), CheckBox(_("Commands this unit"))
        self.body.addWidget(self.signs)
        self.authority = self.add("authority", Field(LineEdit()), _("What may be signed"),
                                  hint=_("Such as: receipts of equipment, order 114/2026. Empty: receipts."))  # fmt: skip
        self.signs_from = self.field("signs_from", Field(DateEdit(today=context.today)), _("Authority from"))
        self.signs_to = self.field("signs_to", Field(DateEdit(today=context.today)), _("Authority to"))
        self.beside(self.signs_from, self.signs_to)
        self.body.addWidget(self.commander)
        self.commands_from = self.add("commands_from", Field(DateEdit(today=context.today)), _("Commands since"),
                                      hint=_("A new commander ends the vetting of the unit on this day."))  # fmt: skip
        self.signs.toggled.connect(self._follow)
        self.commander.toggled.connect(self._follow)
        self.signs.setChecked(person is None or person.may_sign)
        if person is not None:
            pairs = ((self.called, person.name), (self.native, person.name_native), (self.post, person.title),
                     (self.post_native, person.title_native))  # fmt: skip
            for field, words in pairs:
                field.editor.setText(words)
            self.commander.setChecked(person.commands)
            self.authority.editor.setText(person.authority)
            self.signs_from.editor.set_day(person.signs_from)
            self.signs_to.editor.set_day(person.signs_to)
            self.commands_from.editor.set_day(person.commands_from)
        self._follow()

    def _follow(self, _checked: bool = False) -> None:
        for field in (self.authority, self.signs_from, self.signs_to):
            field.setVisible(self.signs.isChecked())
        self.commands_from.setVisible(self.commander.isChecked())

    def send(self) -> None:
        """Save it."""
        old = self._person
        self.write(save_person, PersonDraft(
            self._partner.id, self.called.editor.text(), id=old.id if old else None, version=old.version if old else 0,
            name_native=self.native.editor.text(), title=self.post.editor.text(),
            title_native=self.post_native.editor.text(), may_sign=self.signs.isChecked(),
            commands=self.commander.isChecked(), authority=self.authority.editor.text(),
            signs_from=self.signs_from.editor.day(), signs_to=self.signs_to.editor.day(),
            commands_from=self.commands_from.editor.day() if self.commander.isChecked() else None,
        ))  # fmt: skip


class VettingDialog(FormDialog):
    """A vetting of a unit and its commander; it is added, the earlier ones stay."""

    def __init__(self, context: PageContext, over: QWidget, partner: PartnerDetail, *, months: int = 12) -> None:
        super().__init__(
            context, over, _("Vetting of {unit}").format(unit=partner.name), verb=_("Record vetting"), width=520
        )
        self._partner, self._months = partner, months
        self.result = self.field("result", Field(Combo(editable=False), required=True), _("Result"))
        self.result.editor.set_options([Option(key, _(words)) for key, words in RESULTS.items()])
        self.result.editor.set_value("cleared")
        self.case = self.field("case_number", Field(LineEdit(mono=True)), _("Case number"))
        self.beside(self.result, self.case)
        self.requested = self.field("requested_on", Field(DateEdit(today=context.today)), _("Requested on"))
        self.start = self.field("valid_from", Field(DateEdit(today=context.today)), _("Valid from"))
        self.end = self.field("valid_to", Field(DateEdit(today=context.today)), _("Valid to"))
        self.beside(self.requested, self.start, self.end)
        known = next((person.name for person in partner.people if person.commands), "")
        self.commander = self.add("commander", Field(LineEdit()), _("Commander it was cleared for"),
                                  hint=_("A new commander needs a new vetting."))  # fmt: skip
        self.commander.editor.setText(known)
        self.remark = self.add("note", Field(LineEdit()), _("Note"))
        self._begin = _first_day(partner, known, context.today())
        self._follow("cleared")
        self.result.editor.chosen.connect(self._follow)
        self.start.editor.left.connect(self._move_end)

    def _follow(self, result: object) -> None:
        """Ask for the days that the result has: a denial is decided on one, a request is made on one."""
        today, cleared = self.context.today(), result == "cleared"
        begin = self._begin if cleared else today
        self.start.set_label(_("Decided on") if result == "denied" else _("Valid from"))
        self.start.setVisible(result != "requested")
        self.end.setVisible(cleared)
        self.start.editor.set_day(None if result == "requested" else begin)
        self.end.editor.set_day(year_later(begin, self._months) if cleared else None)
        if result == "requested" and self.requested.editor.day() is None:
            self.requested.editor.set_day(today)

    def _move_end(self) -> None:
        begin = self.start.editor.day()
        if begin is not None and self.end.editor.day() is None:
            self.end.editor.set_day(year_later(begin, self._months))

    def send(self) -> None:
        """Record it."""
        self.write(record_vetting, VettingDraft(
            self._partner.id, VettingResult(str(self.result.editor.value())), self.commander.editor.text(),
            self.requested.editor.day(), self.start.editor.day(), self.end.editor.day(), self.case.editor.text(),
            self.remark.editor.text(),
        ))  # fmt: skip


def _first_day(partner: PartnerDetail, commander: str, today: date) -> date:
    """Propose from when a new vetting holds: from the end of the one that holds now, else from today."""
    last = next((one for one in partner.vettings if one.result != "requested"), None)
    if last is None or last.result != "cleared" or last.valid_to is None or last.valid_to <= today:
        return today
    changed = bool(last.commander) and bool(commander) and fold(last.commander) != fold(commander)
    return today if changed else last.valid_to


def year_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of that month."""
    at = day.year * 12 + day.month - 1 + months
    year, month = min(at // 12, date.max.year), at % 12 + 1
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return date(year, month, min(day.day, (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]))


class StoreDialog(FormDialog):
    """A store and its bins; bins are added, never taken away."""

    def __init__(self, context: PageContext, over: QWidget, store: StoreRow | None = None) -> None:
        title = _("Edit {name}").format(name=store.name) if store else _("New store")
        super().__init__(context, over, title, verb=_("Save store"), width=480)
        self._store = store
        self.code = self.field("code", Field(LineEdit(mono=True), required=True), _("Code"))
        self.called = self.field("name", Field(LineEdit(), required=True), _("Name"))
        self.beside(self.code, self.called)
        self.address = self.add("address", Field(LineEdit()), _("Address"))
        self.bins = self.add("bins", Field(TextArea(lines=6)), _("Bins, one on a line"),
                             hint=_("New lines add bins; bins that exist stay."))  # fmt: skip
        if store is not None:
            self.code.editor.setText(store.code)
            self.called.editor.setText(store.name)
            self.address.editor.setText(store.address)
            self.bins.editor.setText("\n".join(store.bins))

    def send(self) -> None:
        """Save it."""
        old = self._store
        bins = tuple(dict.fromkeys(line.strip() for line in self.bins.editor.text().splitlines() if line.strip()))
        self.write(save_store, StoreDraft(self.code.editor.text(), self.called.editor.text(), old.id if old else None,
                                          old.version if old else 0, self.address.editor.text(), bins))  # fmt: skip
