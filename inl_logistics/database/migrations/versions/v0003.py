"""Version 3: requirements, transfers with a way, outbound shipments and waybills, and what orders, agreements,
shipments and receivings keep besides.

Each area has its own list, in the order it must run; no row changes. Source: domain.md 2.1 to 2.8.
"""

from __future__ import annotations

from typing import Any

AGREEMENTS: tuple[str, ...] = (
    ("ALTER TABLE agreement ADD COLUMN remarks VARCHAR DEFAULT '' NOT NULL"),
    ("ALTER TABLE agreement ADD COLUMN host_signer VARCHAR DEFAULT '' NOT NULL"),
    (
        "CREATE TABLE agreement_clause (id INTEGER NOT NULL, agreement_id INTEGER NOT NULL, kind VARCHAR(24) NOT "
        "NULL, version INTEGER NOT NULL, reference VARCHAR NOT NULL, wording VARCHAR NOT NULL, from_on VARCHAR, "
        "CONSTRAINT pk_agreement_clause PRIMARY KEY (id), CONSTRAINT "
        "uq_agreement_clause_agreement_id_kind_version UNIQUE (agreement_id, kind, version), CONSTRAINT "
        "fk_agreement_clause_agreement_id FOREIGN KEY(agreement_id) REFERENCES agreement (id), CONSTRAINT "
        "ck_agreement_clause_clausekind CHECK (kind IN ('end-use', 'duty-exemption', 'title', 'other')))"
    ),
    (
        "CREATE TABLE fund_cite (id INTEGER NOT NULL, project_id INTEGER NOT NULL, appropriation VARCHAR NOT "
        "NULL, allotment VARCHAR NOT NULL, obligation_number VARCHAR NOT NULL, object_code VARCHAR NOT NULL, "
        "amount_minor INTEGER, CONSTRAINT pk_fund_cite PRIMARY KEY (id), CONSTRAINT fk_fund_cite_project_id "
        "FOREIGN KEY(project_id) REFERENCES project (id))"
    ),
    ("CREATE INDEX ix_fund_cite_project_id ON fund_cite (project_id)"),
)

