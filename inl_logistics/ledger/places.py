"""Places of the ledger, made when something first goes there."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.values import PartnerId, PlaceId
from inl_logistics.ledger.records import REAL_PLACES, PlaceKind


def of_bin(session: Session, bin_id: int) -> PlaceId:
    """Return the place of a bin."""
    found = session.execute(text("SELECT id FROM place WHERE bin_id = :b"), {"b": bin_id}).scalar()
    if found is None:
        found = session.execute(
            text(
                "INSERT INTO place (kind, real, store_id, bin_id) SELECT 'bin', 1, store_id, id FROM bin"
                " WHERE id = :b RETURNING id"
            ),
            {"b": bin_id},
        ).scalar_one()
    return PlaceId(found)


def of_partner(session: Session, kind: PlaceKind, partner_id: PartnerId) -> PlaceId:
    """Return the place of a facility or vendor."""
    found = session.execute(
        text("SELECT id FROM place WHERE partner_id = :p AND kind = :k"), {"p": partner_id, "k": kind.value}
    ).scalar()
    if found is None:
        return of_partners(session, kind, [partner_id])[partner_id]
    return PlaceId(found)


def of_partners(session: Session, kind: PlaceKind, partners: Iterable[PartnerId]) -> dict[PartnerId, PlaceId]:
    """Return the places of many partners, made in one statement where they are missing."""
    wanted = set(partners)
    driver = session.connection().exec_driver_sql
    driver(
        "INSERT INTO place (kind, real, partner_id) VALUES (?, ?, ?) ON CONFLICT (partner_id, kind) DO NOTHING",
        [(kind.value, kind in REAL_PLACES, partner) for partner in sorted(wanted)],
    )
    rows = driver("SELECT partner_id, id FROM place WHERE kind = ?", (kind.value,)).all()
    return {PartnerId(row[0]): PlaceId(row[1]) for row in rows if row[0] in wanted}


def on_the_road(session: Session, document_id: int) -> PlaceId:
    """Return the place of what travels with a transfer or waybill: it is real, so nothing there can be lost unseen."""
    found = session.execute(text("SELECT id FROM place WHERE document_id = :d"), {"d": document_id}).scalar()
    if found is None:
        found = session.execute(
            text("INSERT INTO place (kind, real, document_id) VALUES ('transit', 1, :d) RETURNING id"),
            {"d": document_id},
        ).scalar_one()
    return PlaceId(found)


def virtual(session: Session, kind: PlaceKind) -> PlaceId:
    """Return the one place of a kind that belongs to nobody: opening, adjustment, lost, disposed, transit."""
    found = session.execute(
        text("SELECT id FROM place WHERE kind = :k AND partner_id IS NULL AND bin_id IS NULL AND document_id IS NULL"),
        {"k": kind.value},
    ).scalar()
    if found is None:
        found = session.execute(
            text("INSERT INTO place (kind, real) VALUES (:k, :r) RETURNING id"),
            {"k": kind.value, "r": kind in REAL_PLACES},
        ).scalar_one()
    return PlaceId(found)


PLACE_NAME = (
    "COALESCE((SELECT s.name || CASE WHEN b.code = '' THEN '' ELSE ' ' || b.code END FROM bin b"
    " JOIN store s ON s.id = b.store_id WHERE b.id = {p}.bin_id),"
    " (SELECT name FROM partner WHERE id = {p}.partner_id),"
    " (SELECT number FROM document WHERE id = {p}.document_id), {p}.kind)"
)


def name_sql(alias: str) -> str:
    """Return SQL for the name of a place, given the alias of `place` in the query."""
    return PLACE_NAME.format(p=alias)
