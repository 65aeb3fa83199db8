"""Declared settings of the post: each has a name, a type and a default."""
