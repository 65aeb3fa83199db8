"""Scenario 13 of domain.md 8 through the window: 240 lines and 600 serials, in French, Arabic and Urdu, long names, no tofu."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inl_logistics.handovers.documents import missing_characters
from inl_logistics.handovers.drafts import LineDraft
from inl_logistics.handovers.papers import paper
from inl_logistics.kernel.values import Tracking
from inl_logistics.partners.commands import PartnerDraft, save_partner
from inl_logistics.partners.records import PartnerKind
from inl_logistics.receiving.commands import Mode, ScanDraft, StartDraft, scan, start
from inl_logistics.receiving.posting import FinishDraft
from inl_logistics.receiving.posting import post as post_receiving
from inl_logistics.shipments.commands import PackageDraft, PackedQuantity, PackedSerial, ShipmentLineDraft
from tests.builders import TODAY, Post, puerto_claro
from tests.paper.reading import pages, words
from tests.ui.fieldwork import Hands, window_on
from tests.ui.handovers.conftest import opened
from ui.handovers.feature import FEATURE as HANDOVERS
from ui.kit.dialogs import open_overlay
from ui.kit.signedpaper import SignedDialog
from ui.shell.window import MainWindow

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

LONG = "Державна установа «Південна виправна колонія № 117 управління з виконання кримінальних покарань для засуджених»"


@pytest.fixture
def post(tmp_path: Path) -> Post:
    """60 items with ten serials each, some in mixed directions, and 180 by quantity, all received at once."""
    made = puerto_claro(tmp_path / "post")
    made.facility = made.work.write(
        save_partner,
        PartnerDraft(
            PartnerKind.FACILITY, "Southern Colony 117", name_native=LONG, parent_id=made.unit, parent_from=TODAY
        ),
    )
    serial = [made.item(f"SER-{n:03d}", name=f"Radio set (model {n}) / جهاز") for n in range(60)]
    plain = [made.item(f"QTY-{n:03d}", name=f"Item {n}, 50 % cotton", tracking=Tracking.QUANTITY) for n in range(180)]
    order = made.order(*[(one, 10) for one in serial], *[(one, 7) for one in plain])
    lines = made.order_lines(order)
    shipped = [
        ShipmentLineDraft(one, 10, line, serials=tuple(PackedSerial(s, "CTN 1") for s in _serials(n)))
        for n, (one, line) in enumerate(zip(serial, lines[:60], strict=True))
    ] + [
        ShipmentLineDraft(one, 7, line, packed=(PackedQuantity("CTN 1", 7),))
        for one, line in zip(plain, lines[60:], strict=True)
    ]
    receiving = made.work.write(start, StartDraft(made.ship(order, shipped, [PackageDraft("CTN 1")]), made.store))
    made.work.write(scan, ScanDraft(receiving, "CTN 1", Mode.CARTON))
    made.work.write(post_receiving, FinishDraft(receiving, TODAY))
    return made


def _serials(item: int) -> list[str]:
    return [f"(A)-{item:02d}/{n}-ب" if n == 3 else f"RS-{item:02d}-{n:04d}" for n in range(10)]


@pytest.fixture
def window(post: Post, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The window on it."""
    with window_on(post, (HANDOVERS,), qtbot, qapp) as made:
        yield made


def _lines(post: Post) -> list[LineDraft]:
    variants = post.work.read(
        lambda session: [
            (row[0], row[1])
            for row in session.connection().exec_driver_sql("SELECT v.id, i.code FROM variant v JOIN item i ON i.id = v.item_id ORDER BY v.id")
        ]
    )  # fmt: skip
    found = []
    for variant, code in variants:
        if code.startswith("SER"):
            found.append(post.picks(variant, *_serials(int(code[-3:]))))
        else:
            found.append(post.pick_quantity(variant, 7))
    return found


def test_scenario_13(
    post: Post, window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = Hands()
    page = opened(window, post.draft(*_lines(post), language="fr"))
    assert page.items.model.rowCount() == 240
    hands.ctrl(Qt.Key.Key_Return)
    assert page.detail is not None
    assert page.detail.state == "issued"
    whole = post.work.read(paper, page.id, today=TODAY, by=post.work.actor)
    assert missing_characters(whole.receipt) == ""
    for language in ("fr", "ar", "ur"):
        page._language_chosen(language)
        out = tmp_path / f"{language}.pdf"
        monkeypatch.setattr("ui.handovers.acting.save_file", lambda _o, _t, _n, save, out=out: save(out))
        (command,) = [one for one in page.commands() if one.id == "handover.pdf"]
        command.run()
        qtbot.waitUntil(out.exists, timeout=20_000)
        found = pages(out.read_bytes())
        copy = found[: len(found) // 5]
        text = words(" ".join(copy))
        for n, one in enumerate(copy, 1):
            assert f"Page {n} of {len(copy)}" in one
            assert "PCL-HO-2026-A0001" in one
        assert "600 serials" in text
        assert "240 lines" in text
        assert "Південна виправна колонія" in text
        assert all(serial in text.replace("\u2068", "") for serial in ("RS-00-0000", "RS-59-0009"))
    page._language_chosen("fr")
    page.signatures.mode.choose("paper")
    page.step.run()
    dialog = open_overlay(window)
    assert isinstance(dialog, SignedDialog)
    assert dialog.strike.isVisible()
    assert dialog.lines_area.height() < 300, "240 lines scroll by themselves"
    hands.scan("RS-00-0001", dialog.strike.editor)
    hands.click(dialog.save)
    assert page.detail.state == "variance"
    assert post.scalar("SELECT count(*) FROM movement WHERE document_id = :d", d=page.detail.document_id) == 599 + 180
