"""Signed copies, many at once: which receipt each page of a scan is, by its code, and filing them in one step.

    scanned = read_scans(sources)                       # in a child process: pages with the codes seen on them
    proposed = workspace.read(propose, scanned)         # what each page or run of pages is, and whether it can be filed
    contents = cut(sources, proposed)                   # in a child process: one file for each receipt
    workspace.write(file_copies, drafts)                # all or nothing; `unfile_copies` takes them off again

A page without a code belongs to the receipt before it in its file: only the first page of a receipt has one.
Source: product.md 3 (Handover), 8 (QR).
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.attachments.commands import AttachmentDraft, attach, remove
from inl_logistics.handovers import commands
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import BadInput, EnvironmentFault, Problem, RulesBroken
from inl_logistics.register import codes
from inl_logistics.register.codes import Verdict
from inl_logistics.register.devicekeys import known_keys

if TYPE_CHECKING:
    from inl_logistics.labels.reading import Seen

SIGNED_COPY = "signed-copy"
SIGNED_NOTE = "signed-note"
MOST_PAGES = 600
_DAMAGED = "picture-incomplete"


class Standing(StrEnum):
    """What a page is good for."""

    READY = "ready"
    NOTE = "note"  # a signed variance note or reversal: kept with its receipt, of which it is not the copy
    NO_CODE = "no-code"
    UNREADABLE = "unreadable"
    UNKNOWN = "unknown"
    ALTERED = "altered"
    NOT_SIGNED = "not-signed"
    ENDED = "ended"
    FILED = "filed"
    TWICE = "twice"


TO_FILE = frozenset({Standing.READY, Standing.NOTE})


@dataclass(frozen=True, slots=True)
class Source:
    """A file to look through, or a picture that was pasted."""

    name: str
    path: Path | None = None
    content: bytes = b""

    def read(self) -> bytes:
        """Return the content. Raises: EnvironmentFault("file-unreadable")."""
        if self.path is None:
            return self.content
        try:
            return self.path.read_bytes()
        except OSError as cause:
            raise EnvironmentFault("file-unreadable", path=self.path.name) from cause


@dataclass(frozen=True, slots=True)
class Scanned:
    """A page of a source (from 0) with the receipt codes on it, or the code of what is wrong with it.

    A source that cannot be read at all has one page.
    """

    source: int
    name: str
    page: int
    texts: tuple[str, ...] = ()
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Pages of one source that belong together, and what is proposed for them."""

    source: int
    name: str
    pages: tuple[int, ...]
    of_pages: int
    standing: Standing
    number: str = ""
    handover_id: int | None = None
    recipient: str = ""
    wrong: str = ""

    @property
    def is_whole(self) -> bool:
        """Tell whether it is all of its file."""
        return len(self.pages) == self.of_pages


def read_scans(sources: Sequence[Source], progress: Any = None) -> list[Scanned]:
    """Look through files, page by page. What cannot be read is told as such; the others are read all the same."""
    from inl_logistics.labels.reading import pages_in

    found: list[Scanned] = []
    for at, source in enumerate(sources):
        if progress is not None:
            progress(at, len(sources), source.name)
        try:
            pages = pages_in(source.read(), source.name, most=MOST_PAGES)
            found += [
                Scanned(at, source.name, page, _receipts(seen)) if seen is not None
                else Scanned(at, source.name, page, wrong=_DAMAGED)
                for page, seen in enumerate(pages)
            ]  # fmt: skip
        except (BadInput, EnvironmentFault) as error:
            found.append(Scanned(at, source.name, 0, wrong=error.code))
    return found


def _receipts(seen: Iterable[Seen]) -> tuple[str, ...]:
    return tuple(one.text for one in seen if one.text.startswith(codes.PREFIX))


def numbers_in(source: Source, progress: Any = None) -> tuple[str, ...]:
    """Return the numbers of the papers that a scan shows; none where nothing can be read on it."""
    found: list[str] = []
    for page in read_scans([source], progress):
        for one in page.texts:
            try:
                found.append(codes.read_code(one).number)
            except BadInput:
                continue
    return tuple(dict.fromkeys(found))


