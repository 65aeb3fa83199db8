"""The inspector beside a list: picture, identity, figures, tabs. Source: ui.md 10; picture 02.

inspector.set_identity("Ballistic vest IIIA, L", lines=("PE-1042-L · NIJ 0101.06",), chips=(chip(...),))
inspector.set_numbers([("184", _("On hand")), ("60", _("Reserved"))])
inspector.set_tabs([("serials", _("Serials"), serials), ("card", _("Stock card"), timeline)])
facts = Facts(); facts.set_pairs([(_("Carrier"), "Meridian Line")])
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from ui.kit import icons, paint, theme
from ui.kit.cards import BigNumber
from ui.kit.chips import ChipFlow, ChipLook
from ui.kit.choices import Tabs
from ui.kit.widget import KitWidget, Label, Line, Surface, column, emptied, row


class Picture(KitWidget):
    """A photo, or a neutral icon on a soft square."""

    def __init__(self, *, side: int = 76) -> None:
        super().__init__()
        self._icon, self._photo = "package", QPixmap()
        self.setFixedSize(side, side)

    def set_photo(self, photo: QPixmap | None, *, icon: str = "package") -> None:
        """Show a photo or an icon."""
        self._photo, self._icon = photo or QPixmap(), icon
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw frame and content."""
        painter, box = QPainter(self), QRectF(self.rect())
        paint.rounded(painter, box, fill=theme.color("sunken"), border=theme.color("border"), radius=8)
        if self._photo.isNull():
            drawn = icons.pixmap(self._icon, 32, theme.color("control"), ratio=self.devicePixelRatioF())
            painter.drawPixmap(QPointF(box.center().x() - 16, box.center().y() - 16), drawn)
            return
        ratio = self.devicePixelRatioF()
        inner = QSize(self.width() - 8, self.height() - 8)
        fitted = self._photo.scaled(inner * ratio, Qt.AspectRatioMode.KeepAspectRatio,
                                    Qt.TransformationMode.SmoothTransformation)  # fmt: skip
        fitted.setDevicePixelRatio(ratio)
        x, y = (self.width() - fitted.width() / ratio) / 2, (self.height() - fitted.height() / ratio) / 2
        painter.drawPixmap(QPointF(x, y), fitted)


