"""The conditions of receipts in one language: written beside the English text, kept as versions, approved by a person.

Source: product.md 3 (Languages), domain.md 2.9 (clauses).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from inl_logistics.kernel.problems import RulesBroken
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import N_, _
from inl_logistics.paper.languagefiles import names
from inl_logistics.settings.clauses import (
    KEYS,
    Clauses,
    ClausesApproval,
    ClausesDraft,
    approve_clauses,
    history,
    save_clauses,
)
from ui.kit import paint, theme
from ui.kit.buttons import Button
from ui.kit.cards import Card
from ui.kit.chips import chip
from ui.kit.combo import Combo, Option
from ui.kit.fields import DateEdit, Field, LineEdit
from ui.kit.formats import day
from ui.kit.formdialog import FormDialog
from ui.kit.navigation import Command, Crumb, KeyHint, PageContext, Route
from ui.kit.openpost import open_post
from ui.kit.paperlanguages import language_name
from ui.kit.recordpage import RecordPage
from ui.kit.widget import Label, Line, Link, column, row
from ui.settings.growing import GrowingText

# The number that the paper gives the condition, and what it is about.
TITLES: Mapping[str, tuple[str, str]] = {
    "received": ("1", N_("Received as stated")),
    "passing_title": ("2", N_("What passes: transfer of title")),
    "passing_custody": ("2", N_("What passes: custody only")),
    "passing_replacement": ("2", N_("What passes: replacement")),
    "passing_return": ("2", N_("What passes: return")),
    "use": ("3", N_("Use")),
    "care": ("4", N_("Care and records")),
    "checks": ("5", N_("End-use checks")),
    "loss": ("6", N_("Loss and misuse")),
    "disposal": ("7", N_("Disposal")),
    "prevails": ("8", N_("Which text prevails")),
}
HINTS = {
    "use": N_("{agreement} is where the paper puts the number of the agreement."),
    "loss": N_("{days} is where the paper puts the days that the rules allow for a report."),
}
_WIDE = 1240


class ClausesPage(RecordPage):
    """English at one side, the other language in fields at the other; earlier versions can be read and taken up again."""

    topics = frozenset({"settings"})

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route)
        self.code = str(route.id)
        self._versions: tuple[Clauses, ...] = ()
        self._shown: Clauses | None = None
        self._english: Clauses | None = None
        self._state = ""
        self.fields: dict[str, Field[GrowingText]] = {}
        self._originals: dict[str, Label] = {}
        self._again: dict[str, Link] = {}
        self.card = Card(margins=(14, 10, 14, 14))
        self._build()
        self.version = Combo(editable=False)
        self.version.setFixedWidth(theme.px(300))
        self.version.chosen.connect(self._choose)
        self.approve, self.save = (
            Button(icon="circle-check", writes=True),
            Button(kind="primary", key="Ctrl S", writes=True),
        )
        self.approve.clicked.connect(self.ask_approval)
        self.save.clicked.connect(self.store)
        self.head.add_action(self.version)
        self.head.add_action(self.approve)
        self.head.set_primary(self.save)
        host = QWidget()
        host.setMaximumWidth(_WIDE)
        host.setProperty("plain", "true")
        column(host, self.card)
        line = row(None, host, "stretch")
        line.setStretch(0, 100)  # as wide as it may be before the empty side gets anything
        self.body.addLayout(line)
        self.body.addStretch(1)
        self._retranslate()
        self.refresh()

    # building -----------------------------------------------------------------------------------------------
    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        self._number_labels = {key: Label(TITLES[key][0], role="strong", token="text3") for key in KEYS}
        for at, key in enumerate(KEYS):
            if at:
                grid.addWidget(Line(), 2 * at, 0, 1, 3)
            field = self.fields[key] = Field(GrowingText(), required=True, name=key)
            field.editor.edited.connect(self._edited)
            self._direct(field.editor)
            again = self._again[key] = Link(role="secondary")
            again.clicked.connect(lambda name=key: self._take_shipped(name))
            again.hide()
            original = self._originals[key] = Label(role="body", token="text2", wrap=True, selectable=True)
            top = Qt.AlignmentFlag.AlignTop
            grid.addWidget(self._number_labels[key], 2 * at + 1, 0, top)
            grid.addLayout(column(None, original, "stretch"), 2 * at + 1, 1)
            grid.addLayout(column(None, field, row(None, "stretch", again)), 2 * at + 1, 2)
        self.card.body.addLayout(grid)

    def _direct(self, editor: GrowingText) -> None:
        """Write in the direction of the language, whatever the screen's."""
        found = names().get(self.code)
        rtl = found is not None and found.rtl
        direction = Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
        editor.setLayoutDirection(direction)
        option = editor.document().defaultTextOption()
        option.setTextDirection(direction)
        editor.document().setDefaultTextOption(option)

    def _retranslate(self) -> None:
        self._state = ""
        name = language_name(self.code)
        self.head.set_title(_("Conditions in {language}").format(language=paint.isolated(name)))
        note = _("The shipped English text at the side") if self.code == "en" else _("The English text at the side")
        self.card.set_title(_("The eight conditions"), note)
        for key, (_number, words) in TITLES.items():
            self.fields[key].set_label(_(words))
            self.fields[key].set_hint(_(HINTS[key]) if key in HINTS else "")
            self._again[key].set_text(_("Take up the shipped text"))
        self.approve.setText(_("Approve…"))
        self.version.setAccessibleName(_("Version"))
        self._show()

    # asking -------------------------------------------------------------------------------------------------
    def crumbs(self) -> tuple[Crumb, ...]:
        """Say where this is."""
        return (Crumb(_("Settings"), Route("settings")), Crumb(_("Conditions"), None), Crumb(language_name(self.code)))

    def refresh(self) -> None:
        """Ask for the versions; what is typed and not saved stays."""
        self.context.jobs.read(self, history, "en", done=self._show_english)
        self.context.jobs.read(self, history, self.code, done=self._show_versions)

    def _show_english(self, versions: Sequence[Clauses]) -> None:
        self._english = versions[-1] if self.code == "en" else versions[0]
        for key, label in self._originals.items():
            label.setText(self._english.texts[key])

    def _show_versions(self, versions: Sequence[Clauses]) -> None:
        unsaved = self.is_unsaved()
        self._versions = tuple(versions)
        if not unsaved:
            self._shown = self._versions[0]
            self._fill(self._shown)
        self._show()

    def _fill(self, text: Clauses) -> None:
        for key, field in self.fields.items():
            field.editor.setText(text.texts[key])
            field.set_error("")

    # showing ------------------------------------------------------------------------------------------------
    def _show(self) -> None:
        if not self._versions or self._shown is None:
            return
        now, shown, unsaved = self._versions[0], self._shown, self.is_unsaved()
        older = shown.version != now.version and not unsaved
        self.version.set_options([Option(one.version, _words_of(one)) for one in self._versions])
        self.version.set_value(shown.version)
        self.version.setEnabled(not unsaved)
        state = "older" if older else "reviewed" if shown.reviewed and not unsaved else "unreviewed"
        if state != self._state:
            self._state = state
            self.head.set_chips([chip("clauses", state)])
        self.head.set_summary(" · ".join(filter(None, (_words_of(shown), self._approval_words(shown)))))
        for field in self.fields.values():
            field.editor.setReadOnly(older)
        if older:
            self.banner.show_message(
                "info", _("This is an earlier version, as receipts were printed with it."), _("Take it up again"),
                self._take_up,
            )  # fmt: skip
        elif self._is_behind(now) and not unsaved:
            self.banner.show_message(
                "warn", _("The English text was changed after this one was approved. Read both, then approve it again.")
            )
        else:
            self.banner.hide()
        self.save.setText(_("Save version {version}").format(version=f"1.{len(self._versions)}"))
        self.head.set_reason("" if unsaved else _("Nothing is changed"))
        self.approve.set_reason(_("Save the change first.") if unsaved else _("Earlier version") if older else "")
        self._show_shipped_links(older)
        self.presented.emit()

    def _show_shipped_links(self, older: bool) -> None:
        shipped = self._versions[-1].texts
        for key, link in self._again.items():
            link.setVisible(not older and self.fields[key].editor.text().strip() != shipped[key])

    def _approval_words(self, text: Clauses) -> str:
        if text.approved is None:
            return ""
        who = ", ".join(filter(None, (text.approved.person, text.approved.title)))
        return _("approved by {name} on {day}").format(name=paint.isolated(who), day=day(text.approved.on))

    def _is_behind(self, now: Clauses) -> bool:
        return now.approved is not None and not now.reviewed

    # editing ------------------------------------------------------------------------------------------------
    def _changed(self) -> dict[str, str]:
        """Return the texts that differ from the version that is printed now."""
        if not self._versions:
            return {}
        now, shown = self._versions[0], self._shown
        if shown is not None and shown.version != now.version and not self._typed(shown):
            return {}
        found = {key: field.editor.text().strip() for key, field in self.fields.items()}
        return {key: words for key, words in found.items() if words != now.texts[key]}

    def _typed(self, shown: Clauses) -> bool:
        return any(field.editor.text().strip() != shown.texts[key] for key, field in self.fields.items())

    def is_unsaved(self) -> bool:
        """Tell whether closing would lose what was typed."""
        return bool(self._changed())

    def discard(self) -> None:
        """Forget what was typed."""
        if self._versions:
            self._shown = self._versions[0]
            self._fill(self._shown)
            self._show()

    def status(self) -> tuple[str, ...]:
        """Say what is typed and not saved."""
        return (_("Changes are not saved yet"),) if self.is_unsaved() else ()

    def _edited(self) -> None:
        if self._shown is not None and self._versions:
            self._shown = self._versions[0]
            self._show()

    def _take_shipped(self, key: str) -> None:
        editor = self.fields[key].editor
        editor.selectAll()
        editor.insertPlainText(self._versions[-1].texts[key])  # Ctrl Z takes it back
        editor.setFocus()

    def _choose(self, version: object) -> None:
        self._shown = next(one for one in self._versions if one.version == version)
        self._fill(self._shown)
        self._show()

    def _take_up(self) -> None:
        """Write an earlier version again, as the next one."""
        self._shown = self._versions[0]
        self._show()
        self.fields[KEYS[0]].editor.setFocus()

    # acting -------------------------------------------------------------------------------------------------
    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here."""
        return (
            Command("clauses.save", N_("Save the conditions"), self.store, "Ctrl+S", "check"),
            Command("clauses.approve", N_("Approve the conditions"), self.ask_approval, "", "circle-check"),
        )

    def hints(self) -> tuple[KeyHint, ...]:
        """Name the keys."""
        return (KeyHint("Ctrl S", _("Save")),)

    def focus_first(self) -> None:
        """Begin with the first condition."""
        self.fields[KEYS[0]].editor.setFocus()

    def store(self) -> None:
        """Keep what was written as the next version."""
        changed = self._changed()
        if not changed:
            return
        draft = ClausesDraft(self.code, changed, based_on=self._versions[0].version)
        self.context.jobs.write(self, save_clauses, draft, done=self._saved, failed=self._refused, button=self.save)

    def _saved(self, version: str) -> None:
        self.context.notices.show_notice(
            _("Version {version} is printed from now on; receipts already issued keep theirs.").format(version=version)
        )
        self._versions = ()  # what is in the fields is kept now
        self.refresh()

    def _refused(self, error: BaseException) -> None:
        if not isinstance(error, RulesBroken):
            self.context.notices.show_error(error)
            return
        wrong = {str(problem.where[0]): sentence(problem) for problem in error.problems if problem.where}
        for key, field in self.fields.items():
            field.set_error(wrong.get(key, ""))
        first = next((key for key in KEYS if key in wrong), "")
        if first:
            self._scroll.ensureWidgetVisible(self.fields[first])
            self.fields[first].editor.setFocus()
        else:
            self.context.notices.show_error(error)

    def ask_approval(self) -> None:
        """Ask who approved the text, and when."""
        if self.approve.isEnabled() and self._versions:
            dialog = ApprovalDialog(self.context, self, self._versions[0])
            dialog.saved.connect(self._approved)
            dialog.open()

    def _approved(self, _result: object) -> None:
        self.context.notices.show_notice(_("Approved. Receipts no longer say “not yet reviewed”."))
        self.refresh()


class ApprovalDialog(FormDialog):
    """Who approved the text, as what, and when."""

    def __init__(self, context: PageContext, over: QWidget, text: Clauses) -> None:
        title = _("Approve the conditions in {language}").format(language=paint.isolated(language_name(text.language)))
        super().__init__(context, over, title, verb=_("Approve version {version}").format(version=text.version))
        self._text = text
        self.body.addWidget(Label(
            _("A person who speaks the language has read this text beside the English one: both say the same."),
            role="body", token="text2", wrap=True,
        ))  # fmt: skip
        self.person = self.add("person", Field(LineEdit(), required=True), _("Name"))
        self.called = self.add("title", Field(LineEdit()), _("Title"))
        today = open_post(context).today
        self.on = self.add("approved_on", Field(DateEdit(today=today), required=True), _("Approved on"))
        self.on.editor.set_day(today())

    def send(self) -> None:
        """Record it."""
        on = self.on.editor.day()
        if on is not None:
            draft = ClausesApproval(
                self._text.language, self.person.editor.text(), on, self.called.editor.text(), self._text.version
            )
            self.write(approve_clauses, draft)


def _words_of(text: Clauses) -> str:
    """Say which version a text is, and since when."""
    version = paint.isolated(text.version)
    if text.saved_at is None:
        return _("Version {version}, as shipped").format(version=version)
    return _("Version {version}, {day}, {name}").format(
        version=version, day=day(text.saved_at.date()), name=paint.isolated(text.saved_by)
    )
