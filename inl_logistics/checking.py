"""Checking a paper by its code, offline: genuine, altered, from an unknown device; void or reversed as known here.

Source: product.md 8 (QR).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.translation import _
from inl_logistics.register import codes, queries


@dataclass(frozen=True, slots=True)
class Checked:
    """What a code says and what this post knows of its document."""

    verdict: str
    number: str
    state: str
    known_as_of: str
    dated_on: str
    lines: int
    units: int
    differences: tuple[str, ...]
    words: str

    @property
    def holds(self) -> bool:
        """Tell whether the paper is genuine and still counts."""
        return self.verdict == "genuine" and not self.differences and self.state not in ("void", "refused", "reversed")


def check_text(session: Session, found: str) -> Checked:
    """Check the text of a QR, or a typed check code. Raises: BadInput."""
    bare = found.strip().upper()
    if not bare.startswith(codes.PREFIX) and len(bare.replace("-", "")) == 8:
        return _by_check_code(session, bare)
    code = codes.read_code(bare)
    verdict = codes.verify_code(code, queries.public_keys(session))
    known = session.execute(
        text(
            "SELECT d.id, d.effective_on, s.content_hash, h.state, max(z.sealed_at) AS known FROM document d"
            " JOIN seal s ON s.document_id = d.id AND s.fact = 'issue' LEFT JOIN handover h ON h.document_id = d.id"
            " LEFT JOIN seal z WHERE d.number = :n GROUP BY d.id"
        ),
        {"n": code.number},
    ).first()
    differences = []
    if known is not None and known.effective_on != code.dated_on.isoformat():
        differences.append("date")
    if known is not None and known.content_hash[: len(code.hash_start)] != code.hash_start:
        differences.append("content")
    state = known.state if known is not None and known.state else "unknown-here"
    as_of = known.known if known is not None and known.known else ""
    return Checked(
        verdict.value, code.number, state, as_of, code.dated_on.isoformat(), code.lines, code.units, tuple(differences),
        _words(verdict.value, code.number, state, as_of, differences),
    )  # fmt: skip


def _by_check_code(session: Session, typed: str) -> Checked:
    rows = session.execute(
        text(
            "SELECT d.number, d.effective_on, s.content_hash, COALESCE(h.state, '') AS state FROM seal s"
            " JOIN document d ON d.id = s.document_id LEFT JOIN handover h ON h.document_id = d.id WHERE s.fact = 'issue'"
        )
    )
    for row in rows:
        if codes.check_code(row.content_hash) == typed:
            words = _words("genuine", row.number, row.state, "", [])
            return Checked("genuine", row.number, row.state, "", row.effective_on, 0, 0, (), words)
    raise BadInput("check-code-unknown", found=typed)


def _words(verdict: str, number: str, state: str, as_of: str, differences: list[str]) -> str:
    if verdict == "unknown-device":
        return _("{number}: the device that issued it is not known here. Ask for its key file.").format(number=number)
    if verdict == "altered" or differences:
        what = ", ".join(differences) or _("the signed fields")
        return _("{number} was altered: {what}.").format(number=number, what=what)
    if state in ("void", "refused", "reversed"):
        return _("{number} is genuine, but {state} as far as known here on {day}.").format(
            number=number, state=state, day=as_of[:10]
        )
    return _("{number} is genuine: issued by a known device as printed.").format(number=number)


def texts_of_file(path: Path) -> list[str]:
    """Return the codes found in a picture or on the pages of a PDF. Raises: BadInput("code-not-found")."""
    import zxingcpp
    from PIL import Image, UnidentifiedImageError

    pictures = []
    if path.suffix.lower() == ".pdf":
        import pypdfium2

        try:
            document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError:
            raise BadInput("code-not-found", file=path) from None
        pictures = [page.render(scale=200 / 72).to_pil() for page in document]
    else:
        try:
            pictures = [Image.open(path)]
        except (UnidentifiedImageError, OSError):
            raise BadInput("code-not-found", file=path) from None
    found = [one.text for picture in pictures for one in zxingcpp.read_barcodes(picture) if one.text]
    codes_found = [one for one in dict.fromkeys(found) if one.startswith(codes.PREFIX)]
    if not codes_found:
        raise BadInput("code-not-found", file=path)
    return codes_found
