"""Run an import in the caller's one transaction, and undo it with one act.

Source: product.md 7 (import, undo), 4 (Undo, Bulk import); architecture.md 3 (commands compose, never commit).
"""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from datetime import date, datetime

import msgspec
from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session

from inl_logistics.database.base import uuid7
from inl_logistics.imports import lists, openings, orders, packing, undoing
from inl_logistics.imports.against import against
from inl_logistics.imports.mapping import Mapping, to_json
from inl_logistics.imports.masters import Made
from inl_logistics.imports.plan import ImportPlan
from inl_logistics.imports.records import ImportRecord, MappingRecord
from inl_logistics.imports.report import report
from inl_logistics.imports.roles import Kind
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.values import Title
from inl_logistics.settings.declared import local_day
from inl_logistics.users import trail


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What the file does not say. Numbers are as on paper or on screen; ids win over them."""

    into: str = ""
    agreement: str = ""
    project: str = ""
    store: str = ""
    bin: str = ""
    vendor_id: int | None = None
    add: bool = False


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import made. `id` is what `undo` takes."""

    id: int
    plan: ImportPlan
    created: MappingOf[str, int] = field(default_factory=dict)
    document: str = ""
    subject_kind: str = ""
    subject_id: int | None = None


class ImportRefused(BadInput):
    """A file has rows with errors; nothing was written. `result` is the report that names them all."""

    def __init__(self, plan: ImportPlan) -> None:
        self.plan = plan
        super().__init__("import-has-errors", count=len({problem.index for problem in plan.errors}))

    @property
    def result(self) -> dict[str, object]:
        """Return the report of the refused import."""
        return report(self.plan)

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.plan,)


def run(
    session: Session, plan: ImportPlan, options: RunOptions | None = None, *, by: Actor, at: datetime
) -> ImportResult:
    """Write all ready rows of a plan, or nothing.

    Raises: BadInput("import-has-errors", "import-no-rows", "already-imported", "holdings-exist", …).
    """
    options = options or RunOptions()
    plan = against(session, plan)
    if plan.errors:
        raise ImportRefused(plan)
    if not plan.can_import:
        raise BadInput("import-no-rows")
    today = local_day(session, at)
    import_id = _begin(session, plan, by=by, at=at)
    made = Made(import_id)
    document_id, subject, restore = _write(session, plan, options, made, by=by, at=at, today=today)
    number = session.execute(text("SELECT number FROM document WHERE id = :d"), {"d": document_id}).scalar() or ""
    created = {name: count for name, count in made.counts.items() if count}
    result = ImportResult(import_id, plan, created, number, *subject)
    summary = report(plan, created=created, undo=import_id)
    summary["problems"] = []
    stored = msgspec.json.encode({"summary": summary, "restore": restore}).decode()
    session.execute(
        update(ImportRecord)
        .where(ImportRecord.id == import_id)
        .values(report=stored, document_id=document_id, subject_kind=subject[0], subject_id=subject[1])
    )
    trail.record(
        session, "import.run", kind="import", subject_id=import_id, subject=number or plan.kind.value, by=by, at=at,
        after={
            "kind": plan.kind.value, "files": [[one.name, one.sha256] for one in plan.files], "rows": plan.rows,
            "accepted": len(plan.table.ready()), "created": created,
        },
    )  # fmt: skip
    return result


def _begin(session: Session, plan: ImportPlan, *, by: Actor, at: datetime) -> int:
    values = {
        "uid": uuid7(), "kind": plan.kind.value, "files": "\n".join(one.name for one in plan.files),
        "content_hash": plan.content_hash(), "mapping": plan.signature, "rows": plan.rows,
        "accepted": len(plan.table.ready()), "at": at, "by": by.user_id,
    }  # fmt: skip
    return session.execute(insert(ImportRecord).values(**values).returning(ImportRecord.id)).scalar_one()


