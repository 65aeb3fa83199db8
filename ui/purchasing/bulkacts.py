"""Several orders at once from the list: placed, or paid by another project, each with a preview of what will happen.

Source: product.md 3 (bulk actions with preview).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kernel.values import Money
from inl_logistics.purchasing import bulk
from inl_logistics.purchasing.bulk import BulkRow
from inl_logistics.purchasing.queries import project_options
from inl_logistics.register.numbers import screen_number
from ui.kit.bulkpreview import BulkPreview, TickedActs
from ui.kit.combo import Combo, Option
from ui.kit.fields import DateEdit, Field, LineEdit
from ui.kit.formats import money, number
from ui.kit.formdialog import FormDialog
from ui.kit.tables import Column
from ui.kit.tokens import ToneName

if TYPE_CHECKING:
    from ui.purchasing.page import OrdersPage


def _verdict(row: BulkRow) -> str:
    if not row.problems:
        return _("Ready")
    said = " ".join(dict.fromkeys(sentence(one) for one in row.problems))
    return said if row.refused else _("Asks an approver: {rule}").format(rule=said)


def _tone(row: BulkRow) -> ToneName | None:
    return "bad" if row.refused else "warn" if row.problems else "ok"


COLUMNS = (
    Column("number", N_("Order"), lambda row: screen_number(row.number) or _("Draft"), 110, "strong"),
    Column("title", N_("Contents"), lambda row: row.title or "—", 170, "text"),
    Column("lines", N_("Lines"), lambda row: number(row.lines), 52, "number"),
    Column("value", N_("Value"), lambda row: money(Money(row.value_minor)), 104, "money"),
    Column("verdict", N_("What happens"), _verdict, 220, "text", stretch=True, tone=_tone),
)


class BulkActs(TickedActs):
    """The acts on ticked orders."""

    def __init__(self, page: OrdersPage) -> None:
        super().__init__(page)
        self._page = page

    def place(self) -> None:
        """Show what placing the ticked drafts does."""
        page, keys = self._page, self._page.chosen_keys()
        page.context.jobs.read(
            page,
            bulk.placing_preview,
            keys,
            today=page.context.today(),
            done=lambda rows: self._open(PlaceDialog(page, rows)),
        )

    def move(self) -> None:
        """Ask which project pays for the ticked orders."""
        page, keys = self._page, self._page.chosen_keys()
        page.context.jobs.read(
            page, bulk.moving_preview, keys, None, done=lambda rows: self._open(MoveOrdersDialog(page, rows))
        )

    def close_ticked(self) -> None:
        """Show which of the ticked orders are complete and can be closed."""
        page, keys = self._page, self._page.chosen_keys()
        page.context.jobs.read(
            page, bulk.closing_preview, keys, done=lambda rows: self._open(CloseOrdersDialog(page, rows))
        )

    def _open(self, dialog: FormDialog) -> None:
        closing = isinstance(dialog, CloseOrdersDialog)
        dialog.saved.connect(self._closed if closing else self._done)
        dialog.open()

    def _closed(self, count: int) -> None:
        self.tell(ngettext("{n} order closed.", "{n} orders closed.", count).format(n=count))

    def _done(self, result: object) -> None:
        if isinstance(result, tuple):
            said = ngettext("{n} order placed.", "{n} orders placed.", len(result)).format(n=len(result))
        else:
            count = result if isinstance(result, int) else 0
            said = ngettext("{n} order moved.", "{n} orders moved.", count).format(n=count)
        self.tell(said)


class _Preview(BulkPreview[BulkRow]):
    """What would become of each order, and a button that says how many it acts on."""

    def __init__(self, page: OrdersPage, title: str, rows: Sequence[BulkRow]) -> None:
        super().__init__(page, title, rows, COLUMNS, key=lambda row: row.order_id)

    def show_rows(self, rows: Sequence[BulkRow]) -> None:
        """Show what happens to each, and say it on the button."""
        self.rows = tuple(rows)
        self.show_preview()
        ready, refused = len(self.ready()), len(self.rows) - len(self.ready())
        self.save.setText(self.verb(ready, refused))
        self.save.set_reason("" if ready else _("None of them can"))

    def ready(self) -> tuple[int, ...]:
        """Return the orders that it acts on."""
        return tuple(one.order_id for one in self.rows if not one.refused)

    def verb(self, _ready: int, _refused: int) -> str:
        """Return the button's words."""
        return ""


class PlaceDialog(_Preview):
    """Places the drafts that can be placed."""

    def __init__(self, page: OrdersPage, rows: Sequence[BulkRow]) -> None:
        super().__init__(page, _("Place these orders?"), rows)
        self.body.addWidget(self.table, 1)
        self.show_rows(rows)

    def verb(self, ready: int, refused: int) -> str:
        """Say how many are placed and how many left out."""
        said = ngettext("Place {n} order", "Place {n} orders", ready).format(n=ready)
        return _("{act}, leave out {n}").format(act=said, n=refused) if refused else said

    def send(self) -> None:
        """Place them, all or none."""
        self.write(bulk.place_orders, self.ready())


class CloseOrdersDialog(_Preview):
    """Closes the orders that are complete."""

    def __init__(self, page: OrdersPage, rows: Sequence[BulkRow]) -> None:
        super().__init__(page, _("Close these orders?"), rows)
        self.body.addWidget(self.table, 1)
        self.show_rows(rows)

    def verb(self, ready: int, refused: int) -> str:
        """Say how many are closed and how many left out."""
        said = ngettext("Close {n} order", "Close {n} orders", ready).format(n=ready)
        return _("{act}, leave out {n}").format(act=said, n=refused) if refused else said

    def send(self) -> None:
        """Close them, all or none."""
        self.write(bulk.close_orders, self.ready())


class MoveOrdersDialog(_Preview):
    """Lets another project pay for whole orders."""

    def __init__(self, page: OrdersPage, rows: Sequence[BulkRow]) -> None:
        super().__init__(page, _("Move these orders to another project?"), rows)
        self.project = self.field("project_id", Field(Combo(), required=True), _("Project"))
        self.moved_on = self.field("moved_on", Field(DateEdit(today=page.context.today), required=True), _("From"))
        self.moved_on.editor.set_day(page.context.today())
        self.reason = self.field("reason", Field(LineEdit(), required=True), _("Reason"))
        self.beside(self.project, self.moved_on, self.reason)
        self.body.addWidget(self.table, 1)
        self.project.editor.chosen.connect(self._chosen)
        page.context.jobs.read(self, project_options, None, done=self._options)
        self.show_rows(rows)

    def _options(self, found: list[tuple[int, str]]) -> None:
        self.project.editor.set_options([Option(*one) for one in found])

    def _chosen(self, project: Any) -> None:
        keys = [one.order_id for one in self.rows]
        self.context.jobs.read(self, bulk.moving_preview, keys, project, done=self.show_rows)

    def verb(self, ready: int, refused: int) -> str:
        """Say how many move and how many are left out."""
        said = ngettext("Move {n} order", "Move {n} orders", ready).format(n=ready)
        return _("{act}, leave out {n}").format(act=said, n=refused) if refused else said

    def send(self) -> None:
        """Move them, all or none."""
        project: Any = self.project.editor.value()
        day = self.moved_on.editor.day() or self.context.today()
        self.write(bulk.move_orders, self.ready(), project, moved_on=day, reason=self.reason.editor.text())
