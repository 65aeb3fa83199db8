"""The Ctrl K palette: actions on the selection, items, records, commands; recents when empty.

Commands are matched at once in memory; records come from the reader threads and are added when they arrive, an
older answer is dropped. Source: ui.md 9; picture 07.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.text import fold
from inl_logistics.kernel.translation import _
from ui.kit import theme
from ui.kit.dialogs import Overlay
from ui.kit.fields import LineEdit
from ui.kit.jobs import Jobs
from ui.kit.keys import name_of
from ui.kit.navigation import Command, Hit, PaletteSource
from ui.shell.palettecard import WIDTH, Line, PaletteCard

TOP = 84
_MOST_COMMANDS = 6


def matched(words: str, text: str) -> bool:
    """Tell whether all typed words occur, or their letters in order within the text."""
    folded, asked = fold(text), fold(words)
    if all(word in folded for word in asked.split()):
        return True
    return len(asked) >= 2 and _near(folded, asked.replace(" ", ""))


def _near(text: str, letters: str) -> bool:
    """Tell whether the letters follow each other closely: "hnd ovr" in "hand over"."""
    for start, first in enumerate(text):
        if first != letters[0]:
            continue
        at, end = 1, start
        while at < len(letters) and end - start <= 2 * len(letters):
            end += 1
            if end >= len(text):
                break
            at += text[end] == letters[at]
        if at == len(letters):
            return True
    return False


class Palette(Overlay):
    """The overlay with field, list and key line."""

    chose = Signal(object)  # a Hit to open

    def __init__(self, over: QWidget, *, jobs: Jobs, sources: Sequence[PaletteSource], commands: Sequence[Command],
                 recents: Sequence[Hit], selection: str = "") -> None:  # fmt: skip
        super().__init__(over)
        self._jobs, self._sources, self._commands = jobs, tuple(sources), tuple(commands)
        self._recents, self._selection = tuple(recents), selection
        self._found: dict[int, tuple[Hit, ...]] = {}
        self._asked, self._more = 0, False
        self.field = LineEdit()
        self.field.setProperty("bare", "true")
        self.field.setFont(theme.font("heading"))
        self.field.setStyleSheet(f"font-size: {theme.px(16)}px")
        self.card = PaletteCard(self)
        self.field.setParent(self.card)
        self.field.setPlaceholderText(_("Search or run a command"))
        self.field.setAccessibleName(_("Search or run a command"))
        self.field.textEdited.connect(self._typed)
        self._fill()

    def open(self) -> None:
        """Show and take the typing."""
        super().open()
        self._place()
        self.card.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._ask()

    def lines(self) -> tuple[Line, ...]:
        """Return what is listed."""
        return self.card.lines

    def selection(self) -> str:
        """Return what is selected on the page, in words."""
        return self._selection

    def _typed(self) -> None:
        self._more = False
        self._fill()
        self._ask()

    def _words(self) -> str:
        return self.field.text().strip()

    def _ask(self) -> None:
        words = self._words()
        self._asked += 1
        number = self._asked
        if not words or words.startswith(">") or self._jobs.workspace is None:
            self._found = {}
            return
        only_records = words.startswith("#")
        for at, source in enumerate(self._sources):
            if only_records and not source.records:
                self._found.pop(at, None)
                continue
            self._jobs.read(self, source.question, words.lstrip("# "), limit=source.limit,
                            done=_Answer(self, number, at, source.hit), failed=self._jobs.unhandled)  # fmt: skip

    def take(self, number: int, at: int, hits: Sequence[Hit]) -> None:
        """Add one source's hits if they still belong to the text."""
        if number == self._asked:
            self._found[at] = tuple(hits)
            self._fill()

    def _fill(self) -> None:
        words = self._words()
        lines: list[Line] = []
        commands_only = words.startswith(">")
        asked = words.lstrip("># ")
        if not words:
            self._add(lines, _("Recent"), [self._hit_line(hit) for hit in self._recents])
        acting = [c for c in self._commands if c.on_selection and c.in_palette and self._selection]
        if not words.startswith("#"):
            self._add(lines, _("Actions on selection"), self._command_lines(acting, asked))
        if not commands_only and words:
            for at, source in enumerate(self._sources):
                self._add(lines, _(source.title), [self._hit_line(hit) for hit in self._found.get(at, ())])
        if not words.startswith("#"):
            plain = [c for c in self._commands if not c.on_selection and c.in_palette]
            most = 60 if commands_only else _MOST_COMMANDS
            self._add(lines, _("Commands"), self._command_lines(plain, asked)[:most])
        if self._more:
            lines = self._action_lines() or lines
        self.card.show_lines(lines, words)
        self._place()

    @staticmethod
    def _add(lines: list[Line], title: str, found: Sequence[Line]) -> None:
        if found:
            lines += [Line(title), *found]

    def _command_lines(self, commands: Sequence[Command], asked: str) -> list[Line]:
        found = []
        for command in commands:
            words = command.words()
            if not asked or matched(asked, words):
                found.append(Line(words, icon=command.icon or "command", key=command.key_text(),
                                  why_not=command.enabled_reason(), run=command.run))  # fmt: skip
        starts = fold(asked)
        return sorted(found, key=lambda line: not fold(line.title).startswith(starts)) if asked else found

    def _hit_line(self, hit: Hit) -> Line:
        return Line(hit.title, hit.note, hit.icon, code=hit.code, run=_Open(self, hit))

    def _action_lines(self) -> list[Line]:
        line = self.card.current_line()
        if line is None or line.run is None:
            return []
        copied = line.code or line.title
        return [
            Line(line.title),
            Line(_("Open it"), icon=line.icon, run=line.run),
            Line(
                _("Copy “{text}”").format(text=copied),
                icon="copy",
                run=lambda: QGuiApplication.clipboard().setText(copied),
            ),
        ]

    def run_current(self) -> None:
        """Run or open the current line and close."""
        line = self.card.current_line()
        if line is None or line.run is None or line.why_not:
            return
        self.dismiss()
        line.run()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, run, show more actions, close."""
        name = name_of(event)
        steps = {"Up": -1, "Down": 1, "PgUp": -8, "PgDown": 8}
        if name in steps:
            self.card.move_current(steps[name])
        elif name in {"Enter", "Ctrl+Enter"}:
            self.run_current()
        elif name == "Tab":
            self._more = not self._more
            self._fill()
        elif name in {"Esc", "Ctrl+K"}:
            self.dismiss()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab shows more actions instead of moving the focus."""
        self._more = not self._more
        self._fill()
        return True

    def mousePressEvent(self, event: object) -> None:
        """Close when the scrim is clicked."""
        self.dismiss()

    def resizeEvent(self, event: object) -> None:
        """Stay centered."""
        self._place()

    def _place(self) -> None:
        width = min(WIDTH, self.width() - 24)
        height = min(self.card.needed_height(), self.height() - TOP - 24)
        self.card.setGeometry((self.width() - width) // 2 - 12, TOP - 12, width + 24, height + 24)


@dataclass(frozen=True, slots=True)
class _Answer:
    palette: Palette
    number: int
    at: int
    hit: Callable[[Any], Hit]

    def __call__(self, rows: Sequence[Any]) -> None:
        self.palette.take(self.number, self.at, [self.hit(row) for row in rows])


@dataclass(frozen=True, slots=True)
class _Open:
    palette: Palette
    hit: Hit

    def __call__(self) -> None:
        self.palette.chose.emit(self.hit)