def _write(
    session: Session, plan: ImportPlan, options: RunOptions, made: Made, *, by: Actor, at: datetime, today: date
) -> tuple[int | None, tuple[str, int | None], object]:
    """Write by kind; return the document, the subject to open, and what undo needs to know."""
    if plan.kind in {Kind.HOLDINGS, Kind.STOCK}:
        default = Title.HOST if plan.kind is Kind.HOLDINGS else Title.USG
        chosen = openings.OpeningOptions(
            plan.request.as_of or today, plan.request.title or default, options.store, options.bin, options.add,
            _project(session, options.project),
        )  # fmt: skip
        document = openings.write(session, plan, chosen, made, by=by, at=at, today=today)
        return document, ("document", document), None
    if plan.kind in {Kind.ORDERS, Kind.SHIPMENTS}:
        terms = orders.OrderOptions(
            _agreement(session, options.agreement), _project(session, options.project), options.vendor_id
        )
        first = orders.write(session, plan, terms, made, by=by, at=at, today=today)
        return None, ("order", first), None
    if plan.kind in {Kind.PACKING_LIST, Kind.SERIALS}:
        shipment, before = packing.write(session, plan, options.into, made, by=by, at=at)
        return None, ("shipment", shipment), before
    if plan.kind is Kind.CATALOG:
        return None, ("item", None), lists.write_catalog(session, plan, made)
    lists.write_partners(session, plan, made, by=by, at=at, today=today)
    return None, ("partner", None), None


def undo(session: Session, import_id: int, *, by: Actor, at: datetime) -> str:
    """Take a whole import back; return the number of its reversal, or the empty text where nothing was posted.

    Raises: BadInput("import-unknown", "import-undone", "import-in-use"); RulesBroken where a later fact depends.
    """
    row = session.get(ImportRecord, import_id)
    if row is None:
        raise BadInput("import-unknown", import_id=import_id)
    if row.undone_at is not None:
        raise BadInput("import-undone", import_id=import_id)
    restore = msgspec.json.decode(row.report)["restore"] if row.report else None
    number, reversal = "", None
    if row.document_id is not None:
        number, reversal = undoing.reverse_opening(session, row.document_id, import_id, by=by, at=at)
    if row.kind in {Kind.ORDERS, Kind.SHIPMENTS}:
        undoing.cancel_orders(session, import_id, by=by, at=at)
    elif row.kind in {Kind.PACKING_LIST, Kind.SERIALS} and row.subject_id is not None:
        if restore:
            packing.undo(session, row.subject_id, restore, by=by, at=at)
        else:
            undoing.cancel_shipment(session, row.subject_id)
    elif row.kind == Kind.CATALOG and restore:
        lists.restore_catalog(session, restore)
    retired = undoing.retire_masters(session, import_id, at=at, day=local_day(session, at))
    session.execute(
        update(ImportRecord).where(ImportRecord.id == import_id).values(undone_at=at, undo_document_id=reversal)
    )
    trail.record(
        session, "import.undo", kind="import", subject_id=import_id, subject=number or row.kind, by=by, at=at,
        after={"reversal": number, "retired": retired},
    )  # fmt: skip
    return number


def save_mapping(session: Session, mapping: Mapping, *, by: Actor, at: datetime) -> int:
    """Remember a mapping under its name; one of the same name is replaced."""
    content = to_json(mapping).decode()
    found = session.execute(select(MappingRecord.id).where(MappingRecord.name == mapping.name)).scalar()
    values = {"kind": mapping.kind.value, "signature": mapping.signature, "content": content, "used_at": at}
    if found is None:
        found = session.execute(
            insert(MappingRecord).values(name=mapping.name, **values).returning(MappingRecord.id)
        ).scalar_one()
    else:
        session.execute(update(MappingRecord).where(MappingRecord.id == found).values(**values))
    trail.record(session, "mapping.save", kind="mapping", subject_id=found, subject=mapping.name, by=by, at=at)
    return int(found)


def _project(session: Session, code: str) -> int | None:
    if not code:
        return None
    found = session.execute(text("SELECT id FROM project WHERE upper(code) = upper(:c)"), {"c": code}).scalar()
    if found is None:
        raise BadInput("import-into-unknown", what="project", number=code)
    return int(found)


def _agreement(session: Session, number: str) -> int | None:
    if not number:
        return None
    found = session.execute(
        text(
            "SELECT a.id FROM agreement a LEFT JOIN document d ON d.id = a.document_id WHERE upper(a.number) = upper(:n)"
            " OR upper(d.number) = upper(:n)"
        ),
        {"n": number},
    ).scalar()
    if found is None:
        raise BadInput("import-into-unknown", what="agreement", number=number)
    return int(found)
