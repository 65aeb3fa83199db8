"""Version 4: what there is and where: the whole catalog, kits, counts with their sheets, tags, partners over time.

Each area has its own list, in the order it must run; no row is lost. Source: domain.md 2.6, 4, 5 and 6.
"""

from __future__ import annotations

from typing import Any

CATALOG: tuple[str, ...] = (
    "ALTER TABLE item ADD COLUMN shipping_name VARCHAR DEFAULT '' NOT NULL",
    "ALTER TABLE item ADD COLUMN packing_group VARCHAR DEFAULT '' NOT NULL",
    "ALTER TABLE item ADD COLUMN unspsc VARCHAR DEFAULT '' NOT NULL",
    "ALTER TABLE item ADD COLUMN merged_into_id INTEGER CONSTRAINT fk_item_merged_into_id REFERENCES item (id)",
    "ALTER TABLE variant ADD COLUMN retired BOOLEAN DEFAULT '0' NOT NULL",
    (
        "ALTER TABLE variant ADD COLUMN merged_into_id INTEGER CONSTRAINT fk_variant_merged_into_id REFERENCES "
        "variant (id)"
    ),
    "ALTER TABLE kit ADD COLUMN description VARCHAR DEFAULT '' NOT NULL",
    "ALTER TABLE kit ADD COLUMN training BOOLEAN DEFAULT '0' NOT NULL",
    "ALTER TABLE kit ADD COLUMN retired_at VARCHAR",
    "ALTER TABLE kit ADD COLUMN version INTEGER DEFAULT '0' NOT NULL",
    ("ALTER TABLE kit_line ADD COLUMN variant_id INTEGER CONSTRAINT fk_kit_line_variant_id REFERENCES variant (id)"),
    "ALTER TABLE kit_line ADD COLUMN remarks VARCHAR DEFAULT '' NOT NULL",
    (
        "CREATE TABLE size_table (id INTEGER NOT NULL, name VARCHAR NOT NULL, pattern VARCHAR NOT NULL, "
        "CONSTRAINT pk_size_table PRIMARY KEY (id), CONSTRAINT uq_size_table_name UNIQUE (name))"
    ),
    (
        "CREATE TABLE kit_version (id INTEGER NOT NULL, kit_id INTEGER NOT NULL, number INTEGER NOT NULL, from_on "
        "VARCHAR, note VARCHAR NOT NULL, made_at VARCHAR NOT NULL, made_by INTEGER NOT NULL, CONSTRAINT "
        "pk_kit_version PRIMARY KEY (id), CONSTRAINT uq_kit_version_kit_id_number UNIQUE (kit_id, number), "
        "CONSTRAINT fk_kit_version_kit_id FOREIGN KEY(kit_id) REFERENCES kit (id), CONSTRAINT "
        "fk_kit_version_made_by FOREIGN KEY(made_by) REFERENCES user_account (id))"
    ),
    (
        "CREATE TABLE kit_build (id INTEGER NOT NULL, uid BLOB NOT NULL, kit_id INTEGER NOT NULL, kit_version "
        "INTEGER NOT NULL, number VARCHAR NOT NULL, state VARCHAR(24) NOT NULL, store_id INTEGER NOT NULL, "
        "built_on VARCHAR NOT NULL, note VARCHAR NOT NULL, handover_id INTEGER, built_at VARCHAR NOT NULL, "
        "built_by INTEGER NOT NULL, ended_at VARCHAR, ended_reason VARCHAR NOT NULL, CONSTRAINT pk_kit_build "
        "PRIMARY KEY (id), CONSTRAINT uq_kit_build_uid UNIQUE (uid), CONSTRAINT fk_kit_build_kit_id FOREIGN "
        "KEY(kit_id) REFERENCES kit (id), CONSTRAINT uq_kit_build_number UNIQUE (number), CONSTRAINT "
        "ck_kit_build_buildstate CHECK (state IN ('assembled', 'taken', 'broken-up')), CONSTRAINT "
        "fk_kit_build_store_id FOREIGN KEY(store_id) REFERENCES store (id), CONSTRAINT fk_kit_build_handover_id "
        "FOREIGN KEY(handover_id) REFERENCES handover (id) ON DELETE SET NULL, CONSTRAINT fk_kit_build_built_by "
        "FOREIGN KEY(built_by) REFERENCES user_account (id))"
    ),
    "CREATE INDEX ix_kit_build_handover_id ON kit_build (handover_id)",
    "CREATE INDEX ix_kit_build_kit_id_state ON kit_build (kit_id, state)",
    (
        "CREATE TABLE kit_build_part (id INTEGER NOT NULL, build_id INTEGER NOT NULL, item_id INTEGER NOT NULL, "
        "variant_id INTEGER NOT NULL, layer_id INTEGER NOT NULL, place_id INTEGER NOT NULL, unit_id INTEGER, "
        "quantity INTEGER NOT NULL, CONSTRAINT pk_kit_build_part PRIMARY KEY (id), CONSTRAINT "
        "ck_kit_build_part_quantity_positive CHECK (quantity > 0), CONSTRAINT fk_kit_build_part_build_id FOREIGN "
        "KEY(build_id) REFERENCES kit_build (id), CONSTRAINT fk_kit_build_part_item_id FOREIGN KEY(item_id) "
        "REFERENCES item (id), CONSTRAINT fk_kit_build_part_variant_id FOREIGN KEY(variant_id) REFERENCES variant "
        "(id), CONSTRAINT fk_kit_build_part_layer_id FOREIGN KEY(layer_id) REFERENCES layer (id), CONSTRAINT "
        "fk_kit_build_part_place_id FOREIGN KEY(place_id) REFERENCES place (id), CONSTRAINT "
        "fk_kit_build_part_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id))"
    ),
    "CREATE INDEX ix_kit_build_part_build_id ON kit_build_part (build_id)",
    "CREATE INDEX ix_kit_build_part_unit_id ON kit_build_part (unit_id)",
    "DROP TRIGGER guard_movement_update",
    (
        "CREATE TRIGGER guard_movement_update BEFORE UPDATE ON movement WHEN NOT (NEW.id IS OLD.id AND "
        "NEW.document_id IS OLD.document_id AND NEW.seq IS OLD.seq AND (NEW.item_id IS OLD.item_id OR NEW.item_id "
        "= (SELECT merged_into_id FROM item WHERE id = OLD.item_id)) AND NEW.layer_id IS OLD.layer_id AND "
        "NEW.unit_id IS OLD.unit_id AND NEW.quantity IS OLD.quantity AND NEW.from_place_id IS OLD.from_place_id "
        "AND NEW.to_place_id IS OLD.to_place_id AND NEW.condition_from IS OLD.condition_from AND NEW.condition_to "
        "IS OLD.condition_to AND NEW.status_from IS OLD.status_from AND NEW.status_to IS OLD.status_to AND "
        "NEW.title_from IS OLD.title_from AND NEW.title_to IS OLD.title_to AND NEW.effective_on IS "
        "OLD.effective_on AND NEW.reverses_id IS OLD.reverses_id) BEGIN SELECT RAISE(ABORT, "
        "'posted-fact-is-final: movement'); END"
    ),
    "DROP TRIGGER guard_opening_line_update",
    (
        "CREATE TRIGGER guard_opening_line_update BEFORE UPDATE ON opening_line WHEN NOT (NEW.id IS OLD.id AND "
        "NEW.document_id IS OLD.document_id AND NEW.line_no IS OLD.line_no AND (NEW.variant_id IS OLD.variant_id "
        "OR NEW.variant_id = (SELECT merged_into_id FROM variant WHERE id = OLD.variant_id)) AND NEW.place_id IS "
        "OLD.place_id AND NEW.quantity IS OLD.quantity AND NEW.acquired_on IS OLD.acquired_on AND "
        "NEW.found_serial IS OLD.found_serial AND NEW.source_sheet IS OLD.source_sheet AND NEW.source_row IS "
        "OLD.source_row AND NEW.source_ref IS OLD.source_ref AND NEW.demil_code IS OLD.demil_code) BEGIN SELECT "
        "RAISE(ABORT, 'posted-fact-is-final: opening_line'); END"
    ),
    "DROP TRIGGER guard_counted_update",
    (
        "CREATE TRIGGER guard_counted_update BEFORE UPDATE ON counted WHEN NOT (NEW.id IS OLD.id AND "
        "NEW.document_id IS OLD.document_id AND NEW.place_id IS OLD.place_id AND (NEW.item_id IS OLD.item_id OR "
        "NEW.item_id = (SELECT merged_into_id FROM item WHERE id = OLD.item_id)) AND NEW.counted_on IS "
        "OLD.counted_on AND NEW.counted IS OLD.counted AND NEW.recorded IS OLD.recorded) BEGIN SELECT "
        "RAISE(ABORT, 'posted-fact-is-final: counted'); END"
    ),
    "DROP TRIGGER guard_layer_update",
    (
        "CREATE TRIGGER guard_layer_update BEFORE UPDATE ON layer WHEN NOT ((NEW.id = OLD.id AND NEW.item_id = "
        "OLD.item_id AND NEW.variant_id = OLD.variant_id AND NEW.lot_id IS OLD.lot_id AND NEW.order_line_id = "
        "OLD.order_line_id AND NEW.opening_line_id IS OLD.opening_line_id AND NEW.price_micros = OLD.price_micros "
        "AND NEW.currency = OLD.currency AND NEW.price_usd_micros = OLD.price_usd_micros AND NEW.refurbished = "
        "OLD.refurbished AND NEW.project_id IS (SELECT COALESCE(l.project_id, o.project_id) FROM order_line l "
        "JOIN purchase_order o ON o.id = l.order_id WHERE l.id = NEW.order_line_id)) OR (NEW.id IS OLD.id AND "
        "(NEW.item_id IS OLD.item_id OR NEW.item_id = (SELECT merged_into_id FROM item WHERE id = OLD.item_id)) "
        "AND (NEW.variant_id IS OLD.variant_id OR NEW.variant_id = (SELECT merged_into_id FROM variant WHERE id = "
        "OLD.variant_id)) AND NEW.lot_id IS OLD.lot_id AND NEW.order_line_id IS OLD.order_line_id AND "
        "NEW.opening_line_id IS OLD.opening_line_id AND NEW.project_id IS OLD.project_id AND NEW.price_micros IS "
        "OLD.price_micros AND NEW.currency IS OLD.currency AND NEW.price_usd_micros IS OLD.price_usd_micros AND "
        "NEW.refurbished IS OLD.refurbished)) BEGIN SELECT RAISE(ABORT, 'posted-fact-is-final: layer'); END"
    ),
    "DROP TRIGGER guard_unit_update",
    (
        "CREATE TRIGGER guard_unit_update BEFORE UPDATE ON unit WHEN NOT (NEW.id = OLD.id AND NEW.uid = OLD.uid "
        "AND (NEW.item_id = OLD.item_id OR NEW.item_id = (SELECT merged_into_id FROM item WHERE id = "
        "OLD.item_id)) AND (NEW.layer_id = OLD.layer_id OR EXISTS (SELECT 1 FROM layer WHERE id = NEW.layer_id "
        "AND item_id = NEW.item_id))) BEGIN SELECT RAISE(ABORT, 'posted-fact-is-final: unit'); END"
    ),
)

PARTNERS: tuple[str, ...] = ()

LABELS: tuple[str, ...] = ()

INVENTORY: tuple[str, ...] = ()

COUNTS: tuple[str, ...] = ()


def upgrade(op: Any) -> None:
    """Add tables and columns."""
    for area in (CATALOG, PARTNERS, LABELS, INVENTORY, COUNTS):
        for statement in area:
            op.execute(statement)
