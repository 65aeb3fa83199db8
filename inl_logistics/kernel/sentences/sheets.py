"""Sentences about spreadsheet files."""

from inl_logistics.kernel.translation import N_

SENTENCES = {
    "sheet-empty": N_("{file} is empty: no sheet has any rows. Choose the file that holds the data."),
    "sheet-damaged": N_(
        "{file} is damaged or cut short. Open it in Excel or LibreOffice, save it again, or ask for a new copy."
    ),
    "sheet-not-a-spreadsheet": N_(
        "{file} is not a spreadsheet. Choose an Excel (.xlsx, .xls, .xlsm), ODS or CSV file."
    ),
    "sheet-is-pdf": N_("{file} is a PDF, not a spreadsheet. Ask the sender for the Excel file it was made from."),
    "sheet-is-picture": N_("{file} is a picture, not a spreadsheet. Ask the sender for the Excel file."),
    "sheet-is-archive": N_("{file} is an archive. Unpack it first, then choose the spreadsheet inside."),
    "sheet-is-web-page": N_(
        "{file} is a web page that only carries a spreadsheet's name. Open it in Excel and save it as .xlsx."
    ),
    "sheet-is-xml": N_("{file} is an XML file, not a spreadsheet. Open it in Excel and save it as .xlsx."),
    "sheet-is-xlsb": N_("{file} is a binary workbook (.xlsb). Open it in Excel and save it as .xlsx."),
    "sheet-legacy-format": N_(
        "{file} is in a format from before Excel 5. Open it in LibreOffice and save it as .xlsx."
    ),
    "sheet-password": N_("{file} is protected by a password. Open it in Excel, remove the password and save a copy."),
    "sheet-bomb": N_(
        "{file} unpacks to far more than a spreadsheet should. It was not opened. Check where it came from."
    ),
    "sheet-file-too-big": N_("{file} is larger than {limit_mb} MB. Split it into smaller files."),
    "sheet-too-wide": N_("{file} has more than {limit} columns. Delete the columns that do not belong to the list."),
    "sheet-too-long": N_("{file} has more than {limit} rows on one sheet. Split it into smaller files."),
    "sheet-quote-open": N_(
        "{file}, row {row}: a quotation mark opens there and never closes. Close it, then try again."
    ),
    "sheet-encoding": N_("{file} is not written in {encoding}. Choose another encoding."),
    "sheet-encoding-guessed": N_("The text was read as {encoding}. Check names with accents."),
    "sheet-macros-ignored": N_("The file holds macros. They were not run."),
    "sheet-formula-without-value": N_(
        "Sheet {sheet}: {count} formulas have no stored result and are read as empty. "
        "Open the file in Excel, save it, and import again."
    ),
    "sheet-zeros-kept": N_("Sheet {sheet}: the leading zeros of {count} cells were kept as the file shows them."),
    "sheet-text-too-long": N_(
        "The text in row {row}, column “{column}” has {length} characters; Excel holds {limit} in a cell. "
        "Shorten it or export to CSV."
    ),
    "sheet-too-many-rows": N_("{rows} rows do not fit on one Excel sheet of {limit}. Filter the list first."),
}