REQUIREMENTS: tuple[str, ...] = (
    (
        "CREATE TABLE requirement (id INTEGER NOT NULL, uid BLOB NOT NULL, document_id INTEGER, state VARCHAR(24)"
        " NOT NULL, title VARCHAR NOT NULL, agency_id INTEGER, agreement_id INTEGER, project_id INTEGER, "
        "justification VARCHAR NOT NULL, priority VARCHAR(24) NOT NULL, need_by VARCHAR, training_event VARCHAR "
        "NOT NULL, maintenance VARCHAR NOT NULL, host_request VARCHAR NOT NULL, remarks VARCHAR NOT NULL, "
        "requested_by VARCHAR NOT NULL, submitted_at VARCHAR, submitted_by INTEGER, decided_at VARCHAR, "
        "decided_by INTEGER, decision VARCHAR NOT NULL, created_at VARCHAR NOT NULL, created_by INTEGER NOT NULL,"
        " version INTEGER NOT NULL, CONSTRAINT pk_requirement PRIMARY KEY (id), CONSTRAINT uq_requirement_uid "
        "UNIQUE (uid), CONSTRAINT uq_requirement_document_id UNIQUE (document_id), CONSTRAINT "
        "fk_requirement_document_id FOREIGN KEY(document_id) REFERENCES document (id), CONSTRAINT "
        "ck_requirement_requirementstate CHECK (state IN ('draft', 'submitted', 'approved', 'rejected', "
        "'canceled')), CONSTRAINT fk_requirement_agency_id FOREIGN KEY(agency_id) REFERENCES partner (id), "
        "CONSTRAINT fk_requirement_agreement_id FOREIGN KEY(agreement_id) REFERENCES agreement (id), CONSTRAINT "
        "fk_requirement_project_id FOREIGN KEY(project_id) REFERENCES project (id), CONSTRAINT "
        "ck_requirement_priority CHECK (priority IN ('routine', 'urgent', 'emergency')), CONSTRAINT "
        "fk_requirement_submitted_by FOREIGN KEY(submitted_by) REFERENCES user_account (id), CONSTRAINT "
        "fk_requirement_decided_by FOREIGN KEY(decided_by) REFERENCES user_account (id), CONSTRAINT "
        "fk_requirement_created_by FOREIGN KEY(created_by) REFERENCES user_account (id))"
    ),
    ("CREATE INDEX ix_requirement_agency_id ON requirement (agency_id)"),
    ("CREATE INDEX ix_requirement_state_need_by ON requirement (state, need_by)"),
    (
        "CREATE TABLE requirement_recipient (id INTEGER NOT NULL, requirement_id INTEGER NOT NULL, line_no "
        "INTEGER NOT NULL, unit_id INTEGER, facility_id INTEGER, person_id INTEGER, headcount INTEGER NOT NULL, "
        "planned_on VARCHAR, CONSTRAINT pk_requirement_recipient PRIMARY KEY (id), CONSTRAINT "
        "uq_requirement_recipient_requirement_id_line_no UNIQUE (requirement_id, line_no), CONSTRAINT "
        "ck_requirement_recipient_headcount_not_negative CHECK (headcount >= 0), CONSTRAINT "
        "fk_requirement_recipient_requirement_id FOREIGN KEY(requirement_id) REFERENCES requirement (id), "
        "CONSTRAINT fk_requirement_recipient_unit_id FOREIGN KEY(unit_id) REFERENCES partner (id), CONSTRAINT "
        "fk_requirement_recipient_facility_id FOREIGN KEY(facility_id) REFERENCES partner (id), CONSTRAINT "
        "fk_requirement_recipient_person_id FOREIGN KEY(person_id) REFERENCES person (id))"
    ),
    ("CREATE INDEX ix_requirement_recipient_requirement_id ON requirement_recipient (requirement_id)"),
    (
        "CREATE TABLE requirement_line (id INTEGER NOT NULL, requirement_id INTEGER NOT NULL, line_no INTEGER NOT"
        " NULL, recipient_id INTEGER, kit_id INTEGER, kit_version INTEGER, item_id INTEGER, variant_id INTEGER, "
        "basis VARCHAR(24) NOT NULL, quantity INTEGER NOT NULL, remarks VARCHAR NOT NULL, CONSTRAINT "
        "pk_requirement_line PRIMARY KEY (id), CONSTRAINT uq_requirement_line_requirement_id_line_no UNIQUE "
        "(requirement_id, line_no), CONSTRAINT ck_requirement_line_kit_or_item CHECK ((kit_id IS NULL) <> "
        "(item_id IS NULL)), CONSTRAINT ck_requirement_line_quantity_positive CHECK (quantity > 0), CONSTRAINT "
        "fk_requirement_line_requirement_id FOREIGN KEY(requirement_id) REFERENCES requirement (id), CONSTRAINT "
        "fk_requirement_line_recipient_id FOREIGN KEY(recipient_id) REFERENCES requirement_recipient (id), "
        "CONSTRAINT fk_requirement_line_kit_id FOREIGN KEY(kit_id) REFERENCES kit (id), CONSTRAINT "
        "fk_requirement_line_item_id FOREIGN KEY(item_id) REFERENCES item (id), CONSTRAINT "
        "fk_requirement_line_variant_id FOREIGN KEY(variant_id) REFERENCES variant (id), CONSTRAINT "
        "ck_requirement_line_basis CHECK (basis IN ('person', 'total')))"
    ),
    ("CREATE INDEX ix_requirement_line_requirement_id ON requirement_line (requirement_id)"),
    (
        "CREATE TABLE requirement_size (recipient_id INTEGER NOT NULL, person_no INTEGER NOT NULL, item_id "
        "INTEGER NOT NULL, size VARCHAR NOT NULL, CONSTRAINT pk_requirement_size PRIMARY KEY (recipient_id, "
        "person_no, item_id), CONSTRAINT ck_requirement_size_person_positive CHECK (person_no > 0), CONSTRAINT "
        "fk_requirement_size_recipient_id FOREIGN KEY(recipient_id) REFERENCES requirement_recipient (id), "
        "CONSTRAINT fk_requirement_size_item_id FOREIGN KEY(item_id) REFERENCES item (id))"
    ),
    (
        "CREATE TABLE requirement_need (id INTEGER NOT NULL, requirement_id INTEGER NOT NULL, recipient_id "
        "INTEGER NOT NULL, item_id INTEGER NOT NULL, variant_id INTEGER, quantity INTEGER NOT NULL, CONSTRAINT "
        "pk_requirement_need PRIMARY KEY (id), CONSTRAINT ck_requirement_need_quantity_positive CHECK (quantity >"
        " 0), CONSTRAINT fk_requirement_need_requirement_id FOREIGN KEY(requirement_id) REFERENCES requirement "
        "(id), CONSTRAINT fk_requirement_need_recipient_id FOREIGN KEY(recipient_id) REFERENCES "
        "requirement_recipient (id), CONSTRAINT fk_requirement_need_item_id FOREIGN KEY(item_id) REFERENCES item "
        "(id), CONSTRAINT fk_requirement_need_variant_id FOREIGN KEY(variant_id) REFERENCES variant (id))"
    ),
    ("CREATE INDEX ix_requirement_need_requirement_id ON requirement_need (requirement_id)"),
    (
        "CREATE TABLE requirement_order (order_line_id INTEGER NOT NULL, requirement_id INTEGER NOT NULL, "
        "CONSTRAINT pk_requirement_order PRIMARY KEY (order_line_id), CONSTRAINT "
        "fk_requirement_order_order_line_id FOREIGN KEY(order_line_id) REFERENCES order_line (id) ON DELETE "
        "CASCADE, CONSTRAINT fk_requirement_order_requirement_id FOREIGN KEY(requirement_id) REFERENCES "
        "requirement (id))"
    ),
    ("CREATE INDEX ix_requirement_order_requirement_id ON requirement_order (requirement_id)"),
    (
        "CREATE TABLE requirement_handover (handover_id INTEGER NOT NULL, requirement_id INTEGER NOT NULL, "
        "recipient_id INTEGER NOT NULL, CONSTRAINT pk_requirement_handover PRIMARY KEY (handover_id), CONSTRAINT "
        "fk_requirement_handover_handover_id FOREIGN KEY(handover_id) REFERENCES handover (id) ON DELETE CASCADE,"
        " CONSTRAINT fk_requirement_handover_requirement_id FOREIGN KEY(requirement_id) REFERENCES requirement "
        "(id), CONSTRAINT fk_requirement_handover_recipient_id FOREIGN KEY(recipient_id) REFERENCES "
        "requirement_recipient (id))"
    ),
    ("CREATE INDEX ix_requirement_handover_recipient_id ON requirement_handover (recipient_id)"),
    ("CREATE INDEX ix_requirement_handover_requirement_id ON requirement_handover (requirement_id)"),
)

