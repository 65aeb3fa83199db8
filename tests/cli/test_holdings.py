"""Holding lists and the vetting calendar from the command line. Source: domain.md 7 (reports 9 and 15)."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from inl_logistics.cli import entry
from tests.builders import PASSWORD, Post


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INL_LOGISTICS_PASSWORD", PASSWORD)


def _run(capsys: pytest.CaptureFixture[str], post: Post, *arguments: str) -> tuple[int, dict]:
    code = entry(["--json", "--post", str(post.work.folder), *arguments])
    return code, json.loads(capsys.readouterr().out)


def test_a_holding_list_is_written_as_sheet_and_paper(
    closed: Post, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    sheet, paper = tmp_path / "held.xlsx", tmp_path / "held.pdf"
    code, said = _run(capsys, closed, "report", "holdings-of", "--of", "Response Group", "--out", str(sheet))
    assert (code, said["list"]) == (0, "holdings-of")
    assert openpyxl.load_workbook(sheet).active is not None
    code, said = _run(
        capsys, closed, "report", "holdings-of", "--of", "Response Group", "--as-of", "2026-11-01", "--language", "fr",
        "--out", str(paper),
    )  # fmt: skip
    assert (code, said["units"], paper.read_bytes()[:4]) == (0, 0, b"%PDF")
    code, said = _run(capsys, closed, "export", "holdings-of", "--out", str(paper))
    assert (code, said["error"]["code"]) == (2, "usage")
    code, said = _run(capsys, closed, "export", "stock", "--of", "X", "--out", str(sheet))
    assert (code, said["error"]["code"]) == (2, "usage")


def test_the_vetting_calendar_is_a_sheet(closed: Post, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "vetting.xlsx"
    code, said = _run(capsys, closed, "export", "vetting", "--out", str(out))
    assert (code, said["rows"]) == (0, 1)
