"""Scenario 12 of domain.md 8, through the window: a team set is split over two legs because of its dangerous goods."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.actor import Override
from inl_logistics.paper.model import PaperSize
from inl_logistics.purchasing.commands import place_order
from inl_logistics.purchasing.planned import PlannedOrderDraft, order_from_plan
from inl_logistics.reports import papers
from inl_logistics.requirements.commands import (
    DecisionDraft,
    RecipientDraft,
    RequirementDraft,
    RequirementLineDraft,
    decide,
    save_requirement,
    submit,
)
from tests.builders import TODAY, Post, puerto_claro
from tests.paper.reading import pages
from tests.ui.conftest import _english_light, pictures  # noqa: F401 - fixtures
from tests.ui.fieldwork import Hands, grab, window_on
from ui.kit.dialogs import Dialog, open_overlay
from ui.kit.navigation import Route
from ui.purchasing.feature import FEATURE as PURCHASING
from ui.receiving.feature import FEATURE as RECEIVING
from ui.receiving.finish import FinishDialog
from ui.receiving.page import ReceivingPage
from ui.receiving.start import StartReceivingPage
from ui.shell.window import MainWindow
from ui.shipments.booking import BookingDialog
from ui.shipments.detail import ShipmentPage
from ui.shipments.dialogs import MilestoneDialog
from ui.shipments.editor import ShipmentEditor
from ui.shipments.feature import FEATURE as SHIPMENTS
from ui.shipments.linedialog import LineDialog, OrderLinesDialog
from ui.shipments.page import ShipmentsPage

# Item, name, units of the set, customs code, UN number, class: seven units of ten travel freely.
SET = (
    ("ARM-02", "Vest", 2, "6307.90", "", ""), ("INT-04", "OC spray MK-9", 2, "9304.00", "UN1950", "2.2"),
    ("COM-02", "Li-ion battery pack", 1, "8507.60", "UN3480", "9"), ("RIO-01", "Riot helmet", 3, "6506.10", "", ""),
    ("RIO-02", "Riot shield", 2, "3926.90", "", ""),
)  # fmt: skip
SEA_DAYS = 60
AIR_CODES, SEA_CODES = {"6307.90", "6506.10", "3926.90"}, {"9304.00", "8507.60"}


@dataclass
class Team:
    """A post whose approved plan for one team set is on order."""

    post: Post
    plan: int
    order: int


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """The set as a kit, the plan approved, its order placed."""
    post = puerto_claro(tmp_path / "post")
    variants = {
        code: post.item(code, name=name, un_number=un, hazard_class=hazard) for code, name, _n, _hs, un, hazard in SET
    }

    def add_kit(session: Session, **_who: object) -> int:
        kit = session.execute(
            text("INSERT INTO kit (uid, code, name, persons, indicative) VALUES (randomblob(16), 'K-TEAM', 'Team set', 12, 0)"
                 " RETURNING id")
        ).scalar_one()  # fmt: skip
        for code, _name, units, *_more in SET:
            session.execute(
                text("INSERT INTO kit_line (kit_id, kit_version, item_id, quantity, optional) SELECT :k, 1, item_id, :q, 0"
                     " FROM variant WHERE id = :v"),
                {"k": kit, "q": units, "v": variants[code]},
            )  # fmt: skip
        return int(kit)

    kit = post.work.write(add_kit)
    draft = RequirementDraft(
        (RecipientDraft(post.facility, post.unit, post.person, 12),), (RequirementLineDraft(1, kit_id=kit),),
        title="Team set, Response Group", agency_id=post.agency, justification="New team",
        need_by=TODAY + timedelta(days=20),
    )  # fmt: skip
    plan = post.work.write(save_requirement, draft)
    post.work.write(submit, plan)
    own = (Override("self-approval", "Alone at the post", post.work.actor.user_id, post.work.actor.name),)
    post.work.write(decide, DecisionDraft(plan, approve=True), overrides=own)
    order = post.work.write(order_from_plan, PlannedOrderDraft(plan, post.vendor))
    post.work.write(place_order, order)
    return Team(post, plan, order)


@pytest.fixture
def window(team: Team, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The window on it."""
    with window_on(team.post, (PURCHASING, SHIPMENTS, RECEIVING), qtbot, qapp) as made:
        yield made


