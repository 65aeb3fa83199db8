"""Accounts that open the post: the account is in the database, its password wraps the key in the key file.

Both are changed together: the key file first and taken back where the database refuses, so that no account is
left without a way in, and no closed one with it. Source: product.md 3 (Users and trail), 7 (key.json).
"""

from __future__ import annotations

from inl_logistics.database import keys
from inl_logistics.kernel.problems import Problem, RulesBroken
from inl_logistics.kernel.text import clean
from inl_logistics.kernel.values import UserId
from inl_logistics.users.commands import UserChange, UserDraft, add_user, change_user
from inl_logistics.users.queries import accounts
from inl_logistics.users.rights import role_problems
from inl_logistics.workspace import Workspace


def add_account(workspace: Workspace, draft: UserDraft, password: str) -> UserId:
    """Add an account with its first password.

    Raises: RulesBroken (a taken name, no role, not an administrator), BadInput("password-too-short").
    """
    keys.check_password(password)
    _may_manage(workspace)
    login = clean(draft.login).lower()
    if any(one.login == login for one in workspace.read(accounts)):
        raise RulesBroken([Problem("login-taken", params={"login": login}, where=("login",))])
    before = keys.read_keys(workspace.folder)
    workspace.wrap_password(login, password)
    try:
        return workspace.write(add_user, draft)
    except BaseException:
        keys.write_keys(workspace.folder, before)
        raise


def change_account(workspace: Workspace, draft: UserChange, *, password: str = "") -> None:
    """Change, close or reopen an account; a password given replaces the forgotten one. Reopening needs one.

    Raises: RulesBroken, BadInput; nothing is changed then.
    """
    if password:
        keys.check_password(password)
    _may_manage(workspace)
    known = next((one for one in workspace.read(accounts) if one.id == draft.id), None)
    if known is not None and draft.active and not known.active and not password:
        raise RulesBroken([Problem("password-needed", where=("password",))])
    before = keys.read_keys(workspace.folder)
    try:
        if known is not None and password:
            workspace.wrap_password(known.login, password)
        workspace.write(change_user, draft)
        if known is not None and not draft.active:
            workspace.drop_password(known.login)
    except BaseException:
        keys.write_keys(workspace.folder, before)
        raise


def _may_manage(workspace: Workspace) -> None:
    """Refuse before the key file is touched."""
    problems = role_problems(add_user, workspace.actor)
    if problems:
        raise RulesBroken(problems)
