"""What a thing is called on receipts in other languages: a line for the post's language and for each that has a name.

names = LocalNamesEdit(draft.names, own="es"); form.addWidget(names)
draft = replace(draft, names=names.names())
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from inl_logistics.catalog.drafts import LocalName
from inl_logistics.kernel.translation import _
from ui.kit.combo import Combo
from ui.kit.fields import Field, LineEdit
from ui.kit.paperlanguages import language_name, language_options
from ui.kit.widget import KitWidget

_ACROSS = 2


class LocalNamesEdit(KitWidget):
    """Two fields beside each other, and the choice of one more language."""

    def __init__(self, names: Sequence[LocalName], *, own: str) -> None:
        super().__init__()
        self.fields: dict[str, Field[LineEdit]] = {}
        self.more = Field(Combo())
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(8)
        for at in range(_ACROSS):
            self._grid.setColumnStretch(at, 1)
        self.more.editor.chosen.connect(self._add_chosen)
        known = {one.language: one.name for one in names}
        for key in dict.fromkeys((*([own] if own != "en" else []), *known)):
            self._add(key, known.get(key, ""))
        self._lay()
        self._retranslate()

    def names(self) -> tuple[LocalName, ...]:
        """Return the names that are there."""
        shown = {key: field.editor.text().strip() for key, field in self.fields.items()}
        return tuple(LocalName(key, name) for key, name in shown.items() if name)

    def _add(self, key: str, name: str) -> None:
        self.fields[key] = Field(LineEdit())
        self.fields[key].editor.setText(name)

    def _add_chosen(self, key: object) -> None:
        if not isinstance(key, str) or key in self.fields:
            return
        self._add(key, "")
        self.more.editor.set_value(None)
        self._lay()
        self._retranslate()
        self.fields[key].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay(self) -> None:
        rest = [one for one in language_options() if one.value not in self.fields]
        self.more.editor.set_options(rest)
        self.more.setVisible(bool(rest))
        shown: list[KitWidget] = [*self.fields.values(), self.more]
        for at, field in enumerate(shown):
            self._grid.addWidget(field, at // _ACROSS, at % _ACROSS)

    def _retranslate(self) -> None:
        for key, field in self.fields.items():
            field.set_label(_("Name, {language}").format(language=language_name(key)))
        self.more.set_label(_("Name in another language"))
