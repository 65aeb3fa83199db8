"""The number of a record is read whole in every list with tick boxes: it is what the officer looks for on paper."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from ui.kit import theme
from ui.kit.tablepaint import PAD, TICK_WIDTH
from ui.kit.tablerows import Column
from ui.outbound.columns import LIST as OUTBOUND
from ui.purchasing.columns import list_columns
from ui.receiving.discrepancies import COLUMNS as DISCREPANCIES
from ui.shipments.columns import LIST as SHIPMENTS
from ui.transfers.columns import LIST as TRANSFERS


@pytest.mark.parametrize(
    ("columns", "number"),
    [
        (OUTBOUND, "OUT-26-A0001"),
        (list_columns(date.today), "PO-26-A0001"),
        (DISCREPANCIES, "DR-26-A0001"),
        (SHIPMENTS, "IN-26-A0001"),
        (TRANSFERS, "TR-26-A0001"),
    ],
)
def test_a_number_fits_beside_its_tick_box(columns: tuple[Column, ...], number: str, qapp: QApplication) -> None:
    first = next(column for column in columns if column.key == "number")
    needs = TICK_WIDTH + 2 * PAD + QFontMetrics(theme.font("strong")).horizontalAdvance(number)
    assert first.width >= needs
