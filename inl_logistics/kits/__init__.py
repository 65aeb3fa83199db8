"""Kits in stock: how many can be built, what blocks the next, builds with their exact serials, kits into papers."""
