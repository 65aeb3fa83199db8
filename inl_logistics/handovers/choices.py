"""What the composer offers: recipients' papers, stock to pick from first-expiry first, units by scan.

Questions only; kept apart from `queries.py` because they serve one screen as it is typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.handovers import facts
from inl_logistics.handovers import queries as handovers
from inl_logistics.handovers.records import HandoverState
from inl_logistics.inventory import queries as inventory
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.dates import stored_day
from inl_logistics.kernel.problems import Problem
from inl_logistics.kernel.text import fold
from inl_logistics.partners.facts import vetting_of
from inl_logistics.partners.rules import VettingStanding, standing
from inl_logistics.settings.declared import RULES, get

_NAME = "i.name || CASE WHEN v.size = '' THEN '' ELSE ', ' || v.size END"


@dataclass(frozen=True, slots=True)
class AgreementChoice:
    """An agreement to hand over under; `ended` on the day asked for."""

    id: int
    number: str
    title: str
    ended: bool


@dataclass(frozen=True, slots=True)
class ProjectChoice:
    """A project and the agreement it belongs to."""

    id: int
    code: str
    name: str
    agreement_id: int | None


@dataclass(frozen=True, slots=True)
class PaperChoices:
    """Agreements and projects of the post."""

    agreements: tuple[AgreementChoice, ...]
    projects: tuple[ProjectChoice, ...]


def paper_choices(session: Session, *, today: date) -> PaperChoices:
    """Return the agreements, those still in force first, and the projects."""
    agreements = session.execute(
        text(
            "SELECT a.id, a.number, a.title, COALESCE((SELECT m.expires_on FROM amendment m WHERE m.agreement_id = a.id"
            " AND m.expires_on IS NOT NULL ORDER BY m.number DESC LIMIT 1), a.expires_on, '9999-12-31') < :d AS ended"
            " FROM agreement a ORDER BY ended, a.number"
        ),
        {"d": today.isoformat()},
    )
    projects = session.execute(text("SELECT id, code, name, agreement_id FROM project ORDER BY code"))
    return PaperChoices(
        tuple(AgreementChoice(row.id, row.number, row.title, bool(row.ended)) for row in agreements),
        tuple(ProjectChoice(row.id, row.code, row.name, row.agreement_id) for row in projects),
    )


@dataclass(frozen=True, slots=True)
class StockChoice:
    """A variant of which something is free in our stores."""

    variant_id: int
    item: str
    code: str
    tracking: str
    unit: str
    free: int


def stock_choices(session: Session, search: str = "", *, limit: int = 40) -> list[StockChoice]:
    """Return the variants that can be picked now, by name or code; with how many are free."""
    where, values = ["1"], {"n": limit}
    bound: dict[str, object] = dict(values)
    for number, word in enumerate(fold(search).split()):
        where.append(f"(i.folded LIKE :w{number} OR lower(v.code) LIKE :w{number} OR lower(v.size) = :e{number})")
        bound[f"w{number}"], bound[f"e{number}"] = f"%{word}%", word
    rows = session.execute(
        text(
            "WITH held AS (SELECT layer_id, place_id, sum(quantity) AS q FROM reservation GROUP BY 1, 2),"
            " free AS (SELECT l.variant_id AS v, sum(b.quantity - COALESCE(h.q, 0)) AS q FROM balance b JOIN layer l"
            " ON l.id = b.layer_id JOIN place p ON p.id = b.place_id AND p.kind = 'bin' LEFT JOIN held h"
            " ON h.layer_id = b.layer_id AND h.place_id = b.place_id WHERE b.real = 1 AND b.quantity > 0"
            " AND b.status = 'available' AND b.title = 'usg' GROUP BY 1)"
            f" SELECT v.id, {_NAME} AS item, v.code, i.tracking, v.unit_of_issue, f.q AS free FROM free f JOIN variant v"
            f" ON v.id = f.v JOIN item i ON i.id = v.item_id WHERE f.q > 0 AND {' AND '.join(where)}"
            " ORDER BY item LIMIT :n"
        ),
        bound,
    )
    return [StockChoice(row.id, row.item, row.code, row.tracking, row.unit_of_issue, row.free) for row in rows]


@dataclass(frozen=True, slots=True)
class UnitPick:
    """A serial unit that can be put on a line."""

    unit_id: int
    serial: str
    layer_id: int
    place_id: int
    condition: str
    lot: str
    expires_on: date | None
    price_micros: int
    variant_id: int
    item: str
    code: str
    unit: str


def unit_picks(session: Session, unit_ids: Sequence[int]) -> list[UnitPick]:
    """Return what a line needs to know of these units, in the order asked for."""
    if not unit_ids:
        return []
    wanted = ",".join(str(int(one)) for one in unit_ids)
    rows = session.execute(
        text(
            "SELECT u.id, u.serial, u.layer_id, o.place_id, o.condition, COALESCE(t.code, '') AS lot, t.expires_on,"
            f" y.price_usd_micros, u.variant_id, {_NAME} AS item, v.code, v.unit_of_issue FROM unit u"
            " JOIN position o ON o.unit_id = u.id JOIN layer y ON y.id = u.layer_id JOIN variant v ON v.id = u.variant_id"
            f" JOIN item i ON i.id = u.item_id LEFT JOIN lot t ON t.id = y.lot_id WHERE u.id IN ({wanted})"
        )
    )
    found = {
        row.id: UnitPick(
            row.id, row.serial, row.layer_id, row.place_id, row.condition, row.lot,
            stored_day(row.expires_on), row.price_usd_micros, row.variant_id, row.item, row.code, row.unit_of_issue,
        )
        for row in rows
    }  # fmt: skip
    return [found[one] for one in unit_ids if one in found]


@dataclass(frozen=True, slots=True)
class PickOffer:
    """What of one variant can be taken: first expiry first, lots with too little life left at the end."""

    variant_id: int
    item: str
    code: str
    tracking: str
    unit: str
    proposals: tuple[inventory.Proposal, ...]
    units: tuple[UnitPick, ...]

    @property
    def free(self) -> int:
        """How much can be taken without asking anybody."""
        return sum(one.free for one in self.proposals if not one.skipped)


def offer(
    session: Session, variant_id: int, *, today: date, project_id: int | None = None, most_units: int = 500
) -> PickOffer | None:
    """Return what can be picked of a variant; for serial items the units too, first expiry first."""
    row = session.execute(
        text(
            f"SELECT {_NAME} AS item, v.code, i.tracking, v.unit_of_issue, i.min_life_handover_months AS months"
            " FROM variant v JOIN item i ON i.id = v.item_id WHERE v.id = :v"
        ),
        {"v": variant_id},
    ).first()
    if row is None:
        return None
    months = get(session, RULES).min_life_months if row.months is None else row.months
    found = inventory.proposals(session, variant_id, today=today, min_life_days=months * 30, project_id=project_id)
    usable = [unit for one in found if not one.skipped for unit in one.unit_ids]
    units = unit_picks(session, sorted(usable)[:most_units]) if row.tracking == "serial" else []
    return PickOffer(variant_id, row.item, row.code, row.tracking, row.unit_of_issue, tuple(found), tuple(units))


@dataclass(frozen=True, slots=True)
class Started:
    """What a handover is begun with from another list: serial units, and variants to take some of."""

    units: tuple[UnitPick, ...]
    offers: tuple[PickOffer, ...]


def started(session: Session, unit_ids: Sequence[int], variant_ids: Sequence[int], *, today: date) -> Started:
    """Return the units and variants that were chosen in another list."""
    offers = [offer(session, variant_id, today=today) for variant_id in dict.fromkeys(variant_ids)]
    return Started(tuple(unit_picks(session, unit_ids)), tuple(one for one in offers if one is not None))


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft as stored: what stands against it, its paper, and how the unit's vetting stands on its day."""

    problems: tuple[Problem, ...]
    paper: handovers.Paper
    standing: VettingStanding
    valid_to: date | None


def checked(session: Session, handover_id: int, *, today: date, by: Actor) -> Checked:
    """Return what the composer shows after each change, in one question."""
    handover = facts.record(session, handover_id)
    on = handover.planned_on or today
    is_draft = handover.document_id is None
    if handover.state is HandoverState.ISSUED:
        on = max(on, today)
    vetting = vetting_of(session, handover.unit_id, on=on)
    return Checked(
        tuple(handovers.problems(session, handover_id, on=on)) if is_draft else (),
        handovers.paper(session, handover_id, today=today, by=by), standing(vetting, on=on), vetting.valid_to,
    )  # fmt: skip
