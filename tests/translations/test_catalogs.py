"""The catalogs of the screen's languages: filled, with the same placeholders, all plural forms, and compiled as written.

Source: architecture.md 1 (one translation system); conventions.md 41.
"""

from __future__ import annotations

import ast
import io
import re
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parents[2] / "resources" / "translations"
FILES = sorted(FOLDER.glob("*/LC_MESSAGES/inl_logistics.po"))
# Texts written since the last round of translation may wait, but no more of them than this.
LEAST_TRANSLATED = 0.97
PLACEHOLDER = re.compile(r"\{[^{}]*\}")
ARABIC = re.compile("[\u0600-\u06ff]")
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
# Codes and names stay in Latin letters in every language.
SAME_EVERYWHERE = {"FSC", "UNSPSC", "A4", "Letter", "DEMIL IC", "NSN", "PSC", "USD", "#", "Del", "Ins", "GTM", "UN"}

catalogs = pytest.mark.parametrize("path", FILES, ids=lambda path: path.parts[-3])


def read(path: Path) -> Catalog:
    """The catalog as it is written in the file."""
    with path.open("rb") as stream:
        return read_po(stream, locale=path.parts[-3], domain="inl_logistics")


def both(message: Message) -> tuple[str, ...]:
    """The text's one or two English forms."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def forms(message: Message) -> tuple[str, ...]:
    """The text's translated forms, empty ones too."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def texts(catalog: Catalog) -> list[Message]:
    """All texts but the header."""
    return [message for message in catalog if message.id]


def translated(catalog: Catalog) -> list[Message]:
    """The texts of which any form is filled."""
    return [message for message in texts(catalog) if any(forms(message))]


def said_in(path: Path) -> list[str]:
    """The texts that a module hands to the translation."""
    calls = [
        (node, 2 if node.func.id in {"ngettext", "NP_"} else 1)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"_", "N_", "NP_", "ngettext"}
    ]
    return [
        one.value
        for node, count in calls
        for one in node.args[:count]
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    ]


def test_every_text_of_the_program_reaches_the_catalogs() -> None:
    """A text inside an f-string is not seen by the collector, and would stay English for ever."""
    with (FOLDER / "inl_logistics.pot").open("rb") as stream:
        known = {form for message in read_po(stream) for form in both(message)}
    root = FOLDER.parents[1]
    modules = [path for folder in ("inl_logistics", "ui") for path in sorted((root / folder).rglob("*.py"))]
    lost = {path.relative_to(root).as_posix(): set(said_in(path)) - known for path in modules}
    assert {name: texts for name, texts in lost.items() if texts} == {}


def test_arabic_is_there() -> None:
    assert "ar" in [path.parts[-3] for path in FILES]


@catalogs
def test_almost_every_text_is_translated(path: Path) -> None:
    catalog = read(path)
    missing = [message.id for message in texts(catalog) if not all(forms(message))]
    assert len(missing) <= (1 - LEAST_TRANSLATED) * len(texts(catalog)), missing


@catalogs
def test_placeholders_are_kept(path: Path) -> None:
    wrong = [
        (message.id, form)
        for message in translated(read(path))
        for form in forms(message)
        if sorted(PLACEHOLDER.findall(form)) != sorted(PLACEHOLDER.findall(both(message)[-1]))
    ]
    assert wrong == []


@catalogs
def test_plural_forms_are_complete(path: Path) -> None:
    catalog = read(path)
    plural = [message for message in translated(catalog) if not isinstance(message.id, str)]
    assert plural
    assert [m.id for m in plural if len(forms(m)) != catalog.num_plurals or not all(forms(m))] == []


@catalogs
def test_nothing_is_fuzzy(path: Path) -> None:
    assert [message.id for message in texts(read(path)) if message.fuzzy] == []


@catalogs
def test_the_compiled_catalog_says_the_same(path: Path) -> None:
    compiled = read_mo(io.BytesIO(path.with_suffix(".mo").read_bytes()))
    said = {both(message)[0]: forms(message) for message in texts(compiled)}
    assert said == {both(message)[0]: forms(message) for message in translated(read(path))}


def test_arabic_has_no_english_left() -> None:
    """A text without one Arabic letter is a placeholder, a code or a name."""
    left = [
        message.id
        for message in translated(read(FOLDER / "ar" / "LC_MESSAGES" / "inl_logistics.po"))
        for form in forms(message)
        if not ARABIC.search(form) and LATIN_WORD.search(PLACEHOLDER.sub("", form)) and form not in SAME_EVERYWHERE
    ]
    assert left == []


def test_arabic_keeps_dates_and_numbers_of_documents_together() -> None:
    """Beside Arabic words a date such as 18 Nov would read Nov 18, were it not set apart (Unicode UAX 9, isolates)."""
    apart = re.compile("\u2068\\{(day|number|serial|path|file|ended)\\}\u2069")
    bare = re.compile("(?<!\u2068)\\{(day|number|serial|path|file|ended)\\}")
    loose = [
        form
        for message in translated(read(FOLDER / "ar" / "LC_MESSAGES" / "inl_logistics.po"))
        for form in forms(message)
        if re.search("[\u0620-\u064a]", form) and bare.search(apart.sub("", form))
    ]
    assert loose == []
