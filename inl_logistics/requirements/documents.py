"""The printed distribution plan: who gets what, and the goods it takes with their estimated cost. Source: domain.md 2.1."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from inl_logistics.kernel.problems import BadInput
from inl_logistics.paper.model import NOBODY, Letterhead, Mark, Named, PaperSize, Translation


@dataclass(frozen=True, slots=True)
class PlanGoods:
    """A kit or a thing in its size, how many, and its estimated value in cents of USD."""

    description: str
    quantity: int
    unit: str
    code: str = ""
    translations: tuple[Translation, ...] = ()
    value_minor: int | None = None
    remarks: str = ""
    size_open: bool = False


@dataclass(frozen=True, slots=True)
class PlanShare:
    """What one recipient gets."""

    facility: Named
    unit: Named
    headcount: int
    lines: tuple[PlanGoods, ...]
    planned_on: date | None = None


@dataclass(frozen=True, slots=True)
class PlanPaper:
    """A plan as it was submitted or approved. Without a number it is a draft."""

    number: str | None
    dated_on: date
    letterhead: Letterhead
    title: str
    shares: tuple[PlanShare, ...]
    goods: tuple[PlanGoods, ...]
    agency: Named = NOBODY
    agreement: str = ""
    project: str = ""
    priority: str = "routine"
    need_by: date | None = None
    justification: str = ""
    training_event: str = ""
    maintenance: str = ""
    host_request: str = ""
    remarks: str = ""
    requested: Named = NOBODY
    requested_title: str = ""
    approved: Named = NOBODY
    approved_title: str = ""
    approved_on: date | None = None
    form: str = "RQ-1"
    form_version: int = 1

    @property
    def headcount(self) -> int:
        """For how many persons the plan is."""
        return sum(share.headcount for share in self.shares)

    @property
    def estimate_minor(self) -> int:
        """What the goods would cost, in cents of USD."""
        return sum(one.value_minor or 0 for one in self.goods)

    def to_json(self) -> bytes:
        """Return the canonical bytes that the register hashes and keeps."""
        return msgspec.json.encode(self, order="deterministic")


def plan_from_json(data: bytes) -> PlanPaper:
    """Read a stored plan back. Raises: BadInput("snapshot-unreadable")."""
    try:
        return msgspec.json.decode(data, type=PlanPaper)
    except msgspec.MsgspecError as error:
        raise BadInput("snapshot-unreadable", reason=error) from error


def render_plan(
    plan: PlanPaper, *, printed_at: datetime, language: str = "en", paper: PaperSize = PaperSize.A4,
    mark: Mark = Mark.NONE,
) -> bytes:  # fmt: skip
    """Return the plan as a PDF; without a number it is a draft."""
    # The text layer and reportlab are heavy and only needed in the job that prints.
    from inl_logistics.requirements import plan_form

    return plan_form.write_plan(plan, printed_at=printed_at, language=language, paper=paper, mark=mark)
