"""The handover page: recipient, items, signatures, and the real receipt beside them. Pictures 05 and 09.

One page, not a wizard: the draft is stored as it is composed, and what is still needed stands beside the button.
Source: ui.md 10 (Handover), product.md 4 (issue and sign are two facts).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget

from inl_logistics.handovers import choices, recipients, whole
from inl_logistics.handovers.choices import Checked
from inl_logistics.handovers.drafts import HandoverDraft, SavedDraft, delete_draft, save_draft, save_over
from inl_logistics.handovers.recipients import RecipientChoices
from inl_logistics.handovers.whole import HandoverDetail
from inl_logistics.inventory.picking import stock_choices
from inl_logistics.kernel.problems import LogisticsError, Problem, RulesBroken, StaleEdit
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import N_, _
from inl_logistics.paper.model import PaperSize
from ui.handovers import composition, words
from ui.handovers.acting import Acting, Shown
from ui.handovers.commands import page_commands, page_hints, record_commands
from ui.handovers.linking import Linking
from ui.handovers.nextstep import NextStep
from ui.handovers.preview import PreviewPane, first_page
from ui.handovers.recipient import RecipientCard
from ui.handovers.setaside import SetAsideCard
from ui.handovers.showing import show_head, show_signatures
from ui.handovers.signatures import SignaturesCard
from ui.kit import icons, theme
from ui.kit.buttons import Button, IconButton
from ui.kit.composing import Composing
from ui.kit.filescard import FilesCard
from ui.kit.linescard import LinesCard
from ui.kit.navigation import Command, Crumb, KeyHint, PageContext, Route
from ui.kit.openpost import local_now, open_post
from ui.kit.picklines import Line
from ui.kit.pickpanel import PickPanel
from ui.kit.recordpage import RecordPage
from ui.kit.saver import Saver
from ui.kit.steps import Stepper

_LOW = 720


class HandoverPage(RecordPage):
    """Composes one handover and follows it until its signed copy is filed."""

    topics = frozenset({"partners", "agreements"})

    def __init__(self, context: PageContext, route: Route) -> None:
        self.pane = PreviewPane()
        super().__init__(context, route, side=self.pane)
        self.workspace = open_post(context)
        self.id = int(route.id or 0)
        self.detail: HandoverDetail | None = None
        self.is_loaded = self._proposes = False
        self.problems: tuple[Problem, ...] = ()
        self._base = HandoverDraft(id=self.id)
        self._build_page()
        self.saver = Saver(self, context.jobs, self._draft, save=save_draft, saved=self._saved, failed=self._not_saved)
        self.composing = Composing(self, self)
        self.acting = Acting(self, self.id, self.primary, reload=self.load, shown=self._shown)
        self.linking = Linking(self, self.id)
        self.step = NextStep(self)
        self._connect_page()
        self._retranslate()
        jobs, today = context.jobs, context.today()
        jobs.read(self, recipients.recipients, today=today, done=self.card.set_recipients)
        jobs.read(self, choices.paper_choices, today=today, done=self.card.set_papers)
        jobs.read(self, choices.bins, done=self.card.more.set_bins)
        self.load()

    # building -----------------------------------------------------------------------------------------------
    def _build_page(self) -> None:
        self.stepper = Stepper()
        self.head.set_life(self.stepper)
        self.more, self.primary = IconButton("ellipsis", kind="secondary"), Button(kind="primary")
        self.head.add_action(self.more)
        self.head.set_primary(self.primary)
        self.card, self.items = RecipientCard(self.context.today), LinesCard(kits=True)
        self.picker = PickPanel(lambda text: self.workspace.read(stock_choices, text))
        self.picker.setContentsMargins(14, 0, 14, 10)
        self.picker.hide()
        self.items.panel.addWidget(self.picker)
        self.signatures = SignaturesCard(lambda: local_now(self.workspace))
        self.set_aside = SetAsideCard()
        self.files = FilesCard(self, "handover", roles={"signed-copy": N_("Signed copy")})
        for part in (self.card, self.items, self.signatures, self.set_aside, self.files):
            self.body.addWidget(part, int(part is self.items))

    def _connect_page(self) -> None:
        self.card.changed.connect(lambda: self.saver.soon() if self.is_draft() else None)
        self.card.unit_changed.connect(self._unit_changed)
        self.signatures.changed.connect(self._show_head)
        self.items.kits_asked.connect(self.linking.add_kits)
        self.signatures.print_asked.connect(self.acting.print_)
        self.pane.language_chosen.connect(self._language_chosen)
        self.pane.print_asked.connect(self.acting.print_)
        self.pane.failed.connect(self.context.notices.show_error)
        self.primary.clicked.connect(self.step.clicked)
        self.more.clicked.connect(self._menu)

    def _retranslate(self) -> None:
        if hasattr(self, "acting"):
            self.more.set_hint(_("More actions"))
            self.files.retranslate()
            self._show_head()
            if self.detail is not None:  # the lines and the vetting are told in words too
                self.composing.show()
                self._check()

    # loading ------------------------------------------------------------------------------------------------
    def load(self) -> None:
        """Read the handover as it is stored."""
        self.saver.drop()
        self.context.jobs.read(self, whole.detail, self.id, today=self.context.today(), done=self._loaded)

    def refresh(self) -> None:
        """Vetting, people, agreements or, once it is issued, the receipt itself changed elsewhere.

        What is signed on the page is left alone while the receipt is as it was.
        """
        self._look_again()
        self.context.jobs.read(self, recipients.recipients, today=self.context.today(), done=self.card.set_recipients)
        self._check()

    def _look_again(self) -> None:
        """Show a receipt anew that became another one elsewhere; a draft is shown anew once it is issued."""

        def looked(detail: HandoverDetail | None) -> None:
            if detail is None or self.detail is None or detail == self.detail:
                return
            if not self.is_draft() or detail.document_id is not None:
                self._loaded(detail)

        self.context.jobs.read(self, whole.detail, self.id, today=self.context.today(), done=looked)

    def _loaded(self, detail: HandoverDetail | None) -> None:
        if detail is None:
            self._gone()
            return
        first, self.detail, self.is_loaded = self.detail is None, detail, True
        self.step.begin()
        kits = composition.heads(detail.kits)
        self._base = HandoverDraft(id=self.id, version=detail.version, requirement=str(detail.fields["requirement"]),
                                   language=str(detail.fields["language"]), kits=composition.counts(kits))  # fmt: skip
        self.items.set_kits(kits)
        self.composing.load(composition.from_rows(detail.lines))
        draft = self.is_draft()
        # The page itself writes its draft at every pause: only a receipt that is issued is looked at again for that.
        self.topics = HandoverPage.topics | ({"handovers", "attachments"} if not draft else set())
        self.card.show_detail(detail, editable=draft)
        if detail.unit_id is not None and draft:
            self._ask_unit(detail.unit_id, fill=False)
        self.items.set_editable(draft, scans=not self._comes_back())
        self.picker.setVisible(draft and not self._comes_back() and self.items.mode.current() == "pick")
        self.composing.show()
        show_signatures(self, detail)
        self.set_aside.show_set_aside(detail.set_aside)
        self.files.setVisible(not draft)
        self.files.show_of(self.id)
        self.pane.set_language(self._base.language)
        self._show_head()
        self._check()
        if first and self.isVisible() and not isinstance(QApplication.focusWidget(), QLineEdit):
            self.focus_first()

    def _gone(self) -> None:
        self.detail = None
        self._show_parts(there=False)
        self.head.set_title(_("This draft was deleted"))
        self.head.set_chips([])
        self.presented.emit()

    def _show_parts(self, *, there: bool) -> None:
        for part in (self.card, self.items, self.signatures, self.files, self.primary, self.more):
            part.setVisible(there)

    def showEvent(self, event: QShowEvent) -> None:
        """A place whose draft was deleted may stand for a new one now."""
        super().showEvent(event)
        if self.is_loaded and self.detail is None:
            self._show_parts(there=True)
            self.load()
        elif self.is_loaded and self.is_draft():
            self._look_again()

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return the lines as they stand on the page."""
        return self.composing.lines

    @property
    def storing(self) -> Saver[Any]:
        """Return what keeps the draft stored."""
        return self.saver

    def project(self) -> int | None:
        """Return the project chosen."""
        value = self.card.more.project.editor.value()
        return value if isinstance(value, int) else None

    def store(self) -> int | None:
        """A handover takes from any store."""
        return None

    def is_draft(self) -> bool:
        """Tell whether it can still be changed."""
        return self.detail is not None and self.detail.state == "draft"

    def _check(self) -> None:
        self.context.jobs.read(self, choices.checked, self.id, today=self.context.today(), by=self.workspace.actor,
                               done=self._checked, failed=self._not_checked)  # fmt: skip

    def _not_checked(self, error: BaseException) -> None:
        if self.detail is not None:
            self.context.notices.show_error(error)

    def _checked(self, found: Checked) -> None:
        self.problems = found.problems
        if self._proposes:
            self.card.propose(found.paid_by)
        self.card.show_vetting(found.standing, found.valid_to, known=self.card.has_unit())
        self.card.show_problems(found.problems, missing_too=self.step.asked)
        if any("lines" in problem.where for problem in found.problems) or self.items.model.rowCount():
            self.composing.show()
        self._show_head()
        self.pane.draw(
            first_page(
                found.paper, language=self._base.language, size=PaperSize(self.workspace.post.paper),
                values=self.card.more.values.isChecked(), at=local_now(self.workspace), signatures=(),
            )
        )  # fmt: skip

    # storing ------------------------------------------------------------------------------------------------
    def _draft(self) -> HandoverDraft:
        return replace(self.card.draft(self._base), lines=composition.drafts(self.lines))

    def _saved(self, result: SavedDraft) -> None:
        self._base = replace(self._base, version=max(result.version, self._base.version))
        self.composing.set_stored()
        self._proposes = True  # to look at a draft changes nothing of it
        self._check()

    def _not_saved(self, error: BaseException) -> None:
        if isinstance(error, StaleEdit):
            self.load()
        elif isinstance(error, RulesBroken) and self.composing.take_back():
            # What was just added is held by somebody else meanwhile: what is stored is shown again.
            self.composing.say("bad", sentence(error))
            return
        self.context.notices.show_error(error)

    def _unit_changed(self, unit_id: object) -> None:
        if isinstance(unit_id, int):
            self._ask_unit(unit_id, fill=True)
        self.saver.soon()

    def _ask_unit(self, unit_id: int, *, fill: bool) -> None:
        def offered(found: RecipientChoices) -> None:
            self.card.set_choices(found, fill=fill)
            if fill:
                self.saver.now()

        self.context.jobs.read(self, recipients.recipient_choices, unit_id, done=offered)
        self.context.jobs.read(self, choices.originals, unit_id, done=self.card.more.set_originals)

    def _language_chosen(self, code: str) -> None:
        self._base = replace(self._base, language=code)
        self.pane.set_language(code)
        if self.is_draft():
            self.saver.now()
        else:
            self._check()

    def takes_stock(self) -> bool:
        """Goods of a return come from the host."""
        return not self._comes_back()

    def is_return_draft(self) -> bool:
        """Tell whether goods to come back are being composed."""
        return self.is_draft() and self._comes_back()

    def _shown(self) -> Shown:
        return Shown(self._base.language, self._comes_back())

    def _comes_back(self) -> bool:
        return self.detail is not None and self.detail.type == "return"

    def _menu(self) -> None:
        menu = QMenu(self)
        for command in record_commands(self):
            if command.enabled_reason():
                continue
            action = menu.addAction(icons.icon(command.icon), command.words())
            action.triggered.connect(lambda _checked=False, run=command.run: run())
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _show_head(self) -> None:
        show_head(self)

    # the frame ----------------------------------------------------------------------------------------------
    def crumbs(self) -> tuple[Crumb, ...]:
        """Handovers › HO-26-A0212."""
        return (Crumb(_("Handovers"), Route("handovers")), Crumb(words.crumb_of(self.detail)))

    def status(self) -> tuple[str, ...]:
        """Say that the draft is stored."""
        name = words.crumb_of(self.detail)
        return (_("{name} · saved on this computer").format(name=name),)

    def hints(self) -> tuple[KeyHint, ...]:
        """Return the keys of picture 05."""
        return page_hints(self)

    def on_line(self, act: Callable[[Line], None]) -> None:
        """Act on the current line of a draft."""
        if self.is_draft() and (line := self.items.current()) is not None:
            act(line)

    def commands(self) -> tuple[Command, ...]:
        """Return everything that can be done here."""
        return page_commands(self)

    def save(self) -> None:
        """Store what is not stored yet."""
        self.saver.then(self.presented.emit)

    def takes_scans(self) -> bool:
        """A scan is for the lines of a draft, whatever field has the focus."""
        return self.is_draft() and self.takes_stock()

    def take_scan(self, text: str) -> bool:
        """A scan anywhere on the page of a draft goes to its lines."""
        if self.takes_scans():
            self.composing.scanning.scan(text)
        return self.takes_scans()

    def leave(self) -> bool:
        """Store what was typed last; an empty draft is not kept."""
        if not self.is_draft():
            return True
        try:
            self.saver.flush(self.workspace.write, save_over)
            if not self.lines and not self.card.has_unit():
                self.workspace.write(delete_draft, self.id)
                self._gone()
        except LogisticsError as error:
            self.context.notices.show_error(error)
        return True

    def panels(self) -> tuple[QWidget, ...]:
        """Return the stops of F6."""
        return (self.items.scan, self.items.table, self.card, self.signatures, self.pane.view)

    def focus_first(self) -> None:
        """A new handover starts with the unit, another with the scan field."""
        if self.is_draft():
            (self.items.scan if self.card.has_unit() else self.card.unit.editor).setFocus()
        else:
            self.items.table.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the preview its share; fold the signatures in a low window."""
        super().resizeEvent(event)
        self.pane.fit(self.window().width())
        self.signatures.set_low(self.window().height() < theme.px(_LOW))
