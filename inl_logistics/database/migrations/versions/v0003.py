"""Version 3: requirements, transfers with a way, outbound shipments and waybills, and what orders, agreements,
shipments and receivings keep besides.

Each area has its own list, in the order it must run; no row changes. Source: domain.md 2.1 to 2.8.
"""

from __future__ import annotations

from typing import Any

AGREEMENTS: tuple[str, ...] = ()

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

PURCHASING: tuple[str, ...] = ()

SHIPMENTS: tuple[str, ...] = ()

RECEIVING: tuple[str, ...] = ()

TRANSFERS: tuple[str, ...] = ()

OUTBOUND: tuple[str, ...] = ()

ATTACHMENTS: tuple[str, ...] = ()


def upgrade(op: Any) -> None:
    """Add tables and columns."""
    for area in (AGREEMENTS, REQUIREMENTS, PURCHASING, SHIPMENTS, RECEIVING, TRANSFERS, OUTBOUND, ATTACHMENTS):
        for statement in area:
            op.execute(statement)
