"""What can be wrong with a post when it is opened, and the one clear sentence each gives."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from inl_logistics.database.engine import DATABASE_FILE, connect
from inl_logistics.database.keys import read_keys, unlock, unlock_by_recovery, with_password, write_keys
from inl_logistics.kernel.problems import EnvironmentFault
from inl_logistics.kernel.sentences import sentence
from inl_logistics.newpost import create_post
from inl_logistics.verification import rebuild, verify
from inl_logistics.workspace import open_post
from tests.builders import CHEAP, PASSWORD, Post


@pytest.fixture
def folder(post: Post, tmp_path: Path) -> Path:
    """A closed copy of a post."""
    copy = tmp_path / "copy"
    shutil.copytree(post.work.folder, copy)
    return copy


def _fault(folder: Path, **how: object) -> EnvironmentFault:
    with pytest.raises(EnvironmentFault) as caught:
        open_post(folder, **({"password": PASSWORD} | how)).close()
    assert sentence(caught.value) != caught.value.code
    return caught.value


def test_a_wrong_password_is_said_and_opens_nothing(folder: Path) -> None:
    assert _fault(folder, password="wrong horse").code == "wrong-password"


def test_an_unknown_user_is_said(folder: Path) -> None:
    assert _fault(folder, login="nobody").code == "no-such-user"


def test_a_folder_without_a_post_is_said(tmp_path: Path) -> None:
    assert _fault(tmp_path).code == "no-post-here"


def test_a_damaged_key_file_is_said(folder: Path) -> None:
    (folder / "key.json").write_text("{")
    assert _fault(folder).code == "key-file-damaged"


def test_a_foreign_database_is_said(folder: Path) -> None:
    (folder / DATABASE_FILE).write_bytes(b"SQLite format 3\0" + bytes(4096))
    assert _fault(folder).code == "database-damaged"


def test_a_missing_database_is_said(folder: Path) -> None:
    (folder / DATABASE_FILE).unlink()
    assert _fault(folder).code == "no-database"


def test_a_newer_schema_is_refused(folder: Path) -> None:
    key = unlock(read_keys(folder), login="dana", password=PASSWORD)
    raw = connect(folder / DATABASE_FILE, key, writable=True)
    raw.execute("PRAGMA user_version = 999")
    raw.close()
    assert _fault(folder).code == "newer-schema"


def test_a_second_window_is_refused_and_may_read(post: Post) -> None:
    assert _fault(post.work.folder).code == "post-open-elsewhere"
    with open_post(post.work.folder, password=PASSWORD, read_only=True) as second:
        assert second.read(verify).holds
        with pytest.raises(EnvironmentFault) as caught:
            second.write(lambda session, **_who: None)
        assert caught.value.code == "read-only"


def test_nothing_of_the_data_is_readable_without_the_key(folder: Path) -> None:
    content = (folder / DATABASE_FILE).read_bytes()
    assert b"Northgate" not in content
    assert b"SQLite format 3" not in content


def test_the_password_can_be_changed_and_the_data_stays(folder: Path) -> None:
    with open_post(folder, password=PASSWORD) as work:
        work.change_password(old=PASSWORD, new="another horse")
    assert _fault(folder).code == "wrong-password"
    with open_post(folder, password="another horse") as work:
        assert work.read(verify).holds


def test_the_recovery_key_opens_a_post_whose_password_is_lost(tmp_path: Path) -> None:
    from inl_logistics.newpost import PostDraft
    from inl_logistics.settings.declared import PostProfile
    from inl_logistics.users.commands import UserDraft

    draft = PostDraft(PostProfile(), UserDraft("dana", "Dana Morales"), PASSWORD)
    made = create_post(tmp_path / "new", draft, cost=CHEAP, catalog=False)
    made.workspace.close()
    file = read_keys(tmp_path / "new")
    typed = made.recovery_key.lower().replace("-", " ")
    key = unlock_by_recovery(file, typed)
    write_keys(tmp_path / "new", with_password(file, key, login="dana", password="a new horse"))
    open_post(tmp_path / "new", password="a new horse").close()
    stored = json.dumps(json.loads((tmp_path / "new" / "key.json").read_text()))
    assert made.recovery_key not in stored


def test_an_existing_path_is_never_overwritten(folder: Path) -> None:
    from inl_logistics.newpost import PostDraft
    from inl_logistics.settings.declared import PostProfile
    from inl_logistics.users.commands import UserDraft

    with pytest.raises(EnvironmentFault) as caught:
        create_post(folder, PostDraft(PostProfile(), UserDraft("dana", "Dana"), PASSWORD), cost=CHEAP)
    assert caught.value.code == "path-exists"
    open_post(folder, password=PASSWORD).close()


def test_posted_facts_cannot_be_changed_even_with_the_key(post: Post) -> None:
    post.stocked(post.item("ARM-01"), ["A-1"])
    key = unlock(read_keys(post.work.folder), login="dana", password=PASSWORD)
    raw = connect(post.work.folder / DATABASE_FILE, key, writable=True)
    for statement in (
        "UPDATE movement SET quantity = 2",
        "DELETE FROM movement",
        "INSERT OR REPLACE INTO movement SELECT * FROM movement",
        "UPDATE document SET number = 'X'",
        "DELETE FROM seal",
        "UPDATE trail SET action = 'x'",
        "UPDATE unit SET layer_id = layer_id + 1",
    ):
        with pytest.raises(Exception, match="posted-fact-is-final"):
            raw.execute(statement)
    raw.close()


def test_a_changed_balance_is_found_and_rebuilt(post: Post) -> None:
    post.stocked(post.item("ARM-01"), ["A-1", "A-2"])
    key = unlock(read_keys(post.work.folder), login="dana", password=PASSWORD)
    raw = connect(post.work.folder / DATABASE_FILE, key, writable=True)
    raw.execute("UPDATE balance SET quantity = quantity + 1 WHERE real = 1")
    raw.close()
    assert [problem.split(":")[0] for problem in post.work.read(verify).problems] == ["balance"]
    assert post.work.write(rebuild) == 1
    assert post.work.read(verify).holds
