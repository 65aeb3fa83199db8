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
        "CREATE TABLE kit_name (kit_id INTEGER NOT NULL, language VARCHAR NOT NULL, name VARCHAR NOT NULL, "
        "CONSTRAINT pk_kit_name PRIMARY KEY (kit_id, language), CONSTRAINT fk_kit_name_kit_id FOREIGN KEY(kit_id) "
        "REFERENCES kit (id))"
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
        "IS (SELECT merged_into_id FROM item WHERE id = OLD.item_id)) AND NEW.layer_id IS OLD.layer_id AND "
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
        "OR NEW.variant_id IS (SELECT merged_into_id FROM variant WHERE id = OLD.variant_id)) AND NEW.place_id IS "
        "OLD.place_id AND NEW.quantity IS OLD.quantity AND NEW.acquired_on IS OLD.acquired_on AND "
        "NEW.found_serial IS OLD.found_serial AND NEW.source_sheet IS OLD.source_sheet AND NEW.source_row IS "
        "OLD.source_row AND NEW.source_ref IS OLD.source_ref AND NEW.demil_code IS OLD.demil_code) BEGIN SELECT "
        "RAISE(ABORT, 'posted-fact-is-final: opening_line'); END"
    ),
    "DROP TRIGGER guard_counted_update",
    (
        "CREATE TRIGGER guard_counted_update BEFORE UPDATE ON counted WHEN NOT (NEW.id IS OLD.id AND "
        "NEW.document_id IS OLD.document_id AND NEW.place_id IS OLD.place_id AND (NEW.item_id IS OLD.item_id OR "
        "NEW.item_id IS (SELECT merged_into_id FROM item WHERE id = OLD.item_id)) AND NEW.counted_on IS "
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
        "(NEW.item_id IS OLD.item_id OR NEW.item_id IS (SELECT merged_into_id FROM item WHERE id = OLD.item_id)) "
        "AND (NEW.variant_id IS OLD.variant_id OR NEW.variant_id IS (SELECT merged_into_id FROM variant WHERE id "
        "= OLD.variant_id)) AND NEW.lot_id IS OLD.lot_id AND NEW.order_line_id IS OLD.order_line_id AND "
        "NEW.opening_line_id IS OLD.opening_line_id AND NEW.project_id IS OLD.project_id AND NEW.price_micros IS "
        "OLD.price_micros AND NEW.currency IS OLD.currency AND NEW.price_usd_micros IS OLD.price_usd_micros AND "
        "NEW.refurbished IS OLD.refurbished)) BEGIN SELECT RAISE(ABORT, 'posted-fact-is-final: layer'); END"
    ),
    "DROP TRIGGER guard_unit_update",
    (
        "CREATE TRIGGER guard_unit_update BEFORE UPDATE ON unit WHEN NOT (NEW.id = OLD.id AND NEW.uid = OLD.uid "
        "AND (NEW.item_id = OLD.item_id OR NEW.item_id IS (SELECT merged_into_id FROM item WHERE id = "
        "OLD.item_id)) AND (NEW.layer_id = OLD.layer_id OR EXISTS (SELECT 1 FROM layer WHERE id = NEW.layer_id "
        "AND item_id = NEW.item_id))) BEGIN SELECT RAISE(ABORT, 'posted-fact-is-final: unit'); END"
    ),
)

PARTNERS: tuple[str, ...] = (
    "ALTER TABLE partner_link ADD COLUMN reason VARCHAR DEFAULT '' NOT NULL",
    "ALTER TABLE person ADD COLUMN authority VARCHAR DEFAULT '' NOT NULL",
    "ALTER TABLE person ADD COLUMN signs_from VARCHAR",
    "ALTER TABLE person ADD COLUMN signs_to VARCHAR",
    "ALTER TABLE person ADD COLUMN commands_from VARCHAR",
)

