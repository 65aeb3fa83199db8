"""Placing and changing orders under agreements: refused, overridden, recorded. Source: domain.md 7."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.agreements.commands import AgreementDraft, ProjectDraft, save_agreement
from inl_logistics.home.queries import tasks
from inl_logistics.home.values import TaskKind
from inl_logistics.kernel.actor import Override
from inl_logistics.kernel.problems import ApprovalNeeded, RulesBroken
from inl_logistics.kernel.values import Tracking
from inl_logistics.purchasing.amendments import AmendDraft, amend_order
from inl_logistics.purchasing.commands import (
    OrderDraft,
    OrderLineDraft,
    draft_of,
    place_order,
    save_order,
)
from inl_logistics.purchasing.ending import cancel_order, short_close_order
from inl_logistics.shipments.commands import (
    ShipmentDraft,
    ShipmentLineDraft,
    book_shipment,
    cancel_shipment,
    save_shipment,
)
from tests.builders import TODAY, Post

HUNDRED = 100_000_000
"""The price of one unit in millionths of a dollar."""
DAY = TODAY - timedelta(days=100)


@dataclass
class Money:
    """A post with one agreement of two projects; 10 units at 100.00 are what P-1 has money for."""

    post: Post
    agreement: int
    vest: int
    shirt: int
    first: int = 1
    second: int = 2

    def saved(self, quantity: int, **more: object) -> int:
        values = {"vendor_id": self.post.vendor, "agreement_id": self.agreement, "project_id": self.first,
                  "ordered_on": DAY, "title": "Vests"} | more  # fmt: skip
        lines = values.pop("lines", (OrderLineDraft(self.vest, quantity, HUNDRED),))
        return self.post.work.write(save_order, OrderDraft(lines, **values))

    def placed(self, quantity: int, *codes: str, **more: object) -> int:
        order = self.saved(quantity, **more)
        self.place(order, *codes)
        return order

    def place(self, order: int, *codes: str) -> str:
        return self.post.work.write(place_order, order, overrides=self.overrides(*codes))

    def change(self, order: int, *codes: str, **changes: object) -> None:
        draft = self.post.work.read(draft_of, order)
        changed = AmendDraft(replace(draft, **changes), "As agreed")
        self.post.work.write(amend_order, changed, overrides=self.overrides(*codes))

    def overrides(self, *codes: str) -> tuple[Override, ...]:
        approver = self.post.work.actor.user_id
        return tuple(Override(code, "cable 26 STATE 1", approver, "Dana Morales") for code in codes)

    def approvals(self) -> list[tuple[str, str]]:
        """Return each approval with the number of the document it belongs to."""
        return self.post.work.read(
            lambda session: [
                tuple(row)
                for row in session.execute(
                    text(
                        "SELECT d.number, a.code FROM approval a JOIN document d ON d.id = a.document_id ORDER BY a.id"
                    )
                )
            ]
        )


@pytest.fixture
def money(post: Post) -> Money:
    """The agreement holds to the end of 2026 and gives P-1 1,000.00; P-2 has no ceiling."""
    vest = post.item("ARM-01", name="Vest", category="Body armor")
    shirt = post.item("UNI-01", name="Shirt", category="Uniforms", tracking=Tracking.QUANTITY)
    draft = AgreementDraft("LOA-1", signed_on=date(2026, 1, 1), expires_on=date(2026, 12, 31),
                           projects=(ProjectDraft("P-1", ceiling_minor=100_000), ProjectDraft("P-2")))  # fmt: skip
    return Money(post, post.work.write(save_agreement, draft), vest, shirt)


def _asked(act: Callable[[], object]) -> list[tuple[str, dict[str, str]]]:
    with pytest.raises(ApprovalNeeded) as caught:
        act()
    return [(problem.code, dict(problem.params)) for problem in caught.value.problems]


def _amend(post: Post, *, on: date, amount: int = 0, expires_on: date | None = None) -> None:
    def amend(session: Session, **_who: object) -> None:
        values = {"d": on.isoformat(), "e": expires_on.isoformat() if expires_on else None, "c": amount}
        session.execute(
            text("INSERT INTO amendment (agreement_id, number, signed_on, expires_on, note) VALUES (1, 1, :d, :e, '')"),
            values,
        )
        session.execute(
            text("INSERT INTO ceiling (amendment_id, project_id, amount_minor) SELECT max(id), 1, :c FROM amendment"),
            values,
        )

    post.work.write(amend)


def test_an_order_above_the_ceiling_is_placed_only_with_an_approval(money: Money) -> None:
    assert money.placed(6)
    order = money.saved(5)
    figures = {"project": "P-1", "ceiling": "$1,000.00", "committed": "$600.00", "order": "$500.00", "above": "$100.00"}
    assert _asked(lambda: money.place(order)) == [("agreement-ceiling", figures)]
    assert money.post.scalar("SELECT count(*) FROM document WHERE kind = 'PO'") == 1
    number = money.place(order, "agreement-ceiling")
    assert money.approvals() == [(number, "agreement-ceiling")]
    assert money.place(order) == number, "placed twice, it keeps its number"
    told = money.post.scalar("SELECT after FROM trail WHERE action = 'order.place' ORDER BY id DESC LIMIT 1")
    assert "agreement-ceiling" in str(told)
    waiting = [one for one in money.post.work.read(tasks, today=TODAY) if one.kind is TaskKind.COSIGN]
    assert [(one.subject_kind, one.subject_id, one.title) for one in waiting] == [("order", order, number)]


def test_canceled_orders_and_quantities_give_their_money_back(money: Money) -> None:
    first = money.placed(6)
    money.post.work.write(cancel_order, first, reason="not needed")
    second = money.placed(10)
    line = money.post.order_lines(second)[0]
    money.post.ship(second, [ShipmentLineDraft(money.vest, 4, line)])
    money.post.work.write(short_close_order, second, reason="vendor closed")
    money.placed(6)
    assert [code for code, _params in _asked(lambda: money.placed(1))] == ["agreement-ceiling"]


def test_drafts_take_nothing_and_an_amendment_counts_from_its_day(money: Money) -> None:
    money.saved(100)
    _amend(money.post, on=DAY + timedelta(days=1), amount=50_000)
    assert [code for code, _params in _asked(lambda: money.placed(15))] == ["agreement-ceiling"]
    assert money.placed(15, ordered_on=DAY + timedelta(days=1))


def test_each_project_that_pays_is_judged_by_itself(money: Money) -> None:
    lines = (OrderLineDraft(money.vest, 10, HUNDRED), OrderLineDraft(money.vest, 90, HUNDRED, project_id=money.second))
    assert money.placed(0, lines=lines), "P-2 has no ceiling"
    euro = {"currency": "EUR", "rate_micros": 1_100_000}
    asked = _asked(lambda: money.placed(1, **euro))
    assert asked[0][1]["order"] == "$110.00"


def test_a_placed_order_asks_again_only_for_what_is_more(money: Money) -> None:
    order = money.placed(8)
    line = money.post.work.read(draft_of, order).lines[0]
    money.change(order, remarks="call first")
    money.change(order, lines=(replace(line, quantity=10),))
    assert _asked(lambda: money.change(order, lines=(replace(line, quantity=12),)))[0][1]["above"] == "$200.00"
    money.change(order, "agreement-ceiling", lines=(replace(line, quantity=12),))
    money.change(order, remarks="call again")
    money.change(order, lines=(replace(line, quantity=11),))
    assert [code for _number, code in money.approvals()] == ["agreement-ceiling"]
    moved = money.placed(5, project_id=money.second)
    assert _asked(lambda: money.change(moved, project_id=money.first))[0][1]["committed"] == "$1,100.00"


def test_an_expired_agreement_asks_and_an_amendment_prolongs_it(money: Money) -> None:
    late = money.saved(1, ordered_on=date(2027, 1, 1))
    assert _asked(lambda: money.place(late)) == [
        ("agreement-expired", {"agreement": "LOA-1", "day": "31 Dec 2026"})
    ]  # fmt: skip
    through_project = money.saved(1, ordered_on=date(2027, 1, 1), agreement_id=None)
    assert [code for code, _params in _asked(lambda: money.place(through_project))] == ["agreement-expired"]
    number = money.place(late, "agreement-expired")
    assert money.approvals() == [(number, "agreement-expired")]
    money.change(late, remarks="approved once is enough")
    _amend(money.post, on=date(2026, 12, 1), expires_on=date(2028, 1, 1))
    assert money.place(through_project)


def test_an_item_that_the_project_does_not_allow_asks_for_each_line(money: Money) -> None:
    allowed = ProjectDraft("P-2", categories=("Body armor",))
    money.post.work.write(save_agreement, AgreementDraft("LOA-1", expires_on=date(2026, 12, 31), projects=(allowed,)))
    lines = tuple(OrderLineDraft(one, 1, HUNDRED) for one in (money.vest, money.shirt, money.shirt))
    order = money.saved(0, lines=lines, project_id=money.second)
    assert _asked(lambda: money.place(order)) == [
        ("item-not-in-project", {"line": line, "item": "Shirt", "project": "P-2"}) for line in ("2", "3")
    ]
    number = money.place(order, "item-not-in-project")
    assert money.approvals() == [(number, "item-not-in-project")]
    money.change(order, lines=tuple(reversed(money.post.work.read(draft_of, order).lines)))
    vests = money.placed(1, project_id=money.second)
    more = (*money.post.work.read(draft_of, vests).lines, OrderLineDraft(money.shirt, 1, HUNDRED))
    assert [code for code, _params in _asked(lambda: money.change(vests, lines=more))] == ["item-not-in-project"]


def test_an_order_without_agreement_and_project_has_no_money_to_check(money: Money) -> None:
    assert money.placed(1_000, agreement_id=None, project_id=None)


def test_what_is_stored_is_the_next_save(money: Money) -> None:
    line = OrderLineDraft(money.vest, 2, HUNDRED, "Vest", money.second, "NG-1", "Sheet1 7")
    order = money.saved(0, lines=(line,), export_authorization=" GOV 740.11 ", fund_cite="1911", remarks="a\nb")
    found = money.post.work.read(draft_of, order)
    assert found.export_authorization == "GOV 740.11"
    assert replace(found.lines[0], id=None) == line
    money.post.work.write(save_order, found)
    assert money.post.work.read(draft_of, order) == replace(found, version=found.version + 1)


def test_what_is_added_after_the_end_of_an_agreement_asks(money: Money) -> None:
    """The order keeps its day; what is added is ordered today."""
    order = money.placed(2, project_id=money.second)
    line = money.post.work.read(draft_of, order).lines[0]
    money.post.clock.on(date(2027, 2, 1))
    money.change(order, lines=(replace(line, quantity=1),))
    more = (replace(line, quantity=3),)
    assert [code for code, _params in _asked(lambda: money.change(order, lines=more))] == ["agreement-expired"]
    money.change(order, "agreement-expired", lines=more)
    money.change(order, remarks="nothing more")


def test_lines_without_a_project_are_judged_by_the_whole_agreement(money: Money) -> None:
    """P-2 has no ceiling, so the agreement has none; with one, both together limit it."""
    assert money.placed(50, project_id=None)
    draft = AgreementDraft("LOA-1", signed_on=date(2026, 1, 1), expires_on=date(2026, 12, 31),
                           projects=(ProjectDraft("P-2", ceiling_minor=500_000),))  # fmt: skip
    money.post.work.write(save_agreement, draft)
    money.placed(5)
    asked = money.saved(6, project_id=None)
    assert _asked(lambda: money.place(asked)) == [
        ("agreement-ceiling", {"project": "LOA-1", "ceiling": "$6,000.00", "committed": "$5,500.00",
                               "order": "$600.00", "above": "$100.00"})
    ]  # fmt: skip
    assert money.placed(5, project_id=None)


def test_an_order_that_has_ended_is_not_changed_any_more(money: Money) -> None:
    for end in (short_close_order, cancel_order):
        order = money.placed(1)
        money.post.work.write(end, order, reason="not needed")
        with pytest.raises(RulesBroken) as refused:
            money.change(order, lines=(OrderLineDraft(money.vest, 500, HUNDRED),))
        assert [problem.code for problem in refused.value.problems][:2] == ["order-not-placed", "order-ended"]


def test_a_canceled_shipment_gives_its_goods_back_to_the_order(money: Money) -> None:
    order = money.placed(10)
    line = money.post.order_lines(order)[0]
    shipment = money.post.ship(order, [ShipmentLineDraft(money.vest, 10, line)])
    money.post.work.write(cancel_shipment, shipment, reason="the carrier failed")
    again = money.post.ship(order, [ShipmentLineDraft(money.vest, 4, line)])
    money.post.work.write(short_close_order, order, reason="not needed")
    assert money.post.scalar("SELECT canceled_quantity FROM order_line WHERE id = :l", l=line) == 6
    money.post.work.write(cancel_shipment, again, reason="lost")
    draft = money.post.work.write(save_shipment, ShipmentDraft((ShipmentLineDraft(money.vest, 1),), title="Vests"))
    money.post.work.write(cancel_shipment, draft, reason="typed twice")
    with pytest.raises(RulesBroken) as refused:
        money.post.work.write(book_shipment, draft)
    assert "shipment-not-draft" in [problem.code for problem in refused.value.problems]
