"""Requirements and distribution plans: who needs what, in which sizes, and what became of it."""
