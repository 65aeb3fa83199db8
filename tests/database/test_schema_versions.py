"""A stored file of every schema version opens; a step that fails leaves the file as it was.

`tests/data/schema/vN` holds a small post made when version N was the newest.
"""

from __future__ import annotations

import re
import shutil
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inl_logistics.database import keys
from inl_logistics.database.engine import DATABASE_FILE, make_engine, schema_version
from inl_logistics.database.migrations import upgrade
from inl_logistics.kernel.problems import EnvironmentFault
from inl_logistics.purchasing.queries import facets
from inl_logistics.schema import SCHEMA_VERSION
from inl_logistics.verification import verify
from inl_logistics.workspace import open_post, take_lock
from tests.builders import PASSWORD, TODAY, new_post

STORED = Path(__file__).parents[1] / "data" / "schema"


# The newest version's file is stored when it leaves the house (`python -m tests.stored_post`).
VERSIONS = [one for one in range(1, SCHEMA_VERSION + 1) if one < SCHEMA_VERSION or (STORED / f"v{one}").exists()]


@pytest.fixture(params=VERSIONS, ids=lambda version: f"v{version}")
def stored(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of the stored post of a version."""
    return Path(shutil.copytree(STORED / f"v{request.param}", tmp_path / "post"))


def test_every_stored_version_opens_and_is_proven(stored: Path) -> None:
    with open_post(stored, password=PASSWORD) as work:
        assert work.read(verify).holds


def _fake_step(monkeypatch: pytest.MonkeyPatch, act: Callable[[Any], None]) -> str:
    package = types.ModuleType("fake_versions")
    package.__path__ = []
    step = types.ModuleType("fake_versions.v0002")
    step.upgrade = act  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "fake_versions", package)
    monkeypatch.setitem(sys.modules, "fake_versions.v0002", step)
    return "fake_versions"


def _key(post: Path) -> bytes:
    return keys.unlock(keys.read_keys(post), login="dana", password=PASSWORD)


def test_a_step_brings_the_file_up(stored: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = _fake_step(monkeypatch, lambda op: op.execute("ALTER TABLE lot ADD COLUMN note TEXT DEFAULT ''"))
    upgrade(stored / DATABASE_FILE, _key(stored), 1, target=2, package=package)
    engine = make_engine(stored / DATABASE_FILE, _key(stored), writable=False)
    assert schema_version(engine) == 2
    engine.dispose()


def test_a_step_that_loses_rows_is_refused_and_the_file_is_as_it_was(
    stored: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = _fake_step(monkeypatch, lambda op: op.execute("DELETE FROM bin"))
    with pytest.raises(EnvironmentFault) as caught:
        upgrade(stored / DATABASE_FILE, _key(stored), 1, target=2, package=package)
    assert caught.value.code == "migration-failed"
    with open_post(stored, password=PASSWORD) as work:
        assert work.read(verify).holds


def _schema(post: Path) -> dict[str, object]:
    """Return tables with their columns, keys and checks, indexes and triggers, however the file came to them."""
    engine = make_engine(post / DATABASE_FILE, _key(post), writable=False)
    with engine.connect() as connection:
        ask = connection.exec_driver_sql
        objects = ask("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").all()
        found: dict[str, object] = {}
        for kind, name, table, sql in objects:
            if kind != "table" or "VIRTUAL" in sql:
                found[name] = (kind, table, " ".join(sql.split()))
                continue
            columns = [tuple(row)[1:] for row in ask(f"PRAGMA table_info('{name}')")]
            keys_ = sorted(tuple(row)[2:] for row in ask(f"PRAGMA foreign_key_list('{name}')"))
            checks = sorted(re.findall(r"CONSTRAINT (\w+)", sql))
            found[name] = (columns, keys_, checks)
    engine.dispose()
    return found


def test_an_upgraded_file_has_the_schema_of_a_new_one(stored: Path, tmp_path: Path) -> None:
    new_post(tmp_path / "new").close()
    open_post(stored, password=PASSWORD).close()
    assert _schema(stored) == _schema(tmp_path / "new")


def test_an_older_post_is_brought_up_even_where_it_is_only_read(tmp_path: Path) -> None:
    """A report on an old file must not fail on what the file does not have yet."""
    post = Path(shutil.copytree(STORED / "v1", tmp_path / "post"))
    with open_post(post, password=PASSWORD, read_only=True) as work:
        assert work.read(verify).holds
        assert work.read(facets, today=TODAY)


def test_an_older_post_that_another_window_has_is_not_read(tmp_path: Path) -> None:
    post = Path(shutil.copytree(STORED / "v1", tmp_path / "post"))
    lock = take_lock(post)
    try:
        with pytest.raises(EnvironmentFault) as caught:
            open_post(post, password=PASSWORD, read_only=True)
    finally:
        lock.release()
    assert caught.value.code == "older-schema"
