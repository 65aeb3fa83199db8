"""A process that is killed at any moment leaves the act whole or absent.

A child posts, signs and files in a loop, saying after each act that it is done; the parent kills it without warning.
After each kill the file opens, everything is proven, no number is missing, and what was said done is there.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from inl_logistics.verification import verify
from inl_logistics.workspace import open_post
from tests.builders import PASSWORD, puerto_claro

KILLS = int(os.environ.get("INL_KILLS", "40"))

CHILD = """
import sys
from pathlib import Path
from datetime import timedelta
from tests.builders import PASSWORD, TODAY, Clock, Post
from inl_logistics.handovers.signing import SignDraft, sign
from inl_logistics.handovers.papers import paper_by_number
from inl_logistics.handovers import documents
from inl_logistics.database.files import write_whole
from inl_logistics.workspace import open_post

folder, keys = Path(sys.argv[1]), list(map(int, sys.argv[2].split(",")))
work = open_post(folder, password=PASSWORD, clock=Clock())
post = Post(work, work._clock, *keys)
variant = int(sys.argv[3])
run = sys.argv[4]
print("ready", flush=True)
for number in range(1000):
    serials = [f"{run}-{number}-{one}" for one in range(5)]
    posted = post.stocked(variant, serials)
    print("done", posted.report, flush=True)
    handover = post.issued(post.picks(variant, *serials))
    signed = work.write(sign, SignDraft(handover, TODAY))
    print("done", signed.number, flush=True)
    paper = work.read(paper_by_number, signed.number)
    content = documents.render(paper.receipt, printed_at=work.now(), language="es", seal=paper.seal)
    write_whole(folder.parent / f"{signed.number}.pdf", content)
    print("file", signed.number, flush=True)
"""


IMPORTER = """
import sys
from datetime import date
from pathlib import Path
from inl_logistics.imports import commands
from inl_logistics.imports.checking import check
from inl_logistics.imports.plan import ImportRequest
from inl_logistics.imports.roles import Kind
from inl_logistics.workspace import open_post
from tests.builders import PASSWORD, Clock

work = open_post(Path(sys.argv[1]), password=PASSWORD, clock=Clock())
plan = check(ImportRequest(Kind.HOLDINGS, (Path(sys.argv[2]),), date(2026, 11, 24)))
print("ready", flush=True)
for _turn in range(100):
    made = work.write(commands.run, plan, commands.RunOptions(add=True))
    print("done", made.document, flush=True)
    print("done", work.write(commands.undo, made.id), flush=True)
"""


@pytest.mark.slow
def test_a_kill_while_importing_leaves_the_whole_import_or_none_of_it(tmp_path: Path) -> None:
    puerto_claro(tmp_path / "post").work.close()
    book = Path(__file__).parents[2] / "resources" / "samples" / "KS.xlsx"
    chance = random.Random(7)
    for kill in range(max(4, KILLS // 4)):
        command = [sys.executable, "-c", IMPORTER, str(tmp_path / "post"), str(book)]
        said = _kill(command, chance.uniform(0.0, 0.8))
        with open_post(tmp_path / "post", password=PASSWORD) as work:
            found = work.read(verify)
            assert found.problems == (), (kill, found.problems)
            numbers, lines = work.read(_imported)
            assert {number for word, number in said if word == "done"} <= numbers
            assert lines % 1492 == 0


def _imported(session: Session) -> tuple[set[str], int]:
    numbers = set(session.execute(text("SELECT number FROM document")).scalars())
    return numbers, session.execute(text("SELECT count(*) FROM opening_line")).scalar_one()


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_each_act_whole_or_absent(tmp_path: Path) -> None:
    made = puerto_claro(tmp_path / "post")
    variant = made.item("ARM-01")
    made.work.close()
    keys = ",".join(str(one) for one in (made.store, made.vendor, made.agency, made.unit, made.facility, made.person))
    chance = random.Random(20261124)
    for kill in range(KILLS):
        said = _run_and_kill(tmp_path / "post", keys, variant, f"K{kill}", chance.uniform(0.0, 0.25))
        work = open_post(tmp_path / "post", password=PASSWORD)
        found = work.read(verify)
        assert found.problems == (), (kill, found.problems)
        numbers = set(work.read(lambda session: session.execute(text("SELECT number FROM document")).scalars().all()))
        assert {number for word, number in said if word == "done"} <= numbers
        halves = work.read(
            lambda session: session.execute(
                text(
                    "SELECT count(*) FROM handover h WHERE h.state = 'signed' AND NOT EXISTS"
                    " (SELECT 1 FROM movement m WHERE m.document_id = h.document_id)"
                )
            ).scalar()
        )
        assert halves == 0
        work.close()
        for paper in tmp_path.glob("*.pdf"):
            assert paper.read_bytes().rstrip().endswith(b"%%EOF")


def _run_and_kill(post: Path, keys: str, variant: int, run: str, after: float) -> list[tuple[str, str]]:
    return _kill([sys.executable, "-c", CHILD, str(post), keys, str(variant), run], after)


def _kill(command: list[str], after: float) -> list[tuple[str, str]]:
    said: list[tuple[str, str]] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as child:
        assert child.stdout is not None
        assert child.stdout.readline().strip() == "ready"
        time.sleep(after)  # the moment of the kill, not a wait for anything
        child.kill()
        rest = child.stdout.read()
    for line in rest.splitlines():
        word, _space, number = line.partition(" ")
        said.append((word, number))
    return said


def test_a_copy_of_the_folder_opens_as_the_post_itself(tmp_path: Path) -> None:
    made = puerto_claro(tmp_path / "post")
    made.stocked(made.item("ARM-01"), ["A-1", "A-2"])
    made.work.close()
    shutil.copytree(tmp_path / "post", tmp_path / "copy")
    with open_post(tmp_path / "copy", password=PASSWORD) as copy:
        assert copy.read(verify).holds
