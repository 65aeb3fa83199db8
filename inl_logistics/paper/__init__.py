"""The kit every document is drawn with: text in any script, pages, tables, codes.

Nothing here reads a clock, a setting or a database: the same values give the same bytes.
Source: architecture.md 4 and 5, ui.md 15.
"""
