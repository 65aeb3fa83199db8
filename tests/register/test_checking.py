"""A paper is checked by its code, offline: as issued, altered field by field, of another post, void, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from inl_logistics import checking
from inl_logistics.checking import Checked, check_text
from inl_logistics.handovers import noting, papers
from inl_logistics.handovers.commands import issue, void
from inl_logistics.handovers.documents import render
from inl_logistics.handovers.reversing import ReverseDraft, reverse
from inl_logistics.handovers.signing import SignDraft, SignedQuantity, sign
from inl_logistics.kernel.problems import BadInput, RulesBroken
from inl_logistics.kernel.values import Tracking
from inl_logistics.register import codes, devicekeys
from inl_logistics.register.codes import PaperCode
from inl_logistics.settings.commands import save_profile
from tests.builders import TODAY, Post, puerto_claro


@pytest.fixture
def handover(post: Post) -> int:
    """Thirty tourniquets in two lines, issued."""
    items = [post.item(code, tracking=Tracking.QUANTITY) for code in ("MR-1", "MR-2")]
    for one in items:
        post.stocked_quantity(one, 40)
    return post.issued(*(post.pick_quantity(one, 15) for one in items))


def qr(post: Post, number: str = "PCL-HO-2026-A0001") -> str:
    """Return the text of a receipt's QR."""
    seal = post.work.read(papers.paper_by_number, number).seal
    assert seal is not None
    return seal.qr_text


def check(post: Post, text: str) -> Checked:
    """Check a text on the post's day."""
    return post.work.read(check_text, text, today=TODAY)


def forged(text: str, **changed: object) -> str:
    """Return a code with other fields and the signature of the true one."""
    code = replace(codes.read_code(text), **changed)  # type: ignore[arg-type]
    return codes.PREFIX + codes.base45(_bytes(code))


def _bytes(code: PaperCode) -> bytes:
    body = codes._body(code.number, code.dated_on, code.lines, code.units, code.hash_start)
    return body + code.key_id + code.signature


def test_an_issued_receipt_is_as_printed(post: Post, handover: int) -> None:
    found = check(post, qr(post))
    assert found.holds
    assert found.words == "PCL-HO-2026-A0001 was issued by PCL A as printed."
    assert (found.lines, found.units, found.handover_id, found.recipient) == (2, 30, handover, "Response Group")


def test_the_papers_of_a_whole_run_are_checked_to_the_last_page(post: Post, handover: int, tmp_path: Path) -> None:
    paper = post.work.read(papers.paper_by_number, "PCL-HO-2026-A0001")
    receipt = pypdfium2.PdfDocument(
        render(paper.receipt, printed_at=post.clock(), language="es", copies=(1,), seal=paper.seal)
    )
    made = pypdfium2.PdfDocument.new()
    for _page in range(30):
        made.new_page(595, 842)
    made.import_pages(receipt)
    made.save(tmp_path / "run.pdf")
    assert checking.texts_of_file(tmp_path / "run.pdf") == [qr(post)]


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"number": "PCL-HO-2026-A0009"}, "number", "the number. What is on file here is PCL-HO-2026-A0001"),
        ({"dated_on": TODAY + timedelta(days=3)}, "date", "the date"),
        ({"lines": 3}, "lines", "the number of lines"),
        ({"units": 300}, "units", "the number of units"),
        ({"hash_start": bytes(16)}, "content", "the content"),
        ({"signature": bytes(64)}, "signature", "the signature"),
    ],
)
def test_what_was_altered_is_named(
    post: Post, handover: int, changed: dict[str, object], field: str, said: str
) -> None:
    found = check(post, forged(qr(post), **changed))
    assert not found.holds
    assert (found.verdict, found.differences) == ("altered", (field,))
    assert f"was altered: {said}." in found.words


def test_several_altered_fields_are_all_named(post: Post, handover: int) -> None:
    found = check(post, forged(qr(post), units=31, lines=3))
    assert found.words == "PCL-HO-2026-A0001 was altered: the number of lines, the number of units."


def test_void_and_taken_back_are_told_with_the_day(post: Post, handover: int) -> None:
    before = qr(post)
    post.work.write(void, handover, reason="Spoiled")
    found = check(post, before)
    assert (found.holds, found.state) == (False, "void")
    assert found.words.endswith("as printed, but it is void, as far as known here on 24 Nov 2026.")


def test_partly_taken_back_still_counts_and_whole_does_not(post: Post, handover: int) -> None:
    post.work.write(sign, SignDraft(handover, TODAY, "Luis Arriaga"))
    post.work.write(reverse, ReverseDraft(handover, "Wrong", TODAY, (1,)))
    found = check(post, qr(post))
    assert found.holds
    assert "Some of its lines were taken back by PCL-RV-2026-A0001" in found.words
    post.work.write(reverse, ReverseDraft(handover, "All wrong", TODAY))
    found = check(post, qr(post))
    assert not found.holds
    assert "it was taken back by PCL-RV-2026-A0001, PCL-RV-2026-A0002, as far as known here" in found.words


