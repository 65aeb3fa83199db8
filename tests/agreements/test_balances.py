"""The running balance: right on any day, the same by fiscal and by calendar year, and what moves with a moved line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.agreements import balances, queries
from inl_logistics.agreements.amending import (
    AmendmentDraft,
    ClauseDraft,
    FundDraft,
    ProjectAmount,
    amend_agreement,
    record_signed,
    save_clause,
    save_funds,
)
from inl_logistics.agreements.commands import AgreementDraft, ProjectDraft, save_agreement
from inl_logistics.agreements.documents import render_agreement
from inl_logistics.agreements.records import ClauseKind
from inl_logistics.handovers.signing import SignDraft, sign
from inl_logistics.kernel.actor import Override
from inl_logistics.kernel.problems import ApprovalNeeded, BadInput, RulesBroken
from inl_logistics.kernel.values import Tracking
from inl_logistics.purchasing import facts
from inl_logistics.purchasing.amendments import AmendDraft, MoveLinesDraft, amend_order, cancel_lines, move_lines
from inl_logistics.purchasing.commands import (
    OrderDraft,
    OrderLineDraft,
    draft_of,
    place_order,
    save_order,
)
from inl_logistics.purchasing.commitments import differences
from inl_logistics.purchasing.documents import render_order
from inl_logistics.purchasing.ending import cancel_order, short_close_order
from inl_logistics.purchasing.queries import detail as order_detail
from inl_logistics.purchasing.snapshot import paper_of, paper_version
from inl_logistics.receiving.commands import ScanDraft, StartDraft, scan, start
from inl_logistics.receiving.posting import FinishDraft
from inl_logistics.receiving.posting import post as post_receiving
from inl_logistics.receiving.reversing import ReverseDraft, reverse
from inl_logistics.shipments.commands import PackedSerial, ShipmentLineDraft
from inl_logistics.trace.queries import trace
from inl_logistics.verification import verify
from tests.builders import TODAY, Post, puerto_claro
from tests.paper.reading import pages, words
from tests.paper.samples import PRINTED_AT

SIGNED = date(2025, 1, 15)


class Funded:
    """A post with one agreement of two projects."""

    def __init__(self, folder: Path) -> None:
        self.post: Post = puerto_claro(folder)
        self.work = self.post.work
        self.agreement = self.work.write(
            save_agreement,
            AgreementDraft(
                "LOA 2025-01", "Corrections", self.post.agency, SIGNED, date(2027, 12, 31),
                (ProjectDraft("P-24", "Response", "INCLE", 2024, 100_000_00),
                 ProjectDraft("P-25", "Academy", "INCLE", 2025, 50_000_00)),
            ),
        )  # fmt: skip
        self.first, self.second = (
            int(str(self.post.scalar("SELECT id FROM project WHERE code = :c", c=code))) for code in ("P-24", "P-25")
        )
        self.vest = self.post.item("ARM-01", name="Vest")
        self.gloves = self.post.item("PPE-01", name="Gloves", tracking=Tracking.QUANTITY)

    def order(self, *lines: OrderLineDraft, on: date = TODAY, project: int | None = None) -> int:
        """Place an order."""
        draft = OrderDraft(lines, title="Armor", vendor_id=self.post.vendor, agreement_id=self.agreement,
                           project_id=project or self.first, ordered_on=on)  # fmt: skip
        order = self.work.write(save_order, draft)
        self.work.write(place_order, order, ordered_on=on)
        return order

    def receive(self, order: int, quantity: int) -> None:
        """Ship and receive so many gloves of an order, where they are left."""
        line_id = self.post.order_lines(order)[1]
        left = self.post.scalar(
            "SELECT l.quantity - l.canceled_quantity - COALESCE((SELECT sum(quantity) FROM shipment_line WHERE order_line_id = l.id), 0)"
            " FROM order_line l WHERE id = :l", l=line_id,
        )  # fmt: skip
        assert isinstance(left, int)
        if left > 0:
            shipment = self.post.ship(order, [ShipmentLineDraft(self.gloves, min(left, quantity), line_id)])
            receiving = self.work.write(start, StartDraft(shipment, self.post.store))
            self.work.write(scan, ScanDraft(receiving, "PPE-01", quantity=min(left, quantity)))
            self.work.write(post_receiving, FinishDraft(receiving, TODAY))

    def money(self, project: int, on: date = TODAY) -> balances.Money:
        """What became of a project's money by a day."""
        return self.work.read(balances.by_project, on=on).get((project, self.agreement), balances.Money())


