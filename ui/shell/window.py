"""The main window: start page, then rail, top bar, pages and status bar around an open post.

It only arranges: pages know what they do, features say what exists. Source: ui.md 2 and 9; conventions.md 5.1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QByteArray, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from inl_logistics.kernel.translation import _
from ui.kit.buttons import hold_writes
from ui.kit.dialogs import confirm, open_overlay
from ui.kit.jobs import Jobs
from ui.kit.keys import KeyRouter, name_of
from ui.kit.navigation import (
    Command,
    Feature,
    Hit,
    Navigator,
    Notebook,
    Page,
    PageContext,
    Route,
    Section,
)
from ui.kit.notices import Notices
from ui.kit.widget import KitWidget, column, row
from ui.shell.actions import account_commands, going_commands, window_commands
from ui.shell.activity import Activity
from ui.shell.bars import StatusBar, TopBar
from ui.shell.keysheet import show_keys
from ui.shell.locking import Locking
from ui.shell.pages import PageStack
from ui.shell.palette import Palette
from ui.shell.panels import step_panel
from ui.shell.pictures import PictureScans
from ui.shell.posts import PostOffice
from ui.shell.rail import Rail
from ui.shell.scans import ScanAsker
from ui.shell.start import StartPage

if TYPE_CHECKING:
    from inl_logistics.workspace import Workspace

_RECENTS = 9
_FIRST_SIZE = (1366, 768)


@dataclass(frozen=True, slots=True)
class WindowParts:
    """What the window is given by `ui.app`."""

    jobs: Jobs
    office: PostOffice
    notebook: Notebook
    features: Callable[[], Sequence[Feature]]
    router: KeyRouter


class _Commits(QObject):
    """Carries commits from the writer's thread to the window's."""

    happened = Signal(object)


class MainWindow(KitWidget):
    """The program's window."""

    post_opened = Signal()
    post_closed = Signal()

    def __init__(self, parts: WindowParts) -> None:
        super().__init__()
        self.parts = parts
        self.workspace: Workspace | None = None
        self.navigator = Navigator(self)
        self._features: tuple[Feature, ...] = ()
        self._stop_listening: Callable[[], None] | None = None
        self._recents: list[Hit] = []
        self._commits = _Commits(self)
        self.locking = Locking(self, parts.jobs)
        self.auto_lock = self.locking.auto
        self._build()
        self._connect()
        self._retranslate()

    def _build(self) -> None:
        self.setObjectName("window")
        self.start = StartPage(self.parts.jobs, self.parts.office)
        self.rail, self.top, self.status, self.pages = Rail(), TopBar(), StatusBar(), PageStack()
        right = column(None, self.top, self.pages, self.status)
        right.setStretch(1, 1)
        self._work = QWidget()
        row(self._work, self.rail, right)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.start)
        self._stack.addWidget(self._work)
        column(self, self._stack)
        self.notices = Notices(self)
        self.activity = Activity(self, self.parts.jobs, self.status)
        self.pictures = PictureScans(self)
        self._scans = ScanAsker(self, self.parts.jobs, self.navigator, self.notices)
        self.setMinimumSize(1024, 560)
        kept = self.parts.notebook.get("window")
        if not (isinstance(kept, str) and self.restoreGeometry(QByteArray.fromBase64(kept.encode()))):
            self.resize(*_FIRST_SIZE)

    def _connect(self) -> None:
        self.start.opened.connect(self.open_post)
        self.rail.chosen.connect(self._open_section)
        self.top.opened.connect(self.navigator.open)
        self.top.search_asked.connect(self.open_palette)
        self.navigator.opened.connect(self._show_route)
        self.pages.shown.connect(self._page_shown)
        self.pages.presented.connect(self.present)
        self._commits.happened.connect(self._committed, Qt.ConnectionType.QueuedConnection)
        self.parts.router.commands = self.active_commands
        self.parts.router.takes_scans = self._page_takes_scans
        self.parts.router.scanned.connect(self.take_scan)
        self.parts.router.pastes = self.pictures.paste
        self.parts.router.touched.connect(self.auto_lock.touch)
        self.parts.router.refused.connect(lambda why: self.notices.show_notice(why, tone="warn"))
        self.parts.router.touched.connect(lambda: QTimer.singleShot(0, self, self._show_unsaved))
        self.locking.sign_out_asked.connect(self.close_post)
        self.parts.jobs.unhandled = self.job_failed

    def _retranslate(self) -> None:
        name = self.workspace.post.name if self.workspace is not None else ""
        self.setWindowTitle(f"{name} — INL Logistics" if name else "INL Logistics")
        if self.workspace is not None:
            self.present()

    # the open post ------------------------------------------------------------------------------------------
    def open_post(self, workspace: Workspace) -> None:
        """Show the work area for an open post."""
        self.workspace = workspace
        self.parts.jobs.set_workspace(workspace)
        self._stop_listening = workspace.on_committed(self._commits.happened.emit)
        hold_writes(_why_held(workspace))
        self._features = tuple(self.parts.features())
        context = PageContext(jobs=self.parts.jobs, navigator=self.navigator, notices=self.notices,
                              notebook=self.parts.notebook, today=workspace.today, actor=workspace.actor)  # fmt: skip
        self.context = context
        self.pages.start(context, self._features)
        self.pictures.start(context)
        self.rail.set_sections(self.sections())
        self.top.set_post(workspace.post.name, workspace.actor.name)
        self.top.account.set_commands(lambda: account_commands(self))
        self.top.set_saved(None, read_only=workspace.read_only)
        self._stack.setCurrentWidget(self._work)
        self._retranslate()
        sections = self.sections()
        if sections:
            self.navigator.open(sections[0].route)
        self._ask_badges()
        self.locking.start(workspace)
        self.post_opened.emit()

    def close_post(self) -> bool:
        """Go back to the start page; False when a page does not let go."""
        if self._keeps_unsaved(self.ask_close_post):
            return False
        page = self.pages.current()
        if page is not None and not page.leave():
            return False
        self.locking.stop()
        if self._stop_listening is not None:
            self._stop_listening()
            self._stop_listening = None
        self.pages.clear()
        hold_writes("")
        workspace, self.workspace = self.workspace, None
        self.parts.jobs.set_workspace(None)
        if workspace is not None:
            workspace.close()
        self.start.show_welcome()
        self._stack.setCurrentWidget(self.start)
        self._retranslate()
        self.post_closed.emit()
        return True

    def _keeps_unsaved(self, then: Callable[[], object]) -> bool:
        """Show a page that is not saved and ask; `then` goes on when the officer lets it go."""
        page = self.pages.unsaved()
        if page is None:
            return False

        def let_go() -> None:
            page.discard()
            then()

        self.navigator.open(page.route)
        confirm(self, title=_("This page is not saved"), text=_("What you typed here is lost if you close now."),
                safe=_("Keep working"), danger=_("Close without saving"), done=let_go)  # fmt: skip
        return True

    def sections(self) -> tuple[Section, ...]:
        """Return the rail entries that exist."""
        return tuple(section for feature in self._features for section in feature.sections)

    def today(self) -> date:
        """Return the present day at the post."""
        return self.context.today()

    def _ask_badges(self) -> None:
        for section in self.sections():
            if section.badge is not None:
                show = partial(self.rail.set_badge, section.key)
                self.parts.jobs.read(self, section.badge, self.context.today(), done=show)

    def _committed(self, topics: frozenset[str]) -> None:
        if self.workspace is None:
            return
        zone = ZoneInfo(self.workspace.post.timezone)
        self.top.set_saved(self.workspace.now().astimezone(zone), read_only=self.workspace.read_only)
        self.pages.committed(topics)
        self._ask_badges()
        if "settings" in topics:
            self.top.set_post(self.workspace.post.name, self.workspace.actor.name)
            self.locking.read_minutes()

    # navigation ---------------------------------------------------------------------------------------------
    def _open_section(self, key: str) -> None:
        section = next(section for section in self.sections() if section.key == key)
        self.navigator.open(section.route)

    def _show_route(self, route: Route) -> None:
        if not self.pages.knows(route):
            self.notices.show_notice(_("This part of the program is not there yet."), tone="warn")
            return
        self.pages.open(route)

    def _page_shown(self, page: Page) -> None:
        self.rail.set_current(self.pages.section_of(page.route))
        self.present()
        if open_overlay(self) is None:  # a page may ask something as soon as it is shown: the keys belong to that
            page.focus_first()

    def present(self) -> None:
        """Show path, status and keys of the present page."""
        page = self.pages.current()
        if page is None:
            return
        crumbs = page.crumbs()
        self.top.set_path(crumbs, page.path_chip())
        self._show_unsaved()
        self.status.set_texts(page.status())
        self.status.set_hints(page.hints())
        if page.route.id is not None and crumbs:
            hit = Hit(crumbs[-1].text, icon=self._icon_of(page.route), route=page.route)
            self._recents = [hit, *(r for r in self._recents if r.route != page.route)][:_RECENTS]

    def _show_unsaved(self) -> None:
        self.top.set_unsaved(self.workspace is not None and self.pages.unsaved() is not None)

    def _icon_of(self, route: Route) -> str:
        key = self.pages.section_of(route)
        return next((section.icon for section in self.sections() if section.key == key), "file-text")

    def active_commands(self) -> Sequence[Command]:
        """Return the commands that keys may run now: none behind an overlay."""
        if self.workspace is None or open_overlay(self) is not None or QApplication.activeModalWidget() is not None:
            return ()
        return self._offered()

    def _offered(self) -> tuple[Command, ...]:
        """Return the page's commands and those of everywhere; what both offer is the page's, with its key."""
        page = self.pages.current()
        own = page.commands() if page is not None else ()
        known = {one.id for one in own}
        return (*own, *(one for one in self.commands() if one.id not in known))

    def commands(self) -> tuple[Command, ...]:
        """Return what can be done everywhere."""
        features = tuple(command for feature in self._features for command in feature.commands(self.context))
        return (*features, *going_commands(self), *self.pictures.commands(), *window_commands(self))

    def go_back(self) -> None:
        """Go to the previous page."""
        self.navigator.back()

    def go_forward(self) -> None:
        """Go forward again."""
        self.navigator.forward()

    def ask_close_post(self) -> None:
        """Close the post and show the start page."""
        self.close_post()

    # tools --------------------------------------------------------------------------------------------------
    def open_palette(self) -> None:
        """Open Ctrl K."""
        if self.workspace is None or open_overlay(self) is not None:
            return
        page = self.pages.current()
        palette = Palette(
            self, jobs=self.parts.jobs, commands=self._offered(), recents=self._recents,
            sources=[source for feature in self._features for source in feature.sources],
            selection=page.selection_words() if page is not None else "",
        )  # fmt: skip
        palette.chose.connect(self._open_hit)
        palette.open()

    def _open_hit(self, hit: Hit) -> None:
        if hit.route is not None:
            self.navigator.open(hit.route)

    def show_keys(self) -> None:
        """Open F1."""
        page = self.pages.current()
        if page is not None:
            show_keys(self, page=page.commands(), hints=page.hints(), window=self.commands())

    def next_panel(self) -> None:
        """F6."""
        self._step_panel(1)

    def previous_panel(self) -> None:
        """Shift F6."""
        self._step_panel(-1)

    def _step_panel(self, step: int) -> None:
        page = self.pages.current()
        own = [panel for panel in (page.panels() if page is not None else ()) if panel.isVisible()]
        step_panel([*own, *self.rail.buttons()[:1], self.top.search], step)

    def _page_takes_scans(self) -> bool:
        page = self.pages.current()
        return page is not None and open_overlay(self) is None and page.takes_scans()

    def take_scan(self, text: str) -> None:
        """Give a scan to the page, else open what it names."""
        page = self.pages.current()
        if self.workspace is None or open_overlay(self) is not None or (page is not None and page.take_scan(text)):
            return
        self._scans.ask(text, [source for feature in self._features for source in feature.scans])

    def lock(self) -> None:
        """Hide everything until the password is given."""
        self.locking.lock()

    def job_failed(self, error: BaseException) -> None:
        """Say why something was not done; a fault of the program goes to the crash report."""
        from inl_logistics.kernel.problems import Canceled, LogisticsError

        if isinstance(error, Canceled):
            return
        self.notices.show_error(error)
        if not isinstance(error, LogisticsError):
            raise error

    def crash_reported(self, path: str) -> None:
        """Tell once that a report was written."""
        words = _("The program met a fault. Your data is safe. The report is in {path}.").format(path=Path(path).name)
        self.notices.show_notice(words, tone="bad")

    # Qt -----------------------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plain keys that no widget took: Escape goes back, others may be a page's commands."""
        page = self.pages.current()
        name = name_of(event)
        if self.workspace is None or page is None or open_overlay(self) is not None:
            super().keyPressEvent(event)
            return
        command = next((c for c in page.commands() if name and name in c.shortcut.split(", ")), None)
        if command is not None and not command.enabled_reason():
            command.run()
        elif name == "Esc":
            self.navigator.back()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Store what is open, wait for the writer, close the file."""
        if self.workspace is not None and (self._keeps_unsaved(self.close) or not self.close_post()):
            event.ignore()
            return
        self.parts.notebook.set("window", bytes(self.saveGeometry().toBase64().data()).decode())
        self.parts.jobs.close()
        event.accept()


def _why_held(workspace: Workspace) -> str:
    """Say why nothing can be written in this window, or nothing."""
    from inl_logistics.kernel.actor import Role

    if workspace.read_only:
        return _("Open for reading only")
    return _("You may look, not change") if workspace.actor.roles <= {Role.VIEWER} else ""
