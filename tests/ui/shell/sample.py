"""A small feature for window tests: two sections, three kinds of page, a source and a scan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt

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

PASSWORD = "correct horse battery"


class SamplePage(Page):
    """A page that notes what happens to it."""

    topics = frozenset({"settings"})

    def __init__(self, context: PageContext, route: Route) -> None:
        super().__init__(context, route)
        self.refreshed, self.ran = 0, []
        self.ran: list[str]
        self.lets_go = True

    def crumbs(self) -> tuple[Crumb, ...]:
        """Say where this is."""
        if self.route.id is None:
            return (Crumb(self.route.kind.capitalize()),)
        return (Crumb("Inventory", Route("inventory")), Crumb(str(self.route.id)))

    def commands(self) -> tuple[Command, ...]:
        """Offer two commands."""
        return (
            Command("reserve", "Reserve", lambda: self.ran.append("reserve"), "Ctrl+L", "lock"),
            Command("void", "Void", lambda: self.ran.append("void"), "Del", enabled_reason=lambda: "Signed already"),
        )

    def refresh(self) -> None:
        """Count."""
        self.refreshed += 1

    def leave(self) -> bool:
        """Hold the page when told to."""
        return self.lets_go

    def focus_first(self) -> None:
        """Take keys."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus()


def find_items(_session: Any, text: str, *, limit: int) -> Sequence[Hit]:
    """Answer the palette."""
    names = ("Ballistic vest IIIA, L", "Ballistic vest IIIA, M", "Riot helmet")
    return [Hit(name, "PE", route=Route("item", name)) for name in names if text.lower() in name.lower()][:limit]


def find_scan(_session: Any, text: str) -> str | None:
    """Answer a scan."""
    return text if text.startswith("BA3") else None


SAMPLE = Feature(
    sections=(
        Section("home", "Home", "house", Route("home"), digit="1"),
        Section("inventory", "Inventory", "warehouse", Route("inventory"), digit="4"),
    ),
    pages=(
        PageKind("home", "home", SamplePage), PageKind("inventory", "inventory", SamplePage),
        PageKind("item", "inventory", SamplePage),
    ),
    sources=(PaletteSource("Items", find_items, lambda hit: hit),),
    scans=(ScanSource(find_scan, lambda text: Route("item", text)),),
)  # fmt: skip
