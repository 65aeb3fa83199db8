"""What is done with the kit of a page: changed, released, assembled, handed over, sent, completed, broken up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from inl_logistics.catalog import kits as catalog
from inl_logistics.kernel.translation import _, ngettext
from inl_logistics.kits import building, handing
from inl_logistics.kits.queries import BuildRow
from inl_logistics.labels.queries import of_kit
from ui.kit.dialogs import ask_text, confirm
from ui.kit.fields import DateEdit, Field
from ui.kit.formats import number
from ui.kit.formdialog import FormDialog
from ui.kit.menus import Entry
from ui.kit.navigation import PageContext, Route
from ui.kit.widget import Label
from ui.kits.kitdialog import KitDialog
from ui.kits.takedialogs import AssembleDialog, HandOverDialog, TransferDialog
from ui.labels.dialog import print_labels

if TYPE_CHECKING:
    from ui.kits.detail import KitPage


class ReleaseDialog(FormDialog):
    """Puts the draft version in force from a day."""

    def __init__(self, context: PageContext, over: QWidget, kit_id: int) -> None:
        super().__init__(context, over, _("Release the new version"), verb=_("Release"), width=420)
        self._kit = kit_id
        self.day = self.add("from_on", Field(DateEdit(today=context.today), required=True), _("In force from"))
        self.day.editor.set_day(context.today())
        words = _("Plans, builds and handovers from that day on follow it. What was made by the old version keeps it.")
        self.body.addWidget(Label(words, role="body", token="text2", wrap=True))

    def send(self) -> None:
        """Release it."""
        chosen = self.day.editor.day()
        if chosen is not None:
            self.write(catalog.release_version, self._kit, chosen)


class Acting(QObject):
    """The acts of one kit's page."""

    def __init__(self, page: KitPage) -> None:
        super().__init__(page)
        self._page = page

    def menu(self) -> list[Entry]:
        """Return what the menu offers."""
        record = self._page.record
        if record is None:
            return []
        entries: list[Entry] = [("arrow-right-left", _("Send to another store…"), "", self.send)]
        if record.row.draft:
            entries += [("badge-check", _("Release the new version…"), "", self.release),
                        ("trash-2", _("Throw the draft version away…"), "", self.discard)]  # fmt: skip
        last: Entry = (
            ("undo-2", _("Offer it again"), "", self.retire)
            if record.row.retired
            else ("trash-2", _("Retire"), "", self.retire)
        )
        labels: Entry = ("tag", _("Print labels of the kits that stand ready…"), "", self.print_labels)
        return [*entries, labels, last]

    def print_labels(self) -> None:
        """Print the labels of the assembled kits in our stores."""
        print_labels(self._page, of_kit, int(str(self._page.route.id)))

    def why_not_build(self) -> str:
        """Say why nothing can be assembled or handed over."""
        record = self._page.record
        if record is None:
            return ""
        if record.row.retired:
            return _("This kit is retired")
        return "" if record.row.version else _("Release its draft version first")

    def why_not_release(self) -> str:
        """Say why there is nothing to release."""
        record = self._page.record
        return "" if record is not None and record.row.draft else _("There is no draft version")

    def change(self) -> None:
        """Edit the kit."""
        record = self._page.record
        if record is not None:
            self._open(KitDialog(self._page.context, self._page, record.draft), _("Kit saved."))

    def release(self) -> None:
        """Ask from which day the draft is in force."""
        record = self._page.record
        if record is not None and not self.why_not_release():
            self._open(ReleaseDialog(self._page.context, self._page, record.row.key), _("The new version is released."))

    def discard(self) -> None:
        """Throw the draft version away after asking."""
        page, record = self._page, self._page.record
        if record is None or self.why_not_release():
            return

        def act() -> None:
            page.context.jobs.write(page, catalog.discard_version, record.row.key, done=lambda _none: page.refresh(),
                                    failed=page.failed)  # fmt: skip

        confirm(page, title=_("Throw the draft version away?"), text=_("The version in force stays as it is."),
                safe=_("Keep draft"), danger=_("Throw away"), done=act)  # fmt: skip

    def retire(self) -> None:
        """Retire the kit, or offer it again."""
        page, record = self._page, self._page.record
        if record is None:
            return
        command = catalog.restore_kit if record.row.retired else catalog.retire_kit

        def undo() -> None:
            page.context.jobs.write(page, catalog.restore_kit, record.row.key, done=lambda _none: page.refresh())

        def done(_none: None) -> None:
            if not record.row.retired:
                said = _("{item} is retired. Its past stays.").format(item=record.row.name)
                page.context.notices.show_notice(said, action=_("Undo"), act=undo)
            page.refresh()

        page.context.jobs.write(page, command, record.row.key, done=done, failed=page.failed)

    def assemble(self) -> None:
        """Ask how many to assemble, in which store and sizes."""
        record = self._page.record
        if record is None or self.why_not_build():
            return
        dialog = AssembleDialog(self._page.context, self._page, record)
        dialog.saved.connect(self._assembled)
        dialog.open()

    def _assembled(self, builds: tuple[int, ...]) -> None:
        count = len(builds)
        said = ngettext("{n} kit assembled.", "{n} kits assembled.", count).format(n=number(count))
        self._page.context.notices.show_notice(said)
        self._page.panel.choose("builds")
        self._page.refresh()

    def hand_over(self) -> None:
        """Ask which kits to hand over to whom."""
        record = self._page.record
        if record is None or self.why_not_build():
            return
        dialog = HandOverDialog(self._page.context, self._page, record, self._page.builds.ticked())
        dialog.saved.connect(lambda made: self._page.context.navigator.open(Route("handover", int(str(made)))))
        dialog.open()

    def send(self) -> None:
        """Ask how many to send to which store."""
        record = self._page.record
        if record is None or self.why_not_build():
            return
        dialog = TransferDialog(self._page.context, self._page, record)
        dialog.saved.connect(lambda made: self._page.context.navigator.open(Route("transfer", int(str(made)))))
        dialog.open()

    def build_menu(self, build: BuildRow) -> list[Entry]:
        """Return what can be done with an assembled kit."""
        if build.status == "assembled":
            missing: list[Entry] = [("package-open", _("Complete it"), "", lambda: self.complete(build))]
            return [
                *(missing if build.missing else []),
                ("package-open", _("Break up…"), "", lambda: self.break_up(build)),
            ]
        if build.status == "came-back":
            return [("boxes", _("Put together again"), "", lambda: self.put_together(build))]
        if build.handover_id is not None:
            route = Route("handover", build.handover_id)
            return [("handshake", _("Open its handover"), "", lambda: self._page.context.navigator.open(route))]
        return []

    def complete(self, build: BuildRow) -> None:
        """Put in what is missing and there now."""

        def done(units: int) -> None:
            said = ngettext("{n} unit put into {kit}.", "{n} units put into {kit}.", units)
            self._page.context.notices.show_notice(said.format(n=number(units), kit=build.number))
            self._page.refresh()

        self._page.context.jobs.write(self._page, building.complete, build.id, done=done, failed=self._page.failed)

    def break_up(self, build: BuildRow) -> None:
        """Take a kit apart, saying why."""
        page = self._page

        def act(reason: str) -> None:
            def done(_none: None) -> None:
                page.context.notices.show_notice(_("{kit} is broken up; its goods are free.").format(kit=build.number))
                page.refresh()

            page.context.jobs.write(page, building.break_up, build.id, reason=reason, done=done, failed=page.failed)

        ask_text(page, _("Break up {kit}?").format(kit=build.number), _("Reason"), _("Break up"), act,
                 hint=_("Its goods are free again where they lie."), safe=_("Keep it"))  # fmt: skip

    def put_together(self, build: BuildRow) -> None:
        """Put a kit together again whose handover came to nothing."""
        self._page.context.jobs.write(self._page, handing.put_together, build.id,
                                      done=lambda _none: self._page.refresh(), failed=self._page.failed)  # fmt: skip

    def _open(self, dialog: FormDialog, said: str) -> None:
        def done(_result: object) -> None:
            self._page.context.notices.show_notice(said)
            self._page.refresh()

        dialog.saved.connect(done)
        dialog.open()
