"""Commands about files on records: `attach NUMBER FILE…` and `attached NUMBER`."""

from __future__ import annotations

import mimetypes
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from inl_logistics.cli.context import open_workspace
from inl_logistics.kernel.problems import BadInput, EnvironmentFault

# The record that a number of each kind belongs to: what its files are kept under, and how its id is found.
SUBJECTS: Mapping[str, tuple[str, str]] = {
    "RQ": ("requirement", "SELECT id FROM requirement WHERE document_id = :d"),
    "AG": ("agreement", "SELECT id FROM agreement WHERE document_id = :d"),
    "PO": ("order", "SELECT id FROM purchase_order WHERE document_id = :d"),
    "IN": ("shipment", "SELECT id FROM shipment WHERE document_id = :d"),
    "RR": ("receiving", "SELECT id FROM receiving WHERE document_id = :d"),
    "DR": ("discrepancy", "SELECT receiving_id FROM discrepancy WHERE document_id = :d"),
    "TR": ("transfer", "SELECT id FROM transfer WHERE document_id = :d"),
    "OUT": ("outbound", "SELECT id FROM outbound WHERE document_id = :d"),
    "WB": ("waybill", "SELECT id FROM waybill WHERE document_id = :d"),
    "HO": ("handover", "SELECT id FROM handover WHERE document_id = :d"),
}


def attach(arguments: Namespace) -> dict[str, Any]:
    """Keep files on the record of a number."""
    from inl_logistics.attachments import files
    from inl_logistics.attachments.commands import AttachmentDraft, attach_new
    from inl_logistics.settings.declared import RULES, get

    with open_workspace(arguments, writing=True) as workspace:
        kind, subject, number = workspace.read(_subject, arguments.number)
        kept, most = [], workspace.read(get, RULES).attachment_mb * 1_000_000
        for path in arguments.files:
            content = _content(path)
            digest = files.put(workspace.folder, workspace.key_for("attachments"), content, most_bytes=most)
            media = mimetypes.guess_type(path.name)[0] or ""
            draft = AttachmentDraft(kind, subject, path.name, len(content), digest, arguments.role or "", media)
            kept.append({"id": workspace.write(attach_new, draft), "file": path.name, "size": len(content)})
    return {"number": number, "kind": kind, "attached": kept}


def attached(arguments: Namespace) -> dict[str, Any]:
    """List the files of a number's record; `--save FOLDER` writes them there."""
    from inl_logistics.attachments import files
    from inl_logistics.attachments.queries import files_of
    from inl_logistics.database.files import write_whole

    folder: Path | None = arguments.save
    if folder is not None and not folder.is_dir():
        raise EnvironmentFault("folder-missing", path=folder)
    with open_workspace(arguments, writing=False) as workspace:
        kind, subject, number = workspace.read(_subject, arguments.number)
        found = workspace.read(files_of, kind, [subject])
        for one in found if folder is not None else ():
            content = files.get(workspace.folder, workspace.key_for("attachments"), one.sha256)
            write_whole(Path(str(folder)) / f"{one.id}-{Path(one.name).name}", content)
    listed = [
        {"id": one.id, "file": one.name, "role": one.role, "size": one.size, "added": one.added_at.isoformat(), "by": one.by}
        for one in found
    ]  # fmt: skip
    return {"number": number, "kind": kind, "files": listed, "saved": str(folder) if folder else ""}


def _subject(session: Any, typed: str) -> tuple[str, int, str]:
    from sqlalchemy import text

    from inl_logistics.reports.papers import numbered

    document = numbered(session, typed.strip().upper())
    kind, query = SUBJECTS.get(document.kind, ("", ""))
    found = session.execute(text(query), {"d": document.id}).scalar() if query else None
    if found is None:
        raise BadInput("attachment-no-record", number=document.number)
    return kind, int(found), document.number


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as cause:
        raise EnvironmentFault("file-unreadable", path=path.name) from cause
