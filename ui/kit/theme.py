"""The live theme: which scheme and text size hold now, as Qt colors, fonts, palette and style sheet.

Widgets ask by name while painting, so a switch needs no restart:

    painter.setPen(color("text2"))
    painter.setFont(font("strong"))
    apply(app, scheme="dark", text_size=115)
    signals.changed.connect(self._restyle)      # only where something is kept

Source: ui.md 3, 4, 16.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from inl_logistics.kernel.resources import resource
from ui.kit.stylesheet import style_sheet
from ui.kit.tokens import (
    CONTRAST,
    DARK,
    LIGHT,
    SCHEMES,
    TONES,
    TYPE,
    Role,
    Scheme,
    Token,
    ToneColors,
    ToneName,
)

SchemeChoice = Literal["system", "light", "dark", "contrast"]
_FAMILIES = ("Inter", "Noto Sans Arabic")
_MONO_FAMILIES = ("JetBrains Mono", "Noto Sans Arabic")


class _Signals(QObject):
    changed = Signal()


@dataclass(frozen=True, slots=True)
class Tone:
    """The three colors of a tone as Qt colors."""

    background: QColor
    text: QColor
    dot: QColor


@dataclass(slots=True)
class _State:
    scheme: Scheme = LIGHT
    choice: SchemeChoice = "light"
    text_size: int = 100
    fonts_loaded: bool = False
    watching: bool = False


signals = _Signals()
_state = _State()


def color(token: Token) -> QColor:
    """Return the color of a token in the present scheme."""
    return _color(_state.scheme.name, token)


def tone(name: ToneName) -> Tone:
    """Return the colors of a tone in the present scheme."""
    return _tone(_state.scheme.name, name)


def font(role: Role) -> QFont:
    """Return the font of a role at the present text size."""
    return _font(role, _state.text_size)


def metrics(role: Role) -> QFontMetricsF:
    """Return the measures of a role's font."""
    return _metrics(role, _state.text_size)


def arabic_drop(role: Role) -> float:
    """Return by how many px Qt sets a line lower that holds Arabic letters: their font stands taller."""
    return _arabic_drop(role, _state.text_size)


def px(value: float) -> int:
    """Scale a measure of 100 % text to the present text size."""
    return round(value * _state.text_size / 100)


def is_dark() -> bool:
    """Tell whether the present scheme is dark."""
    return _state.scheme.dark


def is_high_contrast() -> bool:
    """Tell whether the present scheme is the high-contrast one."""
    return _state.scheme.name in {"contrast", "system-contrast"}


def scheme_name() -> str:
    """Return the name of the present scheme."""
    return _state.scheme.name


def text_size() -> int:
    """Return the present text size in percent."""
    return _state.text_size


def apply(app: QApplication, *, scheme: SchemeChoice = "system", text_size: int = 100) -> None:
    """Set style, palette, fonts and style sheet of the whole program; may be called again to switch."""
    load_fonts()
    hints = app.styleHints()
    if not _state.watching:
        app.setStyle(QStyleFactory.create("Fusion"))
        hints.colorSchemeChanged.connect(_follow_system)
        _state.watching = True
    _state.choice = scheme
    _state.scheme = _chosen(scheme)
    _state.text_size = text_size
    app.setPalette(_palette())
    app.setFont(font("body"))
    app.setStyleSheet(style_sheet(_state.scheme, text_size))
    signals.changed.emit()


def load_fonts() -> None:
    """Register the shipped fonts once; the system's fonts are not used. Source: ui.md 4."""
    if _state.fonts_loaded:
        return
    for path in sorted(resource("fonts").glob("**/*.[to]tf")):
        if path.name.startswith(("Inter", "JetBrainsMono", "NotoSansArabic")):
            QFontDatabase.addApplicationFont(str(path))
    _state.fonts_loaded = True


def _chosen(choice: SchemeChoice) -> Scheme:
    if choice != "system":
        return SCHEMES[choice]
    hints = QGuiApplication.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return _system_contrast()
    return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT


