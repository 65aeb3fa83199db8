"""The starter catalog that ships: domain.md 4 and 5 as data, marked indicative."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from inl_logistics.catalog.sizes import size_tables
from inl_logistics.reference.lists import CodeList, name_of
from inl_logistics.workspace import Workspace
from tests.builders import new_post


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder: Path = tmp_path_factory.mktemp("starter") / "post"
    with new_post(folder, catalog=True) as made:
        yield made


def column(work: Workspace, sql: str) -> list[object]:
    return work.read(lambda session: list(session.execute(text(sql)).scalars()))


def test_every_item_is_there_and_says_that_its_figures_are_indicative(work: Workspace) -> None:
    assert column(work, "SELECT count(*) FROM item WHERE indicative = 1 AND price_micros > 0 AND hs <> '' AND psc <> ''"
                        ) == [89]  # fmt: skip
    assert column(work, "SELECT count(*) FROM kit WHERE indicative = 1") == [7]


def test_every_kit_has_its_names_on_receipts(work: Workspace) -> None:
    assert column(work, "SELECT count(*) FROM kit_name GROUP BY kit_id") == [4] * 7
    (name,) = column(
        work, "SELECT n.name FROM kit_name n JOIN kit k ON k.id = n.kit_id WHERE k.code = 'K-TRN' AND language = 'es'"
    )
    assert name == "Equipo del instructor"


def test_its_codes_are_those_of_the_reference_lists(work: Workspace) -> None:
    for column_name, of in (("hs", CodeList.HS), ("psc", CodeList.PSC), ("un_number", CodeList.UN)):
        codes = column(work, f"SELECT DISTINCT {column_name} FROM item WHERE {column_name} <> ''")
        assert [one for one in codes if not name_of(of, str(one))] == []


def test_what_is_dangerous_has_class_and_name(work: Workspace) -> None:
    assert (
        column(work, "SELECT code FROM item WHERE un_number <> '' AND (hazard_class = '' OR shipping_name = '')") == []
    )


def test_sizes_come_from_their_tables(work: Workspace) -> None:
    sizes = column(work, "SELECT v.size FROM variant v JOIN item i ON i.id = v.item_id WHERE i.code = 'UNI-02'")
    assert len(sizes) == 33
    assert {"28S", "48L", "32R"} <= set(sizes)
    assert len(work.read(size_tables)) >= 10


def test_a_kit_names_the_size_of_what_is_no_persons_size(work: Workspace) -> None:
    fixed = column(work, "SELECT DISTINCT v.code FROM kit_line l JOIN variant v ON v.id = l.variant_id ORDER BY 1")
    assert fixed == ["BEL-02-chain", "BEL-04-MK-3", "RST-01-standard"]
    assert column(work, "SELECT code FROM kit WHERE training = 1") == ["K-TRN"]
