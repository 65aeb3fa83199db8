"""The fiscal years that Home offers: those in which something was really ordered."""

from __future__ import annotations

from datetime import date

from inl_logistics.home.queries import fiscal_years
from inl_logistics.purchasing.commands import OrderDraft, OrderLineDraft, save_order
from tests.builders import Post


def test_a_draft_makes_no_fiscal_year(post: Post) -> None:
    """A draft dated in a new fiscal year made Home show an empty pipeline for it."""
    gloves = post.item("PPE-01")
    post.order((gloves, 4))
    line = OrderLineDraft(gloves, 1, 1_000_000)
    post.work.write(
        save_order, OrderDraft((line,), title="Next year", vendor_id=post.vendor, ordered_on=date(2026, 11, 20))
    )
    assert post.work.read(fiscal_years) == [2026]
