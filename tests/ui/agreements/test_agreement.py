"""One agreement on the screen: any day, any figure, its amendments and overrides; the list with its filters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inl_logistics.agreements.amending import (
    AmendmentDraft,
    ClauseDraft,
    FundDraft,
    ProjectAmount,
    amend_agreement,
    record_signed,
    save_clause,
    save_funds,
)
from inl_logistics.agreements.commands import AgreementDraft, ProjectDraft, save_agreement
from inl_logistics.agreements.records import ClauseKind
from inl_logistics.kernel.actor import Override
from inl_logistics.kernel.listing import ListQuery
from inl_logistics.purchasing.amendments import MoveLinesDraft, move_lines
from inl_logistics.purchasing.commands import OrderDraft, OrderLineDraft, place_order, save_order
from inl_logistics.reports import exports
from tests.builders import TODAY, Post, puerto_claro
from tests.ui.desk import dialog, go, shown
from tests.ui.fieldwork import Hands, window_on
from ui.agreements.detail import AgreementPage
from ui.agreements.dialogs import AgreementDialog, AmendmentDialog, ClauseDialog
from ui.agreements.feature import FEATURE as AGREEMENTS
from ui.agreements.figures import FigureDialog
from ui.agreements.page import AgreementsPage
from ui.agreements.projectdialog import ProjectDialog
from ui.kit.navigation import Route
from ui.kit.widget import Label
from ui.purchasing.detail import OrderPage
from ui.purchasing.feature import FEATURE as PURCHASING
from ui.shell.window import MainWindow

SIGNED = date(2025, 1, 15)


@pytest.fixture
def post(tmp_path: Path) -> Post:
    """An agreement of two projects and years, an order above the ceiling, a line moved to the other project."""
    made = puerto_claro(tmp_path / "post")
    work = made.work
    agreement = work.write(
        save_agreement,
        AgreementDraft("LOA 2025-01", "Corrections", made.agency, SIGNED, TODAY + timedelta(days=30),
                       (ProjectDraft("P-24", "Response", "INCLE", 2024, 10_000_00), ProjectDraft("P-25", "Academy", "INCLE", 2025, 9_000_00))),
    )  # fmt: skip
    work.write(record_signed, agreement)
    work.write(save_funds, 1, (FundDraft("1911", "", "OB-1", "3130", 5_000_00), FundDraft("1912", "A-2", "", "", None)))
    vest, gloves = made.item("ARM-01", name="Vest"), made.item("PPE-01", name="Gloves")
    day = TODAY - timedelta(days=90)
    order = work.write(
        save_order,
        OrderDraft((OrderLineDraft(vest, 120, 100_000_000), OrderLineDraft(gloves, 20, 100_000_000)), title="Armor",
                   vendor_id=made.vendor, agreement_id=agreement, project_id=1, ordered_on=day),
    )  # fmt: skip
    own = (Override("agreement-ceiling", "Cable 26 STATE 1", work.actor.user_id, work.actor.name),)
    work.write(place_order, order, ordered_on=day, overrides=own)
    work.write(move_lines, MoveLinesDraft(order, (made.order_lines(order)[1],), 2, TODAY, "Academy pays"))
    work.write(amend_agreement, AmendmentDraft(agreement, TODAY, (ProjectAmount(1, 5_000_00),), note="More"))
    return made


@pytest.fixture
def window(post: Post, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The window on it."""
    with window_on(post, (PURCHASING, AGREEMENTS), qtbot, qapp) as opened:
        yield opened


def test_each_figure_of_a_year_opens_what_makes_it(window: MainWindow) -> None:
    page = go(window, AgreementPage, Route("agreement", 1))
    page.panel.choose("years")
    for kind, year, amounts in (
        ("fiscal", 2026, [12_000_00, 2_000_00]), ("fiscal", 2027, [-2_000_00, 2_000_00]),
        ("calendar", 2026, [12_000_00, 2_000_00, -2_000_00, 2_000_00]),
        ("fund", 2024, [12_000_00, 2_000_00, -2_000_00]), ("fund", 2025, [2_000_00]),
    ):  # fmt: skip
        page.years_of.choose(kind)
        row = next(page.years.record(at) for at in range(page.years.rowCount()) if page.years.record(at).year == year)
        assert row.money.committed_minor == sum(amounts), (kind, year)
        page.year_table.cell_clicked.emit(year, "committed")
        behind = dialog(window, FigureDialog)
        assert sorted(one.amount_minor for one in behind.rows) == sorted(amounts)
        behind.reject()


def test_the_orders_behind_a_figure_open(window: MainWindow) -> None:
    page = go(window, AgreementPage, Route("agreement", 1))
    page.project_table.cell_clicked.emit(2, "committed")
    behind = dialog(window, FigureDialog)
    behind.table.cell_clicked.emit(0, "order")
    assert shown(window, OrderPage).record is not None


def test_a_day_is_typed_and_the_balance_is_that_day_s(window: MainWindow, qtbot: QtBot) -> None:
    page = go(window, AgreementPage, Route("agreement", 1))
    assert page.record is not None
    assert [one.left_minor for one in page.record.projects] == [3_000_00, 7_000_00]
    page.as_of.setFocus()
    QTest.keyClicks(page.as_of, "-1")
    QTest.keyClick(page.as_of, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.record is not None and page.record.as_of == TODAY - timedelta(days=1))
    assert [one.left_minor for one in page.record.projects] == [-4_000_00, 9_000_00]
    assert "as it was on 23 Nov 2026" in page.banner.words()


def test_overrides_are_listed_and_lead_to_their_order(window: MainWindow) -> None:
    page = go(window, AgreementPage, Route("agreement", 1))
    assert page.overrides_card.isVisible()
    assert "above the ceiling" in page.overrides.accessibleDescription()
    page.overrides.clicked.emit(1)
    assert shown(window, OrderPage).record is not None


