"""The colors, tones, spacing and type scale of the program, as plain data. Source: ui.md 2, 3, 4.

Nothing here needs a running window, so that contrast can be tested from the tokens alone.

    LIGHT.colors["accent"]      -> "1F5FBF"
    LIGHT.tones["warn"].text    -> "7A4A00"
    contrast("17202E", "FFFFFF")
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Token = Literal[
    "bg", "surface", "sunken", "raised", "border", "borderStrong", "control", "text", "text2", "text3",
    "disabled", "disabledBg", "accent", "accentHover", "accentPress", "onAccent", "accentText", "accentSoft",
    "sel", "selBar", "hover", "press", "focus", "railFocus", "rail", "railHover", "railSel", "railText",
    "railOn", "grid", "desk", "scrim", "tip", "tipText", "tipLink", "chart1", "chart2", "chart3", "field",
    "keyOnAccent", "inactive", "danger",
]  # fmt: skip
ToneName = Literal["neutral", "info", "ok", "warn", "bad", "violet", "teal"]
TONES: tuple[ToneName, ...] = ("neutral", "info", "ok", "warn", "bad", "violet", "teal")

SPACING = (4, 6, 8, 10, 12, 14, 18, 24)
RADIUS_CARD, RADIUS_DIALOG, RADIUS_PALETTE, RADIUS_BUTTON, RADIUS_CHIP, RADIUS_CHECK = 8, 10, 12, 6, 10, 4
RAIL_WIDTH, TOP_HEIGHT, STATUS_HEIGHT = 84, 48, 28
TEXT_SIZES = (100, 115, 130)


@dataclass(frozen=True, slots=True)
class ToneColors:
    """Background, text and solid dot of one tone."""

    background: str
    text: str
    dot: str


@dataclass(frozen=True, slots=True)
class Scheme:
    """One complete set of colors; hexadecimal without the number sign, scrim with its alpha first."""

    name: str
    dark: bool
    colors: Mapping[Token, str]
    tones: Mapping[ToneName, ToneColors]


LIGHT = Scheme(
    "light",
    False,
    {
        "bg": "F3F5F8", "surface": "FFFFFF", "sunken": "F8F9FB", "raised": "FFFFFF", "field": "FFFFFF",
        "border": "E1E6ED", "borderStrong": "C9D1DC", "control": "78859A",
        "text": "17202E", "text2": "445064", "text3": "5F6B7E", "disabled": "99A3B2", "disabledBg": "EEF1F5",
        "accent": "1F5FBF", "accentHover": "184E9F", "accentPress": "133F83", "onAccent": "FFFFFF",
        "accentText": "1A55AD", "accentSoft": "E9F1FC", "keyOnAccent": "163F80",
        "sel": "E1ECFB", "selBar": "1F5FBF", "hover": "F1F4F8", "press": "E1E6ED", "inactive": "EBEEF3",
        "focus": "1F5FBF", "railFocus": "7FB0FF", "danger": "A51D18",
        "rail": "14243C", "railHover": "1F3453", "railSel": "2A4468", "railText": "B9C5D8", "railOn": "FFFFFF",
        "grid": "E9EDF2", "desk": "E4E8EE", "scrim": "660F1A2B",
        "tip": "17202E", "tipText": "FFFFFF", "tipLink": "8AB6FF",
        "chart1": "1F5FBF", "chart2": "6592D4", "chart3": "148289",
    },
    {
        "neutral": ToneColors("EDF0F4", "445064", "6C788A"),
        "info": ToneColors("E4EEFC", "174F9E", "2F74D0"),
        "ok": ToneColors("E0F3E8", "14653A", "1E8A50"),
        "warn": ToneColors("FDF0D3", "7A4A00", "C27A00"),
        "bad": ToneColors("FCE6E4", "A51D18", "CF2E27"),
        "violet": ToneColors("EEE9FB", "5A36A8", "7A56CC"),
        "teal": ToneColors("DDF2F2", "0C5C61", "148289"),
    },
)  # fmt: skip

DARK = Scheme(
    "dark",
    True,
    {
        "bg": "0F141B", "surface": "161C25", "sunken": "121821", "raised": "1D2530", "field": "161C25",
        "border": "28313D", "borderStrong": "3A4656", "control": "6E7C91",
        "text": "E7ECF3", "text2": "B4BECC", "text3": "94A0B2", "disabled": "5F6B7C", "disabledBg": "1B222C",
        "accent": "2C67C2", "accentHover": "3571CD", "accentPress": "2458A8", "onAccent": "FFFFFF",
        "accentText": "8AB6FF", "accentSoft": "182A44", "keyOnAccent": "1D4687",
        "sel": "1B304F", "selBar": "5B97F0", "hover": "1C242F", "press": "28313D", "inactive": "232C38",
        "focus": "7FB0FF", "railFocus": "7FB0FF", "danger": "FFAEA8",
        "rail": "0B1017", "railHover": "161F2B", "railSel": "1E2C40", "railText": "93A0B3", "railOn": "FFFFFF",
        "grid": "222B36", "desk": "0B1016", "scrim": "99000000",
        "tip": "E7ECF3", "tipText": "17202E", "tipLink": "1A55AD",
        "chart1": "5B97F0", "chart2": "4A70A8", "chart3": "3DB4BB",
    },
    {
        "neutral": ToneColors("262F3B", "C3CCD9", "8390A3"),
        "info": ToneColors("17305A", "A5C8FF", "5B97F0"),
        "ok": ToneColors("123A28", "7FDBA6", "3FB579"),
        "warn": ToneColors("41300C", "F5C869", "E0A030"),
        "bad": ToneColors("4A1B1B", "FFAEA8", "F0655D"),
        "violet": ToneColors("32265A", "CDB9FF", "A484F0"),
        "teal": ToneColors("0F3A3E", "7EDADF", "3DB4BB"),
    },
)  # fmt: skip

# Black, white and few strong colors; every border as strong as the text. Source: ui.md 3 (High contrast).
CONTRAST = Scheme(
    "contrast",
    True,
    {
        "bg": "000000", "surface": "000000", "sunken": "000000", "raised": "000000", "field": "000000",
        "border": "FFFFFF", "borderStrong": "FFFFFF", "control": "FFFFFF",
        "text": "FFFFFF", "text2": "FFFFFF", "text3": "E6E6E6", "disabled": "A6A6A6", "disabledBg": "000000",
        "accent": "0F5FD6", "accentHover": "1A6FEA", "accentPress": "0A4DB3", "onAccent": "FFFFFF",
        "accentText": "8FD0FF", "accentSoft": "001F47", "keyOnAccent": "000000",
        "sel": "00357A", "selBar": "FFE100", "hover": "262626", "press": "404040", "inactive": "262626",
        "focus": "FFE100", "railFocus": "FFE100", "danger": "FFB3AD",
        "rail": "000000", "railHover": "262626", "railSel": "00357A", "railText": "FFFFFF", "railOn": "FFFFFF",
        "grid": "808080", "desk": "000000", "scrim": "CC000000",
        "tip": "FFFFFF", "tipText": "000000", "tipLink": "003C99",
        "chart1": "8FD0FF", "chart2": "5B97F0", "chart3": "3DDAE0",
    },
    {
        "neutral": ToneColors("262626", "FFFFFF", "FFFFFF"),
        "info": ToneColors("00285C", "BFE0FF", "8FD0FF"),
        "ok": ToneColors("003D1A", "9CFFC4", "4DF08F"),
        "warn": ToneColors("4D3800", "FFE28A", "FFC42E"),
        "bad": ToneColors("5C0A0A", "FFC9C5", "FF7A70"),
        "violet": ToneColors("32195E", "E0D1FF", "BFA0FF"),
        "teal": ToneColors("00393D", "A0F5F9", "3DDAE0"),
    },
)  # fmt: skip

SCHEMES: Mapping[str, Scheme] = {scheme.name: scheme for scheme in (LIGHT, DARK, CONTRAST)}

Role = Literal[
    "title", "bignumber", "number", "heading", "section", "body", "strong", "semibold", "header", "label",
    "secondary", "caption", "chip", "rail", "mono", "monosmall", "numeric", "numericStrong", "numericBold",
    "keycap", "link",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class TypeStyle:
    """Size in px at 100 %, weight, and whether figures are tabular or the face is monospaced."""

    size: int
    weight: int = 400
    tabular: bool = False
    mono: bool = False


TYPE: Mapping[Role, TypeStyle] = {
    "title": TypeStyle(20, 600),
    "bignumber": TypeStyle(20, 600),
    "number": TypeStyle(18, 600),
    "heading": TypeStyle(15, 600),
    "section": TypeStyle(14, 600),
    "body": TypeStyle(13, 400),
    "strong": TypeStyle(13, 500),
    "semibold": TypeStyle(13, 600),
    "link": TypeStyle(13, 500),
    "header": TypeStyle(12, 600),
    "label": TypeStyle(12, 500),
    "secondary": TypeStyle(12, 400),
    "caption": TypeStyle(11, 400),
    "chip": TypeStyle(11, 500),
    "rail": TypeStyle(11, 500),
    "mono": TypeStyle(12, 400, mono=True),
    "monosmall": TypeStyle(11, 400, mono=True),
    "numeric": TypeStyle(13, 400, tabular=True),
    "numericStrong": TypeStyle(13, 500, tabular=True),
    "numericBold": TypeStyle(13, 600, tabular=True),
    "keycap": TypeStyle(10, 500),
}


def luminance(color: str) -> float:
    """Return the relative luminance of a hexadecimal color. Source: WCAG 2.2."""
    channels = [int(color[-6:][at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colors, 1 to 21. Source: WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