def _system_contrast() -> Scheme:
    """Take the system's own high-contrast colors and keep all borders. Source: ui.md 3."""
    palette = QGuiApplication.palette()

    def hexed(role: QPalette.ColorRole) -> str:
        return palette.color(role).name()[1:].upper()

    roles = QPalette.ColorRole
    window, ink = hexed(roles.Window), hexed(roles.WindowText)
    chosen, on_chosen = hexed(roles.Highlight), hexed(roles.HighlightedText)
    colors = dict.fromkeys(CONTRAST.colors, ink)
    plain: tuple[Token, ...] = ("bg", "surface", "sunken", "raised", "field", "disabledBg", "rail", "railHover",
                                "desk", "hover", "press", "inactive", "accentSoft", "tipText")  # fmt: skip
    colors.update(dict.fromkeys(plain, window))
    strong: tuple[Token, ...] = ("accent", "accentHover", "accentPress", "sel", "railSel", "chart1")
    colors.update(dict.fromkeys(strong, chosen))
    colors |= {
        "onAccent": on_chosen,
        "railOn": on_chosen,
        "keyOnAccent": chosen,
        "scrim": "CC" + window,
        "tipLink": window,
    }
    tones = dict.fromkeys(TONES, ToneColors(window, ink, ink))
    dark = palette.color(roles.Window).lightness() < 128
    scheme = Scheme("system-contrast", dark, colors, tones)
    _system_schemes[scheme.name] = scheme
    _color.cache_clear()
    _tone.cache_clear()
    return scheme


_system_schemes: dict[str, Scheme] = {}


def _follow_system() -> None:
    app = QApplication.instance()
    if _state.choice == "system" and isinstance(app, QApplication):
        apply(app, scheme="system", text_size=_state.text_size)


def _scheme(name: str) -> Scheme:
    return SCHEMES.get(name) or _system_schemes[name]


@cache
def _color(scheme: str, token: Token) -> QColor:
    return QColor("#" + _scheme(scheme).colors[token])


@cache
def _tone(scheme: str, name: ToneName) -> Tone:
    found = _scheme(scheme).tones[name]
    return Tone(QColor("#" + found.background), QColor("#" + found.text), QColor("#" + found.dot))


@cache
def _font(role: Role, size: int) -> QFont:
    style = TYPE[role]
    made = QFont(list(_MONO_FAMILIES if style.mono else _FAMILIES))
    made.setPixelSize(round(style.size * size / 100))
    made.setWeight(QFont.Weight(style.weight))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    if style.tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


@cache
def _metrics(role: Role, size: int) -> QFontMetricsF:
    return QFontMetricsF(_font(role, size))


@cache
def _arabic_drop(role: Role, size: int) -> float:
    tall = QFont(_font(role, size))
    tall.setFamilies([_FAMILIES[1]])
    return max(0.0, QFontMetricsF(tall).ascent() - _metrics(role, size).ascent())


def _palette() -> QPalette:
    roles, groups = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette()
    pairs: tuple[tuple[QPalette.ColorRole, Token], ...] = (
        (roles.Window, "bg"), (roles.WindowText, "text"), (roles.Base, "surface"), (roles.Text, "text"),
        (roles.AlternateBase, "sunken"), (roles.Button, "surface"), (roles.ButtonText, "text"),
        (roles.BrightText, "onAccent"), (roles.Highlight, "accent"), (roles.HighlightedText, "onAccent"),
        (roles.Link, "accentText"), (roles.LinkVisited, "accentText"), (roles.ToolTipBase, "tip"),
        (roles.ToolTipText, "tipText"), (roles.PlaceholderText, "text3"), (roles.Light, "surface"),
        (roles.Midlight, "border"), (roles.Mid, "borderStrong"), (roles.Dark, "control"), (roles.Shadow, "text3"),
        (roles.Accent, "accent"),
    )  # fmt: skip
    for role, token in pairs:
        palette.setColor(role, color(token))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(groups.Disabled, role, color("disabled"))
    palette.setColor(groups.Disabled, roles.Base, color("disabledBg"))
    return palette
