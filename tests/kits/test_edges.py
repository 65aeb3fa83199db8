"""Edges of kits: sizes nobody orders any more, kits of which nothing is there, other stores, drafts of plans."""

from __future__ import annotations

import pytest

from inl_logistics.catalog.commands import save_item
from inl_logistics.catalog.drafts import ItemDraft, VariantDraft
from inl_logistics.catalog.kits import KitDraft, KitLineDraft, release_version, save_kit
from inl_logistics.kernel.problems import RulesBroken
from inl_logistics.kernel.values import Tracking
from inl_logistics.kits import queries
from inl_logistics.kits.building import AssembleDraft, SizeChoice, assemble, complete
from inl_logistics.kits.handing import KitHandoverDraft, hand_over
from inl_logistics.partners.commands import StoreDraft, save_store
from inl_logistics.requirements.commands import (
    PersonSize,
    RecipientDraft,
    RequirementDraft,
    RequirementLineDraft,
    save_requirement,
    submit,
)
from inl_logistics.requirements.records import Basis
from tests.builders import TODAY
from tests.kits.conftest import Desk


def codes(caught: pytest.ExceptionInfo[RulesBroken]) -> set[str]:
    return {one.code for one in caught.value.problems}


def kit(desk: Desk, code: str, *lines: KitLineDraft, persons: int = 1) -> int:
    made = desk.post.work.write(save_kit, KitDraft(code, code, persons, lines=lines))
    desk.post.work.write(release_version, made, desk.post.work.today())
    return made


def asked(desk: Desk, handover: int) -> dict[str, tuple[int, int]]:
    """Return what the lines of a handover ask for, and what is picked."""
    sql = (
        "SELECT group_concat(v.code || ' ' || l.asked || ' ' || COALESCE((SELECT sum(quantity) FROM handover_pick p"
        " WHERE p.line_id = l.id), 0), ';') FROM handover_line l JOIN variant v ON v.id = l.variant_id WHERE l.handover_id = :h"
    )
    rows = [one.split() for one in str(desk.post.scalar(sql, h=handover)).split(";")]
    return {code: (int(wanted), int(picked)) for code, wanted, picked in rows}


def test_a_size_that_is_not_ordered_any_more_is_asked_for_last(desk: Desk) -> None:
    sizes = (VariantDraft("S", retired=True), VariantDraft("M"))
    boots = desk.post.work.write(
        save_item, ItemDraft("UNI-06", "Boots", Tracking.QUANTITY, price_micros=1, variants=sizes)
    )
    made = kit(desk, "K-2", KitLineDraft(1, boots), KitLineDraft(2, desk.gloves))
    handover = desk.post.work.write(hand_over, KitHandoverDraft(made, 1))
    assert asked(desk, handover) == {"PPE-01": (2, 2), "UNI-06-M": (1, 0)}


def test_a_kit_of_which_nothing_is_there_is_no_incomplete_kit(desk: Desk) -> None:
    made = kit(desk, "K-2", KitLineDraft(1, desk.helmet, variant_id=desk.medium))
    with pytest.raises(RulesBroken) as caught:
        desk.post.work.write(assemble, AssembleDraft(made, desk.post.store, 4, incomplete=True))
    assert codes(caught) == {"kit-short"}
    assert len(desk.post.work.write(assemble, AssembleDraft(made, desk.post.store, 3, incomplete=True))) == 3


def test_what_completes_a_kit_is_put_aside_for_it(desk: Desk) -> None:
    work = desk.post.work
    medium = (SizeChoice(desk.helmet, desk.medium),)
    work.write(assemble, AssembleDraft(desk.kit, desk.post.store, 4, sizes=medium, incomplete=True))
    lacking = next(one.id for one in work.read(queries.builds, kit_id=desk.kit) if one.missing)
    before = int(str(desk.post.scalar("SELECT sum(quantity) FROM reservation")))
    work.write(complete, lacking)
    assert desk.post.scalar("SELECT sum(quantity) FROM reservation") == before + 1


def test_what_a_build_lacks_in_a_named_size_follows_it_onto_the_paper(desk: Desk) -> None:
    made = kit(desk, "K-2", KitLineDraft(1, desk.helmet, variant_id=desk.medium), KitLineDraft(2, desk.gloves))
    work = desk.post.work
    builds = work.write(assemble, AssembleDraft(made, desk.post.store, 4, incomplete=True))
    handover = work.write(hand_over, KitHandoverDraft(made, build_ids=builds[3:]))
    assert asked(desk, handover) == {"PPE-01": (2, 2), "RIO-01-M": (1, 0)}


def test_a_serial_of_another_store_is_not_free_here(desk: Desk) -> None:
    other = desk.post.work.write(save_store, StoreDraft("S2", "Second Store"))
    with pytest.raises(RulesBroken) as caught:
        desk.post.work.write(assemble, AssembleDraft(desk.kit, other, serials=("H-1",)))
    assert "kit-serial-not-free" in codes(caught)


@pytest.mark.parametrize(("persons", "submitted", "shown"), [(1, True, 1), (1, False, 0), (12, True, 0)])
def test_rosters_count_for_kits_of_one_person_and_plans_that_were_handed_in(
    desk: Desk, persons: int, submitted: bool, shown: int
) -> None:
    work = desk.post.work
    made = kit(desk, "K-2", KitLineDraft(1, desk.helmet), persons=persons)
    recipient = RecipientDraft(
        desk.post.facility, desk.post.unit, desk.post.person, 1, sizes=(PersonSize(1, desk.helmet, "L"),)
    )
    plan = RequirementDraft(
        (recipient,), (RequirementLineDraft(1, Basis.PERSON, kit_id=made),), title="Group",
        agency_id=desk.post.agency, justification="New", need_by=TODAY,
    )  # fmt: skip
    saved = work.write(save_requirement, plan)
    if submitted:
        work.write(submit, saved)
    found = work.read(queries.detail, made, today=TODAY)
    assert found is not None
    assert len(found.rosters) == shown
