"""One open post: database, actor, device, clock; `write` a command, `read` a question.

One place commits. A write is BEGIN IMMEDIATE on the one writer connection, then the command, then COMMIT or
nothing, then one `committed(topics)` to the listeners. Source: architecture.md 3.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Self, TypeVar
from zoneinfo import ZoneInfo

from filelock import FileLock, Timeout
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from inl_logistics.database import keys
from inl_logistics.database.base import Base
from inl_logistics.database.engine import DATABASE_FILE, make_engine, schema_version
from inl_logistics.kernel.actor import Actor, Override
from inl_logistics.kernel.problems import EnvironmentFault, LogisticsError, raise_if_broken
from inl_logistics.schema import SCHEMA_VERSION
from inl_logistics.settings.declared import POST, PostProfile, get
from inl_logistics.users.commands import actor as actor_of
from inl_logistics.users.rights import role_problems

P = ParamSpec("P")
T = TypeVar("T")
Clock = Callable[[], datetime]
Listener = Callable[[frozenset[str]], None]

LOCK_FILE = ".lock"
_WRITES = re.compile(
    r"\s*(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO)\s+\"?(\w+)", re.IGNORECASE
)


def utc_now() -> datetime:
    """Return the present instant; the only clock of the program."""
    return datetime.now(UTC)


class Workspace:
    """An open post. `read_only` is a second window, or a command line while a window is open."""

    def __init__(
        self, folder: Path, data_key: bytes, *, login: str, read_only: bool, lock: FileLock | None, clock: Clock
    ) -> None:
        self.folder = folder
        self.login = login
        self.read_only = read_only
        self._data_key = data_key
        self._lock = lock
        self._clock = clock
        self._writing = threading.Lock()
        self._listeners: list[Listener] = []
        self._touched: set[str] = set()
        path = folder / DATABASE_FILE
        self._readers = make_engine(path, data_key, writable=False, size=2)
        self._writer = None if read_only else make_engine(path, data_key, writable=True)
        if self._writer is not None:
            event.listen(self._writer, "before_cursor_execute", self._note_table)
        self.actor: Actor = self.read(actor_of, login)
        self.post: PostProfile = self.read(get, POST)

    def write(
        self,
        command: Callable[..., T],
        *args: Any,
        overrides: tuple[Override, ...] = (),
        **kwargs: Any,
    ) -> T:
        """Run `command(session, *args, by=actor, at=now, **kwargs)` in one transaction.

        Raises: whatever the command raises (nothing is written then); EnvironmentFault for a full disk, a
        lock or a post opened for reading; RulesBroken where the person's roles do not cover it. Source: product.md 1.
        """
        if self._writer is None:
            raise EnvironmentFault("read-only")
        raise_if_broken(role_problems(command, self.actor))
        by = replace(self.actor, overrides=overrides) if overrides else self.actor
        with self._writing:
            self._touched.clear()
            with _database_faults(), Session(self._writer, autoflush=False) as session, session.begin():
                result = command(session, *args, by=by, at=self._clock(), **kwargs)
            topics = frozenset(_topic(table) for table in self._touched)
        self.post = self.read(get, POST)
        if "users" in topics:
            self.actor = self.read(actor_of, self.login)
        for listener in tuple(self._listeners):
            listener(topics)
        return result

    def read(self, question: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Answer a question on a connection that cannot write."""
        with _database_faults(), Session(self._readers, autoflush=False) as session:
            return question(session, *args, **kwargs)

    def on_committed(self, listener: Listener) -> Callable[[], None]:
        """Call the listener after each commit with the features that changed; return how to stop that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        return self._clock()

    def today(self) -> date:
        """Return the present day at the post."""
        return self._clock().astimezone(ZoneInfo(self.post.timezone)).date()

    def key_for(self, purpose: str) -> bytes:
        """Return the key for one purpose, such as "attachments"."""
        return keys.derived(self._data_key, purpose)

    def change_password(self, *, old: str, new: str, login: str | None = None) -> None:
        """Rewrap the data key under a new password. Raises: EnvironmentFault("wrong-password", "read-only")."""
        self._may_write_keys()
        file = keys.read_keys(self.folder)
        name = login or self.login
        data_key = keys.unlock(file, login=name, password=old)
        keys.write_keys(self.folder, keys.with_password(file, data_key, login=name, password=new))

    def wrap_password(self, login: str, password: str) -> None:
        """Let another account open the post with this password. Raises: BadInput("password-too-short")."""
        self._may_write_keys()
        file = keys.read_keys(self.folder)
        keys.write_keys(self.folder, keys.with_password(file, self._data_key, login=login, password=password))

    def drop_password(self, login: str) -> None:
        """Let an account no longer open the post."""
        self._may_write_keys()
        keys.write_keys(self.folder, keys.without_user(keys.read_keys(self.folder), login))

    def _may_write_keys(self) -> None:
        """Two windows must not write the key file over each other."""
        if self.read_only:
            raise EnvironmentFault("read-only")

    def unlock(self, password: str) -> None:
        """Check the password of the signed-in user, for the lock screen and for approvals."""
        keys.unlock(keys.read_keys(self.folder), login=self.login, password=password)

    def close(self) -> None:
        """Close all connections and give the lock back."""
        with self._writing:
            self._readers.dispose()
            if self._writer is not None:
                self._writer.dispose()
            if self._lock is not None:
                self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_args: object) -> None:
        self.close()

    def _note_table(self, _conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        found = _WRITES.match(statement)
        if found:
            self._touched.add(found[1])


def open_post(
    folder: Path,
    *,
    password: str,
    login: str | None = None,
    read_only: bool = False,
    clock: Clock = utc_now,
) -> Workspace:
    """Open a post for one user.

    Raises: EnvironmentFault for a wrong password, a damaged or foreign file, a newer schema, or a post that
    another window has open for writing.
    """
    file = keys.read_keys(folder)
    data_key = keys.unlock(file, login=default_login(file, login), password=password)
    return open_with_key(folder, data_key, login=default_login(file, login), read_only=read_only, clock=clock)


def open_with_key(
    folder: Path, data_key: bytes, *, login: str, read_only: bool = False, clock: Clock = utc_now
) -> Workspace:
    """Open a post whose data key is known already, after checking its schema and small tables."""
    lock = None if read_only else take_lock(folder)
    try:
        _check_file(folder, data_key, read_only=read_only)
        return Workspace(folder, data_key, login=login, read_only=read_only, lock=lock, clock=clock)
    except BaseException:
        if lock is not None:
            lock.release()
        raise


def default_login(file: keys.KeyFile, login: str | None) -> str:
    """Return the login asked for, or the only one. Raises: EnvironmentFault("which-user")."""
    if login:
        return login
    logins = [wrapping.login for wrapping in file.users]
    if len(logins) != 1:
        raise EnvironmentFault("which-user", logins=", ".join(logins))
    return logins[0]


def take_lock(folder: Path) -> FileLock:
    """Take the writer's lock of a post. Raises: EnvironmentFault("post-open-elsewhere", "folder-read-only")."""
    lock = FileLock(folder / LOCK_FILE, timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        raise EnvironmentFault("post-open-elsewhere", folder=folder) from None
    except OSError as cause:
        raise EnvironmentFault("folder-read-only", path=folder) from cause
    return lock


def _check_file(folder: Path, data_key: bytes, *, read_only: bool) -> None:
    path = folder / DATABASE_FILE
    engine = make_engine(path, data_key, writable=False)
    try:
        found = schema_version(engine)
        if found > SCHEMA_VERSION:
            raise EnvironmentFault("newer-schema", found=found, known=SCHEMA_VERSION)
        if found < 1:
            raise EnvironmentFault("database-damaged", path=path)
        with _database_faults(), engine.connect() as connection:
            for table in ("setting", "device", "counter", "user_account"):
                if connection.exec_driver_sql(f"PRAGMA quick_check('{table}')").scalar() != "ok":
                    raise EnvironmentFault("database-damaged", path=path)
    finally:
        engine.dispose()
    if found < SCHEMA_VERSION:
        _upgrade(folder, data_key, found, read_only=read_only)


def _upgrade(folder: Path, data_key: bytes, found: int, *, read_only: bool) -> None:
    """Bring an older file up; one that is only read is brought up too, where nobody else writes.

    Raises: EnvironmentFault("older-schema") where that cannot be.
    """
    from inl_logistics.database.migrations import upgrade

    if not read_only:
        upgrade(folder / DATABASE_FILE, data_key, found)
        return
    try:
        lock = take_lock(folder)
    except EnvironmentFault as cause:
        raise EnvironmentFault("older-schema", found=found, known=SCHEMA_VERSION) from cause
    try:
        upgrade(folder / DATABASE_FILE, data_key, found)
    finally:
        lock.release()


@contextmanager
def _database_faults() -> Iterator[None]:
    """Say the environment's faults in our terms; a fault of the program stays what it is."""
    try:
        yield
    except LogisticsError:
        raise
    except DBAPIError as cause:
        text = str(cause.orig)
        if "full" in text or "disk I/O" in text:
            raise EnvironmentFault("database-full") from cause
        if "locked" in text or "busy" in text:
            raise EnvironmentFault("database-busy") from cause
        if "readonly" in text:
            raise EnvironmentFault("read-only") from cause
        if "malformed" in text or "not a database" in text:
            raise EnvironmentFault("database-damaged", path=DATABASE_FILE) from cause
        raise


def _topic(table: str) -> str:
    """Return the feature that owns a table."""
    for mapper in Base.registry.mappers:
        if mapper.local_table.description == table:
            return mapper.class_.__module__.split(".")[1]
    return table
