"""What can be typed: global options before or after COMMAND, one parser for each command. Source: product.md 7."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NoReturn

from inl_logistics.kernel.problems import UsageFault

IMPORT_KINDS = ("catalog", "partners", "orders", "shipments", "packing-list", "stock", "holdings", "serials")


class Parser(argparse.ArgumentParser):
    """A parser that raises instead of leaving the program, so that --json holds on every exit."""

    def error(self, message: str) -> NoReturn:
        """Raise UsageFault with argparse's own words."""
        raise UsageFault("usage", message=message)


def _globals(*, top: bool) -> Parser:
    shared = Parser(add_help=False)
    default = None if top else argparse.SUPPRESS
    shared.add_argument("--post", type=Path, default=default, help="folder of the post")
    shared.add_argument("--user", default=default, help="sign-in name; the only user by default")
    shared.add_argument("--password-file", type=Path, default=default, help="file whose first line is the password")
    shared.add_argument("--json", action="store_true", default=False if top else argparse.SUPPRESS,
                        help="print one JSON object")  # fmt: skip
    shared.add_argument("--override", action="append", default=[] if top else argparse.SUPPRESS, metavar="CODE=REASON")
    shared.add_argument("--approver", default=default, metavar="NAME")
    shared.add_argument("--approver-password-file", type=Path, default=default, metavar="FILE")
    return shared


Add = Callable[[str, str], argparse.ArgumentParser]


def build() -> Parser:
    """Return the parser of the whole command line."""
    top = Parser(prog="inl-logistics", parents=[_globals(top=True)], description="INL Logistics on the command line.")
    commands = top.add_subparsers(dest="command", metavar="COMMAND")

    def add(name: str, text: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=text, parents=[_globals(top=False)])

    _posts(add)
    _import(add("import", "bring in spreadsheets"))
    add("undo", "undo a whole import").add_argument("import_id", metavar="IMPORT-ID")
    _mapping(add("mapping", "list, show or save column mappings"))
    do = add("do", "run any command of the window from a JSON draft")
    do.add_argument("name", nargs="?")
    do.add_argument("file", nargs="?", type=Path, metavar="FILE.json")
    do.add_argument("--list", action="store_true")
    _lists(add)
    _papers(add)
    _labels(add("label", "print labels to PDF"))
    _files(add)
    add("trace", "from money to serial and back").add_argument("what", metavar="SERIAL-or-NUMBER-or-FUND")
    _trust(add)
    return top


def _posts(add: Add) -> None:
    new = add("new", "make an empty post with the starter catalog")
    new.add_argument("folder", type=Path, metavar="POST")
    new.add_argument("--code", required=True)
    new.add_argument("--name", required=True)
    new.add_argument("--country", required=True, metavar="XX")
    new.add_argument("--paper", required=True, choices=("a4", "letter"))
    new.add_argument("--timezone", default="UTC")
    new.add_argument("--officer", default="Logistics Officer")
    new.add_argument("--language", default="es")
    for name, text in (("demo", "make the invented post Puerto Claro and its papers"),
                       ("samples", "make a post from the real public files that ship with the program")):  # fmt: skip
        add(name, text).add_argument("folder", type=Path, metavar="FOLDER")


def _lists(add: Add) -> None:
    for name, text in (("export", "write a list as Excel"), ("report", "write a report as Excel")):
        out = add(name, text)
        out.add_argument("name", nargs="?", metavar="LIST")
        out.add_argument("--out", type=Path, metavar="FILE")
        out.add_argument(
            "--of", metavar="NAME", help="holdings-of: the facility, unit or agency, by any name or its code"
        )
        out.add_argument("--as-of", type=_day, metavar="DATE", help="holdings-of: as they were at the end of this day")
        out.add_argument("--language", default=None, help="holdings-of as PDF: its second language")
        out.add_argument("--list", action="store_true")


def _papers(add: Add) -> None:
    receipt = add("receipt", "print the paper of a number to PDF")
    receipt.add_argument("number")
    receipt.add_argument("--document", default=None, metavar="NAME", help="which of its papers, where it has several")
    receipt.add_argument("--language", default=None)
    receipt.add_argument("--paper", choices=("a4", "letter"), default=None)
    receipt.add_argument("--copy", default="all", metavar="all or 1-5")
    receipt.add_argument("--values", choices=("on", "off"), default=None)
    receipt.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
    receipt.add_argument("--preview", action="store_true", help="mark it DRAFT and count it as no printing")
    receipt.add_argument("--sign", action="store_true", help="sign the PDF with the certificate of this device")
    run = add("run-papers", "print all papers of an outbound shipment: one PDF, or a folder of PDFs")
    run.add_argument("number", metavar="OUT-NUMBER")
    run.add_argument("--only", default="", metavar="PART,PART", help="labels, picks, packing, waybills, receipts")
    run.add_argument("--paper", choices=("a4", "letter"), default=None)
    run.add_argument("--out", type=Path, required=True, metavar="FILE.pdf or FOLDER")
    run.add_argument("--preview", action="store_true", help="count it as no printing")


def _labels(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", nargs="?")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--layout", default=None, metavar="NAME")
    parser.add_argument("--code", choices=("qr", "data-matrix", "code-128"), default="qr")
    parser.add_argument("--start", type=int, default=1, metavar="N", help="first free place of the sheet")
    parser.add_argument("--copies", type=int, default=1, metavar="N")
    parser.add_argument("--language", default=None)
    parser.add_argument("--out", type=Path, default=None, metavar="FILE.pdf")
    parser.add_argument("--list", action="store_true")


def _files(add: Add) -> None:
    attach = add("attach", "keep files on the record of a number")
    attach.add_argument("number")
    attach.add_argument("files", nargs="+", type=Path, metavar="FILE")
    attach.add_argument("--role", default="", metavar="TEXT", help="what the files are")
    attached = add("attached", "list the files of a number's record")
    attached.add_argument("number")
    attached.add_argument("--save", type=Path, default=None, metavar="FOLDER")


def _trust(add: Add) -> None:
    add("check", "verify a receipt by its code").add_argument("what", metavar="IMAGE-or-PDF-or-TEXT")
    keys = add("keys", "the devices whose papers can be checked here")
    keys.add_argument("action", choices=("list", "export", "certificate", "add"))
    keys.add_argument("file", nargs="?", type=Path, metavar="FILE")
    add("verify", "prove every balance, chain and number")
    add("rebuild", "make derived tables again")
    add("password", "change your password").add_argument("--new-password-file", type=Path)
    recover = add("recover", "set a new password with the recovery key")
    recover.add_argument("--recovery-key-file", type=Path, required=True)
    recover.add_argument("--new-password-file", type=Path)


def _import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=IMPORT_KINDS)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--dry-run", action="store_true")
    parser.add_argument("--mapping", metavar="NAME")
    parser.add_argument("--sheet", action="append", default=[], metavar="NAME")
    parser.add_argument("--as-of", type=_day, metavar="DATE")
    parser.add_argument("--title", choices=("host", "usg"), default=None)
    parser.add_argument("--into", metavar="NUMBER")
    parser.add_argument("--agreement", metavar="NUMBER")
    parser.add_argument("--project", metavar="CODE")
    parser.add_argument("--store", metavar="CODE")
    parser.add_argument("--bin", metavar="CODE")
    parser.add_argument("--add", action="store_true")
    parser.add_argument("--leave-out-bad-rows", type=Path, metavar="OUT.xlsx")


def _mapping(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=("list", "show", "save"))
    parser.add_argument("name", nargs="?")
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE.json")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2026-11-24") from None
