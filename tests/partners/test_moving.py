"""Units that change their ministry, on the real database: the past stays. Source: product.md 3, domain.md 6."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inl_logistics.handovers.signing import SignDraft, sign
from inl_logistics.kernel.problems import RulesBroken
from inl_logistics.partners.commands import PartnerDraft, PersonDraft, agency_of, save_partner, save_person
from inl_logistics.partners.facts import may_sign
from inl_logistics.partners.holdings import held
from inl_logistics.partners.moving import MoveDraft, lineage, move_partners, past, preview, undo_move
from inl_logistics.partners.records import PartnerKind
from inl_logistics.partners.tree import below, holders, matching, tree
from inl_logistics.partners.whole import whole
from tests.builders import TODAY, Post, puerto_claro

DAY = timedelta(days=1)


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    """A post with a unit under an agency and a facility under the unit."""
    made = puerto_claro(tmp_path / "post")
    yield made
    made.work.close()


def ministry(post: Post, name: str) -> int:
    """Make a ministry."""
    return post.work.write(save_partner, PartnerDraft(PartnerKind.MINISTRY, name))


def agency(post: Post, name: str) -> int:
    """Make an agency."""
    return post.work.write(save_partner, PartnerDraft(PartnerKind.AGENCY, name))


def test_a_unit_that_moves_keeps_its_past(post: Post) -> None:
    police = agency(post, "National Police")
    moved_on = TODAY - timedelta(days=30)
    assert post.work.write(move_partners, MoveDraft((post.unit,), police, moved_on, "Decree 12")) == 1
    assert post.work.read(agency_of, post.facility, moved_on - DAY) == post.agency
    assert post.work.read(agency_of, post.facility, moved_on) == police
    parents = {row.id: row.parent_id for row in post.work.read(tree, on=moved_on - DAY)}
    assert parents[post.unit] == post.agency
    found = post.work.read(whole, post.unit, today=TODAY)
    assert found is not None
    assert [(one.parent, one.reason) for one in found.detail.parents] == [
        ("National Police", "Decree 12"), ("National Prison Service", ""),
    ]  # fmt: skip
    # What the unit was vetted for is no longer what it is.
    assert [(one.on, one.why) for one in found.ends] == [(moved_on, "agency")]


def test_a_decree_entered_late_leaves_a_newer_one(post: Post) -> None:
    police, army = agency(post, "National Police"), agency(post, "Army")
    post.work.write(move_partners, MoveDraft((post.unit,), police, TODAY - timedelta(days=10), "Second"))
    post.work.write(move_partners, MoveDraft((post.unit,), army, TODAY - timedelta(days=50), "First"))
    assert [(one.parent_id, one.reason) for one in post.work.read(lineage, post.unit)] == [
        (post.agency, ""), (army, "First"), (police, "Second"),
    ]  # fmt: skip


def test_a_move_is_all_or_none_and_says_everything(post: Post) -> None:
    with pytest.raises(RulesBroken) as caught:
        post.work.write(move_partners, MoveDraft((post.agency, post.unit), post.facility, TODAY + DAY))
    assert {one.code for one in caught.value.problems} == {
        "parent-not-above", "move-in-future", "move-reason-missing",
    }  # fmt: skip
    with pytest.raises(RulesBroken):
        post.work.write(move_partners, MoveDraft((), post.agency, TODAY, "x"))


def test_a_move_can_be_taken_back(post: Post) -> None:
    before = post.work.read(past, (post.unit,))
    post.work.write(move_partners, MoveDraft((post.unit,), agency(post, "Police"), TODAY, "By mistake"))
    post.work.write(undo_move, before)
    assert post.work.read(past, (post.unit,)) == before


def test_handovers_and_holdings_of_before_show_the_old_parent(post: Post) -> None:
    vest = post.item("PE-1042", name="Vest")
    post.stocked(vest, ["A-1", "A-2", "A-3"], on=TODAY - timedelta(days=60))
    signed = TODAY - timedelta(days=40)
    post.clock.on(signed)
    handover = post.issued(post.picks(vest, "A-1", "A-2"))
    post.work.write(sign, SignDraft(handover, signed))
    post.clock.on(TODAY)
    police = agency(post, "National Police")
    post.work.write(move_partners, MoveDraft((post.unit,), police, TODAY - timedelta(days=5), "Decree"))
    found = post.work.read(whole, post.unit, today=TODAY)
    assert found is not None
    assert [one.agency for one in found.handovers] == ["National Prison Service"]
    old = post.work.read(held, post.agency, on=TODAY - timedelta(days=6))
    assert [(one.holder, one.serials, one.quantity) for one in old] == [("La Hondura Center", ("A-1", "A-2"), 2)]
    assert all(one.papers and one.papers[0].startswith("PCL-HO") for one in old)
    assert post.work.read(held, post.agency, on=TODAY) == []
    assert sum(one.quantity for one in post.work.read(held, police, on=TODAY)) == 2
    assert post.work.read(held, post.agency, on=signed - DAY) == []


def test_names_are_found_without_accents_in_each_script(post: Post) -> None:
    made = post.work.write(
        save_partner,
        PartnerDraft(PartnerKind.FACILITY, "Roumieh Prison", name_native="سجن روميه", name_latin="Sijn Rūmiyah"),
    )
    rows = post.work.read(tree, on=TODAY)
    for typed in ("roumieh", "sijn rumiyah", "سجن"):
        found, shown = matching(rows, typed)
        assert found == {made}, typed
        assert made in shown
    found, shown = matching(rows, "hondura")
    assert shown == {post.facility, post.unit, post.agency}


def test_a_partner_cannot_sink_below_those_under_it(post: Post) -> None:
    version = int(str(post.scalar("SELECT version FROM partner WHERE id = :p", p=post.unit)))
    draft = PartnerDraft(PartnerKind.FACILITY, "Response Group", id=post.unit, version=version)
    with pytest.raises(RulesBroken) as caught:
        post.work.write(save_partner, draft)
    assert [one.code for one in caught.value.problems] == ["children-not-below"]


def test_authority_to_sign_has_days(post: Post) -> None:
    person = post.work.write(
        save_person,
        PersonDraft(
            post.unit, "Marta Quiroga", authority="Receipts of equipment", signs_from=TODAY, signs_to=TODAY + DAY
        ),
    )
    answers = [post.work.read(may_sign, person, on=TODAY + n * DAY) for n in (-1, 0, 1, 2)]
    assert answers == [False, True, True, False]
    with pytest.raises(RulesBroken):
        post.work.write(save_person, PersonDraft(post.unit, "X", signs_from=TODAY, signs_to=TODAY - DAY))


def test_a_new_commander_ends_the_vetting(post: Post) -> None:
    since = TODAY - timedelta(days=20)
    post.work.write(save_person, PersonDraft(post.unit, "Rosa Paz", commands=True, commands_from=since))
    found = post.work.read(whole, post.unit, today=TODAY)
    assert found is not None
    assert [(one.on, one.why) for one in found.ends] == [(since, "commander")]
    assert found.standing.value == "changed"


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 2), st.booleans()), min_size=1, max_size=6))
def test_each_day_has_one_parent_and_holders_add_up(post: Post, moves: list[tuple[int, int, bool]]) -> None:
    if not post.vendor or not post.scalar("SELECT count(*) FROM partner WHERE name = 'Third'"):
        vest = post.item("PE-1042", name="Vest")
        post.stocked(vest, ["A-1", "A-2", "A-3"], on=TODAY - timedelta(days=60))
        post.clock.on(TODAY - timedelta(days=20))
        post.work.write(sign, SignDraft(post.issued(post.picks(vest, "A-1", "A-2")), TODAY - timedelta(days=20)))
        post.clock.on(TODAY)
        agency(post, "Second")
        agency(post, "Third")
    tops = [int(str(post.scalar("SELECT id FROM partner WHERE name = :n", n=n))) for n in ("Second", "Third")]
    for back, at, facility in moves:
        child = post.facility if facility else post.unit
        draft = MoveDraft((child,), [post.agency, *tops][at], TODAY - back * DAY, "Moved")
        (row,) = post.work.read(preview, draft, today=TODAY)
        assert {one.code for one in row.problems} <= {"move-changes-nothing"}
        if not row.problems:
            post.work.write(move_partners, draft)
    for back in range(0, 45, 4):
        day: date = TODAY - back * DAY
        rows = post.work.read(tree, on=day)
        assert len({row.id for row in rows}) == len(rows)
        links = post.scalar(
            "SELECT max(n) FROM (SELECT count(*) AS n FROM partner_link WHERE from_on <= :d AND (to_on IS NULL OR"
            " to_on >= :d) GROUP BY child_id)",
            d=day.isoformat(),
        )
        assert links == 1
        tops_of_day = [row.id for row in rows if row.parent_id is None]
        reached = [one for top in tops_of_day for one in post.work.read(below, top, on=day)]
        assert sorted(reached) == sorted(row.id for row in rows)  # everyone, once
        in_all = sum(one.quantity for top in tops_of_day for one in post.work.read(held, top, on=day))
        assert in_all == sum(post.work.read(holders, on=day).values()) == (2 if back <= 20 else 0)
