"""Registers handovers with the window: list, composer, Ctrl H, and receipts found by number or scan."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent

from inl_logistics.handovers import search
from inl_logistics.handovers.drafts import HandoverDraft, SavedDraft, save_draft
from inl_logistics.inventory import picking
from inl_logistics.kernel.translation import N_, _
from ui.handovers import composition
from ui.handovers.listpage import HandoversPage
from ui.handovers.page import HandoverPage
from ui.kit import picklines
from ui.kit.navigation import (
    Command,
    Crumb,
    Feature,
    Hit,
    Page,
    PageContext,
    PageKind,
    PaletteSource,
    Route,
    ScanSource,
    Section,
)
from ui.kit.openpost import open_post


class NewHandoverPage(Page):
    """Makes an empty draft, with what it was given, and stands aside for its page.

    `Route("handover", "new", (("units", "12,13"), ("variants", "5"), ("unit", "7")))`: serial units, one of each
    variant by first expiry, the recipient unit.
    """

    def showEvent(self, event: QShowEvent) -> None:
        """Make the draft each time this place is gone to, once the window has shown the place."""
        QTimer.singleShot(0, self, self._start)

    def _start(self) -> None:
        units, variants = self._numbers("units"), self._numbers("variants")
        if units or variants:
            self.context.jobs.read(self, picking.started, units, variants, today=self.context.today(),
                                   done=self._with_stock)  # fmt: skip
        else:
            self._make(())

    def _numbers(self, name: str) -> list[int]:
        return [int(one) for one in self.route.param(name).split(",") if one.isdigit()]

    def _with_stock(self, found: picking.Started) -> None:
        self._make(picklines.begun(found))

    def _make(self, lines: tuple[picklines.Line, ...]) -> None:
        post = open_post(self.context).post
        draft = HandoverDraft(composition.drafts(lines), planned_on=self.context.today(), language=post.language,
                              place=post.place)  # fmt: skip
        if unit := self.route.param("unit"):
            draft = replace(draft, unit_id=int(unit))
        self.context.jobs.write(self, save_draft, draft, done=self._made, failed=self._refused)

    def _made(self, saved: SavedDraft) -> None:
        self.context.navigator.replace(Route("handover", saved.id))

    def _refused(self, error: BaseException) -> None:
        self.context.notices.show_error(error)
        self.context.navigator.back()

    def crumbs(self) -> tuple[Crumb, ...]:
        """Return the path."""
        return (Crumb(_("Handovers"), Route("handovers")), Crumb(_("New handover")))


def _build(context: PageContext, route: Route) -> Page:
    return NewHandoverPage(context, route) if route.id == "new" else HandoverPage(context, route)


def _commands(context: PageContext) -> tuple[Command, ...]:
    missing = partial(context.navigator.open, Route("handovers", None, (("view", "copy"),)))
    new = partial(context.navigator.open, Route("handover", "new"))
    copies = partial(context.navigator.open, Route("handovers", None, (("act", "copies"),)))
    check = partial(context.navigator.open, Route("handovers", None, (("act", "check"),)))
    return (
        Command("handover.new", N_("New handover"), new, "Ctrl+H", "handshake"),
        Command("handover.copies", N_("Attach signed copies…"), copies, "", "paperclip"),
        Command("handover.missing", N_("Signed copy missing"), missing, "", "paperclip"),
        Command("handover.check", N_("Check a receipt…"), check, "", "shield-check"),
    )


def _hit(found: search.Found) -> Hit:
    note = " · ".join(filter(None, (found.number or _("Draft"), found.note)))
    return Hit(found.title or _("Draft"), note, "handshake", Route("handover", found.id), found.number)


FEATURE = Feature(
    sections=(Section("handovers", N_("Handovers"), "handshake", Route("handovers"), digit="5"),),
    pages=(PageKind("handovers", "handovers", HandoversPage), PageKind("handover", "handovers", _build)),
    commands=_commands,
    sources=(PaletteSource(N_("Handovers"), search.handovers, _hit, records=True),),
    scans=(ScanSource(search.by_code, lambda handover_id: Route("handover", handover_id)),),
)
