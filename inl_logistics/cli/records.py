"""Commands about records: do, export, trace."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict, is_dataclass
from typing import Any

from inl_logistics.cli.context import open_workspace, overrides
from inl_logistics.kernel.problems import EnvironmentFault, UsageFault


def do(arguments: Namespace) -> dict[str, Any]:
    """Run any command of the window from a draft."""
    from inl_logistics.cli import actions

    if arguments.list:
        return {
            "commands": {name: actions.schema(name) for name in sorted(actions.ACTIONS)},
            "text": "\n".join(sorted(actions.ACTIONS)),
        }
    if not arguments.name or arguments.file is None:
        raise UsageFault("usage", message="do needs NAME FILE.json, or --list")
    actions.parameters(arguments.name)
    try:
        raw = arguments.file.read_bytes()
    except OSError as cause:
        raise EnvironmentFault("cannot-read", path=arguments.file, cause=cause.strerror or cause) from cause
    given = actions.arguments(arguments.name, raw, file=str(arguments.file))
    with open_workspace(arguments, writing=True) as workspace:
        result = workspace.write(actions.ACTIONS[arguments.name], overrides=overrides(arguments, workspace), **given)
    return {"command": arguments.name, "result": _plain(result)}


def _plain(result: Any) -> Any:
    return asdict(result) if is_dataclass(result) and not isinstance(result, type) else result


def export(arguments: Namespace) -> dict[str, Any]:
    """Write a list as an Excel file."""
    from inl_logistics.reports import exports

    if arguments.list:
        return {
            "lists": {one.name: one.title for one in exports.EXPORTS.values()},
            "text": "\n".join(f"{one.name}: {one.title}" for one in exports.EXPORTS.values()),
        }
    if not arguments.name or arguments.out is None:
        raise UsageFault("usage", message="export needs LIST --out FILE.xlsx, or --list")
    if arguments.out.suffix.lower() != ".xlsx":
        raise UsageFault("usage", message="lists are written as .xlsx")
    with open_workspace(arguments, writing=False) as workspace:
        built = workspace.read(exports.sheet, arguments.name, today=workspace.today())
        rows = exports.write(arguments.out, built, made_at=workspace.now())
    return {"list": arguments.name, "rows": rows, "file": str(arguments.out)}


def trace(arguments: Namespace) -> dict[str, Any]:
    """From money to serial and back."""
    from inl_logistics.trace.queries import trace as follow

    with open_workspace(arguments, writing=False) as workspace:
        found = workspace.read(follow, arguments.what)
    life = [f"{event.on or '—'}  {event.kind:8} {event.number}  {event.detail}" for event in found.life]
    held = [
        f"{one.quantity} × {one.item} {one.serial or one.lot}  {one.place} ({one.title})  {one.order} {one.project}".rstrip()
        for one in found.holdings[:200]
    ]
    return {
        "what": found.what, "kind": found.kind, "life": [asdict(event) for event in found.life],
        "holdings": [asdict(one) for one in found.holdings], "text": "\n".join([*life, *held]),
    }  # fmt: skip
