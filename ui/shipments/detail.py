"""One inbound shipment: milestones, package tree, lines, details, papers. Source: ui.md 10; picture 03."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.dates import day_month, instant_from_text
from inl_logistics.kernel.problems import LogisticsError
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.kernel.values import Money
from inl_logistics.register.numbers import screen_number
from inl_logistics.shipments import commands, queries
from inl_logistics.shipments.contents import PackageRow, ShipmentLineRow
from inl_logistics.shipments.queries import ShipmentDetail
from inl_logistics.shipments.records import MilestoneKind, PaperKind
from ui.kit.approval import ApprovedWrites
from ui.kit.attached import attached_menu
from ui.kit.buttons import Button, IconButton
from ui.kit.cards import Card
from ui.kit.choices import Segmented
from ui.kit.dialogs import ask_text
from ui.kit.filescard import FilesCard
from ui.kit.formats import day, money, number
from ui.kit.inspector import Facts, scrolled
from ui.kit.menus import Entry
from ui.kit.navigation import Command, Crumb, KeyHint, PageContext, Route
from ui.kit.recordpage import RecordPage
from ui.kit.steps import Milestones
from ui.kit.tables import KeyedTableModel, ListView
from ui.kit.tree import Node, Tree
from ui.kit.widget import Label, column, row
from ui.shipments import words
from ui.shipments.columns import LINES
from ui.shipments.editor import MilestoneDialog, PaperDialog, ShipmentEditor
from ui.shipments.papers import PaperList


class ShipmentPage(RecordPage):
    """One inbound shipment whole."""

    topics = frozenset({"shipments", "receiving", "purchasing"})

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route)
        self.record: ShipmentDetail | None = None
        self._approved = ApprovedWrites(context, self)
        self._build()
        self._connect()
        self._retranslate()
        self.refresh()

    def _build(self) -> None:
        self.life = Milestones()
        self.head.set_life(self.life)
        self.packing = Button(icon="file-spreadsheet", key="Ctrl I", writes=True)
        self.milestone = Button(icon="flag", key="Ctrl M", writes=True)
        self.receive = Button(kind="primary", icon="package-open", key="Ctrl R")
        self.head.add_action(self.packing)
        self.head.add_action(self.milestone)
        self.head.set_primary(self.receive)
        self.tree_card, self.tree = Card(), Tree()
        self.tree_card.body.addWidget(scrolled(self.tree), 1)
        self.lines_card, self.scope = Card(), Segmented(height=26)
        self.lines = KeyedTableModel(LINES, parent=self)
        self.table = ListView(self.lines)
        self.lines_card.add_action(self.scope)
        self.lines_card.body.addWidget(self.table, 1)
        self.sum_start, self.sum_end = Label(role="secondary", token="text2"), Label(role="strong")
        self.lines_card.body.addLayout(row(None, self.sum_start, "stretch", self.sum_end, margins=(14, 9, 14, 9)))
        self.details_card, self.facts = Card(), Facts()
        self.edit = IconButton("pencil", side=28)
        self.details_card.add_action(self.edit)
        self.details_card.body.addWidget(self.facts)
        self.papers_card, self.papers = Card(), PaperList()
        self.papers_card.body.addWidget(self.papers)
        side = QWidget()
        side.setFixedWidth(272)
        self.files = FilesCard(self, "shipment")
        column(side, self.details_card, self.papers_card, self.files, "stretch", gap=12)
        self.tree_card.setFixedWidth(286)
        cards = row(None, self.tree_card, self.lines_card, side, gap=12)
        cards.setStretch(1, 1)
        self.body.addLayout(cards, 1)

    def _connect(self) -> None:
        self.receive.clicked.connect(self._receive)
        self.milestone.clicked.connect(self._milestone)
        self.packing.clicked.connect(self._import)
        self.edit.clicked.connect(self._edit)
        self.life.clicked.connect(self._milestone_at)
        self.tree.current_changed.connect(self._package_chosen)
        self.scope.chosen.connect(self._show_lines)
        self.papers.chosen.connect(self._paper_chosen)
        self.table.opened.connect(self._open_order)
        self.table.cell_clicked.connect(lambda key, _column: self._open_order(key))

    def _retranslate(self) -> None:
        self.packing.setText(_("Packing list"))
        self.milestone.setText(_("Milestone"))
        self.edit.set_hint(_("Change the details"))
        self.scope.set_options((("carton", _("This carton")), ("all", _("Whole shipment"))))
        self.scope.choose("all", tell=False)
        self.details_card.set_title(_("Details"))
        self.files.retranslate()
        if self.record is not None:
            self._show(self.record)

    def crumbs(self) -> tuple[Crumb, ...]:
        """Return the path."""
        name = "" if self.record is None else screen_number(self.record.number) or self.record.title
        return Crumb(_("Shipments"), Route("shipments")), Crumb(_("Inbound"), Route("shipments")), Crumb(name)

    def refresh(self) -> None:
        """Read the shipment again."""
        self.context.jobs.read(self, queries.detail, self.route.id, today=self.context.today(), done=self._show)

    def _show(self, record: ShipmentDetail | None) -> None:
        if record is None:
            self.banner.show_message("bad", _("This shipment is no longer there."))
            return
        cleared = self.record is not None and words.release_came(self.record, record)
        self.record = record
        if cleared:
            self.context.notices.show_notice(
                _("The customs release has come. When was it cleared?"), action=_("Milestone…"),
                act=partial(self._milestone_at, MilestoneKind.CUSTOMS.value),
            )  # fmt: skip
        self.head.set_title(record.title or screen_number(record.number) or _("Shipment"))
        self.head.set_chips(words.detail_chips(record))
        self.head.set_summary(self._summary(record))
        self.life.set_milestones(words.milestones(record, today=self.context.today()))
        self._show_actions(record)
        self._show_banner(record)
        self._show_tree(record)
        self._show_lines()
        self._show_facts(record)
        there = sum(paper.is_there for paper in record.papers)
        self.papers_card.set_title(_("Documents"), _("{there} of {all}").format(there=there, all=len(record.papers)))
        self.papers.set_papers(record.papers)
        self.files.show_of(record.id)
        self.presented.emit()

    def _summary(self, record: ShipmentDetail) -> str:
        value = money(Money(sum(line.value_minor for line in record.lines)), cents=False)
        orders = ", ".join(screen_number(name) for _id, name in record.orders)
        parts = [
            _("Inbound from {vendor}").format(vendor=record.vendor) if record.vendor else "", orders, value,
            _("project {codes}").format(codes=", ".join(record.projects)) if record.projects else "",
        ]  # fmt: skip
        return " · ".join(part for part in parts if part)

    def _show_actions(self, record: ShipmentDetail) -> None:
        counting = record.receiving_state in ("open", "paused")
        self.receive.setText(_("Resume receiving") if counting else _("Start receiving"))
        if record.state == "draft":
            self.receive.setText(_("Book shipment"))
        ended = record.history or record.state in ("closed", "canceled")
        self.head.set_reason(_("Everything is received") if ended else "")
        fixed = ended or bool(record.receiving_id)
        self.packing.set_reason(_("Receiving has started") if fixed else "")
        self.edit.set_reason(_("Receiving has started") if fixed else "")
        self.milestone.set_reason(_("Closed") if record.history else "")

    def _show_banner(self, record: ShipmentDetail) -> None:
        missing = [paper for paper in record.papers if paper.required and not paper.is_there]
        open_ = not record.history and record.state not in ("draft", "closed", "canceled")
        if record.receiving_state == "posted":
            self.banner.show_message("info", _("This shipment was received."), _("Open report"), self._open_receiving)
        elif record.receiving_state == "reversed":
            self.banner.show_message("warn", _("The receiving was reversed; count these goods again."),
                                     _("Open report"), self._open_receiving)  # fmt: skip
        elif missing and open_:
            name = _(words.PAPERS[PaperKind(missing[-1].kind)])
            said = _("{paper} is missing.").format(paper=name)
            cost = record.fields["demurrage_minor"]
            if record.demurrage_on is not None and cost:
                started = record.demurrage_on <= self.context.today()
                text = (
                    _("Demurrage runs since {day} at {cost} a day.")
                    if started
                    else _("Demurrage starts {day} at {cost} a day.")
                )
                said += " " + text.format(
                    day=day_month(record.demurrage_on, self.context.today()), cost=money(Money(cost), cents=False)
                )
            self.banner.show_message("warn", said, _("Enter it"), lambda: self._paper(missing[-1].kind))
        else:
            self.banner.hide()

    def _show_tree(self, record: ShipmentDetail) -> None:
        total = record.fields["weight_g"] or sum(p.weight_g or 0 for p in record.packages if p.kind == "carton") or None
        cartons = sum(package.kind in ("carton", "crate") for package in record.packages)
        self.tree_card.set_title(_("Packages"), " · ".join(filter(None, (number(cartons), words.kilograms(total)))))
        children: dict[int | None, list[PackageRow]] = {}
        for package in record.packages:
            children.setdefault(package.parent_id, []).append(package)

        def weight(package: PackageRow) -> int:
            return package.weight_g or sum(weight(one) for one in children.get(package.id, ()))

        def node(package: PackageRow) -> Node:
            inside = children.get(package.id, ())
            note = package.note or ", ".join(f"{quantity} {item}" for item, quantity in package.contents[:2])
            if not note and inside:
                note = ngettext("{n} carton", "{n} cartons", len(inside)).format(n=len(inside))
            icon = words.PACKAGE_ICONS.get(package.kind, "box")
            grams = weight(package)
            return Node(
                package.id, package.code, note, words.kilograms(grams) if grams else "", icon, tuple(map(node, inside))
            )

        closed = [package.id for package in record.packages if package.kind == "pallet"][1:]
        self.tree.set_nodes([node(package) for package in children.get(None, ())], closed=closed)

    def _package_chosen(self, key: object) -> None:
        if key is not None:
            self.scope.choose("carton")
        self._show_lines()

    def _show_lines(self, _scope: str = "") -> None:
        if self.record is None:
            return
        self.lines_card.set_title(_("Lines"))
        shown = list(self.record.lines)
        if self.scope.current() == "carton" and self.tree.current_key() is not None:
            inside = self._inside(self.tree.current_key())
            codes = {package.code for package in self.record.packages if package.id in inside}
            shown = [
                words.in_packages(line, inside, codes)
                for line in shown
                if any(at in inside for at, _n in line.packages)
            ]
        self.lines.set_rows(shown, keys=[line.id for line in shown])
        missing = sum(max(0, line.quantity - line.serials) for line in shown if line.tracking == "serial")
        said = ngettext("{n} line", "{n} lines", len(shown)).format(n=len(shown))
        if missing:
            said += " · " + ngettext(
                "{n} serial missing from the packing list", "{n} serials missing from the packing list", missing
            ).format(n=number(missing))
        self.sum_start.setText(said)
        units = _("{n} units").format(n=number(sum(line.quantity for line in shown)))
        self.sum_end.setText(f"{units}   {money(Money(sum(line.value_minor for line in shown)))}")

    def _inside(self, key: object) -> set[object]:
        found: set[object] = {key}
        for package in self.record.packages if self.record else ():
            if package.parent_id in found:
                found.add(package.id)
        return found

    def _show_facts(self, record: ShipmentDetail) -> None:
        fields = record.fields
        exemption = fields["exemption"]
        if exemption and fields["exemption_on"]:
            exemption = _("{number} · filed {day}").format(
                number=exemption, day=day_month(fields["exemption_on"], self.context.today())
            )
        rows = (
            (_("Mode"), words.mode(fields["mode"])), (_("Carrier"), record.carrier),
            (_("AWB or B/L"), fields["transport_number"]), (_("Vessel"), fields["vessel"]),
            (_("Container"), fields["container"]), (_("Seal"), fields["seal"]), (_("Broker"), fields["broker"]),
            (_("Exemption note"), exemption), (_("Consignee"), fields["consignee"]),
            (_("Their number"), fields["source_number"]), (_("Incoterm"), fields["incoterm"]),
        )  # fmt: skip
        self.facts.set_pairs([(name, value) for name, value in rows if value] or [(_("Mode"), "—")])

    # acting -------------------------------------------------------------------------------------------------

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here."""
        return (
            Command("shipment.receive", N_("Receive this shipment"), self._receive, "Ctrl+R", "package-open",
                    self.receive.reason),
            Command("shipment.milestone", N_("Enter a milestone"), self._milestone, "Ctrl+M", "flag",
                    self.milestone.reason),
            Command("shipment.packing-list", N_("Import a packing list into this shipment"), self._import, "Ctrl+I",
                    "file-spreadsheet", self.packing.reason),
            Command("shipment.edit", N_("Change the shipment's details"), self._edit, "", "pencil", self.edit.reason),
            Command("shipment.cancel", N_("Cancel this shipment…"), self._cancel, "", "x", self._cancel_reason),
        )  # fmt: skip

    def hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of this screen."""
        return (
            KeyHint("F6", _("next panel")), KeyHint("Ctrl M", _("milestone")), KeyHint("Ctrl R", _("receive")),
            KeyHint("Esc", _("back to list")),
        )  # fmt: skip

    def status(self) -> tuple[str, ...]:
        """Say which shipment this is and who changed it last."""
        if self.record is None:
            return ()
        at, who = self.record.changed
        changed = ""
        if at:
            moment = instant_from_text(at)
            changed = _("Changed {day} by {name}").format(day=day(moment.date()), name=who)
        return tuple(filter(None, (screen_number(self.record.number), changed)))

    def panels(self) -> tuple[QWidget, ...]:
        """Return the panels that F6 goes through."""
        return self.tree, self.table, self.papers

    def focus_first(self) -> None:
        """Put the focus into the lines."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _receive(self) -> None:
        if self.record is None or self.receive.reason() or self.receive.is_busy():
            return
        if self.record.state == "draft":
            self._approved.write(
                commands.book_shipment, self.record.id, done=self._booked, failed=self._failed, button=self.receive,
                verb=_("Book with override"),
            )  # fmt: skip
        else:
            self.context.navigator.open(Route("receive", self.record.id))

    def _booked(self, number_: str) -> None:
        self.context.notices.show_notice(_("{number} booked.").format(number=screen_number(number_)))
        self.refresh()

    def _open_receiving(self) -> None:
        if self.record is not None and self.record.receiving_id is not None:
            self.context.navigator.open(Route("receiving", self.record.receiving_id))

    def _milestone(self) -> None:
        upcoming = self.record.due_step if self.record else ""
        self._milestone_at(upcoming or MilestoneKind.ARRIVED.value)

    def _milestone_at(self, key: str) -> None:
        if self.record is not None and not self.milestone.reason():
            MilestoneDialog(self, self.context, self.record, MilestoneKind(key), failed=self._failed).open()

    def _paper_chosen(self, kind: str) -> None:
        papers = self.record.papers if self.record else ()
        paper = next((one for one in papers if one.kind == kind and one.attachment_id is not None), None)
        if paper is None or paper.attachment_id is None:
            self._paper(kind)
            return
        change: Entry = ("pencil", _("Number, date or file…"), "", partial(self._paper, kind))
        attached_menu(self, self.papers, self.papers.row_box(kind), paper.attachment_id, paper.file_name, more=[change])

    def _paper(self, kind: str) -> None:
        if self.record is not None:
            PaperDialog(self, self.context, self.record, PaperKind(kind), failed=self._failed).open()

    def _import(self) -> None:
        if self.record is not None and not self.packing.reason():
            params = {"kind": "packing-list", "into": self.record.number}
            self.context.navigator.open(Route("import", None, tuple(params.items())))

    def _edit(self) -> None:
        if self.record is not None and not self.edit.reason():
            ShipmentEditor(self, self.context, self.record, done=lambda _id: self.refresh()).open()

    def _cancel_reason(self) -> str:
        gone = self.record is None or self.record.state in ("closed", "canceled") or self.record.history
        return _("Nothing to cancel") if gone else ""

    def _cancel(self) -> None:
        if self.record is None:
            return
        shipment = self.record.id

        def cancel(reason: str) -> None:
            self.context.jobs.write(
                self,
                commands.cancel_shipment,
                shipment,
                reason=reason,
                done=lambda _none: self.refresh(),
                failed=self._failed,
            )

        ask_text(self, _("Cancel this shipment?"), _("Reason"), _("Cancel shipment"), cancel)

    def _open_order(self, key: Any) -> None:
        line = next((one for one in self.record.lines if one.id == key), None) if self.record else None
        if isinstance(line, ShipmentLineRow) and line.order_id is not None:
            self.context.navigator.open(Route("order", line.order_id))

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, LogisticsError):
            self.banner.show_message("bad", sentence(error))
        else:
            self.context.notices.show_error(error)
