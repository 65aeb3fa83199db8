"""The papers of a count: the sheet to count by hand, and the reconciliation certificate that is signed afterwards.

Each is a frozen snapshot of all that it prints, and its PDF. Source: domain.md 2.6, 7 (report 14).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from inl_logistics.kernel.problems import BadInput
from inl_logistics.paper.model import Letterhead, Mark, Named, PaperSize, Seal, Signer, Translation


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One thing to count at a place. `expected` is None on a blind sheet, which names no serials either."""

    place: str
    code: str
    description: str
    unit: str
    expected: int | None
    translations: tuple[Translation, ...] = ()
    lot: str = ""
    expires_on: date | None = None
    quarantined: bool = False
    serials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CountSheet:
    """The list to count by; a second counter gets one without the first's figures."""

    number: str | None
    title: str
    kind: str
    dated_on: date
    letterhead: Letterhead
    store: Named
    lines: tuple[SheetLine, ...]
    counter: str = ""
    form: str = "CC-1"
    form_version: int = 1


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """One difference: what the books had, what was counted, why, and what the adjustment did. Value in cents of USD."""

    place: str
    code: str
    description: str
    unit: str
    books: int
    counted: int
    change: int
    out: int = 0
    out_document: str = ""
    value_minor: int = 0
    cause: str = ""
    note: str = ""
    translations: tuple[Translation, ...] = ()
    lot: str = ""
    missing: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    away: tuple[str, ...] = ()
    unexpected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a posted count certifies: how many lines were right, and every difference."""

    number: str | None
    title: str
    kind: str
    started_on: date
    counted_on: date
    letterhead: Letterhead
    store: Named
    counters: tuple[str, ...]
    blind: bool
    frozen: bool
    lines: int
    matched: int
    units: int
    differences: tuple[CertificateLine, ...]
    adjustment: str = ""
    missing_minor: int = 0
    found_minor: int = 0
    remarks: str = ""
    signers: tuple[Signer, ...] = ()
    form: str = "CC-2"
    form_version: int = 1


def certificate_from_json(data: bytes) -> Certificate:
    """Read a stored certificate back. Raises: BadInput("snapshot-unreadable")."""
    try:
        return msgspec.json.decode(data, type=Certificate)
    except msgspec.MsgspecError as error:
        raise BadInput("snapshot-unreadable", reason=error) from error


def render_sheet(
    sheet: CountSheet, *, printed_at: datetime, language: str = "en", paper: PaperSize = PaperSize.A4
) -> bytes:
    """Return the count sheet as a PDF."""
    # The text layer and reportlab are heavy and only needed in the job that prints.
    from inl_logistics.counts import count_forms

    return count_forms.write_sheet(sheet, printed_at=printed_at, language=language, paper=paper)


def render_certificate(
    certificate: Certificate,
    *,
    printed_at: datetime,
    language: str = "en",
    paper: PaperSize = PaperSize.A4,
    mark: Mark = Mark.NONE,
    reprint: int = 0,
    seal: Seal | None = None,
) -> bytes:
    """Return the reconciliation certificate as a PDF; without a number it is a draft."""
    from inl_logistics.counts import count_forms

    return count_forms.write_certificate(
        certificate, printed_at=printed_at, language=language, paper=paper, mark=mark, reprint=reprint, seal=seal
    )
