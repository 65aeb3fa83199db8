"""The toolbar of a list: search, grouping, a page's own tools, row height, columns, export. Source: ui.md 6.

bar = ListBar(with_export=True, with_groups=True)
bar.start_tools.addWidget(switch); bar.tools.addWidget(new)
bar.show_group(N_("Category"))

Where it is narrow it gives way in steps: shorter words, then buttons that the palette has too.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inl_logistics.kernel.translation import N_, _
from ui.kit import paint, theme
from ui.kit.buttons import Button, IconButton
from ui.kit.fields import LineEdit
from ui.kit.widget import Surface, row

_SEARCH_WIDTH = 196
_FRAME = 18  # px that border and padding of a field take


class ListBar(Surface):
    """One row of tools that fits the width it has."""

    def __init__(self, *, with_export: bool, with_groups: bool) -> None:
        super().__init__("surface", line="bottom")
        self._with_export, self._with_groups = with_export, with_groups
        self._group_words = N_("None")
        self._fitted: tuple[object, ...] = ()
        self.search = LineEdit(icon="search", strong=True, key="Ctrl F")
        self.search.setMaximumWidth(theme.px(_SEARCH_WIDTH))
        self.group_button = Button(icon="layers", chevron=True)
        self.density_button, self.columns_button = IconButton("rows-3"), IconButton("columns-3")
        self.export_button = IconButton("download")
        self.start_tools, self.tools = QHBoxLayout(), QHBoxLayout()
        for box in (self.start_tools, self.tools):
            box.setSpacing(8)
        row(self, self.search, self.group_button, self.start_tools, "stretch", self.density_button, self.columns_button,
            self.export_button, self.tools, margins=(12, 8, 12, 8), gap=8).setStretch(0, 100)  # fmt: skip
        self.group_button.setVisible(with_groups)
        self.installEventFilter(self)
        self.search.installEventFilter(self)

    def retranslate(self) -> None:
        """Set the words again; `show_group` follows."""
        self._invite()
        self.search.setAccessibleName(_("Filter this list"))
        self.density_button.set_hint(_("Row height"))
        self.columns_button.set_hint(_("Columns"))
        self.export_button.set_hint(_("Export what is shown"), "Ctrl E")

    def _invite(self) -> None:
        """Say what the field is for in as many words as it can show."""
        edges = self.search.textMargins()
        room = self.search.width() - edges.left() - edges.right() - _FRAME
        whole = _("Filter this list")
        self.search.setPlaceholderText(whole if paint.width_of(whole, "body") <= room else _("Filter"))

    def show_group(self, words: str) -> None:
        """Say by what the list is grouped; the words are marked for translation."""
        self._group_words = words
        self.fit()

    def focus_search(self) -> None:
        """Put the focus into the search field with its text selected."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def fit(self) -> None:
        """Use the room there is."""
        whole, short = _("Group: {name}").format(name=_(self._group_words)), _(self._group_words)
        self.group_button.setAccessibleName(whole)
        tools = self._shown_tools()
        words_shown = tuple(one.text() if isinstance(one, Button) else str(one.sizeHint().width()) for one in tools)
        fitted = (self.width(), theme.text_size(), words_shown, whole, short)
        if fitted == self._fitted:  # fitting changes sizes, which asks to be fitted again
            return
        self._fitted = fitted
        room = self._fit_tools(tools)
        exporting = [self.export_button] if self._with_export else []
        optional: list[Button] = [self.density_button, self.columns_button, *exporting]
        for words in (whole, short, ""):
            self.group_button.setText(words)
            if self._optional_width(optional) <= room:
                break
        kept = list(optional)
        while kept and self._optional_width(kept) > room:
            kept.pop(0)
        for button in optional:
            button.setVisible(button in kept)

    def _fit_tools(self, tools: Sequence[QWidget]) -> int:
        """Show the keys of the page's own tools where there is room; return what room they leave."""
        room = 0
        for with_keys in (True, False):
            for button in tools:
                if isinstance(button, Button):
                    button.show_key(with_keys)
            used = theme.px(96) + 24 + sum(button.sizeHint().width() + 8 for button in tools)
            room = self.width() - used
            self.group_button.setText("")
            if self._optional_width(()) <= room:
                break
        return room

    def _shown_tools(self) -> list[QWidget]:
        items = [box.itemAt(at) for box in (self.start_tools, self.tools) for at in range(box.count())]
        widgets = [item.widget() for item in items if item is not None]
        return [widget for widget in widgets if widget is not None and not widget.isHidden()]

    def _optional_width(self, buttons: Sequence[Button]) -> int:
        group = self.group_button.sizeHint().width() + 8 if self._with_groups else 0
        return group + sum(button.sizeHint().width() + 8 for button in buttons)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit whenever the width changes or a button its words."""
        if watched is self.search and event.type() == QEvent.Type.Resize:
            self._invite()
        if watched is self and event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}:
            self.fit()
        return super().eventFilter(watched, event)

    def _restyle(self) -> None:
        self.search.setMaximumWidth(theme.px(_SEARCH_WIDTH))
