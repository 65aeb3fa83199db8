"""One milestone for several shipments, with a preview of what becomes of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.problems import RulesBroken
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.register.numbers import screen_number
from inl_logistics.shipments.following import MilestoneDraft, set_milestones
from inl_logistics.shipments.queries import ShipmentRow
from inl_logistics.shipments.records import MilestoneKind, ShipmentState
from inl_logistics.shipments.rules import OPEN_STATES, STATE_AFTER
from ui.kit import theme
from ui.kit.choices import Segmented
from ui.kit.combo import Combo, Option
from ui.kit.fields import DateEdit, Field
from ui.kit.formdialog import FormDialog
from ui.kit.navigation import PageContext
from ui.kit.tables import Column, KeyedTableModel, ListView
from ui.shipments import words

# The states in the order in which the milestones bring them.
_WAY = tuple(dict.fromkeys(state.value for state in STATE_AFTER.values()))


class BulkMilestoneDialog(FormDialog):
    """Which milestone, reached or forecast on which day; below, each shipment as it is and as it will be."""

    def __init__(
        self, context: PageContext, over: QWidget, chosen: Sequence[ShipmentRow], done: Callable[[int], None]
    ) -> None:
        count = len(chosen)
        title = ngettext("Milestone for {n} shipment", "Milestone for {n} shipments", count).format(n=count)
        super().__init__(context, over, title, verb=_("Save milestones"), width=640)
        self._rows, self._finish = tuple(chosen), done
        self.kind = self.field("kind", Field(Combo(editable=False), required=True), _("Milestone"))
        self.on = self.field("on", Field(DateEdit(today=context.today), required=True), _("Day"))
        self.beside(self.kind, self.on)
        self.how = Segmented(height=26)
        self.how.set_options((("actual", _("Happened")), ("forecast", _("Forecast"))))
        self.how.choose("actual", tell=False)
        self.body.addWidget(self.how)
        self.model = KeyedTableModel(self._columns(), parent=self)
        self.table = ListView(self.model)
        self.table.setFixedHeight(theme.px(32 * min(count, 7) + 34))
        self.body.addWidget(self.table)
        self.kind.editor.set_options([Option(one.value, _(words.MILESTONES[one])) for one in MilestoneKind])
        self.kind.editor.set_value(MilestoneKind.ARRIVED.value)
        self.on.editor.set_day(context.today())
        self.kind.editor.chosen.connect(lambda _value: self._preview())
        self.how.chosen.connect(lambda _key: self._preview())
        self._preview()

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(
                "number",
                N_("Shipment"),
                lambda row: screen_number(row.number) or row.source_number or "—",
                110,
                "strong",
            ),
            Column("title", N_("Contents"), lambda row: row.title or "—", 200, "text", stretch=True),
            Column("now", N_("Now"), lambda row: words.row_chip(row).text, 120, "chip", chip=words.row_chip),
            Column("then", N_("Then"), self._then, 120, "text"),
        )

    def _then(self, row: ShipmentRow) -> str:
        wanted = STATE_AFTER[MilestoneKind(str(self.kind.editor.value()))]
        if self.how.current() == "forecast" or ShipmentState(row.state) not in OPEN_STATES or row.history:
            return _("as it is")
        further = _WAY.index(wanted.value) > _WAY.index(row.state) if row.state in _WAY else True
        return _(words.STATES[wanted.value]) if further else _("as it is")

    def _preview(self) -> None:
        self.model.set_rows(self._rows, keys=[row.key for row in self._rows])

    def send(self) -> None:
        """Write all or none."""
        kind, day = MilestoneKind(str(self.kind.editor.value())), self.on.editor.day()
        actual = self.how.current() == "actual"
        drafts = [
            MilestoneDraft(row.key, kind, day) if actual else MilestoneDraft(row.key, kind, forecast_on=day)
            for row in self._rows
        ]
        self.context.jobs.write(self, set_milestones, drafts, done=self._saved, failed=self._refused, button=self.save)

    def _saved(self, count: int) -> None:
        self.dismiss()
        self._finish(count)

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, RulesBroken):
            said = [f"{one.params.get('shipment', '')}: {sentence(one)}" for one in error.problems]
            self.summary.show_errors(_("Nothing was changed"), said)
        else:
            self.context.notices.show_error(error)
