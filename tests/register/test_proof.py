"""What somebody with the key and a database tool changes is found and named: seals, links, signatures, trail, numbers."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from inl_logistics.database.engine import DATABASE_FILE, connect
from inl_logistics.database.keys import read_keys, unlock
from inl_logistics.handovers.commands import void
from inl_logistics.handovers.signing import SignDraft, sign
from inl_logistics.register.records import Fact
from inl_logistics.register.seals import chain_hash
from inl_logistics.verification import verify
from tests.builders import PASSWORD, TODAY, Post


@pytest.fixture
def signed(post: Post) -> Post:
    """A post with a receipt into stock and a signed handover: four seals or so."""
    vest = post.item("ARM-01")
    post.stocked(vest, ["A-1"])
    post.work.write(sign, SignDraft(post.issued(post.picks(vest, "A-1")), TODAY))
    assert post.work.read(verify).problems == ()
    return post


_ISSUED = "fact = 'issue' AND document_id = (SELECT id FROM document WHERE kind = 'HO')"


def _tamper(post: Post, *statements: str, **values: Any) -> None:
    key = unlock(read_keys(post.work.folder), login="dana", password=PASSWORD)
    raw = connect(post.work.folder / DATABASE_FILE, key, writable=True)
    kept = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    raw.execute("PRAGMA foreign_keys = OFF")
    for name, _sql in kept:
        raw.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        raw.execute(statement, values)
    for _name, sql in kept:
        raw.execute(sql)
    raw.close()


def _named(post: Post) -> list[str]:
    return list(post.work.read(verify).problems)


def _number(post: Post, kind: str) -> str:
    return str(post.scalar("SELECT number FROM document WHERE kind = :k", k=kind))


def test_every_seal_follows_from_the_one_before(signed: Post) -> None:
    rows = signed.work.read(
        lambda session: session.execute(
            text("SELECT s.*, d.number FROM seal s JOIN document d ON d.id = s.document_id ORDER BY s.sequence")
        ).all()
    )
    previous = bytes(32)
    assert len(rows) >= 3
    for place, row in enumerate(rows, 1):
        assert row.sequence == place
        assert row.content_hash == hashlib.sha256(zlib.decompress(row.snapshot)).digest()
        assert row.chain_hash == chain_hash(previous, row.content_hash, Fact(row.fact), row.number)
        previous = row.chain_hash


def test_a_rewritten_snapshot_is_named(signed: Post) -> None:
    _tamper(signed, f"UPDATE seal SET snapshot = :s WHERE {_ISSUED}", s=zlib.compress(b'{"forged":1}'))
    assert _named(signed) == [f"seal: {_number(signed, 'HO')}"]


def test_a_snapshot_rewritten_with_its_hash_breaks_the_link(signed: Post) -> None:
    forged = b'{"forged":1}'
    _tamper(
        signed, f"UPDATE seal SET snapshot = :s, content_hash = :h WHERE {_ISSUED}", s=zlib.compress(forged),
        h=hashlib.sha256(forged).digest(),
    )  # fmt: skip
    assert _named(signed) == [f"seal: {_number(signed, 'HO')}"]


def test_a_whole_new_chain_lacks_the_signature(signed: Post) -> None:
    forged = b'{"forged":1}'
    content = hashlib.sha256(forged).digest()
    last = "(SELECT max(sequence) FROM seal)"
    before = signed.scalar(f"SELECT chain_hash FROM seal WHERE sequence = {last} - 1")
    assert isinstance(before, bytes)
    number = _number(signed, "HO")
    _tamper(
        signed, f"UPDATE seal SET snapshot = :s, content_hash = :h, chain_hash = :c WHERE sequence = {last}",
        s=zlib.compress(forged), h=content, c=chain_hash(before, content, Fact.SIGN, number),
    )  # fmt: skip
    assert _named(signed) == [f"seal: {number}"]


@pytest.mark.parametrize(
    ("damage", "kinds"),
    [
        ("DELETE FROM seal WHERE document_id = (SELECT id FROM document WHERE kind = 'RR')", {"seal", "unsealed"}),
        ("DELETE FROM seal WHERE document_id = (SELECT id FROM document WHERE kind = 'PO')", {"seal"}),
        ("DELETE FROM seal WHERE document_id = (SELECT id FROM document WHERE kind = 'HO')", {"unsealed"}),
        ("UPDATE trail SET subject = 'other' WHERE id = 3", {"trail"}),
        ("UPDATE trail SET after = '{}' WHERE id = (SELECT max(id) FROM trail)", {"trail"}),
        ("UPDATE document SET counter = 7, number = 'PCL-HO-2026-A0007' WHERE kind = 'HO'", {"number", "seal"}),
        ("UPDATE counter SET last = last + 1 WHERE kind = 'HO'", {"number"}),
        ("UPDATE movement SET from_place_id = to_place_id WHERE title_to = 'host'", {"balance", "path"}),
        ("UPDATE position SET title = 'usg'", {"position"}),
        ("DELETE FROM position", {"position"}),
    ],
)
def test_damage_is_found_and_its_kind_is_said(signed: Post, damage: str, kinds: set[str]) -> None:
    _tamper(signed, damage)
    found = {problem.split(":")[0] for problem in _named(signed)}
    _restore(signed, damage)
    assert found == kinds


def _restore(post: Post, damage: str) -> None:
    """Put back what the fixture's last look at the ledger would stumble over."""
    undo: dict[str, Callable[[], None]] = {
        "UPDATE position": lambda: _tamper(post, "UPDATE position SET title = 'host'"),
        "UPDATE movement": lambda: _tamper(
            post,
            "UPDATE movement SET from_place_id = (SELECT to_place_id FROM movement f WHERE f.title_to = 'usg')"
            " WHERE title_to = 'host'",
        ),
        "DELETE FROM position": lambda: _tamper(
            post,
            "INSERT INTO position (unit_id, place_id, item_id, condition, status, title, since, movement_id)"
            " SELECT unit_id, to_place_id, item_id, condition_to, status_to, title_to, effective_on, id FROM movement"
            " WHERE id = (SELECT max(id) FROM movement)",
        ),
    }
    for start, act in undo.items():
        if damage.startswith(start):
            act()


def test_a_snapshot_that_was_never_packed_is_named_like_any_other(signed: Post) -> None:
    _tamper(signed, f"UPDATE seal SET snapshot = :s WHERE {_ISSUED}", s=b"nothing that unpacks")
    assert _named(signed) == [f"seal: {_number(signed, 'HO')}"]


def test_a_seal_taken_out_of_the_chain_is_named_by_its_place(signed: Post) -> None:
    place = signed.scalar(f"SELECT sequence FROM seal WHERE {_ISSUED}")
    _tamper(signed, f"DELETE FROM seal WHERE {_ISSUED}")
    assert f"seal: A: {place}" in _named(signed)


def test_a_signature_whose_seal_was_taken_off_the_end_is_named(signed: Post) -> None:
    _tamper(signed, "DELETE FROM seal WHERE fact = 'sign'")
    assert _named(signed) == [f"unsealed: {_number(signed, 'HO')}"]


def test_a_void_whose_seal_was_taken_off_the_end_is_named(signed: Post) -> None:
    boots = signed.item("FT-01")
    signed.stocked(boots, ["B-1"])
    handover = signed.issued(signed.picks(boots, "B-1"))
    signed.work.write(void, handover, reason="Spoiled")
    assert _named(signed) == []
    _tamper(signed, "DELETE FROM seal WHERE fact = 'void'")
    assert _named(signed) == ["unsealed: PCL-HO-2026-A0002"]
