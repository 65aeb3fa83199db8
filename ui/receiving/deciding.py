"""Decisions about single scans: over, aside, wrong item, ignore; notes and photos of damage. ui.md 10 (Receiving)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from inl_logistics.attachments.commands import AttachmentDraft, attach
from inl_logistics.catalog.queries import VariantOption, variant_options
from inl_logistics.kernel.translation import _
from inl_logistics.receiving import commands, deciding
from inl_logistics.receiving.deciding import Decision, DecisionDraft, WrongDraft
from inl_logistics.receiving.queries import ScanRow
from inl_logistics.receiving.tallying import CorrectionDraft, correct
from ui.kit import paint
from ui.kit.buttons import Button
from ui.kit.dialogs import Dialog, ask_text
from ui.kit.files import choose_file
from ui.kit.filescard import FilesCard
from ui.kit.openpost import KeptFile, keep_file
from ui.receiving.asking import CorrectDialog, ItemDialog, LineDialog

if TYPE_CHECKING:
    from ui.receiving.page import ReceivingPage

_PHOTOS = "*.jpg *.jpeg *.png *.heic *.tif *.tiff"


class Deciding:
    """Asks what is needed and writes the decision; the scanner is not stopped meanwhile."""

    def __init__(self, page: ReceivingPage) -> None:
        self._page = page

    def act(self, scan_id: int, action: str) -> None:
        """Do what was asked for at a scan of the log."""
        found = self._page.counting
        scan = next((one for one in found.scans if one.id == scan_id), None) if found is not None else None
        if scan is None or self._page.is_closed():
            return
        acts: dict[str, Callable[[ScanRow], None]] = {
            "over": self._as_over, "aside": self._aside, "wrong": self._wrong, "ignore": self._ignore,
            "note": self._note, "photo": self._photo, "photos": self._photos, "undo": self._undo_one,
            "correct": self._correct,
        }  # fmt: skip
        acts[action](scan)

    def _decide(self, draft: DecisionDraft) -> None:
        def done(_nothing: None) -> None:
            self._page.scan.setFocus()
            self._page.refresh()

        self._page.context.jobs.write(self._page, deciding.decide, draft, done=done, failed=self._page.refused)

    def _as_over(self, scan: ScanRow) -> None:
        lines = [line for line in self._page.counting.lines if line.line_id is not None] if self._page.counting else []
        current = self._page.table.current_key()

        def decide(line_id: int) -> None:
            self._decide(DecisionDraft(scan.id, Decision.OVER, line_id))

        if len(lines) == 1 and lines[0].line_id is not None:
            decide(lines[0].line_id)
        else:
            LineDialog(self._page, scan.text, lines, current, verb=_("Add as over"), done=decide).open()

    def _aside(self, scan: ScanRow) -> None:
        self._ask_item(scan, Decision.SET_ASIDE, _("Set {text} aside"), _("Set aside"))

    def _wrong(self, scan: ScanRow) -> None:
        self._ask_item(scan, Decision.WRONG, _("{text} is a wrong item"), _("Count as wrong item"))

    def _ask_item(self, scan: ScanRow, decision: Decision, title: str, verb: str) -> None:
        def decide(variant: int, quantity: int, note: str) -> None:
            self._decide(DecisionDraft(scan.id, decision, variant_id=variant, quantity=quantity, note=note))

        ItemDialog(self._page, "", self._items, quantity=decision is Decision.WRONG, verb=verb, done=decide,
                   title=title.format(text=paint.isolated(scan.text))).open()  # fmt: skip

    def _items(self, text: str) -> list[VariantOption]:
        return self._page.workspace.read(variant_options, text)

    def _ignore(self, scan: ScanRow) -> None:
        self._decide(DecisionDraft(scan.id, Decision.IGNORE))

    def add_wrong(self) -> None:
        """Count goods that are not on the shipment at all and have nothing to scan."""

        def add(variant: int, quantity: int, note: str) -> None:
            self._page.context.jobs.write(self._page, deciding.add_wrong, WrongDraft(self._page.id, variant, quantity, note=note),
                                    done=lambda _id: self._page.refresh(), failed=self._page.refused)  # fmt: skip

        ItemDialog(self._page, _("It gets a line of its own, expected 0, and goes to quarantine."), self._items,
                   quantity=True, title=_("Wrong item"), verb=_("Count as wrong item"), done=add).open()  # fmt: skip

    def _note(self, scan: ScanRow) -> None:
        def keep(note: str) -> None:
            self._page.context.jobs.write(self._page, commands.note_scan, scan.id, note, done=lambda _n: self._page.refresh(),
                                    failed=self._page.refused)  # fmt: skip

        ask_text(self._page, _("Note on {text}").format(text=paint.isolated(scan.text)), _("What is wrong with it"), _("Keep"),
                 keep, text=scan.note)  # fmt: skip

    def _correct(self, scan: ScanRow) -> None:
        page = self._page

        def write(draft: CorrectionDraft) -> None:
            page.context.jobs.write(page, correct, draft, done=lambda _none: page.refresh(), failed=page.refused)

        CorrectDialog(page, scan, bins=page.finishing.bins(), today=page.context.today, done=write).open()

    def _photos(self, scan: ScanRow) -> None:
        """Show what is attached to a scan; more is added by file, drag, paste or from the watched folder."""
        dialog = Dialog(self._page, _("Photos of {text}").format(text=paint.isolated(scan.text)), width=480)
        files = FilesCard(self._page, "scan")
        files.show_of(scan.id)
        dialog.body.addWidget(files)
        close = Button(_("Close"), key="Esc")
        close.clicked.connect(dialog.reject)
        dialog.set_buttons(close)
        dialog.closed.connect(self._page.refresh)
        dialog.open()

    def _photo(self, scan: ScanRow) -> None:
        if scan.photos:
            self._photos(scan)
            return
        choose_file(
            self._page, _("Choose a photo of the damage"), [(_("Photos"), _PHOTOS)], partial(self.add_photo, scan.id)
        )

    def add_photo(self, scan_id: int, path: Path) -> None:
        """Keep a photo encrypted and put it on the scan."""

        def put(kept: KeptFile) -> None:
            draft = AttachmentDraft("scan", scan_id, kept.name, kept.size, kept.sha256, "photo", kept.media_type)
            self._page.context.jobs.write(
                self._page, attach, draft, done=lambda _id: self._page.refresh(), failed=self._page.refused
            )

        self._page.context.jobs.call(
            self._page, lambda: keep_file(self._page.workspace, path), done=put, failed=self._page.refused
        )

    def _undo_one(self, scan: ScanRow) -> None:
        self._page.take_back_one(scan.id)
