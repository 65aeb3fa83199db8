"""The start page: what it says is whole, what it asks is checked where it is typed. Source: product.md 8 (Start)."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMarginsF, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from inl_logistics.database import keys
from inl_logistics.kernel.problems import EnvironmentFault
from tests.ui.shell.sample import PASSWORD
from ui.kit import theme
from ui.kit.fields import Field
from ui.kit.widget import Label
from ui.shell.newpost import NewPostWizard, print_recovery_key
from ui.shell.preload import IMPORTING, Preload
from ui.shell.window import MainWindow


def whole(part: QWidget) -> bool:
    """Tell whether every shown label, field and button below has the height that it asks for."""
    labels = [label for label in part.findChildren(Label) if label.isVisible() and label.text()]
    tall = all(label.height() >= label.heightForWidth(label.width()) for label in labels if label.wordWrap())
    fields = [field.editor for field in part.findChildren(Field) if field.isVisible()]
    return tall and all(editor.height() >= 28 for editor in fields)


def wizard_of(window: MainWindow) -> NewPostWizard:
    """Ask for a new post."""
    window.start.welcome.new_button.click()
    return window.start.wizard


def test_the_first_start_proposes_to_make_a_post(window: MainWindow) -> None:
    welcome = window.start.welcome
    assert welcome.new_button.hasFocus()
    assert whole(welcome)


def test_what_is_wrong_with_a_post_is_shown_whole(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    """The sentence of a damaged file has three lines, and says in the last what to do."""
    (folder / "post.db").write_bytes(b"\x00" * 9000)
    window.start.ask_password(folder)
    sign_in = window.start.sign_in
    sign_in.password.editor.setText(PASSWORD)
    sign_in.go.click()
    qtbot.waitUntil(lambda: bool(sign_in.password.error()))
    qtbot.waitUntil(lambda: whole(sign_in))


def test_a_folder_that_cannot_be_written_is_opened_for_reading(
    qtbot: QtBot, window: MainWindow, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> None:
        raise EnvironmentFault("folder-read-only", path=path)

    monkeypatch.setattr("inl_logistics.workspace.take_lock", refuse)
    window.start.ask_password(folder)
    sign_in = window.start.sign_in
    sign_in.password.editor.setText(PASSWORD)
    qtbot.keyClick(sign_in.password.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(sign_in.read_only.isVisible)
    sign_in.read_only.clicked.emit()
    qtbot.waitUntil(lambda: window.workspace is not None)
    assert window.workspace.read_only


def test_enter_in_the_recovery_key_goes_on_and_a_lost_key_is_asked_for(
    qtbot: QtBot, window: MainWindow, folder: Path
) -> None:
    window.start.ask_password(folder, recovering=True)
    sign_in = window.start.sign_in
    sign_in.password.editor.setText("another password")
    sign_in.again.editor.setText("another password")
    qtbot.keyClick(sign_in.key.editor, Qt.Key.Key_Return)
    assert sign_in.key.error() == "Enter the recovery key."
    sign_in.key.editor.setText("AAAA-BBBB-CCCC")
    qtbot.keyClick(sign_in.key.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "recovery key" in sign_in.key.error().lower())
    qtbot.waitUntil(lambda: whole(sign_in))


def test_a_post_open_elsewhere_keeps_its_password_when_recovering_is_refused(
    window: MainWindow, folder: Path, tmp_path: Path
) -> None:
    file = keys.read_keys(folder)
    changed, recovery = keys.with_new_recovery(file, keys.unlock(file, login="dana", password=PASSWORD))
    keys.write_keys(folder, changed)
    office = window.parts.office
    with office.open(folder, login="dana", password=PASSWORD, read_only=False):
        with pytest.raises(EnvironmentFault) as refused:
            office.recover(folder, recovery_key=recovery, login="dana", password="another password")
        assert refused.value.code == "post-open-elsewhere"
    assert keys.unlock(keys.read_keys(folder), login="dana", password=PASSWORD)


def test_a_new_post_is_checked_step_by_step(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    """A folder that exists is told before the password is typed; a mended field leaves the list."""
    wizard = wizard_of(window)
    wizard.next.click()
    assert set(wizard._faulty) >= {"code", "name"}
    wizard.fields["code"].editor.setText("")
    qtbot.keyClicks(wizard.fields["code"].editor, "PCL")
    assert "code" not in wizard._faulty
    qtbot.keyClicks(wizard.fields["name"].editor, "Embassy Puerto Claro")
    wizard.fields["folder"].editor.setText(str(folder))
    zone = wizard.fields["zone"].editor
    zone.setFocus()
    zone.selectAll()
    qtbot.keyClicks(zone, "Bogo")
    wizard.fields["country"].editor.setFocus()
    assert (zone.value(), zone.text()) == ("UTC", "UTC"), "a text that is no choice does not stay"
    wizard.next.click()
    assert list(wizard._faulty) == ["folder"]
    assert "exists" in wizard.fields["folder"].error()
    qtbot.waitUntil(lambda: whole(wizard))
    shutil.rmtree(folder)
    wizard.next.click()
    assert wizard.fields["letterhead"].editor.hasFocus()
    wizard.next.click()
    assert wizard.fields["officer"].editor.hasFocus()
    qtbot.keyClicks(wizard.fields["officer"].editor, "Dana Morales")
    qtbot.keyClicks(wizard.fields["login"].editor, "dana")
    qtbot.keyClicks(wizard.fields["password"].editor, "short")
    wizard.next.click()
    assert set(wizard._faulty) == {"password", "again"}
    assert "8 characters" in wizard.fields["password"].error()


def test_printing_the_recovery_key_leaves_the_letters_of_the_screen_as_they_are(qtbot: QtBot, tmp_path: Path) -> None:
    """The theme's fonts are shared; the sheet has large letters of its own."""
    before = {role: theme.font(role).pixelSize() for role in ("title", "body", "mono")}
    sheet = QPdfWriter(str(tmp_path / "key.pdf"))
    sheet.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait,
                                    QMarginsF(20, 20, 20, 20), QPageLayout.Unit.Millimeter))  # fmt: skip
    print_recovery_key(sheet, "Embassy Puerto Claro", "AAAA-BBBB")
    assert {role: theme.font(role).pixelSize() for role in before} == before
    assert (tmp_path / "key.pdf").stat().st_size > 1000


def test_the_screens_are_imported_while_the_password_is_typed(qtbot: QtBot, window: MainWindow) -> None:
    """A key goes first; what is left when the post opens is imported by whoever needs it."""
    preload = Preload(window, ["colorsys", "graphlib", "sndhdr_that_is_not_reached"], window.parts.router)
    preload._timer.stop()
    preload._step()
    assert sys.modules["colorsys"]
    window.parts.router.touched.emit()
    assert preload._timer.remainingTime() > 100
    preload._step()
    assert not preload.is_done()
    preload.stop()
    assert preload.is_done()
    assert not preload._timer.isActive()


def test_nothing_is_imported_beside_a_post_that_is_being_opened(qtbot: QtBot, window: MainWindow) -> None:
    """Two threads in the imports of one package got half-made modules of each other, and the post did not open."""
    preload = Preload(window, ["antigravity_that_is_not_reached"], window.parts.router)
    preload._timer.stop()
    with IMPORTING:
        preload._step()
        assert not preload.is_done(), "the piece waits"
        assert preload._timer.isActive()
    preload.stop()
