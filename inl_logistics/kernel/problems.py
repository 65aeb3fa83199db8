"""What can be wrong: problems that rules return and errors that commands raise.

Errors carry a code and its parameters, never a sentence: `kernel.sentences` turns them into words, so
that the same fault reads alike in the window, on the command line and in a sheet.
Source: conventions.md 35; exit codes: product.md 7.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem stops. Source: domain.md 7."""

    BLOCK = "block"
    OVERRIDE = "override"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and where.

    `where` is the path to the field, such as ("lines", 3, "quantity"); `params` fill the sentence.
    """

    code: str
    severity: Severity = Severity.BLOCK
    params: Mapping[str, str] = field(default_factory=dict)
    where: tuple[str | int, ...] = ()


class LogisticsError(Exception):
    """An expected failure that the user can understand; its sentence belongs to `code`."""

    exit_code = 1

    def __init__(self, code: str, /, **params: object) -> None:
        self.code = code
        self.params: Mapping[str, str] = {key: str(value) for key, value in params.items()}
        super().__init__(f"{code} {self.params}" if params else code)

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross from child processes; keyword parameters need this to survive pickling.
        return _rebuild, (type(self), self.code, dict(self.params))


def _rebuild(kind: type[LogisticsError], code: str, params: dict[str, str]) -> LogisticsError:
    return kind(code, **params)


class RulesBroken(LogisticsError):
    """One or more rules forbid the command; nothing was written."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("rules-broken", count=len(self.problems))

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.problems,)


class ApprovalNeeded(LogisticsError):
    """The command is possible with an override: a reason and an approver. Nothing was written."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("approval-needed", count=len(self.problems))

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.problems,)


class StaleEdit(LogisticsError):
    """Somebody else changed the record since it was read."""


class UsageFault(LogisticsError):
    """The command line was called in a way that means nothing."""

    exit_code = 2


class BadInput(LogisticsError):
    """A file or value cannot be used as it is."""

    exit_code = 3


class EnvironmentFault(LogisticsError):
    """The machine does not let us: wrong password, lock, full disk, newer schema, existing path."""

    exit_code = 4


class Canceled(LogisticsError):
    """The user stopped the work; what is kept is said in the sentence."""

    exit_code = 130


def raise_if_broken(problems: Iterable[Problem], *, overridden: Iterable[str] = ()) -> tuple[Problem, ...]:
    """Raise for blocking problems, then for overrides not given; return what is left as warnings.

    Raises: RulesBroken, ApprovalNeeded.
    """
    given = frozenset(overridden)
    found = tuple(problems)
    blocks = [problem for problem in found if problem.severity is Severity.BLOCK]
    if blocks:
        raise RulesBroken(blocks)
    missing = [p for p in found if p.severity is Severity.OVERRIDE and p.code not in given]
    if missing:
        raise ApprovalNeeded(missing)
    return found
