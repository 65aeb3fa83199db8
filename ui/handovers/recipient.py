"""The recipient card: unit with its vetting, official, agreement, place, day; the rest under Details. Picture 05."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from inl_logistics.handovers.choices import PaperChoices
from inl_logistics.handovers.documents import HandoverType
from inl_logistics.handovers.drafts import HandoverDraft
from inl_logistics.handovers.facts import PaidBy
from inl_logistics.handovers.recipients import Recipient, RecipientChoices
from inl_logistics.handovers.whole import HandoverDetail
from inl_logistics.kernel.problems import Problem
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import _
from inl_logistics.partners.rules import VettingStanding
from ui.handovers.moredetails import MoreDetails
from ui.handovers.words import recipient_note
from ui.kit.cards import Card
from ui.kit.chips import ChipLabel
from ui.kit.combo import Combo, Option
from ui.kit.fields import DateEdit, Field, LineEdit
from ui.kit.vettingchip import vetting_chip
from ui.kit.widget import Label, Link, RoundIcon, column, row

_LINKED = frozenset({HandoverType.REPLACEMENT, HandoverType.RETURN})


class RecipientCard(Card):
    """Who receives, where and when; tells `changed` when the person changes anything."""

    changed = Signal()
    unit_changed = Signal(object)

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__(header=False)
        self._today = today
        self._papers = PaperChoices((), ())
        self._recipients: dict[object, Recipient] = {}
        self._facilities: dict[object, str] = {}
        self._editable, self._choosing, self._detailed, self._comes_back = True, True, False, False
        self._may_propose = True
        self._build_head()
        self._build_fields()
        self._connect()
        self._retranslate()

    def _build_head(self) -> None:
        icon = RoundIcon("landmark", size=36, icon_size=18, square=True)
        self._name, self._agency = Label(role="heading", elide=True), Label(role="secondary", token="text2", elide=True)
        self._chip = ChipLabel()
        self.details, self.change = Link(), Link()
        # As wide as the name, so that the chip follows it; cut only where there is no room.
        self._name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._name.setMinimumWidth(60)
        line = row(None, self._name, self._chip, "stretch", gap=14)
        self._words = QWidget()
        column(self._words, line, self._agency, gap=2)
        head = row(None, icon, self._words, self.details, self.change, margins=(14, 12, 14, 0), gap=12)
        head.setStretch(1, 1)
        self.unit, self.facility = Field(Combo(), required=True), Field(Combo(), required=True)
        self._choose = QWidget()
        chooser = row(self._choose, self.unit, self.facility, margins=(14, 10, 14, 0), gap=10)
        chooser.setStretch(0, 3)
        chooser.setStretch(1, 2)
        self.body.addLayout(head)
        self.body.addWidget(self._choose)

    def _build_fields(self) -> None:
        self.person, self.agreement = Field(Combo(), required=True), Field(Combo())
        self.place, self.day = Field(LineEdit()), Field(DateEdit(today=self._today))
        fields = row(None, self.person, self.agreement, self.place, self.day, margins=(14, 10, 14, 12), gap=10)
        for at, share in enumerate((10, 6, 7, 6)):
            fields.setStretch(at, share)
        self.more = MoreDetails()
        self.more.hide()
        self.body.addLayout(fields)
        self.body.addWidget(self.more)

    def _connect(self) -> None:
        self.change.clicked.connect(self._change)
        self.details.clicked.connect(self.toggle_details)
        self.unit.editor.chosen.connect(self._unit_chosen)
        for combo in (self.facility.editor, self.person.editor, self.agreement.editor):
            combo.chosen.connect(self._told)
        for chosen in (self.agreement.editor.chosen, self.more.project.editor.chosen):
            chosen.connect(self._by_hand)
        self.agreement.editor.chosen.connect(self._agreement_chosen)
        self.facility.editor.chosen.connect(self._facility_chosen)
        self.day.editor.left.connect(self._day_left)
        self.place.editor.edited.connect(self._told)
        self.more.changed.connect(self._told)

    def _retranslate(self) -> None:
        self.change.set_text(_("Change"))
        self.details.set_text(_("Fewer details") if self._detailed else _("Details"))
        self.unit.set_label(_("Returning unit") if self._comes_back else _("Receiving unit"))
        self.facility.set_label(_("Facility"))
        self.person.set_label(_("Handed back by") if self._comes_back else _("Receiving representative"))
        self.agreement.set_label(_("Agreement"))
        self.place.set_label(_("Place"))
        self.day.set_label(_("Date"))
        self.setAccessibleName(_("Recipient"))

    # filling ------------------------------------------------------------------------------------------------
    def set_recipients(self, recipients: Sequence[Recipient]) -> None:
        """Offer the units."""
        self._recipients = {one.unit_id: one for one in recipients}
        self.unit.editor.set_options([Option(one.unit_id, one.unit, recipient_note(one)) for one in recipients])

    def set_papers(self, papers: PaperChoices) -> None:
        """Offer agreements and projects."""
        self._papers = papers
        self.agreement.editor.set_options(
            [Option(one.id, one.number, _("ended") if one.ended else one.title) for one in papers.agreements]
        )
        self._offer_projects()

    def set_choices(self, choices: RecipientChoices, *, fill: bool) -> None:
        """Offer what belongs to the unit; `fill` takes what there is only one of."""
        self._facilities = dict(choices.facilities)
        self.facility.editor.set_options([Option(key, name) for key, name in choices.facilities])
        self.person.editor.set_options([Option(key, name) for key, name in choices.officials])
        if fill:
            known = {key for key, _name in choices.facilities}
            if self.facility.editor.value() not in known:
                self.facility.editor.set_value(choices.facilities[0][0] if len(known) == 1 else None)
            signers = [key for key, _name in choices.officials]
            if self.person.editor.value() not in signers:
                self.person.editor.set_value(signers[0] if len(signers) == 1 else None)
            self._fill_agreement()
            self._choosing = self.facility.editor.value() is None
        self._show_head()

    def _fill_agreement(self) -> None:
        live = [one for one in self._papers.agreements if not one.ended]
        if self.agreement.editor.value() is None and len(live) == 1:
            self.agreement.editor.set_value(live[0].id)
            self._agreement_chosen(live[0].id)

    def propose(self, paid: PaidBy | None) -> None:
        """Fill in the project that paid all the goods, and its agreement, once and where the officer chose neither."""
        if paid is None or not self._may_propose or not self._editable:
            return
        agreement, project = self.agreement.editor.value(), self.more.project.editor.value()
        if project is not None or agreement not in (None, paid.agreement_id):
            return
        self._may_propose = False
        if agreement is None and paid.agreement_id is not None:
            self.agreement.editor.set_value(paid.agreement_id)
            self._offer_projects()
        self.more.project.editor.set_value(paid.project_id)
        self.changed.emit()

    def show_detail(self, detail: HandoverDetail, *, editable: bool) -> None:
        """Fill everything from the stored handover."""
        self._editable = editable
        self._choosing = editable and (detail.unit_id is None or detail.facility_id is None)
        self.unit.editor.set_value(detail.unit_id, detail.unit)
        self.facility.editor.set_value(detail.facility_id, detail.facility)
        self.person.editor.set_value(detail.person_id, detail.person)
        self.agreement.editor.set_value(detail.agreement_id, detail.agreement)
        self._comes_back = detail.type == HandoverType.RETURN.value
        self.more.show_detail(detail, editable=editable)
        self.day.editor.set_day(detail.signed_on or detail.planned_on)
        self.day.set_error("")
        self.place.editor.setText(str(detail.fields["place"]))
        for widget in (self.unit, self.facility, self.person, self.agreement, self.day, self.place):
            widget.editor.setEnabled(editable)
        self._name.setText(", ".join(filter(None, (detail.facility, detail.unit))))
        self._agency.setText(" · ".join(dict.fromkeys(filter(None, (detail.agency, detail.agency_native)))))
        self.show_vetting(detail.standing, detail.vetting.valid_to, known=detail.unit_id is not None)
        if self._comes_back and not self._detailed:
            self.toggle_details()  # where the goods go is asked there
        self._retranslate()
        self._show_head()

    def show_vetting(self, standing: VettingStanding, valid_to: date | None, *, known: bool) -> None:
        """Show how the unit's vetting stands on the day of the handover."""
        on = max(self.day.editor.day() or self._today(), self._today())
        self._chip.set_look(vetting_chip(standing, valid_to, today=on) if known else None)

    def draft(self, base: HandoverDraft) -> HandoverDraft:
        """Return the draft with what stands in the card."""
        more = self.more
        return replace(
            base, type=more.kind(), unit_id=_key(self.unit), facility_id=_key(self.facility),
            person_id=_key(self.person), agreement_id=_key(self.agreement), project_id=_key(more.project),
            planned_on=self.day.editor.day(), place=self.place.editor.text(), waybill=more.waybill.editor.text(),
            witness=more.witness.editor.text(), custodian=more.custodian.editor.text(),
            interpreter=more.interpreter.editor.text(), show_values=more.values.isChecked(),
            remarks=more.remarks.editor.text(),
            refers_to_id=_key(more.refers_to) if more.kind() in _LINKED else None,
            to_bin_id=_key(more.to_bin) if more.kind() is HandoverType.RETURN else None,
        )  # fmt: skip

    def has_unit(self) -> bool:
        """Tell whether a unit is chosen."""
        return self.unit.editor.value() is not None

    def agency(self) -> str:
        """Return the agency of the chosen unit, else the unit."""
        recipient = self._recipients.get(self.unit.editor.value())
        return (recipient.agency or recipient.unit) if recipient else ""

    def signer(self) -> str:
        """Return the representative's name without the title."""
        return self.person.editor.text().split(" · ")[0]

    # problems -----------------------------------------------------------------------------------------------
    def show_problems(self, problems: Sequence[Problem], *, missing_too: bool) -> bool:
        """Mark fields; empty ones only once the person asked to issue. Return whether one is marked."""
        fields: dict[str | int, Field[Combo]] = {
            "unit_id": self.unit, "facility_id": self.facility, "person_id": self.person,
            "agreement_id": self.agreement, "refers_to_id": self.more.refers_to, "to_bin_id": self.more.to_bin,
        }  # fmt: skip
        said: dict[str | int, str] = {}
        for problem in problems:
            name = problem.where[0] if problem.where else ""
            if name in fields and (missing_too or _key(fields[name]) is not None) and problem.severity != "warn":
                said.setdefault(name, sentence(problem))
        for name, field in fields.items():
            field.set_error(said.get(name, "") if name != "unit_id" or self._choosing else "")
        self._mark_day()
        return bool(said)

    def _mark_day(self) -> None:
        self.day.set_error("" if self.day.editor.is_valid() else _("Enter a day, such as 24 Nov or +7."))

    def has_readable_day(self) -> bool:
        """Tell whether the day can be read; else say so and go there: a receipt must not get another day in silence."""
        self._mark_day()
        if self.day.has_error():
            self.day.editor.setFocus()
        return not self.day.has_error()

    def focus_problem(self, name: str | int) -> bool:
        """Put the focus where a problem is."""
        if name in {"unit_id", "facility_id"}:
            self._choosing = True
            self._show_head()
        fields: dict[str | int, Field[Combo]] = {
            "unit_id": self.unit, "facility_id": self.facility, "person_id": self.person,
            "agreement_id": self.agreement, "refers_to_id": self.more.refers_to, "to_bin_id": self.more.to_bin,
        }  # fmt: skip
        if name in {"refers_to_id", "to_bin_id"} and not self._detailed:
            self.toggle_details()
        field = fields.get(name)
        if field is None:
            return False
        field.editor.setFocus()
        return True

    # acting -------------------------------------------------------------------------------------------------
    def _told(self) -> None:
        self.changed.emit()

    def _day_left(self) -> None:
        if self._editable:
            self._mark_day()
            if self.day.editor.is_valid():
                self.changed.emit()

    def _change(self) -> None:
        self._choosing = True
        self._show_head()
        self.unit.editor.setFocus()

    def _unit_chosen(self, unit_id: object) -> None:
        recipient = self._recipients.get(unit_id)
        self._name.setText(recipient.unit if recipient else "")
        self._agency.setText(recipient.agency if recipient else "")
        if recipient is not None:
            self.show_vetting(recipient.standing, recipient.valid_to, known=True)
        self.unit_changed.emit(unit_id)

    def _facility_chosen(self, key: object) -> None:
        unit = self.unit.editor.text()
        self._name.setText(", ".join(filter(None, (self._facilities.get(key, ""), unit))))
        if key is not None:
            self._choosing = False
            self._show_head()
            self.person.editor.setFocus()

    def _by_hand(self) -> None:
        self._may_propose = False

    def _agreement_chosen(self, agreement_id: object) -> None:
        self._offer_projects()
        own = [one for one in self._papers.projects if one.agreement_id == agreement_id]
        if len(own) == 1 and agreement_id is not None:
            self.more.project.editor.set_value(own[0].id)

    def _offer_projects(self) -> None:
        agreement = self.agreement.editor.value()
        shown = [one for one in self._papers.projects if agreement is None or one.agreement_id in (None, agreement)]
        self.more.project.editor.set_options([Option(one.id, one.code, one.name) for one in shown])

    def toggle_details(self) -> None:
        """Show or hide project, type, waybill, witness, remarks and values."""
        self._detailed = not self._detailed
        self.more.setVisible(self._detailed)
        self._retranslate()

    def _show_head(self) -> None:
        chosen = self.unit.editor.value() is not None
        name = ", ".join(filter(None, (self.facility.editor.text(), self.unit.editor.text())))
        self._name.setText(name or _("Choose the unit that receives"))
        self._words.setVisible(True)
        self._choose.setVisible(self._editable and self._choosing)
        self.change.setVisible(self._editable and not self._choosing)
        self._agency.setVisible(chosen)
        self.updateGeometry()


def _key(field: Field[Combo]) -> int | None:
    value = field.editor.value()
    return value if isinstance(value, int) else None
