"""Several partners at once from the list: vetting needed or service set, moved, retired or offered again, with a preview.

Source: product.md 3 (bulk actions with preview).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.partners import bulk
from inl_logistics.partners.bulk import ChangeRow, PartnersChange
from inl_logistics.partners.records import Service
from ui.kit.bulkpreview import BulkPreview, TickedActs
from ui.kit.combo import Combo, Option
from ui.kit.fields import Field
from ui.kit.formats import number
from ui.kit.formdialog import FormDialog
from ui.kit.tables import Column
from ui.kit.widget import Label
from ui.partners.movedialog import open_move
from ui.partners.words import HOST, KINDS, SERVICES

if TYPE_CHECKING:
    from ui.partners.page import PartnersPage

_LEFT = "left"


class BulkActs(TickedActs):
    """The acts on ticked partners."""

    def __init__(self, page: PartnersPage) -> None:
        super().__init__(page)
        self._page = page

    def change(self) -> None:
        """Ask what to set on the ticked partners."""
        self._read(lambda rows: self._open(ChangeDialog(self._page, rows), self._changed))

    def retire(self) -> None:
        """Show which of the ticked partners would be retired."""
        self._read(lambda rows: self._open(RetireDialog(self._page, rows), self._retired))

    def restore(self) -> None:
        """Offer the ticked retired partners again."""
        page, keys = self._page, tuple(self._page.chosen_keys())
        page.context.jobs.write(
            page, bulk.restore_partners, keys, done=self._restored, failed=page.context.notices.show_error
        )

    def move(self) -> None:
        """Ask where the ticked partners stand from a day on; they are of one kind, or the highest decides."""
        self._read(self._open_move)

    def _open_move(self, rows: Sequence[ChangeRow]) -> None:
        kinds = [one.kind for one in rows if one.kind in HOST[1:]]
        if kinds:
            highest = min(kinds, key=HOST.index)
            dialog = open_move(self._page, [one.partner_id for one in rows if one.kind in HOST[1:]], kind=highest)
            dialog.saved.connect(lambda _count: self._page.model.clear_ticks())

    def _read(self, done: Callable[[Sequence[ChangeRow]], None]) -> None:
        page = self._page
        if keys := page.chosen_keys():
            page.context.jobs.read(page, bulk.preview, keys, done=done)

    def _open(self, dialog: FormDialog, done: Callable[..., None]) -> None:
        dialog.saved.connect(done)
        dialog.open()

    def _changed(self, count: int) -> None:
        self.tell(ngettext("{n} partner changed.", "{n} partners changed.", count).format(n=number(count)))

    def _restored(self, count: int) -> None:
        self.tell(ngettext("{n} partner is offered again.", "{n} partners are offered again.", count)
                   .format(n=number(count)))  # fmt: skip

    def _retired(self, ids: tuple[int, ...]) -> None:
        page, count = self._page, len(ids)

        def undo() -> None:
            page.context.jobs.write(page, bulk.restore_partners, ids, done=lambda _n: page.refresh())

        said = ngettext("{n} partner retired. Its past stays.", "{n} partners retired. Their past stays.", count)
        self.tell(said.format(n=number(count)), undo=undo)


class _Preview(BulkPreview[ChangeRow]):
    """The partners, each with what would become of it."""

    def __init__(self, page: PartnersPage, title: str, rows: Sequence[ChangeRow]) -> None:
        columns = (
            Column("name", N_("Partner"), lambda r: r.name, 200, "strong"),
            Column("kind", N_("Kind"), lambda r: _(KINDS.get(r.kind, r.kind)), 84),
            Column("becomes", N_("What happens"), self.becomes, 280, stretch=True),
        )
        super().__init__(page, title, rows, columns, key=lambda r: r.partner_id, width=760)

    def becomes(self, _row: ChangeRow) -> str:
        """Say what happens to a partner."""
        return ""


class ChangeDialog(_Preview):
    """Sets whether vetting is needed, or the service, on all of them; what is left as it is stays."""

    def __init__(self, page: PartnersPage, rows: Sequence[ChangeRow]) -> None:
        count = len(rows)
        title = ngettext("Change {n} partner", "Change {n} partners", count).format(n=number(count))
        super().__init__(page, title, rows)
        stays = Option(_LEFT, _("Leave as it is"))
        self.vetting = self.field("vetting_needed", Field(Combo(editable=False)), _("Vetting"))
        self.vetting.editor.set_options([stays, Option("yes", _("Needed")), Option("no", _("Not required"))])
        self.service = self.field("service", Field(Combo(editable=False)), _("Service"))
        self.service.editor.set_options([stays, *(Option(key, _(words)) for key, words in SERVICES.items())])
        self.beside(self.vetting, self.service)
        for field in (self.vetting, self.service):
            field.editor.set_value(_LEFT)
            field.editor.chosen.connect(lambda _value: self.again())
        self.body.addWidget(self.table, 1)
        self.save.setText(title)
        self.again()

    def change(self) -> PartnersChange:
        """Return what is set."""
        vetting, service = self.vetting.editor.value(), self.service.editor.value()
        return PartnersChange(
            tuple(one.partner_id for one in self.rows), None if vetting == _LEFT else vetting == "yes",
            None if service == _LEFT else Service(str(service)),
        )  # fmt: skip

    def again(self) -> None:
        """Show what would change."""
        change = self.change()
        nothing = change.vetting_needed is None and change.service is None
        self.save.set_reason(_("Say what is to change") if nothing else "")
        self.show_preview()

    def becomes(self, row: ChangeRow) -> str:
        """Say what changes of a partner; a dash where it is so already."""
        change, parts = self.change(), []
        if change.vetting_needed is not None and change.vetting_needed != row.vetting_needed:
            parts.append(_("vetting needed") if change.vetting_needed else _("vetting no longer needed"))
        if change.service is not None and change.service.value != row.service:
            parts.append(f"{_(SERVICES.get(row.service, row.service))} → {_(SERVICES[change.service.value])}")
        return " · ".join(parts) or "—"

    def send(self) -> None:
        """Change them, all or none."""
        self.write(bulk.change_partners, self.change())


class RetireDialog(_Preview):
    """Retires those that are still offered."""

    def __init__(self, page: PartnersPage, rows: Sequence[ChangeRow]) -> None:
        super().__init__(page, _("Retire these partners?"), rows)
        note = _("They are no longer offered in new papers. What they hold, their papers and history stay.")
        self.body.addWidget(Label(note, role="body", token="text2", wrap=True))
        self.body.addWidget(self.table, 1)
        count = len(self.ready())
        self.save.setText(ngettext("Retire {n} partner", "Retire {n} partners", count).format(n=number(count)))
        self.save.set_reason("" if count else _("None of them can"))
        self.show_preview()

    def ready(self) -> tuple[int, ...]:
        """Return those that it retires."""
        return tuple(one.partner_id for one in self.rows if not one.retired)

    def becomes(self, row: ChangeRow) -> str:
        """Say what happens to a partner, and what still hangs on it."""
        if row.retired:
            return _("Is retired already")
        parts = [_("Retired")]
        if row.holds:
            parts.append(ngettext("keeps {n} unit", "keeps {n} units", row.holds).format(n=number(row.holds)))
        if row.below:
            parts.append(ngettext("{n} stays under it", "{n} stay under it", row.below).format(n=number(row.below)))
        if row.open_papers:
            parts.append(
                ngettext("{n} open handover", "{n} open handovers", row.open_papers).format(n=number(row.open_papers))
            )
        return " · ".join(parts)

    def send(self) -> None:
        """Retire them, all or none."""
        self.write(bulk.retire_partners, self.ready())

    def _done(self, _count: object) -> None:
        ids = self.ready()
        self.dismiss()
        self.saved.emit(ids)
