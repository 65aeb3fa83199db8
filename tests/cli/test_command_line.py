"""The command line: exit codes, one JSON object on every exit, and that its acts are the window's acts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from inl_logistics.agreements.commands import AgreementDraft, ProjectDraft, save_agreement
from inl_logistics.cli import entry
from inl_logistics.kernel.values import Tracking
from inl_logistics.purchasing.commands import OrderDraft, OrderLineDraft, save_order
from inl_logistics.shipments.commands import ShipmentDraft, ShipmentLineDraft, save_shipment
from tests.builders import PASSWORD, TODAY, Post
from tests.paper.reading import pages


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INL_LOGISTICS_PASSWORD", PASSWORD)


def _run(capsys: pytest.CaptureFixture[str], post: Post | None, *arguments: str) -> tuple[int, dict]:
    where = ["--post", str(post.work.folder)] if post else []
    code = entry(["--json", *where, *arguments])
    out = capsys.readouterr().out
    assert len(out.splitlines()) == 1
    return code, json.loads(out)


def test_verify_proves_and_exits_zero(closed: Post, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = _run(capsys, closed, "verify")
    assert code == 0
    assert found["holds"] is True
    assert found["units"] == 5


def test_usage_exits_two_and_says_so_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    code, found = _run(capsys, None, "nonsense")
    assert code == 2
    assert found["error"]["code"] == "usage"


def test_no_password_and_no_terminal_exits_two(closed: Post, capsys: pytest.CaptureFixture[str],
                                                monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.delenv("INL_LOGISTICS_PASSWORD")
    code, found = _run(capsys, closed, "verify")
    assert (code, found["error"]["code"]) == (2, "no-password")


def test_a_wrong_password_exits_four(closed: Post, capsys: pytest.CaptureFixture[str],
                                     monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setenv("INL_LOGISTICS_PASSWORD", "not this one")
    code, found = _run(capsys, closed, "verify")
    assert (code, found["error"]["code"]) == (4, "wrong-password")


def test_writing_while_a_window_has_the_post_open_exits_four_and_reading_works(
    post: Post, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(capsys, post, "verify")[0] == 0
    code, found = _run(capsys, post, "rebuild")
    assert (code, found["error"]["code"]) == (4, "post-open-elsewhere")


def test_a_print_while_a_window_has_the_post_open_says_what_to_do_and_a_preview_is_saved(
    post: Post, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    gloves = post.item("PPE-01", tracking=Tracking.QUANTITY)
    post.stocked_quantity(gloves, 10)
    post.issued(post.pick_quantity(gloves, 2), planned_on=TODAY)
    out = tmp_path / "receipt.pdf"
    arguments = ("receipt", "PCL-HO-2026-A0001", "--out", str(out))
    code, found = _run(capsys, post, *arguments)
    assert (code, found["error"]["code"]) == (4, "prints-are-counted")
    assert "--preview" in found["error"]["message"]
    assert not out.exists()
    assert _run(capsys, post, *arguments, "--preview")[0] == 0
    assert "DRAFT" in pages(out.read_bytes())[0], "a preview that nobody counts must not pass for the original"
    assert out.read_bytes().startswith(b"%PDF-")


def test_a_file_that_is_no_scan_is_said_to_be_none(
    closed: Post, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    wrong = tmp_path / "scan.jpg"
    for content, expected in ((b"", "picture-empty"), (b"a letter", "picture-other-kind")):
        wrong.write_bytes(content)
        code, found = _run(capsys, closed, "check", str(wrong))
        assert (code, found["error"]["code"]) == (3, expected)


def test_export_writes_a_sheet_with_header_filter_and_total(
    closed: Post, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, found = _run(capsys, closed, "export", "stock", "--out", str(tmp_path / "stock.xlsx"))
    assert (code, found["rows"]) == (0, 1)
    sheet = openpyxl.load_workbook(tmp_path / "stock.xlsx").active
    values = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "Vest" in values
    assert sheet.freeze_panes is not None
    assert sheet.auto_filter.ref is not None


def test_do_lists_schemas_and_runs_a_command(closed: Post, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, found = _run(capsys, None, "do", "--list")
    assert code == 0
    assert "handovers.sign" in found["commands"]
    draft = tmp_path / "store.json"
    draft.write_text(json.dumps({"code": "ANX", "name": "Annex"}))
    assert _run(capsys, closed, "do", "partners.save-store", str(draft))[0] == 0
    draft.write_text(json.dumps({"code": "ANX", "title": 7}))
    code, found = _run(capsys, closed, "do", "partners.save-store", str(draft))
    assert (code, found["error"]["code"]) == (3, "bad-json")


def test_a_rule_refuses_with_exit_one_and_names_every_problem(
    closed: Post, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    draft = tmp_path / "handover.json"
    draft.write_text(json.dumps({"unit_id": closed.unit}))
    assert _run(capsys, closed, "do", "handovers.save", str(draft))[0] == 0
    draft.write_text(json.dumps({"handover_id": 1}))
    code, found = _run(capsys, closed, "do", "handovers.issue", str(draft))
    assert code == 1
    assert {"handover-without-facility", "handover-without-official", "handover-without-lines"} <= {
        one["code"] for one in found["problems"]
    }


def test_new_makes_a_post_and_refuses_an_existing_path(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    arguments = ("new", str(tmp_path / "p"), "--code", "TST", "--name", "Test", "--country", "CO", "--paper", "letter")
    code, found = _run(capsys, None, *arguments)
    assert code == 0
    assert found["recovery_key"].count("-") == 7
    code, found = _run(capsys, None, *arguments)
    assert (code, found["error"]["code"]) == (4, "path-exists")


def test_receipt_prints_the_original_once_and_reprints_after(
    closed: Post, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    from inl_logistics.workspace import open_post

    closed.work = open_post(closed.work.folder, password=PASSWORD, clock=closed.clock)
    variant = closed.scalar("SELECT id FROM variant WHERE code = 'ARM-01'")
    closed.issued(closed.picks(variant, "V-1", "V-2"), planned_on=TODAY)
    closed.work.close()
    out = tmp_path / "receipt.pdf"
    first = _run(capsys, closed, "receipt", "HO-26-A0001", "--language", "es", "--out", str(out))[1]
    second = _run(capsys, closed, "receipt", "PCL-HO-2026-A0001", "--out", str(out), "--copy", "1,2")[1]
    assert (first["reprint"], second["reprint"]) == (0, 1)
    code, found = _run(capsys, closed, "check", str(out))
    assert (code, found["verdict"], found["number"]) == (0, "genuine", "PCL-HO-2026-A0001")
    code, found = _run(capsys, closed, "check", first["check_code"])
    assert (code, found["number"]) == (0, "PCL-HO-2026-A0001")


def test_trace_goes_from_a_serial_to_its_money_and_back(closed: Post, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = _run(capsys, closed, "trace", "v 3")
    assert code == 0
    assert [event["kind"] for event in found["life"]] == ["ordered", "RR"]
    code, found = _run(capsys, closed, "trace", "PO-26-A0001")
    assert len(found["holdings"]) == 5
    assert _run(capsys, closed, "trace", "nothing")[0] == 3


@pytest.fixture
def funded(post: Post) -> Iterator[tuple[Post, dict[str, object]]]:
    """A closed post: order 1 is above its ceiling, shipment 1 carries a helmet of order 2 without an authorization."""
    helmet = post.item("RIO-01", name="Riot helmet", export_class="0A979", tracking=Tracking.QUANTITY)
    post.stocked_quantity(post.item("PPE-01", tracking=Tracking.QUANTITY), 10)
    draft = AgreementDraft("LOA-1", signed_on=date(2026, 1, 1), projects=(ProjectDraft("P-1", ceiling_minor=50_000),))
    post.work.write(save_agreement, draft)
    lines = (OrderLineDraft(helmet, 2, 412_000_000),)
    order = OrderDraft(lines, vendor_id=post.vendor, agreement_id=1, project_id=1, ordered_on=TODAY)
    over = post.work.write(save_order, order)
    line = post.order_lines(post.order((helmet, 5)))[0]
    shipment = post.work.write(save_shipment, ShipmentDraft((ShipmentLineDraft(helmet, 5, line),), title="Helmets"))
    place = post.scalar("SELECT place_id FROM balance WHERE real = 1 AND quantity = 10")
    post.work.close()
    seen = {"layer_id": 1, "place_id": place, "counted": 0, "cause": "flood"}
    yield post, {
        "purchasing.place": {"order_id": over}, "shipments.book": {"shipment_id": shipment},
        "counts.post": {"seen": [seen], "counted_on": TODAY.isoformat()},
    }  # fmt: skip
    from inl_logistics.workspace import open_post

    post.work = open_post(post.work.folder, password=PASSWORD, clock=post.clock)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("purchasing.place", "agreement-ceiling"),
        ("shipments.book", "export-authorization"),
        ("counts.post", "adjustment-above-limit"),
    ],
)
def test_what_needs_an_approver_exits_one_and_with_an_override_zero(
    funded: tuple[Post, dict[str, object]], capsys: pytest.CaptureFixture[str], tmp_path: Path, command: str, code: str
) -> None:
    post, drafts = funded
    file = tmp_path / "draft.json"
    file.write_text(json.dumps(drafts[command]))
    exit_code, found = _run(capsys, post, "do", command, str(file))
    assert (exit_code, found["error"]["code"]) == (1, "approval-needed")
    assert [(one["code"], one["severity"]) for one in found["problems"]] == [(code, "override")]
    assert found["overrides"] == f"--override {code}=REASON"
    assert _run(capsys, post, "do", command, str(file), "--override", f"{code}=cable 26 STATE 1")[0] == 0
    assert _run(capsys, post, "verify")[1]["holds"] is True


def test_a_signed_pdf_and_the_keys_of_devices(closed: Post, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    from inl_logistics.workspace import open_post

    closed.work = open_post(closed.work.folder, password=PASSWORD, clock=closed.clock)
    variant = closed.scalar("SELECT id FROM variant WHERE code = 'ARM-01'")
    closed.issued(closed.picks(variant, "V-1", "V-2"), planned_on=TODAY)
    closed.work.close()
    out = tmp_path / "receipt.pdf"
    _run(capsys, closed, "receipt", "HO-26-A0001", "--sign", "--out", str(out))
    assert b"/ByteRange" in out.read_bytes()
    assert _run(capsys, closed, "check", str(out))[1]["words"].endswith("was issued by PCL A as printed.")
    assert _run(capsys, closed, "receipt", "HO-26-A0001", "--sign", "--preview", "--out", str(out))[0] == 2
    key = tmp_path / "PCL-A.inlkey"
    assert _run(capsys, closed, "keys", "export", str(key))[0] == 0
    assert _run(capsys, closed, "keys", "certificate", str(tmp_path / "PCL-A.crt"))[0] == 0
    assert _run(capsys, closed, "keys", "add", str(key))[0] == 1, "it is ours"
    assert [one["device"] for one in _run(capsys, closed, "keys", "list")[1]["keys"]] == ["PCL A"]
