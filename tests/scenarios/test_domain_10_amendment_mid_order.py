"""Scenario 10 of domain.md 8 through the window: the ceiling is raised after part is ordered, a line is moved to another
project and year, and the report by fiscal and by calendar year both tie out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inl_logistics.agreements import balances
from inl_logistics.agreements.commands import AgreementDraft, ProjectDraft, save_agreement
from inl_logistics.kernel.values import Tracking
from inl_logistics.purchasing.commands import OrderDraft, OrderLineDraft, save_order
from inl_logistics.verification import verify
from tests.builders import TODAY, Post, puerto_claro
from tests.ui.desk import dialog, go, shown
from tests.ui.fieldwork import Hands, cut_off, window_on
from ui.agreements.detail import AgreementPage
from ui.agreements.dialogs import AgreementDialog, AmendmentDialog, ClauseDialog
from ui.agreements.feature import FEATURE as AGREEMENTS
from ui.agreements.figures import FigureDialog
from ui.agreements.page import AgreementsPage
from ui.agreements.projectdialog import ProjectDialog
from ui.kit.approval import OverrideDialog
from ui.kit.dialogs import open_overlay
from ui.kit.navigation import Route
from ui.kit.paperdialog import PaperDialog
from ui.purchasing.detail import OrderPage
from ui.purchasing.editor import OrderEditor
from ui.purchasing.feature import FEATURE as PURCHASING
from ui.purchasing.lineacts import AmendmentDialog as Changes
from ui.purchasing.lineacts import MoveDialog
from ui.requirements.feature import FEATURE as REQUIREMENTS
from ui.shell.window import MainWindow

pytestmark = pytest.mark.timeout(240)
SIGNED = date(2026, 1, 15)


@pytest.fixture
def post(tmp_path: Path) -> Post:
    """A post."""
    return puerto_claro(tmp_path / "post")


@pytest.fixture
def window(post: Post, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The window on it."""
    with window_on(post, (PURCHASING, REQUIREMENTS, AGREEMENTS), qtbot, qapp) as opened:
        yield opened


def test_an_agreement_is_entered_with_project_and_clause_and_recorded(
    post: Post, window: MainWindow, qtbot: QtBot
) -> None:
    hands = Hands()
    listed = go(window, AgreementsPage, Route("agreements"))
    hands.click(listed.new)
    made = dialog(window, AgreementDialog)
    hands.fill(made.number.editor, "LOA 2026-02")
    made.ministry.editor.set_value(post.agency)
    made.signed.editor.set_day(SIGNED)
    made.expires.editor.set_day(date(2025, 1, 1))
    hands.click(made.save)
    assert made.expires.has_error(), "it cannot end before it was signed"
    made.expires.editor.set_day(date(2028, 1, 1))
    hands.click(made.save)
    page = shown(window, AgreementPage)
    hands.click(page.add)
    project = dialog(window, ProjectDialog)
    hands.fill(project.code.editor, "P-26")
    hands.fill(project.ceiling.editor, "60000")
    for obligation, spent in (("OB-77", "40000"), ("OB-78", "20000")):
        hands.click(project.more)
        cite = project.cites[-1]
        hands.fill(cite.obligation_number, obligation)
        hands.fill(cite.amount, spent)
    hands.click(project.save)
    page.panel.choose("clauses")
    hands.click(page.add)
    clause = dialog(window, ClauseDialog)
    hands.fill(clause.wording.editor, "Access at any time.")
    hands.click(clause.save)
    hands.click(page.sign)
    qtbot.waitUntil(lambda: page.record is not None and page.record.row.ours == "PCL-AG-2026-A0001")
    assert page.record is not None
    assert [
        (one.code, one.ceiling_minor, [cite.obligation_number for cite in one.cites]) for one in page.record.projects
    ] == [("P-26", 60_000_00, ["OB-77", "OB-78"])]
    assert [one.wording for one in page.record.clauses] == ["Access at any time."]
    page.print_record()
    qtbot.waitUntil(lambda: isinstance(open_overlay(window), PaperDialog))


