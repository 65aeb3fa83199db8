"""Receiving by scanning."""
