"""Agreements and orders from the command line: the same commands as the window, with their JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from inl_logistics.agreements.commands import AgreementDraft, ProjectDraft, save_agreement
from inl_logistics.kernel.actor import Override
from inl_logistics.kernel.dates import fiscal_year
from inl_logistics.purchasing.commands import OrderDraft, OrderLineDraft, draft_of, place_order, save_order
from tests.builders import PASSWORD, Post
from tests.cli.test_command_line import _run

# The command line goes by the real clock.
DAY = date.today() - timedelta(days=20)


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INL_LOGISTICS_PASSWORD", PASSWORD)


@pytest.fixture
def closed(post: Post) -> Iterator[tuple[Post, OrderDraft]]:
    """A post with an order of two lines under P-1, closed for the command line."""
    vest = post.item("ARM-01", name="Vest")
    agreement = post.work.write(
        save_agreement,
        AgreementDraft("LOA-1", partner_id=post.agency, signed_on=DAY - timedelta(days=200), projects=(ProjectDraft("P-1", ceiling_minor=5_000_00), ProjectDraft("P-2"))),
    )  # fmt: skip
    lines = tuple(OrderLineDraft(vest, quantity, 100_000_000) for quantity in (4, 6))
    order = post.work.write(
        save_order,
        OrderDraft(lines, title="Vests", vendor_id=post.vendor, agreement_id=agreement, project_id=1, ordered_on=DAY),
    )
    post.work.write(place_order, order, ordered_on=DAY, overrides=_own(post))
    draft = post.work.read(draft_of, order)
    post.work.close()
    yield post, draft
    from inl_logistics.workspace import open_post

    post.work = open_post(post.work.folder, password=PASSWORD, clock=post.clock)


def _own(post: Post) -> tuple[Override, ...]:
    return (Override("agreement-ceiling", "cable", post.work.actor.user_id, post.work.actor.name),)


def test_an_agreement_is_signed_and_amended_and_an_order_amended_moved_and_canceled(
    closed: tuple[Post, OrderDraft], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    post, draft = closed
    today = date.today().isoformat()
    order = msgspec.to_builtins(draft)
    order["remarks"] = "Call first"
    acts = (
        ("agreements.sign", {"agreement_id": 1}),
        ("agreements.amend", {"agreement_id": 1, "signed_on": today, "amounts": [{"project_id": 1, "amount_minor": 6_000_00}]}),
        ("purchasing.amend", {"order": order, "reason": "Gate is closed"}),
        ("purchasing.move-lines", {"order_id": 1, "line_ids": [draft.lines[1].id], "project_id": 2, "moved_on": today, "reason": "x"}),
        ("purchasing.cancel-lines", {"order_id": 1, "line_ids": [draft.lines[0].id], "reason": "Vendor is out"}),
        ("purchasing.short-close", {"order_id": 1, "reason": "Enough"}),
    )  # fmt: skip
    for name, body in acts:
        file = tmp_path / "draft.json"
        file.write_text(json.dumps(body))
        code, found = _run(capsys, post, "do", name, str(file))
        assert code == 0, (name, found)
    days = (DAY, date.today())
    years = len({fiscal_year(day) for day in days}) + len({day.year for day in days})
    for listed, rows in (("balance", 2 + years), ("order-lines", 2), ("agreements", 1)):
        code, found = _run(capsys, post, "export", listed, "--out", str(tmp_path / f"{listed}.xlsx"))
        assert (code, found["rows"]) == (0, rows), listed
    order_number = f"PCL-PO-{post.clock.now.year}-A0001"
    for number, name in ((order_number, "order"), (f"PCL-AG-{date.today().year}-A0001", "agreement")):
        out = tmp_path / f"{name}.pdf"
        assert _run(capsys, post, "receipt", number, "--language", "es", "--paper", "a4", "--out", str(out))[0] == 0
        assert out.read_bytes().startswith(b"%PDF")
    assert _run(capsys, post, "verify")[1]["holds"] is True
