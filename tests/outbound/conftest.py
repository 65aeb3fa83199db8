"""A run that is ready to be planned."""

from __future__ import annotations

from datetime import timedelta

import pytest

from inl_logistics.kernel.values import Tracking
from tests.builders import TODAY, Post
from tests.outbound.runs import Run


@pytest.fixture
def run(post: Post) -> Run:
    vest, gloves = post.item("ARM-01"), post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.stocked(vest, ["A-1", "A-2", "A-3"], on=TODAY - timedelta(days=20))
    post.stocked_quantity(gloves, 30, on=TODAY - timedelta(days=20))
    handovers = [
        post.issued(post.picks(vest, "A-1"), post.pick_quantity(gloves, 10)),
        post.issued(post.picks(vest, "A-2"), post.pick_quantity(gloves, 8)),
        post.draft(post.picks(vest, "A-3"), post.pick_quantity(gloves, 5)),
    ]
    return Run(post, vest, gloves, handovers)
