"""The package tree of a shipment as a card: it filters the lines, and is arranged by drag and by keyboard.

Alt Shift arrows move and indent, Ins makes a carton, F2 changes, Del deletes with undo. Source: picture 03; domain.md 2.4.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent

from inl_logistics.kernel.problems import LogisticsError
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import _, ngettext
from inl_logistics.labels.queries import of_shipment
from inl_logistics.labels.records import LabelKind
from inl_logistics.labels.tags import Subject
from inl_logistics.shipments import arranging
from inl_logistics.shipments.arranging import Packing
from inl_logistics.shipments.contents import PackageRow
from inl_logistics.shipments.packing import PackingDraft, packing_of, save_packing
from inl_logistics.shipments.queries import ShipmentDetail
from inl_logistics.shipments.records import PackageKind
from ui.kit.buttons import IconButton
from ui.kit.cards import Card
from ui.kit.formats import number
from ui.kit.inspector import scrolled
from ui.kit.keys import name_of
from ui.kit.menus import Entry, drop_menu
from ui.kit.navigation import Page
from ui.kit.tree import Node, Tree
from ui.kit.widget import Label
from ui.labels.dialog import LabelDialog, print_labels
from ui.shipments import words
from ui.shipments.packdialogs import PackageDialog, PutDialog

_BOXES = ("carton", "crate")
Change = Callable[[Packing], Packing]


class PackageTree(Tree):
    """The tree with the keys that arrange it."""

    asked = Signal(str)

    _KEYS = {  # noqa: RUF012 - never changed
        "Alt+Shift+Up": "up", "Alt+Shift+Down": "down", "Alt+Shift+Right": "indent", "Alt+Shift+Left": "outdent",
        "Del": "delete", "F2": "change",
    }  # fmt: skip

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrange, or move about."""
        from PySide6.QtCore import Qt

        asked = "new" if event.key() == Qt.Key.Key_Insert else self._KEYS.get(name_of(event), "")
        if asked in ("indent", "outdent") and self.isRightToLeft():
            asked = "outdent" if asked == "indent" else "indent"
        if asked:
            self.asked.emit(asked)
        else:
            super().keyPressEvent(event)


