"""The ledger under a random officer: whatever is posted, reversed or refused, the books hold.

After every step: every balance follows from the movements, nothing real is negative, a unit is in one place, and a
refused act leaves no trace.
"""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule
from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.catalog.commands import ItemDraft, save_item, variant
from inl_logistics.kernel.actor import Actor
from inl_logistics.kernel.problems import RulesBroken
from inl_logistics.kernel.values import Condition, Status, Title, Tracking
from inl_logistics.ledger import commands, facts, places, things
from inl_logistics.ledger.proof import differences
from inl_logistics.ledger.records import PlaceKind
from inl_logistics.partners.commands import PartnerDraft, StoreDraft, bin_of, save_partner, save_store
from inl_logistics.partners.records import PartnerKind
from inl_logistics.register import numbers
from inl_logistics.register.records import DocumentKind
from inl_logistics.verification import verify
from tests.builders import TODAY, Clock, new_post

DAYS = st.integers(0, 30).map(lambda back: TODAY - timedelta(days=back))


class Officer(RuleBasedStateMachine):
    """Receives, moves, hands over, changes condition and reverses, in any order and with any day."""

    posted = Bundle("posted")

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.work = new_post(Path(self.folder.name) / "post", clock=Clock())
        store = self.work.write(save_store, StoreDraft("MAIN", "Main", bins=("A", "B")))
        facility = self.work.write(save_partner, PartnerDraft(PartnerKind.FACILITY, "Prison"))
        self.bins, self.facility = self.work.write(self._places, store, facility)
        self.counted_item = self._item("QTY", Tracking.QUANTITY)
        self.serial_item = self._item("SER", Tracking.SERIAL)
        self.number = 0

    def teardown(self) -> None:
        if hasattr(self, "work"):
            found = self.work.read(verify).problems
            # The machine posts past the desks that seal, so its documents have no seal.
            assert [problem for problem in found if not problem.startswith("unsealed")] == []
            self.work.close()
            self.folder.cleanup()

    def _item(self, code: str, tracking: Tracking) -> tuple[int, int, int, int]:
        item = self.work.write(save_item, ItemDraft(code, code, tracking, price_micros=1_000_000))
        return self.work.write(self._layer, item)

    @staticmethod
    def _layer(session: Session, item: int, *, by: Actor, at: Any) -> tuple[int, int, int, int]:
        chosen = variant(session, item)
        layer = things.layer(session, things.LayerDraft(item, chosen))
        model = session.execute(text("SELECT model_id FROM item WHERE id = :i"), {"i": item}).scalar_one()
        return item, chosen, layer, model

    @staticmethod
    def _places(session: Session, store: int, facility: int, *, by: Actor, at: Any) -> tuple[list[int], int]:
        bins = [places.of_bin(session, bin_of(session, store, code)) for code in ("A", "B")]
        return bins, places.of_partner(session, PlaceKind.FACILITY, facility)

    def _post(self, day: date, make: Any) -> int | None:
        """Post lines under a new document; None when the rules refuse, and then nothing may have changed."""
        before = self._counts()
        self.number += 1

        def command(session: Session, *, by: Actor, at: Any) -> int:
            document = numbers.assign(
                session, DocumentKind.TRANSFER, request=f"t:{self.number}", effective_on=day, title="", by=by, at=at
            )
            commands.post(session, commands.Posting(document.id, day, TODAY), make(session))
            return document.id

        try:
            return self.work.write(command)
        except RulesBroken:
            assert self._counts() == before
            return None

    def _counts(self) -> list[object]:
        return self.work.read(
            lambda session: (
                [
                    session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
                    for table in ("movement", "document", "unit", "position")
                ]
                + [session.execute(text("SELECT total(quantity) FROM balance WHERE real = 1")).scalar_one()]
            )
        )

    @rule(target=posted, day=DAYS, quantity=st.integers(-1, 12), place=st.integers(0, 1))
    def receive(self, day: date, quantity: int, place: int) -> int | None:
        item, _variant, layer, _model = self.counted_item
        return self._post(
            day,
            lambda session: [
                commands.Line(item, layer, quantity, places.virtual(session, PlaceKind.VENDOR), self.bins[place])
            ],
        )

    @rule(target=posted, day=DAYS, serials=st.lists(st.integers(0, 9), min_size=1, max_size=4), place=st.integers(0, 1))
    def receive_units(self, day: date, serials: list[int], place: int) -> int | None:
        item, chosen, layer, model = self.serial_item

        def make(session: Session) -> list[commands.Line]:
            known = {unit.folded for unit in things.units_by_key(session, map(str, serials))}
            fresh = [str(one) for one in dict.fromkeys(serials) if str(one) not in known]
            units = things.new_units(session, [things.UnitDraft(item, chosen, layer, model, one) for one in fresh])
            vendor = places.virtual(session, PlaceKind.VENDOR)
            return [commands.Line(item, layer, 1, vendor, self.bins[place], unit_id=unit) for unit in units]

        return self._post(day, make)

    @rule(target=posted, day=DAYS, quantity=st.integers(1, 9), way=st.sampled_from(["A-B", "B-A", "A-out", "B-out"]))
    def move(self, day: date, quantity: int, way: str) -> int | None:
        item, _variant, layer, _model = self.counted_item
        source = self.bins[0 if way[0] == "A" else 1]
        target = self.facility if way.endswith("out") else self.bins[1 if way[0] == "A" else 0]
        title = Title.HOST if way.endswith("out") else None
        return self._post(day, lambda _s: [commands.Line(item, layer, quantity, source, target, title_to=title)])

    @rule(target=posted, day=DAYS, serials=st.lists(st.integers(0, 9), min_size=1, max_size=5), out=st.booleans(),
          place=st.integers(0, 1))  # fmt: skip
    def move_units(self, day: date, serials: list[int], out: bool, place: int) -> int | None:
        item, _variant, layer, _model = self.serial_item

        def make(session: Session) -> list[commands.Line]:
            known = {unit.folded: unit.unit_id for unit in things.units_by_key(session, map(str, serials))}
            return [
                commands.Line(
                    item, layer, 1, self.bins[place], self.facility if out else self.bins[1 - place],
                    unit_id=known[str(one)], title_to=Title.HOST if out else None,
                )
                for one in serials
                if str(one) in known
            ]  # fmt: skip

        return self._post(day, make)

    @rule(target=posted, day=DAYS, quantity=st.integers(1, 6), place=st.integers(0, 1))
    def quarantine(self, day: date, quantity: int, place: int) -> int | None:
        item, _variant, layer, _model = self.counted_item
        return self._post(
            day,
            lambda _s: [
                commands.Line(
                    item, layer, quantity, self.bins[place], self.bins[place], condition_to=Condition.POOR,
                    status_to=Status.QUARANTINED,
                )
            ],
        )  # fmt: skip

    @rule(document=consumes(posted), day=DAYS)
    def reverse(self, document: int | None, day: date) -> None:
        if document is None:
            return
        before = self._counts()
        self.number += 1

        def command(session: Session, *, by: Actor, at: Any) -> None:
            reversal = numbers.assign(
                session, DocumentKind.REVERSAL, request=f"r:{self.number}", effective_on=day, title="", by=by, at=at,
                reverses=document,
            )  # fmt: skip
            commands.reverse(session, commands.Posting(reversal.id, day, TODAY), facts.of_document(session, document))

        try:
            self.work.write(command)
        except RulesBroken:
            assert self._counts() == before

    @invariant()
    def the_books_hold(self) -> None:
        if hasattr(self, "work"):
            assert self.work.read(differences) == []

    @invariant()
    def no_past_day_is_negative(self) -> None:
        if not hasattr(self, "work"):
            return
        worst = self.work.read(
            lambda session: session.execute(
                text(
                    "WITH legs AS (SELECT to_place_id AS p, layer_id AS l, condition_to AS c, status_to AS s, title_to AS t,"
                    " effective_on AS d, quantity AS q FROM movement UNION ALL SELECT from_place_id, layer_id,"
                    " condition_from, status_from, title_from, effective_on, -quantity FROM movement),"
                    " days AS (SELECT p, l, c, s, t, d, sum(q) AS q FROM legs GROUP BY 1, 2, 3, 4, 5, 6)"
                    " SELECT min(run) FROM (SELECT sum(q) OVER (PARTITION BY p, l, c, s, t ORDER BY d) AS run, p FROM days)"
                    " JOIN place ON place.id = p WHERE place.real = 1"
                )
            ).scalar()
        )
        assert worst is None or worst >= 0


Officer.TestCase.settings = settings(
    max_examples=60, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestOfficer = Officer.TestCase
