"""Kits through the window: described, released, assembled, handed over, completed, broken up. Source: issue item 2."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from inl_logistics.catalog.commands import retire_item
from inl_logistics.kernel.values import ItemId
from inl_logistics.kits import queries
from inl_logistics.kits.building import AssembleDraft, SizeChoice, assemble
from tests.builders import TODAY
from tests.kits.conftest import Desk
from tests.ui.desk import dialog, go, shown
from ui.catalog.detail import ItemPage
from ui.kit.dialogs import Dialog
from ui.kit.fields import LineEdit
from ui.kit.navigation import Page, Route
from ui.kit.widget import Label
from ui.kits.acting import ReleaseDialog
from ui.kits.detail import KitPage
from ui.kits.kitdialog import KitDialog
from ui.kits.page import KitsPage
from ui.kits.takedialogs import AssembleDialog, HandOverDialog, TransferDialog
from ui.shell.window import MainWindow


def kit_page(window: MainWindow, desk: Desk) -> KitPage:
    """Open the kit."""
    return go(window, KitPage, Route("kit", desk.kit))


def detail(desk: Desk) -> queries.KitDetail:
    """Return the kit as stored."""
    found = desk.post.work.read(queries.detail, desk.kit, today=TODAY)
    assert found is not None
    return found


def test_the_list_says_how_many_can_be_built_and_what_blocks_the_next(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    page = go(window, KitsPage, Route("kits"))
    page.table.set_current_key(desk.kit)
    qtbot.waitUntil(lambda: page.inspector.accessibleName() == "Member kit")
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    kit = shown(window, KitPage)
    assert [figure.accessibleName() for figure in kit.figures][:3] == [
        "Can be built: 5", "Assembled: 0", "The next costs: $197.50",
    ]  # fmt: skip


def test_a_kit_is_described_released_and_then_can_be_built(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    page = go(window, KitsPage, Route("kits"))
    page.make()
    form = dialog(window, KitDialog)
    form.code.editor.setText("K-GLOVE")
    form.name.editor.setText("Glove kit")
    line = form.lines.editor.rows()[0]
    qtbot.keyClicks(line.what, "ppe-01")
    qtbot.keyClick(line.what, Qt.Key.Key_Return)
    line.quantity.setText("3")
    qtbot.mouseClick(form.lines.editor.add, Qt.MouseButton.LeftButton)
    other = form.lines.editor.rows()[1]
    qtbot.keyClicks(other.what, "k-cert")
    qtbot.keyClick(other.what, Qt.Key.Key_Return)
    form.submit()
    kit = shown(window, KitPage)
    assert kit.primary.reason() == "Release its draft version first"
    assert [row.name for row in kit.record.draft_lines] == ["Gloves", "Member kit"] if kit.record else False
    kit.acting.release()
    asked = dialog(window, ReleaseDialog)
    qtbot.mouseClick(asked.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: kit.record is not None and kit.record.row.version == 1)
    assert not kit.primary.reason()
    assert kit.record is not None
    assert kit.record.row.can == 2, "five pairs each: three and the two of the member kit"


def test_a_kit_is_named_in_the_languages_of_its_receipts(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    page = kit_page(window, desk)
    qtbot.keyClick(page, Qt.Key.Key_F2)
    form = dialog(window, KitDialog)
    qtbot.keyClicks(form.names.fields["es"].editor, "Equipo de miembro")
    form.names.more.editor.setFocus()
    qtbot.keyClicks(form.names.more.editor, "Ukr")
    qtbot.keyClick(form.names.more.editor, Qt.Key.Key_Return)
    form.names.fields["uk"].editor.setText("Комплект бійця")  # no keyboard of a test has these letters
    form.submit()
    qtbot.waitUntil(lambda: bool(detail(desk).draft.names))
    assert [(one.language, one.name) for one in detail(desk).draft.names or ()] == [
        ("es", "Equipo de miembro"), ("uk", "Комплект бійця"),
    ]  # fmt: skip
    assert detail(desk).draft_lines == (), "a name makes no new version"
    qtbot.waitUntil(lambda: "Equipo de miembro" in [one.text() for one in page.facts.findChildren(Label)])


def test_a_changed_list_waits_as_a_draft_beside_the_one_in_force(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    page = kit_page(window, desk)
    qtbot.keyClick(page, Qt.Key.Key_F2)
    form = dialog(window, KitDialog)
    form.lines.editor.rows()[1].quantity.setText("5")
    form.why.editor.setText("Gloves wear out")
    form.submit()
    qtbot.waitUntil(lambda: page.record is not None and page.record.row.draft)
    assert "new version is in draft" in page.banner.words()
    assert page.which.isVisible()
    page.which.choose("draft")
    assert page.record is not None
    assert [row.quantity for row in page.record.lines] == [1, 2, 1]
    assert [row.quantity for row in page.record.draft_lines] == [1, 5, 1]


def test_a_component_that_is_not_known_is_said_and_never_left_out(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    page = kit_page(window, desk)
    page.acting.change()
    form = dialog(window, KitDialog)
    qtbot.waitUntil(lambda: len(form.lines.editor.rows()) == 3)
    qtbot.mouseClick(form.lines.editor.add, Qt.MouseButton.LeftButton)
    line = form.lines.editor.rows()[3]
    qtbot.keyClicks(line.what, "bogus thing")
    form.submit()
    assert "bogus thing" in form.fields["lines"].error()
    assert line.what.hasFocus(), "the focus is where it is wrong"
    qtbot.mouseClick(form.lines.editor.rows()[1].remove, Qt.MouseButton.LeftButton)
    line.what.setText("PPE-01")  # a code that is typed out needs no list
    form.submit()
    qtbot.waitUntil(lambda: detail(desk).row.draft)
    assert [row.quantity for row in detail(desk).draft_lines] == [1, 1, 1]


def test_a_retired_component_stays_in_the_list_until_somebody_takes_it_out(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    item = detail(desk).lines[1].item_id
    assert item is not None
    desk.post.work.write(retire_item, ItemId(item))
    page = kit_page(window, desk)
    page.acting.change()
    form = dialog(window, KitDialog)
    qtbot.waitUntil(lambda: len(form.lines.editor.rows()) == 3)
    form.lines.editor.rows()[0].quantity.setText("2")
    form.submit()
    qtbot.waitUntil(lambda: detail(desk).row.draft)
    assert [row.quantity for row in detail(desk).draft_lines] == [2, 2, 1]


def test_only_a_changed_name_makes_no_new_version(window: MainWindow, desk: Desk) -> None:
    page = kit_page(window, desk)
    page.acting.change()
    form = dialog(window, KitDialog)
    form.name.editor.setText("Member kit, corrections")
    form.submit()
    assert (detail(desk).row.name, detail(desk).row.draft) == ("Member kit, corrections", False)


def test_kits_are_assembled_with_scanned_serials(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    page = kit_page(window, desk)
    qtbot.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    form = dialog(window, AssembleDialog)
    assert "5 can be built here" in form.can.text()
    (size,) = form.sizes.editor.combos().values()
    assert [one.text for one in size.options()] == ["M · 3 free", "L · 2 free"]
    form.serials.editor.setPlainText("H-9")
    form.submit()
    assert "no part of this kit" in form.serials.error() or form.summary.isVisible()
    form.serials.editor.setPlainText("h-2")
    form.submit()
    qtbot.waitUntil(lambda: page.record is not None and page.record.row.assembled == 1)
    assert page.panel.current() == "builds"
    assert [(one.number, one.serials) for one in detail(desk).builds] == [("K-CERT-0001", "H-2")]
    page.tables["builds"].set_current_row(0)
    qtbot.waitUntil(lambda: page.part_title.text() == "What lies in K-CERT-0001")


def test_what_is_short_is_said_and_an_incomplete_one_can_be_completed(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    page = kit_page(window, desk)
    page.acting.assemble()
    form = dialog(window, AssembleDialog)
    form.count.editor.setText("4")
    form.submit()
    assert "1 missing of Riot helmet, M" in form.sizes.error()
    form.incomplete.setChecked(True)
    form.submit()
    qtbot.waitUntil(lambda: page.record is not None and page.record.row.assembled == 4)
    lacking = next(one for one in detail(desk).builds if one.missing)
    assert [words for _icon, words, _key, _act in page.acting.build_menu(lacking)] == ["Complete it", "Break up…"]
    page.acting.complete(lacking)
    assert not any(one.missing for one in detail(desk).builds)


def test_ticked_and_loose_kits_become_a_handover_draft(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    large = (SizeChoice(desk.helmet, desk.large),)
    (build,) = desk.post.work.write(assemble, AssembleDraft(desk.kit, desk.post.store, sizes=large))
    page = kit_page(window, desk)
    page.builds.set_ticked([build], True)
    assert page.hand.text() == "Hand over 1…"
    qtbot.keyClick(page, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    form = dialog(window, HandOverDialog)
    form.count.editor.setText("2")
    form.facility.editor.set_value(desk.post.facility)
    form.facility.editor.chosen.emit(desk.post.facility)
    qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)
    assert window.navigator.current.kind == "handover"
    assert desk.post.scalar("SELECT count(*) FROM handover") == 1
    assert desk.post.scalar("SELECT sum(p.quantity) FROM handover_pick p") == 12
    assert detail(desk).builds[0].status == "in-handover"


def test_a_broken_up_kit_says_why_and_frees_its_goods(window: MainWindow, desk: Desk) -> None:
    desk.post.work.write(assemble, AssembleDraft(desk.kit, desk.post.store))
    page = kit_page(window, desk)
    page.acting.break_up(detail(desk).builds[0])
    asked = dialog(window, Dialog)
    asked.findChild(LineEdit).setText("Inspection")
    asked._main().click()  # type: ignore[union-attr]
    assert (detail(desk).builds[0].status, detail(desk).builds[0].note) == ("broken-up", "Inspection")


def test_the_right_button_offers_what_can_be_done_with_an_assembled_kit(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    desk.post.work.write(assemble, AssembleDraft(desk.kit, desk.post.store, serials=("h-4",)))
    desk.post.work.write(assemble, AssembleDraft(desk.kit, desk.post.store, serials=("h-5",)))
    page = kit_page(window, desk)
    page.panel.choose("builds")
    table = page.tables["builds"]
    qtbot.waitUntil(lambda: table.list.rowCount() == 2)
    qtbot.waitUntil(lambda: page.parts.rowCount() > 0)  # what lies in the first one, without a click
    at = QPoint(60, table.rowViewportPosition(1) + 8)
    where = table.viewport().mapToGlobal(at)
    QApplication.sendEvent(table.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, where))
    assert table.currentIndex().row() == 1
    menu = table.viewport().findChild(QMenu)
    assert menu is not None
    assert [one.text() for one in menu.actions()] == ["Break up…"]
    foot = table.viewport().mapToGlobal(QPoint(0, table.rowViewportPosition(1) + table.row_height()))
    assert abs(menu.y() - foot.y()) < 12, "it drops below the row, not below the table"
    menu.close()


def test_whole_kits_are_sent_to_another_store(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    page = kit_page(window, desk)
    page.acting.send()
    form = dialog(window, TransferDialog)
    form.count.editor.setText("9")
    form.target.editor.set_value(form.target.editor.options()[0].value)
    form.submit()
    assert form.sizes.error() or form.summary.isVisible()


def test_a_component_opens_its_item_and_a_link_stands_on_its_build(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    (build,) = desk.post.work.write(assemble, AssembleDraft(desk.kit, desk.post.store))
    page = kit_page(window, desk)
    page.tables["lines"].set_current_row(0)
    page.tables["lines"].setFocus()
    qtbot.keyClick(page.tables["lines"], Qt.Key.Key_Return)
    shown(window, ItemPage)
    window.navigator.open(Route("kit", desk.kit, (("build", str(build)),)))
    qtbot.waitUntil(lambda: page.panel.current() == "builds")
    build_row = page.current_build()
    assert build_row is not None
    assert build_row.id == build


def test_a_retired_kit_cannot_be_assembled_and_is_offered_again(window: MainWindow, desk: Desk) -> None:
    page = kit_page(window, desk)
    page.acting.retire()
    assert page.primary.reason() == "This kit is retired"
    notice = window.notices.current()
    assert notice is not None
    notice.act()
    assert not page.primary.reason()


def test_a_post_without_kits_says_what_they_are_for(window: MainWindow, desk: Desk) -> None:
    page = go(window, KitsPage, Route("kits"))
    page.search.setText("no such kit")
    page.ask()
    assert isinstance(page, Page)
    assert not page.body.shows_rows()


def test_kits_go_out_in_several_sizes(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    page = kit_page(window, desk)
    page.acting.hand_over()
    form = dialog(window, HandOverDialog)
    form.count.editor.setText("3")
    line = form.sizes.editor.lines[desk.helmet]
    line.combo.set_value("mix")
    line.combo.chosen.emit("mix")
    assert line.mix.isVisible()
    qtbot.keyClicks(line.mix, "M 2, XL 1")
    qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)
    assert "“XL 1” is no size with a number" in form.sizes.error()
    assert line.mix.property("error") == "true"
    assert line.mix.hasFocus(), "typing goes where it is wrong"
    line.mix.selectAll()
    qtbot.keyClicks(line.mix, "M 2, L 2")
    qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)
    assert "the sizes add up to 4, and 3 are needed" in form.sizes.error()
    line.mix.selectAll()
    qtbot.keyClicks(line.mix, "M 2, L 1")
    qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)
    assert window.navigator.current.kind == "handover"
