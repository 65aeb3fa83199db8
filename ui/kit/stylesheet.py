"""The one small generated style sheet: what Fusion draws and tokens must color. Source: ui.md 16.

Everything with a look of its own is painted; this covers text fields, scroll bars, menus and tooltips.
"""

from __future__ import annotations

from string import Template

from ui.kit.tokens import Scheme, Token

_SHEET = Template("""
QToolTip { background: $tip; color: $tipText; border: none; padding: 5px 8px; font-size: ${f12}px; }
QMenu { background: $raised; color: $text; border: 1px solid $borderStrong; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $sel; color: $text; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $border; margin: 4px 6px; }
QMenu::icon { padding-left: 8px; }
QScrollArea, QScrollArea > QWidget > QWidget[plain="true"] { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $borderStrong; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: $control; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QLineEdit, QPlainTextEdit { background: $field; color: $text; border: 1px solid $control; border-radius: 6px;
  padding: 0 9px; selection-background-color: $accent; selection-color: $onAccent; font-size: ${f13}px; }
QPlainTextEdit { padding: 4px 5px; }
QLineEdit:focus, QPlainTextEdit:focus { border: 2px solid $focus; padding: 0 8px; }
QPlainTextEdit:focus { padding: 3px 4px; }
QLineEdit[outline="strong"] { border-color: $borderStrong; }
QLineEdit[outline="strong"]:focus { border-color: $focus; }
QLineEdit[error="true"], QPlainTextEdit[error="true"] { border: 1px solid $bad; }
QLineEdit[error="true"]:focus, QPlainTextEdit[error="true"]:focus { border: 2px solid $bad; }
QLineEdit:disabled, QPlainTextEdit:disabled { background: $disabledBg; color: $disabled; border: 1px solid $border; }
QLineEdit[bare="true"], QLineEdit[bare="true"]:focus { background: transparent; border: none; padding: 0; }
QLineEdit[mono="true"] { font-family: "JetBrains Mono"; font-size: ${f12}px; }
QLineEdit[large="true"] { font-size: ${f16}px; border-radius: 6px; }
QSplitter::handle { background: $border; }
QCalendarWidget { background: $raised; border: 1px solid $border; }
QCalendarWidget QWidget { background: $raised; color: $text; font-size: ${f13}px; }
QCalendarWidget QAbstractItemView { border: none; outline: none; alternate-background-color: $raised; }
QCalendarWidget QToolButton { background: transparent; border: none; border-radius: 6px; padding: 5px 8px; font-weight: 600; }
QCalendarWidget QToolButton:hover, QCalendarWidget QToolButton:focus { background: $sel; }
QCalendarWidget QToolButton::menu-indicator { image: none; }
QCalendarWidget QSpinBox { border: 1px solid $control; border-radius: 6px; padding: 2px 6px; }
""")

_USED: tuple[Token, ...] = (
    "tip", "tipText", "raised", "text", "borderStrong", "sel", "disabled", "border", "control", "field", "accent",
    "onAccent", "focus", "disabledBg",
)  # fmt: skip


def style_sheet(scheme: Scheme, text_size: int) -> str:
    """Return the style sheet of a scheme at a text size."""
    values: dict[str, str] = {token: "#" + scheme.colors[token] for token in _USED}
    sizes = {f"f{size}": str(round(size * text_size / 100)) for size in (12, 13, 16)}
    return _SHEET.substitute(values, **sizes, bad="#" + scheme.tones["bad"].dot)
