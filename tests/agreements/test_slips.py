"""Slips an officer makes with agreements, edges of days and cents, and what approved plans still want."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.agreements import balances, facts, queries
from inl_logistics.agreements.amending import (
    AmendmentDraft,
    ClauseDraft,
    ProjectAmount,
    amend_agreement,
    record_signed,
    save_clause,
)
from inl_logistics.agreements.commands import AgreementDraft, ProjectDraft, save_agreement
from inl_logistics.agreements.records import ClauseKind
from inl_logistics.agreements.rules import LoweredCeiling, Scope, lowered_problems
from inl_logistics.kernel.actor import Override
from inl_logistics.kernel.problems import ApprovalNeeded, RulesBroken
from inl_logistics.purchasing.amendments import AmendDraft, amend_order
from inl_logistics.purchasing.commands import draft_of, place_order, save_order
from inl_logistics.purchasing.ending import short_close_order
from inl_logistics.purchasing.planned import PlannedOrderDraft, order_from_plan
from inl_logistics.receiving.commands import (
    Mode,
    ScanDraft,
    StartDraft,
    scan,
    start,
)
from inl_logistics.receiving.posting import FinishDraft
from inl_logistics.receiving.posting import post as post_receiving
from inl_logistics.receiving.reversing import ReverseDraft, reverse
from inl_logistics.requirements.facts import left_of
from inl_logistics.shipments.commands import ShipmentLineDraft
from tests.agreements.test_balances import SIGNED, Funded, line
from tests.builders import TODAY, Post
from tests.requirements.plans import planned


@pytest.fixture
def funded(tmp_path: Path) -> Iterator[Funded]:
    """One agreement, two projects."""
    made = Funded(tmp_path / "post")
    yield made
    made.work.close()


def _codes(caught: pytest.ExceptionInfo[RulesBroken]) -> list[str]:
    return [one.code for one in caught.value.problems]


def test_a_new_agreement_never_writes_over_one_with_its_number(post: Post) -> None:
    first = AgreementDraft("LOA-1", "Corrections", signed_on=SIGNED, is_new=True)
    agreement = post.work.write(save_agreement, first)
    with pytest.raises(RulesBroken) as caught:
        post.work.write(save_agreement, AgreementDraft(" LOA-1 ", "Border police", is_new=True))
    assert _codes(caught) == ["agreement-number-taken"]
    assert post.scalar("SELECT title FROM agreement") == "Corrections"
    assert post.work.write(save_agreement, replace(first, title="Prisons", is_new=False)) == agreement


def test_nothing_ends_before_it_was_signed(funded: Funded) -> None:
    early = SIGNED - timedelta(days=1)
    with pytest.raises(RulesBroken) as caught:
        funded.work.write(save_agreement, AgreementDraft("LOA-9", signed_on=SIGNED, expires_on=early))
    assert _codes(caught) == ["agreement-ends-before"]
    with pytest.raises(RulesBroken) as caught:
        funded.work.write(
            amend_agreement, AmendmentDraft(funded.agreement, TODAY, expires_on=TODAY - timedelta(days=1))
        )
    assert _codes(caught) == ["agreement-ends-before"]
    assert funded.work.write(amend_agreement, AmendmentDraft(funded.agreement, TODAY, expires_on=TODAY)) == 1


def test_a_signature_to_come_is_not_recorded(post: Post) -> None:
    draft = AgreementDraft(
        "LOA-1", "Corrections", post.agency, TODAY + timedelta(days=1), projects=(ProjectDraft("P"),)
    )
    agreement = post.work.write(save_agreement, draft)
    with pytest.raises(RulesBroken) as caught:
        post.work.write(record_signed, agreement)
    assert _codes(caught) == ["date-in-future"]
    post.work.write(save_agreement, replace(draft, signed_on=TODAY))
    assert post.work.write(record_signed, agreement)


def test_a_corrected_title_is_on_the_paper(funded: Funded) -> None:
    funded.work.write(record_signed, funded.agreement)
    row = funded.work.read(queries.detail, funded.agreement, today=TODAY)
    assert row is not None
    again = AgreementDraft("LOA 2025-01", "Corrections and prisons", funded.post.agency, SIGNED, date(2027, 12, 31))
    funded.work.write(save_agreement, again)
    sealed = "SELECT count(*) FROM seal s JOIN document d ON d.id = s.document_id WHERE d.kind = 'AG'"
    assert funded.post.scalar(sealed) == 2
    assert funded.work.read(queries.paper, funded.agreement, on=TODAY).title == "Corrections and prisons"


def test_the_first_signing_is_corrected_in_both_places(funded: Funded) -> None:
    earlier, end = SIGNED - timedelta(days=3), date(2028, 1, 31)
    funded.work.write(
        amend_agreement, AmendmentDraft(funded.agreement, earlier, (), expires_on=end, note="A slip", number=0)
    )
    row = funded.post.scalar("SELECT signed_on || ' ' || expires_on FROM agreement")
    assert row == f"{earlier.isoformat()} {end.isoformat()}"


def test_a_ceiling_may_be_lowered_to_what_is_committed() -> None:
    assert lowered_problems([LoweredCeiling("P", 500, 500)]) == []
    assert [one.code for one in lowered_problems([LoweredCeiling("P", 499, 500)])] == ["ceiling-below-committed"]


def test_a_project_that_lists_only_items_allows_nothing_else() -> None:
    scope = Scope("P", items=frozenset({8}))
    assert scope.allows(8, "Body armor")
    assert not scope.allows(7, "Body armor")


def test_an_amendment_corrected_downwards_is_judged_by_what_it_gave(funded: Funded) -> None:
    """100,000 and 30,000 more; 90,000 are committed. Correcting the 30,000 to 0 leaves enough, to -20,000 does not."""
    more = AmendmentDraft(funded.agreement, TODAY, (ProjectAmount(funded.first, 30_000_00),))
    funded.work.write(amend_agreement, more)
    funded.order(line(funded.vest, 900))
    fixed = replace(more, number=1, note="A slip", amounts=(ProjectAmount(funded.first, -20_000_00),))
    with pytest.raises(ApprovalNeeded) as caught:
        funded.work.write(amend_agreement, fixed)
    assert [dict(one.params)["ceiling"] for one in caught.value.problems] == ["$80,000.00"]
    assert funded.work.write(amend_agreement, replace(fixed, amounts=(ProjectAmount(funded.first, 0),))) == 1
    assert funded.work.read(facts.ceiling, funded.first, on=TODAY) == 100_000_00


def test_a_clause_with_another_article_is_another_version(funded: Funded) -> None:
    clause = ClauseDraft(ClauseKind.END_USE, "Access at any time.", "Art. 5")
    kept = [
        funded.work.write(save_clause, funded.agreement, one)
        for one in (clause, clause, replace(clause, reference="Art. 6"))
    ]
    assert kept == [1, 1, 2]


def test_a_term_is_that_of_the_amendments_signed_by_the_day(funded: Funded) -> None:
    day = TODAY - timedelta(days=5)
    funded.work.write(amend_agreement, AmendmentDraft(funded.agreement, day, expires_on=date(2029, 6, 30)))
    ends = [
        term.expires_on
        for one in (day - timedelta(days=1), day)
        if (term := funded.work.read(facts.term, funded.agreement, on=one)) is not None
    ]
    assert ends == [date(2027, 12, 31), date(2029, 6, 30)]


def test_a_fiscal_year_begins_on_the_first_of_october(funded: Funded) -> None:
    for day in (date(2026, 9, 30), date(2026, 10, 1)):
        funded.order(line(funded.vest, 1), on=day)
    years = funded.work.read(balances.by_year, funded.agreement, on=TODAY, fiscal=True)
    assert [(one.year, one.money.ordered_minor) for one in years] == [(2026, 100_00), (2027, 100_00)]
    years = funded.work.read(balances.by_year, funded.agreement, on=TODAY, fiscal=False)
    assert [(one.year, one.money.ordered_minor) for one in years] == [(2026, 200_00)]


def _receive(funded: Funded, order: int, line_id: int, quantity: int, **more: object) -> int:
    shipment = funded.post.ship(order, [ShipmentLineDraft(funded.gloves, quantity, line_id)])
    receiving = funded.work.write(start, StartDraft(shipment, funded.post.store))
    funded.work.write(scan, ScanDraft(receiving, "PPE-01", quantity=quantity))
    funded.work.write(post_receiving, FinishDraft(receiving, TODAY, **more))  # type: ignore[arg-type]
    return receiving


def test_a_part_of_a_line_is_worth_its_share_rounded_once(funded: Funded) -> None:
    """Three pieces for 2.00: two of them are worth 1.33, one 0.67."""
    order = funded.order(replace(line(funded.gloves, 3), price_micros=666_667))
    (line_id,) = funded.post.order_lines(order)
    _receive(funded, order, line_id, 1)
    assert funded.money(funded.first).received_minor == 67
    _receive(funded, order, line_id, 1)
    assert funded.money(funded.first).received_minor == 133


def test_a_reversal_takes_back_only_what_was_accepted(funded: Funded) -> None:
    order = funded.order(line(funded.gloves, 5, 10))
    (line_id,) = funded.post.order_lines(order)
    shipment = funded.post.ship(order, [ShipmentLineDraft(funded.gloves, 5, line_id)])
    receiving = funded.work.write(start, StartDraft(shipment, funded.post.store))
    for mode, count in ((Mode.GOOD, 3), (Mode.DAMAGED, 2)):
        funded.work.write(scan, ScanDraft(receiving, "PPE-01", mode=mode, quantity=count))
    funded.work.write(post_receiving, FinishDraft(receiving, TODAY))
    assert funded.money(funded.first).received_minor == 30_00
    work = funded.work
    own = (Override("reversal-approval", "Counted twice", work.actor.user_id, work.actor.name),)
    work.write(reverse, ReverseDraft(receiving, "Counted twice", TODAY), overrides=own)
    assert funded.money(funded.first).received_minor == 0


def test_what_a_plan_wants_is_counted_by_pieces_not_by_price(tmp_path: Path) -> None:
    plan_post = planned(tmp_path / "plan")
    post, work = plan_post.post, plan_post.post.work
    agreement = work.write(save_agreement, AgreementDraft(
        "LOA-1", "Prisons", post.agency, SIGNED, projects=(ProjectDraft("P-1", ceiling_minor=100_000_00),)
    ))  # fmt: skip

    def prepare(session: Session, **_who: object) -> None:
        session.execute(text("UPDATE item SET price_micros = 10000000, currency = 'USD'"))

    work.write(prepare)
    plan = plan_post.approved()
    work.write(lambda session, **_who: session.execute(
        text("UPDATE requirement SET project_id = 1, agreement_id = :a WHERE id = :r"), {"a": agreement, "r": plan}
    ))  # fmt: skip
    wanted = work.read(balances.planned, on=TODAY)
    assert wanted == {1: 20 * 10_00}
    assert work.read(balances.planned, on=TODAY - timedelta(days=1)) == {}, "it was not approved then"
    order = work.write(order_from_plan, PlannedOrderDraft(plan, post.vendor, need_by=TODAY + timedelta(days=9)))
    draft = work.read(draft_of, order)
    assert draft.need_by == TODAY + timedelta(days=9)
    cheaper = replace(draft, lines=tuple(replace(one, price_micros=7_000_000) for one in draft.lines))
    work.write(save_order, cheaper)
    assert work.read(balances.planned, on=TODAY) == wanted, "a draft takes nothing"
    work.write(place_order, order)
    pieces = sum(one.quantity for one in draft.lines)
    assert pieces
    assert work.read(balances.planned, on=TODAY) == {1: (20 - pieces) * 10_00}
    assert work.read(balances.planned, on=TODAY - timedelta(days=1)) == {}
    work.write(short_close_order, order, reason="Enough")
    assert work.read(balances.planned, on=TODAY) == wanted, "what was canceled is wanted again"


def test_what_is_left_of_a_project_gets_canceled_pieces_back(funded: Funded) -> None:
    order = funded.order(line(funded.vest, 10), line(funded.gloves, 5, 10))
    assert funded.work.read(left_of, funded.first, on=TODAY) == 100_000_00 - 1_050_00
    _receive(funded, order, funded.post.order_lines(order)[1], 5)
    funded.work.write(short_close_order, order, reason="Vendor is out")
    assert funded.work.read(left_of, funded.first, on=TODAY) == 100_000_00 - 50_00


def test_an_order_that_bears_a_day_to_come_is_amended_from_that_day(funded: Funded) -> None:
    later = TODAY + timedelta(days=20)
    order = funded.order(line(funded.vest, 10), on=later)
    draft = funded.work.read(draft_of, order)
    more = replace(draft, lines=(replace(draft.lines[0], quantity=12),))
    funded.work.write(amend_order, AmendDraft(more, "Two more"))
    assert funded.money(funded.first, later - timedelta(days=1)) == balances.Money()
    assert funded.money(funded.first, later).committed_minor == 1_200_00
