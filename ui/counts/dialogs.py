"""The small questions of counts: how many, which goods, why it differs, what nobody counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from inl_logistics.catalog.queries import VariantOption, variant_options
from inl_logistics.counts.closing import CauseDraft, FinishDraft, finish_count, set_cause
from inl_logistics.counts.queries import CountPage, CountRow, LotOption, SeenScan
from inl_logistics.counts.records import Cause
from inl_logistics.counts.scanning import Decision, QuantityDraft, count_quantity, decide
from inl_logistics.kernel.text import fold
from inl_logistics.kernel.translation import _, ngettext
from ui.counts import words
from ui.kit import paint
from ui.kit.choices import CheckBox
from ui.kit.combo import Combo, Option
from ui.kit.fields import DateEdit, Field, LineEdit, NumberEdit
from ui.kit.formats import day, number
from ui.kit.formdialog import FormDialog
from ui.kit.navigation import PageContext
from ui.kit.openpost import open_post
from ui.kit.widget import Label

_NEW_LOT = -1


class QuantityDialog(FormDialog):
    """How many of goods that are counted by quantity; which lot, where there are several or none is known."""

    def __init__(
        self, context: PageContext, over: QWidget, draft: QuantityDraft, item: str, *, lots: Sequence[LotOption] = (),
        so_far: int | None = None, place: str = "",
    ) -> None:  # fmt: skip
        super().__init__(context, over, item, verb=_("Count"), width=440)
        self._draft, self._lots = draft, tuple(lots)
        if place:
            self.body.addWidget(Label(place, role="secondary", token="text2"))
        hint = (
            _("{n} counted so far; this is added").format(n=number(so_far))
            if so_far
            else _("0 says that nothing is there")
        )
        self.quantity = self.add("quantity", Field(NumberEdit(), required=True), _("Quantity"), hint=hint)
        self.lot = self.field("lot_id", Field(Combo(editable=False)), _("Lot"))
        self.new_lot = self.field("lot", Field(LineEdit(mono=True)), _("Lot on the goods"))
        self.expires = self.field("expires_on", Field(DateEdit(today=context.today)), _("Expires on"))
        self.quantity.editor.set_value(draft.quantity or None)
        if draft.line_id is None:
            self.body.addWidget(self.lot)
            self.beside(self.new_lot, self.expires)
            self._offer()

    def _offer(self) -> None:
        options = [Option(at, self._lot_words(one)) for at, one in enumerate(self._lots)]
        options.append(Option(_NEW_LOT, _("Another lot…")))
        self.lot.editor.set_options(options)
        chosen = next((at for at, one in enumerate(self._lots) if one.lot_id == self._draft.lot_id), None)
        if self._draft.lot and self._draft.lot_id is None:  # as the code on the goods says it
            chosen = next((at for at, one in enumerate(self._lots) if fold(one.lot) == fold(self._draft.lot)), _NEW_LOT)
            self.new_lot.editor.setText(self._draft.lot)
            self.expires.editor.set_day(self._draft.expires_on)
        self.lot.editor.set_value(chosen if chosen is not None else 0 if self._lots else _NEW_LOT)
        self.lot.editor.chosen.connect(lambda _v: self._lot_chosen())
        self.lot.setVisible(bool(self._lots))
        self._lot_chosen()

    @staticmethod
    def _lot_words(one: LotOption) -> str:
        expires = _("expires {day}").format(day=day(one.expires_on)) if one.expires_on else ""
        aside = _("in quarantine") if one.status == "quarantined" else ""
        return " · ".join(filter(None, (one.lot or _("without a lot"), expires, aside)))

    def _lot_chosen(self) -> None:
        new = self.lot.editor.value() == _NEW_LOT
        self.new_lot.setVisible(new)
        self.expires.setVisible(new)
        self._place()

    def problems(self) -> dict[str, str]:
        """A count is a number, and not below zero."""
        value = self.quantity.editor.integer()
        return {"quantity": _("Enter a number, 0 or more.")} if value is None or value < 0 else {}

    def send(self) -> None:
        """Write the figure."""
        draft, chosen = self._draft, self.lot.editor.value()
        values: dict[str, object] = {"quantity": self.quantity.editor.integer() or 0}
        if draft.line_id is None and isinstance(chosen, int) and chosen != _NEW_LOT:
            values["line_id"] = self._lots[chosen].line_id
        elif draft.line_id is None:
            values |= {"lot_id": None, "lot": self.new_lot.editor.text(), "expires_on": self.expires.editor.day()}
        self.write(count_quantity, replace(draft, **values))  # type: ignore[arg-type]


class GoodsDialog(FormDialog):
    """Which goods an unknown scan is: found goods of an item, or the unit that it looks like."""

    def __init__(self, context: PageContext, over: QWidget, scan: SeenScan) -> None:
        title = _("What is {text}?").format(text=paint.isolated(scan.text))
        super().__init__(context, over, title, verb=_("Count it"), width=460)
        self._scan, self._workspace = scan, open_post(context)
        self.alike = CheckBox()
        search = Combo(search=lambda typed: [Option(o.variant_id, o.label, o.code) for o in self._items(typed)])
        self.item = Field(search, required=True)
        if scan.alike_id is not None:
            self.alike.setText(_("It is {serial}; the scan was misread").format(serial=paint.isolated(scan.alike)))
            self.alike.toggled.connect(lambda on: self.item.setEnabled(not on))
            self.body.addWidget(self.alike)
        hint = _("It is booked into stock when the count is posted.")
        self.add("item", self.item, _("Goods that the books do not have"), hint=hint)

    def _items(self, typed: str) -> Sequence[VariantOption]:
        return self._workspace.read(variant_options, typed)

    def send(self) -> None:
        """Write the decision."""
        chosen = self.item.editor.value()
        if self.alike.isChecked():
            self.write(decide, Decision(self._scan.id, unit_id=self._scan.alike_id))
        elif isinstance(chosen, int):
            self.write(decide, Decision(self._scan.id, variant_id=chosen))


class CauseDialog(FormDialog):
    """Why lines differ."""

    def __init__(self, context: PageContext, over: QWidget, page: CountPage, lines: Sequence[CountRow]) -> None:
        count = len(lines)
        title = (
            lines[0].item
            if count == 1
            else ngettext("Why {n} line differs", "Why {n} lines differ", count).format(n=number(count))
        )
        super().__init__(context, over, title, verb=_("Save cause"), width=440)
        self._page, self._lines = page, tuple(lines)
        if count == 1:
            said = _("{counted} counted, the books have {books}")
            counted = "—" if lines[0].counted is None else number(lines[0].counted)
            self.body.addWidget(
                Label(said.format(counted=counted, books=number(lines[0].books)), role="secondary", token="text2")
            )
        self.cause = self.add("cause", Field(Combo(editable=False), required=True), _("Cause"))
        self.cause.editor.set_options([Option(cause.value, _(text)) for cause, text in words.CAUSES.items()])
        self.note_text = self.add("note", Field(LineEdit()), _("What is known of it"))
        first = lines[0]
        self.cause.editor.set_value(first.cause.value if first.cause else None)
        self.note_text.editor.setText(first.note)

    def send(self) -> None:
        """Write the cause."""
        cause = Cause(str(self.cause.editor.value()))
        ids = tuple(line.line_id for line in self._lines)
        self.write(set_cause, CauseDraft(self._page.id, ids, cause, self.note_text.editor.text()))


class FinishDialog(FormDialog):
    """The last look: what nobody counted, and the day the count stands for."""

    def __init__(self, context: PageContext, over: QWidget, page: CountPage) -> None:
        super().__init__(context, over, _("Finish counting?"), verb=_("Finish counting"), width=460)
        self._page = page
        open_lines = [line for line in page.lines if line.counted is None and not line.disagree]
        said = ngettext("{n} line was counted.", "{n} lines were counted.", len(page.lines) - len(open_lines))
        self.body.addWidget(
            Label(said.format(n=number(len(page.lines) - len(open_lines))), role="body", token="text2", wrap=True)
        )
        self.rest = CheckBox()
        if open_lines:
            left = ngettext(
                "{n} line was not counted: nothing was there",
                "{n} lines were not counted: nothing was there",
                len(open_lines),
            )
            self.rest.setText(left.format(n=number(len(open_lines))))
            self.body.addWidget(self.rest)
            names = ", ".join(f"{line.item} ({line.place})" for line in open_lines[:4])
            more = _(" and {n} more").format(n=number(len(open_lines) - 4)) if len(open_lines) > 4 else ""
            self.body.addWidget(Label(names + more, role="secondary", token="text3", wrap=True))
        self._open = bool(open_lines)
        self.day = self.add("counted_on", Field(DateEdit(today=context.today)), _("The count stands for the end of"),
                            hint=_("Today, unless all of it was counted on paper on an earlier day"))  # fmt: skip

    def problems(self) -> dict[str, str]:
        """Say that what nobody counted is to be counted or confirmed."""
        if self._open and not self.rest.isChecked():
            return {"": _("Count what is left, or tick that nothing was there.")}
        return {}

    def send(self) -> None:
        """Finish."""
        self.write(finish_count, FinishDraft(self._page.id, self.day.editor.day(), self.rest.isChecked()))