def test_notes_are_checked_like_receipts(post: Post, handover: int) -> None:
    post.work.write(sign, SignDraft(handover, TODAY, "Luis Arriaga", quantities=(SignedQuantity(1, 10),)))
    number = post.work.write(reverse, ReverseDraft(handover, "Wrong", TODAY))
    for read, name in ((noting.variance_note, "PCL-VN-2026-A0001"), (noting.reversal_receipt, number)):
        document = int(str(post.scalar("SELECT id FROM document WHERE number = :n", n=name)))
        seal = post.work.read(read, document).seal
        assert seal is not None
        found = check(post, seal.qr_text)
        assert (found.holds, found.number, found.handover_id) == (True, name, handover)
        assert check(post, seal.check_code).number == name
        assert not check(post, forged(seal.qr_text, units=7)).holds


def test_a_typed_check_code_finds_a_document_whatever_letters_were_misread(post: Post, handover: int) -> None:
    seal = post.work.read(papers.paper_by_number, "PCL-HO-2026-A0001").seal
    assert seal is not None
    code = seal.check_code
    for typed in (code, code.lower(), code.replace("-", " "), code.replace("0", "O").replace("1", "I")):
        found = check(post, typed)
        assert (found.holds, found.verdict, found.number) == (True, "on-file", "PCL-HO-2026-A0001")
    assert found.words.endswith("Compare the paper with what is on file.")
    same = check(post, f"PCL-HO-2026-A0001 {code}")
    assert same.holds
    other = check(post, f"PCL-HO-2026-A0007 {code}")
    assert (other.holds, other.differences) == (False, ("number",))
    assert "not of PCL-HO-2026-A0007" in other.words
    with pytest.raises(BadInput) as caught:
        check(post, "0000-0000")
    assert caught.value.code == "check-code-unknown"
    with pytest.raises(BadInput) as caught:
        check(post, "hello, this is no code")
    assert caught.value.code == "not-a-paper-code"


def test_a_check_code_is_found_by_an_index(post: Post, handover: int) -> None:
    plan = post.work.read(
        lambda session: [
            row[-1]
            for row in session.connection().exec_driver_sql(
                "EXPLAIN QUERY PLAN " + checking.BY_HASH.replace(":lo", "x'00'").replace(":hi", "x'01'")
            )
        ]
    )
    assert any("ix_seal_content_hash" in step for step in plan)
    assert not any(step.startswith("SCAN") for step in plan)


def test_a_check_reads_a_handful_of_rows(post: Post, handover: int) -> None:
    seen: list[str] = []
    text = qr(post)
    engine = post.work._readers
    event.listen(engine, "before_cursor_execute", lambda _c, _k, statement, *_rest: seen.append(statement))
    check(post, text)
    assert len([one for one in seen if one.startswith("SELECT")]) < 12


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Post]:
    """A second post, with a receipt of its own."""
    made = puerto_claro(tmp_path / "other")
    profile = replace(made.work.post, code="NBG", name="Embassy Nova Bergen")
    made.work.write(save_profile, profile)
    item = made.item("MR-1", tracking=Tracking.QUANTITY)
    made.stocked_quantity(item, 10)
    made.issued(made.pick_quantity(item, 5))
    yield made
    made.work.close()


def test_another_posts_receipt_is_checked_once_its_key_is_known(post: Post, other: Post) -> None:
    theirs = qr(other, "NBG-HO-2026-A0001")
    found = check(post, theirs)
    assert (found.verdict, found.holds) == ("unknown-device", False)
    assert found.words.endswith("is not known here. Ask its post for the key file.")
    name, content = other.work.write(devicekeys.make_key_file)
    assert name == "NBG-A.inlkey"
    known = post.work.write(devicekeys.add_key, content)
    assert (known.post, known.ours) == ("NBG", False)
    assert post.work.write(devicekeys.add_key, content) == known, "the same file again changes nothing"
    found = check(post, theirs)
    assert found.holds
    assert found.words == "NBG-HO-2026-A0001 was issued by NBG A as printed. Nothing more is known of it here."
    assert check(post, forged(theirs, units=6)).differences == ("signature",)
    post.work.write(devicekeys.withdraw_key, known.id)
    assert check(post, theirs).verdict == "unknown-device"


