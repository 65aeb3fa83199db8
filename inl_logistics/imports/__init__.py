"""Bringing spreadsheets in: one engine for every kind."""
