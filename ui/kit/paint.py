"""Drawing shared by all painted controls and tables: rounded boxes, text, chips, key caps, rings.

Static texts, elided texts and chip pictures are kept, because a table draws hundreds of them a frame.

    rounded(painter, QRectF(rect), fill=color("surface"), border=color("border"), radius=8)
    text(painter, rect, "Ballistic vest", "strong", color("text"))
    text(painter, rect, "184", "numericBold", color("text"), align="end")
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPainter, QPen, QPixmap, QStaticText, QTextOption

from ui.kit import icons, theme
from ui.kit.tokens import Role, ToneName

Align = Literal["start", "center", "end"]
FSI, LRI, PDI = "\u2068", "\u2066", "\u2069"

CHIP_HEIGHT = 20


def rounded(
    painter: QPainter,
    rect: QRectF,
    *,
    fill: QColor | None = None,
    border: QColor | None = None,
    radius: float = 6,
    width: float = 1,
    dashed: bool = False,
) -> None:
    """Draw a box with round corners whose border lies inside the rectangle."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    half = width / 2 if border is not None else 0.0
    pen = QPen(border, width) if border is not None else QPen(Qt.PenStyle.NoPen)
    if dashed:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    inner = rect.adjusted(half, half, -half, -half)
    if radius:
        painter.drawRoundedRect(inner, radius - half, radius - half)
    else:
        painter.drawRect(inner)
    painter.restore()


def ring(painter: QPainter, rect: QRectF, radius: float, tint: QColor | None = None) -> None:
    """Draw the 2 px focus ring inside the rectangle."""
    rounded(painter, rect, border=tint or theme.color("focus"), radius=radius, width=2)


def text(
    painter: QPainter,
    rect: QRectF,
    words: str,
    role: Role,
    tint: QColor,
    *,
    align: Align = "start",
    middle: bool = False,
    rtl: bool | None = None,
) -> float:
    """Draw one line, centered vertically, elided to the rectangle; return the width it took.

    `middle` elides in the middle (serials). Start and end follow the layout's direction.
    """
    if not words or rect.width() <= 0:
        return 0.0
    right_to_left = QGuiApplication.isRightToLeft() if rtl is None else rtl
    shown, width, height = _fitted(words, role, int(rect.width()), middle, theme.text_size())
    static = _static(shown, role, right_to_left and has_rtl(shown), theme.text_size())
    if align == "center":
        x = rect.x() + (rect.width() - width) / 2
    elif (align == "start") == right_to_left:
        x = rect.right() - width
    else:
        x = rect.x()
    painter.setFont(theme.font(role))
    painter.setPen(tint)
    y = rect.y() + (rect.height() - height) / 2 - (theme.arabic_drop(role) if has_rtl(shown) else 0)
    painter.drawStaticText(QPointF(x, y), static)
    return width


@lru_cache(maxsize=20_000)
def has_rtl(words: str) -> bool:
    """Tell whether a text holds a right-to-left letter: without one its order never depends on the layout."""
    return any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in words)


def in_layout(words: str, *, rtl: bool) -> str:
    """Keep a text without right-to-left letters in its own order inside a mirrored layout. Source: ui.md 13."""
    return f"{LRI}{words}{PDI}" if rtl and words and not has_rtl(words) else words


def width_of(words: str, role: Role) -> float:
    """Return the width of a text in px."""
    return theme.metrics(role).horizontalAdvance(words)


def elides(words: str, role: Role, width: float) -> bool:
    """Tell whether a text does not fit a width."""
    return width_of(words, role) > width


@lru_cache(maxsize=20_000)
def _fitted(words: str, role: Role, width: int, middle: bool, _size: int) -> tuple[str, float, float]:
    measures = theme.metrics(role)
    taken = measures.horizontalAdvance(words)
    if taken > width + 1:
        mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
        words = measures.elidedText(words, mode, width)
        taken = measures.horizontalAdvance(words)
    return words, taken, measures.height()


@lru_cache(maxsize=8_000)
def _static(words: str, role: Role, rtl: bool, _size: int) -> QStaticText:
    made = QStaticText(words)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    made.setTextOption(option)
    made.prepare(font=_plain(role))
    return made


def _plain(role: Role) -> QFont:
    return theme.font(role)


def isolated(value: str) -> str:
    """Keep a Latin identifier or number together inside right-to-left text. Source: ui.md 13."""
    return f"{FSI}{value}{PDI}" if QGuiApplication.isRightToLeft() else value


