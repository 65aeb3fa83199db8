"""Routes, pages, sections, commands and history: how the window finds and runs everything.

A feature registers itself with one value, listed in `ui/app.py`:

    FEATURE = Feature(
        sections=(Section("inventory", N_("Inventory"), "warehouse", digit="4", route=Route("inventory")),),
        pages=(PageKind("inventory", "inventory", InventoryPage), PageKind("item", "inventory", ItemPage)),
        commands=lambda context: (Command("receive", N_("Receive"), run, shortcut="Ctrl+R"),),
        sources=(PaletteSource(N_("Items"), search.items, lambda row: Hit(row.name, route=Route("item", row.id))),),
        scans=(ScanSource(search.serial_unit, lambda unit_id: Route("unit", unit_id)),),
    )

A page is built with (context, route); it says its path, commands, key hints and status, and is told when to
refresh. Source: ui.md 9; conventions.md 5.1 (pages and commands instead of a window that knows everything).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.translation import _
from ui.kit.jobs import Jobs
from ui.kit.widget import KitWidget

if TYPE_CHECKING:
    from inl_logistics.kernel.actor import Actor
    from ui.kit.notices import Notices

_HISTORY = 50


def _nothing() -> None:
    """Do nothing more."""


def _no_reason() -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Route:
    """Where to go: a kind of page, the record's id, and parameters such as a filter."""

    kind: str
    id: int | str | None = None
    params: tuple[tuple[str, str], ...] = ()

    def param(self, name: str, default: str = "") -> str:
        """Return a parameter."""
        return dict(self.params).get(name, default)

    def filters(self) -> dict[str, frozenset[str]]:
        """Return the options ticked by `filter.<group>` (values joined by commas)."""
        return {
            name.removeprefix("filter."): frozenset(filter(None, value.split(",")))
            for name, value in dict(self.params).items()
            if name.startswith("filter.")
        }


@dataclass(frozen=True, slots=True)
class Crumb:
    """One part of the path in the top bar; parts with a route open it."""

    text: str
    route: Route | None = None


@dataclass(frozen=True, slots=True)
class KeyHint:
    """A key and what it does, for the status bar and the F1 sheet."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can do: in the palette, by key, in a toolbar.

    `title` is marked text or a function giving the words of now; `enabled_reason` says why not, or nothing, and
    `refused` then goes to what is missing.
    Shortcuts are written "Ctrl+Shift+Z"; plain keys ("Del", "F9") act only where no text is being typed.
    """

    id: str
    title: str | Callable[[], str]
    run: Callable[[], None]
    shortcut: str = ""
    icon: str = ""
    enabled_reason: Callable[[], str] = _no_reason
    on_selection: bool = False
    in_palette: bool = True
    refused: Callable[[], None] = _nothing

    def words(self) -> str:
        """Return the title in the present language."""
        return self.title() if callable(self.title) else _(self.title)

    def key_text(self) -> str:
        """Return the shortcut as key caps show it."""
        return shortcut_text(self.shortcut)


def shortcut_text(shortcut: str) -> str:
    """Write "Ctrl+Shift+Z" as "Ctrl Shift Z"."""
    return shortcut.replace("+", " ")


@dataclass(frozen=True, slots=True)
class Hit:
    """One search result of the palette."""

    title: str
    note: str = ""
    icon: str = "package"
    route: Route | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class PaletteSource:
    """A question `(session, text, limit=…) -> rows` that fills one section of the palette, row by `hit(row)`.

    `records` marks sources of numbered records: those that "#" searches.
    """

    title: str
    question: Callable[..., Sequence[Any]]
    hit: Callable[[Any], Hit]
    limit: int = 5
    records: bool = False


@dataclass(frozen=True, slots=True)
class ScanSource:
    """A question `(session, text) -> answer or None` and the route its answer opens."""

    question: Callable[..., Any]
    route: Callable[[Any], Route]


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of the rail."""

    key: str
    title: str
    icon: str
    route: Route
    digit: str = ""
    at_end: bool = False
    badge: Callable[..., int] | None = None


class Notebook:
    """What the program remembers of widths, filters and views, in one small file or only in memory."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._values: dict[str, Any] = {}
        if path is not None and path.is_file():
            try:
                read = json.loads(path.read_text(encoding="utf-8"))
            except (OSError, ValueError):
                read = {}
            self._values = read if isinstance(read, dict) else {}

    def get(self, key: str, default: Any = None) -> Any:
        """Return what was remembered."""
        return self._values.get(key, default)

    def set(self, key: str, value: Any) -> None:
        """Remember a value that JSON can hold."""
        if self._values.get(key) == value:
            return
        self._values[key] = value
        if self._path is not None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            waiting = self._path.with_suffix(".new")
            waiting.write_text(json.dumps(self._values, ensure_ascii=False, indent=1), encoding="utf-8")
            waiting.replace(self._path)


