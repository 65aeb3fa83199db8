"""The holding list: what a facility, unit or agency holds as of a day, to visit with.

It has no number: it states what the ledger says of a day, and its blank columns are filled in by hand. Source: domain.md 7
(report 9).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from inl_logistics.paper.model import Letterhead, Named, PaperSize, Translation


@dataclass(frozen=True, slots=True)
class HoldingLine:
    """One thing held in one place; serials are printed one by one."""

    holder: Named
    code: str
    description: str
    unit: str
    quantity: int
    condition: str
    on_loan: bool
    monitoring: str = ""
    translations: tuple[Translation, ...] = ()
    lot: str = ""
    expires_on: date | None = None
    serials: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HoldingList:
    """Everything that the list prints."""

    as_of: date
    letterhead: Letterhead
    holder: Named
    kind: str
    agency: Named
    place: str
    custodian: Named
    lines: tuple[HoldingLine, ...]
    form: str = "HL-1"
    form_version: int = 1


def render_holdings(
    holdings: HoldingList, *, printed_at: datetime, language: str = "en", paper: PaperSize = PaperSize.A4
) -> bytes:
    """Return the holding list as a PDF."""
    # The text layer and reportlab are heavy and only needed in the job that prints.
    from inl_logistics.partners import holding_form

    return holding_form.write_holdings(holdings, printed_at=printed_at, language=language, paper=paper)