def over(window: MainWindow, kind: type[Dialog]) -> Dialog:
    """Return the open dialog."""
    found = open_overlay(window)
    assert isinstance(found, kind), found
    return found


def shown(window: MainWindow) -> ShipmentPage:
    """Return the shipment's page."""
    page = window.pages.current()
    assert isinstance(page, ShipmentPage)
    return page


def new_shipment(window: MainWindow, title: str, mode: str, hands: Hands, **figures: str) -> ShipmentPage:
    """Ctrl N in the list, the header, then all lines that are still open."""
    window.navigator.open(Route("shipments"))
    listed = window.pages.current()
    assert isinstance(listed, ShipmentsPage)
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    editor = over(window, ShipmentEditor)
    assert isinstance(editor, ShipmentEditor)
    editor.title.editor.setText(title)
    editor.fields["mode"].editor.set_value(mode)
    for name, figure in figures.items():
        editor.fields[name].editor.setText(figure)
    hands.click(editor.save)
    page = shown(window)
    page.focus_first()
    hands.ctrl(Qt.Key.Key_N)
    picker = over(window, OrderLinesDialog)
    assert isinstance(picker, OrderLinesDialog)
    for _line in picker._lines:
        QTest.keyClick(picker.table, Qt.Key.Key_Space)
        QTest.keyClick(picker.table, Qt.Key.Key_Down)
    hands.click(picker.save)
    return page


def reach(window: MainWindow, page: ShipmentPage, kind: str, day: date) -> None:
    """Enter a milestone in its dialog."""
    page.acting.milestone(kind)
    dialog = over(window, MilestoneDialog)
    assert isinstance(dialog, MilestoneDialog)
    dialog.actual.editor.set_day(day)
    dialog.save.click()


def receive(window: MainWindow, shipment: int, serials: list[str], qtbot: QtBot, hands: Hands) -> None:
    """Scan everything and finish."""
    window.navigator.open(Route("receive", shipment))
    start = window.pages.current()
    assert isinstance(start, StartReceivingPage)
    qtbot.waitUntil(lambda: start.shipment.editor.value() == shipment)
    start.run()
    page = window.pages.current()
    assert isinstance(page, ReceivingPage)
    for serial in serials:
        hands.scan(serial)
    hands.key(Qt.Key.Key_F9)
    finish = over(window, FinishDialog)
    assert isinstance(finish, FinishDialog)
    finish.bin.editor.set_value("A-04")
    finish.act.click()


def name_lines(window: MainWindow, page: ShipmentPage) -> list[str]:
    """Enter customs code and serials of each line; return the serials."""
    codes, named = {name: hs for _code, name, _n, hs, _un, _class in SET}, []
    page.table.setFocus()
    for line in page.record.lines if page.record else ():
        page.table.set_current_key(line.id)
        QTest.keyClick(page.table, Qt.Key.Key_F2)
        dialog = over(window, LineDialog)
        assert isinstance(dialog, LineDialog)
        serials = [f"{line.code}-{n}" for n in range(line.quantity)]
        dialog.hs.editor.setText(codes[line.item])
        dialog.serials.editor.setText("\n".join(serials))
        dialog.save.click()
        named += serials
    return named


def note(post: Post, shipment: int) -> str:
    """Return the text of the diplomatic note."""
    paper = papers.paper("diplomatic-note")
    frozen = post.work.read(paper.freeze, shipment, post.work.today())
    return " ".join(pages(paper.draw(frozen, printed_at=post.work.now(), language="es", paper=PaperSize.A4)))