@pytest.fixture
def funded(tmp_path: Path) -> Iterator[Funded]:
    """One agreement, two projects."""
    made = Funded(tmp_path / "post")
    yield made
    made.work.close()


def line(variant: int, quantity: int, dollars: int = 100) -> OrderLineDraft:
    """A line at a whole price."""
    return OrderLineDraft(variant, quantity, dollars * 1_000_000)


def test_every_change_of_an_order_counts_from_its_day(funded: Funded) -> None:
    work, post = funded.work, funded.post
    placed = TODAY - timedelta(days=60)
    order = funded.order(line(funded.vest, 10), line(funded.gloves, 5, 10), on=placed)
    draft = work.read(draft_of, order)
    more = replace(draft, lines=(replace(draft.lines[0], quantity=12), draft.lines[1]))
    assert work.write(amend_order, AmendDraft(more, "Two more")) == 1
    assert work.write(cancel_lines, order, (draft.lines[1].id or 0,), reason="Vendor is out") == 2
    assert funded.money(funded.first, placed - timedelta(days=1)).committed_minor == 0
    assert funded.money(funded.first, placed).committed_minor == 1_050_00
    assert funded.money(funded.first).committed_minor == 1_200_00
    work.write(short_close_order, order, reason="Enough")
    assert funded.money(funded.first).committed_minor == 0
    assert funded.money(funded.first, TODAY - timedelta(days=1)).committed_minor == 1_050_00
    other = funded.order(line(funded.vest, 1))
    work.write(cancel_order, other, reason="Twice")
    assert funded.money(funded.first).committed_minor == 0
    assert post.work.read(verify).holds


def test_a_moved_line_takes_what_it_bought_along_from_that_day_on(funded: Funded) -> None:
    work, post = funded.work, funded.post
    placed, received, moved = (TODAY - timedelta(days=days) for days in (60, 30, 10))
    order = funded.order(line(funded.vest, 4), on=placed)
    (line_id,) = post.order_lines(order)
    serials = ("V-1", "V-2", "V-3", "V-4")
    shipment = post.ship(order, [ShipmentLineDraft(funded.vest, 4, line_id, serials=tuple(map(PackedSerial, serials)))])
    post.receive(shipment, serials, on=received)
    handover = post.issued(post.picks(funded.vest, "V-1"), agreement_id=funded.agreement, project_id=funded.first)
    work.write(sign, SignDraft(handover, TODAY))
    work.write(move_lines, MoveLinesDraft(order, (line_id,), funded.second, moved, "Wrong year"))
    assert funded.money(funded.first, moved - timedelta(days=1)) == balances.Money(400_00, 400_00, 400_00, 0)
    assert funded.money(funded.first) == balances.Money()
    assert funded.money(funded.second) == balances.Money(400_00, 400_00, 400_00, 100_00)
    assert {one.project for one in work.read(trace, "V-2").holdings} == {"P-25"}, "a serial leads back to its money"
    assert work.read(trace, "P-25").kind == "project"
    assert work.read(verify).holds


