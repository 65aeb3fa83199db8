"""Tables in one import: columns, model, view. Source: ui.md 6; conventions.md 28 to 30.

COLUMNS = (
    Column("name", N_("Item"), lambda row: row.name, kind="strong", width=160, stretch=True, sort="name"),
    Column("serial", N_("Serial"), lambda row: row.serial, kind="mono", width=110),
    Column("on_hand", N_("On hand"), lambda row: f"{row.on_hand:,}", kind="numberStrong", width=72, sort="on_hand"),
    Column("status", N_("Status"), lambda row: status(row).text, kind="chip", chip=status, width=128),
)
model = KeyedTableModel(COLUMNS, tickable=True)
model.fetch = lambda keys, deliver: jobs.read(self, queries.rows, keys, done=deliver)
view = ListView(model)
jobs.read(self, queries.keys, self._view, done=model.set_snapshot)
"""

from ui.kit.tablebase import Density
from ui.kit.tableheader import SortOrder
from ui.kit.tablemodel import KeyedTableModel
from ui.kit.tablerows import Cell, Column, Group, Ready
from ui.kit.tableview import ListView

__all__ = ["Cell", "Column", "Density", "Group", "KeyedTableModel", "ListView", "Ready", "SortOrder"]
