"""Months that are closed: what is entered into them later is marked late. Source: product.md 4 (Periods)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from PySide6.QtWidgets import QVBoxLayout, QWidget

from inl_logistics.kernel.translation import _, ngettext
from inl_logistics.register.periods import ClosedMonth, CloseDraft, close, closed_months
from ui.kit.buttons import Button
from ui.kit.cards import Card
from ui.kit.fields import DateEdit, Field
from ui.kit.formats import day, number
from ui.kit.formdialog import FormDialog
from ui.kit.navigation import Page, PageContext
from ui.kit.widget import Label, Line, column, emptied, row

_SHOWN = 6


class MonthsCard(Card):
    """The closed months, the newest first, and the way to close another."""

    def __init__(self, page: Page) -> None:
        super().__init__(margins=14)
        self._page = page
        self._months: Sequence[ClosedMonth] = ()
        self.body.setSpacing(10)
        self._note = Label(role="secondary", token="text2", wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        self.close_month = Button(icon="lock", writes=True)
        self.close_month.clicked.connect(self.ask)
        self.body.addWidget(self._note)
        self.body.addLayout(self._lines)
        self.body.addLayout(row(None, "stretch", self.close_month))
        self._retranslate()

    def refresh(self) -> None:
        """Ask which months are closed."""
        self._page.context.jobs.read(self._page, closed_months, done=self._show)

    def _show(self, months: list[ClosedMonth]) -> None:
        self._months = months
        emptied(self._lines)
        for at, one in enumerate(months[:_SHOWN]):
            if at:
                self._lines.addWidget(Line())
            self._lines.addWidget(_line(one))

    def ask(self) -> CloseDialog:
        """Ask through which day."""
        last = self._months[0].through_on if self._months else None
        dialog = CloseDialog(self._page.context, self._page, last)
        dialog.saved.connect(lambda _nothing: self._closed())
        dialog.open()
        return dialog

    def _closed(self) -> None:
        self._page.context.notices.show_notice(
            _("The books are closed. What is entered into them later is marked late.")
        )
        self.refresh()

    def _retranslate(self) -> None:
        self.set_title(_("Closed months"))
        self._note.setText(_("A closed month takes entries all the same; they are marked late."))
        self.close_month.setText(_("Close a month…"))
        self._show(list(self._months))


def _line(one: ClosedMonth) -> QWidget:
    holder = QWidget()
    late = ngettext("{n} late entry", "{n} late entries", one.late).format(n=number(one.late)) if one.late else ""
    said = _("closed on {day} by {name}").format(day=day(one.closed_at.date()), name=one.by)
    column(
        holder, Label(_("Through {day}").format(day=day(one.through_on)), role="strong"),
        Label(" · ".join(filter(None, (said, late))), role="secondary", token="text2", wrap=True), gap=2,
    )  # fmt: skip
    return holder


class CloseDialog(FormDialog):
    """Asks through which day the books are closed; the end of the last month is proposed."""

    def __init__(self, context: PageContext, over: QWidget, last: date | None) -> None:
        super().__init__(context, over, _("Close a month"), verb=_("Close through this day"))
        self._last = last
        self.through = self.add("through_on", Field(DateEdit(today=context.today), required=True), _("Through"),
                                hint=_("It cannot be opened again."))  # fmt: skip
        ended = context.today().replace(day=1) - timedelta(days=1)
        self.through.editor.set_day(ended if last is None or last < ended else None)

    def problems(self) -> Mapping[str, str]:
        """A day that is over, after the last that was closed."""
        through = self.through.editor.day()
        if through is None:
            return {}
        if through >= self.context.today():
            return {"through_on": _("Choose a day that is over.")}
        if self._last is not None and through <= self._last:
            return {"through_on": _("The books are closed through {day} already.").format(day=day(self._last))}
        return {}

    def send(self) -> None:
        """Close it."""
        through = self.through.editor.day()
        if through is not None:
            self.write(close, CloseDraft(through))
