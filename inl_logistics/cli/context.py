"""Opening the post for one command: password, overrides, reading or writing. Source: product.md 7."""

from __future__ import annotations

import getpass
import os
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from inl_logistics.kernel.problems import UsageFault

if TYPE_CHECKING:
    from inl_logistics.kernel.actor import Override
    from inl_logistics.workspace import Workspace

PASSWORD_VARIABLE = "INL_LOGISTICS_PASSWORD"  # noqa: S105 - the name of the variable


def password(arguments: Namespace, *, confirm: bool = False) -> str:
    """Return the password: file, else environment, else a prompt. Raises: UsageFault("no-password")."""
    if arguments.password_file is not None:
        return first_line(arguments.password_file)
    if PASSWORD_VARIABLE in os.environ:
        return os.environ[PASSWORD_VARIABLE]
    if not sys.stdin.isatty():
        raise UsageFault("no-password")
    typed = getpass.getpass()
    if confirm and getpass.getpass("Again: ") != typed:
        raise UsageFault("usage", message="the two passwords differ")
    return typed


def first_line(path: Path) -> str:
    """Return the first line of a file. Raises: EnvironmentFault("cannot-read")."""
    from inl_logistics.kernel.problems import EnvironmentFault

    try:
        return path.read_text(encoding="utf-8").splitlines()[0]
    except (OSError, IndexError, UnicodeDecodeError) as cause:
        raise EnvironmentFault("cannot-read", path=path, cause=cause) from cause


def open_workspace(arguments: Namespace, *, writing: bool) -> Workspace:
    """Open the post named by --post, or the folder one stands in. Reading needs no lock."""
    from inl_logistics.workspace import open_post

    folder = arguments.post or Path.cwd()
    return open_post(folder, password=password(arguments), login=arguments.user, read_only=not writing)


def open_printing(arguments: Namespace) -> Workspace:
    """Open the post to print: a print is counted, a preview is only read. Raises: EnvironmentFault("prints-are-counted")."""
    from inl_logistics.kernel.problems import EnvironmentFault

    try:
        return open_workspace(arguments, writing=not arguments.preview)
    except EnvironmentFault as cause:
        if cause.code == "post-open-elsewhere":
            raise EnvironmentFault("prints-are-counted") from cause
        raise


def overrides(arguments: Namespace, workspace: Workspace) -> tuple[Override, ...]:
    """Return the overrides of this call, after checking who approves.

    Raises: UsageFault for a malformed one, EnvironmentFault("wrong-password").
    """
    from inl_logistics.approvals.queries import approvers
    from inl_logistics.database import keys
    from inl_logistics.kernel.actor import Override
    from inl_logistics.kernel.problems import BadInput
    from inl_logistics.kernel.values import UserId

    given = []
    for one in arguments.override or []:
        code, equals, reason = one.partition("=")
        if not equals or not reason.strip():
            raise UsageFault("usage", message=f"--override needs CODE=REASON, found {one!r}")
        given.append((code.strip(), reason.strip()))
    if not given:
        return ()
    login = arguments.approver or workspace.login
    if login != workspace.login:
        if arguments.approver_password_file is None:
            raise UsageFault("usage", message="--approver needs --approver-password-file")
        secret = first_line(arguments.approver_password_file)
        keys.unlock(keys.read_keys(workspace.folder), login=login, password=secret)
    allowed = workspace.read(approvers, workspace.actor.user_id)
    chosen = next((one for one in allowed if one.login == login), None)
    if chosen is None:
        raise BadInput("not-an-approver", login=login)
    return tuple(Override(code, reason, UserId(chosen.user_id), chosen.name) for code, reason in given)
