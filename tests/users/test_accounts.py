"""Accounts: who opens the post, with which roles. Source: product.md 3 (Users and trail), 7 (key.json)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from inl_logistics.accounts import add_account, change_account
from inl_logistics.database import keys
from inl_logistics.kernel.actor import Role
from inl_logistics.kernel.problems import BadInput, EnvironmentFault, LogisticsError, RulesBroken
from inl_logistics.users.commands import UserChange, UserDraft
from inl_logistics.users.queries import AccountRow, accounts
from inl_logistics.workspace import open_post
from tests.builders import PASSWORD, Post, puerto_claro

STORE = UserDraft("Rosa", "Rosa Díaz", "Storekeeper", (Role.STOREKEEPER,))


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    """A post of one person."""
    made = puerto_claro(tmp_path / "post")
    yield made
    made.work.close()


def account(post: Post, login: str) -> AccountRow:
    """Return an account by its sign-in name."""
    return next(one for one in post.work.read(accounts) if one.login == login)


def logins(post: Post) -> set[str]:
    """Return who the key file lets in."""
    return {one.login for one in keys.read_keys(post.work.folder).users}


def test_a_second_person_opens_the_post_with_a_password_of_her_own(post: Post) -> None:
    add_account(post.work, STORE, "a bin of gloves")
    with open_post(post.work.folder, password="a bin of gloves", login="rosa", read_only=True) as opened:
        assert opened.actor.name == "Rosa Díaz"
        assert opened.actor.roles == {Role.STOREKEEPER}
    assert post.scalar("SELECT count(*) FROM trail WHERE action = 'user.add'") == 1


@pytest.mark.parametrize(
    ("draft", "password", "code"),
    [
        (UserDraft("dana", "Another Dana"), "long enough", "login-taken"),
        (STORE, "short", "password-too-short"),
        (UserDraft("rosa", "Rosa Díaz", roles=()), "long enough", "roles-empty"),
        (UserDraft("rosa", " "), "long enough", "login-empty"),
    ],
)
def test_a_refused_account_leaves_no_way_in(post: Post, draft: UserDraft, password: str, code: str) -> None:
    with pytest.raises(LogisticsError) as refused:
        add_account(post.work, draft, password)
    cause = refused.value
    assert code == (cause.problems[0].code if isinstance(cause, RulesBroken) else cause.code)
    assert logins(post) == {"dana"}
    assert keys.unlock(keys.read_keys(post.work.folder), login="dana", password=PASSWORD)
    assert len(post.work.read(accounts)) == 1


def test_a_closed_account_no_longer_opens_and_its_deeds_keep_its_name(post: Post) -> None:
    add_account(post.work, STORE, "a bin of gloves")
    rosa = account(post, "rosa")
    change_account(post.work, UserChange(rosa.id, rosa.name, rosa.title, rosa.roles, active=False))
    assert logins(post) == {"dana"}
    with pytest.raises(EnvironmentFault):
        open_post(post.work.folder, password="a bin of gloves", login="rosa", read_only=True)
    assert account(post, "rosa").name == "Rosa Díaz"
    change = UserChange(rosa.id, rosa.name, rosa.title, rosa.roles)
    with pytest.raises(RulesBroken) as refused:
        change_account(post.work, change)
    assert refused.value.problems[0].code == "password-needed"
    change_account(post.work, change, password="another bin of gloves")
    open_post(post.work.folder, password="another bin of gloves", login="rosa", read_only=True).close()


def test_an_administrator_sets_a_forgotten_password(post: Post) -> None:
    add_account(post.work, STORE, "a bin of gloves")
    rosa = account(post, "rosa")
    change_account(post.work, UserChange(rosa.id, "Rosa Díaz Vega", rosa.title, rosa.roles), password="new password")
    open_post(post.work.folder, password="new password", login="rosa", read_only=True).close()
    assert account(post, "rosa").name == "Rosa Díaz Vega"


def test_somebody_always_manages_accounts(post: Post) -> None:
    dana = account(post, "dana")
    for change, codes in (
        (UserChange(dana.id, dana.name, "", (Role.LOGISTICS,)), ["last-administrator"]),
        (UserChange(dana.id, dana.name, "", dana.roles, active=False), ["own-account", "last-administrator"]),
    ):
        with pytest.raises(RulesBroken) as refused:
            change_account(post.work, change)
        assert [one.code for one in refused.value.problems] == codes
    assert logins(post) == {"dana"}


def test_ones_own_roles_take_effect_at_once(post: Post) -> None:
    add_account(post.work, UserDraft("ana", "Ana Ruiz", roles=(Role.ADMINISTRATOR,)), "long enough")
    dana = account(post, "dana")
    change_account(post.work, UserChange(dana.id, dana.name, "", (Role.STOREKEEPER,)))
    assert post.work.actor.roles == {Role.STOREKEEPER}
    with pytest.raises(RulesBroken):
        add_account(post.work, STORE, "long enough")
    assert logins(post) == {"dana", "ana"}


def test_a_nameless_change_is_refused(post: Post) -> None:
    dana = account(post, "dana")
    with pytest.raises(BadInput):
        change_account(post.work, UserChange(dana.id, " ", "", dana.roles))
