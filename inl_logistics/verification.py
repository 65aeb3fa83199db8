"""Proving a post: balances, positions, chains, trail, numbers and the journal of commitments; what does not hold is named.

Source: product.md 7 (`verify`); architecture.md 2 and 4.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.attachments import files
from inl_logistics.attachments.queries import contents
from inl_logistics.kernel.actor import Actor
from inl_logistics.ledger import proof, things
from inl_logistics.purchasing import commitments
from inl_logistics.register import queries as register
from inl_logistics.register import seals
from inl_logistics.users import trail
from inl_logistics.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Verification:
    """What was looked at, and what does not hold; empty problems prove the post."""

    movements: int
    units: int
    documents: int
    seals: int
    trail: int
    problems: tuple[str, ...]
    files: int = 0

    @property
    def holds(self) -> bool:
        """Tell whether everything holds."""
        return not self.problems


def verify(session: Session) -> Verification:
    """Prove everything from the facts, on a reader."""
    found = [f"{one.kind}: {one.what}: {one.stored} ≠ {one.proven}" for one in proof.differences(session)]
    found += [f"seal: {number}" for number in seals.broken_seals(session)]
    found += [f"unsealed: {number}" for number in seals.unsealed(session)]
    found += [f"number: {hole}" for hole in register.holes(session)]
    found += [f"commitment: {number}" for number in commitments.differences(session)]
    broken = trail.broken_at(session)
    if broken is not None:
        found.append(f"trail: {broken}")
    counts = {
        table: session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
        for table in ("movement", "unit", "document", "seal", "trail")
    }
    return Verification(
        counts["movement"], counts["unit"], counts["document"], counts["seal"], counts["trail"], tuple(found)
    )


def verify_post(workspace: Workspace) -> Verification:
    """Prove the database and, file by file, what is attached: each content is read, decrypted and hashed."""
    found = workspace.read(verify)
    known = workspace.read(contents)
    faults = [f"file: {one}" for one in files.faults(workspace.folder, workspace.key_for("attachments"), known)]
    return replace(found, files=len(known), problems=(*found.problems, *faults))


def rebuild(session: Session, *, by: Actor, at: datetime) -> int:
    """Make balances, positions and the serial index again from the facts; return how many differed before."""
    differed = len(proof.differences(session))
    proof.rebuild(session)
    driver = session.connection().exec_driver_sql
    driver("DELETE FROM unit_search")
    driver(f"INSERT INTO unit_search (rowid, serial) {things.SEARCHED}")
    driver("INSERT INTO search_index (search_index) VALUES ('rebuild')")
    trail.record(
        session,
        "post.rebuild",
        kind="post",
        subject_id=0,
        subject="balances",
        by=by,
        at=at,
        after={"differed": differed},
    )
    return differed
