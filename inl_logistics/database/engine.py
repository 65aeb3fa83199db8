"""Opening the encrypted SQLite file: one writer, readers that cannot write, the same settings on each.

Every connection gets the raw key (0.3 ms; a passphrase would cost 105 ms), foreign keys, recursive
triggers (else INSERT OR REPLACE slips past the guards), WAL and synchronous FULL.
Source: architecture.md 3 and 5, speed.md 2.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from inl_logistics.kernel.problems import EnvironmentFault

DATABASE_FILE = "post.db"
_APPLICATION_ID = 0x494E4C31  # "INL1"
_CACHE_KIB = 65_536
_BUSY_MS = 10_000


def connect(path: Path, key: bytes, *, writable: bool, create: bool = False) -> Any:
    """Open one raw connection, ready for use.

    Raises: EnvironmentFault("no-database", "database-damaged").
    """
    mode = "rwc" if create else "rw" if writable else "ro"
    try:
        raw = dbapi2.connect(
            f"{path.resolve().as_uri()}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False
        )
    except dbapi2.OperationalError as cause:
        raise EnvironmentFault("no-database", path=path, cause=cause) from cause
    try:
        raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except dbapi2.DatabaseError as cause:
        raw.close()
        raise _opening_fault(cause, path) from cause
    for pragma in (
        "foreign_keys = ON", "recursive_triggers = ON", f"cache_size = -{_CACHE_KIB}",
        f"busy_timeout = {_BUSY_MS}", "temp_store = MEMORY", "synchronous = FULL", "trusted_schema = OFF",
    ):  # fmt: skip
        raw.execute(f"PRAGMA {pragma}")
    if create:
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
    if not writable:
        raw.execute("PRAGMA query_only = ON")
    return raw


def _opening_fault(cause: Exception, path: Path) -> EnvironmentFault:
    text = str(cause)
    if "unable to open" in text or "readonly" in text:
        return EnvironmentFault("folder-read-only", path=path.parent)
    return EnvironmentFault("database-damaged", path=path)


def make_engine(path: Path, key: bytes, *, writable: bool, create: bool = False, size: int = 1) -> Engine:
    """Return an engine over the file; a writable one begins every transaction IMMEDIATE."""
    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: connect(path, key, writable=writable, create=create),
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0 if writable else 2,
        pool_reset_on_return="rollback",
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writable else "BEGIN")

    return engine


def schema_version(engine: Engine) -> int:
    """Return the schema version stored in the file."""
    with engine.connect() as connection:
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