PURCHASING: tuple[str, ...] = (
    ("ALTER TABLE purchase_order ADD COLUMN amendment VARCHAR DEFAULT '' NOT NULL"),
    ("ALTER TABLE purchase_order ADD COLUMN pr_number VARCHAR DEFAULT '' NOT NULL"),
    ("ALTER TABLE purchase_order ADD COLUMN appropriation VARCHAR DEFAULT '' NOT NULL"),
    ("ALTER TABLE purchase_order ADD COLUMN allotment VARCHAR DEFAULT '' NOT NULL"),
    ("ALTER TABLE purchase_order ADD COLUMN obligation_number VARCHAR DEFAULT '' NOT NULL"),
    ("ALTER TABLE purchase_order ADD COLUMN object_code VARCHAR DEFAULT '' NOT NULL"),
    ("ALTER TABLE purchase_order ADD COLUMN ship_to VARCHAR DEFAULT '' NOT NULL"),
    ("ALTER TABLE purchase_order ADD COLUMN mark_for VARCHAR DEFAULT '' NOT NULL"),
    ("ALTER TABLE purchase_order ADD COLUMN consignee VARCHAR DEFAULT '' NOT NULL"),
    ("ALTER TABLE purchase_order ADD COLUMN inspection_point VARCHAR DEFAULT '' NOT NULL"),
    ("ALTER TABLE purchase_order ADD COLUMN cor VARCHAR DEFAULT '' NOT NULL"),
    ("ALTER TABLE purchase_order ADD COLUMN gtm VARCHAR DEFAULT '' NOT NULL"),
    ("ALTER TABLE purchase_order ADD COLUMN packing VARCHAR DEFAULT '' NOT NULL"),
    ("ALTER TABLE purchase_order ADD COLUMN marking VARCHAR DEFAULT '' NOT NULL"),
    ("ALTER TABLE purchase_order ADD COLUMN hazmat VARCHAR DEFAULT '' NOT NULL"),
    ("ALTER TABLE purchase_order ADD COLUMN closed_reason VARCHAR DEFAULT '' NOT NULL"),
    ("ALTER TABLE purchase_order ADD COLUMN closed_on VARCHAR"),
    ("ALTER TABLE order_line ADD COLUMN origin VARCHAR DEFAULT '' NOT NULL"),
    ("ALTER TABLE order_line ADD COLUMN warranty_months INTEGER"),
    ("ALTER TABLE order_line ADD COLUMN min_life_months INTEGER"),
    ("ALTER TABLE order_line ADD COLUMN serial_list BOOLEAN DEFAULT '0' NOT NULL"),
    ("ALTER TABLE order_line ADD COLUMN lot_required BOOLEAN DEFAULT '0' NOT NULL"),
    (
        "CREATE TABLE order_amendment (id INTEGER NOT NULL, order_id INTEGER NOT NULL, number INTEGER NOT NULL, "
        "amended_on VARCHAR NOT NULL, reason VARCHAR NOT NULL, changes VARCHAR NOT NULL, entered_at VARCHAR NOT "
        "NULL, entered_by INTEGER NOT NULL, CONSTRAINT pk_order_amendment PRIMARY KEY (id), CONSTRAINT "
        "uq_order_amendment_order_id_number UNIQUE (order_id, number), CONSTRAINT fk_order_amendment_order_id "
        "FOREIGN KEY(order_id) REFERENCES purchase_order (id), CONSTRAINT fk_order_amendment_entered_by FOREIGN "
        "KEY(entered_by) REFERENCES user_account (id))"
    ),
    (
        "CREATE TRIGGER guard_order_amendment_update BEFORE UPDATE ON order_amendment BEGIN SELECT RAISE(ABORT, "
        "'posted-fact-is-final: order_amendment'); END"
    ),
    (
        "CREATE TRIGGER guard_order_amendment_delete BEFORE DELETE ON order_amendment BEGIN SELECT RAISE(ABORT, "
        "'posted-fact-is-final: order_amendment'); END"
    ),
    (
        "CREATE TABLE commitment (id INTEGER NOT NULL, order_id INTEGER NOT NULL, order_line_id INTEGER NOT NULL,"
        " project_id INTEGER, agreement_id INTEGER, effective_on VARCHAR NOT NULL, amount_minor INTEGER NOT NULL,"
        " ordered_minor INTEGER NOT NULL, quantity INTEGER NOT NULL, reason VARCHAR NOT NULL, entered_at VARCHAR NOT NULL, entered_by INTEGER NOT NULL, CONSTRAINT "
        "pk_commitment PRIMARY KEY (id), CONSTRAINT fk_commitment_order_id FOREIGN KEY(order_id) REFERENCES "
        "purchase_order (id), CONSTRAINT fk_commitment_project_id FOREIGN KEY(project_id) REFERENCES project "
        "(id), CONSTRAINT fk_commitment_agreement_id FOREIGN KEY(agreement_id) REFERENCES agreement (id), "
        "CONSTRAINT fk_commitment_entered_by FOREIGN KEY(entered_by) REFERENCES user_account (id))"
    ),
    ("CREATE INDEX ix_commitment_agreement_id_effective_on ON commitment (agreement_id, effective_on)"),
    ("CREATE INDEX ix_commitment_order_id ON commitment (order_id)"),
    ("CREATE INDEX ix_commitment_project_id_effective_on ON commitment (project_id, effective_on)"),
    (
        "CREATE TRIGGER guard_commitment_update BEFORE UPDATE ON commitment BEGIN SELECT RAISE(ABORT, "
        "'posted-fact-is-final: commitment'); END"
    ),
    (
        "CREATE TRIGGER guard_commitment_delete BEFORE DELETE ON commitment BEGIN SELECT RAISE(ABORT, "
        "'posted-fact-is-final: commitment'); END"
    ),
    (
        "INSERT INTO commitment (order_id, order_line_id, project_id, agreement_id, effective_on, amount_minor, "
        "ordered_minor, quantity, reason, entered_at, entered_by) SELECT o.id, l.id, COALESCE(l.project_id, o.project_id), "
        "COALESCE(j.agreement_id, o.agreement_id), COALESCE(o.ordered_on, d.effective_on), CASE l.quantity WHEN 0"
        " THEN l.value_usd_minor ELSE (2 * l.value_usd_minor * (l.quantity - l.canceled_quantity) + l.quantity) /"
        " (2 * l.quantity) - ((2 * l.value_usd_minor * (l.quantity - l.canceled_quantity) + l.quantity) % (2 * l.quantity) = 0"
        " AND (2 * l.value_usd_minor * (l.quantity - l.canceled_quantity) + l.quantity) / (2 * l.quantity) % 2 = 1)"
        " END, l.value_usd_minor, l.quantity - l.canceled_quantity, 'placed', d.assigned_at, d.assigned_by FROM order_line l JOIN purchase_order o ON"
        " o.id = l.order_id JOIN document d ON d.id = o.document_id LEFT JOIN project j ON j.id = "
        "COALESCE(l.project_id, o.project_id) WHERE o.state IN ('placed', 'short-closed', 'closed') AND "
        "l.value_usd_minor <> 0"
    ),
    ("DROP TRIGGER guard_layer_update"),
    (
        "CREATE TRIGGER guard_layer_update BEFORE UPDATE ON layer WHEN NOT (NEW.id = OLD.id AND NEW.item_id = "
        "OLD.item_id AND NEW.variant_id = OLD.variant_id AND NEW.lot_id IS OLD.lot_id AND NEW.order_line_id = "
        "OLD.order_line_id AND NEW.opening_line_id IS OLD.opening_line_id AND NEW.price_micros = OLD.price_micros"
        " AND NEW.currency = OLD.currency AND NEW.price_usd_micros = OLD.price_usd_micros AND NEW.refurbished = "
        "OLD.refurbished AND NEW.project_id IS (SELECT COALESCE(l.project_id, o.project_id) FROM order_line l "
        "JOIN purchase_order o ON o.id = l.order_id WHERE l.id = NEW.order_line_id)) BEGIN SELECT RAISE(ABORT, "
        "'posted-fact-is-final: layer'); END"
    ),
)

