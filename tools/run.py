"""Opens the window on the demo post, made if it is not there; without a display it makes the demo's papers.

Used by `make run`. Source: README.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def main() -> int:
    """Run the demo in a window, or without one."""
    from inl_logistics.demo import DEMO_PASSWORD, make_demo

    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "demo")
    post = folder / "puerto-claro"
    if not post.exists():
        sys.stdout.write("Making the demo post Puerto Claro …\n")
        folder.mkdir(parents=True, exist_ok=True)
        made = make_demo(folder)
        for paper in made.papers:
            sys.stdout.write(f"  {folder / paper.name}: {paper.what}\n")
    if not _has_display():
        sys.stdout.write(f"No display: the papers lie in {folder.resolve()}; start with READ-ME-FIRST.txt.\n")
        sys.stdout.write(f"The post is {post}, user dana, password {DEMO_PASSWORD}.\n")
        return 0
    os.environ.setdefault("INL_LOGISTICS_PASSWORD", DEMO_PASSWORD)
    from ui.app import run

    return run(folder=post, password=os.environ["INL_LOGISTICS_PASSWORD"])


def _has_display() -> bool:
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    sys.exit(main())
