"""Who may set a rule aside. Source: product.md 4 (Vetting): oneself only where nobody else can be asked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.agreements.commands import AgreementDraft, ProjectDraft, save_agreement
from inl_logistics.approvals.queries import set_aside
from inl_logistics.handovers.commands import issue
from inl_logistics.kernel.actor import Override, Role
from inl_logistics.kernel.problems import RulesBroken
from inl_logistics.partners.commands import VettingDraft, record_vetting
from inl_logistics.partners.records import VettingResult
from inl_logistics.users.commands import UserDraft, add_user
from tests.builders import TODAY, Post


def _expired(post: Post) -> int:
    vest = post.item("ARM-01")
    post.stocked(vest, ["A-1"])
    ended = VettingDraft(
        post.unit, VettingResult.CLEARED, "", None, TODAY - timedelta(days=365), TODAY - timedelta(days=1)
    )
    post.work.write(record_vetting, ended)
    return post.draft(post.picks(vest, "A-1"))


def _add(post: Post, login: str, *roles: Role) -> int:
    def added(session: Session, **who: object) -> int:
        return add_user(session, UserDraft(login, login.title(), roles=roles), **who)

    return post.work.write(added)


def _issue(post: Post, handover: int, approver: int, reason: str = "cable 26 STATE 1") -> str:
    return post.work.write(issue, handover, overrides=(Override("vetting-expired", reason, approver, "Somebody"),))


def _refusal(post: Post, handover: int, approver: int, reason: str = "cable") -> list[str]:
    with pytest.raises(RulesBroken) as caught:
        _issue(post, handover, approver, reason)
    assert post.scalar("SELECT count(*) FROM approval") == 0
    assert post.scalar("SELECT count(*) FROM document WHERE kind = 'HO'") == 0
    return [problem.code for problem in caught.value.problems]


def test_alone_one_may_approve_oneself_and_it_is_recorded(post: Post) -> None:
    handover = _expired(post)
    assert _refusal(post, handover, post.work.actor.user_id, " ") == ["reason-needed"]
    assert _issue(post, handover, post.work.actor.user_id).startswith("PCL-HO-")
    assert post.scalar("SELECT self_approved FROM approval") == 1


def test_with_another_approver_at_the_post_nobody_approves_himself(post: Post) -> None:
    handover = _expired(post)
    clerk = _add(post, "ana", Role.STOREKEEPER)
    chief = _add(post, "luz", Role.APPROVER)
    assert _refusal(post, handover, post.work.actor.user_id) == ["may-not-approve"]
    assert _refusal(post, handover, clerk) == ["may-not-approve"]
    assert _issue(post, handover, chief).startswith("PCL-HO-")
    assert post.scalar("SELECT self_approved FROM approval") == 0


def test_an_account_that_is_closed_approves_nothing(post: Post) -> None:
    handover = _expired(post)
    chief = _add(post, "luz", Role.APPROVER)
    post.work.write(
        lambda session, **_who: (
            session.execute(text("UPDATE user_account SET active = 0 WHERE id = :u"), {"u": chief}) and None
        )
    )
    assert _refusal(post, handover, chief) == ["may-not-approve"]


def test_rules_set_aside_for_one_reason_are_told_together_the_oldest_first(post: Post) -> None:
    post.item("UNI-01", category="Uniforms")
    project = ProjectDraft("P-1", categories=("Uniforms",))
    agreement = post.work.write(save_agreement, AgreementDraft("LOA-1", projects=(project,)))
    vest = post.item("ARM-02", name="Vest", category="Body armor")
    post.stocked(vest, ["B-1", "B-2"])
    _expired(post)
    own = post.work.actor.user_id
    for serial, reasons, told in (
        ("B-1", ("cable 1", "cable 1"), [("vetting-expired+item-not-in-project", "cable 1")]),
        ("B-2", ("cable 2", "cable 3"), [("vetting-expired", "cable 2"), ("item-not-in-project", "cable 3")]),
    ):
        handover = post.draft(post.picks(vest, serial), agreement_id=agreement)
        codes = ("vetting-expired", "item-not-in-project")
        overrides = tuple(Override(code, why, own, "Dana") for code, why in zip(codes, reasons, strict=True))
        post.work.write(issue, handover, overrides=overrides)
        document = int(str(post.scalar("SELECT document_id FROM handover WHERE id = :h", h=handover)))
        found = post.work.read(set_aside, [document])
        assert [("+".join(one.codes), one.reason) for one in found] == told