# The checklist knows more papers: its table is made anew, as SQLite changes no CHECK.
SHIPMENTS: tuple[str, ...] = (
    "ALTER TABLE shipment ADD COLUMN notify_party VARCHAR DEFAULT '' NOT NULL",
    "ALTER TABLE shipment ADD COLUMN agent VARCHAR DEFAULT '' NOT NULL",
    "ALTER TABLE shipment ADD COLUMN note_on VARCHAR",
    "ALTER TABLE shipment ADD COLUMN customs_entry_on VARCHAR",
    "ALTER TABLE shipment ADD COLUMN demurrage_currency VARCHAR DEFAULT 'USD' NOT NULL",
    "ALTER TABLE shipment ADD COLUMN demurrage_cap_minor INTEGER",
    "ALTER TABLE shipment ADD COLUMN demurrage_until VARCHAR",
    "ALTER TABLE shipment ADD COLUMN insurer VARCHAR DEFAULT '' NOT NULL",
    "ALTER TABLE shipment ADD COLUMN package_count INTEGER",
    "ALTER TABLE package ADD COLUMN seal VARCHAR DEFAULT '' NOT NULL",
    "ALTER TABLE package ADD COLUMN volume_cm3 INTEGER",
    "ALTER TABLE package ADD COLUMN position INTEGER DEFAULT '0' NOT NULL",
    "ALTER TABLE shipment_line ADD COLUMN hs VARCHAR DEFAULT '' NOT NULL",
    "ALTER TABLE shipment_line ADD COLUMN origin VARCHAR DEFAULT '' NOT NULL",
    "ALTER TABLE shipment_line ADD COLUMN weight_note VARCHAR DEFAULT '' NOT NULL",
    "ALTER TABLE shipment_line ADD COLUMN freight_note VARCHAR DEFAULT '' NOT NULL",
    "ALTER TABLE shipment_line ADD COLUMN weight_line_id INTEGER",
    "ALTER TABLE shipment_line ADD COLUMN freight_line_id INTEGER",
    "ALTER TABLE shipment_paper RENAME TO shipment_paper_2",
    (
        "CREATE TABLE shipment_paper (id INTEGER NOT NULL, shipment_id INTEGER NOT NULL, kind VARCHAR(24) NOT "
        "NULL, required BOOLEAN NOT NULL, number VARCHAR NOT NULL, dated_on VARCHAR, attachment_id INTEGER, "
        "CONSTRAINT pk_shipment_paper PRIMARY KEY (id), CONSTRAINT uq_shipment_paper_shipment_id_kind UNIQUE "
        "(shipment_id, kind), CONSTRAINT fk_shipment_paper_shipment_id FOREIGN KEY(shipment_id) REFERENCES "
        "shipment (id), CONSTRAINT ck_shipment_paper_paperkind CHECK (kind IN ('invoice', 'packing-list', "
        "'transport', 'diplomatic-note', 'insurance', 'customs-release', 'certificate-of-origin', "
        "'dangerous-goods', 'export-filing', 'safety-data-sheet', 'export-license', 'exemption', 'customs-entry',"
        " 'arrival-notice', 'agent-notice')), CONSTRAINT fk_shipment_paper_attachment_id FOREIGN "
        "KEY(attachment_id) REFERENCES attachment (id))"
    ),
    (
        "INSERT INTO shipment_paper (id, shipment_id, kind, required, number, dated_on, attachment_id) SELECT id,"
        " shipment_id, kind, required, number, dated_on, attachment_id FROM shipment_paper_2"
    ),
    "DROP TABLE shipment_paper_2",
)

