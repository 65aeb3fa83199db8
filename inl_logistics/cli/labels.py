"""Labels on the command line: `label bins MAIN --layout a4-21 --out bins.pdf`. Source: product.md 7."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from inl_logistics.cli.context import open_workspace
from inl_logistics.cli.papers import local, write_pdf
from inl_logistics.kernel.problems import BadInput, UsageFault

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from inl_logistics.labels.tags import Subject

_FIND = {
    "units": ("the units of these serials", "SELECT id FROM unit WHERE folded = :k"),
    "items": ("the sizes of these items", "SELECT id FROM item WHERE code = :t AND merged_into_id IS NULL"),
    "stock": ("all that lies in this store", "SELECT id FROM store WHERE code = :t"),
    "bins": ("the bins of these stores", "SELECT id FROM store WHERE code = :t"),
    "cartons": ("the packages of these inbound shipments", "SELECT h.id FROM shipment h JOIN document d ON d.id = h.document_id WHERE d.number = :t"),
    "kits": ("the assembled kits of these codes", "SELECT id FROM kit WHERE code = :t"),
    "receipt": ("what these receiving reports brought in", "SELECT id FROM document WHERE number = :t AND kind = 'RR'"),
}  # fmt: skip


def label(arguments: Namespace) -> dict[str, Any]:
    """Print labels to PDF; what has no tag yet gets one, and it is told in the trail."""
    from inl_logistics.labels.layouts import layouts
    from inl_logistics.paper.codes import Symbol

    if arguments.list:
        sizes = {one.name: " ".join(filter(None, (one.title, one.size_words()))) for one in layouts()}
        return {
            "what": {name: words for name, (words, _sql) in _FIND.items()},
            "layouts": sizes,
            "codes": [s.value for s in Symbol],
        }
    if arguments.what not in _FIND or not arguments.names or arguments.out is None:
        known = ", ".join(_FIND)
        raise UsageFault(
            "usage", message=f"label needs one of {known}, then names, and --out FILE.pdf; see label --list"
        )
    from inl_logistics.labels import commands, drawing

    with open_workspace(arguments, writing=True) as workspace:
        subjects = workspace.read(_subjects, arguments.what, arguments.names)
        name = arguments.layout or ("a4-21" if workspace.post.paper == "a4" else "letter-30")
        draft = commands.LabelsDraft(
            tuple(subjects), name, Symbol(arguments.code), arguments.start - 1, arguments.copies,
            arguments.language or "",
        )  # fmt: skip
        labels, printing = workspace.write(commands.make_labels, draft)
        write_pdf(arguments.out, drawing.draw(labels, printing, printed_at=local(workspace)))
        tags = tuple(one.tag for one in labels)
        printed = commands.PrintedDraft(tags, name, draft.symbol, draft.copies, saved=True)
        count = workspace.write(commands.record_print, printed)
    return {"labels": count, "file": str(arguments.out), "layout": name, "first": tags[0], "last": tags[-1]}


def _subjects(session: Session, what: str, names: list[str]) -> list[Subject]:
    from sqlalchemy import text

    from inl_logistics.kernel.text import serial_key
    from inl_logistics.labels import queries
    from inl_logistics.labels.records import LabelKind
    from inl_logistics.labels.tags import Subject

    def units(_session: Session, ident: int) -> list[Subject]:
        return [Subject(LabelKind.UNIT, ident)]

    of: dict[str, Callable[[Session, int], list[Subject]]] = {
        "units": units, "items": queries.of_item, "stock": queries.in_store, "bins": queries.of_store,
        "cartons": queries.of_shipment, "kits": queries.of_kit, "receipt": queries.of_receipt,
    }  # fmt: skip
    found: list[Subject] = []
    for name in names:
        ids = session.execute(text(_FIND[what][1]), {"t": name.strip(), "k": serial_key(name)}).scalars().all()
        if not ids:
            raise BadInput("not-found", what=name)
        for ident in ids:
            found += of[what](session, ident)
    return found