@dataclass(frozen=True)
class PageContext:
    """What every page is given."""

    jobs: Jobs
    navigator: Navigator
    notices: Notices
    notebook: Notebook
    today: Callable[[], date]
    actor: Actor | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)


class Page(KitWidget):
    """One screen. Pages ask with jobs, act with commands, and never know each other."""

    presented = Signal()  # path, chips, commands, hints or status changed

    topics: frozenset[str] = frozenset()

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__()
        self.context, self.route = context, route
        self.stale = False

    def crumbs(self) -> tuple[Crumb, ...]:
        """Return the path; the last part is this page."""
        return (Crumb(self.route.kind.capitalize()),)

    def path_chip(self) -> str:
        """Return the saved view's name shown as a chip after the path."""
        return ""

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done here."""
        return ()

    def hints(self) -> tuple[KeyHint, ...]:
        """Return the 4–5 most useful keys of this screen."""
        return ()

    def status(self) -> tuple[str, ...]:
        """Return the texts at the start of the status bar."""
        return ()

    def selection_words(self) -> str:
        """Return what is selected, for the palette."""
        return ""

    def panels(self) -> tuple[QWidget, ...]:
        """Return the widgets that F6 walks through."""
        return ()

    def refresh(self) -> None:
        """Ask everything again."""

    def reopen(self, route: Route) -> None:
        """Take a new route of the same kind and id (other parameters)."""
        self.route = route

    def take_scan(self, text: str) -> bool:
        """Take a scanned text; False lets the window open what it names."""
        return False

    def takes_scans(self) -> bool:
        """Tell whether a scan is for the page even while a text field has the focus."""
        return False

    def leave(self) -> bool:
        """Store unsaved work before the page is hidden; False keeps it open."""
        return True

    def is_unsaved(self) -> bool:
        """Tell whether closing would lose what was typed; the window asks first and keeps such a page."""
        return False

    def is_done(self) -> bool:
        """Tell whether this page has nothing left to keep: gone to again, its place is built anew."""
        return False

    def discard(self) -> None:
        """Let go of what was typed: the officer said so."""

    def focus_first(self) -> None:
        """Put the focus where work starts."""
        self.setFocus()


@dataclass(frozen=True, slots=True)
class PageKind:
    """A kind of page: which rail entry it belongs to and how it is built."""

    kind: str
    section: str
    build: Callable[[PageContext, Route], Page]


def _no_commands(_context: PageContext) -> tuple[Command, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Feature:
    """All that a feature folder gives to the window."""

    sections: tuple[Section, ...] = ()
    pages: tuple[PageKind, ...] = ()
    commands: Callable[[PageContext], tuple[Command, ...]] = _no_commands
    sources: tuple[PaletteSource, ...] = ()
    scans: tuple[ScanSource, ...] = ()


def begins(context: PageContext, name: str, title: str, kind: str, icon: str) -> Command:
    """Return what begins a new record from any page: its list opens and asks (`ListPage.link_acts`, "new")."""
    return Command(name, title, partial(context.navigator.open, Route(kind, None, (("new", "1"),))), icon=icon)


class Navigator(QObject):
    """The history of routes; the window shows what `opened` names."""

    opened = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._back: list[Route] = []
        self._forward: list[Route] = []
        self._current: Route | None = None

    @property
    def current(self) -> Route | None:
        """Where we are."""
        return self._current

    def open(self, route: Route) -> None:
        """Go to a route."""
        if self._current is not None and self._current != route:
            self._back = [*self._back[-_HISTORY:], self._current]
            self._forward.clear()
        self._current = route
        self.opened.emit(route)

    def replace(self, route: Route) -> None:
        """Stand at another route without a new history entry (a draft that got its number)."""
        self._current = route
        self.opened.emit(route)

    def amend(self, route: Route) -> None:
        """Have the page that is shown stand in the history by this route; nothing is opened."""
        if self._current is not None and (self._current.kind, self._current.id) == (route.kind, route.id):
            self._current = route

    def back(self) -> bool:
        """Go to the previous route; its page is as it was left."""
        return self._step(self._back, self._forward)

    def forward(self) -> bool:
        """Go to the next route again."""
        return self._step(self._forward, self._back)

    def _step(self, take: list[Route], give: list[Route]) -> bool:
        if not take or self._current is None:
            return False
        give.append(self._current)
        self._current = take.pop()
        self.opened.emit(self._current)
        return True
