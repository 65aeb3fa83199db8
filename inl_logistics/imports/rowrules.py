"""The rules of a row: what is an error, what a warning, and the exact values that will be written.

Source: product.md 7 (rule list of holdings, value_usd, distinct), 4 (Serials).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from inl_logistics.imports.findings import Findings
from inl_logistics.imports.numbers import currency_of
from inl_logistics.imports.parsing import Reference, currency_in, is_placeholder, micros
from inl_logistics.imports.plan import Distinct, ImportRequest, Level, Repair, State, Table
from inl_logistics.imports.roles import Kind, Reads, Role, reads
from inl_logistics.imports.serials import check_serials
from inl_logistics.imports.sheetrows import Gathered
from inl_logistics.kernel.text import fold
from inl_logistics.kernel.values import MICROS, exponent, minor_of
from inl_logistics.sheets.cells import Cell, cell_text

NO_NAME = "(no name in source)"

_WARN_REPAIRS = {"date-day-first": Repair.CHOOSE_DATE_ORDER, "unit-unknown": Repair.EDIT}
_GOODS = frozenset({Kind.HOLDINGS, Kind.STOCK, Kind.ORDERS, Kind.SHIPMENTS, Kind.PACKING_LIST})


def check_rows(request: ImportRequest, gathered: Gathered, findings: Findings, file_date: date | None) -> Table:
    """Judge every row and return the table with what will be written."""
    findings.begin(gathered.sheets, gathered.files, gathered.sheet_of, gathered.row_of)
    columns: dict[str, list[object]] = {role.value: values for role, values in gathered.columns.items()}
    _quantities(request, gathered, columns)
    _flaws(request, gathered, findings)
    _identity(request, gathered, columns, findings)
    check_serials(request, gathered, columns, findings)
    _values(request, gathered, columns, findings)
    _dates(gathered, findings, file_date, request)
    _references(gathered, findings)
    return Table(
        gathered.length, columns, gathered.sheet_of, gathered.row_of, [State.READY] * gathered.length, gathered.raw
    )


def _quantities(request: ImportRequest, gathered: Gathered, columns: dict[str, list[object]]) -> None:
    """Count 1 where only serials are listed, and one of each award."""
    if request.kind in _GOODS and Role.QUANTITY not in gathered.columns and Role.SERIAL in gathered.columns:
        columns["quantity"] = [1] * gathered.length


def _flaws(request: ImportRequest, gathered: Gathered, findings: Findings) -> None:
    """Say what the cells themselves are wrong in."""
    serials = gathered.columns.get(Role.SERIAL)
    quantities = gathered.columns.get(Role.QUANTITY)
    broken = set(gathered.uncomputed)
    for index, role in gathered.uncomputed:
        findings.row("cell-uncomputed", Level.ERROR, index, role, repair=Repair.EDIT)
    for index, role, flaw, cell in gathered.flaws:
        if (index, role) in broken:
            continue
        if flaw.code == "quantity-missing" and serials is not None and serials[index] and quantities is not None:
            quantities[index] = 1
            findings.row("quantity-from-serial", Level.WARNING, index, role)
            continue
        if flaw.code.startswith("quantity") and request.kind in {Kind.CATALOG, Kind.PARTNERS, Kind.SERIALS}:
            continue
        level = Level.ERROR if flaw.is_error else Level.WARNING
        repair = Repair.EDIT if flaw.is_error else _WARN_REPAIRS.get(flaw.code, Repair.NONE)
        findings.row(flaw.code, level, index, role, found=_shown(cell), repair=repair)
    for sheet, role, mark in gathered.unsure:
        first = gathered.starts[sheet]
        last = gathered.starts[sheet + 1] if sheet + 1 < len(gathered.starts) else gathered.length
        for index in range(first, last):
            cell = gathered.cells[role][index]
            if isinstance(cell, str) and ("." in cell or "," in cell):
                findings.row("decimal-assumed", Level.WARNING, index, role, found=cell, params={"mark": mark.value})


def _shown(cell: Cell) -> str:
    text = cell_text(cell)
    return text if len(text) <= 80 else f"{text[:79]}…"


def _identity(request: ImportRequest, gathered: Gathered, columns: dict[str, list[object]], findings: Findings) -> None:
    """Every row must say who and what."""
    kind = request.kind
    if kind is Kind.HOLDINGS:
        who = gathered.columns.get(Role.AGENCY) or gathered.columns.get(Role.FACILITY) or []
        for index, agency in enumerate(who):
            if agency is None:
                findings.row("agency-missing", Level.ERROR, index, Role.AGENCY, repair=Repair.EDIT)
    if kind is Kind.PARTNERS:
        for index, name in enumerate(columns.get("partner_name", [])):
            if name is None:
                findings.row("name-missing-partner", Level.ERROR, index, Role.PARTNER_NAME, repair=Repair.EDIT)
        return
    _names(kind, gathered, columns, findings)
    if kind is Kind.CATALOG:
        _repeated_items(columns, findings)


def _names(kind: Kind, gathered: Gathered, columns: dict[str, list[object]], findings: Findings) -> None:
    """Give every row an item name, or say that it names no item."""
    found = columns.get("item_name") or columns.get("description")
    names: list[object] = list(found) if found is not None else [None] * gathered.length
    codes = columns.get("item_code") or [None] * gathered.length
    numbers = columns.get("nsn") or [None] * gathered.length
    for index, name in enumerate(names):
        if name is not None:
            continue
        if kind is Kind.HOLDINGS or numbers[index] is not None:
            findings.row("name-missing", Level.WARNING, index, Role.ITEM_NAME)
            names[index] = NO_NAME
        elif kind is not Kind.SERIALS and codes[index] is None:
            findings.row("item-missing", Level.ERROR, index, Role.ITEM_NAME, repair=Repair.EDIT)
        elif codes[index] is not None:
            names[index] = codes[index]
    columns["item_name"] = names


def _repeated_items(columns: dict[str, list[object]], findings: Findings) -> None:
    """A catalog names an item once; of two rows with one code the last one counts."""
    first: dict[object, int] = {}
    keys = columns.get("item_code") or columns.get("nsn") or []
    for index, key in enumerate(keys):
        if key is None:
            continue
        if key in first:
            params = {"other": str(findings.row_of[first[key]])}
            findings.row("item-repeated", Level.WARNING, index, Role.ITEM_CODE, found=key, params=params)
        first[key] = index


def _values(request: ImportRequest, gathered: Gathered, columns: dict[str, list[object]], findings: Findings) -> None:
    """Make the exact price and line value of each row, in millionths."""
    unit = columns.get("unit_value")
    line = columns.get("line_value") or columns.get("obligation")
    if unit is None and line is None:
        return
    length = gathered.length
    columns["currency_code"] = list(_currencies(request, gathered, columns))
    quantities = columns.get("quantity") or [1] * length
    known: dict[object, int] = {}

    def scaled(value: object) -> int | None:
        if not isinstance(value, Decimal):
            return None
        found = known.get(value)
        if found is None:
            found = known[value] = micros(value)
        return found

    prices: list[object] = [scaled(value) for value in unit] if unit is not None else [None] * length
    wholes: list[object] = [scaled(value) for value in line] if line is not None else [None] * length
    values: list[object] = [None] * length
    for index in range(length):
        price, whole, quantity = prices[index], wholes[index], quantities[index]
        count = quantity if isinstance(quantity, int) else 1
        if isinstance(price, int):
            product = price * (1 if request.kind is Kind.CATALOG else count)
            values[index] = product
            if isinstance(whole, int):
                values[index] = whole
                _mismatch(index, product, whole, columns, findings)
        elif isinstance(whole, int):
            values[index] = whole
            prices[index] = whole // count if count and whole % count == 0 else _near(whole, count)
        if isinstance(values[index], int) and _below_zero(values[index]):
            role = Role.UNIT_VALUE if unit is not None else Role.LINE_VALUE
            findings.row("amount-below-zero", Level.ERROR, index, role, found=unit[index] if unit else "")
    columns["price_micros"], columns["value_micros"] = prices, values


def _below_zero(value: object) -> bool:
    return isinstance(value, int) and value < 0


def _near(whole: int, count: int) -> int:
    return int((Decimal(whole) / count).to_integral_value(rounding="ROUND_HALF_EVEN")) if count else whole


def _mismatch(index: int, product: int, whole: int, columns: dict[str, list[object]], findings: Findings) -> None:
    code = str(columns["currency_code"][index])
    if product != whole and minor_of(product, code) != minor_of(whole, code):
        shown = f"{Decimal(minor_of(product, code)).scaleb(-exponent(code)):,f}"
        found = f"{Decimal(minor_of(whole, code)).scaleb(-exponent(code)):,f}"
        params = {"computed": shown}
        findings.row("value-mismatch", Level.WARNING, index, Role.LINE_VALUE, found=found, params=params)


def _currencies(request: ImportRequest, gathered: Gathered, columns: dict[str, list[object]]) -> Iterable[str]:
    """Return each row's currency: its own column, a sign beside the amount, the header, the mapping, else the post's."""
    named = columns.get("currency")
    of_sheet = []
    for facts, mapping in zip(gathered.sheets, gathered.mappings, strict=True):
        header = " ".join(facts.header(role) for role in (Role.UNIT_VALUE, Role.LINE_VALUE, Role.OBLIGATION))
        words = header.replace("(", " ").replace(")", " ").replace("_", " ").replace("[", " ").replace("]", " ").split()
        in_header = next((code for word in words if (code := currency_of(word))), "")
        of_sheet.append((mapping.currency if mapping else None) or in_header or request.currency)
    signs = [
        gathered.cells[role] for role in (Role.UNIT_VALUE, Role.LINE_VALUE, Role.OBLIGATION) if role in gathered.cells
    ]
    known: dict[Cell, str] = {}
    for index, sheet in enumerate(gathered.sheet_of):
        own = str(named[index]) if named is not None and named[index] is not None else ""
        code = (currency_of(own) or own.upper()[:3]) if own else ""
        if not code:
            for cells in signs:
                cell = cells[index]
                if isinstance(cell, str) and cell:
                    if cell not in known:
                        known[cell] = currency_in(cell)
                    code = code or known[cell]
        # A bare dollar sign says USD only where nothing else names another dollar.
        yield of_sheet[sheet] if not code or (code == "USD" and of_sheet[sheet] != request.currency) else code


def _dates(gathered: Gathered, findings: Findings, file_date: date | None, request: ImportRequest) -> None:
    if file_date is not None:
        shown = file_date.isoformat()
        for role in (Role.SHIPPED_ON, Role.INVENTORY_ON, Role.REQUESTED_ON):
            if request.kind not in {Kind.HOLDINGS, Kind.STOCK}:
                break
            for index, day in enumerate(gathered.columns.get(role, ())):
                if isinstance(day, date) and day > file_date:
                    code = "date-after-file"
                    findings.row(code, Level.WARNING, index, role, found=day.isoformat(), params={"day": shown})
    for index, day in enumerate(gathered.columns.get(Role.EXPIRY, ())):
        if isinstance(day, date) and day < request.today:
            findings.row("already-expired", Level.WARNING, index, Role.EXPIRY, found=day.isoformat())
    for index, day in enumerate(gathered.columns.get(Role.MADE_ON, ())):
        if isinstance(day, date) and day > request.today:
            params = {"day": request.today.isoformat()}
            findings.row("made-in-future", Level.WARNING, index, Role.MADE_ON, found=day.isoformat(), params=params)


def _references(gathered: Gathered, findings: Findings) -> None:
    """`See ASN-3562 (ID#:960)` must name a line of the file."""
    lines: set[str] | None = None
    for role, values in gathered.columns.items():
        if reads(role) not in {Reads.MONEY, Reads.NUMBER}:
            continue
        for index, value in enumerate(values):
            if isinstance(value, Reference):
                if lines is None:
                    lines = {cell_text(cell).strip() for cell in gathered.cells.get(Role.ROW_NUMBER, ())}
                if value.line_id not in lines:
                    found = _shown(gathered.cells[role][index])
                    findings.row("reference-unresolved", Level.WARNING, index, role, found=found)


def value_sums(table: Table) -> dict[str, Decimal]:
    """Return the value of all data rows by currency, exactly."""
    if not table.has("value_micros"):
        return {}
    sums: dict[str, int] = {}
    for value, code in zip(table.get("value_micros"), table.get("currency_code"), strict=True):
        if isinstance(value, int):
            sums[str(code)] = sums.get(str(code), 0) + value
    return {code: Decimal(total) / MICROS for code, total in sums.items()}


def distinct_of(gathered: Gathered, table: Table) -> Distinct:
    """Count different values as trimmed text, placeholders left out."""

    def texts(role: Role) -> set[str]:
        found = {cell_text(cell).strip() for cell in set(gathered.cells.get(role, ()))}
        return {text for text in found if text and not is_placeholder(text)}

    agencies = gathered.cells.get(Role.AGENCY) or gathered.cells.get(Role.FACILITY) or []
    regions = gathered.cells.get(Role.REGION) or [""] * len(agencies)
    pairs = {(cell_text(r).strip(), cell_text(a).strip()) for r, a in set(zip(regions, agencies, strict=True))}
    numbers = {str(value) for value in table.get("nsn") if value is not None} if table.has("nsn") else set()
    names = texts(Role.ITEM_NAME) if Role.ITEM_NAME in gathered.cells else texts(Role.DESCRIPTION)
    return Distinct(
        nsn=len(numbers) if Role.NIIN in gathered.cells else len(texts(Role.NSN)),
        item=len(names),
        serial=len(texts(Role.SERIAL)),
        agency=len({pair for pair in pairs if pair[1]}),
        agency_name=len({name for _region, name in pairs if name}),
        order=len(texts(Role.ORDER_NUMBER)),
        shipment=len(texts(Role.SHIPMENT_NUMBER)),
        vendor=len(texts(Role.VENDOR)),
    )


def item_key(nsn: object, code: object, name: object, unit: object) -> str:
    """Return what makes two rows the same item: code or stock number, else name and unit of issue."""
    if code:
        return f"c:{fold(str(code))}"
    if nsn:
        return f"n:{nsn}"
    return f"x:{fold(str(name or NO_NAME))}|{unit or ''}"