RECEIVING: tuple[str, ...] = (
    ("ALTER TABLE scan ADD COLUMN counter VARCHAR DEFAULT '' NOT NULL"),
    (
        "ALTER TABLE discrepancy ADD COLUMN cause VARCHAR(24) DEFAULT 'unknown' NOT NULL CONSTRAINT ck_discrepancy_cause"
        " CHECK (cause IN ('unknown', 'carrier', 'vendor', 'handling', 'customs'))"
    ),
    (
        "ALTER TABLE discrepancy ADD COLUMN addressee_role VARCHAR(24) DEFAULT 'vendor' NOT NULL CONSTRAINT"
        " ck_discrepancy_addresseerole CHECK (addressee_role IN ('vendor', 'carrier', 'insurer'))"
    ),
    ("ALTER TABLE discrepancy ADD COLUMN claimed_on VARCHAR"),
    ("ALTER TABLE discrepancy ADD COLUMN claim_reference VARCHAR DEFAULT '' NOT NULL"),
    ("ALTER TABLE discrepancy ADD COLUMN settled_minor INTEGER"),
    (
        'CREATE TABLE claim_note (id INTEGER NOT NULL, document_id INTEGER NOT NULL, "on" VARCHAR NOT NULL, what '
        "VARCHAR NOT NULL, note VARCHAR NOT NULL, written_at VARCHAR NOT NULL, written_by INTEGER NOT NULL, "
        "CONSTRAINT pk_claim_note PRIMARY KEY (id), CONSTRAINT fk_claim_note_document_id FOREIGN KEY(document_id)"
        " REFERENCES document (id), CONSTRAINT fk_claim_note_written_by FOREIGN KEY(written_by) REFERENCES "
        "user_account (id))"
    ),
    ("CREATE INDEX ix_claim_note_document_id ON claim_note (document_id)"),
    (
        "CREATE TABLE inspection (id INTEGER NOT NULL, uid BLOB NOT NULL, receiving_id INTEGER NOT NULL, "
        'document_id INTEGER NOT NULL, result VARCHAR(24) NOT NULL, inspector VARCHAR NOT NULL, "on" VARCHAR NOT '
        "NULL, quantity INTEGER NOT NULL, note VARCHAR NOT NULL, CONSTRAINT pk_inspection PRIMARY KEY (id), "
        "CONSTRAINT uq_inspection_uid UNIQUE (uid), CONSTRAINT fk_inspection_receiving_id FOREIGN "
        "KEY(receiving_id) REFERENCES receiving (id), CONSTRAINT uq_inspection_document_id UNIQUE (document_id), "
        "CONSTRAINT fk_inspection_document_id FOREIGN KEY(document_id) REFERENCES document (id), CONSTRAINT "
        "ck_inspection_inspectionresult CHECK (result IN ('passed', 'failed')))"
    ),
    ("CREATE INDEX ix_inspection_receiving_id ON inspection (receiving_id)"),
)

