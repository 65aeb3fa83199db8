"""What every test shares: a fresh post, made once and copied."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from inl_logistics.kernel.translation import set_language
from inl_logistics.ledger.proof import differences
from inl_logistics.workspace import open_post
from tests.builders import PASSWORD, Clock, Post, puerto_claro


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Post:
    folder = tmp_path_factory.mktemp("template") / "puerto-claro"
    made = puerto_claro(folder)
    made.work.close()
    return made


@pytest.fixture
def post(_template: Post, tmp_path: Path) -> Iterator[Post]:
    """An open post with a store, a vendor and a vetted unit; its ledger must hold at the end."""
    folder = tmp_path / "puerto-claro"
    shutil.copytree(_template.work.folder, folder)
    clock = Clock()
    work = open_post(folder, password=PASSWORD, clock=clock)
    keys = ("store", "vendor", "agency", "unit", "facility", "person")
    yield Post(work, clock, **{key: getattr(_template, key) for key in keys})
    assert work.read(differences) == []
    work.close()
