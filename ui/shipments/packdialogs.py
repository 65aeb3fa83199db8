"""Dialogs of the package tree: a package's label, size and weight; what goes into it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from inl_logistics.kernel.problems import RulesBroken
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import N_, _
from inl_logistics.shipments import arranging
from inl_logistics.shipments.arranging import Packing, can_hold
from inl_logistics.shipments.contents import ShipmentLineRow
from inl_logistics.shipments.drafts import PackageDraft
from inl_logistics.shipments.records import PackageKind
from ui.kit.combo import Combo, Option
from ui.kit.fields import Field, LineEdit, NumberEdit, TextArea
from ui.kit.formdialog import FormDialog
from ui.kit.navigation import PageContext

KINDS = {
    PackageKind.CONTAINER: N_("Container"), PackageKind.PALLET: N_("Pallet"), PackageKind.CRATE: N_("Crate"),
    PackageKind.CARTON: N_("Carton"),
}  # fmt: skip
Arranged = Callable[[Packing], None]


class PackageDialog(FormDialog):
    """One package: what it is, where it lies, its label, size and weight."""

    def __init__(self, context: PageContext, over: QWidget, packing: Packing, code: str, done: Arranged) -> None:
        super().__init__(context, over, _("Package {code}").format(code=code), verb=_("Save package"), width=480)
        self._packing, self._old, self._finish = packing, packing.package(code), done
        old = self._old
        self.code = self.add("code", Field(LineEdit(mono=True), required=True), _("Label"))
        self.kind = self.field("kind", Field(Combo(editable=False), required=True), _("Kind"))
        self.inside = self.field("inside", Field(Combo(editable=False)), _("Lies in"))
        self.beside(self.kind, self.inside)
        self.weight = self.field("weight", Field(NumberEdit(decimals=3)), _("Gross weight, kg"))
        self.sides = self.field("size", Field(LineEdit()), _("Length × width × height, cm"))
        self.beside(self.weight, self.sides)
        self.seal = self.field("seal", Field(LineEdit(mono=True)), _("Seal"))
        self.note_ = self.field("note", Field(LineEdit()), _("Note"))
        self.beside(self.seal, self.note_)
        self.kind.editor.set_options([Option(kind.value, _(words)) for kind, words in KINDS.items()])
        self.kind.editor.set_value(old.kind.value)
        self.kind.editor.chosen.connect(lambda _value: self._places())
        self.code.editor.setText(old.code)
        self._places()
        self.inside.editor.set_value(old.parent)
        if old.weight_g is not None:
            self.weight.editor.set_value(Decimal(old.weight_g) / 1000)
        self.sides.editor.setText(centimeters(old.size_mm))
        self.seal.editor.setText(old.seal)
        self.note_.editor.setText(old.note)

    def _places(self) -> None:
        kind, own = PackageKind(str(self.kind.editor.value())), self._packing.below(self._old.code)
        holders = [one.code for one in self._packing.packages if one.code not in own and can_hold(one.kind, kind)]
        before = self.inside.editor.value()
        self.inside.editor.set_options([Option("", _("Nothing")), *(Option(code, code) for code in holders)])
        self.inside.editor.set_value(before if before in holders else "")

    def sample(self, _name: str) -> str:
        """Return a weight as this dialog takes it."""
        return "16.4"

    def send(self) -> None:
        """Arrange the tree anew."""
        grams = self.weight.editor.value()
        draft = PackageDraft(
            self.code.editor.text(), PackageKind(str(self.kind.editor.value())), str(self.inside.editor.value() or ""),
            self.note_.editor.text(), None if grams is None else int(grams * 1000), millimeters(self.sides.editor.text()),
            self.seal.editor.text(), self._old.volume_cm3,
        )  # fmt: skip
        try:
            made = arranging.change(self._packing, self._old.code, draft)
        except RulesBroken as broken:
            self.code.set_error(sentence(broken))
            return
        self.dismiss()
        self._finish(made)


class PutDialog(FormDialog):
    """Units of a line, or units by their serials, go into a package."""

    def __init__(
        self,
        context: PageContext,
        over: QWidget,
        packing: Packing,
        lines: Sequence[ShipmentLineRow],
        code: str,
        done: Arranged,
    ) -> None:
        super().__init__(context, over, _("Put into {code}").format(code=code), verb=_("Put in"), width=460)
        self._packing, self._code, self._finish = packing, code, done
        self._loose = {line.line_id: line.loose() for line in packing.lines}
        self.line = self.add("line", Field(Combo(), required=True), _("Line"))
        self.quantity = self.add("quantity", Field(NumberEdit()), _("Units"))
        self.serials = self.add("serials", Field(TextArea(lines=3)), _("Or exactly these serials"),
                                hint=_("Scanned or pasted, one below the other."))  # fmt: skip
        options = [
            Option(line.id, _("{n}. {item}").format(n=line.line_no, item=line.item))
            for line in lines
            if self._of(line.id)
        ]
        self.line.editor.set_options(options)
        self.line.editor.chosen.connect(lambda _value: self._suggest())
        first = next((line.id for line in lines if self._loose.get(line.id)), options[0].value if options else None)
        self.line.editor.set_value(first)
        self._suggest()

    def _of(self, line_id: int) -> bool:
        return any(line.line_id == line_id and (line.loose() or line.serials) for line in self._packing.lines)

    def _suggest(self) -> None:
        loose = self._loose.get(int(str(self.line.editor.value() or 0)), 0)
        self.quantity.editor.set_value(loose or None)
        self.quantity.set_hint(_("{n} lie in no package yet.").format(n=loose))

    def send(self) -> None:
        """Arrange the contents anew."""
        line, named = int(str(self.line.editor.value())), self.serials.editor.text().split("\n")
        serials = list(dict.fromkeys(one.strip() for one in named if one.strip()))
        try:
            if serials:
                made = arranging.put_serials(self._packing, line, serials, self._code)
            else:
                made = arranging.put(self._packing, line, self.quantity.editor.integer() or 0, self._code)
        except RulesBroken as broken:
            (self.serials if serials else self.quantity).set_error(sentence(broken))
            return
        self.dismiss()
        self._finish(made)


def centimeters(size_mm: str) -> str:
    """Write 600x400x350 as 60 × 40 × 35."""
    sides = [side.strip() for side in size_mm.split("x")]
    return " × ".join(f"{int(side) / 10:g}" for side in sides) if all(side.isdigit() for side in sides) else size_mm


def millimeters(written: str) -> str:
    """Read 60 × 40 × 35 centimeters, however the sides are set apart."""
    import re

    sides = [Decimal(one.replace(",", ".")) for one in re.findall(r"\d+(?:[.,]\d+)?", written)]
    return "x".join(str(int(side * 10)) for side in sides) if len(sides) == 3 else written.strip()