@dataclass(slots=True)
class _Group:
    text: str
    pages: list[int] = field(default_factory=list)
    wrong: str = ""


def propose(session: Session, scanned: Sequence[Scanned]) -> list[Proposal]:
    """Say what each page is, in the order of the files; pages of one receipt in one file are one proposal."""
    keys = [one.public_key for one in known_keys(session)]
    found: list[Proposal] = []
    seen: set[str] = set()
    for source in dict.fromkeys(one.source for one in scanned):
        pages = [one for one in scanned if one.source == source]
        for group in _grouped(pages):
            proposal = _proposal(session, pages[0], group, len(pages), keys)
            if group.wrong and proposal.standing in {*TO_FILE, Standing.NO_CODE}:
                # A page of it is damaged, or may be: what was kept would not be the whole receipt.
                proposal = replace(proposal, standing=Standing.UNREADABLE, wrong=group.wrong)
            if proposal.standing in TO_FILE:
                if proposal.number in seen:
                    proposal = _as(proposal, Standing.TWICE)
                seen.add(proposal.number)
            found.append(proposal)
    return found


def _grouped(pages: Iterable[Scanned]) -> list[_Group]:
    groups: dict[str, _Group] = {}
    last = ""
    for one in pages:
        for key in dict.fromkeys(one.texts) or (last,):
            group = groups.setdefault(key, _Group(key))
            group.pages.append(one.page)
            group.wrong = group.wrong or one.wrong
            last = key
    return list(groups.values())


def _proposal(session: Session, page: Scanned, group: _Group, of_pages: int, keys: Sequence[bytes]) -> Proposal:
    plain = Proposal(page.source, page.name, tuple(group.pages), of_pages, Standing.NO_CODE)
    if not group.text:
        return plain
    try:
        code = codes.read_code(group.text)
    except BadInput:
        return _as(plain, Standing.UNKNOWN)
    verdict, _key = codes.verify_code(code, keys)
    if verdict is Verdict.ALTERED:
        return _as(plain, Standing.ALTERED, code.number)
    row = session.execute(text(_RECEIPT), {"n": code.number}).first()
    if verdict is Verdict.UNKNOWN_DEVICE or row is None:
        return _as(plain, Standing.UNKNOWN, code.number)
    if row.content_hash[: len(code.hash_start)] != code.hash_start:
        return _as(plain, Standing.ALTERED, code.number)
    return _as(plain, _standing(row), code.number, row.handover_id, row.recipient or "")


# The receipt itself, or the receipt that a variance note or a reversal belongs to.
_RECEIPT = (
    "SELECT d.kind, s.content_hash, h.id AS handover_id, h.state, h.copy_attachment_id, u.name AS recipient FROM document d"
    " JOIN seal s ON s.document_id = d.id AND s.fact = CASE d.kind WHEN 'HO' THEN 'issue' ELSE 'post' END"
    " JOIN handover h ON h.document_id = CASE d.kind WHEN 'HO' THEN d.id WHEN 'RV' THEN d.reverses_id"
    " WHEN 'VN' THEN (SELECT x.id FROM document x WHERE x.number = d.title) END"
    " LEFT JOIN partner u ON u.id = h.unit_id WHERE d.number = :n"
)


def _standing(row: Any) -> Standing:
    if row.kind != "HO":
        return Standing.NOTE
    if row.state in {"void", "refused"}:
        return Standing.ENDED
    if row.state == "issued":
        return Standing.NOT_SIGNED
    return Standing.FILED if row.copy_attachment_id is not None else Standing.READY


