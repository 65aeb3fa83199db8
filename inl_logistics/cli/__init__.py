"""The command line: the same commands and questions as the window, with exit codes and JSON.

Source: product.md 7; docs/command-line.md.
"""

from inl_logistics.cli.main import entry, has_command

__all__ = ["entry", "has_command"]
