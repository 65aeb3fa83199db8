"""The holding list as paper: both languages, serial by serial, with receipts and room to write. Source: domain.md 7."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inl_logistics.handovers.signing import SignDraft, sign
from inl_logistics.kernel.problems import BadInput
from inl_logistics.kernel.values import Tracking
from inl_logistics.paper.languages import Words
from inl_logistics.paper.model import PaperSize
from inl_logistics.partners import holding_form
from inl_logistics.partners.commands import PartnerDraft, save_partner
from inl_logistics.partners.documents import HoldingList, render_holdings
from inl_logistics.partners.queries import detail
from inl_logistics.partners.records import PartnerKind
from inl_logistics.partners.snapshot import holding_list, partner_named
from tests.builders import TODAY, Post, puerto_claro
from tests.builders_counts import nameless
from tests.paper.reading import pages

AT = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    """Two vests and forty cuffs handed over."""
    made = puerto_claro(tmp_path / "post")
    vest, cuffs = made.item("PE-1042", name="Ballistic vest"), made.item("HC-1", tracking=Tracking.QUANTITY)
    made.stocked(vest, ["A-1", "A-2", "A-3"])
    made.stocked_quantity(cuffs, 60)
    handover = made.issued(made.picks(vest, "A-1", "A-2"), made.pick_quantity(cuffs, 40))
    made.work.write(sign, SignDraft(handover, TODAY))
    yield made
    made.work.close()


def text_of(frozen: HoldingList, language: str, paper: PaperSize = PaperSize.A4) -> str:
    """Return the text of the printed list."""
    return "\n".join(pages(render_holdings(frozen, printed_at=AT, language=language, paper=paper)))


@pytest.mark.parametrize(("language", "title"), [("es", "Lista de bienes"), ("ar", ""), ("en", "HOLDING LIST")])
def test_it_prints_in_both_languages(post: Post, language: str, title: str) -> None:
    said = text_of(post.work.read(holding_list, post.unit, TODAY), language, PaperSize.LETTER)
    for words in ("Response Group", "A-1", "A-2", "40", "Ballistic vest", "42 units", "PCL-HO-2026-A0001", title):
        assert words in said
    assert "A-3" not in said
    assert "DRAFT" not in said


def test_an_agency_prints_place_by_place_and_a_day_before_nothing(post: Post) -> None:
    frozen = post.work.read(holding_list, post.agency, TODAY)
    assert {one.holder.text for one in frozen.lines} == {"La Hondura Center"}
    twice = replace(frozen, lines=(*frozen.lines, *(replace(one, holder=frozen.holder) for one in frozen.lines)))
    assert "LA HONDURA CENTER" in text_of(twice, "es")
    assert post.work.read(holding_list, post.agency, TODAY - timedelta(days=1)).lines == ()
    assert "0 units" in text_of(post.work.read(holding_list, post.agency, TODAY - timedelta(days=1)), "es")


def test_a_partner_is_named_in_any_script_and_doubt_is_said(post: Post) -> None:
    assert post.work.read(partner_named, "servicio penitenciario nacional") == post.agency
    with pytest.raises(BadInput) as caught:
        post.work.read(partner_named, "Nobody")
    assert caught.value.code == "not-found"
    post.work.write(save_partner, PartnerDraft(PartnerKind.FACILITY, "Response Group"))
    with pytest.raises(BadInput) as caught:
        post.work.read(partner_named, "Response Group")
    assert caught.value.code == "partner-unclear"


def test_the_inspector_counts_what_all_below_hold_as_the_tree_does(post: Post) -> None:
    for partner in (post.facility, post.unit, post.agency):
        found = post.work.read(detail, partner)
        assert found is not None
        assert (found.holding_count, found.handovers) == (42, 1)


def test_units_without_a_serial_are_one_row_with_their_figure(post: Post) -> None:
    """An old property book brings them: eight of them are eight, not eight rows of eight."""
    radios = post.item("COM-01", name="Portable radio")
    place = integer(post, "SELECT to_place_id FROM movement ORDER BY id DESC LIMIT 1")
    nameless(post, radios, 8, place)
    nameless(post, integer(post, "SELECT variant_id FROM unit WHERE serial = 'A-1'"), 2, place)
    frozen = post.work.read(holding_list, post.facility, TODAY)
    figures = [row.cells[2] for row in holding_form.rows(frozen, Words.of("en")) if row.cells]
    assert sorted(int(str(one)) for one in figures) == [1, 1, 2, 8, 40]
    assert "52 units" in text_of(frozen, "en")


def integer(post: Post, sql: str) -> int:
    """Ask the database one whole figure."""
    return int(str(post.scalar(sql)))
