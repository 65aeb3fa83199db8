"""Handing over under a random officer: whatever is drafted, issued, signed, completed, returned or reversed, the books hold.

No piece is lost or gained, nothing is owed below nothing, what a facility holds is what its receipts gave less what came back,
and a unit that nobody holds is free.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import text

from inl_logistics.handovers.commands import issue, refuse, void
from inl_logistics.handovers.documents import HandoverType
from inl_logistics.handovers.drafts import LineDraft, PickDraft, begin_again, delete_draft, draft_of, save_draft
from inl_logistics.handovers.following import make_good, to_follow
from inl_logistics.handovers.returning import begin_return
from inl_logistics.handovers.reversing import ReverseDraft, reverse
from inl_logistics.handovers.signing import SignDraft, SignedQuantity, StruckSerial, sign
from inl_logistics.kernel.problems import ApprovalNeeded, BadInput, RulesBroken
from inl_logistics.kernel.values import Condition, Tracking
from inl_logistics.ledger.proof import differences
from inl_logistics.verification import verify
from tests.builders import TODAY, puerto_claro

pytestmark = pytest.mark.timeout(900)

SERIALS = [f"S-{number}" for number in range(1, 6)]
PIECES = len(SERIALS) + 12


class Officer(RuleBasedStateMachine):
    """Works on any handover there is, in any order; a rule may refuse, and then nothing has changed."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.post = puerto_claro(Path(self.folder.name) / "post")
        self.vest = self.post.item("ARM-01")
        self.gloves = self.post.item("PPE-01", tracking=Tracking.QUANTITY)
        self.post.stocked(self.vest, SERIALS)
        self.post.stocked_quantity(self.gloves, 7)
        self.post.stocked_quantity(self.gloves, 5)

    def teardown(self) -> None:
        if hasattr(self, "post"):
            assert self.post.work.read(verify).holds
            self.post.work.close()
            self.folder.cleanup()

    def _try(self, command: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Do it, or be refused with nothing changed."""
        before = self._count()
        try:
            return self.post.work.write(command, *args, **kwargs)
        except (RulesBroken, ApprovalNeeded, BadInput):
            assert self._count() == before
            return None

    def _count(self) -> tuple[object, ...]:
        tables = ("movement", "document", "handover", "handover_pick", "reservation")
        return tuple(self.post.scalar(f"SELECT count(*) FROM {table}") for table in tables)

    def _some(self, at: int, states: str) -> int | None:
        ids = self.post.work.read(
            lambda s: list(s.execute(text(f"SELECT id FROM handover WHERE state IN ({states}) ORDER BY id")).scalars())
        )
        return ids[at % len(ids)] if ids else None

    @rule(units=st.sets(st.sampled_from(SERIALS), max_size=3), gloves=st.integers(0, 6), more=st.integers(0, 3),
          kind=st.sampled_from([HandoverType.TITLE, HandoverType.CUSTODY]))  # fmt: skip
    def draft(self, units: set[str], gloves: int, more: int, kind: HandoverType) -> None:
        """Compose from what is free; more may be asked for than is picked."""
        lines = []
        if units:
            lines.append(self.post.picks(self.vest, *sorted(units)))
        pick = self.post.work.read(
            lambda s: s.execute(
                text(
                    "SELECT b.layer_id, b.place_id, b.condition FROM balance b JOIN layer y ON y.id = b.layer_id JOIN place p"
                    " ON p.id = b.place_id WHERE y.variant_id = :v AND p.kind = 'bin' AND b.quantity > 0"
                    " AND b.status = 'available' ORDER BY b.quantity DESC LIMIT 1"
                ),
                {"v": self.gloves},
            ).first()
        )
        if gloves and pick is not None:
            taken = PickDraft(pick.layer_id, pick.place_id, gloves, None, Condition(pick.condition))
            lines.append(LineDraft(self.gloves, (taken,), gloves + more))
        try:
            self.post.draft(*lines, type=kind)
        except RulesBroken:
            return

    @rule(at=st.integers(0, 9))
    def issue_one(self, at: int) -> None:
        """Issue a draft."""
        if (one := self._some(at, "'draft'")) is not None:
            self._try(issue, one)

    @rule(at=st.integers(0, 9), struck=st.sets(st.sampled_from(SERIALS), max_size=1), gloves=st.integers(0, 6))
    def sign_one(self, at: int, struck: set[str], gloves: int) -> None:
        """Sign an issued receipt, with differences."""
        one = self._some(at, "'issued'")
        if one is None:
            return
        lines = self.post.work.read(draft_of, one).lines
        less = tuple(
            SignedQuantity(number, min(gloves, sum(pick.quantity for pick in line.picks)))
            for number, line in enumerate(lines, 1)
            if line.variant_id == self.gloves
        )
        on_paper = {self.post.scalar("SELECT serial FROM unit WHERE id = :u", u=pick.unit_id)
                    for line in lines for pick in line.picks if pick.unit_id}  # fmt: skip
        self._try(
            sign,
            SignDraft(one, TODAY, "Luis Arriaga", struck=tuple(map(StruckSerial, struck & on_paper)), quantities=less),
        )

    @rule(at=st.integers(0, 9), how=st.sampled_from([void, refuse]))
    def end_one(self, at: int, how: Callable[..., Any]) -> None:
        """Void or refuse an issued receipt, and sometimes begin it again."""
        if (one := self._some(at, "'issued'")) is not None:
            self._try(how, one, reason="test")
            self._try(begin_again, one)

    @rule(at=st.integers(0, 9))
    def complete_one(self, at: int) -> None:
        """Begin the receipt that completes another."""
        if (one := self._some(at, "'signed', 'variance'")) is not None:
            self._try(make_good, one)

    @rule(at=st.integers(0, 9), worn=st.sampled_from([None, Condition.GOOD, Condition.POOR]))
    def return_one(self, at: int, worn: Condition | None) -> None:
        """Begin the return of what a facility holds of a receipt."""
        one = self._some(at, "'signed', 'variance'")
        back = self._try(begin_return, one) if one is not None else None
        if back is not None:
            stored = self.post.work.read(draft_of, back)
            lines = tuple(replace(line, condition_to=worn) for line in stored.lines)
            self.post.work.write(save_draft, replace(stored, lines=lines))

    @rule(at=st.integers(0, 9), line=st.integers(0, 2))
    def reverse_one(self, at: int, line: int) -> None:
        """Take a signed receipt back, whole or one line."""
        if (one := self._some(at, "'signed', 'variance'")) is not None:
            self._try(reverse, ReverseDraft(one, "test", TODAY, (line,) if line else ()))

    @rule(at=st.integers(0, 9))
    def throw_away(self, at: int) -> None:
        """Delete a draft."""
        if (one := self._some(at, "'draft'")) is not None:
            self._try(delete_draft, one)

    @invariant()
    def the_books_hold(self) -> None:
        """Every balance follows from its movements, and no piece is lost or gained."""
        if not hasattr(self, "post"):
            return
        assert self.post.work.read(differences) == []
        assert self.post.scalar("SELECT sum(quantity) FROM balance WHERE real = 1") == PIECES

    @invariant()
    def our_stores_hold_nothing_of_the_host(self) -> None:
        """What came back is ours again."""
        if hasattr(self, "post"):
            theirs = "SELECT count(*) FROM balance b JOIN place p ON p.id = b.place_id WHERE p.kind = 'bin' AND b.title = 'host' AND b.quantity > 0"
            assert self.post.scalar(theirs) == 0

    @invariant()
    def nothing_is_owed_below_nothing(self) -> None:
        """What follows is positive, and only signed receipts owe."""
        if not hasattr(self, "post"):
            return
        ids = self.post.work.read(lambda s: list(s.execute(text("SELECT id FROM handover")).scalars()))
        for one in ids:
            assert all(each.quantity > 0 for each in self.post.work.read(to_follow, one))

    @invariant()
    def only_open_handovers_hold_goods(self) -> None:
        """A reservation belongs to a draft or an issued receipt that is no return."""
        if hasattr(self, "post"):
            loose = (
                "SELECT count(*) FROM reservation r JOIN handover h ON h.id = r.owner_id WHERE r.owner_kind = 'handover'"
                " AND (h.state NOT IN ('draft', 'issued') OR h.type = 'return')"
            )
            assert self.post.scalar(loose) == 0


Officer.TestCase.settings = settings(
    max_examples=8, stateful_step_count=14, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)  # fmt: skip
TestOfficer = Officer.TestCase
