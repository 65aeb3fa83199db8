"""Settings that take effect: look and language of this computer, the post, password, data. Source: ui.md 10."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.problems import RulesBroken
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import N_, _, available, language
from inl_logistics.reference.lists import CodeList
from inl_logistics.settings.clauses import overview
from inl_logistics.settings.commands import save_profile, save_rules
from inl_logistics.settings.declared import POST, RULES, PostProfile, Rules, get
from inl_logistics.users.queries import AccountRow, accounts
from inl_logistics.verification import Verification, verify_post
from ui.kit import theme
from ui.kit.buttons import Button
from ui.kit.cards import Card
from ui.kit.choices import Segmented
from ui.kit.codeedit import CodeEdit
from ui.kit.combo import Combo, Option
from ui.kit.fields import Field, LineEdit, NumberEdit
from ui.kit.formats import number
from ui.kit.languages import NAMES
from ui.kit.navigation import Command, Crumb, KeyHint, PageContext, Route
from ui.kit.openpost import open_post
from ui.kit.paperlanguages import language_options
from ui.kit.recordpage import RecordPage
from ui.kit.widget import Label, column, row
from ui.settings import look
from ui.settings import rules as rules_
from ui.settings.conditions import ConditionsCard
from ui.settings.copies import CopiesChoice
from ui.settings.devices import DevicesCard
from ui.settings.months import MonthsCard
from ui.settings.parts import InSight
from ui.settings.password import PasswordCard
from ui.settings.unsaved import Unsaved
from ui.settings.users import AccountDialog, UsersCard

SCHEMES = {"system": N_("As the system"), "light": N_("Light"), "dark": N_("Dark"), "contrast": N_("High contrast")}
_SIZES = (100, 115, 130)
PAPERS = {"a4": N_("A4"), "letter": N_("Letter")}
_WIDE = 1240
_POST_FIELDS = (
    "name",
    "place",
    "letterhead",
    "letterhead2",
    "local",
    "local2",
    "paper",
    "receipts",
    "country",
    "copies",
)


class SettingsPage(RecordPage):
    """Cards below each other, each saved by itself."""

    topics = frozenset({"settings", "users", "handovers", "register"})

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route)
        self.fields: dict[str, Field[Any]] = {}
        self._profile, self._rules = PostProfile(), Rules()
        self._checked: Verification | None = None
        self.screen_card, self.post_card, self.rules_card = Card(margins=14), Card(margins=14), Card(margins=14)
        self.data_card = Card(margins=14)
        self._build_screen()
        self._build_post()
        self._build_rules()
        self.password_card = PasswordCard(self)
        self.fields |= self.password_card.fields
        self._build_data()
        self._watch_fields()
        self.users_card = UsersCard()
        self.users_card.changed.connect(self.edit_account)
        self.conditions_card = ConditionsCard()
        self.conditions_card.opened.connect(lambda code: self.context.navigator.open(Route("clauses", code)))
        self.months_card = MonthsCard(self)
        self.devices_card = DevicesCard(self)
        host = QWidget()
        host.setMaximumWidth(_WIDE)
        host.setProperty("plain", "true")
        start = column(
            None,
            self.screen_card,
            self.post_card,
            self.users_card,
            self.months_card,
            self.devices_card,
            "stretch",
            gap=12,
        )
        end = column(None, self.rules_card, self.conditions_card, self.password_card, self.data_card, "stretch", gap=12)
        columns = row(host, start, end, gap=12)
        columns.setStretch(0, 1)
        columns.setStretch(1, 1)
        line = row(None, host, "stretch")
        line.setStretch(0, 1)
        self.body.addLayout(line)
        self.body.addStretch(1)
        self._retranslate()
        self.refresh()

    # building -----------------------------------------------------------------------------------------------
    def _field(self, name: str, editor: Any, *, required: bool = False) -> Field[Any]:
        made: Field[Any] = Field(editor, required=required, name=name)
        self.fields[name] = made
        return made

    def _beside(self, card: Card, *parts: QWidget) -> None:
        line = row(None, *parts, gap=14)
        for at in range(len(parts)):
            line.setStretch(at, 1)
        card.body.addLayout(line)

    def _build_screen(self) -> None:
        self.scheme, self.size_choice = Segmented(), Segmented()
        self._scheme_label, self._size_label = Label(role="label", token="text2"), Label(role="label", token="text2")
        line = row(None, column(None, self._scheme_label, self.scheme, gap=4), column(None, self._size_label, self.size_choice, gap=4),
                   "stretch", gap=24)  # fmt: skip
        self.screen_card.body.setSpacing(12)
        self.screen_card.body.addLayout(line)
        language_field = self._field("language", Combo(editable=False))
        language_field.editor.chosen.connect(partial(look.choose_language, self.context.notebook))
        holder = row(None, language_field, "stretch")
        language_field.setFixedWidth(theme.px(260))
        self.screen_card.body.addLayout(holder)
        self.scheme.chosen.connect(partial(look.choose_scheme, self.context.notebook))
        self.size_choice.chosen.connect(partial(look.choose_size, self.context.notebook))

    def _build_post(self) -> None:
        card = self.post_card
        card.body.setSpacing(12)
        self._beside(card, self._field("name", LineEdit(), required=True), self._field("place", LineEdit()))
        self._beside(card, self._field("letterhead", LineEdit()), self._field("letterhead2", LineEdit()))
        self._beside(card, self._field("local", LineEdit()), self._field("local2", LineEdit()))
        self._beside(card, self._field("paper", Combo(editable=False)), self._field("receipts", Combo(editable=False)),
                     self._field("country", CodeEdit(CodeList.COUNTRY)))  # fmt: skip
        card.body.addWidget(self._field("copies", CopiesChoice()))
        self.save_post = Button(kind="primary", key="Ctrl S")
        card.body.addLayout(row(None, "stretch", self.save_post))
        self.save_post.clicked.connect(self.store_post)

    def _build_rules(self) -> None:
        card = self.rules_card
        card.body.setSpacing(12)
        for names in rules_.LINES:
            self._beside(card, *(self._field(name, NumberEdit()) for name in names))
        self.save_rules = Button(kind="secondary", writes=True)
        card.body.addLayout(row(None, "stretch", self.save_rules))
        self.save_rules.clicked.connect(self.store_rules)

    def _watch_fields(self) -> None:
        self.unsaved = Unsaved(self)
        self.unsaved.watch("post", self.post_card, lambda: (_("The post"), _("printed on every paper")),
                           [self.fields[name] for name in _POST_FIELDS])  # fmt: skip
        self.unsaved.watch("rules", self.rules_card, lambda: (_("Rules"), ""),
                           [self.fields[one.name] for one in rules_.RULE_FIELDS])  # fmt: skip
        self.unsaved.changed.connect(self.presented)

    def is_unsaved(self) -> bool:
        """Tell whether something was typed into the post's or the rules' fields since they were saved."""
        return self.unsaved.any()

    def discard(self) -> None:
        """Forget what was typed."""
        self.unsaved.settle("post", "rules")
        self.refresh()

    def status(self) -> tuple[str, ...]:
        """Say what is typed and not saved."""
        return (_("Changes are not saved yet"),) if self.unsaved.any() else ()

    def _build_data(self) -> None:
        card = self.data_card
        card.body.setSpacing(10)
        self._folder = Label(role="mono", wrap=True, selectable=True)
        self._folder_note = Label(role="secondary", token="text2", wrap=True)
        self._result = Label(role="strong", wrap=True)
        self._result.hide()
        self.open_folder, self.check = Button(icon="folder-open"), Button(icon="shield-check")
        self.numbers = Button(icon="hash")
        self.numbers.clicked.connect(lambda: self.context.navigator.open(Route("numbers")))
        card.body.addWidget(self._folder)
        card.body.addWidget(self._folder_note)
        card.body.addLayout(row(None, self.open_folder, self.check, self.numbers, "stretch", gap=8))
        card.body.addWidget(self._result)
        self.open_folder.clicked.connect(self._show_folder)
        self.check.clicked.connect(self.verify_now)

    def _retranslate(self) -> None:
        self.head.set_title(_("Settings"))
        self.screen_card.set_title(_("This computer"))
        self.unsaved.retranslate()
        self.data_card.set_title(_("Data"))
        self._scheme_label.setText(_("Theme"))
        self._size_label.setText(_("Text size"))
        self.scheme.set_options([(key, _(words)) for key, words in SCHEMES.items()])
        self.scheme.setAccessibleName(_("Theme"))
        self.size_choice.set_options([(str(size), _("{n} %").format(n=size)) for size in _SIZES])
        labels = {
            "language": _("Language of the screen"), "name": _("Name of the post"), "place": _("Place on papers"),
            "letterhead": _("Letterhead, first line"), "letterhead2": _("Letterhead, second line"),
            "local": _("First line in the receipt language"), "local2": _("Second line in the receipt language"),
            "paper": _("Paper"), "receipts": _("Second language of receipts"), "country": _("Country code"),
            "copies": _("Copies of receipts"),
            **{one.name: _(one.label) for one in rules_.RULE_FIELDS},
        }  # fmt: skip
        for name, words in labels.items():
            self.fields[name].set_label(words)
        self.fields["letterhead"].set_hint(_("Empty: made from the name of the post."))
        self.save_post.setText(_("Save post"))
        self.save_rules.setText(_("Save rules"))
        self.open_folder.setText(_("Open folder"))
        self.check.setText(_("Verify now"))
        self.numbers.setText(_("Number register"))
        workspace = open_post(self.context)
        self._folder.setText(str(workspace.folder))
        self._folder_note.setText(_("Encrypted on this computer. Nothing is sent anywhere."))
        self._show_choices()
        self._show_result()

    def _show_choices(self) -> None:
        notebook = self.context.notebook
        self.scheme.choose(notebook.get("scheme", "system"), tell=False)
        self.size_choice.choose(str(theme.text_size()), tell=False)
        codes = [Option(code, NAMES.get(code, code)) for code in available()]
        self.fields["language"].editor.set_options(codes)
        self.fields["language"].editor.set_value(language())
        self.fields["paper"].editor.set_options([Option(key, _(words)) for key, words in PAPERS.items()])
        self.fields["receipts"].editor.set_options(language_options(english=_("English only")))

    # showing ------------------------------------------------------------------------------------------------
    def crumbs(self) -> tuple[Crumb, ...]:
        """Say where this is."""
        return (Crumb(_("Settings")),)

    def refresh(self) -> None:
        """Ask for the post's settings; what is typed and not saved stays."""
        self.context.jobs.read(self, get, POST, done=self._show_profile)
        self.context.jobs.read(self, get, RULES, done=self._show_rules)
        self.devices_card.refresh()
        self.context.jobs.read(self, accounts, done=self.users_card.show_accounts)
        self.context.jobs.read(self, overview, done=self.conditions_card.show_texts)
        self.months_card.refresh()

    def _show_profile(self, profile: PostProfile) -> None:
        self._profile = profile
        if self.unsaved.has("post"):
            return
        lines, local = (*profile.letterhead, "", ""), (*profile.letterhead_local, "", "")
        values = {"name": profile.name, "place": profile.place, "letterhead": lines[0], "letterhead2": lines[1],
                  "local": local[0], "local2": local[1], "country": profile.country}  # fmt: skip
        for name, text in values.items():
            self.fields[name].editor.setText(text)
            self.fields[name].editor.setCursorPosition(0)
        self.fields["paper"].editor.set_value(profile.paper)
        self.fields["receipts"].editor.set_value(profile.language)
        self.fields["copies"].editor.set_value(profile.copies)

    def _show_rules(self, rules: Rules) -> None:
        self._rules = rules
        if self.unsaved.has("rules"):
            return
        for one in rules_.RULE_FIELDS:
            self.fields[one.name].editor.set_value(getattr(rules, one.rule))

    # the post -----------------------------------------------------------------------------------------------
    def _text(self, name: str) -> str:
        return str(self.fields[name].editor.text()).strip()

    def store_post(self) -> None:
        """Save who and where the post is."""
        if not self._filled("name"):
            return
        profile = replace(
            self._profile, name=self._text("name"), place=self._text("place"), country=self._text("country").upper(),
            paper=str(self.fields["paper"].editor.value()), language=str(self.fields["receipts"].editor.value()),
            letterhead=_lines(self._text("letterhead"), self._text("letterhead2")),
            copies=self.fields["copies"].editor.value(), letterhead_local=_lines(self._text("local"), self._text("local2")),
        )  # fmt: skip
        self.context.jobs.write(self, save_profile, profile, done=partial(self._saved, _("Post saved."), "post"),
                                failed=self._refused, button=self.save_post)  # fmt: skip

    def store_rules(self) -> None:
        """Save the numbers of the rules."""
        values = {one.name: self.fields[one.name].editor.integer() for one in rules_.RULE_FIELDS}
        for one in rules_.RULE_FIELDS:
            self.fields[one.name].set_error(rules_.wrong_words(one, values[one.name]))
        wrong = [name for name in values if self.fields[name].has_error()]
        if wrong:
            self.fields[wrong[0]].editor.setFocus()
            return
        rules = rules_.with_values(self._rules, {name: value for name, value in values.items() if value is not None})
        self.context.jobs.write(self, save_rules, rules, done=partial(self._saved, _("Rules saved."), "rules"),
                                failed=self._refused, button=self.save_rules)  # fmt: skip

    def _saved(self, words: str, card: str, _result: object) -> None:
        self.unsaved.settle(card)
        self.context.notices.show_notice(words)

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, RulesBroken) and error.problems and error.problems[0].where:
            name = str(error.problems[0].where[0])
            if name in self.fields:
                self.fields[name].set_error(sentence(error.problems[0]))
                return
        self.context.notices.show_error(error)

    def _filled(self, *names: str) -> bool:
        for name in names:
            if not self._text(name):
                self.fields[name].set_error(_("Fill in {field}.").format(field=self.fields[name].label()))
        empty = [name for name in names if not self._text(name)]
        if empty:
            self.fields[empty[0]].editor.setFocus()
        return not empty

    def edit_account(self, account: AccountRow | None) -> None:
        """Open the dialog for an account, or for a new one."""
        dialog = AccountDialog(self.context, self, account)
        dialog.saved.connect(lambda _result: self._saved(_("User saved."), "", None))
        dialog.open()

    # data ---------------------------------------------------------------------------------------------------
    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(self._folder.text()))))

    def verify_now(self) -> None:
        """Prove every balance, chain and number from the facts."""
        workspace = open_post(self.context)
        self.context.jobs.call(self, lambda: verify_post(workspace), done=self._verified, button=self.check)

    def _verified(self, result: Verification) -> None:
        self._checked = result
        self._show_result()

    def _show_result(self) -> None:
        found = self._checked
        self._result.setVisible(found is not None)
        if found is None:
            return
        if found.holds:
            words = _("Everything holds: {documents} documents, {movements} movements, {units} units, {seals} seals, "
                      "{trail} trail entries, {files} attached files.")  # fmt: skip
            self._result.set_look(tone="ok")
            self._result.setText(words.format(
                documents=number(found.documents), movements=number(found.movements), units=number(found.units),
                seals=number(found.seals), trail=number(found.trail), files=number(found.files),
            ))  # fmt: skip
            return
        self._result.set_look(tone="bad")
        self._result.setText(_("This does not hold: {list}").format(list="; ".join(found.problems[:10])))

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here."""
        return (
            Command("settings.save", N_("Save post"), self.store_post, "Ctrl+S", "save"),
            Command("settings.user", N_("Add a user"), lambda: self.edit_account(None), icon="user-plus"),
            Command("settings.verify", N_("Verify now"), self.verify_now, icon="shield-check"),
        )

    def hints(self) -> tuple[KeyHint, ...]:
        """Return the useful keys."""
        return (KeyHint("Tab", _("next field")), KeyHint("Ctrl S", _("save post")), KeyHint("Esc", _("back")))

    def reopen(self, route: Route) -> None:
        """Go to the part that the palette names."""
        super().reopen(route)
        if self.isVisible():
            QTimer.singleShot(0, self, self.focus_first)

    def panels(self) -> tuple[QWidget, ...]:
        """Return the cards for F6."""
        names = ("name", "lock", "old")
        return self.scheme, *(self.fields[name].editor for name in names), self.check

    def focus_first(self) -> None:
        """Start at the theme, or at the part that the palette names."""
        parts = {"months": self.months_card, "devices": self.devices_card, "conditions": self.conditions_card}
        card = parts.get(self.route.param("part"))
        if card is None:
            self.scheme.setFocus()
        else:
            InSight(card)


def _lines(*lines: str) -> tuple[str, ...]:
    return tuple(line for line in lines if line)
