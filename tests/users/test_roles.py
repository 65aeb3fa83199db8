"""What a role lets a person do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from inl_logistics.kernel.actor import Role
from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.sentences import sentence
from tests.builders import puerto_claro


def test_a_viewer_reads_and_changes_nothing(tmp_path: Path) -> None:
    post = puerto_claro(tmp_path / "post")
    try:
        post.work.actor = replace(post.work.actor, roles=frozenset({Role.VIEWER}))
        before = post.scalar("SELECT count(*) FROM item")
        with pytest.raises(BadInput) as refused:
            post.item("ARM-09")
        assert "may look at this post but not change it" in sentence(refused.value)
        assert post.scalar("SELECT count(*) FROM item") == before
    finally:
        post.work.close()


def test_a_storekeeper_who_also_views_still_works(tmp_path: Path) -> None:
    post = puerto_claro(tmp_path / "post")
    try:
        post.work.actor = replace(post.work.actor, roles=frozenset({Role.VIEWER, Role.STOREKEEPER}))
        assert post.item("ARM-09")
    finally:
        post.work.close()
