"""Kits on a real post: versions, readiness, builds with exact serials, into papers, broken up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from inl_logistics.catalog.drafts import LocalName
from inl_logistics.catalog.kits import (
    KitDraft,
    KitLineDraft,
    discard_version,
    release_version,
    restore_kit,
    retire_kit,
    save_kit,
    save_kit_names,
)
from inl_logistics.handovers.drafts import delete_draft
from inl_logistics.inventory.commands import MoveDraft, StockPick, move
from inl_logistics.inventory.correcting import SerialDraft, correct_serial
from inl_logistics.inventory.layers import unit_head
from inl_logistics.kernel.listing import ListQuery
from inl_logistics.kernel.problems import BadInput, RulesBroken, StaleEdit
from inl_logistics.kits import queries, readiness
from inl_logistics.kits.building import AssembleDraft, SizeChoice, assemble, break_up, complete
from inl_logistics.kits.choices import mixed_sizes
from inl_logistics.kits.handing import KitHandoverDraft, KitTransferDraft, hand_over, put_together, transfer
from inl_logistics.labels.records import LabelKind
from inl_logistics.labels.tags import Subject, give_tags
from inl_logistics.partners.commands import StoreDraft, save_store
from inl_logistics.requirements.choices import goods
from inl_logistics.requirements.commands import (
    PersonSize,
    RecipientDraft,
    RequirementDraft,
    RequirementLineDraft,
    save_requirement,
    submit,
)
from inl_logistics.requirements.records import Basis
from inl_logistics.search.queries import hits
from inl_logistics.verification import verify
from tests.builders import TODAY
from tests.kits.conftest import Desk


def detail(desk: Desk) -> queries.KitDetail:
    found = desk.post.work.read(queries.detail, desk.kit, today=TODAY)
    assert found is not None
    return found


def codes(caught: pytest.ExceptionInfo[RulesBroken]) -> set[str]:
    return {one.code for one in caught.value.problems}


def reserved(desk: Desk) -> int:
    return int(str(desk.post.scalar("SELECT COALESCE(sum(quantity), 0) FROM reservation")))


# versions -------------------------------------------------------------------------------------------------------
def test_a_changed_list_is_a_draft_until_it_is_released_for_a_day(desk: Desk) -> None:
    work = desk.post.work
    kept = detail(desk).draft
    changed = (
        *(kept.lines or ()),
        KitLineDraft(1, kit_id=None, item_id=desk.gloves, variant_id=desk.variant("PPE-01")),
    )
    work.write(
        save_kit, KitDraft("K-CERT", "Member kit", id=desk.kit, version=kept.version, lines=changed, note="more")
    )
    shown = detail(desk)
    assert (shown.row.version, shown.row.draft, len(shown.lines), len(shown.draft_lines)) == (1, True, 3, 4)
    later = work.today() + timedelta(days=10)
    assert work.write(release_version, desk.kit, later) == 2
    assert detail(desk).row.version == 1, "until the day has come"
    then = work.read(queries.detail, desk.kit, today=later)
    assert then is not None
    assert [(one.number, one.in_force, one.note) for one in then.versions] == [(2, True, "more"), (1, False, "")]
    with pytest.raises(RulesBroken) as caught:
        work.write(release_version, desk.kit, later)
    assert codes(caught) == {"kit-no-draft"}


def test_a_version_is_not_in_force_before_today_or_before_the_last(desk: Desk) -> None:
    work, kept = desk.post.work, detail(desk).draft
    work.write(save_kit, KitDraft("K-CERT", "Member kit", id=desk.kit, version=kept.version, lines=kept.lines))
    with pytest.raises(RulesBroken) as caught:
        work.write(release_version, desk.kit, work.today() - timedelta(days=1))
    assert codes(caught) == {"kit-version-past", "kit-version-order"}
    work.write(discard_version, desk.kit)
    assert not detail(desk).row.draft


def test_all_that_is_wrong_with_a_kit_is_said(desk: Desk) -> None:
    work = desk.post.work
    for draft, expected in (
        (KitDraft("", "", 0), {"kit-code-empty", "kit-name-empty", "kit-persons", "kit-empty"}),
        (KitDraft("K-CERT", "x", lines=(KitLineDraft(0, desk.gloves), KitLineDraft(1))),
         {"kit-code-taken", "kit-line-quantity", "kit-line-empty"}),
        (KitDraft("K-2", "x", lines=(KitLineDraft(1, desk.gloves), KitLineDraft(2, desk.gloves))), {"kit-line-twice"}),
        (KitDraft("K-2", "x", lines=(KitLineDraft(1, desk.gloves, optional=True),)), {"kit-empty"}),
    ):  # fmt: skip
        with pytest.raises(RulesBroken) as caught:
            work.write(save_kit, draft)
        assert codes(caught) == expected


def test_a_kit_cannot_hold_itself_through_another(desk: Desk) -> None:
    work, kept = desk.post.work, detail(desk).draft
    team = work.write(save_kit, KitDraft("K-TEAM", "Team", 12, lines=(KitLineDraft(12, kit_id=desk.kit),)))
    work.write(release_version, team, work.today())
    with pytest.raises(RulesBroken) as caught:
        work.write(
            save_kit, KitDraft("K-CERT", "x", id=desk.kit, version=kept.version, lines=(KitLineDraft(1, kit_id=team),))
        )
    assert codes(caught) == {"kit-holds-itself"}
    with pytest.raises(StaleEdit):
        work.write(save_kit, KitDraft("K-CERT", "x", id=desk.kit, version=kept.version + 5))


def test_a_retired_kit_is_not_offered(desk: Desk) -> None:
    work = desk.post.work
    work.write(retire_kit, desk.kit)
    assert "K-CERT" not in [one.code for one in work.read(goods)]
    assert work.read(queries.keys, ListQuery(), today=TODAY).keys == ()
    work.write(restore_kit, desk.kit)
    assert work.read(queries.keys, ListQuery(), today=TODAY).keys == (desk.kit,)
    with pytest.raises(BadInput):
        work.write(retire_kit, 999)


# readiness ------------------------------------------------------------------------------------------------------
def test_readiness_says_how_many_what_blocks_the_next_and_what_it_costs(desk: Desk) -> None:
    shown = detail(desk)
    assert (shown.row.can, shown.row.units, shown.row.serials) == (5, 4, 1)
    assert shown.row.cost_minor == 13_750 + 6_000 + 1_400
    assert [(one.code, one.quantity, one.cost_minor) for one in shown.stores[0].blocks] == [
        ("RIO-01", 1, 13_750), ("PPE-01", 2, 6_000),
    ]  # fmt: skip
    assert shown.stores[0].cost_minor == 19_750
    assert [(one.store, one.can) for one in shown.stores[1:]] == [("Main warehouse", 5)]
    found = desk.post.work.read(readiness.worked, today=TODAY)
    ten = readiness.of_kit(found, desk.kit, count=10)
    assert {one.code: one.quantity for one in ten.blocks} == {"RIO-01": 5, "PPE-01": 10, "INT-03": 4}


def test_what_expires_too_soon_does_not_count(desk: Desk) -> None:
    spray = next(one for one in detail(desk).lines if one.code == "INT-03")
    assert spray.free == 6, "the lot that ends in a month cannot be handed over without asking"


def test_an_approved_plans_roster_says_for_how_many_persons_it_is_there(desk: Desk) -> None:
    """Four persons, three of whom wear L: two of these get one, the third lacks it, the one with M does not wait."""
    sizes = tuple(PersonSize(number, desk.helmet, size) for number, size in ((1, "L"), (2, "L"), (3, "L"), (4, "M")))
    recipient = RecipientDraft(desk.post.facility, desk.post.unit, desk.post.person, 4, sizes=sizes)
    plan = RequirementDraft(
        (recipient,), (RequirementLineDraft(1, Basis.PERSON, kit_id=desk.kit),), title="Response group",
        agency_id=desk.post.agency, justification="New group", need_by=TODAY,
    )  # fmt: skip
    desk.post.work.write(submit, desk.post.work.write(save_requirement, plan))
    (roster,) = detail(desk).rosters
    assert (roster.persons, roster.equipped) == (4, 3)
    assert [(one.code, one.size, one.quantity) for one in roster.lacks] == [("RIO-01", "L", 1)]


# builds ---------------------------------------------------------------------------------------------------------
def test_a_build_takes_exact_serials_and_nothing_else_can(desk: Desk) -> None:
    work = desk.post.work
    (first,) = work.write(assemble, AssembleDraft(desk.kit, desk.post.store, serials=("h-4",)))
    shown = detail(desk)
    build = shown.builds[0]
    assert (build.number, build.status, build.serials, build.units, build.missing) == (
        "K-CERT-0001", "assembled", "H-4", 4, 0,
    )  # fmt: skip
    assert shown.row.can == 4
    assert reserved(desk) == 4
    assert [one.code for one in work.read(queries.build_parts, first)] == ["INT-03", "PPE-01", "RIO-01-L"]
    assert [hit.subject_id for hit in work.read(hits, "K-CERT-0001") if hit.kind == "kit-build"] == [first]
    unit = desk.post.scalar("SELECT id FROM unit WHERE serial = 'H-4'")
    row = {
        name: int(str(desk.post.scalar(f"SELECT {name} FROM kit_build_part WHERE unit_id = :u", u=unit)))
        for name in ("item_id", "layer_id", "place_id")
    }
    pick = StockPick(row["item_id"], row["layer_id"], row["place_id"], 1, int(str(unit)))
    other = work.write(save_store, StoreDraft("S2", "Second Store", bins=("A-1",)))
    target = int(str(desk.post.scalar("SELECT max(id) FROM bin WHERE store_id = :s", s=other)))
    with pytest.raises(RulesBroken) as caught:
        work.write(move, MoveDraft((pick,), target, TODAY))
    assert codes(caught) == {"unit-reserved"}
    assert [one.params["owner"] for one in caught.value.problems] == ["K-CERT-0001"]


def test_a_unit_in_a_kit_says_which_kit_holds_it(desk: Desk) -> None:
    desk.post.work.write(assemble, AssembleDraft(desk.kit, desk.post.store, serials=("h-4",)))
    head = desk.post.work.read(unit_head, int(str(desk.post.scalar("SELECT id FROM unit WHERE serial = 'H-4'"))))
    assert head is not None
    assert head.reserved_by == "K-CERT-0001"


def test_several_are_built_at_once_or_none(desk: Desk) -> None:
    work = desk.post.work
    with pytest.raises(RulesBroken) as caught:
        work.write(assemble, AssembleDraft(desk.kit, desk.post.store, 4))
    assert codes(caught) == {"kit-short"}, "three helmets M only: a size is chosen for all of them"
    assert reserved(desk) == 0
    assert len(work.write(assemble, AssembleDraft(desk.kit, desk.post.store, 3))) == 3
    numbers = [one.number for one in detail(desk).builds]
    assert numbers == ["K-CERT-0003", "K-CERT-0002", "K-CERT-0001"]
    large = (SizeChoice(desk.helmet, desk.large),)
    assert len(work.write(assemble, AssembleDraft(desk.kit, desk.post.store, 2, sizes=large))) == 2
    assert work.read(verify).holds


def test_an_incomplete_build_shows_what_is_missing_and_is_completed_later(desk: Desk) -> None:
    work = desk.post.work
    work.write(assemble, AssembleDraft(desk.kit, desk.post.store, 5, sizes=(SizeChoice(desk.helmet, desk.medium),),
                                       incomplete=True))  # fmt: skip
    builds = detail(desk).builds
    assert sorted(one.missing for one in builds) == [0, 0, 0, 1, 1]
    lacking = next(one for one in builds if one.missing)
    assert work.write(complete, lacking.id) == 1, "a large helmet does: the kit names no size"
    assert next(one for one in detail(desk).builds if one.id == lacking.id).missing == 0
    with pytest.raises(RulesBroken) as caught:
        work.write(complete, lacking.id)
    assert codes(caught) == {"kit-build-complete"}


def test_broken_up_its_goods_are_free_again_and_its_number_is_never_used_again(desk: Desk) -> None:
    work = desk.post.work
    (build,) = work.write(assemble, AssembleDraft(desk.kit, desk.post.store))
    work.write(break_up, build, reason="inspection")
    assert reserved(desk) == 0
    assert detail(desk).builds[0].status == "broken-up"
    with pytest.raises(RulesBroken) as caught:
        work.write(break_up, build)
    assert codes(caught) == {"kit-build-ended"}
    work.write(assemble, AssembleDraft(desk.kit, desk.post.store))
    assert [one.number for one in detail(desk).builds] == ["K-CERT-0002", "K-CERT-0001"]


@pytest.mark.parametrize(
    ("serials", "code"), [(("H-9",), "kit-serial-not-part"), (("H-1", "H-1"), "kit-serial-not-free")]
)
def test_a_serial_that_cannot_be_in_it_is_named(desk: Desk, serials: tuple[str, ...], code: str) -> None:
    with pytest.raises(RulesBroken) as caught:
        desk.post.work.write(assemble, AssembleDraft(desk.kit, desk.post.store, serials=serials))
    assert codes(caught) == {code}


def test_nothing_is_built_of_a_retired_or_unreleased_kit_or_from_an_empty_store(desk: Desk) -> None:
    work = desk.post.work
    draft = work.write(save_kit, KitDraft("K-2", "x", lines=(KitLineDraft(1, desk.gloves),)))
    for asked, code in (
        (AssembleDraft(draft, desk.post.store), "kit-not-in-force"),
        (AssembleDraft(desk.kit, desk.post.store, 0), "kit-count"),
        (AssembleDraft(desk.kit, 99), "kit-nothing-free"),
    ):
        with pytest.raises(RulesBroken) as caught:
            work.write(assemble, asked)
        assert code in codes(caught)
    work.write(retire_kit, desk.kit)
    with pytest.raises(RulesBroken) as caught:
        work.write(assemble, AssembleDraft(desk.kit, desk.post.store))
    assert codes(caught) == {"kit-retired"}


# into papers ----------------------------------------------------------------------------------------------------
def test_kits_go_into_a_handover_with_what_is_short_on_its_lines(desk: Desk) -> None:
    work = desk.post.work
    large = (SizeChoice(desk.helmet, desk.large),)
    handover = work.write(hand_over, KitHandoverDraft(desk.kit, 3, sizes=large, unit_id=desk.post.unit,
                                                      facility_id=desk.post.facility))  # fmt: skip
    rows = desk.post.work.read(
        lambda session: [
            tuple(row)
            for row in session.execute(
                text(
                    "SELECT v.code, l.asked, (SELECT sum(quantity) FROM handover_pick p WHERE p.line_id = l.id)"
                    " FROM handover_line l JOIN variant v ON v.id = l.variant_id WHERE l.handover_id = :h ORDER BY l.line_no"
                ),
                {"h": handover},
            )
        ]
    )
    assert rows == [("INT-03", 3, 3), ("PPE-01", 6, 6), ("RIO-01-L", 3, 2)]
    kits = desk.post.scalar("SELECT count || ' v' || kit_version FROM handover_kit WHERE handover_id = :h", h=handover)
    assert kits == "3 v1"
    assert reserved(desk) == 11


def test_an_assembled_kit_goes_into_a_handover_and_comes_back_when_that_is_thrown_away(desk: Desk) -> None:
    work = desk.post.work
    (build,) = work.write(assemble, AssembleDraft(desk.kit, desk.post.store))
    handover = work.write(hand_over, KitHandoverDraft(desk.kit, build_ids=(build,)))
    assert detail(desk).builds[0].status == "in-handover"
    assert desk.post.scalar("SELECT count(*) FROM reservation WHERE owner_kind = 'kit'") == 0
    with pytest.raises(RulesBroken):
        work.write(break_up, build)
    with pytest.raises(RulesBroken):
        work.write(put_together, build)
    work.write(delete_draft, handover)
    assert detail(desk).builds[0].status == "came-back"
    work.write(put_together, build)
    assert detail(desk).builds[0].status == "assembled"
    assert reserved(desk) == 4


def test_nothing_chosen_and_nothing_there_is_refused(desk: Desk) -> None:
    work = desk.post.work
    with pytest.raises(RulesBroken) as caught:
        work.write(hand_over, KitHandoverDraft(desk.kit))
    assert codes(caught) == {"kit-nothing-chosen"}
    with pytest.raises(RulesBroken) as caught:
        work.write(hand_over, KitHandoverDraft(desk.kit, 1, store_id=99))
    assert "kit-short" in codes(caught)


def test_whole_kits_travel_to_another_store_and_half_ones_do_not(desk: Desk) -> None:
    work = desk.post.work
    other = work.write(save_store, StoreDraft("S2", "Second Store", bins=("A-1",)))
    target = int(str(desk.post.scalar("SELECT max(id) FROM bin WHERE store_id = :s", s=other)))
    made = work.write(transfer, KitTransferDraft(desk.kit, 2, desk.post.store, target))
    assert desk.post.scalar("SELECT sum(quantity) FROM transfer_line WHERE transfer_id = :t", t=made) == 8
    with pytest.raises(RulesBroken) as caught:
        work.write(transfer, KitTransferDraft(desk.kit, 9, desk.post.store, target))
    assert codes(caught) == {"kit-short"}


# what was named, what was added later, versions yet to come ------------------------------------------------------
def test_a_named_serial_goes_in_though_others_came_first(desk: Desk) -> None:
    """Who scans a helmet holds it in hand: it goes into the kit, not the one that came first."""
    work = desk.post.work
    desk.post.stocked(desk.medium, ["H-6"])
    work.write(assemble, AssembleDraft(desk.kit, desk.post.store, serials=("H-6",)))
    assert detail(desk).builds[0].serials == "H-6"


def test_a_named_serial_is_never_left_out_in_silence(desk: Desk) -> None:
    work = desk.post.work
    for serials, left in ((("H-1", "H-2"), ["H-2"]), (("H-1", "H-4"), ["H-1"])):
        with pytest.raises(RulesBroken) as caught:
            work.write(assemble, AssembleDraft(desk.kit, desk.post.store, serials=serials))
        assert [(one.code, one.params["serial"]) for one in caught.value.problems] == [
            ("kit-serial-left-over", serial) for serial in left
        ]
    assert reserved(desk) == 0
    assert len(work.write(assemble, AssembleDraft(desk.kit, desk.post.store, 2, serials=("H-2", "H-3")))) == 2
    assert sorted(one.serials for one in detail(desk).builds) == ["H-2", "H-3"]


def test_a_tag_and_a_former_serial_name_a_unit_as_everywhere(desk: Desk) -> None:
    work = desk.post.work
    units = [int(str(desk.post.scalar("SELECT id FROM unit WHERE serial = :s", s=one))) for one in ("H-2", "H-3")]
    tag = work.write(give_tags, [Subject(LabelKind.UNIT, units[0])])[Subject(LabelKind.UNIT, units[0])]
    work.write(correct_serial, SerialDraft(units[1], "H-33", "misread"))
    work.write(assemble, AssembleDraft(desk.kit, desk.post.store, 2, serials=(tag, "h-3")))
    assert sorted(one.serials for one in detail(desk).builds) == ["H-2", "H-33"]


def test_a_completed_kit_is_found_by_the_serial_that_came_later(desk: Desk) -> None:
    work = desk.post.work
    work.write(break_up, work.write(assemble, AssembleDraft(desk.kit, desk.post.store))[0])
    builds = work.write(assemble, AssembleDraft(desk.kit, desk.post.store, 5, incomplete=True,
                                                sizes=(SizeChoice(desk.helmet, desk.medium),)))  # fmt: skip
    lacking = next(one.id for one in detail(desk).builds if one.missing)
    work.write(complete, lacking)
    serial = next(one.serials for one in detail(desk).builds if one.id == lacking)
    assert serial in {"H-4", "H-5"}
    assert lacking in builds
    assert [hit.subject_id for hit in work.read(hits, serial) if hit.kind == "kit-build"] == [lacking]


def test_what_a_kit_within_it_will_hold_one_day_is_not_missing_today(desk: Desk) -> None:
    work, kept = desk.post.work, detail(desk).draft
    team = work.write(save_kit, KitDraft("K-TEAM", "Team", 2, lines=(KitLineDraft(2, kit_id=desk.kit),)))
    work.write(release_version, team, work.today())
    (build,) = work.write(assemble, AssembleDraft(team, desk.post.store))
    more = (*(kept.lines or ()), KitLineDraft(5, desk.gloves, optional=False, variant_id=desk.variant("PPE-01")))
    work.write(save_kit, KitDraft("K-CERT", "Member kit", id=desk.kit, version=kept.version, lines=more))
    work.write(release_version, desk.kit, work.today() + timedelta(days=30))
    assert [(one.id, one.missing) for one in work.read(queries.builds, kit_id=team)] == [(build, 0)]


def test_two_drafts_cannot_come_to_hold_each_other(desk: Desk) -> None:
    """Neither is in force while both are written, so the circle closes only when the second is released."""
    work, kept = desk.post.work, detail(desk).draft
    team = work.write(save_kit, KitDraft("K-TEAM", "Team", 12, lines=(KitLineDraft(12, kit_id=desk.kit),)))
    lines = (KitLineDraft(1, desk.gloves), KitLineDraft(1, kit_id=team))
    work.write(save_kit, KitDraft("K-CERT", "x", id=desk.kit, version=kept.version, lines=lines))
    work.write(release_version, team, work.today())
    with pytest.raises(RulesBroken) as caught:
        work.write(release_version, desk.kit, work.today())
    assert codes(caught) == {"kit-holds-itself"}


def test_kits_are_handed_over_in_several_sizes(desk: Desk) -> None:
    work = desk.post.work
    mix = (SizeChoice(desk.helmet, desk.medium, 2), SizeChoice(desk.helmet, desk.large, 1))
    handover = work.write(hand_over, KitHandoverDraft(desk.kit, 3, sizes=mix))
    sizes = desk.post.scalar(
        "SELECT group_concat(v.size || ' ' || l.asked, ', ') FROM handover_line l JOIN variant v ON v.id = l.variant_id"
        " WHERE l.handover_id = :h AND v.size <> ''", h=handover,
    )  # fmt: skip
    assert sizes == "L 1, M 2"
    with pytest.raises(RulesBroken) as caught:
        work.write(hand_over, KitHandoverDraft(desk.kit, 4, sizes=mix))
    assert codes(caught) == {"kit-sizes-sum"}


@pytest.mark.parametrize(
    ("written", "found"),
    [("M 5, L 7", {1: 5, 2: 7}), ("m x 2; l:1, M=1", {1: 3, 2: 1}), ("4XL × 2", {3: 2}), ("42 3", {4: 3}), ("M 0", {})],
)
def test_sizes_are_read_as_people_write_them(written: str, found: dict[int, int]) -> None:
    sizes = ((1, "M", 9), (2, "L", 9), (3, "4XL", 9), (4, "42", 9))
    assert mixed_sizes(written, sizes) == found


@pytest.mark.parametrize("written", ["M", "5", "XXL 2", "M five"])
def test_sizes_that_cannot_be_read_are_named(written: str) -> None:
    with pytest.raises(BadInput) as caught:
        mixed_sizes(f"L 1, {written}", ((1, "M", 9), (2, "L", 9)))
    assert caught.value.params["found"] == written


def test_kits_of_two_versions_do_not_go_under_one_line(desk: Desk) -> None:
    """The receipt would say three kits of version 2, and one of them lacked what version 2 added."""
    work = desk.post.work
    (build,) = work.write(assemble, AssembleDraft(desk.kit, desk.post.store))
    stored = int(str(desk.post.scalar("SELECT version FROM kit WHERE id = :k", k=desk.kit)))
    work.write(save_kit, KitDraft("K-CERT", "Member kit", id=desk.kit, version=stored,
                                  lines=(KitLineDraft(1, desk.gloves),)))  # fmt: skip
    work.write(release_version, desk.kit, TODAY)
    with pytest.raises(RulesBroken) as caught:
        work.write(hand_over, KitHandoverDraft(desk.kit, 1, build_ids=(build,)))
    assert codes(caught) == {"kit-versions-mixed"}
    assert caught.value.problems[0].params["versions"] == "1, 2"
    assert detail(desk).builds[0].status == "assembled", "nothing was taken"
    work.write(hand_over, KitHandoverDraft(desk.kit, build_ids=(build,)))


def test_a_name_without_words_is_none(desk: Desk) -> None:
    names = (LocalName("es", "Equipo de respuesta"), LocalName("fr", "  "))
    kept = desk.post.work.read(queries.detail, desk.kit, today=TODAY)
    assert kept is not None
    desk.post.work.write(save_kit, replace(kept.draft, names=names))
    kept = desk.post.work.read(queries.detail, desk.kit, today=TODAY)
    assert kept is not None
    assert kept.draft.names == names[:1]


def test_no_kits_have_no_names_to_keep(desk: Desk) -> None:
    """A catalogue without kits names none: that took a statement with nothing to bind."""
    desk.post.work.write(lambda session, *, by, at: save_kit_names(session, {}))
    assert desk.post.scalar("SELECT count(*) FROM kit_name") == 0
