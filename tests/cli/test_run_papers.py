"""`run-papers`: all papers of a shipment, as one file or as a folder; the second time they are reprints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inl_logistics.cli import entry
from inl_logistics.outbound.commands import OutboundDraft, VehicleDraft, save_outbound
from inl_logistics.outbound.issuing import IssueRunDraft, issue_run
from tests.builders import PASSWORD, TODAY, Post
from tests.paper.reading import pages


@pytest.fixture
def run(post: Post, monkeypatch: pytest.MonkeyPatch) -> Post:
    """A run of one stop, issued; the post is closed."""
    monkeypatch.setenv("INL_LOGISTICS_PASSWORD", PASSWORD)
    vest = post.item("ARM-01", name="Vest")
    post.stocked(vest, ["V-1"])
    draft = post.draft(post.picks(vest, "V-1"))
    made = post.work.write(save_outbound, OutboundDraft((VehicleDraft("MIA-1", "J. Reyes", (draft,)),), "Run", TODAY))
    post.work.write(issue_run, IssueRunDraft(made))
    post.work.close()
    return post


def test_run_papers_are_saved_and_counted_once(run: Post, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    def do(*arguments: str) -> tuple[int, dict]:
        code = entry(["--json", "--post", str(run.work.folder), "run-papers", "OUT-26-A0001", *arguments])
        return code, json.loads(capsys.readouterr().out)

    code, shown = do("--out", str(tmp_path / "look.pdf"), "--preview")
    assert (code, shown["reprints"], len(shown["papers"])) == (0, 0, 5)
    assert "DRAFT" in "".join(pages((tmp_path / "look.pdf").read_bytes())), "nobody counts it"
    code, first = do("--out", str(tmp_path / "run"))
    assert (code, first["number"], first["reprints"]) == (0, "PCL-OUT-2026-A0001", 0)
    assert len(list((tmp_path / "run").iterdir())) == 5
    code, again = do("--out", str(tmp_path / "run"))
    assert (code, again["error"]["code"]) == (4, "path-exists")
    code, second = do("--out", str(tmp_path / "run.pdf"), "--only", "receipts,waybills")
    assert (code, second["reprints"], [one["part"] for one in second["papers"]]) == (0, 2, ["waybills", "receipts"])
    assert (tmp_path / "run.pdf").read_bytes().startswith(b"%PDF")
    assert do("--out", str(tmp_path / "x.pdf"), "--only", "maps")[0] == 2


def test_a_waybill_by_its_number_is_counted_too(
    run: Post, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:  # fmt: skip
    """The second paper of a waybill passed for the original."""

    def do(*more: str) -> tuple[int, str]:
        out = tmp_path / "waybill.pdf"
        entry(["--json", "--post", str(run.work.folder), "receipt", "WB-26-A0001", "--out", str(out), *more])
        return json.loads(capsys.readouterr().out)["reprint"], "".join(pages(out.read_bytes()))

    assert do()[0] == 0
    count, seen = do()
    assert (count, "REPRINT 1" in seen) == (1, True)
    count, seen = do("--preview")
    assert (count, "DRAFT" in seen) == (2, True)
