"""Normal forms of text: how names are stored, how they are searched, how serials are compared.

Source: product.md 4 (Serials), architecture.md 5 (search), conventions.md 15.
"""

from __future__ import annotations

import re
import unicodedata

_FOLD_LETTERS = str.maketrans(
    {
        "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
        "ı": "i", "ħ": "h", "ŋ": "n", "ß": "ss",
        # Arabic-script letters that keyboards of neighboring languages type differently.
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ئ": "ي", "ک": "ك", "ڪ": "ك",
        "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه", "ؤ": "و", "ـ": None,
        "ʼ": "'", "’": "'", "‘": "'", "`": "'", "´": "'",
        # Ukrainian and Russian pairs.
        "ґ": "г", "ё": "е",
    }
)  # fmt: skip

_DIGITS = re.compile("([0-9]+)")
_SERIAL_DROP = {ord(mark): None for mark in "-‐‑‒–—―−﹣－"}


def clean(text: str) -> str:
    """Return the text as it is stored: NFC, control characters out, white space runs as one space, trimmed."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    normal = unicodedata.normalize("NFC", text)
    kept = "".join(" " if ch.isspace() else ch for ch in normal if ch.isspace() or not _is_control(ch))
    return " ".join(kept.split())


def clean_lines(text: str) -> str:
    """Like `clean`, but keep the line breaks of a remark."""
    return "\n".join(clean(line) for line in text.strip().splitlines())


def _is_control(ch: str) -> bool:
    # Joiners and direction marks are Cf and carry meaning in Persian, Urdu and mixed names: kept.
    return unicodedata.category(ch) == "Cc"


def digits_to_ascii(text: str) -> str:
    """Turn decimal digits of any script into 0–9."""
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.decimal(ch)) if not ch.isascii() and unicodedata.decimal(ch, None) is not None else ch
        for ch in text
    )


def fold(text: str) -> str:
    """Return the form two texts share when a person would call them the same word.

    Accents, case, digit script and the letter pairs of neighboring alphabets are folded; punctuation stays.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(ch for ch in decomposed if not unicodedata.combining(ch) and unicodedata.category(ch) != "Cf")
    return " ".join(digits_to_ascii(bare.translate(_FOLD_LETTERS)).split())


def serial_key(text: str) -> str:
    """Return the unique key of a serial: NFC, case, spaces, dashes and digit script folded."""
    upper = text.upper() if text.isascii() else digits_to_ascii(unicodedata.normalize("NFC", text)).upper()
    kept = upper.translate(_SERIAL_DROP)
    return "".join(ch for ch in kept if not ch.isspace() and not _is_hidden(ch))


def serial_order(serial: str) -> tuple[tuple[int, int, str], ...]:
    """Return what serials are sorted by where people look one up: numbers in them count as numbers, HC-9 before HC-10."""
    parts = (one for one in _DIGITS.split(digits_to_ascii(serial).upper()) if one)
    numbered = ((0, len(one.lstrip("0")), one.lstrip("0")) if _DIGITS.match(one) else (1, 0, one) for one in parts)
    return *numbered, (2, 0, serial)


def _is_hidden(ch: str) -> bool:
    return not ch.isascii() and unicodedata.category(ch) in {"Cf", "Cc"}


def serial_lookalike(text: str) -> str:
    """Return the second, non-unique key: O/0, I/1 and leading zeros folded. Two equal ones are only a warning."""
    key = serial_key(text).replace("O", "0").replace("I", "1")
    return key.lstrip("0") or "0"
