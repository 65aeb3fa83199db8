"""Commands about a post itself: new, demo, samples, password, recover, verify, rebuild."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from typing import Any

from inl_logistics.cli.context import first_line, open_workspace
from inl_logistics.cli.context import password as ask_password


def new(arguments: Namespace) -> dict[str, Any]:
    """Make an empty post; print the recovery key once."""
    from inl_logistics.newpost import PostDraft, create_post
    from inl_logistics.settings.declared import PostProfile
    from inl_logistics.users.commands import UserDraft

    profile = PostProfile(
        code=arguments.code, name=arguments.name, country=arguments.country.upper(), timezone=arguments.timezone,
        paper=arguments.paper, language=arguments.language,
    )  # fmt: skip
    login = arguments.user or arguments.officer.split()[0].lower()
    officer = UserDraft(login, arguments.officer, "Logistics Officer")
    made = create_post(arguments.folder, PostDraft(profile, officer, ask_password(arguments, confirm=True)))
    with made.workspace:
        return {"post": str(arguments.folder), "user": login, "recovery_key": made.recovery_key}


def demo(arguments: Namespace) -> dict[str, Any]:
    """Make the invented post and its papers."""
    from inl_logistics.demo import make_demo

    made = make_demo(arguments.folder, password=_given(arguments))
    lines = [f"{one.name}: {one.what}" for one in made.papers]
    text = "\n".join(
        [f"Post: {made.post}", f"User: {made.login}  Password: {made.password}", "", *lines, "", *made.left_out]
    )
    return {
        "post": str(made.post), "user": made.login, "password": made.password,
        "papers": [{"name": one.name, "what": one.what} for one in made.papers], "left_out": list(made.left_out),
        "text": text,
    }  # fmt: skip


def samples(arguments: Namespace) -> dict[str, Any]:
    """Make a post from the real public files that ship with the program."""
    from inl_logistics.samples import make_samples

    made = make_samples(arguments.folder, password=_given(arguments))
    return {"post": str(made.post), "user": made.login, "password": made.password, "imports": list(made.imports)}


def password(arguments: Namespace) -> dict[str, Any]:
    """Change the password of the user."""
    from inl_logistics.database import keys
    from inl_logistics.workspace import default_login

    folder = arguments.post or "."
    old = ask_password(arguments)
    with open_workspace(arguments, writing=True) as workspace:
        login = default_login(keys.read_keys(workspace.folder), arguments.user)
        workspace.change_password(old=old, new=_new_password(arguments), login=login)
    return {"post": str(folder), "user": login, "changed": True}


def recover(arguments: Namespace) -> dict[str, Any]:
    """Set a new password with the recovery key."""
    from pathlib import Path

    from inl_logistics.database import keys
    from inl_logistics.workspace import default_login, take_lock

    folder = arguments.post or Path.cwd()
    file = keys.read_keys(folder)
    login = default_login(file, arguments.user)
    data_key = keys.unlock_by_recovery(file, first_line(arguments.recovery_key_file))
    lock = take_lock(folder)
    try:
        keys.write_keys(folder, keys.with_password(file, data_key, login=login, password=_new_password(arguments)))
    finally:
        lock.release()
    return {"post": str(folder), "user": login, "changed": True}


def verify(arguments: Namespace) -> dict[str, Any]:
    """Prove every balance, chain and number; exit 1 where something does not hold."""
    from inl_logistics.cli.main import NotHolding
    from inl_logistics.verification import verify_post

    with open_workspace(arguments, writing=False) as workspace:
        found = verify_post(workspace)
    result = {"holds": found.holds, **asdict(found)}
    if not found.holds:
        raise NotHolding(result)
    return result


def rebuild(arguments: Namespace) -> dict[str, Any]:
    """Make derived tables again."""
    from inl_logistics.verification import rebuild as make_again

    with open_workspace(arguments, writing=True) as workspace:
        return {"differed": workspace.write(make_again)}


def _given(arguments: Namespace) -> str | None:
    import os

    from inl_logistics.cli.context import PASSWORD_VARIABLE

    if arguments.password_file is not None or PASSWORD_VARIABLE in os.environ:
        return ask_password(arguments)
    return None


def _new_password(arguments: Namespace) -> str:
    import getpass
    import sys

    from inl_logistics.kernel.problems import UsageFault

    if arguments.new_password_file is not None:
        return first_line(arguments.new_password_file)
    if not sys.stdin.isatty():
        raise UsageFault("no-password")
    return getpass.getpass("New password: ")
