"""Inventory: the stock list, stock cards, the life of a unit."""
