"""Catalog: the items, their names in every receipt language, sizes, codes."""
