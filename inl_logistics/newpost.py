"""Making a post: folder, keys, empty database, first user, this device, the first store.

Source: product.md 7 (`new`), 8 (Start).
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.orm import Session

from inl_logistics import schema
from inl_logistics.database import keys
from inl_logistics.database.base import uid_text, uuid7
from inl_logistics.database.engine import DATABASE_FILE, make_engine
from inl_logistics.database.files import fault_of
from inl_logistics.kernel.problems import BadInput, EnvironmentFault
from inl_logistics.kernel.text import clean
from inl_logistics.settings.declared import POST, PostProfile, put
from inl_logistics.users.commands import UserDraft, add_device, add_user
from inl_logistics.workspace import Clock, Workspace, open_with_key, utc_now

PAPERS = ("a4", "letter")


@dataclass(frozen=True, slots=True)
class PostDraft:
    """What the new-post page asks."""

    profile: PostProfile
    officer: UserDraft
    password: str
    device_name: str = ""


@dataclass(frozen=True, slots=True)
class NewPost:
    """The open post and the recovery key to print once."""

    workspace: Workspace
    recovery_key: str


def create_post(
    folder: Path, draft: PostDraft, *, cost: keys.Cost | None = None, clock: Clock = utc_now, catalog: bool = True
) -> NewPost:
    """Make a post in a new folder; on any failure the folder is gone again.

    Raises: EnvironmentFault("path-exists", "disk-full", …), BadInput for a code, paper or time zone.
    """
    profile = _checked(draft.profile)
    keys.check_password(draft.password)
    if folder.exists():
        raise EnvironmentFault("path-exists", path=folder)
    try:
        folder.mkdir(parents=True)
        (folder / "files").mkdir()
    except OSError as cause:
        raise fault_of(cause, folder) from cause
    try:
        file, data_key, recovery = keys.new_keys(
            post=uid_text(uuid7()), code=profile.code, name=profile.name,
            login=clean(draft.officer.login).lower(), password=draft.password, cost=cost,
        )  # fmt: skip
        _create_database(folder, data_key, draft, profile, clock())
        keys.write_keys(folder, file)
        workspace = open_with_key(folder, data_key, login=file.users[0].login, clock=clock)
        if catalog:
            from inl_logistics.catalog.starter import add_starter_catalog

            workspace.write(add_starter_catalog)
        return NewPost(workspace, recovery)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _create_database(folder: Path, data_key: bytes, draft: PostDraft, profile: PostProfile, at: datetime) -> None:
    engine = make_engine(folder / DATABASE_FILE, data_key, writable=True, create=True)
    try:
        with engine.begin() as connection:
            schema.create(connection)
        with Session(engine) as session, session.begin():
            put(session, POST, profile)
            add_user(session, draft.officer, by=None, at=at)
            add_device(session, name=draft.device_name, series="A", at=at)
    finally:
        engine.dispose()


def _checked(profile: PostProfile) -> PostProfile:
    if not re.fullmatch(r"[A-Z]{2,5}", profile.code):
        raise BadInput("bad-post-code", found=profile.code)
    if not clean(profile.name):
        raise BadInput("post-name-empty")
    if profile.paper not in PAPERS:
        raise BadInput("bad-paper", found=profile.paper)
    try:
        ZoneInfo(profile.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        raise BadInput("bad-time-zone", found=profile.timezone) from None
    return profile
