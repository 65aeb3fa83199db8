"""Runs one command and turns its end into an exit code, a sentence, and JSON.

Exit codes: 0 done; 1 refused by a rule, or not holding; 2 usage; 3 bad input; 4 environment; 5 a fault of the
program; 130 cancelled. With --json exactly one object on standard output on every exit. Source: product.md 7.
"""

from __future__ import annotations

import logging
import sys
import traceback
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from inl_logistics.cli import parser
from inl_logistics.kernel.problems import ApprovalNeeded, LogisticsError, RulesBroken, UsageFault
from inl_logistics.kernel.sentences import sentence

Result = Mapping[str, Any]
_LOG = logging.getLogger(__name__)
COMMANDS = (
    "new", "demo", "samples", "import", "undo", "mapping", "do", "export", "report", "receipt", "trace", "check",
    "verify", "rebuild", "password", "recover", "attach", "attached", "label", "keys",
    "run-papers",
)  # fmt: skip


class NotHolding(LogisticsError):
    """`verify` or `check` found something that does not hold; its result is printed all the same."""

    def __init__(self, result: Result) -> None:
        self.result = result
        super().__init__("not-holding")


def has_command(arguments: Sequence[str]) -> bool:
    """Tell whether a command is named, so that the command line and not the window is meant."""
    return any(one in COMMANDS for one in arguments) or bool({"-h", "--help"} & set(arguments))


def entry(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    as_json = "--json" in given
    try:
        namespace = parser.build().parse_args(given)
        result = _command(namespace.command)(namespace)
    except NotHolding as cause:
        _print(cause.result, as_json=as_json)
        return cause.exit_code
    except LogisticsError as cause:
        return _failed(cause, as_json=as_json)
    except KeyboardInterrupt:
        return _ended("canceled", "Canceled.", 130, as_json=as_json)
    except Exception as cause:  # noqa: BLE001 - the last barrier: a fault of ours must be told, not shown raw
        traceback.print_exc(file=sys.stderr)
        return _ended("internal-fault", f"{type(cause).__name__}: {cause}", 5, as_json=as_json)
    with suppress(BrokenPipeError):  # the reader of our output has seen enough
        _print(result, as_json=as_json)
    return 0


def _command(name: str | None) -> Callable[[Namespace], Result]:
    """Import only what the command needs: the program must answer fast."""
    if name is None:
        raise UsageFault("usage", message="no command given; see --help")
    from inl_logistics.cli import attachments, imports, labels, papers, posts, records

    table: dict[str, Callable[[Namespace], Result]] = {
        "new": posts.new, "demo": posts.demo, "samples": posts.samples, "password": posts.password,
        "recover": posts.recover, "verify": posts.verify, "rebuild": posts.rebuild, "import": imports.run, "undo": imports.undo, "mapping": imports.mapping,
        "do": records.do, "export": records.export, "report": records.export, "trace": records.trace, "receipt": papers.receipt, "check": papers.check,
        "attach": attachments.attach, "attached": attachments.attached, "label": labels.label, "keys": papers.keys, "run-papers": papers.run_papers,
    }  # fmt: skip
    return table[name]


def _failed(cause: LogisticsError, *, as_json: bool) -> int:
    more: dict[str, Any] = {}
    if isinstance(cause, RulesBroken | ApprovalNeeded):
        more["problems"] = [
            {"code": one.code, "severity": one.severity.value, "where": list(one.where), "message": sentence(one)}
            for one in cause.problems
        ]
        if isinstance(cause, ApprovalNeeded):
            codes = " ".join(sorted({f"--override {one.code}=REASON" for one in cause.problems}))
            more["overrides"] = codes
    result = getattr(cause, "result", None)
    if isinstance(result, Mapping):
        more |= result
    return _ended(cause.code, sentence(cause), cause.exit_code, as_json=as_json, more=more)


def _ended(code: str, message: str, exit_code: int, *, as_json: bool, more: Mapping[str, Any] | None = None) -> int:
    sys.stderr.write(f"{message}\n")
    if more and "overrides" in more:
        sys.stderr.write(f"{more['overrides']}\n")
    if as_json:
        _write_json({**(more or {}), "error": {"code": code, "message": message}})
    return exit_code


def _print(result: Result, *, as_json: bool) -> None:
    if as_json:
        _write_json({name: value for name, value in result.items() if name != "text"})
        return
    text = result.get("text")
    if text:
        sys.stdout.write(f"{text}\n")
        return
    for name, value in result.items():
        sys.stdout.write(f"{name}: {_plain(value)}\n")


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_plain(one)}" for key, one in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(_plain(one) for one in value[:20]) + (" …" if len(value) > 20 else "")
    return str(value)


def _write_json(result: Mapping[str, Any]) -> None:
    import msgspec

    sys.stdout.write(msgspec.json.encode(result, enc_hook=str).decode() + "\n")
