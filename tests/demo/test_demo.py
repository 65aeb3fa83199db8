"""The demo's year keeps every rule but the one it shows: a unit more than was ordered is taken with an approval."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.demo import DEMO_PASSWORD, make_demo
from inl_logistics.verification import verify
from inl_logistics.workspace import open_post
from tests.builders import CHEAP


def _counts(session: Session) -> tuple[int, ...]:
    orders = "SELECT count(*) FROM purchase_order WHERE state = 'placed'"
    return tuple(
        session.execute(text(one)).scalar_one() for one in (orders, f"{orders} AND export_authorization <> ''")
    )


def _approved(session: Session) -> list[str]:
    return list(session.execute(text("SELECT code FROM approval ORDER BY id")).scalars())


def _ways(session: Session) -> tuple[int, ...]:
    counted = (
        "SELECT count(*) FROM transfer", "SELECT count(*) FROM waybill WHERE sent_on IS NOT NULL",
        "SELECT count(DISTINCT document_id) FROM discrepancy WHERE claimed_on IS NOT NULL",
    )  # fmt: skip
    return tuple(session.execute(text(one)).scalar_one() for one in counted)


def _run(session: Session) -> tuple[str, int, int]:
    row = session.execute(
        text(
            "SELECT o.title, count(DISTINCT s.id), count(DISTINCT k.handover_id) FROM outbound o JOIN waybill w"
            " ON w.outbound_id = o.id JOIN waybill_stop s ON s.waybill_id = w.id LEFT JOIN handover_kit k"
            " ON k.handover_id = s.handover_id WHERE o.state = 'draft' GROUP BY o.id"
        )
    ).one()
    return row[0], row[1], row[2]


def test_the_demo_is_made_and_holds(tmp_path: Path) -> None:
    made = make_demo(tmp_path, now=datetime(2026, 11, 24, 14, 0, tzinfo=UTC), cost=CHEAP, papers=False)
    with open_post(made.post, password=DEMO_PASSWORD) as work:
        assert work.read(verify).holds
        assert work.read(_approved) == ["over-receipt", "self-approval"]
        assert work.read(_ways) == (2, 2, 1), "transfers, vehicles, claimed reports"
        assert work.read(_run) == ("Graduation, class of spring", 2, 2), (
            "a run of two stops waits, its kits on the receipts"
        )
        assert work.read(_counts) == (9, 8), "uniforms need no export authorization"
