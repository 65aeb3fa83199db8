"""Screens of requirements: the list, one plan, its editor, the size roster."""
