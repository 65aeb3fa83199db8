"""Sheets in and out: one reader for Excel, ODS and CSV, one writer for Excel. Source: architecture.md 5."""