TRANSFERS: tuple[str, ...] = (
    ("ALTER TABLE place ADD COLUMN document_id INTEGER CONSTRAINT fk_place_document_id REFERENCES document (id)"),
    ("CREATE UNIQUE INDEX uq_place_document ON place (document_id) WHERE document_id IS NOT NULL"),
    (
        "CREATE TABLE transfer (id INTEGER NOT NULL, uid BLOB NOT NULL, document_id INTEGER, state VARCHAR(24) "
        "NOT NULL, from_store_id INTEGER NOT NULL, to_bin_id INTEGER NOT NULL, reason VARCHAR NOT NULL, sender "
        "VARCHAR NOT NULL, receiver VARCHAR NOT NULL, driver VARCHAR NOT NULL, vehicle VARCHAR NOT NULL, "
        "planned_on VARCHAR, sent_on VARCHAR, received_on VARCHAR, remarks VARCHAR NOT NULL, created_at VARCHAR "
        "NOT NULL, created_by INTEGER NOT NULL, version INTEGER NOT NULL, CONSTRAINT pk_transfer PRIMARY KEY "
        "(id), CONSTRAINT uq_transfer_uid UNIQUE (uid), CONSTRAINT uq_transfer_document_id UNIQUE (document_id), "
        "CONSTRAINT fk_transfer_document_id FOREIGN KEY(document_id) REFERENCES document (id), CONSTRAINT "
        "ck_transfer_transferstate CHECK (state IN ('draft', 'in-transit', 'received', 'canceled')), CONSTRAINT "
        "fk_transfer_from_store_id FOREIGN KEY(from_store_id) REFERENCES store (id), CONSTRAINT "
        "fk_transfer_to_bin_id FOREIGN KEY(to_bin_id) REFERENCES bin (id), CONSTRAINT fk_transfer_created_by "
        "FOREIGN KEY(created_by) REFERENCES user_account (id))"
    ),
    ("CREATE INDEX ix_transfer_state_sent_on ON transfer (state, sent_on)"),
    (
        "CREATE TABLE transfer_line (id INTEGER NOT NULL, transfer_id INTEGER NOT NULL, line_no INTEGER NOT NULL,"
        " item_id INTEGER NOT NULL, layer_id INTEGER NOT NULL, place_id INTEGER NOT NULL, unit_id INTEGER, "
        "condition VARCHAR(24) NOT NULL, status VARCHAR(24) NOT NULL, quantity INTEGER NOT NULL, CONSTRAINT "
        "pk_transfer_line PRIMARY KEY (id), CONSTRAINT uq_transfer_line_transfer_id_line_no UNIQUE (transfer_id, "
        "line_no), CONSTRAINT ck_transfer_line_quantity_positive CHECK (quantity > 0), CONSTRAINT "
        "fk_transfer_line_transfer_id FOREIGN KEY(transfer_id) REFERENCES transfer (id), CONSTRAINT "
        "fk_transfer_line_item_id FOREIGN KEY(item_id) REFERENCES item (id), CONSTRAINT fk_transfer_line_layer_id"
        " FOREIGN KEY(layer_id) REFERENCES layer (id), CONSTRAINT fk_transfer_line_place_id FOREIGN KEY(place_id)"
        " REFERENCES place (id), CONSTRAINT fk_transfer_line_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id), "
        "CONSTRAINT ck_transfer_line_condition CHECK (condition IN ('new', 'good', 'fair', 'poor', "
        "'unserviceable')), CONSTRAINT ck_transfer_line_status CHECK (status IN ('available', 'quarantined')))"
    ),
    (
        "CREATE TABLE transfer_event (id INTEGER NOT NULL, transfer_id INTEGER NOT NULL, document_id INTEGER NOT "
        'NULL, kind VARCHAR NOT NULL, "on" VARCHAR NOT NULL, quantity INTEGER NOT NULL, note VARCHAR NOT NULL, '
        "CONSTRAINT pk_transfer_event PRIMARY KEY (id), CONSTRAINT fk_transfer_event_transfer_id FOREIGN "
        "KEY(transfer_id) REFERENCES transfer (id), CONSTRAINT uq_transfer_event_document_id UNIQUE "
        "(document_id), CONSTRAINT fk_transfer_event_document_id FOREIGN KEY(document_id) REFERENCES document "
        "(id))"
    ),
    ("CREATE INDEX ix_transfer_event_transfer_id ON transfer_event (transfer_id)"),
)

