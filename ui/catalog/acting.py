"""What is done with the item of a page: changed, duplicated, merged, retired."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from inl_logistics.catalog.commands import restore_item, retire_item
from inl_logistics.catalog.drafts import ItemDraft, PartNumber, VariantDraft
from inl_logistics.kernel.translation import _
from inl_logistics.kernel.values import ItemId
from inl_logistics.labels.queries import of_item
from ui.catalog.editor import ItemDialog
from ui.catalog.mergedialog import MergeDialog
from ui.kit.menus import Entry
from ui.kit.navigation import Route
from ui.labels.dialog import print_labels

if TYPE_CHECKING:
    from ui.catalog.detail import ItemPage


def copy_of(draft: ItemDraft) -> ItemDraft:
    """Return a new item like this one: what names one thing (codes, minimums) is left out."""
    numbers: tuple[PartNumber, ...] = ()
    sizes = tuple(VariantDraft(one.size) for one in draft.variants if not one.retired)
    return replace(
        draft, id=None, version=0, code="", indicative=False, other_codes=(), part_numbers=numbers,
        variants=sizes or (VariantDraft(),), nsn="", fsc="",
    )  # fmt: skip


class Acting(QObject):
    """The acts of one item's page."""

    def __init__(self, page: ItemPage) -> None:
        super().__init__(page)
        self._page = page

    def menu(self) -> list[Entry]:
        """Return what the menu offers."""
        record = self._page.record
        last: Entry = ("trash-2", _("Retire"), "", self.retire_or_restore)
        if record is not None and record.retired:
            last = ("undo-2", _("Offer it again"), "", self.restore)
        merge: list[Entry] = [] if self.why_not_merge() else [("layers", _("Merge into another…"), "", self.merge)]
        return [
            ("copy", _("Duplicate"), "Ctrl D", self.duplicate), ("tag", _("Print labels…"), "", self.print_labels),
            *merge, last,
        ]  # fmt: skip

    def print_labels(self) -> None:
        """Print labels for each size of the item."""
        print_labels(self._page, of_item, int(str(self._page.route.id)))

    def change(self) -> None:
        """Edit the item."""
        record = self._page.record
        if record is not None and record.merged_into is None:
            dialog = ItemDialog(self._page.context, self._page, record.draft)
            dialog.saved.connect(self._page.dialog_saved)
            dialog.open()

    def duplicate(self) -> None:
        """Start a new item from this one."""
        record = self._page.record
        if record is None:
            return
        dialog = ItemDialog(self._page.context, self._page, copy_of(record.draft))
        dialog.saved.connect(lambda made: self._page.context.navigator.open(Route("item", int(str(made)))))
        dialog.open()

    def stock(self) -> None:
        """Show the stock of the item."""
        record = self._page.record
        if record is not None:
            self._page.context.navigator.open(Route("inventory", None, (("search", record.draft.code),)))

    def merge(self) -> None:
        """Ask which item it really is, and make the two one."""
        record = self._page.record
        if record is None or self.why_not_merge():
            return
        dialog = MergeDialog(self._page.context, self._page, record.draft)
        dialog.saved.connect(self._merged)
        dialog.open()

    def _merged(self, into: object) -> None:
        record = self._page.record
        name = record.draft.name if record is not None else ""
        self._page.context.navigator.open(Route("item", int(str(into))))
        self._page.context.notices.show_notice(
            _("{item} is part of this item now; its code still finds it.").format(item=name)
        )

    def why_not_merge(self) -> str:
        """Say why it cannot be merged."""
        record = self._page.record
        return _("Part of another item now") if record is not None and record.merged_into is not None else ""

    def retire_or_restore(self) -> None:
        """Take the item out of new papers; the notice takes it back."""
        page, record = self._page, self._page.record
        if record is None or record.merged_into is not None:
            return
        if record.retired:
            self.restore()
            return
        item_id = ItemId(record.draft.id or 0)

        def undo() -> None:
            page.context.jobs.write(page, restore_item, item_id, done=lambda _none: page.refresh())

        def done(_none: None) -> None:
            words = _("{item} is retired. Its past stays.").format(item=record.draft.name)
            page.context.notices.show_notice(words, action=_("Undo"), act=undo)
            page.refresh()

        page.context.jobs.write(page, retire_item, item_id, done=done, failed=page.context.notices.show_error)

    def restore(self) -> None:
        """Offer a retired item again."""
        page, record = self._page, self._page.record
        if record is not None:
            page.context.jobs.write(page, restore_item, ItemId(record.draft.id or 0), done=lambda _none: page.refresh(),
                                    failed=page.context.notices.show_error)  # fmt: skip
