"""The printed agreement record: projects, amendments, clauses, and the balance as of a day. Source: domain.md 2.2, 2.13."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from inl_logistics.paper.model import NOBODY, Letterhead, Mark, Named, PaperSize


@dataclass(frozen=True, slots=True)
class PaperAmendment:
    """One amendment; number 0 is the agreement as first signed. Amounts in cents of USD by project."""

    number: int
    signed_on: date
    expires_on: date | None
    note: str
    amounts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class PaperProject:
    """A project with its money on the day, in cents of USD; a ceiling of None was never recorded."""

    code: str
    name: str
    fund: str
    fiscal_year: int | None
    ceiling_minor: int | None
    committed_minor: int = 0
    received_minor: int = 0
    handed_over_minor: int = 0
    planned_minor: int = 0
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperClause:
    """A clause as worded on the day."""

    kind: str
    version: int
    reference: str
    wording: str


@dataclass(frozen=True, slots=True)
class AgreementPaper:
    """Everything that the agreement record prints."""

    number: str | None
    agreement: str
    title: str
    as_of: date
    letterhead: Letterhead
    amendments: tuple[PaperAmendment, ...]
    projects: tuple[PaperProject, ...]
    clauses: tuple[PaperClause, ...] = ()
    signatory: Named = NOBODY
    host_signer: str = ""
    signed_on: date | None = None
    expires_on: date | None = None
    remarks: str = ""
    form: str = "AG-1"
    form_version: int = 1

    def to_json(self) -> bytes:
        """Return the canonical bytes that the register hashes and keeps."""
        return msgspec.json.encode(self, order="deterministic")


def render_agreement(
    agreement: AgreementPaper, *, printed_at: datetime, language: str = "en", paper: PaperSize = PaperSize.A4,
    mark: Mark = Mark.NONE,
) -> bytes:  # fmt: skip
    """Return the agreement record as a PDF."""
    # The text layer and reportlab are heavy and only needed in the job that prints.
    from inl_logistics.agreements import agreement_form

    return agreement_form.write_agreement(agreement, printed_at=printed_at, language=language, paper=paper, mark=mark)
