"""One purchase order: header, lines with ordered, shipped, received and handed-over bars, shipments. Source: ui.md 10."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.listing import ListQuery
from inl_logistics.kernel.problems import LogisticsError
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kernel.values import Money
from inl_logistics.purchasing import commands, queries
from inl_logistics.purchasing.queries import OrderDetail, OrderShipment
from inl_logistics.purchasing.snapshot import paper_version
from inl_logistics.register.numbers import screen_number
from inl_logistics.shipments.commands import ShipmentDraft, ShipmentLineDraft, save_shipment
from inl_logistics.shipments.drafts import PlannedStep
from inl_logistics.shipments.records import MilestoneKind
from ui.kit.approval import ApprovedWrites
from ui.kit.buttons import Button, IconButton
from ui.kit.cards import Card
from ui.kit.exporting import export_list
from ui.kit.filescard import FilesCard
from ui.kit.formats import day, money, number
from ui.kit.inspector import Facts, scrolled
from ui.kit.navigation import Command, Crumb, KeyHint, PageContext, Route
from ui.kit.printouts import Printouts
from ui.kit.progress import ProgressBar
from ui.kit.recordpage import RecordPage
from ui.kit.steps import Step, Stepper
from ui.kit.tables import KeyedTableModel, ListView
from ui.kit.timeline import Timeline
from ui.kit.widget import Label, Link, column, emptied, row
from ui.purchasing import words
from ui.purchasing.columns import bars, fate_words, line_columns, shipment_words
from ui.purchasing.endacts import EndActs
from ui.purchasing.lineacts import AmendmentDialog, LineActs
from ui.purchasing.words import MORE_LABELS, history_entries


class OrderPage(RecordPage):
    """One order that is placed or ended."""

    topics = frozenset({"purchasing", "shipments", "receiving", "handovers"})

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route)
        self.record: OrderDetail | None = None
        self._approved = ApprovedWrites(context, self)
        self.acting, self.ending, self.printouts = LineActs(self), EndActs(self), Printouts(self)
        self._build()
        self._retranslate()
        self.refresh()

    def _build(self) -> None:
        self.life = Stepper()
        self.head.set_life(self.life)
        self.print = IconButton("printer")
        self.head.add_action(self.print)
        self.edit, self.close_ = Button(icon="pencil", writes=True), Button(icon="x", writes=True)
        self.primary = Button(kind="primary", icon="ship", key="Ctrl Enter")
        for button in (self.close_, self.edit):
            self.head.add_action(button)
        self.head.set_primary(self.primary)
        self.edit.clicked.connect(self._edit)
        self.close_.clicked.connect(self.ending.go_on)
        self.primary.clicked.connect(self._act)
        self.lines_card = Card()
        self.lines = KeyedTableModel(line_columns(self._currency), tickable=True, parent=self)
        self.moving, self.drop = Button(icon="arrow-right-left", kind="ghost"), Button(icon="x", kind="ghost")
        self.lines_card.add_action(self.moving)
        self.lines_card.add_action(self.drop)
        self.moving.clicked.connect(self.acting.move_lines)
        self.drop.clicked.connect(self.acting.cancel_lines)
        self.print.clicked.connect(self.print_order)
        self.table = ListView(self.lines, density="two-line")
        self.sum_start, self.sum_end = Label(role="secondary", token="text2"), Label(role="strong")
        self.fate = ProgressBar(height=6)
        self.fate.setFixedWidth(96)
        self.lines_card.body.addWidget(self.table, 1)
        self.lines_card.body.addLayout(
            row(None, self.sum_start, self.fate, "stretch", self.sum_end, margins=(14, 9, 14, 9), gap=12)
        )
        self.details_card, self.facts = Card(), Facts()
        self.details_card.body.addWidget(self.facts)
        self.all_details = Link(role="secondary")
        self.all_details.clicked.connect(self._unfold)
        self.details_card.body.addLayout(row(None, self.all_details, "stretch", margins=(14, 0, 14, 10)))
        self._unfolded = False
        self.shipments_card = Card()
        self.shipments = column(None, margins=(14, 8, 14, 10), gap=8)
        self.shipments_card.body.addLayout(self.shipments)
        side = QWidget()
        side.setFixedWidth(284)
        self.files = FilesCard(self, "order")
        self.history_card, self.history = Card(), Timeline()
        self.history_card.body.addWidget(self.history)
        self.history.clicked.connect(self._show_amendment)
        column(side, self.details_card, self.shipments_card, self.history_card, self.files, "stretch", gap=12)
        panel = scrolled(side)  # the lines and their total stay in sight, however much is known beside them
        panel.setFixedWidth(296)
        cards = row(None, self.lines_card, panel, gap=12)
        cards.setStretch(0, 1)
        self.body.addLayout(cards, 1)

    def _retranslate(self) -> None:
        self.print.set_hint(_("Print this order"), key="Ctrl P")
        self.moving.setText(_("Move to project…"))
        self.drop.setText(_("Cancel lines…"))
        self.history_card.set_title(_("History"))
        self.edit.setText(_("Change"))
        self.primary.setText(_("Book shipment"))
        self.lines_card.set_title(_("Lines"))
        self.details_card.set_title(_("Details"))
        self.files.retranslate()
        if self.record is not None:
            self._show(self.record)

    def crumbs(self) -> tuple[Crumb, ...]:
        """Return the path."""
        name = "" if self.record is None else screen_number(self.record.number) or _("Draft")
        return Crumb(_("Purchasing"), Route("orders")), Crumb(_("Orders"), Route("orders")), Crumb(name)

    def refresh(self) -> None:
        """Read the order again."""
        self.context.jobs.read(self, queries.detail, self.route.id, today=self.context.today(), done=self._show)

    def _show(self, record: OrderDetail | None) -> None:
        if record is None:
            self.banner.show_message("bad", _("This order is no longer there."))
            return
        self.record = record
        self.head.set_title(record.title or screen_number(record.number) or _("Purchase order"))
        self.head.set_chips([words.order_chip(record, today=self.context.today())])
        value = money(Money(sum(line.left_minor for line in record.lines), record.currency), cents=False)
        parts = (screen_number(record.number), record.vendor, value, record.agreement, record.project)
        self.head.set_summary(" · ".join(part for part in parts if part))
        self._show_life(record)
        self._show_actions(record)
        self.lines.set_rows(record.lines, keys=[line.id for line in record.lines])
        self._show_fate(record)
        units = _("{n} units").format(n=number(sum(line.quantity - line.canceled for line in record.lines)))
        total = Money(sum(line.left_minor for line in record.lines), record.currency)
        self.sum_end.setText(f"{units}   {money(total)}")
        self._show_facts(record)
        self._show_shipments(record)
        self.files.show_of(record.id)
        self._show_banner(record)
        self._show_history(record)
        self.presented.emit()

    def _show_fate(self, record: OrderDetail) -> None:
        """Say what became of the whole order."""
        count = len(record.lines)
        ordered, shipped, received, handed = (
            sum(one)
            for one in zip(
                (0, 0, 0, 0),
                *((n.quantity - n.canceled, n.shipped, n.received, n.handed_over) for n in record.lines),
                strict=True,
            )
        )
        said = fate_words(ordered, shipped, received, handed)
        lines = ngettext("{n} line", "{n} lines", count).format(n=count)
        self.sum_start.setText(lines if record.state == "draft" else f"{lines} · {said}")
        self.fate.setVisible(record.state != "draft")
        self.fate.set_parts(bars(ordered, shipped, received, handed), spoken=said)

    def _currency(self) -> str:
        return self.record.currency if self.record is not None else "USD"

    def _unfold(self) -> None:
        self._unfolded = not self._unfolded
        if self.record is not None:
            self._show_facts(self.record)

    def _show_banner(self, record: OrderDetail) -> None:
        """Say why the order ended, and on which day."""
        said = {
            "short-closed": _("Short-closed on {day}: {reason}"), "closed": _("Closed on {day}: {reason}"),
            "canceled": _("Canceled on {day}: {reason}"),
        }  # fmt: skip
        if record.state in said and record.closed_reason:
            words_ = said[record.state].format(day=day(record.closed_on), reason=record.closed_reason)
            self.banner.show_message("neutral", words_)
        else:
            self.banner.hide()

    def _show_history(self, record: OrderDetail) -> None:
        """Show amendments and what was set aside for the order, the newest first."""
        entries = history_entries(record)
        self.history.set_entries(entries)
        self.history_card.setVisible(bool(entries))

    def _show_amendment(self, key: object) -> None:
        found = next((one for one in self.record.amendments if one.number == key), None) if self.record else None
        if found is not None:
            AmendmentDialog(self, found).open()
        elif key == 0:
            self.print_version(0)

    def export(self) -> None:
        """Write the lines as an Excel file."""
        if self.record is not None:
            export_list(self, "order-lines", ListQuery(filters={"order": frozenset({str(self.record.id)})}))

    def print_order(self) -> None:
        """Show the order record as it prints."""
        if self.record is not None:
            self.printouts.show("order-record", self.record.id, number=self.record.number)

    def print_version(self, amendment: int) -> None:
        """Show the order record as it was sealed with an amendment; 0 is the order as placed."""
        if self.record is not None:
            self.printouts.show(
                "order-record", self.record.id, number=f"{self.record.number} {amendment or ''}".strip(),
                freeze=partial(paper_version, amendment=amendment),
            )  # fmt: skip

    def _show_life(self, record: OrderDetail) -> None:
        ordered = sum(line.quantity - line.canceled for line in record.lines)
        done = (
            record.state != "draft",
            bool(ordered) and sum(line.shipped for line in record.lines) >= ordered,
            bool(ordered) and sum(line.received for line in record.lines) >= ordered,
            bool(ordered) and sum(line.handed_over for line in record.lines) >= ordered,
        )
        titles = (_("Placed"), _("Shipped"), _("Received"), _("Handed over"))
        if record.state == "canceled":
            # A draft that was canceled was never placed; nothing of the way lies ahead.
            self.life.set_steps(
                [Step(_("Placed"), "done" if record.number else "skipped"), Step(_("Canceled"), "done")]
            )
            return
        current = next((at for at, is_done in enumerate(done) if not is_done), len(done))
        self.life.set_steps(
            [
                Step(title, "done" if is_done else "current" if at == current else "todo")
                for at, (title, is_done) in enumerate(zip(titles, done, strict=True))
            ]
        )

    def _show_actions(self, record: OrderDetail) -> None:
        draft = record.state == "draft"
        self.primary.setText(_("Place order") if draft else _("Book shipment"))
        self.primary.set_icon("check" if draft else "ship")
        ended = record.state in ("closed", "canceled", "short-closed")
        left = sum(max(0, line.quantity - line.canceled - line.shipped) for line in record.lines)
        self.head.set_reason(_("The order is closed") if ended else "" if draft or left else _("Everything is shipped"))
        self.edit.set_reason(_("The order is closed") if ended else "")
        self.edit.setText(_("Change") if draft else _("Amend"))
        placed = record.state == "placed"
        self.moving.setVisible(record.state in ("placed", "short-closed", "closed"))
        self.drop.setVisible(placed)
        self.ending.show_record(record)

    def _show_facts(self, record: OrderDetail) -> None:
        amended = _("{agreement}, amendment {n}").format(agreement=record.agreement, n=record.more["amendment"])
        pairs = (
            (_("Vendor"), record.vendor), (_("Contract"), record.contract_number),
            (_("Agreement"), amended if record.agreement and record.more["amendment"] else record.agreement),
            (_("Project"), record.project), (_("Incoterm"), f"{record.incoterm} {record.incoterm_place}".strip()),
            (_("Ordered on"), day(record.ordered_on)), (_("Need by"), day(record.need_by)),
            (_("Export authorization"), record.export_authorization),
            (_("Plan"), ", ".join(screen_number(name) for _id, name in record.requirements)),
        )  # fmt: skip
        rate = f"{record.currency} · {record.rate_micros / 1_000_000:g} USD" if record.currency != "USD" else ""
        rest = (
            (_("Their number"), record.source_number), (_("Fund cite"), record.fund_cite), (_("Currency"), rate),
            *((_(label), record.more[name]) for name, label in MORE_LABELS), (_("Remarks"), record.remarks),
        )  # fmt: skip
        known = [pair for pair in rest if pair[1]]
        shown = [*pairs, *known] if self._unfolded else pairs
        self.facts.set_pairs([(name, value) for name, value in shown if value and value != "—"])
        more = ngettext("{n} more field", "{n} more fields", len(known)).format(n=len(known))
        self.all_details.set_text(_("Show less") if self._unfolded else more)
        self.all_details.setVisible(bool(known))

    def _show_shipments(self, record: OrderDetail) -> None:
        self.shipments_card.set_title(_("Shipments"), number(len(record.shipments)))
        emptied(self.shipments)
        for one in record.shipments:
            self.shipments.addLayout(self._shipment_row(one))
        if not record.shipments:
            self.shipments.addWidget(Label(_("None booked yet."), role="secondary", token="text3"))

    def _shipment_row(self, one: OrderShipment) -> Any:
        link = Link(shipment_words(one))
        link.clicked.connect(lambda: self.context.navigator.open(Route("shipment", one.id)))
        said = _("canceled") if one.state == "canceled" else _("{n} units").format(n=number(one.quantity))
        return row(None, link, "stretch", Label(said, role="secondary", token="text3"))

    # acting -------------------------------------------------------------------------------------------------

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here."""
        return (
            Command(
                "order.act",
                N_("Place order or book its shipment"),
                self._act,
                "Ctrl+Enter",
                "check",
                self.primary.reason,
            ),
            Command("order.export", N_("Export the lines of this order"), self.export, "Ctrl+E", "download"),
            Command("order.print", N_("Print this order"), self.print_order, "Ctrl+P", "printer"),
            Command(
                "order.move",
                N_("Move the ticked lines to another project…"),
                self.acting.move_lines,
                "",
                "arrow-right-left",
            ),
            Command(
                "order.cancel-lines", N_("Cancel what is left of the ticked lines…"), self.acting.cancel_lines, "", "x"
            ),
            Command("order.edit", N_("Change this order"), self._edit, "", "pencil", self.edit.reason),
            *self.ending.commands(),
        )

    def hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of this screen."""
        return KeyHint("Ctrl Enter", self.primary.text().lower()), KeyHint("Esc", _("back to list"))

    def status(self) -> tuple[str, ...]:
        """Say which order this is."""
        return (screen_number(self.record.number) or _("Draft"),) if self.record else ()

    def panels(self) -> tuple[QWidget, ...]:
        """Return the panels that F6 goes through."""
        return (self.table,)

    def focus_first(self) -> None:
        """Put the focus into the lines."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _act(self) -> None:
        if self.record is None or self.primary.reason() or self.primary.is_busy():
            return
        jobs = self.context.jobs
        if self.record.state == "draft":
            self._approved.write(
                commands.place_order, self.record.id, done=self._placed, failed=self.failed, button=self.primary,
                verb=_("Place with override"),
            )  # fmt: skip
            return
        drafts = [one.id for one in self.record.shipments if one.state == "draft"]
        if drafts and not any(line.to_ship for line in self.record.lines):
            self._shipped(drafts[0])  # all of it is on a shipment that waits to be booked
            return
        jobs.write(self, save_shipment, _shipment_of(self.record), done=self._shipped, failed=self.failed,
                   button=self.primary)  # fmt: skip

    def _placed(self, number_: str) -> None:
        self.context.notices.show_notice(_("{number} placed.").format(number=screen_number(number_)))
        self.refresh()

    def _shipped(self, shipment_id: int) -> None:
        self.context.navigator.open(Route("shipment", shipment_id))

    def _edit(self) -> None:
        if self.record is not None and not self.edit.reason():
            self.context.navigator.open(Route("order-draft", self.record.id))

    def failed(self, error: BaseException) -> None:
        """Say what stands against an act."""
        if isinstance(error, LogisticsError):
            self.banner.show_message("bad", sentence(error))
        else:
            self.context.notices.show_error(error)


def _shipment_of(order: OrderDetail) -> ShipmentDraft:
    """Return a shipment of what is on none yet; it was ordered on the order's day."""
    lines = tuple(
        ShipmentLineDraft(line.variant_id, line.to_ship, line.id, price_micros=line.price_micros)
        for line in order.lines
        if line.to_ship
    )
    ordered = PlannedStep(MilestoneKind.ORDERED, planned_on=order.ordered_on, actual_on=order.ordered_on)
    return ShipmentDraft(
        lines, title=order.title, vendor_id=order.vendor_id, incoterm=order.incoterm, currency=order.currency,
        steps=(ordered,) if order.ordered_on else (),
    )  # fmt: skip