class PackagesCard(Card):
    """Packages with weights; `chosen` says that another one is current."""

    chosen = Signal()
    changed = Signal(object, object)  # words of what was done, and what undoes it

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self.record: ShipmentDetail | None = None
        self._fixed = ""
        self.tree = PackageTree()
        self.add, self.more = IconButton("plus", side=28), IconButton("ellipsis", side=28)
        self.add_action(self.add)
        self.add_action(self.more)
        self.empty = Label(role="secondary", token="text3", wrap=True)
        self.empty.setContentsMargins(14, 10, 14, 10)
        self.body.addWidget(self.empty)
        self.body.addWidget(scrolled(self.tree), 1)
        self.add.clicked.connect(self._add_menu)
        self.more.clicked.connect(self._more_menu)
        self.tree.current_changed.connect(lambda _key: self.chosen.emit())
        self.tree.opened.connect(lambda _key: self.act("change"))
        self.tree.asked.connect(self.act)
        self.tree.dropped.connect(self._dropped)

    def retranslate(self) -> None:
        """Set the words again."""
        self.add.set_hint(_("New package"))
        self.more.set_hint(_("Arrange the packages"))
        self._say_empty()

    def _say_empty(self) -> None:
        begin = _("No packages yet. Import a packing list, or make cartons and put the lines into them.")
        self.empty.setText(_("No packages are known.") if self._fixed else begin)

    def show_record(self, record: ShipmentDetail, *, fixed: str) -> None:
        """Show the packages of a shipment; `fixed` says why they cannot be changed, if so."""
        self.record, self._fixed = record, fixed
        self.add.set_reason(fixed)
        self.tree.set_movable(not fixed)
        cartons = [package for package in record.packages if package.kind in _BOXES]
        grams = record.fields["weight_g"] or sum(package.weight_g or 0 for package in cartons) or None
        cubic = record.fields["volume_cm3"] or sum(package.volume_cm3 or 0 for package in cartons) or None
        facts = (number(len(cartons)) if cartons else "", words.kilograms(grams), words.cubic_meters(cubic))
        self.set_title(_("Packages"), " · ".join(filter(None, facts)))
        self.empty.setVisible(not record.packages)
        self._say_empty()
        children: dict[int | None, list[PackageRow]] = {}
        for package in record.packages:
            children.setdefault(package.parent_id, []).append(package)

        def weight(package: PackageRow) -> int:
            return package.weight_g or sum(weight(one) for one in children.get(package.id, ()))

        def node(package: PackageRow) -> Node:
            inside, grams = children.get(package.id, ()), weight(package)
            icon = words.PACKAGE_ICONS.get(package.kind, "box")
            return Node(
                package.id, package.code, _note(package, len(inside)), words.kilograms(grams) if grams else "", icon,
                tuple(map(node, inside)),
            )  # fmt: skip

        closed = [package.id for package in record.packages if package.kind == "pallet"][1:]
        first = not self.tree.has_nodes()
        self.tree.set_nodes([node(package) for package in children.get(None, ())], closed=closed if first else ())

    def inside(self) -> set[object] | None:
        """Return the current package and all that lie in it, by id; None where none is current."""
        key = self.tree.current_key()
        if key is None or self.record is None:
            return None
        found: set[object] = {key}
        for package in self.record.packages:
            if package.parent_id in found:
                found.add(package.id)
        return found

    def _code(self, key: object) -> str:
        packages = self.record.packages if self.record else ()
        return next((package.code for package in packages if package.id == key), "")

    # arranging ----------------------------------------------------------------------------------------------

    def act(self, what: str) -> None:
        """Do what a key or the menu asks with the current package."""
        if self.record is None or self._fixed:
            if self._fixed:
                self._page.context.notices.show_notice(self._fixed, tone="warn")
            return
        code = self._code(self.tree.current_key())
        if what.startswith("new"):
            kind = PackageKind(what.partition(":")[2] or "carton")
            self._make(kind, code)
            return
        if not code:
            self._page.context.notices.show_notice(_("Choose a package first."))
            return
        if what in ("change", "put"):
            self._page.context.jobs.read(self, packing_of, self.record.id, done=partial(self._ask, what, code))
            return
        said = _("{code} moved.")
        changes: dict[str, tuple[Change, str]] = {
            "up": (lambda packing: arranging.shift(packing, code, -1), said),
            "down": (lambda packing: arranging.shift(packing, code, 1), said),
            "indent": (lambda packing: arranging.indent(packing, code), said),
            "outdent": (lambda packing: arranging.outdent(packing, code), said),
            "delete": (lambda packing: arranging.remove(packing, code), _("{code} deleted.")),
            "split": (lambda packing: arranging.split(packing, code)[0], _("{code} divided.")),
        }
        change, told = changes[what]
        self.change(change, told.format(code=code))

    def _make(self, kind: PackageKind, parent: str) -> None:
        self.change(lambda packing: arranging.add(packing, kind, parent)[0], _("Package added."))

    def _ask(self, what: str, code: str, packing: Packing) -> None:
        if self.record is None:
            return
        context = self._page.context
        if what == "change":
            done = partial(self._save, packing, _("{code} changed.").format(code=code))
            PackageDialog(context, self._page, packing, code, done).open()
        else:
            done = partial(self._save, packing, _("Packed into {code}.").format(code=code))
            PutDialog(context, self._page, packing, self.record.lines, code, done).open()

    def _dropped(self, key: object, onto: object, where: str) -> None:
        code, target = self._code(key), self._code(onto)

        def moved(packing: Packing) -> Packing:
            if where == "before" and target:
                return arranging.move(packing, code, packing.package(target).parent, before=target)
            return arranging.move(packing, code, target)

        self.change(moved, _("{code} moved.").format(code=code))

    def change(self, change: Change, told: str) -> None:
        """Arrange the tree anew and offer to undo it."""
        if self.record is None or self._fixed:
            return

        def arrange(packing: Packing) -> None:
            try:
                made = change(packing)
            except LogisticsError as broken:
                self._page.context.notices.show_notice(sentence(broken), tone="warn")
                return
            if made != packing:
                self._save(packing, told, made)

        self._page.context.jobs.read(self, packing_of, self.record.id, done=arrange)

    def _save(self, before: Packing, told: str, after: Packing) -> None:
        if self.record is None:
            return
        record = self.record

        def undo(version: int) -> None:
            jobs.write(
                self, save_packing, PackingDraft(record.id, version, before), done=self._undone, failed=self._failed
            )

        def saved(version: int) -> None:
            self._page.refresh()
            self.changed.emit(told, partial(undo, version))

        jobs = self._page.context.jobs
        jobs.write(self, save_packing, PackingDraft(record.id, record.version, after), done=saved, failed=self._failed)

    def _undone(self, _version: int) -> None:
        self._page.refresh()

    def _failed(self, error: BaseException) -> None:
        self._page.context.notices.show_error(error)
        self._page.refresh()

    def _add_menu(self) -> None:
        entries: list[Entry] = [
            ("box", _("Carton"), _("Ins"), partial(self.act, "new:carton")),
            ("package", _("Crate"), "", partial(self.act, "new:crate")),
            ("layers", _("Pallet"), "", partial(self.act, "new:pallet")),
            ("container", _("Container"), "", partial(self.act, "new:container")),
        ]
        drop_menu(self.add, entries)

    def _more_menu(self) -> None:
        entries: list[Entry] = [
            ("package-open", _("Put goods into it…"), "", partial(self.act, "put")),
            ("pencil", _("Label, size, weight, seal…"), "F2", partial(self.act, "change")),
            ("arrow-up", _("Move up"), "Alt Shift ↑", partial(self.act, "up")),
            ("arrow-down", _("Move down"), "Alt Shift ↓", partial(self.act, "down")),
            ("arrow-right", _("Into the one above"), "Alt Shift →", partial(self.act, "indent")),
            ("arrow-left", _("Out of the one around it"), "Alt Shift ←", partial(self.act, "outdent")),
            ("arrow-right-left", _("Divide in two"), "", partial(self.act, "split")),
            ("trash-2", _("Delete package"), _("Del"), partial(self.act, "delete")),
        ]
        labels: list[Entry] = [
            ("tag", _("Print label…"), "", self.print_label),
            ("tag", _("Print labels of all packages…"), "", self.print_labels),
        ]
        drop_menu(self.more, labels if self._fixed else [*entries, *labels])

    def print_label(self) -> None:
        """Print the label of the current package."""
        key = self.tree.current_key()
        if isinstance(key, int):
            LabelDialog(self._page, [Subject(LabelKind.CARTON, key)]).open()
        else:
            self.print_labels()

    def print_labels(self) -> None:
        """Print the labels of all packages of the shipment."""
        print_labels(self._page, of_shipment, int(str(self._page.route.id)))


def _note(package: PackageRow, inside: int) -> str:
    if package.contents:
        return ", ".join(f"{quantity} {item}" for item, quantity in package.contents[:2])
    parts = [package.note, _("seal {seal}").format(seal=package.seal) if package.seal else ""]
    if inside and not any(parts):
        return ngettext("{n} package", "{n} packages", inside).format(n=inside)
    return " · ".join(filter(None, parts))
