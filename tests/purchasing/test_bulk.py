"""Several orders at once: what the preview says is what happens, and one refusal leaves all as they were."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from inl_logistics.agreements.commands import AgreementDraft, ProjectDraft, save_agreement
from inl_logistics.kernel.actor import Override
from inl_logistics.kernel.problems import ApprovalNeeded, RulesBroken
from inl_logistics.purchasing import bulk
from inl_logistics.purchasing.amendments import cancel_lines
from inl_logistics.purchasing.commands import OrderDraft, OrderLineDraft, draft_of, save_order
from inl_logistics.purchasing.ending import cancel_order
from inl_logistics.purchasing.queries import rows
from tests.builders import TODAY, Post

DAY = TODAY - timedelta(days=10)


@pytest.fixture
def drafts(post: Post) -> tuple[int, ...]:
    """Three drafts under P-1, which has money for two of them; the last has no vendor."""
    vest = post.item("ARM-01", name="Vest")
    agreement = post.work.write(
        save_agreement,
        AgreementDraft("LOA-1", signed_on=date(2026, 1, 1), projects=(ProjectDraft("P-1", ceiling_minor=1_000_00), ProjectDraft("P-2"))),
    )  # fmt: skip

    def draft(quantity: int, vendor: int | None) -> int:
        line = OrderLineDraft(vest, quantity, 100_000_000)
        return post.work.write(save_order, OrderDraft((line,), title="Vests", vendor_id=vendor, agreement_id=agreement, project_id=1, ordered_on=DAY))  # fmt: skip

    return draft(4, post.vendor), draft(8, post.vendor), draft(1, None)


def test_the_preview_names_what_is_left_out_and_what_asks(post: Post, drafts: tuple[int, ...]) -> None:
    shown = post.work.read(bulk.placing_preview, drafts, today=TODAY)
    assert [[one.code for one in row.problems] for row in shown] == [
        [],
        ["agreement-ceiling"],
        ["order-without-vendor", "agreement-ceiling"],
    ]
    assert [row.refused for row in shown] == [False, False, True]
    assert [(row.value_minor, row.lines) for row in shown] == [(400_00, 1), (800_00, 1), (100_00, 1)]


def test_all_are_placed_or_none(post: Post, drafts: tuple[int, ...]) -> None:
    with pytest.raises(RulesBroken):
        post.work.write(bulk.place_orders, drafts)
    assert post.scalar("SELECT count(*) FROM document WHERE kind = 'PO'") == 0
    with pytest.raises(ApprovalNeeded):  # the second goes above what the first left of the ceiling
        post.work.write(bulk.place_orders, drafts[:2])
    assert post.scalar("SELECT count(*) FROM document WHERE kind = 'PO'") == 0
    own = (Override("agreement-ceiling", "Amendment is on its way", post.work.actor.user_id, post.work.actor.name),)
    assert len(post.work.write(bulk.place_orders, drafts[:2], overrides=own)) == 2


def test_whole_orders_move_to_another_project(post: Post, drafts: tuple[int, ...]) -> None:
    post.work.write(bulk.place_orders, drafts[:1])
    before = post.work.read(bulk.moving_preview, drafts, 2)
    assert not any(row.refused for row in before)
    assert post.work.write(bulk.move_orders, drafts, 2, moved_on=TODAY, reason="Wrong project") == 3
    assert [row.refused for row in post.work.read(bulk.moving_preview, drafts, 2)] == [True, True, True]
    assert post.work.read(draft_of, drafts[1]).project_id == 2
    assert post.scalar("SELECT sum(amount_minor) FROM commitment WHERE project_id = 2") == 400_00
    with pytest.raises(RulesBroken) as refused:
        post.work.write(bulk.move_orders, drafts[:1], 2, moved_on=TODAY, reason="Again")
    assert [one.code for one in refused.value.problems] == ["lines-already-there"]
    post.work.write(cancel_order, drafts[0], reason="x")
    canceled = post.work.read(bulk.moving_preview, drafts[:1], 1)
    assert [one.code for one in canceled[0].problems] == ["order-ended"]


def test_the_list_values_what_is_left(post: Post, drafts: tuple[int, ...]) -> None:
    order = drafts[0]
    draft = post.work.read(draft_of, order)
    post.work.write(save_order, replace(draft, lines=(*draft.lines, replace(draft.lines[0], id=None, quantity=1))))
    post.work.write(bulk.place_orders, (order,))
    post.work.write(cancel_lines, order, (post.order_lines(order)[0],), reason="Vendor is out")

    def listed(session: Session) -> list[tuple[int, int, int]]:
        return [(one.ordered, one.value_minor, one.handed_over) for one in rows(session, [order], today=TODAY)]

    assert post.work.read(listed) == [(1, 100_00, 0)]
