"""Commands about imports: import, undo, mapping. Source: product.md 7."""

from __future__ import annotations

import sys
from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inl_logistics.cli.context import open_workspace, overrides
from inl_logistics.kernel.problems import BadInput, UsageFault

if TYPE_CHECKING:
    from inl_logistics.imports.plan import ImportPlan, ImportRequest
    from inl_logistics.workspace import Workspace


class ImportRefused(BadInput):
    """The file has errors: nothing was written; the whole report comes with it."""

    def __init__(self, code: str, result: dict[str, Any], **params: object) -> None:
        self.result = result
        super().__init__(code, **params)


def run(arguments: Namespace) -> dict[str, Any]:
    """Check files whole, then bring them in at once; one undo takes all of it back."""
    from inl_logistics.imports.against import against
    from inl_logistics.imports.checking import check
    from inl_logistics.imports.report import report, write_problem_rows

    for file in arguments.files:
        if not Path(file).is_file():
            raise BadInput("import-file-missing", file=file)
    writing = not arguments.dry_run
    with open_workspace(arguments, writing=writing) as workspace:
        request = _request(arguments, workspace)
        plan = workspace.read(against, check(request, _progress(arguments)))
        out = arguments.leave_out_bad_rows
        if plan.errors and out is not None:
            request = replace(request, fixes=replace(request.fixes, leave_out_bad=True))
            plan = workspace.read(against, check(request))
            write_problem_rows(out, plan)
        if plan.errors:
            raise ImportRefused("import-has-errors", report(plan), count=len({one.index for one in plan.errors}))
        if not writing:
            return {**report(plan), "text": _words(report(plan))}
        return _write(arguments, workspace, plan)


def _write(arguments: Namespace, workspace: Workspace, plan: ImportPlan) -> dict[str, Any]:
    from inl_logistics.imports import commands
    from inl_logistics.imports.report import report

    options = commands.RunOptions(
        into=arguments.into or "", agreement=arguments.agreement or "", project=arguments.project or "",
        store=arguments.store or "", bin=arguments.bin or "", add=arguments.add,
    )  # fmt: skip
    try:
        made = workspace.write(commands.run, plan, options, overrides=overrides(arguments, workspace))
    except BadInput as cause:
        raise ImportRefused(cause.code, report(plan), **dict(cause.params)) from cause
    result = report(made.plan, created=made.created, undo=made.id)
    return {**result, "document": made.document, "text": _words(result)}


def _request(arguments: Namespace, workspace: Workspace) -> ImportRequest:
    from inl_logistics.imports import queries
    from inl_logistics.imports.plan import ImportRequest
    from inl_logistics.imports.roles import Kind
    from inl_logistics.kernel.values import Title

    kind = Kind(arguments.kind)
    return ImportRequest(
        kind, tuple(arguments.files), workspace.today(),
        mapping=workspace.read(queries.mapping, arguments.mapping) if arguments.mapping else None,
        remembered=workspace.read(queries.mappings, kind), sheets=tuple(arguments.sheet), as_of=arguments.as_of,
        title=Title(arguments.title) if arguments.title else None, country=workspace.post.country,
    )  # fmt: skip


def _progress(arguments: Namespace) -> Any:
    if arguments.json or not sys.stderr.isatty():
        return None

    def say(done: int, total: int) -> None:
        sys.stderr.write(f"\r{done:,} / {total:,}" + ("\n" if done >= total else ""))

    return say


def _words(result: dict[str, Any]) -> str:
    lines = [
        f"{result['kind']}: {result['rows']:,} rows, {result['accepted']:,} accepted, {result['left_out']:,} left out",
        f"quantity {result['quantity']}, value USD {result['value_usd']}",
    ]
    lines += [f"  {code}: {count:,}" for code, count in {**result["errors"], **result["warnings"]}.items()]
    if result["created"]:
        lines.append("made: " + ", ".join(f"{count:,} {name}" for name, count in result["created"].items()))
    if result.get("undo"):
        lines.append(f"undo with: inl-logistics undo {result['undo']}")
    return "\n".join(lines)


def undo(arguments: Namespace) -> dict[str, Any]:
    """Undo a whole import."""
    from inl_logistics.imports import commands

    try:
        import_id = int(arguments.import_id)
    except ValueError:
        raise UsageFault("usage", message=f"{arguments.import_id!r} is not the number of an import") from None
    with open_workspace(arguments, writing=True) as workspace:
        return {"import": import_id, "reversal": workspace.write(commands.undo, import_id)}


def mapping(arguments: Namespace) -> dict[str, Any]:
    """List, show or save column mappings."""
    import msgspec

    from inl_logistics.imports import commands, queries
    from inl_logistics.imports import mapping as mappings

    if arguments.action != "list" and not arguments.name:
        raise UsageFault("usage", message=f"mapping {arguments.action} needs NAME")
    if arguments.action == "save":
        if arguments.file is None:
            raise UsageFault("usage", message="mapping save needs NAME FILE.json")
        given = replace(mappings.from_file(arguments.file), name=arguments.name)
        with open_workspace(arguments, writing=True) as workspace:
            workspace.write(commands.save_mapping, given)
        return {"mapping": arguments.name, "saved": True}
    with open_workspace(arguments, writing=False) as workspace:
        if arguments.action == "list":
            known = workspace.read(queries.mappings)
            names = [{"name": one.name, "kind": one.kind.value} for one in known]
            return {"mappings": names, "text": "\n".join(f"{one['name']}: {one['kind']}" for one in names)}
        found = mappings.to_json(workspace.read(queries.mapping, arguments.name))
    return {"mapping": msgspec.json.decode(found), "text": found.decode()}
