"""Key files out and in, through the window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from inl_logistics.register import devicekeys
from inl_logistics.settings.commands import save_profile
from tests.builders import Post, puerto_claro
from tests.ui.desk import go
from tests.ui.fieldwork import Hands
from ui.kit.buttons import Button
from ui.kit.dialogs import open_overlay
from ui.kit.navigation import Route
from ui.kit.widget import Label, Link
from ui.settings.devices import DevicesCard
from ui.settings.page import SettingsPage
from ui.shell.window import MainWindow


@pytest.fixture
def card(window: MainWindow) -> DevicesCard:
    """The card."""
    return go(window, SettingsPage, Route("settings")).devices_card


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Post]:
    """Another post."""
    made = puerto_claro(tmp_path / "other")
    made.work.write(save_profile, replace(made.work.post, code="NBG", name="Embassy Nova Bergen"))
    yield made
    made.work.close()


def titles(card: DevicesCard) -> list[str]:
    """Return the devices listed."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return [one.text() for one in card.findChildren(Label) if one.text().startswith(("PCL", "NBG"))]


def test_a_key_is_taken_in_and_withdrawn(window: MainWindow, card: DevicesCard, other: Post, tmp_path: Path) -> None:
    assert titles(card) == ["PCL A"]
    name, content = other.work.write(devicekeys.make_key_file)
    path = tmp_path / name
    path.write_bytes(content)
    card.take_in(path)
    assert titles(card) == ["PCL A", "NBG A"]
    notice = window.notices.current()
    assert notice is not None
    assert devicekeys.fingerprint(other.work.read(devicekeys.known_keys)[0].public_key) in notice.words
    (link,) = card.findChildren(Link)
    link.clicked.emit()
    asked = open_overlay(window)
    assert asked is not None
    Hands().click(next(one for one in asked.findChildren(Button) if one.text() == "Withdraw"))
    assert titles(card) == ["PCL A"]


def test_an_altered_key_is_refused_in_words(window: MainWindow, card: DevicesCard, other: Post, tmp_path: Path) -> None:
    path = tmp_path / "x.inlkey"
    path.write_bytes(other.work.write(devicekeys.make_key_file)[1].replace(b"Nova", b"Novo"))
    card.take_in(path)
    notice = window.notices.current()
    assert notice is not None
    assert notice.words == "This key file was changed on the way. Ask the other post to send it again."


def test_our_key_and_certificate_are_saved(
    card: DevicesCard, other: Post, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.settings.devices.save_file", lambda _over, _title, name, then: then(tmp_path / name))
    Hands().click(card.save)
    Hands().click(card.certificate)
    assert other.work.write(devicekeys.add_key, (tmp_path / "PCL-A.inlkey").read_bytes()).post == "PCL"
    assert (tmp_path / "PCL-A.crt").read_bytes().startswith(b"-----BEGIN CERTIFICATE-----")
