"""The declared paper of goods: every cell kind prints, in both directions of writing, and an area's labels join the language."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from inl_logistics.kernel.problems import BadInput
from inl_logistics.paper import languagefiles
from inl_logistics.paper.blocks import Cell
from inl_logistics.paper.goodsform import Blank, Col, Goods, GoodsForm, GoodsRow, Total, rows_of, write
from inl_logistics.paper.languages import Words, areas, available, forget, language
from inl_logistics.paper.model import Named, PaperSize, Signer, SignerRole, Translation
from inl_logistics.paper.page import MARGIN
from tests.paper.reading import pages, words
from tests.paper.samples import PRINTED_AT, receipt

NAMES = (Translation("es", "Casco antidisturbios"), Translation("ar", "خوذة مكافحة الشغب"))


def form(*, number: str | None = "PCL-PO-2026-A0012", rows: int = 3) -> GoodsForm:
    """A paper with every kind of cell."""
    goods = Goods("Riot helmet", "RIO-01", NAMES, ("Lot 7",))
    line = (1, goods, 1234, ("each", "unidad"), "C-07", Blank(), None)
    return GoodsForm(
        "tally_sheet", number, "XX-1", receipt().letterhead,
        ((Cell("report_no", number or "—", large=True),), *rows_of(Cell("vendor", "Acme"), Cell("seal", ""))),
        (Col("no", 22.0, 0.5), Col("item"), Col("quantity", 50.0, 1.0, strong=True), Col("unit_of_issue", 50.0),
         Col("carton", 50.0), Col("good", 40.0), Col("bin", 40.0)),
        (GoodsRow(heading=("Carton 1", "Caja 1")), *(GoodsRow(line, (("S-1", "S-2"),)) for _ in range(rows))),
        Total("total", ("3 lines", ""), "USD 5.00"), "Handle with care", "report_certification",
        (Signer(SignerRole.PREPARED, Named("Dana Morales")), Signer(SignerRole.APPROVED)),
    )  # fmt: skip


@pytest.mark.parametrize("paper", list(PaperSize))
@pytest.mark.parametrize("code", available())
def test_every_kind_of_cell_is_printed(code: str, paper: PaperSize) -> None:
    seen = words("\n".join(pages(write(form(), Words.of(code), printed_at=PRINTED_AT, paper=paper))))
    for part in ("PCL-PO-2026-A0012", "Riot helmet", "RIO-01", "1,234", "C-07", "S-2", "USD 5.00", "Carton 1", "Acme"):
        assert part in seen


def test_a_long_paper_repeats_its_head_and_has_all_rows() -> None:
    found = pages(write(form(rows=120), Words.of("es"), printed_at=PRINTED_AT, paper=PaperSize.A4))
    assert len(found) > 3
    assert all("PCL-PO-2026-A0012" in one for one in found)
    assert sum(one.count("1,234") for one in found) == 120


def test_a_long_heading_wraps_before_the_edge_of_the_table() -> None:
    """A prison's long name with its unit, receipt and own name ran out of the table, into what no printer prints."""
    title = "San Rafael del Norte Penitentiary · Northern Prison Unit · PCL-HO-2026-A0016"
    own = "Centro Penitenciario Regional San Rafael del Norte de la Provincia"
    long = replace(form(), rows=(GoodsRow(heading=(title, own)), *form().rows))
    page = pdfium.PdfDocument(write(long, Words.of("es"), printed_at=PRINTED_AT, paper=PaperSize.A4))[0]
    text = page.get_textpage()
    ends = [text.get_charbox(at)[2] for at in range(text.count_chars())]
    assert max(ends) <= page.get_width() - MARGIN + 0.5


def test_without_a_number_it_is_a_draft() -> None:
    seen = words("\n".join(pages(write(form(number=None), Words.of("en"), printed_at=PRINTED_AT, paper=PaperSize.A4))))
    assert "DRAFT" in seen


@pytest.mark.parametrize("code", available())
def test_each_language_has_the_same_areas(code: str) -> None:
    assert areas(code) == areas("en")


def test_an_areas_labels_belong_to_the_language() -> None:
    assert language("es").label("prepared_by") == "Elabora"


def test_two_areas_with_one_label_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A waybill once printed the words of an inbound shipment's paper."""
    shutil.copytree(languagefiles.shipped_folder(), tmp_path, dirs_exist_ok=True)
    (tmp_path / "es" / "zz.toml").write_text('[labels]\ntransfer_no = "otro"\n', encoding="utf-8")
    monkeypatch.setattr(languagefiles, "shipped_folder", lambda: tmp_path)
    forget()
    with pytest.raises(BadInput) as caught:
        language("es")
    monkeypatch.undo()
    forget()
    assert "transfer_no" in str(caught.value.params["reason"])
