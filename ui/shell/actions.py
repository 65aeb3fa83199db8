"""The commands that the window itself offers everywhere: going, theme, text size, lock, close."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from inl_logistics.kernel.translation import N_
from ui.kit.navigation import Command, Navigator, Route
from ui.shell.appearance import next_text_size, set_theme

if TYPE_CHECKING:
    from ui.kit.theme import SchemeChoice
    from ui.shell.window import MainWindow

_SCHEMES: tuple[tuple[SchemeChoice, str, str], ...] = (
    ("light", N_("Theme: light"), "sun"),
    ("dark", N_("Theme: dark"), "moon"),
    ("contrast", N_("Theme: high contrast"), "sun"),
    ("system", N_("Theme: as the system"), "sun"),
)


@dataclass(frozen=True, slots=True)
class _Theme:
    window: MainWindow
    choice: SchemeChoice

    def __call__(self) -> None:
        set_theme(self.window.parts.notebook, self.choice)


@dataclass(frozen=True, slots=True)
class _TextSize:
    window: MainWindow

    def __call__(self) -> None:
        next_text_size(self.window.parts.notebook)


@dataclass(frozen=True, slots=True)
class _Go:
    navigator: Navigator
    route: Route

    def __call__(self) -> None:
        self.navigator.open(self.route)


def going_commands(window: MainWindow) -> tuple[Command, ...]:
    """Return a command for each section of the rail."""
    return tuple(
        Command(f"go.{s.key}", s.title, _Go(window.navigator, s.route), f"Ctrl+{s.digit}" if s.digit else "", s.icon)
        for s in window.sections()
    )


def account_commands(window: MainWindow) -> tuple[Command, ...]:
    """Return what the signed-in person finds behind the initials."""
    settings = _Go(window.navigator, Route("settings"))
    return (
        Command("window.lock", N_("Lock"), window.lock, "Ctrl+Alt+L", "lock"),
        Command("window.account", N_("Password and settings"), settings, icon="settings", in_palette=False),
        Command("window.close", N_("Close this post"), window.ask_close_post, icon="log-out"),
    )


def window_commands(window: MainWindow) -> tuple[Command, ...]:
    """Return the window's own commands."""
    themes = (Command(f"window.theme.{key}", words, _Theme(window, key), icon=icon) for key, words, icon in _SCHEMES)
    palette = Command("window.palette", N_("Search or run a command"), window.open_palette, "Ctrl+K", in_palette=False)
    return (
        palette,
        Command("window.back", N_("Back"), window.go_back, "Alt+Left", "arrow-left"),
        Command("window.forward", N_("Forward"), window.go_forward, "Alt+Right", "arrow-right"),
        Command("window.keys", N_("All keys on this screen"), window.show_keys, "F1", "circle-help"),
        Command("window.panel", N_("Next panel"), window.next_panel, "F6", "panel-right"),
        Command("window.panel.back", N_("Previous panel"), window.previous_panel, "Shift+F6", "panel-left"),
        *themes,
        Command("window.text", N_("Text size: next of 100, 115, 130 %"), _TextSize(window), icon="type"),
        *account_commands(window),
    )