def test_an_amendment_is_corrected_from_the_list_of_amendments(window: MainWindow, post: Post) -> None:
    hands = Hands()
    page = go(window, AgreementPage, Route("agreement", 1))
    page.timeline.clicked.emit(1)
    form = dialog(window, AmendmentDialog)
    form.amounts[1].editor.setText("")
    hands.fill(form.amounts[1].editor, "6000")
    hands.click(form.save)
    assert post.scalar("SELECT sum(amount_minor) FROM ceiling WHERE project_id = 1") == 16_000_00
    assert "500000" in str(
        post.scalar("SELECT before FROM trail WHERE action = 'agreement.amend' ORDER BY id DESC LIMIT 1")
    )


def test_fund_cites_stand_in_their_own_fields_and_are_all_kept(window: MainWindow, post: Post) -> None:
    hands = Hands()
    page = go(window, AgreementPage, Route("agreement", 1))
    page.project_table.opened.emit(1)
    form = dialog(window, ProjectDialog)
    assert [one.obligation_number.text() for one in form.cites] == ["OB-1", ""]
    assert [one.object_code.text() for one in form.cites] == ["3130", ""]
    hands.click(form.cites[1].remove)
    hands.click(form.save)
    assert post.scalar("SELECT group_concat(appropriation || obligation_number) FROM fund_cite") == "1911OB-1"


def test_the_list_filters_and_values_agreements(window: MainWindow) -> None:
    page = go(window, AgreementsPage, Route("agreements"))
    assert [page.facets[key][0].count for key in ("status", "ministry", "year")] == [1, 1, 1]
    assert page.facets["status"][0].key == "ends"
    page.filters.set_chosen({"year": {"2025"}, "status": {"ends"}})
    page.refresh()
    assert page.total.keys == (1,)
    page.search.setText("nowhere")
    page.refresh()
    assert page.total.keys == ()
    assert not page.body.shows_rows()


def test_the_sheet_of_the_balance_adds_up_three_times(post: Post) -> None:
    chosen = ListQuery(filters={"as_of": frozenset({TODAY.isoformat()}), "agreement": frozenset({"1"})})
    sheet = post.work.read(exports.sheet, "balance", today=TODAY, query=chosen)
    sums: dict[object, int] = {}
    for row in sheet.rows:
        assert isinstance(row[8], int)
        sums[row[2]] = sums.get(row[2], 0) + row[8]
    assert sums == {"Project": 14_000_00, "Fiscal year": 14_000_00, "Calendar year": 14_000_00}


def test_a_clause_worded_anew_shows_the_wording_before(window: MainWindow, post: Post) -> None:
    hands = Hands()
    for wording in ("Access at any time.", "Access, announced or not."):
        post.work.write(save_clause, 1, ClauseDraft(ClauseKind.END_USE, wording, "Art. 5"))
    page = go(window, AgreementPage, Route("agreement", 1))
    page.panel.choose("clauses")
    page.clause_table.opened.emit("end-use")
    form = dialog(window, ClauseDialog)
    assert form.wording.editor.text() == "Access, announced or not."
    assert any("Access at any time." in label.text() for label in form.findChildren(Label))
    form.wording.editor.setText("")
    hands.fill(form.wording.editor, "Access on three days' notice.")
    hands.click(form.save)
    assert post.scalar("SELECT max(version) FROM agreement_clause") == 3
    assert post.scalar("SELECT count(*) FROM seal s JOIN document d ON d.id = s.document_id WHERE d.kind = 'AG'") == 5


def test_a_new_project_of_an_amended_agreement_gets_its_ceiling_by_that_amendment(
    window: MainWindow, post: Post
) -> None:
    hands = Hands()
    page = go(window, AgreementPage, Route("agreement", 1))
    hands.click(page.add)
    form = dialog(window, ProjectDialog)
    assert form.ceiling.label() == "Ceiling by amendment 1, USD"
    hands.fill(form.code.editor, "P-27")
    hands.fill(form.year.editor, "27")
    hands.fill(form.ceiling.editor, "1000")
    hands.click(form.save)
    assert form.year.has_error()
    form.year.editor.setText("")
    hands.fill(form.year.editor, "2027")
    hands.click(form.save)
    assert (
        post.scalar(
            "SELECT number FROM ceiling c JOIN amendment m ON m.id = c.amendment_id WHERE c.amount_minor = 100000"
        )
        == 1
    )


def test_a_new_agreement_with_a_known_number_is_refused_at_the_field(window: MainWindow, post: Post) -> None:
    hands = Hands()
    page = go(window, AgreementsPage, Route("agreements"))
    AgreementDialog(page.context, page, None).open()
    form = dialog(window, AgreementDialog)
    hands.fill(form.number.editor, "LOA 2025-01")
    hands.fill(form.called.editor, "Border police")
    hands.click(form.save)
    assert form.number.has_error()
    assert post.scalar("SELECT title FROM agreement") == "Corrections"


def test_an_amount_of_a_fund_cite_that_is_no_number_is_not_lost(window: MainWindow, post: Post) -> None:
    hands = Hands()
    page = go(window, AgreementPage, Route("agreement", 1))
    assert page.record is not None
    ProjectDialog(page.context, page, page.record, page.record.projects[0]).open()
    form = dialog(window, ProjectDialog)
    form.cites[0].amount.clear()
    hands.fill(form.cites[0].amount, "five thousand")
    hands.click(form.save)
    assert form.isVisible()
    assert form.summary.isVisible()
    assert post.scalar("SELECT count(*) FROM fund_cite WHERE amount_minor = 500000") == 1