def _as(
    plain: Proposal, standing: Standing, number: str = "", handover_id: int | None = None, recipient: str = ""
) -> Proposal:
    return Proposal(
        plain.source, plain.name, plain.pages, plain.of_pages, standing, number or plain.number,
        handover_id if handover_id is not None else plain.handover_id, recipient or plain.recipient,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One file to keep: a source as it is, or some of its pages."""

    name: str
    content: bytes


def cut(sources: Sequence[Source], proposals: Sequence[Proposal], progress: Any = None) -> list[Part]:
    """Return one file for each proposal; a file with several receipts is cut into their pages."""
    made = []
    for at, one in enumerate(proposals):
        if progress is not None:
            progress(at, len(proposals), one.name)
        content = sources[one.source].read()
        if one.is_whole:
            made.append(Part(one.name, content))
        elif content[:5] == b"%PDF-":
            made.append(Part(f"{Path(one.name).stem} {one.number}.pdf", _pages_of(content, one.pages)))
        else:  # only a TIFF has several pages besides; a photo of several receipts is kept whole with each
            made.append(Part(f"{Path(one.name).stem} {one.number}.tif", _frames_of(content, one.pages)))
    return made


def _pages_of(content: bytes, pages: Sequence[int]) -> bytes:
    import pypdfium2

    source, made = pypdfium2.PdfDocument(content), pypdfium2.PdfDocument.new()
    try:
        made.import_pages(source, list(pages))
        out = io.BytesIO()
        made.save(out)
        return out.getvalue()
    finally:
        made.close()
        source.close()


def _frames_of(content: bytes, pages: Sequence[int]) -> bytes:
    from PIL import Image

    frames = []
    with Image.open(io.BytesIO(content)) as opened:
        for page in pages:
            opened.seek(page)
            frames.append(opened.copy())
        fax = all(frame.mode == "1" for frame in frames)
        resolution = opened.info.get("dpi")
    out = io.BytesIO()
    kept = {"dpi": resolution} if resolution else {}
    frames[0].save(
        out, "TIFF", save_all=True, append_images=frames[1:], compression="group4" if fax else "tiff_lzw", **kept
    )
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class CopyDraft:
    """A kept file and the receipt that it is the signed copy of; a note is kept with the receipt only."""

    handover_id: int
    file_name: str
    size: int
    sha256: bytes
    media_type: str = ""
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class Filed:
    """What was filed, for the notice and its undo."""

    handover_ids: tuple[int, ...]
    attachment_ids: tuple[int, ...]


def file_copies(session: Session, drafts: tuple[CopyDraft, ...], *, by: Actor, at: datetime) -> Filed:
    """File several signed copies at once, all or none.

    Raises: RulesBroken("copy-needs-signature"), RulesBroken("copy-filed-already") for one that was filed meanwhile.
    """
    attached = []
    for one in drafts:
        draft = AttachmentDraft(
            "handover", one.handover_id, one.file_name, one.size, one.sha256,
            SIGNED_NOTE if one.is_note else SIGNED_COPY, one.media_type,
        )  # fmt: skip
        if one.is_note:
            attached.append(attach(session, draft, by=by, at=at))
            continue
        row = session.execute(
            text(
                "SELECT h.copy_attachment_id, d.number FROM handover h LEFT JOIN document d ON d.id = h.document_id"
                " WHERE h.id = :h"
            ),
            {"h": one.handover_id},
        ).first()
        if row is not None and row.copy_attachment_id is not None:
            raise RulesBroken([Problem("copy-filed-already", params={"number": row.number})])
        attached.append(commands.attach_copy(session, one.handover_id, draft, by=by, at=at))
    return Filed(tuple(one.handover_id for one in drafts), tuple(attached))


def unfile_copies(session: Session, filed: Filed, *, by: Actor, at: datetime) -> None:
    """Take back what `file_copies` did; a copy that was filed anew since stays."""
    for handover_id, attachment_id in zip(filed.handover_ids, filed.attachment_ids, strict=True):
        present = session.execute(
            text("SELECT copy_attachment_id FROM handover WHERE id = :h"), {"h": handover_id}
        ).scalar()
        if present == attachment_id:
            commands.unfile_copy(session, handover_id, by=by, at=at)
        else:
            remove(session, attachment_id, by=by, at=at)
