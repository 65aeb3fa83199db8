"""Who has put a unit aside, in one place for every list that says it: the note of a hold, plan or kit, else the paper.

Source: product.md 4 (Reservations are rows owned by `inventory`).
"""

from __future__ import annotations

# SQL for the unit `u`: a number, "draft" for a paper without one, NULL where nobody has.
HELD_BY = (
    "(SELECT CASE WHEN r.owner_kind IN ('hold', 'requirement', 'kit') THEN r.note ELSE COALESCE(d.number, 'draft') END"
    " FROM reservation r LEFT JOIN handover h ON r.owner_kind = 'handover' AND h.id = r.owner_id"
    " LEFT JOIN document d ON d.id = h.document_id WHERE r.unit_id = u.id)"
)
