"""The conditions of receipts in the post's own words: versions, approval, and what an issued receipt keeps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text as _sql
from sqlalchemy.exc import IntegrityError

from inl_logistics.handovers import papers
from inl_logistics.handovers.documents import render
from inl_logistics.kernel.problems import BadInput
from inl_logistics.paper import languagefiles
from inl_logistics.settings.clauses import (
    KEYS,
    ClausesApproval,
    ClausesDraft,
    approve_clauses,
    current,
    frozen,
    history,
    save_clauses,
)
from inl_logistics.settings.commands import save_profile
from inl_logistics.settings.declared import POST, get
from tests.builders import TODAY, Post, puerto_claro, refused
from tests.paper.reading import pages, words

CARE = "La institución cuidará cada artículo como propio."


@pytest.fixture
def post(tmp_path: Path) -> Post:
    return puerto_claro(tmp_path / "post")


def _save(post: Post, language: str = "es", **texts: str) -> str:
    version: str = post.work.write(save_clauses, ClausesDraft(language, texts))
    return version


def _approve(post: Post, language: str = "es", on: date = TODAY) -> None:
    post.work.write(approve_clauses, ClausesApproval(language, "Lic. Ana Peña", on, "Translator"))


def _paper(post: Post, handover: int, language: str = "es") -> str:
    number = str(
        post.scalar(
            "SELECT d.number FROM document d JOIN handover h ON h.document_id = d.id WHERE h.id = :h", h=handover
        )
    )
    paper = post.work.read(papers.paper_by_number, number)
    return words("\n".join(pages(render(paper.receipt, printed_at=post.work.now(), language=language, copies=(1,)))))


def test_each_saved_change_counts_the_version_up_and_none_is_lost(post: Post) -> None:
    shipped = post.work.read(current, "es")
    assert (shipped.version, shipped.reviewed, set(shipped.texts)) == ("1", False, set(KEYS))
    assert _save(post, care=CARE) == "1.1"
    assert _save(post, checks="Siempre se puede ver todo.") == "1.2"
    kept = post.work.read(history, "es")
    assert [one.version for one in kept] == ["1.2", "1.1", "1"]
    assert kept[0].texts["care"] == kept[1].texts["care"] == CARE
    assert kept[1].texts["checks"] == kept[2].texts["checks"] == shipped.texts["checks"]
    assert kept[0].changed == {"care", "checks"}
    assert kept[0].saved_by == "Dana Morales"
    assert post.work.read(current, "fr").version == "1"
    with pytest.raises(IntegrityError):
        post.work.write(lambda session, **_: session.execute(_sql("DELETE FROM clause_text")))


def test_the_trail_says_who_changed_which_condition(post: Post) -> None:
    _save(post, care=CARE)
    _approve(post)
    found = str(post.scalar("SELECT after FROM trail WHERE action = 'settings.clauses'"))
    assert CARE in found
    assert "checks" not in found
    assert "Ana Peña" in str(post.scalar("SELECT after FROM trail WHERE action = 'settings.approve-clauses'"))


def test_what_cannot_be_printed_right_is_refused_at_its_condition(post: Post) -> None:
    with refused("clause-without-place"):
        _save(post, loss="Se informará en 10 días.")
    with refused("clause-without-place"):
        _save(post, use="Solo para los fines del acuerdo.")
    with refused("clause-with-place"):
        _save(post, care="Cuidar {days}.")
    with refused("clause-with-place"):
        _save(post, care="Cuidar } esto.")
    with refused("clause-with-place"):
        _save(post, use="Solo para }{agreement")
    with refused("clause-empty"):
        _save(post, care="  ")
    with refused("clause-too-long"):
        _save(post, care="x" * 2001)
    with refused("clause-unknown"):
        _save(post, ninth="x")
    with refused("clause-not-printable"):
        _save(post, care="Cuidar 中")
    with refused("clauses-unchanged"):
        _save(post, care=post.work.read(current, "es").texts["care"])
    with pytest.raises(BadInput, match="paper-language-unknown"):
        _save(post, "xx", care="x")


def test_two_who_edit_at_once_do_not_lose_a_change(post: Post) -> None:
    _save(post, care=CARE)
    with pytest.raises(BadInput, match="stale-edit"):
        post.work.write(save_clauses, ClausesDraft("es", {"care": "Otro."}, based_on="1"))
    with pytest.raises(BadInput, match="stale-edit"):
        post.work.write(approve_clauses, ClausesApproval("es", "Ana", TODAY, version="1"))


def test_an_approval_holds_until_either_text_changes(post: Post) -> None:
    with refused("name-empty", "date-in-future"):
        post.work.write(approve_clauses, ClausesApproval("es", " ", date(2027, 1, 1)))
    _approve(post)
    now = post.work.read(current, "es")
    assert now.reviewed
    assert now.approved is not None
    assert (now.version, now.approved.person, now.approved.on) == ("1", "Lic. Ana Peña", TODAY)
    _save(post, care=CARE)
    assert not post.work.read(current, "es").reviewed
    _approve(post)
    assert post.work.read(current, "es").reviewed
    _save(post, "en", care="Every article is kept as one's own.")
    again = post.work.read(current, "es")
    assert again.approved is not None
    assert not again.reviewed


def test_the_receipt_prints_the_posts_text_its_version_and_whether_it_is_approved(post: Post) -> None:
    helmet = post.item("HEL")
    post.stocked(helmet, ("H1", "H2"))
    _save(post, care=CARE)
    first = post.issued(post.picks(helmet, "H1"))
    text = _paper(post, first)
    assert CARE in text
    assert "text es-1.1, translation not yet reviewed" in text
    assert "En caso de diferencia" in text or "prevalece" in text
    _approve(post)
    _save(post, "en", care="Every article is kept as one's own.")
    post.work.write(approve_clauses, ClausesApproval("en", "Dana Morales", TODAY))
    _approve(post)
    second = _paper(post, post.issued(post.picks(helmet, "H2")))
    assert "text en-1.1, es-1.1 " in second + " "
    assert "not yet reviewed" not in second
    assert "kept as one's own" in second
    assert _paper(post, first) == text, "an issued receipt keeps the text it was issued with"
    alone = _paper(post, first, "en")
    assert "printed in two languages" not in alone


def test_only_languages_that_the_post_touched_are_frozen(post: Post) -> None:
    assert post.work.read(frozen, "title") == ()
    _save(post, "ar", care="تحافظ الجهة على كل صنف.")
    (own,) = post.work.read(frozen, "return")
    assert (own.language, own.version, len(own.clauses)) == ("ar", "1.1", 2)
    (own,) = post.work.read(frozen, "custody")
    assert len(own.clauses) == 7
    assert own.prevails


def test_a_receipt_freezes_the_copies_that_the_post_prints(post: Post) -> None:
    profile = post.work.read(get, POST)
    post.work.write(save_profile, replace(profile, copies=("custodian", "end_use")))
    with refused("copies-none"):
        post.work.write(save_profile, replace(profile, copies=()))
    helmet = post.item("HEL")
    post.stocked(helmet, ("H1",))
    handover = post.issued(post.picks(helmet, "H1"))
    text = _paper(post, handover)
    assert "ORIGINAL 1 / 2" in text
    assert "Copy 2: End-use file" in text
    assert "INL file" not in text


def test_a_shipped_text_that_was_reviewed_is_so_only_beside_the_shipped_english(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = languagefiles.content
    monkeypatch.setattr(languagefiles, "content", lambda code: {**shipped(code), "reviewed": True})
    assert post.work.read(current, "es").reviewed
    _save(post, "en", care="Every article is kept as one's own.")
    assert not post.work.read(current, "es").reviewed


def test_a_language_whose_file_is_gone_does_not_stop_a_receipt(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    _save(post, care=CARE)
    _save(post, "fr", care="Chaque article est gardé.")
    monkeypatch.setattr(languagefiles, "codes", lambda: ("en", "fr"))
    assert [one.language for one in post.work.read(frozen, "title")] == ["fr"]
