"""Buttons, fields, combo, choices, chips, steps, cards, dialogs, notices. Source: ui.md 5, 7, 11."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot

from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.translation import set_language
from tests.ui.conftest import settle
from ui.kit import theme
from ui.kit.buttons import Button, IconButton
from ui.kit.calendar import CalendarPopup
from ui.kit.cards import Banner, EmptyState, ErrorSummary, PageError
from ui.kit.chips import VOCABULARY, ChipFlow, ChipLabel, chip
from ui.kit.choices import CheckBox, Segmented, Tabs
from ui.kit.combo import Combo, Option
from ui.kit.dialogs import Dialog, ask_text, confirm, open_overlay
from ui.kit.fields import DateEdit, Field, LineEdit, NumberEdit, TextArea
from ui.kit.files import choose_file
from ui.kit.inspector import Facts
from ui.kit.notices import SHOWN_MS, Notices
from ui.kit.scanedit import ScanEdit
from ui.kit.steps import Milestone, Milestones, Step, Stepper
from ui.kit.timeline import Entry, Timeline
from ui.kit.tree import Node, Tree
from ui.kit.widget import IconMark, Label, Link, column, emptied, row


def shown(host: QWidget, widget: QWidget) -> None:
    """Put a widget into the active window."""
    widget.setParent(host)
    widget.move(20, 20)
    widget.resize(widget.sizeHint().expandedTo(widget.minimumSizeHint()))
    widget.show()


def second_half(widget: QWidget) -> None:
    """Send what the second press and release of a double click sends, wherever the first one went."""
    for kind in (QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseButtonRelease):
        at = QPointF(widget.rect().center())
        pressed = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
        QApplication.sendEvent(
            widget, QMouseEvent(kind, at, widget.mapToGlobal(at), Qt.MouseButton.LeftButton, pressed,
                                Qt.KeyboardModifier.NoModifier)
        )  # fmt: skip


def test_the_second_half_of_a_double_click_does_not_press_the_button_that_came_under_it(
    qtbot: QtBot, host: QWidget
) -> None:
    presses: list[str] = []
    save, place, step = Button("Save order"), Button("Place order"), IconButton("plus")
    for button, name in ((save, "save"), (place, "place"), (step, "step")):
        shown(host, button)
        button.clicked.connect(lambda _checked=False, name=name: presses.append(name))
    qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    second_half(place)
    assert presses == ["save"]
    qtbot.mouseClick(step, Qt.MouseButton.LeftButton)
    second_half(step)
    assert presses == ["save", "step", "step"]


def test_a_double_click_that_begins_after_a_dialog_closed_is_meant(qtbot: QtBot, host: QWidget) -> None:
    presses: list[bool] = []
    step, dialog = IconButton("plus"), Dialog(host, "A question")
    shown(host, step)
    step.clicked.connect(lambda checked: presses.append(checked))
    dialog.open()
    dialog.dismiss()
    second_half(step)
    assert not presses, "the second half of the click that closed the dialog"
    for _each in range(2):
        qtbot.mouseClick(step, Qt.MouseButton.LeftButton)
        second_half(step)
    assert len(presses) == 4


def test_ctrl_enter_in_a_scan_field_presses_the_main_button_of_its_dialog(qtbot: QtBot, host: QWidget) -> None:
    pressed: list[str] = []
    dialog, scan, enter = Dialog(host, "Enter what was signed"), ScanEdit(), Button("Enter as signed")
    dialog.body.addWidget(scan)
    dialog.set_buttons(enter)
    scan.scanned.connect(pressed.append)
    enter.clicked.connect(lambda: pressed.append("main"))
    dialog.open()
    qtbot.keyClick(scan, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert pressed == ["main"]
    dialog.dismiss()


def test_a_busy_button_takes_neither_click_nor_enter(qtbot: QtBot, host: QWidget) -> None:
    button, clicks = Button("Post"), []
    shown(host, button)
    button.clicked.connect(lambda: clicks.append(1))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    button.set_busy(True)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(button, Qt.Key.Key_Return)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    button.click()
    button.set_busy(False)
    assert len(clicks) == 1


def test_enter_presses_the_focused_button(qtbot: QtBot, host: QWidget) -> None:
    button = Button("Post")
    shown(host, button)
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Return)


def test_a_button_with_a_reason_is_disabled_and_says_why(host: QWidget) -> None:
    button = Button("Complete handover", kind="primary")
    shown(host, button)
    button.set_reason("Recipient signature needed")
    assert not button.isEnabled()
    assert button.accessibleDescription() == "Recipient signature needed"
    button.set_reason("")
    assert button.isEnabled()


def test_keyboard_focus_shows_a_ring_and_leaving_hides_it(qtbot: QtBot, host: QWidget) -> None:
    one, two = Button("One"), Button("Two")
    column(host, one, two)
    one.show()
    two.show()
    one.setFocus(Qt.FocusReason.TabFocusReason)
    assert one.property("ring") is not None
    qtbot.keyClick(one, Qt.Key.Key_Tab)
    assert one.property("ring") is None
    assert two.property("ring") is not None


def test_a_field_keeps_its_text_and_says_what_is_wrong(host: QWidget) -> None:
    field = Field(LineEdit(), required=True)
    shown(host, field)
    field.set_label("Item code")
    field.set_hint("Letters and digits")
    field.editor.setText("PE-1042-L")
    field.set_error("Used by “Ballistic vest”. Choose another code.")
    assert field.editor.text() == "PE-1042-L"
    assert field.editor.accessibleDescription().startswith("Used by")
    field.set_error("")
    assert not field.has_error()


def test_editing_clears_the_error_of_a_field(qtbot: QtBot, host: QWidget) -> None:
    field = Field(LineEdit())
    shown(host, field)
    field.set_error("Enter a text.")
    qtbot.keyClicks(field.editor, "x")
    assert not field.has_error()


def test_what_a_dialog_closed_just_before_swallows_ends_with_its_test(host: QWidget, qtbot: QtBot) -> None:
    dialog, presses = Dialog(host, "Leave"), []
    dialog.open()
    dialog.dismiss()
    settle()
    step = IconButton("plus")
    step.clicked.connect(lambda: presses.append("step"))
    shown(host, step)
    second_half(step)
    assert presses == ["step"]


@pytest.mark.parametrize("typed", ["99999999999999999999", "1,000,000,000,000", "-1"])
def test_a_number_past_all_counting_is_none(host: QWidget, typed: str) -> None:
    edit = NumberEdit()
    edit.setText(typed)
    assert edit.integer() is None
    assert not edit.is_valid()


def test_a_long_error_wraps_and_its_mark_stays_at_the_start(host: QWidget) -> None:
    summary = ErrorSummary()
    summary.show_errors(
        "1 field needs a change", ["1 Jan 2020 is too far back. The oldest day that can be entered is 24 Sep."]
    )
    summary.setParent(host)
    summary.resize(420, summary.heightForWidth(420))
    summary.show()
    (link,) = summary.findChildren(Link)
    (mark,) = summary.findChildren(IconMark)
    assert link.geometry().right() <= 420 - 14
    assert link.height() >= 2 * 24
    assert (mark.x(), mark.y()) == (14, 10)
    summary.show_errors("1 field needs a change", ["Say who drives."])
    summary.layout().activate()  # type: ignore[union-attr]
    summary.show_errors("2 fields need a change", ["Fill in Reason.", "Fill in To bin."])
    settle()
    summary.resize(700, summary.heightForWidth(700))
    settle()
    assert mark.x() == 14
    assert [(one.x(), one.height()) for one in summary.findChildren(Link)] == [(40, 24), (40, 24)]


def test_fewer_facts_before_leave_no_gap_in_more_after(host: QWidget) -> None:
    facts = Facts()
    facts.setParent(host)
    facts.resize(300, 600)
    facts.show()
    facts.set_pairs([("Mode", "Sea")])
    facts.set_pairs([("Mode", "Sea"), ("It means", "Demurrage runs since 7 Nov: 21 days at $185, $3,885 so far.")])
    settle()
    name, value = (one for one in facts.findChildren(Label) if "means" in one.text() or "Demurrage" in one.text())
    assert abs(name.y() - value.y()) <= 4
    assert value.height() < 80


@pytest.mark.parametrize("words", ["Main warehouse", "المستودع"])
@pytest.mark.parametrize("mirrored", [False, True])
def test_a_fact_stands_at_the_reading_edge_in_any_script(host: QWidget, words: str, mirrored: bool) -> None:
    host.setLayoutDirection(Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight)
    facts = Facts()
    facts.setParent(host)
    facts.resize(420, 100)
    facts.show()
    facts.set_pairs([("Store", words)])
    settle()
    value = next(one for one in facts.findChildren(Label) if one.text() == words)
    drawn = value.grab().toImage()
    ground = drawn.pixel(0, 0)
    ink = [x for x in range(drawn.width()) if any(drawn.pixel(x, y) != ground for y in range(drawn.height()))]
    free = (ink[0], drawn.width() - 1 - ink[-1])
    assert (free[1] < free[0]) is mirrored


def test_choosing_a_file_changes_nothing_on_the_disk(host: QWidget) -> None:
    dialog = choose_file(host, "Choose", [("All", "*")], lambda _path: None)
    assert dialog.testOption(QFileDialog.Option.ReadOnly)
    dialog.reject()


@pytest.mark.parametrize(("typed", "value"), [("1,234", 1234), ("12.50", Decimal("12.50")), ("4l2", None), ("", None)])
def test_numbers_are_read_exactly(host: QWidget, typed: str, value: object) -> None:
    edit = NumberEdit(decimals=2)
    shown(host, edit)
    edit.setText(typed)
    assert edit.value() == value


@pytest.mark.parametrize(
    ("typed", "day"),
    [("24 nov", date(2026, 11, 24)), ("24/11", date(2026, 11, 24)), ("+7", date(2026, 12, 1)), ("soon", None)],
)
def test_days_are_typed_in_short_forms(qtbot: QtBot, host: QWidget, typed: str, day: date | None) -> None:
    edit = DateEdit(today=lambda: date(2026, 11, 24))
    shown(host, edit)
    qtbot.keyClicks(edit, typed)
    assert edit.day() == day
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert edit.text() == ("soon" if day is None else f"{day.day} {day:%b} {day.year}")


def test_alt_down_opens_the_calendar(qtbot: QtBot, host: QWidget) -> None:
    edit = DateEdit(today=lambda: date(2026, 11, 24))
    shown(host, edit)
    qtbot.keyClick(edit, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, CalendarPopup)
    days = popup.findChild(QTableView, "qt_calendar_calendarview")
    assert days is not None
    assert days.viewport().width() >= sum(days.columnWidth(at) for at in range(days.model().columnCount())), (
        "seven days"
    )
    told: list[date | None] = []
    edit.edited.connect(lambda: told.append(edit.day()))
    qtbot.keyClick(days, Qt.Key.Key_Right)
    qtbot.keyClick(days, Qt.Key.Key_Return)
    assert told == [date(2026, 11, 25)]
    assert not popup.isVisible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_weekend_is_no_warning_in_the_calendar(host: QWidget, qapp: QApplication, scheme: theme.SchemeChoice) -> None:
    theme.apply(qapp, scheme=scheme)
    edit = DateEdit(today=lambda: date(2026, 11, 24))
    shown(host, edit)
    edit.open_calendar()
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, CalendarPopup)
    picture = popup.grab().toImage()
    shades = (picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height()))
    assert not any(one.red() > 180 and one.green() < 90 and one.blue() < 90 for one in shades)
    popup.hide()
    theme.apply(qapp, scheme="light")


def test_a_scan_field_hands_over_on_enter_and_empties(qtbot: QtBot, host: QWidget) -> None:
    scan = ScanEdit()
    shown(host, scan)
    with qtbot.waitSignal(scan.scanned) as got:
        qtbot.keyClicks(scan, "BA3-224017")
        qtbot.keyClick(scan, Qt.Key.Key_Return)
    assert (got.args, scan.text()) == (["BA3-224017"], "")


def combo(host: QWidget) -> Combo:
    """Return a combo with three choices."""
    made = Combo()
    made.set_options(
        [Option(1, "Ballistic vest", "PE-1042"), Option(2, "Riot helmet", "PE-2210"), Option(3, "Élan radio")]
    )
    shown(host, made)
    made.setFocus()
    return made


def test_a_combo_filters_as_you_type_and_enter_chooses(qtbot: QtBot, host: QWidget) -> None:
    made = combo(host)
    with qtbot.waitSignal(made.chosen) as chosen:
        qtbot.keyClicks(made, "2210")
        qtbot.keyClick(made, Qt.Key.Key_Return)
    assert chosen.args == [2]
    assert made.text() == "Riot helmet"


def test_a_combo_ignores_accents_and_escape_restores(qtbot: QtBot, host: QWidget) -> None:
    made = combo(host)
    made.set_value(1)
    assert [option.value for option in made.matches("elan")] == [3]
    made.selectAll()
    qtbot.keyClicks(made, "elan")
    qtbot.keyClick(made, Qt.Key.Key_Escape)
    assert made.value() == 1


def test_letters_choose_in_a_combo_that_is_not_typed_into(qtbot: QtBot, host: QWidget) -> None:
    """One letter again and again walks; several name one."""
    combo = Combo(editable=False)
    shown(host, combo)
    combo.set_options([Option(1, "Agency"), Option(2, "Unit"), Option(3, "Union"), Option(4, "Facility")])
    combo.setFocus()
    qtbot.keyClicks(combo, "u")
    assert combo.value() == 2
    qtbot.keyClicks(combo, "u")
    assert combo.value() == 3
    combo._typed_at -= 2
    qtbot.keyClicks(combo, "fac")
    assert combo.value() == 4
    qtbot.keyClick(combo, Qt.Key.Key_Backspace)
    combo._typed_at -= 2
    qtbot.keyClicks(combo, "x")
    assert combo.value() == 4


def test_leaving_a_combo_with_an_unknown_text_restores_the_choice(qtbot: QtBot, host: QWidget) -> None:
    made = combo(host)
    made.set_value(1)
    other = LineEdit()
    shown(host, other)
    made.selectAll()
    qtbot.keyClicks(made, "zzz")
    other.setFocus()
    assert (made.value(), made.text()) == (1, "Ballistic vest")


def test_a_field_says_that_what_was_typed_is_not_in_its_list(qtbot: QtBot, host: QWidget) -> None:
    """It does not go without a word, and the word goes with the next letter."""
    field, other = Field(combo(host)), LineEdit()
    shown(host, field)
    shown(host, other)
    made = field.editor
    made.setFocus()
    qtbot.keyClicks(made, "zzz")
    other.setFocus()
    assert field._hint.text() == "“zzz” is not in the list. Add it first."
    assert not field.has_error(), "the field is empty, and may be"
    made.setFocus()
    qtbot.keyClicks(made, "hel")
    assert field._hint.text() == ""
    made.set_value(1)
    made.selectAll()
    qtbot.keyClicks(made, "yyy")
    other.setFocus()
    assert field._hint.text() == "“yyy” is not in the list; Ballistic vest stays."


def test_filling_a_field_never_looks_like_editing(host: QWidget) -> None:
    told: list[str] = []
    for editor in (LineEdit(), NumberEdit(), DateEdit(), Combo(), TextArea()):
        editor.edited.connect(lambda: told.append("edited"))
        editor.setText("24 Nov 2026")
        editor.deleteLater()
    assert told == []


def test_segmented_moves_with_the_arrows_and_mirrors(qtbot: QtBot, host: QWidget) -> None:
    switch = Segmented()
    switch.set_options([("usd", "USD"), ("units", "Units")])
    shown(host, switch)
    qtbot.keyClick(switch, Qt.Key.Key_Right)
    assert switch.current() == "units"
    switch.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.keyClick(switch, Qt.Key.Key_Right)
    assert switch.current() == "usd"


def test_tabs_choose_by_mouse(qtbot: QtBot, host: QWidget) -> None:
    tabs = Tabs()
    tabs.set_options([("serials", "Serials"), ("card", "Stock card")])
    shown(host, tabs)
    with qtbot.waitSignal(tabs.chosen) as chosen:
        qtbot.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=QPoint(100, 15))
    assert chosen.args == ["card"]


def test_check_boxes_toggle_by_key_and_count(qtbot: QtBot, host: QWidget) -> None:
    box = CheckBox("Available", dot="ok", counted=True)
    box.set_count(1200)
    shown(host, box)
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert box.isChecked()
    assert box.accessibleDescription() == "1,200"


@pytest.mark.parametrize(("record", "state"), sorted(VOCABULARY))
def test_every_chip_says_a_word_in_every_number(qtbot: QtBot, record: str, state: str) -> None:
    for number in (0, 1, 12):
        look = chip(record, state, number=number, text="14 Mar 2027")
        assert look.text
        assert "{" not in look.text
    label = ChipLabel(look)
    qtbot.addWidget(label)
    assert not label.grab().isNull()


def test_chips_wrap_where_it_is_narrow(qtbot: QtBot) -> None:
    flow = ChipFlow()
    qtbot.addWidget(flow)
    flow.set_looks([chip("stock", "available"), chip("stock", "below_minimum"), chip("item", "serial")])
    assert flow.heightForWidth(120) > flow.heightForWidth(600)


def test_stepper_and_milestones_say_their_states(qtbot: QtBot) -> None:
    stepper, marks = Stepper(), Milestones()
    qtbot.addWidget(stepper)
    qtbot.addWidget(marks)
    stepper.set_steps([Step("Draft", "done"), Step("Checked", "current")])
    marks.set_milestones(
        [
            Milestone("Ordered", "12 Aug", "on plan", "done"),
            Milestone("Customs", "due 18 Nov", "6 days late", "late"),
            Milestone("Skipped", "—", "", "skipped"),
        ]
    )
    assert stepper.accessibleName() == "Draft (done), Checked (current)"
    assert "Customs (late)" in marks.accessibleName()
    assert not stepper.grab().isNull()
    assert not marks.grab().isNull()


def test_a_banner_is_as_high_as_its_sentence(qtbot: QtBot) -> None:
    """What a rule says is never cut off beside its action."""
    over = QWidget()
    banner = Banner()
    column(over, banner, "stretch")
    qtbot.addWidget(over)
    over.resize(420, 300)
    over.show()
    banner.show_message("warn", "Released.", "Enter it", lambda: None)
    qtbot.waitUntil(lambda: 0 < banner.height() < 40)
    low = banner.height()
    said = "The vetting of Border Police Unit 4 ended on 12 Dec 2026, before 20 Dec 2026. Renew it, or override."
    banner.show_message("warn", said, "Issue with override…", lambda: None)
    qtbot.waitUntil(lambda: banner.height() > low + 20)
    assert banner._words.height() >= banner._words.heightForWidth(banner._words.width())


def test_cards_banner_and_empty_states_draw_their_words(qtbot: QtBot) -> None:
    banner, empty, error, summary = Banner(), EmptyState("eye"), PageError(), ErrorSummary()
    acted: list[str] = []
    for widget in (banner, empty, error, summary):
        qtbot.addWidget(widget)
    banner.show_message("warn", "Customs release is missing.", "Attach release", lambda: acted.append("attach"))
    empty.set_words("No end-use checks yet", "Checks are scheduled on their own.")
    error.set_words("Backup failed", "Your data is safe.", action="Choose another folder", details="E: 0 bytes")
    summary.show_errors("2 fields need a change", ["Item code is already used", "Unit value is not a number"])
    links = banner.findChildren(Link)
    qtbot.mouseClick(links[0], Qt.MouseButton.LeftButton)
    assert acted == ["attach"]
    with qtbot.waitSignal(summary.jumped) as jumped:
        qtbot.mouseClick(summary.findChildren(Link)[1], Qt.MouseButton.LeftButton)
    assert jumped.args == [1]
    for widget in (banner, empty, error, summary):
        assert not widget.grab().isNull()


def test_confirm_focuses_the_safe_button_and_escape_keeps(qtbot: QtBot, host: QWidget) -> None:
    done: list[str] = []
    dialog = confirm(
        host,
        title="Void receipt?",
        text="152 units return to stock.",
        safe="Keep receipt",
        danger="Void receipt",
        done=lambda: done.append("void"),
    )
    focused = QApplication.focusWidget()
    assert isinstance(focused, Button)
    assert focused.text() == "Keep receipt"
    qtbot.keyClick(focused, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert done == []
    assert open_overlay(host) is None


def test_tab_stays_inside_a_dialog(qtbot: QtBot, host: QWidget) -> None:
    behind = LineEdit()
    shown(host, behind)
    dialog = ask_text(host, "Save view", "Name", "Save view", lambda _text: None)
    for _ in range(6):
        focused = QApplication.focusWidget()
        assert focused is not None
        assert dialog.isAncestorOf(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    dialog.reject()


def test_asking_for_a_text_refuses_none_and_gives_it_back(qtbot: QtBot, host: QWidget) -> None:
    given: list[str] = []
    ask_text(host, "Save view", "Name", "Save view", given.append)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert given == []
    qtbot.keyClicks(field, "Late ones")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert given == ["Late ones"]


def test_a_notice_offers_undo_and_an_error_says_its_sentence(qtbot: QtBot, host: QWidget) -> None:
    notices, undone = Notices(host), []
    notice = notices.show_notice("80 units left stock.", action="Undo", act=lambda: undone.append(1), key="Ctrl Z")
    notice.grab()
    notice.act()
    assert undone == [1]
    assert notices.current() is None
    assert "not an amount" in notices.show_error(BadInput("not-an-amount", found="x")).words
    assert SHOWN_MS == 8_000


def test_the_tree_walks_opens_and_closes(qtbot: QtBot, host: QWidget) -> None:
    tree = Tree()
    tree.set_nodes(
        [
            Node(
                "c",
                "MSKU 704182-6",
                "20 ft",
                "2,318 kg",
                "container",
                (Node("p", "Pallet 1", "2 cartons", "986 kg", "layers", (Node("k", "CTN 001"), Node("l", "CTN 002"))),),
            )
        ]
    )
    shown(host, tree)
    tree.setFocus()
    qtbot.keyClick(tree, Qt.Key.Key_End)
    assert tree.current_key() == "l"
    qtbot.keyClick(tree, Qt.Key.Key_Left)
    assert tree.current_key() == "p"
    qtbot.keyClick(tree, Qt.Key.Key_Left)
    qtbot.keyClick(tree, Qt.Key.Key_End)
    assert tree.current_key() == "p"
    assert not tree.grab().isNull()


def test_the_timeline_tells_which_event_was_clicked(qtbot: QtBot, host: QWidget) -> None:
    card = Timeline()
    card.set_titles("Stock card", "Balance")
    card.set_entries([Entry("Received", "18 Nov", "arrow-down-to-line", "ok", "+120", "184", key=7)])
    shown(host, card)
    with qtbot.waitSignal(card.clicked) as clicked:
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(60, 50))
    assert clicked.args == [7]


def test_the_pseudo_language_reaches_chips_and_states(qtbot: QtBot) -> None:
    set_language("qps")
    assert chip("stock", "available").text.startswith("[")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1234.5", "1234.5"), ("1,234.50", "1234.50"), ("1.234,50", "1234.50"), ("12,5", "12.5"), ("1 234,5", "1234.5"),
        ("1,234", "1234"), ("1,234,567", "1234567"), ("1234,50", "1234.50"), ("1.234.567,8", "1234567.8"),
        ("1,23.4", None), ("1.2.3", None), ("12,34,567", None), ("twelve", None), ("", None), ("1e5", None),
    ],
)  # fmt: skip
def test_a_number_is_never_read_a_thousand_times_too_small(typed: str, number: str | None) -> None:
    """Officers write 1.234,50 as well as 1,234.50; what could be either is refused."""
    field = NumberEdit(decimals=6)
    field.setText(typed)
    assert field.value() == (None if number is None else Decimal(number))


def test_a_price_shows_its_millionths_only_where_it_has_some() -> None:
    field = NumberEdit(decimals=6)
    shown = []
    for price in ("45", "1234.5", "0.000125", "12.3400"):
        field.set_value(Decimal(price))
        shown.append(field.text())
    assert shown == ["45.00", "1,234.50", "0.000125", "12.34"]


def test_a_centered_text_stays_centered_whatever_it_says(qtbot: QtBot) -> None:
    label = Label(wrap=True)
    qtbot.addWidget(label)
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    label.setText("Planned for 24 Nov 2026. What the books have is written down when counting begins.")
    assert label.alignment() & Qt.AlignmentFlag.AlignHCenter


def test_a_long_choice_shows_its_beginning_once_the_field_is_left(qtbot: QtBot, host: QWidget) -> None:
    field, other = Combo(), LineEdit()
    for widget in (field, other):
        widget.setParent(host)
        widget.show()
    field.setFixedWidth(120)
    field.set_options([Option(1, "LOA 2023-04 · Corrections and border security of the northern provinces")])
    field.setFocus()
    qtbot.keyClicks(field, "loa")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    other.setFocus()
    assert field.cursorPosition() == 0


def test_typing_goes_on_at_the_end_of_a_field_that_gets_the_focus_back(qtbot: QtBot, host: QWidget) -> None:
    """A password that was too short was made longer at its front, where nobody saw it."""
    field, other = LineEdit(), LineEdit()
    shown(host, field)
    shown(host, other)
    field.setFocus()
    qtbot.keyClicks(field, "short")
    other.setFocus()
    field.setFocus()
    qtbot.keyClicks(field, " no more")
    assert field.text() == "short no more"


def test_a_layout_is_emptied_with_the_layouts_in_it(host: QWidget) -> None:
    outer = column(host)
    labels = [LineEdit() for _at in range(3)]
    outer.addLayout(row(None, labels[0], column(None, labels[1])))
    outer.addWidget(labels[2])
    emptied(outer)
    assert not outer.count()
    assert all(one.isHidden() for one in labels)