LABELS: tuple[str, ...] = (
    (
        "CREATE TABLE tag (id INTEGER NOT NULL, tag VARCHAR NOT NULL, number INTEGER NOT NULL, kind VARCHAR(24) "
        "NOT NULL, subject_id INTEGER NOT NULL, lot_id INTEGER NOT NULL, given_at VARCHAR NOT NULL, given_by "
        "INTEGER NOT NULL, printed INTEGER NOT NULL, printed_at VARCHAR, spoiled_at VARCHAR, spoiled_by INTEGER, "
        "spoiled_reason VARCHAR NOT NULL, CONSTRAINT pk_tag PRIMARY KEY (id), CONSTRAINT "
        "ck_tag_number_seven_digits CHECK (number BETWEEN 0 AND 9999999), CONSTRAINT uq_tag_tag UNIQUE (tag), "
        "CONSTRAINT uq_tag_number UNIQUE (number), CONSTRAINT ck_tag_labelkind CHECK (kind IN ('item', 'unit', "
        "'bin', 'carton', 'kit')), CONSTRAINT fk_tag_given_by FOREIGN KEY(given_by) REFERENCES user_account "
        "(id), CONSTRAINT fk_tag_spoiled_by FOREIGN KEY(spoiled_by) REFERENCES user_account (id))"
    ),
    ("CREATE UNIQUE INDEX uq_tag_subject ON tag (kind, subject_id, lot_id) WHERE spoiled_at IS NULL"),
    (
        "CREATE TRIGGER guard_tag_update BEFORE UPDATE ON tag WHEN NOT (NEW.id IS OLD.id AND NEW.tag IS OLD.tag "
        "AND NEW.number IS OLD.number AND NEW.kind IS OLD.kind AND NEW.subject_id IS OLD.subject_id AND "
        "NEW.lot_id IS OLD.lot_id AND NEW.given_at IS OLD.given_at AND NEW.given_by IS OLD.given_by AND "
        "(OLD.spoiled_at IS NULL OR NEW.spoiled_at IS OLD.spoiled_at)) BEGIN SELECT RAISE(ABORT, "
        "'posted-fact-is-final: tag'); END"
    ),
    (
        "CREATE TRIGGER guard_tag_delete BEFORE DELETE ON tag BEGIN SELECT RAISE(ABORT, 'posted-fact-is-final: "
        "tag'); END"
    ),
    (
        "CREATE TRIGGER tag_package_gone AFTER DELETE ON package BEGIN UPDATE tag SET spoiled_at = "
        "strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), spoiled_reason = 'gone' WHERE kind = 'carton' AND subject_id = "
        "OLD.id AND spoiled_at IS NULL; END"
    ),
    (
        "CREATE TRIGGER tag_variant_gone AFTER DELETE ON variant BEGIN UPDATE tag SET spoiled_at = "
        "strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), spoiled_reason = 'gone' WHERE kind = 'item' AND subject_id = "
        "OLD.id AND spoiled_at IS NULL; END"
    ),
)

INVENTORY: tuple[str, ...] = (
    (
        "CREATE INDEX ix_movement_apart ON movement (effective_on) WHERE (status_to = 'quarantined' OR "
        "status_from = 'quarantined' OR condition_to IN ('poor', 'unserviceable') OR condition_from IN "
        "('poor', 'unserviceable'))"
    ),
    (
        "CREATE TABLE unit_alias (id INTEGER NOT NULL, unit_id INTEGER NOT NULL, serial VARCHAR NOT NULL, folded "
        'VARCHAR NOT NULL, until_at VARCHAR NOT NULL, "by" INTEGER NOT NULL, reason VARCHAR NOT NULL, CONSTRAINT '
        "pk_unit_alias PRIMARY KEY (id), CONSTRAINT fk_unit_alias_unit_id FOREIGN KEY(unit_id) REFERENCES unit "
        '(id), CONSTRAINT fk_unit_alias_by FOREIGN KEY("by") REFERENCES user_account (id))'
    ),
    ("CREATE INDEX ix_unit_alias_folded ON unit_alias (folded)"),
    ("CREATE INDEX ix_unit_alias_unit_id ON unit_alias (unit_id)"),
    (
        "CREATE TRIGGER guard_unit_alias_update BEFORE UPDATE ON unit_alias BEGIN SELECT RAISE(ABORT, "
        "'posted-fact-is-final: unit_alias'); END"
    ),
    (
        "CREATE TRIGGER guard_unit_alias_delete BEFORE DELETE ON unit_alias BEGIN SELECT RAISE(ABORT, "
        "'posted-fact-is-final: unit_alias'); END"
    ),
)


