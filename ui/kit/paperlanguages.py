"""The languages of paper for choosing: every one that has a file, by its name here and in its own words.

combo.set_options(language_options(english=_("English only")))
language_label("ps")          # "Pashto · پښتو"
"""

from __future__ import annotations

from inl_logistics.kernel.translation import N_, _
from inl_logistics.paper.languagefiles import Named, names
from ui.kit import paint
from ui.kit.combo import Option

# So that the catalogs have the names of the files that ship; a language that a post adds is called as its file says.
SHIPPED = (
    N_("English"), N_("Spanish"), N_("French"), N_("Portuguese"), N_("Arabic"), N_("Ukrainian"), N_("Dari"),
    N_("Pashto"), N_("Urdu"), N_("Haitian Creole"), N_("Albanian"), N_("Serbian"),
)  # fmt: skip


def language_name(code: str) -> str:
    """Return what a language is called on the screen."""
    found = names().get(code)
    return _(found.english) if found else code


def language_label(code: str) -> str:
    """Return its name here and in its own words."""
    found = names().get(code, Named(code, code, rtl=False))
    shown = _(found.english)
    return shown if found.native == shown else f"{shown} · {paint.isolated(found.native)}"


def language_options(*, english: str = "") -> list[Option]:
    """Return what a receipt may be printed in; `english` names the choice of English alone, and leaves it out if empty."""
    found = [Option(code, _(one.english), one.native) for code, one in names().items() if code != "en"]
    found.sort(key=lambda option: option.text.casefold())
    return [*found, Option("en", english)] if english else found
