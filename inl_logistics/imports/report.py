"""The JSON of `import --json`: whole counts, every error, the first thousand warnings.

Source: product.md 7. Figures are exact; amounts are text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from inl_logistics.imports.plan import ImportPlan, ImportProblem, Level, SheetFacts, State
from inl_logistics.kernel.sentences import say

MOST_WARNINGS = 1_000


def report(plan: ImportPlan, *, created: Mapping[str, int] | None = None, undo: int | None = None) -> dict[str, object]:
    """Return the report of a dry run or, with `created` and `undo`, of a finished import."""
    errors = [problem for problem in plan.problems if problem.level is Level.ERROR]
    warnings = [problem for problem in plan.problems if problem.level is Level.WARNING]
    return {
        "kind": plan.kind.value,
        "files": [{"name": one.name, "sha256": one.sha256, "format": one.format} for one in plan.files],
        "file_date": plan.file_date.isoformat() if plan.file_date else None,
        "sheets": [_sheet(facts) for facts in plan.sheets],
        "rows": plan.rows,
        "accepted": plan.count(State.READY),
        "left_out": plan.count(State.LEFT_OUT),
        "refused": plan.count(State.REFUSED),
        "blank": plan.blank,
        "foot_lines": plan.foot_lines,
        "totals": [
            {
                "file": one.file, "sheet": one.sheet, "row": one.row, "label": one.label, "quantity": one.quantity,
                "value": _amount(one.value) if one.value is not None else None, "agrees": one.agrees,
            }
            for one in plan.totals
        ],
        "quantity": plan.quantity,
        "value_usd": _amount(plan.values["USD"]) if "USD" in plan.values else None,
        "value": {code: _amount(amount) for code, amount in sorted(plan.values.items()) if code != "USD"},
        "distinct": {
            "nsn": plan.distinct.nsn, "item": plan.distinct.item, "serial": plan.distinct.serial,
            "agency": plan.distinct.agency, "agency_name": plan.distinct.agency_name, "order": plan.distinct.order,
            "shipment": plan.distinct.shipment, "vendor": plan.distinct.vendor,
        },
        "created": dict(created or {}),
        "warnings": dict(Counter(problem.code for problem in warnings)),
        "errors": dict(Counter(problem.code for problem in errors)),
        "notes": dict(Counter(problem.code for problem in plan.problems if problem.level is Level.NOTE)),
        "problems": [_problem(problem) for problem in (*errors, *warnings[:MOST_WARNINGS])],
        "undo": undo,
    }  # fmt: skip


def _sheet(facts: SheetFacts) -> dict[str, object]:
    return {
        "file": facts.file,
        "sheet": facts.name,
        "header_row": facts.header_row,
        "rows": facts.rows,
        "columns": {
            column.header or column.letter: column.role.value if column.role else None for column in facts.columns
        },
        "skipped": facts.skipped or None,
        "reason": say(facts.skipped, {"sheet": facts.name}) if facts.skipped else None,
        "skipped_rows": facts.skipped_rows,
    }


def _problem(problem: ImportProblem) -> dict[str, object]:
    return {
        "level": problem.level.value, "code": problem.code, "file": problem.file, "sheet": problem.sheet,
        "row": problem.row, "column": problem.column, "found": problem.found, "message": problem.message(),
    }  # fmt: skip


def _amount(amount: Decimal) -> str:
    """Write an exact amount with at least two decimals and none lost."""
    cents = amount.quantize(Decimal("0.01"))
    return f"{cents:f}" if cents == amount else f"{amount.normalize():f}"


def write_problem_rows(path: Path, plan: ImportPlan, *, only_errors: bool = True) -> int:
    """Save the rows that have problems to Excel, as read, with a first column saying what is wrong.

    Raises: EnvironmentFault for a full disk or a read-only folder.
    """
    from inl_logistics.kernel.translation import _
    from inl_logistics.sheets.cell_xml import Kind as CellKind
    from inl_logistics.sheets.cells import cell_text, column_letter
    from inl_logistics.sheets.writing import Column, write_table

    by_row: dict[int, list[str]] = {}
    for problem in plan.problems:
        wanted = problem.level is Level.ERROR or (not only_errors and problem.level is Level.WARNING)
        if wanted and problem.index >= 0:
            place = f"{problem.column}: " if problem.column else ""
            by_row.setdefault(problem.index, []).append(place + problem.message())
    left = [index for index, state in enumerate(plan.table.state) if state is not State.READY]
    indexes = sorted({*by_row, *left})
    width = max((len(plan.table.raw[index]) for index in indexes), default=0)
    sheets = plan.read_sheets
    headers = {column.index: column.header for column in (sheets[0].columns if sheets else ())}
    columns = [
        Column("wrong", _("What is wrong"), CellKind.LONG_TEXT, 60),
        Column("sheet", _("Sheet"), CellKind.TEXT, 18),
        Column("row", _("Row"), CellKind.INTEGER, 8),
        *(Column(f"c{at}", headers.get(at) or column_letter(at), CellKind.TEXT, 18) for at in range(width)),
    ]
    rows = [
        [
            "\n".join(by_row.get(index, ())), sheets[plan.table.sheet[index]].name, plan.table.row[index],
            *(cell_text(cell) for cell in plan.table.raw[index]),
            *([""] * (width - len(plan.table.raw[index]))),
        ]
        for index in indexes
    ]  # fmt: skip
    return write_table(path, title=_("Rows left out of the import"), columns=columns, rows=rows)
