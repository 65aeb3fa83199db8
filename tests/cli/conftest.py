"""A post that no window has open."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.builders import PASSWORD, Post


@pytest.fixture
def closed(post: Post) -> Iterator[Post]:
    """A post with five vests in stock, closed so that the command line may write."""
    post.stocked(post.item("ARM-01", name="Vest"), [f"V-{number}" for number in range(5)])
    post.work.close()
    yield post
    from inl_logistics.workspace import open_post

    post.work = open_post(post.work.folder, password=PASSWORD, clock=post.clock)
