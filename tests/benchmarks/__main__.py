"""`make bench`: prints the table. `make bench BENCH=10000` limits the sizes; without it 10,000, 100,000 and 1,000,000."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import ordering, outputs, running, storage
from tests.benchmarks.measure import heading, show

SIZES = (10_000, 100_000, 1_000_000)


def main() -> int:
    """Run the benchmarks for the sizes named, or all."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sizes = [int(one) for one in sys.argv[1:]] or list(SIZES)
    with tempfile.TemporaryDirectory() as folder:
        heading("Sheets and papers")
        for result in outputs.run(Path(folder)):
            show(result)
    with tempfile.TemporaryDirectory() as folder:
        heading("A distribution run")
        for result in running.run(Path(folder) / "post"):
            show(result)
    with tempfile.TemporaryDirectory() as folder:
        heading("A large order")
        for result in ordering.run(Path(folder) / "post"):
            show(result)
    for size in sizes:
        heading(f"{size:,} serial units")
        with tempfile.TemporaryDirectory() as folder:
            for result in storage.run(Path(folder) / "post", size):
                show(result)
    return 0


if __name__ == "__main__":
    sys.exit(main())
