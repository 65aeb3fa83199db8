"""The editor of a kit: what it is called and what belongs to it. A changed list becomes a draft version."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inl_logistics.catalog.kits import KitDraft, KitLineDraft, save_kit
from inl_logistics.kernel.text import fold
from inl_logistics.kernel.translation import _
from inl_logistics.kits.choices import ComponentChoice, component_choices
from inl_logistics.settings.declared import POST, get
from ui.kit import paint
from ui.kit.buttons import Button, IconButton
from ui.kit.choices import CheckBox
from ui.kit.combo import Combo, Option
from ui.kit.fields import Field, LineEdit, NumberEdit, TextArea
from ui.kit.formdialog import FormDialog
from ui.kit.localnames import LocalNamesEdit
from ui.kit.navigation import PageContext
from ui.kit.openpost import open_post
from ui.kit.widget import KitWidget, Label, Line, column, row

MOST_LINES = 80
_MOST_FOUND = 60


class _ComponentRow(QWidget):
    """The fields of one component."""

    removed = Signal()

    def __init__(self, choices: Sequence[ComponentChoice], line: KitLineDraft | None) -> None:
        super().__init__()
        self._choices = choices
        self._remarks = line.remarks if line is not None else ""
        self.what = Combo(search=self._find)
        self.sized = Combo(editable=False)
        self.quantity = NumberEdit()
        self.option = CheckBox(_("Option"))
        self.remove = IconButton("x", side=28)
        self.what.setAccessibleName(_("Component"))
        self.what.setPlaceholderText(_("Item or kit"))
        self.sized.setAccessibleName(_("Size"))
        self.quantity.setAccessibleName(_("Quantity"))
        self.remove.set_hint(_("Remove this component"))
        self.remove.clicked.connect(self.removed)
        self.what.chosen.connect(lambda _value: self._show_sizes(None))
        self.quantity.set_value(line.quantity if line is not None else 1)
        self.quantity.setFixedWidth(64)
        layout = row(self, self.what, self.sized, self.quantity, self.option, self.remove, gap=10)
        layout.setStretch(0, 5)
        layout.setStretch(1, 2)
        if line is not None:
            kind, ident = ("kit", line.kit_id) if line.kit_id is not None else ("item", line.item_id)
            found = next((one for one in choices if (one.kind, one.id) == (kind, ident)), None)
            if found is not None:
                self.what.set_value((found.kind, found.id), _words(found))
            self.option.setChecked(line.optional)
        self._show_sizes(line.variant_id if line is not None else None)

    def _find(self, typed: str) -> list[Option]:
        words = fold(typed).split()
        found = [one for one in self._choices if all(word in fold(f"{one.code} {one.name}") for word in words)]
        return [
            Option(
                (one.kind, one.id), _words(one), _("Retired") if one.retired else _("kit") if one.kind == "kit" else ""
            )
            for one in found[:_MOST_FOUND]
        ]

    def is_unknown(self) -> bool:
        """Take a code or name that was typed out; tell whether what stands there is no item or kit."""
        typed = fold(self.what.text())
        exact = [one for one in self._choices if typed and typed in {fold(one.code), fold(_words(one))}]
        if len(exact) == 1 and exact[0] != self.choice():
            self.what.set_value((exact[0].kind, exact[0].id), _words(exact[0]))
            self._show_sizes(None)
        choice = self.choice()
        unknown = fold(self.what.text()) != (fold(_words(choice)) if choice is not None else "")
        self.what.set_invalid(unknown)
        return unknown

    def choice(self) -> ComponentChoice | None:
        """Return what is chosen."""
        return next((one for one in self._choices if (one.kind, one.id) == self.what.value()), None)

    def _show_sizes(self, variant_id: int | None) -> None:
        choice = self.choice()
        sizes = choice.sizes if choice is not None else ()
        self.sized.set_options([Option(0, _("The person's")), *(Option(ident, size) for ident, size in sizes)])
        self.sized.set_value(variant_id or 0)
        self.sized.setEnabled(bool(sizes))
        if not sizes:
            self.sized.setText("—")

    def line(self) -> KitLineDraft | None:
        """Return the component, or nothing for an empty line."""
        choice = self.choice()
        if choice is None:
            return None
        size = self.sized.value() if choice.sizes else 0
        return KitLineDraft(
            self.quantity.integer() or 0, choice.id if choice.kind == "item" else None,
            choice.id if choice.kind == "kit" else None, size if isinstance(size, int) and size else None,
            self.option.isChecked(), self._remarks,
        )  # fmt: skip


def _words(choice: ComponentChoice) -> str:
    return f"{choice.code} {choice.name}"


class ComponentsEdit(KitWidget):
    """Components under each other."""

    def __init__(self) -> None:
        super().__init__()
        self._choices: tuple[ComponentChoice, ...] = ()
        self.filled = False
        self._rows: list[_ComponentRow] = []
        self._box = QVBoxLayout()
        self._box.setSpacing(6)
        self.add = Button(_("Add a component"), kind="ghost", icon="plus")
        self.add.clicked.connect(lambda: self._add(None).what.setFocus())
        column(self, self._box, row(None, self.add, "stretch"), gap=6)

    def fill(self, choices: Sequence[ComponentChoice], lines: Sequence[KitLineDraft]) -> None:
        """Show the components of a kit; a new one begins with an empty line."""
        self._choices, self.filled = tuple(choices), True
        for line in lines:
            self._add(line)
        if not lines:
            self._add(None)

    def rows(self) -> list[_ComponentRow]:
        """Return the lines as they stand."""
        return self._rows

    def _add(self, line: KitLineDraft | None) -> _ComponentRow:
        made = _ComponentRow(self._choices, line)
        made.removed.connect(lambda: self._drop(made))
        self._rows.append(made)
        self._box.addWidget(made)
        self.add.setEnabled(len(self._rows) < MOST_LINES)
        return made

    def _drop(self, dropped: _ComponentRow) -> None:
        self._rows.remove(dropped)
        self._box.removeWidget(dropped)
        dropped.hide()
        dropped.deleteLater()
        self.add.setEnabled(True)

    def is_valid(self) -> bool:
        """Tell whether every quantity is a number."""
        return all(one.quantity.is_valid() for one in self._rows)

    def unknown(self) -> str:
        """Return what was typed that is no item or kit, nothing if all lines are known; the focus goes there."""
        wrong = [one for one in self._rows if one.is_unknown()]
        if wrong:
            self.setFocusProxy(wrong[0].what)
        return wrong[0].what.text().strip() if wrong else ""

    def text(self) -> str:
        """Return the components, for the check of empty fields."""
        return " ".join(one.what.text() for one in self._rows)

    def lines(self) -> tuple[KitLineDraft, ...]:
        """Return the components."""
        return tuple(one for one in (each.line() for each in self._rows) if one is not None)


class KitDialog(FormDialog):
    """Makes or changes a kit."""

    def __init__(self, context: PageContext, over: QWidget, draft: KitDraft | None) -> None:
        title = _("Change {kit}").format(kit=draft.name) if draft else _("New kit")
        super().__init__(context, over, title, verb=_("Save kit"), width=760)
        self.draft = draft or KitDraft("", "")
        self.code = self.field("code", Field(LineEdit(mono=True), required=True), _("Kit code"))
        self.name = self.field("name", Field(LineEdit(), required=True), _("Name"))
        self.persons = self.field("persons", Field(NumberEdit(), required=True), _("For persons"))
        self.code.editor.setText(self.draft.code)
        self.name.editor.setText(self.draft.name)
        self.persons.editor.set_value(self.draft.persons)
        self.beside(self.code, self.name, self.persons)
        own = open_post(context).read(get, POST).language
        self.names = LocalNamesEdit(self.draft.names or (), own=own)
        self.body.addWidget(self.names)
        self.training = CheckBox(_("For training only, never operational stock"))
        self.training.setChecked(self.draft.training)
        self.body.addWidget(self.training)
        self.description = self.add("description", Field(TextArea(lines=2)), _("Description"))
        self.description.editor.setText(self.draft.description)
        self.body.addWidget(Line())
        self.body.addWidget(Label(_("Components"), role="section"))
        self.lines = self.add("lines", Field(ComponentsEdit()), "",
                              hint=_("A changed list is a draft until you release it; what was made by the old one keeps it."))  # fmt: skip
        self.why = self.add("note", Field(LineEdit()), _("Why it changes"))
        self.why.setVisible(draft is not None)
        context.jobs.read(self, component_choices, but=self.draft.id, done=self._take)

    def _take(self, choices: list[ComponentChoice]) -> None:
        self.lines.editor.fill(choices, self.draft.lines or ())
        self._place()

    def problems(self) -> dict[str, str]:
        """A line is something that is known, and has a quantity."""
        if unknown := self.lines.editor.unknown():
            words = _("{typed} is no item or kit of the catalog. Choose one of the list, or remove the line.")
            return {"lines": words.format(typed=paint.isolated(unknown))}
        if any(one.quantity < 1 for one in self.lines.editor.lines()):
            return {"lines": _("Each component needs a quantity of at least 1.")}
        return {}

    def send(self) -> None:
        """Save it; a list that is as it was makes no new version."""
        lines = self.lines.editor.lines()
        # A list that is not shown yet is not an empty one.
        same = self.draft.id is not None and (not self.lines.editor.filled or lines == self.draft.lines)
        self.write(
            save_kit,
            KitDraft(
                self.code.editor.text(), self.name.editor.text(), self.persons.editor.integer() or 0, self.draft.id,
                self.draft.version, self.description.editor.text(), self.training.isChecked(), None if same else lines,
                self.why.editor.text(), self.names.names(),
            ),
        )  # fmt: skip
