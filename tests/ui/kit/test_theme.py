"""Tokens, contrast, fonts, icons, live switch. Source: ui.md 3, 4, 8."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFontInfo
from PySide6.QtWidgets import QApplication

from ui.kit import icons, theme
from ui.kit.gallery import Gallery
from ui.kit.tokens import CONTRAST, DARK, LIGHT, TONES, Scheme, Token, contrast

ALL = (LIGHT, DARK, CONTRAST)
SURFACES: tuple[Token, ...] = ("bg", "surface", "sunken", "raised", "hover", "sel", "inactive")


@pytest.mark.parametrize("scheme", ALL, ids=lambda s: s.name)
@pytest.mark.parametrize("ink", ["text", "text2", "text3"])
def test_text_is_readable_on_every_surface_it_may_sit_on(scheme: Scheme, ink: Token) -> None:
    for surface in SURFACES:
        ratio = contrast(scheme.colors[ink], scheme.colors[surface])
        assert ratio >= 4.5 - 0.05, f"{ink} on {surface}: {ratio:.2f}"


@pytest.mark.parametrize("scheme", ALL, ids=lambda s: s.name)
def test_tones_are_readable_on_their_own_background_and_on_the_surface(scheme: Scheme) -> None:
    for name in TONES:
        tone = scheme.tones[name]
        assert contrast(tone.text, tone.background) >= 4.5, name
        assert contrast(tone.text, scheme.colors["surface"]) >= 4.5, name


@pytest.mark.parametrize("scheme", ALL, ids=lambda s: s.name)
def test_controls_rings_and_charts_stand_out(scheme: Scheme) -> None:
    colors = scheme.colors
    for surface in ("bg", "surface", "raised"):
        for token in ("control", "focus", "selBar"):
            assert contrast(colors[token], colors[surface]) >= 3.0, (token, surface)
    for chart in ("chart1", "chart3"):
        assert contrast(colors[chart], colors["surface"]) >= 3.0, chart
    assert contrast(colors["onAccent"], colors["accent"]) >= 4.5
    assert contrast(colors["accentText"], colors["surface"]) >= 4.5
    assert contrast(colors["railText"], colors["rail"]) >= 4.5
    assert contrast(colors["railFocus"], colors["rail"]) >= 3.0
    assert contrast(colors["tipText"], colors["tip"]) >= 4.5


def test_the_shipped_fonts_are_used_and_not_the_systems() -> None:
    assert QFontInfo(theme.font("body")).family().startswith("Inter")
    assert QFontInfo(theme.font("mono")).family().startswith("JetBrains Mono")


def test_figures_are_tabular_only_where_asked() -> None:
    numeric = theme.metrics("numeric")
    assert numeric.horizontalAdvance("1111") == pytest.approx(numeric.horizontalAdvance("8888"))


def test_switching_the_scheme_repaints_without_restart(qtbot: object, qapp: QApplication) -> None:
    sheet = Gallery()
    qtbot.addWidget(sheet)  # type: ignore[attr-defined]
    sheet.resize(660, 760)
    light = sheet.grab().toImage().pixelColor(2, 2)
    theme.apply(qapp, scheme="dark")
    dark = sheet.grab().toImage().pixelColor(2, 2)
    assert (light, dark) == (QColor("#F3F5F8"), QColor("#0F141B"))


@pytest.mark.parametrize("scheme", ["light", "dark", "contrast"])
def test_the_sheet_of_all_controls_draws_in_each_scheme(
    qtbot: object, qapp: QApplication, pictures: Path, scheme: theme.SchemeChoice
) -> None:
    theme.apply(qapp, scheme=scheme)
    sheet = Gallery()
    qtbot.addWidget(sheet)  # type: ignore[attr-defined]
    sheet.resize(660, 760)
    assert sheet.grab().save(str(pictures / f"components-{scheme}.png"))


def test_every_icon_that_the_code_names_is_shipped() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in Path("ui").rglob("*.py"))
    calls = r"(?:icon=|pixmap\(|icons\.icon\(|IconMark\(|RoundIcon\(|set_icon\(|IconButton\(|EmptyState\()"
    named = set(re.findall(calls + r'"([a-z0-9-]+)"', code))
    assert named <= set(icons.names()), named - set(icons.names())
    assert set(icons.names()) >= icons.MIRRORED


def test_directional_icons_mirror_and_checks_never_do() -> None:
    tint = QColor("black")

    def image(name: str, *, rtl: bool) -> object:
        return icons.pixmap(name, 16, tint, rtl=rtl).toImage()

    assert image("chevron-right", rtl=True) != image("chevron-right", rtl=False)
    assert image("check", rtl=True) == image("check", rtl=False)
