"""Labels as paper: every kind and size is read back from its picture at 300 and 203 dpi; the command line; the trail."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import zxingcpp

from inl_logistics.cli.main import entry
from inl_logistics.kernel.problems import BadInput, RulesBroken, UsageFault
from inl_logistics.kernel.values import Tracking
from inl_logistics.labels import queries
from inl_logistics.labels.commands import LabelsDraft, PrintedDraft, make_labels, preview, record_print
from inl_logistics.labels.drawing import Printing, draw
from inl_logistics.labels.facts import Fact, Label
from inl_logistics.labels.layouts import Layout, fits, layout, layouts
from inl_logistics.labels.records import LabelKind
from inl_logistics.labels.tags import Subject
from inl_logistics.paper.codes import Symbol
from inl_logistics.shipments.commands import PackageDraft, ShipmentLineDraft
from tests.builders import PASSWORD, TODAY, Post
from tests.paper.reading import pages, picture, poppler

AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SAMPLES = (
    Label(LabelKind.UNIT, "PCL0000123", "Ballistic vest IIIA, with a name that is rather long, L", "PE-1042-L",
          "Chaleco balístico IIIA", (Fact("label_serial", "BA3-224018"), Fact("label_expires", date(2031, 3, 31)))),
    Label(LabelKind.ITEM, "PCL0000124", "OC spray, 3 oz", "CA-0303", "",
          (Fact("label_lot", "2411B"), Fact("label_expires", date(2027, 3, 31)))),
    Label(LabelKind.BIN, "PCL0000125", "A-04-2", "Main warehouse"),
    Label(LabelKind.CARTON, "PCL0000126", "CTN-0014", "IN-26-A0003", "", (Fact("", "20 × Ballistic vest IIIA, L"),)),
    Label(LabelKind.KIT, "PCL0000127", "CERT officer kit", "K-CERT-0007", "طقم ضابط", (Fact("label_version", "2"),)),
)  # fmt: skip
COMBINATIONS = [
    pytest.param(size, symbol, id=f"{size.name}-{symbol}")
    for size in layouts() for symbol in Symbol if fits(symbol, "PCL0000123", size)
]  # fmt: skip


def read_back(pdf: bytes, dpi: int) -> list[str]:
    return [
        code.text for page in range(len(pages(pdf))) for code in zxingcpp.read_barcodes(picture(pdf, page, dpi=dpi))
    ]


@pytest.mark.parametrize(("size", "symbol"), COMBINATIONS)
def test_every_kind_and_size_is_read_back(size: Layout, symbol: Symbol) -> None:
    for language in ("es", "ar"):
        pdf = draw(SAMPLES, Printing(size, symbol, start=0, language=language), printed_at=AT)
        for dpi in (203, 300):
            assert sorted(read_back(pdf, dpi)) == [one.tag for one in SAMPLES], (language, dpi)


def test_codes_and_names_are_text_in_every_script(tmp_path: Path) -> None:
    found = poppler(draw(SAMPLES, Printing(layout("100x50"), language="ar"), printed_at=AT), tmp_path)
    for wanted in ("PCL0000123", "BA3-224018", "2411B", "A-04-2", "20 × Ballistic vest IIIA, L"):
        assert wanted in found
    assert "طقم ضابط" in found


def test_a_sheet_begins_where_labels_are_left() -> None:
    size = layout("a4-21")
    pdf = draw(SAMPLES, Printing(size, start=18, copies=2), printed_at=AT)
    assert [len(zxingcpp.read_barcodes(picture(pdf, page, dpi=203))) for page in (0, 1)] == [3, 7]
    first = zxingcpp.read_barcodes(picture(pdf, 0, dpi=203))
    assert min(code.position.top_left.y for code in first) > 6 * 38.1 / 25.4 * 203, "only the last row is used"


def test_the_same_labels_are_the_same_bytes() -> None:
    how = Printing(layout("62x29"), Symbol.DATA_MATRIX)
    assert draw(SAMPLES, how, printed_at=AT) == draw(SAMPLES, how, printed_at=AT)


def test_what_cannot_be_read_is_refused_all_at_once() -> None:
    small = Printing(layout("a4-65"), Symbol.CODE128, start=65, copies=0)
    with pytest.raises(RulesBroken) as caught:
        draw([Label(LabelKind.BIN, "ABCDE0000001", "A")], small, printed_at=AT)
    assert [one.code for one in caught.value.problems] == ["label-copies", "label-start", "label-too-small"]
    with pytest.raises(BadInput):
        draw([], Printing(layout("50x25")), printed_at=AT)
    with pytest.raises(UsageFault):
        layout("postcard")


def test_what_is_chosen_in_lists(post: Post) -> None:
    vest, spray = post.item("PE-1042"), post.item("CA-1", tracking=Tracking.LOT)
    post.stocked(vest, ["V-2", "V-1"])
    post.stocked_quantity(spray, 20, lot="2411B", expires_on=TODAY + timedelta(days=300))
    place = int(str(post.scalar("SELECT place_id FROM position LIMIT 1")))
    chosen = post.work.read(queries.of_stock, [(vest, place), (spray, place)])
    labels, printing = post.work.read(preview, LabelsDraft(tuple(chosen), "50x25"))
    assert [(one.tag, one.title, [fact.value for fact in one.facts]) for one in labels] == [
        ("PCL0000000", "PE-1042", ["V-1"]), ("PCL0000000", "PE-1042", ["V-2"]),
        ("PCL0000000", "CA-1", ["2411B", TODAY + timedelta(days=300)]),
    ]  # fmt: skip
    assert printing.language == "es"
    assert post.scalar("SELECT count(*) FROM tag") == 0, "a preview gives no tags"
    order = post.order((spray, 10))
    shipment = post.ship(order, [ShipmentLineDraft(spray, 10, post.order_lines(order)[0])], [PackageDraft("C-1")])
    everything = (
        *post.work.read(queries.of_item, 1), *post.work.read(queries.of_store, post.store),
        *post.work.read(queries.of_shipment, shipment),
    )  # fmt: skip
    titles = [one.title for one in post.work.read(queries.labels_of, everything)]
    assert titles == ["PE-1042", "A-04", "Q-01", "C-1"]
    assert post.work.read(queries.in_store, post.store) == chosen
    receipt = int(str(post.scalar("SELECT min(id) FROM document WHERE kind = 'RR'")))
    assert len(post.work.read(queries.of_receipt, receipt)) == 2


def test_too_many_are_refused_before_they_are_read(post: Post) -> None:
    subjects = tuple(Subject(LabelKind.UNIT, one) for one in range(6_000))
    with pytest.raises(RulesBroken) as caught:
        post.work.read(preview, LabelsDraft(subjects, "50x25"))
    assert [one.code for one in caught.value.problems] == ["labels-too-many"]


def test_printing_is_told_in_the_trail(post: Post) -> None:
    draft = LabelsDraft((Subject(LabelKind.ITEM, post.item("PE-1042")),), "62x29", copies=3)
    labels, _printing = post.work.write(make_labels, draft)
    printed = PrintedDraft((labels[0].tag,), "62x29", Symbol.QR, 3)
    assert post.work.write(record_print, printed) == 3
    after = json.loads(str(post.scalar("SELECT after FROM trail WHERE action = 'labels.print'")))
    assert (after["labels"], after["tags"], after["layout"], after["code"]) == (3, ["PCL0000001"], "62x29", "qr")
    tags = post.work.read(queries.tag_of, draft.subjects[0])
    assert [(one.tag, one.printed, bool(one.printed_at)) for one in tags] == [("PCL0000001", 3, True)]
    with pytest.raises(BadInput):
        post.work.write(record_print, PrintedDraft(("PCL7777777",), "62x29", Symbol.QR))


def test_labels_on_the_command_line(post: Post, tmp_path: Path, capsys: pytest.CaptureFixture[str],
                                    monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setenv("INL_LOGISTICS_PASSWORD", PASSWORD)
    folder, out = str(post.work.folder), tmp_path / "bins.pdf"
    assert entry(["label", "--list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {"bins", "units"} <= listed["what"].keys()
    assert "50x25" in listed["layouts"]
    post.work.close()
    arguments = ["--post", folder, "--json", "label", "bins", "MAIN", "--layout", "50x25", "--code", "data-matrix"]
    assert entry([*arguments, "--out", str(out)]) == 0
    assert json.loads(capsys.readouterr().out)["labels"] == 2
    assert read_back(out.read_bytes(), 203) == ["PCL0000001", "PCL0000002"]
    assert entry(["--post", folder, "--json", "label", "bins", "NOWHERE", "--out", str(out)]) == 3
    assert entry(["--post", folder, "--json", "label", "boxes", "--out", str(out)]) == 2
    from inl_logistics.workspace import open_post

    post.work = open_post(Path(folder), password=PASSWORD, clock=post.clock)
