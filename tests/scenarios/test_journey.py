"""The one journey of product.md 2 as far as it is built, through the commands."""

from __future__ import annotations

from datetime import timedelta

import pytest

from inl_logistics.handovers.commands import issue, void
from inl_logistics.handovers.reversing import ReverseDraft, reverse
from inl_logistics.handovers.signing import SignDraft, StruckSerial, sign
from inl_logistics.kernel.problems import RulesBroken
from tests.builders import TODAY, Post

SERIALS = [f"BA3-{number}" for number in range(224017, 224037)]


def test_signing_moves_custody_and_title_at_the_date_on_the_paper(post: Post) -> None:
    vest = post.item("ARM-01")
    post.stocked(vest, SERIALS, on=TODAY - timedelta(days=30))
    handover = post.issued(post.picks(vest, *SERIALS[:12]), planned_on=TODAY - timedelta(days=10))
    assert post.on_hand(vest) == 20

    signed = post.work.write(
        sign,
        SignDraft(
            handover, TODAY - timedelta(days=3), struck=(StruckSerial(SERIALS[0]), StruckSerial(SERIALS[1].lower()))
        ),
    )

    assert (signed.units, signed.printed, signed.variance) == (10, 12, "PCL-VN-2026-A0001")
    assert post.on_hand(vest) == 10
    day = (TODAY - timedelta(days=3)).isoformat()
    assert post.scalar("SELECT count(*) FROM position WHERE title = 'host' AND since = :d", d=day) == 10
    assert post.scalar("SELECT count(*) FROM reservation") == 0


def test_every_posting_done_twice_posts_once(post: Post) -> None:
    vest = post.item("ARM-01")
    first = post.stocked(vest, SERIALS)
    handover = post.issued(post.picks(vest, *SERIALS[:3]))
    number = post.work.write(issue, handover)
    once = post.work.write(sign, SignDraft(handover, TODAY))
    twice = post.work.write(sign, SignDraft(handover, TODAY))
    assert once == twice
    assert first.units == 20
    assert number == once.number
    assert post.on_hand(vest) == 17


def test_two_drafts_cannot_take_the_same_unit(post: Post) -> None:
    vest = post.item("ARM-01")
    post.stocked(vest, SERIALS)
    post.draft(post.picks(vest, SERIALS[0]))
    with pytest.raises(RulesBroken) as broken:
        post.draft(post.picks(vest, SERIALS[0]))
    assert [problem.code for problem in broken.value.problems] == ["unit-reserved"]


def test_a_voided_form_keeps_its_number_and_gives_the_units_back(post: Post) -> None:
    vest = post.item("ARM-01")
    post.stocked(vest, SERIALS)
    handover = post.issued(post.picks(vest, SERIALS[0]))
    post.work.write(void, handover, reason="wrong unit")
    assert post.scalar("SELECT count(*) FROM reservation") == 0
    again = post.issued(post.picks(vest, SERIALS[0]))
    assert post.scalar("SELECT number FROM document JOIN handover h ON h.document_id = document.id WHERE h.id = :h",
                       h=again) == "PCL-HO-2026-A0002"  # fmt: skip


def test_a_reversal_brings_everything_back_and_is_refused_twice(post: Post) -> None:
    vest = post.item("ARM-01")
    post.stocked(vest, SERIALS)
    handover = post.issued(post.picks(vest, *SERIALS[:5]))
    post.work.write(sign, SignDraft(handover, TODAY))
    number = post.work.write(reverse, ReverseDraft(handover, "wrong agency", TODAY))
    assert number == "PCL-RV-2026-A0001"
    assert post.on_hand(vest) == 20
    assert post.scalar("SELECT count(*) FROM position WHERE title = 'host'") == 0
    with pytest.raises(RulesBroken):
        post.work.write(reverse, ReverseDraft(handover, "again", TODAY))
