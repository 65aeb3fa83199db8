"""Starts the program: a window, or the command line when a command is given.

python main.py                      the window
python main.py --post FOLDER        the window on a post (INL_LOGISTICS_PASSWORD opens it without asking)
python main.py COMMAND …            the command line, as `inl-logistics COMMAND …`
"""

import os
import sys
from pathlib import Path


def main(arguments: list[str]) -> int:
    """Choose between window and command line."""
    from inl_logistics.cli import entry, has_command

    if has_command(arguments) or (arguments and "--post" not in arguments):
        return entry(arguments)
    from ui.app import run

    folder = Path(arguments[arguments.index("--post") + 1]) if "--post" in arguments[:-1] else None
    return run(folder=folder, password=os.environ.get("INL_LOGISTICS_PASSWORD"))


def console() -> int:
    """Start from the console script `inl-logistics`."""
    return main(sys.argv[1:])


if __name__ == "__main__":
    # Child processes of the window import this module: nothing above may run twice.
    sys.exit(console())
