"""Scans of signed receipts find their receipt by the code, however they came out of the scanner; filing is one step."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image, ImageChops, ImageEnhance, ImageFilter

from inl_logistics.attachments.commands import AttachmentDraft
from inl_logistics.handovers import noting, papers
from inl_logistics.handovers.commands import attach_copy, void
from inl_logistics.handovers.copies import (
    SIGNED_COPY,
    CopyDraft,
    Scanned,
    Source,
    Standing,
    cut,
    file_copies,
    numbers_in,
    propose,
    read_scans,
    unfile_copies,
)
from inl_logistics.handovers.documents import render
from inl_logistics.handovers.notes import render as render_note
from inl_logistics.handovers.signing import SignDraft, SignedQuantity, sign
from inl_logistics.kernel.problems import RulesBroken
from inl_logistics.kernel.values import Tracking
from inl_logistics.register import codes
from tests.builders import TODAY, Post
from tests.paper.samples import PRINTED_AT


@pytest.fixture
def handovers(post: Post) -> list[int]:
    """Four issued receipts; the first two are signed, the last is void."""
    item = post.item("MR-1", tracking=Tracking.QUANTITY)
    post.stocked_quantity(item, 100)
    made = [post.issued(post.pick_quantity(item, 10)) for _ in range(4)]
    for one in made[:2]:
        post.work.write(sign, SignDraft(one, TODAY, "Luis Arriaga"))
    post.work.write(void, made[3], reason="Spoiled")
    return made


def pdf(post: Post, at: int) -> bytes:
    """Return a receipt as it prints, on one page."""
    one = post.work.read(papers.paper_by_number, f"PCL-HO-2026-A{at:04d}")
    return render(one.receipt, printed_at=PRINTED_AT, language="es", copies=(1,), seal=one.seal)


def picture(content: bytes, dpi: int, page: int = 0) -> Image.Image:
    """Return a page as a scanner sees it."""
    document = pypdfium2.PdfDocument(content)
    made = document[page].render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
    document.close()
    return made


def saved(image: Image.Image, kind: str = "PNG") -> bytes:
    """Return a picture as a file."""
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def joined(*contents: bytes) -> bytes:
    """Return several PDFs as one, as a feeder scans them."""
    made = pypdfium2.PdfDocument.new()
    for one in contents:
        made.import_pages(pypdfium2.PdfDocument(one))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def looked(post: Post, *sources: Source) -> list[tuple[str, tuple[int, ...], str, str]]:
    """Return what is proposed."""
    found = post.work.read(propose, read_scans(sources))
    return [(one.name, one.pages, one.standing.value, one.number) for one in found]


def turned(degrees: float) -> Callable[[Image.Image], Image.Image]:
    """Lay the paper askew on the glass."""
    return lambda image: image.rotate(degrees, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)


def skewed(image: Image.Image) -> Image.Image:
    """Photograph it from the side."""
    width, height = image.size
    corners = (0, 0, int(width * 0.06), height, width, int(height * 0.97), int(width * 0.94), int(height * 0.03))
    return image.transform(image.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=255)


def dark(image: Image.Image) -> Image.Image:
    """Take it in a store with no power."""
    return ImageEnhance.Contrast(image.point(lambda level: level // 4 + 10)).enhance(0.8)


def fax(image: Image.Image) -> Image.Image:
    """Send it as fine fax: 200 dpi, black and white."""
    return image.point(lambda level: 255 if level > 128 else 0)


def noisy(image: Image.Image) -> Image.Image:
    """Scan it on a dusty glass."""
    seed = random.Random(7)
    grain = Image.frombytes("L", image.size, seed.randbytes(image.width * image.height)).point(lambda v: v // 3)
    return ImageChops.subtract(image, grain).filter(ImageFilter.GaussianBlur(0.6))


def shadowed(image: Image.Image) -> Image.Image:
    """Photograph it with one's own shadow across it."""
    shade = Image.linear_gradient("L").resize(image.size).point(lambda v: 60 + v * 3 // 4)
    return ImageChops.multiply(image, shade)


@pytest.mark.parametrize("dpi", [150, 200, 300])
@pytest.mark.parametrize("degrees", [90, 180, 270, 3, -7, 33])
def test_a_turned_scan_is_matched(post: Post, handovers: list[int], dpi: int, degrees: float) -> None:
    image = turned(degrees)(picture(pdf(post, 1), dpi))
    assert looked(post, Source("scan.png", content=saved(image))) == [("scan.png", (0,), "ready", "PCL-HO-2026-A0001")]


@pytest.mark.parametrize("spoil", [skewed, dark, fax, noisy, shadowed], ids=lambda one: one.__name__)
@pytest.mark.parametrize("dpi", [150, 200])
def test_a_bad_scan_is_matched(
    post: Post, handovers: list[int], spoil: Callable[[Image.Image], Image.Image], dpi: int
) -> None:
    image = turned(4)(spoil(picture(pdf(post, 1), dpi)))
    assert looked(post, Source("scan.jpg", content=saved(image, "JPEG")))[0][2:] == ("ready", "PCL-HO-2026-A0001")


def test_several_receipts_in_one_file_are_told_apart(post: Post, handovers: list[int]) -> None:
    blank = saved(Image.new("L", (1240, 1754), 255), "PDF")
    whole = joined(blank, pdf(post, 1), blank, pdf(post, 2), pdf(post, 3), pdf(post, 4))
    assert looked(post, Source("all.pdf", content=whole)) == [
        ("all.pdf", (0,), "no-code", ""),
        ("all.pdf", (1, 2), "ready", "PCL-HO-2026-A0001"),
        ("all.pdf", (3,), "ready", "PCL-HO-2026-A0002"),
        ("all.pdf", (4,), "not-signed", "PCL-HO-2026-A0003"),
        ("all.pdf", (5,), "ended", "PCL-HO-2026-A0004"),
    ], "a page without a code belongs to the receipt before it"


def test_a_fax_of_many_pages_is_cut_like_a_pdf(post: Post, handovers: list[int]) -> None:
    sheets = [fax(picture(pdf(post, number), 200)).convert("1") for number in (1, 2)]
    sheets.insert(1, Image.new("1", sheets[0].size, 1))
    out = io.BytesIO()
    sheets[0].save(out, "TIFF", save_all=True, append_images=sheets[1:], compression="group4", dpi=(200, 200))
    source = Source("fax.tif", content=out.getvalue())
    assert looked(post, source) == [
        ("fax.tif", (0, 1), "ready", "PCL-HO-2026-A0001"), ("fax.tif", (2,), "ready", "PCL-HO-2026-A0002"),
    ]  # fmt: skip
    parts = cut([source], post.work.read(propose, read_scans([source])))
    assert [part.name for part in parts] == ["fax PCL-HO-2026-A0001.tif", "fax PCL-HO-2026-A0002.tif"]
    assert looked(post, Source("second.tif", content=parts[1].content))[0][1:] == ((0,), "ready", "PCL-HO-2026-A0002")
    with Image.open(io.BytesIO(parts[0].content)) as first:
        assert (first.n_frames, first.info["compression"]) == (2, "group4")


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_a_receipt_with_a_damaged_page_is_not_filed_and_the_others_of_its_file_are(
    post: Post, handovers: list[int]
) -> None:
    """The feeder's file was refused whole, or, with its end cut off, was a fault in the program."""
    first, second = (picture(pdf(post, number), 200).convert("L") for number in (1, 2))
    out = io.BytesIO()
    sheets = [second, first, Image.effect_noise(first.size, 60).convert("L")]
    sheets[0].save(out, "TIFF", save_all=True, append_images=sheets[1:], compression="tiff_lzw")
    content = out.getvalue()
    with Image.open(io.BytesIO(content)) as opened:
        opened.seek(2)
        start = opened.tag_v2[273][0]
    for damaged in (content[:start] + b"\xff" * 2_000 + content[start + 2_000 :], content[:start]):
        source = Source("feeder.tif", content=damaged)
        proposed = post.work.read(propose, read_scans([source]))
        assert [(one.pages, one.standing.value, one.number, one.wrong) for one in proposed] == [
            ((0,), "ready", "PCL-HO-2026-A0002", ""), ((1, 2), "unreadable", "PCL-HO-2026-A0001", "picture-incomplete"),
        ]  # fmt: skip
        (part,) = cut([source], proposed[:1])
        with Image.open(io.BytesIO(part.content)) as kept:
            assert kept.mode == "L", "gray stays gray"
        assert looked(post, Source("part.tif", content=part.content))[0][2:] == ("ready", "PCL-HO-2026-A0002")


def test_a_photo_of_two_receipts_is_kept_whole_with_each(post: Post, handovers: list[int]) -> None:
    first, second = (picture(pdf(post, number), 150) for number in (1, 2))
    desk = Image.new("L", (first.width * 2, first.height), 255)
    desk.paste(first, (0, 0))
    desk.paste(second, (first.width, 0))
    source = Source("desk.png", content=saved(desk))
    proposed = post.work.read(propose, read_scans([source]))
    assert sorted((one.standing.value, one.number) for one in proposed) == [
        ("ready", "PCL-HO-2026-A0001"), ("ready", "PCL-HO-2026-A0002"),
    ]  # fmt: skip
    assert [(part.name, part.content) for part in cut([source], proposed)] == [("desk.png", source.content)] * 2


def test_what_cannot_be_filed_says_why(post: Post, handovers: list[int], tmp_path: Path) -> None:
    seal = post.work.read(papers.paper_by_number, "PCL-HO-2026-A0001").seal
    assert seal is not None
    forged = seal.qr_text[:-4] + ("0000" if not seal.qr_text.endswith("0000") else "1111")
    found = post.work.read(propose, [Scanned(0, "forged.png", 0, (forged,)), Scanned(1, "odd.png", 0, ("INL:ABC",))])
    assert [one.standing for one in found] == [Standing.ALTERED, Standing.UNKNOWN]
    assert looked(
        post, Source("note.txt", content=b"no picture"), Source("gone.pdf", tmp_path / "gone.pdf"),
        Source("a.pdf", content=pdf(post, 1)), Source("b.pdf", content=pdf(post, 1)),
    ) == [
        ("note.txt", (0,), "unreadable", ""), ("gone.pdf", (0,), "unreadable", ""),
        ("a.pdf", (0,), "ready", "PCL-HO-2026-A0001"), ("b.pdf", (0,), "twice", "PCL-HO-2026-A0001"),
    ]  # fmt: skip


def filed(post: Post, *sources: Source) -> tuple[CopyDraft, ...]:
    """Return the drafts of what can be filed."""
    from inl_logistics.attachments import files

    proposed = [one for one in post.work.read(propose, read_scans(sources)) if one.standing.value in {"ready", "note"}]
    drafts = []
    for one, part in zip(proposed, cut(sources, proposed), strict=True):
        digest = files.put(post.work.folder, post.work.key_for("attachments"), part.content)
        drafts.append(
            CopyDraft(one.handover_id or 0, part.name, len(part.content), digest, is_note=one.standing is Standing.NOTE)
        )
    return tuple(drafts)


def test_copies_are_cut_and_filed_in_one_step_and_taken_back(post: Post, handovers: list[int]) -> None:
    from inl_logistics.attachments import files

    whole = joined(pdf(post, 1), pdf(post, 2))
    drafts = filed(post, Source("all.pdf", content=whole))
    assert [one.file_name for one in drafts] == ["all PCL-HO-2026-A0001.pdf", "all PCL-HO-2026-A0002.pdf"]
    kept = files.get(post.work.folder, post.work.key_for("attachments"), drafts[1].sha256)
    assert numbers_in(Source("x.pdf", content=kept)) == ("PCL-HO-2026-A0002",)
    made = post.work.write(file_copies, drafts)
    assert post.scalar("SELECT count(*) FROM handover WHERE copy_attachment_id IS NOT NULL") == 2
    assert looked(post, Source("all.pdf", content=whole))[0][2] == "filed"
    with pytest.raises(RulesBroken) as caught:
        post.work.write(file_copies, drafts)
    assert caught.value.problems[0].code == "copy-filed-already"
    post.work.write(unfile_copies, made)
    assert post.scalar("SELECT count(*) FROM handover WHERE copy_attachment_id IS NOT NULL") == 0
    assert post.scalar("SELECT count(*) FROM attachment WHERE removed_at IS NULL") == 0


def test_one_that_cannot_be_filed_leaves_all_unfiled(post: Post, handovers: list[int]) -> None:
    drafts = filed(post, Source("a.pdf", content=pdf(post, 1)))
    unsigned = CopyDraft(handovers[2], "b.pdf", 1, drafts[0].sha256)
    with pytest.raises(RulesBroken):
        post.work.write(file_copies, (*drafts, unsigned))
    assert post.scalar("SELECT count(*) FROM attachment") == 0


def test_a_signed_variance_note_is_kept_with_its_receipt(post: Post, handovers: list[int]) -> None:
    post.work.write(sign, SignDraft(handovers[2], TODAY, "Luis Arriaga", quantities=(SignedQuantity(1, 8),)))
    document = int(str(post.scalar("SELECT variance_document_id FROM handover WHERE id = :h", h=handovers[2])))
    note = render_note(post.work.read(noting.variance_note, document), printed_at=PRINTED_AT)
    assert looked(post, Source("vn.pdf", content=note)) == [("vn.pdf", (0,), "note", "PCL-VN-2026-A0001")]
    post.work.write(file_copies, filed(post, Source("vn.pdf", content=note)))
    assert post.scalar("SELECT role FROM attachment") == "signed-note"
    assert post.scalar("SELECT count(*) FROM handover WHERE copy_attachment_id IS NOT NULL") == 0


def test_a_code_of_ours_with_other_content_is_not_the_receipt(post: Post, handovers: list[int]) -> None:
    raw = post.work.read(
        lambda session: session.connection().exec_driver_sql("SELECT private_key FROM device").scalar_one()
    )
    ours, strange = Ed25519PrivateKey.from_private_bytes(raw), Ed25519PrivateKey.generate()
    true = post.scalar("SELECT content_hash FROM seal WHERE fact = 'issue' ORDER BY id LIMIT 1")
    made = [
        codes.make_code(key, number="PCL-HO-2026-A0001", dated_on=TODAY, lines=1, units=10, content_hash=content)
        for key, content in ((ours, bytes(32)), (strange, true))
    ]  # fmt: skip
    found = post.work.read(propose, [Scanned(at, f"{at}.png", 0, (one,)) for at, one in enumerate(made)])
    assert [one.standing for one in found] == [Standing.ALTERED, Standing.UNKNOWN]
    assert [one.handover_id for one in found] == [None, None]


def test_taking_back_leaves_a_copy_that_was_filed_anew(post: Post, handovers: list[int]) -> None:
    drafts = filed(post, Source("scan 7.pdf", content=pdf(post, 1)))
    assert [one.file_name for one in drafts] == ["scan 7.pdf"], "a file of one receipt is kept as it is"
    made = post.work.write(file_copies, drafts)
    better = AttachmentDraft("handover", handovers[0], "better.pdf", drafts[0].size, drafts[0].sha256, SIGNED_COPY)
    anew = post.work.write(attach_copy, handovers[0], better)
    post.work.write(unfile_copies, made)
    assert post.scalar("SELECT copy_attachment_id FROM handover WHERE id = :h", h=handovers[0]) == anew
    assert post.scalar("SELECT file_name FROM attachment WHERE removed_at IS NULL") == "better.pdf"


def test_a_page_that_shows_a_code_twice_is_one_page(post: Post, handovers: list[int]) -> None:
    seal = post.work.read(papers.paper_by_number, "PCL-HO-2026-A0001").seal
    assert seal is not None
    (found,) = post.work.read(propose, [Scanned(0, "both copies.pdf", 0, (seal.qr_text, seal.qr_text))])
    assert (found.pages, found.is_whole, found.standing) == ((0,), True, Standing.READY)
