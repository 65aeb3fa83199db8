"""Compare the total rows of a file with the rows above them; a total is never imported.

A total may add up everything above it or only what stands since the last one.
"""

from __future__ import annotations

from decimal import Decimal

from inl_logistics.imports.body import Body, TotalRow
from inl_logistics.imports.findings import Findings
from inl_logistics.imports.numbers import Mark, from_cell, number, split_amount
from inl_logistics.imports.plan import ImportProblem, Level, Table, TotalFacts
from inl_logistics.imports.roles import Role
from inl_logistics.imports.sheetrows import Gathered
from inl_logistics.kernel.values import MICROS
from inl_logistics.sheets.cells import Cell


def compare(gathered: Gathered, table: Table, bodies: list[Body], findings: Findings) -> list[TotalFacts]:
    """Return the totals of all sheets, with a warning for each that does not agree."""
    found: list[TotalFacts] = []
    quantities, values = table.get("quantity"), table.get("value_micros")
    for sheet, body in enumerate(bodies):
        start = gathered.starts[sheet]
        last = start
        for total in body.totals:
            end = start + total.before
            found.append(_one(gathered, sheet, total, (start, last, end), (quantities, values), findings))
            last = end
    return found


def _one(
    gathered: Gathered, sheet: int, total: TotalRow, span: tuple[int, int, int],
    columns: tuple[list[object], list[object]], findings: Findings,
) -> TotalFacts:  # fmt: skip
    facts = gathered.sheets[sheet]
    start, last, end = span
    stated_quantity, stated_value = _number(total.quantity), _number(total.value)
    counted = _sums(columns[0], start, last, end)
    worth = [Decimal(value) / MICROS for value in _sums(columns[1], start, last, end)]
    if stated_value is None and (extra := _number(total.extra)) is not None and extra in worth:
        stated_value = extra
    right_quantity = stated_quantity is None or stated_quantity in counted
    right_value = stated_value is None or any(abs(stated_value - value) < Decimal("0.005") for value in worth)
    role = Role.LINE_VALUE if right_quantity else Role.QUANTITY
    if not right_quantity or not right_value:
        stated, computed = (stated_value, worth[0]) if right_quantity else (stated_quantity, Decimal(counted[0]))
        findings.add(
            ImportProblem(
                "total-differs", Level.WARNING, facts.file, facts.name, total.row, facts.letter(role),
                facts.header(role), f"{stated:,f}", {"computed": f"{computed:,f}"},
            )
        )  # fmt: skip
    return TotalFacts(
        facts.file, facts.name, total.row, total.label,
        int(stated_quantity) if stated_quantity is not None else None, stated_value, right_quantity and right_value,
    )  # fmt: skip


def _sums(values: list[object], start: int, last: int, end: int) -> list[int]:
    """Return the sum of everything above and of what stands since the last total."""
    return [sum(value for value in values[begin:end] if isinstance(value, int)) for begin in (start, last)]


def _number(cell: Cell) -> Decimal | None:
    exact = from_cell(cell)
    if exact is None and isinstance(cell, str) and (parts := split_amount(cell)):
        exact = number(parts[1], Mark.POINT)
        if exact is None:
            exact = number(parts[1], Mark.COMMA)
    return exact
