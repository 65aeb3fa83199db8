"""Where the real files lie, and how tests check them."""

from __future__ import annotations

import lzma
from datetime import date
from pathlib import Path

from inl_logistics.imports.checking import check
from inl_logistics.imports.plan import Fixes, ImportPlan, ImportRequest
from inl_logistics.imports.roles import Kind
from inl_logistics.kernel.resources import resource

TODAY = date(2026, 11, 24)
SAMPLES = resource("samples")
PUBLIC = Path(__file__).parents[1] / "data" / "public"
WORKBOOK = PUBLIC / "DISP_AllStatesAndTerritories_12312025.xlsx"


def checked(kind: str, *files: Path, fixes: Fixes | None = None, **request: object) -> ImportPlan:
    """Check files as of the tests' day."""
    return check(ImportRequest(Kind(kind), files, TODAY, fixes=fixes or Fixes(), **request))  # type: ignore[arg-type]


def unpacked(name: str, folder: Path, *, as_name: str) -> Path:
    """Unpack a packed public file into a folder."""
    path = folder / as_name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(lzma.decompress((PUBLIC / name).read_bytes()))
    return path


def csv_file(folder: Path, text: str, name: str = "file.csv", encoding: str = "utf-8") -> Path:
    """Write a small CSV."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def codes(plan: ImportPlan) -> dict[str, int]:
    """Return how often each finding occurs."""
    found: dict[str, int] = {}
    for problem in plan.problems:
        found[problem.code] = found.get(problem.code, 0) + 1
    return found
