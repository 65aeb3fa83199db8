"""Demurrage on Home: in the currency in which it is asked, and also while a shipment is not late."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from inl_logistics.home.queries import tasks
from inl_logistics.home.values import TaskKind
from inl_logistics.reports import exports
from inl_logistics.shipments.commands import ShipmentLineDraft, save_shipment
from inl_logistics.shipments.drafting import draft_of
from inl_logistics.shipments.following import MilestoneDraft, set_milestone
from inl_logistics.shipments.records import MilestoneKind
from tests.builders import TODAY, Post
from ui.home.words import task_chip, task_detail


def _costing(post: Post, currency: str) -> int:
    """A shipment that arrived nine days ago with five free days, then costs 100 a day."""
    shipment = post.ship(0, [ShipmentLineDraft(post.item(f"BA-{currency}"), 1)])
    draft = post.work.read(draft_of, shipment)
    terms = {"free_days": 5, "demurrage_minor": 100_00, "demurrage_currency": currency}
    post.work.write(save_shipment, replace(draft, **terms))
    day = TODAY - timedelta(days=9)
    post.work.write(set_milestone, MilestoneDraft(shipment, MilestoneKind.ARRIVED, day))
    return shipment


def test_running_demurrage_is_said_in_its_currency_before_anything_is_late(post: Post) -> None:
    _costing(post, "EUR")
    (task,) = [one for one in post.work.read(tasks, today=TODAY) if one.kind is TaskKind.LATE_SHIPMENT]
    assert task_detail(task) == "Body armor — demurrage €400 so far"
    assert task_chip(task).text == "4 d"
    assert task.is_overdue


def test_a_late_shipment_says_what_it_costs(post: Post) -> None:
    shipment = _costing(post, "EUR")
    planned = MilestoneDraft(shipment, MilestoneKind.CUSTOMS, planned_on=TODAY - timedelta(days=2))
    post.work.write(set_milestone, planned)
    (task,) = [one for one in post.work.read(tasks, today=TODAY) if one.kind is TaskKind.LATE_SHIPMENT]
    assert task_detail(task) == "Body armor — was due 22 Nov; demurrage €400 so far"
    assert task_chip(task).text == "2 d late"


def test_a_shipment_with_free_days_left_is_no_task(post: Post) -> None:
    shipment = _costing(post, "USD")
    draft = post.work.read(draft_of, shipment)
    post.work.write(save_shipment, replace(draft, free_days=9))
    assert [one for one in post.work.read(tasks, today=TODAY) if one.kind is TaskKind.LATE_SHIPMENT] == []


def test_the_sheet_of_shipments_names_the_currency_of_demurrage(post: Post) -> None:
    _costing(post, "EUR")
    sheet = post.work.read(exports.sheet, "shipments", today=TODAY)
    at = [column.key for column in sheet.columns].index("demurrage")
    assert (sheet.rows[0][at], sheet.rows[0][at + 1]) == (400_00, "EUR")
