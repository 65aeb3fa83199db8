"""Planning and sending transfers; `arriving.py` has what comes off the road. Every movement goes through the ledger.

Sending posts store → road under the transfer's number. What is still on the road is the balance of the transfer's place,
never a counter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.orm import Session

from inl_logistics.database.search import Entry, index
from inl_logistics.inventory import commands as inventory
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput, Problem, StaleEdit, raise_if_broken
from inl_logistics.kernel.text import clean, clean_lines
from inl_logistics.kernel.values import Condition, ItemId, LayerId, PlaceId, Status, UnitId
from inl_logistics.ledger import commands as ledger
from inl_logistics.ledger import places
from inl_logistics.ledger.rules import CountAnswer
from inl_logistics.register import numbers, seals
from inl_logistics.register.numbers import Document
from inl_logistics.register.records import DocumentKind, Fact
from inl_logistics.settings.declared import RULES, get, local_day
from inl_logistics.transfers.records import TransferLineRecord, TransferRecord, TransferState
from inl_logistics.transfers.rules import TransferFacts, transfer_problems
from inl_logistics.users import trail

OWNER = "transfer"


@dataclass(frozen=True, slots=True)
class TransferPick:
    """A unit, or a quantity of a layer at a place, that is to travel."""

    layer_id: int
    place_id: int
    quantity: int = 1
    unit_id: int | None = None
    condition: Condition = Condition.NEW
    status: Status = Status.AVAILABLE


@dataclass(frozen=True, slots=True)
class TransferDraft:
    """A transfer as typed."""

    from_store: int
    to_bin: int
    picks: tuple[TransferPick, ...] = ()
    reason: str = ""
    sender: str = ""
    receiver: str = ""
    driver: str = ""
    vehicle: str = ""
    planned_on: date | None = None
    remarks: str = ""
    id: int | None = None
    version: int = 0


def save_transfer(session: Session, draft: TransferDraft, *, by: Actor, at: datetime) -> int:
    """Keep a draft and put aside what it takes; return its id. Raises: RulesBroken, StaleEdit."""
    stored = _stored(session, draft)
    state = stored.state if stored else TransferState.DRAFT
    raise_if_broken(transfer_problems(_facts(session, draft, state), sending=False))
    values = {
        **{name: clean(getattr(draft, name)) for name in ("reason", "sender", "receiver", "driver", "vehicle")},
        "remarks": clean_lines(draft.remarks), "from_store_id": draft.from_store, "to_bin_id": draft.to_bin,
        "planned_on": draft.planned_on,
    }  # fmt: skip
    if stored is None:
        transfer_id = int(
            session.execute(
                insert(TransferRecord)
                .values(**values, created_at=at, created_by=by.user_id)
                .returning(TransferRecord.id)
            ).scalar_one()
        )
    else:
        transfer_id = stored.id
        session.execute(
            update(TransferRecord)
            .where(TransferRecord.id == transfer_id)
            .values(**values, version=TransferRecord.version + 1)
        )
        session.execute(delete(TransferLineRecord).where(TransferLineRecord.transfer_id == transfer_id))
    _hold(session, transfer_id, draft.picks, by=by, at=at)
    index_transfer(session, transfer_id)
    trail.record(
        session, "transfer.save", kind="transfer", subject_id=transfer_id, subject=clean(draft.reason), by=by, at=at,
        after={"lines": len(draft.picks), "units": sum(pick.quantity for pick in draft.picks)},
    )  # fmt: skip
    return transfer_id


def _hold(session: Session, transfer_id: int, picks: Sequence[TransferPick], *, by: Actor, at: datetime) -> None:
    """Write the lines of a draft and put aside what they take; what is in quarantine nobody else can take."""
    items = _items(session, picks)
    values_of = [
        {
            "transfer_id": transfer_id, "line_no": number, "item_id": items[pick.layer_id], "layer_id": pick.layer_id,
            "place_id": pick.place_id, "unit_id": pick.unit_id, "condition": pick.condition, "status": pick.status,
            "quantity": pick.quantity,
        }
        for number, pick in enumerate(picks, 1)
    ]  # fmt: skip
    if values_of:
        session.execute(insert(TransferLineRecord), values_of)
    wanted = [
        inventory.Wanted(
            ItemId(items[pick.layer_id]), LayerId(pick.layer_id), PlaceId(pick.place_id), pick.quantity,
            None if pick.unit_id is None else UnitId(pick.unit_id),
        )
        for pick in picks
        if pick.status is Status.AVAILABLE
    ]  # fmt: skip
    inventory.reserve(session, OWNER, transfer_id, wanted, by=by, at=at)


def send(
    session: Session, transfer_id: int, *, sent_on: date | None = None, count_answer: CountAnswer | None = None,
    by: Actor, at: datetime,
) -> str:  # fmt: skip
    """Send a draft: it takes its number and its goods go on the road. Sending it twice sends once.

    Raises: RulesBroken naming every line that cannot move.
    """
    request = f"transfer:{transfer_id}"
    known = numbers.numbered(session, request)
    if known is not None:
        return known.number
    transfer = record(session, transfer_id)
    today = local_day(session, at)
    day = sent_on or today
    lines = _lines(session, transfer_id)
    stores = _stores(session, transfer)
    raise_if_broken(
        transfer_problems(TransferFacts(transfer.state, len(lines), *stores), sending=True)
    )  # fmt: skip
    document = numbers.assign(
        session, DocumentKind.TRANSFER, request=request, effective_on=day, title=transfer.reason, by=by, at=at
    )
    inventory.release(session, OWNER, transfer_id)
    road = places.on_the_road(session, document.id)
    moved = [
        ledger.Line(
            ItemId(one.item_id), LayerId(one.layer_id), one.quantity, PlaceId(one.place_id), road,
            unit_id=None if one.unit_id is None else UnitId(one.unit_id), condition=one.condition, status=one.status,
        )
        for one in lines
    ]  # fmt: skip
    post_goods(session, document, day, moved, count_answer, transfer.reason, by=by, at=at)
    session.execute(
        update(TransferRecord)
        .where(TransferRecord.id == transfer_id)
        .values(
            state=TransferState.IN_TRANSIT, document_id=document.id, sent_on=day, version=TransferRecord.version + 1
        )
    )  # fmt: skip
    index_transfer(session, transfer_id)
    trail.record(
        session, "transfer.send", kind="transfer", subject_id=transfer_id, subject=document.number, by=by, at=at,
        after={"lines": len(lines), "sent_on": day},
    )  # fmt: skip
    return document.number


def cancel_transfer(session: Session, transfer_id: int, *, by: Actor, at: datetime) -> None:
    """Throw a draft away; what was sent can only be received, returned or written off. Raises: RulesBroken."""
    transfer = record(session, transfer_id)
    raise_if_broken([] if transfer.state is TransferState.DRAFT else [Problem("transfer-not-draft")])
    inventory.release(session, OWNER, transfer_id)
    session.execute(
        update(TransferRecord)
        .where(TransferRecord.id == transfer_id)
        .values(state=TransferState.CANCELED, version=TransferRecord.version + 1)
    )
    trail.record(
        session, "transfer.cancel", kind="transfer", subject_id=transfer_id, subject=transfer.reason, by=by, at=at
    )


def post_goods(
    session: Session, document: Document, day: date, lines: Sequence[ledger.Line], answer: CountAnswer | None, reason: str,
    *, by: Actor, at: datetime,
) -> None:  # fmt: skip
    """Post the movements of a transfer and seal them. Raises: RulesBroken where goods are put aside for others."""
    window = get(session, RULES).backdating_days
    ledger.post(session, ledger.Posting(document.id, day, local_day(session, at), window, answer), lines)
    moved = [
        inventory.Wanted(line.item_id, line.layer_id, line.from_place, line.quantity, line.unit_id)
        for line in lines
        if line.status is Status.AVAILABLE
    ]
    raise_if_broken(inventory.put_aside(session, moved))
    body = ledger.snapshot_of(session, document.id, number=document.number, reason=reason)
    seals.seal(session, document.id, Fact.POST, body, by=by, at=at)


def record(session: Session, transfer_id: int) -> TransferRecord:
    """Return a transfer. Raises: BadInput("not-found")."""
    found = session.get(TransferRecord, transfer_id)
    if found is None:
        raise BadInput("not-found", what=str(transfer_id))
    return found


def _lines(session: Session, transfer_id: int) -> list[TransferLineRecord]:
    return list(
        session.execute(
            select(TransferLineRecord)
            .where(TransferLineRecord.transfer_id == transfer_id)
            .order_by(TransferLineRecord.line_no)
        ).scalars()
    )


def _stores(session: Session, transfer: TransferRecord) -> tuple[int, int]:
    to_store = session.execute(text("SELECT store_id FROM bin WHERE id = :b"), {"b": transfer.to_bin_id}).scalar_one()
    return transfer.from_store_id, int(to_store)


def _facts(session: Session, draft: TransferDraft, state: TransferState) -> TransferFacts:
    to_store = session.execute(text("SELECT store_id FROM bin WHERE id = :b"), {"b": draft.to_bin}).scalar()
    if to_store is None:
        raise BadInput("not-found", what=str(draft.to_bin))
    ids = ",".join(str(int(pick.place_id)) for pick in draft.picks) or "0"
    own = set(
        session.execute(
            text(f"SELECT id FROM place WHERE id IN ({ids}) AND kind = 'bin' AND store_id = :s"),
            {"s": draft.from_store},
        ).scalars()
    )
    foreign = {pick.layer_id for pick in draft.picks if pick.place_id not in own}
    layers = ",".join(str(int(one)) for one in foreign) or "0"
    names = session.execute(
        text(f"SELECT DISTINCT i.name FROM layer l JOIN item i ON i.id = l.item_id WHERE l.id IN ({layers}) ORDER BY 1")
    ).scalars()
    quantities = [pick.quantity for pick in draft.picks]
    return TransferFacts(state, len(draft.picks), draft.from_store, int(to_store), names.all(), quantities)


def _items(session: Session, picks: Sequence[TransferPick]) -> dict[int, int]:
    """Return the item of each layer. Raises: BadInput("not-found")."""
    wanted = {pick.layer_id for pick in picks}
    ids = ",".join(str(int(one)) for one in wanted) or "0"
    found = {row.id: row.item_id for row in session.execute(text(f"SELECT id, item_id FROM layer WHERE id IN ({ids})"))}
    if missing := wanted - found.keys():
        raise BadInput("not-found", what=str(min(missing)))
    return found


def _stored(session: Session, draft: TransferDraft) -> TransferRecord | None:
    if draft.id is None:
        return None
    stored = record(session, draft.id)
    if stored.version != draft.version:
        raise StaleEdit("stale-edit", what=stored.reason or "—")
    return stored


def index_transfer(session: Session, transfer_id: int) -> None:
    """Let the search find it by number, reason and stores."""
    row = session.execute(
        text(
            "SELECT d.number, t.reason, s.name AS source, z.name AS target FROM transfer t LEFT JOIN document d"
            " ON d.id = t.document_id JOIN store s ON s.id = t.from_store_id JOIN bin b ON b.id = t.to_bin_id JOIN store z"
            " ON z.id = b.store_id WHERE t.id = :t"
        ),
        {"t": transfer_id},
    ).one()
    number = numbers.screen_number(row.number) if row.number else ""
    words = f"{row.number or ''} {row.reason}"
    index(session, [Entry("transfer", transfer_id, number or row.reason, f"{row.source} → {row.target}", words)])
