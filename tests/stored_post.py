"""Keeps the small post of the present schema that later versions are upgraded from: `python -m tests.stored_post`.

Run it again as long as the version has not left the house; then never: a released version's file is frozen.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from inl_logistics.schema import SCHEMA_VERSION
from tests.builders import puerto_claro

FOLDER = Path(__file__).parent / "data" / "schema"


def main() -> None:
    """Write tests/data/schema/vN."""
    folder = FOLDER / f"v{SCHEMA_VERSION}"
    shutil.rmtree(folder, ignore_errors=True)
    puerto_claro(folder).work.close()
    (folder / ".lock").unlink(missing_ok=True)
    print(f"tests/data/schema/{folder.name}")


if __name__ == "__main__":
    main()
