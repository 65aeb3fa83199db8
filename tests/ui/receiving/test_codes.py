"""Makers' codes and our own tags while receiving: what the code says is filled in. Source: ui.md 9, product.md 3 (Labels)."""

from __future__ import annotations

from datetime import date, datetime

from pytestqt.qtbot import QtBot
from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Actor
from inl_logistics.labels.records import LabelKind
from inl_logistics.labels.tags import Subject, give_tags
from tests.builders import Post
from tests.ui.desk import dialog
from tests.ui.receiving.conftest import VESTS
from ui.receiving.asking import CountDialog
from ui.receiving.page import ReceivingPage
from ui.shell.window import MainWindow

GTIN = "09506000134352"


def known_as(session: Session, item: str, code: str, *, by: Actor, at: datetime) -> None:
    """Give an item its trade number."""
    session.execute(
        text("INSERT INTO item_code (item_id, code, folded) SELECT id, :g, :g FROM item WHERE code = :c"),
        {"g": code, "c": item},
    )


def test_lot_expiry_and_quantity_come_from_the_code(post: Post, page: ReceivingPage, window: MainWindow) -> None:
    post.work.write(known_as, "MR-5020", GTIN)
    page.take_scan(f"]d201{GTIN}17310630" + "10TQ-200\x1d3024")
    asked = dialog(window, CountDialog)
    assert (asked.quantity.editor.integer(), asked.lot.editor.text()) == (24, "TQ-200")
    assert asked.expires.editor.day() == date(2031, 6, 30)
    asked.accept()
    row = post.work.read(lambda session: session.execute(text("SELECT lot, expires_on, quantity FROM scan")).one())
    assert tuple(row) == ("TQ-200", "2031-06-30", 24)


def test_a_serial_within_a_code_counts_the_unit(post: Post, page: ReceivingPage) -> None:
    post.work.write(known_as, "PE-1042-L", GTIN)
    page.scan.take(f"(01){GTIN}(21){VESTS[4]}")
    assert post.scalar("SELECT outcome FROM scan WHERE text = :s", s=VESTS[4]) == "good"
    page.scan.take(f"(01){GTIN}")
    assert page.bar.accessibleName().startswith("This code only says that it is Ballistic vest IIIA, L.")


def test_the_tag_of_a_carton_counts_it_whole(post: Post, page: ReceivingPage, qtbot: QtBot) -> None:
    carton = Subject(LabelKind.CARTON, int(str(post.scalar("SELECT id FROM package WHERE code = 'CTN 002'"))))
    tag = post.work.write(give_tags, [carton])[carton]
    page.mode.choose("carton")
    page.take_scan(tag)
    assert post.scalar("SELECT count(*) FROM scan WHERE outcome = 'good'") == len(VESTS)