def test_moving_lines_is_judged_like_ordering(funded: Funded) -> None:
    work = funded.work
    order = funded.order(line(funded.vest, 600))
    ids = tuple(funded.post.order_lines(order))

    def refused(draft: MoveLinesDraft) -> set[str]:
        with pytest.raises(RulesBroken) as caught:
            work.write(move_lines, draft)
        return {one.code for one in caught.value.problems}

    assert refused(MoveLinesDraft(order, (), funded.second, TODAY, "")) >= {"lines-not-of-order", "reason-needed"}
    assert "lines-already-there" in refused(MoveLinesDraft(order, ids, funded.first, TODAY, "x"))
    assert "date-in-future" in refused(MoveLinesDraft(order, ids, funded.second, TODAY + timedelta(days=1), "x"))
    assert "amended-before-ordered" in refused(MoveLinesDraft(order, ids, funded.second, SIGNED, "x"))
    with pytest.raises(ApprovalNeeded):  # 60,000 do not fit under 50,000
        work.write(move_lines, MoveLinesDraft(order, ids, funded.second, TODAY, "Wrong year"))
    own = (Override("agreement-ceiling", "Amendment is on its way", work.actor.user_id, work.actor.name),)
    assert work.write(move_lines, MoveLinesDraft(order, ids, funded.second, TODAY, "Wrong year"), overrides=own) == 1


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["place", "more", "less", "move", "cancel", "close", "receive"]), st.integers(0, 400), st.integers(1, 9),
        st.booleans(),
    ),
    min_size=1, max_size=9,
)  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_years_add_up_and_the_journal_is_what_the_rules_see(acts: list[tuple[str, int, int, bool]], tmp_path_factory: pytest.TempPathFactory) -> None:  # fmt: skip
    funded = Funded(tmp_path_factory.mktemp("post") / "post")
    work = funded.work
    own = tuple(
        Override(code, "test", work.actor.user_id, work.actor.name)
        for code in ("agreement-ceiling", "agreement-expired")
    )
    orders: list[int] = []
    for act, ago, amount, second in acts:
        day = TODAY - timedelta(days=ago)
        try:
            if act == "place" or not orders:
                orders.append(funded.order(line(funded.vest, amount, 7), line(funded.gloves, amount * 3, 3), on=max(day, SIGNED),
                                           project=funded.second if second else None))  # fmt: skip
                continue
            order = orders[amount % len(orders)]
            draft = work.read(draft_of, order)
            if act in ("more", "less"):
                quantity = max(1, draft.lines[0].quantity + (amount if act == "more" else -amount))
                changed = replace(draft, lines=(replace(draft.lines[0], quantity=quantity), *draft.lines[1:]))
                work.write(amend_order, AmendDraft(changed, "x"), overrides=own)
            elif act == "move":
                wanted = funded.second if second else funded.first
                ids = (draft.lines[amount % 2].id or 0,)
                work.write(move_lines, MoveLinesDraft(order, ids, wanted, TODAY, "x"), overrides=own)
            elif act == "receive":
                funded.receive(order, amount)
            elif act == "cancel":
                work.write(cancel_lines, order, (draft.lines[amount % 2].id or 0,), reason="x")
            else:
                work.write(short_close_order, order, reason="x")
        except RulesBroken:
            continue  # refused acts change nothing, which is the point
    for project in (funded.first, funded.second):
        seen, _mine = work.read(facts._committed, project, 0)
        money = funded.money(project)
        assert money.committed_minor == seen
        for figure, total in (("committed", money.committed_minor), ("ordered", money.ordered_minor),
                              ("received", money.received_minor)):  # fmt: skip
            found = work.read(balances.events, figure, funded.agreement, project, on=TODAY)
            assert sum(one.amount_minor for one in found) == total
    assert list(work.read(lambda session: list(differences(session)))) == []
    assert funded.post.scalar(
        "SELECT count(*) FROM layer y JOIN order_line l ON l.id = y.order_line_id JOIN purchase_order o ON o.id = l.order_id"
        " WHERE y.project_id IS NOT COALESCE(l.project_id, o.project_id)"
    ) == 0, "every piece leads back to the project that pays it"  # fmt: skip
    for on in (TODAY, TODAY - timedelta(days=55), date(2025, 9, 30)):
        total = sum((one for one in work.read(balances.by_project, on=on).values()), balances.Money())
        for fiscal in (True, False):
            years = work.read(balances.by_year, funded.agreement, on=on, fiscal=fiscal)
            assert sum((one.money for one in years), balances.Money()) == total
    work.close()