def test_a_foreign_key_that_signs_our_number_is_not_trusted(post: Post, handover: int, other: Post) -> None:
    seal = post.work.read(papers.paper_by_number, "PCL-HO-2026-A0001")
    key = other.work.read(
        lambda session: session.connection().exec_driver_sql("SELECT private_key FROM device").scalar_one()
    )
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    text = codes.make_code(
        Ed25519PrivateKey.from_private_bytes(key), number="PCL-HO-2026-A0001", dated_on=seal.receipt.dated_on, lines=9,
        units=900, content_hash=bytes(32),
    )  # fmt: skip
    assert check(post, text).words.endswith("this number was issued by this post. Do not trust it.")
    post.work.write(devicekeys.add_key, other.work.write(devicekeys.make_key_file)[1])
    assert not check(post, text).holds, "a known post does not give out our numbers"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda raw: raw.replace(b"Puerto Claro", b"Puerto Obscuro"), "key-file-altered"),
        (lambda raw: raw[:100], "key-file-unreadable"),
        (lambda raw: b"no key", "key-file-unreadable"),
        (lambda raw: raw.replace(b'"version": 1', b'"version": 2'), "key-file-newer"),
        (lambda raw: raw * 200, "key-file-unreadable"),
    ],
)
def test_a_key_file_that_was_changed_is_refused(post: Post, other: Post, change: object, code: str) -> None:
    other.work.write(save_profile, replace(other.work.post, name="Embassy Puerto Claro"))
    content = other.work.write(devicekeys.make_key_file)[1]
    with pytest.raises(BadInput) as caught:
        post.work.write(devicekeys.add_key, change(content))  # type: ignore[operator]
    assert caught.value.code == code


def test_our_own_key_is_not_taken_in(post: Post) -> None:
    content = post.work.write(devicekeys.make_key_file)[1]
    with pytest.raises(RulesBroken) as caught:
        post.work.write(devicekeys.add_key, content)
    assert caught.value.problems[0].code == "key-is-ours"


def test_a_receipt_issued_twice_has_one_code(post: Post, handover: int) -> None:
    before = qr(post)
    post.work.write(issue, handover)
    assert qr(post) == before


def test_a_key_that_claims_this_post_does_not_sign_what_this_post_issued(
    post: Post, handover: int, other: Post
) -> None:
    other.work.write(save_profile, replace(other.work.post, code="PCL", name="Embassy Puerto Claro"))
    post.work.write(devicekeys.add_key, other.work.write(devicekeys.make_key_file)[1])
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(other.scalar("SELECT private_key FROM device"))  # type: ignore[arg-type]
    seal = post.work.read(papers.paper_by_number, "PCL-HO-2026-A0001")
    made = codes.make_code(
        key, number="PCL-HO-2026-A0001", dated_on=seal.receipt.dated_on, lines=9, units=900, content_hash=bytes(32)
    )
    found = check(post, made)
    assert (found.holds, found.differences) == (False, ("number",))
    assert found.words.endswith("which does not give out such numbers. Do not trust it.")
    elsewhere = codes.make_code(
        key, number="PCL-HO-2026-A0900", dated_on=seal.receipt.dated_on, lines=1, units=1, content_hash=bytes(32)
    )
    assert check(post, elsewhere).holds, "another laptop of this post, of which nothing has come here yet"


def test_a_check_code_is_typed_with_the_number_as_the_screen_shows_it(post: Post, handover: int) -> None:
    seal = post.work.read(papers.paper_by_number, "PCL-HO-2026-A0001").seal
    assert seal is not None
    assert check(post, f"HO-26-A0001 {seal.check_code}").holds
    assert not check(post, f"HO-26-A0002 {seal.check_code}").holds


def test_two_devices_whose_keys_have_one_name_are_told_apart_by_the_signature(
    post: Post, handover: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    monkeypatch.setattr(codes, "key_id", lambda _public: b"same")
    keys = [Ed25519PrivateKey.generate() for _ in range(2)]
    public = [one.public_key().public_bytes_raw() for one in keys]
    made = codes.make_code(keys[1], number="N-1", dated_on=TODAY, lines=1, units=1, content_hash=bytes(32))
    assert codes.verify_code(codes.read_code(made), public) == (codes.Verdict.GENUINE, public[1])


@pytest.mark.parametrize("end", [b"", b"more"])
def test_a_code_that_is_cut_short_or_too_long_is_none(post: Post, handover: int, end: bytes) -> None:
    raw = codes.from_base45(qr(post).removeprefix(codes.PREFIX))
    changed = raw + end if end else raw[:-1]
    with pytest.raises(BadInput) as caught:
        codes.read_code(codes.PREFIX + codes.base45(changed))
    assert caught.value.code == "not-a-paper-code"


@pytest.mark.parametrize("text", [":::", "::", "A", "ab", "0000"])
def test_text_that_is_no_base45_is_no_code(text: str) -> None:
    with pytest.raises(ValueError):
        codes.from_base45(text)


def test_the_highest_hash_is_found_too() -> None:
    assert checking._range(b"\xff" * 5) == {"lo": b"\xff" * 5, "hi": b"\xff" * 33}
    assert checking._range(b"\x00\xff") == {"lo": b"\x00\xff", "hi": b"\x01\x00"}


def test_of_another_device_of_this_post_only_what_came_from_it_is_known(post: Post, handover: int) -> None:
    text = qr(post)
    post.clock.on(TODAY + timedelta(days=9))
    later = TODAY + timedelta(days=9)
    assert post.work.read(check_text, text, today=later).known_as_of == later.isoformat()

    def from_a_bundle(session: Session) -> Checked:
        session.connection().exec_driver_sql("UPDATE device SET here = 0")
        return check_text(session, text, today=later)

    engine = post.work._writer
    with Session(engine) as session:
        assert from_a_bundle(session).known_as_of == TODAY.isoformat()
        session.rollback()
