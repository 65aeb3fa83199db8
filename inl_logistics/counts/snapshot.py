"""From records to the papers of a count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.counts.documents import Certificate, CertificateLine, CountSheet, SheetLine, certificate_from_json
from inl_logistics.counts.judging import JudgedLine, judge
from inl_logistics.counts.records import Finding
from inl_logistics.kernel.dates import instant_from_text
from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.values import DocumentId, UnitPrice, line_value
from inl_logistics.paper.model import Named, Signer, SignerRole, Translation
from inl_logistics.register import seals
from inl_logistics.register.records import Fact
from inl_logistics.settings.declared import POST, get, local_day
from inl_logistics.settings.letterhead import letterhead

_ELSEWHERE = (Finding.MOVED, Finding.AWAY, Finding.UNEXPECTED)


def certificate(session: Session, counting_id: int) -> Certificate:
    """Return the certificate as it was posted; before, as it stands. Raises: BadInput("not-found")."""
    row = session.execute(text("SELECT document_id, state FROM counting WHERE id = :c"), {"c": counting_id}).first()
    if row is None:
        raise BadInput("not-found", what=str(counting_id))
    raw = seals.snapshot(session, DocumentId(row.document_id), Fact.POST) if row.document_id else None
    if raw is not None:
        return certificate_from_json(raw)
    judged = judge(session, counting_id)
    return certificate_of(session, counting_id, judged, _estimates(judged), adjustment="", draft=True)


def certificate_of(
    session: Session, counting_id: int, judged: Sequence[JudgedLine], values: Mapping[int, tuple[int, int]], *,
    adjustment: str, draft: bool = False,
) -> Certificate:  # fmt: skip
    """Return what the certificate of a count prints now; `values` are what is missing and found of a line, in cents."""
    row = session.execute(
        text(
            "SELECT c.*, d.number, COALESCE(s.name, '') AS store, u.name AS by_name, u.title AS by_title FROM counting c"
            " LEFT JOIN document d ON d.id = c.document_id LEFT JOIN store s ON s.id = c.store_id"
            " JOIN user_account u ON u.id = c.created_by WHERE c.id = :c"
        ),
        {"c": counting_id},
    ).one()
    different = [one for one in judged if one.differs or one.out]
    names = _names(session, {one.item_id for one in different})
    lines = tuple(_certificate_line(one, names, sum(values.get(one.line_id, (0, 0)))) for one in different)
    profile = get(session, POST)
    started = local_day(session, instant_from_text(row.started_at)) if row.started_at else date(2000, 1, 1)
    counters = tuple(filter(None, (row.counter_one, row.counter_two)))
    return Certificate(
        None if draft else row.number, row.title, row.kind, started,
        date.fromisoformat(row.counted_on) if row.counted_on else started, letterhead(profile),
        Named(row.store or profile.name), counters, bool(row.blind), bool(row.frozen), len(judged),
        sum(not one.differs for one in judged), sum(one.counted for one in judged), lines, adjustment,
        sum(missing for missing, _found in values.values()), sum(found for _missing, found in values.values()),
        row.remarks,
        (
            *(Signer(SignerRole.COUNTED, Named(name)) for name in counters),
            Signer(SignerRole.APPROVED), Signer(SignerRole.ACKNOWLEDGED),
        ),
    )  # fmt: skip


def count_sheet(session: Session, counting_id: int, *, today: date, second: bool = False) -> CountSheet:
    """Return the sheet to count by: the lines of a count under way. Raises: BadInput("not-found")."""
    row = session.execute(
        text(
            "SELECT c.*, d.number, COALESCE(s.name, '') AS store FROM counting c LEFT JOIN document d ON d.id = c.document_id"
            " LEFT JOIN store s ON s.id = c.store_id WHERE c.id = :c"
        ),
        {"c": counting_id},
    ).first()
    if row is None:
        raise BadInput("not-found", what=str(counting_id))
    judged = judge(session, counting_id)
    names = _names(session, {one.item_id for one in judged})
    serials = {} if row.blind else _serials(session, judged)
    profile = get(session, POST)
    lines = tuple(
        SheetLine(
            one.place, one.code, one.item, one.unit, None if row.blind else one.expected, names[one.item_id], one.lot,
            one.expires_on, one.status == "quarantined", serials.get((one.place_id, one.variant_id), ()) if one.is_serial else (),
        )
        for one in _wanted(judged)
    )  # fmt: skip
    counter = row.counter_two if second else row.counter_one
    return CountSheet(
        row.number, row.title, row.kind, today, letterhead(profile), Named(row.store or profile.name), lines, counter
    )


def _wanted(judged: Sequence[JudgedLine]) -> Sequence[JudgedLine]:
    """Return the lines of a sheet: those that wait to be counted again, where there are any."""
    return [one for one in judged if one.recount and one.round is None] or judged


def _estimates(judged: Sequence[JudgedLine]) -> dict[int, tuple[int, int]]:
    """Return the values of the differences at the catalog's price, before the layers are known."""
    found = {}
    for one in judged:
        if one.is_serial:
            missing, more = (
                sum(line_value(1, UnitPrice(each.price_micros)).minor for each in one.findings if each.finding is kind)
                for kind in (Finding.MISSING, Finding.FOUND)
            )
        else:
            value = line_value(abs(one.change), UnitPrice(one.price_micros)).minor
            missing, more = (value, 0) if one.change < 0 else (0, value)
        found[one.line_id] = (missing, more)
    return found


def _certificate_line(one: JudgedLine, names: dict[int, tuple[Translation, ...]], value: int) -> CertificateLine:
    named = {
        kind: tuple(
            f"{each.serial} ({each.book_place})" if kind in _ELSEWHERE else each.serial
            for each in one.findings
            if each.finding is kind
        )
        for kind in (Finding.MISSING, Finding.FOUND, *_ELSEWHERE)
    }  # fmt: skip
    return CertificateLine(
        one.place, one.code, one.item, one.unit, one.books, one.counted, one.change, one.out, one.out_document, value,
        one.cause.value if one.cause else "", one.note, names.get(one.item_id, ()), one.lot, named[Finding.MISSING],
        named[Finding.FOUND], named[Finding.MOVED], named[Finding.AWAY], named[Finding.UNEXPECTED],
    )  # fmt: skip


def _names(session: Session, items: Iterable[int]) -> dict[int, tuple[Translation, ...]]:
    wanted = ",".join(str(int(one)) for one in items) or "0"
    found: dict[int, list[Translation]] = defaultdict(list)
    for row in session.execute(text(f"SELECT item_id, language, name FROM item_name WHERE item_id IN ({wanted})")):
        found[row.item_id].append(Translation(row.language, row.name))
    return defaultdict(tuple, {item: tuple(names) for item, names in found.items()})


def _serials(session: Session, judged: Sequence[JudgedLine]) -> dict[tuple[int, int], tuple[str, ...]]:
    places = ",".join(str(int(one)) for one in {one.place_id for one in judged if one.is_serial}) or "0"
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    rows = session.execute(
        text(
            "SELECT q.place_id, u.variant_id, u.serial FROM position q JOIN unit u ON u.id = q.unit_id"
            f" WHERE q.place_id IN ({places}) AND u.folded IS NOT NULL ORDER BY u.folded"
        )
    )
    for row in rows:
        found[row.place_id, row.variant_id].append(row.serial)
    return {key: tuple(serials) for key, serials in found.items()}
