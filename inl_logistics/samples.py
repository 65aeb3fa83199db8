"""A post from the real public files that ship with the program, so that one can try it on real data.

Source: product.md 7 (`samples`); the files and their licenses: resources/samples/README.md.
"""

from __future__ import annotations

import csv
import shutil
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from inl_logistics.database.keys import Cost
from inl_logistics.imports import commands
from inl_logistics.imports.checking import check
from inl_logistics.imports.plan import ImportRequest
from inl_logistics.imports.roles import Kind
from inl_logistics.kernel.problems import EnvironmentFault
from inl_logistics.kernel.resources import resource
from inl_logistics.newpost import PostDraft, create_post
from inl_logistics.settings.declared import PostProfile
from inl_logistics.users.commands import UserDraft
from inl_logistics.workspace import Clock, Workspace, utc_now

SAMPLES_PASSWORD = "public-data"  # noqa: S105 - stated on purpose: the data is public
LOGIN = "sample"
POST_FOLDER = "samples"


@dataclass(frozen=True, slots=True)
class Samples:
    """The finished post and what was imported into it."""

    post: Path
    login: str
    password: str
    imports: tuple[str, ...]


def make_samples(
    folder: Path, *, password: str | None = None, cost: Cost | None = None, clock: Clock = utc_now
) -> Samples:
    """Make FOLDER/samples from every shipped sample file. Raises: EnvironmentFault("path-exists")."""
    post = folder / POST_FOLDER
    if post.exists():
        raise EnvironmentFault("path-exists", path=post)
    secret = password or SAMPLES_PASSWORD
    profile = PostProfile(code="SMP", name="Public samples", country="US", paper="letter")
    made = create_post(post, PostDraft(profile, UserDraft(LOGIN, "Sample Officer"), secret), cost=cost, clock=clock)
    try:
        with made.workspace as work:
            imported = tuple(_import(work, sample) for sample in sample_files())
    except BaseException:
        shutil.rmtree(post, ignore_errors=True)
        raise
    return Samples(post, LOGIN, secret, imported)


@dataclass(frozen=True, slots=True)
class Sample:
    """One shipped file: what it is imported as, from which sheet, as of which day."""

    kind: Kind
    path: Path
    sheet: str
    as_of: date | None


def sample_files() -> list[Sample]:
    """Return the shipped files in the order of importing."""
    with resource("samples", "index.csv").open(encoding="utf-8", newline="") as stream:
        return [
            Sample(
                Kind(row["kind"]), resource("samples", *row["file"].split("/")), row["sheet"],
                date.fromisoformat(row["as_of"]) if row["as_of"] else None,
            )
            for row in csv.DictReader(stream)
        ]  # fmt: skip


def _import(work: Workspace, sample: Sample) -> str:
    sheets = (sample.sheet,) if sample.sheet else ()
    request = ImportRequest(sample.kind, (sample.path,), work.today(), sheets=sheets, as_of=sample.as_of, country="US")
    plan = check(request)
    if plan.errors:
        plan = check(replace(request, fixes=replace(request.fixes, leave_out_bad=True)))
    made = work.write(commands.run, plan, commands.RunOptions(add=True))
    return f"{sample.path.name}: {plan.rows:,} rows as {sample.kind.value}, {len(made.plan.table.ready()):,} accepted"
