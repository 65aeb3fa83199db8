"""The conditions that receipts print, as the post words them: versions, and who approved them.

The shipped text of a language is its version 1; each change that the post saves is 1.1, 1.2 and so on. A text is
approved by a person who speaks the language, for one version of it beside one version of the English text: a later
change of either needs another look. Source: domain.md 2.9 (clauses), product.md 3 (Languages).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.dates import instant_from_text, short
from inl_logistics.kernel.problems import BadInput, Problem, raise_if_broken
from inl_logistics.kernel.text import clean
from inl_logistics.paper import languagefiles
from inl_logistics.paper.model import OwnClauses
from inl_logistics.settings.declared import local_day
from inl_logistics.settings.records import ClauseApprovalRecord, ClauseTextRecord
from inl_logistics.users import trail

SHIPPED = "1"
ENGLISH = "en"
PASSING = {
    "title": "passing_title", "custody": "passing_custody", "replacement": "passing_replacement",
    "return": "passing_return",
}  # fmt: skip
_WHILE_HELD = ("use", "care", "checks", "loss", "disposal")
_PREVAILS = "prevails"
# Every text in the order of the paper; of the second condition one is printed, by the type of the receipt.
KEYS = ("received", *PASSING.values(), *_WHILE_HELD, _PREVAILS)
PLACEHOLDERS = {"use": "{agreement}", "loss": "{days}"}
_LONGEST = 2_000


def keys_for(receipt_type: str) -> tuple[str, ...]:
    """Return which conditions a receipt of this type prints; `prevails` comes last and only beside English."""
    held = () if receipt_type == "return" else _WHILE_HELD
    return ("received", PASSING[receipt_type], *held)


@dataclass(frozen=True, slots=True)
class ClausesDraft:
    """Changed texts of one language by their keys. `based_on`: the version that they were written over, if known."""

    language: str
    texts: Mapping[str, str]
    based_on: str = ""


@dataclass(frozen=True, slots=True)
class ClausesApproval:
    """Who approved the present text of a language, and when; `version` guards against approving another one."""

    language: str
    person: str
    approved_on: date
    title: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Approved:
    """One approval."""

    person: str
    title: str
    on: date
    english_version: str


@dataclass(frozen=True, slots=True)
class Clauses:
    """One version of the text of one language. `approved` is the last approval; `reviewed` tells whether it holds."""

    language: str
    version: str
    texts: Mapping[str, str]
    saved_at: datetime | None = None
    saved_by: str = ""
    approved: Approved | None = None
    reviewed: bool = False
    changed: frozenset[str] = field(default_factory=frozenset)  # keys that differ from the shipped text


def save_clauses(session: Session, draft: ClausesDraft, *, by: Actor, at: datetime) -> str:
    """Keep the post's own wording as the next version; returns it. Raises: RulesBroken, BadInput."""
    before = current(session, draft.language)
    if draft.based_on and draft.based_on != before.version:
        raise BadInput("stale-edit", what=f"{draft.language}-{before.version}")
    texts = {key: clean(draft.texts[key]) if key in draft.texts else before.texts[key] for key in KEYS}
    raise_if_broken(_problems(draft, texts, before))
    number = int(_count(session, draft.language)) + 1
    session.execute(
        insert(ClauseTextRecord).values(
            language=draft.language, number=number, shipped=SHIPPED, content=msgspec.json.encode(texts).decode(),
            saved_at=at, saved_by=by.user_id,
        )
    )  # fmt: skip
    version = f"{SHIPPED}.{number}"
    altered = [key for key in KEYS if texts[key] != before.texts[key]]
    trail.record(
        session, "settings.clauses", kind="clauses", subject_id=0, subject=f"{draft.language}-{version}", by=by, at=at,
        before={"version": before.version, **{key: before.texts[key] for key in altered}},
        after={"version": version, **{key: texts[key] for key in altered}},
    )  # fmt: skip
    return version


def approve_clauses(session: Session, draft: ClausesApproval, *, by: Actor, at: datetime) -> None:
    """Record that somebody who speaks the language approved its present text. Raises: RulesBroken, BadInput."""
    now = current(session, draft.language)
    if draft.version and draft.version != now.version:
        raise BadInput("stale-edit", what=f"{draft.language}-{now.version}")
    problems = []
    if not clean(draft.person):
        problems.append(Problem("name-empty", where=("person",)))
    if draft.approved_on > local_day(session, at):
        problems.append(Problem("date-in-future", params={"day": short(draft.approved_on)}, where=("approved_on",)))
    raise_if_broken(problems)
    english = current(session, ENGLISH)
    values = {
        "language": draft.language, "version": now.version, "english_version": english.version,
        "person": clean(draft.person), "title": clean(draft.title), "approved_on": draft.approved_on,
    }  # fmt: skip
    session.execute(insert(ClauseApprovalRecord).values(**values, recorded_at=at, recorded_by=by.user_id))
    trail.record(
        session, "settings.approve-clauses", kind="clauses", subject_id=0, subject=f"{draft.language}-{now.version}",
        by=by, at=at, after={**values, "approved_on": draft.approved_on.isoformat()},
    )  # fmt: skip


def current(session: Session, language: str) -> Clauses:
    """Return the text that is printed now. Raises: BadInput("paper-language-unknown")."""
    return history(session, language)[0]


