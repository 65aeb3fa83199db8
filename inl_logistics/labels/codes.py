r"""What a scanner types, read: our tags, GS1 element strings, ISO 15434 messages, our receipts' QR, plain codes.

    read("]d2010950600013435217270331\x1d10ABC")  ->  Code(form=GS1, gtin="09506000134352", lot="ABC", expires_on=…)

Scanners send the same code in many ways: with an AIM prefix or without, the separator as the control character, as a picture of
it, as words or not at all, the identifiers bracketed as they are printed. All of them mean the same. Nothing here asks the post.
Source: product.md 3 (Labels), ui.md 9 (scanner rule); GS1 General Specifications 3, 5.10, 7.8; ISO/IEC 15434.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from inl_logistics.kernel.text import clean, digits_to_ascii

GS = "\x1d"
PAPER_PREFIX = "INL:"
TAG_DIGITS = 7
_TAG = re.compile(rf"([A-Z]{{2,5}})[ -]?(\d{{{TAG_DIGITS}}})")
_AIM = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_GS1_AIM = frozenset({"]C1", "]d2", "]Q3", "]e0", "]e1", "]e2", "]J1"})
_RETAIL_AIM = frozenset({"]E0", "]E3", "]E4", "]I1"})
# Every way in which scanners and their drivers write the separator.
_SEPARATORS = re.compile(
    r"[\x1c\x1d\x1e\x04\u241c\u241d\u241e\u2404\u00ff]|[<\[{(](?:GS|FNC1|RS|EOT|0x1d|\\x1d)[>\]})]|\\x1d|\\u001d|\^\]|~d029|~1|&#0*29;",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\((\d{2,4})\)")
_GTIN, _SSCC = 14, 18
_CENTURY = 80  # years from 80 on are of the last century: goods older than 1980 are not received with a GS1 code


class Form(StrEnum):
    """What kind of text it is."""

    TAG = "tag"  # written like one of our tags; only the post knows whether it is one
    GS1 = "gs1"
    PAPER = "paper"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Code:
    """A scanned text, read. `text` is what a look-up by the whole text uses.

    `certain` is False where the text could as well be a plain code that only happens to read like GS1.
    """

    form: Form
    text: str
    certain: bool = True
    tag: str = ""
    gtin: str = ""
    sscc: str = ""
    part: str = ""
    serial: str = ""
    lot: str = ""
    made_on: date | None = None
    expires_on: date | None = None
    quantity: int | None = None


def read(typed: str) -> Code:
    """Read a scanned text. Never fails: what is nothing else is a plain code."""
    bare = typed.strip()
    aim = _AIM.match(bare)
    prefix = aim.group() if aim else ""
    bare = bare[len(prefix) :]
    if bare.upper().startswith(PAPER_PREFIX):
        return Code(Form.PAPER, bare.strip())
    marked = _SEPARATORS.sub(GS, bare).strip()
    text = clean(marked.replace(GS, " "))
    if marked.startswith("[)>"):
        inner = marked.removeprefix("[)>").lstrip(GS)
        elements = elements_of(inner[2:]) if inner.startswith("05") else ()
        return _filled(text, elements, certain=True) if elements else _of_message(text, inner)
    if tag := _TAG.fullmatch(digits_to_ascii(text).upper()):
        return Code(Form.TAG, text, certain=False, tag="".join(tag.groups()))
    if found := _identifiers(marked) or _link(marked):
        return _filled(text, found, certain=True)
    certain = prefix in _GS1_AIM or GS in marked.strip(GS) or marked.startswith(GS)
    elements = elements_of(marked)
    if elements and (certain or elements[0][0] in {"00", "01"}):
        return _filled(text, elements, certain=certain)
    if text.isdigit() and (prefix in _RETAIL_AIM or len(text) in {8, 12, 13, _GTIN}) and is_checked(text):
        return Code(Form.GS1, text, certain=prefix in _RETAIL_AIM, gtin=text.zfill(_GTIN))
    return Code(Form.PLAIN, text)


def gtin_forms(gtin: str) -> tuple[str, ...]:
    """Return a trade number in each length in which a catalog may have it."""
    bare = gtin.lstrip("0")
    return tuple(dict.fromkeys((gtin, *(bare.zfill(n) for n in (13, 12, 8) if len(bare) <= n))))


def is_checked(digits: str) -> bool:
    """Tell whether the last digit is the check digit of the others (GS1, modulo 10)."""
    total = sum(int(one) * (3 if place % 2 else 1) for place, one in enumerate(reversed(digits)))
    return digits.isascii() and digits.isdigit() and total % 10 == 0


# GS1 ----------------------------------------------------------------------------------------------------------
_FIXED = {
    **dict.fromkeys(("01", "02"), _GTIN), "00": _SSCC, "20": 2, **dict.fromkeys(("11", "12", "13", "15", "16", "17"), 6),
    **{f"41{n}": 13 for n in range(8)}, "402": 17, "422": 3, "424": 3, "426": 3, "7001": 13, "7003": 10, "8005": 6, "8001": 14,
}  # fmt: skip
_FREE = {
    **dict.fromkeys(("10", "21", "22"), 20), "30": 8, "37": 8, "235": 28, "240": 30, "241": 30, "242": 6, "243": 20,
    "250": 30, "251": 30, "253": 30, "254": 20, "255": 25, "400": 30, "401": 30, "403": 30, "420": 20, "421": 12,
    "423": 15, "425": 15, "7002": 30, "8002": 20, "8003": 30, "8004": 30, "8008": 12, "8010": 30, "8020": 25,
    "8200": 70, **{str(n): 90 for n in range(90, 100)},
}  # fmt: skip
_DIGITS_ONLY = {"30", "37", "242"}


def elements_of(text: str) -> tuple[tuple[str, str], ...]:
    """Split an element string into identifiers and values; nothing where any part of it is not GS1."""
    found: list[tuple[str, str]] = []
    rest = text.lstrip(GS)
    while rest:
        identifier, fixed, most = _identifier(rest)
        rest = rest[len(identifier) :]
        if not identifier:
            return ()
        end = rest.find(GS)
        value = rest[:fixed] if fixed else rest if end < 0 else rest[:end]
        rest = rest[len(value) :].lstrip(GS)
        if not _is_sound(identifier, value, fixed, most):
            return ()
        found.append((identifier, value))
    return tuple(found)


def _identifier(text: str) -> tuple[str, int, int]:
    """Return the identifier at the start of a text, its fixed length (0: up to a separator) and its longest."""
    for length in (2, 3, 4):
        known = text[:length]
        if known in _FIXED:
            return known, _FIXED[known], _FIXED[known]
        if known in _FREE:
            return known, 0, _FREE[known]
    four = text[:4]
    if len(four) == 4 and four.isdigit():
        if "310" <= four[:3] <= "369":
            return four, 6, 6
        if "390" <= four[:3] <= "395":
            return four, 0, 18
    return "", 0, 0


def _is_sound(identifier: str, value: str, fixed: int, most: int) -> bool:
    if not value or len(value) > most or GS in value or not value.isascii() or not value.isprintable():
        return False
    if fixed and (len(value) != fixed or not value.isdigit()):
        return False
    if identifier in {"00", "01", "02"}:
        return is_checked(value)
    return value.isdigit() if identifier in _DIGITS_ONLY else True


def _identifiers(text: str) -> tuple[tuple[str, str], ...]:
    """Read identifiers in brackets, as they are printed below a code."""
    marks = list(_BRACKETED.finditer(text))
    if not marks or text[: marks[0].start()].strip(GS + " "):
        return ()
    found = []
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        value = text[mark.end() : after.start() if after else len(text)].strip(GS + " ")
        known, fixed, most = _identifier(mark.group(1) + "0" * (4 - len(mark.group(1))))
        if known != mark.group(1) or not _is_sound(known, value, fixed, most):
            return ()
        found.append((known, value))
    return tuple(found)


def _link(text: str) -> tuple[tuple[str, str], ...]:
    """Read a GS1 Digital Link: https://…/01/<gtin>/10/<lot>?17=<day>."""
    if not text.lower().startswith(("https://", "http://")):
        return ()
    try:
        parts = urlsplit(text)
    except ValueError:
        return ()
    path = [unquote(one) for one in parts.path.split("/") if one]
    start = next((at for at, one in enumerate(path) if one in {"00", "01"}), None)
    if start is None:
        return ()
    pairs = list(zip(path[start::2], path[start + 1 :: 2], strict=False))
    pairs += [(name, unquote(value)) for name, _, value in (one.partition("=") for one in parts.query.split("&"))]
    if pairs[0][0] == "01":
        pairs[0] = ("01", pairs[0][1].zfill(_GTIN))
    found = []
    for name, value in pairs:
        known, fixed, most = _identifier(name + "0" * (4 - len(name)))
        if known and known == name:
            if not _is_sound(known, value, fixed, most):
                return ()
            found.append((known, value))
    return tuple(found)


