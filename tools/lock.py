"""Makes the lock files: versions and hashes, no addresses. `--check` only looks.

Needs `uv` (pip install uv) to make them. Source: architecture.md 5 (locks).
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FILES = {"requirements.lock": (), "requirements-dev.lock": ("--extra", "dev")}


def main() -> int:
    """Make or check the lock files."""
    if "--check" in sys.argv:
        bad = [name for name in FILES if "://" in Path(name).read_text(encoding="utf-8")]
        if bad:
            sys.stderr.write(f"addresses in {', '.join(bad)}\n")
        return 1 if bad else 0
    for name, extra in FILES.items():
        command = [
            "uv", "pip", "compile", "--universal", "--generate-hashes", "--no-header", "--no-annotate",
            "--no-emit-index-url", "--no-emit-find-links", "--python-version", "3.11",
        ]  # fmt: skip
        subprocess.run([*command, *extra, "pyproject.toml", "-o", name, "-q"], check=True)  # noqa: S603
    return 0


if __name__ == "__main__":
    sys.exit(main())