OUTBOUND: tuple[str, ...] = (
    (
        "CREATE TABLE outbound (id INTEGER NOT NULL, uid BLOB NOT NULL, document_id INTEGER, state VARCHAR(24) "
        "NOT NULL, title VARCHAR NOT NULL, planned_on VARCHAR, remarks VARCHAR NOT NULL, created_at VARCHAR NOT "
        "NULL, created_by INTEGER NOT NULL, version INTEGER NOT NULL, CONSTRAINT pk_outbound PRIMARY KEY (id), "
        "CONSTRAINT uq_outbound_uid UNIQUE (uid), CONSTRAINT uq_outbound_document_id UNIQUE (document_id), "
        "CONSTRAINT fk_outbound_document_id FOREIGN KEY(document_id) REFERENCES document (id), CONSTRAINT "
        "ck_outbound_outboundstate CHECK (state IN ('draft', 'sent', 'canceled')), CONSTRAINT "
        "fk_outbound_created_by FOREIGN KEY(created_by) REFERENCES user_account (id))"
    ),
    ("CREATE INDEX ix_outbound_state_planned_on ON outbound (state, planned_on)"),
    (
        "CREATE TABLE waybill (id INTEGER NOT NULL, uid BLOB NOT NULL, outbound_id INTEGER NOT NULL, document_id "
        "INTEGER, line_no INTEGER NOT NULL, vehicle VARCHAR NOT NULL, trailer VARCHAR NOT NULL, driver VARCHAR "
        "NOT NULL, driver_phone VARCHAR NOT NULL, escort VARCHAR NOT NULL, transporter VARCHAR NOT NULL, seal "
        "VARCHAR NOT NULL, route VARCHAR NOT NULL, condition VARCHAR NOT NULL, departs_on VARCHAR, sent_on "
        "VARCHAR, back_on VARCHAR, remarks VARCHAR NOT NULL, CONSTRAINT pk_waybill PRIMARY KEY (id), CONSTRAINT "
        "uq_waybill_outbound_id_line_no UNIQUE (outbound_id, line_no), CONSTRAINT uq_waybill_uid UNIQUE (uid), "
        "CONSTRAINT fk_waybill_outbound_id FOREIGN KEY(outbound_id) REFERENCES outbound (id), CONSTRAINT "
        "uq_waybill_document_id UNIQUE (document_id), CONSTRAINT fk_waybill_document_id FOREIGN KEY(document_id) "
        "REFERENCES document (id))"
    ),
    ("CREATE INDEX ix_waybill_outbound_id ON waybill (outbound_id)"),
    (
        "CREATE TABLE waybill_stop (id INTEGER NOT NULL, waybill_id INTEGER NOT NULL, handover_id INTEGER NOT "
        "NULL, line_no INTEGER NOT NULL, outcome VARCHAR(24) NOT NULL, arrived_on VARCHAR, note VARCHAR NOT NULL,"
        " CONSTRAINT pk_waybill_stop PRIMARY KEY (id), CONSTRAINT fk_waybill_stop_waybill_id FOREIGN "
        "KEY(waybill_id) REFERENCES waybill (id), CONSTRAINT fk_waybill_stop_handover_id FOREIGN KEY(handover_id)"
        " REFERENCES handover (id) ON DELETE CASCADE, CONSTRAINT ck_waybill_stop_stopoutcome CHECK (outcome IN "
        "('', 'delivered', 'partly', 'closed', 'refused', 'diverted')))"
    ),
    ("CREATE INDEX ix_waybill_stop_handover_id ON waybill_stop (handover_id)"),
    ("CREATE INDEX ix_waybill_stop_waybill_id ON waybill_stop (waybill_id)"),
    (
        "CREATE TABLE waybill_line (pick_id INTEGER NOT NULL, package VARCHAR NOT NULL, picked BOOLEAN NOT NULL, "
        "planned_quantity INTEGER, sent_quantity INTEGER, CONSTRAINT pk_waybill_line PRIMARY KEY (pick_id), "
        "CONSTRAINT fk_waybill_line_pick_id FOREIGN KEY(pick_id) REFERENCES handover_pick (id) ON DELETE CASCADE)"
    ),
    (
        "CREATE TABLE waybill_event (id INTEGER NOT NULL, waybill_id INTEGER NOT NULL, document_id INTEGER NOT "
        'NULL, kind VARCHAR NOT NULL, "on" VARCHAR NOT NULL, quantity INTEGER NOT NULL, note VARCHAR NOT NULL, '
        "CONSTRAINT pk_waybill_event PRIMARY KEY (id), CONSTRAINT fk_waybill_event_waybill_id FOREIGN "
        "KEY(waybill_id) REFERENCES waybill (id), CONSTRAINT uq_waybill_event_document_id UNIQUE (document_id), "
        "CONSTRAINT fk_waybill_event_document_id FOREIGN KEY(document_id) REFERENCES document (id))"
    ),
    ("CREATE INDEX ix_waybill_event_waybill_id ON waybill_event (waybill_id)"),
)

ATTACHMENTS: tuple[str, ...] = ("ALTER TABLE attachment ADD COLUMN caption VARCHAR DEFAULT '' NOT NULL",)


def upgrade(op: Any) -> None:
    """Add tables and columns."""
    for area in (AGREEMENTS, REQUIREMENTS, PURCHASING, SHIPMENTS, RECEIVING, TRANSFERS, OUTBOUND, ATTACHMENTS):
        for statement in area:
            op.execute(statement)
