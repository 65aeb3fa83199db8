"""Purchase orders: list, one order, its editor."""
