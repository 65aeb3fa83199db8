"""The papers of a shipment: what they say in each language, and what differs with what is known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inl_logistics.paper.model import PaperSize
from inl_logistics.reports import papers
from inl_logistics.shipments.commands import (
    PackageDraft,
    PackedQuantity,
    PackedSerial,
    ShipmentLineDraft,
    save_shipment,
)
from inl_logistics.shipments.documents import ShipmentPaper
from inl_logistics.shipments.drafting import draft_of
from inl_logistics.shipments.following import MilestoneDraft, set_milestone
from inl_logistics.shipments.records import MilestoneKind, PackageKind
from inl_logistics.shipments.snapshot import paper_of
from tests.builders import TODAY, Post
from tests.paper.reading import pages


def told(post: Post) -> int:
    """Two radios in a carton of a sealed container, with note and exemption."""
    radio = post.item("COM-01", name="Radio", un_number="UN3481", hazard_class="9")
    line = post.order_lines(post.order((radio, 3)))[0]
    serials = (PackedSerial("R-1", "CTN 001"), PackedSerial("R-2", "CTN 001"))
    one = ShipmentLineDraft(radio, 3, line, serials=serials, packed=(PackedQuantity("CTN 001", 2),), hs="8525.60")
    packages = [
        PackageDraft("MSKU 704182-6", PackageKind.CONTAINER, seal="SL-1"),
        PackageDraft("CTN 001", parent="MSKU 704182-6", weight_g=16_400, size_mm="600x400x350"),
    ]
    shipment = post.ship(0, [one], packages)
    draft = post.work.read(draft_of, shipment)
    changed = replace(draft, diplomatic_note="104/26", note_on=TODAY, port_to="PCL", transport_number="MEDU 1", mode="sea",
                      consignee="Embassy warehouse")  # fmt: skip
    post.work.write(save_shipment, changed)
    post.work.write(set_milestone, MilestoneDraft(shipment, MilestoneKind.ARRIVED, forecast_on=TODAY))
    return shipment


def text_of(name: str, frozen: ShipmentPaper, language: str = "es") -> str:
    """Draw a paper and read it back."""
    from datetime import UTC, datetime

    drawn = papers.paper(name).draw(
        frozen, printed_at=datetime(2026, 11, 24, tzinfo=UTC), language=language, paper=PaperSize.A4
    )
    return " ".join(" ".join(pages(drawn)).split())


def test_the_note_asks_in_both_languages_and_names_dangerous_goods(post: Post) -> None:
    frozen = post.work.read(paper_of, told(post), today=TODAY)
    said = text_of("diplomatic-note", frozen)
    assert "presents its compliments to the Ministry of Foreign Affairs" in said
    assert "saluda atentamente al Ministerio de Relaciones Exteriores" in said
    assert "expected at PCL on or about 24 Nov 2026" in said
    assert "UN3481, class 9: Lithium ion batteries contained in equipment" in said
    assert "104/26" in said
    assert "8525.60" in said
    arrived = text_of("diplomatic-note", replace(frozen, has_arrived=True))
    assert "expected at" not in arrived
    assert "consigned to Embassy warehouse under the transport document MEDU 1" in arrived


def test_the_packing_list_names_serials_by_carton_and_what_lies_in_none(post: Post) -> None:
    frozen = post.work.read(paper_of, told(post), today=TODAY)
    said = text_of("inbound-packing-list", frozen)
    for words in ("MSKU 704182-6, seal SL-1", "CTN 001", "R-1", "R-2", "16.4", "60 × 40 × 35", "Not in a package"):
        assert words in said, words
    assert frozen.loose[0].quantity == 1


@pytest.mark.parametrize("language", ["en", "es", "fr", "ar", "uk"])
def test_every_paper_is_drawn_in_every_language(post: Post, language: str) -> None:
    frozen = post.work.read(paper_of, told(post), today=TODAY)
    for paper in papers.of_kind("IN"):
        said = text_of(paper.name, frozen, language)
        assert frozen.number is not None
        assert frozen.number in said, paper.name


def test_a_draft_prints_without_a_number(post: Post) -> None:
    shipment = told(post)
    frozen = replace(post.work.read(paper_of, shipment, today=TODAY), number=None)
    assert "DRAFT" in text_of("exemption-request", frozen).upper()


def test_a_shipment_is_found_by_its_note_container_and_seal(post: Post) -> None:
    told(post)
    for word in ("704182", "sl-1", "104/26"):
        found = post.scalar(
            "SELECT count(*) FROM search_text WHERE kind = 'shipment' AND folded LIKE :w", w=f"%{word}%"
        )
        assert found == 1, word
