"""Purchase orders and their lines."""
