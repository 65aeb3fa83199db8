"""Version 2: what a project allows, and the export authorization of an order. Source: domain.md 7, 2.3."""

from __future__ import annotations

from typing import Any


def upgrade(op: Any) -> None:
    """Add one table and one column; nothing that is there changes."""
    op.execute(
        "CREATE TABLE project_allows (id INTEGER NOT NULL, project_id INTEGER NOT NULL, category VARCHAR NOT NULL,"
        " item_id INTEGER, CONSTRAINT pk_project_allows PRIMARY KEY (id),"
        " CONSTRAINT ck_project_allows_category_or_item CHECK ((category = '') = (item_id IS NOT NULL)),"
        " CONSTRAINT fk_project_allows_project_id FOREIGN KEY(project_id) REFERENCES project (id),"
        " CONSTRAINT fk_project_allows_item_id FOREIGN KEY(item_id) REFERENCES item (id))"
    )
    op.execute("CREATE INDEX ix_project_allows_project_id ON project_allows (project_id)")
    op.execute("ALTER TABLE purchase_order ADD COLUMN export_authorization VARCHAR DEFAULT '' NOT NULL")
