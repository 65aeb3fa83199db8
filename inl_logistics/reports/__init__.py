"""Lists that leave the program as sheets."""
