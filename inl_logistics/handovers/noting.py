"""From what was signed or taken back to the frozen variance note and reversal receipt; and both read back from their seals.

Their lines carry the numbers and the words of the receipt as it was issued. Source: domain.md 2.10.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any, TypeVar

import msgspec
from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.handovers import facts
from inl_logistics.handovers.documents import LineKind, Receipt, ReceiptLine, from_json
from inl_logistics.handovers.notes import Movement, NoteLine, ReversalReceipt, Sealed, VarianceNote
from inl_logistics.handovers.snapshot import paper_key
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.dates import stored_day
from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.text import serial_order
from inl_logistics.kernel.values import DocumentId
from inl_logistics.ledger import commands as ledger
from inl_logistics.ledger.places import name_sql
from inl_logistics.paper.model import Named, Signer, SignerRole
from inl_logistics.register import seals
from inl_logistics.register.numbers import Document
from inl_logistics.register.records import Fact

N = TypeVar("N", VarianceNote, ReversalReceipt)


def numbered_lines(receipt: Receipt) -> list[tuple[str, ReceiptLine]]:
    """Return the lines that a receipt hands over with the numbers that its paper prints."""
    found = []
    number = part = 0
    for each in receipt.lines:
        if each.kind is LineKind.COMPONENT:
            part += 1
            found.append((f"{number}.{part}", each))
        elif each.kind is not LineKind.SHORTAGE:
            number, part = number + 1, 0
            if each.kind is LineKind.ITEM:
                found.append((str(number), each))
    return found


def variance_of(
    session: Session, note: Document, receipt: Document, picks: Sequence[facts.Pick], signed: Mapping[int, int], *,
    signed_on: date, place: str, signed_by: str, remarks: str,
) -> VarianceNote:  # fmt: skip
    """Return the note of what was printed and not signed for."""
    issued = _issued(session, receipt.id)
    missing = [(pick, pick.quantity - signed[pick.id]) for pick in picks if signed[pick.id] < pick.quantity]
    lines = _Lines.of(session, issued, picks)
    for pick, quantity in missing:
        lines.add(pick, quantity, lines.places[pick.place_id])
    return VarianceNote(
        note.number, signed_on, receipt.number, issued.dated_on, issued.letterhead, issued.released, issued.received,
        lines.made(taken=False), _both_sides(issued, signed_by), place, issued.agreement, issued.project, remarks,
    )  # fmt: skip


def reversal_of(
    session: Session, reversal: Document, receipt: Document, handover_id: int, *, reversed_on: date, reason: str,
    whole: bool, by: Actor,
) -> ReversalReceipt:  # fmt: skip
    """Return the receipt of a reversal that the ledger has just posted."""
    issued = _issued(session, receipt.id)
    back = _brought_back(session, handover_id, receipt.id, reversal.id)
    lines = _Lines.of(session, issued, facts.picks(session, handover_id))
    for pick, place in back:
        lines.add(pick, pick.signed or 0, place)
    approval = next((one for one in by.overrides if one.code == "reversal-approval"), None)
    approver = approval.approver_name if approval else by.name
    title = session.execute(text("SELECT title FROM user_account WHERE name = :n"), {"n": approver}).scalar()
    host = issued.received if issued.type != "return" else issued.released
    posted = msgspec.json.decode(ledger.snapshot_of(session, reversal.id))["movements"]
    return ReversalReceipt(
        reversal.number, reversed_on, receipt.number, issued.dated_on, issued.letterhead, issued.received,
        issued.released, lines.made(taken=True), whole, reason, approver, by.name,
        (
            Signer(SignerRole.APPROVED, Named(approver), Named(title or "")),
            Signer(SignerRole.COUNTERSIGNED, host.representative, host.title),
        ),
        issued.agreement, issued.project, tuple(tuple(row) for row in posted),
    )  # fmt: skip


def _brought_back(
    session: Session, handover_id: int, receipt_id: DocumentId, reversal_id: DocumentId
) -> list[tuple[facts.Pick, str]]:
    """Return the picks that one reversal brought back, each with the place that has it again.

    Signing posts one movement for each signed pick, in the order of the paper.
    """
    moves = session.execute(
        text(
            f"SELECT (SELECT {name_sql('p')} FROM movement r JOIN place p ON p.id = r.to_place_id"
            " WHERE r.reverses_id = m.id AND r.document_id = :r) AS place FROM movement m WHERE m.document_id = :d"
            " ORDER BY m.seq"
        ),
        {"d": receipt_id, "r": reversal_id},
    ).scalars()
    signed = [pick for pick in facts.picks(session, handover_id) if pick.signed]
    return [(pick, place) for pick, place in zip(signed, moves, strict=False) if place is not None]


@dataclass(slots=True)
class _Lines:
    """Gathers picks under the lines of the issued receipt. `printed` are the picks whose line is known by its place."""

    numbered: list[tuple[str, ReceiptLine]]
    printed: Mapping[int, int]
    codes: Mapping[int, str]
    places: Mapping[int, str]
    quantities: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    serials: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    where: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    others: list[NoteLine] = field(default_factory=list)

    @classmethod
    def of(cls, session: Session, receipt: Receipt, found: Sequence[facts.Pick]) -> _Lines:
        """Begin with all picks of the receipt, in the order of the paper."""
        variants = session.execute(
            text(f"SELECT id, code FROM variant WHERE id IN ({_ids(pick.variant_id for pick in found)})")
        )
        names = session.execute(
            text(f"SELECT p.id, {name_sql('p')} FROM place p WHERE p.id IN ({_ids(pick.place_id for pick in found)})")
        )
        numbered = numbered_lines(receipt)
        return cls(
            numbered, _printed(numbered, found), {row[0]: row[1] for row in variants}, {row[0]: row[1] for row in names}
        )

    def add(self, pick: facts.Pick, quantity: int, place: str) -> None:
        """Count a pick to the line that printed it."""
        at = self._line_of(pick)
        if at is None:
            # The item's code was changed between print and signature: the line keeps its own words.
            self.others.append(
                NoteLine(str(pick.line_no), pick.item, pick.quantity, quantity, "EA", lot=pick.lot,
                         expires_on=stored_day(pick.expires_on), serials=(pick.serial,) if pick.serial else (),
                         place=place)
            )  # fmt: skip
            return
        self.quantities[at] += quantity
        if pick.serial:
            self.serials[at].append(pick.serial)
        if place not in self.where[at]:
            self.where[at].append(place)

    def _line_of(self, pick: facts.Pick) -> int | None:
        code = self.codes.get(pick.variant_id, "")
        if (at := self.printed.get(pick.id)) is not None and self.numbered[at][1].code == code:
            return at
        if pick.serial:
            found = [at for at, (_n, line) in enumerate(self.numbered) if pick.serial in line.serials]
            own = [at for at in found if self.numbered[at][1].code == code]  # two makes may share a serial
            return next(iter(own or found), None)
        alike = [
            at
            for at, (_n, line) in enumerate(self.numbered)
            if line.code == code
            and line.lot == pick.lot
            and not line.serials
            and line.unit_price_micros in {None, pick.price_micros}
        ]
        same = [at for at in alike if self.numbered[at][1].condition.value == pick.condition] or alike
        roomy = [at for at in same if self.quantities[at] < self.numbered[at][1].quantity]
        best = roomy or same
        return best[0] if best else None

    def made(self, *, taken: bool) -> tuple[NoteLine, ...]:
        """Return the lines in the order of the paper: what came back of them, or what is left after what is missing."""
        found = []
        for at in sorted(self.quantities):
            number, line = self.numbered[at]
            quantity = self.quantities[at]
            found.append(
                NoteLine(
                    number, line.description, line.quantity, quantity if taken else line.quantity - quantity, line.unit,
                    line.code, line.translations, line.lot, line.expires_on, tuple(sorted(self.serials[at], key=serial_order)),
                    ", ".join(self.where[at]),
                )
            )  # fmt: skip
        return (*found, *self.others)


def _printed(numbered: Sequence[tuple[str, ReceiptLine]], picks: Sequence[facts.Pick]) -> dict[int, int]:
    """Return which line printed each pick: the paper was made of the picks in this order, alike ones on one line.

    Nothing where the lines do not come out the same: a lot or a price was corrected since.
    """
    groups = [
        list(group)
        for _line, own in groupby(picks, key=attrgetter("line_id"))
        for _key, group in groupby(sorted(own, key=paper_key), key=paper_key)
    ]
    if [sum(pick.quantity for pick in one) for one in groups] != [line.quantity for _number, line in numbered]:
        return {}
    return {pick.id: at for at, group in enumerate(groups) for pick in group}


def _ids(ids: Iterable[int]) -> str:
    return ",".join(str(int(one)) for one in set(ids)) or "0"


def _both_sides(receipt: Receipt, signed_by: str) -> tuple[Signer, ...]:
    """Return who signs the note: who delivered and who signed for the goods."""
    representative = receipt.received.representative
    if signed_by and signed_by not in {representative.text, representative.native}:
        return (
            Signer(SignerRole.DELIVERED, receipt.released.representative, receipt.released.title),
            Signer(SignerRole.RECEIVED, Named(signed_by)),
        )
    return (
        Signer(SignerRole.DELIVERED, receipt.released.representative, receipt.released.title),
        Signer(SignerRole.RECEIVED, representative, receipt.received.title),
    )


def _issued(session: Session, document_id: int) -> Receipt:
    raw = seals.snapshot(session, DocumentId(document_id), Fact.ISSUE)
    if raw is None:
        raise BadInput("not-found", what=str(document_id))
    return from_json(raw)


# reading back -----------------------------------------------------------------------------------------------
def variance_note(session: Session, document_id: int) -> Sealed:
    """Return a posted variance note by its document. Raises: BadInput("not-found", "snapshot-unreadable")."""
    raw = _body(session, document_id)
    body = _decoded(raw)
    note = _as(raw, VarianceNote) if "form_version" in body else _older_variance(session, document_id, body)
    return _sealed(session, document_id, note)


def reversal_receipt(session: Session, document_id: int) -> Sealed:
    """Return the posted reversal of a handover by its document. Raises: BadInput, as `variance_note`."""
    raw = _body(session, document_id)
    body = _decoded(raw)
    note = _as(raw, ReversalReceipt) if "form_version" in body else _older_reversal(session, document_id, body)
    return _sealed(session, document_id, note)


def _body(session: Session, document_id: int) -> bytes:
    raw = seals.snapshot(session, DocumentId(document_id), Fact.POST)
    if raw is None:
        raise BadInput("not-found", what=str(document_id))
    return raw


def _decoded(raw: bytes) -> dict[str, Any]:
    found = msgspec.json.decode(raw)
    return found if isinstance(found, dict) else {}


def _as(raw: bytes, kind: type[N]) -> N:
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.MsgspecError as error:
        raise BadInput("snapshot-unreadable", reason=error) from error


def _older_variance(session: Session, document_id: int, body: dict[str, Any]) -> VarianceNote:
    """Read a note sealed before it was a paper of its own: what it lacks is taken from its receipt."""
    row = session.execute(
        text("SELECT id, document_id, signed_by, signed_place FROM handover WHERE variance_document_id = :d"),
        {"d": document_id},
    ).one()
    issued = _issued(session, row.document_id)
    picks = facts.picks(session, row.id)
    missing = [(pick, pick.quantity - (pick.signed or 0)) for pick in picks if (pick.signed or 0) < pick.quantity]
    lines = _Lines.of(session, issued, picks)
    for pick, quantity in missing:
        lines.add(pick, quantity, lines.places[pick.place_id])
    return VarianceNote(
        str(body["number"]), date.fromisoformat(body["signed_on"]), str(body["receipt"]), issued.dated_on,
        issued.letterhead, issued.released, issued.received, lines.made(taken=False),
        _both_sides(issued, row.signed_by), row.signed_place, issued.agreement, issued.project, str(body["remarks"]),
    )  # fmt: skip


def _older_reversal(session: Session, document_id: int, body: dict[str, Any]) -> ReversalReceipt:
    """Read a reversal sealed before it had a receipt: who approved it is taken from its approval."""
    row = session.execute(
        text(
            "SELECT h.id, h.document_id, d.effective_on, u.name AS prepared, COALESCE(a.name, u.name) AS approver,"
            " h.state FROM document d JOIN handover h ON h.document_id = d.reverses_id"
            " JOIN user_account u ON u.id = d.assigned_by LEFT JOIN approval p ON p.document_id = d.id"
            " LEFT JOIN user_account a ON a.id = p.approved_by WHERE d.id = :d"
        ),
        {"d": document_id},
    ).first()
    if row is None:
        raise BadInput("not-found", what=str(document_id))
    issued = _issued(session, row.document_id)
    back = _brought_back(session, row.id, DocumentId(row.document_id), DocumentId(document_id))
    lines = _Lines.of(session, issued, facts.picks(session, row.id))
    for pick, place in back:
        lines.add(pick, pick.signed or 0, place)
    host = issued.received if issued.type != "return" else issued.released
    signers = (
        Signer(SignerRole.APPROVED, Named(row.approver)),
        Signer(SignerRole.COUNTERSIGNED, host.representative, host.title),
    )
    signed = sum(1 for pick in facts.picks(session, row.id) if pick.signed)
    moved: tuple[Movement, ...] = tuple(tuple(one) for one in body.get("movements", ()))
    return ReversalReceipt(
        str(body["number"]), date.fromisoformat(row.effective_on), str(body["reverses"]), issued.dated_on,
        issued.letterhead, issued.received, issued.released, lines.made(taken=True), len(back) == signed,
        str(body.get("reason", "")), row.approver, row.prepared, signers, issued.agreement, issued.project, moved,
    )  # fmt: skip


def _sealed(session: Session, document_id: int, note: VarianceNote | ReversalReceipt) -> Sealed:
    return Sealed(
        note,
        seals.paper_seal(
            session, document_id, Fact.POST, number=note.number, dated_on=note.dated_on, lines=len(note.lines),
            units=note.units,
        ),
    )  # fmt: skip
