"""Labels in the window: one dialog for everything a label is printed for."""
