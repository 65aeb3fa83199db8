"""Planning a count: what is counted, by whom, blind or not, frozen or not; how big it will be is said at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QWidget

from inl_logistics.counts.planning import PlanDraft, save_count
from inl_logistics.counts.queries import CountPage, ScopeChoices, scope_choices
from inl_logistics.counts.records import CountKind, CountState
from inl_logistics.counts.rules import EVERYTHING, Scope
from inl_logistics.kernel.translation import _, ngettext
from inl_logistics.receiving.queries import store_options
from ui.counts import words
from ui.counts.tickboxes import TickBoxes
from ui.kit.choices import CheckBox
from ui.kit.combo import Combo, Option
from ui.kit.fields import DateEdit, Field, LineEdit, TextArea
from ui.kit.formats import number
from ui.kit.formdialog import FormDialog
from ui.kit.navigation import PageContext
from ui.kit.openpost import open_post
from ui.kit.widget import Label, row


class PlanDialog(FormDialog):
    """A new count, or one that has not begun."""

    def __init__(
        self, context: PageContext, over: QWidget, page: CountPage | None = None, *, scope: Scope = EVERYTHING,
        store_id: int | None = None,
    ) -> None:  # fmt: skip
        title = _("Change count") if page else _("New count")
        super().__init__(context, over, title, verb=_("Save count"), width=620)
        self._page, self._scope = page, page.scope if page else scope
        self._named = bool(page)
        self._workspace = open_post(context)
        self.title_ = self.add("title", Field(LineEdit(), required=True), _("What is counted"))
        self.kind = self.field("kind", Field(Combo(editable=False), required=True), _("Kind"))
        self.kind.editor.set_options([Option(one.value, _(words.KINDS[one.value])) for one in CountKind])
        self.store = self.field("store_id", Field(Combo(editable=False)), _("Store"))
        stores = self._workspace.read(store_options)
        self.store.editor.set_options([Option(0, _("All stores")), *(Option(one[0], one[1]) for one in stores)])
        self.planned = self.field("planned_on", Field(DateEdit(today=context.today)), _("Planned for"))
        self.beside(self.kind, self.store, self.planned)
        self.bins, self.categories, self.classes = (TickBoxes(self._narrowed) for _n in range(3))
        for boxes in (self.bins, self.categories, self.classes):
            self.body.addWidget(boxes)
        self.lately = CheckBox()
        self.body.addWidget(self.lately)
        self.extent = Label(role="secondary", token="text2", wrap=True)
        self.body.addWidget(self.extent)
        self.one = self.field("counter_one", Field(LineEdit()), _("Counter"))
        self.two = self.field("counter_two", Field(LineEdit()), _("Second counter"))
        self.beside(self.one, self.two)
        self.two_counters, self.blind, self.frozen = CheckBox(), CheckBox(), CheckBox()
        self.body.addLayout(row(None, self.two_counters, self.blind, self.frozen, "stretch", gap=16))
        self.remarks = self.add("remarks", Field(TextArea(lines=2)), _("Remarks"))
        self._words()
        self._fill(page, store_id, stores)
        self.store.editor.chosen.connect(lambda _v: self._narrowed(True))
        self.kind.editor.chosen.connect(lambda _v: self._kind_chosen())
        self.lately.toggled.connect(lambda _on: self._narrowed())
        self.two_counters.toggled.connect(self.two.setVisible)
        self.title_.editor.textEdited.connect(lambda _t: setattr(self, "_named", True))
        self.two.setVisible(self.two_counters.isChecked())
        self._narrowed(True)

    def _words(self) -> None:
        self.lately.setText(_("Only what was not counted in the last 90 days"))
        self.two_counters.setText(_("Two counters"))
        self.two_counters.setToolTip(_("Both count everything apart; where they disagree, it is counted again."))
        self.blind.setText(_("Blind"))
        self.blind.setToolTip(_("Who counts does not see what the books have."))
        self.frozen.setText(_("Freeze movements"))
        self.frozen.setToolTip(
            _("Nothing moves at these places until the count is posted. Else what moves is taken into account.")
        )

    def _fill(self, page: CountPage | None, store_id: int | None, stores: Any) -> None:
        if page is None:
            self.kind.editor.set_value(CountKind.CYCLE.value)
            self.store.editor.set_value(store_id or (stores[0][0] if len(stores) == 1 else 0))
            self.planned.editor.set_day(self.context.today())
            self.one.editor.setText(self._workspace.actor.name)
            self.blind.setChecked(True)
            return
        self.title_.editor.setText(page.title)
        self.kind.editor.set_value(page.kind)
        self.store.editor.set_value(page.store_id or 0)
        self.planned.editor.set_day(page.planned_on)
        self.one.editor.setText(page.counter_one)
        self.two.editor.setText(page.counter_two)
        self.two_counters.setChecked(page.two_counters)
        self.blind.setChecked(page.blind)
        self.frozen.setChecked(page.frozen)
        self.remarks.editor.setPlainText(page.remarks)
        self.lately.setChecked(page.scope.not_since is not None)
        begun = page.state is not CountState.PLANNED
        for widget in (self.kind, self.store, self.bins, self.categories, self.classes, self.lately, self.two_counters,
                       self.blind, self.frozen):  # fmt: skip
            widget.setEnabled(not begun)

    def _kind_chosen(self) -> None:
        """A yearly inventory is counted by two, with movements frozen, unless one says otherwise."""
        annual = self.kind.editor.value() == CountKind.ANNUAL.value
        self.two_counters.setChecked(annual)
        self.frozen.setChecked(annual)
        self._name()

    def _store(self) -> int | None:
        chosen = self.store.editor.value()
        return int(chosen) if isinstance(chosen, int) and chosen else None

    def scope(self) -> Scope:
        """Return what is ticked."""
        since = self.context.today() - timedelta(days=90) if self.lately.isChecked() else None
        if self._page is not None and self._page.scope.not_since is not None and since is not None:
            since = self._page.scope.not_since
        return replace(
            self._scope, bins=self.bins.ticked(), categories=self.categories.ticked(), classes=self.classes.ticked(),
            not_since=since,
        )  # fmt: skip

    def _narrowed(self, fresh: bool = False) -> None:
        scope = self._scope if fresh else self.scope()
        done = self._offered if fresh else self._sized
        self.context.jobs.read(self, scope_choices, self._store(), scope, done=done)
        self._name()

    def _offered(self, found: ScopeChoices) -> None:
        self.bins.set_options(_("Bins (none ticked: all)"), found.bins)
        self.categories.set_options(
            _("Categories (none ticked: all)"), tuple((one, one or _("No category")) for one in found.categories)
        )
        self.classes.set_options(
            _("End-use check class (none ticked: all)"), tuple((one, one or _("No class")) for one in found.classes)
        )
        self.bins.tick(self._scope.bins)
        self.categories.tick(self._scope.categories)
        self.classes.tick(self._scope.classes)
        self._sized(found)

    def _sized(self, found: ScopeChoices) -> None:
        lines = ngettext("{n} line", "{n} lines", found.lines).format(n=number(found.lines))
        self.extent.setText(
            _("{lines} to count, {units} units in the books").format(lines=lines, units=number(found.units))
        )
        self._place()

    def _name(self) -> None:
        """Propose a title from what is ticked, as long as nobody typed one."""
        if self._named:
            return
        store = self.store.editor.text() or _("All stores")
        parts = [
            str(one)
            for one in (*self.categories.ticked(), *(_("class {x}").format(x=one) for one in self.classes.ticked()))
        ]
        self.title_.editor.setText(", ".join((store, *self.bins.ticked_words(), *parts)))

    def field_of(self, where: tuple[str | int, ...]) -> str:
        """Name the field of a problem."""
        return {"scope": "title"}.get(str(where[0]) if where else "", super().field_of(where))

    def send(self) -> None:
        """Save the plan."""
        page = self._page
        self.write(
            save_count,
            PlanDraft(
                self.title_.editor.text(), CountKind(str(self.kind.editor.value())), self._store(), self.scope(),
                self.blind.isChecked(), self.two_counters.isChecked(), self.frozen.isChecked(), self.one.editor.text(),
                self.two.editor.text() if self.two_counters.isChecked() else "", self.planned.editor.day(),
                self.remarks.editor.text(), page.id if page else None, page.version if page else 0,
            ),
        )  # fmt: skip
