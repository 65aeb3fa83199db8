"""Bringing an older file to the present schema, one frozen step for each version.

Steps live in `versions/v0002.py`, … and export `upgrade(op)` with Alembic's operations; they never import live
records. The file is copied first; foreign keys are off on the migrating connection (batch with them on
deletes child rows), then `foreign_key_check` and the row counts are compared. Alembic is imported only here,
when a file is behind (0.3 s). Source: architecture.md 5; conventions.md 20.
"""

from __future__ import annotations

import importlib
import shutil
from pathlib import Path
from typing import Any

from inl_logistics.database.engine import connect, make_engine
from inl_logistics.database.files import fault_of
from inl_logistics.kernel.problems import EnvironmentFault


def upgrade(
    path: Path, key: bytes, found: int, *, target: int | None = None, package: str = f"{__name__}.versions"
) -> None:
    """Run every step after version `found`; on any failure the file is as it was.

    Raises: EnvironmentFault("migration-failed", "disk-full").
    """
    from inl_logistics.schema import SCHEMA_VERSION

    goal = SCHEMA_VERSION if target is None else target
    _checkpoint(path, key)
    copy = path.with_name(f"{path.name}.v{found}")
    try:
        shutil.copy2(path, copy)
    except OSError as cause:
        raise fault_of(cause, copy) from cause
    for version in range(found + 1, goal + 1):
        _step(path, key, version, importlib.import_module(f"{package}.v{version:04d}"))


def _checkpoint(path: Path, key: bytes) -> None:
    raw = connect(path, key, writable=True)
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()


def _step(path: Path, key: bytes, version: int, module: Any) -> None:
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext
    from sqlalchemy.exc import DBAPIError

    engine = make_engine(path, key, writable=True)
    try:
        with engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
            raw.execute("PRAGMA foreign_keys = OFF")
            with connection.begin():
                before = _row_counts(connection)
                module.upgrade(Operations(MigrationContext.configure(connection)))
                after = _row_counts(connection)
                lost = [name for name, count in before.items() if after.get(name, count) < count]
                orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                if lost or orphans:
                    raise EnvironmentFault("migration-failed", cause=", ".join(lost) or str(orphans))
                connection.exec_driver_sql(f"PRAGMA user_version = {version}")
    except DBAPIError as cause:
        raise EnvironmentFault("migration-failed", cause=cause.orig) from cause
    finally:
        engine.dispose()


def _row_counts(connection: Any) -> dict[str, int]:
    tables = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
        " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '%search%'"
    ).all()
    return {name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one() for (name,) in tables}
