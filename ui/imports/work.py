"""What runs in a child process: checking files, saving rows. Parsing beside the window would freeze it."""

from __future__ import annotations

from pathlib import Path

from inl_logistics.imports.plan import ImportPlan, ImportRequest
from ui.kit.jobs import Progress


def check_files(request: ImportRequest, *, progress: Progress) -> ImportPlan:
    """Read and check files whole."""
    from inl_logistics.imports.checking import check

    def say(done: int, total: int) -> None:
        progress(done, total, "")

    return check(request, say)


def save_rows(path: Path, plan: ImportPlan, language: str, *, progress: Progress) -> int:
    """Save the rows with problems to Excel, with a column that says what is wrong."""
    from inl_logistics.imports.report import write_problem_rows
    from inl_logistics.kernel.translation import set_language

    set_language(language)
    written = write_problem_rows(path, plan, only_errors=False)
    progress(written, written, path.name)
    return written
