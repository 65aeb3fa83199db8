"""Handovers: the list and the composer."""
