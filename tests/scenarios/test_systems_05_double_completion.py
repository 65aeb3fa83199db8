"""Scenario 5 of scenarios.md through the window: a double click, and two stale copies of one handover, post once."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inl_logistics.handovers.returning import begin_return
from inl_logistics.handovers.signing import SignDraft, sign
from tests.builders import TODAY, Post, puerto_claro
from tests.ui.fieldwork import Hands, double_click, window_on
from tests.ui.handovers.conftest import opened
from ui.handovers.feature import FEATURE as HANDOVERS
from ui.handovers.page import HandoverPage
from ui.kit.dialogs import open_overlay
from ui.kit.signedpaper import SignedDialog
from ui.shell.window import MainWindow

pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def post(tmp_path: Path) -> Post:
    """Three vests in stock."""
    made = puerto_claro(tmp_path / "post")
    made.stocked(made.item("ARM-01", name="Vest"), ["A-1", "A-2", "A-3"])
    return made


def _dialog(page: HandoverPage, window: MainWindow) -> SignedDialog:
    page.signatures.mode.choose("paper")
    page.step.run()
    dialog = open_overlay(window)
    assert isinstance(dialog, SignedDialog)
    return dialog


def test_scenario_5_two_windows_sign_the_same_paper(post: Post, qtbot: QtBot, qapp: QApplication) -> None:
    vest = int(str(post.scalar("SELECT id FROM variant")))
    handover = post.issued(post.picks(vest, "A-1", "A-2"))
    with window_on(post, (HANDOVERS,), qtbot, qapp) as first, window_on(post, (HANDOVERS,), qtbot, qapp) as second:
        ours, theirs = opened(first, handover), opened(second, handover)
        mine, stale = _dialog(ours, first), _dialog(theirs, second)
        double_click(mine.save)
        Hands().scan("A-2", stale.strike.editor)
        Hands().click(stale.save)
        assert (
            post.scalar("SELECT count(*) FROM movement m JOIN document d ON d.id = m.document_id WHERE d.kind = 'HO'")
            == 2
        )
        assert post.scalar("SELECT count(*) FROM document WHERE kind = 'VN'") == 0
        theirs.load()
        assert theirs.detail is not None
        assert theirs.detail.state == "signed"


def test_scenario_5_a_return_is_signed_once(post: Post, qtbot: QtBot, qapp: QApplication) -> None:
    vest = int(str(post.scalar("SELECT id FROM variant")))
    handover = post.issued(post.picks(vest, "A-1"))
    post.work.write(sign, SignDraft(handover, TODAY, "Luis Arriaga"))
    back = post.work.write(begin_return, handover)
    with window_on(post, (HANDOVERS,), qtbot, qapp) as window:
        page = opened(window, back)
        Hands().ctrl(Qt.Key.Key_Return)
        double_click(_dialog(page, window).save)
        assert page.detail is not None
        assert page.detail.state == "signed"
    assert post.on_hand(vest) == 3
    assert post.work.write(sign, SignDraft(back, TODAY, "Luis Arriaga")).units == 1
    assert post.on_hand(vest) == 3
