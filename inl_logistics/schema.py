"""All tables of the program in one place: imports every `records.py`, makes and names the schema.

The schema version is `PRAGMA user_version`; migrations bring older files up (database/migrations).
"""

from __future__ import annotations

from sqlalchemy import Connection

from inl_logistics.agreements import records as agreements
from inl_logistics.approvals import records as approvals
from inl_logistics.attachments import records as attachments
from inl_logistics.catalog import records as catalog
from inl_logistics.counts import records as counts
from inl_logistics.database import search
from inl_logistics.database.base import EXTRA_SQL, Base
from inl_logistics.handovers import records as handovers
from inl_logistics.imports import records as imports
from inl_logistics.inventory import records as inventory
from inl_logistics.kits import records as kits
from inl_logistics.labels import records as labels
from inl_logistics.ledger import records as ledger
from inl_logistics.outbound import records as outbound
from inl_logistics.partners import records as partners
from inl_logistics.purchasing import records as purchasing
from inl_logistics.receiving import records as receiving
from inl_logistics.register import records as register
from inl_logistics.requirements import records as requirements
from inl_logistics.settings import records as settings
from inl_logistics.shipments import records as shipments
from inl_logistics.transfers import records as transfers
from inl_logistics.users import records as users

SCHEMA_VERSION = 4

MODULES = (
    search, settings, users, register, attachments, approvals, partners, catalog, agreements, requirements, purchasing, shipments,
    ledger, labels, inventory, transfers, receiving, counts, handovers, kits, outbound, imports,
)  # fmt: skip


def create(connection: Connection) -> None:
    """Make the whole schema in an empty database and stamp its version."""
    Base.metadata.create_all(connection)
    for statement in EXTRA_SQL:
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
