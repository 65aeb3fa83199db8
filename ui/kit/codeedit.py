"""A code that is picked from a reference list or typed freely, with what it means below the field.

    self.hs = self.field("hs", CodeField(CodeList.HS), _("HS code"))
    self.hs.editor.set_code("6506.10"); self.hs.editor.text()

No code list is whole, so what is typed counts as it stands. Source: resources/reference/README.md.
"""

from __future__ import annotations

from PySide6.QtCore import Signal

from inl_logistics.kernel.translation import _
from inl_logistics.reference import lists
from inl_logistics.reference.lists import CodeList
from ui.kit.combo import Combo, Option
from ui.kit.fields import Field

_MEANING = 70


class CodeEdit(Combo):
    """Suggestions below a field that takes any text; `coded` tells the code whenever it changes."""

    coded = Signal(str)

    def __init__(self, *of: CodeList) -> None:
        super().__init__(search=self._found)
        self._of = of
        self.chosen.connect(lambda _value: self.coded.emit(self.text().strip()))
        self.left.connect(lambda: self.coded.emit(self.text().strip()))

    def _found(self, typed: str) -> list[Option]:
        return [
            Option(one.code, one.code, " · ".join(filter(None, (_short(one.name), one.note))))
            for of in self._of
            for one in lists.search(of, typed)
        ]

    def set_code(self, code: str) -> None:
        """Show a code, whether the list knows it or not."""
        self.set_value(code or None, code)
        self.coded.emit(code)

    def look_in(self, *of: CodeList) -> None:
        """Suggest from other lists: sea ports for a ship, airports for a plane."""
        self._of = of

    def meaning(self) -> str:
        """Return the words of the code, or nothing where no list knows it."""
        code = self.text().strip()
        return next(filter(None, (lists.name_of(of, code) for of in self._of)), "") if code else ""

    def settle(self) -> bool:
        """Take what is typed as it stands."""
        typed = self.text().strip()
        if typed != str(self.value() or ""):
            self.set_value(typed or None, typed)
        return True


class CodeField(Field[CodeEdit]):
    """A code with its meaning as the hint below it."""

    def __init__(self, *of: CodeList, required: bool = False, name: str = "") -> None:
        super().__init__(CodeEdit(*of), required=required, name=name)
        self.editor.coded.connect(self._tell)

    def _tell(self, _code: str) -> None:
        meaning = self.editor.meaning()
        self.set_hint(_short(meaning))
        self.editor.setToolTip(meaning)


def _short(words: str) -> str:
    return words if len(words) <= _MEANING else _("{start}…").format(start=words[: _MEANING - 1].rstrip())
