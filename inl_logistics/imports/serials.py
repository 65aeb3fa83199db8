"""Serials of an import: lists and ranges, repeats, look-alikes, and pieces without a serial.

Source: product.md 4 (Serials), 7 (Holdings); domain.md 8 scenario 7; scenarios.md 3.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from inl_logistics.imports.findings import Findings
from inl_logistics.imports.plan import ImportRequest, Level, Repair, cell_name
from inl_logistics.imports.roles import Kind, Role
from inl_logistics.imports.sheetrows import Gathered
from inl_logistics.kernel.text import clean, fold, serial_key, serial_lookalike
from inl_logistics.sheets.cells import cell_text

_LIST = re.compile(r"\s*[,;\n\r|]\s*|\s+(?:y|et|and|&)\s+")
_RANGE = re.compile(
    r"(?P<first>\S*\d)\s*(?:-|–|—|to|thru|through|al?|au|à|\.\.+|:|/)\s*(?P<last>\S*\d)\Z", re.IGNORECASE
)
_TAIL = re.compile(r"(.*?)(\d+)(\D*)\Z", re.DOTALL)
MAX_RANGE = 10_000

_STRICT = frozenset({Kind.PACKING_LIST, Kind.SERIALS})
"""Kinds whose serials will be scanned: a repeat is an error there."""


def check_serials(
    request: ImportRequest, gathered: Gathered, columns: dict[str, list[object]], findings: Findings
) -> None:
    """Make the `serials` and `recorded` columns; nothing happens for a file without serials."""
    serials = columns.get("serial")
    if serials is None:
        return
    length = gathered.length
    quantities = columns.get("quantity") or [1] * length
    keys = _item_keys(columns, length)
    lists = [
        _serials_of(request, gathered, findings, index, text, quantities[index]) for index, text in enumerate(serials)
    ]
    tracked = {keys[index] for index, found in enumerate(lists) if found}
    required = columns.get("serial_required")
    columns["serials"] = list(lists)
    columns["recorded"] = [True] * length
    columns["tracked"] = [key in tracked for key in keys]
    _repeats(request, lists, keys, columns, findings)
    for index, found in enumerate(lists):
        wanted = keys[index] in tracked or (
            required is not None and fold(str(required[index])) in {"y", "yes", "si", "oui"}
        )
        if found or not wanted or serials[index] is not None:
            continue
        if request.kind is Kind.SERIALS:
            findings.row("serial-missing", Level.ERROR, index, Role.SERIAL, repair=Repair.EDIT)
        else:
            cell = clean(cell_text(gathered.cells[Role.SERIAL][index]))
            findings.row("serial-not-recorded", Level.WARNING, index, Role.SERIAL, found=cell)


def _item_keys(columns: dict[str, list[object]], length: int) -> list[str]:
    from inl_logistics.imports.rowrules import item_key

    empty: list[object] = [None] * length
    return [
        item_key(nsn, code, name, unit)
        for nsn, code, name, unit in zip(
            columns.get("nsn", empty), columns.get("item_code", empty), columns.get("item_name", empty),
            columns.get("unit", empty), strict=True,
        )
    ]  # fmt: skip


def _serials_of(
    request: ImportRequest, gathered: Gathered, findings: Findings, index: int, text: object, quantity: object
) -> tuple[str, ...]:
    """Return the serials of a row: one, a list that has as many as pieces, or an expanded range."""
    if text is None:
        return ()
    count = quantity if isinstance(quantity, int) else 1
    cell = cell_text(gathered.cells[Role.SERIAL][index])
    parts = [clean(part) for part in _LIST.split(cell.strip()) if part.strip()]
    if len(parts) > 1 and all(any(ch.isdigit() for ch in part) for part in parts):
        if len(parts) == count:
            params = {"count": str(count)}
            findings.row("serials-expanded", Level.NOTE, index, Role.SERIAL, found=str(text)[:80], params=params)
            return tuple(parts)
        if count > 1 or all(len(part) >= 4 for part in parts):
            params = {"count": str(len(parts)), "quantity": str(count)}
            findings.row("serial-count", Level.ERROR, index, Role.SERIAL, found=str(text)[:80], params=params)
            return ()
    if count <= 1:
        return (str(text),)
    facts = gathered.sheets[gathered.sheet_of[index]]
    name = cell_name(gathered.files[gathered.sheet_of[index]], facts.name, gathered.row_of[index])
    if request.fixes.expand_all or name in request.fixes.expand:
        expanded = expand(str(text), count)
        if expanded:
            return expanded
        params = {"quantity": str(count)}
        findings.row("serial-range", Level.ERROR, index, Role.SERIAL, found=text, params=params, repair=Repair.EDIT)
        return ()
    params = {"quantity": str(count)}
    repair = Repair.EXPAND_SERIALS
    findings.row("serial-quantity", Level.ERROR, index, Role.SERIAL, found=text, params=params, repair=repair)
    return ()


def expand(text: str, count: int) -> tuple[str, ...]:
    """Return the serials of `BA3-001 – BA3-012`, of `BA3-001/012`, or from a first serial on; () if they do not fit."""
    if not 1 <= count <= MAX_RANGE:
        return ()
    found = _RANGE.fullmatch(text.strip())
    if found is None:
        return _counted(text.strip(), count)
    first, last = _TAIL.fullmatch(found["first"]), _TAIL.fullmatch(found["last"])
    if first is None or last is None:
        return ()
    begin, end = int(first[2]), int(last[2])
    if len(last[2]) < len(first[2]) and not last[1]:
        end = int(first[2][: -len(last[2])] + last[2])
    elif last[1] and last[1] != first[1]:
        return _counted(text.strip(), count)
    return _counted(found["first"], count) if end - begin + 1 == count else ()


def _counted(first: str, count: int) -> tuple[str, ...]:
    tail = _TAIL.fullmatch(first)
    if tail is None:
        return ()
    start, width = int(tail[2]), len(tail[2])
    return tuple(f"{tail[1]}{number:0{width}d}{tail[3]}" for number in range(start, start + count))


def _repeats(
    request: ImportRequest, lists: Sequence[tuple[str, ...]], keys: Sequence[str], columns: dict[str, list[object]],
    findings: Findings,
) -> None:  # fmt: skip
    """Say which serials stand twice within an item, and which look alike."""
    first: dict[tuple[str, str], int] = {}
    alike: dict[tuple[str, str], tuple[int, str]] = {}
    for index, serials in enumerate(lists):
        for serial in serials:
            own = (keys[index], serial_key(serial))
            if own in first:
                _repeat(request, index, serial, first[own], columns, findings)
                continue
            first[own] = index
            looks = (keys[index], serial_lookalike(serial))
            other = alike.setdefault(looks, (index, serial))
            if other != (index, serial):
                params = {"other": other[1]}
                findings.row(
                    "serial-lookalike", Level.WARNING, index, Role.SERIAL, found=serial, params=params,
                    repair=Repair.COMPARE,
                )  # fmt: skip


def _repeat(
    request: ImportRequest, index: int, serial: str, other: int, columns: dict[str, list[object]], findings: Findings
) -> None:
    params = {"other": str(findings.row_of[other])}
    if request.kind in _STRICT:
        findings.row("serial-twice", Level.ERROR, index, Role.SERIAL, found=serial, params=params, repair=Repair.EDIT)
        return
    columns["recorded"][index] = False
    findings.row("serial-repeated", Level.WARNING, index, Role.SERIAL, found=serial, params=params)