class Inspector(Surface):
    """The panel at the end side of a list; `figure_opened` names the figure that was clicked."""

    figure_opened = Signal(int)

    def __init__(self) -> None:
        super().__init__("surface")
        self.picture = Picture()
        self._title = Label(role="heading", elide=True)
        self._lines, self._chips = QVBoxLayout(), ChipFlow()
        self._lines.setSpacing(1)
        words = column(None, self._title, 3, self._lines, 4, self._chips, "stretch")
        self._head = row(None, self.picture, words, margins=(14, 12, 12, 0), gap=12)
        self._head.setStretch(1, 1)
        self._numbers = QGridLayout()
        self._numbers.setContentsMargins(14, 11, 14, 10)
        self._numbers.setHorizontalSpacing(12)
        self._numbers.setVerticalSpacing(8)
        self._figures: list[BigNumber] = []
        self._across = 0
        self._linked = False
        self._rule = column(None, Line(), margins=(14, 12, 14, 0))
        self.tabs, self._stack = Tabs(), QStackedWidget()
        self._keys: list[str] = []
        self.foot = QVBoxLayout()
        self.foot.setContentsMargins(14, 8, 14, 10)
        layout = column(self, self._head, self._rule, self._numbers, self.tabs)
        room = QWidget()  # keeps its place while no page is shown
        room.setProperty("plain", "true")
        column(room, self._stack)
        layout.addWidget(room, 1)
        layout.addLayout(self.foot)
        self.tabs.chosen.connect(self._show)
        self.tabs.hide()

    def set_identity(self, title: str, *, lines: Sequence[str] = (), chips: Sequence[ChipLook] = (),
                     photo: QPixmap | None = None, icon: str = "package") -> None:  # fmt: skip
        """Say what is shown."""
        self._title.setText(title)
        self.setAccessibleName(title)
        self.picture.set_photo(photo, icon=icon)
        emptied(self._lines)
        for words in lines:
            self._lines.addWidget(Label(words, role="secondary", token="text2", elide=True))
        self._chips.set_looks(chips)

    def set_numbers(self, numbers: Sequence[tuple[str, str] | tuple[str, str, bool]]) -> None:
        """Show up to four figures as (value, caption) or (value, caption, quiet)."""
        while len(self._figures) < len(numbers):
            figure, at = BigNumber(), len(self._figures)
            figure.clicked.connect(partial(self.figure_opened.emit, at))
            figure.set_linked(self._linked)
            self._figures.append(figure)
            self._numbers.addWidget(figure, 0, at)  # at once: a figure shown without a parent would be a window
            self._across = 0
        for figure, entry in zip(self._figures, numbers, strict=False):
            figure.set_words(entry[0], entry[1], quiet=len(entry) == 3 and bool(entry[2]))
        for n, figure in enumerate(self._figures):
            figure.setVisible(n < len(numbers))
        self._arrange_figures()

    def set_figures_linked(self, linked: bool) -> None:
        """Let the figures be opened (`figure_opened`)."""
        self._linked = linked
        for figure in self._figures:
            figure.set_linked(linked)

    def _arrange_figures(self) -> None:
        """Put the figures beside each other, or two across where their captions would be cut."""
        shown = [figure for figure in self._figures if not figure.isHidden()] or self._figures
        widest = max((figure.sizeHint().width() for figure in shown), default=0)
        across = len(shown) if (widest + 12) * len(shown) <= self.width() - 16 else 2
        if across == self._across:
            return
        self._across = across
        for figure in self._figures:
            self._numbers.removeWidget(figure)
        for n, figure in enumerate(self._figures):
            self._numbers.addWidget(figure, n // max(1, across), n % max(1, across))
        for at in range(4):
            self._numbers.setColumnStretch(at, 1 if at < across else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the figures fit."""
        super().resizeEvent(event)
        self._arrange_figures()

    def hold(self, *pages: QWidget) -> None:
        """Own pages that are shown later, so that none is left without a parent."""
        for page in pages:
            self._stack.addWidget(page)
        self._stack.hide()

    def set_tabs(self, pages: Sequence[tuple[str, str, QWidget]]) -> None:
        """Show tabs with their widgets, or nothing; the same widgets may be given again with other words."""
        for _key, _words, page in pages:
            if self._stack.indexOf(page) < 0:
                self._stack.addWidget(page)
        self._keys = [key for key, _words, _page in pages]
        self._pages = {key: page for key, _words, page in pages}
        self.tabs.set_options([(key, words) for key, words, _page in pages])
        self.tabs.setVisible(len(pages) > 1)
        self._stack.setVisible(bool(pages))
        self._show(self.tabs.current())

    def _show(self, key: str) -> None:
        if key in self._pages:
            self._stack.setCurrentWidget(self._pages[key])


class Facts(KitWidget):
    """Label and value pairs, as in the shipment's Details."""

    def __init__(self, *, label_width: int = 92) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(14, 8, 14, 10)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, theme.px(label_width))
        self._grid.setColumnStretch(1, 1)

    def set_pairs(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Show other pairs; missing values are a dash."""
        emptied(self._grid)
        for n in range(self._grid.rowCount()):
            self._grid.setRowStretch(n, 0)  # the row that took the rest last time may hold a pair now
        for n, (name, value) in enumerate(pairs):
            label = Label(name, role="secondary", token="text3")
            words = Label(value or "—", role="label", token="text" if value else "text3", wrap=True, selectable=True)
            words.setAccessibleName(f"{name}: {value}")
            self._grid.addWidget(label, n, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(words, n, 1, Qt.AlignmentFlag.AlignTop)
        self._grid.setRowStretch(len(pairs), 1)


def scrolled(content: QWidget) -> QScrollArea:
    """Put a widget into a scroll area without a frame."""
    area = QScrollArea()
    content.setProperty("plain", "true")
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