def test_an_agreement_is_recorded_amended_and_its_clauses_keep_their_versions(funded: Funded) -> None:
    work = funded.work
    number = work.write(record_signed, funded.agreement)
    assert number == "PCL-AG-2026-A0001"
    assert work.write(record_signed, funded.agreement) == number
    work.write(save_clause, funded.agreement, ClauseDraft(ClauseKind.END_USE, "Access at any time.", "Art. 5"))
    raised = AmendmentDraft(
        funded.agreement, TODAY - timedelta(days=5), (ProjectAmount(funded.first, 25_000_00),),
        (ClauseDraft(ClauseKind.END_USE, "Access, announced or not.", "Art. 5 as amended"),), date(2029, 6, 30), "More",
    )  # fmt: skip
    assert work.write(amend_agreement, raised) == 1
    before = work.read(queries.detail, funded.agreement, today=TODAY, as_of=TODAY - timedelta(days=6))
    after = work.read(queries.detail, funded.agreement, today=TODAY)
    assert before is not None
    assert after is not None
    assert [one.ceiling_minor for one in before.projects] == [100_000_00, 50_000_00]
    assert [one.ceiling_minor for one in after.projects] == [125_000_00, 50_000_00]
    assert [one.wording for one in before.clauses] == ["Access at any time."]
    assert [(one.version, one.versions) for one in after.clauses] == [(2, 2)]
    assert after.row.expires_on == date(2029, 6, 30)
    fixed = replace(raised, number=1, amounts=(ProjectAmount(funded.first, 20_000_00),))
    assert work.write(amend_agreement, fixed) == 1
    kept = str(funded.post.scalar("SELECT before FROM trail WHERE action = 'agreement.amend' ORDER BY id DESC LIMIT 1"))
    assert "2500000" in kept, "what was typed before stays in the trail"
    assert work.read(verify).holds


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"signed_on": TODAY + timedelta(days=1)}, "date-in-future"),
        ({"signed_on": SIGNED - timedelta(days=1)}, "amendment-before-last"),
        ({"amounts": (ProjectAmount(999, 1),)}, "amendment-foreign-project"),
        ({"amounts": (), "note": ""}, "amendment-empty"),
        ({"number": 7}, "amendment-unknown"),
    ],
)
def test_what_an_amendment_cannot_be(funded: Funded, change: dict[str, object], code: str) -> None:
    draft = AmendmentDraft(funded.agreement, TODAY, (ProjectAmount(funded.first, 1),))
    with pytest.raises(RulesBroken) as caught:
        funded.work.write(amend_agreement, replace(draft, **change))  # type: ignore[arg-type]
    assert [one.code for one in caught.value.problems] == [code]


def test_the_paper_shows_the_balance_of_the_day(funded: Funded) -> None:
    funded.work.write(record_signed, funded.agreement)
    funded.work.write(save_funds, funded.first, (FundDraft("1911X1022", "A-1", "OB-77", "3120", 10_000_00),))
    funded.order(line(funded.vest, 10))
    paper = funded.work.read(queries.paper, funded.agreement, on=TODAY)
    for language in ("es", "ar"):
        seen = words("\n".join(pages(render_agreement(paper, printed_at=PRINTED_AT, language=language))))
        for part in ("LOA 2025-01", "PCL-AG-2026-A0001", "P-24", "1,000.00", "99,000.00"):
            assert part in seen
    lines = funded.work.read(balances.events, "committed", funded.agreement, funded.first, on=TODAY)
    assert [(one.item, one.amount_minor) for one in lines] == [("Vest", 1_000_00)]


