"""The papers of the road: pick list, packing list, waybill (one for each vehicle, five copies), transfer note.

Source: domain.md 2.7, 2.8 (waybill: reference data, dispatch, receipt; five copies; shortage noted before it goes back).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from inl_logistics.kernel.problems import BadInput
from inl_logistics.paper.model import NOBODY, Letterhead, Mark, Named, PaperSize, Translation


@dataclass(frozen=True, slots=True)
class RoadLine:
    """Goods of one item, lot and place on a paper of the road."""

    description: str
    quantity: int
    unit: str
    code: str = ""
    translations: tuple[Translation, ...] = ()
    lot: str = ""
    expires_on: date | None = None
    serials: tuple[str, ...] = ()
    place: str = ""
    package: str = ""
    hazard: str = ""
    export_class: str = ""
    weight_g: int | None = None
    receipt: str = ""
    picked: bool = False
    planned: int | None = None  # where less left than was put aside


@dataclass(frozen=True, slots=True)
class RoadStop:
    """Where a vehicle stops, and what is for there."""

    facility: Named
    unit: Named
    receipt: str
    lines: tuple[RoadLine, ...]


@dataclass(frozen=True, slots=True)
class Waybill:
    """One vehicle's paper. Without a number it is a draft."""

    number: str | None
    dated_on: date
    letterhead: Letterhead
    stops: tuple[RoadStop, ...]
    shipment: str = ""
    origin: str = ""
    vehicle: str = ""
    trailer: str = ""
    driver: str = ""
    driver_phone: str = ""
    escort: str = ""
    transporter: str = ""
    seal: str = ""
    route: str = ""
    condition: str = ""
    dispatched: Named = NOBODY
    dispatched_title: str = ""
    remarks: str = ""
    form: str = "WB-1"
    form_version: int = 1

    def to_json(self) -> bytes:
        """Return the canonical bytes that the register hashes and keeps."""
        return msgspec.json.encode(self, order="deterministic")


@dataclass(frozen=True, slots=True)
class PickList:
    """What the store takes from which bin, first expiry first, for a shipment; or what lies in which carton."""

    title: str  # key of the paper's label: pick_list or packing_list
    number: str | None
    dated_on: date
    letterhead: Letterhead
    lines: tuple[RoadLine, ...]
    shipment: str = ""
    remarks: str = ""
    form: str = "PL-1"
    form_version: int = 1


@dataclass(frozen=True, slots=True)
class TransferNote:
    """What goes from a store to another."""

    number: str | None
    dated_on: date
    letterhead: Letterhead
    source: str
    target: str
    lines: tuple[RoadLine, ...]
    reason: str = ""
    sender: str = ""
    receiver: str = ""
    driver: str = ""
    vehicle: str = ""
    remarks: str = ""
    form: str = "TR-1"
    form_version: int = 1


COPIES = ("file", "origin", "driver", "destination", "return")


def waybill_from_json(data: bytes) -> Waybill:
    """Read a stored waybill back. Raises: BadInput("snapshot-unreadable")."""
    try:
        return msgspec.json.decode(data, type=Waybill)
    except msgspec.MsgspecError as error:
        raise BadInput("snapshot-unreadable", reason=error) from error


def render_waybill(
    waybill: Waybill, *, printed_at: datetime, language: str = "en", paper: PaperSize = PaperSize.A4,
    mark: Mark = Mark.NONE, copies: Sequence[int] = (1, 2, 3, 4, 5), reprint: int = 0,
) -> bytes:  # fmt: skip
    """Return the waybill as a PDF, all five copies unless some are named; `reprint` n prints REPRINT n."""
    # The text layer and reportlab are heavy and only needed in the job that prints.
    from inl_logistics.outbound import road_forms

    return road_forms.write_waybill(
        waybill,
        printed_at=printed_at,
        language=language,
        paper=paper,
        mark=mark,
        copies=copies,
        reprint=reprint,
    )


def render_picks(
    picks: PickList, *, printed_at: datetime, language: str = "en", paper: PaperSize = PaperSize.A4
) -> bytes:
    """Return a pick list or packing list as a PDF."""
    from inl_logistics.outbound import road_forms

    return road_forms.write_picks(picks, printed_at=printed_at, language=language, paper=paper)


def render_transfer(
    note: TransferNote, *, printed_at: datetime, language: str = "en", paper: PaperSize = PaperSize.A4
) -> bytes:
    """Return a transfer note as a PDF."""
    from inl_logistics.outbound import road_forms

    return road_forms.write_transfer(note, printed_at=printed_at, language=language, paper=paper)