def test_dangerous_goods_come_by_sea_sixty_days_later(
    team: Team,
    window: MainWindow,
    qtbot: QtBot,
    pictures: Path,  # noqa: F811
) -> None:
    """The air leg warns and lets go of them; the set is 70 % complete; each leg has its own papers; demurrage accrues."""
    post, hands = team.post, Hands()
    air = new_shipment(window, "Team set by air", "air", hands)
    assert air.record is not None
    assert "aerosols (UN1950)" in air.banner.words()
    assert {one.code for one in air.record.warnings} == {"aerosol-by-air", "lithium-by-air"}
    for item in ("OC spray MK-9", "Li-ion battery pack"):
        line = next(one for one in air.record.lines if one.item == item)
        air.table.setFocus()
        air.table.set_current_key(line.id)
        QTest.keyClick(air.table, Qt.Key.Key_Delete)
    assert [one.item for one in air.record.lines] == ["Vest", "Riot helmet", "Riot shield"]
    assert air.record.warnings == ()
    by_air = name_lines(window, air)
    hands.ctrl(Qt.Key.Key_R)
    assert air.record.state == "planned", "nothing dangerous is left, so nothing is asked"

    sea = new_shipment(
        window, "Team set by sea", "sea", hands, free_days="5", demurrage_minor="185", demurrage_cap_minor="5000"
    )
    assert sea.record is not None
    assert [(one.item, one.quantity) for one in sea.record.lines] == [("Li-ion battery pack", 1), ("OC spray MK-9", 2)]
    by_sea = name_lines(window, sea)
    hands.ctrl(Qt.Key.Key_R)
    booking = over(window, BookingDialog)
    assert isinstance(booking, BookingDialog)
    assert {mark.shipping_name for mark in sea.record.marks} == {"Aerosols", "Lithium ion batteries"}
    hands.click(booking.book)
    assert sea.record.state == "planned"
    needed = [{paper.kind for paper in page.record.papers if paper.required} for page in (air, sea) if page.record]
    assert needed[1] - needed[0] == {"dangerous-goods", "safety-data-sheet"}

    air_id, sea_id = air.record.id, sea.record.id
    window.navigator.open(Route("shipment", air_id))
    for kind in ("departed", "arrived", "delivered"):
        reach(window, shown(window), kind, TODAY)
    receive(window, air_id, by_air, qtbot, hands)
    assert post.scalar("SELECT count(*) FROM document WHERE kind = 'RR'") == 1

    post.clock.on(TODAY + timedelta(days=SEA_DAYS - 2))
    window.navigator.open(Route("shipment", sea_id))
    for kind in ("departed", "arrived"):
        reach(window, shown(window), kind, TODAY + timedelta(days=SEA_DAYS - 12))
    page = shown(window)
    page.refresh()
    assert page.record is not None
    plan = next(one for one in page.record.waiting if one.kind == "plan")
    assert (plan.quantity, plan.complete) == (3, 70)
    assert page.record.demurrage is not None
    assert (page.record.demurrage.days, page.record.demurrage.minor) == (5, 92_500)
    assert "5 days at $185, $925 so far." in page.banner.words()
    assert "RQ-26-A0001 is 70 % complete." in page.banner.words()
    grab(window, pictures, "scenario-12-sea")
    post.clock.on(TODAY + timedelta(days=SEA_DAYS))
    page.refresh()
    assert page.record.demurrage.days == 7, "two more days, two more charges"

    reach(window, page, "delivered", TODAY + timedelta(days=SEA_DAYS))
    receive(window, sea_id, by_sea, qtbot, hands)
    assert post.scalar("SELECT count(*) FROM document WHERE kind = 'RR'") == 2
    reports = post.work.read(_items_of_reports)
    assert reports == [{"ARM-02", "RIO-01", "RIO-02"}, {"INT-04", "COM-02"}]
    assert set(note(post, air_id).split()) >= AIR_CODES
    assert set(note(post, sea_id).split()) >= SEA_CODES
    assert not SEA_CODES & set(note(post, air_id).split())
    assert "Aerosols" in note(post, sea_id)
    assert "UN3480" in note(post, sea_id)
    assert "dangerous goods" not in note(post, air_id)
    window.navigator.open(Route("shipment", sea_id))
    ended = shown(window)
    assert ended.record is not None
    assert ended.record.demurrage is not None
    assert (ended.record.demurrage.days, ended.record.demurrage.running) == (7, False)


def _items_of_reports(session: Session) -> list[set[str]]:
    rows = session.execute(
        text("SELECT x.receiving_id, i.code FROM receipt_line x JOIN variant v ON v.id = x.variant_id JOIN item i"
             " ON i.id = v.item_id ORDER BY x.receiving_id")
    )  # fmt: skip
    found: dict[int, set[str]] = {}
    for receiving, code in rows:
        found.setdefault(receiving, set()).add(code)
    return list(found.values())