def test_scenario_10(post: Post, window: MainWindow, qtbot: QtBot) -> None:
    agreement = post.work.write(
        save_agreement,
        AgreementDraft("LOA 2026-01", "Corrections", post.agency, SIGNED, date(2028, 1, 1),
                       (ProjectDraft("P-25", "Response", "INCLE", 2025, 50_000_00),
                        ProjectDraft("P-26", "Academy", "INCLE", 2026, 20_000_00))),
    )  # fmt: skip
    projects = {str(post.scalar("SELECT code FROM project WHERE id = :i", i=n)): n for n in (1, 2)}
    vest = post.item("ARM-01", name="Vest")
    gloves = post.item("PPE-01", name="Gloves", tracking=Tracking.QUANTITY)
    part = post.work.write(
        save_order,
        OrderDraft((OrderLineDraft(vest, 80, 500_000_000), OrderLineDraft(gloves, 100, 30_000_000)), title="First part",
                   vendor_id=post.vendor, agreement_id=agreement, project_id=projects["P-25"],
                   ordered_on=TODAY - timedelta(days=80)),
    )  # fmt: skip
    hands = Hands()
    page = go(window, OrderPage, Route("order", part))
    hands.click(page.primary)
    assert page.record is not None
    assert page.record.state == "placed"

    # the second part does not fit until the ceiling is raised
    rest = post.work.write(
        save_order,
        OrderDraft((OrderLineDraft(vest, 40, 500_000_000),), title="Second part", vendor_id=post.vendor,
                   agreement_id=agreement, project_id=projects["P-25"], ordered_on=TODAY),
    )  # fmt: skip
    second = go(window, OrderPage, Route("order", rest))
    hands.click(second.primary)
    qtbot.waitUntil(lambda: isinstance(open_overlay(window), OverrideDialog))
    dialog(window, OverrideDialog).reject()
    loa = go(window, AgreementPage, Route("agreement", agreement))
    hands.click(loa.primary)
    amendment = dialog(window, AmendmentDialog)
    hands.fill(amendment.amounts[projects["P-25"]].editor, "30000")
    hands.fill(amendment.remark.editor, "Second tranche")
    hands.click(amendment.save)
    second = go(window, OrderPage, Route("order", rest))
    hands.click(second.primary)
    assert second.record is not None
    assert second.record.state == "placed"

    # the gloves belong to the other project and year
    page = go(window, OrderPage, Route("order", part))
    assert page.record is not None
    page.lines.set_ticked([page.record.lines[1].id], on=True)
    hands.click(page.moving)
    move = dialog(window, MoveDialog)
    move.project.editor.set_value(projects["P-26"])
    hands.fill(move.reason.editor, "Paid by FY 2026")
    hands.click(move.save)
    qtbot.waitUntil(lambda: page.record is not None and page.record.lines[1].project == "P-26")
    page.history.clicked.emit(1)
    assert [row[1:] for row in (dialog(window, Changes).model.record(0),)] == [("project_id", "P-25", "P-26")]
    dialog(window, Changes).reject()

    # an amendment of the order needs its reason
    hands.click(page.edit)
    editor = shown(window, OrderEditor)
    editor.need_by.editor.set_day(TODAY + timedelta(days=200))
    hands.click(editor.save)
    assert editor.reason.has_error()
    hands.fill(editor.reason.editor, "Vendor needs longer")
    hands.click(editor.save)
    page = shown(window, OrderPage)
    qtbot.waitUntil(lambda: page.record is not None and len(page.record.amendments) == 2)

    loa = go(window, AgreementPage, Route("agreement", agreement))
    qtbot.waitUntil(lambda: loa.record is not None and loa.record.projects[1].committed_minor == 3_000_00)
    assert loa.record is not None
    assert [(one.code, one.ceiling_minor, one.committed_minor) for one in loa.record.projects] == [
        ("P-25", 80_000_00, 60_000_00), ("P-26", 20_000_00, 3_000_00),
    ]  # fmt: skip
    for figure, amounts in (("committed", [3_000_00]), ("received", []), ("ceiling", [20_000_00])):
        loa.project_table.cell_clicked.emit(projects["P-26"], figure)
        behind = dialog(window, FigureDialog)
        assert [one[1] if figure == "ceiling" else one.amount_minor for one in behind.rows] == amounts
        behind.reject()
    total = sum((one for one in post.work.read(balances.by_project, on=TODAY).values()), balances.Money())
    for years in (loa.record.fiscal_years, loa.record.calendar_years):
        assert sum((one.money for one in years), balances.Money()) == total
    assert {one.year for one in loa.record.fiscal_years} == {2026, 2027}
    assert {one.year for one in loa.record.calendar_years} == {2026}
    loa.as_of.set_day(TODAY - timedelta(days=70))
    loa.refresh()
    assert loa.record.projects[0].committed_minor == 43_000_00, "on that day the gloves were still paid by P-25"
    assert loa.record.projects[0].ceiling_minor == 50_000_00
    assert "70" not in loa.banner.words()
    assert post.work.read(verify).holds


@pytest.mark.parametrize("size", [(1280, 680), (1366, 768)])
def test_nothing_is_cut_off(post: Post, qtbot: QtBot, qapp: QApplication, size: tuple[int, int]) -> None:
    agreement = post.work.write(
        save_agreement, AgreementDraft("LOA 2026-01", "Corrections", post.agency, SIGNED, None, (ProjectDraft("P-25"),))
    )
    item = post.item("ARM-01", name="Vest")
    order = post.order((item, 5))
    with window_on(post, (PURCHASING, REQUIREMENTS, AGREEMENTS), qtbot, qapp, size) as opened:
        for kind, route in (
            (AgreementPage, Route("agreement", agreement)), (AgreementsPage, Route("agreements")),
            (OrderPage, Route("order", order)), (OrderEditor, Route("order-draft", order)),
        ):  # fmt: skip
            page = go(opened, kind, route)
            qtbot.waitUntil(page.isVisible)
            assert not cut_off(page), kind
