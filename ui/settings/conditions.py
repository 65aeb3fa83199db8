"""The conditions of receipts among the settings: one line for each language, the way to its text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inl_logistics.kernel.translation import _
from inl_logistics.settings.clauses import Clauses
from ui.kit.cards import Card
from ui.kit.chips import ChipLabel, chip
from ui.kit.paperlanguages import language_label, language_name
from ui.kit.widget import Label, Line, Link, emptied, row


class ConditionsCard(Card):
    """Every paper language with the version that is printed and whether it is approved."""

    opened = Signal(str)  # the code of a language

    def __init__(self) -> None:
        super().__init__(margins=14)
        self._texts: Sequence[Clauses] = ()
        self.links: dict[str, Link] = {}
        self.body.setSpacing(8)
        self._why = Label(role="secondary", token="text2", wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self.body.addWidget(self._why)
        self.body.addLayout(self._lines)
        self._retranslate()

    def _retranslate(self) -> None:
        self.set_title(_("Conditions on receipts"))
        self._why.setText(
            _("Receipts say “not yet reviewed” until a person who speaks the language has approved its text.")
        )
        self.show_texts(self._texts)

    def show_texts(self, texts: Sequence[Clauses]) -> None:
        """List the languages."""
        self._texts = tuple(
            sorted(texts, key=lambda one: (one.language != "en", language_name(one.language).casefold()))
        )
        focused = next((code for code, link in self.links.items() if link.hasFocus()), "")
        emptied(self._lines)
        self.links = {}
        for at, one in enumerate(self._texts):
            if at:
                self._lines.addWidget(Line())
            self._lines.addWidget(self._line(one))
        if focused in self.links:
            self.links[focused].setFocus()

    def _line(self, one: Clauses) -> QWidget:
        holder = QWidget()
        link = self.links[one.language] = Link(language_label(one.language), role="body")
        link.setAccessibleName(_("Conditions in {language}").format(language=language_name(one.language)))
        link.clicked.connect(partial(self.opened.emit, one.language))
        version = Label(_("version {version}").format(version=one.version), role="secondary", token="text3")
        state = ChipLabel(chip("clauses", "reviewed" if one.reviewed else "unreviewed"))
        row(holder, link, "stretch", version, state, gap=10)
        return holder
