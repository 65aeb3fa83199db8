"""What the start page needs of the program: recent posts, opening, making, recovering. Source: product.md 8.

The heavy imports (ORM, encryption) happen inside the calls, which run as jobs, so that the first window is fast.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from ui.kit.navigation import Notebook
from ui.shell.preload import IMPORTING

if TYPE_CHECKING:
    from inl_logistics.workspace import Workspace

_MOST = 8


@dataclass(frozen=True, slots=True)
class RecentPost:
    """A post opened before on this computer."""

    folder: Path
    name: str
    login: str
    opened_at: str


@dataclass(frozen=True, slots=True)
class PostSketch:
    """What the new-post page asks for."""

    folder: Path
    code: str
    name: str
    country: str
    timezone: str
    paper: str
    language: str
    letterhead: tuple[str, ...]
    login: str
    officer: str
    title: str
    password: str


@dataclass(frozen=True, slots=True)
class KeyHolders:
    """Who can open a post: its name and the logins."""

    name: str
    logins: tuple[str, ...]


class PostOffice(Protocol):
    """The start page's questions."""

    def recent(self) -> tuple[RecentPost, ...]:
        """Return the posts opened before, the last first."""

    def holders(self, folder: Path) -> KeyHolders:
        """Return who can open the post in a folder."""

    def open(self, folder: Path, *, login: str, password: str, read_only: bool) -> Workspace:
        """Open a post."""

    def create(self, sketch: PostSketch) -> tuple[Workspace, str]:
        """Make a post; return it open, with its recovery key."""

    def recover(self, folder: Path, *, recovery_key: str, login: str, password: str) -> Workspace:
        """Set a new password with the recovery key and open."""


class LocalPosts:
    """Posts in folders of this computer."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook

    def recent(self) -> tuple[RecentPost, ...]:
        """Return the posts opened before, the last first."""
        entries: list[dict[str, Any]] = self._notebook.get("recent_posts", [])
        return tuple(
            RecentPost(Path(e["folder"]), e["name"], e["login"], e["opened_at"])
            for e in entries
            if Path(e["folder"]).is_dir()
        )

    def holders(self, folder: Path) -> KeyHolders:
        """Return who can open the post in a folder."""
        from inl_logistics.database import keys

        file = keys.read_keys(folder)
        return KeyHolders(file.name, tuple(wrapping.login for wrapping in file.users))

    def open(self, folder: Path, *, login: str, password: str, read_only: bool) -> Workspace:
        """Open a post."""
        with IMPORTING:
            from inl_logistics.workspace import open_post

            return self._remember(open_post(folder, password=password, login=login or None, read_only=read_only))

    def create(self, sketch: PostSketch) -> tuple[Workspace, str]:
        """Make a post; return it open, with its recovery key."""
        with IMPORTING:
            return self._create(sketch)

    def _create(self, sketch: PostSketch) -> tuple[Workspace, str]:
        from inl_logistics.newpost import PostDraft, create_post
        from inl_logistics.settings.declared import PostProfile
        from inl_logistics.users.commands import UserDraft

        profile = PostProfile(code=sketch.code, name=sketch.name, country=sketch.country, timezone=sketch.timezone,
                              paper=sketch.paper, language=sketch.language, letterhead=sketch.letterhead)  # fmt: skip
        officer = UserDraft(login=sketch.login, name=sketch.officer, title=sketch.title)
        made = create_post(sketch.folder, PostDraft(profile=profile, officer=officer, password=sketch.password))
        return self._remember(made.workspace), made.recovery_key

    def recover(self, folder: Path, *, recovery_key: str, login: str, password: str) -> Workspace:
        """Set a new password with the recovery key and open."""
        with IMPORTING:
            return self._recover(folder, recovery_key, login=login, password=password)

    def _recover(self, folder: Path, recovery_key: str, *, login: str, password: str) -> Workspace:
        from inl_logistics.database import keys
        from inl_logistics.workspace import open_with_key

        file = keys.read_keys(folder)
        data_key = keys.unlock_by_recovery(file, recovery_key)
        keys.check_password(password)
        # Opened first: the password stays as it was where another window has the post.
        workspace = open_with_key(folder, data_key, login=login)
        try:
            keys.write_keys(folder, keys.with_password(file, data_key, login=login, password=password))
        except BaseException:
            workspace.close()
            raise
        return self._remember(workspace)

    def _remember(self, workspace: Workspace) -> Workspace:
        entry = {"folder": str(workspace.folder), "name": workspace.post.name, "login": workspace.login,
                 "opened_at": f"{datetime.now(UTC):%Y-%m-%d}"}  # fmt: skip
        others = [e for e in self._notebook.get("recent_posts", []) if e["folder"] != entry["folder"]]
        self._notebook.set("recent_posts", [entry, *others][:_MOST])
        return workspace
