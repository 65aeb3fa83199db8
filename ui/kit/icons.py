"""Lucide icons as pixmaps in a token color, sharp at every screen scale, kept once drawn.

    painter.drawPixmap(x, y, icons.pixmap("truck", 16, color("text2"), ratio=widget.devicePixelRatioF()))
    menu.addAction(icons.icon("printer"), ...)

Directional icons mirror in right-to-left layouts, checks and clocks never. Source: ui.md 8 and 13.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from inl_logistics.kernel.resources import resource
from ui.kit import theme

MIRRORED = frozenset({
    "arrow-left", "arrow-right", "chevron-left", "chevron-right", "undo-2", "redo-2", "truck", "log-out",
    "corner-down-left", "panel-left", "panel-right", "arrow-right-left",
})  # fmt: skip


def pixmap(name: str, size: int, tint: QColor, *, ratio: float = 1.0, rtl: bool | None = None,
           stroke: float = 0) -> QPixmap:  # fmt: skip
    """Return an icon of `size` logical px in a color, for a screen of the given pixel ratio."""
    right_to_left = QGuiApplication.isRightToLeft() if rtl is None else rtl
    return _drawn(name, size, tint.rgba(), ratio, right_to_left and name in MIRRORED, stroke)


def icon(name: str, size: int = 16) -> QIcon:
    """Return an icon for a menu in the text color."""
    made = QIcon()
    for ratio in (1.0, 2.0):
        made.addPixmap(pixmap(name, size, theme.color("text2"), ratio=ratio))
        made.addPixmap(pixmap(name, size, theme.color("disabled"), ratio=ratio), QIcon.Mode.Disabled)
    return made


def names() -> tuple[str, ...]:
    """Return the names of all shipped icons."""
    return tuple(sorted(path.stem for path in resource("icons").glob("*.svg")))


@lru_cache(maxsize=2000)
def _drawn(name: str, size: int, rgba: int, ratio: float, mirrored: bool, thick: float = 0) -> QPixmap:
    side = max(1, round(size * ratio))
    made = QPixmap(QSize(side, side))
    made.fill(Qt.GlobalColor.transparent)
    tint = QColor.fromRgba(rgba)
    stroke = str(thick or (2 if size <= 12 else 1.75))
    svg = re.sub(r'stroke-width="[^"]+"', f'stroke-width="{stroke}"', _source(name))
    svg = svg.replace("currentColor", tint.name())
    painter = QPainter(made)
    if mirrored:
        painter.translate(side, 0)
        painter.scale(-1, 1)
    painter.setOpacity(tint.alphaF())
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


@cache
def _source(name: str) -> str:
    return (resource("icons") / f"{name}.svg").read_text(encoding="utf-8")
