"""Stock questions, reservations, transfers, condition changes."""
