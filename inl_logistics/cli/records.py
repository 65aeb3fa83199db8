"""Commands about records: do, export, trace."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict, is_dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from inl_logistics.cli.context import open_workspace, overrides
from inl_logistics.kernel.problems import EnvironmentFault, UsageFault

if TYPE_CHECKING:
    from inl_logistics.workspace import Workspace


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
    if arguments.name == "holdings-of":
        return _holdings_of(arguments)
    if arguments.of or arguments.as_of:
        raise UsageFault("usage", message="--of and --as-of are for holdings-of")
    suffix = arguments.out.suffix.lower()
    if suffix not in {".xlsx", ".pdf"}:
        raise UsageFault("usage", message="lists are written as .xlsx or .pdf")
    with open_workspace(arguments, writing=False) as workspace:
        built = workspace.read(exports.sheet, arguments.name, today=workspace.today())
        if suffix == ".pdf":
            from inl_logistics.cli.papers import local, write_pdf
            from inl_logistics.reports.listpdf import write_list

            write_pdf(arguments.out, write_list(built, printed_at=local(workspace)))
            rows = len(built.rows)
        else:
            rows = exports.write(arguments.out, built, made_at=workspace.now())
    return {"list": arguments.name, "rows": rows, "file": str(arguments.out)}


def _holdings_of(arguments: Namespace) -> dict[str, Any]:
    """Write what a partner held on a day: an Excel sheet, or the bilingual paper to visit with."""
    from inl_logistics.kernel.listing import ListQuery
    from inl_logistics.partners.snapshot import partner_named
    from inl_logistics.reports import exports

    suffix = arguments.out.suffix.lower()
    if suffix not in {".xlsx", ".pdf"}:
        raise UsageFault("usage", message="holding lists are written as .xlsx or .pdf")
    if suffix == ".pdf" and not arguments.of:
        raise UsageFault("usage", message="a holding list as .pdf needs --of NAME")
    with open_workspace(arguments, writing=False) as workspace:
        on = arguments.as_of or workspace.today()
        partner = workspace.read(partner_named, arguments.of) if arguments.of else None
        result = {"list": arguments.name, "as_of": on.isoformat(), "file": str(arguments.out)}
        if suffix == ".pdf" and partner is not None:
            return {**result, "units": _print_holdings(arguments, workspace, partner, on)}
        filters = {"as_of": frozenset({on.isoformat()})}
        if partner is not None:
            filters["partner"] = frozenset({str(partner)})
        built = workspace.read(exports.sheet, arguments.name, today=workspace.today(), query=ListQuery(filters=filters))
        return {**result, "rows": exports.write(arguments.out, built, made_at=workspace.now())}


def _print_holdings(arguments: Namespace, workspace: Workspace, partner: int, on: date) -> int:
    from inl_logistics.cli.papers import local, write_pdf
    from inl_logistics.paper.model import PaperSize
    from inl_logistics.reports import papers

    paper = papers.paper("holding-list")
    frozen = workspace.read(paper.freeze, partner, on)
    write_pdf(
        arguments.out,
        paper.draw(
            frozen, printed_at=local(workspace), language=arguments.language or workspace.post.language,
            paper=PaperSize(workspace.post.paper),
        ),
    )  # fmt: skip
    return sum(one.quantity for one in frozen.lines)


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
