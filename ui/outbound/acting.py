"""What is done on an outbound shipment's page: plan, pick, leave, and what happens on the road; `arranging` changes the plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from inl_logistics.kernel.translation import _, ngettext
from inl_logistics.outbound import commands, planning
from inl_logistics.outbound.commands import OutboundDraft, PickedDraft, mark_picked, save_outbound
from inl_logistics.outbound.dispatch import Dispatched
from inl_logistics.outbound.documents import Waybill
from inl_logistics.outbound.loads import VehicleRow
from inl_logistics.outbound.runpapers import WaybillPrintedDraft, record_waybill_print
from inl_logistics.register.numbers import screen_number
from ui.kit.dialogs import ask_text, confirm
from ui.kit.menus import Entry, drop_menu
from ui.kit.navigation import Route
from ui.kit.openpost import open_post
from ui.kit.printouts import Printouts
from ui.outbound import words
from ui.outbound.dialogs import HeadDialog, LeaveDialog, PlanDialog, VehicleDialog
from ui.outbound.nextstep import Next, ended_stops
from ui.outbound.offdialogs import CopyDialog, OffDialog, Way
from ui.outbound.runacts import RunActs

if TYPE_CHECKING:
    from ui.outbound.detail import OutboundPage

Change = Callable[[OutboundDraft], OutboundDraft]


class OutboundActs(QObject):
    """The acts on one shipment's page."""

    def __init__(self, page: OutboundPage) -> None:
        super().__init__(page)
        self._page = page
        self._printouts = Printouts(page)
        self.run = RunActs(page)
        self.issue_all, self.print_all = self.run.issue_all, self.run.print_all
        self.stop, self.divert, self.file_copy = self.run.stop, self.run.divert, self.run.file_copy

    # the next step --------------------------------------------------------------------------------------------
    def act(self) -> None:
        """Do what the run waits for."""
        page = self._page
        record = page.record
        if record is None or page.primary.reason() or page.primary.isHidden():
            return
        match page.next:
            case Next.ISSUE:
                self.issue_all()
            case Next.PRINT:
                self.print_all()
            case Next.LEAVE:
                self.leave()
            case Next.STOP | Next.FILE:
                wanted = next(
                    one for one in record.stops
                    if (one.fate == "open" if page.next is Next.STOP else one.copy == "missing")
                )  # fmt: skip
                page.vehicles.tree.set_current_key(("stop", wanted.handover_id))
                if page.next is Next.STOP:
                    self.stop()
                else:
                    self.file_copy()
            case Next.UNLOAD:
                loaded = next(one for one in record.vehicles if one.on_road)
                page.vehicles.tree.set_current_key(("vehicle", loaded.id))
                self.off("back")
            case Next.COPY:
                self.copy(next(one for one in record.vehicles if one.sent_on and one.back_on is None))

    def leave(self) -> None:
        """Ask which vehicles leave."""
        page = self._page
        if page.record is not None:
            dialog = LeaveDialog(page.context, page, page.record)
            dialog.saved.connect(self._left)
            dialog.open()

    def _left(self, result: Dispatched) -> None:
        said = ngettext("{number}: {n} vehicle left.", "{number}: {n} vehicles left.", len(result.waybills))
        self._page.context.notices.show_notice(
            said.format(number=screen_number(result.number), n=len(result.waybills)), action=_("Print waybills"),
            act=self.print_waybill,
        )  # fmt: skip
        self._page.refresh()

    def pick(self) -> None:
        """Mark the ticked goods as picked, or all of what is shown."""
        page = self._page
        rows = page.chosen_goods()
        if page.record is None or not rows:
            return
        picked = not all(row.picked for row in rows)
        self._mark(tuple(pick for row in rows for pick in row.pick_ids), picked=picked, package=None)

    def pack(self) -> None:
        """Ask for the carton that the ticked goods go into."""
        page = self._page
        rows = page.chosen_goods()
        if page.record is None or not rows or page.why_not_pick():
            return
        picks = tuple(pick for row in rows for pick in row.pick_ids)
        known = {row.package for row in rows}
        ask_text(
            page, _("Pack into a carton"), _("Carton"), _("Pack"), lambda text: self._mark(picks, True, text),
            text=known.pop() if len(known) == 1 else "",
        )  # fmt: skip

    def _mark(self, picks: tuple[int, ...], picked: bool | None, package: str | None) -> None:
        page = self._page
        if page.record is None:
            return
        draft = PickedDraft(page.record.id, picks, picked, package)
        page.context.jobs.write(page, mark_picked, draft, done=lambda _n: page.picked(), failed=page.failed)

    # planning -------------------------------------------------------------------------------------------------
    def add_handovers(self) -> None:
        """Ask which handovers join."""
        self._with_draft(lambda draft: self._open(PlanDialog(self._page.context, self._page, draft)))

    def change(self) -> None:
        """Change the current vehicle, else the shipment."""
        vehicle = self._page.vehicles.vehicle()
        if vehicle is None or vehicle.sent_on is not None:
            self._with_draft(lambda draft: self._open(HeadDialog(self._page.context, self._page, draft)))
        else:
            self.change_vehicle(vehicle)

    def change_vehicle(self, vehicle: VehicleRow | None = None) -> None:
        """Ask for a vehicle's plates, driver and seal; without one it is a further vehicle."""

        def ask(draft: OutboundDraft) -> None:
            known = next((one for one in draft.vehicles if vehicle is not None and one.id == vehicle.id), None)
            self._open(VehicleDialog(self._page.context, self._page, draft, known))

        self._with_draft(ask)

    def _open(self, dialog: PlanDialog | HeadDialog | VehicleDialog) -> None:
        dialog.saved.connect(lambda _id: self._page.refresh())
        dialog.open()

    def _with_draft(self, then: Callable[[OutboundDraft], None]) -> None:
        page = self._page
        if page.record is not None and page.record.state != "canceled":
            page.context.jobs.read(page, planning.draft_of, page.record.id, done=then)

    def arrange(self, asked: str) -> None:
        """Move or take off the current stop or vehicle."""
        stop, vehicle = self._page.vehicles.stop(), self._page.vehicles.vehicle()
        if vehicle is None or vehicle.sent_on is not None:
            return
        if asked == "change":
            self.change()
        elif asked in ("up", "down") and stop is not None:
            step = -1 if asked == "up" else 1
            self._save(_("Stop moved."), lambda draft: planning.shifted(draft, stop.handover_id, step))
        elif asked == "remove" and stop is not None:
            told = _("{name} taken off the vehicle.").format(name=words.stop_name(stop))
            self._save(told, lambda draft: planning.without_stop(draft, stop.handover_id))
        elif asked == "remove":
            told = _("{name} taken out of the plan.").format(name=words.vehicle_name(vehicle))
            self._save(told, lambda draft: planning.without_vehicle(draft, vehicle.id))

    def take_off_ended(self) -> None:
        """Take the first stop off whose receipt nobody will sign any more."""
        record = self._page.record
        if record is not None and (ended := ended_stops(record)):
            self._page.vehicles.tree.set_current_key(("stop", ended[0].handover_id))
            self.arrange("remove")

    def dropped(self, dragged: object, onto: object, where: str) -> None:
        """Put a dragged stop onto a vehicle or before another stop."""
        record = self._page.record
        if record is None or not (isinstance(dragged, tuple) and dragged[0] == "stop" and isinstance(onto, tuple)):
            return
        target = next((s.waybill_id for s in record.stops if onto == ("stop", s.handover_id)), onto[1])
        at = next((n for n, one in enumerate(record.vehicles) if one.id == target and one.sent_on is None), None)
        from_sent = any(
            one.sent_on is not None and any(stop.handover_id == dragged[1] for stop in one.stops)
            for one in record.vehicles
        )
        if at is None or from_sent:
            self._page.context.notices.show_notice(_("This vehicle has left already."), tone="warn")
            return
        before = onto[1] if onto[0] == "stop" and where == "before" else None
        self._save(_("Stop moved."), lambda draft: planning.with_stop(draft, dragged[1], at, before))

    def _save(self, told: str, change: Change) -> None:

        def write(draft: OutboundDraft) -> None:
            changed = change(draft)
            if changed == draft:
                return

            def undo() -> None:
                self._with_draft(lambda now: self._write(replace(draft, version=now.version), ""))

            self._write(changed, told, undo)

        self._with_draft(write)

    def _write(self, draft: OutboundDraft, told: str, undo: Callable[[], None] | None = None) -> None:
        page = self._page

        def saved(_id: int) -> None:
            page.refresh()
            if undo is not None:
                page.context.notices.show_notice(told, action=_("Undo"), act=undo)

        page.context.jobs.write(page, save_outbound, draft, done=saved, failed=page.failed)

    def cancel(self) -> None:
        """Give the plan up; its handovers stay."""
        page = self._page
        if page.record is None or page.record.state != "draft":
            return
        key = page.record.id

        def cancel() -> None:
            page.context.jobs.write(
                page, commands.cancel_outbound, key, done=lambda _none: page.refresh(), failed=page.failed
            )

        confirm(
            page, title=_("Cancel this shipment?"), text=_("Its handovers stay, and can travel with another."),
            safe=_("Keep it"), danger=_("Cancel shipment"), done=cancel,
        )  # fmt: skip

    # on the road ----------------------------------------------------------------------------------------------
    def off(self, way: Way) -> None:
        """Take goods off the current vehicle: back, onto another, to another unit, or lost."""
        page = self._page
        vehicle = page.vehicles.vehicle() or self._only_vehicle()
        if page.record is None or vehicle is None or not vehicle.on_road:
            return
        others = [one for one in page.record.vehicles if one.sent_on is not None and one.id != vehicle.id]
        if way == "reload" and not others:
            said = _("No other vehicle of this shipment is on the road.")
            page.context.notices.show_notice(said, tone="warn")
            return
        dialog = OffDialog(page.context, page, vehicle, way, others=others, stop=page.vehicles.stop())
        dialog.saved.connect(partial(self._went, way))
        dialog.open()

    def _only_vehicle(self) -> VehicleRow | None:
        record = self._page.record
        loaded = [one for one in record.vehicles if one.on_road] if record else []
        return loaded[0] if len(loaded) == 1 else None

    def _went(self, way: Way, result: object) -> None:
        page = self._page
        page.refresh()
        if way == "redirect":
            page.context.notices.show_notice(
                _("A handover was made for it."), action=_("Open handover"),
                act=partial(self.open_handover, int(str(result))),
            )  # fmt: skip
            return
        said = {
            "back": _("{number}: back in the store."), "reload": _("{number}: on the other vehicle."),
            "lost": _("{number}: written off."),
        }[way]  # fmt: skip
        page.context.notices.show_notice(said.format(number=screen_number(str(result))))

    def copy(self, vehicle: VehicleRow | None = None) -> None:
        """File the day on which a return copy came back."""
        page = self._page
        found = vehicle or page.vehicles.vehicle()
        if found is not None and found.sent_on is not None:
            dialog = CopyDialog(page.context, page, found)
            dialog.saved.connect(lambda _none: page.refresh())
            dialog.open()

    def open_handover(self, handover_id: int | None = None) -> None:
        """Open the handover of a stop."""
        stop = self._page.vehicles.stop()
        found = handover_id if handover_id is not None else stop.handover_id if stop else None
        if found is not None:
            self._page.context.navigator.open(Route("handover", found))

    # paper and menus ------------------------------------------------------------------------------------------
    def print_paper(self, name: str) -> None:
        """Show a list of the whole shipment."""
        record = self._page.record
        if record is not None:
            self._printouts.show(name, record.id, number=screen_number(record.row.number))

    def print_waybill(self, vehicle: VehicleRow | None = None) -> None:
        """Show the waybill of a vehicle, the current one unless said otherwise, with its five copies."""
        record = self._page.record
        found = vehicle or self._page.vehicles.vehicle() or (record.vehicles[0] if record and record.vehicles else None)
        if found is not None:
            self._printouts.show(
                "waybill", found.id, number=screen_number(found.number), reprint=found.printed,
                printed=partial(self._waybill_printed, found.id) if found.number else None,
            )  # fmt: skip

    def _waybill_printed(self, waybill_id: int, printed: Waybill) -> None:
        """Count it: the next one is a reprint, and what changes from now on makes it stale."""
        post = open_post(self._page.context).post
        self._page.context.jobs.write(
            self._page, record_waybill_print, WaybillPrintedDraft(waybill_id, printed, post.language, post.paper),
            done=lambda _n: self._page.refresh(), failed=self._page.context.notices.show_error,
        )  # fmt: skip

    def print_menu(self) -> None:
        """Offer the papers of the shipment."""
        record = self._page.record
        if record is None:
            return
        entries: list[Entry] = [
            ("printer", _("Everything of this run…"), "", self.print_all),
            ("clipboard-check", _("Pick list"), "", partial(self.print_paper, "pick-list")),
            ("boxes", _("Packing list"), "", partial(self.print_paper, "outbound-packing-list")),
        ]
        for vehicle in record.vehicles:
            title = _("Waybill of {name}").format(name=words.vehicle_name(vehicle))
            entries.append(("truck", title, "", partial(self.print_waybill, vehicle)))
        drop_menu(self._page.print, entries)

    def add_menu(self) -> None:
        """Offer handovers and vehicles."""
        drop_menu(
            self._page.vehicles.add,
            [
                ("handshake", _("Handovers…"), "Ctrl N", self.add_handovers),
                ("truck", _("Another vehicle…"), "", self.change_vehicle),
            ],
        )

    def node_menu(self) -> None:
        """Offer what can be done with the current vehicle or stop."""
        page = self._page
        vehicle, stop = page.vehicles.vehicle(), page.vehicles.stop()
        entries: list[Entry] = []
        if stop is not None:
            entries.append(("handshake", _("Open handover"), "", self.open_handover))
        if vehicle is not None and vehicle.sent_on is None:
            entries += self._plan_entries(on_stop=stop is not None)
        elif vehicle is not None:
            entries += self._road_entries(vehicle, on_stop=stop is not None)
        if page.record is not None and page.record.state == "draft":
            entries.append(("ban", _("Cancel shipment…"), "", self.cancel))
        drop_menu(page.vehicles.more, entries)

    def _plan_entries(self, *, on_stop: bool) -> list[Entry]:
        entries: list[Entry] = [("pencil", _("Plates, driver, seal…"), "F2", self.change)]
        if on_stop:
            entries += [
                ("arrow-up", _("Move up"), "Alt Shift ↑", partial(self.arrange, "up")),
                ("arrow-down", _("Move down"), "Alt Shift ↓", partial(self.arrange, "down")),
            ]
        entries.append(("x", _("Take off"), _("Del"), partial(self.arrange, "remove")))
        return entries

    def _road_entries(self, vehicle: VehicleRow, *, on_stop: bool) -> list[Entry]:
        entries: list[Entry] = []
        if on_stop:
            entries += [
                ("flag", _("What happened there…"), "", self.stop),
                ("arrow-right-left", _("Divert its cartons…"), "", self.divert),
                ("file-check", _("File its signed copy…"), "", self.file_copy),
            ]
        if vehicle.on_road:
            entries += [
                ("undo-2", _("Bring back to a store…"), "", partial(self.off, "back")),
                ("arrow-right-left", _("Load onto another vehicle…"), "", partial(self.off, "reload")),
                ("handshake", _("Give to another unit…"), "", partial(self.off, "redirect")),
                ("circle-x", _("Write off what is lost…"), "", partial(self.off, "lost")),
            ]
        entries.append(("file-check", _("Return copy is back…"), "", self.copy))
        return entries
