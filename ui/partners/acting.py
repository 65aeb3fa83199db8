"""What can be done with the partner of a page: edit, move, vet, hand over, people, retire.

Source: product.md 3 (Partners).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from inl_logistics.handovers.returning import HeldGoods, return_held
from inl_logistics.kernel.listing import ListQuery
from inl_logistics.kernel.translation import _
from inl_logistics.partners.commands import restore_partner, restore_person, retire_partner, retire_person
from ui.kit.exporting import export_list
from ui.kit.navigation import Route
from ui.kit.printouts import Printouts
from ui.partners.dialogs import PartnerDialog, PersonDialog, VettingDialog
from ui.partners.movedialog import open_move
from ui.partners.words import COMPANIES, HOST, VETTED

if TYPE_CHECKING:
    from ui.partners.detail import PartnerPage


class PartnerActs(QObject):
    """The acts of a partner's page."""

    def __init__(self, page: PartnerPage) -> None:
        super().__init__(page)
        self._page = page
        self.printouts = Printouts(page)

    def change(self) -> None:
        """Edit the partner."""
        if self._page.record is not None:
            kinds = HOST if self._page.record.detail.kind in HOST else COMPANIES
            dialog = PartnerDialog(self._page.context, self._page, self._page.record.detail, kinds=kinds)
            dialog.saved.connect(lambda _id: self._saved(_("Partner saved.")))
            dialog.open()

    def move_it(self) -> None:
        """Ask where it stands from a day on."""
        if self._page.record is not None and self._page.record.detail.kind in HOST[1:]:
            open_move(self._page, [self._page.record.detail.id], kind=self._page.record.detail.kind)

    def record_vetting(self) -> None:
        """Add a vetting."""
        if self._page.record is not None and self._page.record.detail.kind in VETTED:
            dialog = VettingDialog(self._page.context, self._page, self._page.record.detail)
            dialog.saved.connect(lambda _id: self._saved(_("Vetting recorded.")))
            dialog.open()

    def hand_over(self) -> None:
        """Start a handover to it."""
        if self._page.record is not None and self._page.record.detail.kind == "unit":
            self._page.context.navigator.open(Route("handover", "new", (("unit", str(self._page.record.detail.id)),)))

    def why_not_back(self) -> str:
        """Say why nothing of the current line can be returned now."""
        if self._page.current_holding() is None:
            return _("Choose a line of what it holds")
        return "" if self._page.shows_today() else _("Only what it holds today comes back")

    def give_back(self) -> None:
        """Begin the return of what stands on the current line of its holdings."""
        line = self._page.current_holding()
        if line is None or self.why_not_back():
            return
        context = self._page.context
        context.jobs.write(
            self._page, return_held, HeldGoods(line.holder_id, line.variant_id),
            done=lambda made: context.navigator.open(Route("handover", int(made))), failed=context.notices.show_error,
        )  # fmt: skip

    def add_person(self) -> None:
        """Add an official."""
        self.open_person(0)

    def add(self) -> None:
        """Add to what is shown: a person, or a vetting."""
        if self._page.panel.current() == "people":
            self.add_person()
        else:
            self.record_vetting()

    def open_person(self, person_id: object) -> None:
        """Edit an official; an unknown one is new."""
        if self._page.record is None:
            return
        found = next((one for one in self._page.record.detail.people if one.id == person_id), None)
        dialog = PersonDialog(self._page.context, self._page, self._page.record.detail, found)
        dialog.saved.connect(lambda _id: self._saved(_("Person saved.")))
        dialog.open()

    def person_left(self) -> None:
        """Offer the chosen official no more as signer, with undo."""
        key = self._page.tables["people"].current_key()
        found = (
            next((one for one in self._page.record.detail.people if one.id == key), None) if self._page.record else None
        )
        if found is None:
            return
        undo = partial(self._write, restore_person, found.id)
        said = _("{name} is no longer offered. Papers already signed stay.").format(name=found.name)
        self._page.context.jobs.write(
            self._page, retire_person, found.id, done=lambda _none: self._saved(said, undo),
            failed=self._page.context.notices.show_error,
        )  # fmt: skip

    def retire(self) -> None:
        """Offer the partner no more, with undo."""
        if self._page.record is not None:
            said = _("{name} is retired. Its past stays.").format(name=self._page.record.detail.name)
            self._page.context.jobs.write(
                self._page, retire_partner, self._page.record.detail.id, done=lambda _none: self._saved(said, self.restore),
                failed=self._page.context.notices.show_error,
            )  # fmt: skip

    def restore(self) -> None:
        """Offer a retired partner again."""
        if self._page.record is not None:
            self._write(restore_partner, self._page.record.detail.id)

    def _write(self, command: Callable[..., object], ident: int) -> None:
        self._page.context.jobs.write(
            self._page,
            command,
            ident,
            done=lambda _none: self._page.refresh(),
            failed=self._page.context.notices.show_error,
        )

    def _saved(self, said: str, undo: Callable[[], None] | None = None) -> None:
        if undo is None:
            self._page.context.notices.show_notice(said)
        else:
            self._page.context.notices.show_notice(said, action=_("Undo"), act=undo, key="Ctrl Z")
        self._page.refresh()

    def print_holdings(self) -> None:
        """Show the holding list of the day, to print and visit with."""
        record = self._page.record
        if record is not None and record.detail.kind in HOST:
            self.printouts.show("holding-list", record.detail.id, number=record.detail.name, on=record.as_of)

    def export_holdings(self) -> None:
        """Write the holding list of the day as an Excel file."""
        record = self._page.record
        if record is not None and record.detail.kind in HOST:
            chosen = {
                "partner": frozenset({str(record.detail.id)}), "as_of": frozenset({record.as_of.isoformat()}),
            }  # fmt: skip
            export_list(self._page, "holdings-of", ListQuery(filters=chosen))
