"""The vetting calendar: who ends when, and several renewed at once. Source: product.md 4 (Vetting); domain.md 7."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from inl_logistics.home.queries import tasks
from inl_logistics.home.values import TaskKind
from inl_logistics.kernel.listing import ListQuery
from inl_logistics.kernel.problems import RulesBroken
from inl_logistics.partners import calendar, queries
from inl_logistics.partners.calendar import RenewDraft, renew_vettings
from inl_logistics.partners.commands import PartnerDraft, VettingDraft, record_vetting, save_partner
from inl_logistics.partners.facts import vetting_of
from inl_logistics.partners.moving import MoveDraft, move_partners
from inl_logistics.partners.records import PartnerKind, VettingResult
from inl_logistics.partners.rules import VettingStanding, standing
from inl_logistics.partners.tree import tree
from inl_logistics.partners.whole import whole
from tests.builders import TODAY, Post, puerto_claro


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    """A post with one unit that is vetted to March."""
    made = puerto_claro(tmp_path / "post")
    yield made
    made.work.close()


def unit(post: Post, name: str, days: int | None, result: VettingResult = VettingResult.CLEARED) -> int:
    """Make a unit whose vetting ends so many days from today."""
    made = post.work.write(
        save_partner,
        PartnerDraft(
            PartnerKind.UNIT, name, vetting_needed=True, parent_id=post.agency, parent_from=TODAY - timedelta(days=900)
        ),
    )
    if days is not None:
        end = TODAY + timedelta(days=days)
        draft = VettingDraft(made, result, valid_from=TODAY - timedelta(days=300), valid_to=end, case_number=name)
        post.work.write(record_vetting, draft)
    return made


def names(post: Post, **filters: str) -> list[str]:
    """Return the units that a filter shows."""
    query = ListQuery(filters={name: frozenset(value.split(",")) for name, value in filters.items()})
    found = post.work.read(calendar.keys, query, today=TODAY).keys
    return [one.name for one in post.work.read(calendar.rows, found, today=TODAY)]


def test_units_fall_under_how_soon_they_end(post: Post) -> None:
    for name, days in (("a", -1), ("b", 0), ("c", 30), ("d", 31), ("e", 60), ("f", 90), ("g", 91), ("h", None)):
        unit(post, name, days)
    unit(post, "denied", 20, VettingResult.DENIED)
    assert names(post, ends="ended") == ["a"]
    assert names(post, ends="30") == ["b", "c"]
    assert names(post, ends="60") == ["d", "e"]
    assert names(post, ends="90") == ["f"]
    assert names(post, ends="later") == ["g", "Response Group"]
    assert names(post, ends="missing") == ["h"]
    assert names(post, ends="denied") == ["denied"]
    assert names(post, until="2027-03") == ["Response Group"]
    counts = {one.key: one.count for one in post.work.read(calendar.facets, today=TODAY)["ends"]}
    assert counts == {"ended": 1, "denied": 1, "missing": 1, "30": 2, "60": 2, "90": 1, "later": 2}


def test_a_unit_that_moved_has_changed(post: Post) -> None:
    other = post.work.write(save_partner, PartnerDraft(PartnerKind.AGENCY, "Army"))
    post.work.write(move_partners, MoveDraft((post.unit,), other, TODAY, "Decree"))
    assert names(post, ends="changed") == ["Response Group"]
    assert names(post, agency=str(other)) == ["Response Group"]


def test_several_are_renewed_in_one_act(post: Post) -> None:
    ids = (unit(post, "a", -1), unit(post, "b", 5))
    end = date(2027, 11, 23)
    assert post.work.write(renew_vettings, RenewDraft(ids, VettingResult.CLEARED, TODAY, end, "V-77")) == 2
    assert {one.case_number for one in post.work.read(calendar.rows, ids, today=TODAY)} == {"V-77"}
    assert names(post, ends="ended,30") == []


def test_what_cannot_be_renewed_together_is_said_at_once(post: Post) -> None:
    denied = unit(post, "a", 5, VettingResult.DENIED)
    with pytest.raises(RulesBroken) as caught:
        post.work.write(renew_vettings, RenewDraft((denied,), VettingResult.CLEARED, TODAY))
    assert [one.code for one in caught.value.problems] == ["vetting-needs-dates", "renew-denied"]
    with pytest.raises(RulesBroken) as caught:
        post.work.write(renew_vettings, RenewDraft((), VettingResult.DENIED))
    assert [one.code for one in caught.value.problems] == ["no-partner-chosen", "deny-one-by-one"]


def test_a_request_for_renewal_ends_no_clearing(post: Post) -> None:
    """An officer who asks in time goes on handing over until the last day of the clearing."""
    soon = unit(post, "a", 20)
    post.work.write(renew_vettings, RenewDraft((soon,), VettingResult.REQUESTED, requested_on=TODAY))
    assert post.work.read(facts_on, soon) is VettingStanding.ENDING
    assert names(post, ends="30") == ["a"]
    assert [row.result for row in post.work.read(tree, on=TODAY) if row.id == soon] == ["cleared"]
    assert [one.vetting_result for one in post.work.read(queries.rows, [soon])] == ["cleared"]
    asked = ListQuery(filters={"vetting": frozenset({"ending"})})
    assert post.work.read(queries.keys, asked, today=TODAY).keys == (soon,)
    home = [one.subject_id for one in post.work.read(tasks, today=TODAY) if one.kind is TaskKind.VETTING]
    assert home == [soon], "it still ends in three weeks"


def test_a_request_lifts_no_denial(post: Post) -> None:
    """Denied blocks without override (product.md 4), until somebody decides otherwise."""
    denied = unit(post, "a", 20, VettingResult.DENIED)
    post.work.write(renew_vettings, RenewDraft((denied,), VettingResult.REQUESTED, requested_on=TODAY))
    assert post.work.read(facts_on, denied) is VettingStanding.DENIED
    assert names(post, ends="denied") == ["a"]
    with pytest.raises(RulesBroken) as caught:
        post.work.write(renew_vettings, RenewDraft((denied,), VettingResult.CLEARED, TODAY, date(2027, 1, 1)))
    assert [one.code for one in caught.value.problems] == ["renew-denied"]


def test_a_request_counts_where_nothing_was_decided(post: Post) -> None:
    new = unit(post, "a", None)
    post.work.write(renew_vettings, RenewDraft((new,), VettingResult.REQUESTED, requested_on=TODAY))
    assert post.work.read(facts_on, new) is VettingStanding.REQUESTED
    assert names(post, ends="requested") == ["a"]


def test_what_ended_a_vetting_is_the_next_decision_not_the_request_for_it(post: Post) -> None:
    one = unit(post, "a", 20)
    post.work.write(record_vetting, VettingDraft(one, VettingResult.REQUESTED, requested_on=TODAY))
    post.work.write(record_vetting, VettingDraft(one, VettingResult.DENIED, valid_from=TODAY))
    found = post.work.read(whole, one, today=TODAY)
    assert found is not None
    assert [(end.on, end.why) for end in found.ends] == [(None, ""), (None, ""), (TODAY, "denied")]


def facts_on(session: Session, unit_id: int) -> VettingStanding:
    """Return how a handover of today judges a unit."""
    return standing(vetting_of(session, unit_id, on=TODAY), on=TODAY)
