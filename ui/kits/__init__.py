"""Kits: what they hold, how many can be built, those that stand assembled."""