def history(session: Session, language: str) -> tuple[Clauses, ...]:
    """Return every version of a language, the newest first and the shipped one last."""
    shipped = _shipped(language)
    english_now = _version(_count(session, ENGLISH))
    approvals = _approvals(session, language)
    rows = session.execute(
        text(
            "SELECT c.number, c.content, c.saved_at, u.name FROM clause_text c JOIN user_account u ON u.id = c.saved_by"
            " WHERE c.language = :l ORDER BY c.number DESC"
        ),
        {"l": language},
    )
    versions: list[tuple[str, Mapping[str, str], datetime | None, str]] = [
        (_version(row.number), shipped | msgspec.json.decode(row.content), instant_from_text(row.saved_at), row.name)
        for row in rows
    ]
    versions.append((SHIPPED, shipped, None, ""))
    return tuple(
        Clauses(
            language, version, texts, saved_at, saved_by, approvals.get(version),
            _holds(language, version, approvals.get(version), english_now),
            frozenset(key for key in KEYS if texts[key] != shipped[key]),
        )
        for version, texts, saved_at, saved_by in versions
    )  # fmt: skip


def overview(session: Session) -> tuple[Clauses, ...]:
    """Return the present text of every paper language."""
    return tuple(current(session, language) for language in languagefiles.codes())


def frozen(session: Session, receipt_type: str) -> tuple[OwnClauses, ...]:
    """Return what a receipt of this type freezes at issue: each language whose text the post has worded or approved."""
    touched = session.execute(
        text("SELECT language FROM clause_text UNION SELECT language FROM clause_approval ORDER BY language")
    ).scalars()
    made = []
    for language in touched:
        if language not in languagefiles.codes():
            continue  # its file is gone from this computer, so it cannot be printed here
        now = current(session, language)
        texts = tuple(now.texts[key] for key in keys_for(receipt_type))
        made.append(OwnClauses(language, now.version, texts, now.reviewed, now.texts[_PREVAILS]))
    return tuple(made)


def _problems(draft: ClausesDraft, texts: Mapping[str, str], before: Clauses) -> list[Problem]:
    from inl_logistics.paper.fonts import missing_characters  # brings the text layer: only when a text is saved

    unknown = sorted(draft.texts.keys() - set(KEYS))
    problems = [Problem("clause-unknown", params={"name": one}, where=(one,)) for one in unknown]
    for key in KEYS:
        words = texts[key]
        wanted = {PLACEHOLDERS[key]} if key in PLACEHOLDERS else set()
        found = {f"{{{part.split('}')[0]}}}" for part in words.split("{")[1:]}
        if not words:
            problems.append(Problem("clause-empty", where=(key,)))
        elif len(words) > _LONGEST:
            problems.append(
                Problem("clause-too-long", params={"most": f"{_LONGEST:,}", "count": f"{len(words):,}"}, where=(key,))
            )
        elif wanted - found:
            problems.append(Problem("clause-without-place", params={"place": PLACEHOLDERS[key]}, where=(key,)))
        elif found - wanted or _stray_brace(words, wanted):
            shown = ", ".join(sorted(found - wanted)) or "}"
            problems.append(Problem("clause-with-place", params={"place": shown}, where=(key,)))
        elif odd := missing_characters([words], draft.language):
            problems.append(Problem("clause-not-printable", params={"characters": odd}, where=(key,)))
    if not problems and texts == before.texts:
        problems.append(Problem("clauses-unchanged"))
    return problems


def _stray_brace(words: str, wanted: set[str]) -> bool:
    """Tell whether braces are left when the places are taken out: the paper would print them as they are."""
    for place in wanted:
        words = words.replace(place, "")
    return "{" in words or "}" in words


def _shipped(language: str) -> dict[str, str]:
    if language not in languagefiles.codes():
        known = ", ".join(languagefiles.codes())
        raise BadInput("paper-language-unknown", language=language, known=known)
    found: dict[str, str] = languagefiles.content(language).get("clauses", {}).get(SHIPPED, {})
    if missing := [key for key in KEYS if key not in found]:
        raise languagefiles.broken(language, f"clause {missing[0]} of version {SHIPPED} is missing")
    return {key: found[key] for key in KEYS}


def _count(session: Session, language: str) -> int:
    found: Any = session.execute(
        text("SELECT max(number) FROM clause_text WHERE language = :l"), {"l": language}
    ).scalar()
    return int(found or 0)


def _version(number: int) -> str:
    return f"{SHIPPED}.{number}" if number else SHIPPED


def _approvals(session: Session, language: str) -> dict[str, Approved]:
    rows = session.execute(
        text(
            "SELECT version, person, title, approved_on, english_version FROM clause_approval WHERE language = :l"
            " ORDER BY id"
        ),
        {"l": language},
    )
    return {
        row.version: Approved(row.person, row.title, date.fromisoformat(row.approved_on), row.english_version)
        for row in rows
    }


def _holds(language: str, version: str, approved: Approved | None, english_now: str) -> bool:
    if version == SHIPPED and languagefiles.content(language).get("reviewed") and english_now == SHIPPED:
        return True
    if language == ENGLISH:
        return approved is not None
    return approved is not None and approved.english_version == english_now