COUNTS: tuple[str, ...] = (
    (
        "CREATE TABLE frozen_place (place_id INTEGER NOT NULL, document_id INTEGER NOT NULL, CONSTRAINT "
        "pk_frozen_place PRIMARY KEY (place_id), CONSTRAINT fk_frozen_place_place_id FOREIGN KEY(place_id) "
        "REFERENCES place (id), CONSTRAINT fk_frozen_place_document_id FOREIGN KEY(document_id) REFERENCES "
        "document (id))"
    ),
    ("CREATE INDEX ix_frozen_place_document_id ON frozen_place (document_id)"),
    (
        "CREATE TABLE counted_out (id INTEGER NOT NULL, counted_id INTEGER NOT NULL, document_id INTEGER NOT NULL, "
        "layer_id INTEGER NOT NULL, quantity INTEGER NOT NULL, CONSTRAINT pk_counted_out PRIMARY KEY (id), CONSTRAINT "
        "fk_counted_out_counted_id FOREIGN KEY(counted_id) REFERENCES counted (id), CONSTRAINT "
        "fk_counted_out_document_id FOREIGN KEY(document_id) REFERENCES document (id), CONSTRAINT "
        "fk_counted_out_layer_id FOREIGN KEY(layer_id) REFERENCES layer (id))"
    ),
    ("CREATE INDEX ix_counted_out_counted_id ON counted_out (counted_id)"),
    (
        "CREATE TRIGGER guard_counted_out_update BEFORE UPDATE ON counted_out BEGIN SELECT RAISE(ABORT, "
        "'posted-fact-is-final: counted_out'); END"
    ),
    (
        "CREATE TRIGGER guard_counted_out_delete BEFORE DELETE ON counted_out BEGIN SELECT RAISE(ABORT, "
        "'posted-fact-is-final: counted_out'); END"
    ),
    (
        "CREATE TABLE counting (id INTEGER NOT NULL, uid BLOB NOT NULL, document_id INTEGER, kind VARCHAR(24) NOT "
        "NULL, state VARCHAR(24) NOT NULL, title VARCHAR NOT NULL, store_id INTEGER, scope VARCHAR NOT NULL, "
        "blind BOOLEAN NOT NULL, two_counters BOOLEAN NOT NULL, frozen BOOLEAN NOT NULL, counter_one VARCHAR NOT "
        "NULL, counter_two VARCHAR NOT NULL, planned_on VARCHAR, counted_on VARCHAR, started_at VARCHAR, "
        "ledger_at INTEGER NOT NULL, finished_at VARCHAR, different INTEGER NOT NULL, remarks VARCHAR NOT NULL, "
        "request VARCHAR, created_at VARCHAR NOT NULL, created_by INTEGER NOT NULL, version INTEGER NOT NULL, "
        "CONSTRAINT pk_counting PRIMARY KEY (id), CONSTRAINT uq_counting_uid UNIQUE (uid), CONSTRAINT "
        "uq_counting_document_id UNIQUE (document_id), CONSTRAINT fk_counting_document_id FOREIGN "
        "KEY(document_id) REFERENCES document (id), CONSTRAINT ck_counting_countkind CHECK (kind IN ('cycle', "
        "'annual', 'spot')), CONSTRAINT ck_counting_countstate CHECK (state IN ('planned', 'counting', 'checked', "
        "'posted', 'canceled')), CONSTRAINT fk_counting_store_id FOREIGN KEY(store_id) REFERENCES store (id), "
        "CONSTRAINT uq_counting_request UNIQUE (request), CONSTRAINT fk_counting_created_by FOREIGN "
        "KEY(created_by) REFERENCES user_account (id))"
    ),
    ("CREATE INDEX ix_counting_store_id ON counting (store_id)"),
    (
        "CREATE TABLE counting_line (id INTEGER NOT NULL, counting_id INTEGER NOT NULL, place_id INTEGER NOT "
        "NULL, variant_id INTEGER NOT NULL, lot_id INTEGER, status VARCHAR NOT NULL, expected INTEGER NOT NULL, "
        "recount INTEGER NOT NULL, cause VARCHAR(24), note VARCHAR NOT NULL, counted INTEGER, books INTEGER, out "
        "INTEGER, change INTEGER, CONSTRAINT pk_counting_line PRIMARY KEY (id), CONSTRAINT "
        "fk_counting_line_counting_id FOREIGN KEY(counting_id) REFERENCES counting (id), CONSTRAINT "
        "fk_counting_line_place_id FOREIGN KEY(place_id) REFERENCES place (id), CONSTRAINT "
        "fk_counting_line_variant_id FOREIGN KEY(variant_id) REFERENCES variant (id), CONSTRAINT "
        "fk_counting_line_lot_id FOREIGN KEY(lot_id) REFERENCES lot (id), CONSTRAINT ck_counting_line_cause CHECK "
        "(cause IN ('unknown', 'not-booked-out', 'not-booked-in', 'wrong-place', 'wrong-item', 'miscounted', "
        "'damaged', 'lost', 'stolen')))"
    ),
    (
        "CREATE INDEX ix_counting_line_counting_id_place_id_variant_id ON counting_line (counting_id, place_id, "
        "variant_id)"
    ),
    (
        "CREATE TABLE counting_scan (id INTEGER NOT NULL, counting_id INTEGER NOT NULL, line_id INTEGER, round "
        'INTEGER NOT NULL, at VARCHAR NOT NULL, "by" INTEGER NOT NULL, counter VARCHAR NOT NULL, place_id INTEGER '
        "NOT NULL, text VARCHAR NOT NULL, folded VARCHAR NOT NULL, unit_id INTEGER, quantity INTEGER NOT NULL, "
        "outcome VARCHAR(24) NOT NULL, ledger_at INTEGER NOT NULL, as_of VARCHAR, undone BOOLEAN NOT NULL, "
        "CONSTRAINT pk_counting_scan PRIMARY KEY (id), CONSTRAINT ck_counting_scan_quantity_not_negative CHECK "
        "(quantity >= 0), CONSTRAINT fk_counting_scan_counting_id FOREIGN KEY(counting_id) REFERENCES counting "
        "(id), CONSTRAINT fk_counting_scan_line_id FOREIGN KEY(line_id) REFERENCES counting_line (id), CONSTRAINT "
        'fk_counting_scan_by FOREIGN KEY("by") REFERENCES user_account (id), CONSTRAINT fk_counting_scan_place_id '
        "FOREIGN KEY(place_id) REFERENCES place (id), CONSTRAINT fk_counting_scan_unit_id FOREIGN KEY(unit_id) "
        "REFERENCES unit (id), CONSTRAINT ck_counting_scan_scanoutcome CHECK (outcome IN ('counted', 'repeated', "
        "'unknown', 'ignored')))"
    ),
    ("CREATE INDEX ix_counting_scan_counting_id_id ON counting_scan (counting_id, id)"),
    ("CREATE INDEX ix_counting_scan_line_id ON counting_scan (line_id)"),
    ("CREATE INDEX ix_counting_scan_unit ON counting_scan (counting_id, unit_id) WHERE unit_id IS NOT NULL"),
    ("ALTER TABLE stock_count ADD COLUMN lines INTEGER DEFAULT '0' NOT NULL"),
    ("ALTER TABLE stock_count ADD COLUMN matched INTEGER DEFAULT '0' NOT NULL"),
    ("ALTER TABLE stock_count ADD COLUMN missing_minor INTEGER DEFAULT '0' NOT NULL"),
    ("ALTER TABLE stock_count ADD COLUMN found_minor INTEGER DEFAULT '0' NOT NULL"),
    ("ALTER TABLE count_line ADD COLUMN unit_id INTEGER CONSTRAINT fk_count_line_unit_id REFERENCES unit (id)"),
    (
        "ALTER TABLE count_line ADD COLUMN book_place_id INTEGER CONSTRAINT fk_count_line_book_place_id "
        "REFERENCES place (id)"
    ),
    (
        "ALTER TABLE count_line ADD COLUMN finding VARCHAR(24) DEFAULT '' NOT NULL CONSTRAINT ck_count_line_finding"
        " CHECK (finding IN ('', 'missing', 'found', 'wrong-place', 'away', 'unexpected', 'out'))"
    ),
    ("ALTER TABLE count_line ADD COLUMN note VARCHAR DEFAULT '' NOT NULL"),
    ("CREATE INDEX ix_count_line_unit ON count_line (unit_id) WHERE unit_id IS NOT NULL"),
)

