"""What the signed paper says, entered: a serial that stands on two lines, and the day that only the paper knows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from pytestqt.qtbot import QtBot

from inl_logistics.handovers.signing import SignDraft, StruckSerial
from inl_logistics.kernel.problems import Problem, RulesBroken
from tests.ui.fieldwork import Hands
from ui.kit.picklines import Line, Picked
from ui.kit.signedpaper import Printed, SignedDialog
from ui.kit.widget import KitWidget, Label, Link

TODAY = date(2026, 11, 24)


def line(variant: int, item: str, *serials: str) -> Line:
    """Return a line of serial units."""
    picks = tuple(Picked(variant, 1, 1, 412_000_000, variant * 10 + n, serial) for n, serial in enumerate(serials))
    return Line(variant, item, item, "serial", "EA", picks)


@pytest.fixture
def over(qtbot: QtBot) -> KitWidget:
    """What the dialog lies over."""
    widget = KitWidget()
    widget.resize(1200, 700)
    qtbot.addWidget(widget)
    widget.show()
    return widget


def asked(
    over: KitWidget, dated_on: date | None = TODAY, more: tuple[Line, ...] = (), *, on_vehicle: bool = False
) -> tuple[SignedDialog, list[SignDraft]]:
    """Open the dialog for a receipt on which two makes share a serial."""
    sent: list[SignDraft] = []
    lines = (line(1, "Vest", "A-1", "A-2"), line(2, "Plate", "A-1"), *more)
    printed = Printed(5, "HO-26-A0001", lines, "Ana Rivas", "Los Alerces", dated_on, on_vehicle)
    dialog = SignedDialog(over, printed, today=lambda: TODAY, done=sent.append)
    dialog.open()
    return dialog, sent


def test_a_serial_on_two_lines_is_struck_on_both_until_one_is_kept(over: KitWidget) -> None:
    dialog, sent = asked(over)
    Hands().scan("a-1", dialog.strike.editor)
    assert dialog.variance.text().startswith("1 of 3 signed.")
    assert "2 lines" in dialog.strike._hint_text
    dialog._struck_list.findChildren(Link)[1].clicked.emit()
    assert dialog.variance.text().startswith("2 of 3 signed.")
    dialog.save.click()
    assert [one.struck for one in sent] == [(StruckSerial("A-1", 2),)]


def test_a_serial_on_one_line_is_struck_without_more(over: KitWidget) -> None:
    dialog, sent = asked(over)
    Hands().scan("A-2", dialog.strike.editor)
    dialog.save.click()
    assert [one.struck for one in sent] == [(StruckSerial("A-2", 1),)]


@pytest.mark.parametrize(
    ("dated_on", "proposed"), [(None, TODAY), (TODAY, TODAY), (TODAY - timedelta(days=3), None)], ids=str
)
def test_a_day_is_proposed_only_where_the_paper_is_of_today(
    over: KitWidget, dated_on: date | None, proposed: date | None
) -> None:
    dialog, sent = asked(over, dated_on)
    assert dialog.day.editor.day() == proposed
    dialog.save.click()
    assert bool(sent) is (proposed is not None)
    assert dialog.day.has_error() is (proposed is None)


def test_a_line_of_which_nothing_was_handed_over_asks_for_no_quantity(over: KitWidget) -> None:
    """A kit that is short of a thing counted by quantity: the paper has it under "to follow"."""
    short = Line(3, "Belt", "Belt", "quantity", "EA", (), asked=2)
    dialog, sent = asked(over, more=(short,))
    assert dialog.variance.text() == "All 3 units were signed for."
    said = [label.text() for label in dialog.findChildren(Label)]
    assert "Belt" not in said, "the paper has it below its lines"
    assert said.index("1") < said.index("Vest") < said.index("2") < said.index("Plate"), "the numbers of the paper"
    dialog.save.click()
    assert [one.quantities for one in sent] == [()]


def test_a_refusal_that_is_about_the_lines_goes_to_the_quantity_that_was_changed(over: KitWidget) -> None:
    gloves, belts = (
        Line(key, name, name, "quantity", "EA", (Picked(key, 1, 4, 5),)) for key, name in ((3, "Gloves"), (4, "Belt"))
    )
    dialog, _sent = asked(over, more=(gloves, belts))
    dialog._quantities[4].setText("")
    Hands().fill(dialog._quantities[4], "0")
    dialog.remarks.editor.setFocus()
    dialog.refuse(RulesBroken([Problem("nothing-signed", where=("lines",))]))
    assert dialog._quantities[4].hasFocus()


def test_figures_of_thousands_are_written_as_everywhere(over: KitWidget) -> None:
    many = Line(3, "Gloves", "Gloves", "quantity", "EA", (Picked(3, 1, 1_500, 5),))
    dialog, _sent = asked(over, more=(many,))
    dialog._quantities[3].setText("")
    Hands().fill(dialog._quantities[3], "200")
    assert dialog.variance.text() == "203 of 1,503 signed. A variance note lists 1,300; they stay in stock."


def test_what_nobody_took_from_the_vehicle_is_on_it_still(over: KitWidget) -> None:
    dialog, _sent = asked(over, on_vehicle=True)
    Hands().scan("A-2", dialog.strike.editor)
    assert dialog.variance.text() == "2 of 3 signed. A variance note lists 1, still on the vehicle."
