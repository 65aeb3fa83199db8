"""A distribution run of three handovers, which tests plan, send and bring back."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy import text

from inl_logistics.kernel.problems import RulesBroken
from inl_logistics.outbound.commands import (
    OutboundDraft,
    VehicleDraft,
    save_outbound,
)
from inl_logistics.outbound.dispatch import DispatchDraft, Dispatched, dispatch
from inl_logistics.partners.commands import bin_of
from tests.builders import TODAY, Post


def codes(caught: pytest.ExceptionInfo[RulesBroken]) -> list[str]:
    """Return what was refused."""
    return [problem.code for problem in caught.value.problems]


@dataclass
class Run:
    """Three handovers of vests and gloves, and a shipment that carries them."""

    post: Post
    vest: int
    gloves: int
    handovers: list[int]
    outbound: int = 0

    def plan(self, *loads: tuple[int, ...], **vehicle: object) -> int:
        """Put handovers (by their place in the list) on vehicles."""
        vehicles = tuple(
            VehicleDraft(f"MIA-10{at}", "J. Reyes", tuple(self.handovers[one] for one in load), **vehicle)  # type: ignore[arg-type]
            for at, load in enumerate(loads, 1)
        )
        self.outbound = self.post.work.write(save_outbound, OutboundDraft(vehicles, "North run", TODAY))
        return self.outbound

    def leave(self, **more: object) -> Dispatched:
        """Let everything leave."""
        return self.post.work.write(dispatch, DispatchDraft(self.outbound, **more))  # type: ignore[arg-type]

    def waybills(self) -> list[int]:
        """Return the waybills by vehicle."""
        sql = "SELECT id FROM waybill WHERE outbound_id = :o ORDER BY line_no"
        return self.post.work.read(lambda session: list(session.execute(text(sql), {"o": self.outbound}).scalars()))

    def on(self, waybill: int) -> int:
        """Return how much is on a vehicle."""
        return int(
            self.post.scalar(
                "SELECT COALESCE(sum(b.quantity), 0) FROM waybill w JOIN place p ON p.document_id = w.document_id"
                " JOIN balance b ON b.place_id = p.id WHERE w.id = :w", w=waybill,
            )  # type: ignore[arg-type]
        )  # fmt: skip

    def home(self) -> int:
        """Return a bin of the store."""
        return self.post.work.write(lambda session, **_who: bin_of(session, self.post.store, "A-04"))
