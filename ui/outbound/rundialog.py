"""A distribution run from a plan: who gets what on which vehicle, seen before anything is made.

Stops are proposed in the plan's order; drag, Alt Shift arrows and Del arrange them. Source: product.md 3 (a batch of
receipts for one distribution run), ui.md 11.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.outbound import planning, running
from inl_logistics.outbound.commands import OutboundDraft, VehicleDraft
from inl_logistics.outbound.running import RunDraft, RunPreview, RunShare, RunVehicle, ShareLine
from inl_logistics.partners.rules import VettingStanding
from ui.kit import paint, theme
from ui.kit.buttons import Button, IconButton
from ui.kit.chips import ChipLabel
from ui.kit.fields import DateEdit, Field, LineEdit
from ui.kit.formats import number
from ui.kit.formdialog import FormDialog
from ui.kit.inspector import scrolled
from ui.kit.navigation import PageContext
from ui.kit.tables import Column, KeyedTableModel, ListView
from ui.kit.tree import Node
from ui.kit.vettingchip import vetting_chip
from ui.kit.widget import Label, Line, column, row
from ui.outbound.vehicles import RunTree

_OUT = 0  # the key of what stays out of this run
_GOOD = (VettingStanding.NOT_NEEDED, VettingStanding.VALID, VettingStanding.ENDING)

GETS = (
    Column("item", N_("Item"), lambda one: one.item, 190, "strong", stretch=True,
           sub=lambda one: " · ".join(filter(None, (one.code, one.kit)))),
    Column("gets", N_("Gets"), lambda one: number(one.gets), 64, "numberStrong"),
    Column("lacks", N_("To follow"), lambda one: number(one.lacks) if one.lacks else "—", 76, "number",
           tone=lambda one: "warn" if one.lacks else None),
)  # fmt: skip


class RunDialog(FormDialog):
    """Vehicles with their stops at the start, what the current stop gets and lacks at the end."""

    def __init__(self, context: PageContext, over: QWidget, requirement_id: int) -> None:
        super().__init__(context, over, _("Make distribution run"), verb=_("Make run"), width=940)
        self._requirement = requirement_id
        self.preview: RunPreview | None = None
        self._shares: dict[int, RunShare] = {}
        self._arranged, self._next = False, 1
        self._crosses: dict[int, IconButton] = {}
        # Recipients stand where a shipment has handovers, so that stops are arranged by the same code.
        self.plan = OutboundDraft((VehicleDraft(id=_OUT),))
        self.run = self.field("title", Field(LineEdit()), _("Name of the run"))
        self.day = self.field("on", Field(DateEdit(today=context.today), required=True), _("Day"))
        self.day.editor.set_day(context.today())
        self.beside(self.run, self.day)
        self._build()
        self.save.set_reason(_("Reading the plan…"))
        context.jobs.read(
            self, running.preview, requirement_id, today=context.today(), done=self._show, failed=self.refused
        )

    def _build(self) -> None:
        self.rows = column(None, gap=6)
        self.add_button = Button(_("Another vehicle"), icon="plus", kind="ghost")
        self.add_button.clicked.connect(self._another)
        self.tree = RunTree()
        self.tree.set_movable(True)
        self.tree.setAccessibleName(_("Vehicles and stops"))
        self.tree.current_changed.connect(lambda _key: self._show_current())
        self.tree.asked.connect(self.arrange)
        self.tree.dropped.connect(self._dropped)
        area = scrolled(self.tree)
        area.setMinimumHeight(theme.px(150))
        hint = Label(_("Alt Shift ↑ ↓ moves a stop, Del leaves it out."), role="secondary", token="text3", wrap=True)
        start = column(None, self.rows, row(None, self.add_button, "stretch"), Line(), area, hint, gap=6)
        start.setStretch(3, 1)
        self.name = Label(role="strong", wrap=True)
        self.who = Label(role="secondary", token="text2", wrap=True)
        self.vetting = ChipLabel()
        self.model = KeyedTableModel(GETS, parent=self)
        self.table = ListView(self.model, density="two-line")
        self.table.setMinimumHeight(theme.px(150))
        self.table.setAccessibleName(_("What this recipient gets and lacks"))
        self.sizes = Label(role="secondary", tone="warn", wrap=True)
        end = column(None, self.name, self.who, row(None, self.vetting, "stretch"), self.table, self.sizes, gap=6)
        end.setStretch(3, 1)
        both = row(None, start, end, gap=18)
        both.setStretch(0, 5)
        both.setStretch(1, 6)
        self.body.addLayout(both, 1)

    # vehicles -------------------------------------------------------------------------------------------------
    def _another(self) -> None:
        """Add a vehicle, and go to its plates."""
        self.add_vehicle()
        *_rest, car, _out = self.plan.vehicles
        self.fields[f"vehicle{car.id}"].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_vehicle(self) -> None:
        """Add a vehicle; as long as nothing was arranged by hand, the stops are shared out anew."""
        key = self._next
        self._next += 1
        *cars, out = self.plan.vehicles
        self.plan = replace(self.plan, vehicles=(*cars, VehicleDraft(id=key), out))
        plates = self.field(f"vehicle{key}", Field(LineEdit()), _("Vehicle (plates)"))
        driver = self.field(f"driver{key}", Field(LineEdit()), _("Driver"))
        cross = IconButton("x", side=28)
        cross.set_hint(_("Take this vehicle out"))
        line = QWidget()
        laid = row(line, plates, driver, cross, gap=8)
        laid.setAlignment(cross, Qt.AlignmentFlag.AlignBottom)
        for at in (0, 1):
            laid.setStretch(at, 1)
        cross.clicked.connect(lambda: self.take_out(key, line))
        plates.editor.textChanged.connect(lambda _text: self._show_tree())
        self.rows.addWidget(line)
        self._crosses[key] = cross
        self._share_out()

    def take_out(self, key: int, line: QWidget) -> None:
        """Take a vehicle out; the last one stays."""
        if len(self.plan.vehicles) <= 2:
            return
        at = next(n for n, one in enumerate(self.plan.vehicles) if one.id == key)
        gone = self.plan.vehicles[at].handover_ids
        rest = replace(self.plan, vehicles=(*self.plan.vehicles[:at], *self.plan.vehicles[at + 1 :]))
        self.plan = planning.with_handovers(rest, gone, max(0, at - 1))
        for name in (f"vehicle{key}", f"driver{key}"):
            del self.fields[name]
        del self._crosses[key]
        line.hide()
        line.deleteLater()
        self._share_out()

    def _share_out(self) -> None:
        *cars, out = self.plan.vehicles
        if self.preview is not None and not self._arranged:
            loads = running.proposed(self.preview.shares, len(cars))
            left = tuple(one.recipient_id for one in self.preview.shares if not one.gets)
            self.plan = replace(
                self.plan,
                vehicles=(
                    *(replace(car, handover_ids=load) for car, load in zip(cars, loads, strict=True)),
                    replace(out, handover_ids=left),
                ),
            )
        self._show_tree()

    # stops ----------------------------------------------------------------------------------------------------
    def arrange(self, asked: str) -> None:
        """Move the current stop up, down, or out of the run."""
        key = self._recipient()
        if key is None:
            return
        match asked:
            case "up" | "down":
                self._change(planning.shifted(self.plan, key, -1 if asked == "up" else 1))
            case "remove":
                self._change(planning.with_stop(self.plan, key, len(self.plan.vehicles) - 1))

    def _dropped(self, dragged: object, onto: object, where: str) -> None:
        if not (isinstance(dragged, tuple) and dragged[0] == "stop" and isinstance(onto, tuple)):
            return
        at = next(
            (
                n
                for n, one in enumerate(self.plan.vehicles)
                if onto == ("vehicle", one.id) or (onto[0] == "stop" and onto[1] in one.handover_ids)
            ),
            None,
        )
        if at is not None:
            before = onto[1] if onto[0] == "stop" and where == "before" else None
            self._change(planning.with_stop(self.plan, dragged[1], at, before))

    def _change(self, plan: OutboundDraft) -> None:
        """Take another arrangement over; who gets nothing stays out."""
        stops = [one for car in plan.vehicles[:-1] for one in car.handover_ids]
        if all(self._shares[one].gets for one in stops):
            self.plan, self._arranged = plan, True
            self._show_tree()

    # showing --------------------------------------------------------------------------------------------------
    def _show(self, found: RunPreview) -> None:
        self.preview = found
        self._shares = {one.recipient_id: one for one in found.shares}
        self.run.editor.setText(found.title)
        if planned := [one.planned_on for one in found.shares if one.planned_on]:
            self.day.editor.set_day(max(self.context.today(), min(planned)))
        self.add_vehicle()
        first = next((one for car in self.plan.vehicles for one in car.handover_ids), None)
        self.tree.set_current_key(("stop", first))
        self._show_current()
        self._place()

    def _show_tree(self) -> None:
        *cars, out = self.plan.vehicles
        for cross in self._crosses.values():
            cross.setVisible(len(self._crosses) > 1)  # a run has a vehicle
        nodes = [self._vehicle_node(car) for car in cars]
        if out.handover_ids:
            stops = tuple(self._stop_node(one) for one in out.handover_ids)
            nodes.append(Node(("vehicle", _OUT), _("Not in this run"), "", "", icon="ban", children=stops))
        self.tree.set_nodes(nodes)
        stops_ = [self._shares[one] for car in cars for one in car.handover_ids if one in self._shares]
        units, lacks = sum(one.gets for one in stops_), sum(one.lacks for one in stops_)
        said = [
            ngettext("{n} receipt", "{n} receipts", len(stops_)).format(n=number(len(stops_))),
            ngettext("{n} unit", "{n} units", units).format(n=number(units)),
        ]
        if lacks:
            said.append(ngettext("{n} to follow", "{n} to follow", lacks).format(n=number(lacks)))
        if self.preview is not None:
            self.save.set_reason("" if stops_ else _("Nothing of this plan is free now"))
            self.note.setText(" · ".join(said) if stops_ else self.save.reason())
        self._place()

    def _vehicle_node(self, car: VehicleDraft) -> Node:
        field = self.fields.get(f"vehicle{car.id}")
        at = next(n for n, one in enumerate(self.plan.vehicles, 1) if one.id == car.id)
        name = (field.editor.text().strip() if field else "") or _("Vehicle {n}").format(n=at)
        units = sum(self._shares[one].gets for one in car.handover_ids if one in self._shares)
        stops = tuple(self._stop_node(one) for one in car.handover_ids)
        return Node(("vehicle", car.id), name, "", number(units), icon="truck", children=stops)

    def _stop_node(self, key: int) -> Node:
        share = self._shares[key]
        kits = [paint.isolated(f"{number(count)} {code}") for code, count in share.kits]
        follow = ngettext("{n} to follow", "{n} to follow", share.lacks).format(n=number(share.lacks))
        note = " · ".join([*kits, *([follow] if share.lacks else [])])
        bad = VettingStanding(share.vetting) not in _GOOD
        if bad:  # in words too, not by color alone
            look = vetting_chip(VettingStanding(share.vetting), share.vetted_to, today=self.context.today())
            note = " · ".join(filter(None, (look.text, note)))
        tone = "bad" if bad else "warn" if share.lacks else "ok"
        return Node(("stop", key), share.facility or share.unit, note, number(share.gets), icon="map-pin", tone=tone)  # type: ignore[arg-type]

    def _recipient(self) -> int | None:
        key = self.tree.current_key()
        return key[1] if isinstance(key, tuple) and key[0] == "stop" else None

    def _show_current(self) -> None:
        share = self._shares.get(self._recipient() or 0)
        lines: list[ShareLine] = list(share.lines) if share else []
        self.model.set_rows(lines, keys=list(range(len(lines))))
        self.name.setText(share.facility or share.unit if share else _("Choose a stop to see what it gets and lacks."))
        persons = ngettext("{n} person", "{n} persons", share.headcount if share else 0)
        said = (share.unit, share.person, persons.format(n=number(share.headcount))) if share else ()
        self.who.setText(" · ".join(paint.isolated(one) for one in said if one))
        self.vetting.setVisible(share is not None)
        self.sizes.setVisible(bool(share and (share.open_sizes or share.held)))
        if share is None:
            return
        self.vetting.set_look(vetting_chip(VettingStanding(share.vetting), share.vetted_to, today=self.context.today()))
        told = []
        if share.open_sizes:
            told.append(
                ngettext("{n} unit has no size yet.", "{n} units have no size yet.", share.open_sizes).format(
                    n=number(share.open_sizes)
                )
            )
        if share.held:
            told.append(
                ngettext(
                    "{n} unit is on another handover of this plan.",
                    "{n} units are on other handovers of this plan.",
                    share.held,
                ).format(n=number(share.held))
            )
        self.sizes.setText(" ".join(told))

    def field_of(self, where: tuple[str | int, ...]) -> str:
        """Everything but the day is said on top."""
        return "on" if where and where[0] == "on" else ""

    def send(self) -> None:
        """Make handovers and shipment."""
        vehicles = tuple(
            RunVehicle(car.handover_ids, self.fields[f"vehicle{car.id}"].editor.text(), self.fields[f"driver{car.id}"].editor.text())
            for car in self.plan.vehicles[:-1]
            if car.handover_ids
        )  # fmt: skip
        self.write(
            running.make_run, RunDraft(self._requirement, vehicles, self.run.editor.text(), self.day.editor.day())
        )