HANDOVERS: tuple[str, ...] = (
    "ALTER TABLE handover ADD COLUMN custodian VARCHAR DEFAULT '' NOT NULL",
    "ALTER TABLE handover ADD COLUMN interpreter VARCHAR DEFAULT '' NOT NULL",
    "ALTER TABLE handover ADD COLUMN refers_to_id INTEGER CONSTRAINT fk_handover_refers_to_id REFERENCES handover (id)",
    "ALTER TABLE handover ADD COLUMN to_bin_id INTEGER CONSTRAINT fk_handover_to_bin_id REFERENCES bin (id)",
    "ALTER TABLE handover ADD COLUMN completes BOOLEAN DEFAULT '0' NOT NULL",
    "ALTER TABLE handover ADD COLUMN shortage_ended VARCHAR DEFAULT '' NOT NULL",
    "CREATE INDEX ix_handover_refers_to_id ON handover (refers_to_id)",
    (
        "ALTER TABLE handover_line ADD COLUMN condition_to VARCHAR(24) CONSTRAINT ck_handover_line_condition CHECK "
        "(condition_to IN ('new', 'good', 'fair', 'poor', 'unserviceable'))"
    ),
    (
        "CREATE TABLE handover_kit (handover_id INTEGER NOT NULL, kit_id INTEGER NOT NULL, kit_version INTEGER NOT "
        "NULL, count INTEGER NOT NULL, numbers VARCHAR NOT NULL, CONSTRAINT pk_handover_kit PRIMARY KEY (handover_id, "
        "kit_id), CONSTRAINT ck_handover_kit_count_positive CHECK (count > 0), CONSTRAINT fk_handover_kit_handover_id "
        "FOREIGN KEY(handover_id) REFERENCES handover (id), CONSTRAINT fk_handover_kit_kit_id FOREIGN KEY(kit_id) "
        "REFERENCES kit (id))"
    ),
    "CREATE INDEX ix_handover_kit_kit_id ON handover_kit (kit_id)",
)

