"""Version 2: what a project allows, the export authorization of an order, a unit that is received again.

Source: domain.md 7, 2.3; product.md 4 (Layers).
"""

from __future__ import annotations

from typing import Any


def upgrade(op: Any) -> None:
    """Add one table and one column, and let a unit change to another layer of its item; no row changes."""
    op.execute(
        "CREATE TABLE project_allows (id INTEGER NOT NULL, project_id INTEGER NOT NULL, category VARCHAR NOT NULL,"
        " item_id INTEGER, CONSTRAINT pk_project_allows PRIMARY KEY (id),"
        " CONSTRAINT ck_project_allows_category_or_item CHECK ((category = '') = (item_id IS NOT NULL)),"
        " CONSTRAINT fk_project_allows_project_id FOREIGN KEY(project_id) REFERENCES project (id),"
        " CONSTRAINT fk_project_allows_item_id FOREIGN KEY(item_id) REFERENCES item (id))"
    )
    op.execute("CREATE INDEX ix_project_allows_project_id ON project_allows (project_id)")
    op.execute("ALTER TABLE purchase_order ADD COLUMN export_authorization VARCHAR DEFAULT '' NOT NULL")
    op.execute("DROP TRIGGER guard_unit_update")
    op.execute(
        "CREATE TRIGGER guard_unit_update BEFORE UPDATE ON unit WHEN NOT (NEW.id = OLD.id AND NEW.item_id = OLD.item_id"
        " AND NEW.uid = OLD.uid AND (NEW.layer_id = OLD.layer_id"
        " OR EXISTS (SELECT 1 FROM layer WHERE id = NEW.layer_id AND item_id = NEW.item_id))) "
        "BEGIN SELECT RAISE(ABORT, 'posted-fact-is-final: unit'); END"
    )
