"""The foot of an import: what was found in figures, what is left out, and the one button that writes."""

from __future__ import annotations

from inl_logistics.kernel.translation import _, ngettext
from ui.imports.form import ImportForm
from ui.kit.buttons import Button
from ui.kit.chips import ChipFlow, chip
from ui.kit.choices import CheckBox
from ui.kit.formats import number
from ui.kit.widget import Label, Surface, row


class ImportFooter(Surface):
    """Says why nothing can be imported yet, beside the button."""

    def __init__(self) -> None:
        super().__init__("surface", line="top")
        self._chips = ChipFlow()
        self._chips.setMinimumWidth(300)
        self._promise = Label(role="body", token="text2", elide=True)
        self.leave_box = CheckBox()
        self._why = Label(role="body", token="text2")
        self.save_rows = Button(kind="ghost", icon="download")
        self.back = Button()
        self.go = Button(kind="primary", key="Ctrl Enter")
        row(self, self._chips, self._promise, "stretch", self.leave_box, self.save_rows, self.back, self._why, self.go,
            margins=(18, 10, 18, 10), gap=10)  # fmt: skip
        self._retranslate()

    def _retranslate(self) -> None:
        self.save_rows.setText(_("Save problem rows"))
        self.back.setText(_("Back"))
        self._promise.setText(_("Nothing is saved until you import. One undo removes the whole import."))

    def show_counts(self, form: ImportForm, *, busy: bool) -> None:
        """Show how many rows are ready, wrong and left out."""
        ready, errors, warned, left = form.counts()
        self._chips.set_looks(
            [
                look
                for count, look in (
                    (1, chip("import", "ready", number=ready)), (errors, chip("import", "errors", number=errors)),
                    (warned, chip("import", "warnings", number=warned)),
                )
                if count
            ]
        )  # fmt: skip
        bad = errors or left
        self.leave_box.setVisible(bool(bad) and form.plan is not None)
        self.leave_box.setText(
            ngettext("Leave out {n} row and save it to Excel", "Leave out {n} rows and save them to Excel", bad).format(
                n=number(bad)
            )
        )
        rows = ngettext("Import {n} row", "Import {n} rows", ready).format(n=number(ready))
        if left:
            rows = _("{import_}, leave out {n}").format(import_=rows, n=number(left))
        self.go.setText(rows)
        why = ""
        if form.plan is not None and errors:
            why = ngettext("{n} row has an error", "{n} rows have errors", errors).format(n=number(errors))
        elif busy:
            why = _("Checking …")
        self.go.set_reason(why)
        self._why.setText(why)
        self._why.setVisible(bool(why))
