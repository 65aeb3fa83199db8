"""What is done to stock from its list: put aside, move to another bin, change condition or status."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from PySide6.QtWidgets import QWidget

from inl_logistics.inventory.commands import ConditionDraft, MoveDraft, StockPick, change_condition, move
from inl_logistics.inventory.holding import HoldDraft, HoldLine, hold
from inl_logistics.inventory.layers import BinOption, LayerRow, LayerUnit, bin_options, layer_units, layers
from inl_logistics.kernel.statewords import CONDITIONS, STATUSES
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kernel.values import Condition, Status
from inl_logistics.register.numbers import screen_number
from ui.inventory.reversing import offer_reversal
from ui.kit.chips import chip
from ui.kit.combo import Combo, Option
from ui.kit.fields import DateEdit, Field, LineEdit, NumberEdit
from ui.kit.formats import number
from ui.kit.formdialog import FormDialog
from ui.kit.navigation import PageContext
from ui.kit.tables import Column, KeyedTableModel, ListView
from ui.kit.widget import Label, column

_UNIT_COLUMNS = (
    Column("serial", N_("Serial"), lambda r: r.serial, kind="mono", width=160, stretch=True),
    Column("held", N_("Reserved"), lambda r: screen_number(r.reserved_by), kind="chip", width=170,
           chip=lambda r: chip("unit", "reserved", text=screen_number(r.reserved_by)) if r.reserved_by else None),
)  # fmt: skip
MOST_LINES = 12


@dataclass(frozen=True, slots=True)
class PickedLine:
    """A line of stock as the reserve dialog shows it."""

    variant_id: int
    place_id: int
    item: str
    location: str
    free: int


class HoldDialog(FormDialog):
    """How much of each chosen line, and for whom."""

    def __init__(
        self, context: PageContext, over: QWidget, lines: Sequence[PickedLine], *, done: Callable[[], None]
    ) -> None:
        count = len(lines)
        title = ngettext("Reserve {n} line", "Reserve {n} lines", count).format(n=count)
        super().__init__(context, over, title, verb=_("Reserve"))
        self._lines, self._after = tuple(lines[:MOST_LINES]), done
        self.purpose = self.add("note", Field(LineEdit(), required=True), _("For whom or what"),
                                hint=_("Shown wherever the stock is listed as reserved."))  # fmt: skip
        for at, line in enumerate(self._lines):
            editor = NumberEdit()
            editor.set_value(line.free)
            label = _("{item}, {place}: {n} free").format(item=line.item, place=line.location, n=number(line.free))
            self.add(f"line{at}", Field(editor), label)
        if count > MOST_LINES:
            words = _("Only the first {n} lines are taken; reserve the others after this.").format(n=MOST_LINES)
            self.body.addWidget(Label(words, role="secondary", token="text2", wrap=True))
        self.saved.connect(self._tell)

    def send(self) -> None:
        """Put them aside."""
        wanted = [
            HoldLine(line.variant_id, line.place_id, self.fields[f"line{at}"].editor.integer() or 0)
            for at, line in enumerate(self._lines)
        ]
        draft = HoldDraft(tuple(one for one in wanted if one.quantity), self.purpose.editor.text())
        self._asked = tuple(at for at, one in enumerate(wanted) if one.quantity)
        self.write(hold, draft)

    def field_of(self, where: tuple[str | int, ...]) -> str:
        """Name the line a problem is about."""
        if len(where) > 1 and where[0] == "lines":
            at = int(where[1])
            return f"line{self._asked[at] if at < len(self._asked) else 0}"
        return super().field_of(where)

    def _tell(self, hold_id: object) -> None:
        from inl_logistics.inventory.holding import release_hold

        context = self.context
        words = _("Reserved for {purpose}.").format(purpose=self.purpose.editor.text().strip())

        def undo() -> None:
            context.jobs.write(context.navigator, release_hold, int(str(hold_id)), done=lambda _none: None)

        context.notices.show_notice(words, action=_("Undo"), act=undo)
        self._after()


class _PickDialog(FormDialog):
    """Chooses what of a line: a layer, then units by serial or a quantity."""

    def __init__(self, context: PageContext, over: QWidget, title: str, *, verb: str,
                 line: tuple[int, int, str, str]) -> None:  # fmt: skip
        super().__init__(context, over, title, verb=verb, width=500)
        self._layers: Sequence[LayerRow] = ()
        self.over = over
        self.request = f"window:{uuid4()}"  # the same press twice posts once
        self._variant_id, self._place_id, item, place = line
        self.body.addWidget(
            Label(_("{item} in {place}").format(item=item, place=place), role="body", token="text2", wrap=True)
        )
        self.layer = self.field("layer", Field(Combo(editable=False), required=True), _("What"))
        self.quantity = self.field("quantity", Field(NumberEdit(), required=True), _("Quantity"))
        self.units = KeyedTableModel(_UNIT_COLUMNS, tickable=True, parent=self)
        self.unit_list = ListView(self.units, density="compact")
        self.unit_list.setFixedHeight(190)
        self.unit_list.setAccessibleName(_("Serials"))
        self._units_label = Label(role="label", token="text2")
        self._unit_box = QWidget()
        column(self._unit_box, self._units_label, self.unit_list, gap=4)
        self._unit_box.hide()
        self.layer.editor.chosen.connect(self._layer_chosen)
        self.units.ticks_changed.connect(self._count_units)

    def start(self) -> None:
        """Ask what lies there, once all fields exist."""
        self.context.jobs.read(
            self, layers, self._variant_id, place_id=self._place_id, ours=True, done=self._show_layers
        )

    def finish(self) -> None:
        """Put the shared fields below those of the dialog."""
        self.day = self.field("effective_on", Field(DateEdit(today=self.context.today), required=True), _("Day"))
        self.day.editor.set_day(self.context.today())
        self.beside(self.layer, self.quantity)
        self.body.addWidget(self._unit_box)

    def _show_layers(self, rows: Sequence[LayerRow]) -> None:
        self._layers = [row for row in rows if row.title == "usg"]
        options = [Option(at, _layer_words(row), number(row.quantity)) for at, row in enumerate(self._layers)]
        self.layer.editor.set_options(options)
        if options:
            self.layer.editor.set_value(0)
            self._layer_chosen(0)

    def chosen_layer(self) -> LayerRow | None:
        """Return the layer that is worked on."""
        at = self.layer.editor.value()
        return self._layers[at] if isinstance(at, int) and at < len(self._layers) else None

    def _layer_chosen(self, _at: object) -> None:
        row = self.chosen_layer()
        if row is None:
            return
        by_serial = row.serials > 0
        self._unit_box.setVisible(by_serial)
        self.quantity.setEnabled(not by_serial)
        self.quantity.editor.set_value(0 if by_serial else row.quantity)
        if by_serial:
            self.context.jobs.read(self, layer_units, row, done=self._show_units)
        self._place()

    def _show_units(self, units: Sequence[LayerUnit]) -> None:
        self.units.clear_ticks()
        self.units.set_rows(units, keys=[unit.unit_id for unit in units])
        self._count_units()
        self._place()

    def _count_units(self) -> None:
        count = self.units.tick_count()
        self.quantity.editor.set_value(count)
        self._units_label.setText(ngettext("{n} serial ticked", "{n} serials ticked", count).format(n=count))

    def problems(self) -> dict[str, str]:
        """Check how much is asked for."""
        row, asked = self.chosen_layer(), self.quantity.editor.integer() or 0
        if row is None:
            return {"layer": _("Choose what to take.")}
        if asked <= 0:
            return {"quantity": _("Tick at least one serial.") if row.serials else _("Enter how many.")}
        if asked > row.quantity:
            return {"quantity": _("Only {n} are here.").format(n=number(row.quantity))}
        return {}

    def picks(self) -> tuple[StockPick, ...]:
        """Return what was chosen as the commands take it."""
        row = self.chosen_layer()
        if row is None:
            return ()
        condition, status = Condition(row.condition), Status(row.status)
        if not row.serials:
            count = self.quantity.editor.integer() or 0
            return (StockPick(row.item_id, row.layer_id, row.place_id, count, None, condition, status),)
        return tuple(
            StockPick(row.item_id, row.layer_id, row.place_id, 1, unit, condition, status)
            for unit in self.units.ticked()
        )


def _layer_words(row: LayerRow) -> str:
    parts = (row.lot, _(CONDITIONS.get(row.condition, row.condition)), _(STATUSES.get(row.status, row.status)))
    return " · ".join(filter(None, parts))


class MoveDialog(_PickDialog):
    """Moves stock of a line to another bin."""

    def __init__(
        self, context: PageContext, over: QWidget, variant_id: int, place_id: int, item: str, place: str
    ) -> None:
        super().__init__(
            context, over, _("Move to another bin"), verb=_("Move"), line=(variant_id, place_id, item, place)
        )
        self.target = self.add("to_bin", Field(Combo(), required=True), _("To bin"))
        self.finish()
        self.reason = self.field("reason", Field(LineEdit()), _("Reason"))
        self.beside(self.day, self.reason)
        context.jobs.read(self, bin_options, done=self._show_bins)
        self.saved.connect(self._tell)
        self.start()

    def _show_bins(self, bins: Sequence[BinOption]) -> None:
        self.target.editor.set_options([Option(one.bin_id, one.label, one.address) for one in bins])

    def send(self) -> None:
        """Move it."""
        target, day = self.target.editor.value(), self.day.editor.day()
        if isinstance(target, int) and day is not None:
            self.write(move, MoveDraft(self.picks(), target, day, self.reason.editor.text(), self.request))

    def _tell(self, posted: object) -> None:
        words = _("{number}: moved to {place}.").format(
            number=screen_number(str(posted)), place=self.target.editor.text()
        )
        offer_reversal(self.context, self.over, words, str(posted))


class ConditionDialog(_PickDialog):
    """Changes condition or status of stock where it lies, with a reason."""

    def __init__(
        self, context: PageContext, over: QWidget, variant_id: int, place_id: int, item: str, place: str
    ) -> None:
        super().__init__(context, over, _("Change condition or status"), verb=_("Change"),
                         line=(variant_id, place_id, item, place))  # fmt: skip
        self.finish()
        self.condition = self.field("condition", Field(Combo(editable=False), required=True), _("New condition"))
        self.state = self.field("status", Field(Combo(editable=False), required=True), _("New status"))
        self.condition.editor.set_options([Option(key, _(words)) for key, words in CONDITIONS.items()])
        self.state.editor.set_options([Option(key, _(words)) for key, words in STATUSES.items()])
        self.beside(self.condition, self.state)
        self.reason = self.field("reason", Field(LineEdit(), required=True), _("Reason"))
        self.beside(self.day, self.reason)
        self.saved.connect(self._tell)
        self.start()

    def _layer_chosen(self, at: object) -> None:
        super()._layer_chosen(at)
        row = self.chosen_layer()
        if row is not None:
            self.condition.editor.set_value(row.condition)
            self.state.editor.set_value(row.status)

    def problems(self) -> dict[str, str]:
        """Something must change."""
        found, row = super().problems(), self.chosen_layer()
        same = row is not None and (self.condition.editor.value(), self.state.editor.value()) == (
            row.condition,
            row.status,
        )
        return found | ({"condition": _("Choose another condition or status.")} if same else {})

    def send(self) -> None:
        """Change it."""
        day = self.day.editor.day()
        if day is not None:
            draft = ConditionDraft(
                self.picks(), Condition(str(self.condition.editor.value())), Status(str(self.state.editor.value())), day,
                self.reason.editor.text(), self.request,
            )  # fmt: skip
            self.write(change_condition, draft)

    def _tell(self, posted: object) -> None:
        words = _("{number}: condition changed.").format(number=screen_number(str(posted)))
        offer_reversal(self.context, self.over, words, str(posted))


class DayDialog(FormDialog):
    """Of which day the stock is shown; empty is now."""

    def __init__(
        self, context: PageContext, over: QWidget, day: date | None, *, done: Callable[[date | None], None]
    ) -> None:
        super().__init__(context, over, _("Stock as of a day"), verb=_("Show"), width=360)
        self._show = done
        hint = _("Reservations and minimums are those of today only. Empty shows today.")
        self.day = self.add("day", Field(DateEdit(today=context.today)), _("The end of"), hint=hint)
        self.day.editor.set_day(day)

    def problems(self) -> dict[str, str]:
        """A day that has not come has no stock yet."""
        chosen = self.day.editor.day()
        return {"day": _("That day has not come yet.")} if chosen is not None and chosen > self.context.today() else {}

    def send(self) -> None:
        """Show it."""
        self.dismiss()
        self._show(self.day.editor.day())