def test_a_ceiling_is_not_lowered_below_what_is_committed_without_an_approval(funded: Funded) -> None:
    work = funded.work
    work.write(record_signed, funded.agreement)
    funded.order(line(funded.vest, 400))
    less = AmendmentDraft(funded.agreement, TODAY, (ProjectAmount(funded.first, -70_000_00),), note="Reprogrammed")
    with pytest.raises(ApprovalNeeded) as caught:
        work.write(amend_agreement, less)
    assert [dict(one.params)["ceiling"] for one in caught.value.problems] == ["$30,000.00"]
    own = (Override("ceiling-below-committed", "Cable 26 STATE 2", work.actor.user_id, work.actor.name),)
    assert work.write(amend_agreement, less, overrides=own) == 1
    assert funded.post.scalar("SELECT code FROM approval") == "ceiling-below-committed"
    back = replace(less, number=1, amounts=(ProjectAmount(funded.first, -10_000_00),))
    assert work.write(amend_agreement, back) == 1, "a correction upwards asks nothing"
    work.write(amend_agreement, AmendmentDraft(funded.agreement, TODAY, note="Nothing else"))
    with pytest.raises(RulesBroken) as refused:
        work.write(amend_agreement, replace(back, signed_on=TODAY + timedelta(days=1)))
    assert {one.code for one in refused.value.problems} == {"date-in-future", "amendment-after-next"}


def test_what_was_canceled_was_ordered_but_is_not_committed(funded: Funded) -> None:
    work = funded.work
    order = funded.order(line(funded.vest, 10), line(funded.gloves, 5, 10))
    work.write(cancel_lines, order, (funded.post.order_lines(order)[1],), reason="Vendor is out")
    assert funded.money(funded.first) == balances.Money(1_000_00, 1_050_00)
    work.write(cancel_order, order, reason="Twice")
    assert funded.money(funded.first) == balances.Money(0, 1_050_00)
    detail = work.read(order_detail, order, today=TODAY)
    assert detail is not None
    assert [(one.number, one.reason) for one in detail.amendments] == [(2, "Twice"), (1, "Vendor is out")]
    assert detail.amendments[0].changes[0] == (0, "state", "placed", "canceled")
    for figure, count in (("committed", 4), ("ordered", 2)):
        found = work.read(balances.events, figure, funded.agreement, funded.first, on=TODAY)
        assert len(found) == count
        assert sum(one.amount_minor for one in found) == (0 if figure == "committed" else 1_050_00)


def test_a_reversed_receipt_counts_until_the_day_it_was_reversed(funded: Funded) -> None:
    work, post = funded.work, funded.post
    order = funded.order(line(funded.gloves, 3, 10), on=TODAY - timedelta(days=60))
    (line_id,) = post.order_lines(order)
    shipment = post.ship(order, [ShipmentLineDraft(funded.gloves, 3, line_id)])
    receiving = work.write(start, StartDraft(shipment, post.store))
    work.write(scan, ScanDraft(receiving, "PPE-01", quantity=3))
    work.write(post_receiving, FinishDraft(receiving, TODAY - timedelta(days=20)))
    own = (Override("reversal-approval", "counted twice", work.actor.user_id, work.actor.name),)
    work.write(reverse, ReverseDraft(receiving, "Counted twice", TODAY - timedelta(days=5)), overrides=own)
    assert funded.money(funded.first, TODAY - timedelta(days=6)).received_minor == 30_00
    assert funded.money(funded.first).received_minor == 0
    seen = work.read(balances.events, "received", funded.agreement, funded.first, on=TODAY)
    assert [one.quantity for one in seen] == [3, -3]
    assert seen[1].document.startswith("PCL-RV-")


def test_a_price_amended_after_receipt_leaves_the_days_before_as_they_were(funded: Funded) -> None:
    work, post = funded.work, funded.post
    order = funded.order(line(funded.gloves, 3, 10), on=TODAY - timedelta(days=60))
    (line_id,) = post.order_lines(order)
    shipment = post.ship(order, [ShipmentLineDraft(funded.gloves, 3, line_id)])
    receiving = work.write(start, StartDraft(shipment, post.store))
    work.write(scan, ScanDraft(receiving, "PPE-01", quantity=3))
    work.write(post_receiving, FinishDraft(receiving, TODAY - timedelta(days=20)))
    draft = work.read(draft_of, order)
    dearer = replace(draft, lines=(replace(draft.lines[0], price_micros=12_000_000),))
    work.write(amend_order, AmendDraft(dearer, "Price list", TODAY - timedelta(days=3)))
    assert funded.money(funded.first, TODAY - timedelta(days=4)) == balances.Money(30_00, 30_00, 30_00)
    assert funded.money(funded.first) == balances.Money(36_00, 36_00, 36_00)
    again = work.read(draft_of, order)
    with pytest.raises(RulesBroken) as refused:
        work.write(amend_order, AmendDraft(replace(again, remarks="x"), "Late", TODAY - timedelta(days=9)))
    assert [one.code for one in refused.value.problems] == ["amended-before-last"]