def chip_width(words: str, icon: str | None) -> int:
    """Return the width of a chip in px."""
    lead = 6 + 12 + 4 if icon else (7 + 6 + 5)
    return int(width_of(words, "chip") + 0.999) + lead + 8


def chip(painter: QPainter, x: float, center_y: float, words: str, tone: ToneName, *, icon: str | None = None,
         ratio: float = 1.0, dot: bool = True) -> float:  # fmt: skip
    """Draw a chip with its left edge at x; return its width."""
    rtl = QGuiApplication.isRightToLeft()
    drawn = _chip(words, tone, icon, dot, ratio, rtl, theme.scheme_name(), theme.text_size())
    height = drawn.height() / ratio
    painter.drawPixmap(QPointF(x, round(center_y - height / 2)), drawn)
    return drawn.width() / ratio


@lru_cache(maxsize=2_000)
def _chip(words: str, tone: ToneName, icon: str | None, dot: bool, ratio: float, rtl: bool, _scheme: str,
          _size: int) -> QPixmap:  # fmt: skip
    colors = theme.tone(tone)
    lead = 22 if icon else (18 if dot else 9)
    width, height = int(width_of(words, "chip") + 0.999) + lead + (8 if dot or icon else 9), theme.px(CHIP_HEIGHT)
    made = QPixmap(QSize(round(width * ratio), round(height * ratio)))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    edge = colors.dot if theme.is_high_contrast() else None
    rounded(painter, QRectF(0, 0, width, height), fill=colors.background, border=edge, radius=height / 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if icon:
        at = QPointF(width - 18 if rtl else 6, (height - 12) / 2)
        painter.drawPixmap(at, icons.pixmap(icon, 12, colors.text, ratio=ratio, rtl=rtl))
    elif dot:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.dot)
        painter.drawEllipse(QRectF(width - 13 if rtl else 7, (height - 6) / 2, 6, 6))
    tail = 8 if dot or icon else 9
    box = QRectF(tail if rtl else lead, 0, width - lead - tail + 1, height)
    text(painter, box, words, "chip", colors.text, rtl=rtl)
    painter.end()
    return made


def key_cap_width(words: str) -> int:
    """Return the width of a key cap in px."""
    return max(18, int(width_of(words, "keycap") + 0.999) + 10)


def key_cap(painter: QPainter, x: float, center_y: float, words: str, *, on_accent: bool = False) -> float:
    """Draw a key cap with its left edge at x; return its width."""
    width, height = key_cap_width(words), theme.px(18)
    box = QRectF(x, round(center_y - height / 2), width, height)
    if on_accent:
        rounded(painter, box, fill=theme.color("keyOnAccent"), radius=4)
        tint = theme.color("onAccent")
    else:
        rounded(painter, box, fill=theme.color("surface"), border=theme.color("borderStrong"), radius=4)
        tint = theme.color("text2")
    text(painter, box, words, "keycap", tint, align="center", rtl=False)
    return width


def check_box(painter: QPainter, box: QRectF, state: Literal["off", "on", "mixed"], *, enabled: bool = True,
              ratio: float = 1.0) -> None:  # fmt: skip
    """Draw a 16 px check box."""
    if state == "off":
        edge = theme.color("control" if enabled else "border")
        rounded(painter, box, fill=theme.color("field"), border=edge, radius=4)
        return
    rounded(painter, box, fill=theme.color("accent" if enabled else "disabled"), radius=4)
    size = 12
    mark = icons.pixmap("check" if state == "on" else "minus", size, theme.color("onAccent"), ratio=ratio, stroke=3.5)
    painter.drawPixmap(QPointF(box.center().x() - size / 2, box.center().y() - size / 2), mark)


def bar(painter: QPainter, box: QRectF, parts: tuple[tuple[float, QColor], ...], *, rtl: bool = False) -> None:
    """Draw a round progress bar; parts are shares of 1 in order, the rest is the empty track."""
    radius = box.height() / 2
    rounded(painter, box, fill=theme.color("disabledBg"), radius=radius)
    at = 0.0
    for share, tint in parts:
        width = max(0.0, min(share, 1 - at)) * box.width()
        if width > 0:
            start = box.right() - at * box.width() - width if rtl else box.x() + at * box.width()
            rounded(painter, QRectF(start, box.y(), max(width, min(box.height(), 4)), box.height()), fill=tint,
                    radius=min(radius, width / 2))  # fmt: skip
        at += share
