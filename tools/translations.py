"""Gathers every marked text into the catalogs (Babel), and compiles them. `--check` fails where that would change them.

Source: architecture.md 1 (one translation system); conventions.md 41.
"""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

FOLDER = Path("resources/translations")
DOMAIN = "inl_logistics"
KEYWORDS: dict[str, Any] = {"_": None, "N_": None, "ngettext": (1, 2), "NP_": (1, 2)}
ROOTS = ("inl_logistics", "ui")


def main() -> int:
    """Update the catalogs, or check that they are up to date."""
    check = "--check" in sys.argv
    template = _template()
    stale = _write(FOLDER / f"{DOMAIN}.pot", _po(template), check=check)
    for path in sorted(FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        language = path.parent.parent.name
        with path.open("rb") as stream:
            catalog = read_po(stream, locale=language, domain=DOMAIN)
        catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
        catalog.obsolete.clear()
        _fixed(catalog)
        stale |= _write(path, _po(catalog), check=check)
        compiled = io.BytesIO()
        write_mo(compiled, catalog)
        stale |= _write(path.with_suffix(".mo"), compiled.getvalue(), check=check)
        missing = sum(1 for message in catalog if message.id and not message.string)
        if missing:
            sys.stdout.write(f"{language}: {missing} texts are not translated\n")
    if check and stale:
        sys.stderr.write("The translations are not up to date: run `make translations`.\n")
    return int(check and stale)


def _template() -> Catalog:
    catalog = Catalog(project="INL Logistics", version="", charset="utf-8")
    _fixed(catalog)
    for root in ROOTS:
        found = extract_from_dir(root, method_map=[("**.py", "python")], keywords=KEYWORDS)
        for name, _line, message, comments, context in sorted(found, key=lambda one: (one[0], one[1])):
            catalog.add(message, None, [(f"{root}/{name}", 1)], auto_comments=comments, context=context)
    return catalog


def _fixed(catalog: Catalog) -> None:
    """Keep dates and addresses out, so that the same texts give the same file."""
    catalog.header_comment = "# Texts of INL Logistics."
    catalog.creation_date = catalog.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    catalog.msgid_bugs_address = ""
    catalog.last_translator = ""
    catalog.language_team = ""
    catalog.copyright_holder = ""


def _po(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, catalog, width=110, sort_output=True, omit_header=False, include_lineno=False, no_location=True)
    lines = out.getvalue().splitlines(keepends=True)
    skip = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By', b'"Project-Id-Version')
    return b"".join(line for line in lines if not line.startswith(skip))


def _write(path: Path, content: bytes, *, check: bool) -> bool:
    old = path.read_bytes() if path.exists() else b""
    if old == content:
        return False
    if not check:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return True


if __name__ == "__main__":
    sys.exit(main())