def test_a_placed_order_changes_only_by_amendment_and_keeps_its_lines(funded: Funded) -> None:
    work = funded.work
    order = funded.order(line(funded.vest, 10), line(funded.gloves, 5, 10))
    draft = work.read(draft_of, order)
    with pytest.raises(RulesBroken) as refused:
        work.write(save_order, replace(draft, remarks="x"))
    assert [one.code for one in refused.value.problems] == ["order-is-placed"]
    with pytest.raises(RulesBroken) as refused:
        work.write(amend_order, AmendDraft(replace(draft, lines=draft.lines[:1]), "Fewer"))
    assert [one.code for one in refused.value.problems] == ["line-placed-removed"]
    work.write(cancel_lines, order, (draft.lines[0].id or 0,), reason="Vendor is out")
    draft = work.read(draft_of, order)
    with pytest.raises(RulesBroken) as refused:
        work.write(
            amend_order, AmendDraft(replace(draft, lines=(replace(draft.lines[0], quantity=9), draft.lines[1])), "x")
        )
    assert [one.code for one in refused.value.problems] == ["line-below-canceled"]
    moved = replace(draft, project_id=funded.second)
    assert work.write(amend_order, AmendDraft(moved, "Wrong project")) == 2
    assert funded.money(funded.second).committed_minor == 50_00
    history = work.read(order_detail, order, today=TODAY)
    assert history is not None
    assert history.amendments[0].changes == ((0, "project_id", "P-24", "P-25"),)


def test_the_terms_of_lines_can_be_asked(funded: Funded) -> None:
    asked = replace(line(funded.vest, 2), serial_list=True, min_life_months=12)
    order = funded.order(asked, line(funded.gloves, 5, 10))
    ids = funded.post.order_lines(order)
    assert funded.work.read(facts.line_terms, ids) == {ids[0]: facts.LineTerms(True, False, 12, None, "")}


def test_the_self_check_names_an_order_whose_journal_is_wrong(funded: Funded) -> None:
    funded.order(line(funded.vest, 2))
    assert funded.work.read(verify).holds

    def tamper(session: Session, **_who: object) -> None:
        session.execute(
            text(
                "INSERT INTO commitment (order_id, order_line_id, project_id, agreement_id, effective_on, amount_minor,"
                " ordered_minor, quantity, reason, entered_at, entered_by) SELECT order_id, order_line_id, project_id,"
                " agreement_id, effective_on, 1, 0, 0, 'x', entered_at, entered_by FROM commitment LIMIT 1"
            )
        )

    funded.work.write(tamper)
    assert funded.work.read(verify).problems == ("commitment: PCL-PO-2026-A0001",)


def test_every_version_of_an_order_can_be_printed_as_it_was(funded: Funded) -> None:
    work = funded.work
    order = funded.order(line(funded.vest, 10))
    draft = work.read(draft_of, order)
    work.write(amend_order, AmendDraft(replace(draft, lines=(replace(draft.lines[0], quantity=12),)), "Two more"))
    work.write(cancel_order, order, reason="Twice")
    versions = [work.read(paper_version, order, TODAY, amendment=n) for n in (0, 1, 2)]
    assert [(one.lines[0].quantity, one.lines[0].canceled, one.ended) for one in versions] == [
        (10, 0, ""), (12, 0, ""), (12, 12, "canceled"),
    ]  # fmt: skip
    assert work.read(paper_of, order) == versions[2]
    seen = words("\n".join(pages(render_order(versions[2], printed_at=PRINTED_AT, language="fr"))))
    for part in ("Canceled", "Annulée", "Twice", "VOID"):
        assert part in seen
    with pytest.raises(BadInput):
        work.read(paper_version, order, TODAY, amendment=9)
