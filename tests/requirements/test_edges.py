"""Edges of plans: what kits share, goods that another project pays, what an opened plan gives back."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from inl_logistics.agreements.commands import AgreementDraft, ProjectDraft, save_agreement
from inl_logistics.kernel.problems import RulesBroken
from inl_logistics.purchasing.commands import OrderDraft, OrderLineDraft, place_order, save_order
from inl_logistics.receiving.commands import ScanDraft, StartDraft, scan, start
from inl_logistics.receiving.posting import FinishDraft
from inl_logistics.receiving.posting import post as post_receiving
from inl_logistics.requirements.carrying import reserve
from inl_logistics.requirements.commands import reopen
from inl_logistics.requirements.needs import Component, Goods, Kit, Line, Need, Share, exploded, needs
from inl_logistics.requirements.records import Basis
from inl_logistics.shipments.commands import ShipmentLineDraft
from tests.builders import TODAY
from tests.requirements.plans import Planned, planned


@pytest.fixture
def plan_post(tmp_path: Path) -> Planned:
    """A post with a kit and two facilities."""
    return planned(tmp_path / "post")


def test_what_does_not_divide_by_the_team_has_no_size_yet() -> None:
    """Six sized gloves for a team of four: nobody can say whose size the odd ones are."""
    goods = Goods({1: Kit(4, (Component(6, 7),))}, {7: {"m": 71, "l": 72}})
    sizes = {(number, 7): "m" for number in range(1, 5)}
    assert needs([Line(1, Basis.TOTAL, kit_id=1)], [Share(9, 4, sizes)], goods) == [Need(9, 7, None, 6, 1)]


def test_kits_within_kits_within_kits_are_exploded() -> None:
    chain = {at: Kit(1, (Component(2, kit_id=at + 1),)) for at in range(1, 4)}
    goods = Goods({**chain, 4: Kit(1, (Component(1, 7),))}, {})
    assert exploded(1, 1, goods) == {7: 8}


def test_an_opened_plan_gives_back_what_was_put_aside(plan_post: Planned) -> None:
    plan_post.post.stocked(plan_post.cuffs, ("H-1", "H-2"))
    plan = plan_post.approved()
    plan_post.post.work.write(reserve, plan)
    assert plan_post.one("SELECT sum(quantity) FROM reservation") == 2
    plan_post.post.work.write(reopen, plan, reason="One more recipient")
    assert plan_post.one("SELECT count(*) FROM reservation") == 0


def test_goods_of_another_project_are_not_put_aside(plan_post: Planned) -> None:
    post, work = plan_post.post, plan_post.post.work
    work.write(save_agreement, AgreementDraft("LOA-1", projects=(ProjectDraft("P-1"), ProjectDraft("P-2"))))
    draft = OrderDraft((OrderLineDraft(plan_post.sizes["M"], 4, 1_000_000),), vendor_id=post.vendor, project_id=1)
    order = work.write(save_order, draft)
    work.write(place_order, order)
    shipment = post.ship(order, [ShipmentLineDraft(plan_post.sizes["M"], 4, post.order_lines(order)[0])])
    receiving = work.write(start, StartDraft(shipment, post.store))
    work.write(scan, ScanDraft(receiving, "UNI-01-M", quantity=4))
    work.write(post_receiving, FinishDraft(receiving, TODAY))
    plan = plan_post.approved()

    def pays(project: int) -> None:
        query = text("UPDATE requirement SET project_id = :p WHERE id = :r")
        work.write(lambda session, **_who: session.execute(query, {"p": project, "r": plan}))

    pays(2)
    with pytest.raises(RulesBroken) as caught:
        work.write(reserve, plan)
    assert [one.code for one in caught.value.problems] == ["plan-nothing-free"]
    pays(1)
    assert work.write(reserve, plan).units == 4
