"""Files on records: kept once, found again, proven; what is missing, altered or unknown is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.attachments import files
from inl_logistics.attachments.commands import (
    AttachmentDraft,
    attach,
    attach_new,
    describe,
    name_file,
    remove,
    restore,
    take_off,
)
from inl_logistics.attachments.queries import contents, files_of, files_of_all
from inl_logistics.kernel.problems import BadInput, RulesBroken
from inl_logistics.verification import verify_post
from inl_logistics.workspace import Workspace
from tests.builders import Post, new_post


@pytest.fixture
def work(tmp_path: Path) -> Workspace:
    """An empty post."""
    return new_post(tmp_path / "post")


def keep(work: Workspace, content: bytes, name: str = "letter.pdf", *, order: int = 1) -> int:
    """Keep a file on an order."""
    digest = files.put(work.folder, work.key_for("attachments"), content)
    return work.write(attach, AttachmentDraft("order", order, name, len(content), digest, media_type="application/pdf"))


def test_the_same_content_on_two_records_is_stored_once(work: Workspace) -> None:
    keep(work, b"request", order=1)
    keep(work, b"request", order=2)
    assert len(list(files.stored(work.folder))) == 1
    assert [one.name for one in work.read(files_of, "order", [1, 2])] == ["letter.pdf", "letter.pdf"]
    assert verify_post(work).holds


def test_what_is_stored_cannot_be_read_without_the_key(work: Workspace) -> None:
    keep(work, b"name of an informant")
    (stored,) = files.stored(work.folder)
    assert b"informant" not in (work.folder / stored.path).read_bytes()
    assert stored.size == (work.folder / stored.path).stat().st_size


def test_one_record_does_not_get_the_same_file_twice(work: Workspace) -> None:
    keep(work, b"page")
    digest = files.put(work.folder, work.key_for("attachments"), b"page")
    draft = AttachmentDraft("order", 1, "again.pdf", 4, digest)
    with pytest.raises(RulesBroken) as caught:
        work.write(attach_new, draft)
    assert caught.value.problems[0].params["file"] == "letter.pdf"
    assert work.write(attach_new, AttachmentDraft("order", 2, "again.pdf", 4, digest))


def test_a_file_is_named_taken_off_and_put_back(work: Workspace) -> None:
    found = keep(work, b"photo", "IMG_0001.jpg")
    work.write(describe, found, role="Broken seal")
    assert [one.role for one in work.read(files_of, "order", [1])] == ["Broken seal"]
    work.write(remove, found)
    assert work.read(files_of, "order", [1]) == []
    work.write(restore, found)
    assert [one.name for one in work.read(files_of, "order", [1])] == ["IMG_0001.jpg"]
    with pytest.raises(BadInput):
        work.write(restore, 999)


def test_too_large_and_empty_files_are_refused_before_anything_is_kept(work: Workspace) -> None:
    for content, code in ((b"", "attachment-empty"), (b"x" * 11, "attachment-too-large")):
        with pytest.raises(BadInput) as caught:
            files.put(work.folder, work.key_for("attachments"), content, most_bytes=10)
        assert caught.value.code == code
    assert list(files.stored(work.folder)) == []


def test_the_self_check_names_what_is_missing_altered_and_unknown(work: Workspace) -> None:
    keep(work, b"one", "one.pdf")
    keep(work, b"two", "two.pdf")
    one, two = (work.folder / each.path for each in files.stored(work.folder))
    key = work.key_for("attachments")
    names = {
        work.folder / "files" / digest.hex()[:2] / digest.hex(): name for digest, name in work.read(contents).items()
    }
    one.write_bytes(one.read_bytes()[:-1] + b"\0")
    two.unlink()
    files.put(work.folder, key, b"nobody knows this")
    said = set(verify_post(work).problems)
    assert f"file: damaged: {names[one]}" in said
    assert f"file: missing: {names[two]}" in said
    assert any(each.startswith("file: unknown: files/") for each in said)
    assert len(said) == 3


def test_a_write_that_was_cut_off_leaves_no_attachment(work: Workspace) -> None:
    folder = work.folder / "files" / "ab"
    folder.mkdir(parents=True)
    (folder / "abc.tmp").write_bytes(b"half")
    assert list(files.stored(work.folder)) == []
    assert verify_post(work).holds


def test_a_file_keeps_its_role_under_another_name_and_a_signed_copy_is_not_taken_off(post: Post) -> None:
    work = post.work
    found = work.write(attach, AttachmentDraft("shipment", 1, "IMG_1.jpg", 3, b"a" * 32, "invoice"))
    photo = work.write(attach, AttachmentDraft("scan", 7, "IMG_2.jpg", 3, b"b" * 32))
    work.write(name_file, found, caption="Page one of two")
    row = work.read(files_of, "shipment", [1])[0]
    assert (row.role, row.caption) == ("invoice", "Page one of two")
    assert [one.id for one in work.read(files_of_all, [("shipment", [1]), ("scan", [6, 7])])] == [found, photo]
    handover = post.draft()

    def filed(session: Session, **_who: object) -> None:
        session.execute(text("UPDATE handover SET copy_attachment_id = :a WHERE id = :h"), {"a": found, "h": handover})

    work.write(filed)
    with pytest.raises(RulesBroken) as caught:
        work.write(take_off, found)
    assert caught.value.problems[0].code == "attachment-is-signed-copy"
    work.write(take_off, photo)
    assert work.read(files_of, "scan", [7]) == []


def test_a_file_taken_off_stands_in_the_trail_of_its_record(work: Workspace) -> None:
    work.write(remove, keep(work, b"request"))
    told = work.read(
        lambda session: session.execute(
            text("SELECT subject_kind, subject_id, subject FROM trail WHERE action = 'attachment.remove'")
        ).one()
    )
    assert tuple(told) == ("order", 1, "letter.pdf")
    with pytest.raises(BadInput):
        work.write(remove, 99)


def test_a_file_of_the_largest_size_is_taken_and_one_byte_more_is_not(work: Workspace) -> None:
    key = work.key_for("attachments")
    assert files.put(work.folder, key, b"12345", most_bytes=5)
    with pytest.raises(BadInput) as caught:
        files.put(work.folder, key, b"123456", most_bytes=5)
    assert caught.value.code == "attachment-too-large"


def test_a_file_that_was_taken_off_may_be_put_on_again(work: Workspace) -> None:
    content = b"scan"
    draft = AttachmentDraft(
        "order", 1, "scan.pdf", len(content), files.put(work.folder, work.key_for("attachments"), content)
    )
    first = work.write(attach_new, draft)
    with pytest.raises(RulesBroken):
        work.write(attach_new, draft)
    work.write(remove, first)
    assert work.write(attach_new, draft) != first
