"""One item through the window: its page, its sizes many at once, part numbers, codes from lists, several changed at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QBuffer, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from inl_logistics.attachments.commands import AttachmentDraft, attach_new
from inl_logistics.catalog.commands import save_item
from inl_logistics.catalog.drafts import PartNumber, StoreMinimum, VariantDraft
from inl_logistics.catalog.sizes import SizeTableDraft, save_size_table, size_tables
from inl_logistics.paper.languages import available
from tests.builders import Post
from tests.ui.desk import dialog, go, item_of, shown
from ui.catalog import facts
from ui.catalog.bulkacts import ChangeDialog, RetireDialog
from ui.catalog.detail import ItemPage
from ui.catalog.editor import ItemDialog
from ui.catalog.page import CatalogPage
from ui.catalog.sizetables import SizeTableDialog, SizeTablesDialog
from ui.inventory.cardpage import StockCardPage
from ui.inventory.page import InventoryPage
from ui.kit.navigation import Route
from ui.kit.openpost import keep_content
from ui.shell.window import MainWindow


def item_page(window: MainWindow, post: Post, code: str) -> ItemPage:
    return go(window, ItemPage, Route("item", item_of(post, code).id))


def test_enter_in_the_list_opens_the_item_and_enter_there_its_stock_card(
    qtbot: QtBot, window: MainWindow, post: Post
) -> None:
    page = go(window, CatalogPage, Route("catalog"))
    page.table.set_current_key(item_of(post, "PE-1042").id)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    item = shown(window, ItemPage)
    assert item.size_table.accessibleName() == "Sizes"
    assert "below its minimum" in item.banner.words(), "12 of 20"
    qtbot.keyClick(item.size_table, Qt.Key.Key_Return)
    shown(window, StockCardPage)


def test_many_sizes_come_from_a_table_and_a_minimum_can_be_a_stores_own(
    qtbot: QtBot, window: MainWindow, post: Post
) -> None:
    post.work.write(save_size_table, SizeTableDraft("Clothing", "S-XL"))
    page = item_page(window, post, "PE-4020")
    qtbot.keyClick(page, Qt.Key.Key_F2)
    asked = dialog(window, ItemDialog)
    sizes = asked.sizes.editor
    sizes.tables.chosen.emit("S-XL")
    assert [one.called.text() for one in sizes.rows()] == ["", "S", "M", "L", "XL"]
    qtbot.keyClicks(sizes.pattern, "XL-3XL")
    qtbot.keyClick(sizes.pattern, Qt.Key.Key_Return)
    assert [one.called.text() for one in sizes.rows()][-2:] == ["2XL", "3XL"]
    sizes.rows()[1].least.setText("40")
    sizes.stores.set_value(post.store)
    sizes.stores.chosen.emit(post.store)
    assert sizes.rows()[1].least.text() == ""
    sizes.rows()[1].least.setText("15")
    qtbot.mouseClick(sizes.rows()[6].remove, Qt.MouseButton.LeftButton)
    asked.submit()
    kept = item_of(post, "PE-4020").variants
    assert [one.size for one in kept] == ["", "S", "M", "L", "XL", "2XL"]
    assert kept[1] == VariantDraft("S", 40, (StoreMinimum(post.store, 15),))


def test_a_size_in_use_says_why_it_stays(qtbot: QtBot, window: MainWindow, post: Post) -> None:
    page = item_page(window, post, "PE-4020")
    page.acting.change()
    asked = dialog(window, ItemDialog)
    sizes = asked.sizes.editor
    qtbot.keyClicks(sizes.pattern, "M")
    qtbot.mouseClick(sizes.add_all, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(sizes.rows()[0].remove, Qt.MouseButton.LeftButton)
    asked.submit()
    assert "Retire it instead" in asked.sizes.error()


def test_part_numbers_need_their_owner_and_are_kept(qtbot: QtBot, window: MainWindow, post: Post) -> None:
    page = item_page(window, post, "PE-4020")
    page.acting.change()
    asked = dialog(window, ItemDialog)
    numbers = asked.numbers.editor
    qtbot.mouseClick(numbers.add, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(numbers.rows()[0].code, "GLV-88")
    asked.submit()
    assert asked.numbers.has_error()
    numbers.rows()[0].owner.set_value(post.vendor)
    asked.codes["un_number"].editor.set_code("3481")
    asked.submit()
    kept = item_of(post, "PE-4020")
    assert kept.part_numbers == (PartNumber(post.vendor, "GLV-88"),)
    assert kept.un_number == "UN3481"
    assert [row.code for row in page.record.codes] == ["GLV-88"] if page.record else False
    page.acting.change()
    again = dialog(window, ItemDialog)
    assert again.numbers.editor.numbers() == kept.part_numbers


def test_a_picked_un_number_brings_its_proper_shipping_name(qtbot: QtBot, window: MainWindow, post: Post) -> None:
    item_page(window, post, "PE-4020").acting.change()
    asked = dialog(window, ItemDialog)
    field = asked.codes["un_number"].editor
    qtbot.keyClicks(field, "UN1044")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert asked.codes["shipping_name"].editor.text().startswith("Fire extinguishers")


def test_a_photo_is_shown_and_the_history_names_what_changed(qtbot: QtBot, window: MainWindow, post: Post) -> None:
    page = item_page(window, post, "PE-4020")
    kept = item_of(post, "PE-4020")
    post.work.write(save_item, replace(kept, hs="6116.10"))
    picture, buffer = QImage(40, 40, QImage.Format.Format_RGB32), QBuffer()
    picture.fill(0xFF3366)
    picture.save(buffer, "PNG")
    content = buffer.data().data()
    digest = keep_content(post.work, content)
    draft = AttachmentDraft("item", kept.id or 0, "gloves.png", len(content), digest, media_type="image/png")
    post.work.write(attach_new, draft)
    page.refresh()
    qtbot.waitUntil(lambda: not page.picture._photo.isNull())
    page.panel.choose("history")
    assert page.record is not None
    assert facts.entry(page.record.history[0]).title == "File added"
    assert "HS code" in facts.entry(page.record.history[1]).note


def test_ticked_items_change_together_after_a_preview(qtbot: QtBot, window: MainWindow, post: Post) -> None:
    page = go(window, CatalogPage, Route("catalog"))
    keys = [item_of(post, code).id for code in ("PE-1042", "PE-4020")]
    page.model.set_ticked(keys, True)
    assert page.bulk.isVisible()
    qtbot.mouseClick(page.bulk, Qt.MouseButton.LeftButton)
    asked = dialog(window, ChangeDialog)
    assert asked.save.reason()
    asked.monitoring.editor.set_value("B")
    asked.monitoring.editor.chosen.emit("B")
    qtbot.keyClicks(asked.minimum.editor, "5")
    assert [asked.becomes(row) for row in asked.rows] == [
        "class — → B · minimum 20 → 5 in 1 size", "class — → B · minimum — → 5 in 1 size",
    ]  # fmt: skip
    qtbot.mouseClick(asked.save, Qt.MouseButton.LeftButton)
    assert item_of(post, "PE-4020").variants == (VariantDraft("", 5),)
    assert item_of(post, "PE-1042").monitoring.value == "B"
    assert page.model.tick_count() == 0


def test_ticked_items_are_retired_and_the_notice_takes_it_back(qtbot: QtBot, window: MainWindow, post: Post) -> None:
    page = go(window, CatalogPage, Route("catalog"))
    ident = item_of(post, "CA-0303").id
    page.model.set_ticked([ident], True)
    page.acts.retire()
    asked = dialog(window, RetireDialog)
    assert [asked.becomes(row) for row in asked.rows] == ["Retired; 64 on hand stay in stock"]
    qtbot.mouseClick(asked.save, Qt.MouseButton.LeftButton)
    assert ident not in list(page.model.keys())
    notice = window.notices.current()
    assert notice is not None
    notice.act()
    assert ident in list(page.model.keys())


def test_marks_filter_and_views_count(window: MainWindow, post: Post) -> None:
    page = go(window, CatalogPage, Route("catalog", None, (("filter.mark", "below"),)))
    assert list(page.model.keys()) == [item_of(post, "PE-1042").id]


def test_a_duplicate_begins_without_what_names_one_thing(qtbot: QtBot, window: MainWindow, post: Post) -> None:
    item_page(window, post, "PE-1042").acting.duplicate()
    asked = dialog(window, ItemDialog)
    assert asked.code.editor.text() == asked.codes["nsn"].editor.text() == ""
    assert asked.name.editor.text() == "Ballistic vest IIIA"
    asked.code.editor.setText("PE-1043")
    asked.submit()
    assert shown(window, ItemPage).crumbs()[-1].text == "PE-1043"


def test_size_tables_are_made_changed_and_thrown_away(qtbot: QtBot, window: MainWindow, post: Post) -> None:
    page = go(window, CatalogPage, Route("catalog"))
    page.size_tables()
    tables = dialog(window, SizeTablesDialog)
    qtbot.mouseClick(tables.add, Qt.MouseButton.LeftButton)
    asked = dialog(window, SizeTableDialog)
    asked.name.editor.setText("Boots EU")
    qtbot.keyClicks(asked.pattern.editor, "35-37 x W/N")
    assert asked.pattern.editor.accessibleDescription() == "6 sizes: 35W, 35N, 36W, 36N, 37W, 37N"
    asked.submit()
    assert [one.name for one in post.work.read(size_tables)] == ["Boots EU"]
    tables.table.set_current_row(0)
    qtbot.mouseClick(tables.drop, Qt.MouseButton.LeftButton)
    assert post.work.read(size_tables) == []
    notice = window.notices.current()
    assert notice is not None
    notice.act()
    assert [one.pattern for one in post.work.read(size_tables)] == ["35-37 x W/N"]


def editor(window: MainWindow, post: Post) -> ItemDialog:
    item_page(window, post, "PE-4020").acting.change()
    return dialog(window, ItemDialog)


def test_a_wrong_minimum_is_marked_and_has_the_focus(qtbot: QtBot, window: MainWindow, post: Post) -> None:
    asked = editor(window, post)
    asked.sizes.editor.pattern.setText("S-L")
    asked.sizes.editor.add_pattern()
    wrong = next(one for one in asked.sizes.editor.rows() if one.called.text() == "M")
    wrong.least.setText("-3")
    asked.submit()
    assert asked.sizes.has_error()
    assert wrong.least.property("error") == "true"
    assert wrong.least.hasFocus()


def test_a_description_without_a_name_is_never_left_out(qtbot: QtBot, window: MainWindow, post: Post) -> None:
    asked = editor(window, post)
    name, said = asked.local["es"]
    name.editor.clear()
    said.editor.setText("De cuero")
    asked.submit()
    assert "name too" in name.error()


def test_part_numbers_offer_sizes_that_were_just_added(qtbot: QtBot, window: MainWindow, post: Post) -> None:
    asked = editor(window, post)
    qtbot.mouseClick(asked.numbers.editor.add, Qt.MouseButton.LeftButton)
    asked.sizes.editor.pattern.setText("XS-XL")
    asked.sizes.editor.add_pattern()
    offered = [one.text for one in asked.numbers.editor.rows()[-1].sized.options()]
    assert "XL" in offered


def drop(window: MainWindow, onto: QWidget, path: Path) -> None:
    """Drop a file on a widget, as the system does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    at, action = onto.rect().center(), Qt.DropAction.CopyAction
    enter = QDragEnterEvent(at, action, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(onto, enter)
    assert enter.isAccepted()
    release = QDropEvent(QPointF(at), action, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(onto, release)


def painted(path: Path, color: int) -> Path:
    """Make a picture."""
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(color)
    image.save(str(path))
    return path


def test_a_picture_dropped_on_the_photo_becomes_the_photo(
    qtbot: QtBot, window: MainWindow, post: Post, tmp_path: Path
) -> None:
    """The newest stands; what is no picture is refused in words; the lists show it too."""
    page = item_page(window, post, "PE-4020")
    drop(window, page.picture, painted(tmp_path / "one.png", 0xFF3366))
    page.refresh()
    qtbot.waitUntil(lambda: not page.picture._photo.isNull())
    first = page.picture._photo.toImage().pixelColor(5, 5)
    drop(window, page.picture, painted(tmp_path / "two.png", 0x2222EE))
    page.refresh()
    qtbot.waitUntil(lambda: page.picture._photo.toImage().pixelColor(5, 5) != first)
    (tmp_path / "bad.jpg").write_bytes(b"no picture at all")
    drop(window, page.picture, tmp_path / "bad.jpg")
    notice = window.notices.current()
    assert notice is not None
    assert "cannot be read as a picture" in notice.words
    assert [one.role for one in page.files.rows.files()] == ["photo", "photo"]
    catalog = go(window, CatalogPage, Route("catalog", None, (("key", str(item_of(post, "PE-4020").id)),)))
    qtbot.waitUntil(lambda: not catalog.inspector.picture._photo.isNull())
    stock = go(window, InventoryPage, Route("inventory", None, (("search", "PE-4020"),)))
    stock.table.setFocus()
    stock.table.set_current_key(next(iter(stock.model.keys())))
    qtbot.waitUntil(lambda: not stock.inspector.picture._photo.isNull())


def test_a_pasted_picture_without_a_code_is_offered_to_the_record(
    qtbot: QtBot, window: MainWindow, post: Post, tmp_path: Path
) -> None:
    page = item_page(window, post, "PE-4020")
    QGuiApplication.clipboard().setImage(QImage(str(painted(tmp_path / "one.png", 0xFF3366))))
    page.size_table.setFocus()
    qtbot.keyClick(page.size_table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.notices.current() is not None)
    notice = window.notices.current()
    assert notice is not None
    assert "No code was found" in notice.words
    notice.act()
    qtbot.waitUntil(lambda: len(page.files.rows.files()) == 1)


def test_a_name_in_every_language_of_paper(qtbot: QtBot, window: MainWindow, post: Post) -> None:
    """A language that no line is laid for is chosen; the names are kept and shown."""
    page = item_page(window, post, "PE-4020")
    page.acting.change()
    asked = dialog(window, ItemDialog)
    assert set(asked.local) == set(available()) - {"en"}
    assert asked.local["es"][0].isVisibleTo(asked), "the post's own language"
    assert not asked.local["ps"][0].isVisibleTo(asked)
    offered = {str(one.value) for one in asked.languages.editor.options()}
    assert offered == set(available()) - {"en", "es"}
    asked.languages.editor._pick(next(one for one in asked.languages.editor.options() if one.value == "ps"))
    assert asked.local["ps"][0].editor.hasFocus()
    assert "ps" not in {one.value for one in asked.languages.editor.options()}
    asked.local["ps"][0].editor.setText("لاسماغې")
    asked.submit()
    assert [(one.language, one.name) for one in item_of(post, "PE-4020").names] == [("ps", "لاسماغې")]
    assert facts.names(item_of(post, "PE-4020"))[0] == ("Pashto", "لاسماغې")
