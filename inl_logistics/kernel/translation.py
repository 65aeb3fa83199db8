"""The one translation system: gettext catalogs for window, command line, sheets and reports.

`_` translates now; `N_` only marks a text that is translated when shown. The language is switched live.
Source: architecture.md 1. "qps" is a pseudo-language that stretches every text, for tests and layout.
"""

from __future__ import annotations

import gettext
from pathlib import Path

from inl_logistics.kernel.resources import resource

DOMAIN = "inl_logistics"
PSEUDO = "qps"
RIGHT_TO_LEFT = frozenset({"ar", "fa", "ur", "ps", "prs"})

_PSEUDO_LETTERS = str.maketrans("aeiouAEIOUcn", "åéîøüÅÉÎØÜçñ")


class _Pseudo(gettext.NullTranslations):
    """Stretch texts by about 35 % and mark their ends, so that clipped and untranslated ones show."""

    def gettext(self, message: str) -> str:
        parts = _split_fields(message)
        body = "".join(part if part.startswith("{") else part.translate(_PSEUDO_LETTERS) for part in parts)
        return f"[{body}{'~' * (len(message) // 3)}]"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def _split_fields(message: str) -> list[str]:
    parts: list[str] = []
    rest = message
    while "{" in rest:
        before, _brace, after = rest.partition("{")
        field, _end, rest = after.partition("}")
        parts += [before, "{" + field + "}"]
    return [*parts, rest]


class _State:
    language = "en"
    catalog: gettext.NullTranslations = gettext.NullTranslations()


def available() -> tuple[str, ...]:
    """Return the codes of the screen languages that have a catalog, English first."""
    folder = resource("translations")
    found = sorted(path.parent.parent.name for path in Path(folder).glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    return ("en", *(code for code in found if code != "en"))


def set_language(code: str) -> None:
    """Switch the language of everything that is translated from now on; English where there is no catalog."""
    if code == PSEUDO:
        catalog: gettext.NullTranslations = _Pseudo()
    elif code == "en":
        catalog = gettext.NullTranslations()
    else:
        catalog = gettext.translation(DOMAIN, resource("translations"), [code], fallback=True)
    _State.language, _State.catalog = code, catalog


def language() -> str:
    """Return the code of the present language."""
    return _State.language


def is_rtl(code: str | None = None) -> bool:
    """Tell whether a language (the present one by default) is written from right to left."""
    return (code or _State.language) in RIGHT_TO_LEFT


def _(message: str) -> str:
    """Translate a whole sentence; fill its placeholders afterwards with `.format`."""
    return _State.catalog.gettext(message) if message else ""


def ngettext(one: str, many: str, number: int) -> str:
    """Translate with the plural form that the language uses for the number."""
    return _State.catalog.ngettext(one, many, number)


def N_(message: str) -> str:
    """Mark a text for extraction without translating it yet."""
    return message


def NP_(one: str, many: str) -> tuple[str, str]:
    """Mark a singular and its plural for extraction as one entry; pass the pair to `ngettext` later."""
    return one, many
