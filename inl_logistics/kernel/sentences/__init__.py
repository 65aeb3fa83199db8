"""The sentences that belong to codes: the only place where a code of the core becomes words.

Each feature has a file here with `SENTENCES`, code → text with {placeholders}, marked by `N_`.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable, Mapping
from functools import cache

from inl_logistics.kernel.problems import ApprovalNeeded, LogisticsError, Problem, RulesBroken
from inl_logistics.kernel.sentences.shipments import MILESTONE_NAMES
from inl_logistics.kernel.sentences.users import ROLE_NAMES
from inl_logistics.kernel.translation import _

_NUMBER = re.compile(r"\b[A-Z]{2,5}-([A-Z]{2,3})-20(\d\d)-([A-Z]{1,2}\d{4,})\b")


@cache
def _all() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for module in pkgutil.iter_modules(__path__):
        texts: Mapping[str, str] = importlib.import_module(f"{__name__}.{module.name}").SENTENCES
        doubled = found.keys() & texts.keys()
        if doubled:
            raise AssertionError(f"two sentences for {sorted(doubled)}")
        found.update(texts)
    return found


def sentence(cause: Problem | LogisticsError) -> str:
    """Return what the user reads: what was found, where, and what to do."""
    if isinstance(cause, RulesBroken | ApprovalNeeded) and cause.problems:
        return " ".join(sentence(problem) for problem in cause.problems[:5])
    return say(cause.code, cause.params)


def say(code: str, params: Mapping[str, str]) -> str:
    """Return the sentence of a code; an unknown code shows itself rather than nothing."""
    text = _all().get(code)
    if text is None:
        return f"{code} {dict(params)}" if params else code
    shown = _Shown(params)
    if "roles" in shown:
        shown["roles"] = role_words(shown["roles"].split(", "))
    for name in ("earlier", "later"):
        if shown.get(name) in MILESTONE_NAMES:
            shown[name] = _(MILESTONE_NAMES[shown[name]])
    for name, value in shown.items():
        shown[name] = _NUMBER.sub(r"\1-\2-\3", value)  # as the screen writes it; paper has the long one
    return _(text).format_map(shown)


def role_words(roles: Iterable[str]) -> str:
    """Return roles by name, for a person to read."""
    return ", ".join(_(ROLE_NAMES.get(role, role)) for role in roles)


def known_codes() -> frozenset[str]:
    """Return every code that has a sentence."""
    return frozenset(_all())


class _Shown(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "—"
