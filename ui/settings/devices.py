"""Whose papers can be checked here: this device and others; key files out and in. Source: product.md 8 (QR)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from inl_logistics.kernel.problems import EnvironmentFault
from inl_logistics.kernel.translation import _
from inl_logistics.register import devicekeys
from inl_logistics.register.devicekeys import KnownKey, fingerprint
from ui.kit import paint
from ui.kit.buttons import Button
from ui.kit.cards import Card
from ui.kit.chips import ChipLabel, chip
from ui.kit.dialogs import confirm
from ui.kit.files import choose_file, save_file
from ui.kit.navigation import Page
from ui.kit.openpost import save_bytes
from ui.kit.widget import Label, Line, Link, column, emptied, row


class DevicesCard(Card):
    """One line for each device, with the fingerprint that people read to each other."""

    def __init__(self, page: Page) -> None:
        super().__init__(margins=14)
        self._page, self._context = page, page.context
        self._keys: Sequence[KnownKey] = ()
        self.body.setSpacing(8)
        self._why = Label(role="secondary", token="text2", wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        self.add = Button(icon="key-round", writes=True)
        self.save, self.certificate = Button(icon="download", writes=True), Button(icon="badge-check", writes=True)
        self.body.addWidget(self._why)
        self.body.addLayout(self._lines)
        self.body.addLayout(row(None, "stretch", self.certificate, self.save, self.add, gap=8))
        self.add.clicked.connect(self.ask_key)
        self.save.clicked.connect(partial(self._export, devicekeys.make_key_file))
        self.certificate.clicked.connect(partial(self._export, devicekeys.certificate_file))
        self._retranslate()

    def _retranslate(self) -> None:
        self.set_title(_("Devices and their keys"))
        self._why.setText(
            _(
                "Receipts of these devices can be checked here. Read the fingerprint to each other when you take in a key."
            )
        )
        self.add.setText(_("Take in a key file…"))
        self.save.setText(_("Save our key file…"))
        self.certificate.setText(_("Save certificate…"))
        self.certificate.setToolTip(_("For the trusted certificates of a PDF viewer"))
        self.show_keys(self._keys)

    def refresh(self) -> None:
        """Ask which devices are known."""
        self._context.jobs.read(self, devicekeys.known_keys, done=self.show_keys)

    def show_keys(self, keys: Sequence[KnownKey]) -> None:
        """List the devices."""
        self._keys = tuple(keys)
        emptied(self._lines)
        for at, one in enumerate(self._keys):
            if at:
                self._lines.addWidget(Line())
            self._lines.addWidget(self._line(one))

    def _line(self, one: KnownKey) -> QWidget:
        holder = QWidget()
        title = Label(one.title, role="strong")
        state = ChipLabel(chip("device", "here" if one.here else "ours" if one.ours else "other"))
        about = Label(one.post_name, role="secondary", token="text2", wrap=True)
        mark = Label(fingerprint(one.public_key), role="mono", token="text2", selectable=True)
        mark.setAccessibleName(_("Fingerprint of {device}: {mark}").format(device=one.title, mark=mark.text()))
        words = column(None, row(None, title, state, "stretch", gap=8), about, mark, gap=2)
        line = row(holder, words, gap=12)
        line.setStretch(0, 1)
        if not one.ours:
            link = Link(_("Withdraw"), role="body")
            link.setAccessibleName(_("Withdraw the key of {device}").format(device=one.title))
            link.clicked.connect(partial(self.ask_withdraw, one))
            line.addWidget(link)
        return holder

    # acting -------------------------------------------------------------------------------------------------
    def ask_key(self) -> None:
        """Ask for a key file of another post."""
        kinds = [(_("Key files"), f"*{devicekeys.SUFFIX} *.json")]
        choose_file(self, _("Take in a key file"), kinds, self.take_in)

    def take_in(self, path: Path) -> None:
        """Take in a key file."""

        def read() -> bytes:
            try:
                return path.read_bytes()
            except OSError as cause:
                raise EnvironmentFault("file-unreadable", path=path.name) from cause

        def add(content: bytes) -> None:
            self._context.jobs.write(
                self, devicekeys.add_key, content, done=added, failed=self._failed, button=self.add
            )

        def added(known: KnownKey) -> None:
            words = _("Receipts of {device} can be checked here. Its fingerprint is {mark}.")
            self._context.notices.show_notice(
                words.format(device=paint.isolated(known.title), mark=paint.isolated(fingerprint(known.public_key)))
            )
            self.refresh()

        self._context.jobs.call(self, read, done=add, failed=self._failed, button=self.add)

    def ask_withdraw(self, one: KnownKey) -> None:
        """Ask before the receipts of a device are no longer trusted."""

        def withdraw() -> None:
            self._context.jobs.write(self, devicekeys.withdraw_key, one.id, done=lambda _none: self.refresh(),
                                     failed=self._failed)  # fmt: skip

        confirm(
            self, title=_("Withdraw the key of {device}?").format(device=paint.isolated(one.title)),
            text=_("Its receipts will be told as from a device that is not known, until its key file is taken in again."),
            safe=_("Keep the key"), danger=_("Withdraw"), done=withdraw,
        )  # fmt: skip

    def _export(self, command: object) -> None:
        self._context.jobs.write(self, command, done=self._ask_where, failed=self._failed)  # type: ignore[arg-type]

    def _ask_where(self, made: tuple[str, bytes]) -> None:
        name, content = made

        def save(path: Path) -> None:
            self._context.jobs.call(self, lambda: save_bytes(path, content), done=saved, failed=self._failed)

        def saved(path: Path) -> None:
            words = _("Saved as {name}.").format(name=paint.isolated(path.name))
            self._context.notices.show_notice(words)

        save_file(self, _("Save"), name, save)

    def _failed(self, error: BaseException) -> None:
        self._context.notices.show_error(error)
