"""Sentences about imports: what was found in a row and what to do."""

from inl_logistics.kernel.translation import N_

SENTENCES = {
    # Whole files and sheets
    "import-nothing-recognized": N_(
        "{file} has no table that can be read as {kind}. Choose the header row and match the columns once; "
        "they are remembered."
    ),
    "import-no-such-sheet": N_("{file} has no sheet “{sheet}”. It has: {sheets}."),
    "import-column-missing": N_(
        "Sheet {sheet}: no column was recognized as {roles}. Match the column by hand; it is remembered."
    ),
    "import-has-errors": N_(
        "{count} rows have errors, so nothing was imported. Fix them, or leave them out and save them to Excel."
    ),
    "import-no-rows": N_("There is no row to import."),
    "import-child-ended": N_(
        "Reading {file} was stopped by the system, perhaps for lack of memory. Nothing was changed."
    ),
    "import-stopped": N_("The import was stopped. Nothing was changed."),
    "already-imported": N_("The same file was imported on {day} ({document}). Undo that import first if it was wrong."),
    "holdings-exist": N_(
        "{agency} has an opening already ({document}). Add to it on purpose with --add, or undo that import first."
    ),
    "import-unknown": N_("There is no import {import_id}."),
    "import-undone": N_("Import {import_id} was undone before."),
    "import-in-use": N_("{what} of this import is used by {document} since. Reverse that first."),
    "import-into-missing": N_("A packing list goes into an inbound shipment: say which with --into."),
    "import-into-unknown": N_("There is no {what} {number}."),
    "import-store-missing": N_("Say which store the goods are in with --store."),
    "import-store-unknown": N_("There is no store {store}. The post has: {stores}."),
    "import-wrong-place": N_("{number} is being received or is closed, so it cannot be changed by an import."),
    "mapping-unreadable": N_("The mapping cannot be read: {cause}."),
    "mapping-unknown": N_("There is no mapping “{name}”."),
    "header-row-missing": N_("Sheet {sheet} has no row {row}. Choose another header row."),
    "sheet-blank": N_("The sheet is blank."),
    "no-header": N_("No header row was found."),
    "no-rows": N_("There are no rows below the header."),
    "canceled-requests": N_("The sheet lists canceled requests: nothing came of them. Choose it by name to import it."),
    "sheet-hidden": N_("The sheet is hidden. Choose it by name to import it."),
    "sheet-not-chosen": N_("The sheet was not chosen."),
    # Errors of a row
    "quantity-missing": N_("There is no quantity. Type how many."),
    "quantity-not-a-number": N_("“{found}” is not a number. Type the quantity in digits."),
    "quantity-not-whole": N_("{found} is not a whole number. Type the quantity in whole units of issue."),
    "quantity-zero": N_("The quantity is 0. Type how many, or leave the row out."),
    "quantity-negative": N_("The quantity {found} is below zero. Type how many, or leave the row out."),
    "quantity-too-large": N_("The quantity {found} is too large. Check for a number in the wrong column."),
    "amount-not-a-number": N_("“{found}” is not an amount. Type it as 412.00."),
    "amount-too-large": N_("The amount {found} is too large. Check for a number in the wrong column."),
    "amount-below-zero": N_("The amount {found} is below zero. Type the value, or leave the row out."),
    "date-not-read": N_("“{found}” is not a date. Type it as 24 Nov 2026."),
    "agency-missing": N_("The row names no agency. Type who holds the goods."),
    "item-missing": N_("The row names no item. Type its name, code or stock number."),
    "cell-error": N_("The cell holds the error {found}. Repair the formula or type the value."),
    "cell-uncomputed": N_(
        "The cell holds a formula without a stored result. Open the file in Excel, save it, and import again."
    ),
    "serial-digits-lost": N_(
        "The serial {found} is stored as a number of more than 15 digits, and its last digits are lost. "
        "Type it from the label."
    ),
    "serial-is-date": N_("The serial was turned into the date {found}. Type it from the label."),
    "serial-quantity": N_(
        "One serial stands for {quantity} pieces. Expand the range, or type one row for each serial."
    ),
    "serial-count": N_("{count} serials stand for {quantity} pieces. Type as many serials as pieces."),
    "serial-range": N_("The range {found} does not hold {quantity} serials. Type one row for each serial."),
    "serial-twice": N_("Serial {found} stands in row {other} already. Correct one of them."),
    "serial-missing": N_("The row has no serial. Type it, or leave the row out."),
    "serial-known": N_("Serial {found} of this item is known already ({where}). Correct it, or leave the row out."),
    "item-unknown": N_("“{found}” is not in the catalog. Match it to an item, or make a new one."),
    "name-missing-partner": N_("The row has no name. Type it, or leave the row out."),
    "kind-unknown": N_("“{found}” is not a kind of partner. Type agency, unit, facility, ministry, vendor or carrier."),
    "order-line-unknown": N_("“{found}” is not on the order. Match it, or leave the row out."),
    # Warnings
    "name-missing": N_("The row has no item name; it is imported as “(no name in source)”."),
    "serial-not-recorded": N_("The item is followed by serial, but this row has none: kept as “serial not recorded”."),
    "serial-repeated": N_("Serial {found} stands in row {other} already: this one is kept as “serial not recorded”."),
    "serial-lookalike": N_(
        "Serial {found} looks like {other} (O and 0, I and 1, or zeros in front). Compare the labels."
    ),
    "serial-from-number": N_("The serial is stored as a number: zeros in front may be lost. Compare the label."),
    "serial-exponent": N_("The serial {found} looks like a number that Excel has rewritten. Compare the label."),
    "serial-without-digit": N_("The serial {found} has no digit. It is kept as it stands."),
    "serial-known-elsewhere": N_("Serial {found} is known under another item ({where})."),
    "spaces-removed": N_("Extra spaces were removed."),
    "nsn-odd": N_("“{found}” does not look like a stock number. It is kept as it stands."),
    "unit-unknown": N_("“{found}” is not a known unit of issue. It is kept as it stands."),
    "country-unknown": N_("“{found}” is not a known country. It is kept as it stands."),
    "amount-negative": N_("The amount {found} is below zero."),
    "amount-rounded": N_("The amount {found} has more than six decimals and is rounded."),
    "number-not-read": N_("“{found}” is not a number; the cell is left empty."),
    "quantity-from-serial": N_("The row has a serial and no quantity: it counts as 1."),
    "value-mismatch": N_("Quantity × unit value is {computed}, the line says {found}. The line's value is kept."),
    "date-day-first": N_("{found} was read as day first. Choose the order of day and month if that is wrong."),
    "date-from-number": N_("The number {found} was read as a date."),
    "date-month-only": N_("{found} names no day."),
    "date-after-file": N_("The date {found} lies after the file's date, {day}. It is kept."),
    "already-expired": N_("The goods expired on {found}."),
    "made-in-future": N_("The date of manufacture {found} lies after {day}."),
    "decimal-assumed": N_("“{found}” can be read two ways; the {mark} was taken for the decimal mark."),
    "total-differs": N_("The file's total is {found}; the rows add up to {computed}."),
    "order-unassigned": N_("{count} orders name no agreement. They are “unassigned”."),
    "order-number-missing": N_("The row names no order; it is put with the others of the same vendor and day."),
    "reference-unresolved": N_("“{found}” names a line that is not in the file."),
    "item-repeated": N_("{found} stands in row {other} already. The last one counts."),
    "no-header-used": N_("The sheet has no header row; the columns were recognized by what they hold."),
    # Notes
    "column-not-imported": N_("Column “{header}” is not imported."),
    "item-new": N_("{count} items are not in the catalog and will be made."),
    "currency-assumed": N_("The amounts name no currency and are read as {currency}."),
    "serials-expanded": N_("{found} was read as {count} serials."),
}