# ISO 15434 ----------------------------------------------------------------------------------------------------
_DATA = (
    ("serial", ("25S", "18S", "SER", "SEQ", "S")), ("lot", ("1T", "25T", "BT", "LOT", "T")),
    ("part", ("30P", "25P", "1P", "PNO", "PNR", "P")), ("quantity", ("7Q", "QTY", "Q")),
    ("expires_on", ("14D", "EXP")), ("made_on", ("16D", "DMF")),
)  # fmt: skip


def _of_message(text: str, inner: str) -> Code:
    """Read a message with data identifiers (MIL-STD-130 marks among them): serial, lot, part number, days."""
    fields: dict[str, str] = {}
    for one in inner[2:].split(GS):
        for name, identifiers in _DATA:
            mark = next((each for each in identifiers if one.startswith(each) and len(one) > len(each)), None)
            if mark is not None:
                fields.setdefault(name, one[len(mark) :].strip())
                break
    amount = fields.get("quantity", "")
    return Code(
        Form.GS1, text, serial=fields.get("serial", ""), lot=fields.get("lot", ""), part=fields.get("part", ""),
        quantity=int(amount) if amount.isascii() and amount.isdigit() else None,
        expires_on=day_of(fields.get("expires_on", "")), made_on=day_of(fields.get("made_on", "")),
    )  # fmt: skip


