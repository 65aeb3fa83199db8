"""Moves units or facilities under another parent from a day on, with a preview of each.

    MoveDialog(self.context, self, [detail.id], kind="unit", parent_id=agency).open()

Source: product.md 3 (Partners: effective dates; bulk actions with preview).
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.partners.lineage import Span
from inl_logistics.partners.moving import MoveDraft, MoveRow, move_partners, past, preview, undo_move
from inl_logistics.partners.queries import parent_options
from ui.kit import paint
from ui.kit.combo import Combo, Option
from ui.kit.fields import DateEdit, Field, LineEdit
from ui.kit.formats import day, number
from ui.kit.formdialog import FormDialog
from ui.kit.navigation import Page, PageContext
from ui.kit.tables import Column, KeyedTableModel, ListView

_TOP = "top"
_AT_ONCE = frozenset({"move-reason-missing", "move-day-missing"})  # said under the fields, not line by line


class MoveDialog(FormDialog):
    """Who it stands under from a day on, and why."""

    def __init__(self, context: PageContext, over: QWidget, partner_ids: Sequence[int], *, kind: str,
                 parent_id: int | None = None) -> None:  # fmt: skip
        count = len(partner_ids)
        title = ngettext("Move {n} partner", "Move {n} partners", count).format(n=number(count))
        super().__init__(context, over, title, verb=title, width=680)
        self.partner_ids, self._wanted = tuple(partner_ids), parent_id
        self.past: dict[int, tuple[Span, ...]] = {}
        self.parent_field = self.add("parent_id", Field(Combo(), required=True), _("Stands under"))
        self.since = self.field("from_on", Field(DateEdit(today=context.today), required=True), _("From"),
                                hint=_("Papers before this day keep the old one."))  # fmt: skip
        self.reason = self.field("reason", Field(LineEdit(), required=True), _("Reason"),
                                 hint=_("Such as the decree or order that moves it."))  # fmt: skip
        self.beside(self.since, self.reason)
        self.since.editor.set_day(context.today())
        columns = (
            Column("name", N_("Partner"), lambda r: r[0].name, 190, "strong"),
            Column("becomes", N_("What happens"), _becomes, 260, stretch=True),
        )
        self.model = KeyedTableModel(columns, parent=self)
        self.table = ListView(self.model)
        self.table.setAccessibleName(_("What happens"))
        self.table.setMinimumHeight(110 if count < 3 else 210)
        self.body.addWidget(self.table, 1)
        self.parent_field.editor.chosen.connect(lambda _value: self.again())
        self.since.editor.textChanged.connect(lambda _text: self.again())
        context.jobs.read(self, parent_options, kind, done=self._take_parents)
        context.jobs.read(self, past, self.partner_ids, done=self._take_past)

    def _take_past(self, spans: dict[int, tuple[Span, ...]]) -> None:
        self.past = spans

    def _take_parents(self, options: Sequence[tuple[int, str]]) -> None:
        found = [Option(ident, name) for ident, name in options if ident not in self.partner_ids]
        self.parent_field.editor.set_options([Option(_TOP, _("Nobody: at the top")), *found])
        if self._wanted is not None:
            self.parent_field.editor.set_value(self._wanted)
        self.again()

    def draft(self) -> MoveDraft:
        """Return the move as typed."""
        parent = self.parent_field.editor.value()
        return MoveDraft(
            self.partner_ids, parent if isinstance(parent, int) else None, self.since.editor.day(),
            self.reason.editor.text(),
        )  # fmt: skip

    def again(self) -> None:
        """Show what would happen."""
        self.context.jobs.read(self, preview, self.draft(), today=self.context.today(), done=self._show)

    def _show(self, rows: Sequence[MoveRow]) -> None:
        self.model.set_rows([(one, self._parent_words()) for one in rows], keys=[one.partner_id for one in rows])

    def _parent_words(self) -> str:
        return self.parent_field.editor.text() if self.parent_field.editor.value() is not None else ""

    def send(self) -> None:
        """Move them, all or none."""
        self.write(move_partners, self.draft())


def _becomes(row: tuple[MoveRow, str]) -> str:
    one, parent = row
    wrong = [sentence(problem) for problem in one.problems if problem.code not in _AT_ONCE]
    if not parent:
        return _("Stands under {parent}").format(parent=one.parent or "—")
    if wrong:
        return " ".join(wrong)
    parts = [f"{one.parent or _('At the top')} → {parent}"]
    if one.until is not None:
        parts.append(
            _("until {day}, then {parent}").format(
                day=day(one.until), parent=paint.isolated(one.then or _("at the top"))
            )
        )
    if one.papers:
        said = ngettext("{n} receipt since keeps what it says", "{n} receipts since keep what they say", one.papers)
        parts.append(said.format(n=number(one.papers)))
    if one.holds:
        parts.append(ngettext("{n} unit goes with it", "{n} units go with it", one.holds).format(n=number(one.holds)))
    return " · ".join(parts)


def open_move(page: Page, partner_ids: Sequence[int], *, kind: str, parent_id: int | None = None) -> MoveDialog:
    """Open the dialog over a page; when it is done the notice takes it back."""
    dialog = MoveDialog(page.context, page, partner_ids, kind=kind, parent_id=parent_id)

    def done(count: int) -> None:
        spans = dialog.past

        def undo() -> None:
            page.context.jobs.write(
                page, undo_move, spans, done=lambda _none: page.refresh(), failed=page.context.notices.show_error
            )

        said = ngettext("{n} partner moved. Its past stays.", "{n} partners moved. Their past stays.", count)
        page.context.notices.show_notice(said.format(n=number(count)), action=_("Undo"), act=undo, key="Ctrl Z")
        page.refresh()

    dialog.saved.connect(done)
    dialog.open()
    return dialog
