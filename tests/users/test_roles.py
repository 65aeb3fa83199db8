"""What a role lets a person do. Source: product.md 1."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.approvals.queries import approvers
from inl_logistics.catalog.commands import save_item
from inl_logistics.cli.actions import ACTIONS
from inl_logistics.handovers.commands import issue
from inl_logistics.handovers.drafts import save_draft
from inl_logistics.handovers.reversing import ReverseDraft, reverse
from inl_logistics.handovers.signing import SignDraft, sign
from inl_logistics.handovers.whole import detail
from inl_logistics.kernel.actor import Override, Role
from inl_logistics.kernel.problems import ApprovalNeeded, RulesBroken
from inl_logistics.kernel.sentences import sentence
from inl_logistics.purchasing.commands import place_order, save_order
from inl_logistics.receiving.commands import scan
from inl_logistics.settings.commands import save_rules, save_view
from inl_logistics.shipments.commands import save_shipment
from inl_logistics.shipments.following import set_milestone
from inl_logistics.users import rights
from inl_logistics.users.commands import UserDraft, add_user
from tests.builders import TODAY, Post, puerto_claro

ONLY = {role: frozenset({role}) for role in Role}


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    """A post whose user holds every role until a test takes some."""
    made = puerto_claro(tmp_path / "post")
    yield made
    made.work.close()


def as_role(post: Post, *roles: Role) -> None:
    """Go on as somebody with these roles only."""
    post.work.actor = replace(post.work.actor, roles=frozenset(roles))


def test_a_viewer_reads_and_changes_nothing(post: Post) -> None:
    as_role(post, Role.VIEWER)
    before = post.scalar("SELECT count(*) FROM item")
    with pytest.raises(RulesBroken) as refused:
        post.item("ARM-09")
    assert "may look at this post but not change it" in sentence(refused.value)
    assert post.scalar("SELECT count(*) FROM item") == before


@pytest.mark.parametrize(
    ("role", "command", "may"),
    [
        (Role.LOGISTICS, place_order, True),
        (Role.LOGISTICS, issue, True),
        (Role.LOGISTICS, add_user, False),
        (Role.STOREKEEPER, scan, True),
        (Role.STOREKEEPER, save_draft, True),
        (Role.STOREKEEPER, issue, False),
        (Role.STOREKEEPER, place_order, False),
        (Role.STOREKEEPER, save_shipment, False),
        (Role.STOREKEEPER, set_milestone, True),
        (Role.STOREKEEPER, save_rules, False),
        (Role.STOREKEEPER, partial(issue), False),
        (Role.PROGRAM, save_order, True),
        (Role.PROGRAM, scan, False),
        (Role.APPROVER, save_item, False),
        (Role.APPROVER, save_view, True),
        (Role.ADMINISTRATOR, add_user, True),
        (Role.ADMINISTRATOR, save_rules, True),
        (Role.ADMINISTRATOR, scan, False),
        (Role.STOREKEEPER, partial(scan), True),
    ],
)
def test_each_role_does_its_own_work(role: Role, command: Callable[..., Any], may: bool) -> None:
    assert (not rights.needed(command).isdisjoint(ONLY[role])) is may


def test_every_command_of_the_command_line_has_its_roles_declared() -> None:
    """A new feature must say who may use it."""
    features = {command.__module__.split(".")[1] for command in ACTIONS.values()}
    assert features <= rights._FEATURES.keys()
    named = {f"{command.__module__.split('.')[1]}.{command.__name__}" for command in ACTIONS.values()}
    by_window = {
        "handovers.record_print", "handovers.attach_copy", "handovers.file_copy", "handovers.unfile_copy",
        "handovers.file_copies", "handovers.unfile_copies", "register.make_key_file", "register.device_certificate",
        "register.certificate_file",
        "settings.remove_view", "settings.rename_view",
        "settings.save_view",
    }  # fmt: skip
    assert rights._COMMANDS.keys() <= named | by_window


def test_who_may_not_is_told_which_role_it_takes(post: Post) -> None:
    as_role(post, Role.STOREKEEPER)
    with pytest.raises(RulesBroken) as refused:
        post.order((1, 1))
    assert "it takes one of these roles: Logistics Officer, Program Officer." in sentence(refused.value)
    assert post.scalar("SELECT count(*) FROM purchase_order") == 0


def test_a_reversal_takes_an_approver_or_one_who_approves_it(post: Post) -> None:
    """product.md 1: the Approver decides on reversals; a person who is none asks one."""
    vest = post.item("BA-01")
    post.stocked(vest, ["BA-1"], on=TODAY - timedelta(days=3))
    handover = post.issued(post.picks(vest, "BA-1"))
    post.work.write(sign, SignDraft(handover, TODAY, "Warden"))
    other = post.work.write(add_user, UserDraft("ana", "Ana Ruiz", roles=(Role.APPROVER,)))
    as_role(post, Role.LOGISTICS)
    draft = ReverseDraft(handover, "wrong agency", TODAY)
    with pytest.raises(ApprovalNeeded) as refused:
        post.work.write(reverse, draft)
    assert [one.code for one in refused.value.problems] == ["reversal-approval"]
    assert [one.name for one in post.work.read(approvers, post.work.actor.user_id)] == ["Ana Ruiz"]
    given = Override("reversal-approval", "agency confirmed by mail", other, "Ana Ruiz")
    number = post.work.write(reverse, draft, overrides=(given,))
    assert number == "PCL-RV-2026-A0001"
    kept = "SELECT a.reason || ' ' || d.number FROM approval a JOIN document d ON d.id = a.document_id"
    assert post.scalar(kept) == f"agency confirmed by mail {number}"
    shown = post.work.read(detail, handover, today=TODAY)
    assert shown is not None
    assert [(one.codes, one.approved_by) for one in shown.set_aside] == [(("reversal-approval",), "Ana Ruiz")]
    assert (shown.ended_by, shown.ended_on) == (post.work.actor.name, TODAY)


def test_a_storekeeper_asks_the_officer_where_nobody_is_approver(post: Post) -> None:
    """product.md 1: a storekeeper approves nothing; a one-person post still goes on."""
    store = post.work.write(add_user, UserDraft("rosa", "Rosa Diaz", roles=(Role.STOREKEEPER,)))
    dana = post.work.actor.user_id

    def only_officer(session: Session, **_who: object) -> None:
        session.execute(text("UPDATE user_account SET roles = 'logistics administrator' WHERE id = :d"), {"d": dana})

    post.work.write(only_officer)
    assert [(one.login, one.is_self) for one in post.work.read(approvers, store)] == [("dana", False)]
    assert [(one.login, one.is_self) for one in post.work.read(approvers, dana)] == [("dana", True)]
