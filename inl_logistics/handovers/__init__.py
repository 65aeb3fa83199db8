"""Handing over to a host unit against a signed receipt."""
