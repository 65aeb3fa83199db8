"""The new-post wizard: post, letterhead, first user and password, then the recovery key. Source: product.md 8.

The recovery key is shown once, can be printed, and must be confirmed by typing its last group.
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from PySide6.QtCore import QMarginsF, QRectF, QStandardPaths, Qt, Signal
from PySide6.QtGui import QFont, QPagedPaintDevice, QPageLayout, QPageSize, QPainter
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from inl_logistics.database import keys
from inl_logistics.database.keys import MIN_PASSWORD
from inl_logistics.kernel.problems import EnvironmentFault, LogisticsError
from inl_logistics.kernel.sentences import sentence
from inl_logistics.kernel.translation import N_, _, ngettext
from inl_logistics.reference.lists import CodeList
from ui.kit import paint, theme
from ui.kit.buttons import Button
from ui.kit.cards import Card, ErrorSummary
from ui.kit.codeedit import CodeField
from ui.kit.combo import Combo, Option
from ui.kit.fields import Field, LineEdit, TextArea
from ui.kit.files import choose_folder
from ui.kit.jobs import Jobs
from ui.kit.paperlanguages import language_options
from ui.kit.steps import Step, Stepper
from ui.kit.widget import KitWidget, Label, column, row
from ui.shell.posts import PostOffice, PostSketch

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_STEPS = (N_("Post"), N_("Paper"), N_("First user"), N_("Recovery key"))
_FIRST = ("code", "letterhead", "officer", "confirm")
_FAULTY: dict[str, str] = {
    "bad-post-code": "code", "post-name-empty": "name", "bad-time-zone": "zone", "path-exists": "folder",
    "folder-read-only": "folder", "password-too-short": "password",
}  # fmt: skip


class NewPostWizard(Card):
    """Four steps in one card."""

    made = Signal(object)  # Workspace
    back_asked = Signal()

    def __init__(self, jobs: Jobs, office: PostOffice) -> None:
        super().__init__(header=False, margins=(24, 18, 24, 16))
        self._jobs, self._office, self._at = jobs, office, 0
        self._workspace: object = None
        self._recovery = ""
        self._faulty: dict[str, str] = {}
        self._build()
        self.back.clicked.connect(self._back)
        self.next.clicked.connect(self._next)
        self._print.clicked.connect(self._print_key)
        self._browse.clicked.connect(self._choose_folder)
        self.fields["code"].editor.edited.connect(self._propose_folder)
        self._retranslate()

    def _build(self) -> None:
        zones = [
            Option(zone, zone.replace("_", " "))
            for zone in sorted(available_timezones())
            if "/" in zone or zone == "UTC"
        ]
        self.fields: dict[str, Field[Any]] = {
            "code": Field(LineEdit(mono=True), required=True, name="new.code"),
            "name": Field(LineEdit(), required=True, name="new.name"),
            "country": CodeField(CodeList.COUNTRY, name="new.country"),
            "zone": Field(Combo(), required=True, name="new.zone"),
            "folder": Field(LineEdit(), required=True, name="new.folder"),
            "paper": Field(Combo(editable=False), name="new.paper"),
            "language": Field(Combo(editable=False), name="new.language"),
            "letterhead": Field(TextArea(lines=4), name="new.letterhead"),
            "officer": Field(LineEdit(), required=True, name="new.officer"),
            "title": Field(LineEdit(), name="new.title"),
            "login": Field(LineEdit(), required=True, name="new.login"),
            "password": Field(LineEdit(), required=True, name="new.password"),
            "again": Field(LineEdit(), required=True, name="new.again"),
            "confirm": Field(LineEdit(mono=True), required=True, name="new.confirm"),
        }
        f = self.fields
        for key in ("password", "again"):
            f[key].editor.setEchoMode(QLineEdit.EchoMode.Password)
        f["zone"].editor.set_options(zones)
        self._build_pages()
        for field in self.fields.values():
            if isinstance(field.editor, LineEdit) and not isinstance(field.editor, Combo):
                field.editor.returnPressed.connect(self._next)
        for key, field in self.fields.items():
            if hasattr(field.editor, "edited"):
                field.editor.edited.connect(partial(self._mended, key))
        self.summary.jumped.connect(self._jump)

    def _build_pages(self) -> None:
        f = self.fields
        self._browse = Button(icon="folder-open")
        self._title, self.stepper, self.summary = Label(role="heading"), Stepper(), ErrorSummary()
        self._words, self._key_label = Label(role="body", token="text2", wrap=True), _KeySheet()
        self._print = Button(icon="printer")
        folder = row(None, f["folder"], column(None, theme.px(19), self._browse, "stretch"), gap=8)
        self._pages = QStackedWidget()
        self._page(row(None, f["code"], f["name"], gap=12), row(None, f["country"], f["zone"], gap=12), folder)
        self._page(row(None, f["paper"], f["language"], gap=12), f["letterhead"])
        self._page(
            row(None, f["officer"], f["title"], gap=12), f["login"], row(None, f["password"], f["again"], gap=12)
        )
        self._page(self._words, self._key_label, row(None, self._print, "stretch"), f["confirm"])
        self.back, self.next = Button(kind="ghost"), Button(kind="primary", key="Enter")
        self._required = Label(role="secondary", token="text3")
        foot = row(None, self.back, self._required, "stretch", self.next, gap=12)
        parts: tuple[QWidget, ...] = (self._title, self.stepper, self.summary, self._pages)
        for part in parts:
            self.body.addWidget(part)
        self.body.addLayout(foot)
        self.body.setSpacing(14)

    def _page(self, *parts: Any) -> None:
        holder = QWidget()
        layout: QVBoxLayout = column(holder, *parts, gap=12)
        layout.addStretch(1)
        self._pages.addWidget(holder)

    def _retranslate(self) -> None:
        words = {
            "code": (_("Post code"), _("Two to five letters, as in PCL")), "name": (_("Name"), _("Embassy Puerto Claro")),
            "country": (_("Country"), ""), "zone": (_("Time zone"), ""),
            "folder": (_("Folder"), _("A new folder; the encrypted data is kept there.")),
            "paper": (_("Paper"), ""), "language": (_("Second language of receipts"), ""),
            "letterhead": (_("Letterhead"), _("One line each; printed at the top of every receipt.")),
            "officer": (_("Your name"), ""), "title": (_("Your title"), ""), "login": (_("User name"), ""),
            "password": (_("Password"), _("At least {length} characters.").format(length=MIN_PASSWORD)), "again": (_("Password again"), ""),
            "confirm": (_("Last group of the recovery key"), _("Type it from your print or note.")),
        }  # fmt: skip
        for key, (label, hint) in words.items():
            self.fields[key].set_label(label)
            self.fields[key].set_hint(hint)
        self.fields["paper"].editor.set_options([Option("a4", _("A4")), Option("letter", _("Letter"))])
        self.fields["language"].editor.set_options(language_options())
        self._title.setText(_("New post"))
        self._browse.setText(_("Choose"))
        self._print.setText(_("Print the key"))
        self._required.setText(_("* required"))
        self._words.setText(
            _("This key opens the post when the password is lost. It is shown only now. Print it or write it down, and "
              "keep it away from this computer.")
        )  # fmt: skip
        self._show_step()

    def restart(self) -> None:
        """Begin again with proposals."""
        self._at, self._workspace, self._recovery = 0, None, ""
        for field in self.fields.values():
            field.set_error("")
        self.fields["paper"].editor.set_value("a4")
        self.fields["language"].editor.set_value("es")
        self.fields["zone"].editor.set_value("UTC")
        self._show_step()
        self.fields["code"].editor.setFocus()

    def _show_step(self) -> None:
        states = ["done" if n < self._at else "current" if n == self._at else "todo" for n in range(len(_STEPS))]
        self.stepper.set_steps([Step(_(t), s) for t, s in zip(_STEPS, states, strict=True)])  # type: ignore[arg-type]
        self._pages.setCurrentIndex(self._at)
        self.back.setText(_("Cancel") if self._at == 0 else _("Back"))
        self.back.setVisible(self._at < 3)
        self.next.setText((_("Next"), _("Next"), _("Make the post"), _("Open the post"))[self._at])
        self.summary.show_errors("", ())

    def _propose_folder(self) -> None:
        code = self.fields["code"].editor.text().strip().upper()
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        if not self.fields["folder"].editor.isModified():
            self.fields["folder"].editor.setText(str(Path(documents or ".") / f"INL Logistics {code}"))

    def _choose_folder(self) -> None:
        code = self.fields["code"].editor.text().strip().upper() or _("new post")
        field = self.fields["folder"].editor
        choose_folder(
            self, _("Where to keep the post"), lambda path: field.setText(str(path / f"INL Logistics {code}"))
        )

    def _back(self) -> None:
        if self._at == 0:
            self.back_asked.emit()
            return
        self._at -= 1
        self._show_step()
        self.fields[_FIRST[self._at]].editor.setFocus()

    def _text(self, key: str) -> str:
        return str(self.fields[key].editor.text()).strip()

    def _errors(self) -> dict[str, str]:
        return (self._post_errors, dict, self._user_errors, self._key_errors)[self._at]()

    def _post_errors(self) -> dict[str, str]:
        found: dict[str, str] = {}
        if not re.fullmatch(r"[A-Za-z]{2,5}", self._text("code")):
            found["code"] = _("Enter two to five letters, such as PCL.")
        for key in ("name", "folder"):
            if not self._text(key):
                found[key] = _("Enter a text.")
        if "folder" not in found and Path(self._text("folder")).exists():
            found["folder"] = sentence(EnvironmentFault("path-exists", path=self._text("folder")))
        if not self.fields["zone"].editor.value():
            found["zone"] = _("Choose a time zone from the list.")
        return found

    def _user_errors(self) -> dict[str, str]:
        found = {key: _("Enter a text.") for key in ("officer", "login") if not self._text(key)}
        if self.fields["password"].editor.text() != self.fields["again"].editor.text():
            found["again"] = _("The two passwords differ. Type it again.")
        try:
            keys.check_password(self.fields["password"].editor.text())
        except LogisticsError as short:
            found["password"] = sentence(short)
        return found

    def _key_errors(self) -> dict[str, str]:
        last = re.split(r"[\s-]+", self._recovery.strip())[-1]
        if self._text("confirm").upper().replace("-", "").replace(" ", "") == last.upper():
            return {}
        return {"confirm": _("This is not the last group of the key shown above.")}

    def _show_errors(self, errors: dict[str, str]) -> None:
        for key, field in self.fields.items():
            field.set_error(errors.get(key, ""))
        self._faulty = errors
        self._show_summary()
        if errors:
            self.fields[next(iter(errors))].editor.setFocus()

    def _show_summary(self) -> None:
        lines = [f"{self.fields[key].label()}: {words}" for key, words in self._faulty.items()]
        title = ngettext("{n} field needs a change", "{n} fields need a change", len(lines)).format(n=len(lines))
        self.summary.show_errors(title, lines if len(lines) > 1 else ())

    def _mended(self, key: str) -> None:
        """Take a field off the list as soon as it is changed."""
        if key in self._faulty:
            self._faulty = {name: words for name, words in self._faulty.items() if name != key}
            self.fields[key].set_error("")
            self._show_summary()

    def _jump(self, number: int) -> None:
        self.fields[list(self._faulty)[number]].editor.setFocus()

    def _next(self) -> None:
        if self.next.is_busy():
            return
        errors = self._errors()
        self._show_errors(errors)
        if errors:
            return
        if self._at == 2:
            sketch = self._sketch()
            self._jobs.call(self, lambda: self._office.create(sketch), done=self._created, failed=self._refused,
                            button=self.next)  # fmt: skip
        elif self._at == 3:
            self.made.emit(self._workspace)
        else:
            self._at += 1
            self._show_step()
            self.fields[_FIRST[self._at]].editor.setFocus()

    def _sketch(self) -> PostSketch:
        lines = tuple(line.strip() for line in self._text("letterhead").splitlines() if line.strip())
        return PostSketch(
            folder=Path(self._text("folder")), code=self._text("code").upper(), name=self._text("name"),
            country=self._text("country"), timezone=str(self.fields["zone"].editor.value() or "UTC"),
            paper=str(self.fields["paper"].editor.value() or "a4"),
            language=str(self.fields["language"].editor.value() or "es"), letterhead=lines,
            login=self._text("login").lower(), officer=self._text("officer"), title=self._text("title"),
            password=self.fields["password"].editor.text(),
        )  # fmt: skip

    def _created(self, answer: tuple[object, str]) -> None:
        self._workspace, self._recovery = answer
        self._key_label.set_key(self._recovery)
        self._at = 3
        self._show_step()
        self.fields["confirm"].editor.setFocus()

    def _refused(self, error: BaseException) -> None:
        if not isinstance(error, LogisticsError):
            raise error
        key = _FAULTY.get(error.code, "password")
        self._at = 0 if key in {"code", "name", "zone", "folder"} else 2
        self._show_step()
        self._show_errors({key: sentence(error)})

    def _print_key(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # needs the printing system: only now

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait,
                                          QMarginsF(20, 20, 20, 20), QPageLayout.Unit.Millimeter))  # fmt: skip
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(partial(self._print_on, printer))
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()

    def _print_on(self, printer: QPrinter) -> None:
        try:
            print_recovery_key(printer, self._text("name"), self._recovery)
        except EnvironmentFault as fault:
            self.summary.show_errors(_("The key was not printed"), [sentence(fault)])


class _KeySheet(KitWidget):
    """The recovery key in large groups."""

    def __init__(self) -> None:
        super().__init__()
        self._key = ""
        self.setMinimumHeight(theme.px(64))

    def set_key(self, key: str) -> None:
        self._key = key
        self.setAccessibleName(key)
        self.update()

    def paintEvent(self, event: object) -> None:
        painter, box = QPainter(self), QRectF(self.rect())
        paint.rounded(painter, box, fill=theme.color("sunken"), border=theme.color("border"), radius=6)
        groups = self._key.split("-")
        half = (len(groups) + 1) // 2
        lines = ["-".join(groups[:half]), "-".join(groups[half:])] if len(self._key) > 44 else [self._key]
        step = (box.height() - 12) / len(lines)
        for n, line in enumerate(lines):
            spot = QRectF(8, 6 + n * step, box.width() - 16, step)
            paint.text(painter, spot, line, "mono", theme.color("text"), align="center", rtl=False)


def print_recovery_key(printer: QPagedPaintDevice, post: str, key: str) -> None:
    """Print the sheet with the recovery key. Raises: EnvironmentFault("printer-silent")."""
    painter = QPainter()
    if not painter.begin(printer):
        raise EnvironmentFault("printer-silent")
    area = QRectF(painter.viewport())
    unit = area.width() / 100
    # Copies: the fonts of the theme are shared with the screen.
    title, plain, mono = QFont(theme.font("title")), QFont(theme.font("body")), QFont(theme.font("mono"))
    for font, size in ((title, 4), (plain, 2.4), (mono, 3)):
        font.setPixelSize(round(unit * size))
    flags = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    lines = (
        (title, _("Recovery key of {post}").format(post=post), 0),
        (mono, key, 10),
        (
            plain,
            _("This key opens the post when the password is lost. Keep this sheet in a safe, away from the computer."),
            24,
        ),
    )
    for font, words, top in lines:
        painter.setFont(font)
        painter.drawText(QRectF(0, top * unit, area.width(), area.height()), flags, words)
    painter.end()
