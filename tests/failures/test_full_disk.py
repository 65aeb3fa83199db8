"""A full disk while posting, exporting, printing or keeping a file: one clear sentence, nothing half done."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from sqlalchemy import text

from inl_logistics.attachments import files
from inl_logistics.database.files import write_whole
from inl_logistics.kernel.problems import EnvironmentFault
from inl_logistics.kernel.sentences import sentence
from inl_logistics.reports import exports
from inl_logistics.verification import verify
from tests.builders import TODAY, Post


def _full(*_args: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_posting_on_a_full_disk_leaves_nothing(post: Post) -> None:
    vest = post.item("ARM-01")
    order = post.order((vest, 3))
    before = post.scalar("SELECT count(*) FROM document")
    pages = int(str(post.scalar("PRAGMA page_count")))

    def fill(session: object, **_who: object) -> None:
        session.execute(text(f"PRAGMA max_page_count = {pages}"))  # type: ignore[attr-defined]

    post.work.write(fill)
    serials = [f"FULL-{number:06d}" + "x" * 200 for number in range(3000)]
    with pytest.raises(EnvironmentFault) as caught:
        post.stocked(vest, serials)
    assert caught.value.code == "database-full"
    assert "Nothing was saved" in sentence(caught.value)
    post.work.write(lambda session, **_who: session.execute(text("PRAGMA max_page_count = 1073741823")) and None)
    assert post.work.read(verify).holds
    assert post.scalar("SELECT count(*) FROM unit") == 0
    assert order
    assert int(str(post.scalar("SELECT count(*) FROM document"))) - int(str(before)) in (0, 1)


def test_exporting_to_a_full_disk_leaves_the_old_file(
    post: Post, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.stocked(post.item("ARM-01"), ["A-1"])
    target = tmp_path / "stock.xlsx"
    target.write_bytes(b"the old file")
    sheet = post.work.read(exports.sheet, "stock", today=TODAY)
    monkeypatch.setattr(os, "fsync", _full)
    with pytest.raises(EnvironmentFault) as caught:
        exports.write(target, sheet)
    assert caught.value.code == "disk-full"
    assert target.read_bytes() == b"the old file"
    assert list(tmp_path.glob(".*.part")) == []


def test_keeping_a_file_on_a_full_disk_leaves_nothing(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", _full)
    with pytest.raises(EnvironmentFault) as caught:
        files.put(post.work.folder, post.work.key_for("attachments"), b"a signed copy")
    assert caught.value.code == "disk-full"
    assert [path for path in (post.work.folder / "files").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.EACCES, "folder-read-only"), (errno.EROFS, "folder-read-only"), (errno.ENOENT, "folder-missing")],
)
def test_a_folder_that_cannot_be_written_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    def refuse(*_args: object) -> None:
        raise OSError(number, "refused")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(EnvironmentFault) as caught:
        write_whole(tmp_path / "paper.pdf", b"paper")
    assert caught.value.code == code
    assert sentence(caught.value) != code
    assert list(tmp_path.iterdir()) == []


def test_a_kept_file_comes_back_and_a_damaged_one_is_said(post: Post) -> None:
    key = post.work.key_for("attachments")
    digest = files.put(post.work.folder, key, b"a signed copy")
    assert files.get(post.work.folder, key, digest) == b"a signed copy"
    path = next(one for one in (post.work.folder / "files").rglob("*") if one.is_file())
    assert b"a signed copy" not in path.read_bytes()
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(EnvironmentFault) as caught:
        files.get(post.work.folder, key, digest)
    assert caught.value.code == "attachment-damaged"
