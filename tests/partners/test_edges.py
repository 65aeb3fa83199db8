"""Edges of partners: days on which things begin, those who left, several at once, whose goods they are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from inl_logistics.handovers.signing import SignDraft, sign
from inl_logistics.kernel.problems import RulesBroken
from inl_logistics.partners import calendar, queries
from inl_logistics.partners.bulk import restore_partners, retire_partners
from inl_logistics.partners.commands import (
    PartnerDraft,
    PersonDraft,
    VettingDraft,
    record_vetting,
    retire_person,
    save_partner,
    save_person,
)
from inl_logistics.partners.facts import vetting_of
from inl_logistics.partners.moving import MoveDraft, lineage, move_partners, preview
from inl_logistics.partners.records import PartnerKind, VettingResult
from inl_logistics.partners.rules import VettingStanding, standing
from inl_logistics.partners.snapshot import holding_list
from tests.builders import TODAY, Post, puerto_claro

DAY = timedelta(days=1)


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    """A post with a unit under an agency and a facility under the unit."""
    made = puerto_claro(tmp_path / "post")
    yield made
    made.work.close()


def stands(post: Post, *, on: date = TODAY) -> VettingStanding:
    return standing(post.work.read(vetting_of, post.unit, on=on), on=on)


def saved(post: Post, **more: object) -> None:
    """Save the unit again, as its editor does."""
    found = post.work.read(queries.detail, post.unit)
    assert found is not None
    draft = PartnerDraft(
        PartnerKind.UNIT,
        "Response Group",
        post.unit,
        found.version,
        vetting_needed=True,
        **more,  # type: ignore[arg-type]
    )
    post.work.write(save_partner, draft)


def test_only_those_still_offered_are_retired(post: Post) -> None:
    both = (post.facility, post.unit)
    assert post.work.write(retire_partners, both[:1]) == 1
    assert post.work.write(retire_partners, both) == 1
    assert post.work.write(restore_partners, both) == 2


def test_a_commander_to_come_changes_nothing_before_that_day(post: Post) -> None:
    new = PersonDraft(post.unit, "Rosa Paz", commands=True, commands_from=TODAY + 5 * DAY)
    post.work.write(save_person, new)
    row = post.work.read(calendar.detail, post.unit, today=TODAY)
    assert row is not None
    assert row.standing is stands(post) is VettingStanding.VALID
    assert stands(post, on=TODAY + 5 * DAY) is VettingStanding.CHANGED


def test_one_who_left_commands_nobody(post: Post) -> None:
    post.work.write(retire_person, post.person)
    row = post.work.read(calendar.detail, post.unit, today=TODAY)
    assert row is not None
    assert row.commander == ""
    assert post.work.read(holding_list, post.unit, TODAY).custodian.text == ""


def test_a_vetting_keeps_the_agency_of_its_first_day(post: Post) -> None:
    police = post.work.write(save_partner, PartnerDraft(PartnerKind.AGENCY, "National Police"))
    post.work.write(move_partners, MoveDraft((post.unit,), police, TODAY - 5 * DAY, "Decree"))
    post.work.write(
        record_vetting, VettingDraft(post.unit, VettingResult.CLEARED, "", None, TODAY - 10 * DAY, TODAY + 90 * DAY)
    )
    assert stands(post) is VettingStanding.CHANGED, "it was cleared as a unit of the prison service"


def test_a_vetting_to_come_counts_from_its_day(post: Post) -> None:
    first = date(2027, 3, 15)
    post.work.write(record_vetting, VettingDraft(post.unit, VettingResult.CLEARED, "", None, first, first + 365 * DAY))
    assert (stands(post), stands(post, on=first)) == (VettingStanding.VALID, VettingStanding.VALID)


def test_saved_again_under_the_same_parent_its_past_stays(post: Post) -> None:
    before = post.work.read(lineage, post.unit)
    saved(post, parent_id=post.agency, parent_from=TODAY - 2_000 * DAY)
    assert post.work.read(lineage, post.unit) == before


def test_a_new_parent_counts_from_today_at_the_latest(post: Post) -> None:
    police = post.work.write(save_partner, PartnerDraft(PartnerKind.AGENCY, "National Police"))
    saved(post, parent_id=police, parent_from=TODAY + 30 * DAY)
    assert post.work.read(lineage, post.unit)[-1].from_on == TODAY


def test_the_papers_of_the_day_of_a_move_are_counted_in_its_preview(post: Post) -> None:
    vest = post.item("A-1")
    post.stocked(vest, ["V-1"])
    post.work.write(sign, SignDraft(post.issued(post.picks(vest, "V-1")), TODAY))
    police = post.work.write(save_partner, PartnerDraft(PartnerKind.AGENCY, "National Police"))
    (row,) = post.work.read(preview, MoveDraft((post.unit,), police, TODAY, "Decree"), today=TODAY)
    assert (row.papers, row.holds) == (1, 0)


@pytest.mark.parametrize(("kind", "loan"), [("title", False), ("custody", True)])
def test_what_is_on_loan_is_marked_on_the_holding_list(post: Post, kind: str, loan: bool) -> None:
    vest = post.item("A-1")
    post.stocked(vest, ["V-1"])
    post.work.write(sign, SignDraft(post.issued(post.picks(vest, "V-1"), type=kind), TODAY))
    assert [one.on_loan for one in post.work.read(holding_list, post.facility, TODAY).lines] == [loan]


def test_an_older_vetting_entered_late_does_not_hide_a_newer_one(post: Post) -> None:
    """What was decided later counts, in whatever order the papers come in."""
    post.work.write(record_vetting, VettingDraft(post.unit, VettingResult.DENIED, valid_from=TODAY - 2 * DAY))
    old = VettingDraft(post.unit, VettingResult.CLEARED, "", None, TODAY - 950 * DAY, TODAY + 9 * DAY, "V-0")
    post.work.write(record_vetting, old)
    assert stands(post) is VettingStanding.DENIED
    row = post.work.read(calendar.detail, post.unit, today=TODAY)
    assert row is not None
    assert row.standing is VettingStanding.DENIED
    (listed,) = post.work.read(queries.rows, [post.unit])
    assert listed.vetting_result == "denied"
    found = post.work.read(queries.detail, post.unit)
    assert found is not None
    assert [one.case_number for one in found.vettings][-1] == "V-0", "the history is in the order of its days"


def test_a_denial_counts_from_today_and_never_from_a_later_day(post: Post) -> None:
    post.work.write(record_vetting, VettingDraft(post.unit, VettingResult.DENIED, requested_on=TODAY - 90 * DAY))
    assert stands(post) is VettingStanding.DENIED
    with pytest.raises(RulesBroken) as caught:
        post.work.write(record_vetting, VettingDraft(post.unit, VettingResult.DENIED, valid_from=TODAY + DAY))
    assert [one.code for one in caught.value.problems] == ["denial-later"]


def test_a_vetting_that_a_new_commander_ended_has_no_days_left(post: Post) -> None:
    post.work.write(save_person, PersonDraft(post.unit, "Rosa Paz", commands=True, commands_from=TODAY))
    row = post.work.read(calendar.detail, post.unit, today=TODAY)
    assert row is not None
    assert (row.standing, row.days_left) == (VettingStanding.CHANGED, None)