REQUIREMENTS: tuple[str, ...] = (
    "ALTER TABLE requirement_need ADD COLUMN kit_id INTEGER CONSTRAINT fk_requirement_need_kit_id REFERENCES kit (id)",
)

SETTINGS: tuple[str, ...] = (
    (
        "CREATE TABLE clause_text (id INTEGER NOT NULL, language VARCHAR NOT NULL, number INTEGER NOT NULL, shipped "
        "VARCHAR NOT NULL, content VARCHAR NOT NULL, saved_at VARCHAR NOT NULL, saved_by INTEGER NOT NULL, CONSTRAINT "
        "pk_clause_text PRIMARY KEY (id), CONSTRAINT uq_clause_text_language_number UNIQUE (language, number), "
        "CONSTRAINT fk_clause_text_saved_by FOREIGN KEY(saved_by) REFERENCES user_account (id))"
    ),
    (
        "CREATE TABLE clause_approval (id INTEGER NOT NULL, language VARCHAR NOT NULL, version VARCHAR NOT NULL, "
        "english_version VARCHAR NOT NULL, person VARCHAR NOT NULL, title VARCHAR NOT NULL, approved_on VARCHAR NOT "
        "NULL, recorded_at VARCHAR NOT NULL, recorded_by INTEGER NOT NULL, CONSTRAINT pk_clause_approval PRIMARY KEY "
        "(id), CONSTRAINT fk_clause_approval_recorded_by FOREIGN KEY(recorded_by) REFERENCES user_account (id))"
    ),
    "CREATE INDEX ix_clause_approval_language_version ON clause_approval (language, version)",
    (
        "CREATE TRIGGER guard_clause_text_update BEFORE UPDATE ON clause_text BEGIN SELECT RAISE(ABORT, "
        "'posted-fact-is-final: clause_text'); END"
    ),
    (
        "CREATE TRIGGER guard_clause_text_delete BEFORE DELETE ON clause_text BEGIN SELECT RAISE(ABORT, "
        "'posted-fact-is-final: clause_text'); END"
    ),
    (
        "CREATE TRIGGER guard_clause_approval_update BEFORE UPDATE ON clause_approval BEGIN SELECT RAISE(ABORT, "
        "'posted-fact-is-final: clause_approval'); END"
    ),
    (
        "CREATE TRIGGER guard_clause_approval_delete BEFORE DELETE ON clause_approval BEGIN SELECT RAISE(ABORT, "
        "'posted-fact-is-final: clause_approval'); END"
    ),
)

TRUST: tuple[str, ...] = (
    "ALTER TABLE device ADD COLUMN certificate BLOB",
    "ALTER TABLE device ADD COLUMN certificate_key BLOB",
    (
        "CREATE TABLE known_key (id INTEGER NOT NULL, post VARCHAR NOT NULL, post_name VARCHAR NOT NULL, device VARCHAR NOT "
        "NULL, series VARCHAR NOT NULL, public_key BLOB NOT NULL, certificate BLOB, added_at VARCHAR NOT NULL, added_by "
        "INTEGER NOT NULL, CONSTRAINT pk_known_key PRIMARY KEY (id), CONSTRAINT uq_known_key_public_key UNIQUE "
        "(public_key), CONSTRAINT fk_known_key_added_by FOREIGN KEY(added_by) REFERENCES user_account (id))"
    ),
)


PRINTS: tuple[str, ...] = ("ALTER TABLE printing ADD COLUMN content VARCHAR DEFAULT '' NOT NULL",)


def upgrade(op: Any) -> None:
    """Add tables and columns."""
    for area in (CATALOG, PARTNERS, LABELS, INVENTORY, COUNTS, HANDOVERS, REQUIREMENTS, SETTINGS, TRUST, PRINTS):
        for statement in area:
            op.execute(statement)
