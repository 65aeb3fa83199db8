"""Commands about papers: receipt (and every other paper of a number), check."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from inl_logistics.cli.context import open_printing, open_workspace
from inl_logistics.kernel.problems import BadInput, EnvironmentFault, UsageFault

if TYPE_CHECKING:
    from inl_logistics.checking import Checked
    from inl_logistics.workspace import Workspace


def receipt(arguments: Namespace) -> dict[str, Any]:
    """Print a document by its number to PDF: the first after issue is the original, later ones are reprints."""
    number = arguments.number.strip().upper()
    kind = number.split("-")[-3] if number.count("-") >= 2 else ""
    if kind != "HO" or arguments.document not in (None, "handover-receipt"):
        return _other_paper(arguments, number)
    from inl_logistics.handovers import commands, documents, papers
    from inl_logistics.paper.model import Mark, PaperSize

    if arguments.sign and arguments.preview:
        raise UsageFault("usage", message="a preview is not signed")
    with open_printing(arguments) as workspace:
        paper = workspace.read(papers.paper_by_number, number)
        language = arguments.language or paper.language
        size = arguments.paper or workspace.post.paper
        reprint = paper.printed
        if not arguments.preview and paper.document_id is not None:
            reprint = workspace.write(commands.record_print, paper.document_id, language=language, paper=size)
        # Nobody counts a preview, so none may pass for the original.
        mark = Mark.DRAFT if arguments.preview and paper.mark is Mark.NONE else paper.mark
        content = documents.render(
            paper.receipt, printed_at=local(workspace), language=language, paper=PaperSize(size),
            copies=_copies(arguments.copy), values=_values(arguments, default=paper.show_values), mark=mark,
            reprint=reprint, seal=paper.seal, signatures=paper.signatures, taken_back=paper.taken_back,
        )  # fmt: skip
        if arguments.sign:
            content = _signed(workspace, content, paper.receipt.number or "")
    write_pdf(arguments.out, content)
    return {
        "number": paper.receipt.number, "file": str(arguments.out), "language": language, "paper": size,
        "reprint": reprint, "check_code": paper.seal.check_code if paper.seal else "",
    }  # fmt: skip


def _other_paper(arguments: Namespace, number: str) -> dict[str, Any]:
    """Print a paper of another kind of number: they are drawn from what is sealed and count no copies."""
    from inl_logistics.paper.model import PaperSize
    from inl_logistics.reports import papers

    if "-WB-" in f"-{number}" and arguments.document in (None, "waybill"):
        return _waybill(arguments, number)
    with open_workspace(arguments, writing=False) as workspace:
        document = workspace.read(papers.numbered, number)
        known = papers.of_kind(document.kind)
        if not known:
            raise BadInput("not-found", what=document.number)
        chosen = known[0] if arguments.document is None else papers.paper(arguments.document)
        if chosen not in known:
            names = ", ".join(one.name for one in known)
            raise UsageFault("paper-of-other-kind", number=document.number, name=chosen.name, known=names)
        frozen = workspace.read(papers.freeze_numbered, chosen, document, workspace.today())
        language = arguments.language or workspace.post.language
        size = PaperSize(arguments.paper or workspace.post.paper)
        content = chosen.draw(frozen, printed_at=local(workspace), language=language, paper=size)
    write_pdf(arguments.out, content)
    return {
        "number": document.number, "document": chosen.name, "file": str(arguments.out), "language": language,
        "paper": size.value,
    }  # fmt: skip


def _waybill(arguments: Namespace, number: str) -> dict[str, Any]:
    """Print a waybill: as with a receipt, the first is the original and later ones are reprints."""
    from inl_logistics.outbound import runpapers
    from inl_logistics.outbound.documents import render_waybill
    from inl_logistics.paper.model import Mark, PaperSize
    from inl_logistics.reports import papers

    with open_printing(arguments) as workspace:
        document = workspace.read(papers.numbered, number)
        found = workspace.read(runpapers.waybill_to_print, document.id)
        language = arguments.language or workspace.post.language
        size = PaperSize(arguments.paper or workspace.post.paper)
        reprint = found.printed
        if not arguments.preview:
            draft = runpapers.WaybillPrintedDraft(found.waybill_id, found.paper, language, size.value)
            reprint = workspace.write(runpapers.record_waybill_print, draft)
        mark = Mark.DRAFT if arguments.preview else Mark.NONE
        content = render_waybill(
            found.paper, printed_at=local(workspace), language=language, paper=size, reprint=reprint, mark=mark
        )
    write_pdf(arguments.out, content)
    return {
        "number": document.number, "document": "waybill", "file": str(arguments.out), "language": language,
        "paper": size.value, "reprint": reprint,
    }  # fmt: skip


def run_papers(arguments: Namespace) -> dict[str, Any]:
    """Print all papers of an outbound shipment; those with a number are recorded as printed, unless it is a preview."""
    from inl_logistics.outbound import rundrawing, runpapers
    from inl_logistics.paper.model import PaperSize
    from inl_logistics.reports import papers

    parts = _parts(arguments.only)
    out: Path = arguments.out
    if not out.parent.exists():
        raise EnvironmentFault("folder-missing", path=out.parent)
    with open_printing(arguments) as workspace:
        outbound_id = workspace.read(papers.outbound_of, arguments.number.strip().upper())
        draft = runpapers.RunPapersDraft(outbound_id, parts)
        found = workspace.read(runpapers.run_papers, draft, today=workspace.today(), by=workspace.actor)
        if arguments.preview:
            found = runpapers.as_preview(found)
        size = PaperSize(arguments.paper or workspace.post.paper)
        save = rundrawing.to_file if out.suffix.lower() == ".pdf" else rundrawing.to_folder
        save(found, out, local(workspace), size)
        if not arguments.preview:
            printed = runpapers.printed_of(found, outbound_id, paper=size.value, saved=True)
            workspace.write(runpapers.record_run_print, printed)
    return {
        "number": found.number, "file": str(out), "paper": size.value, "drafts": found.drafts,
        "reprints": found.reprints,
        "papers": [
            {"part": one.part.value, "name": one.name, "language": one.language, "copies": one.copies, "reprint": one.reprint}
            for one in found.sheets
        ],
    }  # fmt: skip


def _parts(typed: str) -> tuple[Any, ...]:
    from inl_logistics.outbound.runpapers import PARTS, Part

    names = [one.strip() for one in typed.split(",") if one.strip()]
    known = {one.value for one in PARTS}
    if wrong := [one for one in names if one not in known]:
        raise UsageFault("usage", message=f"--only takes {', '.join(sorted(known))}, found {wrong[0]!r}")
    return tuple(Part(one) for one in names) or PARTS


def _signed(workspace: Workspace, content: bytes, number: str) -> bytes:
    from inl_logistics.paper.pdfsigning import sign_pdf
    from inl_logistics.register.certificates import device_certificate

    own = workspace.write(device_certificate)
    return sign_pdf(content, own.certificate, own.key, reason=number)


def check(arguments: Namespace) -> dict[str, Any]:
    """Verify receipts by their codes: from a picture, a PDF, the text of the QR or the typed check code.

    Where a file has several, the first that does not hold is told on top; `codes` has them all.
    """
    from inl_logistics.checking import check_text, texts_of_file

    path = Path(arguments.what)
    with open_workspace(arguments, writing=False) as workspace:
        texts = texts_of_file(path) if path.is_file() else [arguments.what]
        found = [workspace.read(check_text, one, today=workspace.today()) for one in texts]
    told = next((one for one in found if not one.holds), found[0])
    result = _told(told) | {"codes": [_told(one) for one in found], "text": "\n".join(one.words for one in found)}
    if not told.holds:
        from inl_logistics.cli.main import NotHolding

        raise NotHolding(result)
    return result


def _told(one: Checked) -> dict[str, Any]:
    return {
        "verdict": one.verdict, "number": one.number, "device": one.device, "state": one.state,
        "reversed_by": list(one.reversed_by), "known_as_of": one.known_as_of, "dated_on": one.dated_on,
        "lines": one.lines, "units": one.units, "recipient": one.recipient, "differences": list(one.differences),
        "holds": one.holds, "words": one.words,
    }  # fmt: skip


def keys(arguments: Namespace) -> dict[str, Any]:
    """List the devices whose papers can be checked here; save this device's key file or certificate; take in another's."""
    from inl_logistics.register import devicekeys

    if arguments.action == "list":
        with open_workspace(arguments, writing=False) as workspace:
            found = workspace.read(devicekeys.known_keys)
        listed = [
            {"post": one.post, "device": one.title, "ours": one.ours, "fingerprint": devicekeys.fingerprint(one.public_key)}
            for one in found
        ]  # fmt: skip
        return {"keys": listed, "text": "\n".join(f"{one['device']}: {one['fingerprint']}" for one in listed)}
    if arguments.file is None:
        raise UsageFault("usage", message=f"keys {arguments.action} needs a file")
    with open_workspace(arguments, writing=True) as workspace:
        if arguments.action == "add":
            return _add_key(arguments.file, workspace)
        made = devicekeys.certificate_file if arguments.action == "certificate" else devicekeys.make_key_file
        _name, content = workspace.write(made)
    _write(arguments.file, content)
    return {"file": str(arguments.file)}


def _add_key(path: Path, workspace: Workspace) -> dict[str, Any]:
    from inl_logistics.register import devicekeys

    try:
        content = path.read_bytes()
    except OSError as cause:
        raise EnvironmentFault("cannot-read", path=path, cause=cause.strerror or cause) from cause
    known = workspace.write(devicekeys.add_key, content)
    return {"post": known.post, "device": known.title, "fingerprint": devicekeys.fingerprint(known.public_key)}


def _copies(typed: str) -> tuple[int, ...] | None:
    if typed == "all":
        return None
    try:
        numbers = tuple(int(one) for one in typed.split(","))
    except ValueError:
        numbers = ()
    if not numbers or not all(1 <= one <= 5 for one in numbers):
        raise UsageFault("usage", message=f"--copy is all or numbers from 1 to 5, found {typed!r}")
    return numbers


def _values(arguments: Namespace, *, default: bool) -> bool:
    return default if arguments.values is None else arguments.values == "on"


def local(workspace: Workspace) -> Any:
    """Return the present instant in the post's time zone."""
    return workspace.now().astimezone(ZoneInfo(workspace.post.timezone))


def write_pdf(path: Path, content: bytes) -> None:
    """Write a paper. Raises: UsageFault, EnvironmentFault("folder-missing")."""
    if path.suffix.lower() != ".pdf":
        raise UsageFault("usage", message="papers are written as .pdf")
    _write(path, content)


def _write(path: Path, content: bytes) -> None:
    from inl_logistics.database.files import write_whole

    if not path.parent.exists():
        raise EnvironmentFault("folder-missing", path=path.parent)
    write_whole(path, content)
