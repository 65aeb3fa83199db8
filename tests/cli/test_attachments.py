"""Files on records from the command line, and the papers of every kind of number."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import PASSWORD, Post
from tests.cli.test_command_line import _run


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INL_LOGISTICS_PASSWORD", PASSWORD)


def test_a_file_is_attached_listed_and_saved(
    closed: Post,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(b"%PDF-1.4 letter")
    code, found = _run(capsys, closed, "attach", "PO-26-A0001", str(letter), "--role", "Order confirmation")
    assert (code, found["number"], found["kind"]) == (0, "PCL-PO-2026-A0001", "order")
    assert _run(capsys, closed, "attach", "PO-26-A0001", str(letter))[1]["problems"][0]["code"] == "attachment-twice"
    out = tmp_path / "out"
    out.mkdir()
    code, found = _run(capsys, closed, "attached", "PCL-PO-2026-A0001", "--save", str(out))
    assert [one["role"] for one in found["files"]] == ["Order confirmation"]
    assert [path.read_bytes() for path in out.iterdir()] == [b"%PDF-1.4 letter"]
    code, found = _run(capsys, closed, "verify")
    assert (code, found["files"]) == (0, 1)


def test_a_missing_file_or_record_changes_nothing(
    closed: Post,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    code, found = _run(capsys, closed, "attach", "PO-26-A0001", str(tmp_path / "none.pdf"))
    assert (code, found["error"]["code"]) == (4, "file-unreadable")
    code, found = _run(capsys, closed, "attached", "PO-26-A0999")
    assert (code, found["error"]["code"]) == (3, "not-found")


def test_a_number_prints_its_papers(
    closed: Post,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    out = tmp_path / "report.pdf"
    code, found = _run(capsys, closed, "receipt", "RR-26-A0001", "--language", "ar", "--out", str(out))
    assert (code, found["document"]) == (0, "receiving-report")
    assert out.read_bytes().startswith(b"%PDF")
    code, found = _run(capsys, closed, "receipt", "RR-26-A0001", "--document", "tally-sheet", "--out", str(out))
    assert (code, found["document"]) == (0, "tally-sheet")
    code, found = _run(capsys, closed, "receipt", "RR-26-A0001", "--document", "distribution-plan", "--out", str(out))
    assert (code, found["error"]["code"]) == (2, "paper-of-other-kind")
    code, found = _run(capsys, closed, "receipt", "RR-26-A0001", "--document", "nothing", "--out", str(out))
    assert (code, found["error"]["code"]) == (2, "no-such-paper")
