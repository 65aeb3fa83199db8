"""Timing and the printed table: median, 95th percentile, floor, ratio, target."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """One row of the table; times in milliseconds."""

    work: str
    median: float
    p95: float
    floor: float | None
    target: str
    ratio_limit: float | None = None
    note: str = ""
    unit: str = "ms"

    @property
    def ratio(self) -> float | None:
        """Ours divided by the floor."""
        return self.median / self.floor if self.floor else None


def timed(act: Callable[[], object], *, times: int = 7, warm: int = 1) -> tuple[float, float]:
    """Return median and 95th percentile of an act in milliseconds."""
    for _ in range(warm):
        act()
    found = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        found.append((time.perf_counter() - start) * 1000)
    found.sort()
    return statistics.median(found), found[min(len(found) - 1, int(len(found) * 0.95))]


def heading(text: str) -> None:
    """Print a heading of the table."""
    sys.stdout.write(f"\n{text}\n| work | median | p95 | floor | ratio | target |\n|---|---|---|---|---|---|\n")


def show(result: Result) -> None:
    """Print one row."""
    ratio = f"×{result.ratio:.1f}" if result.ratio else "–"
    limit = f" (≤ ×{result.ratio_limit:g})" if result.ratio_limit else ""
    floor = _ms(result.floor) if result.floor is not None else "–"
    note = f" {result.note}" if result.note else ""
    sys.stdout.write(
        f"| {result.work}{note} | {_said(result.median, result.unit)} | {_said(result.p95, result.unit)} | {floor} | {ratio}{limit} | {result.target} |\n"
    )
    sys.stdout.flush()


def _said(value: float, unit: str) -> str:
    return _ms(value) if unit == "ms" else f"{value:,.0f} {unit}"


def _ms(value: float) -> str:
    if value >= 1000:
        return f"{value / 1000:.2f} s"
    return f"{value:.1f} ms" if value >= 1 else f"{value:.2f} ms"
