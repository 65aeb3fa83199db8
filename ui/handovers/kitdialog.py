"""Kits onto the handover that is being composed: which, how many, from where, in which sizes."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.translation import _
from inl_logistics.kits import queries
from inl_logistics.kits.handing import KitHandoverDraft, hand_over
from inl_logistics.kits.queries import KitDetail, KitRow
from ui.kit.combo import Combo, Option
from ui.kit.fields import Field
from ui.kit.formats import number
from ui.kit.kittaking import KitsOutDialog
from ui.kit.navigation import PageContext


class AddKitDialog(KitsOutDialog):
    """Puts kits on a draft, exploded to their components; what is short follows later."""

    def __init__(self, context: PageContext, over: QWidget, handover_id: int) -> None:
        super().__init__(context, over, _("Add kits"), _("Add to handover"))
        self._handover_id = handover_id
        self.which = self.add("kit_id", Field(Combo(), required=True), _("Kit"))
        self.lay_kits()
        self.which.editor.chosen.connect(self._kit_chosen)
        context.jobs.read(self, queries.all_rows, today=context.today(), done=self._offer)

    def _offer(self, found: list[KitRow]) -> None:
        ready = [one for one in found if not one.retired and one.version is not None]
        self.which.editor.set_options([
            Option(one.key, one.name, _("{code} · {n} can be built").format(code=one.code, n=number(one.can)))
            for one in ready
        ])  # fmt: skip

    def _kit_chosen(self, kit_id: object) -> None:
        if isinstance(kit_id, int):
            self.context.jobs.read(self, queries.detail, kit_id, today=self.context.today(), done=self._show_kit)

    def _show_kit(self, kit: KitDetail | None) -> None:
        if kit is not None:
            self.set_kit(kit)
            self.count.editor.setFocus()
            self.count.editor.selectAll()

    def send(self) -> None:
        """Put them on the draft."""
        self.write(
            hand_over,
            KitHandoverDraft(
                self.kit_id(), self.count.editor.integer() or 0, tuple(self.builds.ticked()), self.store_id(),
                self.sizes.editor.chosen(), handover_id=self._handover_id,
            ),
        )  # fmt: skip
