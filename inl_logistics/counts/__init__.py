"""Physical counts and the adjustments they cause."""