# filling ------------------------------------------------------------------------------------------------------
_FIELDS = {"01": "gtin", "02": "gtin", "00": "sscc", "10": "lot", "21": "serial", "240": "part", "241": "part",
           }  # fmt: skip


def _filled(text: str, elements: Sequence[tuple[str, str]], *, certain: bool) -> Code:
    given = {_FIELDS[name]: value for name, value in reversed(elements) if name in _FIELDS}
    days = dict(_days(elements))
    amount = next((int(value) for name, value in elements if name in {"30", "37"}), None)
    return Code(
        Form.GS1, text, certain, gtin=given.get("gtin", ""), sscc=given.get("sscc", ""), part=given.get("part", ""),
        serial=given.get("serial", ""), lot=given.get("lot", ""), made_on=days.get("11"),
        expires_on=days.get("17") or days.get("15"), quantity=amount,
    )  # fmt: skip


def _days(elements: Sequence[tuple[str, str]]) -> Iterator[tuple[str, date]]:
    for name, value in elements:
        if name in {"11", "15", "17"} and (day := day_of(value)) is not None:
            yield name, day


def day_of(text: str) -> date | None:
    """Read YYMMDD (day 00 is the last of the month) or YYYYMMDD; None for what is no day."""
    if len(text) == 6 and text.isdigit():
        text = ("19" if int(text[:2]) >= _CENTURY else "20") + text
    if len(text) != 8 or not text.isdigit():
        return None
    year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
    if not 1 <= month <= 12 or year < 1:
        return None
    last = calendar.monthrange(year, month)[1]
    return date(year, month, day or last) if day <= last else None
